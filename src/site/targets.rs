//! Where the links of one document lead, as markup on its page.

use std::collections::BTreeMap;

use super::escape::escape;
use super::routes;
use super::stand::Stand;
use crate::base::{say, wording};
use crate::model::Aims;
use crate::model::attachments::is_picture;
use crate::model::links::{Broken, Target, is_plain};
use crate::model::unseen::Label;
use crate::parse::{Body, Link, LinkKind};

/// What stands in the place of a link of the past that leads nowhere today, and of one whose words are all that can be told.
const PLAIN: &str = "<span>";

/// The resolved links and the raw anchors of one document, each by the place of its first byte in the file.
pub(super) struct Targets<'a> {
    aims: &'a Aims,
    stand: Stand<'a>,
    links: BTreeMap<usize, (&'a Link, &'a Result<Target, Broken>)>,
    anchors: BTreeMap<usize, &'a str>,
    /// Of a text of the past, the anchors in it.
    past: Option<BTreeMap<&'a str, &'a str>>,
    body: &'a Body,
}

impl<'a> Targets<'a> {
    /// What is left out of texts.
    pub(super) fn strip(&self) -> &'a crate::model::strip::Strip {
        &self.aims.config.site.strip
    }

    pub(super) fn new(aims: &'a Aims, body: &'a Body, links: &'a [Result<Target, Broken>], stand: Stand<'a>) -> Self {
        let links = body.links.iter().zip(links);
        let anchors = body.anchors.iter().map(|anchor| (anchor.span.start, anchor.id.as_str()));
        Self {
            aims,
            stand,
            links: links.map(|(link, target)| (link.span.start, (link, target))).collect(),
            anchors: anchors.collect(),
            past: None,
            body,
        }
    }

    /// The same of a text that is of the past, if it is.
    pub(super) fn past(mut self, is_past: bool) -> Self {
        self.past = is_past.then(|| self.body.anchor_names());
        self
    }

    /// Where a link of a text of the past leads that stays in it.
    fn within(&self, link: &Link) -> Option<String> {
        let fragment = link.target.trim().strip_prefix('#')?;
        let anchor = self.past.as_ref()?.get(fragment.to_lowercase().as_str())?;
        Some(format!(" href=\"#{}\"", escape(&routes::fragment(anchor))))
    }

    /// The anchor that the tag of raw HTML at `at` gives links to lead to.
    pub(super) fn anchor(&self, at: usize) -> Option<&'a str> {
        self.anchors.get(&at).copied()
    }

    /// The attributes of the link at `at`; `None` where it leads nowhere.
    pub(super) fn link(&self, at: usize) -> Option<String> {
        let (link, target) = self.links.get(&at)?;
        if let Some(within) = self.within(link) {
            return Some(within);
        }
        let href = |to: &str| escape(&routes::relative(self.stand.page, to));
        Some(match target {
            Ok(Target::Document(ix, fragment)) => {
                let document = self.aims.document(*ix);
                let to = self.stand.document(self.aims, *ix, fragment.as_deref());
                let class = if link.kind == LinkKind::Wiki { " class=\"id\"" } else { "" };
                format!(" href=\"{}\" title=\"{}\"{class}", escape(&to), escape(&document.title))
            }
            Ok(Target::Requirement(id)) => {
                let requirement = self.aims.trace.at(id)?;
                let title = escape(wording::titled(&requirement.id, &requirement.title));
                let page = routes::requirement(requirement);
                format!(" href=\"{}\" title=\"{title}\" class=\"id\"", href(&page))
            }
            Ok(Target::Asset(path)) => {
                // `#page=3` is for the program that shows the attachment.
                let fragment = link.target.split_once('#').map(|(_, fragment)| fragment.trim_end());
                let fragment = fragment.filter(|fragment| !fragment.is_empty());
                let fragment = fragment.map_or_else(String::new, |fragment| format!("#{}", routes::fragment(fragment)));
                let to = routes::relative_file(self.stand.page, &routes::asset(path));
                format!(" href=\"{}\"", escape(&(to + &fragment)))
            }
            Ok(Target::External(address)) => {
                // Its words are the address already.
                let class = if link.kind == LinkKind::Auto { " class=\"bare\"" } else { "" };
                let href = escape(&routes::address(address));
                format!(" href=\"{href}\" rel=\"external noopener noreferrer\"{class}")
            }
            Err(Broken::Fragment { document, .. }) => {
                format!(" href=\"{}\"", escape(&self.stand.document(self.aims, *document, None)))
            }
            Err(_) => return None,
        })
    }

    /// What stands in the place of the link at `at`, which leads nowhere: how it begins, and how it ends. Where its words name
    /// what the readers may not know of, that has no end of its own.
    pub(super) fn lost(&self, at: usize) -> (String, &'static str) {
        if self.past.is_some() {
            let is_text = self.links.get(&at).is_some_and(|(link, _)| is_plain(link));
            return if is_text { ("[[".into(), "]]") } else { (PLAIN.into(), "</span>") };
        }
        match self.links.get(&at) {
            Some((_, Err(Broken::Unseen(Label::Kept)))) => return (PLAIN.into(), "</span>"),
            Some((_, Err(Broken::Unseen(Label::Left)))) => {
                // In brackets it stands after an article as well as without.
                let words = escape(say!("[not published here]"));
                return (format!("<span class=\"quiet\">{words}</span>"), "");
            }
            Some((link, Err(Broken::Text))) if link.kind == LinkKind::Auto => return ("&lt;".into(), "&gt;"),
            Some((_, Err(Broken::Text))) => return ("[[".into(), "]]"),
            _ => {}
        }
        (format!("<span class=\"broken\" title=\"{}\">", escape(say!("This link leads nowhere"))), "</span>")
    }

    /// The image at `at`, with further attributes. One that is no picture of the site is a link, and inside a link only its words.
    pub(super) fn image(&self, alt: &str, at: usize, further: &str, in_link: bool) -> String {
        let words = escape(alt);
        if self.past.is_some() {
            let told = match alt {
                "" => say!("[Image, left out here: without words]").to_owned(),
                words => say!("[Image, left out here: {words}]", words),
            };
            return format!("<span class=\"quiet\">{}</span>", escape(&told));
        }
        let target = self.links.get(&at).map(|(_, target)| target);
        match target {
            Some(Ok(Target::Asset(path))) if is_picture(path) => {
                let src = routes::relative_file(self.stand.page, &routes::asset(path));
                format!("<img src=\"{}\" alt=\"{words}\"{further}>", escape(&src))
            }
            // A browser shows no document as a picture, so its words lead there.
            Some(Ok(_) | Err(Broken::Fragment { .. })) => {
                let instead = match target {
                    Some(Ok(Target::External(_))) => say!("Image on the web"),
                    Some(Ok(Target::Asset(path))) => path.file_name(),
                    Some(Ok(Target::Document(ix, _)) | Err(Broken::Fragment { document: ix, .. })) => {
                        &self.aims.document(*ix).title
                    }
                    _ => "",
                };
                let words = if alt.is_empty() { escape(instead) } else { words };
                match self.link(at).filter(|_| !in_link) {
                    Some(attributes) => format!("<a{attributes}>{words}</a>"),
                    None => format!("<span>{words}</span>"),
                }
            }
            Some(Err(Broken::Unseen(Label::Left))) => {
                format!("<span class=\"quiet\">{}</span>", escape(say!("[not published here]")))
            }
            Some(Err(Broken::Unseen(Label::Kept))) => format!("{PLAIN}{words}</span>"),
            _ => {
                let title = escape(say!("This image is not there"));
                format!("<span class=\"broken\" title=\"{title}\">{words}</span>")
            }
        }
    }
}
