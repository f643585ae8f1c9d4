//! `context-incomplete`: a scope that leaves out what it was drawn from, or issues that nothing came of.

use crate::base::text::cut;
use crate::base::{mark, plural, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::check::systems::{covered, stands_at};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::act_class::high_risk;
use crate::model::document::Document;
use crate::model::fields::Row;
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    code: "AIMS342",
    name: "context-incomplete",
    level: Level::Warning,
    clock: false,
    what: "A scope lists no `issues` or no `interested-parties`; or interested parties whose needs nothing meets (`met-by`), and, as a note, by what names no document and no control; or, of the parties, none is one of those whom a system in use affects, or none an authority although a system is high-risk; or no issue, of the scope or on a document of its own, is about climate change, which is told of the scope that lists issues. Or, as a note, issues on documents of their own that are not closed lead to nothing: no `led-to`, no `risks`, no link to a risk, objective, change or plan, and no document but the scope that names them; it is told once, and not of one about climate change, which may have no bearing. Nothing is asked of a draft, and not where another document serves the clause.",
    why: "The boundary is drawn with regard to internal and external issues, climate change among them, and to the requirements of interested parties (clauses 4.1 to 4.3). Auditors ask of each party which of its needs the management system meets, and by what.",
    fix: "Add what is missing; in `met-by` name the documents that meet the need: `met-by: PRO-006, A.8.2`. Of an issue name what came of it under `led-to`, or close it: `state: closed`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, scope) in context.living_of("scope").filter(|(_, scope)| !scope.is_draft()) {
        look_at(context, ix, scope, report);
    }
    look_at_issues(context, report);
}

/// Issues of which nothing came.
fn look_at_issues(context: &Context<'_>, report: &mut Report<'_>) {
    let aims = context.aims;
    // A list of issues, as a scope has it, is nothing that came of them.
    let follows = |from: &Document| from.controlled && !from.is_retired() && !from.is("scope") && !from.is("issue");
    let outcomes = ["risk", "objective", "change", "plan"].into_iter().flat_map(|kind| context.living_of(kind));
    let led: BTreeSet<DocIx> = outcomes.flat_map(|(ix, _)| aims.pointing_at(ix)).copied().collect();
    let leads_nowhere = |ix: DocIx, issue: &Document| {
        let fields = &issue.fields;
        let is_open = !issue.is_draft() && !issue.is_closed() && fields.flag("climate") != Some(true);
        let says = ["led-to", "risks"].iter().any(|key| !fields.lacks(key));
        let is_named = || aims.pointing_at(ix).iter().any(|from| follows(aims.document(*from)));
        is_open && !says && !led.contains(&ix) && !is_named() && !report.may_name(&issue.id)
    };
    let found: Vec<DocIx> =
        context.living_of("issue").filter(|(ix, issue)| leads_nowhere(*ix, issue)).map(|(ix, _)| ix).collect();
    let Some(first) = found.first().map(|ix| aims.document(*ix)) else { return };
    report.document(
        first,
        first.span_of("bearing"),
        plural!(
            found.len(),
            "{ids} is open, and no risk, objective or change came of it",
            "{ids} are open, and no risk, objective or change came of them",
            ids = context.ids(&found)
        ),
        say!("Name under `led-to` what came of each; or close it where it bears on nothing any more: `state: closed`."),
    );
    report.at(Level::Note);
    report.missing();
}

fn look_at(context: &Context<'_>, ix: DocIx, scope: &Document, report: &mut Report<'_>) {
    let fields = &scope.fields;
    for (key, clause, message) in [
        ("issues", "4.1", mark!("{id} lists no internal and external issues (`issues`)")),
        ("interested-parties", "4.2", mark!("{id} lists no interested parties (`interested-parties`)")),
    ] {
        // A team may keep the list elsewhere; entries of systems name the clause for the roles that they give.
        let mut of_all = context.aims.trace.clauses().filter(|of| of.id == clause);
        let served = of_all
            .any(|clause| clause.documents().any(|other| other != ix && !context.aims.document(other).is("system")));
        if fields.lacks(key) && !served {
            report.document(
                scope,
                scope.head,
                wording::fill(wording::of(message), &[("id", &scope.id)]),
                say!("Add them under `{key}`, or let the document that lists them name clause {clause}.", key, clause),
            );
            report.missing();
        }
    }
    // A list that is kept elsewhere is read by people.
    if !fields.lacks("issues") && !fields.is_misread("issues") && !says_climate(context, scope) {
        report.document(
            scope,
            scope.span_of("issues"),
            say!("no issue of {id} is about climate change", id = scope.id),
            say!("Say under `issues` whether climate change is relevant, with the result either way; or on an issue of its own with `climate: true`."),
        );
        report.missing();
    }
    look_at_parties(context, scope, report);
}

