//! The life of an AI system in order, as an auditor follows it: what its entry says, and what is on record of each step.
//!
//! Steps are told by the names of kinds and of fields, as data. A kind that nobody uses is absent, and is asked for all the
//! same where the life has come that far.

use super::absent::says_nothing;
use super::catalog::ISO_42001;
use super::doc::DocIx;
use super::document::Document;
use super::fields::FieldValue;
use super::whole::Aims;
use crate::base::{Date, mark};

/// A step in the life of an AI system.
#[derive(Debug, PartialEq, Eq)]
pub struct Step {
    /// The word in data.
    pub id: &'static str,
    /// What it is called, in English.
    pub title: &'static str,
    /// Fields of the entry that tell of it.
    pub fields: &'static [&'static str],
    /// Those that the step cannot do without, each with what may stand in its place.
    needs: &'static [&'static [&'static str]],
    /// Kinds of documents that do.
    kinds: &'static [&'static str],
    /// Controls of ISO/IEC 42001 whose evidence does.
    controls: &'static [&'static str],
    /// When something has to be there.
    asked: Asked,
}

/// When a step asks for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// The fields have to say it from the start.
    Said,
    /// A document has to be there once the system is in use.
    Shown,
    /// A field or a document has to be there once the system is in use.
    Either,
    /// It is there once it happens.
    Event,
    /// A field has to say it once the system is retired.
    Retired,
}

const fn step(id: &'static str, title: &'static str, asked: Asked) -> Step {
    Step { id, title, fields: &[], needs: &[], kinds: &[], controls: &[], asked }
}

/// The steps in order.
pub const STEPS: [Step; 14] = [
    Step { fields: &["purpose"], needs: &[&["purpose"]], ..step("purpose", mark!("Purpose"), Asked::Said) },
    Step {
        fields: &["ai-act-class", "annex-iii", "art-6-3", "ai-act-reason"],
        needs: &[&["ai-act-class"], &["ai-act-reason", "art-6-3"]],
        ..step("class", mark!("Class and reason"), Asked::Said)
    },
    Step {
        fields: &["ai-roles", "owner", "provider"],
        needs: &[&["ai-roles"]],
        ..step("roles", mark!("Roles"), Asked::Said)
    },
    Step { kinds: &["risk", "risk-assessment"], ..step("risks", mark!("Risks"), Asked::Shown) },
    Step { kinds: &["impact-assessment", "fria", "dpia"], ..step("impacts", mark!("Impacts"), Asked::Shown) },
    Step {
        fields: &["data-classes"],
        kinds: &["dataset"],
        controls: &["A.4.3", "A.7.2", "A.7.3", "A.7.4", "A.7.5", "A.7.6"],
        ..step("data", mark!("Data"), Asked::Shown)
    },
    Step {
        fields: &["model"],
        needs: &[&["model"]],
        kinds: &["model"],
        controls: &["A.6.2.3"],
        ..step("models", mark!("Models"), Asked::Either)
    },
    Step { kinds: &["test"], controls: &["A.6.2.4"], ..step("tests", mark!("Tests"), Asked::Shown) },
    Step {
        fields: &["deployed"],
        kinds: &["release"],
        controls: &["A.6.2.5"],
        ..step("release", mark!("Release"), Asked::Shown)
    },
    Step { kinds: &["monitoring"], controls: &["A.6.2.6"], ..step("monitoring", mark!("Monitoring"), Asked::Shown) },
    Step { kinds: &["concern"], ..step("concerns", mark!("Concerns"), Asked::Event) },
    Step { kinds: &["incident"], ..step("incidents", mark!("Incidents"), Asked::Event) },
    Step { kinds: &["change"], ..step("changes", mark!("Changes"), Asked::Event) },
    Step { fields: &["retired"], needs: &[&["retired"]], ..step("retirement", mark!("Retirement"), Asked::Retired) },
];

