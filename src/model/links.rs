//! Where the links in bodies lead.
//!
//! Each link is resolved for itself. What broken ones may have meant is looked for afterwards, in `meant`.

use super::attachments::Fault;
use super::catalog::{Catalog, ReqId, split_req_id};
use super::config::Config;
use super::doc::{DocIx, Ids};
use super::elsewhere::Elsewhere;
use super::known::Known;
use super::lookup::Lookup;
use super::unseen::{Label, Names, Unseen};
use crate::base::text::slug;
use crate::base::{DocPath, is_hidden};
use crate::parse::{Link, LinkKind, is_foreign};

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A document, and an anchor in it.
    Document(DocIx, Option<String>),
    /// A control or clause.
    Requirement(ReqId),
    /// An image or attachment in the repository.
    Asset(DocPath),
    /// Somewhere outside: a web or mail address, as written.
    External(String),
}

/// Why a link leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// No file or id of that name; the nearest there is.
    Missing {
        /// A path or id that may be meant.
        near: Option<String>,
    },
    /// The document is there, the heading is not.
    Fragment {
        /// The document.
        document: DocIx,
        /// The fragment as written.
        fragment: String,
        /// An anchor that may be meant.
        near: Option<String>,
    },
    /// The path leads to what is no part of the AIMS, and why it is none.
    Outside(Outside),
    /// The path names a folder in which no page stands for it.
    Folder,
    /// A scheme that can run code or that no reader needs, such as `javascript:`.
    Unsafe(String),
    /// An attachment that is not published, and why.
    Withheld(Fault),
    /// A document that the readers may not know of, and what becomes of the words of the link.
    Unseen(Label),
    /// No target at all.
    Empty,
    /// Two brackets around what names nothing and shows no sign of being meant as a name, `[[nodiscard]]`, or a tag of
    /// another program, `<ac:link>`: text.
    Text,
}

/// Why what a path leads to is no part of the AIMS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outside {
    /// The path leaves its folder.
    Above,
    /// Its name, or that of a folder of it, begins with a dot. Whether it is there is not asked.
    Hidden,
    /// The settings leave it out.
    Excluded,
}

/// What links are resolved against.
pub(super) struct Resolver<'a> {
    pub lookup: &'a Lookup<'a>,
    pub ids: &'a Ids,
    pub catalog: &'a Catalog,
    pub known: &'a Known,
    pub unseen: &'a Unseen,
    /// What tells of those.
    pub names: &'a Names,
    pub elsewhere: &'a Elsewhere,
    /// The settings: where links count from, and which files do not belong to the AIMS.
    pub config: &'a Config,
}

