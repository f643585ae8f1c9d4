//! What has to hold in every built site, whatever is in it: each link leads somewhere, from `file://` too, and no page
//! holds what its own Content-Security-Policy would refuse.
//!
//! In comes a folder, or the files of a site as a value; out come problems, one line each, `page:line: what`.
//! Deliberately not here: whether the HTML is valid beyond its tokens, and how it looks; `tests/site/` has a validator
//! and a browser for that.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

pub(crate) use super::address::Link;
use super::address::{Kind, addresses, kind, link};
use super::html::{Element, Html, scan};

/// Attributes that name ids of the same page, several with spaces between them.
const REFERENCES: [&str; 6] =
    ["for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details"];

/// Problems of the site in a folder; none where all is well.
pub(crate) fn check_site(dir: &Path) -> Vec<String> {
    let mut files = BTreeMap::new();
    let mut problems = Vec::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry")) {
            let path = entry.path();
            let name = path.strip_prefix(dir).expect("below").to_string_lossy().replace('\\', "/");
            let kind = entry.file_type().expect("a kind of file");
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() {
                files.insert(name, fs::read(&path).expect("a file"));
            } else {
                problems.push(format!("{name}: is neither a file nor a folder"));
            }
        }
    }
    let site = Site::new(files);
    problems.extend(site.check());
    problems
}

/// Whether a file is a page: by its name, and in this letter case only, for servers know no other.
pub(crate) fn is_page(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| extension == "html")
}

/// A site, read.
pub(crate) struct Site {
    files: BTreeSet<String>,
    folders: BTreeSet<String>,
    pages: BTreeMap<String, Html>,
    broken: Vec<String>,
}

impl Site {
    /// Reads the pages among the files of a site.
    pub(crate) fn new(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let mut site =
            Self { files: BTreeSet::new(), folders: BTreeSet::new(), pages: BTreeMap::new(), broken: Vec::new() };
        for (name, bytes) in files {
            site.folders.extend(name.match_indices('/').map(|(at, _)| name[..at].to_owned()));
            if is_page(&name) {
                match str::from_utf8(&bytes) {
                    Ok(text) => drop(site.pages.insert(name.clone(), scan(text))),
                    Err(error) => site.broken.push(format!("{name}: is not UTF-8: {error}")),
                }
            }
            site.files.insert(name);
        }
        site
    }

    /// Every link from one file of the site to another, page by page, in the order of the page.
    pub(crate) fn links(&self) -> Vec<Link> {
        let mut links = Vec::new();
        for (page, html) in &self.pages {
            let inner = html.elements.iter().flat_map(addresses).filter(|address| kind(address.written) == Kind::Inner);
            links.extend(inner.map(|address| link(page, &address)));
        }
        links
    }

    /// Problems of the site, sorted by page.
    pub(crate) fn check(&self) -> Vec<String> {
        let mut problems = self.broken.clone();
        let ids: BTreeMap<&String, BTreeSet<&str>> =
            self.pages.iter().map(|(page, html)| (page, ids(html).map(|(id, _)| id).collect())).collect();
        for (page, html) in &self.pages {
            let found = page_problems(html).into_iter().chain(id_problems(html, &ids[page]));
            problems.extend(found.map(|(line, what)| format!("{page}:{line}: {what}")));
        }
        for link in self.links() {
            if let Some(what) = self.link_problem(&link, &ids) {
                problems.push(format!("{}:{}: `{}` {what}", link.page, link.line, link.written));
            }
        }
        problems.sort();
        problems
    }

    fn link_problem(&self, link: &Link, ids: &BTreeMap<&String, BTreeSet<&str>>) -> Option<String> {
        if link.target.starts_with("../") {
            return Some("leads out of the site".into());
        }
        if link.target.ends_with('/') || self.folders.contains(&link.target) {
            return Some("leads to a folder, which `file://` does not open as a page".into());
        }
        if !self.files.contains(&link.target) {
            let case = self.files.iter().find(|file| file.eq_ignore_ascii_case(&link.target));
            let near = case.map_or(String::new(), |file| format!("; letter case apart it is `{file}`"));
            return Some(format!("leads to `{}`, which is not there{near}", link.target));
        }
        match &link.fragment {
            Some(fragment) if fragment.is_empty() => Some("names no place on the page".into()),
            // `#top` is the top of any page, says the standard.
            Some(fragment) if fragment != "top" => ids
                .get(&link.target)
                .filter(|ids| !ids.contains(fragment.as_str()))
                .map(|_| format!("leads to a place that `{}` has not", link.target)),
            _ => None,
        }
    }
}

