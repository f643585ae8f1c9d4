//! Assessments: of risk and of impact.

use super::sections::{Section, Sections};
use crate::base::say;
use crate::site::context::Shared;
use crate::site::leaves::Of;
use crate::site::leaves::{rows, turn_documents};
use crate::site::link::Linker;
use crate::site::lists::List;
use crate::site::page::Page;
use crate::site::parts::{standing, words};
use crate::site::view::{Cell, Part, Table};

pub(super) fn assessments(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let of = (shared, link, 1);
    let view = Sections {
        title: say!("Assessments").into(),
        lede: vec![Part::text(shared.counted(say!(
            "What AI systems may do to people and society, and what may go wrong for the organisation: every assessment, newest first."
        )))],
        sections: vec![
            Section::new("impact", say!("Impact assessments"))
                .intro(say!(
                    "Consequences for individuals, groups and society (clauses 6.1.4 and 8.4, controls A.5.2 to A.5.5)."
                ))
                .with_table(impact(of), shared.none(say!("There are none yet."))),
            Section::new("risk", say!("Risk assessments"))
                .intro(say!("Risks to the organisation and to others (clauses 6.1.2 and 8.2)."))
                .with_table(risk(of), shared.none(say!("There are none yet."))),
        ],
        ..Sections::default()
    };
    Page::new(say!("Assessments"), "sections.html", &view).main("wide broad")
}

/// A page of the assessments of impact.
pub(super) fn impact((shared, link, number): Of<'_, '_, '_>) -> Option<Table> {
    let specs = [
        "Id",
        "Title:main",
        "Systems",
        "Version",
        "Types:facet",
        "Date",
        "Trigger:facet",
        "Assessor",
        "Impacts:num",
        "Residual:facet",
        "Result:facet",
        "Accepted by",
        "Status:facet",
        "Next review",
    ];
    let mut table = Table::new(say!("Register of impact assessments"), &specs);
    let all = &shared.lists.impact;
    for ix in all[rows(shared, List::ImpactAssessments, number)].iter().copied() {
        let document = shared.aims.document(ix);
        let fields = &document.fields;
        let text = |key: &str| fields.text(key).unwrap_or_default();
        let mut accepted = Cell::from(text("accepted-by"));
        accepted.parts.extend(link.stranger(document, "accepted-by"));
        table.row(
            None,
            vec![
                link.document(ix).into(),
                document.title.as_str().into(),
                link.few_ids(fields.texts("systems").iter().map(|id| id.value.as_str()), ix),
                text("system-version").into(),
                fields.texts("types").iter().map(|of_type| words(&of_type.value)).collect::<Vec<_>>().join(", ").into(),
                crate::site::parts::day(fields.date("date")).into(),
                words(text("trigger")).into(),
                text("assessor").into(),
                fields.rows("impacts").len().to_string().into(),
                words(text("residual")).into(),
                words(text("result")).into(),
                accepted,
                standing(shared.aims, ix).into(),
                link.due_with_sign(shared.aims.review(ix)).into(),
            ],
        );
    }
    let pages = turn_documents(shared, link, List::ImpactAssessments, number, all);
    let files = super::register::files(shared, link, "assessments");
    let table = table.without_empty_columns().some();
    table.map(|table| table.register(say!("Filter impact assessments")).files(files).pages(pages))
}

/// A page of the assessments of risk.
pub(super) fn risk((shared, link, number): Of<'_, '_, '_>) -> Option<Table> {
    let specs =
        ["Id", "Title:main", "Systems", "Date", "Trigger:facet", "Assessor", "Risks", "Decision:text", "Next review"];
    let mut table = Table::new(say!("Register of risk assessments"), &specs);
    let all = &shared.lists.risk;
    for ix in all[rows(shared, List::RiskAssessments, number)].iter().copied() {
        let document = shared.aims.document(ix);
        let fields = &document.fields;
        let text = |key: &str| fields.text(key).unwrap_or_default();
        let risks = fields.rows("results").iter().filter_map(|row| row.cells.text("risk"));
        table.row(
            None,
            vec![
                link.document(ix).into(),
                document.title.as_str().into(),
                link.few_ids(fields.texts("systems").iter().map(|id| id.value.as_str()), ix),
                crate::site::parts::day(fields.date("date")).into(),
                words(text("trigger")).into(),
                text("assessor").into(),
                link.few_ids(risks, ix),
                text("decision").into(),
                link.due_with_sign(shared.aims.review(ix)).into(),
            ],
        );
    }
    let pages = turn_documents(shared, link, List::RiskAssessments, number, all);
    let table = table.without_empty_columns().some();
    table.map(|table| table.register(say!("Filter risk assessments")).pages(pages))
}
