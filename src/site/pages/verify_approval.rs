//! How to verify an approval with OpenSSH and git alone.

use super::sections::Section;
use crate::approval::Act;
use crate::approval::record::{ActKind, Record};
use crate::base::text::shell_word;
use crate::base::{SETTINGS, below, say};
use crate::history::{self, Change};
use crate::model::config::Person;
use crate::signature::{Verdict, written};
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::view::Part;
use crate::site::worded::phrase;

/// What stands in the commands.
struct Example {
    /// The file of the record in the site; `None` where it is not published.
    published: Option<String>,
    /// The commit that has the record, and the file.
    record: (String, String),
    principal: String,
    /// When it is taken to have been signed.
    at: String,
    /// The commit that has the text, and the file.
    text: (String, String),
    sha256: String,
}

/// The section of the page about the site.
pub(super) fn section(shared: &Shared<'_>, link: Linker<'_>) -> Section {
    if shared.is_outside() {
        return outside(shared, link);
    }
    let found = example(shared).unwrap_or_else(|| blank(shared));
    let mut section = Section::new("verify-approval", say!("Verify an approval yourself"));
    section.intro.push(vec![Part::text(say!(
        "Every act of approval is a small text file with a signature beside it, in the folder of the repository that is called approvals, and the change record of each document names them. They can be verified with OpenSSH alone, without this program."
    ))]);
    let command = |signers: &str, record: &str| signed_by(signers, record, (&found.principal, &found.at));
    match &found.published {
        Some(record) => {
            section.intro.push(vec![Part::text(say!("This one is part of this site. Run this in its folder:"))]);
            section.intro.push(vec![Part::code(command("data/allowed_signers", record))]);
        }
        None => {
            section.intro.push(phrase!(
                "What they hold, such as e-mail addresses, is not all part of this site, and so this one is not. Run this in the top folder of the repository, with the site in it as {site}:",
                site = Part::code(called(shared)),
            ));
            section.intro.extend(["", ".sig"].map(|end| vec![Part::code(git_show(&found.record, end))]));
            let signers = format!("{}/data/allowed_signers", called(shared));
            section.intro.push(vec![Part::code(command(&signers, "record.toml"))]);
        }
    }
    section.intro.push(phrase!(
        "It says whether the holder of a key that is listed for this person signed exactly this record. The command names the moment by which this program judges it, for keys may have ended since. Get {keys} from somebody you trust rather than from the site that you doubt. The record names the text that was approved by its SHA-256. In the repository, compare that with the text of the commit:",
        keys = Part::Link { href: link.to("data/allowed_signers"), v: say!("the list of keys").into() },
    ));
    let text = shell_word(&format!("{}:{}", found.text.0, found.text.1));
    section.intro.push(vec![Part::code(format!("git show {text} | sha256sum"))]);
    if !found.sha256.is_empty() {
        let answer = Part::code(found.sha256);
        section.intro.push(phrase!("For this record the answer should be {answer}.", answer));
    }
    section.intro(say!(
        "The change record of each document has these commands ready for each of its own acts that is signed, for Windows too. Where the list of keys no longer has whoever signed, it says so."
    ))
}

/// The same for readers who have no repository: what they can do with what is published, and what they cannot.
fn outside(shared: &Shared<'_>, link: Linker<'_>) -> Section {
    let mut section = Section::new("verify-approval", say!("Verify an approval yourself"));
    let mut acts = shared.approvals.acts.iter().filter(|act| act.is_proven() && shared.is_published(act));
    let Some((act, record, by)) = acts.find_map(|act| {
        let record = act.of_kind(ActKind::Approval)?;
        Some((act, record, principal(shared, act, record)?))
    }) else {
        return section.intro(say!(
            "The signed records of approval are not part of this site: each names texts that are not published here, or holds what is not told, and a signed record cannot be cut. So only who has the repository can check an approval; what is told of it here is the word of the organisation."
        ));
    };
    section = section.intro(say!(
        "Acts of approval whose records name nothing that is withheld are part of this site: a small text file with a signature beside it, and the change record of each document names them. They can be verified with OpenSSH alone, without this program. The others only who has the repository can check. Run this in the folder of the site:"
    ));
    let at = written(act.signed_by);
    section.intro.push(vec![Part::code(signed_by("data/allowed_signers", act.path.as_str(), (&by, &at)))]);
    section.intro.push(phrase!(
        "It says whether the holder of a key that is listed for this person signed exactly this record. Get {keys} from somebody you trust rather than from the site that you doubt.",
        keys = Part::Link { href: link.to("data/allowed_signers"), v: say!("the list of keys").into() },
    ));
    section.intro.push(text_signed(shared, act, record));
    section
}

