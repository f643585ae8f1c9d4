//! What has to be done every year of the cycle, and what of it is on record, for the standard that a certification is by.

use crate::approval::record::ActKind;
use crate::approval::{Act, Counts};
use crate::base::{Date, mark, say, wording};
use crate::model::DocIx;
use crate::model::catalog::{ISO_42001, ReqId, Standard};
use crate::model::certification::{Year, standard_of};
use crate::model::document::Document;
use crate::model::standing::Basis;
use crate::model::trace::Requirement;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::pages::sections::Section;
use crate::site::parts::{and_more, quietly};
use crate::site::view::{Cell, Part, Sign, Table};
use crate::site::worded::phrase;

/// How many documents one row names.
pub(super) const MOST: usize = 12;

/// Documents that are neither drafts nor retired nor translations.
pub(super) fn living<'a>(shared: &'a Shared<'_>, kind: &str) -> Vec<(DocIx, &'a Document)> {
    let mut all = shared.aims.of_kind(kind);
    all.retain(|(_, of)| !of.is_retired() && !of.is_draft() && of.translates.is_none());
    all
}

/// Whether a day lies in the year and has come.
pub(super) fn counts(shared: &Shared<'_>, year: &Year, day: Date) -> bool {
    year.has(day) && day <= shared.today()
}

/// Records of a kind by which something was done: what happened and what people said as soon as somebody writes it down, all
/// else when the record is finished and has the approval that is asked of it, and a change when it was decided.
pub(super) fn recorded<'a>(shared: &'a Shared<'_>, kind: &str) -> Vec<(DocIx, &'a Document)> {
    let mut all = living(shared, kind);
    let stands = |ix: DocIx, of: &Document| of.is_finished_record() && shared.aims.standing(ix).approval.is_met();
    let is_decided = |of: &Document| matches!(of.fields.text("state"), Some("approved" | "done" | "rejected"));
    all.retain(|(ix, of)| match kind {
        "incident" | "concern" => true,
        "change" => stands(*ix, of) && is_decided(of),
        _ => stands(*ix, of),
    });
    all
}

/// A day on which something was done, and by which document.
struct Done {
    day: Date,
    by: DocIx,
    /// Whether nothing but the text itself says so.
    said: bool,
}

impl Done {
    fn on_record((day, by): (Date, DocIx)) -> Self {
        Self { day, by, said: false }
    }
}

/// What has to be done every year by ISO/IEC 42001, what it is called by another standard that asks for it, and the kind of
/// record that shows it, or the clause whose evidence does.
const YEARLY: [(&str, Option<&str>, &str); 6] = [
    (mark!("Internal audit"), Some(mark!("Internal audit")), "audit"),
    (mark!("Management review"), Some(mark!("Management review")), "management-review"),
    (mark!("AI risks assessed again"), Some(mark!("Risks assessed again")), "risk-assessment"),
    (mark!("Impacts of AI systems assessed again"), None, "impact-assessment"),
    (mark!("Competence judged"), Some(mark!("Competence judged")), "competence"),
    (mark!("Performance measured"), Some(mark!("Performance measured")), PERFORMANCE),
];

/// The clause on measuring.
const PERFORMANCE: &str = "9.1";

/// The clause that calls for a policy.
const POLICY: &str = "5.2";

/// What an audit asks after every year, and only events bring about: that there is none on record is no gap.
const ASKED_AFTER: [(&str, &str); 2] =
    [(mark!("Concerns and complaints"), "concern"), (mark!("Changes decided"), "change")];

/// The same of documents that are kept current: they were read again.
const READ_AGAIN: [(&str, &str, &str); 4] = [
    (mark!("AI policy reviewed"), mark!("Policy reviewed"), "policy"),
    (mark!("Scope reviewed"), mark!("Scope reviewed"), "scope"),
    (mark!("Statement of applicability reviewed"), mark!("Statement of applicability reviewed"), "soa"),
    (mark!("Objectives measured or reviewed"), mark!("Objectives measured or reviewed"), "objective"),
];

/// The standard for which a year is counted, and whether it is the one that the certification is by.
fn standard<'a>(shared: &'a Shared<'_>, year: &Year) -> (&'a Standard, bool) {
    standard_of(shared.aims, shared.aims.document(year.certification))
}

