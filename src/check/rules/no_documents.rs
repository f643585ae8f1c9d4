//! `no-documents`: an AIMS in which nothing is under control.

use crate::base::text::count;
use crate::base::{mark, plural, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::Aims;
use crate::model::unread::is_text;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS814",
    name: "no-documents",
    level: Level::Error,
    clock: false,
    what: "Nothing in the folder is under control: it holds no Markdown file, or none that is a document of some kind.",
    why: "A check that finds nothing because there was nothing to judge looks like a good one. A wrong folder, a `.gitignore` rule, or files without front matter are the usual causes (clause 7.5.3).",
    fix: "Name the folder of the AIMS, look at the `.gitignore` files at and above it, or put files under control: front matter with `id`, `title` and `kind` between two lines `---` at the top, or a kind for all in a folder under `[folders]` in aims.toml.",
    run,
};

const MAKE: &str = mark!(
    "Put front matter at the top of a file, with `id`, `title` and `kind` between two lines `---`. A kind for all \
                    documents of a folder stands under `[folders]` in aims.toml: `policies = \"policy\"`."
);

const GIVE: &str = mark!(
    "A kind for all documents of a folder stands under `[folders]` in aims.toml: `policies = \"policy\"`. Or each says of \
     which kind it is: `kind: policy`; `aims explain kinds` lists them."
);

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let documents = &context.aims.documents;
    let unread = |of: fn(&str) -> bool| {
        let unread = context.aims.unread.iter().filter(|(ending, _)| of(ending));
        let files: Vec<String> = unread.map(|(ending, files)| format!("{files} `.{ending}`")).collect();
        (!files.is_empty()).then(|| {
            say!(
                "Only files `.md` and `.markdown` are read; there are {files}. Make Markdown of what belongs to the AIMS.",
                files = files.join(", ")
            )
        })
    };
    if documents.is_empty() {
        let look = || say!("Look at the folder, and at the `.gitignore` files at and above it.").to_owned();
        let help = unread(|_| true).unwrap_or_else(look);
        report.settings(None, say!("nothing is under control: no document was found"), help);
    } else if !documents.iter().any(|document| document.controlled && document.kind.is_some() || is_told(document)) {
        let any_front = documents.iter().any(|document| document.controlled);
        let help = wording::of(if any_front { GIVE } else { MAKE });
        let help = unread(is_text).map_or_else(|| help.to_owned(), |unread| format!("{help} {unread}"));
        report.settings(None, what_there_is(context.aims), help);
    }
}

/// Whether what keeps a document from having a kind is a finding of its own.
fn is_told(document: &crate::model::document::Document) -> bool {
    // A byte that is not UTF-8 takes no kind from the text around it.
    let keeps = |kind: ProblemKind| kind.hides_text() && kind != ProblemKind::NotUtf8;
    document.problems.iter().any(|problem| keeps(problem.kind) || problem.kind == ProblemKind::UnknownKind)
}

fn what_there_is(aims: &Aims) -> String {
    let controlled = aims.documents.iter().filter(|document| document.controlled).count();
    let loose = aims.documents.len() - controlled;
    match (controlled, loose) {
        (0, loose) => plural!(
            loose,
            "nothing is under control: {n} page, none with front matter",
            "nothing is under control: {n} pages, none with front matter"
        ),
        (controlled, 0) => plural!(
            controlled,
            "nothing is under control: {n} file that describes itself, without a kind",
            "nothing is under control: {n} files that describe themselves, none with a kind"
        ),
        (controlled, loose) => say!(
            "nothing is under control: {files} with front matter or a header and no kind, and {pages} without",
            files = count(controlled, "file"),
            pages = count(loose, "page")
        ),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{check, only};

    #[test]
    fn nothing_under_control_is_told_at_the_settings() {
        let told = |files: &[(&str, &str)]| only("no-documents", &[&[("aims.toml", "")], files].concat());
        let at = |message: &str| [format!("aims.toml:1:1 nothing is under control: {message}")];
        assert_eq!(told(&[("a.txt", "x")]), at("no document was found"));
        assert_eq!(told(&[("README.md", "# Read me\n")]), at("1 page, none with front matter"));
        let (found, _) = check(&[("aims.toml", ""), ("a.mdx", "x"), ("b.mdx", "x"), ("c.rst", "x"), ("d.png", "x")]);
        let help = found.into_iter().find(|finding| finding.name == "no-documents").and_then(|finding| finding.help);
        assert!(help.is_some_and(|help| help.contains("there are 2 `.mdx`, 1 `.rst`.")));
        let bare = "---\ntitle: T\n---\n";
        assert_eq!(told(&[("a.md", bare), ("b.md", bare)]), at("2 files that describe themselves, none with a kind"));
        let help = |text: &str| {
            let (found, _) = check(&[("aims.toml", ""), ("a.md", text)]);
            let found = found.into_iter().find(|finding| finding.name == "no-documents");
            found.and_then(|finding| finding.help).unwrap_or_default()
        };
        assert!(help(bare).starts_with("A kind for all documents of a folder"), "{}", help(bare));
        assert!(help("# Read me\n").starts_with("Put front matter at the top"));
        assert_eq!(
            told(&[("a.md", bare), ("b.md", "")]),
            at("1 file with front matter or a header and no kind, and 1 page without")
        );
    }

    #[test]
    fn one_document_is_enough_and_what_is_told_elsewhere_is_not_told_again() {
        let policy = "---\ntitle: T\nkind: policy\n---\n";
        for text in [policy, "---\nkind: polcy\n---\n", "---\nkind: policy\n", "----\nkind: policy\n----\n"] {
            let found = only("no-documents", &[("aims.toml", ""), ("a.md", text), ("README.md", "# Read me\n")]);
            assert!(found.is_empty(), "{text}: {found:?}");
        }
        assert!(
            only("no-documents", &[("aims.toml", "[folders]\np = \"policy\"\n"), ("p/a.md", "---\n---\n")]).is_empty()
        );
    }
}
