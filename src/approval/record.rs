//! The record of an act: who approved or reviewed which text of which document, as a small file of TOML.
//!
//! The file is what is signed, byte for byte, so that `ssh-keygen -Y verify` can judge it with nothing but the file, its
//! signature and the list of allowed signers. It names the text three ways: by git's blob id and by SHA-256, which hold for
//! exactly these bytes, and by its substance, which holds for all that a page shows of it and the fields that matter. The
//! last is why a review date may move without voiding an approval, while a changed sentence does not pass. Beside it stands
//! where its links and images led: see `approval/targets.rs`.

use std::collections::BTreeMap;

use super::targets::Targets;
use crate::base::text::slug;
use crate::base::wording::Words;
use crate::base::{APPROVALS, Date, DocPath, date, mark, tell};
use crate::parse::{self, Entry, Pointer, Value};

/// The longest record that is read, in bytes.
pub const MAX_RECORD: u64 = 128 * 1024;

/// The form of a record: what its digests are taken over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// `format = 1`: the words of a text, without the markup that a page shows.
    First,
    /// `format = 2`, which is written: all that a page shows.
    #[default]
    Second,
}

impl Form {
    /// Its number in records.
    fn as_str(self) -> &'static str {
        match self {
            Self::First => "1",
            Self::Second => "2",
        }
    }

    /// The name of its digests: see [`compare`](crate::compare).
    fn digest(self) -> &'static str {
        match self {
            Self::First => "aims-substance-1",
            Self::Second => "aims-substance-2",
        }
    }
}

/// What a person did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActKind {
    /// Put the text in force.
    Approval,
    /// Read the text again and said what came of it.
    Review,
    /// Read the text, as somebody who has to know it. It approves nothing and reviews nothing.
    Acknowledgement,
}

impl ActKind {
    /// The word in records, names of files, and data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approval => "approval",
            Self::Review => "review",
            Self::Acknowledgement => "acknowledgement",
        }
    }

    /// All of them.
    pub const ALL: [Self; 3] = [Self::Approval, Self::Review, Self::Acknowledgement];

    /// The act of this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.as_str() == word)
    }

    /// What the person did, in the past: `approved`.
    pub fn done(self) -> &'static str {
        match self {
            Self::Approval => "approved",
            Self::Review => "reviewed",
            Self::Acknowledgement => "acknowledged",
        }
    }
}

/// The record of an act.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Record {
    /// Its form.
    pub form: Form,
    /// What was done.
    pub act: ActKind,
    /// The id of the document.
    pub document: String,
    /// Where it was, from the root of the AIMS.
    pub path: String,
    /// The version it called itself, if it did.
    pub version: Option<String>,
    /// The person's name, as `aims.toml` has it.
    pub by: String,
    /// The person's e-mail address: the principal that the signature is checked against.
    pub email: String,
    /// The role in which the person acted, if they said.
    pub role: Option<String>,
    /// The day of the act.
    pub date: Date,
    /// Git's name for the text.
    pub blob: String,
    /// The SHA-256 of the text, as 64 hex digits.
    pub sha256: String,
    /// The substance of the text, as 64 hex digits.
    pub substance: String,
    /// What came of a review.
    pub outcome: Option<String>,
    /// What the person wished to add.
    pub comment: Option<String>,
    /// The documents this one builds on, by id, each with its substance at the time: what it was read against.
    pub builds_on: BTreeMap<String, String>,
    /// Where its links and images led.
    pub targets: Targets,
}

impl Record {
    /// The file of the record: `approvals/POL-001/2026-01-15-approval-2.0-orla-fenwick.toml`. Its signature is beside it,
    /// with `.sig` at the end.
    pub fn file_name(&self) -> String {
        let version = self.version.as_deref().map(|version| format!("-{}", safe(version))).unwrap_or_default();
        let person = Some(safe(&self.by)).filter(|name| !name.is_empty()).unwrap_or_else(|| safe(&self.email));
        format!("{APPROVALS}/{}/{}-{}{version}-{person}.toml", self.document, self.date, self.act.as_str())
    }