/// For which standard the table counts, where that goes without saying no more.
fn counted_for(shared: &Shared<'_>, year: &Year) -> Option<String> {
    let (standard, is_its) = standard(shared, year);
    let is_said = shared.aims.document(year.certification).fields.lacks("standard");
    let standard = wording::known(&standard.short);
    match is_its || is_said {
        true => (shared.aims.catalog.standards().len() > 1).then(|| say!("Counted for {standard}.", standard)),
        false => Some(say!("Counted for {standard}: the standard of the certificate is not followed here.", standard)),
    }
}

pub(super) fn yearly(shared: &Shared<'_>, link: Linker<'_>, year: &Year) -> Section {
    let mut section = Section::new("musts", say!("What is done every year"))
        .intro(say!("By the day that a record gives, or the day of an act or version on record. Whether it was done well, people judge."))
        .intro(say!("“Only said” is what a text says of itself, where no act or version on record bears it out."));
    section.intro.extend(counted_for(shared, year).map(|said| vec![Part::text(said)]));
    section.with_table(musts(shared, link, year), "")
}

fn musts(shared: &Shared<'_>, link: Linker<'_>, year: &Year) -> Option<Table> {
    let mut table = Table::new(say!("What is done every year"), &["What:main", "Done", "By what:text"]);
    let parts = parts(shared, year);
    for part in &parts {
        let (step, from, to) = (wording::of(part.step.title()), wording::day(part.first()), wording::day(part.to));
        if parts.len() > 1 {
            table.group(format!("{step}: {}", say!("{from} to {to}", from, to)));
        }
        done_in(shared, link, part, &mut table);
    }
    table.row(None, use_of_mark(shared, link, year));
    table.some()
}

/// The times of a year in each of which all has to be done: one, but for a recertification, that reads all surveillances again.
fn parts(shared: &Shared<'_>, year: &Year) -> Vec<Year> {
    let is_within = |part: &&Year| year.from <= part.from && part.to < year.to;
    let held = shared.years_of_cycle.iter().filter(|part| part.held && part.certification == year.certification);
    let mut parts: Vec<Year> = held.filter(is_within).copied().collect();
    parts.push(Year { from: parts.last().map_or(year.from, |last| last.to), ..*year });
    parts
}

fn done_in(shared: &Shared<'_>, link: Linker<'_>, year: &Year, table: &mut Table) {
    let (aims, standard) = (shared.aims, standard(shared, year).0);
    let clause = |id: &str| aims.trace.at(&ReqId::new(&standard.id, standard.number_of(id)));
    let is_ai = standard.id == *ISO_42001;
    for (by_ai, by_other, kind) in YEARLY {
        let Some(what) = (if is_ai { Some(by_ai) } else { by_other }) else { continue };
        let dated = recorded(shared, kind).into_iter().filter(|(ix, _)| aims.is_of(*ix, &standard.id));
        let of_kind = dated.filter_map(|(ix, of)| Some((of.fields.date("date")?, ix)));
        let of_kind = of_kind.filter(|(day, _)| counts(shared, year, *day)).map(Done::on_record);
        let of_clause = clause(kind).into_iter().flat_map(|clause| shown(shared, year, clause));
        let done = of_kind.chain(of_clause).collect();
        table.row(None, must(link, wording::of(what), done, missing(shared, year)));
    }
    let stated = |kind: &str| kind != "soa" || !standard.controls.is_empty();
    for (by_ai, by_other, kind) in READ_AGAIN.into_iter().filter(|(.., kind)| stated(kind)) {
        let serves = |ix: DocIx| match kind {
            "policy" => clause(POLICY).is_some_and(|of| of.documents().any(|other| other == ix)),
            _ => aims.is_of(ix, &standard.id),
        };
        let of_kind = living(shared, kind).into_iter().filter(|(ix, _)| serves(*ix));
        let done = of_kind.filter_map(|(ix, of)| read_again(shared, year, ix, of));
        let what = wording::of(if is_ai { by_ai } else { by_other });
        table.row(None, must(link, what, done.collect(), missing(shared, year)));
    }
    for (what, kind) in ASKED_AFTER {
        let dated = recorded(shared, kind).into_iter().filter_map(|(ix, of)| Some((of.fields.date("date")?, ix)));
        let done = dated.filter(|(day, _)| counts(shared, year, *day)).map(Done::on_record);
        let none = Sign::new("undated", say!("None on record"));
        table.row(None, must(link, wording::of(what), done.collect(), none));
    }
}

