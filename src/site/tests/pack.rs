//! The controlled pack: one page of many documents, and many pages of very many.

use std::collections::BTreeSet;

use super::{page, site};
use crate::base::Bundle;
use crate::history::{History, Standing};

fn built(files: &[(&str, &str)]) -> Bundle {
    site(files, &History::empty(Standing::Outside))
}

fn text(id: &str, kind: &str, more: &str, body: &str) -> String {
    format!("---\nid: {id}\ntitle: Title of {id}\nkind: {kind}\nversion: \"1.0\"\n{more}---\n{body}\n")
}

/// What stands behind each of these on a page.
fn values<'h>(html: &'h str, before: &str) -> Vec<&'h str> {
    html.split(before).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The links within a page lead somewhere, and no id stands twice.
#[track_caller]
fn assert_sound(html: &str) {
    let ids = values(html, " id=\"");
    let set: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(set.len(), ids.len(), "an id stands twice");
    let dead: Vec<&str> = values(html, "href=\"#").into_iter().filter(|to| !set.contains(to)).collect();
    assert_eq!(dead, Vec::<&str>::new());
}

const BODY: &str = "## Roles\n\nAs in [the other](two.md#roles), [itself](#roles), [[POL-2]], [[REC-1]], [[A.2.2]].[^a]\n\n\
                    | A |\n|---|\n| b |\n\n<div id=\"own\">x</div>\n\n[^a]: Note.\n";

