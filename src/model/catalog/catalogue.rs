//! The catalogue as one value: every framework, those that are followed, and the crosswalk, with what can be asked of them.

use std::sync::Arc;

use super::framework::{Framework, Relation};
use super::iso::{Area, Clause, Control};
use super::relations::{CrosswalkMeta, Relations};
use super::req_id::{FrameworkId, ISO_42001, ReqId, split_req_id, up_to_heading};
use super::standard::Standard;

/// Every framework, those that are followed in detail, and the crosswalk.
#[derive(Debug, Clone)]
pub struct Catalog {
    pub(super) frameworks: Vec<Framework>,
    /// ISO/IEC 42001, at which the crosswalk starts.
    pub(super) iso: Arc<Standard>,
    /// Those that are followed, in that order. Never empty.
    pub(super) standards: Vec<Arc<Standard>>,
    pub(super) crosswalk: CrosswalkMeta,
    pub(super) relations: Relations,
}

impl Catalog {
    /// This catalogue together with a team's own frameworks and the relations they state. Of two with the same id the
    /// first is kept; that there are two is for the caller to report.
    #[must_use]
    pub fn with(&self, own: Vec<Framework>) -> Self {
        let mut all = self.clone();
        let builtin = all.frameworks.iter().filter(|framework| !framework.own).count();
        for framework in own {
            if all.framework(&framework.id).is_none() {
                all.frameworks.push(framework);
            }
        }
        all.frameworks[builtin..].sort_by(|a, b| a.id.cmp(&b.id));
        let stated = all.frameworks.iter().filter(|framework| self.framework(&framework.id).is_none());
        let rows = self.relations().iter().chain(stated.flat_map(|framework| &framework.relates)).cloned();
        all.relations = Relations::new(rows.collect(), &all.frameworks);
        all
    }

    /// This catalogue with only the frameworks that `keep` wants; ISO/IEC 42001, at which the crosswalk starts, always
    /// stays, and so does what is followed.
    #[must_use]
    pub fn only(&self, keep: impl Fn(&Framework) -> bool) -> Self {
        let mut fewer = self.clone();
        fewer
            .frameworks
            .retain(|framework| framework.id == ISO_42001 || self.standard(&framework.id).is_some() || keep(framework));
        let rows = self.relations().iter().filter(|row| fewer.framework(&row.framework).is_some()).cloned();
        fewer.relations = Relations::new(rows.collect(), &fewer.frameworks);
        fewer
    }

    /// Every framework: ISO/IEC 42001, the AI Act, NIST AI RMF, ISO/IEC 27001, ISO 9001, then own ones by id.
    pub fn frameworks(&self) -> &[Framework] {
        &self.frameworks
    }

    /// The framework with exactly this id.
    pub fn framework(&self, id: &str) -> Option<&Framework> {
        self.frameworks.iter().find(|framework| framework.id == id)
    }

    /// This catalogue with these frameworks followed, in this order. Ids that are no framework's, and those named before,
    /// are left out; where none is left, ISO/IEC 42001 is followed.
    #[must_use]
    pub fn following<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> Self {
        let mut standards: Vec<Arc<Standard>> = Vec::new();
        for id in ids {
            if standards.iter().any(|known| known.id == *id) {
                continue;
            }
            match self.framework(id) {
                Some(_) if self.iso.id == *id => standards.push(Arc::clone(&self.iso)),
                Some(framework) => standards.push(Arc::new(Standard::of(framework).evidenced_as(&self.iso))),
                None => {}
            }
        }
        if standards.is_empty() {
            standards.push(Arc::clone(&self.iso));
        }
        Self { standards, ..self.clone() }
    }

    /// The frameworks that are followed, in the order in which the settings name them. There is always one.
    pub fn standards(&self) -> impl ExactSizeIterator<Item = &Standard> + DoubleEndedIterator + Clone {
        self.standards.iter().map(|standard| &**standard)
    }

    /// The framework that is followed first: ids that name no framework, and addresses of pages, are its own.
    pub fn first(&self) -> &Standard {
        self.standards.first().unwrap_or(&self.iso)
    }

