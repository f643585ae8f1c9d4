//! What a document says is to be done, and by when: rows of plans, objectives, corrective actions, contracts. Each is read
//! here, once, for the rules that tell what is late and for all who list what comes next.

use std::collections::BTreeMap;

use super::catalog::{Standard, split_req_id};
use super::doc::DocIx;
use super::document::Document;
use super::fields::{Fields, Row};
use super::kinds::{FieldSpec, FieldType, Need};
use super::soa::framework_of;
use super::tier::Tier;
use super::trace::Requirement;
use super::whole::Aims;
use super::worked::{did_not, is_to_come};
use crate::base::text::one_line;
use crate::base::{Date, Period};
use crate::diag::Span;
use crate::reading::{self, ENDS};

/// What sort of thing is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Task {
    /// A row with a day and a status: an action or treatment of a plan, a measure, a decision.
    Action,
    /// An objective is to be reached.
    Objective,
    /// The action that a nonconformity calls for is to be complete.
    CorrectiveAction,
    /// Somebody is to look whether a corrective action or a change worked.
    Effect,
    /// A concern is to be answered.
    Answer,
    /// A control of a statement of applicability is to be put in place.
    Control,
    /// A contract ends.
    Contract,
    /// A duty under a law or a contract has to be done.
    Obligation,
    /// A risk is to be treated.
    Treatment,
    /// An improvement that was decided is to be made.
    Improvement,
    /// What a record of a team's own kind asks for is to be done.
    Matter,
}

/// Something that is open and has a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due<'a> {
    /// What it is.
    pub task: Task,
    /// By when.
    pub date: Date,
    /// Where the day stands.
    pub span: Span,
    /// Who sees to it, where the text names somebody.
    pub owner: Option<&'a str>,
    /// What people would call it, of a row: its first text.
    pub name: Option<String>,
    /// The key that holds the row.
    pub key: &'a str,
    /// Of a row, how many before it are called the same, settled ones among them.
    pub turn: Option<usize>,
}

impl Due<'_> {
    /// What it is called where people read it among other words.
    pub fn called(&self) -> Option<String> {
        self.name.as_deref().map(short)
    }
}

/// A name that is long, cut for show.
pub fn short(name: &str) -> String {
    match name.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", name[..end].trim_end()),
        None => name.to_owned(),
    }
}

/// What is open in a document, in the order of its kind's keys; nothing where it is a draft, retired or uncontrolled.
pub fn of(document: &Document) -> Vec<Due<'_>> {
    if is_idle(document) {
        return Vec::new();
    }
    actions(document).into_iter().chain(controls(document)).chain(open(document)).collect()
}

/// What a document asks for as a whole by its own text, where that is open and has a day; nothing where it is a draft,
/// retired or uncontrolled.
fn open(document: &Document) -> Option<Due<'_>> {
    let Whole { task, key, date, owner } = whole(document).filter(|_| !is_idle(document))?;
    let span = document.fields.span(key).unwrap_or_else(|| document.span_of("date"));
    Some(Due { task, date: date?, span, owner, name: None, key, turn: None })
}

/// The same, where nothing else in the AIMS settles it: all who tell of one document whether something is open ask here.
pub fn open_in(aims: &Aims, ix: DocIx) -> Option<Due<'_>> {
    open(aims.document(ix)).filter(|due| is_open(aims, ix, due))
}

/// Whether nothing else in the AIMS settles what a document says is to be done, or says the same of it.
pub fn is_open(aims: &Aims, ix: DocIx, due: &Due<'_>) -> bool {
    match due.task {
        Task::Obligation => !is_carried_out(aims, ix),
        Task::Treatment => !is_planned(aims, ix),
        Task::Control => !is_in_plan(aims, ix, due),
        // One that is made and still open did not work.
        Task::CorrectiveAction => aims.document(ix).fields.lacks("done") || !is_taken_up(aims, ix),
        _ => true,
    }
}

