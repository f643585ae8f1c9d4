//! `[site] strip`: what a site generator would take out of a text, and a page leaves out.

use std::borrow::Cow;

use super::settings::Table;
use crate::base::tell;
use crate::diag::Span;
use crate::parse::{Element, Piece, pieces};

/// Marks of a site generator, each by what begins and what ends it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Strip(Vec<(String, String)>);

/// What is longer is left to stand: it is a text, and no mark.
const LONGEST: usize = 500;

/// What begins and ends a mark has no more characters than this.
const MARK: usize = 4;

/// Whether a character stands where a mark begins or ends. Words do not: with words in its braces it is a text.
fn is_of_mark(c: char) -> bool {
    matches!(
        c,
        '{' | '}' | '%' | '<' | '>' | ':' | '#' | '!' | '$' | '@' | '=' | '.' | '&' | '^' | '~' | '|' | '/' | '-'
    )
}

impl Strip {
    pub(super) fn read(table: &mut Table<'_>) -> Self {
        let mut found = Vec::new();
        for mark in table.texts("strip") {
            match Self::of(&mark.value) {
                Some(Self(one)) => found.extend(one),
                None => {
                    let message = tell!("`{mark}` is no mark of a site generator", mark = &mark.value);
                    let help = tell!(
                        "Write what begins it, `*`, and what ends it, in braces and without words: `{% * %}`, `{{< * >}}`, `{: * }`."
                    );
                    table.wrong(mark.span, message, help);
                }
            }
        }
        Self(found)
    }

    /// One mark; `None` where it is none.
    pub fn of(mark: &str) -> Option<Self> {
        let (begin, end) = mark.trim().split_once('*').map(|(begin, end)| (begin.trim(), end.trim()))?;
        let begins = begin.len() > 1 && begin.strip_prefix('{').is_some_and(|rest| rest.chars().all(is_of_mark));
        let ends = end.strip_suffix('}').is_some_and(|rest| rest.chars().all(is_of_mark));
        let is_mark = begins && ends && begin.chars().count().max(end.chars().count()) <= MARK;
        is_mark.then(|| Self(vec![(begin.to_owned(), end.to_owned())]))
    }

    /// The marks that a page leaves out of a text, whose article begins at `start`.
    pub fn left_out(&self, text: &str, start: usize) -> Vec<String> {
        match self.is_none() {
            true => Vec::new(),
            false => self.stripped(pieces(text, start)).1,
        }
    }

    /// Whether nothing is left out.
    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// The marks as patterns.
    pub fn patterns(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|(begin, end)| format!("{begin} * {end}"))
    }

    /// Where marks stand in a text, in their order.
    pub fn places(&self, text: &str) -> Vec<(usize, usize)> {
        let mut places = Vec::new();
        let mut at = 0;
        while let Some((start, end)) = self.next(text, at) {
            places.push((start, end));
            at = end;
        }
        places
    }

    /// The pieces of an article that are left, and the marks that are not.
    ///
    /// Only a page leaves them out. What a text is compared and approved by holds them, and the page says what it leaves out.
    pub fn stripped(&self, pieces: Vec<(Piece<'static>, Span)>) -> (Vec<(Piece<'static>, Span)>, Vec<String>) {
        stripped(self, pieces)
    }

    /// The text without them.
    pub fn without(&self, text: &str) -> String {
        if self.is_none() {
            return text.to_owned();
        }
        let mut left = String::with_capacity(text.len());
        let mut at = 0;
        for (start, end) in self.places(text) {
            left.push_str(&text[at..start]);
            at = end;
        }
        left.push_str(&text[at..]);
        left.trim().to_owned()
    }

    /// The first mark from a place on; of those that begin there the one whose beginning is longest.
    fn next(&self, text: &str, from: usize) -> Option<(usize, usize)> {
        let of = |(begin, end): &(String, String)| {
            let mut at = from;
            loop {
                let start = at + text.get(at..)?.find(begin.as_str())?;
                let inside = start + begin.len();
                let length = text[inside..].find(end.as_str());
                match length.filter(|length| *length <= LONGEST) {
                    Some(length) => return Some((start, std::cmp::Reverse(begin.len()), inside + length + end.len())),
                    None => at = inside,
                }
            }
        };
        self.0.iter().filter_map(of).min().map(|(start, _, end)| (start, end))
    }
}

