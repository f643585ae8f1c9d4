//! The cycle of a certification: which audits of the certification body are when, what each reads, and the year that each
//! looks back on.
//!
//! Days come from the document of kind `certification`: what was held, what is planned, and where nothing is said, by when
//! the cycle asks for it.

use super::catalog::Standard;
use super::doc::DocIx;
use super::document::Document;
use super::fields::Row;
use super::whole::Aims;
use crate::base::{Date, Period, say};

/// An audit of the cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The documents are looked at.
    Stage1,
    /// The work is looked at.
    Stage2,
    /// The first year after the decision.
    Surveillance1,
    /// The second.
    Surveillance2,
    /// Before the certificate ends.
    Recertification,
    /// Out of turn.
    Special,
}

impl Step {
    /// All, in the order of the cycle.
    pub const ALL: [Self; 6] =
        [Self::Stage1, Self::Stage2, Self::Surveillance1, Self::Surveillance2, Self::Recertification, Self::Special];

    /// The word in documents and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stage1 => "stage-1",
            Self::Stage2 => "stage-2",
            Self::Surveillance1 => "surveillance-1",
            Self::Surveillance2 => "surveillance-2",
            Self::Recertification => "recertification",
            Self::Special => "special",
        }
    }

    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Stage1 => say!("Stage 1"),
            Self::Stage2 => say!("Stage 2"),
            Self::Surveillance1 => say!("Surveillance 1"),
            Self::Surveillance2 => say!("Surveillance 2"),
            Self::Recertification => say!("Recertification"),
            Self::Special => say!("Special audit"),
        }
    }

    /// What it reads, in our own words.
    pub fn reads(self) -> &'static str {
        match self {
            Self::Stage1 => {
                say!(
                    "The documents that clauses call for, scope and context, the statement of applicability, whether internal audit and management review are planned or held, and whether stage 2 can begin."
                )
            }
            Self::Stage2 => {
                say!(
                    "Whether it works as written, by samples: every clause, the controls that apply, AI systems from purpose to monitoring, records, and what became of the findings of stage 1."
                )
            }
            Self::Surveillance1 | Self::Surveillance2 => {
                say!(
                    "What changed, what became of earlier findings, internal audits and management review, complaints, progress towards the objectives, continuing operation, a part of clauses, controls and systems, and how the certificate is referred to."
                )
            }
            Self::Recertification => {
                say!(
                    "The whole system over the whole cycle: whether it still fits its scope, what the surveillances found, and whether it got better."
                )
            }
            Self::Special => say!("What it was called for: a wider scope, a complaint, a change that could not wait."),
        }
    }

    fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == word)
    }

    /// How long after the decision the cycle asks for it.
    fn after_decision(self) -> Option<Period> {
        Some(Period::Months(match self {
            Self::Surveillance1 => 12,
            Self::Surveillance2 => 24,
            Self::Recertification => 36,
            Self::Stage1 | Self::Stage2 | Self::Special => return None,
        }))
    }
}

/// An audit of a certification with its days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyAudit<'a> {
    /// Which it is.
    pub step: Step,
    /// When it is or was planned.
    pub planned: Option<Date>,
    /// When it was held.
    pub held: Option<Date>,
    /// By when the cycle asks for it.
    pub by: Option<Date>,
    /// The report.
    pub report: Option<DocIx>,
    /// What came of it.
    pub outcome: Option<&'a str>,
}

impl BodyAudit<'_> {
    /// Its day: when it was held, else when it is planned, else by when it has to be.
    pub fn day(&self) -> Option<Date> {
        self.held.or(self.planned).or(self.by)
    }
}

/// The time that an audit of the cycle looks back on, up to its own day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Year {
    /// The certification.
    pub certification: DocIx,
    /// The audit.
    pub step: Step,
    /// The day of the audit before, for a recertification of the one with which its cycle began; what came on a later day is read.
    pub from: Date,
    /// The day of the audit.
    pub to: Date,
    /// Whether it was held.
    pub held: bool,
    /// The day from which its cycle is counted.
    pub cycle: Date,
}

