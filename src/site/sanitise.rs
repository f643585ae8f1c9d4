//! Raw HTML made safe: the second of two steps that each suffice against code and together against forgery.
//!
//! **First, piece by piece.** What authors wrote is read into [`crate::parse::Piece`]s: elements and attributes of a short
//! list, closed in order, all else gone. Nothing of the author's markup reaches the page as written, so no parser can
//! read more into it than stands there. As this happens before our own markup is put around it, what an author may not
//! have (roles, labels, keyboard stops, ids of the frame) need not be told from our own later.
//!
//! **Then the whole.** [`whole`] lets ammonia build the tree and write it again: a second list stands behind the first. It
//! lets through our own attributes too, and exactly the ids of this body.

use std::collections::{BTreeSet, HashMap, HashSet};

use ammonia::Builder;

use crate::parse::{HTML_ATTRIBUTES, HTML_ELEMENTS};

/// The HTML of a body, balanced, with nothing in it but prose and the ids of this body.
pub(super) fn whole(html: &str, ids: BTreeSet<String>) -> String {
    let ours = ["a", "img", "h2", "h3", "h4", "h5", "h6", "section", "input"];
    let mut attributes: HashMap<&str, HashSet<&str>> =
        HTML_ATTRIBUTES.iter().map(|(element, own)| (*element, own.iter().copied().collect())).collect();
    attributes.entry("a").or_default().extend(["href", "rel"]);
    attributes.entry("img").or_default().extend(["src", "alt", "width", "height"]);
    attributes.entry("input").or_default().extend(["disabled", "checked"]);
    let generic = ["id", "class", "role", "tabindex", "aria-label", "aria-labelledby", "title", "lang"];
    let mut builder = Builder::default();
    builder
        .tags(HTML_ELEMENTS.into_iter().chain(ours).collect())
        .tag_attributes(attributes)
        .generic_attributes(HashSet::from(generic))
        .set_tag_attribute_value("input", "type", "checkbox")
        .set_tag_attribute_value("input", "disabled", "")
        .link_rel(None)
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .attribute_filter(move |_, attribute, value| match attribute {
            "id" => ids.contains(value).then(|| value.into()),
            "class" => prose_classes(value).map(Into::into),
            // Images lie in the repository; one from the web would be stopped by the page's own policy.
            "src" if value.contains(':') => None,
            "src" | "href" if value.starts_with("//") => None,
            _ => Some(value.into()),
        });
    readmitted(&builder.clean(&set_aside(html)).to_string())
}

/// What stands for a character that is written as a reference, while ammonia has the text: it takes each reference for a
/// piece of its own, and a million of them for a million times the text before. These four are no characters and mean
/// nothing to anybody (Unicode, section 23.7).
const REFERENCES: [(&str, char); 4] =
    [("&amp;", '\u{fdd0}'), ("&lt;", '\u{fdd1}'), ("&gt;", '\u{fdd2}'), ("&quot;", '\u{fdd3}')];

fn set_aside(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['&', '\u{fdd0}', '\u{fdd1}', '\u{fdd2}', '\u{fdd3}']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = REFERENCES.iter().find(|(reference, _)| rest.starts_with(reference));
        let (length, c) = match known {
            Some((reference, c)) => (reference.len(), *c),
            None if rest.starts_with('&') => (1, '&'),
            None => ('\u{fdd0}'.len_utf8(), char::REPLACEMENT_CHARACTER),
        };
        out.push(c);
        rest = &rest[length..];
    }
    out + rest
}

fn readmitted(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['\u{fdd0}', '\u{fdd1}', '\u{fdd2}', '\u{fdd3}']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = REFERENCES.iter().find(|(_, c)| rest.starts_with(*c));
        out.push_str(known.map_or("", |(reference, _)| reference));
        rest = &rest['\u{fdd0}'.len_utf8()..];
    }
    out + rest
}

