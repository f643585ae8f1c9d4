//! How to verify the signatures of tags and commits with git alone.

use super::verify_approval::{called, is_safe_on_windows};
use crate::base::say;
use crate::base::text::shell_word;
use crate::history;
use crate::site::context::Shared;
use crate::site::view::{Part, line};

/// What carries a signature that git can verify.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sealed<'s> {
    /// A tag, by its name.
    Tag(&'s str),
    /// A commit, by its hex digits.
    Commit(&'s str),
}

impl Sealed<'_> {
    /// What git is told to verify, as a shell takes it. `None` where no reader could copy the name.
    fn told(&self) -> Option<String> {
        match self {
            // Whole, and below its folder: of what is short or bare there may be another, which whoever may push decides.
            Self::Commit(commit) => Some(format!("verify-commit {}", shell_word(commit))),
            Self::Tag(name) if line(name) != **name => None,
            Self::Tag(name) => Some(format!("verify-tag {}", shell_word(&format!("refs/tags/{name}")))),
        }
    }
}

/// A signed tag that its name leads to.
pub(super) fn tag<'s>(shared: &'s Shared<'_>, name: &str) -> Option<Sealed<'s>> {
    let is_it = |tag: &&history::Tag| tag.signed && tag.name == name && tag.rev == name;
    shared.history.tags.iter().find(is_it).map(|tag| Sealed::Tag(&tag.name))
}

/// The commands that verify signatures, a line for each. Nothing where there is none, or readers have no repository.
pub(super) fn commands(shared: &Shared<'_>, all: &[Sealed<'_>]) -> Vec<Vec<Part>> {
    if shared.is_outside() {
        return Vec::new();
    }
    let has_keys = shared.state.signers().people.iter().any(|person| !person.keys.is_empty());
    let signers = has_keys.then(|| format!("{}/data/allowed_signers", called(shared)));
    lines(signers.as_deref(), all)
}

/// The same for one, folded away.
pub(super) fn command(shared: &Shared<'_>, one: Sealed<'_>) -> Option<Part> {
    let items = commands(shared, &[one]);
    (!items.is_empty()).then(|| Part::Fold { words: say!("Command that verifies the signature").into(), items })
}

fn lines(signers: Option<&str>, all: &[Sealed<'_>]) -> Vec<Vec<Part>> {
    let told: Vec<String> = all.iter().filter_map(Sealed::told).collect();
    if told.is_empty() {
        return Vec::new();
    }
    let (place, options) = match signers {
        Some(signers) => (
            say!("At the top of the repository, with the site in it, whether somebody signed it whose key is listed:"),
            format!("-c gpg.ssh.allowedSignersFile={} ", shell_word(signers)),
        ),
        None => (say!("In the repository, whether git knows the signature:"), String::new()),
    };
    let mut items = vec![vec![Part::text(place)]];
    let told: Vec<String> = told.iter().map(|told| format!("git {options}{told}")).collect();
    items.extend(told.iter().map(|told| vec![Part::code(told.as_str())]));
    if told.iter().all(|told| told.split(' ').all(is_safe_on_windows)) {
        items.push(vec![Part::text(say!("It is the same on Windows, at its prompt and in PowerShell."))]);
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::view::plain;

    fn of(signers: Option<&str>, all: &[Sealed<'_>]) -> Vec<String> {
        lines(signers, all).iter().map(|item| plain(item)).collect()
    }

    #[test]
    fn tags_and_commits_have_their_commands_with_the_keys_that_the_site_has() {
        let commit = "0123456789abcdef0123456789abcdef01234567";
        let told = of(Some("site/data/allowed_signers"), &[Sealed::Tag("v2026-audit"), Sealed::Commit(commit)]);
        assert_eq!(
            told[1],
            "git -c gpg.ssh.allowedSignersFile=site/data/allowed_signers verify-tag refs/tags/v2026-audit"
        );
        assert!(told[2].contains("allowed_signers verify-commit 0123456789abcdef0123456789abcdef01234567"), "{told:?}");
        assert!(told[3].contains("Windows"), "{told:?}");
        assert_eq!(of(None, &[Sealed::Tag("v1")])[1], "git verify-tag refs/tags/v1");
        assert!(of(None, &[]).is_empty());
    }

    #[test]
    fn no_name_of_a_tag_is_more_than_a_word_of_the_command() {
        let command = |name: &str| of(None, &[Sealed::Tag(name)]);
        for (name, wanted) in [
            ("a;b$(c)", "git verify-tag 'refs/tags/a;b$(c)'"),
            ("it's", "git verify-tag 'refs/tags/it'\\''s'"),
            ("-v", "git verify-tag refs/tags/-v"),
            ("@x", "git verify-tag refs/tags/@x"),
            ("abc1", "git verify-tag refs/tags/abc1"),
        ] {
            assert_eq!(command(name)[1], wanted, "{name}");
        }
        assert!(!command("a;b$(c)").concat().contains("Windows"), "quotes of the two shells differ");
        assert!(command("a\u{202e}b").is_empty(), "nobody could copy it");
    }
}
