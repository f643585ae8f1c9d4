//! The static site: pages made from the AIMS, its change record and its findings.
//!
//! In come values; out goes a [`Bundle`]. Templates see views (`view`, and one struct a page in `pages`), never the
//! model. Nothing in here writes a file.

mod footnotes;
mod html;
mod pages;
mod routes;
mod sanitise;
mod targets;
mod theme;
mod view;

use rayon::prelude::*;

use crate::base::{Bundle, Date, DocPath, Error, Result};
use crate::check::Findings;
use crate::history::History;
use crate::model::{Aims, DocIx};
use pages::Page;
use theme::Theme;

/// What pages are made from.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// The AIMS.
    pub aims: &'a Aims,
    /// Its change record.
    pub history: &'a History,
    /// What the checks say.
    pub findings: &'a Findings,
    /// What the pages say about themselves.
    pub edition: &'a Edition,
}

/// What the pages say about themselves.
#[derive(Debug, Clone)]
pub struct Edition {
    /// The version of aims.
    pub generator: String,
    /// The day of the build.
    pub today: Date,
    /// Whether the documents come from the commit at the head of the history, rather than from a work tree that may
    /// differ from it.
    pub from_commit: bool,
    /// The path of the AIMS inside its repository; empty at the top.
    pub prefix: String,
    /// The data files that are published beside the pages: the path of each in the site, and what is in it.
    pub data: &'static [(&'static str, &'static str)],
}

/// Makes the whole site. `attachment` gives the bytes of an image or attachment that a document uses, or `None` where it
/// cannot be read.
///
/// # Errors
/// Where a template fails, or two pages want the same name: mistakes of ours, not of the documents.
pub fn render(inputs: Inputs<'_>, attachment: &(dyn Fn(&DocPath) -> Result<Option<Vec<u8>>> + Sync)) -> Result<Bundle> {
    let theme = Theme::load()?;
    let shared = pages::Shared::new(inputs);
    let mut bundle = Bundle::default();
    for (path, bytes) in theme::ASSETS {
        bundle.add(path, *bytes)?;
    }
    let pages = pages::all(&shared);
    let documents: Vec<DocIx> = inputs.aims.iter().map(|(ix, _)| ix).collect();
    let render_page =
        |page: Page| -> Result<(String, Vec<u8>)> { Ok((page.path.clone(), theme.render(&shared, &page)?)) };
    let rendered: Vec<_> = pages.into_par_iter().map(render_page).collect::<Result<_>>()?;
    let of_documents: Vec<_> =
        documents.into_par_iter().map(|ix| render_page(pages::document::page(&shared, ix))).collect::<Result<_>>()?;
    for (path, bytes) in rendered.into_iter().chain(of_documents) {
        bundle.add(&path, bytes)?;
    }
    let files: Vec<_> =
        inputs.aims.assets.par_iter().map(|path| Ok((path, attachment(path)?))).collect::<Result<_>>()?;
    for (path, bytes) in files {
        if let Some(bytes) = bytes {
            bundle.add(&routes::asset(path), bytes)?;
        }
    }
    match bundle.case_clashes().first() {
        None => Ok(bundle),
        Some((a, b)) => Err(Error::new(format!("`{a}` and `{b}` differ in letter case only"))
            .hint("Rename one of the two; on Windows and macOS they would be one file.")),
    }
}
