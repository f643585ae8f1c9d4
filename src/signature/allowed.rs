//! A key that may sign, as a line of text says it: the format of ssh-keygen(1), section ALLOWED SIGNERS, without the
//! names in front.

use super::key::Key;
use super::refusal::Refusal;
use super::wire;
use crate::base::wording::Words;
use crate::base::{date, tell};

/// The longest line that is read. The longest key that OpenSSH takes needs about 3 KiB.
const LONGEST: usize = 16 * 1024;

/// A public key that somebody may sign with, and when and for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedKey {
    pub(super) key: Key,
    /// What kind of key it is: `ssh-ed25519`, `sk-ssh-ed25519@openssh.com`, …
    pub kind: String,
    /// `SHA256:…`, as `ssh-keygen -l` has it.
    pub fingerprint: String,
    /// What stands behind the key; often whose it is and on which machine. May be empty.
    pub comment: String,
    /// The first second at which it counts, since 1970-01-01T00:00:00Z.
    pub valid_after: Option<i64>,
    /// The last second at which it counts, since 1970-01-01T00:00:00Z.
    pub valid_before: Option<i64>,
    /// What it may sign: names and patterns with `*` and `?`, separated by commas, excluded by `!`. `None` is all.
    pub namespaces: Option<String>,
}

impl AllowedKey {
    /// Reads one public key, `ssh-ed25519 AAAA… comment`. Options may stand in front, separated by commas:
    /// `valid-after="…"`, `valid-before="…"` (`YYYYMMDD`, `YYYYMMDDHHMM` or `YYYYMMDDHHMMSS`, both inclusive) and
    /// `namespaces="…"`.
    ///
    /// Times are UTC, with `Z` at the end or without it. OpenSSH reads those without it in the zone of the machine;
    /// here the same text means the same moment everywhere.
    ///
    /// # Errors
    /// Says what is wrong, as the end of a sentence that has named the text.
    pub fn parse(text: &str) -> Result<Self, Words> {
        if text.len() > LONGEST {
            return Err(tell!("is longer than {most} KiB", most = LONGEST / 1024));
        }
        let text = text.trim_matches([' ', '\t', '\r', '\n']);
        if text.is_empty() {
            return Err(tell!("is empty; a public key looks like `ssh-ed25519 AAAA… comment`"));
        }
        if text.contains(['\n', '\r']) {
            return Err(tell!("has more than one line; write one public key"));
        }
        let (options, rest) = if is_kind(word(text).0) { (Options::default(), text) } else { Options::read(text)? };
        let (kind, rest) = word(rest);
        let (digits, comment) = word(rest);
        if !is_kind(kind) {
            return Err(no_key(kind));
        }
        let blob =
            wire::base64(digits.as_bytes()).ok_or_else(|| tell!("has a key that is not whole: its base64 is wrong"))?;
        let key = Key::read(&blob).map_err(|refusal| match refusal {
            Refusal::Malformed(_) => tell!("has a key that cannot be read"),
            Refusal::Unsupported(why) => tell!("is not taken: {why}", why),
        })?;
        if key.kind() != kind {
            return Err(tell!("says {kind}, but its key is of the kind {other}", kind, other = key.kind()));
        }
        let Options { valid_after, valid_before, namespaces } = options;
        if valid_after.zip(valid_before).is_some_and(|(after, before)| before <= after) {
            return Err(tell!("counts at no time: `valid-before` is not later than `valid-after`"));
        }
        let fingerprint = key.fingerprint();
        Ok(Self {
            key,
            kind: kind.to_owned(),
            fingerprint,
            comment: comment.to_owned(),
            valid_after,
            valid_before,
            namespaces,
        })
    }

    /// Kind and key, without options and comment.
    pub fn public_line(&self) -> String {
        self.key.line()
    }

    /// Has the key count no longer than until the end of a day; `false` where it then counts at no time.
    pub fn end_with(&mut self, day: date::Date) -> bool {
        let end = (date::days_between(epoch(), day) + 1) * 86_400 - 1;
        self.valid_before = Some(self.valid_before.map_or(end, |before| before.min(end)));
        end > self.valid_after.unwrap_or_default()
    }

    /// Whether the key counts at a moment.
    pub fn is_valid_at(&self, moment: i64) -> bool {
        self.valid_after.is_none_or(|after| after <= moment) && self.valid_before.is_none_or(|before| moment <= before)
    }

    /// Whether the key may sign in this namespace.
    pub(super) fn is_for(&self, namespace: &str) -> bool {
        self.namespaces.as_deref().is_none_or(|patterns| matches_list(namespace, patterns))
    }
}

