//! `auditor-not-independent`: an internal audit by somebody who answers for what was audited.

use crate::base::{Date, Period, say};
use crate::check::context::Context;
use crate::check::origins::written_by;
use crate::check::rule::{Report, Rule};
use crate::check::then::{Roles, Then};
use crate::diag::{Level, Spanned};
use crate::model::document::Document;
use crate::model::people::{One, People};
use crate::model::{Aims, DocIx};
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    code: "AIMS712",
    name: "auditor-not-independent",
    level: Level::Warning,
    clock: false,
    what: "Of an internal audit, an auditor, by name or by role, owns a document of the AIMS other than those on internal audit itself: audits, audit programmes and what serves clause 9.2 alone. Where it is an AI system that the audit names, under `covers-systems` or `systems`, it is an error. Or, by the record of git, the auditor wrote in such a document in the two years before the report, or stands among its `authors`, where it took effect no longer ago than that or says no day; where git has what the auditor wrote in it, the days of that are taken. Who held which role is taken from the settings of the day of the report, as far as git has them; who owns a document, from its present text.",
    why: "Auditors are chosen so that the audit is objective and impartial (clause 9.2.2). `Auditor audited own work` makes the whole audit worthless as evidence.",
    fix: "Let somebody else audit what the auditor answers for, and say so under `independence`; a small team can ask another department or somebody from outside.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let (people, roles) = (People::of(&context.aims.config), Roles::new(context));
    let owned = owned(context);
    let (mut written, mut declared) = (None, None);
    for (ix, audit) in context.living_of("audit").filter(|(_, audit)| !audit.is_draft() && !audit.is_other_audit()) {
        let systems: Vec<DocIx> = context
            .aims
            .references_of(ix)
            .iter()
            .filter(|reference| matches!(reference.field.as_str(), "systems" | "covers-systems"))
            .filter_map(|reference| reference.to)
            .collect();
        let then = Then::of(context, audit, audit.fields.date("date"));
        for auditor in audit.fields.texts("auditors") {
            let who = &auditor.value;
            let on = |config| roles.on(config, then.day);
            let fails = |config| answered_for(&on(config), who, &owned);
            let Some(found) = then.find(|config| on(config).is_held(who), |config, _| fails(config)) else {
                let written = written.get_or_insert_with(|| written_by_people(context, &people));
                // Who stood behind a role then is found again by name.
                let named = then.name_of(who);
                let one = named.and_then(|named| people.one(&named));
                let written = one.as_ref().and_then(|one| written.get(one));
                if !wrote(context, audit, auditor, written, report) {
                    let declared = declared.get_or_insert_with(|| declared_by_people(context, &people));
                    let declared = one.as_ref().and_then(|one| declared.get(one)).map_or(&[][..], Vec::as_slice);
                    is_declared(context, audit, auditor, (declared, written), report);
                }
                continue;
            };
            let own = &found.what;
            let audited: Vec<DocIx> = own.iter().copied().filter(|ix| systems.contains(ix)).collect();
            let named = if audited.is_empty() { own } else { &audited };
            report.document(
                audit,
                auditor.span,
                found.told(say!("{who} audited, and answers for {documents}", who, documents = context.ids(named))),
                say!("Let somebody else audit what the auditor answers for, and say so under `independence`."),
            );
            report.names(Some(who));
            if !audited.is_empty() {
                report.at(Level::Error);
            }
        }
    }
}

/// What an auditor answers for, by who held which role.
fn answered_for(people: &People<'_>, who: &str, owned: &BTreeMap<&str, Vec<DocIx>>) -> Option<Vec<DocIx>> {
    let one = people.one(who)?;
    // A role that several hold is answered for by each of them.
    let answers = |owner: &str| people.one(owner).as_ref() == Some(&one) || people.is_among(who, owner);
    let own = owned.iter().filter(|(owner, _)| answers(owner));
    let mut all: Vec<DocIx> = own.flat_map(|(_, documents)| documents).copied().collect();
    all.sort_unstable();
    (!all.is_empty()).then_some(all)
}

/// How long somebody who wrote in a document does not audit it.
const SINCE: Period = Period::Months(24);

/// Tells of an auditor who wrote in documents of the AIMS in the two years before the report, and whether there was any.
fn wrote(
    context: &Context<'_>,
    audit: &Document,
    auditor: &Spanned<String>,
    written: Option<&Written>,
    report: &mut Report<'_>,
) -> bool {
    let Some((written, date)) = written.zip(audit.fields.date("date")) else { return false };
    let since = SINCE.before(date);
    let is_lately = |days: &Vec<Date>| days.iter().any(|day| since <= *day && *day <= date);
    let lately: Vec<DocIx> = written.iter().filter(|(_, days)| is_lately(days)).map(|(ix, _)| *ix).collect();
    if lately.is_empty() {
        return false;
    }
    let (who, documents) = (&auditor.value, context.ids(&lately));
    let message =
        say!("{who} audited, and wrote in {documents} in the two years before, as git has it", who, documents);
    tell_own(audit, auditor, message, report);
    true
}

