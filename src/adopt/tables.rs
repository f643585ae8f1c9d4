//! Tables in texts that are a statement of applicability or a register of risks: by which columns they are rows.

use std::collections::BTreeMap;

use super::proposal::{Proposal, quoted};
use crate::base::DocPath;
use crate::model::Aims;
use crate::model::kinds::Kind;
use crate::model::tables::{form_of, rows, rows_of};
use crate::reading::{Column, plain_label, tables_in};

/// A kind whose rows teams keep in tables.
struct Kept {
    kind: &'static str,
    /// The table of the settings.
    table: &'static str,
    /// The column that a row is known by, and those of which one more has to be there.
    first: &'static str,
    others: &'static [&'static str],
    /// What teams call the columns; of two labels for one column the first is meant.
    labels: &'static [(&'static str, &'static str)],
}

const KEPT: [Kept; 2] = [
    Kept {
        kind: "soa",
        table: "tables.soa",
        first: "control",
        others: &["applicable", "implementation", "reason"],
        labels: &[
            ("control id", "control"),
            ("control", "control"),
            ("control reference", "control"),
            ("control ref", "control"),
            ("control no", "control"),
            ("annex a control", "control"),
            ("ref", "control"),
            ("id", "control"),
            ("included", "applicable"),
            ("included?", "applicable"),
            ("applicable", "applicable"),
            ("applicable?", "applicable"),
            ("applicability", "applicable"),
            ("applies", "applicable"),
            ("in scope", "applicable"),
            ("justification", "reason"),
            ("reason", "reason"),
            ("rationale", "reason"),
            ("justification for inclusion", "reason"),
            ("justification / reason", "reason"),
            ("justification for inclusion/exclusion", "reason"),
            ("justification for inclusion / exclusion", "reason"),
            ("implementation status", "implementation"),
            ("implementation", "implementation"),
            ("status", "implementation"),
            ("implemented", "implementation"),
            ("implemented?", "implementation"),
            ("control owner", "owner"),
            ("owner", "owner"),
            ("responsible", "owner"),
            ("evidence", "documents"),
            ("evidence / reference", "documents"),
            ("documents", "documents"),
            ("reference", "documents"),
            ("references", "documents"),
            ("policy", "documents"),
            ("maßnahme", "control"),
            ("maßnahmen nr", "control"),
            ("kontrolle", "control"),
            ("referenz", "control"),
            ("nr", "control"),
            ("anwendbar", "applicable"),
            ("anwendbar?", "applicable"),
            ("anwendbarkeit", "applicable"),
            ("begründung", "reason"),
            ("umsetzung", "implementation"),
            ("umsetzungsstand", "implementation"),
            ("umsetzungsstatus", "implementation"),
            ("umgesetzt", "implementation"),
            ("umgesetzt?", "implementation"),
            ("verantwortlich", "owner"),
            ("nachweis", "documents"),
            ("nachweise", "documents"),
            ("dokumente", "documents"),
        ],
    },
    Kept {
        kind: "risk-register",
        table: "tables.risk-register",
        first: "event",
        others: &["likelihood", "severity", "treatment"],
        labels: &[
            ("id", "risk-id"),
            ("risk id", "risk-id"),
            ("ref", "risk-id"),
            ("no", "risk-id"),
            ("#", "risk-id"),
            ("risk", "event"),
            ("risk description", "event"),
            ("description", "event"),
            ("risk title", "event"),
            ("consequence", "consequence"),
            ("likelihood", "likelihood"),
            ("probability", "likelihood"),
            ("impact", "severity"),
            ("severity", "severity"),
            ("risk level", "level"),
            ("risk score", "level"),
            ("rating", "level"),
            ("score", "level"),
            ("level", "level"),
            ("treatment", "treatment"),
            ("mitigation", "treatment"),
            ("risk treatment", "treatment"),
            ("controls", "controls"),
            ("owner", "owner"),
            ("risk owner", "owner"),
            ("status", "status"),
            ("risiko id", "risk-id"),
            ("nr", "risk-id"),
            ("risiko", "event"),
            ("risikobeschreibung", "event"),
            ("beschreibung", "event"),
            ("folge", "consequence"),
            ("eintrittswahrscheinlichkeit", "likelihood"),
            ("wahrscheinlichkeit", "likelihood"),
            ("auswirkung", "severity"),
            ("schadensausmaß", "severity"),
            ("schwere", "severity"),
            ("risikostufe", "level"),
            ("behandlung", "treatment"),
            ("risikobehandlung", "treatment"),
            ("risikoeigner", "owner"),
            ("eigentümer", "owner"),
            ("verantwortlich", "owner"),
        ],
    },
];

/// The map of columns of each such kind whose documents have tables and nothing else.
pub(super) fn proposed(aims: &Aims) -> Vec<Proposal> {
    KEPT.iter().filter_map(|kept| of_kind(aims, kept, aims.kinds.get(kept.kind)?)).collect()
}

fn of_kind(aims: &Aims, kept: &Kept, kind: &Kind) -> Option<Proposal> {
    let spec = rows_of(kind)?;
    let without =
        aims.documents.iter().filter(|document| document.is(kept.kind) && document.fields.get(&spec.name).is_none());
    let without: Vec<_> = without.collect();
    let mut labels: BTreeMap<String, (String, Column)> = BTreeMap::new();
    for document in &without {
        for (head, _) in tables_in(&document.text, document.body.start) {
            let meant = meant(&head, kept);
            let has = |name: &str| meant.iter().any(|(_, ours)| *ours == name);
            if !has(kept.first) || !kept.others.iter().any(|name| has(name)) {
                continue;
            }
            for (label, ours) in meant {
                let column = spec.columns.iter().find(|column| column.name == ours)?;
                let column = Column { name: column.name.clone(), form: form_of(column) };
                labels.entry(plain_label(label)).or_insert_with(|| (label.to_owned(), column));
            }
        }
    }
    let columns = labels.iter().map(|(plain, (_, column))| (plain.clone(), column.clone())).collect();
    let rule = rows(kind, spec, columns);
    let counted = without.iter().map(|document| (&document.path, rule.understood(&document.text, document.body.start)));
    let counted: Vec<(&DocPath, (usize, usize))> = counted.filter(|(_, (_, of))| *of > 0).collect();
    let such_as = counted.first().map(|(path, _)| (*path).clone())?;
    let pairs: Vec<String> =
        labels.values().map(|(label, column)| format!("{} = {}", quoted(label), quoted(&column.name))).collect();
    Some(Proposal {
        table: kept.table,
        key: "columns".into(),
        value: format!("{{ {} }}", pairs.join(", ")),
        files: counted.iter().map(|(_, (sound, _))| sound).sum(),
        of: counted.iter().map(|(_, (_, of))| of).sum(),
        such_as: Some(such_as),
        noun: "row",
    })
}

/// The labels of a head that mean a column, each column by the label that says it best.
fn meant<'h>(head: &'h [String], kept: &Kept) -> Vec<(&'h str, &'static str)> {
    let rank = |label: &String| {
        let plain = plain_label(label);
        kept.labels.iter().position(|(known, _)| *known == plain || *known == label.trim().to_lowercase())
    };
    let mut found: Vec<(usize, &str)> = head.iter().filter_map(|label| Some((rank(label)?, label.as_str()))).collect();
    found.sort_unstable();
    let mut meant: Vec<(&str, &'static str)> = Vec::new();
    for (rank, label) in found {
        let (_, ours) = kept.labels[rank];
        if meant.iter().all(|(_, known)| *known != ours) {
            meant.push((label, ours));
        }
    }
    meant
}
