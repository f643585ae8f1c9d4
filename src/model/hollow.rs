//! Documents that say nothing that counts: by links alone, of which none leads anywhere, or in two versions at once.

use std::sync::Arc;

use super::absent::is_open;
use super::attachments::Fault;
use super::document::Document;
use super::fields::FieldValue;
use super::kinds::FieldSpec;
use super::links::{Broken, Target};
use super::own_kinds::builtin;
use super::words::LEAD_IN;
use crate::parse::{Link, ProblemKind};

impl Document {
    /// Whether two versions of it stand side by side, since a merge was left unfinished: nobody has decided what it says.
    pub fn is_torn(&self) -> bool {
        self.problems.iter().any(|problem| problem.kind == ProblemKind::Conflict)
    }

    /// Whether what it says counts: nobody is writing or judging it any more, and no merge of it was left unfinished.
    pub fn is_written(&self) -> bool {
        !self.is_unfinished() && !self.is_torn()
    }

    /// The word by which nothing was done, such as that of a change that nobody decided on or that was refused: it is no
    /// evidence of what its kind shows.
    pub fn undone(&self) -> Option<&str> {
        let kind = builtin().get(self.counts_as())?;
        let said =
            |spec: &FieldSpec| self.fields.text(&spec.name).filter(|word| spec.undone.iter().any(|of| of == word));
        kind.fields.iter().find_map(said)
    }

    /// Whether where its kind tells what was done it tells that nothing was: there is no row, nobody came, or it is put off and
    /// nothing else stands there. A record may tell in its text what it leaves out there; what is kept current is there before
    /// anything was done.
    pub fn shows_none(&self) -> bool {
        let Some(kind) = self.kind.as_ref() else { return false };
        let ours = builtin().get(kind.counts_as()).into_iter().flat_map(|kind| &kind.fields);
        let asked: Vec<&FieldSpec> = ours.filter(|spec| !spec.undone.is_empty() && spec.choices.is_empty()).collect();
        let lacks = |spec: &FieldSpec| self.fields.lacks(&spec.name);
        let is_left_out = |spec: &FieldSpec| {
            self.is_kept_current()
                && lacks(spec)
                && kind.fields.iter().any(|own| own.name == spec.name && own.later == spec.later)
        };
        asked.iter().any(|spec| match self.fields.get(&spec.name).map(|field| &field.value) {
            Some(FieldValue::Number(number)) => *number == 0,
            Some(FieldValue::Text(text)) => {
                is_open(text) && asked.iter().all(|other| other.name == spec.name || lacks(other))
            }
            Some(FieldValue::Rows(_)) => lacks(spec),
            Some(_) => false,
            None => is_left_out(spec),
        })
    }

    /// Whether what it says stands outside the repository: it is addresses alone.
    pub fn is_elsewhere(&self) -> bool {
        let is_away = |link: &Link| self.is_in_header(link) || link.target.contains("://");
        self.said.by_links.is_some() && self.body.links.iter().all(is_away)
    }

    /// Whether a link stands in what the text says under a key: that shows nothing of what it is about.
    fn is_in_header(&self, link: &Link) -> bool {
        // What the name of the file says is told at the first line.
        let mut spans = self.fields.iter().map(|field| field.span).filter(|span| *span != self.head);
        spans.any(|span| span.start < link.span.end && link.span.start < span.end)
    }

    /// Whether it may be evidence: it is written, and not of something that was not done.
    pub fn may_show(&self) -> bool {
        self.is_written() && self.undone().is_none() && !self.shows_none()
    }
}