/// How readers without a repository compare a text with what was signed, or that they cannot.
fn text_signed(shared: &Shared<'_>, act: &Act, record: &Record) -> Vec<Part> {
    let of = act.document.and_then(|ix| shared.pasts.of(ix));
    let file = of.and_then(|of| {
        let past = of.texts.iter().find(|past| past.has_page && past.blob() == record.blob)?;
        Some(of.bytes(past))
    });
    match file {
        Some(file) => phrase!(
            "The digest of the text that was signed: {command} It is to be {digest}.",
            command = Part::code(format!("sha256sum {}", shell_word(&file))),
            digest = Part::code(record.sha256.as_str()),
        ),
        None => vec![Part::text(say!(
            "The text that was signed is not published byte for byte, so only who has the repository can compare it with the record."
        ))],
    }
}

/// The command that says whether somebody signed a record by a moment: without it, OpenSSH judges by today, and a key that has
/// ended since would be refused.
fn signed_by(signers: &str, record: &str, (by, at): (&str, &str)) -> String {
    let (signers, by, file) = (shell_word(signers), shell_word(by), shell_word(record));
    let signature = shell_word(&format!("{record}.sig"));
    format!("ssh-keygen -Y verify -f {signers} -I {by} -n aims-approval -O verify-time={at} -s {signature} < {file}")
}

/// The commands that verify one act, ready to be run: folded away. Where the list of keys does not have whose key it would be,
/// that. `None` where it is not signed, or its readers have nothing to run them on.
pub(super) fn commands(shared: &Shared<'_>, act: &Act) -> Option<Part> {
    act.verdict.as_ref()?;
    if shared.is_outside() && !shared.is_published(act) {
        return None;
    }
    let record = act.record.as_ref().ok()?;
    let Some(principal) = principal(shared, act, record) else { return Some(unlisted(shared, act, record)) };
    let at = written(act.signed_by);
    let verify = |signers: &str, file: &str| signed_by(signers, file, (&principal, &at));
    let (place, lines) = match shared.is_published(act) {
        true => (
            say!("In the folder of this site, whether the person signed this record: "),
            vec![verify("data/allowed_signers", act.path.as_str())],
        ),
        false => {
            let commit = shared.state.revision().or(act.commit.as_deref())?;
            let record = (commit.to_owned(), below(&shared.state.prefix, act.path.as_str()));
            let signers = format!("{}/data/allowed_signers", called(shared));
            (
                say!("At the top of the repository, with the site in it, whether the person signed this record: "),
                vec![git_show(&record, ""), git_show(&record, ".sig"), verify(&signers, "record.toml")],
            )
        }
    };
    let mut items: Vec<Vec<Part>> = vec![vec![Part::text(place)]];
    items[0].extend(lines.iter().map(|line| Part::code(format!("{line} "))));
    items.extend(windows(&lines).map(|line| phrase!("The same on Windows: {command}", command = Part::code(line))));
    if shared.is_outside() {
        items.push(text_signed(shared, act, record));
        return Some(Part::Fold { words: say!("Commands that verify it").into(), items });
    }
    let text = format!("git cat-file blob {}", record.blob);
    items.push(phrase!(
        "In the repository, the digest of the text that was signed: {command} It is to be {digest}.",
        command = Part::code(format!("{text} | sha256sum")),
        digest = Part::code(record.sha256.as_str()),
    ));
    let powershell = format!("cmd /c \"{text} > text.bin\"; (Get-FileHash text.bin -Algorithm SHA256).Hash");
    items.push(phrase!("The same in PowerShell: {command}", command = Part::code(powershell)));
    Some(Part::Fold { words: say!("Commands that verify it").into(), items })
}

/// Commands as Windows takes them, at its prompt and in PowerShell, which cannot redirect bytes itself. `None` where a word
/// would need quotes: those of the two shells differ.
fn windows(lines: &[String]) -> Option<String> {
    let is_plain = |line: &String| line.split(' ').all(|word| matches!(word, "<" | ">") || is_safe_on_windows(word));
    let backslashes = |line: &String| match line.rsplit_once(" < ") {
        // What is redirected is a file of Windows; programs take either slash.
        Some((command, file)) => format!("{command} < {}", file.replace('/', "\\")),
        None => line.clone(),
    };
    lines.iter().all(is_plain).then(|| {
        let lines: Vec<String> = lines.iter().map(backslashes).collect();
        format!("cmd /c \"{}\"", lines.join(" && "))
    })
}

/// Whether no shell of Windows takes a word for anything else.
pub(super) fn is_safe_on_windows(word: &str) -> bool {
    let plain = |byte: u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'/' | b'@' | b'+' | b':' | b'=')
    };
    !word.is_empty() && word.bytes().all(plain)
}