/// Whether something that was made, and did not work, is taken up elsewhere: by a nonconformity, a change or an improvement
/// that names it, and is of its day or later. The day of a nonconformity is that on which its action was done.
pub fn is_taken_up(aims: &Aims, ix: DocIx) -> bool {
    let made = aims.document(ix);
    let day = |of: &Document| of.fields.date("date");
    let since = made.fields.date("done").filter(|_| made.is("nonconformity")).or_else(|| day(made));
    let takes_up = |of: &DocIx| {
        let other = aims.document(*of);
        let is_one = ["nonconformity", "change", "improvement"].iter().any(|kind| other.is(kind));
        *of != ix && is_one && !is_idle(other) && !other.was_none() && day(other) >= since
    };
    aims.pointing_at(ix).iter().any(takes_up)
}

/// The task that a document is as a whole, and that is open, where it gives no day for it.
pub fn undated(document: &Document) -> Option<(Task, &'static str)> {
    let whole = whole(document).filter(|_| !is_idle(document))?;
    document.fields.lacks(whole.key).then_some((whole.task, whole.key))
}

/// Whether nothing is asked of a document yet, or any more.
pub fn is_idle(document: &Document) -> bool {
    !document.controlled || document.is_retired() || document.is_draft()
}

pub(super) fn actions(document: &Document) -> Vec<Due<'_>> {
    let specs = document.kind.as_ref().map_or(&[][..], |kind| &kind.fields);
    let mut found = Vec::new();
    for spec in specs.iter().filter(|spec| holds_actions(spec)) {
        let mut turns: BTreeMap<Option<String>, usize> = BTreeMap::new();
        for row in document.fields.rows(&spec.name) {
            let (owner, name) = (row.cells.text("owner"), name(spec, row));
            let turn = turns.entry(name.clone()).and_modify(|last| *last += 1).or_default();
            let day = row.cells.date("due").zip(row.cells.span("due")).filter(|_| !row.is_settled());
            if let Some((date, span)) = day {
                found.push(Due { task: Task::Action, date, span, owner, name, key: &spec.name, turn: Some(*turn) });
            }
        }
    }
    found
}

/// Controls that a statement of applicability says are to be put in place by a day.
fn controls(document: &Document) -> impl Iterator<Item = Due<'_>> {
    let rows = document.fields.rows("statement").iter().filter(move |_| document.is("soa"));
    rows.filter_map(|Row { cells, .. }| {
        let is_over = cells.text("implementation") == Some("done") || cells.is_misread("implementation");
        let (date, span) = cells.date("due").zip(cells.span("due"))?;
        let (owner, name) = (cells.text("owner"), Some(cells.text("control")?.trim().to_owned()));
        let due = Due { task: Task::Control, date, span, owner, name, key: "statement", turn: Some(0) };
        (!is_over && cells.flag("applicable") != Some(false)).then_some(due)
    })
}

/// How long after a corrective action or a change somebody looks whether it worked.
const LOOK: Period = Period::Months(6);

/// How long the answer to a concern may take where nobody says.
const ANSWER: Period = Period::Days(30);

/// A task that a document is as a whole.
struct Whole<'a> {
    task: Task,
    /// The key that holds its day, or that from which it is reckoned.
    key: &'static str,
    date: Option<Date>,
    owner: Option<&'a str>,
}

/// Whether the matter of a document asks nothing more of anybody, by its state or the day on which it was over.
pub fn is_settled(document: &Document) -> bool {
    let fields = &document.fields;
    reading::is_settled(document.counts_as(), fields.text("state"), |end| !fields.lacks(end))
}

