//! `odd-version`: a version that is written unlike those of the other documents.

use crate::base::say;
use crate::check::versions::{dressed, plain};
use crate::check::{Context, Report, Rule};
use crate::diag::{Fix, Level};

pub(super) static RULE: Rule = Rule {
    code: "AIMS118",
    name: "odd-version",
    level: Level::Warning,
    clock: false,
    what: "A version has a comma where others have a point, or is written with a `v` or a word before its number where most documents are not.",
    why: "A version is looked for by its number, and one number is one text (clause 7.5.2, identification). `1,1` and `v1.1` are other versions than `1.1` to whoever looks.",
    fix: "Write the number alone, with points: `1.1`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let versions = || context.living().filter_map(|(_, document)| Some((document, document.fields.text("version")?)));
    // Where a team writes `v1.1` throughout, it is their way.
    let with = versions().filter(|(_, version)| dressed(version).is_some()).count();
    let theirs = with * 2 > versions().count();
    for (document, version) in versions() {
        let bare = dressed(version).filter(|_| !theirs).unwrap_or(version);
        let Some(meant) = plain(bare).or_else(|| (bare != version).then(|| bare.to_owned())) else { continue };
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
    fn what_is_the_way_of_a_team_is_no_finding() {
        assert_eq!(told(&["v1.1", "V2", "Version 3.0"]), [] as [&str; 0]);
        assert_eq!(told(&["1.1", "2026-11", "2026-11-20", "1.0-rc.1", "A", "draft", "Rev B"]), [] as [&str; 0]);
    }
}
