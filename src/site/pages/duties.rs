//! The duties under the EU AI Act, on the page of a system.

use super::sections::Section;
use crate::base::{plural, say, wording};
use crate::model::DocIx;
use crate::model::ai_act::duties::{Backing, Owed};
use crate::model::catalog::{ReqId, Role};
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::parts::words;
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
    let mut cases = Table::new(say!("Duties that are owed in some cases"), &specs);
    let mut folded = 0;
    for one in &owed {
        let table = if one.duty.when.is_some() { &mut cases } else { &mut always };
        folded += usize::from(one.duty.when.is_some());
        table.row(None, row(link, one));
    }
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
    Some(
        section
            .with_table(always, "")
            .with_fold(plural!(folded, "{n} duty owed in some cases", "{n} duties owed in some cases"), cases),
    )
}

fn row(link: Linker<'_>, owed: &Owed<'_>) -> Vec<Cell> {
    let id = ReqId::new(&"eu-ai-act".into(), &owed.item.id);
    let href = link.to(&format!("{}#{}", routes::framework(&id.framework), routes::anchor(&id.id)));
    let mut what = vec![Part::text(wording::known(&owed.item.title))];
    what.extend(owed.duty.when.as_ref().map(|when| Part::sub(wording::known(when))));
    let mut evidence = comma(owed.evidence.iter().take(MOST).map(|ix| link.document(*ix)));
    let more = owed.more + owed.evidence.len().saturating_sub(MOST);
    if more > 0 {
        evidence.push(Part::quiet(format!(" {}", say!("and {n} more", n = more))));
    }
    vec![
        Part::Id { href, v: owed.item.said().into_owned() }.into(),
        what.into(),
        role(owed.role).into(),
        owed.from.map(Part::date).into(),
        Part::sign(match owed.backing {
            Backing::Open if link.aims.trace.is_untold() => Sign::new("undated", say!("Not published")),
            backing => sign(backing),
        })
        .into(),
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
        Backing::Open => Sign::new("undated", say!("Open")),
        Backing::Stated => Sign::new("partial", say!("Stated")),
        Backing::OnRecord => Sign::new("evidenced", say!("On record")),
    }
}
