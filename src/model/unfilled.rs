//! What is still to be filled in, in a document that is being written: told in one, and as work left to do.

use super::fields::Fields;
use super::kinds::{FieldSpec, FieldType, Kind, Need};
use crate::base::wording::Words;
use crate::base::{mark, tell};
use crate::diag::Span;
use crate::parse::{Problem, ProblemKind};

/// Takes out what was told of columns that rows lack: it comes with all else that is open.
pub(super) fn set_aside(problems: &mut Vec<Problem>, from: usize) {
    let mut place = 0;
    problems.retain(|problem| {
        place += 1;
        place <= from || problem.kind != ProblemKind::MissingField
    });
}

/// What a draft of this kind still has to say, if anything.
pub(super) fn told(kind: &Kind, fields: &Fields, head: Span) -> Option<Problem> {
    let needed = |spec: &&FieldSpec| spec.need == Some(Need::Must);
    let mut open: Vec<Words> = Vec::new();
    // The first key that is written and open is where work begins.
    let mut place = None;
    for spec in &kind.fields {
        if needed(&spec) && is_open(fields, spec) {
            open.push(format!("`{}`", spec.name).into());
        } else if spec.field_type == FieldType::Rows {
            let rows = fields.rows(&spec.name);
            for column in spec.columns.iter().filter(needed) {
                let lacking = rows.iter().filter(|row| is_open(&row.cells, column));
                let (number, first) = lacking.fold((0usize, None), |(n, first), row| (n + 1, first.or(Some(row.span))));
                if number > 0 {
                    place = place.or(first);
                    open.push(match rows.len() {
                        1 => tell!("`{column}` in `{rows}`", column = &column.name, rows = &spec.name),
                        _ => {
                            let told = match number {
                                1 => mark!("`{column}` in {n} row of `{rows}`"),
                                _ => mark!("`{column}` in {n} rows of `{rows}`"),
                            };
                            tell!(told, column = &column.name, n = number, rows = &spec.name)
                        }
                    });
                }
            }
        }
    }
    let last = open.pop()?;
    let few = open.into_iter().reduce(|few, next| tell!("{few}, {next}", few, next));
    let what = match few {
        None => last,
        Some(few) => tell!("{few} and {last}", few, last),
    };
    let message = tell!("the draft still has to say {what}", what);
    Some(Problem::new(ProblemKind::MissingAdvised, place.unwrap_or(head), message).help(tell!(
        "Fill in what holds. While `status` is `draft` this is a note; after that each of them is an error."
    )))
}

/// Whether a key that is needed has no answer. Of an answer that another rule judges, that rule tells.
fn is_open(fields: &Fields, spec: &FieldSpec) -> bool {
    fields.lacks(&spec.name) && !(spec.judged && fields.get(&spec.name).is_some())
}
