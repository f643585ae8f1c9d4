//! From files to [`Aims`], in named steps.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::baseline::{self, Baseline};
use super::beside;
use super::catalog::{Catalog, ReqId};
use super::config::Config;
use super::doc::{DocIx, Ids};
use super::document::Document;
use super::elsewhere::Elsewhere;
use super::file_text::read_text;
use super::kinds::Kinds;
use super::known::Known;
use super::links::{Resolver, Target};
use super::lookup::Lookup;
use super::own_kinds;
use super::own_theme::{self, OwnTheme};
use super::read_document;
use super::remembered::Remembered;
use super::trace::Trace;
use super::unread::{by_ending, pointed_at, unread};
use super::unseen::Unseen;
use super::whole::Aims;
use super::{
    attachments, file_id, hollow, in_use, meant, named_headings, references, soa, table_links, tongues, unended,
    unmerged,
};
use crate::base::{Date, DocPath, Result, SETTINGS};
use crate::diag::{Files, Span, Spanned};
use crate::parse::{self, Front, MAX_TEXT, Pointer, Problem};
use crate::reading::{Pairs, Reading};
use crate::source::{Content, Oddity, OddityKind, Source};

/// Reads the AIMS that `source` holds, as it stands on `today`, where nothing is known of who bore an id first. Reviews and
/// rungs follow once it is known how its documents stand by the record: see [`Aims::stand`].
///
/// # Errors
/// As [`read`].
pub fn load(source: &dyn Source, today: Date) -> Result<Aims> {
    read(source)?.settle(source, today, Firsts { bearers: &Bearers::new(), age: &|_| None })
}

/// For each id in lower case the documents that bear it, by their paths, those that bore it first before the others.
pub type Bearers = BTreeMap<String, Vec<DocPath>>;

/// What is known of who was first.
#[derive(Clone, Copy)]
pub struct Firsts<'a> {
    /// Who bore the ids that documents give themselves.
    pub bearers: &'a Bearers,
    /// How many commits ago the document at a path began; `None` where no commit holds it.
    pub age: &'a dyn Fn(&DocPath) -> Option<usize>,
}

/// What was read, before it is settled which document each id means.
pub struct Read {
    /// The settings.
    pub config: Config,
    catalog: Catalog,
    kinds: Kinds,
    theme: OwnTheme,
    documents: Vec<Arc<Document>>,
    texts: Files,
    problems: Vec<(DocPath, Problem)>,
    unseen: Unseen,
    elsewhere: Elsewhere,
    baseline: Option<Baseline>,
    idle_sidecars: Vec<Spanned<String>>,
}

/// Settings that name files by a folder or a pattern where there is none.
fn idle_settings(
    source: &dyn Source,
    config: &Config,
    documents: &[Arc<Document>],
    unseen: &Unseen,
    sidecars: Vec<Spanned<String>>,
) -> Vec<(&'static str, Spanned<String>)> {
    let pages = documents.iter().map(|document| &document.path).chain(&unseen.paths);
    let patterns = config.languages.idle(&pages).into_iter().map(|pattern| ("languages.pattern", pattern));
    let roots = config.roots.idle(source.files()).into_iter().map(|root| ("links.root", root));
    let sidecars = sidecars.into_iter().filter(|_| unseen.paths.is_empty());
    roots.chain(patterns).chain(sidecars.map(|pattern| ("header.sidecars", pattern))).collect()
}

/// What is not read, and the settings of other AIMS that begin below the root.
fn oddities(source: &dyn Source, config: &Config) -> Vec<Oddity> {
    let is_within = |path: &&DocPath| path.file_name() == SETTINGS && path.parent().is_some();
    let within = source.files().iter().filter(is_within).filter(|path| !config.excluded.has(path));
    let within = within.map(|path| Oddity { path: path.to_string(), kind: OddityKind::Within });
    source.oddities().iter().cloned().chain(within).collect()
}