/// What a document as a whole is to do, where that is open.
fn whole(document: &Document) -> Option<Whole<'_>> {
    let fields = &document.fields;
    let is_over = is_settled(document) || fields.is_misread("state");
    let day = |key| fields.date(key);
    let is_said = |key, what: fn(&str) -> bool| fields.text(key).is_some_and(what);
    let (task, key, owner, is_over) = match document.counts_as() {
        "objective" => (Task::Objective, "due", None, is_over),
        "nonconformity" if is_settled(document) => return None,
        // An action that did not work is to be followed by one that does.
        "nonconformity" if fields.lacks("done") || is_said("effectiveness", did_not) => {
            (Task::CorrectiveAction, "due", fields.text("action-owner"), false)
        }
        "nonconformity" => {
            let owner = fields.text("effectiveness-by").or_else(|| fields.text("action-owner"));
            let is_over = !fields.lacks("effectiveness-checked") && !is_said("effectiveness", is_to_come);
            (Task::Effect, "done", owner, is_over)
        }
        "change" => {
            // Where others end, this begins: a change that is done is to be looked at.
            let key = if day("approved").is_some() { "approved" } else { "date" };
            (
                Task::Effect,
                key,
                fields.text("responsible"),
                fields.text("state") != Some("done") || !fields.lacks("checked") && !is_said("outcome", is_to_come),
            )
        }
        "concern" => (Task::Answer, "answer-due", fields.text("handled-by"), is_over),
        "supplier" => (Task::Contract, "contract-ends", None, false),
        "obligation" => (Task::Obligation, "due", fields.text("sender"), false),
        "risk" => {
            // What is accepted as it is waits for nothing.
            let is_accepted = fields.text("treatment") == Some("accept");
            (Task::Treatment, "treated-by", None, is_over || is_accepted)
        }
        "improvement" => (Task::Improvement, "due", None, is_over),
        _ => return matter(document),
    };
    let date = match task {
        Task::Effect => day(key).map(|day| LOOK.after(day)),
        Task::Answer => answer_by(document),
        _ => day(key),
    };
    (!is_over).then_some(Whole { task, key, date, owner })
}

/// What a record of a team's own kind asks for: its kind has a day by which that is due, and one on which it was done.
fn matter(document: &Document) -> Option<Whole<'_>> {
    let (kind, fields) = (document.kind.as_ref()?, &document.fields);
    let has = |name: &str| kind.fields.iter().any(|spec| spec.name == name && spec.field_type == FieldType::Date);
    let key = ["due", "answer-due"].into_iter().find(|key| has(key))?;
    let is_over = is_settled(document) || fields.is_misread("state");
    let whole = Whole { task: Task::Matter, key, date: fields.date(key), owner: None };
    (!is_over && ENDS.iter().any(|end| has(end))).then_some(whole)
}

/// By when a concern is to be answered: the day that it gives, else some time after it was raised. `None` where what is
/// given cannot be read.
pub fn answer_by(concern: &Document) -> Option<Date> {
    let fields = &concern.fields;
    let usual = || fields.date("date").filter(|_| !fields.is_misread("answer-due")).map(|date| ANSWER.after(date));
    fields.date("answer-due").or_else(usual)
}

/// What was measured of an objective, row by row in the order of the days: what is of a day to come was not.
pub fn measurements(objective: &Fields, today: Date) -> Vec<(Date, &Row)> {
    let rows = objective.rows("measurements").iter();
    let mut rows: Vec<_> = rows.filter_map(|row| Some((row.cells.date("date")?, row))).collect();
    rows.retain(|(date, _)| *date <= today);
    rows.sort_by_key(|(date, _)| *date);
    rows
}

/// By when an objective that is under way is to be measured again, and the row of its newest measurement. `None` where there
/// is none, or where that cannot be told.
pub fn measured_by<'a>(aims: &Aims, objective: &'a Document) -> Option<(Date, &'a Row)> {
    let fields = &objective.fields;
    let rows = fields.rows("measurements");
    let is_unread = fields.is_misread("measurements") || rows.iter().any(|row| row.cells.is_misread("date"));
    if is_idle(objective) || is_unread || fields.is_misread("measure-every") {
        return None;
    }
    let (date, row) = measurements(fields, aims.today).pop()?;
    let every = fields.period("measure-every").unwrap_or_else(|| aims.config.evidence_period("objective"));
    matches!(fields.text("state"), Some("on-track" | "at-risk")).then(|| (every.after(date), row))
}

