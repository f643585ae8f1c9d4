//! Raw objects, read by many threads.
//!
//! A handle of libgit2 belongs to one thread at a time, so each worker takes one from a pool. Objects are read as
//! they are stored: no setting of the machine (line endings, filters, attributes) changes a byte, and grafts and
//! replacement refs, which differ from clone to clone, are not honoured.
//!
//! Whether the content of an object gives its name is looked at here, for each that is read ([`Object::is_named`]), and so not by libgit2 as well:
//! that looks for the marks of a made collision too, as git does of all it receives, and costs as much as all the rest.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use git2::{ErrorClass, ErrorCode, ObjectType, Odb, OdbLookupFlags, OdbObject, Repository};

use super::failure;
use super::id::{ObjectFormat, ObjectId};
use super::loose::{Loose, Unpacked};
use super::raw_tree::Folder;
use crate::base::{Error, Result, is_name_of};

/// Handles onto one repository, opened as they are called for.
pub(super) struct Store {
    path: PathBuf,
    idle: Mutex<Vec<Repository>>,
    loose: Loose,
    /// Names under which another object was found.
    forged: Mutex<BTreeSet<ObjectId>>,
    /// The folders that were asked about last, the newest at the end: who walks through one asks now and then about others.
    recent: Mutex<Vec<Asked>>,
}

/// How many folders are kept that were asked about.
const RECENT: usize = 8;

/// A folder in a commit, and what lies in it, where it is there.
struct Asked {
    commit: ObjectId,
    path: String,
    tree: Option<Arc<Folder>>,
}

impl Store {
    /// A store that has one handle already.
    pub(super) fn new(first: Repository) -> Result<Self> {
        git2::opts::strict_hash_verification(false);
        let loose = Loose::list(first.commondir())?;
        let path = first.path().to_owned();
        Ok(Self { path, idle: Mutex::new(vec![first]), loose, forged: Mutex::default(), recent: Mutex::default() })
    }

    /// Runs `work` with a handle that no other thread uses meanwhile.
    pub(super) fn with<T>(&self, work: impl FnOnce(&Reader<'_>) -> Result<T>) -> Result<T> {
        let idle = lock(&self.idle).pop();
        let handle = match idle {
            Some(handle) => handle,
            None => Repository::open(&self.path).map_err(|error| failure::opening(&self.path, error))?,
        };
        let result = Reader::of(&handle, self).and_then(|reader| work(&reader));
        lock(&self.idle).push(handle);
        result
    }

    /// The tree of a folder in a commit, as `read` gives it, which is asked only where none of the last questions was about it.
    pub(super) fn folder(
        &self,
        (commit, path): (ObjectId, &str),
        read: impl FnOnce(&Reader<'_>) -> Result<Option<Folder>>,
    ) -> Result<Option<Arc<Folder>>> {
        let mut recent = lock(&self.recent);
        if let Some(place) = recent.iter().rposition(|asked| asked.commit == commit && asked.path == path) {
            let asked = recent.remove(place);
            let tree = asked.tree.clone();
            recent.push(asked);
            return Ok(tree);
        }
        drop(recent);
        let tree = self.with(read)?.map(Arc::new);
        let mut recent = lock(&self.recent);
        if recent.len() >= RECENT {
            recent.remove(0);
        }
        recent.push(Asked { commit, path: path.to_owned(), tree: tree.clone() });
        Ok(tree)
    }

    /// Makes sure that everything read so far was what its name says.
    ///
    /// # Errors
    /// Where something was not: what was made of it cannot be believed.
    pub(super) fn is_sound(&self) -> Result<()> {
        match lock(&self.forged).first() {
            None => Ok(()),
            Some(id) => Err(Error::new(format!("what is stored as object {id} is another object"))
                .hint("The repository is damaged, or somebody changed what was committed: `git fsck --full` tells what. A fresh clone repairs it.")),
        }
    }
}

/// Reads through one handle.
pub(super) struct Reader<'repo> {
    /// For what is not an object: refs and the index.
    pub(super) git: &'repo Repository,
    odb: Odb<'repo>,
    store: &'repo Store,
    pub(super) format: ObjectFormat,
}

impl<'repo> Reader<'repo> {
    fn of(git: &'repo Repository, store: &'repo Store) -> Result<Self> {
        let odb = git.odb().map_err(|error| failure::during("open the object store", error))?;
        Ok(Self { git, odb, store, format: git.object_format().into() })
    }

