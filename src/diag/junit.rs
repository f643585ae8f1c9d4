//! Findings as results of tests, in the XML that `junit` gave its name.
//!
//! A finding that fails the check is a test that failed. One that does not is told in the output of its suite, so that a
//! report says that all is well where the check does.

use std::collections::BTreeMap;

use super::report::{Item, MOST, Report, Stands, left_out, sentences};
use crate::base::quote::xml;

/// The findings that are neither known nor waived: a suite for each file, and one for the check as a whole.
pub fn junit(report: &Report<'_>) -> String {
    let (items, left) = report.worst_new(MOST);
    let mut files: BTreeMap<String, Vec<Item>> = BTreeMap::new();
    for item in items {
        files.entry(report.path(&item.finding.place)).or_default().push(item);
    }
    let failed = |item: &Item| matches!(item.stands, Stands::New { fails: true });
    let listed_failures = files.values().flatten().filter(|item| failed(item)).count();
    let all = report.told.iter().filter(|told| told.stands == (Stands::New { fails: true })).count();
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    let mut whole = Suite::default();
    let name = "the check comes to its end";
    match all - listed_failures {
        0 => whole.case(name, "aims", None),
        rest => whole.case(name, "aims", Some(("aims", &left_out(rest, "finding")))),
    }
    if left > 0 {
        whole.out.push_str(&xml(&left_out(left, "finding")));
    }
    whole.write("aims check", 0, report, &mut text);
    for (number, (path, items)) in files.iter().enumerate() {
        let mut suite = Suite::default();
        for item in items {
            let (start, _) = report.region(&item.finding.place);
            let said = sentences(item.finding);
            let told = format!("{path}:{}:{}: {said} [{}]", start.line, start.column, item.finding.code);
            if failed(item) {
                let name = format!("{}: {}", item.finding.name, said);
                suite.case(&name, path, Some((item.finding.code, &told)));
            } else {
                suite.out.push_str(&format!("{}: {}\n", item.finding.level.as_str(), xml(&told)));
            }
        }
        suite.write(path, number + 1, report, &mut text);
    }
    text + "</testsuites>\n"
}

/// The tests of a file.
#[derive(Default)]
struct Suite {
    cases: String,
    out: String,
    tests: usize,
    failures: usize,
}

impl Suite {
    /// Adds a test; `failure` is of what type it is, and what there is to say.
    fn case(&mut self, name: &str, class: &str, failure: Option<(&str, &str)>) {
        let head = format!("<testcase name=\"{}\" classname=\"{}\" time=\"0\"", xml(name), xml(class));
        self.tests += 1;
        match failure {
            None => self.cases.push_str(&format!("{head}/>\n")),
            Some((kind, said)) => {
                self.failures += 1;
                let said = xml(said);
                self.cases.push_str(&format!(
                    "{head}>\n<failure type=\"{kind}\" message=\"{said}\">{said}</failure>\n</testcase>\n"
                ));
            }
        }
    }

    fn write(&self, name: &str, number: usize, report: &Report<'_>, text: &mut String) {
        let (tests, failures, out) = (self.tests, self.failures, &self.out);
        text.push_str(&format!(
            "<testsuite name=\"{}\" package=\"aims\" id=\"{number}\" timestamp=\"{}T00:00:00\" hostname=\"localhost\" \
             tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" time=\"0\">\n",
            xml(name),
            report.context.today
        ));
        let version = env!("CARGO_PKG_VERSION");
        text.push_str(&format!("<properties>\n<property name=\"aims\" value=\"{version}\"/>\n</properties>\n"));
        text.push_str(&self.cases);
        text.push_str(&format!("<system-out>{out}</system-out>\n<system-err></system-err>\n</testsuite>\n"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Level;
    use crate::diag::testing::{Case, HOSTILE, broken, many};

    fn attribute<'a>(line: &'a str, name: &str) -> &'a str {
        line.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split_once('"')).expect("an attribute").0
    }

    #[test]
    fn what_fails_is_a_failure_and_what_does_not_is_told() {
        let mut aside = broken("p.md", 8, 9);
        aside.level = Level::Warning;
        let text = junit(&Case::new(vec![broken("p.md", 4, 9), aside]).report("docs"));
        let suites: Vec<&str> = text.lines().filter(|line| line.starts_with("<testsuite ")).collect();
        assert_eq!(suites.len(), 2, "{text}");
        assert_eq!((attribute(suites[0], "name"), attribute(suites[0], "failures")), ("aims check", "0"));
        assert_eq!((attribute(suites[1], "name"), attribute(suites[1], "failures")), ("docs/p.md", "1"));
        assert!(
            text.contains(">docs/p.md:2:1: `NOPE-1` leads nowhere. Name a document. [AIMS203]</failure>"),
            "{text}"
        );
        assert!(text.contains("<system-out>warning: docs/p.md:2:5: "), "{text}");
    }

    #[test]
    fn nothing_found_is_a_test_that_passed() {
        let text = junit(&Case::new(Vec::new()).report(""));
        assert_eq!((text.matches("<testcase ").count(), text.matches("<failure").count()), (1, 0), "{text}");
    }

    #[test]
    fn no_text_is_markup_and_too_much_is_counted() {
        for hostile in HOSTILE {
            let mut finding = broken("p.md", 4, 9);
            finding.message = hostile.to_owned();
            let plain = junit(&Case::new(vec![broken("p.md", 4, 9)]).report(""));
            let text = junit(&Case::new(vec![finding]).report(""));
            for sign in ['<', '>', '"'] {
                assert_eq!(text.matches(sign).count(), plain.matches(sign).count(), "{text}");
            }
        }
        let text = junit(&Case::new(many(20_000)).report(""));
        assert_eq!(text.matches("<failure ").count(), MOST + 1);
        assert!(text.contains("15000 more findings are not listed here"));
    }
}
