//! A value of a header as front matter would have it: days and lengths of time in the one form that is read there, lists
//! as lists, and of a status its word.

use super::normal::pairs_in;
use super::{dates, markup};
use crate::base::Period;
use crate::diag::Span;
use crate::parse::{Entry, Node, Scalar, Value};

/// Reads what stands behind a label that means `key`; with the key that it turns out to mean. `None` where it says nothing
/// of that.
pub(super) fn read(key: &str, raw: &str, at: usize) -> Option<(String, Node)> {
    let span = Span::new(at, at + raw.len());
    let people = matches!(key, "owner" | "authors" | "approvers");
    let text = markup::bare_with(raw, if people { ", " } else { " " });
    if text.is_empty() {
        return None;
    }
    let one = |key: &str, text: &str| {
        let value = Value::Scalar(Scalar { text: text.to_owned(), quoted: true });
        Some((key.to_owned(), Node { value, span }))
    };
    match key {
        "id" => sound_id(&text).and_then(|id| one(key, id)),
        "effective" | "reviewed" | "date" => match dates::read(&text) {
            Some(day) => one(key, &day.to_string()),
            None => one(key, &text),
        },
        "next-review" | "review-every" => match (dates::read(&text), period(&text)) {
            // Labels such as `Review` stand before either.
            (Some(day), _) => one("next-review", &day.to_string()),
            (None, Some(period)) => one("review-every", &period.to_string()),
            (None, None) if key == "review-every" && is_span(&text) => None,
            (None, None) => one(key, &text),
        },
        "status" | "classification" => one(key, settled(&text)),
        "kind" => one(key, word(&text)),
        "version" => one(key, text.split('(').next().unwrap_or_default().trim()),
        "authors" | "approvers" => Some((key.to_owned(), list(raw, at, (true, false), &|name| vec![name]))),
        "controls" | "clauses" => requirements(key, &markup::masked(raw), at).map(|node| (key.to_owned(), node)),
        _ => one(key, &text),
    }
}

/// Parts a piece of a value further, by what is known of it.
pub type Apart<'a> = &'a dyn Fn(&str) -> Vec<&str>;

/// A value of a header under a key that takes several, parted at semicolons and breaks, and at `commas`: what stands behind a
/// break and has no label is one more. Digests have been signed of what `read` makes of it, so that stays as it is.
pub fn several(text: &str, entry: &Entry, commas: bool, apart: Apart<'_>) -> Option<Node> {
    let span = entry.node.span;
    let behind = text.get(span.end..)?.lines().next().filter(|rest| rest.trim_start().starts_with("<br")).unwrap_or("");
    let length = behind.match_indices("<br").map(|(at, _)| at).find(|at| !is_one_more(&behind[*at..]));
    let raw = text.get(span.start..span.end + length.unwrap_or(behind.len()))?;
    match entry.key.as_str() {
        "controls" | "clauses" => requirements(&entry.key, &markup::masked(raw), span.start),
        _ => {
            // What stands in brackets of its own is a list as front matter has it: `[Ann Lee, AI Officer]`.
            let inner = raw.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
            let is_list = |inner: &&str| !inner.contains(['[', ']']) && (inner.contains(',') || apart(inner).len() > 1);
            let listed = inner.filter(|inner| commas && is_list(inner));
            let (raw, at) = listed.map_or((raw, 0), |inner| (inner, raw.find(inner).unwrap_or_default()));
            Some(list(raw, span.start + at, (commas, true), apart))
        }
    }
}

/// Whether what stands behind a break is one more value: it has no label, and is no remark in italics.
fn is_one_more(behind: &str) -> bool {
    let Some((_, rest)) = behind.split_once('>') else { return false };
    let piece = rest.split("<br").next().unwrap_or_default().trim();
    let is_set = matches!(piece.as_bytes(), [sign @ (b'*' | b'_'), next, ..] if next != sign);
    let pairs = markup::pairs(markup::Part::new(piece, 0));
    !(is_set && piece.split(' ').count() > 4) && pairs.iter().all(|pair| !pair.bold && pair.label.text.contains('('))
}

