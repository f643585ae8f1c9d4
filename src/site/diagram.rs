//! Code, and diagrams that are written as code.
//!
//! Nothing here draws them: what draws the languages of diagrams faithfully is a browser that runs scripts, which pages do
//! not, or as large as all of this. So they are shown as they are written, and a caption says what they are.

use super::escape::escape;
use crate::base::say;

/// Languages of diagrams, and their names.
const LANGUAGES: [(&str, &str); 5] =
    [("mermaid", "Mermaid"), ("plantuml", "PlantUML"), ("dot", "Graphviz"), ("graphviz", "Graphviz"), ("d2", "D2")];

/// How a block of code in a language begins and ends.
pub(super) fn code_block(language: &str) -> (String, &'static str) {
    let class = if language.is_empty() { String::new() } else { format!(" class=\"language-{}\"", escape(language)) };
    let code = format!("<pre tabindex=\"0\"><code{class}>");
    // As GitLab has it, and as it is written in braces.
    let plain = language.trim_matches(['{', '}']);
    match LANGUAGES.iter().find(|(known, _)| plain.eq_ignore_ascii_case(known)) {
        Some((_, name)) => {
            let caption = escape(&say!("Diagram, as it is written in {name}", name));
            (format!("<figure class=\"diagram\"><figcaption>{caption}</figcaption>{code}"), "</code></pre></figure>\n")
        }
        None => (code, "</code></pre>\n"),
    }
}
