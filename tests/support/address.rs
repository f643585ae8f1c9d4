//! The addresses in a page: which there are, what kind each is, and which file of the site it leads to.

use super::html::Element;

/// Attributes that hold addresses, and whether the browser loads them by itself.
const ADDRESSES: [(&str, bool); 6] =
    [("href", false), ("src", true), ("poster", true), ("data", true), ("action", false), ("formaction", false)];

/// A link from a page to a file of the same site.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Link {
    /// The page it is on.
    pub(crate) page: String,
    /// The line it is in, from 1.
    pub(crate) line: u64,
    /// The address as it is written.
    pub(crate) written: String,
    /// The file it leads to, from the root of the site, whether there is one or not; folders end in `/`.
    pub(crate) target: String,
    /// The place in that file.
    pub(crate) fragment: Option<String>,
}

/// An address of an attribute.
pub(crate) struct Address<'a> {
    /// As it is written.
    pub(crate) written: &'a str,
    /// Whether the browser loads it by itself.
    pub(crate) is_loaded: bool,
    /// The line it is in, from 1.
    pub(crate) line: u64,
}

/// What an address is to a site.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A file of the site.
    Inner,
    /// Somewhere else, and rightly so.
    Outer,
    /// Data in the address itself.
    Data,
    /// Nothing that may stand in a page, with the reason.
    Wrong(&'static str),
}

/// Says what an address is.
pub(crate) fn kind(address: &str) -> Kind {
    let lower = address.to_ascii_lowercase();
    if address.trim() != address || address.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Kind::Wrong("holds white space");
    }
    if lower.starts_with('/') {
        return Kind::Wrong("is absolute, and works under one address only");
    }
    if address.contains('\\') {
        return Kind::Wrong("holds a backslash");
    }
    let scheme = lower.split_once(':').map(|(scheme, _)| scheme);
    let scheme = scheme.filter(|scheme| scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)));
    match scheme {
        None => Kind::Inner,
        Some("http" | "https") => {
            let host = lower.split("//").nth(1).unwrap_or("").split(['/', ':', '?', '#']).next().unwrap_or("");
            match host {
                "" => Kind::Wrong("names no host"),
                "localhost" | "127.0.0.1" | "[" => Kind::Wrong("names the machine it was built on"),
                _ => Kind::Outer,
            }
        }
        Some("mailto" | "tel" | "urn") => Kind::Outer,
        Some("data") => Kind::Data,
        Some("file") => Kind::Wrong("names a file of the machine it was built on"),
        Some("javascript" | "vbscript") => Kind::Wrong("is a script"),
        Some(_) => Kind::Wrong("has a scheme that no page needs"),
    }
}

/// The addresses that an element holds.
pub(crate) fn addresses(element: &Element) -> Vec<Address<'_>> {
    let line = element.line;
    let mut all = Vec::new();
    for (attribute, loads) in ADDRESSES {
        // `data` is an address on <object> only; what a <link> names is loaded unless it says what it merely is.
        let is_link = element.name == "link"
            && !matches!(element.attribute("rel"), Some("canonical" | "alternate" | "license" | "author" | "help"));
        if let Some(written) = element.attribute(attribute).filter(|_| attribute != "data" || element.name == "object")
        {
            all.push(Address { written, is_loaded: loads || is_link, line });
        }
    }
    let set = element.attribute("srcset").unwrap_or_default();
    let images = set.split(',').filter_map(|image| image.split_whitespace().next());
    all.extend(images.map(|written| Address { written, is_loaded: true, line }));
    all
}

/// Resolves an address of a page, as a browser does.
pub(crate) fn link(page: &str, address: &Address<'_>) -> Link {
    let (rest, fragment) = match address.written.split_once('#') {
        Some((rest, fragment)) => (rest, Some(decoded(fragment))),
        None => (address.written, None),
    };
    let path = decoded(rest.split_once('?').map_or(rest, |(path, _)| path));
    let mut parts: Vec<&str> = page.split('/').collect();
    let target = if path.is_empty() && !rest.starts_with('?') && fragment.is_some() {
        page.to_owned()
    } else {
        parts.pop();
        let mut outside = String::new();
        for part in path.split('/').filter(|part| !matches!(*part, "" | ".")) {
            match part {
                ".." if parts.pop().is_none() => outside.push_str("../"),
                ".." => {}
                part => parts.push(part),
            }
        }
        let is_folder = matches!(path.rsplit('/').next(), None | Some("" | "." | ".."));
        format!("{outside}{}{}", parts.join("/"), if is_folder { "/" } else { "" })
    };
    Link { page: page.to_owned(), line: address.line, written: address.written.to_owned(), target, fragment }
}

/// Undoes percent signs; what they do not make text of stays as it is.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escape = text.get(at + 1..at + 3).filter(|hex| hex.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let byte = escape.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| bytes[at] == b'%');
        plain.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8(plain).unwrap_or_else(|_| text.to_owned())
}
