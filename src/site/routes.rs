//! Where pages stand. All paths count from the top of the site; [`relative`] turns one into a link from another.

use crate::base::DocPath;
use crate::history::short;
use crate::model::trace::{Requirement, RequirementKind};

/// What changed since an earlier moment.
pub(super) const SINCE: &str = "changes/since.html";

/// What a site for everybody has for customers.
pub(super) const TRUST: &str = "public/index.html";

/// A part of the controlled pack, counted from 1.
pub(super) fn pack_part(number: usize) -> String {
    format!("print/{number}.html")
}

/// The page of a document.
pub(super) fn document(id: &str) -> String {
    format!("documents/{id}.html")
}

/// The folder of what there is about a document beside its page.
pub(super) fn document_folder(id: &str) -> String {
    format!("documents/{id}")
}

/// The history of a document.
pub(super) fn document_history(id: &str) -> String {
    format!("documents/{id}/history.html")
}

/// The history of a document in one year: there is such a page only where there are many revisions.
pub(super) fn document_history_of(id: &str, year: i16) -> String {
    format!("documents/{id}/history-{year:04}.html")
}

/// The anchor of a commit on a page that tells of it.
pub(super) fn commit(commit: &str) -> String {
    format!("c-{}", short(commit))
}

/// The page of a control or clause: `controls/A.5.2.html` of the framework that is followed first, and of others
/// `controls/iso-27001/A.5.2.html`, so that the addresses that people have do not change with what is followed besides.
pub(super) fn requirement(requirement: &Requirement) -> String {
    let folder = if requirement.kind == RequirementKind::Clause { "clauses" } else { "controls" };
    format!("{folder}/{}.html", requirement.name.replace(':', "/"))
}

/// The history of a control or clause, gathered from the documents that serve it.
pub(super) fn requirement_history(of: &Requirement) -> String {
    format!("{}/history.html", requirement(of).trim_end_matches(".html"))
}

/// The story of a control or clause in which something broke.
pub(super) fn requirement_story(of: &Requirement) -> String {
    format!("{}/story.html", requirement(of).trim_end_matches(".html"))
}

/// The story of an AI system.
pub(super) fn system_story(id: &str) -> String {
    format!("systems/{id}/story.html")
}

/// What a rule finds: there is such a page where it finds anything.
pub(super) fn findings_of(code: &str) -> String {
    format!("findings/{code}.html")
}

/// The commits of a month.
pub(super) fn month(year: i16, month: i8) -> String {
    format!("changes/{year:04}-{month:02}.html")
}

/// By what the commits of the record are chosen, and those of one year: scripts beside the pages of the months.
pub(super) fn choices(year: Option<i16>) -> String {
    year.map_or_else(|| "changes/commits.js".into(), |year| format!("changes/commits-{year:04}.js"))
}

/// The history of an AI system, gathered from its entry on the inventory and the documents about it.
pub(super) fn system_history(id: &str) -> String {
    format!("systems/{id}/history.html")
}

/// A year of a certification, by the audit that looks back on it.
pub(super) fn certification_year(id: &str, audit: &str) -> String {
    format!("certification/{id}-{audit}.html")
}

/// The statement of applicability for a framework that is not the first to have one; the first has `soa.html`.
pub(super) fn statement(framework: &str) -> String {
    format!("soa-{framework}.html")
}

/// The page of a framework.
pub(super) fn framework(id: &str) -> String {
    format!("frameworks/{id}.html")
}

/// The page of a person or role.
pub(super) fn person(stem: &str) -> String {
    format!("people/{stem}.html")
}

/// The register of a kind of documents.
pub(super) fn register(id: &str) -> String {
    format!("registers/{id}.html")
}

/// The same as data, in a format.
pub(super) fn register_data(id: &str, format: &str) -> String {
    format!("data/registers/{id}.{format}")
}

/// An anchor made of an id that may hold blanks: `MAP 1.1` is `MAP-1.1`.
pub(super) fn anchor(id: &str) -> String {
    id.replace(' ', "-")
}

/// Where an image or attachment of the repository is published.
pub(super) fn asset(path: &DocPath) -> String {
    format!("files/{path}")
}

