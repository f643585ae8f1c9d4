//! What was signed in a commit or a tag, and with what.
//!
//! In comes a raw object, out come the bytes that the signature covers and the signature as text, taken apart exactly
//! as git does it. Whether the signature is any good is not known here.

use git2::ObjectType;

use super::failure;
use super::id::ObjectId;
use super::repository::Repo;
use super::store::Reader;
use crate::base::{Error, Result};

/// A signed commit or tag, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// What the signature covers: the raw object without the signature.
    pub payload: Vec<u8>,
    /// The armored signature. What is not UTF-8 in it is replaced, which no good signature survives.
    pub signature: String,
    /// What kind of signature it is, by its first line.
    pub format: SignatureFormat,
}

/// The kinds of signature that git knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureFormat {
    /// `-----BEGIN SSH SIGNATURE-----`.
    Ssh,
    /// `-----BEGIN PGP SIGNATURE-----` or `MESSAGE`.
    OpenPgp,
    /// `-----BEGIN SIGNED MESSAGE-----`, as gpgsm writes it.
    X509,
    /// Anything else, which git does not take for a signature.
    Unknown,
}

impl SignatureFormat {
    /// The kind of signature that begins here.
    fn at(text: &[u8]) -> Option<Self> {
        let starts: [(&[u8], Self); 4] = [
            (b"-----BEGIN SSH SIGNATURE-----", Self::Ssh),
            (b"-----BEGIN PGP SIGNATURE-----", Self::OpenPgp),
            (b"-----BEGIN PGP MESSAGE-----", Self::OpenPgp),
            (b"-----BEGIN SIGNED MESSAGE-----", Self::X509),
        ];
        starts.iter().find(|(start, _)| text.starts_with(start)).map(|(_, format)| *format)
    }
}

impl Signed {
    fn new(payload: Vec<u8>, signature: &[u8]) -> Self {
        let format = SignatureFormat::at(signature).unwrap_or(SignatureFormat::Unknown);
        Self { payload, signature: String::from_utf8_lossy(signature).into_owned(), format }
    }
}

impl Repo {
    /// What was signed in the commit or the annotated tag `id`, and with what; `None` where it is not signed.
    ///
    /// # Errors
    /// Where the object is missing or damaged, or is neither a commit nor a tag.
    pub fn signature_of(&self, id: ObjectId) -> Result<Option<Signed>> {
        self.store.with(|reader| match kind(reader, id)? {
            ObjectType::Commit => Ok(signed_commit(reader.require(id, ObjectType::Commit)?.data())),
            ObjectType::Tag => Ok(signed_tag(reader.require(id, ObjectType::Tag)?.data())),
            other => Err(Error::new(format!("{id} is a {other}, where a commit or a tag is called for"))),
        })
    }
}

fn kind(reader: &Reader<'_>, id: ObjectId) -> Result<ObjectType> {
    let missing = || {
        let error = git2::Error::new(git2::ErrorCode::NotFound, git2::ErrorClass::Odb, "there is no such object");
        failure::during(&format!("read object {id}"), error)
    };
    reader.header(id)?.map(|(_, kind)| kind).ok_or_else(missing)
}

/// Takes a raw commit apart, as git's `parse_signed_commit` does: the signature stands in the header `gpgsig`, or
/// `gpgsig-sha256` where objects are named by SHA-256, and goes on in the lines that begin with a space. The
/// signature of the other kind, which is over another form of the commit, belongs to neither part.
pub fn signed_commit(raw: &[u8]) -> Option<Signed> {
    // The name of the tree, 64 hex digits or 40, tells by what objects are named.
    let is_sha256 = line_end(raw) == "tree ".len() + 64 + 1;
    let header: &[u8] = if is_sha256 { b"gpgsig-sha256 " } else { b"gpgsig " };
    let (mut payload, mut signature) = (Vec::with_capacity(raw.len()), Vec::new());
    let (mut in_signature, mut in_other) = (false, false);
    let mut rest = raw;
    while !rest.is_empty() {
        let (line, after) = rest.split_at(line_end(rest));
        let part = match line.strip_prefix(b" ") {
            Some(more) if in_signature => Some(more),
            _ => line.strip_prefix(header),
        };
        in_other =
            if part.is_some() { false } else { line.starts_with(b"gpgsig") || (in_other && line.starts_with(b" ")) };
        in_signature = part.is_some();
        match part {
            Some(part) => signature.extend_from_slice(part),
            // The message is signed as it is, whatever its lines look like.
            None if line == b"\n" => {
                payload.extend_from_slice(rest);
                break;
            }
            None if in_other => {}
            None => payload.extend_from_slice(line),
        }
        rest = after;
    }
    (!signature.is_empty()).then(|| Signed::new(payload, &signature))
}