/// The line of a file of allowed signers (ssh-keygen(1)) that says the same as `key`, for `principal`, without a line
/// feed. With such lines in a file, `ssh-keygen -Y verify` judges as this module does.
///
/// # Errors
/// Where `principal`, a name or an e-mail address, holds what has a meaning in such a file: spaces, quotes, commas and
/// the characters of patterns.
pub fn allowed_signers_line(principal: &str, key: &AllowedKey) -> Result<String, String> {
    let special = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | ',' | '*' | '?' | '!' | '#');
    if principal.is_empty() || principal.contains(special) {
        return Err(format!("{principal:?} cannot stand in a file of allowed signers"));
    }
    let mut options = Vec::new();
    if let Some(namespaces) = &key.namespaces {
        options.push(format!("namespaces=\"{}\"", namespaces.replace('"', "\\\"")));
    }
    for (name, moment) in [("valid-after", key.valid_after), ("valid-before", key.valid_before)] {
        if let Some(moment) = moment {
            options.push(format!("{name}=\"{}\"", written(moment)));
        }
    }
    let space = if options.is_empty() { "" } else { " " };
    Ok(format!("{principal} {}{space}{}", options.join(","), key.public_line()))
}

/// What may stand before a key.
#[derive(Default)]
struct Options {
    valid_after: Option<i64>,
    valid_before: Option<i64>,
    namespaces: Option<String>,
}

impl Options {
    /// Takes the options off the front of the text.
    fn read(text: &str) -> Result<(Self, &str), Words> {
        let mut options = Self::default();
        let mut rest = text;
        loop {
            let end = rest.find(['=', ',', ' ', '\t']).unwrap_or(rest.len());
            let name = rest[..end].to_ascii_lowercase();
            let Some(value) = rest[end..].strip_prefix('=') else {
                return Err(match name.as_str() {
                    "cert-authority" => {
                        tell!("speaks for certificates (`cert-authority`); only keys are taken here")
                    }
                    _ => no_key(&rest[..end]),
                });
            };
            let (value, after) =
                quoted(value).ok_or_else(|| tell!("has no value in quotes after `{name}=`", name = &name))?;
            let moment = || {
                let odd =
                    || tell!("has a `{name}` that is no moment: {value}", name = &name, value = format!("{value:?}"));
                moment(&value).ok_or_else(odd)
            };
            let twice = match name.as_str() {
                "namespaces" => options.namespaces.replace(value).is_some(),
                "valid-after" => options.valid_after.replace(moment()?).is_some(),
                "valid-before" => options.valid_before.replace(moment()?).is_some(),
                _ => {
                    let name = format!("{name:?}");
                    return Err(tell!("has the option {name}, which is not known here", name));
                }
            };
            if twice {
                return Err(tell!("says `{name}` twice", name));
            }
            match after.strip_prefix(',') {
                Some(next) => rest = next,
                None if after.starts_with([' ', '\t']) => return Ok((options, after.trim_start_matches([' ', '\t']))),
                None => return Err(tell!("has no key after its options")),
            }
        }
    }
}

/// The first word, and what comes after the white space behind it.
fn word(text: &str) -> (&str, &str) {
    let (word, rest) = text.split_once([' ', '\t']).unwrap_or((text, ""));
    (word, rest.trim_start_matches([' ', '\t']))
}

/// Whether a word names a kind of key, known here or not.
fn is_kind(word: &str) -> bool {
    !word.contains(['=', '"', ','])
        && (["ssh-", "ecdsa-", "sk-"].iter().any(|start| word.starts_with(start)) || word.contains("@openssh.com"))
}

fn no_key(word: &str) -> Words {
    let word: String = word.chars().take(40).collect();
    tell!(
        "has {word} where the kind of a key is called for; a public key looks like `ssh-ed25519 AAAA… comment`",
        word = format!("{word:?}")
    )
}

/// A value in double quotes, in which `\"` stands for a quote, and what comes after it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let text = text.strip_prefix('"')?;
    let mut value = String::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((value, &text[at + 1..])),
            '\\' if chars.peek().is_some_and(|(_, next)| *next == '"') => {
                chars.next();
                value.push('"');
            }
            c => value.push(c),
        }
    }
    None
}

/// A moment as ssh-keygen(1) writes it, in seconds since 1970-01-01T00:00:00Z, always taken for UTC.
fn moment(text: &str) -> Option<i64> {
    let digits = text.strip_suffix(['Z', 'z']).unwrap_or(text);
    if !matches!(digits.len(), 8 | 12 | 14) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let day = date::parse(&format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..8]))?;
    let part = |from: usize, below: i64| {
        let value: i64 = digits.get(from..from + 2).map_or(Some(0), |part| part.parse().ok())?;
        (value < below).then_some(value)
    };
    let seconds = part(8, 24)? * 3600 + part(10, 60)? * 60 + part(12, 60)?;
    let moment = date::days_between(epoch(), day) * 86_400 + seconds;
    // OpenSSH has no room for the first second of 1970 and what was before.
    (moment > 0).then_some(moment)
}

/// The moment as `YYYYMMDDHHMMSSZ`, for ssh-keygen(1).
pub fn written(moment: i64) -> String {
    let day = date::of_timestamp(moment, 0).to_string().replace('-', "");
    let second = moment.rem_euclid(86_400);
    format!("{day}{:02}{:02}{:02}Z", second / 3600, second / 60 % 60, second % 60)
}

fn epoch() -> date::Date {
    date::of_timestamp(0, 0)
}

