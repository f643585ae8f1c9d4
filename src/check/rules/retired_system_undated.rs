//! `retired-system-undated`: a life-cycle stage and a retirement date that do not agree.

use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS610",
    name: "retired-system-undated",
    level: Level::Warning,
    clock: false,
    what: "An AI system stands at `retired` without the day it was taken out of use, or has that day and stands at another stage.",
    why: "Retirement ends duties and starts others: data and model are disposed of, users told, records kept (control A.6.2.6 and clause 7.5.3). All of them count from that day.",
    fix: "Write the day under `retired` and set `lifecycle: retired`; a day that is only planned belongs into a plan.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, system) in context.living_of("system").filter(|(_, system)| !system.is_draft()) {
        match (system.fields.text("lifecycle"), system.fields.date("retired")) {
            (Some("retired"), None) if system.fields.lacks("retired") => report.document(
                system,
                system.span_of("lifecycle"),
                say!("{id} stands at `retired`, and no `retired` says since when", id = system.id),
                say!("Add `retired: …`, the day the system was taken out of use."),
            ),
            (Some(stage), Some(date)) if stage != "retired" => report.document(
                system,
                system.span_of("retired"),
                say!(
                    "{id} was taken out of use on {day} and stands at `{stage}`",
                    id = system.id,
                    day = wording::day(date),
                    stage
                ),
                say!(
                    "Set `lifecycle: retired`, or take the day away until it is so: a planned day belongs into a plan."
                ),
            ),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn system(lines: &str) -> String {
        format!("---\nid: S\nkind: system\n{lines}---\n")
    }

    #[test]
    fn stage_and_day_have_to_agree() {
        let told = ["4:12 S stands at `retired`, and no `retired` says since when"];
        assert_one("retired-system-undated", &system("lifecycle: retired\n"), &told);
        let told = ["5:10 S was taken out of use on 2026-03-01 and stands at `in-use`"];
        assert_one("retired-system-undated", &system("lifecycle: in-use\nretired: 2026-03-01\n"), &told);
    }

    #[test]
    fn agreement_and_what_cannot_be_read_are_no_findings() {
        for lines in [
            "lifecycle: retired\nretired: 2026-03-01\n",
            "lifecycle: in-use\n",
            "lifecycle: retired\nretired: last year\n",
            "lifecycle: gone\nretired: 2026-03-01\n",
            "lifecycle: retired\nstatus: draft\n",
            "lifecycle: retired\nstatus: retired\n",
        ] {
            assert_one("retired-system-undated", &system(lines), &[]);
        }
    }
}