impl Year {
    /// The first day that is read.
    pub fn first(&self) -> Date {
        Period::Days(1).after(self.from)
    }

    /// Whether a day lies in it.
    pub fn has(&self, day: Date) -> bool {
        self.from < day && day <= self.to
    }
}

/// How far an audit looks back that has none before it.
const BACK: Period = Period::Months(12);

/// How far back a cycle reaches.
const CYCLE: Period = Period::Months(36);

/// Certifications that are neither drafts nor retired, in natural order of their ids.
pub fn certifications(aims: &Aims) -> impl Iterator<Item = (DocIx, &Document)> {
    let all = aims.of_kind("certification").into_iter();
    all.filter(|(_, of)| !of.is_retired() && !of.is_draft() && of.translates.is_none())
}

/// Whether a certification is by the standard of the AIMS, in whatever edition and spelling: `ISO/IEC 42001:2023`.
pub fn is_of_aims(certification: &Document) -> bool {
    let standard = certification.fields.text("standard").unwrap_or_default();
    standard.split(|c: char| !c.is_ascii_digit()).any(|number| number == "42001")
}

/// The followed standard that a certification is by: the one that its `standard` says, by its number or its name. Where that is
/// none that is followed, or nothing, the one followed first, and `false`.
pub fn standard_of<'a>(aims: &'a Aims, certification: &Document) -> (&'a Standard, bool) {
    let words = certification.fields.text("standard").unwrap_or_default();
    let lower = words.to_lowercase();
    let is_called =
        |standard: &&Standard| [&*standard.id, standard.short.as_str()].iter().any(|name| lower == name.to_lowercase());
    let said = aims.catalog.said(words).and_then(|said| said.standard);
    let found = said.or_else(|| aims.catalog.standards().find(is_called));
    (found.unwrap_or(aims.catalog.first()), found.is_some())
}

/// What speaks against a certification that says it is certified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// No day says when that was decided.
    Undecided,
    /// It is decided on a day to come.
    DecidedOn(Date),
    /// It expired on that day.
    ExpiredOn(Date),
    /// The record that says so is a draft, or is being reviewed.
    Unfinished,
    /// The record that says so lacks the approval that is asked of its kind.
    NotApproved,
}

/// What speaks against a certification that says it is certified; `None` where nothing does, or it does not say so.
pub fn against(aims: &Aims, ix: DocIx) -> Option<Against> {
    let (certification, today) = (aims.document(ix), aims.today);
    let fields = &certification.fields;
    if fields.text("state") != Some("certified") {
        return None;
    }
    if certification.is_unfinished() {
        return Some(Against::Unfinished);
    }
    if !aims.standing(ix).approval.is_met() {
        return Some(Against::NotApproved);
    }
    match (fields.date("expires"), fields.date("decided")) {
        (Some(expires), _) if expires < today => Some(Against::ExpiredOn(expires)),
        (_, None) => Some(Against::Undecided),
        (_, Some(decided)) => (decided > today).then_some(Against::DecidedOn(decided)),
    }
}

/// The audits of a certification, in the order of the cycle; special ones last, by their days.
pub fn audits<'a>(aims: &'a Aims, certification: &'a Document) -> Vec<BodyAudit<'a>> {
    let fields = &certification.fields;
    let mut found = Vec::new();
    for step in Step::ALL {
        let rows =
            fields.rows("surveillance").iter().filter(|row| row.cells.text("audit").and_then(Step::of) == Some(step));
        let mut of_step: Vec<BodyAudit<'_>> = rows
            .map(|row| BodyAudit {
                step,
                planned: row.cells.date("planned"),
                held: row.cells.date("held").filter(|day| *day <= aims.today),
                by: by(step, certification),
                report: row.cells.text("report").and_then(|id| aims.by_id(id)),
                outcome: row.cells.text("outcome"),
            })
            .collect();
        of_step.sort_by_key(BodyAudit::day);
        if step != Step::Special {
            // Of one that was put off and planned anew, what was held counts, else what was planned last.
            let held = of_step.iter().rposition(|audit| audit.held.is_some());
            let last = held.or(of_step.len().checked_sub(1));
            let kept = last.map(|place| of_step.swap_remove(place)).or_else(|| of_keys(aims, step, certification));
            of_step = kept.into_iter().collect();
        }
        found.extend(of_step);
    }
    found
}

