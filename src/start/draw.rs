//! What a new document draws from those that are there: ids, days, grades, and what is open.

use super::form::{Given, Row};
use super::opening::{categories, levels};
use super::soa;
use crate::base::near::Near;
use crate::base::quote::{yaml, yaml_list};
use crate::base::text::{count, cut, did_you_mean};
use crate::base::{Date, Error, Period, Result};
use crate::model::document::Document;
use crate::model::family;
use crate::model::kinds::{FieldType, Kind};
use crate::model::trace::Requirement;
use crate::state::State;

/// How long there is to put a nonconformity right, until somebody says otherwise.
const TO_ACT: Period = Period::Days(30);

/// How many documents a sample begins with, of each kind.
const SAMPLE: usize = 3;

/// The longest title that is made of a finding, in characters.
const TITLE: usize = 80;

/// Something left to do in another document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Left {
    /// A finding of an audit does not name the nonconformity yet.
    NameInFinding {
        /// The file of the audit.
        path: String,
        /// The finding.
        finding: String,
    },
    /// What is replaced stays in force until it is retired.
    Retire(String),
    /// The history that is here is not whole: the id may have been used in what is missing.
    LookIntoHistory,
    /// A system has to be assessed.
    Assess(String),
    /// There is a statement of applicability for the same framework already.
    StatedBy(String),
}

/// A document that is being put together.
pub(super) struct Draw<'a> {
    pub state: &'a State,
    pub kind: &'a Kind,
    pub today: Date,
    pub given: Given,
    /// A title that follows from the rest.
    pub title: Option<String>,
    /// A heading before all others, with what to answer below it.
    pub asks: Option<(String, String)>,
    pub left: Vec<Left>,
}

