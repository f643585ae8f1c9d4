//! From nothing to an AIMS without findings, by what `aims` itself printed and nothing else: the comments beside the keys
//! that it wrote, the help of its findings, the paths of `aims new`.
//!
//! The words that are filled in are poor ones. Whether they are good is for people to judge; that nothing has to be
//! looked up in a source or guessed is what this shows.

use std::collections::BTreeSet;
use std::fs;

use sandbox::{Sandbox, TODAY, everything};
use serde_json::Value;

use crate::support::sandbox;

/// What somebody would say at length.
const WORDS: &str = "Our AI Officer sees to it, and writes down what was done.";

/// What somebody would say of one thing.
const SAID: &str = "Said in a few words";

/// How often somebody looks at what is left: far more than it takes.
const ROUNDS: usize = 6;

struct Walk(Sandbox);

impl Walk {
    fn aims(&self, arguments: &[&str]) -> (String, String) {
        let outcome = self.0.run(&[arguments, &["--today", TODAY]].concat());
        assert!(matches!(outcome.code, Some(0 | 1)), "{arguments:?}: {}", outcome.stderr);
        (outcome.stdout, outcome.stderr)
    }

    fn findings(&self) -> Vec<Value> {
        let json: Value = serde_json::from_str(&self.aims(&["check", "--format", "json"]).0).expect("JSON");
        json["findings"].as_array().expect("a list").clone()
    }

    fn edit(&self, path: &str, edit: impl FnOnce(String) -> String) {
        let text = fs::read_to_string(self.0.path(path)).expect("a document");
        self.0.put(path, edit(text));
    }

    /// Fills in a document: every key that is needed or advised, by the comment beside it, every table, every question.
    fn fill(&self, path: &str) {
        self.edit(path, |text| filled(&text));
    }

    /// Does what the help of a finding says.
    fn follow(&self, finding: &Value, shown: &mut BTreeSet<String>) {
        let help = finding["help"].as_str().expect("every finding says what to do");
        let path = finding["path"].as_str().expect("a path");
        if help.starts_with("Add a row for each: `{on: ") {
            let message = finding["message"].as_str().expect("a message");
            let rows =
                message.split('`').skip(1).step_by(2).map(|on| format!("\n  - \"on\": {on}\n    judgement: {SAID}"));
            let rows: String = rows.collect();
            self.edit(path, |text| {
                let head = text.find("\nconclusion:").expect("a conclusion") + 1;
                let end = text[head..].find('\n').map_or(text.len(), |end| head + end);
                format!("{}{rows}{}", &text[..end], &text[end..])
            });
            return;
        }
        let named: Vec<&str> = help.split('`').skip(1).step_by(2).collect();
        let mut made = None;
        for name in named {
            let controls = name.strip_prefix("controls: [").and_then(|rest| rest.strip_suffix(']'));
            if let Some(kind) = name.strip_prefix("aims new ") {
                let path = self.aims(&["new", kind]).0.trim().to_owned();
                self.fill(&path);
                made = Some(path);
            } else if let Some((controls, path)) = controls.zip(made.as_ref()) {
                self.edit(path, |text| naming(&text, controls));
            } else if let Some(procedure) = name.strip_prefix("evidence-for: [").and_then(|rest| rest.strip_suffix(']'))
            {
                if shown.insert(procedure.to_owned()) {
                    let record = self.aims(&["new", "record", &format!("Shows {procedure} at work")]).0;
                    let record = record.trim();
                    self.edit(record, |text| with_key(&text, "evidence-for", &format!("[{procedure}]")));
                    self.fill(record);
                }
            } else if path.strip_suffix(".md").is_some() {
                // A key that the finding names stands in the document already, as a comment.
                let key = name.split(':').next().expect("a key").to_owned();
                self.edit(path, |text| in_use(&text, &key));
            }
        }
        let message = finding["message"].as_str().expect("a message");
        match finding["name"].as_str() {
            // Roles that the message names get the row that another has.
            Some("competence-gap") => self.edit(path, |text| with_rows(&text, message)),
            // Whoever answers for nothing may audit: a role that the settings list.
            Some("auditor-not-independent") => {
                self.edit(path, |text| with_key(&text, "auditors", "[Internal Auditor]"));
            }
            // By now each control is carried out, and shown.
            Some("soa-unfinished-without-plan") if !shown.is_empty() => {
                self.edit(path, |text| text.replace("implementation: planned", "implementation: done"));
            }
            _ => {}
        }
    }
}

/// The text, naming controls in its front matter.
fn naming(text: &str, controls: &str) -> String {
    let without: String =
        text.lines().filter(|line| !line.starts_with("controls:")).map(|line| format!("{line}\n")).collect();
    without.replacen("---\n", &format!("---\ncontrols: [{controls}]\n"), 1)
}

/// The text with a value for a key, whatever stands there.
fn with_key(text: &str, key: &str, value: &str) -> String {
    let start = format!("{key}:");
    let line = |line: &str| if line.starts_with(&start) { format!("{start} {value}\n") } else { format!("{line}\n") };
    text.lines().map(line).collect()
}

/// The text with a row for each role that a message names, after the row that is there.
fn with_rows(text: &str, message: &str) -> String {
    let Some((start, row)) = text.find("  - person:").map(|start| (start, &text[start..])) else {
        return text.to_owned();
    };
    // Columns that nobody has to fill in stand between them as comments.
    let of_row = |line: &&str| line.starts_with(' ') || line.starts_with("#     ");
    let end = row[1..].lines().take_while(of_row).map(|line| line.len() + 1).sum::<usize>();
    let row = &row[..=end];
    let roles = message.split('`').skip(1).step_by(2).filter(|name| name.starts_with(char::is_uppercase));
    let more: String = roles.map(|role| row.replacen("AI Officer", role, 1)).collect();
    format!("{}{more}{}", &text[..start + row.len()], &text[start + row.len()..])
}