fn by(step: Step, certification: &Document) -> Option<Date> {
    let decided = certification.fields.date("decided")?;
    let by = step.after_decision()?.after(decided);
    let expires = certification.fields.date("expires").filter(|_| step == Step::Recertification);
    Some(expires.map_or(by, |expires| expires.min(by)))
}

/// An audit that has no row: by the keys of the stages, or by when the cycle asks for it.
fn of_keys<'a>(aims: &Aims, step: Step, certification: &Document) -> Option<BodyAudit<'a>> {
    let day = certification.fields.date(step.as_str());
    let by = by(step, certification);
    let held = day.filter(|day| *day <= aims.today);
    day.or(by).map(|_| BodyAudit { step, planned: day, held, by, report: None, outcome: None })
}

/// The day from which the cycle is counted that has an audit on the day `to`: that of stage 2, or of the recertification before.
fn began(certification: &Document, to: Date) -> Date {
    let fields = &certification.fields;
    let is_first = |row: &&Row| matches!(row.cells.text("audit"), Some("stage-2" | "recertification"));
    let rows = fields.rows("surveillance").iter().filter(is_first).filter_map(|row| row.cells.date("held"));
    let last = rows.chain(fields.date(Step::Stage2.as_str())).filter(|day| *day < to).max();
    last.or(fields.date("decided").filter(|day| *day < to)).unwrap_or_else(|| CYCLE.before(to))
}

/// The years that have begun, by certification, in the order of the cycle; of a recertification all its years as one.
pub fn years(aims: &Aims) -> Vec<Year> {
    let mut years = Vec::new();
    for (ix, certification) in certifications(aims) {
        let mut before: Option<Date> = None;
        for audit in audits(aims, certification).iter().filter(|audit| audit.step != Step::Special) {
            let Some(to) = audit.day() else { continue };
            let cycle = began(certification, to);
            let begun = match before.filter(|before| *before < to) {
                // What is done every year was done before stage 1 too.
                Some(last) if audit.step == Step::Stage2 => last.min(BACK.before(to)),
                last => last.unwrap_or_else(|| BACK.before(to)),
            };
            let from = if audit.step == Step::Recertification { cycle.min(begun) } else { begun };
            // One that was missed has read nothing: what comes after it reads that time too.
            if audit.held.is_some() || to >= aims.today {
                before = Some(to);
            }
            if audit.step != Step::Stage1 && begun <= aims.today {
                let cycle = if audit.step == Step::Surveillance1 { cycle.min(from) } else { cycle };
                years.push(Year { certification: ix, step: audit.step, from, to, held: audit.held.is_some(), cycle });
            }
        }
    }
    years
}

/// The next audit of a certification body whose day has not passed: the earliest that is planned or asked for, and not held.
pub fn next(aims: &Aims) -> Option<(DocIx, Step, Date)> {
    open(aims).filter(|(_, _, day)| *day >= aims.today).min_by_key(|(ix, step, day)| (*day, *ix, *step))
}

/// The audit of a certification body that is next because its day has passed and nothing says that it was held, nor that a
/// later one of its cycle was.
pub fn missed(aims: &Aims) -> Option<(DocIx, Step, Date)> {
    open(aims).filter(|(_, _, day)| *day < aims.today).min_by_key(|(ix, step, day)| (*day, *ix, *step))
}

