//! The git repository: the only module that knows git2.
//!
//! In come a folder and the names of commits; out come the files of a commit ([`Repo::tree`]), the bytes of a blob
//! ([`Repo::blob`]) and the history of a folder in one pass ([`Repo::log`]), as plain data. What the bytes mean (front
//! matter, documents, versions) is not known here.
//!
//! Everything is read from raw objects. No setting of the machine plays a part in it (no conversion of line endings,
//! no filters) but where a person acts ([`Repo::identity`]), and neither do grafts and replacement refs, which are not the same in each clone: two people who
//! build the same commit read the same history. libgit2's check of who owns the repository stays on.
//!
//! Whatever is not in the clone is named in [`Log::gaps`], never filled in: in a shallow clone the oldest commit seems
//! to add every file, and a reader of the record would take that for the truth.
//!
//! [`NewRepo`] writes a repository where there was none. What is there is only ever read.

mod attribute;
mod begin;
mod branch;
mod change;
mod changes;
mod column;
mod commit;
mod failure;
mod gap;
mod id;
mod index;
mod joined;
mod known;
mod left;
mod log;
mod loose;
mod mailmap;
mod mainline;
mod objects;
mod overlay;
mod pairing;
mod pass;
mod raw_tree;
mod repository;
mod revision;
mod settings;
mod sides;
mod signed;
mod similarity;
mod store;
mod tag;
mod trace;
mod tree;
mod walk;
mod write;

pub use begin::begin;
pub use change::{Change, ChangeKind};
pub use changes::{Called, Log, LogOptions};
pub use commit::{Commit, Person};
pub use gap::{Gap, GapKind};
pub use id::{ObjectFormat, ObjectId};
pub use index::Indexed;
pub use joined::Joins;
pub use mailmap::{Line as MailmapLine, MAILMAP, Mailmap};
pub use mainline::Mainline;
pub use objects::{NewCommit, Sign, Stamp};
pub use repository::Repo;
pub use settings::Identity;
pub use signed::{SignatureFormat, Signed, signed_commit, signed_tag};
pub use tag::Tag;
pub(crate) use trace::WRITTEN;
pub use tree::{Blob, FileMode, Tracked, Tree, TreeFile};
pub use write::NewRepo;