/// Patterns of what is left out that match nothing, not even what could not be looked at.
fn idle_files(source: &dyn Source, config: &Config) -> Vec<Spanned<String>> {
    let unseen = source.oddities().iter().filter(|odd| odd.kind == OddityKind::Unseen);
    let unseen = unseen.filter_map(|odd| DocPath::new(&odd.path));
    config.excluded.idle(&source.files().iter().cloned().chain(unseen).collect::<Vec<_>>())
}

/// Why a file at `path` is not read as a document, as a sentence without a full stop; `None` where it is.
///
/// # Errors
/// Where the source itself fails.
pub fn passes_over(source: &dyn Source, path: &DocPath) -> Result<Option<String>> {
    let config = config(source)?;
    if let Some(pattern) = config.excluded.by(path) {
        return Ok(Some(format!("`{pattern}` under `exclude` in {SETTINGS} leaves it out")));
    }
    if source.files().binary_search(path).is_err() {
        let above = |odd: &&Oddity| path.as_str().strip_prefix(&odd.path).is_some_and(|rest| rest.starts_with('/'));
        let within = source.oddities().iter().find(above);
        let of_git = || "a `.gitignore` file leaves it out".to_owned();
        return Ok(Some(within.map_or_else(of_git, |odd| format!("`{}` is a repository of its own", odd.path))));
    }
    let is_beside = pairs(source, &config).aside.contains(path);
    Ok(is_beside.then(|| format!("by `sidecars` in {SETTINGS} it is a file beside another document")))
}

/// Which files are beside which documents.
fn pairs(source: &dyn Source, config: &Config) -> Pairs {
    if config.reading.sidecars.is_empty() {
        return Pairs::default();
    }
    let files: Vec<DocPath> = source.files().iter().filter(|path| !config.excluded.has(path)).cloned().collect();
    config.reading.sidecars.pairs(&files)
}

/// Reads the files of the AIMS that `source` holds, each on its own.
///
/// # Errors
/// Where the source itself fails. What is wrong with a file is kept for `check` and hides nothing else.
pub fn read(source: &dyn Source) -> Result<Read> {
    read_with(source, &Remembered::default())
}

/// The same without reading those documents again that are `kept` from before.
///
/// # Errors
/// As [`read`].
pub fn read_with(source: &dyn Source, kept: &Remembered) -> Result<Read> {
    let mut texts = Files::default();
    let mut problems = Vec::new();
    let config = read_config(source, &mut texts, &mut problems)?;
    let catalog = in_use::read_catalog(source, &config, &mut texts, &mut problems)?;
    let kinds = own_kinds::all_kinds(&config.kinds);
    let theme = own_theme::read(source, &mut texts, &mut problems)?;
    let by_name: BTreeMap<_, _> = kinds.iter().map(|kind| (kind.name.clone(), Arc::new(kind.clone()))).collect();
    let pairs = pairs(source, &config);
    problems.extend(beside::doubtful(&pairs));
    let is_read = |path: &&DocPath| path.is_markdown() && !config.excluded.has(path) && !pairs.aside.contains(*path);
    let markdown: Vec<&DocPath> = source.files().iter().filter(is_read).collect();
    kept.begin(source, &config);
    let read = |path: &&DocPath| -> Result<Arc<Document>> {
        let aside = pairs.of.get(*path);
        if let Some(known) = kept.get(path, aside) {
            return Ok(known);
        }
        let page = read_page(source, path, &config.reading)?;
        let aside = aside.map(|aside| beside::read(source, aside, page.text.len(), &config.reading)).transpose()?;
        let read = Arc::new(read_document::read(path, (page, aside), &by_name, &kinds, &config, &catalog));
        kept.put(&read);
        Ok(read)
    };
    let documents: Vec<Arc<Document>> = markdown.par_iter().map(read).collect::<Result<_>>()?;
    for document in &documents {
        texts.add(document.path.clone(), Arc::clone(&document.text));
        if let Some(beside) = &document.beside {
            texts.add(beside.path.clone(), Arc::clone(&beside.text));
        }
    }
    for (path, text, conflict) in unmerged::records(source)? {
        texts.add(path.clone(), text.into());
        problems.push((path, conflict));
    }
    let baseline = baseline::load(source, &config, &mut texts)?;
    let idle = config.reading.sidecars.idle(&pairs);
    let idle = config.sidecars.iter().filter(|pattern| idle.contains(&pattern.value.trim().trim_start_matches("./")));
    let idle: Vec<Spanned<String>> = idle.cloned().collect();
    Ok(Read {
        baseline,
        idle_sidecars: idle,
        config,
        catalog,
        kinds,
        theme,
        documents,
        texts,
        problems,
        unseen: Unseen::default(),
        elsewhere: Elsewhere::default(),
    })
}

