//! What broken links may have meant: for a heading, one near it; for a word, an id near it; for a path, a file near it.

use std::collections::{BTreeMap, BTreeSet};

use super::catalog::{Standard, split_req_id};
use super::doc::DocIx;
use super::document::Document;
use super::file_id::made_id;
use super::links::{Broken, Resolver, Target, is_number, is_plain, names_path, parts, seen_from};
use crate::base::DocPath;
use crate::base::near::{Dressed, Near};
use crate::base::text::did_you_mean;
use crate::parse::{Link, LinkKind};

/// The names that may be meant, each sort of them sorted when it is first asked for.
struct Names<'r, 'a> {
    resolver: &'r Resolver<'a>,
    files: Option<Near<'a>>,
    /// The paths of files that have one name.
    paths: BTreeMap<&'a str, Near<'a>>,
    /// Ids: all, and those that begin with no digit.
    ids: BTreeMap<bool, Near<'a>>,
    /// What names something in other signs or words: ids without case, blanks and punctuation, and the files and titles of
    /// documents.
    called: Option<Called<'a>>,
    of_framework: BTreeMap<&'a str, Near<'a>>,
    anchors: BTreeMap<DocIx, Near<'a>>,
}

/// Says of broken links what they may have meant. `links` are those of each document.
pub(super) fn guess(resolver: &Resolver<'_>, links: &mut [Vec<Result<Target, Broken>>]) {
    let (paths, ids, of_framework, anchors) = Default::default();
    let mut names = Names { resolver, files: None, paths, ids, called: None, of_framework, anchors };
    for (document, found) in resolver.lookup.documents.iter().zip(links) {
        for (link, found) in document.body.links.iter().zip(found) {
            match found {
                Err(Broken::Missing { near: None }) => {
                    *found = Err(match names.near(document, link) {
                        None if is_plain(link) => Broken::Text,
                        // A number is near every other number.
                        Some(_) if is_number(link) => Broken::Text,
                        near => Broken::Missing { near },
                    });
                }
                Err(Broken::Fragment { document, fragment, near: near @ None }) => {
                    *near = names.anchor(*document, fragment);
                }
                _ => {}
            }
        }
    }
}

/// What else names a document or requirement.
struct Called<'a> {
    ids: Dressed<'a>,
    /// By the names of their files, without the ending, and by their titles; nothing where several are called so.
    documents: BTreeMap<String, Option<&'a Document>>,
}

impl<'a> Called<'a> {
    fn of(resolver: &Resolver<'a>, ids: impl Iterator<Item = &'a str>) -> Self {
        let mut found = Self { ids: Dressed::of(ids), documents: BTreeMap::new() };
        for document in resolver.lookup.documents.iter().filter(|document| document.translates.is_none()) {
            let names = BTreeSet::from([name_of(document.path.stem()), name_of(&document.title)]);
            for name in names {
                found.documents.entry(name).and_modify(|known| *known = None).or_insert(Some(document));
            }
        }
        found.documents.remove("");
        found
    }
}

/// What programs that link by names take for one: of a path the last part, without the ending of Markdown.
fn name_of(text: &str) -> String {
    let last = text.rsplit('/').next().unwrap_or_default().trim();
    last.strip_suffix(".md").unwrap_or(last).to_lowercase()
}

/// Whether a path is the name of a host, with no scheme before it: `www.example.org`.
fn begins_as_host(path: &str) -> bool {
    path.strip_prefix("www.").is_some_and(|rest| rest.contains('.') && !rest.starts_with('.') && !rest.contains(' '))
}

