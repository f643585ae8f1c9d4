//! What the first lines of a text say of the text itself, whether or not the settings have that read: its version, who
//! answers for it, when it is looked at again. Nothing comes of it but that it can be compared with what is read.

use super::form::Form;
use super::markup::{Part, cells};
use super::normal::{normal, pairs_in};
use super::rules::Reading;
use super::{header, labels, meanings};
use crate::diag::Span;
use crate::parse::Value;

/// What a line says of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// By which id it is known.
    Id,
    /// Which version it is.
    Version,
    /// Where it stands in its life.
    Status,
    /// Who answers for it.
    Owner,
    /// From when it holds.
    Effective,
    /// When it was approved.
    Approved,
    /// When it is looked at again.
    NextReview,
}

/// A line of that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// Of what it tells.
    pub about: About,
    /// The label, as it stands.
    pub label: String,
    /// What stands behind it, a day as `2026-11-20`.
    pub text: String,
    /// Where that stands.
    pub span: Span,
    /// Whether the label is German.
    pub german: bool,
}

/// German labels as they are compared, see [`labels::plain`], where they are others than the English ones, behind the key by
/// which what follows them is read: that of a day of approval is [`APPROVED`].
const GERMAN: &str = "id: dokument id|dokumenten id|dokumentnummer|dokumentennummer|dokument nr|dokumenten nr|dok nr
version: versionsnummer|dokumentversion|dokumentenversion|fassung
status: dokumentstatus|dokumentenstatus
owner: eigentümer|eigentümerin|dokumenteigentümer|dokumenteneigentümer|verantwortlich|dokumentverantwortlicher|dokumentenverantwortlicher|dokumentverantwortliche|dokumentenverantwortliche
effective: gültig ab|gültig seit|in kraft seit|in kraft ab
date: freigegeben am|freigabedatum|genehmigt am|datum der freigabe
next-review: nächste prüfung|nächste überprüfung|nächstes review|nächste überarbeitung|wiedervorlage
review-every: prüfzyklus
classification: klassifizierung|klassifikation";

/// German labels with the key of ours that each means. Which day one of approval is, a team says itself.
pub fn german_labels() -> impl Iterator<Item = (&'static str, &'static str)> {
    pairs_in(GERMAN).filter(|(_, key)| *key != APPROVED)
}

/// Under which key a day of approval is read here. No other label leads to it.
const APPROVED: &str = "date";

/// Words of other languages for where a text stands, as they are compared.
const STATUS: &str = "draft: entwurf|in-arbeit|in-bearbeitung|brouillon|projet|borrador|bozza|rascunho|taslak|下書き|草案|草稿|مسودة
in-review: in-prüfung|zur-prüfung|zur-freigabe|en-révision|en-revisión|em-revisão|incelemede|レビュー中|承認待ち|审核中|待审批|قيد-المراجعة
approved: freigegeben|genehmigt|verabschiedet|in-kraft|gültig|approuvé|approuvée|validé|validée|en-vigueur|aprobado|vigente|aprovado|aprovada|em-vigor|approvato|onaylandı|yürürlükte|承認済み|承認済|有効|已批准|已发布|生效|معتمد|معتمدة
retired: zurückgezogen|außer-kraft|ungültig|obsolète|abrogé|abrogée|obsoleto|revogado|revogada|廃止|廃止済み|作废|已废止|ملغى|ملغاة";

impl Reading {
    /// What the first lines of a text between `body` and `end` say of it, of each thing once and of where it stands in its life
    /// each time, in the order of the text.
    pub fn stated(&self, text: &str, body: usize, end: usize) -> Vec<Stated> {
        let Some(text) = text.get(..end) else { return Vec::new() };
        let own = self.labels.iter().filter(|(_, key)| *key != APPROVED);
        let own = own.map(|(label, key)| (label.clone(), key.clone()));
        let ours = labels::of_texts(APPROVED).filter(|(_, key)| about(key).is_some()).chain(pairs_in(GERMAN));
        let ours = ours.map(|(label, key)| (label.to_owned(), key.to_owned()));
        let reading = Self {
            forms: [Form::Bold, Form::Table, Form::Plain].into(),
            labels: ours.chain(own).collect(),
            ..Self::default()
        };
        let stated = |entry: crate::parse::Entry| {
            let label = text.get(entry.key_span.start..entry.key_span.end)?;
            let plain = labels::plain(label);
            let is_known = reading.labels.contains_key(&plain) && is_label(text, entry.key_span.start);
            let Value::Scalar(scalar) = entry.node.value else { return None };
            is_known.then(|| {
                Some(Stated {
                    about: about(&entry.key)?,
                    label: label.trim_matches([':', '*', '_', ' ']).to_owned(),
                    text: scalar.text,
                    span: entry.node.span,
                    german: pairs_in(GERMAN).any(|(label, _)| label == plain),
                })
            })?
        };
        header::read_each(&reading, text, body, "status").into_iter().filter_map(stated).collect()
    }

