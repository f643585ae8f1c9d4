//! Ids of controls and clauses as documents name them, and what an unknown one may have been meant to be.
//!
//! Shared by the rules that tell of unknown ids, so that each slip is told once and in the same words.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::near::{Dressed, Near};
use crate::base::text::{alike, did_you_mean};
use crate::base::{say, wording};
use crate::diag::{Fix, Spanned};
use crate::model::Aims;
use crate::model::absent::is_absent;
use crate::model::catalog::{Catalog, Framework, ReqId, Standard, split_req_id};
use crate::model::document::Document;
use crate::model::kinds::FieldType;
use crate::model::not_met::is_named;
use crate::model::soa::{Soa, SoaRow, is_numbered_as, is_own};

/// Every value of the keys of one type, those in rows too, with the name of its key: `treatments.controls`.
pub(super) fn named<'a>(
    aims: &'a Aims,
    document: &'a Document,
    of_type: FieldType,
) -> Vec<(String, &'a Spanned<String>)> {
    let mut found = Vec::new();
    for spec in aims.kinds.fields(document.kind.as_deref()) {
        if spec.field_type == of_type {
            found.extend(document.fields.texts(&spec.name).iter().map(|id| (spec.name.clone(), id)));
        }
        for column in spec.columns.iter().filter(|column| column.field_type == of_type) {
            let rows = document.fields.rows(&spec.name).iter();
            let ids = rows.flat_map(|row| row.cells.texts(&column.name));
            found.extend(ids.map(|id| (format!("{}.{}", spec.name, column.name), id)));
        }
    }
    found
}

/// Whether a key says what was looked at, where an id may stand for all that is below it: `A.8` for the controls of that
/// area, `9` for its clauses.
pub(super) fn looks_at(key: &str) -> bool {
    key.rsplit('.').next().is_some_and(|key| key.starts_with("covers-"))
}

/// Whether an id is the start of those of controls: `A.8` is that of `A.8.2`.
pub(super) fn is_area(aims: &Aims, written: &str) -> bool {
    let (standards, id) = asked(aims, written);
    let below = |control: &str| control.strip_prefix(id).is_some_and(|rest| rest.starts_with('.'));
    !id.is_empty() && standards.into_iter().any(|standard| standard.controls.iter().any(|control| below(&control.id)))
}

/// The followed frameworks that an id may be of, `iso-27001:A.5.2` of one and `A.5.2` of any up to that of which it is a
/// heading, and the id within them.
pub(super) fn asked<'a>(aims: &'a Aims, written: &'a str) -> (Vec<&'a Standard>, &'a str) {
    let (framework, id) = split_req_id(written);
    (aims.catalog.asked(framework, id), id)
}

/// Whether an id is that of a reference control or of one in a statement of applicability.
pub(super) fn is_control(aims: &Aims, written: &str) -> bool {
    let (standards, id) = asked(aims, written);
    standards.into_iter().any(|standard| {
        let stated = || statements(aims, standard).any(|soa| soa.row(id).is_some());
        standard.control(id).is_some() || (foreign_in(standard, id).is_none() && stated())
    })
}

/// What an id names that is no control.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Foreign {
    Clause,
    Heading,
}

impl Foreign {
    /// It in words.
    pub(super) fn said(self) -> &'static str {
        match self {
            Self::Clause => say!("a clause"),
            Self::Heading => say!("a heading of Annex A"),
        }
    }
}

/// What an id of a followed framework names that is no control, where it names anything.
pub(super) fn foreign(aims: &Aims, written: &str) -> Option<Foreign> {
    let (standards, id) = asked(aims, written);
    standards.into_iter().find_map(|standard| foreign_in(standard, id))
}

/// The same within one framework.
pub(super) fn foreign_in(standard: &Standard, id: &str) -> Option<Foreign> {
    match (standard.clause(id), standard.title(id)) {
        (Some(_), _) => Some(Foreign::Clause),
        (None, Some(_)) if standard.control(id).is_none() => Some(Foreign::Heading),
        _ => None,
    }
}

