//! `training-gap`: a training that too few came to, or an AI system in use for which nobody was trained.

use crate::base::{Date, say};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::check::systems::{covered, stands_at};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::worked::did_not;
use std::collections::{BTreeMap, BTreeSet};

pub(super) static RULE: Rule = Rule {
    code: "AIMS661",
    name: "training-gap",
    level: Level::Warning,
    clock: false,
    what: "Nobody came to a training, or fewer than its `target-share` asks for, or it says that it did not work (`effective: No`), and no later training to which anybody came is on the same `subject` or names it; or more are said to have come than were `invited`; or an AI system is in use and neither a training (`systems`) nor a row of a record of competence (`system`) names it, while one names another system.",
    why: "Those who work under the control of the organisation are aware of the AI policy and of what they do for it, and competent for the system they use (clauses 7.2 and 7.3; literacy under article 4 of the EU AI Act). Auditors ask the users of the system that was left out.",
    fix: "Train those who were not there, and record it under the same `subject`; name the system in the training or in the row of competence.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let trainings: Vec<(DocIx, &Document)> =
        context.living_of("training").filter(|(_, training)| !training.is_draft()).collect();
    let mut newest: BTreeMap<String, Option<Date>> = BTreeMap::new();
    for (_, training) in trainings.iter().filter(|(_, training)| !training.shows_none()) {
        let best = newest.entry(subject(training)).or_default();
        *best = training.fields.date("date").max(*best);
    }
    for (ix, training) in &trainings {
        if let Some((came, called)) = turned_up(training).filter(|(came, called)| came > called) {
            report.document(
                training,
                training.span_of("attended"),
                say!("{came} came to {id}, and {called} were invited", came, id = training.id, called),
                say!("Put `attended` or `invited` right."),
            );
        }
        let (short, vain) = (short(training), training.fields.text("effective").is_some_and(did_not));
        if short.is_none() && !vain {
            continue;
        }
        let again = newest.get(&subject(training)).is_some_and(|newest| *newest > training.fields.date("date"));
        let makes_up = |other: &Document| other.is("training") && !other.shows_none();
        let named = context.aims.references_to(*ix).any(|reference| makes_up(context.aims.document(reference.from)));
        if again || named {
            continue;
        }
        if vain {
            report.document(
                training,
                training.span_of("effective"),
                say!("{id} did not work, as it says, and no training follows on the same subject", id = training.id),
                say!("Train again in another way, and record it as a training on the same `subject`."),
            );
        }
        if let Some(message) = short {
            report.document(
                training,
                training.span_of("attended"),
                message,
                say!("Train those who were not there, and record it as a training on the same `subject`."),
            );
        }
    }
    let trained = trained(context);
    if trained.is_empty() {
        return;
    }
    for (_, system) in covered(context).filter(|(ix, system)| stands_at(system, &["in-use"]) && !trained.contains(ix)) {
        let id = &system.id;
        report.document(
            system,
            system.span_of("lifecycle"),
            say!("{id} is in use, and no training and no row of competence names it, as of other systems", id),
            say!("Train those who work with it, and name it there: `systems: [{id}]`; `system: [{id}]` in a row of competence.", id),
        );
    }
}

/// What is told where fewer came than the share of a hundred that was to come, or nobody did.
fn short(training: &Document) -> Option<String> {
    let (id, all) = (&training.id, turned_up(training).zip(number(training, "target-share")));
    let missed = all.filter(|((came, called), share)| came * 100 < called * share);
    let of_all = |((came, called), share)| {
        say!("{came} of {called} came to {id}, and {share} of a hundred were to", came, called, id, share)
    };
    missed.map(of_all).or_else(|| training.shows_none().then(|| say!("nobody came to {id}", id)))
}

/// How many came, of how many.
fn turned_up(training: &Document) -> Option<(i64, i64)> {
    Some((number(training, "attended")?, number(training, "invited")?))
}

fn number(training: &Document, key: &str) -> Option<i64> {
    training.fields.number(key).filter(|number| (0..=1_000_000).contains(number))
}

/// What a training was about; trainings on the same subject make up for each other.
fn subject(training: &Document) -> String {
    training.fields.text("subject").unwrap_or_default().trim().to_lowercase()
}