    /// The text of the file, which is signed.
    pub fn write(&self) -> String {
        self.written(" The signature beside this file covers every byte of it.")
    }

    /// The text of the file where nothing signs it.
    pub fn write_unsigned(&self) -> String {
        self.written("")
    }

    fn written(&self, signed: &str) -> String {
        let command = match self.act {
            ActKind::Approval => "aims approve",
            ActKind::Review => "aims review",
            ActKind::Acknowledgement => "aims acknowledge",
        };
        let mut text = format!(
            "# Recorded by `{command}`.{signed}\n# The substance is `{}`.\nformat = {}\n",
            self.form.digest(),
            self.form.as_str()
        );
        let mut line = |key: &str, value: &str| text.push_str(&format!("{key} = {}\n", quoted(value)));
        line("act", self.act.as_str());
        line("document", &self.document);
        line("path", &self.path);
        if let Some(version) = &self.version {
            line("version", version);
        }
        line("by", &self.by);
        line("email", &self.email);
        if let Some(role) = &self.role {
            line("role", role);
        }
        line("date", &self.date.to_string());
        line("blob", &self.blob);
        line("sha256", &self.sha256);
        line("substance", &self.substance);
        if let Some(outcome) = &self.outcome {
            line("outcome", outcome);
        }
        if let Some(comment) = &self.comment {
            line("comment", comment);
        }
        let Targets { images, links } = &self.targets;
        for (name, rows) in [("builds-on", &self.builds_on), ("images", images), ("targets", links)] {
            if rows.is_empty() {
                continue;
            }
            text.push_str(&format!("\n[{name}]\n"));
            for (key, value) in rows {
                text.push_str(&format!("{} = {}\n", quoted(key), quoted(value)));
            }
        }
        text
    }

    /// Reads the bytes of a record. The error says what is wrong with it, in a sentence without a full stop.
    pub fn read(bytes: &[u8]) -> Result<Self, Words> {
        if let Some(pointer) = Pointer::of(bytes) {
            return Err(pointer.sentence().into());
        }
        let text = std::str::from_utf8(bytes).map_err(|_| tell!("it is not UTF-8"))?;
        let (entries, problems) = parse::parse_toml(text);
        if let Some(problem) = problems.first() {
            return Err(tell!("it is no TOML: {problem}", problem = &problem.message));
        }
        let mut fields = Fields { entries: &entries, asked: Vec::new() };
        let form = match fields.text("format")?.as_deref() {
            Some("1") => Form::First,
            Some("2") => Form::Second,
            Some(other) => {
                return Err(tell!("it is of format {format}, and this aims reads formats 1 and 2", format = other));
            }
            None => return Err(tell!("it has no `format`")),
        };
        let word = fields.need("act")?;
        let act = ActKind::parse(&word).ok_or_else(|| {
            tell!("`{word}` is no act: it is `approval`, `review` or `acknowledgement`", word = &word)
        })?;
        let day = fields.need("date")?;
        let record = Self {
            form,
            act,
            document: fields.need("document")?,
            path: fields.need("path")?,
            version: fields.text("version")?,
            by: fields.need("by")?,
            email: fields.need("email")?,
            role: fields.text("role")?,
            date: date::parse(&day).ok_or_else(|| tell!("`{day}` is no date", day = &day))?,
            blob: fields.hex("blob", &[40, 64])?,
            sha256: fields.hex("sha256", &[64])?,
            substance: fields.hex("substance", &[64])?,
            outcome: fields.text("outcome")?,
            comment: fields.text("comment")?,
            builds_on: fields.table("builds-on", mark!("digests"))?,
            targets: Targets {
                images: fields.table("images", mark!("texts"))?,
                links: fields.table("targets", mark!("texts"))?,
            },
        };
        fields.finish()?;
        // A document whose id is no name of a folder has no records: its file would lie in the folder of another.
        let folder = DocPath::new(&format!("{APPROVALS}/{}/record.toml", record.document));
        if folder.as_ref().and_then(of_path) != Some((record.document.as_str(), false)) {
            return Err(tell!("`{id}` cannot be an id", id = &record.document));
        }
        Ok(record)
    }
}