impl Read {
    /// The same for readers who may not know of some documents, which are not among those that were read.
    #[must_use]
    pub fn without(mut self, unseen: &Unseen) -> Self {
        for document in self.documents.iter_mut().filter(|_| !unseen.ids.is_empty()) {
            unseen.leave(Arc::make_mut(document));
        }
        Self { unseen: unseen.clone(), ..self }
    }

    /// The same in an edition, whose links lead elsewhere.
    #[must_use]
    pub fn leading(self, elsewhere: Elsewhere) -> Self {
        Self { elsewhere, ..self }
    }

    /// Puts together what was read from `source`: an id that several documents give, or that is made for several, is that of
    /// the one that `firsts` knows to be the oldest, and else of the first by path.
    ///
    /// # Errors
    /// Where the source itself fails.
    pub fn settle(self, source: &dyn Source, today: Date, firsts: Firsts<'_>) -> Result<Aims> {
        let Self {
            config,
            catalog,
            kinds,
            theme,
            mut documents,
            texts,
            problems,
            unseen,
            elsewhere,
            baseline,
            idle_sidecars,
        } = self;
        elsewhere.settle(&mut documents);
        let translations = tongues::settle(&mut documents, &config, firsts.bearers);
        let ids = give_ids(&mut documents, firsts);
        unended::settle(&mut documents, &ids, today);
        table_links::lead(&mut documents, &config.reading.tables);
        let soas = soa::read(&documents, &catalog, &[], today);
        let known = Known::of(&catalog, &soas.iter());
        let links = resolve_links(&mut documents, &ids, (source, &config), (&catalog, &known), (&unseen, &elsewhere));
        let links = withhold(source, links, &config.publish.attachments)?;
        hollow::settle(&mut documents, &links);
        let of = |(i, found): (usize, &Arc<Document>)| references::of(DocIx::new(i), found, &kinds, &ids);
        let references: Vec<_> = documents.iter().enumerate().flat_map(of).collect();
        let (backlinks, mentions, assets) = turn_around(&links, &references);
        let mut references_to: BTreeMap<DocIx, Vec<usize>> = BTreeMap::new();
        for (i, to) in references.iter().enumerate().filter_map(|(i, reference)| Some((i, reference.to?))) {
            references_to.entry(to).or_default().push(i);
        }
        let (idle_files, oddities) = (idle_files(source, &config), oddities(source, &config));
        let idle_settings = idle_settings(source, &config, &documents, &unseen, idle_sidecars);
        let idle_folders = config.folders.idle(documents.iter().map(|document| &document.path).chain(&unseen.paths));
        Ok(Aims {
            baseline,
            config,
            catalog,
            kinds,
            theme,
            documents,
            links,
            references,
            written_soas: soas.clone(),
            soas,
            idle_folders,
            idle_files,
            idle_settings,
            trace: Trace::default(),
            today,
            texts,
            problems,
            oddities,
            unread: by_ending(source.files()),
            assets,
            ids,
            translations,
            known,
            mentions,
            stand_for: elsewhere.stubs,
            standings: Vec::new(),
            in_place: BTreeMap::new(),
            reviews: Vec::new(),
            about: super::about::About::default(),
            origins: Vec::new(),
            backlinks,
            references_to,
        })
    }
}

/// The frameworks of the AIMS that `source` holds, as its settings have them; what is wrong with the settings is left out.
///
/// # Errors
/// Where the source itself fails.
pub fn catalog(source: &dyn Source) -> Result<Catalog> {
    let (mut texts, mut problems) = (Files::default(), Vec::new());
    let config = read_config(source, &mut texts, &mut problems)?;
    in_use::read_catalog(source, &config, &mut texts, &mut problems)
}