/// The link to `to`, which may carry a fragment, from the page at `from`, percent-encoded.
pub(super) fn relative(from: &str, to: &str) -> String {
    match to.split_once('#') {
        None => relative_file(from, to),
        Some((path, fragment)) => format!("{}#{}", relative_file(from, path), encode(fragment)),
    }
}

/// The link to the file `to`, whose name may hold a `#`, from the page at `from`, percent-encoded.
pub(super) fn relative_file(from: &str, to: &str) -> String {
    let up = from.matches('/').count();
    let from_folder = from.rsplit_once('/').map(|(folder, _)| folder);
    let same_folder =
        from_folder.and_then(|folder| to.strip_prefix(folder)?.strip_prefix('/')).filter(|rest| !rest.contains('/'));
    match same_folder {
        Some(rest) => encode(rest),
        None => "../".repeat(up) + &encode(to),
    }
}

/// A fragment, percent-encoded where it is not yet and has to be (RFC 3986, section 3.5): `page=3&zoom=50%25` says
/// something to the program that shows the file, as it stands.
pub(super) fn fragment(written: &str) -> String {
    let mut encoded = String::with_capacity(written.len());
    for (i, c) in written.char_indices() {
        let is_encoded = |at: usize| {
            written.get(at + 1..at + 3).is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
        };
        match c {
            '!' | '$' | '&' | '(' | ')' | '*' | '+' | ',' | ';' | '=' | ':' | '?' => encoded.push(c),
            '%' if is_encoded(i) => encoded.push(c),
            c => encoded.push_str(&encode(c.encode_utf8(&mut [0; 4]))),
        }
    }
    encoded
}

/// An address on the web as written, percent-encoded where no address may hold it and browsers disagree.
pub(super) fn address(written: &str) -> String {
    let mut encoded = String::with_capacity(written.len());
    for c in written.chars() {
        match c {
            '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => {
                encoded.push_str(&encode(c.encode_utf8(&mut [0; 4])));
            }
            c if c.is_whitespace() || c.is_control() => encoded.push_str(&encode(c.encode_utf8(&mut [0; 4]))),
            c => encoded.push(c),
        }
    }
    encoded
}

/// What a reader chooses, as a value in the address of a page.
pub(super) fn value(chosen: &str) -> String {
    encode(chosen)
}

/// Percent-encodes what may not stand in a path or fragment (RFC 3986, section 3.3). Letters beyond ASCII are encoded
/// too, so that a link means the same whatever encoding a reader guesses.
fn encode(path: &str) -> String {
    use std::fmt::Write;
    path.bytes().fold(String::with_capacity(path.len()), |mut encoded, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b'@' => {
                encoded.push(byte as char);
            }
            byte => {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use super::{address, fragment, relative, relative_file};

    #[test]
    fn links_are_relative_and_encoded() {
        assert_eq!(relative("index.html", "documents/A.html"), "documents/A.html");
        assert_eq!(relative("documents/A.html", "documents/B.html#x"), "B.html#x");
        assert_eq!(relative("documents/A.html", "controls/A.5.2.html"), "../controls/A.5.2.html");
        assert_eq!(relative("documents/A.html", "index.html"), "../index.html");
        assert_eq!(relative("documents/A.html", "files/a b#é.png"), "../files/a%20b#%C3%A9.png");
        assert_eq!(relative("documents/A.html", "documents/A/history.html"), "../documents/A/history.html");
    }

    #[test]
    fn a_file_name_may_hold_what_parts_a_fragment() {
        assert_eq!(relative_file("documents/A.html", "files/a#b.png"), "../files/a%23b.png");
    }

    #[test]
    fn addresses_hold_nothing_that_ends_them() {
        assert_eq!(address("https://x.example/a b\\c?d=%20é\n"), "https://x.example/a%20b%5Cc?d=%20é%0A");
    }

    #[test]
    fn fragments_say_what_they_said() {
        assert_eq!(fragment("page=3&zoom=50%25"), "page=3&zoom=50%25");
        assert_eq!(fragment("a b\"><#é%zz"), "a%20b%22%3E%3C%23%C3%A9%25zz");
    }
}
