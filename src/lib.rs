//! `aims` keeps an AI management system (ISO/IEC 42001) in a git repository of Markdown documents: it checks their
//! traceability and review dates, and builds a cross-linked static site whose change record is the git history.
//!
//! # The story
//!
//! [`pipeline::Project::build`] tells it: a [`source::Source`] gives files, from the work tree or straight from git
//! objects. [`model::load::load`] makes one value of them, [`model::Aims`], while [`repo::Repo::log`] reads the whole
//! history once; [`history::build`] gives each document its part of it and says what each change did, and
//! [`approval::judge`] who answers for the result. [`check::check`] says what is wrong. All of it is one immutable value,
//! [`state::State`]; an edition for fewer eyes is a smaller one ([`state::State::for_reader`]). From it follows the address
//! of every page ([`site::Site::plan`]), and each page is a function of the state and its address ([`site::Site::page`]), as
//! is each data file ([`export::files`]): its registers are described once, in [`register`]. [`emit::write`] makes them as
//! they come, in parallel, and puts the site in place, whole or not at all. What was read of the history is kept for the
//! person who read it in a [`cache`] outside the repository, which changes nothing but the time.
//!
//! What a change does is two states, of before and after, and what is between them: [`impact::between`].
//!
//! [`pipeline::live`] tells it again whenever files change, holds what came of it in memory, and makes the pages that
//! somebody looks at; [`serve`] watches the files and brings the pages to the browser.
//!
//! ```text
//! Source ──> parse (one file each, in parallel) ──> Aims ──────┐
//! Repo   ──> log ──> History ──> Approvals ────────────────────┼──> Findings ──> State ──> plan ──> page by page ──> emit
//! today, settings ──────────────────────────────────────────────┘
//! ```
//!
//! # The ladder
//!
//! A module names only modules on lower rungs; those on one rung do not know each other, and each foreign crate has one
//! home. Inside a module no file names one that is above it, and none go in circles: what several need lies in a file of its own,
//! and `mod.rs` is the door through which others see it. `tests/ladder.rs` holds this.
//!
//! | rung | modules | what they are |
//! |---|---|---|
//! | 0 | [`base`], [`cache`], [`diag`], [`signature`] | paths, dates, errors, bundles; files that can be thrown away; findings and how they are told; SSH signatures |
//! | 1 | [`repo`] | the only home of libgit2 |
//! | 2 | [`source`] | the door through which files come in |
//! | 3 | [`parse`] | one file: front matter with spans, headings, links; never fails |
//! | 4 | [`reading`] | by which rules a text is read: what its keys and words mean, and where it says them |
//! | 5 | [`compare`] | what a text says, and what changed from one version to another, as values |
//! | 6 | [`model`] | the AIMS as values |
//! | 7 | [`history`] | the change record: revisions, versions, what each change did |
//! | 8 | [`approval`] | who approved and reviewed what, and what there is to show for it |
//! | 9 | [`check`] | rules, levels, waivers |
//! | 10 | [`state`] | all of it at one moment as one value, and what readers of an edition may see of it |
//! | 11 | [`register`], [`agenda`], [`schema`] | its registers, each described once, and the facts of the change record; what is due for whom; what documents, settings and findings may say, as JSON Schema |
//! | 12 | [`impact`] | what a change does: two states and what is between them |
//! | 13 | [`site`], [`export`], [`story`], [`emit`], [`serve`], [`lsp`] | pages; data files; what `aims history` tells; writing; watching, and a server for one machine; what editors are told |
//! | 14 | [`pipeline`], [`demo`], [`start`], [`adopt`] | load, check, build, compare; the example as a repository with a past; new AIMS and new documents; settings for texts that are there |
//! | 15 | [`cli`] | the command line, the clock and the environment |
//!
//! # What holds everywhere
//!
//! - What is wrong with *documents* is a [`diag::Diagnostic`] with a stable code and a place; what stops the *program* is
//!   a [`base::Error`] with a hint. The two are never mixed, and one bad file never hides the findings of another.
//! - Spans count bytes of the normalised text of a file: UTF-8 without a byte order mark, line feeds only. Lines and
//!   columns count from 1, columns in characters, as an editor shows them.
//! - The same commit and the same day give the same bytes on any machine. Nothing below [`cli`] reads a clock, the
//!   environment or the machine's git settings, and nothing is ordered by a hash.
//! - Everything in a repository is untrusted. Paths cannot leave the root ([`base::DocPath`]), raw HTML is made safe,
//!   sizes are bounded, and the site runs no script but the theme's.
//!
//! # For those who come after
//!
//! `bash tests/run` is everything that has to hold before a change is merged; `bash tests/run quick` is half a minute of
//! it for the time between, and says what it leaves out. What is added most often has few places, told here for one that
//! is called `NAME`:
//!
//! | to add | places |
//! |---|---|
//! | a rule | `src/check/rules/NAME.rs`, `src/check/rules/mod.rs`, `src/check/rules/all.rs`, `tests/broken/NAME` |
//! | a kind of document | `src/model/data/kinds.toml`, `src/model/kinds.rs`, `src/model/data/iso-42001.toml`, `README.md` |
//! | a page | `src/site/pages/NAME.rs`, `src/site/pages/mod.rs`, `src/site/address.rs`, `theme/templates/NAME.html` |
//! | a register | `src/register/NAME.rs`, `src/register/mod.rs`, `README.md` |
//! | a format of findings | `src/diag/NAME.rs`, `src/diag/mod.rs`, `src/cli/formats.rs`, `README.md` |
//!
//! `tests/adding.rs` holds that these places are there, and that one of each that was added before is named nowhere else.
//! Two things come with all of them: whatever is said in words has its German in `theme/languages/de.toml`, and
//! `tests/wording.rs` names what is lacking there; of a new kind the example has a document, or `tests/example.rs` says why not.
//!
//! - **A rule** is its file: code, level, what it looks for, why that matters, how to mend it, the function, and its tests.
//!   Codes count on within their family and are never used again. `tests/broken/NAME` is a small repository in which the
//!   rule finds something, in `expected.txt` what, and in `good.txt` how it is mended, after which the rule finds nothing and
//!   no other finds more; `UPDATE_EXPECT=1 cargo test --test all broken::` writes the expectation anew, then `prints::` in its
//!   place what baselines know its findings by.
//! - **A kind** is a table in `kinds.toml` with its keys; the list in `kinds.rs` is a test that none goes unnoticed, and
//!   that of the README is held by `tests/readme.rs`. A team adds kinds of its own in `aims.toml`, without any of this. Its
//!   register, as a page and as data, is made of its keys. Where it answers a clause or a control, `iso-42001.toml` says so.
//! - **A page** is a function from what there is to a view. Many views are made of parts that a template knows already
//!   (`sections.html`): such a page needs no template. In which group of the menu its section stands, `nav.rs` says.
//! - **A register** is its file: the rows, and a column for each key. Its data files follow, and the table in the README,
//!   which `UPDATE_EXPECT=1 cargo test --test all readme::` writes anew. A key is a contract: it is never renamed in passing.
//! - **A format** is a function from findings and texts to a string. For a program of others it takes a [`diag::Report`], and
//!   `tests/formats/validate.mjs` asks somebody else whether it is one.
//!
//! What is kept between runs is believed by a number that stands beside it, and `tests/pins.rs` says when to think of it.
//!
//! A dependency needs its reason in `Cargo.toml`, a home in `tests/ladder.rs`, and something it does that is easy to get
//! nearly right. What users notice goes into `CHANGELOG.md`: in a line or two, against the last release, where it belongs.

pub mod adopt;
pub mod agenda;
pub mod approval;
pub mod base;
pub mod cache;
pub mod check;
pub mod cli;
pub mod compare;
pub mod demo;
pub mod diag;
pub mod emit;
pub mod export;
pub mod history;
pub mod impact;
pub mod lsp;
pub mod model;
pub mod parse;
pub mod pipeline;
pub mod reading;
pub mod register;
pub mod repo;
pub mod schema;
pub mod serve;
pub mod signature;
pub mod site;
pub mod source;
pub mod start;
pub mod state;
pub mod story;