/// The settings of the AIMS that `source` holds, without what is wrong with them.
///
/// # Errors
/// Where the source itself fails.
pub fn config(source: &dyn Source) -> Result<Config> {
    read_config(source, &mut Files::default(), &mut Vec::new())
}

/// The kinds of documents of the AIMS that `source` holds, the team's own among them.
///
/// # Errors
/// Where the source itself fails.
pub fn kinds(source: &dyn Source) -> Result<Kinds> {
    Ok(own_kinds::all_kinds(&read_config(source, &mut Files::default(), &mut Vec::new())?.kinds))
}

fn read_config(source: &dyn Source, texts: &mut Files, problems: &mut Vec<(DocPath, Problem)>) -> Result<Config> {
    let Some(path) = DocPath::new(SETTINGS).filter(|path| source.files().contains(path)) else {
        return Ok(Config::default());
    };
    let Some(text) = read_text(source, &path, problems)? else { return Ok(Config::default()) };
    let (config, found) = Config::read(&text);
    problems.extend(found.into_iter().map(|problem| (path.clone(), problem)));
    texts.add(path, text.into());
    Ok(config)
}

pub(super) fn read_page(source: &dyn Source, path: &DocPath, reading: &Reading) -> Result<parse::Page> {
    Ok(match source.read(path, MAX_TEXT)? {
        Content::Bytes(bytes) => match Pointer::of(&bytes) {
            Some(pointer) => pointed(pointer),
            None => reading.page(&bytes),
        },
        content => {
            let mut page = parse::page(b"");
            page.problems.push(unread(&content));
            page
        }
    })
}

/// A page whose text is elsewhere. It does not turn into one without front matter by that.
fn pointed(pointer: Pointer) -> parse::Page {
    let mut page = parse::page(b"");
    page.front = Some(Front { entries: Vec::new(), span: Span::default(), unread: Vec::new(), near: None });
    page.problems.push(pointed_at(pointer));
    page
}

/// Makes ids unique: a given id belongs to the first of its bearers that gives it, or else to the first document by path
/// that does, and a made id to the oldest document that it is made for. The others get one with a number or a mark behind it.
fn give_ids(documents: &mut [Arc<Document>], firsts: Firsts<'_>) -> Ids {
    let mut ids = Ids::new();
    let by_path: BTreeMap<&DocPath, usize> =
        documents.iter().enumerate().map(|(i, document)| (&document.path, i)).collect();
    for (id, paths) in firsts.bearers {
        let gives = |i: &usize| documents[*i].id_span.is_some() && documents[*i].id.to_lowercase() == *id;
        let first = paths.iter().filter_map(|path| by_path.get(path).copied()).find(gives);
        ids.extend(first.map(|i| (id.clone(), DocIx::new(i))));
    }
    for (i, document) in documents.iter().enumerate().filter(|(_, document)| document.id_span.is_some()) {
        ids.entry(document.id.to_lowercase()).or_insert(DocIx::new(i));
    }
    // Only when every given id has its owner are the others named, so that none of them takes what another was given.
    for (id, i) in oldest(documents, firsts.age) {
        ids.entry(id).or_insert(DocIx::new(i));
    }
    let mut last: BTreeMap<String, usize> = BTreeMap::new();
    for (i, document) in documents.iter_mut().enumerate() {
        let ix = DocIx::new(i);
        if ids.get(&document.id.to_lowercase()) == Some(&ix) {
            continue;
        }
        let document = Arc::make_mut(document);
        if document.id_span.is_none() && ids.contains_key(&document.id.to_lowercase()) {
            // Of two files with one made id the other is marked by its path: a number would go to another with the next file.
            document.id = format!("{}-{}", document.id, file_id::mark_of(&document.path));
        }
        let base = document.id.clone();
        let number = last.entry(base.to_lowercase()).or_insert(1);
        while ids.contains_key(&document.id.to_lowercase()) {
            *number += 1;
            document.id = format!("{base}-{number}");
        }
        ids.insert(document.id.to_lowercase(), ix);
    }
    // What was called otherwise goes on to be found by that, unless another has the id now.
    for (i, document) in documents.iter().enumerate() {
        for former in document.fields.texts("formerly") {
            ids.entry(former.value.trim().to_lowercase()).or_insert(DocIx::new(i));
        }
    }
    ids
}