/// An id behind the name of a standard, `ISO/IEC 27001 A.5.2`, as it is written here; or what to say of one that is of no
/// standard that is followed. `None` where it stands behind none.
pub(super) fn behind_name(aims: &Aims, written: &str) -> Option<Result<String, String>> {
    if let (Some(named), id) = split_req_id(written)
        && aims.catalog.standard(named).is_none()
        && let Some(framework) = aims.catalog.known_as(named)
    {
        return Some(match aims.catalog.standard(&framework.id) {
            Some(_) => Ok(format!("{}:{id}", framework.id)),
            None => Err(under_requirements(framework, id)),
        });
    }
    let said = aims.catalog.said(written)?;
    match said.standard {
        Some(standard) => said.id.map(|id| Ok(aims.catalog.name(&ReqId::new(&standard.id, id)))),
        None => Some(Err(say!("It is of a standard that is not followed here: `follow` under `[frameworks]` in `aims.toml` says which are. What else there is to meet is named under `requirements`.").to_owned())),
    }
}

/// What to do about an id that is no control, and what to write in its place; `near` is what may be meant.
pub(super) fn control_help(aims: &Aims, written: &str, near: Option<&str>) -> (String, Option<String>) {
    let (standards, id) = asked(aims, written);
    let name = |standard: &Standard, id: &str| aims.catalog.name(&ReqId::new(&standard.id, id));
    let below = standards.iter().map(|standard| {
        let all_of = id.strip_suffix(".*").or_else(|| id.strip_suffix(".x")).unwrap_or(id);
        let below = standard.controls.iter().filter(|control| control.area == all_of || control.objective == all_of);
        below.map(|control| name(standard, &control.id)).collect::<Vec<_>>()
    });
    let below = below.into_iter().find(|below| !below.is_empty()).unwrap_or_default();
    let range = standards.iter().find_map(|standard| {
        let ids = range(id, true, || controls(aims, standard))?;
        Some(ids.into_iter().map(|id| name(standard, id)).collect::<Vec<_>>())
    });
    if let Some(ids) = range {
        return (range_help(&ids), (!ids.is_empty()).then(|| ids.join(", ")));
    }
    if let Some(several) = several(id, |word| standards.iter().any(|standard| standard.control(word).is_some())) {
        return (say!("Write each control as an item of its own: `{ids}`.", ids = several.join("`, `")), None);
    }
    if is_absent(written) && !written.is_empty() {
        return (say!("Where there is none, take it out: a key that is not there says so.").to_owned(), None);
    }
    if let Some(help) = of_another(aims, written) {
        return (help, None);
    }
    let help = match near {
        _ if standards.iter().any(|standard| standard.clause(id).is_some()) => {
            let control = format!("A.{id}");
            let is_one = standards.iter().any(|standard| standard.control(&control).is_some());
            let first = say!("Name clauses under `clauses`: `clauses: [{id}]`.", id = written);
            match is_one {
                true => format!("{first} {}", say!("The control of that number is `{control}`.", control)),
                false => first,
            }
        }
        _ if !below.is_empty() => {
            let first = say!("Name the controls below it: {controls}.", controls = below.join(", "));
            let other = aims.catalog.standards().find(|standard| standard.control(id).is_some());
            match other.filter(|_| split_req_id(written).0.is_none()) {
                Some(other) => {
                    format!("{first} {}", say!("The control of {standard} of that number is `{control}`.", standard = wording::known(&other.short), control = name(other, id)))
                }
                None => first,
            }
        }
        // Of numbers as long as each other none is nearer than the next.
        Some(near) if near.len() != written.len() || !is_numbered(id) => {
            return (say!("Did you mean `{near}`?", near), Some(near.to_owned()));
        }
        _ if is_numbered(id) && !standards.is_empty() => beside(&standards, id),
        _ => say!("Name a control of Annex A, such as `A.5.2`, or one of your own that has its row and `title` in the statement of applicability.").to_owned(),
    };
    (help, None)
}