    /// The first followed framework that has reference controls: what a statement of applicability is about where it names
    /// no framework. The one followed first where none has any.
    pub fn first_stated(&self) -> &Standard {
        self.standards().find(|standard| !standard.controls.is_empty()).unwrap_or(self.first())
    }

    /// The framework of this id, where it is followed.
    pub fn standard(&self, id: &str) -> Option<&Standard> {
        self.standards().find(|standard| standard.id == *id)
    }

    /// The clauses of the framework that is followed first, in order, with those that only hold others.
    pub fn clauses(&self) -> &[Clause] {
        &self.first().clauses
    }

    /// The clause of a framework that is followed.
    pub fn clause(&self, framework: &str, id: &str) -> Option<&Clause> {
        self.standard(framework)?.clause(id)
    }

    /// The areas of reference controls of the framework that is followed first, in order.
    pub fn areas(&self) -> &[Area] {
        &self.first().areas
    }

    /// The reference controls of the framework that is followed first, in order.
    pub fn controls(&self) -> impl ExactSizeIterator<Item = &Control> + DoubleEndedIterator + Clone {
        self.first().controls.iter()
    }

    /// The reference control of a framework that is followed.
    pub fn control(&self, framework: &str, id: &str) -> Option<&Control> {
        self.standard(framework)?.control(id)
    }

    /// What `written` names: `iso-27001:A.5.2` in the framework it says, `A.5.2` in the first followed one that has it.
    pub fn resolve(&self, written: &str) -> Option<ReqId> {
        let has = |standard: &&Standard, id: &str| standard.clause(id).is_some() || standard.control(id).is_some();
        let (framework, id) = split_req_id(written);
        let mut asked = self.asked(framework, id).into_iter();
        asked.find(|standard| has(standard, id)).map(|standard| ReqId::new(&standard.id, id))
    }

    /// The followed frameworks that an id may be of: the one that is said, else all up to the first that has a heading of
    /// that id.
    pub fn asked(&self, framework: Option<&str>, id: &str) -> Vec<&Standard> {
        let followed = self.standards().filter(|standard| framework.is_none_or(|wanted| standard.id == *wanted));
        up_to_heading(followed, |standard| standard.headings().any(|heading| heading == id)).collect()
    }

    /// How documents and pages name a requirement: by its id alone where that is of the framework followed first, else
    /// with the framework before it.
    pub fn name(&self, id: &ReqId) -> String {
        if id.framework == self.first().id { id.id.to_string() } else { id.to_string() }
    }

    /// How a heading names a requirement: `9.2.2` where it is of the framework followed first, else `ISO/IEC 27001 9.2.2`.
    pub fn heading(&self, framework: &FrameworkId, id: &str) -> String {
        match self.standard(framework) {
            Some(standard) if standard.id != self.first().id => format!("{} {id}", standard.short),
            _ => id.to_owned(),
        }
    }

    /// How pages name something of a followed framework in one list with those of others: by itself where it is of the
    /// framework followed first, else behind what people call its framework.
    pub fn headed(&self, standard: &Standard, words: String) -> String {
        if standard.id == self.first().id { words } else { format!("{}: {words}", standard.short) }
    }

    /// The title of anything in ISO/IEC 42001 that the crosswalk can start at: a clause, area, objective or control.
    pub fn title(&self, id: &str) -> Option<&str> {
        self.iso.title(id)
    }

    /// Every row of the crosswalk, in the order of ISO/IEC 42001, then of the frameworks.
    pub fn relations(&self) -> &[Relation] {
        self.relations.all()
    }

    /// The rows that start at a clause, area or control of ISO/IEC 42001, in the order of the frameworks.
    pub fn relations_from(&self, id: &str) -> &[Relation] {
        self.relations.from(id)
    }

    /// The rows that end at an item of a framework, in the order of ISO/IEC 42001.
    pub fn relations_to(&self, framework: &str, id: &str) -> impl Iterator<Item = &Relation> {
        self.relations.to(framework, id)
    }

    /// What is to be said about the crosswalk as a whole.
    pub fn crosswalk_meta(&self) -> &CrosswalkMeta {
        &self.crosswalk
    }
}
