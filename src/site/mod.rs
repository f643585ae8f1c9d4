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

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::approval::Approvals;
use crate::base::{Bundle, Date, DocPath, Result};
use crate::check::Findings;
use crate::compare::Comparison;
use crate::history::{Change, History};
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
    /// Who approved and reviewed what.
    pub approvals: &'a Approvals,
    /// What the checks say.
    pub findings: &'a Findings,
    /// What the pages say about themselves.
    pub edition: &'a Edition,
    /// The moment since which changes are told apart, if one is asked for.
    pub since: Option<&'a Since>,
    /// Compares the texts before and after each of these changes of one document, in their order; `None` where a text is not
    /// there. Work is done at each call.
    pub differences: &'a (dyn Fn(&[&Change]) -> Vec<Option<Comparison>> + Sync),
}

/// An earlier moment of the AIMS: what an audit period is counted from.
#[derive(Debug)]
pub struct Since {
    /// What it was called by: a tag, a branch, a commit.
    pub name: String,
    /// Its commit, in hex digits.
    pub commit: String,
    /// The day that commit was made.
    pub date: Date,
    /// The AIMS as it was then, on that day.
    pub aims: Aims,
    /// How many commits that led to it are not among those that led here: it is on another branch, or later.
    pub aside: usize,
    /// The commits since, newest first: places in [`History::revisions`].
    pub revisions: Vec<usize>,
}

/// Which texts a site shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EditionKind {
    /// The texts as they are, drafts among them.
    #[default]
    Latest,
    /// Of each document the last text that was approved.
    Approved,
}

/// What the pages say about themselves.
#[derive(Debug, Clone)]
pub struct Edition {
    /// Which texts are shown.
    pub kind: EditionKind,
    /// What is said at the top of the pages of some documents, in sentences.
    pub notes: BTreeMap<DocPath, String>,
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

/// Makes the whole site. `attachment` gives the bytes of an image or attachment that a document uses, or of a record of
/// an act and its signature; `None` where it cannot be read.
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
    let pages::All { pages, feed } = pages::all(&shared);
    bundle.add(pages::atom::PATH, feed)?;
    let documents: Vec<DocIx> = inputs.aims.iter().map(|(ix, _)| ix).collect();
    let render_page =
        |page: Page| -> Result<(String, Vec<u8>)> { Ok((page.path.clone(), theme.render(&shared, &page)?)) };
    let rendered: Vec<_> = pages.into_par_iter().map(render_page).collect::<Result<_>>()?;
    let of_document = |ix: DocIx| -> Result<Vec<(String, Vec<u8>)>> {
        let record = pages::record::pages(&shared, ix).into_iter();
        std::iter::once(pages::document::page(&shared, ix)).chain(record).map(render_page).collect()
    };
    let of_documents: Vec<_> = documents.into_par_iter().map(of_document).collect::<Result<_>>()?;
    for (path, bytes) in rendered.into_iter().chain(of_documents.into_iter().flatten()) {
        bundle.add(&path, bytes)?;
    }
    let files: Vec<_> =
        inputs.aims.assets.par_iter().map(|path| Ok((path, attachment(path)?))).collect::<Result<_>>()?;
    for (path, bytes) in files {
        if let Some(bytes) = bytes {
            bundle.add(&routes::asset(path), bytes)?;
        }
    }
    add_records(&mut bundle, inputs.approvals, attachment)?;
    Ok(bundle)
}