/// What stands between the two ends of a range, the plainest last.
const JOINTS: [&str; 11] = [" through ", " bis ", " to ", "...", "..", "…", "–", "—", "‑", " - ", "-"];

/// The ids that a range means, as `A.2.2 - A.2.4` and `SYS-001 bis SYS-003`, of those that there are: of one family by their
/// numbers, else those between, where they have an order. None where it cannot be told which; `None` where it is no range.
pub(super) fn range<'a, I>(text: &str, in_order: bool, ids: impl Fn() -> I) -> Option<Vec<&'a str>>
where
    I: Iterator<Item = &'a str>,
{
    let ways = JOINTS.iter().flat_map(|joint| text.match_indices(joint));
    let mut ends = ways.map(|(at, joint)| (text[..at].trim(), text[at + joint.len()..].trim(), joint));
    let found = ends.find_map(|(first, last, joint)| {
        let ((family, from), (of, to)) = (numbered(first)?, numbered(last)?);
        // The second may be short for all of it, as `A.2.2–4`. Behind a bare hyphen that is a part of one id.
        if !family.is_empty() && from < to && (family.eq_ignore_ascii_case(of) || of.is_empty() && joint != "-") {
            let own = |id| {
                numbered(id).filter(|(of, number)| of.eq_ignore_ascii_case(family) && (from..=to).contains(number))
            };
            let mut found: Vec<(u32, &str)> = ids().filter_map(|id| Some((own(id)?.1, id))).collect();
            found.sort_unstable();
            found.dedup();
            return (!found.is_empty()).then(|| found.into_iter().map(|(_, id)| id).collect());
        }
        let place = |end: &str| ids().position(|id| id.eq_ignore_ascii_case(end));
        let (from, to) = (place(first)?, place(last)?);
        let parts = |id: &str| id.chars().filter(|c| !c.is_alphanumeric()).count();
        let deep = parts(first).min(parts(last))..=parts(first).max(parts(last));
        let many = if in_order && from < to { to + 1 - from } else { 0 };
        // `7-5` is rather the number 7.5.
        (from < to || !in_order || joint != "-")
            .then(|| ids().skip(from).take(many).filter(|id| deep.contains(&parts(id))).collect::<Vec<_>>())
    })?;
    Some(if found.len() > TOLD { Vec::new() } else { found })
}

/// As many ids of a range are told one by one.
const TOLD: usize = 40;

/// An id without the number at its end, and that number.
fn numbered(id: &str) -> Option<(&str, u32)> {
    let family = id.trim_end_matches(|c: char| c.is_ascii_digit());
    // `MAP 1.1` is one. Of more words it is a sentence.
    let is_id = family.chars().filter(|c| c.is_whitespace()).count() < 2;
    id[family.len()..].parse().ok().filter(|_| is_id).map(|number| (family, number))
}

/// What to do about a range, of which these ids are meant.
pub(super) fn range_help(ids: &[String]) -> String {
    match ids {
        [] => say!("That is a range, and ranges are not read: write each id as an item of its own.").to_owned(),
        _ => say!(
            "That is a range, and ranges are not read. Write each as an item of its own: `{ids}`.",
            ids = ids.join("`, `")
        ),
    }
}

/// The ids that run together in one text, with nothing but blanks and joining words between: `A.2.2 and A.5.2`. `None` where
/// they are not at least two.
pub(super) fn several(text: &str, is_id: impl Fn(&str) -> bool) -> Option<Vec<&str>> {
    let words = text
        .split(|c: char| c.is_whitespace() || matches!(c, '+' | '&' | '/'))
        .map(|word| word.trim_matches(['(', ')', '.', '•']));
    let is_joining = |word: &str| matches!(word, "" | "and" | "or" | "und" | "oder" | "et" | "ou");
    let words: Vec<&str> = words.filter(|word| !is_joining(word)).collect();
    (words.len() > 1 && words.iter().all(|word| is_id(word))).then_some(words)
}

