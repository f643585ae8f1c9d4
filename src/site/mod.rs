//! The static site: pages made from the state.
//!
//! In comes a [`State`]; [`Site::plan`] gives the address of every page with its path, and [`Site::page`] the bytes of one,
//! whichever and in whatever order: a page is a function of the state and its address. Templates see views (`view`, and one
//! struct a page in `pages`), never the model. Nothing in here writes a file, and nothing holds a whole site.

mod address;
mod assets;
mod autolink;
mod breaks;
mod commits;
mod contents;
mod context;
mod days;
mod diagram;
mod escape;
mod footnotes;
mod forge;
mod gathered;
mod glossary;
mod heavy;
mod html;
mod ids;
mod impact;
mod in_force;
mod leaves;
mod link;
mod lists;
mod marks;
mod markup;
mod nav;
mod neighbours;
mod outline;
mod outward;
mod own;
mod pack;
mod page;
mod pages;
mod parts;
mod pasts;
mod routes;
mod rows;
mod sanitise;
mod search;
mod shapes;
mod sheet;
mod skills;
mod spans;
mod stand;
mod stems;
mod table_of;
mod targets;
mod terms;
mod theme;
mod titles;
mod traced;
mod turn;
mod urgent;
mod values;
mod view;
mod way;
mod who;
mod withheld;
mod worded;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

pub use address::Address;
pub use gathered::{Gathering, Topic};
pub use glossary::{TERMS, Term, find as term};
pub use impact::{IMPACT_MARK, impact_page};
pub use lists::List;
pub use pasts::PastIx;
pub use search::IndexFile;
use search::Searched;
pub use shapes::Shapes;
use stand::Stand;

use crate::approval::record::signature_of;
use crate::base::wording::{self, Language};
use crate::base::{DocPath, Error, Result, claim};
use crate::model::audience::Audience;
use crate::model::{Aims, DocIx};
use crate::state::{State, Texts};
use context::Shared;
use link::{Linker, Named};
use nav::Nav;
use pages::Made;
use theme::Theme;

/// The article of a document, as its page shows it: safe HTML, in which links lead from the page to others.
pub fn article(aims: &Aims, ix: DocIx) -> String {
    html::body(aims, ix, Stand::alone(&routes::document(&aims.document(ix).id))).html
}

/// A site: the state that it shows, with indexes into it.
pub struct Site<'a> {
    shared: Shared<'a>,
    theme: Theme,
    nav: OnceLock<Nav<'a>>,
    search: search::Made<'a>,
    /// The language of what stands around the texts; `None` for English.
    language: Option<&'static Language>,
}

/// The paths of a site with what stands at each.
pub type Plan<'a> = BTreeMap<DocPath, Address<'a>>;

impl<'a> Site<'a> {
    /// Makes ready to make pages of `state`. `texts` tells what changed from one text to the next; `data` is the data files
    /// that are published beside the pages, the path of each in the site with what is in it.
    ///
    /// # Errors
    /// Where a template does not compile, of ours or of a team's own.
    pub fn new(state: &'a State, texts: &'a dyn Texts, data: Vec<(String, String)>) -> Result<Self> {
        let language = state.aims.config.interface();
        Ok(Self {
            shared: wording::within(language, || Shared::new(state, texts, data)),
            theme: Theme::load(&state.aims.theme, language)?,
            nav: OnceLock::new(),
            search: search::Made::default(),
            language,
        })
    }

    /// Does work in the language of the site.
    fn speaking<T>(&self, work: impl FnOnce() -> T) -> T {
        wording::within(self.language, work)
    }