/// A step as it stands for one system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// The step.
    pub step: &'static Step,
    /// Documents that tell of it, each with its day, the newest first.
    pub documents: Vec<(DocIx, Option<Date>)>,
    /// Whether what has to be there is not.
    pub hole: bool,
    /// Where the entry makes the hole: what it has to say and does not.
    pub unsaid: Vec<&'static str>,
    /// Whether the system was in use and is retired, and nothing on record shows what was asked for while it ran.
    pub unrecorded: bool,
}

impl Step {
    /// What the entry of a system says of it, field by field.
    pub fn said(&self, entry: &Document) -> Vec<(&'static str, Vec<String>)> {
        let texts = |field: &&'static str| match &entry.fields.get(field)?.value {
            FieldValue::Text(text) => Some((*field, vec![text.clone()])),
            FieldValue::Texts(texts) => Some((*field, texts.iter().map(|text| text.value.clone()).collect())),
            FieldValue::Date(day) => Some((*field, vec![day.to_string()])),
            _ => None,
        };
        self.fields.iter().filter_map(texts).collect()
    }

    /// What the entry has to say of it and does not.
    fn unsaid(&self, entry: &Document) -> Vec<&'static str> {
        // A system may have no model; that it has no purpose is no answer.
        let is_answer = |text: &str| self.asked != Asked::Said || !says_nothing(text);
        let says = |field: &&str| !entry.fields.lacks(field) && entry.fields.text(field).is_none_or(is_answer);
        let unsaid = self.needs.iter().filter(|any| !any.iter().any(says));
        unsaid.filter_map(|any| any.first().copied()).collect()
    }
}

impl Aims {
    /// The life of an AI system, step by step.
    pub fn life(&self, system: DocIx) -> Vec<Passed> {
        let entry = self.document(system);
        let about: Vec<DocIx> = self.about().documents(system).filter(|ix| !self.document(*ix).is_retired()).collect();
        STEPS.iter().map(|step| self.passed(step, entry, &about)).collect()
    }

    fn passed(&self, step: &'static Step, entry: &Document, about: &[DocIx]) -> Passed {
        let tells = |ix: &DocIx| step.kinds.contains(&self.document(*ix).counts_as()) || self.shows_any(*ix, step);
        let mut documents: Vec<(DocIx, Option<Date>)> =
            about.iter().copied().filter(tells).map(|ix| (ix, self.evidence_date(ix))).collect();
        documents.sort_by_key(|(ix, date)| (std::cmp::Reverse(*date), *ix));
        let unsaid = step.unsaid(entry);
        let shows = documents.iter().any(|(ix, _)| is_finished(self.document(*ix)));
        let bare = match step.asked {
            Asked::Shown => !shows,
            Asked::Either => !unsaid.is_empty() && !shows,
            Asked::Said | Asked::Event | Asked::Retired => false,
        };
        let stage = entry.stage();
        let runs = matches!(stage, Some("in-use" | "suspended"));
        let ran = stage == Some("retired") && !entry.fields.lacks("deployed");
        let is_asked = step.asked == Asked::Said || (step.asked == Asked::Retired && stage == Some("retired"));
        // Where some of what there is is withheld, nobody may say that it is not there.
        let told = !self.trace.is_untold();
        let unsaid = if told && is_asked { unsaid } else { Vec::new() };
        let hole = told && ((runs && bare) || !unsaid.is_empty());
        Passed { step, documents, hole, unsaid, unrecorded: told && ran && bare }
    }

    /// Whether a document is evidence of a control of a step.
    fn shows_any(&self, ix: DocIx, step: &Step) -> bool {
        let is_one = |id: &str| step.controls.contains(&id);
        !step.controls.is_empty()
            && self.document(ix).tier() == Some(super::tier::Tier::Shows)
            && self.document(ix).is_record()
            && self.trace.served_by(ix).any(|served| served.framework == *ISO_42001 && is_one(&served.id))
    }
}

/// Whether a document is more than begun: it says something, nobody is still writing it, and it is of something that was done.
fn is_finished(document: &Document) -> bool {
    !document.said.wordless && !document.said.scant && document.may_show()
}