impl Resolver<'_> {
    /// Resolves one link of the document `from`.
    pub(super) fn resolve(&self, from: DocIx, link: &Link) -> Result<Target, Broken> {
        self.target(from, link).map_err(|why| match why {
            Broken::Unseen(_) => Broken::Unseen(self.label(from, link)),
            Broken::Missing { .. } | Broken::Outside(Outside::Hidden | Outside::Above) => {
                self.of_windows(from, link).unwrap_or(why)
            }
            why => why,
        })
    }

    /// That a path is written as on Windows, where nothing else comes of it.
    fn of_windows(&self, from: DocIx, link: &Link) -> Option<Broken> {
        let document = &self.lookup.documents[from.index()];
        let path = parts(as_written(&document.text, link)).0;
        let near = slashed(link.kind, &path)?;
        let is_there = |path: DocPath| self.lookup.files.contains(path.as_str());
        let begins = link.target.contains('\\') || path.starts_with(".\\") || path.starts_with("..\\");
        let is_one = begins || document.path.resolve(&path.replace('\\', "/")).is_some_and(is_there);
        is_one.then_some(Broken::Missing { near: Some(near) })
    }

    /// What becomes of the words of a link that leads to what readers may not know of.
    fn label(&self, from: DocIx, link: &Link) -> Label {
        let text = &self.lookup.documents[from.index()].text;
        match text.get(link.span.start..) {
            // A link of raw HTML goes on to its end, and what is written there as characters by their numbers is not read.
            Some(rest) if rest.starts_with('<') && link.text.is_empty() => {
                let tag = link.span.end - link.span.start;
                let inner = rest.get(tag..).unwrap_or_default();
                let inner = ended(inner);
                let told = untagged(inner);
                let is_plain = !inner.contains('&') && self.names.label(inner, &link.target) == Label::Kept;
                if is_plain { self.names.label(&told, &link.target) } else { Label::Left }
            }
            _ => self.names.label(&link.text, &link.target),
        }
    }

    fn target(&self, from: DocIx, link: &Link) -> Result<Target, Broken> {
        let target = link.target.trim();
        if target.is_empty() {
            return Err(Broken::Empty);
        }
        if link.kind != LinkKind::Image
            && let Some((named, framework)) = self.framework(target)
        {
            // `iso-27001:A.5.2` looks like the address of an unknown scheme, and is none.
            let whole = format!("{framework}:{}", split_req_id(&parts(target).0).1);
            return match self.known.resolve(&whole).map(Target::Requirement) {
                Some(found) if named.eq_ignore_ascii_case(framework) => Ok(found),
                found => Err(Broken::Missing { near: found.map(|_| whole) }),
            };
        }
        if link.kind == LinkKind::Auto && is_foreign(target) {
            return Err(Broken::Text);
        }
        if let Some(scheme) = scheme(target) {
            return match scheme.as_str() {
                "http" | "https" if names_a_host(target) => Ok(Target::External(target.to_owned())),
                "http" | "https" => {
                    let rest = target.split_once(':').map_or("", |(_, rest)| rest.trim_start_matches(['/', '\\']));
                    Err(Broken::Missing { near: Some(format!("{scheme}://{rest}")).filter(|_| !rest.is_empty()) })
                }
                "mailto" | "tel" if link.kind != LinkKind::Image => Ok(Target::External(target.to_owned())),
                // Between two brackets stand names, of other collections too: `[[FDA-SW:plan]]`.
                known if link.kind == LinkKind::Wiki && !["data", "file", "javascript"].contains(&known) => {
                    Err(Broken::Missing { near: None })
                }
                _ => Err(Broken::Unsafe(scheme)),
            };
        }
        if target.starts_with("//") || target.starts_with('\\') {
            return Err(Broken::Unsafe("//".into()));
        }
        let (path, fragment) = parts(target);
        if path.is_empty() {
            return self.fragment(from, fragment);
        }
        if link.kind != LinkKind::Image {
            if let Some(&document) = self.ids.get(&path.to_lowercase()) {
                return self.fragment(document, fragment);
            }
            if self.unseen.is_id(&path) {
                return Err(Broken::Unseen(Label::Left));
            }
            if let Some(requirement) = self.known.resolve(&path) {
                return Ok(Target::Requirement(requirement));
            }
        }
        self.by_path(from, link.kind, &path, fragment)
    }

    fn by_path(&self, from: DocIx, kind: LinkKind, path: &str, fragment: Option<String>) -> Result<Target, Broken> {
        if path.contains('\\') {
            return Err(Broken::Missing { near: slashed(kind, path) });
        }
        let document = &self.lookup.documents[from.index()];
        let meant = match self.elsewhere.led(&document.path, path) {
            Some(led) => vec![led.ok_or(Broken::Missing { near: None })?.clone()],
            None => self.config.roots.meant(&document.path, path, kind == LinkKind::Image),
        };
        for path in meant.iter().map(|path| self.elsewhere.in_place_of(path)) {
            if let Some(&target) = self.lookup.by_path.get(path.as_str()) {
                return self.fragment(target, fragment);
            }
            if self.unseen.paths.contains(path) {
                return Err(Broken::Unseen(Label::Left));
            }
            if self.lookup.files.contains(path.as_str()) {
                return if self.config.excluded.has(path) {
                    Err(Broken::Outside(Outside::Excluded))
                } else {
                    Ok(Target::Asset(path.clone()))
                };
            }
        }
        let here = document.path.resolve(path);
        let is_folder = |path: &DocPath| self.lookup.folders.contains(path.as_str());
        if document.path.resolves_to_root(path) || here.iter().chain(&meant).any(is_folder) {
            return Err(Broken::Folder);
        }
        let Some(first) = meant.first() else {
            return Err(if here.is_some() { Broken::Missing { near: None } } else { Broken::Outside(Outside::Above) });
        };
        if is_hidden(first.as_str()) && names_path(kind, path) {
            return Err(Broken::Outside(Outside::Hidden));
        }
        // A file that was moved is found by its name.
        let near = self.lookup.by_name.get(first.file_name()).filter(|_| names_path(kind, path));
        let only = near.and_then(|near| near.first().filter(|_| near.len() == 1));
        Err(Broken::Missing { near: only.map(|near| seen_from(&document.path, near)) })
    }

    fn fragment(&self, document: DocIx, fragment: Option<String>) -> Result<Target, Broken> {
        let Some(fragment) = fragment else { return Ok(Target::Document(document, None)) };
        let anchors = self.lookup.anchors(document);
        let written = anchors.get(fragment.to_lowercase().as_str()).or_else(|| anchors.get(fragment.as_str()));
        // Some programs link to headings by their words, the last of several in each other.
        let words = || anchors.get(slug(fragment.rsplit('#').next()?).as_str());
        match written.or_else(words) {
            Some(anchor) => Ok(Target::Document(document, Some((*anchor).to_owned()))),
            // As the HTML standard has it, the beginning of every page is called so.
            None if fragment.eq_ignore_ascii_case("top") => Ok(Target::Document(document, None)),
            None => Err(Broken::Fragment { document, fragment, near: None }),
        }
    }

    /// The framework before the colon of a target that names a requirement in full, as written and its id.
    fn framework<'t>(&'t self, target: &'t str) -> Option<(&'t str, &'t str)> {
        let named = split_req_id(target).0?;
        Some((named, &*self.catalog.known_as(named)?.id))
    }
}

