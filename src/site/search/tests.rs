//! The files of an index, read back.

use super::*;
use crate::approval::Approvals;
use crate::base::Date;
use crate::check::check;
use crate::history::{History, Standing};
use crate::model::load::load;
use crate::source::Memory;
use crate::state::{NoTexts, State};

const POLICY: &str = "---\nid: POL-001\ntitle: <img src=x onerror=alert(1)> policy\nkind: policy\nowner: Mirel Example\n---\n\
                      Opening words.\n\n## Fairness\n\nWe look for *bias*. Bias, bias and bias.\n";
const NOTE: &str = "# A note\n\nSee [[POL-001]] of 2026-11-20.\n";

fn with<T>(files: &[(&str, &str)], look: impl FnOnce(Searched<'_, '_>) -> T) -> T {
    let source = Memory::new(files.iter().map(|(path, text)| (*path, text.as_bytes())));
    let aims = load(&source, Date::constant(2026, 11, 20)).expect("memory can be read");
    let approvals = Approvals::default();
    let standings = approvals.standings(&aims);
    let aims = aims.stand(standings);
    let history = History::empty(Standing::Recorded);
    let findings = check(&aims, &history, &approvals);
    let state = State::new(aims, history, approvals, findings);
    look((&Shared::new(&state, &NoTexts, Vec::new()), &Made::default()))
}

fn text(searched: Searched<'_, '_>, file: IndexFile) -> String {
    String::from_utf8(bytes(searched, file).expect("a file")).expect("text")
}

/// The entries of a word: what stands behind it in the files.
fn places(searched: Searched<'_, '_>, word: &str) -> Option<String> {
    let start = format!("\"{word}\",\"");
    let files = files(searched).filter(|file| matches!(file, IndexFile::Words(_)));
    let found: Vec<String> = files
        .flat_map(|file| text(searched, file).lines().map(str::to_owned).collect::<Vec<_>>())
        .filter_map(|line| Some(line.strip_prefix(&start)?.trim_end_matches([',', '"']).to_owned()))
        .collect();
    assert!(found.len() < 2, "{word} is there once");
    found.into_iter().next()
}

#[test]
fn words_lead_to_entries_by_where_they_stand() {
    with(&[("a.md", POLICY), ("b.md", NOTE)], |searched| {
        assert!(
            places(searched, "pol-001")
                .is_some_and(|places| places.split([',', ';']).next() == Some("1") && places.ends_with(";0"))
        );
        assert!(places(searched, "pol001").is_some_and(|places| places.ends_with(";0")));
        assert_eq!(
            places(searched, "bias").map(|places| places.split(';').nth(1).map(str::to_owned)),
            Some(Some("0".into()))
        );
        assert!(places(searched, "fairness").is_some_and(|places| places.split(';').nth(2) == Some("0")));
        assert!(places(searched, "2026-11-20").is_some_and(|places| places.split([',', ';']).next() == Some("1")));
        assert_eq!(places(searched, "zebra"), None);
        assert!(
            places(searched, "a.5.2").is_some()
                && places(searched, "6.1.4").is_some()
                && places(searched, "art-26-6").is_some()
        );
        assert!(places(searched, "mirel").is_some());
    });
}

#[test]
fn entries_are_told_as_text() {
    with(&[("a.md", POLICY), ("b.md", NOTE)], |searched| {
        let told = text(searched, IndexFile::Texts(0));
        let first = told.lines().nth(1).expect("an entry");
        let expected = "[\"POL-001\",\"\\u003cimg src=x onerror=alert(1)> policy\",\"Policy\",\"documents/POL-001.html\",\
                        [[\"\",\"\"],[\"fairness\",\"Fairness\"],[\"\",\"\"]],[0,\"Opening words.\",1,\"We look for bias. Bias, bias and bias.\",\
                        2,\"Owner: Mirel Example\"]],";
        assert_eq!(first, expected);
        assert!(told.starts_with("aimsSearch(\"texts/0\",\"") && !told.contains('<'));
    });
}

#[test]
fn there_is_each_file_that_is_planned_and_no_other() {
    with(&[("a.md", POLICY), ("b.md", NOTE)], |searched| {
        let all: Vec<IndexFile> = files(searched).collect();
        let texts = all.iter().filter(|file| matches!(file, IndexFile::Texts(_))).count();
        let words = all.len() - texts - 2;
        assert!(all.iter().all(|file| bytes(searched, *file).is_some()));
        assert!(
            bytes(searched, IndexFile::Words(words)).is_none() && bytes(searched, IndexFile::Texts(texts)).is_none()
        );
        let head = text(searched, IndexFile::Head);
        assert!(head.contains("[\"Documents\",\"documents/index.html\",2,100],"), "{head}");
        let near = text(searched, IndexFile::Near);
        assert!(near.contains("rness") && !near.contains("withoutgap"), "words in one piece");
    });
}

#[test]
fn it_is_the_same_on_one_thread_and_on_many() {
    let files: Vec<(String, String)> =
        (0..150).map(|i| (format!("{i:03}.md"), POLICY.replace("POL-001", &format!("POL-{i:03}")))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let made = |together: bool| {
        with(&files, |searched| {
            let _ = searched.1.index.set(Index::of(searched, together));
            super::files(searched).map(|file| text(searched, file)).collect::<Vec<_>>()
        })
    };
    assert!(made(true) == made(false));
}

#[test]
fn a_long_text_is_told_of_in_parts() {
    let long: String = (0..4_000).map(|i| format!("Paragraph number{i}.\n\n")).collect();
    let text_of = format!("---\nid: POL-001\ntitle: Long\nkind: policy\n---\n## One\n\n{long}");
    with(&[("a.md", text_of.as_str())], |searched| {
        let layout = layout(searched);
        let parts: Vec<usize> =
            layout.texts.iter().enumerate().filter(|(_, file)| file.part.1 > 1).map(|(at, _)| at).collect();
        assert_eq!(parts.len(), 4);
        assert_eq!(layout.firsts()[..5], [1, 0, 0, 0, 1.max(layout.firsts()[4])]);
        let told: Vec<String> = parts.iter().map(|at| text(searched, IndexFile::Texts(*at))).collect();
        for i in 0..4_000 {
            let word = format!("number{i}.");
            assert_eq!(told.iter().filter(|told| told.contains(&word)).count(), 1, "{word}");
        }
        let sizes: Vec<usize> = told.iter().map(String::len).collect();
        assert!(sizes.iter().all(|size| *size < 40_000), "{sizes:?}");
    });
}

#[test]
fn what_is_listed_is_few_or_leads_elsewhere() {
    with(&[("a.md", POLICY), ("b.md", NOTE)], |searched| {
        let listed = listed(searched, 2);
        let documents = listed.iter().find(|group| group.title == "Documents").expect("documents");
        assert_eq!(documents.entries[0], ["documents/POL-001.html", "POL-001", "<img src=x onerror=alert(1)> policy"]);
        let controls = listed.iter().find(|group| group.title == "Controls").expect("controls");
        assert!(controls.entries.is_empty() && controls.count > 30 && controls.index == "controls/index.html");
    });
}
