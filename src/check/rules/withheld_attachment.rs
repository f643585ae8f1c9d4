//! `withheld-attachment`: an attachment that is not published.

use crate::base::say;
use crate::base::text::cut;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::attachments::Fault;
use crate::model::links::Broken;
use crate::model::unread::is_text;

pub(super) static RULE: Rule = Rule {
    code: "AIMS216",
    name: "withheld-attachment",
    level: Level::Error,
    clock: false,
    what: "A link or image leads to a file of the repository that is not published: one that a browser would run, that cannot be read, that is empty or only stands for another file (a pointer of Git LFS, a locked file), or whose name not every platform can hold.",
    why: "An attachment that runs as a page beside the site could show what it likes in the name of the organisation, and a pointer in the place of a file shows nothing. The link leads nowhere on the site, so the evidence behind it is not available (clause 7.5.3).",
    fix: "Attach what people read in a form that only shows it: PDF, PNG, CSV, or a drawing without scripts. Give the file a plain name, and have the file itself there where `aims` runs.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, document) in context.aims.iter() {
        for (link, target) in document.body.links.iter().zip(&context.aims.links[ix.index()]) {
            if let Err(Broken::Withheld(why)) = target {
                let message = say!("`{target}` is not published: {why}", target = link.target, why = why.sentence());
                let help = match why {
                    Fault::Unlisted(extension) if is_text(extension) => say!(
                        "Only files `.md` and `.markdown` are read as texts: write it as one, and link that. What only its program can show does not belong in it."
                    )
                    .to_owned(),
                    Fault::Unlisted(extension) if !extension.is_empty() => say!(
                        "Attach it as PDF, PNG or CSV, or name its type in `aims.toml`, as `attachments = [\"{extension}\"]` under `[publish]`.",
                        extension = cut(extension, 20)
                    ),
                    why => why.remedy().to_owned(),
                };
                report.document(document, link.span, message, help);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    #[test]
    fn a_text_in_which_a_merge_was_left_unfinished_is_told_at_the_link() {
        let csv = "a,b\n<<<<<<< HEAD\n1,2\n=======\n3,4\n>>>>>>> b\n";
        let files =
            [("aims.toml", ""), ("a.md", "See [data](x.csv) and [more](y.csv).\n"), ("x.csv", csv), ("y.csv", "a,b\n")];
        assert_eq!(
            only("withheld-attachment", &files),
            [
                "a.md:1:5 `x.csv` is not published: a merge was left unfinished in it: the marks of a conflict stand there"
            ]
        );
    }

    #[test]
    fn a_text_in_another_form_is_to_be_written_as_one_that_is_read() {
        let files = [("aims.toml", ""), ("a.md", "[p](p.mdx)\n"), ("p.mdx", "# P\n")];
        let (found, _) = crate::check::testing::check(&files);
        let told = format!("{:?}", found.iter().find(|finding| finding.name == "withheld-attachment"));
        assert!(told.contains("are read as texts"), "{told}");
    }

    #[test]
    fn what_a_browser_would_run_is_told_at_the_link() {
        let files = [
            ("aims.toml", ""),
            ("a.md", "See [page](x.html), [plan](x.pdf), ![drawing](bad.svg) and ![good](good.svg).\n"),
            ("x.html", "<script>1</script>"),
            ("x.pdf", "%PDF"),
            ("bad.svg", "<svg onload=\"x\"/>"),
            ("good.svg", "<svg/>"),
        ];
        let found = only("withheld-attachment", &files);
        assert_eq!(
            found,
            [
                "a.md:1:5 `x.html` is not published: a browser would run it as a page of the site",
                "a.md:1:36 `bad.svg` is not published: it is a drawing that does more than draw: scripts, styles or files from elsewhere, or forms this check does not know",
            ]
        );
    }
}