/// That the list of keys does not have the one that signed, and where it was listed.
fn unlisted(shared: &Shared<'_>, act: &Act, record: &Record) -> Part {
    let mut parts = phrase!(
        "No command can verify it with the list of keys on this site: the key of {who} by which it is judged is not in there, or not for that time.",
        who = Part::text(&*record.by),
    );
    if let Some(commit) = act.commit.as_ref().filter(|_| !shared.is_outside()) {
        let settings = format!("{commit}^:{}", below(&shared.state.prefix, SETTINGS));
        let command = Part::code(format!("git show {}", shell_word(&settings)));
        parts.push(Part::text(" "));
        parts.extend(phrase!("The settings before it: {command}", command));
    }
    Part::Aside { parts }
}

/// As whom the keys of the person that a record names are listed; where it is by one of them that it was signed, if that is
/// still listed.
fn principal(shared: &Shared<'_>, act: &Act, record: &Record) -> Option<String> {
    let config = shared.state.signers();
    let used = act.verdict.as_ref().filter(|_| act.is_proven()).and_then(Verdict::fingerprint);
    let lists = |person: &Person| {
        let mut keys = person.allowed_keys();
        person.name == record.by
            && keys.any(|key| used.is_none_or(|used| used == key.fingerprint && key.is_valid_at(act.signed_by)))
    };
    let place = config.people.iter().position(lists)?;
    let principals = config.principals(place);
    let listed = |principal: &&String| record.email.is_empty() || principal.eq_ignore_ascii_case(&record.email);
    principals.iter().find(listed).cloned()
}

/// What the folder of the site is called. In a command it is quoted with all that stands in one word with it.
pub(super) fn called<'a>(shared: &'a Shared<'_>) -> &'a str {
    shared.state.recipe.as_ref().map_or(crate::state::SITE, |recipe| &recipe.called)
}

/// What has to be filled in by hand.
fn blank(shared: &Shared<'_>) -> Example {
    let record = "approvals/POL-001/RECORD.toml".to_owned();
    let addresses = shared.aims.config.publish.addresses;
    Example {
        published: addresses.then(|| record.clone()),
        record: ("COMMIT".into(), record),
        at: "YYYYMMDDHHMMSSZ".into(),
        principal: if addresses { "ADDRESS" } else { "PERSON" }.into(),
        text: ("COMMIT".into(), "PATH".into()),
        sha256: String::new(),
    }
}

/// The command that writes a record of a commit, or its signature, into a file of its own.
fn git_show((commit, path): &(String, String), end: &str) -> String {
    format!("git show {} > record.toml{end}", shell_word(&format!("{commit}:{path}{end}")))
}

/// The first record that can be verified this way.
fn example(shared: &Shared<'_>) -> Option<Example> {
    let mut acts: Vec<_> = shared.approvals.acts.iter().filter(|act| act.is_proven()).collect();
    acts.sort_by_key(|act| !shared.is_published(act));
    acts.into_iter().find_map(|act| {
        let record = act.of_kind(ActKind::Approval)?;
        let principal = principal(shared, act, record)?;
        let commit = shared.state.revision().or(act.commit.as_deref())?;
        let published = shared.is_published(act).then(|| act.path.as_str().to_owned());
        // The commit that brought it may have had it elsewhere, before the AIMS was moved.
        let of_commit = |(revision, _): &(&history::Revision, &Change)| revision.commit == commit;
        let then = shared.history.of(&act.path).find(of_commit).map(|(_, change)| &change.path);
        let then = then.filter(|_| shared.state.revision().is_none()).unwrap_or(&act.path);
        let record_path = below(&shared.state.prefix, then.as_str());
        let (text_commit, text_path) = text(shared, act, record)?;
        Some(Example {
            published,
            record: (commit.to_owned(), record_path),
            principal,
            at: written(act.signed_by),
            text: (text_commit.to_owned(), text_path),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_gets_a_command_only_where_no_word_needs_quotes() {
        let line =
            "ssh-keygen -Y verify -f data/allowed_signers -s approvals/A/r.toml.sig < approvals/A/r.toml".to_owned();
        assert_eq!(
            windows(std::slice::from_ref(&line)).as_deref(),
            Some(
                r#"cmd /c "ssh-keygen -Y verify -f data/allowed_signers -s approvals/A/r.toml.sig < approvals\A\r.toml""#
            )
        );
        for odd in ["a&calc", "%PATH%", "'a b'", "a\"b", "a^b", "$(x)", "é"] {
            assert_eq!(windows(&[line.clone(), format!("git show {odd} > x")]), None, "{odd}");
        }
    }
}