/// Whether a record shows that an obligation was carried out by its day: one that has come, and where the duty comes again,
/// of no earlier turn.
fn is_carried_out(aims: &Aims, obligation: DocIx) -> bool {
    let fields = &aims.document(obligation).fields;
    let turn = fields.date("due").zip(fields.period("every")).map(|(due, every)| every.before(due));
    let of_it = |ix: DocIx| {
        let record = aims.document(ix);
        let day = record.fields.date("date").filter(|day| record.is_finished_record() && *day <= aims.today);
        day.is_some_and(|day| turn.is_none_or(|turn| day > turn))
    };
    aims.named_by(obligation, "met-by").chain(aims.naming_by(obligation, "evidence-for")).any(of_it)
}

/// Whether an open row of a plan treats a risk by the day that it names itself: then the row is what is due.
fn is_planned(aims: &Aims, risk: DocIx) -> bool {
    let treats = |row: &Row| row.cells.text("risk").and_then(|id| aims.by_id(id)) == Some(risk);
    let plans = aims.naming("plan", "treatments.risk", risk).into_iter().map(|(_, plan)| plan);
    any_by(plans, aims.document(risk).fields.date("treated-by"), treats)
}

/// The same of a control that a statement of applicability says is to be put in place.
fn is_in_plan(aims: &Aims, statement: DocIx, due: &Due<'_>) -> bool {
    let framework = framework_of(aims.document(statement), &aims.catalog);
    let own = split_req_id(due.name.as_deref().unwrap_or_default()).1;
    // Written in full or alone, it is the same control.
    let is_it = |id: &str| {
        let (said, id) = split_req_id(id.trim());
        let of = said.or_else(|| aims.trace.get(id).map(|named| &*named.framework));
        id.eq_ignore_ascii_case(own) && of.is_none_or(|of| of == framework)
    };
    let plans = aims.of_kind("plan").into_iter().map(|(_, plan)| plan);
    any_by(plans, Some(due.date), |row| row.cells.texts("controls").iter().any(|id| is_it(&id.value)))
}

/// Whether some plan that is carried out has an open treatment of this sort by a day.
fn any_by<'a>(plans: impl Iterator<Item = &'a Document>, day: Option<Date>, is_it: impl Fn(&Row) -> bool) -> bool {
    let mut rows = plans.filter(|plan| !is_idle(plan)).flat_map(|plan| plan.fields.rows("treatments"));
    rows.any(|row| is_it(row) && !row.is_settled() && row.cells.date("due") == day)
}

/// Whether rows of this field have a day and a status that can say `done`.
fn holds_actions(spec: &FieldSpec) -> bool {
    let column = |name| spec.columns.iter().find(move |column| column.name == name);
    column("due").is_some_and(|due| due.field_type == FieldType::Date)
        && column("status").is_some_and(|status| status.choices.iter().any(|choice| choice == "done"))
}

/// What people would call the row: its first text, else the first that it has to have.
fn name(spec: &FieldSpec, row: &Row) -> Option<String> {
    let texts = spec.columns.iter().filter(|column| column.field_type == FieldType::Text);
    let needed = spec.columns.iter().filter(|column| column.need == Some(Need::Must));
    let text =
        texts.chain(needed).filter_map(|column| row.cells.text(&column.name)).find(|text| !text.trim().is_empty())?;
    Some(one_line(text))
}

/// How much later than its interval something may come before that is told: what is held every year moves by some weeks.
pub const GRACE: Period = Period::Months(2);

/// A kind of record that has to come again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recurring {
    /// The newest, and its day.
    pub newest: Option<(DocIx, Date)>,
    /// Up to which day it stands.
    pub until: Option<Date>,
}

/// Documents of a kind that are not retired.
fn living<'a>(aims: &'a Aims, kind: &str) -> impl Iterator<Item = (DocIx, &'a Document)> {
    aims.of_kind(kind).into_iter().filter(|(_, document)| !document.is_retired())
}

