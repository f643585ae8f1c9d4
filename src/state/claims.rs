//! What `aims` shows of approval, force, review and evidence, what each of these words rests on, and what would defeat it.
//!
//! One list for the site's About page and the README, so that the two say the same. Every row names the test that holds it;
//! `tests/claims.rs` looks for that test. Deliberately not here: how the words are judged (`approval`, `history`, `model`).

use crate::base::mark;

/// One claim, in English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// What is shown.
    pub shown: &'static str,
    /// What it rests on.
    pub rests_on: &'static str,
    /// How to check it with git and OpenSSH alone.
    pub check: &'static str,
    /// What would defeat it.
    pub defeated_by: &'static str,
    /// The test that holds it: file and function.
    pub test: &'static str,
}

/// That a page shows what was signed: a page from which something is withheld shows less.
pub const ALL_IS_SHOWN: &str = mark!("What was signed is all that the page of the text shows");

/// All claims, those that most depends on first.
pub const CLAIMS: [Claim; 17] = [
    Claim {
        shown: mark!("A signed record: this person approved this text"),
        rests_on: mark!(
            "A signature over a record that names the document, its version and the digest of its text, by a key that the settings listed before the change"
        ),
        check: mark!("OpenSSH, with the command that the About page of each site writes out"),
        defeated_by: mark!("A key that was stolen or lent; a person who signs without reading"),
        test: "tests/approve/flips.rs no_byte_of_a_record_or_of_its_signature_can_change",
    },
    Claim {
        shown: ALL_IS_SHOWN,
        rests_on: mark!(
            "The page is made of the pieces that its digest is taken over, and of nothing else of the text"
        ),
        check: mark!("`git diff COMMIT -- PATH`, from the commit of the record"),
        defeated_by: mark!("A browser or a theme that shows a page in another way than it is written"),
        test: "tests/one_article.rs what_is_signed_of_a_text_is_all_that_its_page_shows",
    },
    Claim {
        shown: mark!("What the text shows and links to is what was approved"),
        rests_on: mark!("The SHA-256 of images and files, and the ids of documents, in the signed record"),
        check: mark!("`sha256sum FILE`, beside `[images]` and `[targets]` of the record"),
        defeated_by: mark!(
            "What stands at an address outside the repository; a document that keeps its id and says something else, which has an approval of its own"
        ),
        test: "tests/approve/targets.rs an_image_or_attachment_with_other_bytes_is_not_what_was_approved",
    },
    Claim {
        shown: mark!("Merged by another person"),
        rests_on: mark!("The names and addresses in the merge that brought the text and in the commits that wrote it"),
        check: "`git log --first-parent --format=fuller`",
        defeated_by: mark!(
            "Anybody who can push: git takes whatever name a commit gives, and only a signature binds a name to a key"
        ),
        test: "tests/approve/tenure.rs evidence_is_of_the_commit_that_brought_the_text",
    },
    Claim {
        shown: mark!("A change does not choose its own bar"),
        rests_on: mark!(
            "Rules, roles, keys, kinds and folders from before the change; of two rules the stricter holds"
        ),
        check: "`git log -p --first-parent -- aims.toml`",
        defeated_by: mark!(
            "Settings that were wrong from the first commit, which are trusted on first use; `--trust COMMIT` names others"
        ),
        test: "tests/approve/bars.rs another_kind_does_not_lower_the_bar",
    },
    Claim {
        shown: mark!("Settings vouched for"),
        rests_on: mark!(
            "A signature over the change of people, keys, rules, kinds or levels, or over a record of it, by somebody whom the settings listed before and whose role a rule asks for"
        ),
        check: "`git log -p --first-parent --show-signature -- aims.toml`",
        defeated_by: mark!(
            "The first settings and the first key, which are trusted on first use; a merge by somebody who did not look, which is told as a warning"
        ),
        test: "tests/approve/vouching.rs nobody_lists_a_key_and_approves_with_it_in_the_next_commit",
    },
    Claim {
        shown: mark!("In force from this day to that"),
        rests_on: mark!(
            "The latest of the day that the text names, the day it reached the main line, and the day its rule was met"
        ),
        check: "`git log --first-parent --format='%h %cI' -- PATH`",
        defeated_by: mark!(
            "Clocks that are wrong in commit after commit; a main line that was rewritten before anybody kept a copy"
        ),
        test: "tests/approve/tenure.rs a_version_is_in_force_once_its_rule_was_met",
    },
    Claim {
        shown: mark!("Approved once is not approved again"),
        rests_on: mark!("The place of each act on the main line: what was out of force needs a new one"),
        check: "`git log --first-parent -- approvals/ID PATH`",
        defeated_by: mark!("Somebody with the role who signs the old text again"),
        test: "tests/approve/tenure.rs what_was_out_of_force_needs_a_new_act",
    },
    Claim {
        shown: mark!("Sealed by a signed tag"),
        rests_on: mark!("The signature of the tag; it approves only where its signer holds a role that the rule names"),
        check: "`git verify-tag TAG`",
        defeated_by: mark!("A tag that was removed from the repository before anybody fetched it"),
        test: "tests/approve/tenure.rs a_tag_seals_and_approves_only_by_a_role_that_the_rule_names",
    },
    Claim {
        shown: mark!("A record says what it said"),
        rests_on: mark!(
            "Each change on the main line after the record was closed, accepted or approved, or had stood for a while"
        ),
        check: "`git log -p -- RECORD`",
        defeated_by: mark!(
            "A record about something that did not happen; one that was written late and dated back within a month"
        ),
        test: "tests/broken.rs every_rule_finds_what_it_is_for",
    },
    Claim {
        shown: mark!("The record of changes is whole"),
        rests_on: mark!("Every commit from the root to the tip, hashed as it is read; what is missing is marked"),
        check: mark!("`git fsck --full` and `git rev-list --count HEAD`"),
        defeated_by: mark!(
            "A history that was rewritten and pushed over before anybody kept a copy; a signed tag kept elsewhere shows it"
        ),
        test: "tests/history/gaps.rs a_shallow_clone_invents_no_additions",
    },
    Claim {
        shown: mark!("No verdict comes from a cache"),
        rests_on: mark!(
            "What is kept lies outside the repository, sealed with a secret of the person; acts and the approved edition do without; a site is kept as it is only where nothing was written since, by sizes and times"
        ),
        check: mark!("The same command with `CI=true`, which keeps nothing"),
        defeated_by: mark!("Somebody who can write to your home folder"),
        test: "tests/cache.rs acts_and_the_approved_edition_do_without",
    },
    Claim {
        shown: mark!("The files of this commit"),
        rests_on: mark!("Every file that the site was made from has the bytes that the commit has"),
        check: mark!("The commands on the About page build it again and compare"),
        defeated_by: mark!("Another version of aims; the version is named on every page"),
        test: "tests/provenance.rs a_site_is_of_a_commit_only_where_all_that_was_read_is_in_it",
    },
    Claim {
        shown: mark!("A site is what its commit gives"),
        rests_on: mark!(
            "It is made again by the recipe in its manifest, and every file compared by its bytes; a signed statement says who stands for it"
        ),
        check: mark!("`sha256sum --check SHA256SUMS` for the files, and the commands on the About page"),
        defeated_by: mark!(
            "Another version of aims; a commit that was never reviewed: which one it is the reader has to look at"
        ),
        test: "tests/verify.rs a_site_that_lists_what_was_altered_is_still_not_what_its_commit_gives",
    },
    Claim {
        shown: mark!("What an edition, or a site for an audience, leaves out is in no file of it"),
        rests_on: mark!(
            "The site is made from a smaller state in which what is withheld is not there: by the strictest class that any text of a document had, and by what was approved"
        ),
        check: "`grep -r WORD SITE`",
        defeated_by: mark!(
            "A published text that says in its own words what another keeps back; a text of no class, which is taken for internal"
        ),
        test: "tests/audience/edition.rs what_nobody_approved_is_nowhere_in_the_approved_edition",
    },
    Claim {
        shown: mark!("Asks for less than before"),
        rests_on: mark!("A comparison of the words of both texts"),
        check: "`git diff --word-diff OLD NEW -- PATH`",
        defeated_by: mark!("A weakening in words that no list knows: a hint that is missing promises nothing"),
        test: "tests/record.rs each_change_says_what_it_did_to_the_text",
    },
    Claim {
        shown: mark!("No finding"),
        rests_on: mark!("The rules that `aims explain` teaches, for what is under control, on the day of the build"),
        check: "`aims check --format json`",
        defeated_by: mark!("Everything that no rule asks for; a check never becomes a review"),
        test: "tests/broken.rs every_rule_finds_what_it_is_for",
    },
];