impl Draw<'_> {
    /// The one system that it is about: its version, its stage, its name.
    pub(super) fn system(&mut self, system: &Document) {
        for (key, from) in [("system-version", "system-version"), ("stage", "lifecycle")] {
            if let (true, Some(value)) = (self.has(key), system.fields.text(from)) {
                self.given.text(key, value);
            }
        }
        self.title = Some(format!("{} of {}", self.kind.label, system.title));
    }

    /// What gave rise to it: a finding of an audit, an incident, another record.
    pub(super) fn from(&mut self, from: &str) -> Result<()> {
        if !self.has("from") {
            return Err(Error::new(format!("a document of kind `{}` has no `from`", self.kind.name))
                .hint("`aims new nonconformity --from AUD-001#F1` raises one from a finding."));
        }
        let (id, finding) = from.split_once('#').map_or((from, None), |(id, finding)| (id, Some(finding)));
        let source = find(self.state, id, finding.map(|_| "audit"))?;
        self.given.list("from", &[&source.id]);
        let words = ["audit", "incident", "management-review"];
        if let Some(word) = words.iter().find(|word| source.is(word)) {
            self.given.text("source", word);
        }
        let systems: Vec<&str> = source.fields.texts("systems").iter().map(|id| id.value.as_str()).collect();
        // An audit looks at many systems; a finding is seldom about all of them.
        if !source.is("audit") {
            self.given.list("systems", &systems);
        }
        self.title = Some(source.title.clone());
        match finding {
            Some(finding) => self.finding(source, finding),
            None => Ok(()),
        }
    }

    fn finding(&mut self, source: &Document, finding: &str) -> Result<()> {
        let rows = source.fields.rows("findings");
        let reference = |row: &crate::model::fields::Row| row.cells.text("ref").map(str::to_owned);
        let row = rows.iter().find(|row| reference(row).is_some_and(|known| known.eq_ignore_ascii_case(finding)));
        let Some(row) = row else {
            let known: Vec<String> = rows.iter().filter_map(reference).collect();
            let near = did_you_mean(finding, known.iter().map(String::as_str)).or(known.first().map(String::as_str));
            return Err(Error::new(format!("{} has no finding `{finding}`", source.id)).hint(match near {
                Some(near) => format!("Did you mean `{}#{near}`?", source.id),
                None => "It has no rows under `findings`.".to_owned(),
            }));
        };
        if let Some(known) = row.cells.text("nonconformity") {
            return Err(Error::new(format!("{} tracks {}#{finding} already", known, source.id))
                .hint("One nonconformity for each finding: write on in that one."));
        }
        let cells = &row.cells;
        for (key, value) in [
            ("requirement", cells.text("requirement")),
            ("grade", cells.text("grade").filter(|grade| matches!(*grade, "major" | "minor"))),
            ("raised-by", source.fields.texts("auditors").first().map(|auditor| auditor.value.as_str())),
        ] {
            if let Some(value) = value {
                self.given.text(key, value);
            }
        }
        if let Some(date) = source.fields.date("date").filter(|date| *date <= self.today) {
            self.given.raw("date", date.to_string());
        }
        if let Some(words) = cells.text("finding") {
            self.title = Some(cut(words.trim_end_matches('.'), TITLE));
        }
        self.left.push(Left::NameInFinding { path: source.path.to_string(), finding: finding.to_owned() });
        Ok(())
    }

    /// The document that it takes the place of, and what that answered for.
    pub(super) fn replaces(&mut self, id: &str) -> Result<()> {
        let old = find(self.state, id, None)?;
        self.given.list("replaces", &[&old.id]);
        for key in ["controls", "clauses", "implements"] {
            let values: Vec<&str> = old.fields.texts(key).iter().map(|value| value.value.as_str()).collect();
            self.given.list(key, &values);
        }
        if let Some(owner) = old.fields.text("owner") {
            self.given.text("owner", owner);
        }
        self.title = Some(old.title.clone());
        self.left.push(Left::Retire(old.id.clone()));
        Ok(())
    }

    /// What a document of this kind begins with, whatever else was asked for.
    pub(super) fn of_kind(&mut self, framework: Option<&str>) -> Result<()> {
        if framework.is_some() && self.kind.name != "soa" {
            return Err(Error::new("only a statement of applicability is about one framework")
                .hint("Leave `--framework` out, and name requirements under `requirements`."));
        }
        match self.kind.name.as_str() {
            "soa" => self.statement(framework)?,
            "impact-assessment" => {
                let aims = &self.state.aims;
                let rows = categories(&aims.config.impact, &aims.kinds);
                self.given.rows("affected", levels()).rows("impacts", rows);
                self.method("6.1.4");
            }
            "risk-assessment" => self.method("6.1.2"),
            "nonconformity" => {
                self.given.text("state", "open");
                self.given.raw("due", TO_ACT.after(self.today).to_string());
            }
            "incident" => {
                self.given.text("state", "open");
            }
            "audit" => self.audit(),
            "management-review" => self.review(),
            _ => {}
        }
        Ok(())
    }

    fn statement(&mut self, framework: Option<&str>) -> Result<()> {
        let catalog = &self.state.aims.catalog;
        let standard = match framework {
            None => catalog.first_stated(),
            Some(id) => catalog.standard(id).filter(|standard| !standard.controls.is_empty()).ok_or_else(|| {
                let known: Vec<String> = catalog.standards().map(|standard| format!("`{}`", standard.id)).collect();
                Error::new(format!("`{id}` is no framework with controls that is followed here"))
                    .hint(format!("Followed are {}: `follow` under `[frameworks]` in aims.toml.", known.join(", ")))
            })?,
        };
        if let Some(stated) = self.state.aims.soa_of(&standard.id) {
            let stated = self.state.aims.document(stated.document);
            let is_replaced = self.left.iter().any(|left| matches!(left, Left::Retire(old) if *old == stated.id));
            if !is_replaced && !stated.is_retired() {
                self.left.push(Left::StatedBy(stated.id.clone()));
            }
        }
        self.given.rows("statement", soa::rows(standard, None)).text("annex-edition", &standard.edition);
        if framework.is_some() || catalog.standards().len() > 1 {
            self.given.text("framework", &standard.id);
        }
        if let Some((_, scope)) = self.state.aims.of_kind("scope").first() {
            self.given.text("scope", &scope.id);
        }
        self.title = self.title.take().or_else(|| Some(self.kind.label.clone()));
        Ok(())
    }

    /// The procedure that carries out a clause: the method of an assessment, which then shows it at work.
    fn method(&mut self, clause: &str) {
        let aims = &self.state.aims;
        let asked = aims.trace.ai(clause).or_else(|| aims.trace.get(clause)).map(Requirement::key);
        let serves = |document: &&Document| asked.as_ref().is_some_and(|asked| aims.names(document).contains(asked));
        let procedures = aims.of_kind("procedure").into_iter().map(|(_, document)| document);
        if let Some(procedure) = procedures.filter(|found| !found.is_retired()).find(serves) {
            self.given.text("method", &procedure.id).list("evidence-for", &[&procedure.id]);
        }
    }

    fn audit(&mut self) {
        let aims = &self.state.aims;
        let standard = aims.catalog.first();
        // The name of an edition mostly begins with that of the standard.
        let criterion = match standard.edition.starts_with(&standard.short) {
            true => standard.edition.clone(),
            false => format!("{}, {}", standard.short, standard.edition),
        };
        self.given.list("criteria", &[criterion]);
        let ids = |kind: &str| -> Vec<&str> {
            let living = aims.of_kind(kind).into_iter().filter(|(_, document)| !document.is_retired());
            living.rev().take(SAMPLE).map(|(_, document)| document.id.as_str()).collect()
        };
        let programme = aims.of_kind("plan").into_iter().map(|(_, document)| document);
        if let Some(plan) = programme.filter(|plan| !plan.is_retired()).find(|plan| aims.names_any(plan, &["9.2.2"])) {
            self.given.text("programme", &plan.id);
        }
        let kinds =
            ["system", "impact-assessment", "risk-assessment", "nonconformity", "incident", "competence", "record"];
        let sample: Vec<&str> = kinds.iter().flat_map(|kind| ids(kind)).collect();
        if !sample.is_empty() {
            let asks = format!(
                "The newest to begin with: {}. Follow a system from end to end, and choose some at random.",
                sample.join(", ")
            );
            self.asks = Some(("Sample".into(), asks));
        }
        self.title = Some(format!("{} of {}", self.kind.label, self.today));
    }

    /// The inputs that clause 9.3.2 lists, with what is open of each.
    fn review(&mut self) {
        let open = self.open();
        let Some(inputs) = self.kind.fields.iter().find(|field| field.name == "inputs") else { return };
        let words = inputs.columns.iter().filter(|column| column.field_type == FieldType::Choice);
        let words: Vec<&String> = words.flat_map(|column| &column.choices).filter(|word| *word != "other").collect();
        let row = |word: &&String| {
            let known = open.iter().find(|(of, _)| of == word).map(|(_, summary)| summary);
            let mut cells = vec![("input", (*word).clone())];
            cells.extend(known.map(|summary| ("summary", yaml(summary))));
            Row::of(&cells)
        };
        let rows = words.iter().map(row).collect();
        let due = Period::Months(3).after(self.today).to_string();
        self.given.rows("inputs", rows).rows("decisions", vec![Row::of(&[("due", due)])]);
        self.title = Some(format!("{} of {}", self.kind.label, self.today));
    }

    /// What is open, by the input of a management review that it belongs to.
    fn open(&self) -> Vec<(&'static str, String)> {
        let aims = &self.state.aims;
        let told = |what: &str, list: Vec<String>| (!list.is_empty()).then(|| format!("{what}: {}.", list.join("; ")));
        let living = |kind: &str| aims.of_kind(kind).into_iter().filter(|(_, document)| !document.is_retired());
        let due = |document: &Document| document.fields.date("due").map_or(String::new(), |due| format!(", due {due}"));
        let open = living("nonconformity").filter(|(_, document)| !document.is_closed());
        let open = open.map(|(_, document)| format!("{} {}{}", document.id, document.title, due(document))).collect();
        let state = |document: &Document| document.fields.text("state").unwrap_or("without a state").to_owned();
        let objectives = living("objective")
            .map(|(_, found)| format!("{} {} ({}{})", found.id, found.title, state(found), due(found)));
        let overdue =
            aims.iter().filter(|(ix, _)| aims.review(*ix).is_overdue()).map(|(_, document)| document.id.clone());
        // A draft says nothing yet of what took place.
        let held = |kind: &str| living(kind).filter(|(_, found)| !found.is_draft());
        let last =
            held("management-review").max_by_key(|(_, review)| review.fields.date("date")).map(|(_, review)| review);
        let since = last.and_then(|review| review.fields.date("date"));
        let audits =
            held("audit").filter(|(_, audit)| since.is_none_or(|since| audit.fields.date("date") >= Some(since)));
        let audits = audits.map(|(_, audit)| {
            let findings = audit.fields.rows("findings").len();
            format!("{} {} ({})", audit.id, audit.title, count(findings, "finding"))
        });
        let decisions =
            last.into_iter().flat_map(|review| review.fields.rows("decisions").iter().map(move |row| (review, row)));
        let undone = decisions.filter(|(_, row)| !row.is_settled());
        let undone = undone.filter_map(|(review, row)| Some(format!("{}: {}", review.id, row.cells.text("decision")?)));
        let inputs = [
            ("earlier-actions", told("Not done", undone.collect())),
            ("nonconformities", told("Open", open)),
            ("monitoring", told("Reviews overdue", overdue.collect())),
            ("audit-results", told("Since the last review", audits.collect())),
            ("objectives", told("Objectives", objectives.collect())),
        ];
        inputs.into_iter().filter_map(|(input, summary)| Some((input, summary?))).collect()
    }

    fn has(&self, key: &str) -> bool {
        self.kind.fields.iter().any(|field| field.name == key)
    }
}