/// What shows a clause in a year: the newest in it of all that each document shows, one that was retired since too. What has no
/// days of its own shows it when it was read again.
fn shown(shared: &Shared<'_>, year: &Year, clause: &Requirement) -> Vec<Done> {
    let aims = shared.aims;
    let names = |of: &Document| of.translates.is_none() && aims.named_in(of).contains(&clause.key());
    let retired = aims.iter().filter(|(_, of)| of.is_retired() && names(of));
    let all = clause.evidence.iter().map(|(ix, day)| (*ix, Some(*day))).chain(retired.map(|(ix, _)| (ix, None)));
    let newest = |(ix, day): (DocIx, Option<Date>)| {
        let document = aims.document(ix);
        let days = document.shown().1;
        if days.is_empty() && day.is_some() && document.is_kept_current() {
            return read_again(shared, year, ix, document);
        }
        let newest = days.into_iter().chain(day).filter(|day| counts(shared, year, *day)).max()?;
        Some(Done::on_record((newest, ix)))
    };
    all.filter_map(newest).collect()
}

/// How the mark of the certification is used, which no document shows: who is asked.
fn use_of_mark(shared: &Shared<'_>, link: Linker<'_>, year: &Year) -> Vec<Cell> {
    let owner = shared.aims.document(year.certification).fields.text("owner").and_then(|owner| link.person(owner));
    let who = owner.unwrap_or_else(|| Part::text(say!("whoever answers for the certificate")));
    let answer = phrase!(
        "People answer, not documents, and first {who}: where the mark and the certificate are shown, that they say no more than the scope does, and that no AI system is called certified.",
        who
    );
    vec![say!("Use of the certification mark").into(), Cell::default(), answer.into()]
}

/// What is told of what has to be on record and is not.
fn missing(shared: &Shared<'_>, year: &Year) -> Sign {
    match year.held || year.to < shared.today() {
        true => Sign::new("gap", say!("Not on record")),
        false => Sign::new("due", say!("Still to do")),
    }
}

/// The last day in the year on which a document was read again: by an act that counts or counted, a version that came into
/// force or a measurement; where there is none of these, by what its text says.
fn read_again(shared: &Shared<'_>, year: &Year, ix: DocIx, document: &Document) -> Option<Done> {
    let is_of_year = |day: &Date| counts(shared, year, *day);
    let judged = |act: &Act| {
        let record = act.record.as_ref().ok().filter(|_| !matches!(act.standing, Counts::No(_)))?;
        (record.act != ActKind::Acknowledgement).then_some(record.date)
    };
    let acts = shared.approvals.acts_of(ix).filter_map(|(_, act)| judged(act));
    let is_claimed = shared.aims.standing(ix).approval.is_only_said();
    let began = |of_word: bool| {
        let tenures = shared.approvals.tenures(ix).iter();
        tenures.filter(move |tenure| (tenure.stated || is_claimed) == of_word).filter_map(|tenure| tenure.from)
    };
    // What is still being written or judged has not said anything yet.
    let is_written = !document.is_unfinished();
    let rows = document.fields.rows("measurements").iter().filter(|_| is_written);
    let measured = rows.filter_map(|row| row.cells.date("date"));
    let last = shared.aims.last_review(ix);
    let by_act = last.filter(|last| matches!(last.by, Basis::Review | Basis::Approval)).map(|last| last.day);
    if let Some(day) = acts.chain(began(false)).chain(measured).chain(by_act).filter(is_of_year).max() {
        return Some(Done::on_record((day, ix)));
    }
    let claim = last.filter(|last| is_written && last.by == Basis::Claim).map(|last| last.day);
    let day = began(true).chain(claim).filter(is_of_year).max()?;
    Some(Done { day, by: ix, said: true })
}

/// A row: what is done, on record by these, the newest first; or what is told where there is none, or nothing but a text says
/// so.
fn must(link: Linker<'_>, what: &str, mut done: Vec<Done>, none: Sign) -> Vec<Cell> {
    done.sort_by_key(|of| (std::cmp::Reverse(of.day), of.by));
    let sign = match (done.is_empty(), done.iter().all(|of| of.said)) {
        (true, _) => none,
        (false, true) => Sign::new("undated", say!("Only said")),
        (false, false) => Sign::new("evidenced", say!("On record")),
    };
    let mut parts = Vec::new();
    for of in done.iter().take(MOST) {
        parts.extend((!parts.is_empty()).then(|| Part::text(", ")));
        parts.extend([link.document(of.by), Part::text(" ")]);
        match of.said {
            true => parts.extend(quietly(phrase!("says {day}", day = Part::date(of.day)))),
            false => parts.push(Part::date(of.day)),
        }
    }
    parts.extend(and_more(done.len(), MOST));
    vec![what.into(), Part::sign(sign).into(), parts.into()]
}
