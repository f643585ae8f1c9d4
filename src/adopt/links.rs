//! What links count from that are addresses of a site.

use std::collections::{BTreeMap, BTreeSet};

use super::proposal::{Proposal, list, quoted};
use crate::base::DocPath;
use crate::diag::{Span, Spanned};
use crate::model::Aims;
use crate::model::links::{Broken, path_of};
use crate::model::roots::Roots;
use crate::parse::LinkKind;

/// The most folders that are tried for one link.
const TRIED: usize = 32;

/// The most folders that are proposed.
const MOST: usize = 4;

/// A link that leads nowhere: the file it stands in, the path that it names, and whether it is an image.
type Open<'a> = (&'a DocPath, String, bool);

/// The folders from which links with `/` before them lead somewhere, where several do.
pub(super) fn roots(aims: &Aims, files: &[DocPath]) -> Vec<Proposal> {
    let mut open = open(aims);
    let known: BTreeSet<&str> = files.iter().map(DocPath::as_str).collect();
    let folders = Folders::of(files);
    let mut names: Vec<String> = Vec::new();
    let mut paths: BTreeSet<&DocPath> = BTreeSet::new();
    while names.len() < MOST {
        let mut by_folder: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for (place, link) in open.iter().enumerate() {
            for folder in folders.of_link(&link.1).filter(|folder| leads(folder, link, &known)) {
                by_folder.entry(folder).or_default().insert(place);
            }
        }
        // Of folders that do alike the highest.
        let best = by_folder.iter().max_by_key(|(folder, places)| (places.len(), std::cmp::Reverse(folder.len())));
        let Some((folder, _)) = best.filter(|(_, places)| places.len() > 1) else { break };
        names.push((*folder).to_owned());
        open.retain(|link| {
            let leads = leads(folder, link, &known);
            paths.extend(leads.then_some(link.0));
            !leads
        });
    }
    let paths: Vec<&DocPath> = paths.into_iter().collect();
    let value = match names.as_slice() {
        [] => return Vec::new(),
        [one] => quoted(one),
        several => list(several),
    };
    vec![Proposal::new("links", "root", value, &paths, aims.documents.len())]
}

/// The links that lead nowhere.
fn open(aims: &Aims) -> Vec<Open<'_>> {
    let mut open = Vec::new();
    for (document, found) in aims.documents.iter().zip(&aims.links) {
        for (link, found) in document.body.links.iter().zip(found) {
            if let (Err(Broken::Missing { .. } | Broken::Folder), Some(path)) = (found, path_of(link)) {
                open.push((&document.path, path, link.kind == LinkKind::Image));
            }
        }
    }
    open
}

fn leads(folder: &str, (from, path, is_image): &Open<'_>, known: &BTreeSet<&str>) -> bool {
    let root = Spanned { value: folder.to_owned(), span: Span::default() };
    Roots::new(vec![root]).meant(from, path, *is_image).iter().any(|path| known.contains(path.as_str()))
}

/// The folders of an AIMS by what lies in them.
struct Folders<'a>(BTreeMap<&'a str, BTreeSet<&'a str>>);

impl<'a> Folders<'a> {
    fn of(files: &'a [DocPath]) -> Self {
        let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for path in files {
            let mut at = path.as_str();
            loop {
                let (folder, name) = at.rsplit_once('/').unwrap_or(("", at));
                let name = name.split_once('.').map_or(name, |(stem, _)| stem);
                if !found.entry(name).or_default().insert(folder) || folder.is_empty() {
                    break;
                }
                at = folder;
            }
        }
        Self(found)
    }

    /// Those from which a link may count: that hold what it names first.
    fn of_link(&self, path: &str) -> impl Iterator<Item = &'a str> {
        let first = path.strip_prefix('/').map(|rest| rest.split('/').next().unwrap_or_default());
        let first = first.map(|first| first.split_once('.').map_or(first, |(stem, _)| stem));
        let holding = first.and_then(|first| self.0.get(first)).into_iter().flatten().copied();
        // What is an address by its ending alone needs no folder.
        holding.map(|folder| if folder.is_empty() { "." } else { folder }).chain(["."]).take(TRIED)
    }
}