/// The first word of a text where it can be an id: `POL-001 (draft)`.
fn sound_id(text: &str) -> Option<&str> {
    let word = text.split_whitespace().next()?.trim_matches([',', ';', '.', '`', '*']);
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let sound = word.starts_with(|c: char| c.is_ascii_alphanumeric()) && word.chars().all(is_part);
    // A sentence is no id.
    let alone = !text.contains(char::is_whitespace) || word.bytes().any(|byte| byte.is_ascii_digit());
    (sound && alone && word.len() <= 80).then_some(word)
}

/// The word of a choice that says who may rely on a text, and who may read it: without what stands behind it where that is a
/// day or a version. Anything else may take back what the word says: `Approved (pending signature)`.
fn settled(text: &str) -> &str {
    let text = without_sign(text);
    let word = word(text);
    let behind = text.get(word.len()..).unwrap_or_default();
    let mut parts = behind.split([',', ';', '(', ')', '–', '—']).flat_map(|part| part.split(" - "));
    let is_plain = |part: &str| {
        let part = part.trim().trim_matches(['.', '-']).trim();
        let after = |lead: &str| part.strip_prefix(lead).map(str::trim_start);
        let day = ["on ", "since ", "as of ", "am ", "seit "].iter().find_map(|lead| after(lead)).unwrap_or(part);
        part.is_empty() || dates::read(day).is_some() || is_version(part)
    };
    if parts.all(is_plain) { word } else { text.trim() }
}

/// `1.2`, `v1.2`, `version 1`.
fn is_version(text: &str) -> bool {
    let number = dressed_version(text).unwrap_or(text.trim());
    !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// What stands behind a `v` or the word for a version, where that is a number: `1.0` of `v1.0` and of `Version 1.0`.
pub fn dressed_version(version: &str) -> Option<&str> {
    let version = version.trim();
    let number = version.find(|c: char| c.is_ascii_digit())?;
    let before = version[..number].trim_end_matches(['.', ' ']).to_lowercase();
    matches!(before.as_str(), "v" | "ver" | "version").then(|| &version[number..])
}

fn without_sign(text: &str) -> &str {
    text.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '[' | '<' | '{' | '_'))
}

/// The word of a choice: without a sign before it and what is said about it behind.
fn word(text: &str) -> &str {
    let text = without_sign(text);
    let end = [" (", " – ", " — ", " - ", ", ", "; ", ". "].iter().filter_map(|sign| text.find(sign)).min();
    text[..end.unwrap_or(text.len())].trim().trim_end_matches('.')
}

/// Lengths of time, each with words for what comes again after it.
const OFTEN: &str = "7 days: wöchentlich|毎週|每周
1 month: once a month|monatlich|mensuel|mensuelle|mensual|毎月|月次|每月|شهري|شهريا|شهرياً
3 months: every quarter|once a quarter|every three months|vierteljährlich|quartalsweise|trimestriel|trimestrielle|trimestral|四半期|毎四半期|四半期ごと|每季度|季度|ربع سنوي
6 months: halbjährlich|zweimal jährlich|semestriel|semestrielle|semestral|半年|半年ごと|每半年|نصف سنوي
12 months: once per year|each year|every twelve months|a year|jährlich|jedes jahr|tous les ans|chaque année|annuel|annuelle|annuellement|anual|毎年|年次|年1回|每年|年度|سنوي|سنويا|سنوياً
18 months: eighteen months
24 months: every two years|every other year|twenty-four months|zweijährlich|2年ごと|每两年
36 months: every three years|thirty-six months|dreijährlich|3年ごと|每三年";

/// The length of time that such a word means, in small letters.
pub fn period_called(word: &str) -> Option<&'static str> {
    pairs_in(OFTEN).find(|(known, _)| *known == word).map(|(_, period)| period)
}

