//! `audit-coverage-gap`: what no internal audit of the cycle looked at, nor is planned to.

use crate::base::{Period, plural, say, wording};
use crate::check::context::Context;
use crate::check::lists::listed;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::audited::What;

pub(super) static RULE: Rule = Rule {
    code: "AIMS734",
    name: "audit-coverage-gap",
    level: Level::Warning,
    clock: true,
    what: "Clauses, controls that apply, or AI systems in use that none of the internal audits of the last 36 months covers by `covers-clauses`, `covers-controls` and `covers-systems`, and no row that is still to come under `audits` of a plan either. Each of the three is asked for once an audit says it. A note while the first of these audits is not 24 months old.",
    why: "The audit programme has to reach the whole management system and every AI system in it over its cycle, and shows that by what each audit covered (clause 9.2.2).",
    fix: "Add what is missing to `audits` of the audit programme, with a day; or write down in the report what was looked at.",
    run,
};

/// Until then the programme may still be on its way through.
const YOUNG: Period = Period::Months(24);

/// How many of each are named.
const MOST: usize = 8;

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let audited = context.aims.audited();
    let (Some(last), Some(first)) = (audited.of_cycle().first(), audited.of_cycle().last()) else { return };
    let missed = |what: What| -> Vec<&str> {
        let subjects = if audited.says(what) { audited.subjects(what) } else { Vec::new() };
        subjects.into_iter().filter(|subject| audited.is_hole(subject)).map(|subject| subject.id).collect()
    };
    let gaps = What::ALL.map(|what| (what, missed(what)));
    let told: Vec<String> =
        gaps.iter().filter(|(_, ids)| !ids.is_empty()).map(|(what, ids)| named(*what, ids)).collect();
    if told.is_empty() {
        return;
    }
    let last = last.document;
    let key = What::ALL.map(What::key).into_iter().find(|key| !last.fields.lacks(key));
    report.document(
        last,
        last.span_of(key.unwrap_or("date")),
        say!(
            "no internal audit since {day} looked at {what}, and none is planned to",
            day = wording::day(audited.begin),
            what = told.join("; ")
        ),
        say!("Add them to `audits` of the audit programme, with a day; or to `covers-…` of the audit that looked at them."),
    );
    if first.date > YOUNG.before(context.aims.today) {
        report.at(Level::Note);
    }
}

fn named(what: What, ids: &[&str]) -> String {
    let named = listed(ids, MOST);
    match what {
        What::Clause => plural!(ids.len(), "clause {named}", "clauses {named}", named),
        What::Control => plural!(ids.len(), "control {named}", "controls {named}", named),
        What::System => plural!(ids.len(), "system {named}", "systems {named}", named),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{check, only};

    const SYSTEM: &str = "---\nid: SYS-1\nkind: system\nlifecycle: in-use\n---\n";

    fn found(audits: &[&str], plan: &str) -> Vec<String> {
        let audits: Vec<(String, String)> = audits
            .iter()
            .enumerate()
            .map(|(at, lines)| (format!("{at}.md"), format!("---\nid: AUD-{at}\nkind: audit\n{lines}---\n")))
            .collect();
        let plan = format!("---\nid: PLN\nkind: plan\n{plan}---\n");
        let mut files = vec![("aims.toml", ""), ("p.md", plan.as_str()), ("s.md", SYSTEM)];
        files.extend(audits.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        only("audit-coverage-gap", &files)
    }

    #[test]
    fn what_nobody_looked_at_is_told_at_the_newest_audit() {
        let told = [
            "1.md:5:17 no internal audit since 2023-11-20 looked at clauses 7.1, 7.2, 7.3, 7.4, 7.5.1, 7.5.2, 7.5.3, and none is planned to",
        ];
        let audits =
            ["date: 2024-02-01\ncovers-clauses: [4, 5, 6]\n", "date: 2026-02-01\ncovers-clauses: [8, 9, 10]\n"];
        assert_eq!(found(&audits, ""), told);
        let planned = "audits: [{audit: a, due: 2027-01-01, covers-clauses: [7]}]\n";
        assert_eq!(found(&audits, planned), Vec::<String>::new());
        assert_eq!(found(&audits, &planned.replace("2027", "2026")), told, "what was planned for earlier was not held");
        let told = ["0.md:5:17 no internal audit since 2023-11-20 looked at system SYS-1, and none is planned to"];
        assert_eq!(found(&["date: 2024-02-01\ncovers-systems: [SYS-2]\n"], ""), told);
    }

    #[test]
    fn nothing_is_asked_before_an_audit_says_what_it_covers() {
        for audit in [
            "date: 2026-02-01\n",
            "date: 2020-01-01\ncovers-clauses: [4]\n",
            "date: 2026-02-01\naudit-type: certification\ncovers-clauses: [4]\n",
        ] {
            assert_eq!(found(&[audit], ""), Vec::<String>::new(), "{audit}");
        }
    }

    #[test]
    fn a_programme_that_is_on_its_way_gets_a_note() {
        let level = |date: &str| {
            let audit = format!("---\nid: A\nkind: audit\ndate: {date}\ncovers-clauses: [4]\n---\n");
            let (found, _) = check(&[("aims.toml", ""), ("a.md", &audit)]);
            found.into_iter().find(|finding| finding.code == "AIMS734").map(|finding| finding.level.as_str())
        };
        assert_eq!((level("2026-02-01"), level("2024-02-01")), (Some("note"), Some("warning")));
    }
}