/// Whether an id is written as those of Annex A are: `A.5.9`.
fn is_numbered(id: &str) -> bool {
    let parts = id.strip_prefix("A.").map(|rest| rest.split('.'));
    parts
        .is_some_and(|mut parts| parts.all(|part| !part.is_empty() && part.bytes().all(|digit| digit.is_ascii_digit())))
}

/// The controls of the area that a number would be in, or the areas that there are.
fn beside(standards: &[&Standard], id: &str) -> String {
    let mut at = id;
    while let Some((above, _)) = at.rsplit_once('.').filter(|(above, _)| *above != "A") {
        let of = |standard: &&Standard| {
            let within = standard.controls.iter().filter(|control| control.area == above || control.objective == above);
            within.map(|control| format!("`{}`", control.id)).collect::<Vec<_>>()
        };
        if let Some(controls) = standards.iter().map(of).find(|controls| !controls.is_empty()) {
            return say!("{area} has the controls {controls}.", area = above, controls = controls.join(", "));
        }
        at = above;
    }
    let areas = standards.iter().flat_map(|standard| &standard.controls).map(|control| control.area.as_str());
    let mut areas: Vec<&str> = areas.collect();
    areas.dedup();
    say!("Annex A has the areas {areas}.", areas = areas.join(", "))
}

/// What to do about an id that is no control here and one of another framework that is known.
fn of_another(aims: &Aims, written: &str) -> Option<String> {
    let (framework, id) = in_another(aims, written, |one| aims.catalog.standard(&one.id).is_some())?;
    Some(under_requirements(framework, id))
}

/// The first framework that is known which has an id that is no control here, beside those that are `meant` here.
pub(super) fn in_another<'a>(
    aims: &'a Aims,
    written: &str,
    meant: impl Fn(&Framework) -> bool,
) -> Option<(&'a Framework, &'a str)> {
    let (named, id) = split_req_id(written);
    if named.is_some() || foreign(aims, written).is_some() {
        return None;
    }
    let builtin = Catalog::builtin().frameworks();
    let known = aims.catalog.frameworks().iter().chain(builtin);
    known.filter(|one| !meant(one)).find_map(|one| one.find(id).map(|item| (one, &*item.id)))
}

/// Where the id of a framework that is not followed is named.
pub(super) fn under_requirements(framework: &Framework, id: &str) -> String {
    let id = framework.numbered(id).map_or(id, |item| item.id.as_str());
    let item = if id.contains(' ') { format!("\"{id}\"") } else { id.to_owned() };
    let (short, framework) = (wording::known(&framework.short), &framework.id);
    say!(
        "It is of {short}. Name it under `requirements`: `requirements: {{framework}: [{item}]}`.",
        short,
        framework,
        item
    )
}

/// What ids of controls that are none may have been meant to be.
pub(super) struct Controls<'a> {
    aims: &'a Aims,
    /// The reference controls and own controls of each framework that is named, and of all together.
    of: BTreeMap<Option<String>, Meant<'a>>,
}

impl<'a> Controls<'a> {
    pub(super) fn of(aims: &'a Aims) -> Self {
        Self { aims, of: BTreeMap::new() }
    }

    /// The nearest control, as it would be written: with its framework where the id has one.
    pub(super) fn nearest(&mut self, written: &str) -> Option<String> {
        let (framework, id) = split_req_id(written);
        let known = self.of.entry(framework.map(str::to_owned)).or_insert_with(|| {
            let asked = |standard: &&Standard| framework.is_none_or(|wanted| standard.id == *wanted);
            let standards = self.aims.catalog.standards().filter(asked);
            Meant::of(standards.flat_map(|standard| controls(self.aims, standard)))
        });
        let near = known.nearest(id)?;
        Some(framework.map_or_else(|| near.to_owned(), |framework| format!("{framework}:{near}")))
    }
}

/// The statement that holds, and as its file reads.
fn statements<'a>(aims: &'a Aims, standard: &Standard) -> impl Iterator<Item = &'a Soa> {
    aims.written_soa_of(&standard.id).into_iter().chain(aims.soa_of(&standard.id))
}

