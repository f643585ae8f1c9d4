//! Assessments: of risk and of impact.

use super::sections::{Section, Sections};
use crate::base::say;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::parts::{standing, words};
use crate::site::view::{Part, Table};

pub(super) fn assessments(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let view = Sections {
        title: say!("Assessments").into(),
        lede: vec![Part::text(say!(
            "What AI systems may do to people and society, and what may go wrong for the organisation: every assessment, newest first."
        ))],
        sections: vec![
            Section::new("impact", say!("Impact assessments"))
                .intro(say!(
                    "Consequences for individuals, groups and society (clauses 6.1.4 and 8.4, controls A.5.2 to A.5.5)."
                ))
                .with_table(impact(shared, link), shared.none(say!("There are none yet."))),
            Section::new("risk", say!("Risk assessments"))
                .intro(say!("Risks to the organisation and to others (clauses 6.1.2 and 8.2)."))
                .with_table(risk(shared, link), shared.none(say!("There are none yet."))),
        ],
        ..Sections::default()
    };
    Page::new(say!("Assessments"), "sections.html", &view).main("wide broad")
}

fn impact(shared: &Shared<'_>, link: Linker<'_>) -> Option<Table> {
    let specs = [
        "Id",
        "Title:main",
        "Systems",
        "Version",
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
    let mut found = shared.aims.of_kind("impact-assessment");
    found.sort_by_key(|(ix, document)| (std::cmp::Reverse(document.fields.date("date")), *ix));
    for (ix, document) in found {
        let fields = &document.fields;
        let text = |key: &str| fields.text(key).unwrap_or_default();
        table.row(
            None,
            vec![
                link.document(ix).into(),
                document.title.as_str().into(),
                link.ids(fields.texts("systems").iter().map(|id| id.value.as_str())),
                text("system-version").into(),
                crate::site::parts::day(fields.date("date")).into(),
                words(text("trigger")).into(),
                text("assessor").into(),
                fields.rows("impacts").len().to_string().into(),
                words(text("residual")).into(),
                words(text("result")).into(),
                text("accepted-by").into(),
                standing(shared.aims, ix).into(),
                link.due_with_sign(shared.aims.review(ix)).into(),
            ],
        );
    }
    table.without_empty_columns().some().map(|table| {
        table.register(say!("Filter impact assessments")).files(super::register::files(shared, link, "assessments"))
    })
}

fn risk(shared: &Shared<'_>, link: Linker<'_>) -> Option<Table> {
    let specs =
        ["Id", "Title:main", "Systems", "Date", "Trigger:facet", "Assessor", "Risks", "Decision:text", "Next review"];
    let mut table = Table::new(say!("Register of risk assessments"), &specs);
    let mut found = shared.aims.of_kind("risk-assessment");
    found.sort_by_key(|(ix, document)| (std::cmp::Reverse(document.fields.date("date")), *ix));
    for (ix, document) in found {
        let fields = &document.fields;
        let text = |key: &str| fields.text(key).unwrap_or_default();
        let risks = fields.rows("results").iter().filter_map(|row| row.cells.text("risk"));
        table.row(
            None,
            vec![
                link.document(ix).into(),
                document.title.as_str().into(),
                link.ids(fields.texts("systems").iter().map(|id| id.value.as_str())),
                crate::site::parts::day(fields.date("date")).into(),
                words(text("trigger")).into(),
                text("assessor").into(),
                link.ids(risks),
                text("decision").into(),
                link.due_with_sign(shared.aims.review(ix)).into(),
            ],
        );
    }
    table.without_empty_columns().some().map(|table| table.register(say!("Filter risk assessments")))
}