/// The ids of a page, with their lines.
fn ids(html: &Html) -> impl Iterator<Item = (&str, u64)> {
    html.elements.iter().filter_map(|element| Some((element.attribute("id")?, element.line)))
}

/// Ids that are there twice or are none, and references to ids that are not there.
fn id_problems(html: &Html, known: &BTreeSet<&str>) -> Vec<(u64, String)> {
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for (id, line) in ids(html) {
        if id.is_empty() || id.contains(char::is_whitespace) {
            problems.push((line, format!("`{id}` is no id")));
        } else if !seen.insert(id) {
            problems.push((line, format!("the id `{id}` is there twice")));
        }
    }
    for element in &html.elements {
        for attribute in REFERENCES {
            for id in element.attribute(attribute).unwrap_or_default().split_whitespace() {
                if !known.contains(id) {
                    problems.push((element.line, format!("`{attribute}` names the id `{id}`, which is not there")));
                }
            }
        }
    }
    problems
}

/// What is wrong with a page taken by itself, its ids aside.
fn page_problems(html: &Html) -> Vec<(u64, String)> {
    let mut problems: Vec<_> =
        html.errors.iter().map(|(line, error)| (*line, format!("is no HTML: {error}"))).collect();
    if !html.has_doctype {
        problems.push((1, "has no <!doctype html>".into()));
    }
    problems.extend(policy_problem(html).map(|what| (1, what)));
    for element in &html.elements {
        let mut say = |what: String| problems.push((element.line, what));
        for address in addresses(element) {
            match kind(address.written) {
                Kind::Wrong(why) => say(format!("`{}` {why}", address.written)),
                Kind::Outer if address.is_loaded => say(format!("`{}` loads from the network", address.written)),
                Kind::Data if !address.is_loaded => say("links to data in the address itself".into()),
                _ => {}
            }
        }
        inline_problems(element).into_iter().for_each(say);
    }
    problems
}

/// Whether a page says what it may load, and says it strictly.
fn policy_problem(html: &Html) -> Option<String> {
    let is_policy = |element: &&Element| {
        element.attribute("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("content-security-policy"))
    };
    let Some(policy) = html.elements.iter().find(is_policy) else {
        return Some("has no Content-Security-Policy".into());
    };
    let content = policy.attribute("content").unwrap_or_default();
    if !content.contains("default-src 'none'") && !content.contains("default-src 'self'") {
        return Some("its Content-Security-Policy has no strict default-src".into());
    }
    let loose = ["'unsafe-inline'", "'unsafe-eval'", "*"].into_iter().find(|loose| content.contains(loose));
    loose.map(|loose| format!("its Content-Security-Policy allows {loose}"))
}

/// What a strict policy refuses.
fn inline_problems(element: &Element) -> Vec<String> {
    let mut problems = Vec::new();
    let name = &element.name;
    if element.attribute("style").is_some() {
        problems.push(format!("<{name}> has a style attribute"));
    }
    // A block of data is no script: browsers do not run it, and policies let it be.
    let is_data = matches!(element.attribute("type"), Some("application/json" | "application/ld+json"));
    if name == "script" && element.attribute("src").is_none() && !is_data {
        problems.push("<script> is inline".into());
    }
    if name == "script" && element.attribute("type") == Some("module") {
        problems.push("<script> is a module, which `file://` forbids".into());
    }
    if ["integrity", "crossorigin"].iter().any(|forbidden| element.attribute(forbidden).is_some()) {
        problems.push(format!("<{name}> asks for what `file://` cannot give: integrity or crossorigin"));
    }
    if matches!(name.as_str(), "style" | "base" | "iframe" | "frame" | "embed" | "object") {
        problems.push(format!("<{name}> has no place in these pages"));
    }
    if name == "meta" && element.attribute("http-equiv").is_some_and(|value| value.eq_ignore_ascii_case("refresh")) {
        problems.push("the page leads away by itself".into());
    }
    let handlers = element.attributes.iter().filter(|(key, _)| key.starts_with("on"));
    problems.extend(handlers.map(|(key, _)| format!("<{name}> has a script in `{key}`")));
    problems
}
