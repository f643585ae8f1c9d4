//! `stage-against-days`: the stage of an AI system and its days, or its past, cannot both be right.

use crate::base::{Date, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::compare::FieldEvent;
use crate::diag::Level;
use crate::history::{Revision, short};
use crate::model::document::Document;

pub(super) static RULE: Rule = Rule {
    code: "AIMS743",
    name: "stage-against-days",
    level: Level::Error,
    clock: true,
    what: "An AI system stands at a stage before use, `planned`, `development` or `validation`, and its `deployed` day has come or its change record shows that it was in use; or it stands at `retired` and its `retired` day is still to come; or it is in use and its `deployed` day is still to come. A system whose days say that it runs counts as in use, whatever its stage says.",
    why: "Most of what is asked of an AI system is asked while it is in use (clauses 8.2 to 8.4, controls A.6.2.6 and A.9.2). One word under `lifecycle` would end all of that while people are still judged by it.",
    fix: "Set `lifecycle` to where the system stands today: `in-use`, `suspended` or `retired`. Put right a day that is wrong; a day that is only planned belongs into a plan.",
    run,
};

/// Stages before a system goes into use.
const BEFORE: [&str; 3] = ["planned", "development", "validation"];

/// Stages after that, until it is taken out.
const AT_WORK: [&str; 2] = ["in-use", "suspended"];

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, system) in context.living_of("system") {
        let Some(stage) = system.fields.text("lifecycle") else { continue };
        let ahead = |key: &str| system.fields.date(key).filter(|day| *day > context.aims.today);
        let begun =
            system.fields.date("deployed").filter(|_| BEFORE.contains(&stage) && system.stage_by_days.is_some());
        let ends = ahead("retired").filter(|_| stage == "retired");
        let begins = ahead("deployed").filter(|_| AT_WORK.contains(&stage) && !system.is_draft());
        let (key, message, help) = if let Some(day) = begun {
            ("lifecycle", begun_already(system, stage, day), to_its_stage())
        } else if let Some(day) = ends {
            (
                "lifecycle",
                not_ended(system, day),
                say!("Set `lifecycle: in-use` until that day, or put right `retired`."),
            )
        } else if let Some(day) = begins {
            ("deployed", not_begun(system, stage, day), say!("Put right `deployed`, the day it went into use."))
        } else if BEFORE.contains(&stage)
            && let Some((was, revision)) = was_at_work(context, system)
        {
            ("lifecycle", set_back(system, stage, &was, revision), to_its_stage())
        } else {
            continue;
        };
        report.document(system, system.span_of(key), message, help);
    }
}

fn to_its_stage() -> &'static str {
    say!("Set `lifecycle` to where it stands: `in-use`, `suspended`, or `retired` with its day.")
}

fn begun_already(system: &Document, stage: &str, day: Date) -> String {
    say!(
        "{id} stands at `{stage}`, and went into use on {day}: it counts as in use",
        id = system.id,
        stage,
        day = wording::day(day)
    )
}

fn not_ended(system: &Document, day: Date) -> String {
    say!(
        "{id} stands at `retired`, and is taken out of use on {day}: until then it counts as in use",
        id = system.id,
        day = wording::day(day)
    )
}

fn not_begun(system: &Document, stage: &str, day: Date) -> String {
    say!(
        "{id} stands at `{stage}`, and goes into use on {day}, a day that has not come yet",
        id = system.id,
        stage,
        day = wording::day(day)
    )
}

fn set_back(system: &Document, stage: &str, was: &str, revision: &Revision) -> String {
    say!(
        "{id} stands at `{stage}`, and was at `{was}` until {on}, when a change by {who} set it back (commit {commit})",
        id = system.id,
        stage,
        was,
        on = wording::day(revision.landed),
        who = revision.author.name,
        commit = short(&revision.commit)
    )
}

/// The last stage at work that the change record shows, and the commit that ended it.
fn was_at_work<'a>(context: &Context<'a>, system: &Document) -> Option<(String, &'a Revision)> {
    let ended = context.history.came(&system.path).filter_map(|(revision, change)| {
        let fields = &change.did()?.fields;
        let was = fields.iter().find_map(|field| match &field.event {
            FieldEvent::Value { old: Some(old), .. } if *field.key == *"lifecycle" => Some(old.as_str().to_lowercase()),
            _ => None,
        })?;
        AT_WORK.contains(&was.as_str()).then_some((was, revision))
    });
    ended.max_by_key(|(_, revision)| revision.landed_at)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, with};

    fn system(lines: &str) -> String {
        format!("---\nid: S\nkind: system\n{lines}---\n")
    }

    #[test]
    fn a_stage_and_days_that_cannot_both_be_right_are_told() {
        for (lines, told) in [
            (
                "lifecycle: planned\ndeployed: 2025-04-14\n",
                "4:12 S stands at `planned`, and went into use on 2025-04-14: it counts as in use",
            ),
            (
                "lifecycle: validation\ndeployed: 2026-11-20\nretired: 2027-01-01\n",
                "4:12 S stands at `validation`, and went into use on 2026-11-20: it counts as in use",
            ),
            (
                "lifecycle: retired\ndeployed: 2025-04-14\nretired: 2029-12-31\n",
                "4:12 S stands at `retired`, and is taken out of use on 2029-12-31: until then it counts as in use",
            ),
            (
                "lifecycle: in-use\ndeployed: 2027-04-14\n",
                "5:11 S stands at `in-use`, and goes into use on 2027-04-14, a day that has not come yet",
            ),
        ] {
            assert_one("stage-against-days", &system(lines), &[told]);
        }
    }

    #[test]
    fn a_stage_that_its_days_bear_out_is_no_finding() {
        for lines in [
            "lifecycle: planned\n",
            "lifecycle: validation\ndeployed: 2026-11-21\n",
            "lifecycle: in-use\ndeployed: 2026-11-20\n",
            "lifecycle: retired\ndeployed: 2025-04-14\nretired: 2026-11-20\n",
            "lifecycle: retired\n",
            "lifecycle: planned\nretired: 2026-03-31\ndeployed: 2025-04-14\n",
        ] {
            assert_one("stage-against-days", &system(lines), &[]);
        }
    }

    #[test]
    fn a_system_that_runs_by_its_days_counts_as_in_use() {
        let in_use = |lines: &str| {
            let text = system(lines);
            with(&[("aims.toml", ""), ("a.md", &text)], |context| context.aims.figures().systems_in_use)
        };
        assert_eq!(in_use("lifecycle: planned\ndeployed: 2025-04-14\n"), 1);
        assert_eq!(in_use("lifecycle: retired\nretired: 2029-12-31\n"), 1);
        assert_eq!(in_use("lifecycle: in-use\nstatus: retired\n"), 1);
        assert_eq!(in_use("lifecycle: planned\n"), 0);
        assert_eq!(in_use("lifecycle: retired\nretired: 2026-03-31\n"), 0);
    }
}
