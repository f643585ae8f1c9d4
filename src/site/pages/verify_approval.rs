//! How to verify an approval with OpenSSH and git alone.

use super::sections::Section;
use crate::approval::Act;
use crate::approval::record::{ActKind, Record};
use crate::base::below;
use crate::history::{self, Change};
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::view::Part;

/// What stands in the commands.
struct Example {
    /// The file of the record in the site; `None` where it is not published.
    published: Option<String>,
    /// The commit that has the record, and the file.
    record: (String, String),
    principal: String,
    /// The commit that has the text, and the file.
    text: (String, String),
    sha256: String,
}

/// The section of the page about the site.
pub(super) fn section(shared: &Shared<'_>, link: Linker<'_>) -> Section {
    let found = example(shared).unwrap_or_else(|| blank(shared));
    let mut section = Section::new("verify-approval", "Verify an approval yourself");
    section.intro.push(vec![Part::text(
        "Every act of approval is a small text file with a signature beside it, in the folder of the repository that is called approvals, and the change record of each document names them. They can be verified with OpenSSH alone, without this program.",
    )]);
    let command = |signers: &str, record: &str| {
        format!("ssh-keygen -Y verify -f {signers} -I {} -n aims-approval -s {record}.sig < {record}", found.principal)
    };
    match &found.published {
        Some(record) => {
            section.intro.push(vec![Part::text("This one is part of this site. Run this in its folder:")]);
            section.intro.push(vec![Part::code(command("data/allowed_signers", record))]);
        }
        None => {
            let (commit, path) = &found.record;
            section.intro.push(vec![
                Part::text("What they hold, such as e-mail addresses, is not all part of this site, and so this one is not. Run this in the top folder of the repository, with the site in it as "),
                Part::code(called(shared)),
                Part::text(":"),
            ]);
            for end in ["", ".sig"] {
                section.intro.push(vec![Part::code(format!("git show {commit}:{path}{end} > record.toml{end}"))]);
            }
            let signers = format!("{}/data/allowed_signers", called(shared));
            section.intro.push(vec![Part::code(command(&signers, "record.toml"))]);
        }
    }
    section.intro.push(vec![
        Part::text("It says whether the holder of a key that is listed for this person signed exactly this record. "),
        Part::Link { href: link.to("data/allowed_signers"), v: "The list of keys".into() },
        Part::text(" is taken from the present settings. Get it from somebody you trust rather than from the site that you doubt. The record names the text that was approved by its SHA-256. In the repository, compare that with the text of the commit:"),
    ]);
    let (commit, path) = &found.text;
    section.intro.push(vec![Part::code(format!("git show {commit}:{path} | sha256sum"))]);
    if !found.sha256.is_empty() {
        section.intro.push(vec![
            Part::text("For this record the answer should be "),
            Part::code(found.sha256),
            Part::text("."),
        ]);
    }
    section
}

/// What the folder of the site is called, where that needs no quoting.
fn called(shared: &Shared<'_>) -> String {
    let called = shared.state.recipe.as_ref().map(|recipe| recipe.called.clone());
    called.filter(|called| is_harmless(called)).unwrap_or_else(|| crate::state::SITE.to_owned())
}

/// What has to be filled in by hand.
fn blank(shared: &Shared<'_>) -> Example {
    let record = "approvals/POL-001/RECORD.toml".to_owned();
    let addresses = shared.aims.config.publish.addresses;
    Example {
        published: addresses.then(|| record.clone()),
        record: ("COMMIT".into(), record),
        principal: if addresses { "ADDRESS" } else { "PERSON" }.into(),
        text: ("COMMIT".into(), "PATH".into()),
        sha256: String::new(),
    }
}

/// Whether no shell takes these words for anything else: readers copy commands without looking.
fn is_harmless(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'/' | b'@' | b'+');
    !text.is_empty() && !text.starts_with('-') && text.bytes().all(plain)
}

/// The first record that can be verified this way.
fn example(shared: &Shared<'_>) -> Option<Example> {
    let mut acts: Vec<_> = shared.approvals.acts.iter().filter(|act| act.is_proven()).collect();
    acts.sort_by_key(|act| (!shared.is_published(act), act.of_kind(ActKind::Approval).is_none()));
    acts.into_iter().find_map(|act| {
        let record = act.record.as_ref().ok()?;
        let config = &shared.aims.config;
        let place = config.people.iter().position(|person| person.name == record.by && !person.keys.is_empty())?;
        let principals = config.principals(place);
        let listed = |principal: &&String| record.email.is_empty() || principal.eq_ignore_ascii_case(&record.email);
        let principal = principals.iter().find(listed)?.clone();
        let commit = shared.state.revision().or(act.commit.as_deref())?;
        let published = shared.is_published(act).then(|| act.path.as_str().to_owned());
        // The commit that brought it may have had it elsewhere, before the AIMS was moved.
        let of_commit = |(revision, _): &(&history::Revision, &Change)| revision.commit == commit;
        let then = shared.history.of(&act.path).find(of_commit).map(|(_, change)| &change.path);
        let then = then.filter(|_| shared.state.revision().is_none()).unwrap_or(&act.path);
        let record_path = below(&shared.state.prefix, then.as_str());
        let (text_commit, text_path) = text(shared, act, record)?;
        let sound = [act.path.as_str(), &principal, &record_path, &text_path].into_iter().all(is_harmless);
        sound.then(|| Example {
            published,
            record: (history::short(commit), record_path),
            principal,
            text: (history::short(text_commit), text_path),
            sha256: record.sha256.clone(),
        })
    })
}

/// The text that a record names by its blob: the newest commit that brought it, and the file.
fn text<'a>(shared: &Shared<'a>, act: &Act, record: &Record) -> Option<(&'a str, String)> {
    let path = &shared.aims.document(act.document?).path;
    let is_it = |change: &Change| change.new.is_some_and(|blob| blob.to_string() == record.blob);
    let (revision, change) = shared.history.of(path).find(|(_, change)| is_it(change))?;
    Some((&revision.commit, below(&shared.state.prefix, change.path.as_str())))
}
