//! Lines that give a label its address, `[the policy]: ai.md`, and sentences that are taken for such lines.

use std::collections::{BTreeMap, BTreeSet};

use super::torn::is_address;
use crate::base::text::one_line;
use crate::diag::Span;

/// A line that gives a label its address, or looks like one.
pub(super) struct Address {
    pub(super) span: Span,
    /// Its label as it stands, and as labels are compared.
    pub(super) name: String,
    pub(super) label: String,
    target: String,
    /// Whether it stands in what is shown, and so is none.
    pub(super) shown: bool,
}

/// Why a line is on no page and gives nothing an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Idle {
    /// Its label has another address before.
    Second,
    /// Nothing uses its label, and it hardly says an address.
    Unused,
}

/// The lines that give nothing an address, where by the labels in `used` something leads to one.
pub(super) fn idle<'a>(addresses: &'a [Address], used: &BTreeSet<String>) -> Vec<(&'a Address, Idle)> {
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    let told = |address: &'a Address| match first.get(&*address.label) {
        Some(target) => (*target != address.target).then_some((address, Idle::Second)),
        None => {
            first.insert(&address.label, &address.target);
            let unused = !used.contains(&address.label) && !leads(&address.target);
            unused.then_some((address, Idle::Unused))
        }
    };
    addresses.iter().filter(|address| !address.shown).filter_map(told).collect()
}

/// A label as Markdown compares it: letter case says nothing, nor how many blanks part its words.
pub fn folded(label: &str) -> String {
    one_line(label).to_uppercase().to_lowercase()
}

/// Whether what is taken for an address is one for certain, or nothing, as remarks have it: `[//]: # (a remark)`.
fn leads(target: &str) -> bool {
    let named = |ending: &str| ending.contains(char::is_alphabetic);
    let is_mail = || target.split_once('@').is_some_and(|(_, host)| host.contains('.'));
    target.is_empty()
        || target.starts_with(['#', '/'])
        || is_mail()
        || is_address(target) && (target.contains('/') || target.rsplit('.').next().is_some_and(named))
}

/// The lines of a text that look as if they gave a label its address. A label may go on in the next line, and its address
/// may stand there.
pub(super) fn addresses(text: &str, start: usize) -> Vec<Address> {
    let body = text.get(start..).unwrap_or_default();
    if !body.contains("]:") {
        return Vec::new();
    }
    let mut at = start;
    let mut lines = body.split_inclusive('\n').peekable();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        let two = at + line.len() + lines.peek().map_or(0, |next| next.len());
        let goes_on = || line.trim_start_matches(is_mark).starts_with('[').then(|| text.get(at..two)).flatten();
        found.extend(address(line.trim_end(), at).or_else(|| address(goes_on()?.trim_end(), at)));
        at += line.len();
    }
    found
}

/// Whether a sign may stand before such a line: that of a quote or of an item.
fn is_mark(c: char) -> bool {
    c.is_whitespace() || c.is_ascii_digit() || matches!(c, '>' | '-' | '*' | '+' | '.' | ')')
}

/// `[label]: address`, in a quote or an item of a list too. A footnote is none.
fn address(line: &str, at: usize) -> Option<Address> {
    let rest = line.trim_start_matches(is_mark);
    let (label, behind) = rest.strip_prefix('[')?.split_once("]:")?;
    let sound = !label.trim().is_empty() && !label.starts_with('^') && !label.contains(['[', ']']);
    let behind = behind.trim_start();
    let target = match behind.strip_prefix('<') {
        Some(inner) => inner.split('>').next()?,
        None => behind.split_whitespace().next()?,
    };
    let (name, label, target) = (one_line(label), folded(label), target.to_owned());
    let (start, end) = (at + line.len() - rest.len(), at + line.len());
    sound.then(|| Address { span: Span::new(start, end), name, label, target, shown: false })
}
