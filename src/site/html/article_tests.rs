//! One digest, one article: what the digest of a text has not seen, its page does not show.

use super::tests::render;
use crate::parse::page;

/// Texts side by side whose articles differ, though their words are nearly the same: each was once taken for the other.
const OTHER: [(&str, &str); 42] = [
    ("We must use AI.", "We must <rp>not</rp> use AI."),
    ("Keep 103 logs.", "Keep 10<sup>3</sup> logs."),
    ("Keep 103 logs.", "Keep 10<sub>3</sub> logs."),
    ("x\n\nWe must.", "x\n\n<details><summary></summary>We must.</details>"),
    ("1. a\n2. b", "7. a\n8. b"),
    ("<ol><li>a</li></ol>", "<ol start=7 reversed><li value=3>a</li></ol>"),
    ("1. a\n2. b", "- a\n- b"),
    ("| A |\n|---|\n| s |\n\n| F |\n|---|\n| h |", "| A |\n|---|\n| s |\n| F |\n|---|\n| h |"),
    ("| A | B |\n|---|---|\n| 1 | 2 |", "| A | B |\n|--:|:--|\n| 1 | 2 |"),
    ("<table><tr><td>may</td><td>a b</td></tr></table>", "<table><tr><td>may a</td><td>b</td></tr></table>"),
    ("<table><tr><td>We must not</td></tr></table>", "<table>We must not<tr><td></td></tr></table>"),
    ("We must[^1] x\n\n[^1]: not", "We must\\[1\\] x\n\n[^1]: not"),
    ("# a {#e}\n\n# b", "# a\n\n# b {#e}"),
    ("We <abbr title=shall>S</abbr> x.", "We <abbr title=may>S</abbr> x."),
    ("see https://intra/report", "see [https://intra/report](report)"),
    ("- a\n\n  b", "- a\n\nb"),
    ("> a\n\n> b", "> a\n>\n> > b"),
    ("```\nx\n```", "```rust\nx\n```"),
    ("a\n\nb", "a\n\n---\n\nb"),
    ("a\nb", "a\\\nb"),
    ("We must *not* use.", "We must not use."),
    ("We <s>must</s> use.", "We must use."),
    ("~~x~~", "[struck out: x]"),
    ("- [x] y", "- [done] y"),
    ("- [ ] y", "- [open] y"),
    ("<q>not</q> good", "not good"),
    ("<span title=not>We must</span>", "<span title=''>We must</span>"),
    ("<ol><li>a<ol><li>b</li></ol></li></ol>", "<ol><li>a</li><li>b</li></ol>"),
    ("<h2>a</h2>\n<h2>b</h2>", "<h2>a</h2>\n<h4>b</h4>"),
    ("<p>We must</p>", "<p>We must <ins>now</ins>"),
    ("<ins>must</ins>", "must"),
    (
        "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
        "<table><tr><td>a</td><td>b</td></tr><tr><td colspan=2>c</td></tr></table>",
    ),
    ("`x`", "x"),
    ("[[POL-001]]", "[POL-001](POL-001)"),
    ("![a](p/i.png)", "![b](p/i.png)"),
    ("<p class=right>a</p>", "<p>a</p>"),
    ("> [!NOTE]\n> a", "> [!TIP]\n> a"),
    ("T\n: d", "T\n\nd"),
    ("<pre>a  b</pre>", "<pre>a b</pre>"),
    ("<bdi>a</bdi>", "a"),
    ("<ruby>a<rt>b</rt></ruby>", "<ruby>ab</ruby>"),
    ("<td>x</td>", "<table><td>x</td></table>"),
];

/// Texts side by side with one article.
const SAME: [(&str, &str); 14] = [
    ("a b\nc", "a  b c"),
    ("Report *within* days.", "Report\n_within_ days."),
    ("- a\n- b", "* a\n* b"),
    ("a<!-- -->b", "ab"),
    ("1. a\n1. b", "1. a\n2. b"),
    ("# a\n", "a\n==="),
    ("a &amp; b", "a \\& b"),
    ("<div>\n<p>a</p>\n</div>", "<div><p>a</p></div>"),
    ("<p>a<p>b", "<p>a</p><p>b</p>"),
    ("<table><td>a</table>", "<table> <tr><td>a</td></tr> </table>"),
    ("In <bdo dir=rtl>21</bdo> days.", "In <script></script>21 days."),
    ("a <span dir=rtl>5 - 3</span>", "a <span>5 - 3</span>"),
    ("<b>a</b></div></td>", "<b>a"),
    ("<img src=p/i.png alt=f width=1 height=1>", "<img alt=f src=p/i.png>"),
];

