//! `soa-unknown-control`: a row for a control that there is not.

use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::ids::{control_help, foreign_in, in_another, is_slip, is_untitled, meant_by};
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::catalog::split_req_id;
use crate::model::soa::{Soa, is_numbered_as, titled_as};

pub(super) static RULE: Rule = Rule {
    code: "AIMS304",
    name: "soa-unknown-control",
    level: Level::Warning,
    clock: false,
    what: "A row of the statement of applicability is for something that is no control of Annex A and has no `title`, is numbered as those are, or is of another framework, or has the title of another control: a slip, or a control of your own without its title or an id of its own.",
    why: "Clause 6.1.3 allows controls beyond Annex A, but nobody can tell what one without a title is. A slip leaves the control that was meant without its row, or with what was said of another.",
    fix: "Write the number as Annex A has it, `A.5.2`, or give your own control a `title`, and an id that is not numbered so: `OWN-1`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    context.aims.written_soas.iter().for_each(|soa| look_at(context, soa, report));
}

fn look_at(context: &Context<'_>, soa: &Soa, report: &mut Report<'_>) {
    let aims = context.aims;
    let document = aims.document(soa.document);
    for row in &soa.rows {
        let Some(id) = row.miswritten.as_deref() else { continue };
        let near = row.control.value.as_str();
        let (message, help) = match is_untitled(row) {
            true => (
                say!("`{id}` is no control of Annex A and has no `title`", id),
                say!("Did you mean `{near}`? A control of your own needs a `title` in its row.", near),
            ),
            false => (say!("`{id}` is no control of Annex A", id), say!("Did you mean `{near}`?", near)),
        };
        report.document(document, row.control.span, message, help);
    }
    let standard = aims.catalog.standard(&soa.framework);
    for (row, other) in soa.rows.iter().filter_map(|row| Some((row, titled_as(row, standard?)?))) {
        report.document(
            document,
            row.control.span,
            say!("the row of `{id}` has the title of `{other}`", id = row.control.value, other),
            say!("Mend the id or take the title out; and look for whose control the row says what it says."),
        );
    }
    let is_numbered = |id: &str| aims.catalog.standard(&soa.framework).is_some_and(|of| is_numbered_as(id, of));
    // Of several rows for one control the first is told here; the others are told as doubled.
    let is_first = |id: &str, span| id.is_empty() || soa.row(id).is_some_and(|first| first.control.span == span);
    for row in soa.rows.iter().filter(|row| is_slip(aims, soa, row) && is_first(&row.control.value, row.control.span)) {
        let id = row.control.value.as_str();
        let (message, help) = match (aims.catalog.standard(&soa.framework).and_then(|of| foreign_in(of, id)), meant_by(aims, soa, row)) {
            _ if id.is_empty() => {
                (say!("a row names no control").to_owned(), say!("Write the control's number: `A.5.2`.").to_owned())
            }
            _ if split_req_id(id).0.is_some_and(|of| aims.catalog.known_as(of).is_some()) => (
                say!("`{id}` is of another framework than this statement, which is for {framework}", id, framework = soa.framework),
                say!("Its row belongs into the statement for that framework, where that is followed.").to_owned(),
            ),
            (Some(what), _) => (say!("`{id}` is {what} and no control", id, what = what.said()), control_help(aims, &aims.catalog.name(&soa.id(row)), None).0),
            (None, near) if !is_untitled(row) && is_numbered(id) => (say!("`{id}` is no control of Annex A", id), own_number(near)),
            (None, _) if aims.trace.at(&soa.id(row)).is_none() && row.title.is_some() => (
                say!("`{id}` cannot be the id of a control", id),
                say!("The page of a control is named after its id: use letters, digits, `.`, `_` and `-` only, and no id that differs from another in letter case only.").to_owned(),
            ),
            (None, Some(near)) => (
                say!("`{id}` is no control of Annex A and has no `title`", id),
                say!("Did you mean `{near}`? A control of your own needs a `title` in its row.", near),
            ),
            (None, None) => (
                say!("`{id}` is no control of Annex A and has no `title`", id),
                say!("If it is a control of your own, add its `title` to the row.").to_owned(),
            ),
        };
        let help = match in_another(aims, id, |one| soa.framework == *one.id) {
            Some((of, _)) => say!(
                "It is of {short}. Where the statement is for that, say `framework: {framework}` in it, and let the settings follow it.",
                short = wording::known(&of.short),
                framework = &of.id
            ),
            None => help,
        };
        report.document(document, row.control.span, message, help);
    }
}