/// The classes of `value` that belong to prose. Those by which pages tell rungs, approvals and findings do not.
fn prose_classes(value: &str) -> Option<String> {
    const PROSE: [&str; 12] = [
        "anchor",
        "id",
        "right",
        "num",
        "center",
        "scroll",
        "broken",
        "footnotes",
        "footnote-reference",
        "task-list-item",
        "bare",
        "diagram",
    ];
    let known =
        |class: &&str| PROSE.contains(class) || class.starts_with("markdown-alert") || class.starts_with("language-");
    let kept: Vec<&str> = value.split_whitespace().filter(known).collect();
    (!kept.is_empty()).then(|| kept.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Span;
    use crate::parse::{RawHtml, Token};

    /// Work is counted in pieces of text, as a clock would be wrong now and then: one, however many references it holds.
    #[test]
    fn a_text_is_one_piece_whatever_it_holds() {
        let html = format!("<p>{}</p>", "&amp;&lt;&gt;&quot;".repeat(1_000));
        assert!(!set_aside(&html).contains('&'));
        assert_eq!(whole(&html, BTreeSet::new()), html);
    }

    #[test]
    fn references_pass_through_as_they_are_and_stand_for_nothing_else() {
        let none = BTreeSet::new();
        for same in ["<p>&amp;lt;b&amp;gt; &lt;i&gt;</p>", "<a href=\"https://x.example/?a=1&amp;b=&quot;\">&quot;</a>"]
        {
            assert_eq!(whole(same, none.clone()).replace('"', "&quot;"), same.replace('"', "&quot;"));
        }
        assert_eq!(whole("<p>\u{fdd1}b>&#x6a;&nbsp;&amp", none.clone()), "<p>\u{fffd}b&gt;j&nbsp;&amp;</p>");
        let evil = "<a href=\"java&amp;#115;cript:x\">y</a><p title=\"&quot; onclick=x\">z</p>";
        let safe = whole(evil, none);
        assert!(!safe.contains("onclick=x\">") || safe.contains("&quot; onclick"), "{safe}");
        assert!(!safe.contains("script:x\""), "{safe}");
    }
    use crate::site::html::tests::render;

    /// Asserts that HTML is balanced and holds nothing that runs, loads or forges.
    #[track_caller]
    fn assert_safe(html: &str) {
        const NEVER: [&str; 18] = [
            "style",
            "srcset",
            "poster",
            "background",
            "ping",
            "target",
            "onerror",
            "onload",
            "onclick",
            "srcdoc",
            "action",
            "formaction",
            "xlink:href",
            "http-equiv",
            "name",
            "for",
            "data",
            "hidden",
        ];
        let piece = RawHtml::one(html, Span::new(0, html.len()));
        let mut open = Vec::new();
        let mut ids = BTreeSet::new();
        for token in piece.tokens() {
            match token {
                Token::Text(_) => {}
                Token::End(name) => assert_eq!(open.pop(), Some(name), "{html}"),
                Token::Start(tag) => {
                    let name = tag.name.as_str();
                    let ours = ["a", "img", "h2", "h3", "h4", "h5", "h6", "section", "input"];
                    assert!(ours.contains(&name) || HTML_ELEMENTS.contains(&name), "<{name}> in {html}");
                    assert!(NEVER.iter().all(|name| tag.attribute(name).is_none()), "{html}");
                    if let Some(href) = tag.attribute("href") {
                        let known = ["http://", "https://", "mailto:", "../", "#", "a.html", "POL-001.html"];
                        assert!(known.iter().any(|known| href.starts_with(known)), "{href} in {html}");
                    }
                    assert!(tag.attribute("src").is_none_or(|src| src.starts_with("../files/")), "{html}");
                    assert!(tag.attribute("id").is_none_or(|id| id != "main" && ids.insert(id)), "{html}");
                    if !["br", "col", "hr", "img", "input", "wbr"].contains(&name) {
                        open.push(tag.name);
                    }
                }
            }
        }
        assert!(open.is_empty(), "{open:?} in {html}");
        for word in ["<script", "<svg", "<style", "<iframe", "<!--", "is-current", "rung-why", "banner"] {
            assert!(!html.contains(word), "{word} in {html}");
        }
    }

    const HOSTILE: [&str; 40] = [
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
        "<svg><a xlink:href=\"javascript:alert(1)\"><text>t</text></a></svg>",
        "<svg><style><a title=\"</style><img src onerror=alert(1)>\">",
        "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
        "<a href=\"java&#10;script:x\">j</a>",
        "<a href=\"&#1;javascript:x\">j</a><a href=' javascript&colon;x'>j</a>",
        "<a href=\"//evil.example\">j</a><a href='/\\evil.example'>j</a><a href='\\\\evil.example\\x'>j</a>",
        "<img src=\"&#x6A;avascript:\">",
        "<img src=p/i.png onerror=alert(1) srcset='//x 2x' style='x'>",
        "<base href=\"https://evil.example/\">",
        "<form action=https://evil.example><input type=text name=a><button formaction=x>b</button></form>",
        "<meta http-equiv=refresh content='0;url=https://evil.example'>",
        "<link rel=stylesheet href=//evil.example/x.css>",
        "</article></main><div id=main class='rung-why is-current banner' style='position:fixed'>fake</div>",
        "<p><div><table><tr><td><a href=POL-001><b><i>",
        "</p></td></tr></table></div></section></ol></li>",
        "<table><a href=POL-001><tr><td></a><b></table></b>",
        "<a href=POL-001><a href=POL-001><a href=POL-001>x",
        "<b><p><b><p><b></p></b>",
        "<h1 role=banner tabindex=1 aria-label=x>big</h1><h6>small",
        "<img",
        "<a href=\"",
        "<!-- open",
        "<![CDATA[ <b> ]]> <?php <b> ?> <!x>",
        "<textarea><img src=x></textarea><title></title><xmp><b></xmp><plaintext>",
        "<template><b>t</b></template><select><option>o</select><frameset><frame src=x>",
        "<script>alert(1)</script><SCRIPT\n>x</script >",
        "<iframe src=\"//x\" srcdoc='<b>'></iframe><object data=x></object><embed src=x>",
        "<video poster=x src=y background=z><source src=y></video><audio src=x>",
        "<div background=x ping=y target=_top popovertarget=z hidden contenteditable>d</div>",
        "<ol start=3 reversed type=A><li value=x>l<li value=4>m",
        "<div id=_revisions></div><div id=_fn-1></div><div id=m-current></div><div id='x y'></div>",
        "<a name=n id=i>t</a><section id=s><svg id=v></svg><img id=w src=p/i.png>",
        "<details open=x><summary>s</summary>d</details><dialog open>d</dialog>",
        "<p title='\"><img src=x onerror=alert(1)>' lang='\"x' dir=\"><script>\">p</p>",
        "<td colspan=99999 rowspan=-1>c</td><col span=2><caption>c</caption>",
        "<b/onclick=alert(1)><b\nonclick\n=\n'x'><b onclick=`x`>",
        "<<b>><</b>script>alert(1)<</b>/script>",
        "&lt;script&gt;&#60;script&#62;alert(1)&#x3c;/script>",
    ];

    #[test]
    fn hostile_html_is_safe_as_a_block_and_in_a_line() {
        for html in HOSTILE {
            assert_safe(&render(html));
            assert_safe(&render(&format!("<div>\n{html}\n")));
            assert_safe(&render(&format!(
                "a {html} b\n\n> - c {html}\n\n| d |\n|--:|\n| {html} |\n\n## E {html}\n\nf[^1]\n\n[^1]: {html}\n"
            )));
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]
        #[test]
        fn hostile_html_is_safe_in_any_order(order in proptest::collection::vec((0..HOSTILE.len(), 0..4usize), 1..6)) {
            let between = ["\n", "\n\n", " ", "\n\n## H\n\n| a |\n|---|\n| "];
            let text: String = order.iter().map(|(i, j)| format!("{}{}", HOSTILE[*i], between[*j])).collect();
            assert_safe(&render(&text));
        }
    }

    #[test]
    fn raw_html_is_made_safe_and_cannot_forge_the_page() {
        let html = render(
            "## Ok\n\n<b role=x tabindex=0 aria-label=y>bold</b><div id=\"main\">\n\n</div></div></section></article>\n\n\
             | a |\n|--:|\n| </div></table>1 |\n\n- [x] done\n\nn[^1]\n\n[^1]: t</li></ol></section>\n",
        );
        assert_safe(&html);
        assert!(html.contains("<b>bold</b>") && html.contains("<h2 id=\"ok\">"), "{html}");
        // What is ours stays as it was, though the author may write none of it.
        for ours in [
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table 1\"><table>",
            "<td class=\"right num\">1</td>",
            "aria-label=\"Done\"",
            "<section class=\"footnotes\" aria-labelledby=\"_footnotes\">",
            "<li id=\"_fn-1\"><p>t</p>",
            "aria-label=\"Back to reference 1\">Back</a></p></li>\n</ol></section>",
        ] {
            assert!(html.contains(ours), "{ours} in {html}");
        }
    }

    #[test]
    fn links_of_raw_html_are_those_of_markdown() {
        let html = render(
            "<a href=\"p/b.md#roles\">r</a> <a HREF='POL-001' target=_blank>p</a> <a href=A.5.2>c</a> \
             <a href=https://x.example/?a&amp;b>w</a> <img src=p/i.png alt width=10 height=1e9>\n\n\
             <p><a href='p/n%231.pdf#page=2'>f</a> <img src=https://x.example/i.png alt=web></p>\n",
        );
        for expected in [
            "<a href=\"POL-001.html#roles\" title=\"A &lt;b&gt; policy\">r</a>",
            "<a href=\"POL-001.html\" title=\"A &lt;b&gt; policy\">p</a>",
            "<a href=\"../controls/A.5.2.html\"",
            "<a href=\"https://x.example/?a&amp;b\" rel=\"external noopener noreferrer\">w</a>",
            "<img src=\"../files/p/i.png\" alt=\"\">",
            "<a href=\"../files/p/n%231.pdf#page=2\">f</a>",
            "<a href=\"https://x.example/i.png\" rel=\"external noopener noreferrer\">web</a>",
        ] {
            assert!(html.contains(expected), "{expected} in {html}");
        }
    }

    #[test]
    fn hosts_may_have_names_of_any_script() {
        for host in ["bücher.example", "xn--bcher-kva.example", "faß.example:8080", "例え.example", "مثال.example"]
        {
            let link = format!("<a href=\"https://{host}/é?a\" rel=\"external noopener noreferrer\">w</a>");
            assert!(render(&format!("<b>[w](https://{host}/é?a)</b>")).contains(&link), "{host}");
        }
    }

    #[test]
    fn raw_links_that_lead_nowhere_are_shown_so() {
        let html = render(
            "<a href=nope.md>x</a> <a href=javascript:x>y</a> <img src=nope.png alt=z> <a href>e</a> <img alt=f>\n\n<p>after</p>\n",
        );
        assert!(
            !html.contains("href") && !html.contains("src") && html.matches("class=\"broken\"").count() == 5,
            "{html}"
        );
        assert!(html.contains(">x</span>") && html.contains("<p>after</p>"), "{html}");
    }

    #[test]
    fn anchors_of_raw_html_can_be_linked_to() {
        let html = render(
            "# <a name=t></a>T\n\n<a id=x></a>[x](#x) [y](#y.1) [s](#s) [t](#t) [no](#no)\n\n<div id='y.1'>y</div>\n\n<section id=s>s</section>\n",
        );
        assert_safe(&html);
        for expected in [
            "<span id=\"x\">",
            "<div id=\"y.1\">y</div>",
            "<span id=\"s\"></span>",
            "<div id=\"t\"></div>",
            "href=\"#x\"",
            "href=\"#y.1\"",
            "href=\"#s\"",
            "href=\"#t\"",
        ] {
            assert!(html.contains(expected), "{expected} in {html}");
        }
        assert!(!html.contains("#no"), "{html}");
    }

    #[test]
    fn headings_of_raw_html_stand_in_the_outline() {
        let html = render("# a\n\n## A\n\n<h1>B</h1>\n\n<h4 class=x>C</h4>\n\n</h2>\n");
        assert!(html.contains("<h2>B</h2>") && html.contains("<h3>C</h3>") && !html.contains("<h1"), "{html}");
    }

    #[test]
    fn only_the_ids_of_this_body_pass() {
        let ids = BTreeSet::from(["a".to_owned()]);
        let html = whole("<p id=a>x</p><p id=_fn-1>y</p><script>1</script><a href='javascript:x'>z</a>", ids);
        assert_eq!(html, "<p id=\"a\">x</p><p>y</p><a>z</a>");
    }
}
