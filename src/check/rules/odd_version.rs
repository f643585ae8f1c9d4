//! `odd-version`: a version that is written unlike those of the other documents.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::{Fix, Level};
use crate::model::document::Document;
use crate::model::versions::{in_letters, is_fleeting, is_unfinished, plain, trimmed};
use crate::reading::{days_in, dressed_version};

pub(super) static RULE: Rule = Rule {
    code: "AIMS118",
    name: "odd-version",
    level: Level::Warning,
    clock: false,
    what: "A version has a comma where others have a point, a point too much, a zero before its number, or letters for it; or is written with a `v` or a word before its number where most documents are not. Told too are a version that each newer text will bear in its turn, such as `latest`, one that tells a day beside other words, such as `Draft, 6 October 2026`, and one that calls an approved text a draft, such as `2.1-draft`.",
    why: "A version is looked for by its number, and one number is one text (clause 7.5.2, identification). `1,1` and `v1.1` are other versions than `1.1` to whoever looks.",
    fix: "Write the number alone, with points: `1.1`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let versions = || context.living().filter_map(|(_, document)| Some((document, document.fields.text("version")?)));
    // Where a team writes `v1.1` throughout, it is their way.
    let with = versions().filter(|(_, version)| dressed_version(version).is_some()).count();
    let theirs = with * 2 > versions().count();
    for (document, version) in versions() {
        if said(document, version, report) {
            continue;
        }
        let bare = dressed_version(version).filter(|_| !theirs).unwrap_or(version);
        let number = || in_letters(version).map(|number| number.to_string());
        let meant = plain(bare).or_else(|| trimmed(bare)).or_else(number);
        let Some(meant) = meant.or_else(|| (bare != version).then(|| bare.to_owned())) else { continue };
        let span = document.span_of("version");
        report.document(
            document,
            span,
            say!("the version is written `{version}`, unlike others", version),
            say!("Write `{meant}`.", meant),
        );
        if let Some(span) = document.fields.span("version") {
            report.fixes(&[Fix::new(format!("Write `{meant}`"), span, format!("\"{meant}\""))]);
        }
    }
}

/// Tells of a version that says what no version can, if it does.
fn said(document: &Document, version: &str, report: &mut Report<'_>) -> bool {
    let (message, help) = if is_fleeting(version) {
        (
            say!("the version is `{version}`, which each newer text will be in its turn", version),
            say!("Write a number, such as `1.0`, and a higher one with each text that is approved."),
        )
    } else if version.contains(char::is_whitespace) && !days_in(version).is_empty() {
        (
            say!("the version is `{version}`, which tells a day and no number", version),
            say!("Write a number, such as `1.0`, and a higher one with each text that is approved."),
        )
    } else if is_unfinished(version) && document.says_approved() {
        (
            say!("the version is `{version}`, and the text says that it is approved", version),
            say!("Write the number alone once the text is approved, or say `status: draft` until it is."),
        )
    } else {
        return false;
    };
    report.document(document, document.span_of("version"), message, help);
    true
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn told(versions: &[&str]) -> Vec<String> {
        let texts: Vec<(String, String)> = versions
            .iter()
            .enumerate()
            .map(|(i, version)| {
                (format!("{i}.md"), format!("---\nid: P-{i}\ntitle: T\nkind: policy\nversion: {version}\n---\n"))
            })
            .collect();
        let mut files = vec![("aims.toml", "")];
        files.extend(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        only("odd-version", &files)
    }

    #[test]
    fn commas_and_words_before_the_number_are_told() {
        assert_eq!(
            told(&["1.1", "'1,1'", "2.0", "v1.0"]),
            [
                "1.md:5:10 the version is written `1,1`, unlike others",
                "3.md:5:10 the version is written `v1.0`, unlike others"
            ]
        );
    }

    #[test]
    fn slips_and_words_for_a_number_are_told() {
        assert_eq!(
            told(&["2.1.", "02.1", "two", "latest", "1.0", "2.1-draft"]),
            [
                "0.md:5:10 the version is written `2.1.`, unlike others",
                "1.md:5:10 the version is written `02.1`, unlike others",
                "2.md:5:10 the version is written `two`, unlike others",
                "3.md:5:10 the version is `latest`, which each newer text will be in its turn",
            ]
        );
        let approved = "---\nid: P\ntitle: T\nkind: policy\nversion: 2.1-draft\nstatus: approved\n---\nText.\n";
        assert_eq!(
            only("odd-version", &[("aims.toml", ""), ("a.md", approved)]),
            ["a.md:5:10 the version is `2.1-draft`, and the text says that it is approved"]
        );
    }

    #[test]
    fn what_is_the_way_of_a_team_is_no_finding() {
        assert_eq!(told(&["v1.1", "V2", "Version 3.0"]), [] as [&str; 0]);
        assert_eq!(told(&["1.1", "2026-11", "2026-11-20", "1.0-rc.1", "A", "draft", "Rev B"]), [] as [&str; 0]);
    }
}
