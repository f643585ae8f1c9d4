//! Where the links of one document lead, as markup on its page.

use std::collections::BTreeMap;

use super::escape::escape;
use super::routes;
use crate::model::document::Document;
use crate::model::links::{Broken, Target};
use crate::model::{Aims, DocIx};
use crate::parse::{Link, LinkKind};

/// What stands in the place of a link that leads nowhere.
const BROKEN: &str = "<span class=\"broken\" title=\"This link leads nowhere\">";

/// What stands in the place of a link to a document that the readers may not know of, whatever it is called there.
const UNSEEN: &str = "<span class=\"quiet\">a document that is not published here</span>";

/// The resolved links and the raw anchors of one document, each by the place of its first byte in the file.
pub(super) struct Targets<'a> {
    aims: &'a Aims,
    page: &'a str,
    links: BTreeMap<usize, (&'a Link, &'a Result<Target, Broken>)>,
    anchors: BTreeMap<usize, &'a str>,
}

impl<'a> Targets<'a> {
    /// What is left out of texts.
    pub(super) fn strip(&self) -> &'a crate::model::strip::Strip {
        &self.aims.config.site.strip
    }

    pub(super) fn new(aims: &'a Aims, ix: DocIx, document: &'a Document, page: &'a str) -> Self {
        let links = document.body.links.iter().zip(&aims.links[ix.index()]);
        let anchors = document.body.anchors.iter().map(|anchor| (anchor.span.start, anchor.id.as_str()));
        Self {
            aims,
            page,
            links: links.map(|(link, target)| (link.span.start, (link, target))).collect(),
            anchors: anchors.collect(),
        }
    }

    /// The anchor that the tag of raw HTML at `at` gives links to lead to.
    pub(super) fn anchor(&self, at: usize) -> Option<&'a str> {
        self.anchors.get(&at).copied()
    }

    /// The attributes of the link at `at`; `None` where it leads nowhere.
    pub(super) fn link(&self, at: usize) -> Option<String> {
        let (link, target) = self.links.get(&at)?;
        let href = |to: &str| escape(&routes::relative(self.page, to));
        Some(match target {
            Ok(Target::Document(ix, fragment)) => {
                let document = self.aims.document(*ix);
                let to = routes::document(&document.id);
                let to = match fragment {
                    Some(fragment) if to == self.page => format!("#{}", routes::fragment(fragment)),
                    Some(fragment) => format!("{}#{}", routes::relative(self.page, &to), routes::fragment(fragment)),
                    None if to == self.page => "#main".to_owned(),
                    None => routes::relative(self.page, &to),
                };
                let class = if link.kind == LinkKind::Wiki { " class=\"id\"" } else { "" };
                format!(" href=\"{}\" title=\"{}\"{class}", escape(&to), escape(&document.title))
            }
            Ok(Target::Requirement(id)) => {
                let requirement = self.aims.trace.at(id)?;
                let (page, title) = (routes::requirement(requirement), escape(&requirement.title));
                format!(" href=\"{}\" title=\"{title}\" class=\"id\"", href(&page))
            }
            Ok(Target::Asset(path)) => {
                // `#page=3` is for the program that shows the attachment.
                let fragment = link.target.split_once('#').map(|(_, fragment)| fragment.trim_end());
                let fragment = fragment.filter(|fragment| !fragment.is_empty());
                let fragment = fragment.map_or_else(String::new, |fragment| format!("#{}", routes::fragment(fragment)));
                let to = routes::relative_file(self.page, &routes::asset(path));
                format!(" href=\"{}\"", escape(&(to + &fragment)))
            }
            Ok(Target::External(address)) => {
                // Its words are the address already.
                let class = if link.kind == LinkKind::Auto { " class=\"bare\"" } else { "" };
                let href = escape(&routes::address(address));
                format!(" href=\"{href}\" rel=\"external noopener noreferrer\"{class}")
            }
            Err(Broken::Fragment { document, .. }) => {
                format!(" href=\"{}\"", href(&routes::document(&self.aims.document(*document).id)))
            }
            Err(_) => return None,
        })
    }

    /// What stands in the place of the link at `at`, which leads nowhere: how it begins, and how it ends.
    pub(super) fn lost(&self, at: usize) -> (&'static str, &'static str) {
        let is_unseen = matches!(self.links.get(&at), Some((_, Err(Broken::Unseen))));
        if is_unseen { (UNSEEN, "") } else { (BROKEN, "</span>") }
    }

    /// The image at `at`, with further attributes. Inside a link, one on the web is only its words.
    pub(super) fn image(&self, alt: &str, at: usize, further: &str, in_link: bool) -> String {
        let words = escape(alt);
        match self.links.get(&at).map(|(_, target)| target) {
            Some(Ok(Target::Asset(path))) => {
                let src = routes::relative_file(self.page, &routes::asset(path));
                format!("<img src=\"{}\" alt=\"{words}\"{further}>", escape(&src))
            }
            Some(Ok(Target::External(address))) => {
                let words = if alt.is_empty() { "Image on the web" } else { &words };
                match in_link {
                    true => format!("<span>{words}</span>"),
                    false => {
                        format!(
                            "<a href=\"{}\" rel=\"external noopener noreferrer\">{words}</a>",
                            escape(&routes::address(address))
                        )
                    }
                }
            }
            _ => format!("<span class=\"broken\" title=\"This image is not there\">{words}</span>"),
        }
    }
}
