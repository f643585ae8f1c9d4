//! What a page is given on its way: a script and a style of ours, and the right to ask this server. The rest of it is as a
//! built site has it.

use serde::Serialize;

use crate::base::{Result, json, sha256_hex};

/// The script of an open page, and the style of its bar.
pub(super) const SCRIPT: &[u8] = include_bytes!("serve.js");
/// The same for its looks.
pub(super) const STYLE: &[u8] = include_bytes!("serve.css");

/// What an open page is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// The number of the state.
    pub state: u64,
    /// The mark of the page as it is now: another where the page is another.
    pub page: String,
    /// Whether the next state is being worked out, of which this page may be a part.
    pub working: bool,
    /// Why there is no newer state, though files changed.
    pub fault: Option<Fault>,
    /// What is found about the page.
    pub findings: Vec<Finding>,
    /// What is found in all, as a sentence.
    pub summary: String,
}

/// What keeps the next state from being worked out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Fault {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The same at its lines, where it has some.
    pub findings: Vec<Finding>,
}

/// What is found at a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The code of its rule.
    pub code: String,
    /// How grave it is: `error`, `warning` or `note`.
    pub level: String,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
}

impl Told {
    /// The same for the script of a page.
    pub(super) fn json(&self) -> Result<Vec<u8>> {
        json::lines(self).map(String::into_bytes)
    }
}

/// The mark of a page: the same for the same bytes.
pub(super) fn mark(page: &[u8]) -> String {
    sha256_hex(page).chars().take(16).collect()
}

/// The mark of a page that is not there.
pub(super) const MISSING: &str = "none";

/// Where the policy of a page says what scripts it may run, and the same with the right to ask.
const SCRIPTS: &str = "script-src 'self'; ";
const ASKS: &str = "connect-src 'self'; ";

/// Where the script goes: behind all that the page itself loads.
const HEAD: &str = "</head>";

/// Gives a page of ours what it needs to stay up to date.
pub(super) fn inject(page: &[u8], state: u64) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(page) else { return page.to_vec() };
    // All that stands before these is ours: what authors write begins with the title, where `<` is escaped.
    let Some(head) = text.find(HEAD) else { return page.to_vec() };
    let policy = text[..head].find(SCRIPTS).map(|at| at + SCRIPTS.len());
    let (before, after) = text.split_at(policy.unwrap_or(0));
    let (top, rest) = after.split_at(head - before.len());
    let asks = if policy.is_some() { ASKS } else { "" };
    [before, asks, top, &lines(&mark(page), state), rest].concat().into_bytes()
}

fn lines(mark: &str, state: u64) -> String {
    format!(
        "<link rel=\"stylesheet\" href=\"/.aims/serve.css\">\n<script src=\"/.aims/serve.js\" data-page=\"{mark}\" data-state=\"{state}\" \
         defer></script>\n"
    )
}

/// A page that stands where there is none, and waits for one.
pub(super) fn missing(fault: bool, state: u64) -> Vec<u8> {
    let (title, text) = match fault {
        true => {
            ("Nothing to show yet", "The AIMS cannot be read yet. What is in the way stands at the foot of this page.")
        }
        false => (
            "No such page",
            "The site has no page here. It may come with your next change, or be left out for those whom this site is for.",
        ),
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"/aims.css\">\n{}</head>\n<body>\n<main id=\"main\" class=\"paper\">\n\
         <h1>{title}</h1>\n<p>{text}</p>\n<p><a href=\"/index.html\">To the first page</a></p>\n</main>\n</body>\n</html>\n",
        lines(MISSING, state)
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_the_same_but_for_what_is_given() {
        let page = "<head>\n<meta content=\"style-src 'self'; script-src 'self'; base-uri 'none'\">\n\
                    <title>script-src 'self'; </title>\n</head>\n<body>ü</head>script-src 'self'; </body>\n";
        let given = String::from_utf8(inject(page.as_bytes(), 7)).expect("text");
        let lines = lines(&mark(page.as_bytes()), 7);
        assert!(given.contains("script-src 'self'; connect-src 'self'; base-uri"));
        assert!(given.contains(&format!("</title>\n{lines}</head>\n<body>")));
        assert_eq!(given.replacen(ASKS, "", 1).replacen(&lines, "", 1), page);
        assert_eq!(inject(b"no head", 1), b"no head");
    }
}