fn digest(text: &str) -> [u8; 32] {
    page(text.as_bytes()).article.shown
}

#[test]
fn another_article_has_another_digest() {
    for (a, b) in OTHER {
        assert_ne!(render(a), render(b), "{a:?} and {b:?} are one article");
        assert_ne!(digest(a), digest(b), "{a:?} and {b:?} have one digest");
    }
}

#[test]
fn what_no_page_shows_is_in_no_digest() {
    for (a, b) in SAME {
        assert_eq!(render(a), render(b), "{a:?} and {b:?}");
        assert_eq!(digest(a), digest(b), "{a:?} and {b:?}");
    }
}

/// Numbers that look like chance and are the same in each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % end.max(1)
    }
}

/// What is put into texts, one after the other.
const SCRAPS: [&str; 40] = [
    " ",
    "\n",
    "\n\n",
    "*",
    "**",
    "_",
    "`",
    "~~",
    "<b>",
    "</b>",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<li>",
    "<ul>",
    "</ul>",
    "<a href=POL-001>",
    "</a>",
    "<a id=x>",
    "<!-- c -->",
    "[x](p/b.md)",
    "![x](p/i.png)",
    "[^1]",
    "\n\n[^1]: n\n\n",
    "\n- ",
    "\n1. ",
    "\n> ",
    "\n| a |\n|---|\n| ",
    "\n# h\n",
    "&amp;",
    "\\",
    "<pre>",
    "</pre>",
    "<sup>2</sup>",
    "<h3>",
];

/// A text with a few things put in, taken out or said twice.
fn mutate(text: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..=dice.below(3) {
        let at = dice.below(letters.len() + 1);
        match dice.below(4) {
            0 if at < letters.len() => {
                letters.remove(at);
            }
            1 => {
                let to = (at + dice.below(8)).min(letters.len());
                let again: Vec<char> = letters[at..to].to_vec();
                letters.splice(at..at, again);
            }
            _ => {
                letters.splice(at..at, SCRAPS[dice.below(SCRAPS.len())].chars());
            }
        }
    }
    letters.into_iter().collect()
}

#[test]
fn texts_with_one_digest_have_one_article_whatever_is_done_to_them() {
    let mut dice = Dice(20_261_120);
    let seeds: Vec<&str> = OTHER.iter().chain(&SAME).flat_map(|(a, b)| [*a, *b]).collect();
    let (mut same, mut other) = (0, 0);
    for round in 0..1_200 {
        let mut text = seeds[round % seeds.len()].to_owned();
        for _ in 0..dice.below(4) {
            text = mutate(&text, &mut dice);
        }
        let next = mutate(&text, &mut dice);
        if digest(&text) == digest(&next) {
            same += 1;
            assert_eq!(render(&text), render(&next), "{text:?} and {next:?} have one digest");
        } else {
            other += 1;
        }
    }
    assert!(same > 50 && other > 500, "{same} pairs with one digest, {other} with two");
}

#[test]
fn tags_that_never_end_make_no_large_page() {
    let mut dice = Dice(7);
    for opening in
        ["<b title=aaaaaaaaaaaaaaaa>", "<i lang=en>", "<code>", "<a href=https://x.example/aaaaaaaaaaaaaaaaaaaaa>"]
    {
        for again in
            ["<p>x", "<p>x</p>", "<div>x", "<tr>x", "<td><p>x", "<li>x", "<dd><li>x", "<table>x", "<h2>x", "\n\nx"]
        {
            let mut text = format!("<div>{}", if dice.below(2) == 0 { "<table>" } else { "" });
            text.push_str(&opening.repeat(60));
            text.push_str(&again.repeat(300));
            let page = render(&text).len();
            assert!(page < 20 * text.len() + 20_000, "{opening} {again}: {} bytes make {page}", text.len());
        }
    }
}
