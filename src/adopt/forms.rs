//! Headers: in which forms the first lines of texts hold metadata, and by which labels in other languages.

use std::collections::BTreeMap;

use super::proposal::{Proposal, list, quoted};
use crate::base::DocPath;
use crate::model::Aims;
use crate::model::document::Document;
use crate::parse::{Front, front, page_with};
use crate::reading::{Form, Reading, german_labels, pairs_in, plain_label};

/// Keys of ours, each with labels that are neither English nor among those by which a German text is compared.
const LABELS: &str = "id: dokumen id|nomor dokumen|identifiant|référence|code du document|código|código do documento|belge no|doküman no|doküman kodu|文書番号|文書id|文件编号|文档编号|编号|رقم الوثيقة
title: titre|titre du document|título|título do documento|文書名|文件名称|عنوان الوثيقة
version: versi|versión|versione|versie|versão|sürüm|versiyon|バージョン|版数|版本|版本号|الإصدار|رقم الإصدار
owner: pemilik|pemilik dokumen|propriétaire|propriétaire du document|responsable|propietario|proprietario|proprietário|responsável|belge sahibi|doküman sahibi|eigenaar|文書オーナー|オーナー|文書管理者|責任者|责任人|负责人|文件负责人|所有者|المالك|مالك الوثيقة|المسؤول
authors: verfasser|verfasserin|erstellt von|erstellt durch|auteur|rédigé par|elaborado por|hazırlayan|作成者|编制人|编制|إعداد
approvers: genehmigt durch|genehmigt von|freigegeben durch|freigegeben von|approuvé par|approbateur|aprobado por|aprovado por|onaylayan|approvato da|goedgekeurd door|承認者|批准人|审批人|اعتمدها|المعتمد
status: statut|estado|situação|durum|stato|ステータス|状態|状态|文件状态|الحالة
effective: tanggal berlaku|data de vigência|data de entrada em vigor|data de aprovação|fecha de vigencia|fecha de aprobación|yürürlük tarihi|date d'effet|date d’effet|date d'entrée en vigueur|date d’entrée en vigueur|発行日|施行日|発効日|適用日|生效日期|实施日期|تاريخ السريان
next-review: tinjauan berikutnya|nächster review|nächste revision|prochaine révision|prochaine revue|date de prochaine révision|date de prochaine revue|próxima revisión|próxima revisão|data da próxima revisão|fecha de próxima revisión|prossima revisione|volgende beoordeling|次回レビュー|次回レビュー日|次回見直し|次回見直し日|下次评审|下次评审日期|المراجعة القادمة|تاريخ المراجعة القادمة
review-every: überprüfungszyklus|überprüfungsintervall|prüfintervall|fréquence de révision|fréquence de revue|périodicité|ciclo de revisão|frequência de revisão|frecuencia de revisión|レビュー周期|見直し周期|レビュー頻度|评审周期|复审周期|دورة المراجعة
classification: klasifikasi|vertraulichkeit|clasificación|classificação|classificazione|gizlilik derecesi|機密区分|情報区分|密级|保密级别|文件密级|التصنيف";

/// Whether a text begins with keys that no fence opens. One that names itself by them is read so without a setting, and
/// told as broken.
fn is_open(text: &str) -> bool {
    let is_fenced = text.starts_with("---") || text.starts_with("+++");
    let is_read = |front: Front| !front.entries.is_empty() && front.near.is_none();
    !is_fenced && page_with(text.as_bytes(), true).front.is_some_and(is_read)
}

/// Whether what a text says of itself only looks like front matter: it may be a header.
fn is_near(text: &str) -> bool {
    front(text, false).front.is_some_and(|front| front.near.is_some()) && !is_open(text)
}

/// Keys of front matter by which a document is kept. A site generator asks for none of them.
pub(super) const KEPT: [&str; 5] = ["id", "kind", "owner", "status", "version"];

/// Texts whose front matter, if they have any, says nothing of how they are kept, and those beside documents, each with the
/// document.
fn texts(aims: &Aims) -> impl Iterator<Item = (&DocPath, &str)> {
    let is_kept = |document: &Document| KEPT.iter().any(|key| document.fields.text(key).is_some());
    let bare = aims
        .documents
        .iter()
        .filter(move |document| !document.has_front || !is_kept(document) || is_near(&document.text));
    let bare = bare.map(|document| (&document.path, &*document.text));
    bare.chain(aims.documents.iter().filter_map(|document| {
        let beside = document.beside.as_ref().filter(|beside| beside.path.is_markdown())?;
        Some((&document.path, &*beside.text))
    }))
}

/// The forms in which several texts say something, and the labels in them.
pub(super) fn proposed(aims: &Aims) -> Vec<Proposal> {
    let labels: BTreeMap<String, String> =
        pairs_in(LABELS).chain(german_labels()).map(|(label, key)| (plain_label(label), key.to_owned())).collect();
    let mut by_form: BTreeMap<Form, Vec<&DocPath>> = BTreeMap::new();
    let mut by_label: BTreeMap<String, (String, Vec<&DocPath>)> = BTreeMap::new();
    for form in Form::ALL {
        let reading = Reading { forms: [form].into(), labels: labels.clone(), ..aims.config.reading.clone() };
        if form == Form::Yaml {
            let open = aims.documents.iter().filter(|document| is_open(&document.text)).map(|document| &document.path);
            let open: Vec<&DocPath> = open.collect();
            if !open.is_empty() {
                by_form.insert(form, open);
            }
            continue;
        }
        for (path, text) in texts(aims) {
            let page = reading.page(text.as_bytes());
            let said = reading.description(&page.text, page.front.as_ref(), page.body.start);
            // One label alone may well be a word of the text.
            if said.entries.len() - said.of_front < 2 {
                continue;
            }
            by_form.entry(form).or_default().push(path);
            for entry in &said.entries[said.of_front..] {
                let label = page.text.get(entry.key_span.start..entry.key_span.end).unwrap_or_default();
                let label = label.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '*' | '_' | '`'));
                if labels.contains_key(&plain_label(label)) {
                    let (_, paths) =
                        by_label.entry(label.to_owned()).or_insert_with(|| (entry.key.clone(), Vec::new()));
                    if !paths.contains(&path) {
                        paths.push(path);
                    }
                }
            }
        }
    }
    let of = aims.documents.len();
    let Some(first) = by_form.values().find_map(|paths| paths.first().copied()) else { return Vec::new() };
    let files: std::collections::BTreeSet<&&DocPath> = by_form.values().flatten().collect();
    let forms: Vec<String> = by_form.keys().map(|form| form.as_str().to_owned()).collect();
    let mut found = vec![Proposal {
        table: "header",
        key: "forms".into(),
        value: list(&forms),
        files: files.len(),
        of,
        such_as: Some(first.clone()),
        noun: "file",
    }];
    found.extend(
        by_label
            .into_iter()
            .map(|(label, (key, paths))| Proposal::new("header.labels", label, quoted(&key), &paths, of)),
    );
    found
}