/// `Annual`, `Annually or after a change`, `Every 12 months`, `12 months (yearly)`.
pub(super) fn period(text: &str) -> Option<Period> {
    let text = text.to_lowercase();
    let end = [" (", ",", ";", " or ", " and ", " from ", " – ", " - "].iter().filter_map(|sign| text.find(sign)).min();
    let text = text[..end.unwrap_or(text.len())].trim().trim_end_matches('.');
    let text = text.strip_prefix("at least ").unwrap_or(text);
    let called = period_called(text).and_then(Period::parse);
    called.or_else(|| Period::parse(text)).or_else(|| Period::parse(text.strip_prefix("every ")?))
}

/// Whether a text is some time of a year, and not how often something comes: that under `Review period` was looked at.
pub(super) fn is_span(text: &str) -> bool {
    let has_year = text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4);
    has_year && text.to_lowercase().split_whitespace().all(|word| period(word).is_none())
}

/// Names with semicolons or breaks between, or `commas`, each at its place; one of them as it stands. Where brackets are to be
/// `whole`, nothing in them parts.
fn list(raw: &str, at: usize, (commas, whole): (bool, bool), apart: Apart<'_>) -> Node {
    let (text, span, mut from) = (markup::bare_with(raw, "; "), Span::new(at, at + raw.len()), 0);
    let mut scalar = |name: &str| {
        let own = raw[from..].find(name).map(|place| Span::new(at + from + place, at + from + place + name.len()));
        from = own.map_or(raw.len(), |own| own.end - at);
        Node { value: Value::Scalar(Scalar { text: name.to_owned(), quoted: true }), span: own.unwrap_or(span) }
    };
    let is_closed = whole && text.matches('(').count() == text.matches(')').count();
    let mut inside = false;
    let parts = |c: char| {
        inside = is_closed && (inside || c == '(') && c != ')';
        !inside && (c == ';' || commas && c == ',')
    };
    let names = text.split(parts).map(str::trim);
    match names.filter(|name| !name.is_empty()).flat_map(apart).collect::<Vec<_>>().as_slice() {
        [name] => scalar(name),
        names => Node { value: Value::List(names.iter().map(|name| scalar(name)).collect()), span },
    }
}

/// The ids of controls or clauses in a text, each at its place. Numbers of editions and years are none; what stands behind
/// the number of another standard than ISO/IEC 42001 is of that one, `ISO/IEC 27001 A.5.2`.
fn requirements(key: &str, raw: &str, at: usize) -> Option<Node> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '.';
    let mut items = Vec::new();
    let (mut start, mut of) = (None, None);
    for (place, c) in raw.char_indices().chain([(raw.len(), ' ')]) {
        match (start, is_part(c)) {
            (None, true) => start = Some(place),
            (Some(from), false) => {
                let word = raw[from..place].trim_end_matches('.');
                if let Some(number) = standard(&raw[..from], word) {
                    of = (number != "42001").then_some(number);
                } else if is_requirement(key, word) {
                    let span = Span::new(at + from, at + from + word.len());
                    let text = of.map_or_else(|| word.to_owned(), |of| format!("iso-{of}:{word}"));
                    let value = Value::Scalar(Scalar { text, quoted: true });
                    items.push(Node { value, span });
                }
                start = None;
            }
            _ => {}
        }
    }
    let span = Span::new(at, at + raw.len());
    (!items.is_empty()).then_some(Node { value: Value::List(items), span })
}

/// The number of the standard that a word is, by what stands before it: `27001`, `9001` behind `ISO`.
fn standard<'t>(before: &str, word: &'t str) -> Option<&'t str> {
    let number = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let last = before.trim_end_matches([' ', '-']).rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_body = |text: &str| ["iso", "iec", "en"].iter().any(|body| text.eq_ignore_ascii_case(body));
    let is_named = is_body(last) || is_body(&word[..word.len() - number.len()]);
    let is_one = number.len() == 5 || (is_named && matches!(number.len(), 3..=5));
    (is_one && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(number)
}

