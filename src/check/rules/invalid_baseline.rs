//! `invalid-baseline`: a baseline that is not there, or cannot be read.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS819",
    name: "invalid-baseline",
    level: Level::Error,
    clock: false,
    what: "The file that `checks.baseline` names is not there, is too large, or has a line that is none of a rule, a \
           fingerprint and a file. The lines that can be read hold all the same.",
    why: "Which findings are known decides which are told. A baseline of which a part is lost tells old ones as new.",
    fix: "Write it anew: `aims check --write-baseline FILE`, or remove the setting.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let Some(baseline) = &context.aims.baseline else { return };
    let help = say!("Write it anew: `aims check --write-baseline {name}`.", name = baseline.name);
    for fault in &baseline.faults {
        match &baseline.path {
            Some(path) => report.file(path, Some(fault.span), fault.message.to_string(), &help),
            None => report.settings(None, fault.message.to_string(), &help),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    #[test]
    fn a_baseline_that_is_not_there_is_told_at_its_setting_and_a_bad_line_where_it_is() {
        let settings = ("aims.toml", "[checks]\nbaseline = \"known.txt\"\n");
        assert_eq!(
            only("invalid-baseline", &[settings]),
            ["aims.toml:2:12 `checks.baseline` names `known.txt`, where no file is"]
        );
        let merging = ("known.txt", "# aims baseline 1\n\n=======\n");
        assert_eq!(
            only("invalid-baseline", &[settings, merging]),
            ["known.txt:3:1 this line of the baseline does not name a rule, a fingerprint and a file"]
        );
    }
}
