//! What internal audits and the management review looked at, on the page of a control or a clause.

use std::collections::BTreeSet;

use super::sections::Section;
use crate::base::say;
use crate::check::PARTIAL;
use crate::model::DocIx;
use crate::model::audited::{Held, Subject, What};
use crate::model::catalog::ISO_42001;
use crate::model::fields::Fields;
use crate::model::inputs;
use crate::model::trace::{Applicability, Requirement, RequirementKind};
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::parts::words;
use crate::site::view::{Cell, Pair, Part, Sign, Table, comma};
use crate::site::worded::phrase;

/// How many earlier audits are named.
const EARLIER: usize = 6;

/// How many findings of an audit are told.
const FINDINGS: usize = 20;

/// The clause that lists what a management review looks at.
const REVIEW: &str = "9.3.2";

/// When internal audits looked at a requirement, with what result, and when the next one is to.
pub(super) fn by_audits(shared: &Shared<'_>, link: Linker<'_>, requirement: &Requirement) -> Option<Section> {
    let subject = subject(shared, requirement)?;
    let of = shared.aims.catalog.standard(&requirement.framework)?;
    let is_counted = shared.audited.standard(subject.what).is_some_and(|counted| counted.id == of.id);
    let other = (!is_counted).then(|| shared.aims.audited_for(of));
    let audited = other.as_ref().unwrap_or(&shared.audited);
    let (places, next) = (audited.places(&subject), audited.next(&subject));
    let held: Vec<&Held<'_>> = places.iter().filter_map(|place| audited.held.get(*place)).collect();
    let mut pairs = Vec::new();
    match held.split_first() {
        Some((last, earlier)) => {
            let open = open_of(shared, last, requirement);
            let sign = match audited.is_in_cycle(last) {
                true if !open.is_empty() => Sign::new("open", say!("Audited with an open nonconformity")),
                true => Sign::new("done", say!("Audited")),
                false => Sign::new("overdue", say!("Earlier cycle")),
            };
            pairs.push(Pair::new(
                say!("Last audited"),
                phrase!(
                    "{sign} on {day} by {audit}",
                    sign = Part::sign(sign),
                    day = Part::date(last.date),
                    audit = link.document(last.ix)
                ),
            ));
            if shared.findings_about(&last.document.path).iter().any(|of| of.name == PARTIAL) {
                pairs.push(Pair::new(say!("Auditor"), Part::sign(Sign::new("overdue", say!("Not independent")))));
            }
            pairs.push(Pair::new(say!("Result"), result(link, last, requirement, &open)));
            if !earlier.is_empty() {
                let each = earlier.iter().take(EARLIER).map(|audit| link.document(audit.ix));
                pairs.push(Pair::new(say!("Audited before by"), comma(each)));
            }
        }
        None => {
            let sign = if audited.is_planned(&subject) { "planned" } else { "gap" };
            pairs.push(Pair::new(say!("Last audited"), Part::sign(Sign::new(sign, say!("Not audited yet")))));
        }
    }
    pairs.push(Pair::new(
        say!("Next audit"),
        match next {
            Some(row) => {
                let what = row.row.text("audit").unwrap_or_default();
                phrase!(
                    "{what}, due {day}, by {plan}",
                    what = Part::said(what),
                    day = link.due(row.due),
                    plan = link.document(row.plan)
                )
            }
            None => vec![Part::quiet(say!("no plan names it"))],
        },
    ));
    let all = Part::Link { href: link.to(Address::Coverage.at()), v: say!("Coverage of audits").into() };
    let intro = vec![Part::text(say!("By what audits and plans name as covered. ")), all];
    Some(Section { pairs, intro: vec![intro], ..Section::new("audited", say!("Internal audits")) })
}

/// What has to be looked at within a cycle, where this is a part of it.
fn subject<'a>(shared: &Shared<'_>, requirement: &'a Requirement) -> Option<Subject<'a>> {
    if shared.is_partial() {
        return None;
    }
    let what = match requirement.kind {
        RequirementKind::Clause => {
            let clause = shared.aims.catalog.clause(&requirement.framework, &requirement.id)?;
            clause.requirement.then_some(What::Clause)?
        }
        RequirementKind::Control | RequirementKind::OwnControl => {
            let of_statement = shared.aims.soa_of(&requirement.framework).is_some();
            let left_out = matches!(requirement.applicability, Applicability::Excluded { .. });
            (of_statement && !left_out).then_some(What::Control)?
        }
    };
    Some(Subject { what, id: &requirement.name, title: &requirement.title })
}

