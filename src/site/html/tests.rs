//! What Markdown becomes on a page.

use super::*;
use crate::base::Date;
use crate::model::load::load;
use crate::source::Memory;

/// The body of a document at `a.md`, beside a policy, an image and attachments.
pub(in crate::site) fn render(markdown: &str) -> String {
    rendered(markdown).html
}

fn rendered(markdown: &str) -> Rendered {
    let other = "---\nid: POL-001\ntitle: A <b> policy\nkind: policy\n---\n## Roles\n";
    let files = [
        ("aims.toml", ""),
        ("a.md", markdown),
        ("p/b.md", other),
        ("p/i.png", "x"),
        ("p/é x.pdf", "x"),
        ("p/n#1.pdf", "x"),
    ];
    let source = Memory::new(files.map(|(path, text)| (path, text.as_bytes())));
    let aims = load(&source, Date::constant(2026, 11, 20)).expect("memory can be read").stand(Vec::new());
    let ix = aims.by_id("a").expect("the page");
    body(&aims, ix, Stand::alone("documents/a.html"))
}

#[test]
fn links_lead_to_pages() {
    let html =
        render("[[POL-001]] [r](p/b.md#roles) [[A.5.2]] [c](6.1.4) [f](p/%C3%A9%20x.pdf) [w](https://x.example/?a&b)");
    assert!(html.contains("<a href=\"POL-001.html\" title=\"A &lt;b&gt; policy\" class=\"id\">POL-001</a>"), "{html}");
    assert!(html.contains("href=\"POL-001.html#roles\""), "{html}");
    assert!(html.contains("href=\"../controls/A.5.2.html\" title=\"AI system impact assessment process\""), "{html}");
    assert!(html.contains("href=\"../clauses/6.1.4.html\""), "{html}");
    assert!(html.contains("href=\"../files/p/%C3%A9%20x.pdf\""), "{html}");
    assert!(html.contains("href=\"https://x.example/?a&amp;b\""), "{html}");
}

#[test]
fn two_brackets_around_what_names_nothing_stay() {
    let html = render("Mark it [[nodiscard]], see [[2024]] and [[1]](https://x.example/).");
    assert!(html.contains("Mark it [[nodiscard]], see [[2024]] and <a href=\"https://x.example/\""), "{html}");
    assert!(html.contains(">[1]</a>.") && !html.contains("broken"), "{html}");
}

#[test]
fn what_leads_nowhere_or_runs_code_is_no_link() {
    let html = render("[x](nope.md) [j](javascript:alert(1)) [o](../../etc/passwd) ![i](data:text/html,x)");
    assert!(
        !html.contains("href") && !html.contains("src=") && html.matches("class=\"broken\"").count() == 4,
        "{html}"
    );
}

#[test]
fn images_of_the_repository_are_shown_and_others_linked() {
    let html = render("![alt *x*](p/i.png) ![](https://x.example/i.png) [![in](p/i.png)](POL-001)");
    for (text, image) in [
        ("![Flow|300](p/i.png)", " alt=\"Flow\" width=\"300\">"),
        ("![[p/i.png|30x20]] <b>x</b>", " alt=\"\" width=\"30\" height=\"20\">"),
        ("![1](p/i.png)", " alt=\"1\">"),
        ("![2024](p/i.png)", " alt=\"2024\">"),
        ("![a|0](p/i.png)", " alt=\"a|0\">"),
        ("![[p/i.png|15]]", " alt=\"15\">"),
        ("![Year 2024 | 2025](p/i.png)", " alt=\"Year 2024 | 2025\">"),
        ("![a|b](p/i.png) ![12345](p/i.png)", " alt=\"a|b\"> <img src=\"../files/p/i.png\" alt=\"12345\">"),
    ] {
        assert!(render(text).contains(&format!("<img src=\"../files/p/i.png\"{image}")), "{}", render(text));
    }
    assert!(html.contains("<img src=\"../files/p/i.png\" alt=\"alt x\">"), "{html}");
    assert!(
        html.contains("<a href=\"https://x.example/i.png\" rel=\"external noopener noreferrer\">Image on the web</a>"),
        "{html}"
    );
    assert!(html.contains("class=\"id\"") || html.contains("<img src=\"../files/p/i.png\" alt=\"in\"></a>"), "{html}");
}