#[test]
fn documents_stand_behind_each_other_with_their_links_within_the_page() {
    let files = [
        ("aims.toml", String::new()),
        ("one.md", text("POL-1", "policy", "classification: confidential\n", BODY)),
        ("two.md", text("POL-2", "policy", "", BODY)),
        ("scope.md", text("SCO-1", "scope", "", "Text.")),
        ("rec.md", text("REC-1", "record", "date: 2026-01-02\n", "SECRETS OF A RECORD")),
        ("gone.md", text("POL-3", "policy", "status: retired\n", "NO LONGER")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let bundle = built(&files);
    let html = page(&bundle, "print.html");
    assert_sound(&html);
    for link in [
        "href=\"#_p3-roles\"",
        "href=\"#_p2-roles\"",
        "href=\"#POL-2\"",
        "href=\"documents/REC-1.html\"",
        "href=\"controls/A.2.2.html\"",
        "href=\"#_p2-_fn-1\"",
    ] {
        assert!(html.contains(link), "{link} is not in {html}");
    }
    assert!(html.contains("<h3 id=\"_p2-roles\">") && html.contains("<div id=\"_p2-own\">"), "{html}");
    let order = values(&html, "<section class=\"packed p");
    assert_eq!(order.len(), 3, "{order:?}");
    let at = |what: &str| html.find(&format!("id=\"{what}\"")).unwrap_or_else(|| panic!("{what}"));
    assert!(at("SCO-1") < at("POL-1") && at("POL-1") < at("POL-2"), "the scope comes first");
    assert!(!html.contains("SECRETS") && !html.contains("NO LONGER") && html.contains("Title of REC-1"));
    // Pages of several documents are marked for those who may see all of them.
    assert!(html.contains("data-class=\"Confidential\"") && html.contains("<p class=\"marked\">Confidential</p>"));
    let sheets = page(&bundle, "print/sheets.css");
    assert!(
        sheets.contains("@page p2 { @top-left { content: \"POL\\00002d1 \\0000b7 Title of POL\\00002d1 "),
        "{sheets}"
    );
    assert!(sheets.contains("@top-right { content: \"Confidential\"; }"), "{sheets}");
    // On its own page a text is as it was.
    let own = page(&bundle, "documents/POL-1.html");
    assert!(
        own.contains("<h2 id=\"roles\">") && own.contains("href=\"#_fn-1\"") && own.contains("<p class=\"marked\">")
    );
    assert!(!page(&bundle, "documents/POL-2.html").contains("class=\"marked\""));
}

#[test]
fn what_is_printed_is_for_the_settings_to_say() {
    let settings = "site.pack = [\"REC-1\", \"policy\", \"nothing\"]\n";
    let files = [
        ("aims.toml", settings.to_owned()),
        ("one.md", text("POL-1", "policy", "", "Text.")),
        ("scope.md", text("SCO-1", "scope", "", "NOT ASKED FOR")),
        ("rec.md", text("REC-1", "record", "date: 2026-01-02\n", "What was done.")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let html = page(&built(&files), "print.html");
    assert!(
        html.contains("What was done.") && !html.contains("NOT ASKED FOR") && html.contains("id=\"POL-1\""),
        "{html}"
    );
    assert!(!html.contains("nothing"), "a word that names nothing is not told: it may name what is withheld");
}

#[test]
fn what_a_browser_prints_at_once_is_one_page_whatever_its_groups() {
    let long = "Words of a policy. ".repeat(400);
    let mut files = vec![("aims.toml".to_owned(), String::new())];
    for number in 1..=30 {
        let kind = ["policy", "procedure", "plan"][number % 3];
        files.push((format!("p{number}.md"), text(&format!("DOC-{number}"), kind, "", &long)));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let bundle = built(&files);
    let html = page(&bundle, "print.html");
    assert_sound(&html);
    assert_eq!((html.matches("<section class=\"packed p").count(), parts(&bundle).len()), (30, 0));
    assert!(html.contains("Print this page") && !html.contains("pages of their own"), "it says what it holds");
}

#[test]
fn very_many_documents_are_parted_into_pages_that_can_be_printed() {
    let long = "Words of a policy. ".repeat(20_000);
    let mut files = vec![("aims.toml".to_owned(), String::new())];
    for number in 1..=130 {
        let body = format!("See [[POL-{}]] and [[PRO-1]].", number % 130 + 1);
        files.push((format!("p{number}.md"), text(&format!("POL-{number}"), "policy", "", &body)));
    }
    for number in 1..=3 {
        files.push((format!("l{number}.md"), text(&format!("PRO-{number}"), "procedure", "", &long)));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let bundle = built(&files);
    let first = page(&bundle, "print.html");
    assert_sound(&first);
    assert!(!first.contains("<section class=\"packed p"), "the first page holds none of the texts");
    assert!(first.contains("the documents are too long for one page") && !first.contains("Print this page"), "{first}");
    let parts = parts(&bundle);
    let held: Vec<usize> = parts.iter().map(|part| part.matches("<section class=\"packed p").count()).collect();
    assert_eq!(held.iter().sum::<usize>(), 133, "{held:?}");
    // A procedure is longer than a page may be: it has one to itself.
    assert!(held.len() > 5 && held[held.len() - 3..] == [1, 1, 1], "{held:?}");
    for (part, held) in parts.iter().zip(&held) {
        assert_sound(part);
        assert!(*held == 1 || part.len() < MOST, "{held} documents are {} bytes", part.len());
        let approvals = part.rsplit_once("<h2 id=\"_approvals\">").expect("approvals").1;
        assert_eq!(approvals.matches("<th scope=\"row\">").count(), *held);
    }
    let place = |id: &str| 1 + parts.iter().position(|part| part.contains(&format!(" id=\"{id}\""))).expect("a part");
    for id in ["POL-1", "POL-60", "POL-130", "PRO-3"] {
        assert!(first.contains(&format!("href=\"print/{}.html#{id}\"", place(id))), "{id}");
    }
    let next = format!("POL-{}", held[0] + 1);
    assert!(parts[0].contains(&format!("href=\"2.html#{next}\"")) && place(&next) == 2);
    assert!(parts[0].contains(&format!("href=\"{}.html#PRO-1\"", place("PRO-1"))));
    assert!(!first.contains("Approval of each document") && first.contains("id=\"_approvals\""));
}

/// What a page may weigh, in bytes.
const MOST: usize = 300_000;

/// The parts of the pack.
fn parts(bundle: &Bundle) -> Vec<String> {
    let paths = (1..).map(|number| format!("print/{number}.html"));
    paths.take_while(|path| bundle.get(path).is_some()).map(|path| page(bundle, &path)).collect()
}

/// Texts that become much longer as pages: tables, headings of either sort, links, lists, notes, signs, addresses.
const SWELLING: [&str; 12] = [
    "| a | b | c |\n|:--|--:|---|\n| d | e | f |\n| d | e | f |\n| d | e | f |\n\n",
    "### Words of a heading\n\n",
    "Words\n=====\n\n",
    "Words\n---\n\n",
    "[[POL-1]] [[A.2.2]] [a](two.md) ",
    "- a\n",
    "- [ ] a\n- [x] b\n",
    "a[^a] ",
    "\"<&>\" 'a' ",
    "https://example.org/a ",
    "*a* **b** `c` ~~d~~ ",
    "> a\n\nb\n\n",
];

#[test]
fn a_part_of_the_pack_is_light_enough_whatever_stands_in_its_texts() {
    let mut files = vec![("aims.toml".to_owned(), String::new())];
    for number in 0..72 {
        let body = SWELLING[number % SWELLING.len()].repeat(200) + "\n\n[^a]: A note.\n";
        let more = format!("owner: AI Officer\nimplements: [{}]\n", "POL-1, ".repeat(40).trim_end_matches(", "));
        files.push((format!("p{number}.md"), text(&format!("POL-{number}"), "policy", &more, &body)));
    }
    // One sort at a time, so that none makes up for another.
    for (sort, words) in SWELLING.iter().enumerate() {
        for number in 0..12 {
            let id = format!("PRO-{sort}{number:02}");
            files.push((format!("s{sort}-{number}.md"), text(&id, "procedure", "", &words.repeat(500))));
        }
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let bundle = built(&files);
    let first = page(&bundle, "print.html");
    assert!(first.len() < MOST, "{} bytes", first.len());
    let parts = parts(&bundle);
    assert!(parts.len() > 6, "{} parts", parts.len());
    let mut documents = 0;
    for (place, part) in parts.iter().enumerate() {
        let held = part.matches("<section class=\"packed p").count();
        documents += held;
        assert!(held == 1 || part.len() < MOST, "part {place}: {held} documents are {} bytes", part.len());
    }
    assert_eq!(documents, 72 + 12 * SWELLING.len());
}

#[test]
fn ids_that_look_like_anchors_of_ours_lead_to_their_documents() {
    let ids = ["main", "_open", "document-1", "_p1-roles", "A 1"];
    let files = ids
        .iter()
        .enumerate()
        .map(|(place, id)| (format!("f{place}.md"), text(&format!("\"{id}\""), "policy", "", "## Roles\n\n## Open\n")));
    let files: Vec<(String, String)> = std::iter::once(("aims.toml".to_owned(), String::new())).chain(files).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let html = page(&built(&files), "print.html");
    assert_sound(&html);
    assert_eq!(html.matches("<section class=\"packed p").count(), ids.len());
}