/// Systems for which somebody was trained, or is on record as competent.
fn trained(context: &Context<'_>) -> BTreeSet<DocIx> {
    let names = |field: &str, document: &Document| match field {
        "systems" => document.is("training"),
        "entries.system" => document.is("competence"),
        _ => false,
    };
    let references = context.aims.references.iter().filter(|reference| {
        let document = context.aims.document(reference.from);
        names(&reference.field, document) && document.is_finished_record() && !document.shows_none()
    });
    references.filter_map(|reference| reference.to).collect()
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn training(id: &str, lines: &str) -> String {
        format!("---\nid: {id}\nkind: training\n{lines}---\n")
    }

    const FEW: &str = "date: 2026-02-01\nsubject: Scores\ninvited: 20\nattended: 12\ntarget-share: 90\n";

    fn found(first: &str, second: &str) -> Vec<String> {
        let (first, second) = (training("TRN-1", first), training("TRN-2", second));
        only("training-gap", &[("aims.toml", ""), ("a.md", &first), ("b.md", &second)])
    }

    #[test]
    fn too_few_came_and_nobody_made_up_for_it() {
        let other = "date: 2026-03-01\nsubject: Letters\n";
        let told = ["a.md:7:11 12 of 20 came to TRN-1, and 90 of a hundred were to"];
        assert_eq!(found(FEW, other), told);
        assert_eq!(found(FEW, "date: 2026-01-01\nsubject: Scores\n"), told, "it was before");
        assert!(found(FEW, "date: 2026-03-01\nsubject: scores \n").is_empty());
        assert!(found(FEW, "date: 2026-03-01\nsubject: Rest\nevidence-for: [TRN-1]\n").is_empty());
        assert!(found(&FEW.replace("12", "18"), other).is_empty());
        assert!(found(&FEW.replace("target-share: 90\n", ""), other).is_empty());
        let nobody = "date: 2026-02-01\nsubject: Scores\ninvited: 12\nattended: 0\n";
        assert_eq!(found(nobody, other), ["a.md:7:11 nobody came to TRN-1"]);
        assert!(found(nobody, "date: 2026-03-01\nsubject: Scores\n").is_empty());
        let still_nobody = nobody.replace("2026-02", "2026-03");
        assert_eq!(found(FEW, &still_nobody).len(), 2, "what nobody came to makes up for nothing");
    }

    #[test]
    fn where_systems_are_named_each_in_use_is() {
        let system = |id: &str, stage: &str| format!("---\nid: {id}\nkind: system\nlifecycle: {stage}\n---\n");
        let (one, other) = (system("S-1", "in-use"), system("S-2", "in-use"));
        let row = |id: &str| {
            format!("---\nid: C\nkind: competence\nentries: [{{person: A, need: n, system: [{id}]}}]\n---\n")
        };
        let told = |record: &str, other: &str| {
            only("training-gap", &[("aims.toml", ""), ("1.md", &one), ("2.md", other), ("t.md", record)])
        };
        let what = "2.md:4:12 S-2 is in use, and no training and no row of competence names it, as of other systems";
        assert_eq!(told(&training("T", "systems: [S-1]\n"), &other), [what]);
        assert_eq!(told(&row("S-1"), &other), [what]);
        assert!(told(&training("T", "systems: [S-1]\n"), &system("S-2", "planned")).is_empty());
        assert!(told(&training("T", "systems: [S-1, S-2]\n"), &other).is_empty());
        assert_eq!(told(&training("T", "attended: 0\nsystems: [S-1]\n"), &other), ["t.md:4:11 nobody came to T"]);
        let judged = training("U", "status: in-review\nsystems: [S-2]\n");
        let (files, held) = (("t.md", training("T", "systems: [S-1]\n")), ("u.md", judged));
        let files = [("aims.toml", ""), ("1.md", &*one), ("2.md", &*other), (files.0, &*files.1), (held.0, &*held.1)];
        assert_eq!(only("training-gap", &files), [what], "what is being judged shows nothing yet");
        assert!(told(&training("T", "subject: All\n"), &other).is_empty(), "nobody tells them apart");
    }

    #[test]
    fn more_than_were_invited_and_what_did_not_work_are_told() {
        let many = FEW.replace("12", "40");
        let other = "date: 2026-03-01\nsubject: Letters\n";
        assert_eq!(found(&many, other), ["a.md:7:11 40 came to TRN-1, and 20 were invited"]);
        let vain = "date: 2026-02-01\nsubject: Scores\neffective: No; half of them failed\n";
        let told = ["a.md:6:12 TRN-1 did not work, as it says, and no training follows on the same subject"];
        assert_eq!(found(vain, other), told);
        assert!(found(vain, "date: 2026-03-01\nsubject: Scores\n").is_empty());
    }
}
