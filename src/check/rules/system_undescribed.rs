//! `system-undescribed`: a system in use whose entry leaves out what everybody asks first.

use crate::base::say;
use crate::check::context::Context;
use crate::check::lacks::unsaid;
use crate::check::lists::join;
use crate::check::rule::{Report, Rule};
use crate::check::systems::{covered, stands_at};
use crate::diag::Level;
use crate::model::act_class::high_risk;

pub(super) static RULE: Rule = Rule {
    code: "AIMS622",
    name: "system-undescribed",
    level: Level::Warning,
    clock: false,
    what: "The entry of an AI system in use does not say since when it is in use (`deployed`), what model is behind it (`model`), or what data it handles (`data-classes`), or, where it names people whom it affects, who watches it (`oversight`; `none` and `unknown` say nobody). Of a high-risk system the last is told by `high-risk-without-oversight`.",
    why: "Resources of an AI system, its data and models among them, are documented (controls A.4.2 to A.4.5), and its use is responsible only where somebody can step in (control A.9.2). Whether it was assessed before use, which data duties hold and whom a new model concerns can be told only from these.",
    fix: "Add what the message names.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, system) in covered(context).filter(|(_, system)| stands_at(system, &["in-use"])) {
        // Models and data that have documents of their own are named as such.
        let named = |field: &str| !system.fields.lacks(field);
        let own = |key: &&&str| match **key {
            "model" => !named("models"),
            "data-classes" => !named("datasets"),
            _ => true,
        };
        let keys: Vec<&str> = ["deployed", "model", "data-classes"].iter().filter(own).copied().collect();
        let is_watched = named("affected") && high_risk(system).is_none();
        let unwatched = is_watched.then(|| unsaid(&system.fields, &["oversight"])).flatten();
        let lacking = keys.iter().filter(|key| system.fields.lacks(key)).map(|key| format!("`{key}`"));
        let missing: Vec<String> = lacking.chain(unwatched).collect();
        if !missing.is_empty() {
            let missing = join(&missing);
            report.document(
                system,
                system.span_of("lifecycle"),
                say!("{id} is in use, and its entry has no {missing}", id = system.id, missing),
                say!(
                    "Say since when it is in use, which model is behind it, what data it handles, and who watches it."
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn system(lines: &str) -> String {
        format!("---\nid: SYS\nkind: system\nlifecycle: in-use\n{lines}---\n")
    }

    #[test]
    fn what_is_left_out_is_told_once() {
        let told = ["4:12 SYS is in use, and its entry has no `deployed`, `model` and `data-classes`"];
        assert_one("system-undescribed", &system(""), &told);
        let told = ["4:12 SYS is in use, and its entry has no `model`"];
        assert_one("system-undescribed", &system("deployed: 2026-01-01\ndata-classes: [a]\n"), &told);
    }

    #[test]
    fn a_system_that_affects_people_is_watched() {
        let lines = "deployed: 2026-01-01\ndata-classes: [a]\nmodel: m\naffected: [b]\n";
        assert_one("system-undescribed", &system(lines), &["4:12 SYS is in use, and its entry has no `oversight`"]);
        assert_one("system-undescribed", &system(&format!("{lines}ai-act-class: high\n")), &[]);
        for nobody in ["none", "nobody", "keine", "niemand", "unknown"] {
            let told = format!("4:12 SYS is in use, and its entry has no `oversight` (`{nobody}`)");
            assert_one("system-undescribed", &system(&format!("{lines}oversight: {nobody}\n")), &[&told]);
        }
        assert_one("system-undescribed", &system(&format!("{lines}oversight: A clerk reads each letter\n")), &[]);
        let both = lines.replace("model: m\n", "oversight: none\n");
        let told = ["4:12 SYS is in use, and its entry has no `model` and `oversight` (`none`)"];
        assert_one("system-undescribed", &system(&both), &told);
    }

    #[test]
    fn what_is_not_in_use_or_not_covered_is_not_asked() {
        for lines in ["deployed: 2026-01-01\ndata-classes: [a]\nmodel: m\n", "in-scope: false\n", "status: draft\n"] {
            assert_one("system-undescribed", &system(lines), &[]);
        }
        assert_one("system-undescribed", &system("").replace("in-use", "validation"), &[]);
    }
}
