//! `impact-assessment-incomplete`: an impact assessment that leaves out what makes it more than a form.

use crate::base::say;
use crate::check::context::Context;
use crate::check::harms::{any_row_says, harms};
use crate::check::lacks::{is_unsaid, none_says};
use crate::check::lists::join;
use crate::check::newest::newest;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::absent::says_nothing;
use crate::model::act_class::high_risk;
use crate::model::document::Document;
use crate::model::risk::{RiskLevel, RiskScale};

pub(super) static RULE: Rule = Rule {
    code: "AIMS624",
    name: "impact-assessment-incomplete",
    level: Level::Warning,
    clock: false,
    what: "The newest impact assessment of a system does not say when it is looked at again (`next-review`), what calls for that earlier (`review-triggers`), how the system could be misused (`misuse`), or which risks follow from it (`risks`); or not one row under `affected` says how people were asked (`consulted`), where `none` says nothing; or, of a high-risk system, how impacts are noticed while it runs (`monitoring`). Or the data protection officer disagrees, and nothing says why that was not followed (`followed`). As a note, what the data protection officer said of it (`dpo-opinion`), where it is a data protection impact assessment too (`types: [dpia]`) or its system handles personal data and is high-risk, or an earlier impact assessment has such an opinion. After the decision `no-go` the first two, `monitoring` and `followed` are not asked, and risks only where a small harm is listed and there are risks at all: of a graver one `harm-without-risk` tells.",
    why: "An impact assessment looks at intended use and foreseeable misuse, and is repeated at planned intervals and when something changes (clauses 6.1.4 and 8.4, controls A.5.2 to A.5.5). Auditors ask first who of those affected was asked. Where personal data are at stake, the data protection officer is asked for advice (Article 35(2) of the GDPR).",
    fix: "Add what the message names. Where nobody could be asked, no risk follows, or there is no data protection officer, say so there.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let has_risks = context.living_of("risk").next().is_some();
    for (ix, assessment) in newest(context, "impact-assessment") {
        overruled(assessment, report);
        let mut missing = missing(assessment, has_risks, context.aims.config.risk);
        if runs_at_high_risk(context, ix, assessment) && assessment.fields.lacks("monitoring") {
            missing.push(say!("how impacts are noticed while the system runs (`monitoring`)").into());
        }
        let of_note = missing.is_empty();
        if assessment.fields.lacks("dpo-opinion") && wants_opinion(context, ix, assessment) {
            missing.push(say!("what the data protection officer said (`dpo-opinion`)").into());
        }
        if missing.is_empty() {
            continue;
        }
        report.document(
            assessment,
            assessment.span_of("date"),
            say!("{id} leaves out {missing}", id = assessment.id, missing = join(&missing)),
            say!("Add what is missing of `misuse`, `review-triggers`, `next-review`, `monitoring`, `risks`, `dpo-opinion` and, for each group, `consulted`."),
        );
        if of_note {
            report.at(Level::Note);
        }
    }
}

/// Whether a data protection officer is asked: it says that it is such an assessment, or a system of it
/// handles personal data and is high-risk, or one was asked about earlier.
fn wants_opinion(context: &Context<'_>, ix: DocIx, assessment: &Document) -> bool {
    let is_one = assessment.fields.texts("types").iter().any(|of_type| of_type.value == "dpia");
    let is_before = |of: &Document| of.fields.date("date").is_some_and(|on| Some(on) < assessment.fields.date("date"));
    let mut all = context.living_of("impact-assessment");
    let is_usual = all.any(|(_, other)| is_before(other) && !other.is_draft() && !other.fields.lacks("dpo-opinion"));
    let asks = |system: &Document| is_usual || high_risk(system).is_some();
    let of_people = |system: &Document| system.fields.flag("personal-data") == Some(true) && asks(system);
    is_one || systems(context, ix).any(of_people)
}

/// The systems that an assessment is about.
fn systems<'a>(context: &Context<'a>, ix: DocIx) -> impl Iterator<Item = &'a Document> {
    context.aims.named_by(ix, "systems").map(|system| context.aims.document(system))
}

/// Whether it lets a high-risk system run.
fn runs_at_high_risk(context: &Context<'_>, ix: DocIx, assessment: &Document) -> bool {
    assessment.fields.text("result") != Some("no-go") && systems(context, ix).any(|system| high_risk(system).is_some())
}

