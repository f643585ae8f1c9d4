//! `high-risk-without-fria`: a high-risk use of those that article 27 names, without its assessment.

use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::check::systems::covered;
use crate::diag::Level;
use crate::model::ai_act::duties::{Backing, Evidence};
use crate::model::ai_act::{deploys_annex_iii, points};
use crate::model::document::Document;

pub(super) static RULE: Rule = Rule {
    code: "AIMS651",
    name: "high-risk-without-fria",
    level: Level::Note,
    clock: true,
    what: "The organisation deploys a high-risk AI system whose entry names point 5(a), (b) or (c) of Annex III, or speaks of creditworthiness or of life or health insurance, and no assessment of the impact on fundamental rights names the system: no impact assessment with `types: [fria]`, and nothing that names article 27. A note until the day from which that applies, then a warning; a note too where the system was in use before that day, since a significant change of its design brings it about (article 111(2)).",
    why: "Article 27 of the EU AI Act asks public bodies, those who provide public services, and those who judge creditworthiness or price life and health insurance for that assessment before the first use, and to notify the authority of it. It can build on the impact assessment of clause 6.1.4.",
    fix: "Carry it out as an impact assessment with `types: [fria]`; the one of clause 6.1.4 can be both: `types: [aiia, fria]`. Or name article 27 in the record that is one: `requirements: {eu-ai-act: [art-27-1]}`. Where article 27 does not concern you, write down why in a document that names it and the system.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let gathered = Evidence::of(context.aims);
    for (ix, system) in covered(context).filter(|(_, system)| deploys_annex_iii(system) && is_named_use(system)) {
        if system.stage() == Some("retired") {
            continue;
        }
        let owed = gathered.owed(ix);
        let Some(fria) = owed.iter().find(|owed| owed.duty.of == "art-27-1" && owed.backing == Backing::Open) else {
            continue;
        };
        let Some(from) = fria.from else { continue };
        let (id, day) = (&system.id, wording::day(from));
        report.document(
            system,
            system.span_of("ai-act-class"),
            match fria.before {
                true => say!("{id} has no assessment of the impact on fundamental rights; article 27 asks for it once its design changes significantly, from {day}", id, day),
                false => say!("{id} has no assessment of the impact on fundamental rights; article 27 asks for it from {day}", id, day),
            },
            say!(
                "Carry it out and say there `systems: [{id}]` and `types: [fria]`, or name `requirements: {eu-ai-act: [art-27-1]}` where it is written down why article 27 does not concern you.",
                id
            ),
        );
        if fria.applies(context.aims.today) && !fria.before {
            report.at(Level::Warning);
        }
    }
}

/// Words by which an entry speaks of a use that article 27 names.
const USES: [&str; 6] = ["5(b)", "5(c)", "creditworthiness", "credit scor", "life insurance", "health insurance"];

fn is_named_use(system: &Document) -> bool {
    // Public benefits and services are for public bodies, and for those who provide such services in their place.
    let by_point = points(system).into_iter().any(|(number, letter)| number == 5 && matches!(letter, Some('a'..='c')));
    let said = ["ai-act-reason", "purpose"].into_iter().filter_map(|key| system.fields.text(key));
    by_point || said.map(str::to_lowercase).any(|said| USES.iter().any(|word| said.contains(word)))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, check, only};

    const SYSTEM: &str = "---\nid: SYS-1\nkind: system\nai-act-class: high\nai-roles: [deployer]\nai-act-reason: Annex III point 5(b)\n---\n";

    #[test]
    fn it_is_a_note_until_the_day() {
        let told =
            "4:15 SYS-1 has no assessment of the impact on fundamental rights; article 27 asks for it from 2027-12-02";
        assert_one("high-risk-without-fria", SYSTEM, &[told]);
        let (found, _) = check(&[("aims.toml", ""), ("s.md", SYSTEM)]);
        let found = found.iter().find(|finding| finding.name == "high-risk-without-fria").expect("one");
        assert_eq!(found.level.as_str(), "note");
    }

    #[test]
    fn the_points_of_the_entry_are_read() {
        let told =
            "4:15 SYS-1 has no assessment of the impact on fundamental rights; article 27 asks for it from 2027-12-02";
        for point in ["5(c)", "[\"5 (b)\"]", "[4, 5(a)]", "Annex III point 5b"] {
            let lines = SYSTEM.replace("ai-act-reason: Annex III point 5(b)", &format!("annex-iii: {point}"));
            assert_one("high-risk-without-fria", &lines, &[told]);
        }
        let other = SYSTEM.replace("ai-act-reason: Annex III point 5(b)", "annex-iii: 5(d)");
        assert_one("high-risk-without-fria", &other, &[]);
    }

    #[test]
    fn an_assessment_another_role_or_another_use_answer_it() {
        for text in
            [SYSTEM.replace("deployer", "provider"), SYSTEM.replace("5(b)", "4"), SYSTEM.replace("high", "minimal")]
        {
            assert_one("high-risk-without-fria", &text, &[]);
        }
        let fria = "---\nid: IA-1\nkind: impact-assessment\ndate: 2026-10-01\nsystems: [SYS-1]\nrequirements: {eu-ai-act: [art-27]}\n---\n";
        let found =
            |fria: &str| only("high-risk-without-fria", &[("aims.toml", ""), ("s.md", SYSTEM), ("ia.md", fria)]);
        assert!(found(fria).is_empty());
        let typed =
            |types: &str| found(&fria.replace("requirements: {eu-ai-act: [art-27]}", &format!("types: {types}")));
        assert!(typed("[aiia, fria]").is_empty() && typed("Fundamental rights impact assessment").is_empty());
        assert_eq!((typed("aiia").len(), typed("dpia").len()), (1, 1));
    }
}
