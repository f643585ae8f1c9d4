//! Where the forge shows the file of a document: its text, who wrote which line, and where it is edited. What the settings
//! do not say follows from the address of a commit, where it is of a forge whose addresses are known.

use super::context::Shared;
use super::routes::relative_file;
use super::view::Part;
use crate::base::{mark, wording};
use crate::model::DocIx;
use crate::model::site::SiteConfig;
use crate::state::EditionKind;

/// Links to the file of a document at the forge; none where it is not known, or readers may not know of the file.
pub(super) fn links(shared: &Shared<'_>, ix: DocIx) -> Vec<Part> {
    let state = shared.state;
    if state.is_withheld(ix) || state.edition != EditionKind::Latest {
        return Vec::new();
    }
    let commit = shared.history.head.as_ref().map(|(commit, _)| commit.clone());
    let path = match state.prefix.trim_end_matches('/') {
        "" => shared.aims.document(ix).path.as_str().to_owned(),
        prefix => format!("{prefix}/{}", shared.aims.document(ix).path),
    };
    let of = |(words, pattern): (&'static str, Option<String>)| {
        let href = fill(&pattern?, commit.as_deref(), &path)?;
        Some(Part::Link { href, v: wording::of(words).to_owned() })
    };
    patterns(&shared.aims.config.site).into_iter().filter_map(of).collect()
}

/// The words of each link, and its pattern.
fn patterns(site: &SiteConfig) -> [(&'static str, Option<String>); 3] {
    let (source, blame) = site.forge.as_deref().and_then(known).unzip();
    [
        (mark!("source"), site.source.clone().or(source)),
        (mark!("who wrote which line"), site.blame.clone().or(blame)),
        (mark!("edit"), site.edit.clone()),
    ]
}

/// The patterns for a text and for its lines, as they follow from that of a commit.
fn known(forge: &str) -> Option<(String, String)> {
    let of = |base: &str, text: &str, lines: &str| {
        (format!("{base}/{text}/{{commit}}/{{path}}"), format!("{base}/{lines}/{{commit}}/{{path}}"))
    };
    if let Some(base) = forge.strip_suffix("/-/commit/{commit}") {
        return Some(of(base, "-/blob", "-/blame"));
    }
    let base = forge.strip_suffix("/commit/{commit}")?;
    if base.starts_with("https://github.com/") {
        Some(of(base, "blob", "blame"))
    } else if base.starts_with("https://codeberg.org/") {
        Some(of(base, "src/commit", "blame/commit"))
    } else {
        None
    }
}

/// A pattern with what it asks for in it; `None` where that is not known, or it does not ask for the file.
fn fill(pattern: &str, commit: Option<&str>, path: &str) -> Option<String> {
    if !pattern.contains("{path}") || (pattern.contains("{commit}") && commit.is_none()) {
        return None;
    }
    // The path goes in last: whatever it is called, nothing is put into it.
    let of_commit = pattern.replace("{commit}", commit.unwrap_or_default());
    Some(of_commit.replace("{path}", &relative_file("", path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(site: &SiteConfig) -> Vec<String> {
        let filled = |(words, pattern): (&str, Option<String>)| {
            Some(format!("{words} {}", fill(&pattern?, Some("abc"), "a b/{commit}.md")?))
        };
        patterns(site).into_iter().filter_map(filled).collect()
    }

    #[test]
    fn pages_of_files_follow_from_those_of_commits_where_a_forge_is_known() {
        let of = |forge: &str| told(&SiteConfig { forge: Some(forge.into()), ..SiteConfig::default() });
        let path = "a%20b/%7Bcommit%7D.md";
        for (forge, source, blame) in [
            ("https://github.com/o/r/commit/{commit}", "https://github.com/o/r/blob", "https://github.com/o/r/blame"),
            (
                "https://git.x.example/o/-/commit/{commit}",
                "https://git.x.example/o/-/blob",
                "https://git.x.example/o/-/blame",
            ),
            (
                "https://codeberg.org/o/r/commit/{commit}",
                "https://codeberg.org/o/r/src/commit",
                "https://codeberg.org/o/r/blame/commit",
            ),
        ] {
            let wanted = [format!("source {source}/abc/{path}"), format!("who wrote which line {blame}/abc/{path}")];
            assert_eq!(of(forge), wanted, "{forge}");
        }
        assert!(of("https://git.example.org/our-aims/commit/{commit}").is_empty(), "nobody knows how it counts paths");
    }

    #[test]
    fn what_the_settings_say_comes_first() {
        let site = SiteConfig {
            source: Some("https://x.example/{path}?at={commit}".into()),
            edit: Some("https://x.example/edit/{path}".into()),
            blame: Some("https://x.example/nowhere".into()),
            ..SiteConfig::default()
        };
        let path = "a%20b/%7Bcommit%7D.md";
        assert_eq!(
            told(&site),
            [format!("source https://x.example/{path}?at=abc"), format!("edit https://x.example/edit/{path}")]
        );
        assert_eq!(fill("https://x.example/{commit}/{path}", None, "a.md"), None);
    }
}
