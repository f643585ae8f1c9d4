//! `soa-empty-reason`: a reason that is none.

use crate::base::{plural, say};
use crate::check::context::Context;
use crate::check::named::named_in;
use crate::check::reasons::{MANY, bare, is_empty, is_hollow};
use crate::check::rule::{Report, Rule};
use crate::diag::{Level, Span};
use crate::model::DocIx;
use crate::model::absent::is_absent;
use crate::model::catalog::{ReqId, split_req_id};
use crate::model::document::Document;
use crate::model::fields::Row;
use crate::model::soa::Soa;
use std::collections::{BTreeMap, BTreeSet};

pub(super) static RULE: Rule = Rule {
    code: "AIMS305",
    name: "soa-empty-reason",
    level: Level::Error,
    clock: false,
    what: "The reason in a row of the statement of applicability is empty or says nothing: `n/a`, `none`, `-`, `tbd`, `not applicable`. Of five or more it is told once. Of a statement with `status: draft` it is told once, as a warning, how many reasons are still to be given. A reason such as `best practice`, or the same one in five rows or more that name no risk, is told once, as a warning; ids, numbers and names of systems make it no other reason, and where rows name risks the same words in most of them are told too. So is a reason that names a risk which is not under `risks` of its row.",
    why: "Clause 6.1.3 asks for a justification of what is in and of what is left out. Exclusions with `n/a` are among the findings auditors raise most often.",
    fix: "Say why: the risk it treats, the law or contract behind it, or what about your systems makes it needless.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    context.aims.written_soas.iter().for_each(|soa| look_at(context, soa, report));
}

fn look_at(context: &Context<'_>, soa: &Soa, report: &mut Report<'_>) {
    let document = context.aims.document(soa.document);
    if document.is_draft() {
        return still_to_give(document, report);
    }
    // The rows as written: a reason that is an empty text has its place here only.
    let rows = document.fields.rows("statement");
    let empty: Vec<(&Row, &str, Span)> = rows
        .iter()
        .filter_map(|row| Some((row, row.cells.text("reason")?, row.cells.span("reason")?)))
        .filter(|(_, reason, _)| is_empty(reason))
        .collect();
    match empty.as_slice() {
        [(first, _, span), ..] if empty.len() >= MANY => {
            let (n, all) = (empty.len(), rows.len());
            let message = match control_of(context, soa, first) {
                Some(control) => {
                    say!("{n} of {all} reasons say nothing, the first is that of {control}", n, all, control)
                }
                None => say!("{n} of {all} reasons say nothing, the first is that of the first row", n, all),
            };
            let help = say!(
                "Say in each row why the control is in or out; until then the statement is a draft: `status: draft`."
            );
            report.document(document, *span, message, help);
        }
        few => few.iter().for_each(|(row, reason, span)| tell((context, soa), row, (reason, *span), report)),
    }
    said_again(context, document, report);
    against_the_row(context, soa, report);
}

/// Tells of a row whose reason says nothing.
/// What the control of a row is called: of the second framework that is followed by its name in full.
fn control_of(context: &Context<'_>, soa: &Soa, row: &Row) -> Option<String> {
    let written = row.cells.text("control")?;
    Some(match split_req_id(written) {
        (Some(other), _) if soa.framework != *other => written.to_owned(),
        (_, id) => context.aims.catalog.name(&ReqId::new(&soa.framework, id)),
    })
}