/// What stands before the end of a link of raw HTML.
fn ended(rest: &str) -> &str {
    let lower = rest.to_ascii_lowercase();
    lower.find("</a").and_then(|end| rest.get(..end)).unwrap_or(rest)
}

/// The words of raw HTML without its tags.
fn untagged(html: &str) -> String {
    let mut words = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        words.push_str(before);
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    words + rest
}

/// Whether a link in two brackets shows no sign of naming anything: a number, or one plain word as in code.
pub fn is_plain(link: &Link) -> bool {
    let target = link.target.trim();
    let is_word = !target.is_empty() && target.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    is_number(link) || link.kind == LinkKind::Wiki && link.text.trim() == target && is_word
}

/// Whether a link in two brackets is a number and no more.
pub(super) fn is_number(link: &Link) -> bool {
    let target = link.target.trim();
    let is_it = !target.is_empty() && target.bytes().all(|byte| byte.is_ascii_digit());
    link.kind == LinkKind::Wiki && link.text.trim() == target && is_it
}

/// The path of a file as a link of a document in another folder writes it.
pub fn seen_from(from: &DocPath, to: &str) -> String {
    let folder = from.parent().unwrap_or_default();
    let (mut here, mut there): (Vec<&str>, Vec<&str>) = (folder.split('/').collect(), to.split('/').collect());
    here.retain(|part| !part.is_empty());
    let shared = here.iter().zip(&there).take_while(|(a, b)| a == b).count().min(there.len() - 1);
    there.drain(..shared);
    let up = "../".repeat(here.len() - shared);
    as_link(&format!("{up}{}", there.join("/")))
}

