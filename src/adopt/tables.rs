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
    /// Columns, each with what teams call it; of two labels for one column the first is meant.
    labels: &'static [(&'static str, &'static str)],
}

const KEPT: [Kept; 2] = [
    Kept {
        kind: "soa",
        table: "tables.soa",
        first: "control",
        others: &["applicable", "implementation", "reason"],
        labels: &[
            (
                "control",
                "control id|control|control reference|control ref|control no|annex a control|ref|id|maßnahme|\
                maßnahmen nr|kontrolle|referenz|nr",
            ),
            (
                "applicable",
                "included|included?|applicable|applicable?|applicability|applies|in scope|anwendbar|\
                anwendbar?|anwendbarkeit",
            ),
            (
                "reason",
                "justification|reason|rationale|justification for inclusion|justification / reason|\
                justification for inclusion/exclusion|justification for inclusion / exclusion|begründung",
            ),
            (
                "implementation",
                "implementation status|implementation|status|implemented|implemented?|umsetzung|\
                umsetzungsstand|umsetzungsstatus|umgesetzt|umgesetzt?",
            ),
            ("owner", "control owner|owner|responsible|verantwortlich"),
            (
                "documents",
                "evidence|evidence / reference|documents|reference|references|policy|nachweis|nachweise|\
                dokumente",
            ),
        ],
    },
    Kept {
        kind: "risk-register",
        table: "tables.risk-register",
        first: "event",
        others: &["likelihood", "severity", "treatment"],
        labels: &[
            ("risk-id", "id|risk id|ref|no|#|risiko id|nr"),
            ("event", "risk|risk description|description|risk title|risiko|risikobeschreibung|beschreibung"),
            ("consequence", "consequence|folge"),
            ("likelihood", "likelihood|probability|eintrittswahrscheinlichkeit|wahrscheinlichkeit"),
            ("severity", "impact|severity|auswirkung|schadensausmaß|schwere"),
            ("level", "risk level|risk score|rating|score|level|risikostufe"),
            ("treatment", "treatment|mitigation|risk treatment|behandlung|risikobehandlung"),
            ("controls", "controls"),
            ("owner", "owner|risk owner|risikoeigner|eigentümer|verantwortlich"),
            ("status", "status"),
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
        // Behind a label may stand in brackets how it is counted: `Likelihood (1-5)`.
        let bare = label.split_once(" (").map_or(label.as_str(), |(bare, _)| bare);
        let plain = plain_label(bare);
        let is_it = |known: &str| known == plain || [label, bare].iter().any(|l| known == l.trim().to_lowercase());
        let all = kept.labels.iter().flat_map(|(ours, labels)| labels.split('|').map(move |known| (*ours, known)));
        all.enumerate().find(|(_, (_, known))| is_it(known)).map(|(rank, (ours, _))| (rank, ours))
    };
    let mut found: Vec<((usize, &'static str), &str)> =
        head.iter().filter_map(|label| Some((rank(label)?, label.as_str()))).collect();
    found.sort_unstable();
    let mut meant: Vec<(&str, &'static str)> = Vec::new();
    for ((_, ours), label) in found {
        if meant.iter().all(|(_, known)| *known != ours) {
            meant.push((label, ours));
        }
    }
    meant
}