#[test]
fn a_document_or_file_that_is_written_as_an_image_is_a_link() {
    let html = render(
        "![the report](p/n%231.pdf) ![](p/b.md#roles) ![[p/b.md#none]] <img src=\"p/b.md\" alt=\"y\"> ![](p/n%231.pdf)",
    );
    assert!(!html.contains("<img") && !html.contains("broken"), "{html}");
    let titled = "title=\"A &lt;b&gt; policy\">";
    for link in [
        "<a href=\"../files/p/n%231.pdf\">the report</a>".to_owned(),
        format!("<a href=\"POL-001.html#roles\" {titled}A &lt;b&gt; policy</a>"),
        "<a href=\"POL-001.html\">".to_owned(),
        format!("{titled}y</a>"),
    ] {
        assert!(html.contains(&link), "{link}: {html}");
    }
    assert!(html.contains(">n#1.pdf</a>"), "{html}");
    let within = render("[![the report](p/n%231.pdf)](POL-001)");
    assert!(within.contains("><span>the report</span></a>") && within.matches("<a").count() == 1, "{within}");
}

#[test]
fn tables_task_lists_alerts_and_code_need_no_inline_style() {
    let html = render(
        "| a | b |\n|--:|:-:|\n| 1 | 2 |\n\n- [x] y\n- [ ] n\n\n> [!WARNING]\n> w\n\n```sh extra\n<x>\n```\n\nT\n: d\n",
    );
    assert!(!html.contains("style="), "{html}");
    assert!(
        html.contains("<th scope=\"col\" class=\"right\">a</th>") && html.contains("<td class=\"center\">2</td>"),
        "{html}"
    );
    assert!(
        html.contains("<li class=\"task-list-item\"><input type=\"checkbox\" disabled checked aria-label=\"Done\"> y"),
        "{html}"
    );
    assert!(
        html.contains(
            "<div class=\"markdown-alert markdown-alert-warning\"><p class=\"markdown-alert-title\">Warning</p>"
        ),
        "{html}"
    );
    assert!(html.contains("<pre tabindex=\"0\"><code class=\"language-sh\">&lt;x&gt;\n</code></pre>"), "{html}");
    assert!(html.contains("<dt>T</dt>"), "{html}");
}

#[test]
fn footnotes_are_numbered_and_gathered_at_the_end() {
    let html = render("a[^x] b[^y] c[^x]\n\n[^y]: why\n[^x]: ex\n");
    assert!(html.contains("href=\"#_fn-1\" id=\"_fr-1\"") && html.contains("id=\"_fr-1-2\""), "{html}");
    assert!(html.find("ex</p>") < html.find("why</p>"), "{html}");
}

#[test]
fn the_letter_case_of_a_footnote_says_nothing() {
    for [reference, definition] in [["Limits", "limits"], ["ÜBER", "über"], ["a  b", "A b"]] {
        let html = render(&format!("n[^{reference}]\n\n[^{definition}]: Only where a person decides.\n"));
        assert!(html.matches("<li id=\"_fn-").count() == 1 && html.contains("<li id=\"_fn-1\"><p>Only"), "{html}");
    }
}

#[test]
fn headings_keep_their_anchors_and_leave_the_first_level_to_the_title() {
    let html = render("# Big\n\n## Small & *fine*\n\n# Big\n");
    assert!(!html.contains("<h1"), "{html}");
    assert!(html.contains("<div id=\"big\"></div>") && html.contains("<h2 id=\"big-1\">"), "{html}");
    assert!(
        html.contains(
            "<h2 id=\"small--fine\"><a class=\"anchor\" href=\"#small--fine\" aria-label=\"Link to Small &amp; fine\">"
        ),
        "{html}"
    );
}

#[test]
fn no_level_is_left_out_below_the_title() {
    let levels = |markdown: &str| -> Vec<u8> {
        let html = rendered(markdown).html;
        html.split("<h").skip(1).filter_map(|rest| rest.as_bytes().first()).map(|level| level - b'0').collect()
    };
    assert_eq!(levels("# T\n## A\n### B\n## C\n"), [2, 3, 2]);
    assert_eq!(levels("## A\n# T\n## B\n"), [2, 2, 3]);
    assert_eq!(levels("# T\n\n#### A\n###### B\n### C\n"), [2, 3, 2]);
    assert_eq!(levels("---\ntitle: X\n---\n# A\n## B\n### C\n#### D\n##### E\n###### F\n"), [2, 3, 4, 5, 6, 6]);
}

#[test]
fn headings_without_words_are_none() {
    let markdown = "## A\n\n##\n\n## ![](p/i.png)\n\n[x](#section) [y](#section-1)\n";
    let page = rendered(markdown);
    assert_eq!(page.html.matches("<h2").count(), 1);
    assert!(!page.html.contains("Link to \""), "{}", page.html);
    assert!(page.html.contains("<div id=\"section\"></div>"), "{}", page.html);
    assert!(page.html.contains("<div id=\"section-1\"><img src=\"../files/p/i.png\" alt=\"\"></div>"), "{}", page.html);
}