/// A path as a link writes it: what would end it, or mean something else there, by its number.
pub fn as_link(path: &str) -> String {
    let mut link = String::with_capacity(path.len());
    for c in path.chars() {
        match c {
            '%' | '#' | '?' | ' ' | '(' | ')' | '<' | '>' | '|' | '`' => {
                link.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c => link.push(c),
        }
    }
    link
}

/// The target of a link as it stands in the text: where `\` stands before a sign such as `_`, Markdown takes the sign alone.
pub fn as_written<'t>(text: &'t str, link: &'t Link) -> &'t str {
    let bare = |text: &str| text.replace('\\', "");
    let written = text.get(link.span.start..link.span.end).filter(|written| written.len() < 2_000).unwrap_or_default();
    let address = written.rsplit_once("](").map_or("", |(_, address)| address.trim_start().trim_start_matches('<'));
    let mut ends = address.match_indices([')', '>', ' ', '\n']).map(|(at, _)| &address[..at]);
    ends.find(|raw| bare(raw) == bare(&link.target)).unwrap_or(&link.target)
}

/// A path with `/` where it has `\`, as a link of this kind writes it.
pub fn slashed(kind: LinkKind, path: &str) -> Option<String> {
    // Written twice it is one for Markdown too; at the start it is a place in a network.
    let single = if path.starts_with("\\\\") { path.to_owned() } else { path.replace("\\\\", "\\") };
    let near = Some(single.replace('\\', "/")).filter(|_| path.contains('\\'))?;
    Some(if kind == LinkKind::Wiki { near } else { as_link(&near) })
}

/// Whether a link names a path rather than an id.
pub(super) fn names_path(kind: LinkKind, path: &str) -> bool {
    kind != LinkKind::Wiki && path.contains(['/', '.'])
}

/// The path that a link names, decoded; `None` where it names a place on the page or on the web.
pub fn path_of(link: &Link) -> Option<String> {
    let target = link.target.trim();
    let is_elsewhere = scheme(target).is_some() || target.starts_with("//") || target.contains('\\');
    Some(parts(target).0).filter(|path| !is_elsewhere && !path.is_empty())
}

/// The path and the fragment of a target, both decoded.
pub fn parts(target: &str) -> (String, Option<String>) {
    let (path, fragment) = match target.split_once('#') {
        Some((path, fragment)) => (path, Some(percent_decode(fragment)).filter(|fragment| !fragment.is_empty())),
        None => (target, None),
    };
    (percent_decode(path.split('?').next().unwrap_or_default()), fragment)
}

/// The scheme of an absolute address in lower case (RFC 3986, section 3.1). Blanks and control characters inside, which
/// browsers skip, do not hide it. One letter is a Windows drive.
fn scheme(target: &str) -> Option<String> {
    let (before, _) = target.split_once(':')?;
    let word: String = before.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let mut chars = word.chars();
    let sound =
        chars.next()?.is_ascii_alphabetic() && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-'));
    sound.then(|| word.to_ascii_lowercase())
}

/// Whether a web address is written with `//` and a host behind it, as not only browsers understand it.
fn names_a_host(address: &str) -> bool {
    let host = address.split_once("://").filter(|(scheme, _)| scheme.chars().all(|c| c.is_ascii_alphabetic()));
    host.is_some_and(|(_, host)| host.starts_with(|c: char| c.is_alphanumeric() || c == '['))
}

/// Percent-decoding (RFC 3986, section 2.1); what is no valid UTF-8 afterwards stays as written.
pub fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let pair = text.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        match pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_found_even_when_disguised() {
        assert_eq!(scheme("JavaScript:x").as_deref(), Some("javascript"));
        assert_eq!(scheme("java\nscript:x").as_deref(), Some("javascript"));
        assert_eq!(scheme("a/b:c"), None);
        assert_eq!(scheme("A.5.2"), None);
    }

    #[test]
    fn web_addresses_name_a_host() {
        for good in ["https://x.example", "HTTP://x", "http://[::1]/a", "https://é.example/?a#b"] {
            assert!(names_a_host(good), "{good}");
        }
        for bad in ["https:x.example", "https:/x", "https://", "https:///x", "https://?x", "https:x://y", "ht\ntps://x"]
        {
            assert!(!names_a_host(bad), "{bad}");
        }
    }

    #[test]
    fn a_path_leads_where_it_is_written_from() {
        let all: String = (' '..'\u{7f}').filter(|c| *c != '/').collect();
        assert_eq!(parts(&as_link(&all)), (all, None));
    }

    #[test]
    fn percent_signs_are_decoded() {
        assert_eq!(percent_decode("a%20b%C3%A9"), "a bé");
        assert_eq!(percent_decode("100%"), "100%");
        assert_eq!(percent_decode("%ff"), "%ff");
        assert_eq!(percent_decode("%é"), "%é");
    }
}
