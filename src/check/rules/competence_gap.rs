//! `competence-gap`: a role with a duty and no competence on record, or a gap that nobody closes.

use crate::base::{Date, plural, say, wording};
use crate::check::context::Context;
use crate::check::lacks::{is_unsaid, late, without};
use crate::check::lists::{join, listed};
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::competence::shown;
use crate::model::document::Document;
use crate::model::fields::Row;
use crate::model::people::People;
use crate::model::worked::did_not;
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    code: "AIMS715",
    name: "competence-gap",
    level: Level::Warning,
    clock: true,
    what: "A role of the settings answers for an AI system, a risk, a control, a policy or a procedure, or has a `competence` there, somebody holds it where people are listed, and no record of competence has a row for it or for a holder; a row names a `gap` without an `action`, or an action without a `due`; or the day under `due` of a gap has passed, nothing under `effective` judges what came of it, and no later record has a row for the same person and need; or not one row of a record says whether it was `effective`, but for gaps whose day under `due` is still to come, or one without a gap leaves that or `met-by` out, where others of the record have it (`not yet judged` leaves it out); or a row says that it was not (`effective: No`), and nothing follows: no later record of competence has a row for that person or role, no later training is for it, and no day under `due` is still to come. Where there is no record of competence at all, that is told once, of all these roles: trainings show who was taught, and not what the work asks for; where not even these show 7.2, `clause-not-evidenced` tells.",
    why: "The competence of everybody whose work bears on the AI management system is determined, gaps are closed, and whether that worked is judged (clause 7.2). `No evidence of competence for the AI Officer` is what an auditor notes; attendance alone shows little.",
    fix: "Add a row for the role or the person; write what is done about the gap and by when; look whether it worked, and write what showed it.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let records: Vec<&Document> =
        context.living_of("competence").map(|(_, record)| record).filter(|record| !record.is_draft()).collect();
    for record in &records {
        gaps(record, context.aims.today, report);
        without_effect(context, record, &records, report);
    }
    late_gaps(context, report);
    let Some(newest) = records.iter().max_by_key(|record| record.fields.date("date")) else {
        return no_record(context, report);
    };
    // What cannot be read may be the very row that is missed.
    if records.iter().any(|record| record.fields.is_misread("entries")) {
        return;
    }
    let entries: BTreeSet<&str> = records
        .iter()
        .flat_map(|record| record.fields.rows("entries"))
        .flat_map(|row| ["person", "role"].into_iter().filter_map(|key| row.cells.text(key)))
        .collect();
    let people = People::of(&context.aims.config);
    // That nobody holds a role is told by `owner-unheld`.
    let is_held = |role: &str| context.aims.config.people.is_empty() || people.is_held(role);
    let shown = |role: &str| entries.iter().any(|entry| people.is_among(entry, role));
    let missing: Vec<String> = with_duties(context)
        .into_iter()
        .filter(|role| context.aims.config.roles.contains_key(*role) && is_held(role) && !shown(role))
        .map(|role| format!("`{role}`"))
        .collect();
    if !missing.is_empty() {
        report.document(
            newest,
            newest.span_of("entries"),
            say!("no record of competence has a row for {roles}", roles = join(&missing)),
            say!("Add a row, where the record is settled in a new one (`aims new competence`): which competence the work asks for, and what shows that it is there."),
        );
    }
}

/// Tells that no record says what the work of those who answer for something asks for, where trainings show 7.2 all the same.
fn no_record(context: &Context<'_>, report: &mut Report<'_>) {
    let is_held = |training: &Document| training.is_finished_record() && training.may_show();
    let roles = with_duties(context).into_iter().filter(|role| context.aims.config.roles.contains_key(*role));
    let roles: Vec<&str> = roles.collect();
    if !roles.is_empty() && context.living_of("training").any(|(_, training)| is_held(training)) {
        report.settings(
            None,
            say!(
                "there are trainings and no record of competence, and these roles answer for something: {roles}",
                roles = listed(&roles, 5)
            ),
            say!("Record what the work of each asks for, and what shows that it is there: `aims new competence`."),
        );
    }
}