/// How an opinion begins, or a part of it, that says no.
const AGAINST: [&str; 14] = [
    "disagree",
    "does not agree",
    "objects",
    "opposes",
    "rejects",
    "against",
    "advises against",
    "negative",
    "stimmt nicht zu",
    "nicht einverstanden",
    "lehnt ab",
    "widerspricht",
    "rät ab",
    "ablehnend",
];

/// Tells of an opinion of the data protection officer against the assessment that is not followed, where nothing says why.
fn overruled(assessment: &Document, report: &mut Report<'_>) {
    let fields = &assessment.fields;
    if fields.text("result") == Some("no-go") {
        return;
    }
    let is_against = |opinion: &str| {
        let lower = opinion.to_lowercase();
        let mut parts = lower.split([',', ';', ':', '.', '(', '–', '—']).map(str::trim);
        parts.any(|part| AGAINST.iter().any(|word| part.starts_with(word)))
    };
    let rows = fields.rows("dpo-opinion").iter();
    let mut overruled =
        rows.filter(|row| row.cells.text("opinion").is_some_and(is_against) && is_unsaid(&row.cells, "followed"));
    if let Some(row) = overruled.next() {
        report.document(
            assessment,
            row.cells.span("opinion").unwrap_or(row.span),
            say!(
                "the data protection officer disagrees with {id}, and nothing says why that was not followed",
                id = assessment.id
            ),
            say!("Write a row under `dpo-opinion`, with `opinion`, and what was done with it under `followed`."),
        );
    }
}

