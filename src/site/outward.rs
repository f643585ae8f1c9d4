//! Addresses on the web in values that documents declare: they lead out of the site, and say so.

use super::autolink;
use super::routes;
use super::view::Part;

/// Whether a link leads out of the site: links within it are relative.
pub(super) fn leaves(href: &str) -> bool {
    let is = |scheme: &str| href.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    is("https://") || is("http://")
}

/// A text with the addresses in it as links. Nothing but `http` and `https` is one.
pub(super) fn parts(text: &str) -> Vec<Part> {
    let (mut parts, mut from) = (Vec::new(), 0);
    for (range, target) in autolink::find(text).into_iter().filter(|(_, target)| leaves(target)) {
        if range.start > from {
            parts.push(Part::text(&text[from..range.start]));
        }
        from = range.end;
        parts.push(Part::Link { href: routes::address(&target), v: text[range].to_owned() });
    }
    if from < text.len() || parts.is_empty() {
        parts.push(Part::text(&text[from..]));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::markup::Markup;

    fn html(text: &str) -> String {
        parts(text).iter().map(Markup::to_html).collect()
    }

    #[test]
    fn only_addresses_on_the_web_lead_out_and_nothing_breaks_out_of_them() {
        let link =
            |href: &str, words: &str| format!("<a href=\"{href}\" rel=\"external noopener noreferrer\">{words}</a>");
        let law = "https://eur-lex.europa.eu/eli/reg/2024/1689/oj";
        assert_eq!(html(law), link(law, law));
        assert_eq!(html(&format!("See {law}, part 2")), format!("See {}, part 2", link(law, law)));
        for text in ["javascript:alert(1)", "data:text/html,x", "ftp://x.example/a", "who@x.example", "file:///etc"] {
            assert_eq!(html(text), text, "no link");
        }
        assert!(html("https://x.example/?a=\"onload=x&b=<i>").starts_with("<a href=\"https://x.example/?a="));
        assert!(!html("https://x.example/\"><script>").contains("<script"));
        assert_eq!(html("Words"), "Words");
    }
}