fn tell((context, soa): (&Context<'_>, &Soa), row: &Row, (reason, span): (&str, Span), report: &mut Report<'_>) {
    let document = context.aims.document(soa.document);
    let control = control_of(context, soa, row).unwrap_or_else(|| say!("this row").to_owned());
    let is_out = row.cells.flag("applicable") == Some(false);
    let message = match (is_out, bare(reason).is_empty()) {
        (true, true) => say!("there is no reason to leave {control} out", control),
        (true, false) => say!("`{reason}` is no reason to leave {control} out", reason, control),
        (false, true) => say!("there is no reason to have {control} in", control),
        (false, false) => say!("`{reason}` is no reason to have {control} in", reason, control),
    };
    let help = match is_out {
        true => {
            say!(
                "Say what makes it needless: what the risk assessment found, or what your systems and roles do not include."
            )
        }
        false => say!("Say what it answers to: a risk, a law, a contract, a policy."),
    };
    report.document(document, span, message, help);
}

/// Reasons that are given to row after row, and so to none, each told where it stands first.
fn said_again(context: &Context<'_>, document: &Document, report: &mut Report<'_>) {
    let names = Names::of(context);
    let mut rows: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    let mut alike: BTreeMap<String, Alike> = BTreeMap::new();
    let all = document.fields.rows("statement");
    for row in all {
        let (Some(reason), Some(span)) = (row.cells.text("reason"), row.cells.span("reason")) else { continue };
        if is_empty(reason) {
            continue;
        }
        let (whole, left) = (bare(reason), names.without(reason));
        // One risk or one decision may well stand behind several controls, if it is named.
        let is_named = !row.cells.lacks("risks");
        if !is_named || is_hollow(&whole) {
            rows.entry(whole.clone()).or_default().push(span);
        }
        if !left.is_empty() {
            let is_sentence = left.chars().count() > LEAD;
            let same = alike.entry(left).or_default();
            same.is_sentence = is_sentence;
            same.add(whole, span, is_named);
        }
    }
    let mut told: Vec<(Span, String)> = Vec::new();
    for (reason, spans) in rows {
        let says_nothing = is_hollow(&reason);
        let Some(first) = spans.first().filter(|_| says_nothing || spans.len() >= MANY) else { continue };
        let reason = document.written(*first).trim_matches(['"', '\'']);
        let message = plural!(
            spans.len(),
            "{n} row gives the reason `{reason}`, which tells none of them from the others",
            "{n} rows give the reason `{reason}`, which tells none of them from the others",
            reason
        );
        told.push((*first, message));
    }
    for same in alike.into_values().filter(|same| same.is_copied(all.len())) {
        let Some(first) = same.spans.first() else { continue };
        let reason = document.written(*first).trim_matches(['"', '\'']);
        let message = plural!(
            same.spans.len(),
            "{n} row gives a reason of the same words but for ids, numbers and names, the first is `{reason}`",
            "{n} rows give a reason of the same words but for ids, numbers and names, the first is `{reason}`",
            reason
        );
        told.push((*first, message));
    }
    for (first, message) in told {
        let help =
            say!("Say of each control what it answers to here: a risk, a law, a contract, what your systems are.");
        report.document(document, first, message, help);
        report.at(Level::Warning);
    }
}

/// How many letters the words have at most that only lead to an id.
const LEAD: usize = 15;

/// Rows whose reasons have the same words.
#[derive(Default)]
struct Alike {
    /// Where they stand.
    spans: Vec<Span>,
    /// How they are written.
    written: BTreeSet<String>,
    /// How many of them name no risk.
    unnamed: usize,
    /// Whether the words are more than those that lead to an id: `treats the risk`.
    is_sentence: bool,
}

impl Alike {
    fn add(&mut self, whole: String, span: Span, is_named: bool) {
        self.spans.push(span);
        self.written.insert(whole);
        self.unnamed += usize::from(!is_named);
    }

    /// Whether one sentence was copied with something else put in each time: what is the same throughout is told as such. Where
    /// risks are named, so is a sentence that stands in most of the rows.
    fn is_copied(&self, all: usize) -> bool {
        let is_most = self.is_sentence && self.spans.len() >= 2 * MANY && self.spans.len() * 2 > all;
        let is_told = self.written.len() == 1 && self.unnamed >= MANY;
        (is_most || (self.unnamed >= MANY && self.written.len() > 1)) && !is_told
    }
}

/// Names of systems, which a reason may have without saying more.
struct Names(Vec<String>);

impl Names {
    fn of(context: &Context<'_>) -> Self {
        let systems = context.aims.of_kind("system").into_iter();
        Self(systems.map(|(_, system)| system.title.to_lowercase()).filter(|title| !title.trim().is_empty()).collect())
    }

    /// A reason without ids, numbers and names of systems, blanks and signs.
    fn without(&self, reason: &str) -> String {
        let named = self.0.iter().fold(reason.to_lowercase(), |reason, name| reason.replace(name.as_str(), " "));
        let words = named.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '.' | '_')));
        let words = words.filter(|word| !word.contains(|c: char| c.is_ascii_digit()));
        words.flat_map(str::chars).filter(|c| c.is_alphanumeric()).collect()
    }
}

