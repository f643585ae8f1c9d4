//! `soa-without-ground`: a statement of applicability that rests on no scope, or whose controls nobody answers for.

use crate::base::{plural, say, wording};
use crate::check::context::Context;
use crate::check::ids::is_slip;
use crate::check::plans::is_whole;
use crate::check::rule::{Report, Rule};
use crate::check::unsure::has_slip;
use crate::diag::{Level, Span};
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::soa::{Soa, SoaRow};
use crate::model::standing::Reviewed;

pub(super) static RULE: Rule = Rule {
    code: "AIMS341",
    name: "soa-without-ground",
    level: Level::Warning,
    clock: false,
    what: "A statement of applicability names no `scope` although there is one, or one of which another version took effect since the statement was last looked at; or answers to another edition of the annex (`annex-edition`) than the one followed; or rows of controls that apply have no `owner`, or no `implementation` where others have one, or name documents under `documents` that serve other requirements and not this control, each of which is told once. Nothing is asked of a draft.",
    why: "The statement holds for one scope and one edition of the annex (clause 6.1.3), and each control needs somebody who answers for it (clause 5.3, control A.3.2). With the scope the statement changes.",
    fix: "Name the scope in force under `scope`, and an owner and the `implementation` in each row. A document serves a control that it names under `controls`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    context.aims.written_soas.iter().for_each(|soa| look_at(context, soa, report));
}

fn look_at(context: &Context<'_>, soa: &Soa, report: &mut Report<'_>) {
    let document = context.aims.document(soa.document);
    if document.is_draft() {
        return;
    }
    let scope = context.living_of("scope").map(|(_, scope)| scope).find(|scope| !scope.is_draft());
    if let Some(scope) = scope.filter(|_| document.fields.lacks("scope")) {
        report.document(
            document,
            document.span_of("statement"),
            say!("{id} does not say on which scope it rests", id = document.id),
            say!("Add `scope: {scope}`, once you have seen that it answers to it.", scope = scope.id),
        );
    }
    moved_on(context, soa, document, report);
    if !is_whole(document, soa) {
        return;
    }
    let applicable: Vec<_> = soa.rows.iter().filter(|row| row.applies() && !is_slip(context.aims, soa, row)).collect();
    let without: Vec<_> =
        applicable.iter().filter(|row| row.owner.as_deref().is_none_or(|owner| owner.trim().is_empty())).collect();
    if let Some(first) = without.first() {
        report.document(
            document,
            first.control.span,
            plural!(
                without.len(),
                "{n} control of {all} that apply has no owner, the first is {first}",
                "{n} controls of {all} that apply have no owner, the first is {first}",
                all = applicable.len(),
                first = context.aims.catalog.name(&soa.id(first))
            ),
            say!("Say in each row who answers for the control: `owner: …`."),
        );
    }
    let (said, unsaid): (Vec<&SoaRow>, Vec<&SoaRow>) =
        applicable.iter().copied().partition(|row| row.implementation.is_some());
    if let Some(first) = unsaid.first().filter(|_| !said.is_empty()) {
        report.document(
            document,
            first.control.span,
            plural!(
                unsaid.len(),
                "{n} control of {all} that apply does not say how far it is put into practice: {first}",
                "{n} controls of {all} that apply do not say how far they are put into practice, the first is {first}",
                all = applicable.len(),
                first = context.aims.catalog.name(&soa.id(first))
            ),
            say!("Say it in each row: `implementation: planned`, `partial` or `done`."),
        );
    }
    strangers(context, soa, document, report);
}

/// Kinds that a row may well name and that say of a control what is still to be done, or why it is in.
const BESIDE: [&str; 4] = ["plan", "nonconformity", "risk", "objective"];