/// The files of a record: itself and its signature, which need not be there.
pub fn files_of(record: &DocPath) -> impl Iterator<Item = DocPath> + use<> {
    [Some(record.clone()), signature_of(record)].into_iter().flatten()
}

/// The file of the signature of a record.
pub fn signature_of(record: &DocPath) -> Option<DocPath> {
    DocPath::new(&format!("{record}.sig"))
}

/// The id of the document that a file below the folder of records is about, and whether the file is a signature. `None`
/// for files that are neither a record nor its signature.
pub fn of_path(path: &DocPath) -> Option<(&str, bool)> {
    let (document, file) = path.in_approvals()?.split_once('/')?;
    match file.strip_suffix(".sig") {
        Some(record) => record.strip_suffix(".toml").map(|_| (document, true)),
        None => file.strip_suffix(".toml").map(|_| (document, false)),
    }
    .filter(|_| !file.contains('/'))
}

/// The 32 bytes of a digest in hex.
pub(super) fn bytes(hex: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if hex.len() != 64 || !hex.is_ascii() {
        return None;
    }
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&hex[place * 2..place * 2 + 2], 16).ok()?;
    }
    Some(bytes)
}

/// A part of a file name that every platform can hold.
fn safe(text: &str) -> String {
    let slug = slug(text);
    let kept = slug.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'));
    let versioned = text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    // The slug of `2.0` is `20`, which reads as another version.
    let name: String = if versioned { text.to_lowercase() } else { kept.collect() };
    name.trim_matches(['-', '.']).chars().take(60).collect()
}

/// A basic string of TOML 1.0.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// The keys of a record, and which were asked for.
struct Fields<'a> {
    entries: &'a [Entry],
    asked: Vec<&'static str>,
}