/// Takes a raw tag apart, as git's `parse_signature` does: the signature is all from the last line that begins one.
/// A signature over another form of the tag, which stands in a header as that of a commit, is not covered by it.
pub fn signed_tag(raw: &[u8]) -> Option<Signed> {
    let mut start = None;
    let mut at = 0;
    while at < raw.len() {
        if SignatureFormat::at(&raw[at..]).is_some() {
            start = Some(at);
        }
        at += line_end(&raw[at..]);
    }
    let (payload, signature) = raw.split_at(start?);
    Some(Signed::new(without_header_signatures(payload), signature))
}

/// The payload of a tag without signatures that stand in headers, as git's `remove_signature` leaves it: of several
/// that follow each other it takes away the last alone.
fn without_header_signatures(payload: &[u8]) -> Vec<u8> {
    let (mut found, mut current) = (Vec::new(), None);
    let mut at = 0;
    while at < payload.len() {
        let line = &payload[at..at + line_end(&payload[at..])];
        let end = at + line.len();
        match &mut current {
            Some((_, until)) if line.starts_with(b" ") => *until = end,
            _ if line.starts_with(b"gpgsig ") || line.starts_with(b"gpgsig-sha256 ") => current = Some((at, end)),
            _ if line.starts_with(b"gpgsig") => {}
            _ if line == b"\n" => break,
            _ => found.extend(current.take()),
        }
        at = end;
    }
    found.extend(current);
    let mut kept = payload.to_vec();
    for (start, end) in found.into_iter().rev() {
        kept.drain(start..end);
    }
    kept
}

/// The length of the first line, with its line feed.
fn line_end(text: &[u8]) -> usize {
    text.iter().position(|byte| *byte == b'\n').map_or(text.len(), |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TREE: &str = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n";

    fn commit(raw: &str) -> Option<(String, String, SignatureFormat)> {
        signed_commit(raw.as_bytes()).map(parts)
    }

    fn parts(signed: Signed) -> (String, String, SignatureFormat) {
        (String::from_utf8_lossy(&signed.payload).into_owned(), signed.signature, signed.format)
    }

    #[test]
    fn a_commit_comes_apart_as_in_git() {
        let raw = format!(
            "{TREE}author a\ncommitter c\ngpgsig -----BEGIN SSH SIGNATURE-----\n AAAA\n \n -----END\nencoding x\n more\n\n\
             gpgsig no\n body\n"
        );
        let payload = format!("{TREE}author a\ncommitter c\nencoding x\n more\n\ngpgsig no\n body\n");
        let signature = "-----BEGIN SSH SIGNATURE-----\nAAAA\n\n-----END\n".to_owned();
        assert_eq!(commit(&raw), Some((payload, signature, SignatureFormat::Ssh)));
        assert_eq!(commit(&format!("{TREE}author a\n\ngpgsig a\n")), None);
        assert_eq!(commit(&format!("{TREE}gpgsig\n a\n\n")), None, "git wants a space after the name");
        assert_eq!(commit(""), None);
        assert_eq!(signed_commit(b"gpgsig \xff").map(|signed| signed.format), Some(SignatureFormat::Unknown));
    }

    #[test]
    fn the_signature_of_the_other_kind_belongs_to_neither_part() {
        let both = "gpgsig one\n more\ngpgsig-sha256 two\n more two\ngpgsigx three\n more three\n";
        let sha1 = format!("{TREE}{both}author a\n\nx\n");
        let (payload, signature, _) = commit(&sha1).expect("signed");
        assert_eq!((payload, signature.as_str()), (format!("{TREE}author a\n\nx\n"), "one\nmore\n"));
        let tree = format!("tree {}\n", "4b825dc6".repeat(8));
        let (payload, signature, _) = commit(&format!("{tree}{both}author a\n\nx\n")).expect("signed");
        assert_eq!((payload, signature.as_str()), (format!("{tree}author a\n\nx\n"), "two\nmore two\n"));
        assert_eq!(commit(&format!("{TREE}gpgsig-sha256 two\n more\n\nx\n")), None);
    }

    #[test]
    fn a_tag_is_signed_from_the_last_line_that_begins_a_signature() {
        let head = "object 4b825dc642cb6eb9a060e54bf8d69288fbee4904\ntype commit\ntag v1\ntagger t\n";
        let raw = format!(
            "{head}gpgsig-sha256 other\n more\n\nRelease\n-----BEGIN PGP SIGNATURE-----\n\
             -----BEGIN SSH SIGNATURE-----\nA\n"
        );
        let expected = (
            format!("{head}\nRelease\n-----BEGIN PGP SIGNATURE-----\n"),
            "-----BEGIN SSH SIGNATURE-----\nA\n".to_owned(),
            SignatureFormat::Ssh,
        );
        assert_eq!(signed_tag(raw.as_bytes()).map(parts), Some(expected));
        assert_eq!(signed_tag(format!("{head}\n -----BEGIN SSH SIGNATURE-----\n").as_bytes()), None);
        assert_eq!(signed_tag(b""), None);
    }
}
