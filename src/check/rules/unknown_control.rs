//! `unknown-control`: a document names a control that there is not.

use crate::base::{say, unlike};
use crate::check::context::Context;
use crate::check::ids::{self, Controls, behind_name, control_help, foreign, is_area, is_control, looks_at, named};
use crate::check::rule::{Report, Rule};
use crate::diag::{Fix, Level, Span, Spanned};
use crate::model::Aims;
use crate::model::kinds::FieldType;

pub(super) static RULE: Rule = Rule {
    code: "AIMS212",
    name: "unknown-control",
    level: Level::Error,
    clock: false,
    what: "`controls`, in front matter or in a row of it, names something that is neither a control of Annex A nor an own control in the statement of applicability.",
    why: "The trail from a control to what is done about it runs through these ids (clauses 6.1.3 and 8.1). A slip leaves the control that was meant without its policy, procedure or evidence.",
    fix: "Write the control's number, as in `A.5.2`. A control of your own first needs a row with a `title` in the statement of applicability.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let aims = context.aims;
    let mut controls = Controls::of(aims);
    for (_, document) in context.living() {
        let named = named(aims, document, FieldType::Controls);
        let mut told = 0;
        for (place, (key, id)) in named.iter().enumerate() {
            if place < told {
                continue;
            }
            if let Some((written, whole, span)) = parted(aims, &named[place..]) {
                told = place + written.split(',').count();
                report.document(
                    document,
                    span,
                    say!("there is no control `{id}`", id = written),
                    say!("Did you mean `{near}`?", near = &whole),
                );
                report.fixes(&[Fix::meant(span, whole)]);
                continue;
            }
            let written = aims.in_full(document, (key, &id.value));
            let is_known = is_control(aims, &written) || (looks_at(key) && is_area(aims, &id.value));
            if is_known || report.unsure.may_state(&id.value) {
                continue;
            }
            let message = match foreign(aims, &id.value) {
                _ if id.value.is_empty() => say!("`{key}` holds an empty id", key),
                Some(what) => {
                    say!("`{key}` names `{id}`, which is {what} and no control", key, id = id.value, what = what.said())
                }
                None => say!("there is no control `{id}`", id = written),
            };
            let (help, meant) = match unlike::meant(&id.value, |plain| is_control(aims, plain)) {
                Some((plain, told)) => (told.to_string(), Some(plain)),
                None => match behind_name(aims, &written) {
                    Some(Ok(meant)) if is_control(aims, &meant) => {
                        (say!("Did you mean `{near}`?", near = &meant), Some(meant))
                    }
                    Some(Ok(written)) => control_help(aims, &written, controls.nearest(&written).as_deref()),
                    Some(Err(help)) => (help, None),
                    None => control_help(aims, &id.value, controls.nearest(&id.value).as_deref()),
                },
            };
            report.document(document, id.span, message, help);
            report.fixes(meant.map(|near| ids::in_place_of(id, &near)).as_slice());
        }
    }
}