/// Settles which documents hold no word after all: a record that is the name of a file, and the file is not there or empty.
pub(super) fn settle(documents: &mut [Arc<Document>], links: &[Vec<Result<Target, Broken>>]) {
    for (document, links) in documents.iter_mut().zip(links) {
        // What readers may not know of is there, and so is a file that is not published.
        let is_nothing = |link: &Result<Target, Broken>| {
            matches!(link, Err(Broken::Missing { .. } | Broken::Empty | Broken::Withheld(Fault::Empty)))
        };
        let mut all = document.body.links.iter().zip(links);
        let is_bare = document.said.by_links.is_some_and(|words| words <= LEAD_IN);
        if is_bare && all.all(|(link, to)| document.is_in_header(link) || is_nothing(to)) {
            Arc::make_mut(document).said.wordless = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::builtin;
    use crate::base::Date;
    use crate::model::asked::There;
    use crate::model::lack::LackKind;
    use crate::model::load::load;
    use crate::source::Memory;

    #[test]
    fn what_was_not_done_is_no_evidence() {
        let shows = |id: &str, kind: &str, lines: &str| {
            let text =
                format!("---\nid: D\ntitle: T\nkind: {kind}\ndate: 2026-01-01\n{lines}---\nAll of it was told.\n");
            let files = [("d.md", text.as_bytes())];
            let aims = load(&Memory::new(files), Date::constant(2026, 11, 20)).expect("memory can be read");
            let aims = aims.stand(Vec::new());
            let requirement = aims.trace.get(id).expect("it is followed");
            let is_said = requirement.lacks.iter().any(|lack| lack.what == LackKind::NothingDone);
            assert!(id != "8.2" || is_said == requirement.evidence.is_empty(), "{lines}: {:?}", requirement.lacks);
            let is_there = requirement.called_for.first().is_some_and(|item| item.state == There::Present);
            assert!(id != "9.1" || is_there != requirement.evidence.is_empty(), "{lines}");
            !requirement.evidence.is_empty()
        };
        for (state, is_evidence) in [("proposed", false), ("rejected", false), ("approved", true), ("done", true)] {
            assert_eq!(shows("6.3", "change", &format!("state: {state}\n")), is_evidence, "{state}");
        }
        for (state, is_evidence) in [("proposed", false), ("rejected", false), ("adopted", true), ("done", true)] {
            assert_eq!(shows("10.1", "improvement", &format!("state: {state}\n")), is_evidence, "{state}");
        }
        for (decision, is_evidence) in [("no-go", false), ("no-release", false), ("release-with-conditions", true)] {
            let lines = format!("decision: {decision}\ncontrols: [A.6.2.5]\n");
            assert_eq!(shows("A.6.2.5", "release", &lines), is_evidence, "{decision}");
        }
        assert!(shows("6.3", "change", ""), "nothing is said of where it stands");
        for (kind, lines, is_evidence) in [
            ("monitoring", "plan: [{indicator: i}]\n", false),
            ("monitoring", "plan: [{indicator: i}]\nresults: []\n", false),
            ("monitoring", "results: [{date: 2026-01-01, indicator: i, value: v}]\n", true),
            ("monitoring", "results: what cannot be read\n", true),
            ("risk-assessment", "results: []\n", false),
            ("risk-assessment", "decision: Postponed to next year\n", false),
            ("risk-assessment", "results: [{risk: R}]\ndecision: Not yet\n", true),
            ("risk-assessment", "", true),
            ("training", "attended: 0\n", false),
            ("training", "attended: 1\n", true),
            ("training", "", true),
        ] {
            let lines = format!("reviewed: 2026-01-01\n{lines}clauses: [\"7.2\", \"8.2\", \"9.1\"]\n");
            let id = [("monitoring", "9.1"), ("risk-assessment", "8.2"), ("training", "7.2")];
            let id = id.into_iter().find(|(of, _)| *of == kind).map_or("", |(_, id)| id);
            assert_eq!(shows(id, kind, &lines), is_evidence, "{kind}: {lines}");
        }
        // What two merges left side by side says neither.
        assert!(!shows("6.3", "change", "---\n<<<<<<< a\nOne.\n=======\nTwo.\n>>>>>>> b\n"));
    }

    #[test]
    fn an_action_has_a_result_once_somebody_says_what_it_achieved() {
        let item = |lines: &str| {
            let keys =
                "id: N\nkind: nonconformity\ndate: 2026-01-01\nstate: closed\ndone: 2026-02-01\nclauses: ['10.2']\n";
            let text = format!("---\n{keys}{lines}---\nAll of it was told.\n");
            let aims = load(&Memory::new([("n.md", text.as_bytes())]), Date::constant(2026, 11, 20)).expect("memory");
            let aims = aims.stand(Vec::new());
            aims.trace.get("10.2").and_then(|of| of.called_for.last()).map(|item| item.state)
        };
        assert_ne!(item(""), Some(There::Present));
        assert_eq!(item("effectiveness: It did not come again.\n"), Some(There::Present));
    }

    #[test]
    fn the_words_by_which_nothing_was_done_are_words_of_the_key() {
        let fields = builtin().iter().flat_map(|kind| &kind.fields).filter(|field| !field.choices.is_empty());
        assert!(
            fields
                .flat_map(|field| field.undone.iter().map(move |word| (field, word)))
                .all(|(field, word)| field.choices.contains(word))
        );
    }

    #[test]
    fn a_link_to_nothing_is_no_word() {
        let wordless = |body: &str| {
            let text = format!("---\nid: D\ntitle: T\nkind: record\ndate: 2026-01-01\n---\n{body}\n");
            let files = [("d.md", text.as_bytes()), ("r.pdf", &b"%PDF-1.7"[..]), ("e.pdf", &b""[..])];
            let aims = load(&Memory::new(files), Date::constant(2026, 11, 20)).expect("memory can be read");
            let aims = aims.stand(Vec::new());
            aims.documents[0].said.wordless
        };
        for body in ["[Minutes](gone.pdf)", "[Minutes](e.pdf)", "See [Minutes](gone.md) and [Annex](e.pdf)."] {
            assert!(wordless(body), "{body}");
        }
        for body in [
            "[Minutes](r.pdf)",
            "[Minutes](gone.pdf), [Annex](r.pdf)",
            "[Minutes](https://example.org/minutes)",
            "The test was held on 4 March; [Minutes](gone.pdf)",
            "Nothing was found ([log](gone.csv)).",
            "AI never decides alone ([rule](gone.md)).",
            "Filled in by the owner: [the form](gone.md)",
            "We see [the form](gone.md) now.",
        ] {
            assert!(!wordless(body), "{body}");
        }
    }
}