/// Audits that are planned or asked for, not held, and not passed over by one that was.
fn open(aims: &Aims) -> impl Iterator<Item = (DocIx, Step, Date)> {
    let ended = |of: &Document| matches!(of.fields.text("state"), Some("withdrawn" | "expired"));
    let all = certifications(aims).filter(move |(_, certification)| !ended(certification));
    all.flat_map(move |(ix, certification)| {
        let audits = audits(aims, certification);
        let last = audits.iter().filter(|audit| audit.step != Step::Special).filter_map(|audit| audit.held).max();
        let open = audits.into_iter().filter(|audit| audit.held.is_none());
        let days = open.filter_map(move |audit| Some((ix, audit.step, audit.day()?)));
        days.filter(move |(_, _, day)| last.is_none_or(|last| last < *day))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::load::load;
    use crate::source::Memory;

    const TODAY: Date = Date::constant(2026, 11, 20);

    fn with<T>(lines: &str, tell: impl FnOnce(&Aims, &Document) -> T) -> T {
        let text = format!("---\nid: CER\nkind: certification\n{lines}---\n");
        let aims = load(&Memory::new([("c.md", text.as_bytes())]), TODAY).expect("memory can be read");
        let aims = aims.stand(Vec::new());
        let (_, certification) = certifications(&aims).next().expect("a certification");
        tell(&aims, certification)
    }

    fn days(lines: &str) -> Vec<String> {
        with(lines, |aims, certification| {
            let told = |audit: &BodyAudit<'_>| {
                let held = if audit.held.is_some() { " held" } else { "" };
                format!("{} {}{held}", audit.step.as_str(), audit.day().expect("a day"))
            };
            audits(aims, certification).iter().map(told).collect()
        })
    }

    fn of_years(lines: &str) -> Vec<String> {
        with(lines, |aims, _| {
            years(aims).iter().map(|year| format!("{} {} {}", year.step.as_str(), year.from, year.to)).collect()
        })
    }

    fn judged(aims: &Aims, certification: &Document) -> Option<Against> {
        against(aims, aims.by_path(&certification.path)?)
    }

    #[test]
    fn a_certificate_that_ended_or_was_not_decided_is_none() {
        let of = |lines: &str| with(&format!("state: certified\n{lines}"), judged);
        assert_eq!(of(CERTIFIED), None);
        assert_eq!(of("decided: 2023-06-01\nexpires: 2026-11-20\n"), None, "it is the last day");
        let ended = Date::constant(2026, 11, 19);
        assert_eq!(of("decided: 2023-06-01\nexpires: 2026-11-19\n"), Some(Against::ExpiredOn(ended)));
        assert_eq!(of("decided: 2027-01-01\n"), Some(Against::DecidedOn(Date::constant(2027, 1, 1))));
        assert_eq!(of("expires: 2027-01-01\n"), Some(Against::Undecided));
        assert_eq!(with("state: withdrawn\n", judged), None, "it does not say so");
        assert_eq!(of(&format!("{CERTIFIED}status: in-review\n")), Some(Against::Unfinished));
    }

    #[test]
    fn the_standard_is_known_by_its_number() {
        let of = |standard: &str| with(&format!("standard: {standard}\n"), |_, one| is_of_aims(one));
        for standard in
            ["ISO/IEC 42001:2023", "\"ISO/IEC 27001 and ISO/IEC 42001\"", "ISO 42001", "DIN EN ISO/IEC 42001:2025"]
        {
            assert!(of(standard), "{standard}");
        }
        for standard in ["ISO/IEC 27001:2022", "\"\"", "ISO/IEC 142001"] {
            assert!(!of(standard), "{standard}");
        }
    }

    const CERTIFIED: &str = "stage-1: 2026-03-10\nstage-2: 2026-05-12\ndecided: 2026-06-01\nexpires: 2029-05-31\n";

    #[test]
    fn the_cycle_follows_from_the_decision() {
        let wanted = [
            "stage-1 2026-03-10 held",
            "stage-2 2026-05-12 held",
            "surveillance-1 2027-06-01",
            "surveillance-2 2028-06-01",
            "recertification 2029-05-31",
        ];
        assert_eq!(days(CERTIFIED), wanted);
        assert_eq!(of_years(CERTIFIED), ["stage-2 2025-05-12 2026-05-12", "surveillance-1 2026-05-12 2027-06-01"]);
        assert_eq!(
            with(CERTIFIED, |aims, _| next(aims)).map(|(_, step, day)| (step, day.to_string())),
            Some((Step::Surveillance1, "2027-06-01".into()))
        );
    }

    #[test]
    fn rows_say_more_than_the_cycle() {
        let rows = format!(
            "{CERTIFIED}surveillance:\n  - {{audit: surveillance-1, planned: 2026-10-01}}\n  - {{audit: surveillance-1, planned: 2026-11-01, held: 2026-11-02}}\n  \
             - {{audit: special, planned: 2026-12-01}}\n"
        );
        assert_eq!(
            days(&rows)[2..],
            [
                "surveillance-1 2026-11-02 held",
                "surveillance-2 2028-06-01",
                "recertification 2029-05-31",
                "special 2026-12-01"
            ]
        );
        let years = of_years(&rows);
        assert_eq!(years[1..], ["surveillance-1 2026-05-12 2026-11-02", "surveillance-2 2026-11-02 2028-06-01"]);
    }

    #[test]
    fn one_that_was_missed_is_the_next_and_the_one_after_it_reads_its_time() {
        let rows = |rows: &str| format!("{CERTIFIED}surveillance: [{rows}]\n");
        let missed_in = |lines: &str| {
            with(lines, |aims, _| [missed(aims), next(aims)].map(|of| of.map(|(_, step, day)| (step, day.to_string()))))
        };
        let lines = rows("{audit: surveillance-1, planned: 2026-11-17}");
        let after = Some((Step::Surveillance2, "2028-06-01".to_owned()));
        assert_eq!(missed_in(&lines), [Some((Step::Surveillance1, "2026-11-17".to_owned())), after]);
        let years = of_years(&lines);
        assert_eq!(years[1..], ["surveillance-1 2026-05-12 2026-11-17", "surveillance-2 2026-05-12 2028-06-01"]);
        // On its day it is still to come.
        let lines = rows("{audit: surveillance-1, planned: 2026-11-20}");
        assert_eq!(missed_in(&lines), [None, Some((Step::Surveillance1, "2026-11-20".to_owned()))]);
        assert_eq!(of_years(&lines)[2..], ["surveillance-2 2026-11-20 2028-06-01"]);
        // A later one that was held took its place.
        let lines = rows("{audit: surveillance-1, planned: 2026-09-17}, {audit: surveillance-2, held: 2026-10-01}");
        assert_eq!(missed_in(&lines), [None, Some((Step::Recertification, "2029-05-31".to_owned()))]);
        let lines = rows("{audit: surveillance-1, planned: 2026-09-17}, {audit: special, held: 2026-10-01}");
        assert_eq!(missed_in(&lines)[0], Some((Step::Surveillance1, "2026-09-17".to_owned())));
    }

    #[test]
    fn before_a_decision_there_are_the_stages_alone() {
        assert_eq!(days("stage-2: 2027-02-01\n"), ["stage-2 2027-02-01"]);
        assert_eq!(of_years("stage-2: 2027-02-01\n"), ["stage-2 2026-02-01 2027-02-01"]);
        assert_eq!((days("state: planned\n"), with("state: planned\n", |aims, _| next(aims))), (vec![], None));
        assert_eq!(with(&format!("{CERTIFIED}state: withdrawn\n"), |aims, _| next(aims)), None);
    }

    #[test]
    fn days_that_contradict_each_other_turn_nothing_round() {
        let turned = "stage-2: 2026-05-12\ndecided: 2020-06-01\n";
        with(turned, |aims, _| assert!(years(aims).iter().all(|year| year.from < year.to)));
    }
}
