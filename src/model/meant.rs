//! What broken links may have meant: for a heading, one near it; for a word, an id near it; for a path, a file near it.

use std::collections::BTreeMap;

use super::DocIx;
use super::catalog::{Standard, split_req_id};
use super::document::Document;
use super::links::{Broken, Resolver, Target, names_path, parts, seen_from};
use crate::base::DocPath;
use crate::base::near::Near;
use crate::parse::Link;

/// The names that may be meant, each sort of them sorted when it is first asked for.
struct Names<'r, 'a> {
    resolver: &'r Resolver<'a>,
    files: Option<Near<'a>>,
    /// The paths of files that have one name.
    paths: BTreeMap<&'a str, Near<'a>>,
    ids: Option<Near<'a>>,
    of_framework: BTreeMap<&'a str, Near<'a>>,
    anchors: BTreeMap<DocIx, Near<'a>>,
}

/// Says of broken links what they may have meant. `links` are those of each document.
pub(super) fn guess(resolver: &Resolver<'_>, links: &mut [Vec<Result<Target, Broken>>]) {
    let (paths, of_framework, anchors) = Default::default();
    let mut names = Names { resolver, files: None, paths, ids: None, of_framework, anchors };
    for (document, found) in resolver.lookup.documents.iter().zip(links) {
        for (link, found) in document.body.links.iter().zip(found) {
            match found {
                Err(Broken::Missing { near: near @ None }) => *near = names.near(document, link),
                Err(Broken::Fragment { document, fragment, near: near @ None }) => {
                    *near = names.anchor(*document, fragment);
                }
                _ => {}
            }
        }
    }
}

impl<'a> Names<'_, 'a> {
    fn anchor(&mut self, document: DocIx, fragment: &str) -> Option<String> {
        let anchors = || Near::of(self.resolver.lookup.anchors(document).keys().copied());
        let near = self.anchors.entry(document).or_insert_with(anchors);
        near.nearest(&fragment.to_lowercase()).map(str::to_owned)
    }

    fn near(&mut self, from: &Document, link: &Link) -> Option<String> {
        let (path, _) = parts(link.target.trim());
        let resolver = self.resolver;
        if let (Some(named), id) = split_req_id(&path)
            && let Some(framework) = resolver.catalog.framework(named)
        {
            let ids = || Near::of(resolver.known.of_framework(&framework.id));
            let near = self.of_framework.entry(&framework.id).or_insert_with(ids);
            return near.nearest(id).map(|near| format!("{named}:{near}"));
        }
        if names_path(link.kind, &path) {
            let wanted = from.path.resolve(&path)?;
            let markdown = format!("{wanted}.md");
            let file = |path: &str| resolver.lookup.files.get(path).copied();
            let rooted = || file(DocPath::new(&path)?.as_str());
            let near = file(&markdown).or_else(rooted).or_else(|| self.path(&wanted))?;
            return Some(seen_from(&from.path, near));
        }
        let documents = || resolver.lookup.documents.iter().map(|document| document.id.as_str());
        let ids = || Near::of(documents().chain(resolver.catalog.standards().flat_map(Standard::ids)));
        self.ids.get_or_insert_with(ids).nearest(&path).map(str::to_owned)
    }

    /// The file of this name or the nearest, and of those the nearest path. Names are short, and where many files are, many
    /// are alike: whole paths are compared only where a name is near.
    fn path(&mut self, wanted: &DocPath) -> Option<&'a str> {
        let by_name = &self.resolver.lookup.by_name;
        let name = match by_name.get_key_value(wanted.file_name()) {
            Some((name, _)) => *name,
            None => {
                let files = self.files.get_or_insert_with(|| Near::of(by_name.keys().copied()));
                files.nearest(wanted.file_name())?
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
