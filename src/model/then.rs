//! Texts of old, read among what there is today: where their links lead now.
//!
//! A text of the past was written for files that may have moved or gone. Its links are led to what is there today, by the
//! same names by which those of present texts find it; what finds nothing is plain text. Nothing is guessed.

use std::sync::Arc;

use super::doc::DocIx;
use super::links::{Broken, Target, parts, path_of};
use super::soa::{self, Soa};
use super::whole::Aims;
use crate::base::DocPath;
use crate::base::text::slug;
use crate::parse::{Body, Link, LinkKind};

/// A text of old, read.
#[derive(Debug)]
pub struct Then {
    /// Its normalised text.
    pub text: String,
    /// What is below its front matter.
    pub body: Body,
    /// Where its links lead today, in the order of its body.
    pub links: Vec<Result<Target, Broken>>,
}

impl Aims {
    /// Reads a text of old that lay at `path`.
    pub fn read_then(&self, path: &DocPath, bytes: &[u8]) -> Then {
        let page = self.config.reading.page(bytes);
        let links = page.body.links.iter().map(|link| self.lead_then(path, link)).collect();
        Then { text: page.text.to_string(), body: page.body, links }
    }

    /// The statement of applicability that a text of old of the document `of` gives, alone; `None` where it is none.
    pub fn stated_then(&self, of: DocIx, bytes: &[u8]) -> Option<Soa> {
        let then = Arc::new(self.document_then(&self.document(of).path, bytes));
        let mut soa = soa::read(&[then], &self.catalog, &[], self.today).into_iter().next()?;
        soa.document = of;
        Some(soa)
    }

    fn lead_then(&self, from: &DocPath, link: &Link) -> Result<Target, Broken> {
        let missing = Broken::Missing { near: None };
        let target = link.target.trim();
        if link.kind == LinkKind::Image {
            return Err(missing);
        }
        if let Some(requirement) = self.known.resolve(&parts(target).0) {
            return Ok(Target::Requirement(requirement));
        }
        let Some(path) = path_of(link) else { return outside(target).ok_or(missing) };
        let fragment = parts(target).1;
        if let Some(document) = self.by_id(&path) {
            return Ok(self.in_document(document, fragment));
        }
        for meant in self.config.roots.meant(from, &path, false) {
            if let Some(document) = self.by_path(&meant) {
                return Ok(self.in_document(document, fragment));
            }
            if self.uses(&meant) {
                return Ok(Target::Asset(meant));
            }
        }
        Err(missing)
    }

    /// A document, at the heading that a link names where that is there today.
    fn in_document(&self, ix: DocIx, fragment: Option<String>) -> Target {
        let found = fragment.and_then(|fragment| {
            let anchors = self.document(ix).body.anchor_names();
            let anchor =
                anchors.get(fragment.to_lowercase().as_str()).or_else(|| anchors.get(slug(&fragment).as_str()));
            anchor.map(|anchor| (*anchor).to_owned())
        });
        Target::Document(ix, found)
    }
}

/// A web or mail address, as the links of present texts may have one.
fn outside(target: &str) -> Option<Target> {
    let (scheme, rest) = target.split_once(':')?;
    let is_web = matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https")
        && rest.strip_prefix("//").is_some_and(|host| host.starts_with(|c: char| c.is_alphanumeric() || c == '['));
    let is_mail = matches!(scheme.to_ascii_lowercase().as_str(), "mailto" | "tel");
    (is_web || is_mail).then(|| Target::External(target.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_of_old_runs_anything() {
        for bad in ["javascript:x", "java\nscript:x", "data:text/html,x", "https:x", "https:///x", "file:///x", "//x"] {
            assert_eq!(outside(bad), None, "{bad}");
        }
        for good in ["https://x.example/a", "HTTP://x", "mailto:a@x", "tel:1"] {
            assert!(outside(good).is_some(), "{good}");
        }
    }
}