/// What an assessment leaves out, for a message.
fn missing(assessment: &Document, has_risks: bool, scale: RiskScale) -> Vec<String> {
    let fields = &assessment.fields;
    let goes = fields.text("result") != Some("no-go");
    let harmful = fields.rows("impacts").iter().any(|row| row.cells.text("effect") == Some("harm"));
    // That a graver harm leads to no risk is told where it stands.
    let is_told = any_row_says(assessment, "risk") || harms(assessment, scale, RiskLevel::Medium).next().is_some();
    let affected = fields.rows("affected");
    let asked = affected.is_empty() || !none_says(affected, "consulted");
    let mut missing: Vec<String> = Vec::new();
    if goes && fields.lacks("next-review") && fields.lacks("review-every") {
        missing.push(say!("when it is looked at again (`next-review`)").into());
    }
    if goes && fields.lacks("review-triggers") {
        missing.push(say!("what calls for that earlier (`review-triggers`)").into());
    }
    let misuse = fields.texts("misuse");
    if fields.lacks("misuse") || (!misuse.is_empty() && misuse.iter().all(|misuse| says_nothing(&misuse.value))) {
        missing.push(say!("foreseeable misuse (`misuse`)").into());
    }
    if !asked {
        missing.push(say!("who was asked (`affected.consulted`)").into());
    }
    if has_risks && harmful && fields.lacks("risks") && !is_told {
        missing.push(say!("the risks that follow (`risks`)").into());
    }
    missing
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, only};

    const WHOLE: &str = "---\nid: IA\nkind: impact-assessment\ndate: 2026-01-01\nnext-review: 2027-01-01\nreview-triggers: [t]\nmisuse: [m]\naffected: [{group: g, level: groups, consulted: c}]\nmonitoring: [{indicator: i}]\nimpacts: [{category: c, effect: harm, description: d}]\n---\n";

    #[test]
    fn each_thing_left_out_is_named() {
        for (line, what) in [
            ("next-review: 2027-01-01\n", "when it is looked at again (`next-review`)"),
            ("review-triggers: [t]\n", "what calls for that earlier (`review-triggers`)"),
            ("misuse: [m]\n", "foreseeable misuse (`misuse`)"),
            (", consulted: c", "who was asked (`affected.consulted`)"),
        ] {
            let told = format!("4:7 IA leaves out {what}");
            assert_one("impact-assessment-incomplete", &WHOLE.replace(line, ""), &[&told]);
        }
        assert_one("impact-assessment-incomplete", WHOLE, &[]);
        let told = ["4:7 IA leaves out foreseeable misuse (`misuse`) and who was asked (`affected.consulted`)"];
        let empty = WHOLE.replace("misuse: [m]", "misuse: [none]").replace("consulted: c", "consulted: nein");
        assert_one("impact-assessment-incomplete", &empty, &told);
    }

    #[test]
    fn risks_are_asked_where_there_are_any() {
        let found = |text: &str| {
            let risk = ("r.md", "---\nid: R\nkind: risk\n---\n");
            only("impact-assessment-incomplete", &[("aims.toml", ""), ("a.md", text), risk])
        };
        assert_eq!(found(WHOLE), ["a.md:4:7 IA leaves out the risks that follow (`risks`)"]);
        assert!(found(&WHOLE.replace("harm", "benefit")).is_empty());
        let graver = WHOLE.replace("effect: harm", "effect: harm, likelihood: 3, severity: 3");
        assert!(found(&graver).is_empty(), "`harm-without-risk` tells it");
        assert!(found(&WHOLE.replace("effect: harm", "effect: harm, risk: [R]")).is_empty());
    }

    #[test]
    fn the_data_protection_officer_is_asked_where_people_are_at_stake() {
        let found = |system: &str, lines: &str| {
            let assessment = WHOLE.replace("misuse", &format!("systems: [S]\n{lines}misuse"));
            let system = format!("---\nid: S\nkind: system\n{system}---\n");
            only("impact-assessment-incomplete", &[("aims.toml", ""), ("a.md", &assessment), ("s.md", &system)])
        };
        let told = ["a.md:4:7 IA leaves out what the data protection officer said (`dpo-opinion`)"];
        let high = "personal-data: true\nai-act-class: high\n";
        assert_eq!(found(high, ""), told);
        assert_eq!(found("", "types: [aiia, DPIA]\n"), told);
        for opinion in ["dpo-opinion: 2026-01-01, agrees\n", "dpo-opinion: [{by: DPO, opinion: agrees}]\n"] {
            assert!(found(high, opinion).is_empty(), "{opinion}");
        }
        for system in ["personal-data: true\n", "ai-act-class: high\n", "personal-data: false\nai-act-class: high\n"] {
            assert!(found(system, "types: aiia\n").is_empty(), "{system}");
        }
    }

    #[test]
    fn impacts_of_a_high_risk_system_are_watched() {
        let found = |class: &str, lines: &str| {
            let assessment = WHOLE.replace("monitoring: [{indicator: i}]\n", &format!("systems: [S]\n{lines}"));
            let system = format!("---\nid: S\nkind: system\nai-act-class: {class}\n---\n");
            only("impact-assessment-incomplete", &[("aims.toml", ""), ("a.md", &assessment), ("s.md", &system)])
        };
        let told = ["a.md:4:7 IA leaves out how impacts are noticed while the system runs (`monitoring`)"];
        assert_eq!(found("high", ""), told);
        for (class, lines) in [("high", "monitoring: [{indicator: i}]\n"), ("minimal", ""), ("high", "result: no-go\n")]
        {
            assert!(found(class, lines).is_empty(), "{class} {lines}");
        }
    }

    #[test]
    fn an_opinion_that_is_not_followed_has_an_answer() {
        let with = |opinion: &str| WHOLE.replace("misuse", &format!("dpo-opinion: {opinion}\nmisuse"));
        let told = |at: &str| {
            format!("{at} the data protection officer disagrees with IA, and nothing says why that was not followed")
        };
        assert_one("impact-assessment-incomplete", &with("2026-01-02, disagrees"), &[&told("7:14")]);
        let row = "[{by: DPO, opinion: Stimmt nicht zu}]";
        assert_one("impact-assessment-incomplete", &with(row), &[&told("7:34")]);
        for fine in [
            "2026-01-02, agrees; the storage is against nobody",
            "[{opinion: disagrees, followed: 'Stored for a month only, as asked'}]",
            "disagrees\nresult: no-go",
        ] {
            assert_one("impact-assessment-incomplete", &with(fine), &[]);
        }
    }

    #[test]
    fn a_draft_is_not_asked_and_a_refusal_not_when_it_is_repeated() {
        assert_one("impact-assessment-incomplete", &WHOLE.replace("misuse: [m]", "status: draft"), &[]);
        let refused = WHOLE.replace("next-review: 2027-01-01", "result: no-go").replace("review-triggers: [t]\n", "");
        assert_one("impact-assessment-incomplete", &refused, &[]);
    }
}
