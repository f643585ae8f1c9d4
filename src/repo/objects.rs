//! Objects of git, written: blobs, trees, commits, and the references and the index that name them.

use std::collections::BTreeMap;

use git2::{IndexEntry, IndexTime, ObjectType, Repository};

use super::failure::during;
use super::id::{ObjectFormat, ObjectId};
use crate::base::{DocPath, Error, Result};

/// The branch that is checked out.
pub(super) const BRANCH: &str = "refs/heads/main";

/// Somebody, and when, as git writes it into a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// Seconds since 1970-01-01T00:00:00Z.
    pub seconds: i64,
    /// Minutes east of UTC.
    pub offset_minutes: i32,
}

impl Stamp {
    /// `Name <address> 1730714400 +0100`.
    pub(super) fn text(&self) -> String {
        let (sign, offset) = (if self.offset_minutes < 0 { '-' } else { '+' }, self.offset_minutes.unsigned_abs());
        let clean = |text: &str| text.replace(['<', '>', '\n', '\0'], "");
        let (name, email) = (clean(&self.name), clean(&self.email));
        format!("{name} <{email}> {} {sign}{:02}{:02}", self.seconds, offset / 60, offset % 60)
    }
}

/// A commit to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCommit {
    /// The commits before it.
    pub parents: Vec<ObjectId>,
    /// Who wrote the change.
    pub author: Stamp,
    /// Who put it into the history.
    pub committer: Stamp,
    /// The whole message.
    pub message: String,
}

/// Signs the bytes that it is given, and gives the armoured signature; `None` leaves them unsigned.
pub type Sign<'a> = dyn Fn(&[u8]) -> Result<Option<String>> + 'a;

/// A repository that is being written.
pub(super) struct Objects(pub Repository);

impl Objects {
    /// Writes a commit that holds `files`. What `sign` makes of the commit's text becomes its header `gpgsig`, where
    /// git and the forges look for it whatever the kind of signature.
    pub(super) fn commit(
        &self,
        files: &BTreeMap<DocPath, ObjectId>,
        new: &NewCommit,
        sign: &Sign<'_>,
    ) -> Result<ObjectId> {
        let entries: Vec<(&str, ObjectId)> = files.iter().map(|(path, id)| (path.as_str(), *id)).collect();
        let mut head = format!("tree {}\n", self.tree(&entries)?);
        for parent in &new.parents {
            head.push_str(&format!("parent {parent}\n"));
        }
        head.push_str(&format!("author {}\ncommitter {}\n", new.author.text(), new.committer.text()));
        let message = format!("\n{}\n", new.message.trim_end());
        let signature = sign(format!("{head}{message}").as_bytes())?;
        if let Some(signature) = signature {
            head.push_str(&format!("gpgsig {}\n", signature.trim_end().replace('\n', "\n ")));
        }
        self.write(ObjectType::Commit, format!("{head}{message}").as_bytes())
    }

    /// Makes the index hold these files, as they lie in the work tree.
    pub(super) fn index(&self, files: &BTreeMap<DocPath, Vec<u8>>) -> Result<()> {
        let failed = |error| during("write the index", error);
        let mut index = self.0.index().map_err(failed)?;
        for (path, bytes) in files {
            let id = ObjectId::of_blob(bytes, ObjectFormat::Sha1)
                .ok_or_else(|| Error::new(format!("cannot hash {path}")))?;
            index.add(&entry(path, id).map_err(failed)?).map_err(failed)?;
        }
        index.write().map_err(failed)
    }

    pub(super) fn write(&self, kind: ObjectType, bytes: &[u8]) -> Result<ObjectId> {
        let written = self.0.odb().and_then(|odb| odb.write(kind, bytes));
        written.map(ObjectId::from).map_err(|error| during("write an object", error))
    }

    /// Lets a reference that was not there name an object. `why` stands in its log.
    pub(super) fn point(&self, reference: &str, target: ObjectId, why: &str) -> Result<()> {
        let written = target.to_git().and_then(|id| self.0.reference(reference, id, false, why).map(drop));
        written.map_err(|error| during(&format!("write {reference}"), error))
    }

    /// Writes the tree of these files, sorted by path, and those of its folders.
    fn tree(&self, files: &[(&str, ObjectId)]) -> Result<ObjectId> {
        let mut entries: Vec<(String, ObjectId, &str)> = Vec::new();
        let mut rest = files;
        while let Some((path, id)) = rest.first() {
            match path.split_once('/') {
                None => {
                    entries.push(((*path).to_owned(), *id, "100644"));
                    rest = &rest[1..];
                }
                Some((folder, _)) => {
                    let prefix = format!("{folder}/");
                    let inside: Vec<(&str, ObjectId)> =
                        rest.iter().map_while(|(path, id)| Some((path.strip_prefix(&prefix)?, *id))).collect();
                    rest = &rest[inside.len()..];
                    // A folder sorts as if its name ended in `/`.
                    entries.push((prefix, self.tree(&inside)?, "40000"));
                }
            }
        }
        entries.sort();
        let mut raw = Vec::new();
        for (name, id, mode) in entries {
            raw.extend_from_slice(format!("{mode} {}\0", name.trim_end_matches('/')).as_bytes());
            raw.extend_from_slice(id.as_bytes());
        }
        self.write(ObjectType::Tree, &raw)
    }
}

/// An entry of the index without what the disk says of the file: git looks for itself the first time.
fn entry(path: &DocPath, id: ObjectId) -> Result<IndexEntry, git2::Error> {
    let time = IndexTime::new(0, 0);
    Ok(IndexEntry {
        ctime: time,
        mtime: time,
        dev: 0,
        ino: 0,
        mode: 0o100_644,
        uid: 0,
        gid: 0,
        file_size: 0,
        id: id.to_git()?,
        flags: 0,
        flags_extended: 0,
        path: path.as_str().as_bytes().to_vec(),
    })
}
