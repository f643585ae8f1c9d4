//! What people write into commits, and must not reach a page, a feed or a data file as more than text.

use aims::base::Date;
use aims::pipeline::{Project, Request};

use super::document;
use super::git::Git;

const HOSTILE: &str = "</script><img src=x onerror=alert(1)>]]>\u{1b}[31m\u{202e}\u{2066}\u{85}\u{2028}";

/// The files of the site that texts of others stand in.
fn built(git: &Git) -> Vec<(String, String)> {
    let project = Project::find(git.path()).expect("a project");
    let request = Request::new(git.path(), Date::constant(2026, 11, 20));
    let bundle = project.build(&request).and_then(|built| built.bundle()).expect("a site");
    let told = |path: &str| [".html", ".atom", ".json", ".csv"].iter().any(|end| path.ends_with(end));
    let files = bundle.iter().filter(|(path, _)| told(path.as_str()));
    files.map(|(path, bytes)| (path.to_string(), String::from_utf8(bytes.to_vec()).expect("text"))).collect()
}

fn is_page(path: &str) -> bool {
    [".html", ".atom"].iter().any(|end| path.ends_with(end))
}

#[test]
fn nothing_of_a_message_is_more_than_text() {
    let git = Git::new();
    let label = "1.0 \\u202e\\u001b[2J<img src=x>";
    git.put("a.md", document("A", label, "Text.").replace("title: A", "title: \"=cmd \\u202e\\u2066\\u001b<script>\""));
    git.put("message", format!("{HOSTILE}\n\n{HOSTILE}\n\nApproved-by: {HOSTILE} <a@x>\n"));
    git.later();
    git.run(&["add", "a.md", "aims.toml"]);
    let name = HOSTILE.replace(['<', '>'], "");
    git.run(&["commit", "--quiet", "--file=message", &format!("--author={name} <ada@example.org>")]);
    let is_odd = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let mut shown = 0;
    for (path, text) in built(&git) {
        assert_eq!(text.find(is_odd).map(|at| text[at..].chars().take(20).collect::<String>()), None, "{path}");
        let is_markup = is_page(&path);
        assert!(!is_markup || !text.contains("<img src=x"), "{path}");
        shown += usize::from(is_markup && text.contains("&lt;img src=x onerror"));
    }
    assert!(shown > 3, "the message is on {shown} pages");
}

#[test]
fn no_message_is_so_long_that_pages_are() {
    let git = Git::new();
    git.put("a.md", document("A", "1.0", "Text."));
    let trailers: String = (0..10_000).map(|n| format!("Approved-by: P{n} <p{n}@example.org>\n")).collect();
    git.put("message", format!("{}\n\n{trailers}", "S".repeat(1_000_000)));
    git.later();
    git.run(&["add", "a.md", "aims.toml"]);
    git.run(&["commit", "--quiet", "--file=message"]);
    let pages = built(&git);
    for (path, text) in pages.iter().filter(|(path, _)| is_page(path)) {
        // All rules in full are more than that.
        let most = if path == "rules.html" { 300_000 } else { 200_000 };
        assert!(text.len() < most, "{path} has {} bytes", text.len());
    }
}
