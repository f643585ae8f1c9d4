//! What a record of approval holds of a text, its digest and where its links and images lead, is all that its page shows:
//! texts for which that is the same have one article, whatever was done to the text, to what it leads to, and to where it lies.
//!
//! Articles are compared as HTML, which is more than the document that a browser makes of it; an address in them counts as
//! what stands there.

use std::cell::Cell;

use aims::approval::{Leads, Targets};
use aims::base::Date;
use aims::model::load::load;
use aims::site;
use aims::source::Memory;
use edits::edited;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::support::edits;

/// Texts to begin with. All lead somewhere or show something that a reader might miss.
const SEEDS: [&str; 10] = [
    "See ![the flow](i.png), [the limits](l.csv#x), [[POL-001]] and [it](b.md#roles).\n\n- [x] a\n- b\n",
    "1. We must *not* use AI.\n2. Keep 10<sup>3</sup> logs[^1].\n\n[^1]: not [here](l.csv)\n",
    "<img src=i.png alt=flow> <a href=l.csv id=e>limits</a> [up](#e)\n\n# Roles {#e}\n",
    "| A | B |\n|--:|---|\n| 1 | [[A.2.2]] |\n\n> [!NOTE]\n> a\n",
    "<div><p>We must<p><ins>not</ins> <s>x</s></div>\n\n<table><tr><td>a<td colspan=2>b</table>",
    "<details><summary></summary>We must <rp>not</rp> use <bdo dir=rtl>21</bdo>.</details>",
    "T\n: d\n\n```rust\nx\n```\n\n<pre>a  b</pre>\n\n---\na\\\nb",
    "[one][r] [two](../p/l.csv 'title') <https://x.example/> <ul><li>a<ol start=3 reversed type=a><li value=7>b</ol></ul>",
    "# T\n\n## Main\n\n[a](#main) [b](b.md) ![](i.png) [![x](i.png)](POL-001)\n",
    "<p class=right lang=de title=may>must</p> <abbr title=shall>S</abbr> <q>x</q> a<!-- [x](i.png) -->b &amp; &lt;b&gt;",
];

/// What is put into texts: what nobody sees as often as what everybody does.
const SCRAPS: [&str; 40] = [
    " ",
    "  ",
    "\n",
    "\n\n",
    "<!-- x -->",
    "<rp>x</rp>",
    "<script>x</script>",
    "</div>",
    "<b></b>",
    "\\",
    "*",
    "**",
    "_",
    "`",
    "~~",
    "<b>",
    "</b>",
    "<p>",
    "<div>",
    "<table>",
    "<td>",
    "</table>",
    "<li>",
    "</ul>",
    "<a href=l.csv>",
    "</a>",
    "<a id=x>",
    "[x](b.md)",
    "![x](i.png)",
    "[[POL-001]]",
    "[^1]",
    "\n- ",
    "\n1. ",
    "\n> ",
    "\n# h\n",
    "<pre>",
    "</pre>",
    "<sup>2</sup>",
    "not",
    "<span title=x>",
];

/// What is around a text: each of these is one way or the other.
type Around = [bool; 5];

/// The digest of a text, where it leads, and its article with what stands behind each address in its place.
fn shown(text: &str, [moved, redrawn, swapped, renamed, taken]: Around) -> Option<([u8; 32], Targets, String)> {
    let text = format!("---\nid: DOC-1\ntitle: T\nkind: policy\n---\n{text}");
    let policy = |id: &str| format!("---\nid: {id}\ntitle: A policy\nkind: policy\n---\n## Roles\n");
    let (image, limits) = (if redrawn { "drawn again" } else { "drawn" }, if swapped { "5000" } else { "0" });
    let mut files: Vec<(&str, String)> = vec![
        (if moved { "q/a.md" } else { "p/a.md" }, text),
        ("aims.toml", String::new()),
        ("p/b.md", policy(if renamed { "POL-002" } else { "POL-001" })),
        ("p/i.png", image.into()),
        ("p/l.csv", limits.into()),
        // Where the text may be moved to, some is the same and some is not.
        ("q/i.png", "drawn".into()),
        ("q/l.csv", "1".into()),
    ];
    if taken {
        files.push(("q/c.md", policy("l.csv")));
    }
    let source = Memory::new(files.iter().map(|(path, text)| (*path, text.as_bytes())));
    let aims = load(&source, Date::constant(2026, 11, 20)).expect("memory can be read").stand(Vec::new());
    let ix = aims.by_id("DOC-1")?;
    let mut article = site::article(&aims, ix);
    for (path, text) in &files {
        article = article.replace(&format!("../files/{path}"), &format!("what is {text}"));
    }
    let targets = Leads::of(&aims, ix, &source).expect("memory can be read").targets();
    Some((aims.document(ix).digests?.substance, targets, article))
}

#[test]
fn what_is_signed_of_a_text_is_all_that_its_page_shows() {
    let edit = || (any::<u16>(), any::<u8>(), any::<u8>());
    let few = |most: usize| prop::collection::vec(edit(), 0..most);
    let pairs = (0..SEEDS.len(), few(4), few(3), any::<Around>(), any::<Around>());
    let (same, other) = (Cell::new(0), Cell::new(0));
    let config = Config { cases: 1_500, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let tried = TestRunner::new_with_rng(config, rng).run(&pairs, |(seed, first, then, here, there)| {
        let one = edited(SEEDS[seed], &first, &SCRAPS);
        let two = edited(&one, &then, &SCRAPS);
        let (Some(a), Some(b)) = (shown(&one, here), shown(&two, there)) else { return Ok(()) };
        if a.0 == b.0 && a.1 == b.1 {
            same.set(same.get() + 1);
            prop_assert_eq!(a.2, b.2, "{:?} among {:?}, and {:?} among {:?}", one, here, two, there);
        } else {
            other.set(other.get() + 1);
        }
        Ok(())
    });
    if let Err(error) = tried {
        panic!("{error}");
    }
    assert!(same.get() > 150 && other.get() > 500, "{} pairs are the same, {} are not", same.get(), other.get());
}

#[test]
fn what_stands_behind_an_address_is_told_from_what_stood_there() {
    let as_it_is: Around = [false; 5];
    for (text, changed) in [
        ("![x](i.png)", [false, true, false, false, false]),
        ("[x](l.csv)", [false, false, true, false, false]),
        ("[x](l.csv)", [true, false, false, false, false]),
        ("[[POL-001]]", [false, false, false, true, false]),
        ("[x](b.md)", [false, false, false, true, false]),
        ("[x](l.csv)", [false, false, false, false, true]),
    ] {
        let (a, b) = (shown(text, as_it_is).expect("a text"), shown(text, changed).expect("a text"));
        assert_ne!(a.2, b.2, "{text}: {changed:?} shows something else");
        assert!(a.0 == b.0 && a.1 != b.1, "{text}: {changed:?} leads elsewhere");
    }
    // The same image lies in the other folder.
    assert_eq!(shown("![x](i.png)", as_it_is), shown("![x](i.png)", [true, false, false, false, false]));
}