/// What to do about an id that is numbered as reference controls are, which is `near`est to one.
fn own_number(near: Option<&str>) -> String {
    let own = say!("A control of your own has an id that is not numbered as those of Annex A are: `OWN-1`.");
    near.map_or_else(|| own.to_owned(), |near| format!("{} {own}", say!("Did you mean `{near}`?", near)))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, check};

    fn soa(rows: &[(&str, &str)]) -> String {
        let row = |(id, more): &(&str, &str)| format!("  - {{control: {id}, applicable: true, reason: r{more}}}\n");
        let rows: String = rows.iter().map(row).collect();
        format!("---\nid: SOA-001\ntitle: S\nkind: soa\nstatement:\n{rows}---\n")
    }

    #[test]
    fn a_slip_a_clause_a_heading_and_nothing_are_told_at_the_id() {
        assert_one(
            "soa-unknown-control",
            &soa(&[("A.5.22", ""), ("6.1.4", ", title: T"), ("A.6", ""), ("''", ""), ("A.5.22", "")]),
            &[
                "6:15 `A.5.22` is no control of Annex A and has no `title`",
                "7:15 `6.1.4` is a clause and no control",
                "8:15 `A.6` is a heading of Annex A and no control",
                "9:15 a row names no control",
            ],
        );
    }

    #[test]
    fn a_number_with_other_signs_is_one_slip_and_read_as_what_it_means() {
        let text = soa(&[("A2.2", ", title: AI policy"), ("a.5.2", ""), ("A.5.3", ""), ("A-5-3", ", title: Own")]);
        let (found, _) = check(&[("aims.toml", ""), ("soa.md", &text)]);
        let of = |id: &str| found.iter().filter(|found| found.message.contains(id)).count();
        assert_eq!((of("`A2.2`"), of("`a.5.2`")), (1, 1), "{found:?}");
        assert_eq!((of("A2.2"), of("A.2.2,")), (1, 0), "{found:?}");
    }

    #[test]
    fn a_number_that_no_control_has_is_a_slip_with_a_title_too() {
        let text = soa(&[("A.2.9", ", title: AI policy"), ("A.11.1", ", title: Own"), ("A.5.2", "")]);
        let (found, _) = check(&[("aims.toml", ""), ("soa.md", &text)]);
        let of = |id: &str| {
            let naming = found.iter().filter(|found| found.message.contains(id));
            naming.map(|found| (found.code, found.help.as_deref().unwrap_or_default())).collect::<Vec<_>>()
        };
        assert_eq!(of("A.2.9"), [("AIMS304", "Did you mean `A.2.2`?")], "its title says which is meant");
        assert_eq!(of("`A.2.2`"), [], "it is read as that");
        let told = of("A.11.1");
        assert!(told.iter().any(|(code, help)| *code == "AIMS304" && help.contains("`OWN-1`")), "{told:?}");
    }

    #[test]
    fn where_one_control_alone_has_no_row_a_number_that_none_has_means_that() {
        let all = crate::model::catalog::Catalog::builtin().controls().map(|control| control.id.as_str());
        let rows = all.filter(|id| *id != "A.10.4").map(|id| (id, "")).chain([("A.2.77", ", title: Own")]);
        let rows: Vec<(&str, &str)> = rows.collect();
        let (found, _) = check(&[("aims.toml", ""), ("soa.md", &soa(&rows))]);
        let found = found.into_iter().find(|finding| finding.name == "soa-unknown-control").expect("a finding");
        assert!(found.help.is_some_and(|help| help.starts_with("Did you mean `A.10.4`?")));
    }

    #[test]
    fn an_own_control_whose_id_cannot_name_a_page_is_told() {
        assert_one(
            "soa-unknown-control",
            &soa(&[
                ("a.2.2", ", title: T"),
                ("../../x", ", title: T"),
                ("index", ", title: T"),
                ("OWN-1", ", title: T"),
            ]),
            &[
                "6:15 `a.2.2` is no control of Annex A",
                "7:15 `../../x` cannot be the id of a control",
                "8:15 `index` cannot be the id of a control",
            ],
        );
    }

    #[test]
    fn controls_of_annex_a_and_titled_ones_of_the_team_are_no_findings() {
        assert_one("soa-unknown-control", &soa(&[("A.5.2", ""), ("OWN-1", ", title: Own")]), &[]);
    }

    #[test]
    fn a_control_without_a_row_is_suggested_before_one_that_has_its_row() {
        let help = |slip: &str| {
            let text = soa(&[("A.5.2", ""), (slip, "")]);
            let (found, _) = check(&[("aims.toml", ""), ("a.md", &text)]);
            let found = found.into_iter().find(|finding| finding.name == "soa-unknown-control");
            found.and_then(|found| found.help).unwrap_or_default()
        };
        assert!(help("A.5.42").starts_with("Did you mean `A.") && !help("A.5.42").contains("`A.5.2`"));
        assert!(help("A.5.1").starts_with("It is of ISO/IEC 27001."));
        assert!(help("a.5.2").starts_with("Did you mean `A.5.2`?"));
        assert!(help("a control of ours").starts_with("If it is a control of your own"));
    }
}