    /// The address of every page.
    ///
    /// # Errors
    /// Where two pages want the same path, or a path is none: mistakes of ours, not of the documents.
    pub fn plan(&self) -> Result<Plan<'a>> {
        self.speaking(|| {
            let mut plan = Plan::new();
            for address in self.addresses() {
                claim(&mut plan, &address.path(&self.shared), address)?;
            }
            Ok(plan)
        })
    }

    /// The bytes of the page at an address. The same each time.
    ///
    /// # Errors
    /// Where a template fails, or the state has nothing at that address: mistakes of ours, not of the documents.
    pub fn page(&self, address: Address<'_>) -> Result<Vec<u8>> {
        self.speaking(|| self.made(address))
    }

    fn made(&self, address: Address<'_>) -> Result<Vec<u8>> {
        match address {
            Address::Rows(list, page) => {
                let first = address::path(&self.shared, list, 1);
                let page = self.made_at(Address::Part(list, page), &first)?;
                Ok(rows::script(&String::from_utf8_lossy(&page), self.shared.revision.as_deref()))
            }
            _ => self.made_at(address, &address.path(&self.shared)),
        }
    }

    /// A page with links that lead from the page at `path`.
    fn made_at(&self, address: Address<'_>, path: &str) -> Result<Vec<u8>> {
        let named = Named::default();
        let link = Linker::new(self.shared.aims, path, &self.shared.who).noting(&named);
        match pages::make(self.searched(), address, link) {
            Some(Made::Page(page)) => {
                let nav = self.nav.get_or_init(|| Nav::new(&self.shared));
                self.theme.render(&self.shared, address, link, *page, nav)
            }
            Some(Made::File(bytes)) => Ok(bytes),
            None => Err(Error::new(format!("there is no page at `{path}`"))
                .hint("where a text of it is damaged, `git fsck --full` names it, and another clone has it")),
        }
    }

    /// The shapes of the views of all its pages: what templates can rely on.
    ///
    /// # Errors
    /// As [`Site::plan`].
    pub fn shapes(&self) -> Result<Shapes> {
        let mut shapes = Shapes::new();
        for (path, address) in self.plan()? {
            let link = Linker::new(self.shared.aims, path.as_str(), &self.shared.who);
            if let Some(Made::Page(page)) = self.speaking(|| pages::make(self.searched(), address, link)) {
                shapes::note(&page, &mut shapes);
            }
        }
        Ok(shapes)
    }

    /// Does once, on all threads, what many of its files need. Without it each is made all the same.
    pub fn prepare(&self) {
        self.speaking(|| search::prepare(self.searched()));
    }

    /// Files of the repository that are published as they are: the path of each in the site, and in the AIMS. Images and
    /// attachments that a document uses, records of acts with their signatures, so that whoever has the site can verify them
    /// without the repository, and the style sheet, logo and fonts of a team's own look.
    pub fn copies(&self) -> Vec<(String, DocPath)> {
        let assets = self.shared.aims.assets.iter().map(|path| (routes::asset(path), path.clone()));
        let records = context::published(self.shared.state).flat_map(|act| {
            let signature = act.verdict.as_ref().and_then(|_| signature_of(&act.path));
            std::iter::once(act.path.clone()).chain(signature)
        });
        let own = self.shared.aims.theme.published().cloned();
        let as_they_are = records.chain(own).map(|path| (path.as_str().to_owned(), path));
        assets.chain(as_they_are).collect()
    }

    /// What there is, with what was made of the index of the search so far.
    fn searched(&self) -> Searched<'_, 'a> {
        (&self.shared, &self.search)
    }

    fn addresses(&self) -> Vec<Address<'a>> {
        let shared = &self.shared;
        let (aims, state) = (shared.aims, shared.state);
        let mut all: Vec<Address<'a>> = (0..assets::ASSETS.len()).map(Address::Asset).collect();
        all.extend(address::fixed_of(shared).map(|page| page.address));
        all.extend((0..shared.who.all().len()).map(Address::Person));
        all.extend(state.since.as_ref().map(|_| Address::Since));
        if address::is_told(shared, Address::Certification) {
            all.extend((0..shared.years_of_cycle.len()).map(Address::CertificationYear));
        }
        all.extend(shared.months.keys().map(|(year, month)| Address::Month(*year, *month)));
        let years: BTreeSet<i16> = shared.months.keys().map(|(year, _)| *year).collect();
        all.extend((!years.is_empty()).then_some(Address::Choices(None)));
        all.extend(years.into_iter().map(|year| Address::Choices(Some(year))));
        all.extend(leaves::all(shared).into_iter().flat_map(|part| [Some(part), rows::of(part)]).flatten());
        all.extend((0..shared.in_force.parts().len()).map(Address::InForcePart));
        for of in aims.trace.controls().chain(aims.trace.clauses()) {
            all.push(Address::Requirement(of));
            all.extend(shared.has_history(of).then_some(Address::RequirementHistory(of)));
        }
        let systems = aims.of_kind("system").into_iter();
        all.extend(systems.flat_map(|(ix, _)| [Address::SystemHistory(ix), Address::SystemStory(ix)]));
        let told =
            aims.trace.controls().chain(aims.trace.clauses()).filter(|of| shared.broken_at.contains_key(&of.key()));
        all.extend(told.map(Address::RequirementStory));
        let stated = aims.catalog.standards().filter(|standard| !standard.controls.is_empty());
        if address::is_told(shared, Address::Statement) {
            all.extend(stated.skip(1).map(Address::StatementFor));
        }
        all.extend((0..shared.registers.len()).map(Address::Register));
        all.extend((0..shared.pack.parts.len()).map(Address::PackPart));
        all.extend((state.audience == Audience::Public).then_some(Address::Trust));
        all.extend(aims.catalog.frameworks().iter().map(Address::Framework));
        all.extend(search::files(self.searched()).map(Address::Index));
        for (ix, _) in aims.iter() {
            all.extend([Address::Document(ix), Address::Record(ix)]);
            all.extend(shared.years(ix).into_keys().map(|year| Address::RecordOfYear(ix, year)));
        }
        for (place, of) in shared.pasts.all() {
            let with_page = of.texts.iter().enumerate().filter(|(_, past)| past.has_page);
            all.extend(with_page.flat_map(|(text, _)| [Address::Text(place, text), Address::TextBytes(place, text)]));
            if of.is_comparable() {
                all.push(Address::CompareTexts(place));
                all.extend(of.ix.is_none().then_some(Address::TextsOfGone(place)));
            }
        }
        all
    }
}

#[cfg(test)]
mod tests;
