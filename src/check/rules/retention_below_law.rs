//! `retention-below-law`: papers of a high-risk system that are kept for less than ten years.

use crate::base::{Date, Period, say, wording};
use crate::check::context::Context;
use crate::check::keeping::{longest, papers};
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::ai_act::duties::applies_from;
use crate::model::patience::is_longer;

pub(super) static RULE: Rule = Rule {
    code: "AIMS407",
    name: "retention-below-law",
    level: Level::Note,
    clock: true,
    what: "A document is of the technical documentation, the quality management or the declaration of conformity of a high-risk system that the organisation provides, imports or represents, by `systems` and by the provision under `requirements` or the control A.6.2.7, and its `retention` names less than ten years, or there is none. A warning from the day on which the duty applies, unless the system was in use before. A text that names no length of time is not judged.",
    why: "Providers keep these papers for ten years after the system is placed on the market or put into service (article 18 of the EU AI Act; articles 22(3) and 23(5) for those who represent or import). Retention is controlled (clause 7.5.3): what was thrown away in year six is missing in year nine.",
    fix: "Keep it for ten years from the last placing on the market or putting into service, and write so: `retention: 10 years after the last use of the system`.",
    run,
};

const TEN_YEARS: Period = Period::Months(120);

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, system) in papers(context) {
        let (document, system) = (context.aims.document(ix), context.aims.document(system));
        if document.fields.is_misread("retention") {
            continue;
        }
        let from = applies_from("art-18", system);
        let is_older = |from: Date| system.fields.date("deployed").is_some_and(|deployed| deployed < from);
        let id = &system.id;
        let asks = match from.map(|from| (is_older(from), from <= context.aims.today)) {
            Some((true, _)) => say!("of {id} law asks for ten years once its design changes significantly", id),
            Some((false, false)) => say!("of {id} law will ask for ten years", id),
            _ => say!("of {id} law asks for ten years", id),
        };
        let said = document.fields.text("retention").filter(|text| !text.trim().is_empty());
        let (span, message) = match said.map(longest) {
            Some(Some(kept)) if is_longer(TEN_YEARS, kept) => {
                let message = say!("{id} is kept for {kept}, and {asks}", id = document.id, kept = kept.said(), asks);
                (document.span_of("retention"), message)
            }
            Some(_) => continue,
            None => (document.head, say!("{id} does not say how long it is kept, and {asks}", id = document.id, asks)),
        };
        report.document(
            document,
            span,
            message,
            match from {
                Some(from) => say!("Keep it for ten years, and write so: `retention: 10 years after …`. Article 18 applies from {day}.", day = wording::day(from)),
                None => say!("Keep it for ten years, and write so: `retention: 10 years after …`.").into(),
            },
        );
        if from.is_some_and(|from| from <= context.aims.today && !is_older(from)) {
            report.at(Level::Warning);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{check, only};

    fn files(paper: &str, system: &str) -> [String; 2] {
        [
            format!("---\nid: S\nkind: system\nlifecycle: in-use\n{system}---\n"),
            format!("---\nid: REC\nkind: record\nsystems: [S]\n{paper}---\n"),
        ]
    }

    const PROVIDED: &str = "ai-roles: [provider]\nai-act-class: high\n";
    const FILE: &str = "requirements: {eu-ai-act: [annex-iv]}\n";

    fn found(paper: &str, system: &str) -> Vec<String> {
        let [system, paper] = files(paper, system);
        only("retention-below-law", &[("aims.toml", ""), ("a.md", &system), ("r.md", &paper)])
    }

    #[test]
    fn less_than_ten_years_and_none_at_all_are_told() {
        let short = format!("{FILE}retention: 6 years after the last use\n");
        assert_eq!(found(&short, PROVIDED), ["r.md:6:12 REC is kept for 6 years, and of S law will ask for ten years"]);
        let none = ["r.md:1:1 REC does not say how long it is kept, and of S law will ask for ten years"];
        let older = format!("{PROVIDED}deployed: 2025-01-10\n");
        assert!(found(&short, &older)[0].ends_with("once its design changes significantly"));
        assert_eq!(found("controls: [A.6.2.7]\n", PROVIDED), none);
        assert_eq!(found("requirements: {eu-ai-act: [art-17-1-a]}\n", PROVIDED), none);
    }

    #[test]
    fn what_is_long_unclear_or_no_paper_of_such_a_system_is_no_finding() {
        for kept in ["10 years from the last use", "ten years", "15 years", "until the system is gone"] {
            assert!(found(&format!("{FILE}retention: {kept}\n"), PROVIDED).is_empty(), "{kept}");
        }
        for system in [
            "ai-roles: [deployer]\nai-act-class: high\n",
            "ai-roles: [provider]\nai-act-class: minimal\n",
            "ai-roles: [provider]\nai-act-class: high\nstatus: draft\n",
        ] {
            assert!(found(FILE, system).is_empty(), "{system}");
        }
        assert!(found("requirements: {eu-ai-act: [art-26]}\n", PROVIDED).is_empty());
        assert!(found(&format!("{FILE}status: draft\n"), PROVIDED).is_empty());
    }

    #[test]
    fn it_is_a_note_until_the_duty_applies() {
        let [system, paper] = files(FILE, PROVIDED);
        let (all, _) = check(&[("aims.toml", ""), ("a.md", &system), ("r.md", &paper)]);
        let found = all.iter().find(|finding| finding.name == "retention-below-law").map(|finding| finding.level);
        assert_eq!(found, Some(crate::diag::Level::Note));
    }
}