/// The document that an id means.
pub(super) fn find<'a>(state: &'a State, id: &str, of: Option<&str>) -> Result<&'a Document> {
    let aims = &state.aims;
    let found = aims.by_id(id).map(|ix| aims.document(ix));
    if let Some(found) = found.filter(|found| of.is_none_or(|kind| found.is(kind))) {
        return Ok(found);
    }
    let fits = |document: &&Document| of.is_none_or(|kind| document.is(kind));
    let known = aims.iter().map(|(_, document)| document).filter(|document| document.controlled && fits(document));
    let known = known.map(|document| document.id.as_str());
    let what = of.map_or("document".to_owned(), |kind| format!("document of kind `{kind}`"));
    let message = match found {
        Some(found) => format!("{} is no {what}, but of kind `{}`", found.id, found.kind_name()),
        None => format!("there is no {what} called `{id}`"),
    };
    let known: Vec<&str> = known.collect();
    let family = || family::told(known.iter().copied(), id);
    let near = Near::of(known.iter().copied()).only(id).map(|near| format!("Did you mean `{near}`?"));
    Err(Error::new(message).hint(match near.or_else(|| family().map(|ids| format!("There is {ids}."))) {
        Some(hint) => hint,
        None if known.is_empty() => format!("There is none yet: `aims new {}` makes one.", of.unwrap_or("KIND")),
        None => {
            format!("Known: {}.", yaml_list(&known.iter().take(12).collect::<Vec<_>>()).trim_matches(['[', ']']))
        }
    }))
}
