//! `impact-categories-not-covered`: an impact assessment that leaves out categories of impacts.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{plural, say};
use crate::check::context::Context;
use crate::check::lists::join;
use crate::check::newest::newest;
use crate::check::reasons::{MANY, bare, is_empty};
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::document::Document;
use crate::model::fields::Row;

pub(super) static RULE: Rule = Rule {
    code: "AIMS631",
    name: "impact-categories-not-covered",
    level: Level::Warning,
    clock: false,
    what: "The rows under `impacts` of the newest impact assessment of a system neither rate nor set aside every category: the eight that are built in, and those that `[impact] categories` adds. Rows of other categories are named too. Or categories are set aside, `effect: none`, with a description that says nothing, such as `not relevant`, or with the same one in five rows or more, which is told once.",
    why: "An assessment looks at what a system can do to individuals, groups and society (clause 6.1.4, controls A.5.4 and A.5.5). What it does not name was not looked at, for all that anybody can tell: environment and society above all.",
    fix: "Add a row for each category that the message names: an impact, or `effect: none` with the reason as `description`. A word of yours for one of them goes into `[impact.called]` in `aims.toml`, a category of your own into `[impact] categories`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let (config, kinds) = (&context.aims.config.impact, &context.aims.kinds);
    let all = config.all(kinds);
    for (_, assessment) in newest(context, "impact-assessment") {
        set_aside(assessment, report);
        let rows = assessment.fields.rows("impacts");
        // What could not be read has its own finding, and may be what is missed here.
        let unread = assessment.fields.is_misread("impacts") || rows.iter().any(|row| row.cells.lacks("category"));
        let Some(span) = assessment.fields.span("impacts").filter(|_| !unread && !rows.is_empty()) else { continue };
        let said = || rows.iter().filter_map(|row| row.cells.text("category"));
        let looked_at: BTreeSet<String> = said().filter_map(|word| config.of(word, kinds)).collect();
        let quoted = |words: Vec<&str>| words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>();
        let missed: Vec<&str> = all.iter().filter(|one| !looked_at.contains(*one)).map(String::as_str).collect();
        let others: BTreeSet<&str> = said().filter(|word| config.of(word, kinds).is_none()).collect();
        if missed.is_empty() && others.is_empty() {
            continue;
        }
        let others: Vec<&str> = others.into_iter().collect();
        let (missed, others) = (join(&quoted(missed)), join(&quoted(others)));
        let id = &assessment.id;
        let message = match (missed.is_empty(), others.is_empty()) {
            (false, true) => say!("{id} neither rates nor sets aside {missed}", id, missed),
            (false, false) => {
                say!("{id} neither rates nor sets aside {missed}; {others} is no category", id, missed, others)
            }
            (true, _) => say!("{id} rates {others}, which is no category of impacts", id, others),
        };
        report.document(
            assessment,
            span,
            message,
            say!("Add a row for each: an impact, or `effect: none` with the reason as `description`. Words of your own go into `[impact]` in `aims.toml`."),
        );
    }
}

/// Tells of categories that were set aside without a reason.
fn set_aside(assessment: &Document, report: &mut Report<'_>) {
    let mut said: BTreeMap<String, Vec<(&Row, &str)>> = BTreeMap::new();
    for row in assessment.fields.rows("impacts").iter().filter(|row| row.cells.text("effect") == Some("none")) {
        if let Some(reason) = row.cells.text("description") {
            said.entry(bare(reason)).or_default().push((row, reason));
        }
    }
    let says_nothing =
        |rows: &Vec<(&Row, &str)>| rows.len() >= MANY || rows.first().is_some_and(|(_, reason)| is_empty(reason));
    let mut told: Vec<(&Row, &str)> = said.into_values().filter(says_nothing).flatten().collect();
    told.sort_by_key(|(row, _)| row.span.start);
    let Some((first, reason)) = told.first() else { return };
    let what = first.cells.text("category").unwrap_or(say!("an impact"));
    report.document(
        assessment,
        first.cells.span("description").unwrap_or(first.span),
        plural!(
            told.len(),
            "{n} category of {id} is set aside without a reason, as `{what}` is: `{reason}`",
            "{n} categories of {id} are set aside without a reason, as `{what}` is: `{reason}`",
            id = assessment.id,
            what,
            reason
        ),
        say!("Say of each what about the system makes it needless: who is not touched by it, and why not."),
    );
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const SIX: &str = "privacy, fairness, safety, autonomy, transparency, accountability";

    fn found(settings: &str, head: &str, categories: &str) -> Vec<String> {
        let row = |word: &str| format!("  - {{category: {}, effect: none, description: d{word}}}\n", word.trim());
        let rows: String = categories.split(',').filter(|word| !word.is_empty()).map(row).collect();
        let text = format!("---\nid: IA\nkind: impact-assessment\n{head}impacts:\n{rows}---\n");
        only("impact-categories-not-covered", &[("aims.toml", settings), ("a.md", &text)])
    }

    #[test]
    fn what_is_left_out_and_what_is_no_category_is_named() {
        let told = |message: &str| vec![format!("a.md:5:3 IA {message}")];
        let found = |categories: &str| found("", "", categories);
        assert_eq!(found(&format!("{SIX}, society")), told("neither rates nor sets aside `environment`"));
        assert_eq!(
            found(&format!("{SIX}, banana, society")),
            told("neither rates nor sets aside `environment`; `banana` is no category")
        );
        let all = format!("{SIX}, society, environment, banana");
        assert_eq!(found(&all), told("rates `banana`, which is no category of impacts"));
    }

    #[test]
    fn a_team_adds_categories_and_words() {
        let settings = "[impact]\ncategories = [\"access\"]\n[impact.called]\nplanet = \"environment\"\n";
        let told = ["a.md:5:3 IA neither rates nor sets aside `access`"];
        assert_eq!(found(settings, "", &format!("{SIX}, society, planet")), told);
        assert_eq!(found(settings, "", &format!("{SIX}, society, planet, access")), Vec::<String>::new());
    }

    #[test]
    fn drafts_and_what_cannot_be_read_are_no_findings() {
        assert_eq!(found("", "status: draft\n", "privacy"), Vec::<String>::new());
        assert_eq!(found("", "status: retired\n", "privacy"), Vec::<String>::new());
        assert_eq!(found("", "", ""), Vec::<String>::new());
    }

    #[test]
    fn what_is_set_aside_without_a_reason_is_told_once() {
        let row = |reason: &str| format!("  - {{category: privacy, effect: none, description: {reason}}}\n");
        let found = |rows: &[String]| {
            let text = format!("---\nid: IA\nkind: impact-assessment\nimpacts:\n{}---\n", rows.concat());
            let all = only("impact-categories-not-covered", &[("aims.toml", ""), ("a.md", &text)]);
            all.into_iter().filter(|told| told.contains("set aside without")).collect::<Vec<_>>()
        };
        let told = [
            "a.md:5:52 2 categories of IA are set aside without a reason, as `privacy-and-data-protection` is: `Not relevant`",
        ];
        assert_eq!(found(&[row("Not relevant"), row("not relevant."), row("It holds no names")]), told);
        assert_eq!(found(&vec![row("It holds no names"); 5]).len(), 1);
        assert!(found(&vec![row("It holds no names"); 4]).is_empty());
    }
}