/// Tells of an auditor at what the auditor wrote.
fn tell_own(audit: &Document, auditor: &Spanned<String>, message: String, report: &mut Report<'_>) {
    let help = say!("Let somebody else audit what the auditor wrote, and say so under `independence`.");
    report.document(audit, auditor.span, message, help);
    report.names(Some(&auditor.value));
}

/// When somebody wrote each document, by the record of git.
type Written = BTreeMap<DocIx, Vec<Date>>;

/// Tells of an auditor whom documents of the AIMS name among their authors, where they took effect in the two years before
/// the report; where one says no day, or the report none, it counts. Of what the auditor wrote by the record of git that has
/// the days, and these have been looked at where the report has one.
fn is_declared(
    context: &Context<'_>,
    audit: &Document,
    auditor: &Spanned<String>,
    (declared, written): (&[DocIx], Option<&Written>),
    report: &mut Report<'_>,
) {
    let date = audit.fields.date("date");
    let is_lately = |ix: &DocIx| {
        let days = context.aims.document(*ix).fields.date("effective").zip(date);
        days.is_none_or(|(day, date)| SINCE.before(date) <= day && day <= date)
    };
    let is_known = |ix: &DocIx| date.is_some() && written.is_some_and(|written| written.contains_key(ix));
    let own = declared.iter().filter(|ix| is_lately(ix) && !is_known(ix));
    let own: Vec<DocIx> = own.copied().collect();
    if !own.is_empty() {
        let (who, documents) = (&auditor.value, context.ids(&own));
        let message = say!("{who} audited, and stands among the `authors` of {documents}", who, documents);
        tell_own(audit, auditor, message, report);
    }
}

/// The documents that name each person among their authors, but for those on internal audit and records.
fn declared_by_people(context: &Context<'_>, people: &People<'_>) -> BTreeMap<One, Vec<DocIx>> {
    let mut declared: BTreeMap<One, Vec<DocIx>> = BTreeMap::new();
    for (ix, document) in kept(context) {
        for one in document.fields.texts("authors").iter().filter_map(|author| people.one(&author.value)) {
            let of = declared.entry(one).or_default();
            // One person may stand there by several names.
            if of.last() != Some(&ix) {
                of.push(ix);
            }
        }
    }
    declared
}

/// The days on which each person wrote in documents, but for those on internal audit and records.
fn written_by_people(context: &Context<'_>, people: &People<'_>) -> BTreeMap<One, BTreeMap<DocIx, Vec<Date>>> {
    let listed = context.aims.config.names_by_address();
    let mut written: BTreeMap<One, BTreeMap<DocIx, Vec<Date>>> = BTreeMap::new();
    for (ix, document) in kept(context) {
        for (revision, names) in written_by(document, context.history, &listed) {
            for one in names.iter().filter_map(|name| people.one(name)) {
                written.entry(one).or_default().entry(ix).or_default().push(revision.date);
            }
        }
    }
    written
}

/// Documents by their owner, but for those on internal audit and records, which are kept and not answered for.
fn owned<'a>(context: &Context<'a>) -> BTreeMap<&'a str, Vec<DocIx>> {
    let mut owned: BTreeMap<&str, Vec<DocIx>> = BTreeMap::new();
    for (ix, document) in kept(context) {
        if let Some(owner) = document.fields.text("owner") {
            owned.entry(owner).or_default().push(ix);
        }
    }
    owned
}

/// Documents that are kept current, but for those on internal audit.
fn kept<'a>(context: &Context<'a>) -> impl Iterator<Item = (DocIx, &'a Document)> {
    let aims = context.aims;
    context.living().filter(move |(_, document)| document.is_kept_current() && !on_audit(aims, document))
}

