//! The part of the settings that must not be changed by just anybody: what sets the bar and says who may clear it.

use std::fmt::Write as _;

use crate::base::sha256;
use crate::model::approval_rule::ApprovalRule;
use crate::model::config::Config;
use crate::model::risk::RiskLevel;

/// The digest of all that is guarded in the settings: people, their addresses, roles and keys; rules of approval; kinds,
/// folders and what is left out; how texts are read; levels, waivers and what fails; who may accept which risk; and times that are
/// longer than where nothing is said of them. Two settings that say the same of these have the same.
pub fn guarded(config: &Config) -> [u8; 32] {
    let mut text = String::new();
    for person in &config.people {
        let keys: Vec<&str> = person.keys.iter().map(|key| key.value.trim()).collect();
        line(&mut text, &("person", &person.name, &person.emails, &person.roles, keys, person.left));
    }
    line(&mut text, &("rule", asks(&config.approval.all)));
    for (kind, rule) in &config.approval.kinds {
        line(&mut text, &("rule", kind, asks(rule)));
    }
    line(&mut text, &("folders", config.folders.rows().collect::<Vec<_>>()));
    for kind in &config.kinds {
        line(&mut text, &("kind", &kind.name, &kind.label, &kind.plural, kind.nature));
    }
    line(&mut text, &("aliases", &config.reading.aliases));
    // Settings that do without these have the digest that they had before there were any.
    let excluded: Vec<&str> = config.excluded.patterns().collect();
    if !excluded.is_empty() {
        line(&mut text, &("excluded", excluded));
    }
    if !config.reading.is_plain() {
        line(&mut text, &("reading", config.reading.key()));
    }
    if let Some(languages) = config.languages.said() {
        line(&mut text, &("languages", languages));
    }
    if !config.site.strip.is_none() {
        line(&mut text, &("strip", config.site.strip.patterns().collect::<Vec<_>>()));
    }
    authority(&mut text, config);
    for (wait, _) in config.stretched() {
        line(&mut text, &("wait", wait.key(), wait.of(config)));
    }
    let checks = &config.checks;
    line(&mut text, &("fail", checks.fail, checks.fail_clock));
    for (rule, level) in &checks.levels {
        line(&mut text, &("level", &rule.value, level));
    }
    for waiver in &checks.waivers {
        let (place, reason) = (&waiver.place, &waiver.reason);
        line(&mut text, &("waiver", &waiver.code.value, place, reason, waiver.until, waiver.misread));
    }
    sha256(text.as_bytes())
}

/// Who is top management, who acts for whom, and who may accept what is left of which risk. Settings that say nothing of it
/// have the digest that they had before there was any of it.
fn authority(text: &mut String, config: &Config) {
    for (name, role) in &config.roles {
        let deputy = role.deputy.as_ref().map(|deputy| &deputy.value);
        if role.top || role.may_accept.is_some() || deputy.is_some() {
            line(text, &("authority", name, role.top, role.may_accept.map(RiskLevel::as_str), deputy));
        }
    }
    for (level, roles) in &config.acceptance {
        let roles: Vec<&str> = roles.iter().map(|role| role.value.as_str()).collect();
        line(text, &("acceptance", level.as_str(), roles));
    }
    if config.risk != Config::default().risk {
        line(text, &("scale", config.risk.medium, config.risk.high));
    }
}

fn asks(rule: &ApprovalRule) -> impl std::fmt::Debug {
    let roles: Vec<String> = rule.roles.iter().map(|role| role.value.clone()).collect();
    (rule.needs.as_str(), roles, rule.four_eyes)
}

/// Each value in quotes where it is text, so that no text can be taken for two.
fn line(text: &mut String, values: &impl std::fmt::Debug) {
    // Writing into memory does not fail.
    let _ = writeln!(text, "{values:?}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::hex;

    #[test]
    fn how_texts_are_read_is_guarded() {
        let digest = |settings: &str| {
            let (config, problems) = Config::read(settings);
            assert!(problems.is_empty(), "{settings}: {problems:?}");
            guarded(&config)
        };
        let plain = digest("");
        for settings in [
            "[aliases]\nboss = \"owner\"\n",
            "[site]\nstrip = [\"{% * %}\"]\n",
            "[languages]\ndefault = \"de\"\n",
            "[languages]\ndefault = \"de\"\npattern = \"{lang}/\"\n",
            "[values.status]\nactive = \"approved\"\n",
            "[header]\nforms = [\"bold\"]\n",
            "[header]\nlabels = { Boss = \"owner\" }\n",
            "[id]\nfrom = [\"file-name\"]\n",
            "[id]\nfile-name = [\"{id}-*.md\"]\n",
            "[keys]\nkeep = [\"eip\"]\n",
            "[files]\nexclude = [\"policies/**\"]\n",
            "[roles]\nClerk = { top = true }\n",
            "[roles]\nClerk = { may-accept = \"low\" }\n",
            "[roles]\nClerk = { deputy = \"CEO\" }\nCEO = \"r\"\n",
            "[risk]\nhigh = 20\n",
            "[review.every]\npolicy = \"600 months\"\n",
            "[evidence]\nperiod = \"1200 months\"\n",
            "[records]\nsettle = \"10 years\"\n",
            "[risk.acceptance]\nhigh = [\"CEO\"]\n[roles]\nCEO = \"r\"\n",
        ] {
            assert_ne!(digest(settings), plain, "{settings}");
        }
        assert_eq!(digest("[review.every]\npolicy = \"6 months\"\n"), plain, "no longer than usual");
        assert_eq!(digest("[site]\ntitle = \"T\"\n"), plain);
        let many = "[folders]\npolicies = \"policy\"\nplans = \"plan\"\n\"x/**/y\" = \"record\"\n[files]\nexclude = [\"a/**\", \"b*\"]\n[aliases]\nboss = \"owner\"\n[languages]\ndefault = \"de\"\npattern = [\"{lang}/\"]\n";
        for _ in 0..20 {
            assert_eq!(hex(&digest(many)), "d17f104b88cde03eab1682a4cb08b1652bddced0affe57ebda8c782b0159a280");
            assert_eq!(digest(&format!("# A remark.\n\n{many}")), digest(many), "a place says nothing");
        }
        assert_eq!(digest("[roles]\nClerk = \"Sorts letters.\"\n"), plain);
    }
}
