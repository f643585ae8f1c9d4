//! A line of Markdown in the parts that a header has: label and value, without the signs around them.

use std::borrow::Cow;

use crate::parse::{HTML_ELEMENTS, resolved};

/// A part of a line, with its place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

/// A label with its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair<'a> {
    pub(super) label: Part<'a>,
    pub(super) value: Part<'a>,
    /// Whether the label is set off by its markup; else only a colon tells it.
    pub(super) bold: bool,
}

impl<'a> Part<'a> {
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    /// The same without blanks around it.
    pub(super) fn trimmed(self) -> Self {
        let start = self.text.trim_start();
        Self { text: start.trim_end(), at: self.at + self.text.len() - start.len() }
    }

    /// What is left behind the first `by` bytes.
    fn behind(self, by: usize) -> Self {
        Self { text: &self.text[by..], at: self.at + by }
    }

    fn until(self, end: usize) -> Self {
        Self { text: &self.text[..end], at: self.at }
    }
}

/// How long a label may be, in bytes.
const LONGEST: usize = 48;

/// How many labels a line, and how many rows a table of HTML may have; no header has more.
pub(super) const MOST: usize = 200;

/// Finds signs in a text from places that only go on. Each is looked for once over the whole of it, however often it is asked for.
struct Ahead {
    /// The text with the letters of tags in lower case, every byte at its place.
    text: String,
    /// Signs with where each was looked for, and where it stands next.
    known: Vec<(&'static str, usize, Option<usize>)>,
}

impl Ahead {
    fn new(text: &str) -> Self {
        Self { text: text.to_ascii_lowercase(), known: Vec::new() }
    }

    /// Where a sign stands next.
    fn find(&mut self, sign: &'static str, from: usize) -> Option<usize> {
        let fits = |at: Option<usize>| at.is_none_or(|at| from <= at);
        let known = self.known.iter().find(|(of, start, at)| *of == sign && *start <= from && fits(*at));
        if let Some((_, _, at)) = known {
            return *at;
        }
        let at = self.text.get(from..)?.find(sign).map(|at| from + at);
        self.known.retain(|(of, _, _)| *of != sign);
        self.known.push((sign, from, at));
        at
    }

    /// Whether the tag that begins there has a name.
    fn is_tag(&self, at: usize, name: &str) -> bool {
        let rest = self.text.get(at + 1..).and_then(|rest| rest.strip_prefix(name));
        rest.is_some_and(|rest| rest.starts_with(['>', ' ', '\n', '\t']))
    }

