use super::*;

fn hex(digest: [u8; 32]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn n(n: u64) -> Vec<u8> {
    n.to_be_bytes().to_vec()
}

fn string(text: &str) -> Vec<u8> {
    [n(text.len() as u64), text.as_bytes().to_vec()].concat()
}

const TEXT: &str = "---\nid: A\nStatus: draft\ncontrols: A.5.3, A.5.2\nx: {y: 1}\n---\n## T\n\nIt [*i*](a.md)s.\n";

/// The front matter of [`TEXT`].
fn fields() -> Vec<u8> {
    let one = |text: &str| [b"t".to_vec(), string(text)].concat();
    [
        n(3),
        string("controls"),
        [b"l".to_vec(), n(2), one("A.5.2"), one("A.5.3")].concat(),
        string("id"),
        one("A"),
        string("x"),
        [b"m".to_vec(), n(1), string("y"), one("1")].concat(),
    ]
    .concat()
}

/// The serialisation as the modules document it, put together by hand.
#[test]
fn the_digest_is_taken_over_what_is_documented() {
    let text = |text: &str| [b"t".to_vec(), string(text)].concat();
    let article = [
        b"h\x02\0".to_vec(),
        text("T"),
        b".p".to_vec(),
        text("It "),
        [b"a\0".to_vec(), string("a.md"), b"\0*".to_vec(), text("i"), b"..".to_vec()].concat(),
        text("s."),
        b".".to_vec(),
    ]
    .concat();
    let whole = [b"aims-substance-2d".to_vec(), fields(), crate::base::sha256(&article).to_vec()].concat();
    assert_eq!(snapshot(TEXT).substance, crate::base::sha256(&whole));
}

#[test]
fn the_digest_of_the_first_form_is_taken_over_what_is_documented() {
    let link = [n(4), b"l".to_vec(), string("a.md")].concat();
    let blocks = [n(2), b"h\x02".to_vec(), string("T"), n(0), b"p\0".to_vec(), string("It is."), n(1), link].concat();
    let whole = [b"aims-substance-1d".to_vec(), fields(), blocks].concat();
    assert_eq!(snapshot(TEXT).older, crate::base::sha256(&whole));
}

#[test]
fn the_digest_of_a_document_stays_from_version_to_version_of_this_program() {
    let text = format!("---\nid: POL-001\nkind: policy\nreview-every: 12 months\ncontrols: [A.2.2]\n---\n{POLICY}");
    assert_eq!(hex(snapshot(&text).substance), "7c709b9a186caeba42331a6351a7b1b2f603401b3d02574e5ed7e995d90bd99c");
    assert_eq!(hex(snapshot(&text).older), "f6c99fd017f4a590b53528c7746b3996bf573235a22f26b5f8ce604cbf00d9a4");
}

#[test]
fn it_changes_with_what_the_document_says_and_with_nothing_else() {
    let text = format!("---\nid: A\nstatus: draft\nreviewed: 2026-01-01\ntags: [x]\nowner: B\n---\n{POLICY}");
    let same = |new: &str| snapshot(&text).substance == snapshot(new).substance;
    for (old, new) in [
        ("draft", "approved"),
        ("2026-01-01", "2026-06-01"),
        ("tags: [x]", "authors: [Y]\nnext-review: 2027-01-01"),
        ("AI in the\nsociety", "AI in\nthe society"),
        ("id: A", "id: 'A' # the id"),
    ] {
        assert!(same(&text.replace(old, new)), "{old} / {new}");
    }
    assert!(same(&format!("\u{feff}{}", text.replace('\n', "\r\n"))));
    let toml = "+++\nid = 'A'\nstatus = 'draft'\nowner = \"B\"\n+++\n";
    assert!(same(&format!("{toml}{POLICY}")), "the language of the front matter is no matter");
    for (old, new) in [
        ("owner: B", "owner: C"),
        ("id: A", "id: A\nnote: x"),
        ("must", "should"),
        ("must", "*must*"),
        ("## Duties", "### Duties"),
        ("POL-007", "POL-008"),
        ("members.", "members"),
        ("| Equal footing |", "Equal footing | |"),
    ] {
        assert!(!same(&text.replace(old, new)), "{old} / {new}");
    }
}

#[test]
fn a_text_under_another_id_is_the_same_where_it_says_so_and_nothing_else_changed() {
    let text = |head: &str| snapshot(&format!("---\n{head}\nowner: B\n---\n{POLICY}"));
    let (first, second) = (text("id: A"), text("id: B\nformerly: A"));
    assert_ne!(first.substance, second.substance, "the digest that a record holds covers both");
    assert!(second.is_text_of(&first) && first.is_text_of(&second));
    for head in ["id: C\nformerly: [A, B]", "id: C\nformerly: [B, A]", "formerly: [A]\nid: C"] {
        assert!(text(head).is_text_of(&first), "{head}");
    }
    assert!(text("id: C\nformerly: [A, B]").is_text_of(&second));
    assert!(text("id: A\nformerly: [B]").is_text_of(&second));
    for head in ["id: A\nformerly: [B, C]", "id: A\nformerly: [C, B]"] {
        assert!(text(head).is_text_of(&text("id: C\nformerly: [A, B]")), "{head}");
        assert!(text(head).is_text_of(&text("id: C\nformerly: [B, A]")), "{head}");
    }
    assert!(text("id: D\nformerly: [A, B, C]").is_text_of(&text("id: B\nformerly: [A]")));
    for head in ["id: B", "id: B\nformerly: [C]", "id: B\nformerly: [A]\nversion: 2", "formerly: [A]"] {
        assert!(!text(head).is_text_of(&first), "{head}");
    }
    let told = compare(&first, &second);
    assert!(!told.substance && told.weight == Weight::Editorial && told.fields.len() == 2, "{told:?}");
}

#[test]
fn what_cannot_be_read_is_held_by_its_bytes() {
    let latin = |letter: u8| {
        Snapshot::read(
            &[b"---\nid: A\nowner: Ren".as_slice(), &[letter], b"\n---\nText\n"].concat(),
            &crate::reading::Reading::default(),
        )
    };
    let (old, new) = (latin(0xe9), latin(0xe8));
    assert!(!old.readable && old.text("id") == Some("A"));
    let told = compare(&old, &new);
    assert!(told.substance && told.weight == Weight::Material);
    assert_eq!(told.fields[0].sentence(), "the file changed; it cannot be read as text");
    assert_eq!(compare(&old, &old), Comparison::default());
    let large = |end: &str| snapshot(&format!("---\nid: A\n---\n{}{end}", "word ".repeat(900_000)));
    assert!(!large("a").readable && large("a").controlled && large("a").blocks.is_empty());
    assert_ne!(large("a").substance, large("b").substance);
    let broken = |line: &str| snapshot(&format!("---\nid: [\nstatus: {line}\n---\nText\n")).substance;
    assert_ne!(broken("draft"), broken("approved"), "nobody knows what a line means that cannot be read");
}
