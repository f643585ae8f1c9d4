//! How the site of a state is made again: everything that was asked for, as one value.

use super::edition::EditionKind;
use crate::base::text::shell_word;
use crate::base::{Date, SITE_RECORD};
use crate::model::audience::Audience;

/// The folder that a site is called by where nobody says otherwise.
pub const SITE: &str = "site";

/// The name of a signed statement about a site, in the site: what is signed there is about all its other files.
pub const ATTESTATION: &str = "attestation.intoto.jsonl";

/// Everything that decides the bytes of a site, beside the version of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipe {
    /// The commit that it is made from, in hex digits.
    pub commit: String,
    /// The path of the AIMS in its repository; empty at the top.
    pub folder: String,
    /// The day that decides what is overdue.
    pub today: Date,
    /// Since when changes are told apart: a tag or a commit.
    pub since: Option<String>,
    /// Whether it tells where requirements stood over time.
    pub trend: bool,
    /// The commit whose settings say who may sign.
    pub trust: Option<String>,
    /// Which texts it shows.
    pub edition: EditionKind,
    /// For whom it is.
    pub audience: Audience,
    /// What its folder is called.
    pub called: String,
    /// The web address at which it will lie, where that was said with the command.
    pub base_url: Option<String>,
    /// What stands for each tag that was there, in order: tags are in no commit. `None` for a site that does not say, where all
    /// that are there are looked at.
    pub tags: Option<Vec<String>>,
}

impl Recipe {
    /// The command that makes the site again in the folder `out`, run in the top folder of the repository.
    pub fn command(&self, out: &str) -> String {
        // Every part is named here, so that none is forgotten when there is another.
        let Self { commit, folder, today, since, trend, trust, edition, audience, called, base_url, tags: _ } = self;
        let today = today.to_string();
        let options = [
            ("--rev", Some(commit.as_str())),
            ("--today", Some(today.as_str())),
            ("--since", since.as_deref()),
            ("--edition", Some(edition.as_str())),
            ("--audience", Some(audience.as_str())),
            ("--trust", trust.as_deref()),
            ("--called", Some(called.as_str())),
            ("--base-url", base_url.as_deref()),
            ("--out", Some(out)),
        ];
        asking(if *trend { "build --trend" } else { "build" }, folder, options)
    }

    /// The command that makes the site again and compares, where it lies in the same folder.
    pub fn verification(&self) -> String {
        let command = format!("aims verify {}", shell_word(&self.called));
        if self.folder.is_empty() { command } else { format!("{command} {}", shell_word(&self.folder)) }
    }

    /// The command that compares what was made again with the site, where that lies in the same folder. A statement about the site
    /// nobody makes again, and of that the list of what a build wrote tells.
    pub fn comparison(&self) -> String {
        format!("diff -r -x {ATTESTATION} -x {SITE_RECORD} rebuilt {}", shell_word(&self.called))
    }
}

/// A command about the AIMS in a folder of the repository, in words that a shell takes as they are.
pub fn asking<'a>(what: &str, folder: &str, options: impl IntoIterator<Item = (&'a str, Option<&'a str>)>) -> String {
    let mut command = format!("aims {what} {}", shell_word(if folder.is_empty() { "." } else { folder }));
    for (option, value) in options.into_iter().filter_map(|(option, value)| Some((option, value?))) {
        command.push_str(&match shell_word(value).strip_prefix("./-") {
            // A value, not a file: what begins with a dash has to stand at its option.
            Some(rest) => format!(" {option}=-{rest}"),
            None => format!(" {option} {}", shell_word(value)),
        });
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_names_all_that_was_asked_for_in_words_that_a_shell_takes_as_they_are() {
        let recipe = Recipe {
            commit: "0123".into(),
            folder: "docs/our aims".into(),
            today: Date::constant(2026, 11, 20),
            since: Some("-v1".into()),
            trend: true,
            trust: Some("4567".into()),
            edition: EditionKind::Approved,
            audience: Audience::Public,
            called: "it's".into(),
            base_url: Some("https://aims.example".into()),
            tags: None,
        };
        assert_eq!(
            recipe.command("rebuilt"),
            r"aims build --trend 'docs/our aims' --rev 0123 --today 2026-11-20 --since=-v1 --edition approved --audience public --trust 4567 --called 'it'\''s' --base-url https://aims.example --out rebuilt"
        );
        assert_eq!(recipe.comparison(), r"diff -r -x attestation.intoto.jsonl -x .aims-site.json rebuilt 'it'\''s'");
        assert_eq!(recipe.verification(), r"aims verify 'it'\''s' 'docs/our aims'");
        let plain =
            Recipe { folder: String::new(), since: None, trend: false, trust: None, called: SITE.into(), ..recipe };
        assert!(plain.command("rebuilt").starts_with("aims build . --rev 0123 --today 2026-11-20 --edition "));
    }
}