/// The reference controls of a framework, and the own controls in its statement.
fn controls<'a>(aims: &'a Aims, standard: &'a Standard) -> impl Iterator<Item = &'a str> {
    let own = statements(aims, standard).flat_map(|soa| soa.own_controls(standard));
    let own = own.map(|row| row.control.value.as_str());
    standard.controls.iter().map(|control| control.id.as_str()).chain(own)
}

/// Whether a row has no title.
pub(super) fn is_untitled(row: &SoaRow) -> bool {
    row.title.as_deref().is_none_or(|title| title.trim().is_empty())
}

/// Whether a row of a statement is neither a reference control nor an own control with a title.
pub(super) fn is_slip(aims: &Aims, soa: &Soa, row: &SoaRow) -> bool {
    let id = &row.control.value;
    let Some(standard) = aims.catalog.standard(&soa.framework) else { return true };
    let odd = || {
        is_untitled(row)
            || is_numbered_as(id, standard)
            || foreign_in(standard, id).is_some()
            || (aims.trace.at(&soa.id(row)).is_none() && (soa.holds || !is_own(row, standard)))
    };
    standard.control(id).is_none() && odd()
}

/// The reference control that such a row most likely means: one that differs in case, blanks and punctuation only, then
/// one that has no row yet, then any other.
pub(super) fn meant_by<'a>(aims: &'a Aims, soa: &Soa, row: &SoaRow) -> Option<&'a str> {
    let id = &row.control.value;
    let standard = aims.catalog.standard(&soa.framework)?;
    let all = || standard.controls.iter().map(|control| control.id.as_str());
    let without_row = |id: &&str| soa.row(id).is_none();
    if foreign_in(standard, id).is_some() {
        return None;
    }
    // Where all but one have their rows, a number that none has is that of the last.
    let the_last = || {
        let mut lacking = all().filter(without_row).filter(|_| is_numbered_as(id, standard));
        lacking.next().filter(|_| lacking.next().is_none())
    };
    let near = || did_you_mean(id, all().filter(without_row)).or_else(|| did_you_mean(id, all()));
    same_letters(id, all()).or_else(the_last).or_else(near)
}

/// The number in what should be one: `clause 6.1.4`, `§ 6.1.4` and `6.1.4 a)` hold it between other words. Its parts may
/// stand between other signs than full stops: `6_1_4`, `9-1`.
pub(super) fn number_in(text: &str) -> String {
    let mut number = String::new();
    let mut between = None;
    for c in text.chars().skip_while(|c| !c.is_ascii_digit()) {
        match c {
            _ if c.is_ascii_digit() => {
                number.extend(between.take().map(|_| '.'));
                number.push(c);
            }
            '.' | '_' | '-' | ',' | '/' | ':' | '·' | '\u{2010}'..='\u{2013}' if between.is_none() => {
                between = Some(c);
            }
            _ => break,
        }
    }
    number
}

/// The mend that puts an id in the place of what was written.
pub(super) fn in_place_of(written: &Spanned<String>, id: &str) -> Fix {
    let fix = Fix::meant(written.span, id);
    if is_named(&written.value, id) { fix.certain() } else { fix.certain_if_alike(&written.value) }
}

/// The numbers in a text, one after the other.
pub(super) fn numbers_in(text: &str) -> Vec<&str> {
    let of_number = |c: char| c.is_ascii_digit() || c == '.';
    let numbers = text.split(|c| !of_number(c)).map(|number| number.trim_matches('.'));
    numbers.filter(|number| !number.is_empty()).collect()
}

/// Ids that may be meant by some that are none.
pub(super) struct Meant<'a> {
    ids: BTreeSet<&'a str>,
    /// Those that differ in case, blanks and punctuation only.
    alike: Dressed<'a>,
    near: Near<'a>,
}

