//! The tags of the repository.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use git2::{ObjectType, Reference};

use super::commit::{Person, headers, message_bytes, person};
use super::failure;
use super::id::ObjectId;
use super::repository::Repo;
use super::signed::signed_tag;
use super::store::Reader;
use crate::base::{Error, Result, sha256_hex};

/// Tags that point to tags are rare, and longer chains of them are a trap.
const DEEPEST: usize = 16;

/// A tag: a name for a commit, with a message and perhaps a signature if it is an annotated one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its name below `refs/tags/`. What is not UTF-8 in it is replaced.
    pub name: String,
    /// The name that the annotated tag gives itself, which its signature covers; anybody who may push can put the tag under
    /// another name. `None` for a mere name.
    pub called: Option<String>,
    /// The annotated tag, whose signature [`Repo::signature_of`] gives; `None` for a mere name.
    pub id: Option<ObjectId>,
    /// The commit it leads to; `None` where it leads to something else, or out of this clone.
    pub commit: Option<ObjectId>,
    /// Who made the annotated tag, and when, as it is written there; `.mailmap` plays no part. `None` for a mere name,
    /// and for the few tags that do not say.
    pub tagger: Option<Person>,
    /// The message of the annotated tag without its signature and without blank lines around it; empty for a mere name.
    pub message: String,
    /// Whether it, or what it leads to, is missing or damaged: what it seals or approves is not known.
    pub unread: bool,
}

impl Tag {
    /// Whether it stands under another name than it was made with.
    pub fn is_renamed(&self) -> bool {
        self.called.as_ref().is_some_and(|called| *called != self.name)
    }

    /// What stands for the tag and all that it leads to, without telling its name to who does not know it: half of a SHA-256 in hex
    /// digits. `None` for a tag that leads to no commit, of which nothing is told.
    pub fn stamp(&self) -> Option<String> {
        let id = self.id.or(self.commit).filter(|_| self.commit.is_some())?;
        let digest = sha256_hex(format!("{}\0{id}", self.name).as_bytes());
        Some(digest[..32].to_owned())
    }
}

impl Repo {
    /// The same repository, in which only the tags of these [stamps](Tag::stamp) are looked at.
    #[must_use]
    pub fn with_tags(self, stamps: BTreeSet<String>) -> Self {
        Self { tags: Some(stamps), ..self }
    }

    /// All tags that are looked at, in order of their names. A tag that cannot be read is among them, as far as it is known.
    ///
    /// # Errors
    /// Where the references cannot be listed.
    pub fn tags(&self) -> Result<Vec<Tag>> {
        self.store.with(|reader| {
            let listed = reader.git.references_glob("refs/tags/*");
            let references = listed.map_err(|error| failure::during("list the tags", error))?;
            let mut tags = Vec::new();
            for reference in references {
                let reference = reference.map_err(|error| failure::during("list the tags", error))?;
                let name = String::from_utf8_lossy(reference.name_bytes()).into_owned();
                let target = reference.resolve().ok().and_then(|reference| reference.target());
                let name = name.strip_prefix("refs/tags/").unwrap_or(&name).to_owned();
                tags.push(read(reader, name, target.map(ObjectId::from)));
            }
            // What git itself calls a bad name, libgit2 passes over.
            let named: BTreeSet<String> = tags.iter().map(|tag: &Tag| tag.name.clone()).collect();
            let lost = loose(&self.common.join("refs/tags"))?.into_iter().filter(|name| !named.contains(name));
            tags.extend(lost.map(|name| read(reader, name, None)));
            if let Some(stamps) = &self.tags {
                tags.retain(|tag| tag.stamp().is_some_and(|stamp| stamps.contains(&stamp)));
            }
            tags.sort_unstable_by(|a, b| a.name.cmp(&b.name));
            Ok(tags)
        })
    }
}

/// How the names of files end that file managers, editors and merges leave behind.
const LEFT: [&str; 8] = [".bak", ".orig", ".rej", ".swp", ".tmp", "#", "desktop.ini", "thumbs.db"];

/// Whether a file of this name may be a tag that cannot be read, and is not just something that lies beside the tags.
fn may_be_tag(name: &str) -> bool {
    let is_left = LEFT.iter().any(|end| name.to_lowercase().ends_with(end));
    !is_left && Reference::is_valid_name(&format!("refs/tags/{name}"))
}

/// The names of tags that have a file of their own.
fn loose(folder: &Path) -> Result<Vec<String>> {
    let failed = |path: &Path, error| Error::io("read", path, error).hint("Its rights may keep it from you.");
    let (mut found, mut waiting) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(at) = waiting.pop() {
        let entries = match fs::read_dir(&at) {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            entries => entries.map_err(|error| failed(&at, error))?,
        };
        for entry in entries {
            let entry = entry.map_err(|error| failed(&at, error))?;
            let path = entry.path();
            if entry.file_type().map_err(|error| failed(&path, error))?.is_dir() {
                waiting.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            found.extend(may_be_tag(&name).then_some(name));
        }
    }
    Ok(found)
}

/// Reads the tag of this name, leniently: histories hold tags that libgit2 refuses.
fn read(reader: &Reader<'_>, name: String, target: Option<ObjectId>) -> Tag {
    let mut tag = Tag {
        name,
        called: None,
        id: None,
        commit: None,
        tagger: None,
        message: String::new(),
        unread: target.is_none(),
    };
    let Some(target) = target else { return tag };
    if let Some(object) = reader.read(target, ObjectType::Tag) {
        let raw = object.data();
        let signed = signed_tag(raw);
        tag.id = Some(target);
        let called = headers(raw).find(|(key, _)| *key == b"tag");
        tag.called = called.map(|(_, name)| String::from_utf8_lossy(name).into_owned());
        let message = message_bytes(signed.as_ref().map_or(raw, |signed| &signed.payload));
        String::from_utf8_lossy(message).trim().clone_into(&mut tag.message);
        tag.tagger = headers(raw).find(|(key, _)| *key == b"tagger").map(|(_, line)| {
            let intern = |name: String, email: String| (Arc::from(name), Arc::from(email));
            person(line, b"", intern)
        });
    }
    (tag.commit, tag.unread) = match peel(reader, target) {
        Some(commit) => (commit, false),
        None => (None, true),
    };
    tag
}

/// Follows tags until there is a commit, if it is one that they lead to; `None` where one of them cannot be read.
fn peel(reader: &Reader<'_>, mut id: ObjectId) -> Option<Option<ObjectId>> {
    for _ in 0..=DEEPEST {
        let (_, kind) = reader.header(id).ok()??;
        match kind {
            ObjectType::Commit => return Some(Some(id)),
            ObjectType::Tag => {
                let tag = reader.read(id, ObjectType::Tag)?;
                let target = headers(tag.data()).find(|(key, _)| *key == b"object");
                let Some(target) = target.and_then(|(_, target)| ObjectId::from_hex(target)) else { return Some(None) };
                id = target;
            }
            _ => return Some(None),
        }
    }
    Some(None)
}
