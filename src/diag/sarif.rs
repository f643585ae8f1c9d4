//! Findings as SARIF 2.1.0, which code scanning of GitHub and many other tools read.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::finding::{Also, Diagnostic, Fix, Level, Place};
use super::human::safe_line;
use super::report::{Item, MOST, Report, RuleText, Stands, left_out, sentences};
use crate::base::json;
use crate::base::text::uri_path;

/// The schema that the standard names.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What paths count from: the top of the repository, by the name that GitHub gives it.
const TOP: &str = "%SRCROOT%";

/// The name of the notification that findings are left out.
const LEFT_OUT: &str = "results-left-out";

/// How many second places of a finding are told: as many as GitHub shows of a result.
const RELATED: usize = 100;

/// All findings, the worst first, up to as many as GitHub shows; what a baseline lists and what is waived behind them, and
/// marked as such. How many are left out is a notification of the run.
pub fn sarif(report: &Report<'_>) -> String {
    let (items, left) = report.worst(MOST);
    let named: BTreeMap<&str, &RuleText> = report.rules.iter().map(|rule| (rule.code, rule)).collect();
    let mut rules: BTreeMap<&str, usize> = items.iter().map(|item| (item.finding.code, 0)).collect();
    for (place, index) in rules.values_mut().enumerate() {
        *index = place;
    }
    let described = rules.keys().map(|code| rule(code, named.get(code).copied()));
    let has_baseline = items.iter().any(|item| item.stands == Stands::Known);
    let mut run = Map::new();
    run.insert("tool".into(), json!({ "driver": driver(&described.collect::<Vec<_>>(), left) }));
    run.insert("automationDetails".into(), json!({ "id": category(report.below) }));
    run.insert("invocations".into(), json!([invocation(left)]));
    if let Some(provenance) = provenance(report) {
        run.insert("versionControlProvenance".into(), provenance);
    }
    run.insert(
        "originalUriBaseIds".into(),
        json!({ TOP: { "description": { "text": "The top of the repository." } } }),
    );
    run.insert("columnKind".into(), json!("unicodeCodePoints"));
    let result = |item: &Item| {
        let mut result = result(item, rules.get(item.finding.code).copied(), report);
        if let Some(result) = result.as_object_mut().filter(|_| has_baseline) {
            let state = if item.stands == Stands::Known { "unchanged" } else { "new" };
            result.insert("baselineState".into(), json!(state));
        }
        result
    };
    run.insert("results".into(), items.iter().map(result).collect());
    run.insert("properties".into(), json!({ "today": report.context.today.to_string() }));
    json::lines(&json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] })).unwrap_or_default()
}

fn driver(rules: &[Value], left: usize) -> Value {
    let mut driver = json!({ "name": "aims", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules });
    if let Some(map) = driver.as_object_mut().filter(|_| left > 0) {
        let said = format!("More was found than the {MOST} results that are listed, the worst first.");
        let notification = json!({
            "id": LEFT_OUT,
            "name": "ResultsLeftOut",
            "shortDescription": { "text": "More was found than is listed." },
            "fullDescription": { "text": said },
            "help": { "text": "`aims check` tells all of it. Mend what is listed, and check again." },
        });
        map.insert("notifications".into(), json!([notification]));
    }
    driver
}

/// By what GitHub tells this run from those of other tools, and of other AIMS in the repository.
fn category(below: &str) -> String {
    if below.is_empty() { "aims/".into() } else { format!("aims/{below}/") }
}

fn invocation(left: usize) -> Value {
    let mut invocation = json!({ "executionSuccessful": true });
    if let Some(map) = invocation.as_object_mut().filter(|_| left > 0) {
        let notification = json!({
            "descriptor": { "id": LEFT_OUT, "index": 0 },
            "level": "warning",
            "message": { "text": format!("{}.", left_out(left, "finding")) },
        });
        map.insert("toolExecutionNotifications".into(), json!([notification]));
    }
    invocation
}

/// The repository and its commit, where the address of the repository is known.
fn provenance(report: &Report<'_>) -> Option<Value> {
    let mut details = json!({ "repositoryUri": report.repository.as_ref()?, "mappedTo": { "uriBaseId": TOP } });
    if let (Some(details), Some(revision)) = (details.as_object_mut(), &report.context.revision) {
        details.insert("revisionId".into(), json!(revision));
    }
    Some(json!([details]))
}

