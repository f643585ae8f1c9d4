//! A site that is looked at while it is written: watching folders, and a small server for the machine it runs on.
//!
//! In come folders to watch and [`Answers`], handed by whoever knows the site; out go batches of changed paths
//! ([`watch()`]), and pages over HTTP ([`Server`]). An open page asks what became of it ([`Bell`]), and is told when it
//! changed and what is found about it. For that each page is given a script and a style of ours (`inject`): nothing else
//! of it is touched, and nothing of this is ever in a site that is built.
//!
//! Whoever can run a browser on this machine can be sent to the server by any page of the web. So only loopback is listened
//! on, only names of loopback are answered (`guard`), nothing can be changed by a request, every wait has an end, and
//! what is no page of ours is shown by browsers without rights.
//!
//! Deliberately not here: what a site is. Nothing in here knows one.

mod bell;
mod folders;
mod guard;
mod inject;
mod kind;
mod poll;
mod request;
mod response;
mod server;
mod watch;

pub use bell::Bell;
pub use folders::{Counts, Folders, Tell};
pub use inject::{Fault, Finding, Told};
pub use server::{Answer, Answers, Page, Server};
pub use watch::{How, Watched, watch};
