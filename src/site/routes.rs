//! Where pages stand. All paths count from the top of the site; [`relative`] turns one into a link from another.

use crate::base::DocPath;

/// The page of a document.
pub(super) fn document(id: &str) -> String {
    format!("documents/{id}.html")
}

/// The page of a control.
pub(super) fn control(id: &str) -> String {
    format!("controls/{id}.html")
}

/// The page of a clause.
pub(super) fn clause(id: &str) -> String {
    format!("clauses/{id}.html")
}

/// The page of a framework.
pub(super) fn framework(id: &str) -> String {
    format!("frameworks/{id}.html")
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
    let up = from.matches('/').count();
    let (path, fragment) = to.split_once('#').map_or((to, None), |(path, fragment)| (path, Some(fragment)));
    let from_folder = from.rsplit_once('/').map(|(folder, _)| folder);
    let same_folder =
        from_folder.and_then(|folder| path.strip_prefix(folder)?.strip_prefix('/')).filter(|rest| !rest.contains('/'));
    let mut link = match same_folder {
        Some(rest) => encode(rest),
        None => "../".repeat(up) + &encode(path),
    };
    if let Some(fragment) = fragment {
        link.push('#');
        link.push_str(&encode(fragment));
    }
    link
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
    use super::relative;

    #[test]
    fn links_are_relative_and_encoded() {
        assert_eq!(relative("index.html", "documents/A.html"), "documents/A.html");
        assert_eq!(relative("documents/A.html", "documents/B.html#x"), "B.html#x");
        assert_eq!(relative("documents/A.html", "controls/A.5.2.html"), "../controls/A.5.2.html");
        assert_eq!(relative("documents/A.html", "index.html"), "../index.html");
        assert_eq!(relative("documents/A.html", "files/a b#é.png"), "../files/a%20b#%C3%A9.png");
        assert_eq!(relative("documents/A.html", "documents/A/history.html"), "../documents/A/history.html");
    }
}
