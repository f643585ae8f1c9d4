//! `waiver-expired`: a waiver past its last day.

use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::lacks::late;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS809",
    name: "waiver-expired",
    level: Level::Warning,
    clock: true,
    what: "The last day of a waiver in `aims.toml` has passed. It covers nothing any more: the findings it names stand again.",
    why: "A waiver is lived with until its day and then judged afresh; one that lies about past its day shows that nobody did.",
    fix: "Mend what it was for and remove it; or decide again, with a new day and a reason that still holds.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let aims = context.aims;
    for waiver in &aims.config.checks.waivers {
        let Some((until, late)) = waiver.until.and_then(|until| Some((until, late(until, aims.today)?))) else {
            continue;
        };
        report.settings(
            Some(waiver.code.span),
            say!(
                "the waiver of `{code}` ended on {day}, {late}",
                code = waiver.code.value,
                day = wording::day(until),
                late
            ),
            say!("Mend what it was for and remove it, or decide again with a new day."),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    #[test]
    fn the_last_day_still_counts() {
        let found = |until: &str| {
            let settings = format!("[[checks.waivers]]\ncode = \"AIMS203\"\nreason = \"r\"\nuntil = {until}\n");
            only("waiver-expired", &[("aims.toml", &settings), ("a.md", "[[NOPE-1]]\n")])
        };
        assert_eq!(found("2026-11-19"), ["aims.toml:2:8 the waiver of `AIMS203` ended on 2026-11-19, 1 day ago"]);
        assert!(found("2026-11-20").is_empty());
    }
}