/// Pieces of an article, each with its place.
type Pieces = Vec<(Piece<'static>, Span)>;

/// The pieces that are left, and the marks that are not.
fn stripped(strip: &Strip, pieces: Pieces) -> (Pieces, Vec<String>) {
    if strip.is_none() {
        return (pieces, Vec::new());
    }
    let mut left: Pieces = Vec::with_capacity(pieces.len());
    let mut marks = Vec::new();
    let mut run: Pieces = Vec::new();
    let (mut open, mut code) = (0usize, None);
    for (piece, span) in pieces {
        match &piece {
            Piece::Text(_) if code.is_none() => {
                run.push((piece, span));
                continue;
            }
            Piece::Start(element) => {
                open += 1;
                if matches!(element, Element::CodeBlock(_)) {
                    code = code.or(Some(open));
                }
            }
            Piece::End => {
                code = code.filter(|depth| *depth != open);
                open = open.saturating_sub(1);
            }
            _ => {}
        }
        let was_stripped = take(strip, &mut run, &mut left, &mut marks);
        if was_stripped
            && piece == Piece::End
            && let Some((Piece::Text(text), _)) = left.last_mut()
        {
            *text = Cow::Owned(text.trim_end().to_owned());
        }
        // A paragraph that held nothing else is none.
        let is_empty = matches!(left.last(), Some((Piece::Start(Element::Paragraph), _)));
        if was_stripped && is_empty && piece == Piece::End {
            left.pop();
            continue;
        }
        left.push((piece, span));
    }
    take(strip, &mut run, &mut left, &mut marks);
    (left, marks)
}

/// Puts what is left of texts that stand one after the other, and says whether anything was taken out of them.
fn take(strip: &Strip, run: &mut Pieces, left: &mut Pieces, marks: &mut Vec<String>) -> bool {
    let whole: String = run.iter().filter_map(|(piece, _)| text_of(piece)).collect();
    let places = strip.places(&whole);
    marks.extend(places.iter().map(|(start, end)| whole[*start..*end].to_owned()));
    let mut from = 0;
    for (piece, span) in run.drain(..) {
        let Some(text) = text_of(&piece) else { continue };
        let to = from + text.len();
        let mut kept = String::with_capacity(text.len());
        let mut at = from;
        for (start, end) in places.iter().filter(|(start, end)| *start < to && *end > from) {
            kept.push_str(whole.get(at..(*start).max(at)).unwrap_or_default());
            at = (*end).min(to);
        }
        kept.push_str(&whole[at..to]);
        from = to;
        if places.is_empty() {
            left.push((piece, span));
        } else if !kept.trim().is_empty() {
            left.push((Piece::Text(Cow::Owned(kept)), span));
        }
    }
    !places.is_empty()
}

fn text_of<'p>(piece: &'p Piece<'_>) -> Option<&'p str> {
    match piece {
        Piece::Text(text) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::model::config::Config;

    #[test]
    fn marks_are_found_where_they_begin_and_end() {
        let (config, problems) = Config::read("[site]\nstrip = [\"{% * %}\", \"{{< * >}}\", \"{: * }\"]\n");
        assert_eq!(problems, []);
        let strip = config.site.strip;
        for (text, left) in [
            ("a {% page x %} b", "a  b"),
            ("{% if x %}kept{% endif %}", "kept"),
            ("See {{< ref \"x\" >}}.", "See ."),
            ("On 1 May {: datetime=\"2026-05-01\" }", "On 1 May"),
            ("{% never ends", "{% never ends"),
            ("{% never ends {: but }", "{% never ends"),
            ("plain { text }", "plain { text }"),
        ] {
            assert_eq!(strip.without(text), left, "{text}");
        }
        let long = format!("{{% {} %}}", "word ".repeat(200));
        assert_eq!(strip.without(&long), long);
    }

    #[test]
    fn no_words_of_a_text_are_a_mark() {
        for bad in [
            "The * exempt",
            "* }",
            "{ *",
            "{%%}",
            "{% * * %}",
            "{* }",
            "% * %",
            "{not*use}",
            "{% raw %} * {% endraw %}",
            "{% * not %}",
            "{(*)}",
            "{%%%% * }",
        ] {
            let (config, problems) = Config::read(&format!("[site]\nstrip = [\"{bad}\"]\n"));
            assert!(config.site.strip.is_none() && problems.len() == 1, "{bad}");
        }
    }
}