/// Adds the records of acts with their signatures, under the paths they have in the AIMS, so that whoever has the site
/// can verify them without the repository.
fn add_records(
    bundle: &mut Bundle,
    approvals: &Approvals,
    read: &(dyn Fn(&DocPath) -> Result<Option<Vec<u8>>> + Sync),
) -> Result<()> {
    for act in pages::published(approvals) {
        let signature = act.verdict.as_ref().and_then(|_| DocPath::new(&format!("{}.sig", act.path)));
        for path in std::iter::once(act.path.clone()).chain(signature) {
            if let Some(bytes) = read(&path)? {
                bundle.add(path.as_str(), bytes)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{Gap, Standing};
    use crate::model::load::load;
    use crate::source::Memory;

    fn site(files: &[(&str, &str)], history: &History) -> Bundle {
        let today = Date::constant(2026, 11, 20);
        let source = Memory::new(files.iter().map(|(path, text)| (*path, text.as_bytes())));
        let aims = load(&source, today).expect("memory can be read");
        let approvals = Approvals::default();
        let findings = crate::check::check(&aims, history, &approvals);
        let edition = Edition {
            kind: EditionKind::Latest,
            notes: BTreeMap::new(),
            generator: "aims test".into(),
            today,
            from_commit: false,
            prefix: String::new(),
            data: &[],
        };
        let inputs = Inputs {
            aims: &aims,
            history,
            approvals: &approvals,
            findings: &findings,
            edition: &edition,
            since: None,
            differences: &|changes| changes.iter().map(|_| None).collect(),
        };
        render(inputs, &|_| Ok(None)).expect("a site")
    }

    fn page(bundle: &Bundle, path: &str) -> String {
        String::from_utf8(bundle.get(path).unwrap_or_else(|| panic!("{path} is missing")).to_vec()).expect("UTF-8")
    }

    #[test]
    fn an_empty_aims_has_all_its_pages() {
        let bundle = site(&[("aims.toml", "")], &History::empty(Standing::Outside));
        for path in [
            "index.html",
            "documents/index.html",
            "controls/A.10.4.html",
            "clauses/10.2.html",
            "soa.html",
            "risks.html",
        ] {
            assert!(page(&bundle, path).contains("<h1"), "{path}");
        }
        assert!(page(&bundle, "changes/index.html").contains("not in a git repository"));
    }

    #[test]
    fn many_commits_are_counted_not_listed() {
        use crate::history::{Person, Revision};

        let mut history = History::empty(Standing::Recorded);
        let revision = |number: usize| {
            let day = if number < 800 { Date::constant(2026, 3, 1) } else { Date::constant(2026, 2, 1) };
            Revision::new(format!("{number:040x}"), Person::default(), day)
        };
        // The ids begin alike, so that anchors would too; nothing but the number of entries counts here.
        history.revisions = (0..810).map(revision).collect();
        let bundle = site(&[("aims.toml", "")], &history);
        let entries = |path: &str| page(&bundle, path).matches("data-entry").count();
        assert_eq!(entries("changes/index.html"), 200);
        assert_eq!((entries("changes/2026-03.html"), entries("changes/2026-02.html")), (500, 10));
        assert!(page(&bundle, "changes/2026-03.html").contains("300 older commits of this month are left out here."));
        let index = page(&bundle, "changes/index.html");
        assert!(
            index.contains("<a href=\"2026-03.html\">March 2026</a><span class=\"quiet\">800 commits</span>"),
            "{index}"
        );
        assert_eq!(page(&bundle, "changes.atom").matches("<entry>").count(), 50);
    }

    #[test]
    fn what_the_change_record_lacks_is_told_where_the_record_is_read() {
        let mut history = History::empty(Standing::Recorded);
        history.gaps.push(Gap {
            what: "the clone is shallow".into(),
            remedy: "Run `git fetch --unshallow`.".into(),
            hole: true,
        });
        let bundle = site(&[("aims.toml", ""), ("a.md", "---\nid: POL-001\n---\nx\n")], &history);
        for path in ["changes/index.html", "documents/POL-001.html"] {
            let page = page(&bundle, path);
            assert!(page.contains("The clone is shallow. Run <code>git fetch --unshallow</code>."), "{page}");
        }
    }

    #[test]
    fn text_from_documents_and_settings_cannot_become_markup() {
        let evil = "</title><script>alert(1)</script>\\\" onload=x";
        let files = [
            ("aims.toml", format!("[organisation]\nname = \"{evil}\"\n[site]\ntitle = \"{evil}\"\n")),
            (
                "a.md",
                format!(
                    "---\nid: A\ntitle: \"{evil}\"\nkind: policy\nowner: \"{evil}\"\ntags: [\"{evil}\"]\n---\n# {evil}\n"
                ),
            ),
        ];
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let bundle = site(&files, &History::empty(Standing::Recorded));
        for (path, bytes) in bundle.iter().filter(|(path, _)| path.extension() == "html") {
            let page = String::from_utf8_lossy(bytes);
            assert_eq!(page.matches("<script").count(), 1, "{path}");
            assert!(page.matches("<script").count() == page.matches("<script src=").count(), "{path}");
        }
    }
}