/// The text with a key in use that stands there as a comment, filled in: of a document, with its rows, or of a row.
fn in_use(text: &str, key: &str) -> String {
    let (start, of_row) = (format!("# {key}:"), format!("#     {key}:"));
    let mut in_rows = false;
    let line = |line: &str| {
        let comment = line.rsplit_once("# ").map_or("", |(_, comment)| comment);
        if in_rows && (line.starts_with("#   - ") || line.starts_with("#     ")) {
            return format!("{}\n", with_answer(&line[2..], None));
        }
        in_rows = false;
        if line.starts_with(&of_row) {
            return format!("    {key}: {}\n", answer(comment));
        }
        if !line.starts_with(&start) {
            return format!("{line}\n");
        }
        in_rows = text.contains(&format!("{line}\n#   - "));
        if in_rows { format!("{key}:\n") } else { format!("{key}: {}\n", answer(comment)) }
    };
    text.lines().map(line).collect()
}

/// A word of its own for each number: texts that differ in numbers alone say the same.
fn word(number: usize) -> String {
    number
        .to_string()
        .chars()
        .map(|digit| {
            ["ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu"]
                [usize::try_from(digit.to_digit(10).unwrap_or_default()).unwrap_or_default()]
        })
        .collect()
}

fn filled(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut filled = String::new();
    for (place, line) in lines.iter().enumerate() {
        let line = match line.strip_prefix("status: draft") {
            Some(_) => "status: approved".to_owned(),
            // What is said of one thing is not said of all.
            None => {
                with_answer(line, lines.get(place + 1).copied()).replace(SAID, &format!("{SAID}, for {}", word(place)))
            }
        };
        filled.push_str(&line);
        filled.push('\n');
        if line.starts_with("<!-- ") {
            filled.push_str(&format!("\n{WORDS}\n"));
        }
    }
    filled
}

/// A line of front matter with an answer, where it waits for one and says so.
fn with_answer(line: &str, next: Option<&str>) -> String {
    let (bare, comment) = line.split_once('#').map_or((line, ""), |(bare, comment)| (bare.trim_end(), comment.trim()));
    let Some((key, value)) = bare.split_once(':') else { return line.to_owned() };
    let is_row = key.starts_with("  ");
    let asks = comment.starts_with("Needed.") || comment.starts_with("Advised.") || (is_row && !line.starts_with('#'));
    // What is followed by rows has them for its answer.
    let has_rows = !is_row && next.is_some_and(|next| next.starts_with("  - "));
    let waits = matches!(value.trim(), "" | "\"\"") && !key.is_empty() && !has_rows;
    if key == "approvers" {
        return "approvers: [Chief Executive]".into();
    }
    if !waits || !(asks || value.trim() == "\"\"") {
        return line.to_owned();
    }
    format!("{key}: {}", answer(comment))
}

/// An answer of the sort that a comment asks for: the last of the words, for the first is often the gravest; of what is left
/// of an impact the least, for nothing does harm there.
fn answer(comment: &str) -> String {
    let words = |mark: &str| comment.split_once(mark).map(|(_, words)| words.trim_end_matches('.').to_owned());
    if let Some(words) = words("One of: ") {
        // A risk of the walk is a threat, which nobody pursues.
        let last = words.split(", ").filter(|word| *word != "pursue").last().expect("a word");
        return if words == "low, medium, high" { "low".to_owned() } else { last.to_owned() };
    }
    if let Some(words) = words("Some of: ") {
        return words;
    }
    let answers = [
        ("A day", TODAY),
        ("true or false", "true"),
        ("1 to 5", "2"),
        ("A number", "2"),
        ("How often", "3 months"),
        ("A list of roles", "[AI Officer]"),
        ("A role or person", "AI Officer"),
        ("Ids of documents", "[PLN-001]"),
        ("The policy it comes from", "POL-001"),
        ("with the ids of documents and controls", "POL-001"),
        ("A list", "[Customers]"),
    ];
    let found = answers.iter().find(|(mark, _)| comment.contains(mark));
    found.map_or(SAID, |(_, answer)| answer).to_owned()
}

#[test]
fn from_nothing_to_no_finding_by_what_aims_prints() {
    let walk = Walk(Sandbox::new::<&str>(&[]));
    let (_, told) = walk.aims(&[
        "init",
        "--organisation",
        "Acme",
        "--officer",
        "Mira Example <mira@acme.example>",
        "--executive",
        "Vera Example <vera@acme.example>",
        "--system",
        "Churn Scope",
    ]);
    assert!(told.contains("aims check"), "{told}");
    for path in everything(&walk.0.path("")).into_keys() {
        let path = String::from_utf8(path).expect("a name");
        if path.strip_suffix(".md").is_some_and(|stem| !stem.ends_with("README")) {
            walk.fill(&path);
        }
    }
    let mut shown = BTreeSet::new();
    for _ in 0..ROUNDS {
        // What is told of the record waits for the commit.
        let of_texts = |finding: &Value| !finding["code"].as_str().expect("a code").starts_with("AIMS5");
        let findings: Vec<Value> = walk.findings().into_iter().filter(of_texts).collect();
        for finding in &findings {
            walk.follow(finding, &mut shown);
        }
    }
    // On the day that they tell of.
    walk.0.commit_at("Write the drafts", Some(1_795_176_000));
    assert_eq!(walk.findings(), Vec::<Value>::new());
    assert_eq!(walk.aims(&["check"]).0, "No findings.\n");
}