/// Of each id that is made for several documents the one that began first.
fn oldest(documents: &[Arc<Document>], age: &dyn Fn(&DocPath) -> Option<usize>) -> BTreeMap<String, usize> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, document) in documents.iter().enumerate().filter(|(_, document)| document.id_span.is_none()) {
        groups.entry(document.id.to_lowercase()).or_default().push(i);
    }
    let first = |of: Vec<usize>| of.into_iter().min_by_key(|i| (Reverse(age(&documents[*i].path)), *i));
    let several = groups.into_iter().filter(|(_, of)| of.len() > 1);
    several.filter_map(|(id, of)| Some((id, first(of)?))).collect()
}

type Links = Vec<Vec<std::result::Result<Target, super::links::Broken>>>;

fn resolve_links(
    documents: &mut [Arc<Document>],
    ids: &Ids,
    (source, config): (&dyn Source, &Config),
    (catalog, known): (&Catalog, &Known),
    (unseen, elsewhere): (&Unseen, &Elsewhere),
) -> Links {
    let lookup = Lookup::of(documents, source.files(), &config.excluded);
    let names = &unseen.names();
    let resolver = Resolver { lookup: &lookup, ids, catalog, known, unseen, names, elsewhere, config };
    let of_document = |(i, document): (usize, &Arc<Document>)| {
        document.body.links.iter().map(|link| resolver.resolve(DocIx::new(i), link)).collect()
    };
    let mut links: Links = documents.par_iter().enumerate().map(of_document).collect();
    meant::guess(&resolver, &mut links);
    named_headings::leave(documents, &mut links);
    links
}

/// Turns links to attachments that are not published into links that lead nowhere.
fn withhold(source: &dyn Source, mut links: Links, also: &[String]) -> Result<Links> {
    let assets = links.iter().flatten().filter_map(|link| match link {
        Ok(Target::Asset(path)) => Some(path.clone()),
        _ => None,
    });
    let withheld = attachments::withheld(source, &assets.collect(), also)?;
    for link in links.iter_mut().flatten() {
        if let Ok(Target::Asset(path)) = link
            && let Some(why) = withheld.get(path)
        {
            *link = Err(super::links::Broken::Withheld(why.clone()));
        }
    }
    Ok(links)
}

type Turned = (BTreeMap<DocIx, Vec<DocIx>>, BTreeMap<ReqId, BTreeSet<DocIx>>, Vec<DocPath>);

/// From what each document points at to what points at each document, requirement and file.
fn turn_around(links: &Links, references: &[references::Reference]) -> Turned {
    let mut documents: BTreeMap<DocIx, BTreeSet<DocIx>> = BTreeMap::new();
    let mut mentions: BTreeMap<ReqId, BTreeSet<DocIx>> = BTreeMap::new();
    let mut assets = BTreeSet::new();
    for (i, links) in links.iter().enumerate() {
        let from = DocIx::new(i);
        for target in links.iter().flatten() {
            match target {
                Target::Document(to, _) if *to != from => {
                    documents.entry(*to).or_default().insert(from);
                }
                Target::Requirement(id) => {
                    mentions.entry(id.clone()).or_default().insert(from);
                }
                Target::Asset(path) => {
                    assets.insert(path.clone());
                }
                Target::Document(..) | Target::External(_) => {}
            }
        }
    }
    for reference in references {
        if let Some(to) = reference.to.filter(|to| *to != reference.from) {
            documents.entry(to).or_default().insert(reference.from);
        }
    }
    let documents = documents.into_iter().map(|(to, from)| (to, from.into_iter().collect())).collect();
    (documents, mentions, assets.into_iter().collect())
}