fn rule(code: &str, text: Option<&RuleText>) -> Value {
    let Some(rule) = text else { return json!({ "id": code }) };
    let RuleText { what, why, fix, .. } = rule;
    json!({
        "id": code,
        "name": pascal(rule.name),
        "shortDescription": { "text": what },
        "fullDescription": { "text": format!("{what} {why}") },
        "help": {
            "text": format!("{what}\n\nWhy: {why}\n\nHow to mend it: {fix}"),
            "markdown": format!("# {} ({code})\n\n{what}\n\n**Why:** {why}\n\n**How to mend it:** {fix}", rule.name),
        },
        "defaultConfiguration": { "level": rule.level.as_str() },
        "properties": {
            "tags": ["documentation", "iso-42001", rule.family],
            "problem.severity": severity(rule.level),
            "precision": "very-high",
            "clock": rule.clock,
        },
    })
}

/// `broken-link` as `BrokenLink`.
fn pascal(name: &str) -> String {
    let word =
        |word: &str| word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect::<String>();
    name.split('-').map(word).collect()
}

/// The word of GitHub for a level.
fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "recommendation",
    }
}

fn result(item: &Item<'_>, rule: Option<usize>, report: &Report<'_>) -> Value {
    let Item { finding, stands, id } = item;
    let mut result = json!({
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.level.as_str(),
        "message": { "text": unlinked(&sentences(finding)) },
        "locations": [{ "physicalLocation": physical(&finding.place, report) }],
        // GitHub reads the first; the second says whose it is.
        "partialFingerprints": { "primaryLocationLineHash": id, "aimsFinding/v1": id },
        "properties": { "clock": finding.clock, "document": finding.document },
    });
    let Some(map) = result.as_object_mut() else { return result };
    if !finding.also.is_empty() {
        let other = |(number, also): (usize, &Also)| {
            json!({
                "id": number + 1,
                "physicalLocation": physical(&also.place, report),
                "message": { "text": unlinked(&safe_line(&also.label)) },
            })
        };
        let others = finding.also.iter().take(RELATED).enumerate().map(other);
        map.insert("relatedLocations".into(), others.collect());
    }
    if !finding.fixes.is_empty() {
        map.insert("fixes".into(), finding.fixes.iter().map(|fix| change(fix, finding, report)).collect());
    }
    let why = match stands {
        Stands::New { .. } => return result,
        Stands::Known => "A baseline lists it: it was there before.".to_owned(),
        Stands::Waived(reason) => unlinked(&safe_line(reason)),
    };
    map.insert("suppressions".into(), json!([{ "kind": "external", "status": "accepted", "justification": why }]));
    result
}

/// A message may hold links: those that a repository writes into ours are none.
fn unlinked(text: &str) -> String {
    text.replace("](", "] (")
}

fn physical(place: &Place, report: &Report<'_>) -> Value {
    json!({ "artifactLocation": artifact(place, report), "region": region(place, report) })
}

fn artifact(place: &Place, report: &Report<'_>) -> Value {
    json!({ "uri": uri_path(&report.path(place)), "uriBaseId": TOP })
}