fn look_at_parties(context: &Context<'_>, scope: &Document, report: &mut Report<'_>) {
    let fields = &scope.fields;
    let parties = fields.rows("interested-parties");
    if let Some(missing) = missing(context, scope, parties) {
        report.document(
            scope,
            scope.span_of("interested-parties"),
            wording::fill(wording::of(missing), &[("id", &scope.id)]),
            say!(
                "Add them, with what they need and what meets it; or say in the text of the scope who speaks for them."
            ),
        );
    }
    if let Some((row, said)) = parties.iter().find_map(|row| Some((row, names_nothing(context, row)?))) {
        report.document(
            scope,
            row.cells.span("met-by").unwrap_or(row.span),
            say!("`{said}` names no document and no control that meets what the party needs", said = cut(said, 60)),
            say!("Name what meets it, beside the words: `met-by: PRO-006, A.8.2`."),
        );
        report.at(Level::Note);
    }
    let unmet: Vec<_> = parties.iter().filter(|row| row.cells.lacks("met-by")).collect();
    if let Some(first) = unmet.first() {
        let party = first.cells.text("party").unwrap_or_else(|| say!("unnamed"));
        report.document(
            scope,
            first.cells.span("party").unwrap_or(first.span),
            plural!(
                unmet.len(),
                "nothing is said to meet what {n} interested party of {all} need, the first is `{party}`",
                "nothing is said to meet what {n} interested parties of {all} need, the first is `{party}`",
                all = parties.len(),
                party
            ),
            say!("Name in each row what meets the need: `met-by: PRO-…`. Where it is not met, say so and why."),
        );
    }
}

/// What words for the climate begin with, in the languages that are likely.
const CLIMATE: [&str; 3] = ["clima", "klima", "ilmasto"];

/// Whether the scope, its issues or issues with documents of their own speak of the climate.
fn says_climate(context: &Context<'_>, scope: &Document) -> bool {
    let says = |text: &str| CLIMATE.iter().any(|stem| text.contains(stem));
    let issue = |(_, issue): (DocIx, &Document)| {
        issue.fields.flag("climate") == Some(true) || says(&issue.title.to_lowercase())
    };
    // Words of another script are not compared by these letters.
    let is_latin = |text: &str| text.chars().all(|c| !c.is_alphabetic() || c < '\u{250}');
    let other = scope.fields.texts("issues").iter().any(|issue| !is_latin(&issue.value));
    other || says(&scope.text.to_lowercase()) || context.living_of("issue").any(issue)
}

/// What is said to meet the needs of a party, where no document and no requirement is named in it.
fn names_nothing<'a>(context: &Context<'_>, row: &'a Row) -> Option<&'a str> {
    let said = row.cells.text("met-by").filter(|text| !text.trim().is_empty())?;
    let aims = context.aims;
    let is_named = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        !word.is_empty()
            && (word.to_lowercase().rsplit_once('.').is_some_and(|(_, end)| end == "md")
                || aims.by_id(word).is_some()
                || aims.catalog.resolve(word).is_some()
                || aims.trace.get(word).is_some())
    };
    let mut words =
        said.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '[' | ']' | '#' | '|'));
    (!words.any(is_named)).then_some(said)
}

/// What the words for authorities begin with, in the languages that are likely.
const AUTHORITY: [&str; 18] = [
    "authorit",
    "regulat",
    "supervis",
    "inspect",
    "ombuds",
    "government",
    "ministr",
    "commission",
    "agency",
    "watchdog",
    "behörde",
    "aufsicht",
    "autorit",
    "autorid",
    "régulat",
    "regolat",
    "toezicht",
    "tilsyn",
];

/// So many letters of a word tell it from others, whatever its ending.
const STEM: usize = 4;