/// Rows with a gap that nobody closes, and a record that never says whether anything worked.
fn gaps(record: &Document, today: Date, report: &mut Report<'_>) {
    let rows = record.fields.rows("entries");
    for row in rows.iter().filter(|row| has_gap(row) && is_unsaid(&row.cells, "effective")) {
        gap(record, row, &["action", "due"], report);
    }
    for row in rows.iter().filter(|row| has_gap(row) && !is_unsaid(&row.cells, "effective")) {
        gap(record, row, &["action"], report);
    }
    for key in ["met-by", "effective"] {
        let (without, with): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| leaves_out(row, key));
        let without: Vec<&Row> = without.into_iter().filter(|row| !has_gap(row)).collect();
        let Some(first) = without.first().filter(|_| !with.is_empty()) else { continue };
        let person = first.cells.text("person").unwrap_or_else(|| say!("somebody"));
        report.document(
            record,
            first.cells.span("person").unwrap_or(first.span),
            plural!(
                without.len(),
                "{n} row of {id} says nothing yet under `{key}`, where others do: that of {person}",
                "{n} rows of {id} say nothing yet under `{key}`, where others do, the first is that of {person}",
                id = record.id,
                key,
                person
            ),
            say!("Say what shows the competence, and whether it worked; or what is lacking, under `gap`, with `action` and `due`."),
        );
        report.names(first.cells.text("person"));
    }
    // What is still to be done about a gap cannot have worked yet.
    let is_ahead = |row: &&Row| has_gap(row) && row.cells.date("due").is_some_and(|due| due >= today);
    let asked: Vec<&Row> = rows.iter().filter(|row| !is_ahead(row)).collect();
    if let Some(first) = asked.first().filter(|_| asked.iter().all(|row| leaves_out(row, "effective"))) {
        report.document(
            record,
            first.cells.span("person").unwrap_or(first.span),
            say!("no row of {id} says whether it worked (`effective`)", id = record.id),
            say!("Say of each what shows that the person can do it now: `effective: …`."),
        );
    }
}

/// Gaps that were to be closed by now. That it did not work, and nothing was planned then, is told already.
fn late_gaps(context: &Context<'_>, report: &mut Report<'_>) {
    for shown in shown(context.aims).iter().filter(|shown| !shown.is_unsure) {
        let (record, cells) = (context.aims.document(shown.ix), &shown.row.cells);
        let Some(due) = shown.gap_due() else { continue };
        let Some(late) = late(due, context.aims.today) else { continue };
        let is_told = cells.text("effective").is_some_and(did_not) && record.fields.date("date") >= Some(due);
        if let Some(person) = cells.text("person").filter(|_| !is_told) {
            report.document(
                record,
                cells.span("due").unwrap_or(shown.row.span),
                say!("the gap of {person} was to be closed by {day}, {late}", person, day = wording::day(due), late),
                say!("Close it, look whether that worked, and record that in a newer record; or give it another day there."),
            );
            report.names(Some(person));
        }
    }
}

/// Whether a row names a gap. That there is none is none.
fn has_gap(row: &Row) -> bool {
    !is_unsaid(&row.cells, "gap")
}

/// Whether a row does not say something of competence: that it did not work is said.
fn leaves_out(row: &Row, key: &str) -> bool {
    is_unsaid(&row.cells, key) && !row.cells.text(key).is_some_and(did_not)
}