impl<'a> Names<'_, 'a> {
    fn anchor(&mut self, document: DocIx, fragment: &str) -> Option<String> {
        let anchors = || Near::of(self.resolver.lookup.anchors(document).keys().copied());
        let near = self.anchors.entry(document).or_insert_with(anchors);
        near.nearest(&fragment.to_lowercase()).map(str::to_owned)
    }

    fn near(&mut self, from: &Document, link: &Link) -> Option<String> {
        let (path, _) = parts(link.target.trim());
        if begins_as_host(&path) {
            return Some(format!("https://{}", link.target.trim().split('#').next().unwrap_or_default()));
        }
        let resolver = self.resolver;
        if let (Some(named), id) = split_req_id(&path)
            && let Some(framework) = resolver.catalog.framework(named)
        {
            let ids = || Near::of(resolver.known.of_framework(&framework.id));
            let near = self.of_framework.entry(&framework.id).or_insert_with(ids);
            return near.only(id).map(|near| format!("{named}:{near}"));
        }
        if names_path(link.kind, &path) {
            let wanted = from.path.resolve(&path)?;
            let markdown = format!("{wanted}.md");
            let file = |path: &str| resolver.lookup.files.get(path).copied();
            let rooted = || file(DocPath::new(&path)?.as_str());
            let page = || file(&format!("{}.md", wanted.as_str().strip_suffix(".html")?));
            let named = || resolver.ids.get(&wanted.stem().to_lowercase());
            let named = || named().map(|ix| resolver.lookup.documents[ix.index()].path.as_str());
            let near = file(&markdown).or_else(page).or_else(rooted).or_else(named).or_else(|| self.path(&wanted))?;
            return Some(seen_from(&from.path, near));
        }
        let documents = || resolver.lookup.documents.iter().map(|document| document.id.as_str());
        // An id that is taken by a heading of a framework followed earlier means nothing alone.
        if resolver.known.resolve(&path).is_none()
            && let Some(later) = resolver.catalog.standards().find(|standard| standard.control(&path).is_some())
        {
            return Some(format!("{}:{path}", later.id));
        }
        // What gathers others is near none of them.
        if resolver.catalog.standards().any(|standard| standard.title(&path).is_some()) {
            return None;
        }
        // An id that was made ends with the next remedy: it is named by its path.
        let written = |id: &str| match resolver.ids.get(&id.to_lowercase()) {
            Some(ix) if made_id(&resolver.lookup.documents[ix.index()].path) == id => {
                seen_from(&from.path, resolver.lookup.documents[ix.index()].path.as_str())
            }
            _ => id.to_owned(),
        };
        let is_meant = |id: &&str| resolver.known.resolve(id).is_some();
        let all = || documents().chain(resolver.catalog.standards().flat_map(Standard::ids).filter(is_meant));
        let called = self.called.get_or_insert_with(|| Called::of(resolver, all()));
        if let Some(id) = called.ids.meant(&path) {
            return id.map(written);
        }
        if let Some(Some(found)) = called.documents.get(&name_of(&path)) {
            return Some(match link.kind {
                LinkKind::Wiki => written(&found.id),
                _ => seen_from(&from.path, found.path.as_str()),
            });
        }
        // What begins with a letter is no number of a clause.
        let worded = path.starts_with(char::is_alphabetic);
        let fits = |id: &&str| !(worded && id.starts_with(|c: char| c.is_ascii_digit()));
        self.ids.entry(worded).or_insert_with(|| Near::of(all().filter(fits))).nearest(&path).map(written)
    }

    /// The file of this name or the nearest, and of those the nearest path. Names are short, and where many files are, many
    /// are alike: whole paths are compared only where a name is near.
    fn path(&mut self, wanted: &DocPath) -> Option<&'a str> {
        let by_name = &self.resolver.lookup.by_name;
        let name = match by_name.get_key_value(wanted.file_name()) {
            Some((name, _)) => *name,
            None => {
                let files = self.files.get_or_insert_with(|| Near::of(by_name.keys().copied()));
                let near = files.nearest(wanted.file_name())?;
                // Of short names the ending alone may be alike.
                let stem = |name: &'_ str| name.rsplit_once('.').map_or(name.len(), |(stem, _)| stem.len());
                let (own, other) = (wanted.file_name(), near);
                did_you_mean(&own[..stem(own)], [&other[..stem(other)]])?;
                near
            }
        };
        match by_name.get(name)?.as_slice() {
            [only] => Some(*only),
            several => {
                let near = self.paths.entry(name).or_insert_with(|| Near::of(several.iter().copied()));
                near.nearest(wanted.as_str()).or(several.first().copied())
            }
        }
    }
}
