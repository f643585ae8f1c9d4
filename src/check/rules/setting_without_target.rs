//! `setting-without-target`: a setting that names a kind or key that does not exist.

use crate::base::text::did_you_mean;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    code: "AIMS813",
    name: "setting-without-target",
    level: Level::Warning,
    clock: false,
    what: "A setting in `aims.toml` names a kind of document or a key that does not exist: an alias for a key of no kind, or `[folders]`, `[review.every]` or `[evidence.kinds]` with an unknown kind.",
    why: "A slip here switches the setting off without a word: documents are read as of no kind, or reviewed at another interval than was meant.",
    fix: "Take the suggestion, or define the kind under `[kinds.NAME]` in `aims.toml`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let kinds = &context.aims.kinds;
    let names: BTreeSet<&str> = kinds.iter().map(|kind| kind.name.as_str()).collect();
    let own = kinds.iter().flat_map(|kind| &kind.fields);
    let keys: BTreeSet<&str> = kinds.common().iter().chain(own).map(|field| field.name.as_str()).collect();
    for target in &context.aims.config.targets {
        let (known, what) =
            if target.is_kind { (&names, "kind of document") } else { (&keys, "key of any kind of document") };
        // Kinds may be written with spaces, as people say them.
        let name = target.name.value.replace(' ', "-");
        if known.contains(name.as_str()) {
            continue;
        }
        let help = match report.guess(|| did_you_mean(&name, known.iter().copied())) {
            Some(near) => format!("Did you mean `{near}`?"),
            None if target.is_kind => format!("Define it under `[kinds.{name}]`, or remove the setting."),
            None => "Name a key that `aims` knows, or remove the alias.".into(),
        };
        let message = format!("`{}` names `{}`, which is no {what}", target.setting, target.name.value);
        report.settings(Some(target.name.span), message, help);
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    #[test]
    fn each_setting_is_told_at_the_word() {
        let settings = "[folders]\npolicies = \"polcy\"\n[aliases]\nresponsible_person = \"ownr\"\n[review.every]\nplicy = \"6 months\"\n[evidence.kinds]\nadit = \"1 year\"\n";
        assert_eq!(
            only("setting-without-target", &[("aims.toml", settings)]),
            [
                "aims.toml:2:12 `folders` names `polcy`, which is no kind of document",
                "aims.toml:4:22 `aliases` names `ownr`, which is no key of any kind of document",
                "aims.toml:6:1 `review.every` names `plicy`, which is no kind of document",
                "aims.toml:8:1 `evidence.kinds` names `adit`, which is no kind of document",
            ]
        );
    }

    #[test]
    fn kinds_and_keys_of_the_team_and_other_spellings_are_known() {
        let settings = "[folders]\na = \"datasheet\"\nb = \"Impact Assessment\"\nc = \"risk_assessment\"\n[aliases]\nx = \"rights\"\ny = \"ai_act_class\"\nz = \"kind\"\n[review.every]\ndatasheet = \"P1Y\"\n[kinds.datasheet]\nfield = [{ name = \"rights\", type = \"text\" }]\n";
        assert!(only("setting-without-target", &[("aims.toml", settings)]).is_empty());
    }
}