fn region(place: &Place, report: &Report<'_>) -> Value {
    let (start, end) = report.region(place);
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

fn change(fix: &Fix, finding: &Diagnostic, report: &Report<'_>) -> Value {
    let place = Place { path: finding.place.path.clone(), span: Some(fix.span) };
    json!({
        "description": { "text": format!("{}.", safe_line(&fix.title)) },
        "artifactChanges": [{
            "artifactLocation": artifact(&place, report),
            "replacements": [{
                "deletedRegion": region(&place, report),
                "insertedContent": { "text": fix.replacement },
            }],
        }],
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::diag::Span;
    use crate::diag::testing::{Case, HOSTILE, broken, many};

    fn run(text: &str) -> Value {
        let log: Value = serde_json::from_str(text).expect("JSON");
        assert_eq!((log["version"].as_str(), log["runs"].as_array().map(Vec::len)), (Some("2.1.0"), Some(1)));
        log["runs"][0].clone()
    }

    #[test]
    fn a_result_names_its_rule_its_place_and_what_mends_it() {
        let mut finding = broken("a b.md", 4, 10);
        finding.fixes = vec![Fix::meant(Span::new(4, 10), "POL-001")];
        let second = Place { span: Some(Span::new(12, 15)), ..finding.place.clone() };
        finding.also = vec![Also { place: second, label: "it is named here".into() }];
        let case = Case::new(vec![finding]);
        let mut report = case.report("docs/aims");
        report.repository = Some("https://forge.example/acme/aims".into());
        report.context.revision = Some("3be584b".into());
        let run = run(&sarif(&report));
        let result = &run["results"][0];
        assert_eq!(result["ruleIndex"], 0);
        let rule = &run["tool"]["driver"]["rules"][0];
        assert_eq!((&rule["id"], &rule["name"]), (&json!("AIMS203"), &json!("BrokenLink")));
        assert_eq!(result["ruleId"], "AIMS203");
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"], json!({"uri": "docs/aims/a%20b.md", "uriBaseId": "%SRCROOT%"}));
        let region = json!({"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 7});
        assert_eq!(place["region"], region);
        let change = &result["fixes"][0]["artifactChanges"][0];
        assert_eq!(change["replacements"], json!([{"deletedRegion": region, "insertedContent": {"text": "POL-001"}}]));
        let second = &result["relatedLocations"][0];
        assert_eq!((&second["id"], &second["message"]["text"]), (&json!(1), &json!("it is named here")));
        assert_eq!(second["physicalLocation"]["region"]["startLine"], 4);
        assert_eq!(run["automationDetails"]["id"], "aims/docs/aims/");
        assert_eq!(run["versionControlProvenance"][0]["revisionId"], "3be584b");
        assert!(!run.as_object().expect("an object").contains_key("suppressions"));
    }

    #[test]
    fn what_is_known_and_what_is_waived_is_marked_and_comes_last() {
        let case = Case::new(vec![broken("a.md", 4, 10), broken("b.md", 4, 10), broken("c.md", 4, 10)]);
        let stands = |finding: &Diagnostic| match finding.place.path.as_str() {
            "a.md" => Stands::Waived("They [move](https://x.example)"),
            "b.md" => Stands::Known,
            _ => Stands::New { fails: true },
        };
        let run = run(&sarif(&case.report_as("", stands)));
        let results = run["results"].as_array().expect("results");
        let states: Vec<&str> = results.iter().filter_map(|result| result["baselineState"].as_str()).collect();
        assert_eq!(states, ["new", "unchanged", "new"]);
        let reasons: Vec<&Value> = results.iter().map(|result| &result["suppressions"][0]["justification"]).collect();
        assert_eq!(reasons[0], &Value::Null);
        assert_eq!(reasons[2], "They [move] (https://x.example)");
        let none = sarif(&case.report(""));
        assert!(!none.contains("baselineState") && !none.contains("suppressions"), "{none}");
    }

    #[test]
    fn fingerprints_are_unique_and_no_line_is_part_of_them() {
        let prints = |findings: Vec<Diagnostic>| -> BTreeSet<String> {
            let run = run(&sarif(&Case::new(findings).report("")));
            let results = run["results"].as_array().expect("results").clone();
            let print = |result: &Value| result["partialFingerprints"]["primaryLocationLineHash"].to_string();
            results.iter().map(print).collect()
        };
        let first = prints(vec![broken("p.md", 0, 1), broken("p.md", 4, 9)]);
        assert_eq!(first.len(), 2);
        assert_eq!(first, prints(vec![broken("p.md", 5, 6), broken("p.md", 12, 13)]));
        assert!(prints(vec![broken("q.md", 0, 1)]).is_disjoint(&first));
    }

    #[test]
    fn too_much_is_counted_and_nothing_is_no_result() {
        let run = |findings| run(&sarif(&Case::new(findings).report("")));
        let many = run(many(20_000));
        assert_eq!(many["results"].as_array().map(Vec::len), Some(MOST));
        let said = &many["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
        assert!(said.as_str().is_some_and(|said| said.starts_with("15000 more findings are not listed")), "{said}");
        let none = run(Vec::new());
        assert_eq!((&none["results"], &none["tool"]["driver"]["rules"]), (&json!([]), &json!([])));
    }

    #[test]
    fn texts_of_others_are_neither_links_nor_signs_that_steer() {
        for hostile in HOSTILE {
            let mut finding = broken("p.md", 4, 9);
            finding.message = hostile.to_owned();
            let run = run(&sarif(&Case::new(vec![finding]).report("")));
            let said = run["results"][0]["message"]["text"].as_str().expect("text");
            assert!(
                !said.contains("](")
                    && !said.chars().any(|c| c != '\u{2028}' && c != '\u{feff}' && crate::base::quote::is_odd(c)),
                "{said:?}"
            );
        }
    }
}