/// Whether a name matches a list of patterns, as OpenSSH has it (the section PATTERNS of its manuals): one must match,
/// and none with `!` in front may.
fn matches_list(name: &str, patterns: &str) -> bool {
    let mut found = false;
    for pattern in patterns.split(',') {
        match pattern.strip_prefix('!') {
            Some(excluded) if matches(name.as_bytes(), excluded.as_bytes()) => return false,
            Some(_) => {}
            None => found |= matches(name.as_bytes(), pattern.as_bytes()),
        }
    }
    found
}

/// Whether a name matches a pattern with `*` and `?`. When it does not, only the last `*` is tried again, so that the
/// work is bounded by the product of the lengths.
fn matches(name: &[u8], pattern: &[u8]) -> bool {
    let (mut n, mut p) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while n < name.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((n, p));
                p += 1;
            }
            Some(byte) if *byte == b'?' || *byte == name[n] => {
                n += 1;
                p += 1;
            }
            _ => {
                let Some((from, at)) = star else { return false };
                star = Some((from + 1, at));
                (n, p) = (from + 1, at + 1);
            }
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti";

    #[test]
    fn a_line_comes_apart() {
        let key = AllowedKey::parse(&format!(" {KEY} ada@example.org  laptop \n")).expect("a key");
        assert_eq!((key.kind.as_str(), key.comment.as_str()), ("ssh-ed25519", "ada@example.org  laptop"));
        assert_eq!(key.public_line(), KEY);
        assert_eq!((key.valid_after, key.valid_before, key.namespaces), (None, None, None));
        let line =
            format!("Valid-After=\"20250101\",namespaces=\"git,a \\\"b\\\"\",valid-before=\"202612312359Z\"\t{KEY}");
        let key = AllowedKey::parse(&line).expect("a key");
        assert_eq!((key.valid_after, key.valid_before), (Some(1_735_689_600), Some(1_798_761_540)));
        assert_eq!(key.namespaces.as_deref(), Some("git,a \"b\""));
        let expected = format!(
            "ada@example.org namespaces=\"git,a \\\"b\\\"\",valid-after=\"20250101000000Z\",valid-before=\"20261231235900Z\" {KEY}"
        );
        assert_eq!(allowed_signers_line("ada@example.org", &key), Ok(expected));
        for principal in ["", "Ada Example", "a,b", "*", "a\nb", "\"a", "#a"] {
            assert!(allowed_signers_line(principal, &key).is_err(), "{principal:?}");
        }
    }

    #[test]
    fn what_is_no_key_is_told() {
        let certificate = KEY.replace("ssh-ed25519", "ssh-ed25519-cert-v01@openssh.com");
        for (line, told) in [
            (String::new(), "is empty"),
            ("ada@example.org".into(), "where the kind of a key is called for"),
            (format!("ada {KEY}"), "where the kind of a key is called for"),
            (format!("cert-authority {KEY}"), "only keys are taken"),
            (certificate, "says ssh-ed25519-cert-v01@openssh.com"),
            (KEY.replace("ssh-ed25519", "ssh-rsa"), "says ssh-rsa, but"),
            (KEY.replace("AAAAC3", "AAAAC4"), "cannot be read"),
            (KEY[..60].to_owned(), "cannot be read"),
            (KEY[..61].to_owned(), "base64"),
            ("ssh-ed25519".into(), "cannot be read"),
            (format!("{KEY}\n{KEY}"), "more than one line"),
            (format!("valid-before=20250101 {KEY}"), "no value in quotes"),
            (format!("valid-before=\"2025-01-01\" {KEY}"), "no moment"),
            (format!("valid-before=\"20250230\" {KEY}"), "no moment"),
            (format!("valid-before=\"19691231\" {KEY}"), "no moment"),
            (format!("valid-before=\"20250101\",valid-before=\"20250101\" {KEY}"), "twice"),
            (format!("valid-before=\"20250101\",valid-after=\"20250101\" {KEY}"), "at no time"),
            (format!("valid-before=\"20250101\"{KEY}"), "no key after"),
            (format!("valid-before=\"20250101\", {KEY}"), "kind of a key"),
            (format!("no-touch-required=\"\" {KEY}"), "not known here"),
            ("a".repeat(LONGEST + 1), "longer than"),
        ] {
            let error = AllowedKey::parse(&line).expect_err(&line);
            assert!(error.to_string().contains(told), "{line}: {error}");
        }
    }

    #[test]
    fn patterns_match_as_in_openssh() {
        for (name, patterns, expected) in [
            ("git", "git", true),
            ("git", "file,git", true),
            ("git", "", false),
            ("git", "g*", true),
            ("git", "g?t", true),
            ("git", "g?", false),
            ("git", "*,!git", false),
            ("git", "!git,*", false),
            ("git", "!file", false),
            ("git", "**", true),
            ("aims-approval", "*-*l", true),
            ("aims-approval", "*-*x", false),
        ] {
            assert_eq!(matches_list(name, patterns), expected, "{name} {patterns}");
        }
        let hostile = format!("{}b", "*a".repeat(4000));
        assert!(!matches_list(&"a".repeat(64), &hostile));
    }
}