/// That somebody is missing among the interested parties, as a marked text: everybody whom a system in use affects, or
/// every authority.
fn missing(context: &Context<'_>, scope: &Document, parties: &[Row]) -> Option<&'static str> {
    let said: String = parties
        .iter()
        .flat_map(|row| ["party", "needs"].map(|key| row.cells.text(key).unwrap_or_default()))
        .flat_map(|text| [text, " "])
        .collect::<String>()
        .to_lowercase();
    // Words of another script are not compared by these letters.
    let is_latin = said.chars().all(|c| !c.is_alphabetic() || c < '\u{250}');
    if said.trim().is_empty() || !is_latin || scope.fields.is_misread("interested-parties") {
        return None;
    }
    let mut affected: BTreeSet<String> = BTreeSet::new();
    let mut is_high = false;
    for (_, system) in covered(context).filter(|(_, system)| stands_at(system, &["in-use"])) {
        is_high |= high_risk(system).is_some();
        for group in system.fields.texts("affected") {
            let words = group.value.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= STEM);
            affected.extend(words.map(|word| word.to_lowercase().chars().take(STEM).collect::<String>()));
        }
    }
    if !affected.is_empty() && !affected.iter().any(|stem| said.contains(stem.as_str())) {
        return Some(mark!(
            "among the interested parties of {id} is nobody whom a system in use affects, as the entries of systems name them"
        ));
    }
    let no_authority = !AUTHORITY.iter().any(|stem| said.contains(stem));
    (is_high && no_authority)
        .then_some(mark!("among the interested parties of {id} is no authority, and a system is high-risk"))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, only};

    const WHOLE: &str = "---\nid: SCO\nkind: scope\nissues: [Climate]\ninterested-parties:\n  - {party: p, needs: n, met-by: A.8.2}\n---\n";

    #[test]
    fn what_is_left_out_is_told() {
        assert_one("context-incomplete", WHOLE, &[]);
        let told = ["1:1 SCO lists no internal and external issues (`issues`)"];
        assert_one("context-incomplete", &WHOLE.replace("issues: [Climate]\n", ""), &told);
        let told = ["6:13 nothing is said to meet what 1 interested party of 1 need, the first is `p`"];
        assert_one("context-incomplete", &WHOLE.replace(", met-by: A.8.2", ""), &told);
        assert_one("context-incomplete", &WHOLE.replace("issues: [Climate]", "status: draft"), &[]);
    }

    #[test]
    fn the_list_may_stand_elsewhere() {
        let bare = WHOLE.replace("issues: [Climate]\n", "");
        let other = ("o.md", "---\nid: REC\nkind: record\nclauses: [\"4.1\"]\n---\nIssues.\n");
        assert!(only("context-incomplete", &[("aims.toml", ""), ("a.md", &bare), other]).is_empty());
    }

    #[test]
    fn what_meets_a_need_is_named() {
        let told = ["6:34 `good will` names no document and no control that meets what the party needs"];
        assert_one("context-incomplete", &WHOLE.replace("A.8.2", "good will"), &told);
        for named in ["'[[SCO#x]] and good will'", "HM; sco", "see policies/p.md", "iso-42001:A.8.2."] {
            assert_one("context-incomplete", &WHOLE.replace("A.8.2", named), &[]);
        }
    }

    #[test]
    fn those_affected_and_authorities_are_parties() {
        let system = |lines: &str| format!("---\nid: S\nkind: system\nlifecycle: in-use\n{lines}---\n");
        let found = |party: &str, lines: &str| {
            let (scope, system) = (WHOLE.replace("party: p", &format!("party: {party}")), system(lines));
            only("context-incomplete", &[("aims.toml", ""), ("a.md", &scope), ("s.md", &system)])
        };
        let nobody = "a.md:6:3 among the interested parties of SCO is nobody whom a system in use affects, as the entries of systems name them";
        assert_eq!(found("Board", "affected: [Loan applicants]\n"), [nobody]);
        assert!(found("An applicant", "affected: [Loan applicants, Staff]\n").is_empty());
        assert!(found("Aufsichtsrat und Kunden", "affected: [Kundinnen]\n").is_empty());
        let none = "a.md:6:3 among the interested parties of SCO is no authority, and a system is high-risk";
        assert_eq!(found("Staff", "affected: [Staff]\nai-act-class: high\n"), [none]);
        assert!(found("Staff; supervisors of banks", "affected: [Staff]\nai-act-class: high\n").is_empty());
        assert!(found("Προσωπικό", "affected: [Staff]\nai-act-class: high\n").is_empty());
    }

    #[test]
    fn something_comes_of_an_issue() {
        let found = |lines: &str, risk: &str| {
            let issue = |id: &str, lines: &str| format!("---\nid: {id}\nkind: issue\nbearing: b\n{lines}---\n");
            let (one, other) = (issue("ISS-1", lines), issue("ISS-2", "led-to: [R]\n"));
            let risk = format!("---\nid: R\nkind: risk\n{risk}---\n");
            let files = [("aims.toml", ""), ("a.md", &*one), ("b.md", &*other), ("r.md", &*risk)];
            only("context-incomplete", &files)
        };
        let told = "a.md:4:10 ISS-1 is open, and no risk, objective or change came of it";
        assert_eq!(found("", ""), [told]);
        assert_eq!(found("state: open\n", ""), [told]);
        for spared in ["led-to: [R]\n", "risks: [R]\n", "state: closed\n", "climate: true\n", "status: draft\n"] {
            assert!(found(spared, "").is_empty(), "{spared}");
        }
        assert!(found("", "implements: [ISS-1]\n").is_empty());
        assert!(found("---\nSee [[R]].\n", "").is_empty());
    }

    #[test]
    fn climate_change_is_looked_at() {
        let found = |issues: &str, more: &str| {
            let scope = format!("---\nid: SCO\nkind: scope\nissues: [{issues}]\n---\n");
            let all = only("context-incomplete", &[("aims.toml", ""), ("a.md", &scope), ("i.md", more)]);
            all.into_iter().filter(|told| told.contains("climate")).collect::<Vec<_>>()
        };
        assert_eq!(found("New law", "# None\n"), ["a.md:4:9 no issue of SCO is about climate change"]);
        assert!(found("気候変動", "# None\n").is_empty());
        assert!(found("Climate change is not relevant", "# None\n").is_empty());
        assert!(found("New law", "---\nid: I\nkind: issue\nclimate: true\n---\n").is_empty());
    }
}
