//! `soa-older-than-risks`: the statement was not looked at since risks were last assessed.

use crate::base::{Date, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::document::Document;
use crate::model::risk::BEFORE;
use crate::model::soa::Soa;
use crate::model::standing::Reviewed;
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    code: "AIMS315",
    name: "soa-older-than-risks",
    level: Level::Warning,
    clock: false,
    what: "The statement of applicability took effect, and was last reviewed, before the newest risk assessment that found something new: a risk that was not judged before, or another score than before, or that gives no `results` to see it by.",
    why: "The controls follow from the treatment of the risks (clause 6.1.3). A statement older than the risk assessment does not take in what that found, which auditors look for.",
    fix: "Go through the statement with the new risk assessment at hand, and change what has to change. Where nothing has to, `aims review ID` puts on record that it was looked at.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    context.aims.written_soas.iter().for_each(|soa| look_at(context, soa, report));
}

fn look_at(context: &Context<'_>, soa: &Soa, report: &mut Report<'_>) {
    let aims = context.aims;
    let document = aims.document(soa.document);
    let dated = |key: &'static str| Some((document.fields.date(key)?, key));
    let Some((last, key)) = dated("reviewed").max(dated("effective")) else { return };
    let acted = aims.standing(soa.document).reviewed.filter(Reviewed::is_of_present).map(|reviewed| reviewed.day);
    let last = acted.map_or(last, |acted| acted.max(last));
    if document.is_draft() {
        return;
    }
    let newest = with_news(context).into_iter().max();
    if let Some((assessed, id)) = newest.filter(|(assessed, _)| *assessed > last) {
        report.document(
            document,
            document.span_of(key),
            say!(
                "the statement is of {last}, older than the risk assessment {id} of {assessed}",
                last = wording::day(last),
                id,
                assessed = wording::day(assessed)
            ),
            say!(
                "Go through it with that assessment at hand, and change what has to change; `aims review {soa}` puts on record that it was looked at.",
                soa = document.id
            ),
        );
    }
}

/// Assessments that found something new, each with its day. One that confirms what was known changes no control.
fn with_news<'a>(context: &Context<'a>) -> Vec<(Date, &'a str)> {
    let aims = context.aims;
    let mut assessed: Vec<(Date, &Document)> = aims
        .of_kind("risk-assessment")
        .into_iter()
        .filter(|(_, assessment)| !assessment.is_draft())
        .filter_map(|(_, assessment)| Some((assessment.fields.date("date")?, assessment)))
        // A day that has not come yet has its own finding.
        .filter(|(date, _)| *date <= aims.today)
        .collect();
    assessed.sort_by_key(|(date, _)| *date);
    let mut known: BTreeMap<String, [Option<i64>; 2]> = BTreeMap::new();
    let mut found = Vec::new();
    for (date, assessment) in assessed {
        let rows = assessment.fields.rows("results");
        let mut is_news = rows.is_empty();
        for row in rows {
            let score = BEFORE.map(|key| row.cells.number(key));
            let risk = row.cells.text("risk").unwrap_or_default().to_lowercase();
            is_news |= known.insert(risk, score) != Some(score);
        }
        if is_news && !assessment.is_retired() {
            found.push((date, assessment.id.as_str()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn told(dates: &str, assessment: &str) -> Vec<String> {
        let soa = format!("---\nid: SOA-001\ntitle: S\nkind: soa\n{dates}statement: []\n---\n");
        let one = |id: &str, rest: &str| format!("---\nid: {id}\ntitle: T\nkind: risk-assessment\n{rest}---\n");
        let (first, second) = (one("RA-001", "date: 2025-01-01\n"), one("RA-002", assessment));
        let files = [("aims.toml", ""), ("a.md", &*first), ("b.md", &*second), ("soa.md", &*soa)];
        only("soa-older-than-risks", &files)
    }

    #[test]
    fn it_is_told_at_the_later_of_the_dates() {
        assert_eq!(
            told("effective: 2025-02-01\nreviewed: 2026-03-01\n", "date: 2026-03-02\n"),
            ["soa.md:6:11 the statement is of 2026-03-01, older than the risk assessment RA-002 of 2026-03-02"]
        );
        assert_eq!(told("effective: 2025-02-01\n", "date: 2026-03-02\n").len(), 1);
    }

    #[test]
    fn an_act_is_the_remedy() {
        use crate::check::testing::check;
        let soa = "---\nid: SOA-001\nkind: soa\neffective: 2025-02-01\nstatement: []\n---\n";
        let assessment = "---\nid: RA-1\nkind: risk-assessment\ndate: 2026-03-02\n---\n";
        let (found, _) = check(&[("aims.toml", ""), ("a.md", assessment), ("s.md", soa)]);
        let help =
            found.into_iter().find(|finding| finding.name == "soa-older-than-risks").and_then(|found| found.help);
        assert!(help.is_some_and(|help| help.contains("`aims review SOA-001`") && !help.contains("set `reviewed`")));
    }

    #[test]
    fn an_assessment_that_confirms_what_was_known_makes_nothing_older() {
        let soa = "---\nid: SOA-001\nkind: soa\neffective: 2025-02-01\nstatement: []\n---\n";
        let one = |id: &str, date: &str, score: i64| {
            format!(
                "---\nid: {id}\nkind: risk-assessment\ndate: {date}\nresults: [{{risk: R, likelihood: {score}, severity: 2}}]\n---\n"
            )
        };
        let found = |score| {
            let (first, second) = (one("RA-1", "2025-01-01", 2), one("RA-2", "2026-01-01", score));
            only("soa-older-than-risks", &[("aims.toml", ""), ("a.md", &first), ("b.md", &second), ("s.md", soa)]).len()
        };
        assert_eq!((found(2), found(3)), (0, 1));
    }

    #[test]
    fn a_statement_of_the_same_day_an_undated_one_and_drafts_are_no_findings() {
        assert!(told("effective: 2026-03-02\nreviewed: 2025-01-01\n", "date: 2026-03-02\n").is_empty());
        assert!(told("", "date: 2026-03-02\n").is_empty());
        assert!(told("status: draft\neffective: 2025-02-01\n", "date: 2026-03-02\n").is_empty());
        assert!(told("effective: 2025-02-01\n", "date: 2026-03-02\nstatus: draft\n").is_empty());
        assert!(told("effective: 2025-02-01\n", "date: 2027-03-02\n").is_empty());
    }
}