impl Fields<'_> {
    fn text(&mut self, key: &'static str) -> Result<Option<String>, Words> {
        self.asked.push(key);
        match self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node.value) {
            None => Ok(None),
            Some(Value::Scalar(scalar)) => Ok(Some(scalar.text.clone())),
            Some(_) => Err(tell!("`{key}` is no text", key)),
        }
    }

    fn need(&mut self, key: &'static str) -> Result<String, Words> {
        let text = self.text(key)?.filter(|text| !text.trim().is_empty());
        text.ok_or_else(|| tell!("it has no `{key}`", key))
    }

    fn hex(&mut self, key: &'static str, lengths: &[usize]) -> Result<String, Words> {
        let text = self.need(key)?;
        let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let sound = lengths.contains(&text.len()) && text.bytes().all(is_hex);
        if sound { Ok(text) } else { Err(tell!("`{key}` is no digest in lower-case hex", key)) }
    }

    fn table(&mut self, key: &'static str, of: &'static str) -> Result<BTreeMap<String, String>, Words> {
        self.asked.push(key);
        let node = self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node.value);
        let rows = match node {
            None => return Ok(BTreeMap::new()),
            Some(Value::Table(rows)) => rows,
            Some(_) => return Err(tell!("`{key}` is no table", key)),
        };
        let row = |row: &Entry| match &row.node.value {
            Value::Scalar(value) => Ok((row.key.clone(), value.text.clone())),
            _ => Err(tell!("`{key}` holds something else than {what}", key, what = Words::from(of))),
        };
        rows.iter().map(row).collect()
    }

    /// A key that is not known could change the meaning of the rest, so it is refused.
    fn finish(self) -> Result<(), Words> {
        match self.entries.iter().find(|entry| !self.asked.contains(&entry.key.as_str())) {
            Some(entry) => Err(tell!("`{key}` is no key of a record", key = &entry.key)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        Record {
            form: Form::Second,
            act: ActKind::Review,
            document: "POL-001".into(),
            path: "policies/ai policy \"x\".md".into(),
            version: Some("2.0".into()),
            by: "Orla Fenwick".into(),
            email: "orla@x.example".into(),
            role: Some("Chief Executive".into()),
            date: Date::constant(2026, 1, 15),
            blob: "a".repeat(40),
            sha256: "b".repeat(64),
            substance: "c".repeat(64),
            outcome: Some("no change needed".into()),
            comment: Some("two\nlines \\ and \u{7}".into()),
            builds_on: BTreeMap::from([("SCO-001".into(), "d".repeat(64))]),
            targets: Targets {
                images: BTreeMap::from([("a \"b\".png".into(), format!("sha256:{}", "e".repeat(64)))]),
                links: BTreeMap::from([("POL-002#x".into(), "document:POL-002".into())]),
            },
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let record = record();
        assert_eq!(Record::read(record.write().as_bytes()), Ok(record.clone()));
        let unsigned = record.write_unsigned();
        assert_eq!(Record::read(unsigned.as_bytes()), Ok(record.clone()));
        assert!(record.write().contains("signature") && !unsigned.contains("signature"));
        let pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n";
        assert!(Record::read(pointer).is_err_and(|why| why.english().contains("Git LFS")));
        let bare = Record {
            version: None,
            role: None,
            outcome: None,
            comment: None,
            builds_on: BTreeMap::new(),
            targets: Targets::default(),
            ..record
        };
        assert_eq!(Record::read(bare.write().as_bytes()), Ok(bare.clone()));
        let first = Record { form: Form::First, ..bare };
        assert_eq!(Record::read(first.write().as_bytes()), Ok(first));
    }

    #[test]
    fn files_are_named_for_people_to_read() {
        assert_eq!(record().file_name(), "approvals/POL-001/2026-01-15-review-2.0-orla-fenwick.toml");
        let odd = Record { version: Some("../v 1".into()), by: "山田".into(), ..record() };
        assert_eq!(odd.file_name(), "approvals/POL-001/2026-01-15-review-v-1-orlaxexample.toml");
    }

    #[test]
    fn paths_tell_records_from_the_rest() {
        let of = |path: &str| of_path(&DocPath::new(path).expect("a path")).map(|(id, sig)| (id.to_owned(), sig));
        assert_eq!(of("approvals/POL-001/x.toml"), Some(("POL-001".into(), false)));
        assert_eq!(of("approvals/POL-001/x.toml.sig"), Some(("POL-001".into(), true)));
        for other in ["approvals/x.toml", "approvals/A/b/x.toml", "approvals/A/x.md", "approvals/A/x.sig", "a/b/x.toml"]
        {
            assert_eq!(of(other), None, "{other}");
        }
    }

    #[test]
    fn what_is_no_record_is_told() {
        let text = record().write();
        for (from, to, told) in [
            ("format = 2", "format = 3", "it is of format 3, and this aims reads formats 1 and 2"),
            ("format = 2\n", "", "it has no `format`"),
            ("document = \"POL-001\"", "document = \"POL/001\"", "`POL/001` cannot be an id"),
            ("document = \"POL-001\"", "document = \"..\"", "`..` cannot be an id"),
            ("act = \"review\"", "act = \"nod\"", "`nod` is no act: it is `approval`, `review` or `acknowledgement`"),
            ("date = \"2026-01-15\"", "date = \"2026-02-30\"", "`2026-02-30` is no date"),
            ("by = \"Orla Fenwick\"", "by = \" \"", "it has no `by`"),
            ("blob = \"aaaa", "blob = \"AAAA", "`blob` is no digest in lower-case hex"),
            ("role =", "rolle =", "`rolle` is no key of a record"),
            ("[builds-on]", "[[builds-on]]", "`builds-on` is no table"),
            ("= \"document:POL-002\"", "= [1]", "`targets` holds something else than texts"),
        ] {
            let broken = text.replace(from, to);
            assert_ne!(broken, text, "{from}");
            assert_eq!(Record::read(broken.as_bytes()).map_err(|why| why.english()), Err(told.to_owned()));
        }
        assert!(Record::read(b"\xff").is_err());
        assert!(Record::read(b"a = ").is_err());
    }
}
