//! Headings in which the words of a link name what readers may not know of: their anchors are made of these words.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::doc::DocIx;
use super::document::Document;
use super::links::{Broken, Target};
use super::unseen::Label;
use crate::parse::{Body, Heading, Link};

/// What stands for the words of such a link.
const LEFT: &str = "…";

/// Where the links of each document lead.
type Links = [Vec<Result<Target, Broken>>];

/// Calls such headings, and their anchors, without those words, and leads the links to them along.
pub(super) fn leave(documents: &mut [Arc<Document>], links: &mut Links) {
    let mut moved: BTreeMap<(DocIx, String), String> = BTreeMap::new();
    for (at, document) in documents.iter_mut().enumerate() {
        let Some(led) = links.get(at) else { continue };
        let is_left = |to: &Result<Target, Broken>| matches!(to, Err(Broken::Unseen(Label::Left)));
        let left: Vec<Link> =
            document.body.links.iter().zip(led).filter(|(_, to)| is_left(to)).map(|(link, _)| link.clone()).collect();
        let holds =
            |heading: &Heading, link: &Link| heading.span.start <= link.span.start && link.span.end <= heading.span.end;
        if left.iter().any(|link| document.body.headings.iter().any(|heading| holds(heading, link))) {
            let body = &mut Arc::make_mut(document).body;
            let mut taken: BTreeSet<String> = body.anchors().map(str::to_lowercase).collect();
            for place in 0..body.headings.len() {
                let named = body
                    .headings
                    .get(place)
                    .map(|heading| left.iter().filter(|link| holds(heading, link)).collect::<Vec<_>>());
                let named = named.unwrap_or_default();
                if !named.is_empty()
                    && let Some((old, new)) = rename(body, (place, &named), &mut taken)
                {
                    moved.insert((DocIx::new(at), old), new);
                }
            }
        }
    }
    for to in links.iter_mut().flatten() {
        if let Ok(Target::Document(ix, Some(anchor))) = to
            && let Some(new) = moved.get(&(*ix, anchor.clone()))
        {
            anchor.clone_from(new);
        }
    }
}

/// Calls a heading otherwise. Gives its anchors, as it was and as it is.
fn rename(
    body: &mut Body,
    (place, named): (usize, &[&Link]),
    taken: &mut BTreeSet<String>,
) -> Option<(String, String)> {
    let last = place + 1 + taken.len() + 1;
    let anchor =
        (place + 1..=last).map(|number| format!("section-{number}")).find(|name| taken.insert(name.clone()))?;
    let heading = body.headings.get_mut(place)?;
    heading.also = None;
    for link in named {
        heading.text = match link.text.as_str() {
            // What a link of raw HTML says is not known here.
            "" => LEFT.to_owned(),
            words => heading.text.replace(words, LEFT),
        };
    }
    let old = std::mem::replace(&mut heading.anchor, anchor.clone());
    Some((old, anchor))
}
