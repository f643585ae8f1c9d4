//! `data-without-provenance`: a system is made here, and nothing says of what data, or how good that is.

use std::collections::BTreeMap;

use crate::base::text::cut;
use crate::base::{Date, say};
use crate::check::context::Context;
use crate::check::lists::listed;
use crate::check::rule::{Report, Rule};
use crate::check::systems::{covered, stands_at};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::absent::says_nothing;
use crate::model::catalog::{ISO_42001, ReqId};
use crate::model::document::Document;
use crate::model::fields::Row;
use crate::model::trace::Requirement;

pub(super) static RULE: Rule = Rule {
    code: "AIMS319",
    name: "data-without-provenance",
    level: Level::Warning,
    clock: false,
    what: "The AIMS keeps data sheets (kind `dataset`), the organisation makes an AI system that is in validation, in use or suspended, and no sheet of data for making it is about that system. Or a sheet says under `rights` no more than `none` or `unclear`. Or a sheet says `personal-data: false` and lists under `people` whom it is about; or it says `personal-data: true` and is of data that a system is run with whose entry says `personal-data: false`. Or by the newest row of a criterion data did not pass (`passed: false`), nor since then by one in other words, a system that they are about is in use or suspended, and the sheet names no risk and no nonconformity comes of it. Or a sheet of such data has no rows under `quality`, and no record that serves A.7.4 is about the system. Nothing is asked where a record that serves A.7.3 or A.7.5 is about the system, where the control is left out, and where other rules tell that nothing shows it.",
    why: "Where the data of a system come from, by what right they are used, how good they are and what was done to them is documented (controls A.7.2 to A.7.6; Article 10 of the EU AI Act). A sheet for one system makes an auditor ask for that of the next.",
    fix: "Begin a sheet with `aims new dataset`, name the system in it under `systems`, and give the rows under `quality`: what was asked for, and what was found. Where nothing was learnt from data, say so in a record that serves A.7.3 and names the system.",
    run,
};

/// Stages at which a system was made.
const MADE: [&str; 3] = ["validation", "in-use", "suspended"];

/// Roles of whoever makes a system.
const MAKERS: [&str; 5] = ["provider", "producer", "developer", "product-manufacturer", "gpai-provider"];

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    without_right(context, report);
    about_people(context, report);
    not_passed(context, report);
    let sheets: Vec<(DocIx, &Document)> =
        context.living_of("dataset").filter(|(_, sheet)| is_for_making(sheet)).collect();
    if sheets.iter().all(|(_, sheet)| sheet.is_draft()) {
        return;
    }
    let about = context.aims.about();
    let mut unjudged: BTreeMap<DocIx, Vec<DocIx>> = BTreeMap::new();
    for (ix, system) in covered(context).filter(|(_, system)| stands_at(system, &MADE)) {
        let own: Vec<(DocIx, &Document)> =
            sheets.iter().copied().filter(|(sheet, _)| about.systems_of(*sheet).any(|of| of == ix)).collect();
        if own.is_empty() && is_made_here(system) && !is_settled(context, &["A.7.3", "A.7.5"], ix) {
            told_of_system(system, report);
        }
        let lacks = |sheet: &Document| !sheet.is_draft() && sheet.fields.lacks("quality");
        for (sheet, _) in own.iter().filter(|(_, sheet)| lacks(sheet)) {
            if !is_settled(context, &["A.7.4"], ix) {
                unjudged.entry(*sheet).or_default().push(ix);
            }
        }
    }
    for (sheet, systems) in unjudged {
        let sheet = context.aims.document(sheet);
        report.document(
            sheet,
            sheet.span_of("used-for"),
            say!(
                "{id} says nothing of the quality of the data that {systems} was made with",
                id = sheet.id,
                systems = context.ids(&systems)
            ),
            say!("Give it in rows under `quality`: `criterion`, `threshold`, `value`. Where a record has it, name A.7.4 and the system there."),
        );
    }
}

/// Tells of sheets that leave open by what right the data are used.
fn without_right(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, sheet) in context.living_of("dataset").filter(|(_, sheet)| !sheet.is_draft()) {
        if let Some(word) = sheet.fields.text("rights").filter(|word| says_nothing(word)) {
            report.document(
                sheet,
                sheet.span_of("rights"),
                say!("by what right {id} uses its data is `{word}`", id = sheet.id, word),
                say!("Say it: the law, the contract, the licence or the consent that allows this use; until then do not use them."),
            );
        }
    }
}