/// The control at the beginning of these ids in which a comma stands for a full stop, `A.2,4`: as it is written, as it is
/// meant, and where it stands.
fn parted(aims: &Aims, named: &[(String, &Spanned<String>)]) -> Option<(String, String, Span)> {
    let ((key, first), rest) = named.split_first()?;
    let mut found = None;
    let (mut written, mut whole, mut span) = (first.value.clone(), first.value.clone(), first.span);
    for (of, part) in rest.iter().take(3) {
        let is_number = (1..3).contains(&part.value.len()) && part.value.bytes().all(|byte| byte.is_ascii_digit());
        let is_next = part.span.start.checked_sub(span.end).is_some_and(|between| (1..3).contains(&between));
        if of != key || !is_number || !is_next {
            break;
        }
        (written, whole) = (format!("{written},{}", part.value), format!("{whole}.{}", part.value));
        span.end = part.span.end;
        if is_control(aims, &whole) && !is_control(aims, &first.value) {
            found = Some((written.clone(), whole.clone(), span));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{check, only};

    const SOA: (&str, &str) = (
        "soa.md",
        "---\nid: SOA-001\ntitle: S\nkind: soa\nstatement:\n  - {control: OWN-1, title: Own, applicable: true, reason: r}\n---\n",
    );

    fn document(controls: &str) -> String {
        format!("---\nid: P\ntitle: T\nkind: policy\ncontrols: {controls}\n---\n")
    }

    fn help(controls: &str) -> String {
        let (found, _) = check(&[("aims.toml", ""), ("a.md", &document(controls)), SOA]);
        let found = found.into_iter().find(|finding| finding.name == "unknown-control");
        found.and_then(|finding| finding.help).unwrap_or_default()
    }

    #[test]
    fn a_letter_that_looks_like_another_is_named() {
        assert_eq!(help("[\u{410}.2.2]"), "It begins with a Cyrillic letter (U+0410). Write `A.2.2`.");
        assert_eq!(help("[A.2.\u{200b}2]"), "After `A.2.` stands a space without width (U+200B). Write `A.2.2`.");
    }

    #[test]
    fn an_unknown_control_is_told_at_its_id() {
        let text = document("[A.5.2, A.5.22, 6.1.4, A.6]");
        assert_eq!(
            only("unknown-control", &[("aims.toml", ""), ("a.md", &text)]),
            [
                "a.md:5:19 there is no control `A.5.22`",
                "a.md:5:27 `controls` names `6.1.4`, which is a clause and no control",
                "a.md:5:34 `controls` names `A.6`, which is a heading of Annex A and no control",
            ]
        );
    }

    #[test]
    fn a_number_that_is_none_is_not_guessed_at() {
        assert_eq!(help("[A.4.22]"), "Did you mean `A.4.2`?");
        assert_eq!(help("[A.4.9]"), "A.4 has the controls `A.4.2`, `A.4.3`, `A.4.4`, `A.4.5`, `A.4.6`.");
        assert_eq!(
            help("[A.6.2.9]"),
            "A.6.2 has the controls `A.6.2.2`, `A.6.2.3`, `A.6.2.4`, `A.6.2.5`, `A.6.2.6`, `A.6.2.7`, `A.6.2.8`."
        );
        assert!(help("[A.6.2.10]").starts_with("A.6.2 has the controls `A.6.2.2`,"));
        assert!(help("[A.6.2.*]").starts_with("Name the controls below it: A.6.2.2, A.6.2.3,"));
        assert_eq!(help("[A.12.3]"), "Annex A has the areas A.2, A.3, A.4, A.5, A.6, A.7, A.8, A.9, A.10.");
    }

    #[test]
    fn a_range_is_told_as_one_and_nothing_of_it_is_dropped() {
        for written in ["[A.2.2 - A.2.4, A.3.2]", "A.2.2–A.2.4", "['A.2.2 to A.2.4']", "\n  - A.2.2 bis A.2.4"] {
            let text = document(written);
            let (found, _) = check(&[("aims.toml", ""), ("a.md", &text), SOA]);
            let code = |code: &str| found.iter().filter(|finding| finding.code == code).count();
            assert_eq!((code("AIMS108"), code("AIMS212")), (0, 1), "{written}");
            let found = found.iter().find(|finding| finding.code == "AIMS212").expect("the finding");
            let told = "That is a range, and ranges are not read. Write each as an item of its own: `A.2.2`, `A.2.3`, `A.2.4`.";
            assert_eq!(found.help.as_deref(), Some(told), "{written}");
            let mended = found.fixes.iter().map(|fix| fix.replacement.as_str()).collect::<Vec<_>>();
            assert!(mended.iter().all(|mended| mended.contains("A.2.2, A.2.3, A.2.4")), "{mended:?}");
        }
    }

    #[test]
    fn several_in_one_text_are_each_an_item_of_their_own() {
        for written in ["A.2.2 A.5.2", "A.2.2 and A.5.2", "A.2.2 / A.5.2", "(A.2.2 & A.5.2)"] {
            assert_eq!(help(written), "Write each control as an item of its own: `A.2.2`, `A.5.2`.", "{written}");
        }
        assert_eq!(help("A.2.2 policy"), "Did you mean `A.2.2`?");
    }

    #[test]
    fn a_comma_for_a_full_stop_is_one_slip() {
        for (written, told) in [("[A.2,4]", "A.2,4"), ("[A.5.2, A.6, 2,3]", "A.6,2,3"), ("A.2,4", "A.2,4")] {
            let text = document(written);
            let (found, _) = check(&[("aims.toml", ""), ("a.md", &text), SOA]);
            let found: Vec<_> = found.iter().filter(|finding| finding.name == "unknown-control").collect();
            let [only] = found.as_slice() else { panic!("{written}: {found:?}") };
            assert_eq!(only.message, format!("there is no control `{told}`"));
            assert_eq!(only.fixes[0].replacement, told.replace(',', "."));
        }
        assert_eq!(help("[A.2.2, 4]"), "Name clauses under `clauses`: `clauses: [4]`.");
    }

    #[test]
    fn controls_in_rows_are_looked_at_too() {
        let plan = "---\nid: P\ntitle: T\nkind: plan\ntreatments:\n  - {risk: R, option: reduce, action: a, controls: [A.5.2, A.99.1]}\n---\n";
        assert_eq!(
            only("unknown-control", &[("aims.toml", ""), ("a.md", plan)]),
            ["a.md:6:60 there is no control `A.99.1`"]
        );
    }

    #[test]
    fn own_controls_of_the_statement_and_retired_documents_are_no_findings() {
        let retired = document("[OWN-2]").replace("kind:", "status: retired\nkind:");
        let files = [("aims.toml", ""), ("a.md", &document("[OWN-1, A.2.2]")), ("b.md", &retired), SOA];
        assert!(only("unknown-control", &files).is_empty());
    }

    #[test]
    fn the_help_says_what_may_be_meant() {
        assert_eq!(help("a.5.2"), "Did you mean `A.5.2`?");
        assert_eq!(help("OWN-2"), "Did you mean `OWN-1`?");
        assert_eq!(help("6.1.4"), "Name clauses under `clauses`: `clauses: [6.1.4]`.");
        assert_eq!(help("A.2"), "Name the controls below it: A.2.2, A.2.3, A.2.4.");
        assert!(help("something quite different").starts_with("Name a control of Annex A"));
    }
}
