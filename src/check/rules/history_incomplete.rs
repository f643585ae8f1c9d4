//! `history-incomplete`: the repository at hand does not hold the whole change record.

use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS502",
    name: "history-incomplete",
    level: Level::Error,
    clock: false,
    what: "The repository at hand does not hold the whole change record: it is a shallow or partial clone, or a part of it cannot be read.",
    why: "Control of changes and retention (clause 7.5.3) rest on the history. From half a record, versions, approvals and dates would be told wrongly.",
    fix: "Fetch the whole history, as the message says: `git fetch --unshallow`, or `fetch-depth: 0` in a pipeline.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for gap in context.history.gaps.iter().filter(|gap| gap.is_hole()) {
        report.settings(None, gap.sentence(), gap.remedy());
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{only, only_after};
    use crate::history::{Gap, Lost};

    #[test]
    fn every_gap_is_told_once_at_the_settings() {
        let lost = |first: &str, others| Lost { first: first.repeat(40), others };
        let found = only_after("history-incomplete", &[("aims.toml", "")], |_, history| {
            history.gaps = vec![Gap::Texts(lost("b", 2)), Gap::Settings(lost("a", 0))];
        });
        assert_eq!(
            found,
            [
                "aims.toml:1:1 texts of commit bbbbbbbbbb and 2 more are missing or damaged: what they said is not known",
                "aims.toml:1:1 the `aims.toml` of commit aaaaaaaaaa is missing, damaged or too large: who might sign then \
                 is not known",
            ]
        );
        assert!(only("history-incomplete", &[("aims.toml", "")]).is_empty());
    }
}