/// Tells of sheets that say of one thing that the data are about people and of another that they are not.
fn about_people(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, sheet) in context.living_of("dataset").filter(|(_, sheet)| !sheet.is_draft()) {
        let fields = &sheet.fields;
        let people = fields.texts("people").iter().find(|people| !says_nothing(&people.value));
        match (fields.flag("personal-data"), people) {
            (Some(false), Some(people)) => {
                report.document(
                    sheet,
                    sheet.span_of("personal-data"),
                    say!(
                        "{id} is not about people by `personal-data`, and by `people` about {people}",
                        id = sheet.id,
                        people = cut(&people.value, 60)
                    ),
                    say!("Say `personal-data: true`; or leave out `people` where nobody can be told from the data."),
                );
                report.also(&sheet.path, Some(people.span), say!("whom it is about"));
            }
            (Some(true), _) if fields.texts("used-for").iter().any(|word| word.value == "operation") => {
                let systems = context.aims.about().systems_of(ix).map(|system| context.aims.document(system));
                let denies = |system: &&Document| {
                    !system.is_retired() && !system.is_draft() && system.fields.flag("personal-data") == Some(false)
                };
                for system in systems.filter(denies) {
                    report.document(
                        system,
                        system.span_of("personal-data"),
                        say!(
                            "{id} handles no data about people, and is run with {sheet}, which is about people",
                            id = system.id,
                            sheet = sheet.id
                        ),
                        say!("Say `personal-data: true` in the entry of the system, or mend the sheet."),
                    );
                    report.also(&sheet.path, fields.span("personal-data"), say!("what the sheet says"));
                }
            }
            _ => {}
        }
    }
}

/// Tells of data that did not pass their own check, by the newest row of each criterion, and are about a system that runs.
/// That the sheet names a risk, or that a nonconformity comes of it, says what follows.
fn not_passed(context: &Context<'_>, report: &mut Report<'_>) {
    let aims = context.aims;
    let asked = |row: &Row| {
        let name = row.cells.text("criterion").unwrap_or_default();
        (row.cells.date("checked"), name.to_lowercase())
    };
    for (ix, sheet) in
        context.living_of("dataset").filter(|(_, sheet)| !sheet.is_draft() && sheet.fields.lacks("risks"))
    {
        let mut newest: BTreeMap<&str, &Row> = BTreeMap::new();
        for row in sheet.fields.rows("quality") {
            let known = newest.entry(row.cells.text("criterion").unwrap_or_default()).or_insert(row);
            if row.cells.date("checked") >= known.cells.date("checked") {
                *known = row;
            }
        }
        let all = sheet.fields.rows("quality").iter();
        let passed: Vec<_> = all.filter(|row| row.cells.flag("passed") == Some(true)).map(asked).collect();
        // Whoever words a criterion anew says more of it, or less.
        let is_met = |(day, asked): (Option<Date>, String)| {
            passed.iter().any(|(on, of)| *on > day && (of.contains(&asked) || asked.contains(of)))
        };
        newest.retain(|_, row| row.cells.flag("passed") == Some(false) && !is_met(asked(row)));
        let runs =
            |system: &DocIx| !aims.document(*system).is_retired() && stands_at(aims.document(*system), &MADE[1..]);
        let systems: Vec<DocIx> = aims.about().systems_of(ix).filter(runs).collect();
        let Some(first) = newest.values().next().filter(|_| !systems.is_empty()) else { continue };
        if aims.naming("nonconformity", "from", ix).is_empty() {
            let (id, systems) = (&sheet.id, context.ids(&systems));
            let criteria = listed(&newest.keys().copied().collect::<Vec<_>>(), 3);
            report.document(
                sheet,
                first.cells.span("passed").unwrap_or(first.span),
                say!("{id} is about {systems}, and did not pass its own check: {criteria}", id, systems, criteria),
                say!("Mend the data and check them again, in a row of its own day; or say what follows: the risk under `risks`, or a nonconformity that comes `from` the sheet."),
            );
        }
    }
}

fn told_of_system(system: &Document, report: &mut Report<'_>) {
    if report.may_name(&system.id) || system.fields.is_misread("datasets") {
        return;
    }
    report.document(
        system,
        system.span_of("lifecycle"),
        say!("{id} is made here, and no data sheet says what data it was made with", id = system.id),
        say!(
            "`aims new dataset` begins one, which names it: `systems: [{id}]`. Where nothing was learnt from data, say so in a record that serves A.7.3.",
            id = system.id
        ),
    );
}

/// Whether a sheet is of data that a system is made with, and not of what it is run with alone.
fn is_for_making(sheet: &Document) -> bool {
    let uses = sheet.fields.texts("used-for");
    uses.is_empty() || uses.iter().any(|word| word.value != "operation")
}

fn is_made_here(system: &Document) -> bool {
    system.fields.texts("ai-roles").iter().any(|role| MAKERS.contains(&role.value.as_str()))
}

