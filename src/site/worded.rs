//! Words of the interface where they are neither a text nor the words of a page alone: sentences with links in them, and what
//! templates and scripts say.

use super::view::Part;
use crate::base::wording;

/// What belongs in a gap of a [`phrase!`]: pieces that are shown there as they are.
pub(super) trait Pieces {
    /// The pieces, in order.
    fn pieces(self) -> Vec<Part>;
}

impl Pieces for Part {
    fn pieces(self) -> Vec<Part> {
        vec![self]
    }
}

impl Pieces for Vec<Part> {
    fn pieces(self) -> Vec<Part> {
        self
    }
}

impl Pieces for Option<Part> {
    fn pieces(self) -> Vec<Part> {
        self.into_iter().collect()
    }
}

impl Pieces for String {
    fn pieces(self) -> Vec<Part> {
        vec![Part::text(self)]
    }
}

impl Pieces for &str {
    fn pieces(self) -> Vec<Part> {
        vec![Part::text(self)]
    }
}

impl Pieces for usize {
    fn pieces(self) -> Vec<Part> {
        vec![Part::text(self.to_string())]
    }
}

/// A sentence with links, days and signs in it: `phrase!("Approved by {who} on {day}", who = link, day = Part::date(day))`
/// is the pieces of the text in what is spoken, with what belongs in each gap.
macro_rules! phrase {
    ($text:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::site::worded::fitted(
            $crate::base::wording::of($text),
            &[$((stringify!($name), $crate::site::worded::Pieces::pieces($crate::base::wording::gap!($name $(= $value)?)))),*],
        )
    };
}

pub(super) use phrase;

/// The pieces of a text, with what belongs in each gap. A gap may be filled more than once.
pub(super) fn fitted(text: &str, gaps: &[(&str, Vec<Part>)]) -> Vec<Part> {
    let mut parts = Vec::new();
    let words = |parts: &mut Vec<Part>, words: &str| parts.push(Part::text(words));
    wording::fit(&mut parts, text, words, |parts, name| {
        let filling = gaps.iter().find(|(gap, _)| *gap == name);
        parts.extend(filling.into_iter().flat_map(|(_, filling)| filling.iter().cloned()));
        filling.is_some()
    });
    parts
}

/// How a template marks words of the interface.
const OPEN: &str = "{{ say(\"";

/// A template with its words in what is spoken: `{{ say("Menu") }}`, and with gaps
/// `{{ say("and {n} more", n = p.more) }}`, or `` n = `<b>{{ p.more }}</b>` `` where what fills one is HTML of its own.
pub(super) fn template(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        out.push_str(before);
        let Some((words, after)) = after.split_once('"') else {
            out.push_str(OPEN);
            rest = after;
            continue;
        };
        let (gaps, after) = gaps(after);
        wording::fit(&mut out, wording::known(words), String::push_str, |out, name| {
            let filling = gaps.iter().find(|(gap, _)| *gap == name);
            out.push_str(filling.map_or("", |(_, to)| to));
            filling.is_some()
        });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// What fills the gaps of the words of a template, and what follows them.
fn gaps(mut text: &str) -> (Vec<(&str, String)>, &str) {
    let mut found = Vec::new();
    while let Some((name, value)) = text.strip_prefix(", ").and_then(|more| more.split_once(" = ")) {
        match value.strip_prefix('`').and_then(|html| html.split_once('`')) {
            Some((html, after)) => {
                found.push((name, template(html)));
                text = after;
            }
            None => {
                let end = value.find([',', ')']).unwrap_or(value.len());
                found.push((name, format!("{{{{ {} }}}}", &value[..end])));
                text = &value[end..];
            }
        }
    }
    (found, text.strip_prefix(") }}").unwrap_or(text))
}

/// The words of the pages' scripts, as the beginning of the script that every page loads: empty in English, which scripts
/// speak by themselves.
pub(super) fn scripts() -> String {
    let said = wording::of_scripts();
    if said.is_empty() {
        return String::new();
    }
    let line = |(text, words): &(&str, &str)| format!("{text:?}: {words:?}");
    let lines: Vec<String> = said.iter().map(line).collect();
    format!("window.aimsWords = {{\n{}\n}};\n", lines.join(",\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::view::plain;

    #[test]
    fn a_sentence_keeps_what_stands_in_its_gaps() {
        let parts = phrase!("By {who} on {day}.", who = Part::code("x"), day = "Monday");
        assert_eq!(plain(&parts), "By x on Monday.");
        assert_eq!(parts[1], Part::code("x"));
    }

    #[test]
    fn templates_keep_what_stands_in_their_gaps() {
        assert_eq!(template("<p>{{ say(\"Menu\") }}</p>{{ x }}"), "<p>Menu</p>{{ x }}");
        assert_eq!(template("{{ say(\"and {n} more\", n = p.more) }}."), "and {{ p.more }} more.");
        assert_eq!(template("{{ say(\"a {n}, {m}\", n = `<b>{{ p }}</b>`, m = q) }}"), "a <b>{{ p }}</b>, {{ q }}");
    }
}