/// Tells of reasons that name a risk which their row does not hold.
fn against_the_row(context: &Context<'_>, soa: &Soa, report: &mut Report<'_>) {
    let aims = context.aims;
    let document = aims.document(soa.document);
    let this_row = || say!("this row").to_owned();
    let mut odd: Vec<(&Row, Span, &str)> = Vec::new();
    for row in document.fields.rows("statement").iter().filter(|row| !row.cells.lacks("risks")) {
        let (Some(reason), Some(span)) = (row.cells.text("reason"), row.cells.span("reason")) else { continue };
        let held: BTreeSet<DocIx> = row.cells.texts("risks").iter().filter_map(|id| aims.by_id(&id.value)).collect();
        let named = named_in(context, reason).documents;
        let other = named.into_iter().find(|ix| aims.document(*ix).is("risk") && !held.contains(ix));
        odd.extend(other.map(|ix| (row, span, aims.document(ix).id.as_str())));
    }
    let help = || say!("Name it under `risks` in the row, or mend the reason.");
    match odd.as_slice() {
        [(first, span, risk), ..] if odd.len() >= MANY => {
            let control = control_of(context, soa, first).unwrap_or_else(this_row);
            let message = say!(
                "{n} reasons name a risk that their row does not hold, the first is that of {control}, which names {risk}",
                n = odd.len(),
                control,
                risk
            );
            report.document(document, *span, message, help());
            report.at(Level::Warning);
        }
        few => {
            for (row, span, risk) in few {
                let control = control_of(context, soa, row).unwrap_or_else(this_row);
                let message = say!(
                    "the reason of {control} names {risk}, which the row does not hold under `risks`",
                    control,
                    risk
                );
                report.document(document, *span, message, help());
                report.at(Level::Warning);
            }
        }
    }
}

