//! `unknown-rule`: a level for a rule that does not exist.

use crate::base::near::Near;
use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS812",
    name: "unknown-rule",
    level: Level::Warning,
    clock: false,
    what: "A row of `[checks.levels]` in `aims.toml` names no rule, neither by code nor by name; or a rule that another row names too.",
    why: "A slip in the name leaves the rule at its default, and whoever wrote the row believes otherwise.",
    fix: "Take the suggestion, or remove the row.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    // Codes lie so near to one another that only names are suggested.
    let mut names = Near::of(report.rules().iter().map(|rule| rule.name));
    for (rule, _) in &context.aims.config.checks.levels {
        if let Some(known) = report.rules().iter().find(|known| known.is_named(&rule.value)) {
            let levels = context.aims.config.checks.levels.iter();
            let mut before = levels.take_while(|(other, _)| other.span != rule.span);
            if let Some((other, _)) = before.find(|(other, _)| known.is_named(&other.value)) {
                let message = say!(
                    "`{one}` and `{other}` are one rule, and one level holds",
                    one = other.value,
                    other = rule.value
                );
                report.settings(Some(rule.span), message, say!("Keep one of the two rows, and remove the other."));
            }
            continue;
        }
        let help = match names.nearest(&rule.value.replace('_', "-")) {
            Some(near) => say!("Did you mean `{near}`?", near),
            None => say!("Remove it, or write the code or name of a rule as findings show it.").into(),
        };
        report.settings(Some(rule.span), say!("`{rule}` is no rule", rule = rule.value), help);
    }
}

#[cfg(test)]
mod tests {
    use crate::check::find;
    use crate::check::testing::only;

    #[test]
    fn it_is_told_at_the_name() {
        let settings =
            "[checks.levels]\naims401 = \"error\"\nsymlink = \"off\"\nreview-overdu = \"off\"\nAIMS999 = \"note\"\n";
        let told = ["aims.toml:4:1 `review-overdu` is no rule", "aims.toml:5:1 `AIMS999` is no rule"];
        assert_eq!(only("unknown-rule", &[("aims.toml", settings)]), told);
        let twice = "[checks.levels]\nno-soa = \"error\"\nAIMS301 = \"off\"\n";
        let code = find("no-soa").map_or("", |rule| rule.code);
        let told = format!("aims.toml:3:1 `no-soa` and `{code}` are one rule, and one level holds");
        assert_eq!(only("unknown-rule", &[("aims.toml", &twice.replace("AIMS301", code))]), [told]);
    }
}
