//! The duties under the EU AI Act, on the page of a system.

use super::sections::Section;
use crate::base::{plural, say, wording};
use crate::model::DocIx;
use crate::model::ai_act::case::Case;
use crate::model::ai_act::duties::{Backing, Owed};
use crate::model::catalog::{ReqId, Role};
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::parts::{and_more, words};
use crate::site::routes;
use crate::site::view::{Cell, Part, Sign, Table, comma};

/// How many documents one row names.
const MOST: usize = 6;

/// What the Act asks for a system, where its entry gives a role and a class.
pub(super) fn section(shared: &Shared<'_>, link: Linker<'_>, system: DocIx) -> Option<Section> {
    let document = shared.aims.document(system);
    if !document.is("system") || document.is_retired() {
        return None;
    }
    let owed = shared.duties.owed(system);
    let specs = ["Provision", "What:main", "Our role", "Applies from", "Stands:facet", "What bears on it", "Owner"];
    let mut always = Table::new(say!("Duties under the EU AI Act"), &specs);
    for one in owed.iter().filter(|one| one.case.is_owed()) {
        always.row(None, row(link, one));
    }
    let mut cases = Table::new(say!("Duties that are owed in some cases"), &specs);
    for (case, title) in [
        (Case::Asked, say!("To be answered: the entry does not say whether the case is given")),
        (Case::Event, say!("Owed once it happens")),
        (Case::NotGiven, say!("Not owed, by what the entry says")),
    ] {
        cases.group(title);
        for one in owed.iter().filter(|one| one.case == case) {
            cases.row(None, row(link, one));
        }
    }
    let folded = owed.iter().filter(|one| !one.case.is_owed()).count();
    let asked = owed.iter().filter(|one| is_asked(one)).count();
    let (always, cases) = (always.some(), cases.some());
    if always.is_none() && cases.is_none() {
        return None;
    }
    let mut section = Section::new("_duties", say!("Duties under the EU AI Act")).intro(
        say!("By the roles and the class that this entry gives: the organisation’s own reading, and no legal advice. What bears on a duty is evidence for people to judge; that it is met, nothing here says."),
    );
    if owed.iter().any(|one| one.before) {
        section = section.intro(say!("It was in use before the duties of high-risk systems apply. They then bind it once its design is changed significantly, and what is meant for public authorities by 2 August 2030 (Article 111(2))."));
    }
    if asked > 0 && !shared.is_partial() {
        section = section.intro(plural!(
            asked,
            "{n} more is owed in a case of which the entry does not say whether it is given, and no document names it: that is to be answered.",
            "{n} more are owed in cases of which the entry does not say whether they are given, and no document names them: that is to be answered."
        ));
    }
    Some(
        section
            .with_table(always, "")
            .with_fold(plural!(folded, "{n} duty owed in some cases", "{n} duties owed in some cases"), cases),
    )
}

/// Whether nobody has said yet whether the case of a duty is given.
fn is_asked(owed: &Owed<'_>) -> bool {
    owed.case == Case::Asked && owed.backing == Backing::Open
}

fn row(link: Linker<'_>, owed: &Owed<'_>) -> Vec<Cell> {
    let id = ReqId::new(&"eu-ai-act".into(), &owed.item.id);
    let href = link.to(&format!("{}#{}", routes::framework(&id.framework), routes::anchor(&id.id)));
    let mut what = vec![Part::text(wording::known(&owed.item.title))];
    what.extend(owed.duty.when.as_ref().map(|when| Part::sub(wording::known(when))));
    if !owed.answered_by.is_empty() {
        what.push(Part::sub(say!("by what the entry says under {keys}", keys = owed.answered_by.join(", "))));
    }
    let mut evidence = comma(owed.evidence.iter().take(MOST).map(|ix| link.document(*ix)));
    let more = owed.more + owed.evidence.len().saturating_sub(MOST);
    evidence.extend(and_more(more, 0));
    if !owed.said.is_empty() {
        evidence.push(Part::sub(say!("the entry says: {keys}", keys = owed.said.join(", "))));
    }
    vec![
        Part::Id { href, v: owed.item.said().into_owned() }.into(),
        what.into(),
        role(owed.role).into(),
        owed.from.map(Part::date).into(),
        match owed.backing {
            Backing::Open if link.aims.trace.is_untold() => Cell::default(),
            Backing::Open => Part::sign(open(owed.case)).into(),
            backing => Part::sign(sign(backing)).into(),
        },
        evidence.into(),
        link.people(owed.owner),
    ]
}

fn role(role: Role) -> String {
    match role {
        Role::AuthorisedRep => say!("Authorised representative").into(),
        Role::GpaiProvider => say!("Provider of the model").into(),
        role => words(role.as_str()),
    }
}

fn sign(backing: Backing) -> Sign {
    match backing {
        Backing::Open => open(Case::Always),
        Backing::Stated => Sign::new("partial", say!("Stated")),
        Backing::OnRecord => Sign::new("evidenced", say!("On record")),
    }
}

/// The sign of a duty on which nothing bears, by whether it is owed.
fn open(case: Case) -> Sign {
    match case {
        Case::Always | Case::Given => Sign::new("undated", say!("Open")),
        Case::Asked => Sign::new("due", say!("To be answered")),
        Case::Event => Sign::new("unchanged", say!("Nothing on record")),
        Case::NotGiven => Sign::new("excluded", say!("Not owed")),
    }
}