/// Whether a policy that holds says that it is approved: the organisation says that it has a management system.
fn has_policy(aims: &Aims) -> bool {
    aims.of_kind("policy").into_iter().any(|(ix, _)| aims.holding(ix).says_approved())
}

/// Whether the organisation says that its management system is at work: a policy and a statement of applicability say that
/// they are approved. Before that, what is not there yet is being set up.
pub fn is_running(aims: &Aims) -> bool {
    aims.soas.iter().any(|soa| aims.holding(soa.document).says_approved()) && has_policy(aims)
}

/// When the next record of `kind` is due, for each followed standard that calls for one. Nothing where that is not asked or
/// cannot be told: before a policy says that it is approved there is no management system to look at, and a record whose day
/// cannot be read may well be the newest.
pub fn recurring<'a>(aims: &'a Aims, kind: &str) -> Vec<(&'a Standard, Recurring)> {
    let next = |standard: &'a Standard| {
        let is_it = |ix, record: &Document| record.is_finished_record() && aims.is_of(ix, &standard.id);
        let mut records = living(aims, kind).filter(|(ix, record)| is_it(*ix, record));
        if !has_policy(aims) || records.any(|(_, record)| record.fields.date("date").is_none()) {
            return None;
        }
        let newest = aims.held(kind, &standard.id).max_by_key(|(date, _)| *date).map(|(date, ix)| (ix, date));
        let until = newest.map(|(_, date)| aims.config.evidence_period(kind).after(date));
        Some((standard, Recurring { newest, until }))
    };
    aims.calling_for(kind).into_iter().filter_map(next).collect()
}

/// What is known of each standard that calls for a kind of record, as it is told: once and without a name where it is the same.
pub fn as_told<'a, T: PartialEq>(
    aims: &Aims,
    kind: &str,
    mut all: Vec<(&'a Standard, T)>,
) -> Vec<(Option<&'a Standard>, T)> {
    let is_same = all.len() == aims.calling_for(kind).len() && all.windows(2).all(|pair| pair[0].1 == pair[1].1);
    all.truncate(if is_same { 1 } else { all.len() });
    all.into_iter().map(|(standard, one)| (Some(standard).filter(|_| !is_same), one)).collect()
}

/// Up to when evidence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evidenced {
    /// The newest of it.
    pub newest: DocIx,
    /// The last day on which some of it stands.
    pub until: Date,
    /// The AI system that it is of, where each has to be shown.
    pub system: Option<DocIx>,
}

/// Up to when the evidence of a requirement stands: for a control that is bound to AI systems of each that is in use and has
/// any, else of all of it. Empty where none is asked for or there is none.
pub fn evidenced(aims: &Aims, requirement: &Requirement) -> Vec<Evidenced> {
    if !requirement.applies() || !requirement.needs.contains(&Tier::Shows) {
        return Vec::new();
    }
    let ends = |ix: DocIx, day: Date| aims.config.evidence_period(aims.document(ix).kind_name()).after(day);
    let of_systems = requirement.by_system.iter().filter_map(|of| {
        let until = of.evidence.iter().map(|(day, ix)| ends(*ix, *day)).max()?;
        Some(Evidenced { newest: of.evidence.first()?.1, until, system: Some(of.system) })
    });
    let of_systems: Vec<Evidenced> = of_systems.collect();
    if of_systems.len() > 1 {
        return of_systems;
    }
    let until = requirement.evidence.iter().map(|(ix, day)| ends(*ix, *day)).max();
    let all = requirement.newest_evidence.zip(until);
    all.map(|((newest, _), until)| Evidenced { newest, until, system: None }).into_iter().collect()
}

/// The same for the evidence that ends first.
pub fn evidenced_until(aims: &Aims, requirement: &Requirement) -> Option<Evidenced> {
    evidenced(aims, requirement).into_iter().min_by_key(|of| (of.until, of.newest))
}