    /// Where a remark or what is struck out ends, if one begins there.
    fn unseen(&mut self, at: usize) -> Option<usize> {
        if self.text.get(at..)?.starts_with("<!--") {
            return Some(self.find("-->", at + 4)? + 3);
        }
        let close = ["</del>", "</s>", "</strike>"].into_iter().find(|end| self.is_tag(at, &end[2..end.len() - 1]))?;
        Some(self.find(close, at)? + close.len())
    }
}

/// What divides several of them in one line.
const DIVIDERS: [&str; 8] = [" | ", " · ", " • ", " / **", "<br>", "<br/>", "<br />", "&nbsp;"];

/// The labels of a line, each with its value.
pub(super) fn pairs(line: Part<'_>) -> Vec<Pair<'_>> {
    let mut found = Vec::new();
    let mut rest = line;
    loop {
        let sign_at = |at: usize| DIVIDERS.into_iter().find(|sign| rest.text[at..].starts_with(sign));
        let places = rest.text.match_indices([' ', '<', '&']);
        let cut = places.map(|(at, _)| at).find_map(|at| Some((at, sign_at(at)?)));
        let (piece, next) = match cut {
            // The stars of the next label are its own.
            Some((at, sign)) => (rest.until(at), Some(rest.behind(at + sign.trim_end_matches("**").len()))),
            None => (rest, None),
        };
        of_piece(piece.trimmed(), &mut found);
        match next {
            Some(next) if found.len() < MOST => rest = next,
            _ => return found,
        }
    }
}

fn of_piece<'a>(piece: Part<'a>, found: &mut Vec<Pair<'a>>) {
    let mut rest = piece;
    while let Some((label, value)) = bold(rest) {
        // Another label may follow in the same line.
        let end = next_bold(value.text).unwrap_or(value.text.len());
        found.push(Pair { label, value: value.until(end).trimmed(), bold: true });
        if end == value.text.len() || found.len() >= MOST {
            return;
        }
        rest = value.behind(end);
    }
    if let Some((at, _)) = rest.text.char_indices().find(|(_, c)| matches!(c, ':' | '：')) {
        let colon = rest.text[at..].chars().next().map_or(1, char::len_utf8);
        let (label, value) = (rest.until(at), rest.behind(at + colon));
        let is_label = !label.text.contains(['*', '[', '<', '`', '#', '|']) && label.text.len() <= LONGEST;
        if is_label && (value.text.is_empty() || value.text.starts_with(' ') || colon > 1) {
            found.push(Pair { label: label.trimmed(), value: value.trimmed(), bold: false });
        }
    }
}

/// `**Label:** value` or `**Label**: value`.
fn bold(part: Part<'_>) -> Option<(Part<'_>, Part<'_>)> {
    let sign = ["**", "__"].into_iter().find(|sign| part.text.starts_with(sign))?;
    let inner = part.behind(2);
    let end = inner.text.find(sign)?;
    let (label, value) = (inner.until(end), inner.behind(end + 2));
    if label.text.len() > LONGEST {
        return None;
    }
    if label.text.trim_end().ends_with([':', '：']) {
        return Some((label.trimmed(), value));
    }
    let after = value.text.trim_start();
    let colon = after.chars().next().filter(|c| matches!(c, ':' | '：'))?;
    Some((label.trimmed(), value.behind(value.text.len() - after.len() + colon.len_utf8())))
}

/// Where the next label in bold begins in a text.
fn next_bold(text: &str) -> Option<usize> {
    text.match_indices("**").map(|(at, _)| at).find(|at| bold(Part::new(&text[*at..], 0)).is_some())
}

/// The rows of the table of HTML that a text begins with, each with the words of its cells, and where the table ends. What
/// stands in remarks or is struck out has no rows and no cells.
pub(super) fn html_rows(text: Part<'_>) -> Option<(Vec<Vec<Part<'_>>>, usize)> {
    let (mut ahead, mut past) = (Ahead::new(text.text), 0);
    let mut rows: Vec<Vec<Part<'_>>> = Vec::new();
    // Where the cell begins that has not ended.
    let mut open: Option<usize> = None;
    for (at, _) in text.text.match_indices('<') {
        if at < past {
            continue;
        }
        if let Some(end) = ahead.unseen(at) {
            past = end;
            continue;
        }
        let is = |names: &[&str]| names.iter().any(|name| ahead.is_tag(at, name));
        let begins = is(&["td", "th"]);
        if !begins && !is(&["tr", "/tr", "/td", "/th", "/table"]) {
            continue;
        }
        if let (Some(from), Some(row)) = (open.take(), rows.last_mut()) {
            let cell = text.until(at).behind(from);
            row.extend(cell.text.find('>').map(|tag| cell.behind(tag + 1).trimmed()));
        }
        match begins {
            true => open = Some(at),
            false if is(&["/table"]) => return Some((rows, text.at + at)),
            false if is(&["tr"]) && rows.len() < MOST => rows.push(Vec::new()),
            false => {}
        }
    }
    None
}

/// The cells of a row of a table; none where the line is none.
pub(super) fn cells(line: Part<'_>) -> Vec<Part<'_>> {
    let line = line.trimmed();
    if !line.text.contains('|') {
        return Vec::new();
    }
    let (mut cells, mut start, mut escaped) = (Vec::new(), 0, false);
    for (at, c) in line.text.char_indices() {
        match c {
            '|' if !escaped => {
                cells.push(line.behind(start).until(at - start).trimmed());
                start = at + 1;
            }
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    let last = line.behind(start).trimmed();
    if !last.text.is_empty() {
        cells.push(last);
    }
    if line.text.starts_with('|') && !cells.is_empty() {
        cells.remove(0);
    }
    cells
}

/// Whether a row divides the head of a table from what is below.
pub(super) fn is_divider(cells: &[Part<'_>]) -> bool {
    let is_line = |cell: &Part<'_>| cell.text.contains('-') && cell.text.chars().all(|c| matches!(c, '-' | ':'));
    !cells.is_empty() && cells.iter().all(is_line)
}

/// What stands at a place of a text where a page shows it otherwise, in bytes, and as what: nothing of remarks, of what is
/// struck out and of the marks of footnotes and tags, a break as `between`, and letters in place of their names.
fn otherwise(rest: &str, at: usize, ahead: &mut Ahead, between: &str) -> Option<(usize, String)> {
    for (open, close) in [("~~", "~~"), ("[^", "]")] {
        if rest.starts_with(open) {
            return Some((ahead.find(close, at + open.len())? + close.len() - at, String::new()));
        }
    }
    if rest.starts_with('&') {
        let name = &rest[..=rest.bytes().take(33).position(|byte| byte == b';')?];
        return Some((name.len(), resolved(name))).filter(|(_, letters)| letters != name);
    }
    let inner = rest.strip_prefix('<')?;
    if let Some(end) = ahead.unseen(at) {
        return Some((end - at, String::new()));
    }
    let whole = ahead.find(">", at + 1)? + 1 - at;
    let bare = inner.trim_start_matches('/');
    let name = bare[..bare.find(|c: char| !c.is_ascii_alphanumeric())?].to_ascii_lowercase();
    match name.as_str() {
        "br" => Some((whole, between.to_owned())),
        "strike" => Some((whole, String::new())),
        name => (HTML_ELEMENTS.contains(&name) || is_anchor(rest)).then(|| (whole, String::new())),
    }
}

/// Whether a text begins with the tag of a link: `<a href="m.md">`, `</a>`. Without an attribute it can be words, `<a person>`.
fn is_anchor(rest: &str) -> bool {
    let has_attribute = |inner: &str| inner.find(['=', '<', '>']).is_some_and(|at| inner[at..].starts_with('='));
    let begins = |tag: &str| rest.get(..tag.len()).is_some_and(|found| found.eq_ignore_ascii_case(tag));
    begins("</a>") || begins("<a ") && has_attribute(&rest[3..])
}

/// Hands on the pieces of a text: those of which a page shows something else with what that is.
fn pieces(text: &str, between: &str, mut take: impl FnMut(&str, Option<String>)) {
    let (mut rest, mut at, mut ahead) = (text, 0, Ahead::new(text));
    while let Some(c) = rest.chars().next() {
        let code = (c == '`').then(|| ahead.find("`", at + 1).map(|end| end + 1 - at)).flatten();
        let (length, other) = match code {
            Some(length) => (length, None),
            None if c == '!' && rest[1..].starts_with('[') => (1, Some(String::new())),
            None => otherwise(rest, at, &mut ahead, between)
                .map_or((c.len_utf8(), None), |(length, other)| (length, Some(other))),
        };
        take(&rest[..length], other);
        (rest, at) = (&rest[length..], at + length);
    }
}

/// A text as a page shows it, but for emphasis and links.
pub(super) fn shown<'t>(text: &'t str, between: &str) -> Cow<'t, str> {
    if !text.contains(['<', '~', '&', '!']) && !text.contains("[^") {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    pieces(text, between, |piece, other| shown.push_str(other.as_deref().unwrap_or(piece)));
    if shown == text { Cow::Borrowed(text) } else { Cow::Owned(crate::base::text::one_line(&shown)) }
}

/// A text with blanks in place of what no page shows of it: whatever is left stands where it stood.
pub(super) fn masked(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    pieces(text, "", |piece, other| match other {
        // Where a link leads can name what is meant.
        Some(_) if !is_anchor(piece) => masked.extend(std::iter::repeat_n(' ', piece.len())),
        _ => masked.push_str(piece),
    });
    masked
}

/// A value without the signs that set it off, and with the text of a link in place of the link.
pub(super) fn bare(text: &str) -> String {
    bare_with(text, " ")
}

/// The same with `between` in place of each break.
pub(super) fn bare_with(text: &str, between: &str) -> String {
    let text = shown(text, between);
    let text = text.trim().trim_end_matches('\\').trim();
    let mut bare = String::with_capacity(text.len());
    let (mut at, mut ahead) = (0, Ahead::new(text));
    while let Some(open) = text[at..].find('[').map(|open| at + open) {
        bare.push_str(&text[at..open]);
        at = open + 1;
        // `[DATE]` is a place to fill in and stays what it is; `[[POL-1]]` too.
        let close = ahead.find("](", at).filter(|close| !text[at..*close].contains(['[', ']']));
        match close.and_then(|close| Some((close, ahead.find(")", close + 2)?))) {
            Some((close, end)) => {
                bare.push_str(&text[at..close]);
                at = end + 1;
            }
            None => bare.push('['),
        }
    }
    bare.push_str(&text[at..]);
    let mut bare = bare.trim();
    for sign in ["**", "__", "`", "*", "_"] {
        if let Some(inner) = bare.strip_prefix(sign).and_then(|inner| inner.strip_suffix(sign))
            && inner.chars().any(char::is_alphanumeric)
        {
            bare = inner.trim();
        }
    }
    bare.replace("\\|", "|").replace("**", "").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(line: &str) -> Vec<(String, String)> {
        let of = |pair: &Pair<'_>| {
            assert_eq!(&line[pair.value.at..pair.value.at + pair.value.text.len()], pair.value.text);
            (pair.label.text.trim_end_matches(':').to_owned(), pair.value.text.to_owned())
        };
        pairs(Part::new(line, 0)).iter().map(of).collect()
    }

    #[test]
    fn labels_and_values_are_told_apart() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(told("**Owner:** CISO  "), [pair("Owner", "CISO")]);
        assert_eq!(told("**Owner**: CISO"), [pair("Owner", "CISO")]);
        assert_eq!(told("Owner: CISO"), [pair("Owner", "CISO")]);
        assert_eq!(
            told("**Version:** 1.0 | **Owner:** CISO · **Status:** Draft"),
            [pair("Version", "1.0"), pair("Owner", "CISO"), pair("Status", "Draft")]
        );
        assert_eq!(told("**Version:** 1.0 **Owner:** CISO"), [pair("Version", "1.0"), pair("Owner", "CISO")]);
        assert_eq!(told("Version: 1.0<br>Owner: CISO"), [pair("Version", "1.0"), pair("Owner", "CISO")]);
        assert_eq!(told("see https://x.example"), []);
        assert_eq!(told("**All** staff"), []);
    }

    #[test]
    fn signs_around_a_value_are_left_out() {
        for (text, wanted) in [
            ("`POL-1`", "POL-1"),
            ("**Approved**", "Approved"),
            ("[CISO](roles.md)", "CISO"),
            ("[DATE]", "[DATE]"),
            ("[[POL-1]]", "[[POL-1]]"),
            ("____", "____"),
            ("CISO\\", "CISO"),
            ("2.0 <!-- 2.1 -->", "2.0"),
            ("~~Yes~~ No", "No"),
            ("<del datetime=x>Yes</del> No", "No"),
            ("~~CEO~~", ""),
            ("CEO[^1]", "CEO"),
            ("do **this** and ~~that~~ &amp; more<br>now", "do this and & more now"),
            ("&#10003; ![i](x.png)", "✓ i"),
            ("<a href='m.md'>Mira</a> <A\tx> <a person>", "Mira <A x> <a person>"),
            ("[[a](b) [c](d) [e", "[a c [e"),
            ("<DEL>É</del> ~~a ~~ `<i>` <!-- -- > <b>x", "`<i>` <!-- -- > x"),
            ("<owner> &c. a & b; `<b>`", "<owner> &c. a & b; `<b>`"),
        ] {
            assert_eq!(bare(text), wanted);
        }
        assert_eq!(masked("a<!-- POL-1 -->~~é~~ POL-2"), format!("a{} POL-2", " ".repeat(20)));
    }
}