/// Rows that say that it did not work, where nothing follows.
fn without_effect(context: &Context<'_>, record: &Document, records: &[&Document], report: &mut Report<'_>) {
    let Some(day) = record.fields.date("date") else { return };
    let people = People::of(&context.aims.config);
    let later = |other: &Document| other.fields.date("date").is_some_and(|other| other > day);
    let again = |person: &str| {
        let is_it = |one: &str| one == person || people.is_among(one, person) || people.is_among(person, one);
        let mut rows = records.iter().filter(|other| later(other)).flat_map(|other| other.fields.rows("entries"));
        rows.any(|row| row.cells.text("person").is_some_and(is_it))
            || context
                .living_of("training")
                .filter(|(_, training)| later(training) && !training.is_draft())
                .any(|(_, training)| training.fields.texts("for-roles").iter().any(|role| is_it(&role.value)))
    };
    for row in record.fields.rows("entries") {
        let (Some(person), Some(effective)) = (row.cells.text("person"), row.cells.text("effective")) else { continue };
        let planned = row.cells.date("due").is_some_and(|due| due > day);
        if did_not(effective) && !planned && !again(person) {
            report.document(
                record,
                row.cells.span("effective").unwrap_or(row.span),
                say!("it did not work for {person}, as `effective` says, and nothing follows", person),
                say!("Say what is done now, in a row of a newer record; or record the training that made up for it."),
            );
            report.names(Some(person));
        }
    }
}

fn gap(record: &Document, row: &Row, keys: &[&str], report: &mut Report<'_>) {
    if let Some(missing) = without(&row.cells, keys) {
        let message = match row.cells.text("person") {
            Some(person) => say!("the gap of {person} has no {missing}", person, missing),
            None => say!("the gap of somebody has no {missing}", missing),
        };
        let help = say!("Say what is done about it, and by when.");
        report.document(record, row.cells.span("gap").unwrap_or(row.span), message, help);
        report.names(row.cells.text("person"));
    }
}

