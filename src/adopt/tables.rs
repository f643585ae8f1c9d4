//! Tables in texts that are a statement of applicability or a register of risks: by which columns they are rows.

use std::collections::BTreeMap;

use super::proposal::{Proposal, list, quoted};
use crate::base::DocPath;
use crate::model::Aims;
use crate::model::absent::is_absent;
use crate::model::catalog::Framework;
use crate::model::document::Document;
use crate::model::kinds::{FieldSpec, Kind};
use crate::model::tables::{form_of, rows, rows_of};
use crate::reading::{Column, control, plain_label, tables_in};

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
            ("control", "control id|control|control reference|annex a control|ref|id|maßnahme|kontrolle|referenz|nr"),
            (
                "applicable",
                "included|included?|applicable|applicable?|applicability|applies|in scope|necessary|necessary?|\
                ¿aplica?|aplica|aplica?|aplicable|aplicável|aplicabilidad|aplicabilidade|\
                applicabilité|anwendbar|anwendbar?|anwendbarkeit",
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
    let columns = KEPT.iter().filter_map(|kept| of_kind(aims, kept, aims.kinds.get(kept.kind)?));
    let of = aims.documents.len();
    let followed = followed(aims).filter(|(.., is_open)| !is_open);
    let followed = followed.map(|(follow, files, _)| Proposal::new("frameworks", "follow", follow, &files, of));
    followed.into_iter().chain(columns).collect()
}

/// What a person has to say of statements: the table, its line, and what is to be chosen, with a file each.
pub(super) fn asked<'a>(aims: &'a Aims, all: &'a [Proposal]) -> Vec<(&'static str, String, &'static str, &'a DocPath)> {
    let (follow, paths, _) = followed(aims).filter(|(.., is_open)| *is_open).unwrap_or_default();
    let choose = "which statements are for another standard: follow that, and say `framework: …` with its id in each";
    let others = paths.into_iter().map(|path| ("frameworks", format!("follow = {follow}"), choose, path));
    let is_bare = |one: &&Proposal| one.table == "tables.soa" && !one.value.contains("\"applicable\"");
    let bare = all.iter().filter(is_bare).filter_map(|one| one.such_as.as_ref());
    let choose = "the column that says whether a control applies, for `columns`; where no table has one, add it there";
    others.chain(bare.map(|path| ("tables.soa", "\"…\" = \"applicable\"".to_owned(), choose, path))).collect()
}

fn of_kind(aims: &Aims, kept: &Kept, kind: &Kind) -> Option<Proposal> {
    let spec = rows_of(kind)?;
    let without =
        aims.documents.iter().filter(|document| document.is(kept.kind) && document.fields.get(&spec.name).is_none());
    let without: Vec<_> = without.collect();
    let mut labels: BTreeMap<String, (String, Column)> = BTreeMap::new();
    for document in &without {
        for (head, cells) in tables_in(&document.text, document.body.start) {
            let meant = meant(&head, &cells, kept, spec);
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

/// What to follow for statements most of whose controls are not of the first framework, else read as of that; these; and whether
/// a person has to say it in them, for there are others.
fn followed(aims: &Aims) -> Option<(String, Vec<&DocPath>, bool)> {
    let first = aims.catalog.first_stated();
    let of = |document: &Document| {
        let rows = tables_in(&document.text, document.body.start).into_iter().flat_map(|(_, rows)| rows);
        let all: Vec<String> = rows.filter_map(|row| row.iter().find_map(|cell| control(cell))).collect();
        let known = |one: &Framework| all.iter().filter(|id| one.find(id).is_some()).count();
        let most = aims.catalog.frameworks().iter().max_by_key(|one| (known(one), first.id == *one.id));
        most.filter(|one| known(one) * 2 > all.len()).map_or_else(|| first.id.to_string(), |one| one.id.clone())
    };
    let mut found: BTreeMap<String, Vec<&DocPath>> = BTreeMap::new();
    for document in aims.documents.iter().filter(|document| document.is("soa")) {
        let said = document.fields.text("framework").map(str::to_owned);
        if said.as_ref().is_none_or(|said| first.id == **said) {
            found.entry(said.unwrap_or_else(|| of(document))).or_default().push(&document.path);
        }
    }
    let is_open = found.remove(&*first.id).is_some() || found.len() > 1;
    let mut follow: Vec<String> = found.keys().cloned().collect();
    follow.insert(if is_open { 0 } else { follow.len() }, first.id.to_string());
    (follow.len() > 1).then(|| (list(&follow), found.into_values().flatten().collect(), is_open))
}

/// The labels of a head that mean a column, each column by the label that says it best of those whose cells can be read so. The
/// first may stand under any.
fn meant<'h>(head: &'h [String], cells: &[Vec<String>], kept: &Kept, spec: &FieldSpec) -> Vec<(&'h str, &'static str)> {
    let form = |ours: &str| spec.columns.iter().find(|column| column.name == ours).map(form_of);
    let is_read = |at: usize, ours: &str| {
        let said = || cells.iter().filter_map(|row| row.get(at)).filter(|cell| !is_absent(cell));
        form(ours).is_some_and(|form| said().filter(|cell| form.is_whole(cell)).count() * 2 > said().count())
    };
    let rank = |label: &String| {
        // Behind a label may stand in brackets how it is counted: `Likelihood (1-5)`.
        let bare = label.split_once(" (").map_or(label.as_str(), |(bare, _)| bare);
        let plain = plain_label(bare);
        let is_it = |known: &str| known == plain || [label, bare].iter().any(|l| known == l.trim().to_lowercase());
        let all = kept.labels.iter().flat_map(|(ours, labels)| labels.split('|').map(move |known| (*ours, known)));
        all.enumerate().find(|(_, (_, known))| is_it(known)).map(|(rank, (ours, _))| (rank, ours))
    };
    let mut found: Vec<((bool, usize, &'static str), &str)> = Vec::new();
    for (at, label) in head.iter().enumerate() {
        let first = Some((usize::MAX, kept.first)).filter(|(_, first)| is_read(at, first));
        let all = rank(label).into_iter().chain(first);
        found.extend(all.map(|(rank, ours)| ((!is_read(at, ours), rank, ours), label.as_str())));
    }
    found.sort_unstable();
    let mut meant: Vec<(&str, &'static str)> = Vec::new();
    for ((_, _, ours), label) in found {
        if meant.iter().all(|(other, known)| *known != ours && *other != label) {
            meant.push((label, ours));
        }
    }
    meant
}