    /// Where a text stands in its life by a word for that, ours, of others or of the team's; `None` for any other word.
    pub fn status_meant(&self, word: &str) -> Option<&str> {
        let plain = normal(word);
        let theirs = || pairs_in(STATUS).find(|(word, _)| *word == plain).map(|(_, ours)| ours);
        self.word("status", word).or_else(|| meanings::status_word(&plain)).or_else(theirs)
    }
}

fn about(key: &str) -> Option<About> {
    Some(match key {
        "id" => About::Id,
        "version" => About::Version,
        "status" => About::Status,
        "owner" => About::Owner,
        "effective" => About::Effective,
        APPROVED => About::Approved,
        "next-review" => About::NextReview,
        _ => return None,
    })
}

/// Whether what stands there is a label: in a table, one of a row of two cells. What has more may be one of many rows that tell
/// of something else.
fn is_label(text: &str, at: usize) -> bool {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].lines().next().unwrap_or_default().trim();
    !line.starts_with('|') || cells(Part::new(line, start)).len() == 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(About, String)> {
        let stated = Reading::default().stated(text, 0, text.len());
        stated.into_iter().map(|stated| (stated.about, stated.text)).collect()
    }

    #[test]
    fn lines_of_each_form_are_read_in_both_languages() {
        let version = (About::Version, "1.2".to_owned());
        let owner = (About::Owner, "CISO".to_owned());
        let review = (About::NextReview, "2027-04-15".to_owned());
        for text in [
            "# P\n\nVersion: 1.2\nOwner: CISO\nNext review: 15 April 2027\n",
            "# P\n\n**Version:** 1.2\n**Owner:** CISO\n**Next review:** 15 April 2027\n",
            "# P\n\n| Version | 1.2 |\n|---|---|\n| Owner | CISO |\n| Next review | 15.04.2027 |\n",
            "# P\n\n| Fassung | 1.2 |\n|---|---|\n| Eigentümer | CISO |\n| Nächste Prüfung | 15. April 2027 |\n",
        ] {
            assert_eq!(told(text), [version.clone(), owner.clone(), review.clone()], "{text}");
        }
        let approved = told("**Freigegeben am:** 3. März 2026\n**Dokumenten-ID:** POL-001\n");
        assert_eq!(approved, [(About::Approved, "2026-03-03".to_owned()), (About::Id, "POL-001".to_owned())]);
    }

    #[test]
    fn what_tells_of_something_else_is_none() {
        for text in [
            "Reference: ISO 42001\nResponsible: the team\nType: policy\n",
            "| Version | Date | Owner |\n|---|---|---|\n| 1.0 | 2026-01-01 | A |\n",
            "| Version | Date |\n|---|---|\n| 1.0 | 2026-01-01 |\n",
            "| Version | 1.0 | Owner | CISO |\n|---|---|---|---|\n| Status | Draft | Id | A-1 |\n",
            "```\nVersion: 1.2\n```\n",
            "The owner is asked: what is to be done?\n",
        ] {
            assert_eq!(told(text), [], "{text}");
        }
    }

    #[test]
    fn a_status_is_meant_by_words_of_others() {
        let reading = Reading::default();
        let meant = |word| reading.status_meant(word).unwrap_or("-");
        let words = ["Approved", "final", "Entwurf", "In Prüfung", "open"].map(meant);
        assert_eq!(words, ["approved", "approved", "draft", "in-review", "-"]);
    }
}