    /// The object `id`, if it is here, whole, and of this kind. What is missing and what is damaged are alike to
    /// the caller: it cannot be known what it said.
    pub(super) fn read(&self, id: ObjectId, kind: ObjectType) -> Option<Object<'_>> {
        let object = self.object(id).ok()?;
        (object.kind() == kind).then_some(object)
    }

    /// As [`Reader::read`], where the object cannot be done without.
    pub(super) fn require(&self, id: ObjectId, kind: ObjectType) -> Result<Object<'_>> {
        let act = || format!("read {kind} {id}");
        let object = self.object(id).map_err(|error| failure::during(&act(), error))?;
        if object.kind() == kind {
            return Ok(object);
        }
        Err(Error::new(format!("{id} is a {}, where a {kind} is called for", object.kind())))
    }

    fn object(&self, id: ObjectId) -> Result<Object<'_>, git2::Error> {
        let name = self.name(id)?;
        let damaged = |why: &str| {
            git2::Error::new(ErrorCode::GenericError, ErrorClass::Odb, format!("the file of object {id} {why}"))
        };
        let object = match self.store.loose.read(id).map_err(|why| damaged(why.text()))? {
            Some(object) => Object::Loose(object),
            None => match self.odb.read(name) {
                Ok(object) => Object::Stored(object),
                Err(error) => {
                    if error.code() == ErrorCode::HashsumMismatch {
                        lock(&self.store.forged).insert(id);
                    }
                    return Err(error);
                }
            },
        };
        if !object.is_named(id) {
            lock(&self.store.forged).insert(id);
            return Err(damaged("is another object"));
        }
        Ok(object)
    }

    /// Size and kind from the header, without reading the content. `None` where there is no such object.
    pub(super) fn header(&self, id: ObjectId) -> Result<Option<(usize, ObjectType)>> {
        match self.name(id).and_then(|id| self.odb.read_header(id)) {
            Ok(header) => Ok(Some(header)),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(error) => Err(failure::during(&format!("read object {id}"), error)),
        }
    }

    /// Whether there is such an object.
    pub(super) fn has(&self, id: ObjectId) -> bool {
        self.name(id).is_ok_and(|id| self.odb.exists_ext(id, OdbLookupFlags::NO_REFRESH))
    }

    /// The name as libgit2 has it. One in the format of another repository names nothing here.
    fn name(&self, id: ObjectId) -> Result<git2::Oid, git2::Error> {
        if id.format() != self.format {
            return Err(git2::Error::new(ErrorCode::NotFound, ErrorClass::Odb, format!("object not found ({id})")));
        }
        id.to_git()
    }

    /// The full name of the one object whose name starts with these hex digits.
    pub(super) fn complete(&self, hex: &str) -> Result<ObjectId, git2::Error> {
        let short = self.format.prefix(hex)?;
        self.odb.exists_prefix(short, hex.len()).map(ObjectId::from)
    }
}

/// An object as it is stored.
pub(super) enum Object<'r> {
    /// Found by libgit2, mostly in a pack.
    Stored(OdbObject<'r>),
    /// In a file of its own.
    Loose(Unpacked),
}

impl Object<'_> {
    /// Its content.
    pub(super) fn data(&self) -> &[u8] {
        match self {
            Self::Stored(object) => object.data(),
            Self::Loose(object) => object.content(),
        }
    }

    /// Whether its content gives this name.
    fn is_named(&self, id: ObjectId) -> bool {
        let head = format!("{} {}\0", self.kind(), self.data().len());
        is_name_of(id.as_bytes(), &[head.as_bytes(), self.data()])
    }

    /// What it is.
    pub(super) fn kind(&self) -> ObjectType {
        match self {
            Self::Stored(object) => object.kind(),
            Self::Loose(object) => object.kind,
        }
    }
}

/// Locks; a thread that panicked while it held the lock left nothing half done in what is guarded here.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