/// Tells of documents that rows name and that serve other requirements, and not the control of the row.
fn strangers(context: &Context<'_>, soa: &Soa, document: &Document, report: &mut Report<'_>) {
    let aims = context.aims;
    let is_stranger = |row: &SoaRow, ix: DocIx| {
        let named = aims.document(ix);
        let counts = named.tier().is_some() && !named.is_retired() && !BESIDE.contains(&named.counts_as());
        let control = soa.id(row);
        let mut served = aims.trace.served_by(ix).peekable();
        // What it serves may stand where its front matter has a slip.
        counts && !has_slip(aims, named) && served.peek().is_some() && !served.any(|served| served.key() == control)
    };
    let mut found: Vec<(&SoaRow, Span, DocIx)> = Vec::new();
    for row in soa.rows.iter().filter(|row| row.applies() && aims.trace.at(&soa.id(row)).is_some()) {
        let named = row.documents.iter().filter_map(|id| Some((id.span, aims.by_id(&id.value)?)));
        found.extend(named.filter(|(_, ix)| is_stranger(row, *ix)).map(|(span, ix)| (row, span, ix)));
    }
    let Some((row, span, ix)) = found.first() else { return };
    let (control, id) = (aims.catalog.name(&soa.id(row)), &aims.document(*ix).id);
    report.document(
        document,
        *span,
        plural!(
            found.len(),
            "{n} document in a row of {soa} serves other requirements and not the control of the row: {id} in that of {control}",
            "{n} documents in rows of {soa} serve other requirements and not the control of the row, the first is {id} in that of {control}",
            control,
            id,
            soa = document.id
        ),
        say!("Name {control} under `controls` in {id}, or the document that carries it out in the row.", control, id),
    );
}

/// Tells where the scope or the annex that a statement rests on is another by now.
fn moved_on(context: &Context<'_>, soa: &Soa, document: &Document, report: &mut Report<'_>) {
    let fields = &document.fields;
    let acted =
        context.aims.standing(soa.document).reviewed.filter(Reviewed::is_of_present).map(|reviewed| reviewed.day);
    let looked_at = acted.max(fields.date("reviewed")).max(fields.date("effective"));
    let scope = fields.text("scope").and_then(|id| context.aims.by_id(id)).map(|ix| context.aims.document(ix));
    if let (Some(looked_at), Some(scope)) = (looked_at, scope.filter(|scope| !scope.is_draft() && !scope.is_retired()))
        && let Some(since) = scope.fields.date("effective")
        && since > looked_at
        && since <= context.aims.today
    {
        report.document(
            document,
            document.span_of("scope"),
            say!(
                "{id} was last looked at on {day}, and {scope} changed with effect from {since}",
                id = document.id,
                day = wording::day(looked_at),
                scope = scope.id,
                since = wording::day(since)
            ),
            say!(
                "Go through the statement with the scope at hand, and change what has to change; `aims review {id}` puts on record that it was looked at.",
                id = document.id
            ),
        );
    }
    let standard = context.aims.catalog.standard(&soa.framework);
    let years = standard
        .zip(fields.text("annex-edition"))
        .and_then(|(standard, said)| Some((year(&standard.edition)?, year(said)?)));
    if let Some((followed, said)) = years.filter(|(followed, said)| followed != said) {
        report.document(
            document,
            document.span_of("annex-edition"),
            say!(
                "{id} answers to the annex of {said}, and the edition followed is of {followed}",
                id = document.id,
                said,
                followed
            ),
            say!("Compare it with the annex of the edition that is followed, and then say so."),
        );
    }
}