/// Of a draft: how many reasons are still to be given.
fn still_to_give(document: &Document, report: &mut Report<'_>) {
    let rows = document.fields.rows("statement");
    let open = || rows.iter().filter(|row| row.cells.text("reason").is_some_and(is_absent));
    let Some(first) = open().find_map(|row| row.cells.span("reason")) else { return };
    let message = say!("reasons still to be given: {n} of {all}", n = open().count(), all = rows.len());
    let help = say!("Say in each row why the control is in, or set `applicable: false` and say why it is left out.");
    report.document(document, first, message, help);
    report.at(Level::Warning);
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, only};

    fn soa(applicable: bool, reason: &str) -> String {
        format!(
            "---\nid: SOA-001\ntitle: S\nkind: soa\nstatement:\n  - {{control: A.5.2, applicable: {applicable}, reason: {reason}}}\n---\n"
        )
    }

    #[test]
    fn what_says_nothing_is_told_at_the_reason() {
        assert_one("soa-empty-reason", &soa(false, "N/A"), &["6:49 `N/A` is no reason to leave A.5.2 out"]);
        assert_one(
            "soa-empty-reason",
            &soa(true, "'Not applicable.'"),
            &["6:48 `Not applicable.` is no reason to have A.5.2 in"],
        );
        for reason in ["none", "'-'", "TBD", "n.a.", "'—'", "to be defined", "<why>", "'TODO: ask the board'"] {
            assert!(!only("soa-empty-reason", &[("a.md", &soa(true, reason))]).is_empty(), "{reason}");
        }
    }

    #[test]
    fn an_empty_text_is_told_too() {
        assert_one("soa-empty-reason", &soa(false, "''"), &["6:49 there is no reason to leave A.5.2 out"]);
        assert_one("soa-empty-reason", &soa(false, "' . '"), &["6:49 there is no reason to leave A.5.2 out"]);
    }

    #[test]
    fn reasons_and_missing_keys_are_no_findings() {
        assert_one("soa-empty-reason", &soa(false, "No system in scope learns from users"), &[]);
        assert_one("soa-empty-reason", &soa(false, "None of the systems in scope learns"), &[]);
        assert_one("soa-empty-reason", &soa(false, "n/a").replace(", reason: n/a", ""), &[]);
    }

    #[test]
    fn a_reason_for_everything_is_none() {
        let told = ["6:48 1 row gives the reason `Best practice.`, which tells none of them from the others"];
        assert_one("soa-empty-reason", &soa(true, "Best practice."), &told);
        let rows = |n: usize, risks: &str| {
            let row = |i: usize| format!("  - {{control: A.6.2.{i}, applicable: true, reason: We need it{risks}}}\n");
            format!("---\nid: SOA\nkind: soa\nstatement:\n{}---\n", (2..n + 2).map(row).collect::<String>())
        };
        let told = ["5:50 5 rows give the reason `We need it`, which tells none of them from the others"];
        assert_one("soa-empty-reason", &rows(5, ""), &told);
        assert_one("soa-empty-reason", &rows(4, ""), &[]);
        assert_one("soa-empty-reason", &rows(5, ", risks: [RSK-1]"), &[]);
    }

    #[test]
    fn a_sentence_with_something_else_put_in_each_time_is_the_same() {
        let rows = |n: usize, reason: &dyn Fn(usize) -> String| {
            let row = |i: usize| format!("  - {{control: A.6.2.{i}, applicable: true, {}}}\n", reason(i));
            format!("---\nid: SOA\nkind: soa\nstatement:\n{}---\n", (1..=n).map(row).collect::<String>())
        };
        let told = |n: usize, reason: &str| {
            format!(
                "5:50 {n} rows give a reason of the same words but for ids, numbers and names, the first is `{reason}`"
            )
        };
        let varied = |i: usize| format!("reason: 'Needed for our systems, RSK-00{i}'");
        assert_one("soa-empty-reason", &rows(5, &varied), &[&told(5, "Needed for our systems, RSK-001")]);
        assert_one("soa-empty-reason", &rows(4, &varied), &[]);
        let held = |i: usize| format!("{}, risks: [RSK-00{i}]", varied(i));
        assert_one("soa-empty-reason", &rows(9, &held), &[]);
        assert_one("soa-empty-reason", &rows(10, &held), &[&told(10, "Needed for our systems, RSK-001")]);
    }

    #[test]
    fn a_reason_names_no_risk_that_its_row_does_not_hold() {
        let found = |reason: &str, risks: &str| {
            let row = format!("  - {{control: A.6.2.2, applicable: true, reason: {reason}{risks}}}\n");
            let soa = format!("---\nid: SOA\nkind: soa\nstatement:\n{row}---\n");
            let risk = |id: &str| format!("---\nid: {id}\nkind: risk\n---\n");
            let (one, two) = (risk("RSK-1"), risk("RSK-2"));
            only("soa-empty-reason", &[("aims.toml", ""), ("a.md", &soa), ("r.md", &one), ("s.md", &two)])
        };
        let told = "a.md:5:50 the reason of A.6.2.2 names RSK-2, which the row does not hold under `risks`";
        assert_eq!(found("It answers RSK-2", ", risks: [RSK-1]"), [told]);
        assert!(found("It answers RSK-1", ", risks: [RSK-1]").is_empty());
        assert!(found("It answers RSK-2", "").is_empty(), "the row holds none, which is another question");
    }

    #[test]
    fn of_a_draft_it_is_told_how_many_are_open() {
        let draft = |reason| soa(false, reason).replace("kind:", "status: draft\nkind:");
        assert_one("soa-empty-reason", &draft("n/a"), &["7:49 reasons still to be given: 1 of 1"]);
        assert_one("soa-empty-reason", &draft("No system in scope learns"), &[]);
    }

    #[test]
    fn of_many_it_is_told_once() {
        let rows = |n: usize| {
            let row = |i: usize| format!("  - {{control: A.6.2.{i}, applicable: true, reason: 'TODO: why'}}\n");
            format!(
                "---\nid: SOA\nkind: soa\nstatus: approved\nstatement:\n{}---\n",
                (2..n + 2).map(row).collect::<String>()
            )
        };
        assert_one("soa-empty-reason", &rows(5), &["6:50 5 of 5 reasons say nothing, the first is that of A.6.2.2"]);
        let found = only("soa-empty-reason", &[("a.md", &rows(4))]);
        assert_eq!(found.len(), 4);
    }
}
