//! A text that was just written, in the place of the one before, while nothing else is known to be another.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::doc::DocIx;
use super::document::Document;
use super::elsewhere::Elsewhere;
use super::links::{Broken, Resolver, Target};
use super::load::read_page;
use super::lookup::Lookup;
use super::read_document;
use super::unseen::{Label, Names, Unseen};
use super::whole::Aims;
use crate::base::DocPath;
use crate::parse::Link;
use crate::source::Source;

/// A text of a document, and where its links lead.
#[derive(Debug)]
pub struct Retold {
    ix: DocIx,
    document: Arc<Document>,
    links: Vec<Result<Target, Broken>>,
}

impl Aims {
    /// What a document says now in `source`, where these `files` are; `None` where it is another document by that, or says
    /// something else above its text: from that more follows than its own page.
    pub fn retold(&self, source: &dyn Source, ix: DocIx, files: &[DocPath]) -> Option<Retold> {
        let before = self.document(ix);
        // Where the file beside it stands for the document hangs on the length of its text.
        if before.beside.is_some() {
            return None;
        }
        let kinds = self.kinds.iter().map(|kind| (kind.name.clone(), Arc::new(kind.clone()))).collect();
        let page = read_page(source, &before.path, &self.config.reading).ok()?;
        let document =
            read_document::read(&before.path, (page, None), &kinds, &self.kinds, &self.config, &self.catalog);
        let same = (&document.id, document.id_span, &document.title) == (&before.id, before.id_span, &before.title)
            && (document.controlled, document.has_front) == (before.controlled, before.has_front)
            && document.kind == before.kind
            && document.fields == before.fields;
        let document = Arc::new(document);
        same.then(|| Retold { ix, links: self.links_of(ix, &document, files), document })
    }

    /// Where the links of a new text lead. Those that stood in the one before lead where they led.
    fn links_of(&self, ix: DocIx, document: &Arc<Document>, files: &[DocPath]) -> Vec<Result<Target, Broken>> {
        type Named<'a> = (u8, &'a str);
        fn named(link: &Link) -> Named<'_> {
            (link.kind as u8, link.target.as_str())
        }
        let before = self.document(ix).body.links.iter().zip(&self.links[ix.index()]);
        // The headings of the text may be others.
        let elsewhere = before.filter(|(link, _)| !link.target.trim_start().starts_with('#'));
        let known: BTreeMap<Named<'_>, &Result<Target, Broken>> =
            elsewhere.map(|(link, found)| (named(link), found)).collect();
        let links = &document.body.links;
        // Whether the words of a link can stand was said of others.
        let led = |found: &Result<Target, Broken>| match found {
            Err(Broken::Unseen(_)) => Err(Broken::Unseen(Label::Left)),
            found => found.clone(),
        };
        if links.iter().all(|link| known.contains_key(&named(link))) {
            return links.iter().map(|link| led(known[&named(link)])).collect();
        }
        let mut documents = self.documents.clone();
        documents[ix.index()] = Arc::clone(document);
        let lookup = Lookup::of(&documents, files, &self.config.excluded);
        let (unseen, names, nowhere) = (Unseen::default(), Names::default(), Elsewhere::default());
        let resolver = Resolver {
            lookup: &lookup,
            ids: &self.ids,
            catalog: &self.catalog,
            known: &self.known,
            unseen: &unseen,
            names: &names,
            elsewhere: &nowhere,
            config: &self.config,
        };
        let of = |link: &Link| match known.get(&named(link)) {
            Some(found) => led(found),
            None => resolver.resolve(ix, link),
        };
        links.iter().map(of).collect()
    }

    /// Puts a text in its place. Gives what stood there.
    pub fn retell(&mut self, told: Retold) -> Retold {
        let Retold { ix, document, links } = told;
        Retold {
            ix,
            document: std::mem::replace(&mut self.documents[ix.index()], document),
            links: std::mem::replace(&mut self.links[ix.index()], links),
        }
    }
}