/// Whether one of these controls is shown for a system, or is not asked for, or other rules tell that it is not shown.
fn is_settled(context: &Context<'_>, controls: &[&str], system: DocIx) -> bool {
    let aims = context.aims;
    let known = |id: &&str| aims.trace.at(&ReqId::new(&ISO_42001.into(), id));
    let controls: Vec<&Requirement> = controls.iter().filter_map(known).filter(|control| control.applies()).collect();
    let stated = aims.soa_of(&ISO_42001.into()).is_some();
    let settled = |control: &&Requirement| {
        let is_shown = control.evidence.iter().any(|(ix, _)| aims.about().systems_of(*ix).any(|of| of == system));
        let is_told = control.systems_left_out().any(|of| of == system) || (control.evidence.is_empty() && stated);
        is_shown || is_told
    };
    controls.is_empty() || controls.iter().any(settled)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const SHEET: &str =
        "---\nid: DAT\nkind: dataset\nsystems: [SYS-1]\nquality: [{criterion: c, value: v}]\n---\nText.\n";

    fn found(other: &str, sheet: &str, record: &str) -> Vec<String> {
        let one = "---\nid: SYS-1\nkind: system\nlifecycle: in-use\nai-roles: [provider]\n---\n";
        let other = format!("---\nid: SYS-2\nkind: system\n{other}---\n");
        let record = format!("---\nid: REC\nkind: record\ndate: 2026-06-01\n{record}---\nText.\n");
        let files = [("aims.toml", ""), ("a.md", one), ("b.md", &*other), ("d.md", sheet), ("r.md", &*record)];
        only("data-without-provenance", &files)
    }

    #[test]
    fn a_system_of_ones_own_has_a_sheet_where_others_have() {
        let made = "lifecycle: validation\nai-roles: [developer]\n";
        let told = "b.md:4:12 SYS-2 is made here, and no data sheet says what data it was made with";
        assert_eq!(found(made, SHEET, ""), [told]);
        assert_eq!(found(&format!("{made}datasets: [DAT]\n"), SHEET, ""), Vec::<String>::new());
        assert_eq!(found(made, &SHEET.replace("SYS-1", "SYS-1, SYS-2"), ""), Vec::<String>::new());
        assert_eq!(found(made, SHEET, "controls: [A.7.3]\nsystems: [SYS-2]\n"), Vec::<String>::new());
        for spared in [
            "lifecycle: validation\nai-roles: [deployer]\n",
            "lifecycle: planned\nai-roles: [developer]\n",
            "lifecycle: validation\nai-roles: [developer]\nin-scope: false\n",
            "lifecycle: validation\nai-roles: [developer]\nstatus: draft\n",
        ] {
            assert!(found(spared, SHEET, "").is_empty(), "{spared}");
        }
    }

    #[test]
    fn nothing_is_asked_where_there_are_no_sheets_of_such_data() {
        let made = "lifecycle: validation\nai-roles: [developer]\n";
        assert!(found(made, "# None\n", "").is_empty());
        for sheet in ["status: draft\nsystems", "used-for: operation\nsystems", "status: retired\nsystems"] {
            assert!(found(made, &SHEET.replace("systems", sheet), "").is_empty(), "{sheet}");
        }
    }

    #[test]
    fn data_are_about_people_or_not() {
        let sheet = |lines: &str| SHEET.replace("kind: dataset", &format!("kind: dataset\n{lines}"));
        let told = "d.md:4:16 DAT is not about people by `personal-data`, and by `people` about Members under 26";
        assert_eq!(found("", &sheet("personal-data: false\npeople: [Members under 26]"), ""), [told]);
        let run = "personal-data: true\nused-for: [testing, operation]";
        let denies = "personal-data: false\n";
        let on = |lines: &str| sheet(lines).replace("[SYS-1]", "[SYS-1, SYS-2]");
        let told = "b.md:4:16 SYS-2 handles no data about people, and is run with DAT, which is about people";
        assert_eq!(found(denies, &on(run), ""), [told]);
        for (entry, sheet) in [
            (denies, sheet("personal-data: false\npeople: [none]")),
            (denies, sheet("personal-data: false")),
            ("", sheet("personal-data: true\npeople: [Members]")),
            (denies, on(&run.replace(", operation", ""))),
            (denies, sheet(run)),
            ("personal-data: true\n", on(run)),
        ] {
            assert!(found(entry, &sheet, "").is_empty(), "{entry} {sheet}");
        }
    }

    #[test]
    fn a_sheet_says_by_what_right() {
        let sheet = |rights: &str| SHEET.replace("kind: dataset", &format!("kind: dataset\nrights: {rights}"));
        assert_eq!(found("", &sheet("unclear"), ""), ["d.md:4:9 by what right DAT uses its data is `unclear`"]);
        assert!(found("", &sheet("Contract with members, clause 4"), "").is_empty());
    }

    #[test]
    fn a_sheet_says_how_good_the_data_are() {
        let bare = SHEET.replace("quality: [{criterion: c, value: v}]\n", "used-for: [training]\n");
        let told = "d.md:5:11 DAT says nothing of the quality of the data that SYS-1 was made with";
        let other = "lifecycle: planned\n";
        assert_eq!(found(other, &bare, ""), [told]);
        assert!(found(other, &bare.replace("training", "operation"), "").is_empty());
        assert!(found(other, &bare.replace("used-for", "status: draft\nused-for"), "").is_empty());
        assert!(found(other, &bare, "controls: [A.7.4]\nsystems: [SYS-1]\n").is_empty(), "a record has it");
        let serves = bare.replace("used-for", "reviewed: 2026-06-01\ncontrols: [A.7.4]\nused-for");
        assert!(found(other, &serves, "").is_empty(), "its text has it");
    }
}