#[test]
fn anchors_keep_clear_of_the_frame() {
    let html =
        render("## Main\n\n## R {#_revisions}\n\n## A {#_fn-1}\n\n[m](#main) [r](#_revisions) n[^1]\n\n[^1]: n\n");
    assert!(html.contains("<h2 id=\"main-1\">") && html.contains("href=\"#main-1\" title"), "{html}");
    assert!(html.contains("<h2 id=\"revisions\">") && html.contains("href=\"#revisions\" title"), "{html}");
    assert!(html.contains("<h2 id=\"fn-1\">") && html.matches("id=\"_fn-1\"").count() == 1, "{html}");
}

#[test]
fn fragments_of_attachments_stay() {
    let html = render("[a](p/%C3%A9%20x.pdf#page=3&zoom=50) [b](p/n%231.pdf#a\"%3Cb) [c](<p/n%231.pdf# >)");
    assert!(html.contains("href=\"../files/p/%C3%A9%20x.pdf#page=3&amp;zoom=50\""), "{html}");
    assert!(html.contains("href=\"../files/p/n%231.pdf#a%22%3Cb\""), "{html}");
    assert!(html.contains("href=\"../files/p/n%231.pdf\""), "{html}");
}

#[test]
fn an_image_on_the_web_inside_a_link_is_its_words() {
    let html = render("[![alt](https://x.example/i.png)](POL-001)");
    assert!(html.contains("\"><span>alt</span></a>") && html.matches("<a").count() == 1, "{html}");
}

#[test]
fn a_heading_that_is_no_title_stays_where_it_stands() {
    let html = render("Intro.\n\n# Purpose\n\nWhat.\n\n# Policy\n\nMust.\n");
    assert!(
        html.find("Intro.") < html.find("Purpose</h2>") && html.find("Purpose</h2>") < html.find("What."),
        "{html}"
    );
    // The only one of its level is the title, and stays: something stands above it.
    let rendered = rendered("Intro.\n\n# Purpose\n\nWhat.\n");
    assert!(rendered.html.contains("Purpose</h2>"), "{}", rendered.html);
    // What nobody sees stands above nothing.
    assert!(!render("<!-- licence -->\n\n# Purpose\n\nWhat.\n").contains("Purpose</h2>"));
}

#[test]
fn bare_addresses_are_links_and_code_is_none() {
    let html = render(
        "See https://x.example/?a&b. *www.x.example*, a@x.example\n\n`https://c.example` [https://t.example](POL-001) <kbd>www.k.example</kbd>\n\n```\nhttps://b.example\n```\n\n## At https://h.example\n\n| https://d.example |\n|---|\n",
    );
    let link = |href: &str, words: &str| {
        format!("<a href=\"{href}\" rel=\"external noopener noreferrer\" class=\"bare\">{words}</a>")
    };
    for (href, words) in [
        ("https://x.example/?a&amp;b", "https://x.example/?a&amp;b"),
        ("http://www.x.example", "www.x.example"),
        ("mailto:a@x.example", "a@x.example"),
        ("https://h.example", "https://h.example"),
        ("https://d.example", "https://d.example"),
    ] {
        assert!(html.contains(&link(href, words)), "{href}: {html}");
    }
    assert_eq!(html.matches("class=\"bare\"").count(), 5, "{html}");
    assert!(html.contains("<kbd>www.k.example</kbd>") && html.contains("<h2 id=\"at-httpshexample\">"), "{html}");
}

#[test]
fn no_bare_address_runs_code_or_leaves_its_attribute() {
    let html = render(
        "javascript:alert(1) https://x.example/\"onclick=\"a'b`c\u{202e}d data:text/html,x vbscript:x <a id=x></a>",
    );
    assert_eq!(html.matches("href=").count(), 1, "{html}");
    assert!(
        html.contains("href=\"https://x.example/%22onclick=%22a&#39;b")
            || html.contains("href=\"https://x.example/%22onclick=%22a'b"),
        "{html}"
    );
    assert!(!html.contains("href=\"https://x.example/%22onclick=%22a'b`c\u{202e}"), "{html}");
}

#[test]
fn marks_for_a_table_of_contents_are_not_shown() {
    for mark in ["[[_TOC_]]", "[TOC]", "[[toc]]"] {
        assert_eq!(render(&format!("A\n\n{mark}\n\nB\n")), render("A\n\nB\n"), "{mark}");
    }
    assert!(render("See [TOC].\n").contains("See [TOC]."));
}

#[test]
fn diagrams_have_a_caption() {
    for language in ["mermaid", "Mermaid", "{mermaid}"] {
        let html = render(&format!("```{language}\ngraph TD\nA-->B\n```\n\n<b>x</b>\n"));
        let caption = "<figure class=\"diagram\"><figcaption>Diagram, as it is written in Mermaid</figcaption><pre tabindex=\"0\">";
        assert!(html.contains(caption) && html.contains("A--&gt;B\n</code></pre></figure>"), "{html}");
    }
    assert!(!render("```rust\nx\n```\n").contains("figure"));
}