/// The year of an edition: `2023` of `ISO/IEC 42001:2023, Annex A`.
fn year(edition: &str) -> Option<&str> {
    let is_year = |part: &&str| part.len() == 4 && (part.starts_with("19") || part.starts_with("20"));
    edition.split(|c: char| !c.is_ascii_digit()).find(is_year)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(soa: &str, scope: &str) -> Vec<String> {
        let row = "  - {control: A.5.2, applicable: true, reason: r, owner: o}\n  - {control: A.5.3, applicable: false, reason: r}\n";
        let soa = format!("---\nid: SOA\nkind: soa\n{soa}statement:\n{row}---\n");
        let scope = format!("---\nid: SCO\nkind: scope\n{scope}---\n");
        only("soa-without-ground", &[("aims.toml", ""), ("c.md", &scope), ("s.md", &soa)])
    }

    #[test]
    fn a_statement_names_the_scope_that_is_there() {
        assert_eq!(found("", ""), ["s.md:5:3 SOA does not say on which scope it rests"]);
        for (soa, scope) in
            [("scope: SCO\n", ""), ("status: draft\n", ""), ("", "status: draft\n"), ("", "status: retired\n")]
        {
            assert!(found(soa, scope).is_empty(), "{soa}{scope}");
        }
    }

    #[test]
    fn controls_that_apply_have_an_owner() {
        let soa = "---\nid: SOA\nkind: soa\nstatement:\n  - {control: A.5.2, applicable: true, reason: r}\n---\n";
        let told = ["s.md:5:15 1 control of 1 that apply has no owner, the first is A.5.2"];
        assert_eq!(only("soa-without-ground", &[("aims.toml", ""), ("s.md", soa)]), told);
    }

    #[test]
    fn a_row_says_how_far_and_names_what_carries_its_control_out() {
        let found = |rows: &str| {
            let soa = format!("---\nid: SOA\nkind: soa\nstatement:\n{rows}---\n");
            let one = "---\nid: PRO-1\nkind: procedure\ncontrols: [A.5.2]\n---\nText.\n";
            let two = "---\nid: PRO-2\nkind: procedure\ncontrols: [A.6.2.4]\n---\nText.\n";
            let none = "---\nid: PRO-3\nkind: procedure\n---\nText.\n";
            let plan = "---\nid: PLN\nkind: plan\nclauses: [\"6.2\"]\n---\nText.\n";
            let files =
                [("aims.toml", ""), ("a.md", one), ("b.md", two), ("c.md", none), ("p.md", plan), ("s.md", &*soa)];
            only("soa-without-ground", &files)
        };
        let row = |control: &str, more: &str| {
            format!("  - {{control: {control}, applicable: true, reason: r, owner: o{more}}}\n")
        };
        let done = ", implementation: done";
        let told = ["s.md:6:15 1 control of 2 that apply does not say how far it is put into practice: A.5.3"];
        assert_eq!(found(&[row("A.5.2", done), row("A.5.3", "")].concat()), told);
        assert!(found(&row("A.5.2", "")).is_empty(), "no row says it");
        let told = [
            "s.md:5:73 1 document in a row of SOA serves other requirements and not the control of the row: PRO-2 in that of A.5.2",
        ];
        assert_eq!(found(&row("A.5.2", ", documents: [PRO-2]")), told);
        assert!(found(&row("A.5.2", ", documents: [PRO-1, PRO-3, PLN]")).is_empty());
    }

    #[test]
    fn what_a_slip_hides_is_not_missed() {
        let soa = "---\nid: SOA\nkind: soa\nstatement:\n  - {control: A.5.2, applicable: true, reason: r, owner: o, documents: [PRO-1]}\n---\n";
        let of = |keys: &str| {
            let text = format!("---\nid: PRO-1\nkind: procedure\nclauses: [\"8.1\"]\n{keys}---\nText.\n");
            only("soa-without-ground", &[("aims.toml", ""), ("a.md", &*text), ("s.md", soa)]).len()
        };
        assert_eq!(of(""), 1);
        for keys in ["contorls: [A.5.2]\n", "controls: {a: A.5.2}\n", "controls: [A.55.2]\n"] {
            assert_eq!(of(keys), 0, "{keys}");
        }
    }

    #[test]
    fn the_scope_and_the_annex_are_those_that_hold() {
        let looked_at = "scope: SCO\neffective: 2025-01-01\nreviewed: 2026-03-01\n";
        let told = ["s.md:4:8 SOA was last looked at on 2026-03-01, and SCO changed with effect from 2026-03-02"];
        assert_eq!(found(looked_at, "effective: 2026-03-02\n"), told);
        for scope in
            ["effective: 2026-03-01\n", "effective: 2026-12-01\n", "effective: 2026-03-02\nstatus: draft\n", ""]
        {
            assert!(found(looked_at, scope).is_empty(), "{scope}");
        }
        let told = ["s.md:5:16 SOA answers to the annex of 2019, and the edition followed is of 2023"];
        assert_eq!(found("scope: SCO\nannex-edition: ISO 42001:2019\n", ""), told);
        assert!(found("scope: SCO\nannex-edition: ISO/IEC 42001:2023\n", "").is_empty());
        assert!(found("scope: SCO\nannex-edition: first edition\n", "").is_empty());
    }
}
