//! `risks-of-organisation-alone`: a register of risks in which nobody outside comes to harm.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::document::Document;
use crate::model::risk::is_opportunity;

pub(super) static RULE: Rule = Rule {
    code: "AIMS669",
    name: "risks-of-organisation-alone",
    level: Level::Warning,
    clock: false,
    what: "Three risks or more say whom they affect, and every one of them names the organisation alone: no individuals, no groups, no society. It is told once.",
    why: "AI risk assessment looks at what may happen to individuals and societies too, and not to the organisation alone (clause 6.1.2, with the impact assessment of clause 6.1.4).",
    fix: "Look again at each risk: whom would it touch first? Add the risks of those who are scored, answered or watched.",
    run,
};

/// From how many risks on the register is one that somebody has thought about.
const SOME: usize = 3;

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let said = |risk: &&Document| {
        !risk.fields.lacks("affects") && !risk.fields.is_misread("affects") && !is_opportunity(&risk.fields)
    };
    let risks: Vec<&Document> =
        context.living_of("risk").map(|(_, risk)| risk).filter(|risk| !risk.is_draft()).filter(said).collect();
    let alone = |risk: &&Document| risk.fields.texts("affects").iter().all(|whom| whom.value == "organisation");
    let Some(first) = risks.first().filter(|_| risks.len() >= SOME && risks.iter().all(alone)) else { return };
    report.document(
        first,
        first.span_of("affects"),
        say!("none of {n} risks affects anybody but the organisation, {id} first", n = risks.len(), id = first.id),
        say!("Say under `affects` whom each risk touches, and add those of individuals, groups and society."),
    );
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(affects: [&str; 3]) -> Vec<String> {
        let texts: Vec<(String, String)> = affects
            .iter()
            .enumerate()
            .map(|(i, whom)| (format!("{i}.md"), format!("---\nid: RSK-{i}\nkind: risk\naffects: [{whom}]\n---\n")))
            .collect();
        let mut files = vec![("aims.toml", "")];
        files.extend(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        only("risks-of-organisation-alone", &files)
    }

    #[test]
    fn a_register_about_the_organisation_alone_is_told_once() {
        let told = ["0.md:4:10 none of 3 risks affects anybody but the organisation, RSK-0 first"];
        assert_eq!(found(["organisation"; 3]), told);
        assert!(found(["organisation", "organisation", "individuals, organisation"]).is_empty());
        assert!(found(["organisation", "organisation", ""]).is_empty());
    }
}