/// Whether a document is about internal audit and nothing else.
fn on_audit(aims: &Aims, document: &Document) -> bool {
    let clauses = aims.numbers_named(document);
    let is_of_audit = |clause: &&str| *clause == "9.2" || clause.starts_with("9.2.");
    document.fields.lacks("controls") && !clauses.is_empty() && clauses.iter().all(is_of_audit)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;
    use crate::diag::Level;

    const PEOPLE: &str =
        "[[people]]\nname = \"Ada\"\nroles = [\"Officer\"]\n[[people]]\nname = \"Bob\"\nroles = [\"Auditor\"]\n";

    fn found(auditor: &str, document: &str) -> Vec<String> {
        let audit = format!("---\nid: AUD\nkind: audit\nsystems: [SYS]\nauditors: [{auditor}]\n---\n");
        let document = format!("---\n{document}---\n");
        only("auditor-not-independent", &[("aims.toml", PEOPLE), ("a.md", &audit), ("d.md", &document)])
    }

    #[test]
    fn whoever_owns_something_does_not_audit_it() {
        let policy = "id: POL\nkind: policy\nowner: Officer\n";
        assert_eq!(found("Ada", policy), ["a.md:5:12 Ada audited, and answers for POL"]);
        assert!(found("Bob", policy).is_empty());
        for (key, level) in [("systems", Level::Error), ("covers-systems", Level::Error), ("sample", Level::Warning)] {
            let audit = format!("---\nid: AUD\nkind: audit\n{key}: [SYS]\nauditors: [Ada]\n---\n");
            let system = "---\nid: SYS\nkind: system\nowner: Officer\n---\n";
            let (all, _) = crate::check::testing::check(&[("aims.toml", PEOPLE), ("a.md", &audit), ("s.md", system)]);
            let told = all.iter().find(|finding| finding.name == "auditor-not-independent");
            assert_eq!(told.map(|finding| finding.level), Some(level), "{key}");
        }
    }

    #[test]
    fn a_single_person_who_is_listed_audits_own_work_all_the_same() {
        let told = |auditor: &str, owner: &str| {
            let people = "[roles]\nCEO = \"x\"\n[[people]]\nname = \"Orla\"\nroles = [\"CEO\"]\n";
            let audit = format!("---\nid: AUD\nkind: audit\nauditors: [{auditor}]\n---\n");
            let policy = format!("---\nid: POL\nkind: policy\nowner: {owner}\n---\n");
            only("auditor-not-independent", &[("aims.toml", people), ("a.md", &audit), ("d.md", &policy)])
        };
        for (auditor, owner) in [("Orla", "CEO"), ("Orla", "Orla"), ("CEO", "Orla")] {
            assert_eq!(told(auditor, owner), [format!("a.md:4:12 {auditor} audited, and answers for POL")]);
        }
        // Somebody from outside is another.
        assert!(told("Somebody Else", "CEO").is_empty());
    }

    #[test]
    fn a_role_that_several_hold_is_the_auditors_too() {
        let told = |people: &str, auditor: &str| {
            let audit = format!("---\nid: AUD\nkind: audit\nauditors: [{auditor}]\n---\n");
            let policy = "---\nid: POL\nkind: policy\nowner: Officer\n---\n";
            only("auditor-not-independent", &[("aims.toml", people), ("a.md", &audit), ("d.md", policy)])
        };
        let shared = format!("{PEOPLE}[[people]]\nname = \"Cy\"\nroles = [\"Officer\"]\n");
        assert_eq!(told(&shared, "Cy"), ["a.md:4:12 Cy audited, and answers for POL"]);
        assert!(told(&shared, "Bob").is_empty());
        let auditor = shared.replace("\"Auditor\"", "\"Auditor\", \"Officer\"");
        assert_eq!(told(&auditor, "Auditor"), ["a.md:4:12 Auditor audited, and answers for POL"]);
    }

    #[test]
    fn an_audit_of_the_past_says_whose_roles_are_meant() {
        let audit = "---\nid: AUD\nkind: audit\ndate: 2026-05-01\nauditors: [Ada]\n---\n";
        let policy = "---\nid: POL\nkind: policy\nowner: Officer\n---\n";
        let told =
            |people: &str| only("auditor-not-independent", &[("aims.toml", people), ("a.md", audit), ("d.md", policy)]);
        assert_eq!(told(PEOPLE), ["a.md:5:12 Ada audited, and answers for POL, by the roles of today"]);
        let left = PEOPLE.replacen("\n[[people]]", "\nleft = 2026-04-01\n[[people]]", 1);
        assert_ne!(left, PEOPLE);
        assert!(told(&left).is_empty(), "then the role was no longer hers");
    }

    #[test]
    fn whom_documents_name_as_their_author_wrote_them() {
        let policy = "id: POL\nkind: policy\nowner: Officer\nauthors: [Bob]\n";
        let told = ["a.md:5:12 Bob audited, and stands among the `authors` of POL"];
        assert_eq!(found("Bob", policy), told);
        let by_role = ["a.md:5:12 Auditor audited, and stands among the `authors` of POL"];
        assert_eq!(found("Auditor", policy), by_role);
        assert!(found("Bob", &policy.replace("Bob", "Dora")).is_empty());
        assert!(found("Bob", &policy.replace("kind: policy", "kind: nonconformity")).is_empty());
        let dated = |effective: &str| {
            let audit = "---\nid: AUD\nkind: audit\ndate: 2026-05-01\nauditors: [Bob]\n---\n";
            let policy = format!("---\n{policy}effective: {effective}\n---\n");
            only("auditor-not-independent", &[("aims.toml", PEOPLE), ("a.md", audit), ("d.md", &policy)])
        };
        assert_eq!(dated("2024-05-01").len(), 1);
        assert!(dated("2024-04-30").is_empty(), "more than two years ago");
        assert!(dated("2026-05-02").is_empty(), "after the report");
    }

    #[test]
    fn what_is_about_audits_may_be_the_auditors_own() {
        assert!(found("Bob", "id: PRO\nkind: procedure\nowner: Auditor\nclauses: [\"9.2.1\", \"9.2.2\"]\n").is_empty());
        assert_eq!(found("Bob", "id: PRO\nkind: procedure\nowner: Auditor\nclauses: [\"9.2.1\", \"9.1\"]\n").len(), 1);
        assert!(found("Bob", "id: NC\nkind: nonconformity\nowner: Auditor\n").is_empty());
    }
}