fn is_requirement(key: &str, word: &str) -> bool {
    let mut parts = word.split('.');
    let first = parts.next().unwrap_or_default();
    let numbers: Vec<&str> = parts.collect();
    let all_short =
        numbers.iter().all(|part| matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit()));
    let sound = match key {
        "controls" => first.len() == 1 && first.bytes().all(|byte| byte.is_ascii_uppercase()) && !numbers.is_empty(),
        _ => first.parse::<u8>().is_ok_and(|number| (4..=10).contains(&number)) && numbers.len() < 4,
    };
    sound && all_short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(key: &str, raw: &str) -> Option<(String, Vec<String>)> {
        let (key, node) = read(key, raw, 0)?;
        let text = |node: &Node| match &node.value {
            Value::Scalar(scalar) => scalar.text.clone(),
            _ => String::new(),
        };
        let texts = match &node.value {
            Value::List(items) => items.iter().map(text).collect(),
            _ => vec![text(&node)],
        };
        Some((key, texts))
    }

    #[test]
    fn values_are_read_by_what_their_key_takes() {
        let is = |key: &str, raw: &str, meant: &str, texts: &[&str]| {
            let texts = texts.iter().map(|text| (*text).to_owned()).collect();
            assert_eq!(told(key, raw), Some((meant.to_owned(), texts)), "{raw}");
        };
        is("id", "`POL-001` (old)", "id", &["POL-001"]);
        is("effective", "15 April 2026", "effective", &["2026-04-15"]);
        is("next-review", "Annual", "review-every", &["12 months"]);
        is("review-every", "2027-04-15", "next-review", &["2027-04-15"]);
        is("review-every", "Every 6 months or after a change", "review-every", &["6 months"]);
        for plain in
            ["✅ Approved (v1.2)", "Approved - 2026-04-15", "Approved (version 1.2, 15 April 2026).", "Approved."]
        {
            is("status", plain, "status", &["Approved"]);
        }
        for other in ["Approved (pending sign-off)", "Approved - not yet signed", "Approved (v1.0), Draft (v1.1)"] {
            is("status", other, "status", &[other]);
        }
        is("status", "✅ Approved; superseded by POL-9", "status", &["Approved; superseded by POL-9"]);
        is("classification", "Public (from 2027)", "classification", &["Public (from 2027)"]);
        is("kind", "Policy (all staff)", "kind", &["Policy"]);
        is("version", "1.0 (Draft)", "version", &["1.0"]);
        is("approvers", "CISO, DPO", "approvers", &["CISO", "DPO"]);
        is("approvers", "Jane Roe<br>~~DPO~~CEO[^1]", "approvers", &["Jane Roe", "CEO"]);
        is("controls", "<!-- A.2.2 --> A.5.2", "controls", &["A.5.2"]);
        is("controls", "ISO/IEC 42001:2023 A.5.2, A.6.2.4 (life cycle)", "controls", &["A.5.2", "A.6.2.4"]);
        is("controls", "ISO/IEC 27001:2022 A.5.2; ISO 42001 A.5.3", "controls", &["iso-27001:A.5.2", "A.5.3"]);
        is("clauses", "DIN EN ISO/IEC 27001 9.2.1, 9.2.2", "clauses", &["iso-27001:9.2.1", "iso-27001:9.2.2"]);
        is("clauses", "ISO 9001:2015 clause 8.4", "clauses", &["iso-9001:8.4"]);
        is("clauses", "ISO/IEC 42001:2023, Clauses 6.1.2 and 8.2.", "clauses", &["6.1.2", "8.2"]);
        is("next-review", "[DATE]", "next-review", &["[DATE]"]);
        is("review-every", "Annually since 2026", "review-every", &["Annually since 2026"]);
        assert_eq!(told("review-every", "Q1 2026"), None);
        assert_eq!(told("controls", "Purpose"), None);
        assert_eq!(told("id", "see the register"), None);
        assert_eq!(told("owner", "  "), None);
    }
}
