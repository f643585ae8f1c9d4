//! `requirement-unclear`: what a nonconformity or a finding says is not met, and cannot be told from an amount or is of another
//! standard, or has the form of an id that nothing has.

use crate::base::say;
use crate::base::text::did_you_mean;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::document::Document;
use crate::model::fields::Fields;
use crate::model::not_met::Unread;

pub(super) static RULE: Rule = Rule {
    code: "AIMS748",
    name: "requirement-unclear",
    level: Level::Note,
    clock: false,
    what: "`requirement` of a nonconformity or of an audit finding has the number of a clause that may as well be an amount, the id of a control or clause behind the name of a standard that is not followed or has none such, or what has the form of an id and is that of nothing here. It counts against none of yours.",
    why: "What is open against a requirement takes its top rung from it. Nobody guesses which one is meant.",
    fix: "Write `clause` before the number, or the id in full, `iso-42001:5.2`. Where it is an amount, write its unit; where the other standard is meant, nothing is to be done. Write an id that nothing has as it stands in the catalogue, or name the document.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, record) in context.living_of("nonconformity").filter(|(_, record)| !record.is_closed()) {
        look(context, record, &record.fields, report);
    }
    for (_, audit) in context.living_of("audit") {
        for row in audit.fields.rows("findings").iter().filter(|row| !row.is_settled()) {
            look(context, audit, &row.cells, report);
        }
    }
}

fn look(context: &Context<'_>, document: &Document, fields: &Fields, report: &mut Report<'_>) {
    let (Some(text), Some(span)) = (fields.text("requirement"), fields.span("requirement")) else { return };
    let unread = context.aims.not_met(text).unread;
    // Of a text that is full of them nobody needs to know what each may be.
    let are_few = unread.len() <= 5;
    for unread in unread {
        let (message, help) = match unread {
            Unread::Amount(id) => (
                say!("`{id}` in `requirement` may be an amount, and counts against no clause", id),
                say!("Write `clause {id}` where that is meant, else the unit behind it.", id),
            ),
            Unread::Unknown(id) => (
                say!("`{id}` in `requirement` is no control, clause or document here, and counts against nothing", id),
                match are_few.then(|| nearest(context, id)).flatten() {
                    Some(near) => say!("Did you mean `{near}`?", near),
                    None => say!(
                        "Write the id of what is not met: `aims explain controls` and `aims explain clauses` list them."
                    )
                    .to_owned(),
                },
            ),
            Unread::Elsewhere(id) => (
                say!("`{id}` in `requirement` is of a standard that is not followed or has none such", id),
                say!(
                    "Where one of yours is meant, write its id in full, such as `{whole}`.",
                    whole = whole(context, id)
                ),
            ),
        };
        report.document(document, span, message, help);
    }
}

/// The id of a control, clause or document that may be meant.
fn nearest<'c>(context: &Context<'c>, id: &str) -> Option<&'c str> {
    let trace = &context.aims.trace;
    let requirements = trace.controls().chain(trace.clauses()).map(|of| of.name.as_str());
    did_you_mean(id, requirements.chain(context.aims.iter().map(|(_, document)| document.id.as_str())))
}

/// The id as the framework followed first would have it.
fn whole(context: &Context<'_>, id: &str) -> String {
    let id = id.rsplit(':').next().unwrap_or(id);
    context.aims.trace.get(id).map_or_else(|| id.to_owned(), |found| found.key().to_string())
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn nonconformity(requirement: &str) -> String {
        format!("---\nid: NC-1\nkind: nonconformity\nrequirement: {requirement}\n---\n")
    }

    #[test]
    fn what_may_be_an_amount_or_is_of_another_standard_is_told() {
        let amount = |id: &str| format!("4:14 `{id}` in `requirement` may be an amount, and counts against no clause");
        let other =
            |id: &str| format!("4:14 `{id}` in `requirement` is of a standard that is not followed or has none such");
        let unknown = |id: &str| {
            format!("4:14 `{id}` in `requirement` is no control, clause or document here, and counts against nothing")
        };
        for (requirement, told) in [
            ("the gap stays at or below 5.2", vec![amount("5.2")]),
            ("ISO/IEC 27001:2022 A.5.2", vec![other("A.5.2")]),
            ("clause 8.4 of ISO 9001:2015", vec![other("8.4")]),
            ("the gap stays at or below 5.2 points", vec![]),
            ("clause 5.2, ISO/IEC 42001 A.5.2", vec![]),
            ("ISO/IEC 27001:2022 A.8.24", vec![]),
            ("A.6.2.9", vec![unknown("A.6.2.9")]),
            ("clause 11.2 and NC-7", vec![unknown("11.2"), unknown("NC-7")]),
            ("A.6.2.4 and ISO/IEC 27001 A.5.9", vec![]),
            ("A.6.2.4 or ISO 9001 8.6", vec![]),
            ("measured on UN-38 cells at 11.2", vec![]),
        ] {
            let told: Vec<&str> = told.iter().map(String::as_str).collect();
            assert_one("requirement-unclear", &nonconformity(requirement), &told);
        }
        assert_one("requirement-unclear", &nonconformity("under 5.2\nstate: closed"), &[]);
    }
}