/// The roles that answer for systems, risks, controls, policies and procedures, and those of which the settings say what
/// they call for.
fn with_duties<'a>(context: &Context<'a>) -> BTreeSet<&'a str> {
    let documents = ["system", "risk", "policy", "procedure"].into_iter().flat_map(|kind| context.living_of(kind));
    let owners = documents
        .filter(|(_, document)| !document.is_draft())
        .filter_map(|(_, document)| document.fields.text("owner"));
    let rows = context.aims.soas.iter().flat_map(|soa| &soa.rows).filter(|row| !row.is_left_out());
    let asked = context.aims.config.roles.iter().filter(|(_, role)| !role.competence.is_empty());
    let owners = owners.chain(rows.filter_map(|row| row.owner.as_deref()));
    owners.chain(asked.map(|(name, _)| name.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const SETTINGS: &str = "[roles]\nHead = \"h\"\nOfficer = \"o\"\n[[people]]\nname = \"Ada\"\nroles = [\"Officer\"]\n\
         [[people]]\nname = \"Bo\"\nroles = [\"Head\", \"Clerk\"]\n";

    fn found(rows: &str) -> Vec<String> {
        let record = format!("---\nid: CMP\nkind: competence\ndate: 2026-01-01\nentries:\n{rows}---\n");
        let policy = |owner: &str| format!("---\nid: {owner}\nkind: policy\nowner: {owner}\n---\n");
        let (head, officer) = (policy("Head"), policy("Officer"));
        only("competence-gap", &[("aims.toml", SETTINGS), ("a.md", &record), ("h.md", &head), ("o.md", &officer)])
    }

    const ADA: &str = "  - {person: Ada, need: n, effective: y}\n";
    const HEAD: &str = "  - {person: Head, need: n, effective: y}\n";

    #[test]
    fn each_role_with_a_duty_has_a_row() {
        assert_eq!(found(ADA), ["a.md:6:3 no record of competence has a row for `Head`"]);
        assert!(found(&format!("{ADA}{HEAD}")).is_empty());
        let asks = SETTINGS.replace("Head = \"h\"", "Clerk = { competence = [\"Reads a test\"] }");
        let record = format!("---\nid: CMP\nkind: competence\ndate: 2026-01-01\nentries:\n{ADA}---\n");
        let of = |settings: &str| only("competence-gap", &[("aims.toml", settings), ("a.md", &record)]);
        assert_eq!(of(&asks), ["a.md:6:3 no record of competence has a row for `Clerk`"], "it owns nothing");
        assert!(of(SETTINGS).is_empty());
        let nobody = only(
            "competence-gap",
            &[("aims.toml", SETTINGS), ("p.md", "---\nid: P\nkind: policy\nowner: Head\n---\n")],
        );
        assert!(nobody.is_empty(), "nobody was trained either, which is told of the clause");
        let taught = |training: &str| {
            let text = format!("---\nid: T\nkind: training\ndate: 2026-02-01\n{training}---\n");
            let policy = "---\nid: P\nkind: policy\nowner: Head\n---\n";
            only("competence-gap", &[("aims.toml", SETTINGS), ("p.md", policy), ("t.md", &text)])
        };
        let none = "there are trainings and no record of competence, and these roles answer for something: Head";
        assert!(taught("")[0].ends_with(none) && taught("").len() == 1, "{:?}", taught(""));
        assert!(taught("attended: 0\n").is_empty() && taught("status: draft\n").is_empty());
    }

    #[test]
    fn a_gap_has_an_action_and_a_day() {
        let rows = |gap: &str| format!("{ADA}  - {{person: Head, need: n, gap: g{gap}}}\n");
        assert_eq!(found(&rows("")), ["a.md:7:34 the gap of Head has no `action` and `due`"]);
        assert_eq!(found(&rows(", action: a, effective: y")), Vec::<String>::new());
        assert!(found(&rows(", action: a, due: 2027-01-01")).is_empty());
    }

    #[test]
    fn a_record_says_whether_it_worked() {
        let rows = format!("{ADA}{HEAD}").replace(", effective: y", "");
        assert_eq!(found(&rows), ["a.md:6:14 no row of CMP says whether it worked (`effective`)"]);
    }

    #[test]
    fn one_row_that_leaves_out_what_others_say_is_told() {
        let with = |row: &str| {
            format!("  - {{person: Ada, need: n, met-by: m, effective: y}}\n  - {{person: Head, need: n{row}}}\n")
        };
        let told = |key: &str| {
            vec![format!("a.md:7:14 1 row of CMP says nothing yet under `{key}`, where others do: that of Head")]
        };
        assert_eq!(found(&with(", met-by: m")), told("effective"));
        assert_eq!(found(&with(", met-by: m, effective: not yet judged")), told("effective"));
        assert_eq!(found(&with(", effective: y")), told("met-by"));
        assert_eq!(found(&with(", met-by: planned for 2027, effective: y")), told("met-by"));
        assert!(found(&with(", met-by: m, effective: y, gap: none")).is_empty());
        assert!(found(&with(", gap: g, action: a, due: 2027-01-01")).is_empty(), "the gap says what is lacking");
    }

    #[test]
    fn what_did_not_work_is_followed_by_something() {
        let rows = |effective: &str, due: &str| {
            format!("  - {{person: Ada, need: n, gap: g, action: a, due: {due}, effective: {effective}}}\n{HEAD}")
        };
        let told = ["a.md:6:75 it did not work for Ada, as `effective` says, and nothing follows"];
        assert_eq!(found(&rows("No", "2025-12-01")), told);
        assert!(found(&rows("No", "2027-06-01")).is_empty(), "it is planned");
        let late = ["a.md:6:52 the gap of Ada was to be closed by 2026-11-19, 1 day ago"];
        assert_eq!(found(&rows("Not yet", "2026-11-19")), late);
        assert_eq!(found(&rows("No", "2026-11-19")), late, "it was planned");
        assert!(found(&rows("Not yet", "2026-11-20")).is_empty());
        let later = |what: &str| {
            let record = format!(
                "---\nid: CMP\nkind: competence\ndate: 2026-01-01\nentries:\n{}---\n",
                rows("No", "2025-12-01")
            );
            let files = [("aims.toml", SETTINGS), ("a.md", &record), ("b.md", what)];
            only("competence-gap", &files).iter().filter(|told| told.contains("nothing follows")).count()
        };
        assert_eq!(later("---\nid: T\nkind: training\ndate: 2026-02-01\nfor-roles: [Officer]\n---\n"), 0);
        assert_eq!(later("---\nid: T\nkind: training\ndate: 2025-02-01\nfor-roles: [Officer]\n---\n"), 1);
        assert_eq!(
            later(
                "---\nid: C\nkind: competence\ndate: 2026-02-01\nentries: [{person: Ada, need: n, effective: y}]\n---\n"
            ),
            0
        );
    }
}