impl<'a> Meant<'a> {
    pub(super) fn of(ids: impl Iterator<Item = &'a str>) -> Self {
        let ids: Vec<&str> = ids.collect();
        let alike = Dressed::of(ids.iter().copied());
        Self { near: Near::of(ids.iter().copied()), ids: ids.into_iter().collect(), alike }
    }

    /// The id that differs in case, blanks and punctuation only, else one that stands as a word in the text, the control in
    /// `Annex A.5.2`, else the nearest where no other is as near: of numbers nobody can tell which is meant.
    pub(super) fn nearest(&mut self, id: &str) -> Option<&'a str> {
        if let Some(alike) = self.alike.meant(id) {
            return alike;
        }
        let words = id.split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | ':' | '-')));
        let mut words = words.filter(|word| !word.is_empty());
        words.find_map(|word| self.ids.get(word).copied()).or_else(|| self.near.only(id))
    }
}

fn same_letters<'a>(id: &str, mut candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    candidates.find(|candidate| alike(candidate, id))
}

#[cfg(test)]
mod tests {
    use super::{Meant, number_in, numbers_in};

    #[test]
    fn the_parts_of_a_number_may_stand_between_other_signs() {
        for (written, number) in [
            ("6_1_4", "6.1.4"),
            ("6,1,4", "6.1.4"),
            ("clause 9–1", "9.1"),
            ("§ 6.1.4 a)", "6.1.4"),
            ("6.1.", "6.1"),
            ("6__1", "6"),
            ("x", ""),
        ] {
            assert_eq!(number_in(written), number, "{written}");
        }
        assert_eq!(numbers_in("6.1, 9 and 9.1."), ["6.1", "9", "9.1"]);
    }

    #[test]
    fn a_range_is_all_that_stands_within_it() {
        let all = [
            "A.2.2", "A.2.3", "A.2.4", "A.3.2", "A.6.1.2", "A.6.2.2", "SYS-001", "SYS-003", "MAP 1.1", "MAP 1.2", "4",
            "5", "5.1",
        ];
        let of = |text| super::range(text, true, || all.into_iter()).map(|ids| ids.join(" "));
        for (written, meant) in [
            ("A.2.2 - A.2.4", "A.2.2 A.2.3 A.2.4"),
            ("A.2.2-A.2.4", "A.2.2 A.2.3 A.2.4"),
            ("A.2.2–4", "A.2.2 A.2.3 A.2.4"),
            ("a.2.3 to A.2.9", "A.2.3 A.2.4"),
            ("A.2.3 … A.3.2", "A.2.3 A.2.4 A.3.2"),
            ("SYS-001 bis SYS-003", "SYS-001 SYS-003"),
            ("SYS-001-SYS-003", "SYS-001 SYS-003"),
            ("MAP 1.1 – MAP 1.2", "MAP 1.1 MAP 1.2"),
            ("4 - 5", "4 5"),
            ("A.2.4 - A.2.2", ""),
        ] {
            assert_eq!(of(written).as_deref(), Some(meant), "{written}");
        }
        for none in ["A.2.2", "A.2.2-3", "A.2.4-A.2.2", "SYS-001 - Lending", "5-1", "A.2.2 - A.9.9", "", "-", "…"] {
            assert_eq!(of(none), None, "{none}");
        }
        let documents = || ["POL-001", "RSK-001", "SYS-001"].into_iter();
        for pair in ["POL-001 - SYS-001", "SYS-001 - POL-001"] {
            assert_eq!(super::range(pair, false, documents), Some(Vec::new()));
        }
    }

    #[test]
    fn ids_that_differ_in_their_dress_only_are_found_first() {
        let mut known = Meant::of(["", "A.5.2", "A.5.3"].into_iter());
        assert_eq!(known.nearest("a 5.3"), Some("A.5.3"));
        assert_eq!(known.nearest("A53"), Some("A.5.3"));
        assert_eq!(known.nearest("A.5.22"), Some("A.5.2"));
        assert_eq!(known.nearest("…"), None);
        assert_eq!(known.nearest("A.5.9"), None);
    }
}
