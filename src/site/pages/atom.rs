//! The change record as a feed: `changes.atom`, an Atom feed (RFC 4287) of the newest commits.
//!
//! The ids of feed and entries are made from commit ids, so that they stay the same from build to build, wherever the AIMS
//! lies and the site is published. Links are absolute where the settings say where the site is published, else relative to the feed.

use super::entry::{Entry, Merged};
use super::item::Item;
use crate::base::text::is_turn;
use crate::base::{date, uuid};
use crate::base::{say, wording};
use crate::history::{Change, Revision};
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::routes;
use crate::site::view::plain;
use crate::state::GENERATOR;

/// Where the feed stands.
/// How many commits it holds.
const ENTRIES: usize = 50;

/// The feed.
pub(super) fn feed(shared: &Shared<'_>, from: Linker<'_>) -> String {
    let revisions = &shared.history.revisions;
    let newest = &revisions[..revisions.len().min(ENTRIES)];
    let updated = newest
        .iter()
        .map(|revision| revision.landed_at)
        .max()
        .map_or_else(|| format!("{}T00:00:00Z", shared.today()), date::rfc3339);
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    xml.push_str(&format!("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n", wording::code()));
    element(&mut xml, "title", &say!("{site}: changes", site = shared.title));
    element(&mut xml, "subtitle", &say!("The change record of {organisation}", organisation = shared.organisation));
    element(&mut xml, "id", &urn(shared, "feed", ""));
    element(&mut xml, "updated", &updated);
    xml.push_str(&format!("<author><name>{}</name></author>\n", escaped(&shared.organisation)));
    element(&mut xml, "generator", GENERATOR);
    if base(shared).is_some() {
        link(&mut xml, "self", "application/atom+xml", &address(shared, Address::Feed.at()));
    }
    link(&mut xml, "alternate", "text/html", &address(shared, Address::Changes.at()));
    // What is withheld is no news, nor is what came to nothing.
    let is_news = |of: &Revision| !of.is_unshown() && (of.changes.is_empty() || of.changes.iter().any(Change::came));
    for (place, revision) in newest.iter().enumerate().filter(|(_, revision)| is_news(revision)) {
        if let Some(told) = shared.entry(from, place) {
            entry(&mut xml, shared, revision, &told);
        }
    }
    xml.push_str("</feed>\n");
    xml
}

fn entry(xml: &mut String, shared: &Shared<'_>, revision: &Revision, told: &Entry) {
    xml.push_str("<entry>\n");
    let title = if told.subject.trim().is_empty() { say!("A commit without a message") } else { &told.subject };
    element(xml, "title", title);
    element(xml, "id", &urn(shared, "commit", &revision.commit));
    element(xml, "updated", &date::rfc3339(revision.landed_at));
    xml.push_str(&format!("<author><name>{}</name></author>\n", escaped(&told.author)));
    link(
        xml,
        "alternate",
        "text/html",
        &format!("{}#{}", address(shared, Address::Changes.at()), routes::commit(&revision.commit)),
    );
    if let Some(forge) = &told.commit.href {
        link(xml, "related", "text/html", &routes::address(forge));
    }
    xml.push_str(&format!("<content type=\"text\">{}</content>\n", escaped(&content(told))));
    xml.push_str("</entry>\n");
}

/// What was done, a line each.
fn content(told: &Entry) -> String {
    let mut lines: Vec<String> = Vec::new();
    for Item { sign, parts, notes, .. } in told.items.iter().filter(|item| !item.undone) {
        let sign = sign.as_ref().map(|sign| format!("{}: ", sign.word)).unwrap_or_default();
        lines.push(format!("{sign}{}", plain(parts)));
        lines.extend(notes.iter().map(|note| format!("  {}", plain(note))));
    }
    if told.more > 0 {
        lines.push(say!("and {n} more", n = told.more));
    }
    let (who, commit) = (&told.author, &told.commit.short);
    lines.push(match &told.merged {
        None => say!("{who}, commit {commit}", who, commit),
        Some(merged) if merged.own => {
            say!("{who}, commit {commit}; merged by the author in {merge}", who, commit, merge = merged.commit.short)
        }
        Some(Merged { by, commit: merge, .. }) => {
            say!("{who}, commit {commit}; merged by {by} in {merge}", who, commit, by, merge = merge.short)
        }
    });
    lines.join("\n")
}

/// A name that never changes.
fn urn(shared: &Shared<'_>, what: &str, commit: &str) -> String {
    format!("urn:uuid:{}", uuid(&[&shared.state.lasting(), what, commit].join("\0")))
}

/// Where the site is published, with a slash at the end.
fn base(shared: &Shared<'_>) -> Option<String> {
    let base = shared.aims.config.site.base_url.as_deref()?.trim();
    let is_address = base.starts_with("https://") || base.starts_with("http://");
    is_address.then(|| format!("{}/", routes::address(base.trim_end_matches('/'))))
}

/// The address of a page.
fn address(shared: &Shared<'_>, path: &str) -> String {
    base(shared).unwrap_or_default() + path
}

fn element(xml: &mut String, name: &str, text: &str) {
    xml.push_str(&format!("<{name}>{}</{name}>\n", escaped(text)));
}

fn link(xml: &mut String, rel: &str, media_type: &str, href: &str) {
    xml.push_str(&format!("<link rel=\"{rel}\" type=\"{media_type}\" href=\"{}\"/>\n", escaped(href)));
}

/// Text for an element or an attribute: what XML gives a meaning is escaped, and what XML 1.0 forbids even when escaped
/// (section 2.2, `Char`) is left out, and so is what turns the direction of writing.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // A parser would make a line feed of it.
            '\r' => {}
            '\n' | '\t' => escaped.push(c),
            c if c.is_control() || is_turn(c) || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn text_keeps_nothing_that_xml_gives_a_meaning_or_forbids() {
        assert_eq!(escaped("a<b>&\"'\u{0}\u{1b}\r\n\t\u{85}\u{202e}\u{ffff}é"), "a&lt;b&gt;&amp;&quot;&#39;\n\té");
        assert_eq!(escaped("]]>"), "]]&gt;");
    }
}