/// The nonconformities of an audit that are open against a requirement, which no finding need name itself: as where one is
/// against a procedure that serves it.
fn open_of(shared: &Shared<'_>, audit: &Held<'_>, requirement: &Requirement) -> BTreeSet<DocIx> {
    let aims = shared.aims;
    let rows = audit.document.fields.rows("findings").iter();
    let led_to = rows.filter_map(|row| aims.by_id(row.cells.text("nonconformity")?));
    let from = aims.naming("nonconformity", "from", audit.ix).into_iter().map(|(ix, _)| ix);
    led_to.chain(from).filter(|ix| requirement.open.contains(ix)).collect()
}

/// The findings of an audit that name a requirement or led to what is open against it, each with what it led to, and what else
/// of the audit is open against it.
fn result(link: Linker<'_>, audit: &Held<'_>, requirement: &Requirement, open: &BTreeSet<DocIx>) -> Cell {
    let key = requirement.key();
    let names = |text: &str| link.aims.not_met(text).requirements.contains(&key);
    let rows = audit.document.fields.rows("findings").iter().map(|row| &row.cells);
    let led_to = |row: &Fields| row.text("nonconformity").and_then(|id| link.aims.by_id(id));
    let own =
        |row: &&Fields| row.text("requirement").is_some_and(names) || led_to(row).is_some_and(|ix| open.contains(&ix));
    let own: Vec<&Fields> = rows.clone().filter(own).collect();
    let told: BTreeSet<DocIx> = own.iter().filter_map(|row| led_to(row)).collect();
    let rest: Vec<Part> = open.difference(&told).take(FINDINGS).map(|ix| link.document(*ix)).collect();
    if own.is_empty() && rest.is_empty() {
        return vec![Part::text(match rows.count() {
            0 => say!("the audit tells of no findings"),
            _ => say!("no finding of the audit names it"),
        })]
        .into();
    }
    let item = |row: &&Fields| {
        let mut parts = vec![Part::text(format!("{} ", words(row.text("grade").unwrap_or_default())))];
        parts.push(Part::said(row.text("finding").unwrap_or_default()));
        parts.extend(row.text("nonconformity").into_iter().flat_map(|id| [Part::text(": "), link.id(id)]));
        parts
    };
    let mut items: Vec<Vec<Part>> = own.iter().take(FINDINGS).map(item).collect();
    if !rest.is_empty() {
        items.push(phrase!("open against it from this audit: {nonconformities}", nonconformities = comma(rest)));
    }
    Part::List { items }.into()
}

/// What the newest management review looked at, set against what the clause lists.
pub(super) fn by_review(shared: &Shared<'_>, link: Linker<'_>, requirement: &Requirement) -> Option<Section> {
    if &*requirement.framework != ISO_42001 || requirement.id != REVIEW {
        return None;
    }
    let section = Section::new("looked-at", say!("What the newest review looked at"));
    let Some((_, ix)) = shared.aims.held("management-review", &ISO_42001.into()).max_by_key(|(day, _)| *day) else {
        return (!shared.is_partial())
            .then(|| section.with_list(Vec::new(), say!("No management review is on record.")));
    };
    if shared.state.is_withheld(ix) {
        return None;
    }
    let review = shared.aims.document(ix);
    let label = say!("Inputs of {id} against the list of the clause", id = review.id);
    let mut table = Table::new(label, &["Input of the clause", "In the record", "What was reported:main"]);
    let mut lacking = 0;
    for input in inputs::INPUTS {
        let row = inputs::row(review, input);
        lacking += usize::from(row.is_none());
        let sign = match row {
            Some(_) => Sign::new("done", say!("Named")),
            None => Sign::new("gap", say!("Not named")),
        };
        let said = row.and_then(|row| row.text("summary")).map(Part::said);
        table.row(None, vec![words(input).into(), Part::sign(sign).into(), said.into()]);
    }
    let rows = review.fields.rows("inputs").iter().filter_map(|row| row.cells.text("input"));
    let further: Vec<String> = rows.filter(|input| !inputs::INPUTS.contains(input)).map(words).collect();
    let mut section = section.with_table(table.some(), "");
    let day = review.fields.date("date").map_or_else(|| Part::text(""), Part::date);
    section.intro.push(match lacking {
        0 => phrase!("{review} of {day} names every input that the clause lists.", review = link.document(ix), day),
        1 => {
            phrase!("{review} of {day} lacks one of the inputs that the clause lists.", review = link.document(ix), day)
        }
        n => phrase!(
            "{review} of {day} lacks {n} of the inputs that the clause lists.",
            review = link.document(ix),
            day,
            n
        ),
    });
    if !further.is_empty() {
        section = section.intro(say!("Beside these it looked at: {further}.", further = further.join(", ")));
    }
    Some(section)
}
