//! What pages of the past say in few words, against what happened: who acted when, which version is in force, and what can
//! be chosen.

use std::collections::BTreeSet;

use super::support::Files;
use super::{ORLA, SETTINGS, build, commit, page, pieces, policy, rows, story, text};

#[test]
fn a_record_that_was_altered_or_a_signature_that_went_is_no_approval() {
    let (mut repo, _, _, last) = story();
    let mut record = String::new();
    let tidied = commit(&mut repo, &[last], ORLA, "2025-07-01", "Tidy\n", |files| {
        record = files.paths().into_iter().find(|path| path.starts_with("approvals/POL-001/")).expect("a record");
        files.write(&record, files.text(&record).replace("Chief Executive", "Chief Officer"));
    });
    let signature = format!("{record}.sig");
    let signed = commit(&mut repo, &[tidied], ORLA, "2025-07-02", "Sign\n", |files| files.write(&signature, "x\n"));
    commit(&mut repo, &[signed], ORLA, "2025-07-03", "Unsign\n", |files| files.remove(&signature));
    let html = page(&build(&repo, None), "clauses/5.2/history.html");
    let told: Vec<String> = pieces(&html, "<li><time>", "</li>").into_iter().map(text).collect();
    assert_eq!(
        told[..4],
        [
            "2025-07-03 Unsign POL-001 signature removed",
            "2025-07-02 Sign POL-001 signature added",
            "2025-07-01 Tidy POL-001 record changed",
            "2025-03-06 Approve the policy Claimed POL-001 2.0 approved",
        ],
        "{told:#?}"
    );
}

#[test]
fn a_version_that_begins_as_a_draft_is_told_as_one() {
    let (mut repo, _, _, last) = story();
    let draft = policy("3.0", "2025-08-01", "must").replace("status: approved", "status: draft");
    commit(&mut repo, &[last], ORLA, "2025-07-01", "Begin anew\n", |files| files.write("policy.md", &draft));
    let html = page(&build(&repo, None), "clauses/5.2/history.html");
    let told: Vec<String> = pieces(&html, "<li><time>", "</li>").into_iter().map(text).collect();
    assert_eq!(told[0], "2025-07-01 Begin anew Material POL-001 → 3.0 draft");
}

#[test]
fn the_paper_of_stage_1_says_of_each_version_when_it_is_in_force() {
    type Edit<'a> = &'a dyn Fn(&mut Files);
    let first: Edit<'_> = &|files| files.write("policy.md", policy("1.0", "2025-01-15", "must"));
    let draft: Edit<'_> =
        &|files| files.write("policy.md", policy("2.0", "2025-04-01", "should").replace("approved", "draft"));
    let later: Edit<'_> = &|files| files.write("policy.md", policy("2.0", "2026-02-01", "should"));
    let gone: Edit<'_> = &|files| files.remove("policy.md");
    let told = |days: &[(&str, Edit<'_>)]| {
        let (repo, _) = super::records::told(days);
        let rows = rows(&page(&build(&repo, None), "audit/stage-1.html"), "clauses");
        let row = rows.iter().find_map(|row| row.split_once("POL-001 AI policy "));
        row.unwrap_or_else(|| panic!("{rows:#?}")).1.to_owned()
    };
    let [one, two, three] = ["2025-01-10", "2025-03-01", "2025-03-10"];
    for (days, wanted) in [
        (vec![(one, first)], "1.0 since 2025-01-15 "),
        // Today is 2025-12-01.
        (vec![(one, later)], "2.0 from 2026-02-01 "),
        (vec![(one, first), (two, draft)], "2.0 1.0 in force since 2025-01-15 "),
        (vec![(one, first), (two, later)], "2.0 1.0: 2025-01-15 to 2026-01-31 "),
        (vec![(one, first), (two, gone), (three, draft)], "2.0 1.0: 2025-01-15 to 2025-02-28 "),
    ] {
        let told = told(&days);
        assert!(told.starts_with(wanted), "{wanted}: {told}");
    }
}

#[test]
fn what_a_link_chooses_can_be_chosen_and_the_link_is_for_those_with_a_script() {
    let (repo, ..) = story();
    let bundle = build(&repo, None);
    // So few commits are all on one page, and are chosen by what stands there.
    let index = page(&bundle, "changes/index.html");
    let values = pieces(&index, "data-serves=\"", "\"");
    let values: BTreeSet<&str> = values.iter().flat_map(|all| all.lines()).collect();
    let mut chosen = BTreeSet::new();
    for (path, bytes) in bundle.iter().filter(|(path, _)| path.extension() == "html") {
        let html = String::from_utf8_lossy(bytes);
        for value in pieces(&html, "?serves=", "\"") {
            assert!(values.contains(value), "{path}: {value} is not among {values:?}");
            chosen.insert(value.to_owned());
        }
        let before: Vec<&str> = html.split("?serves=").collect();
        for part in &before[..before.len() - 1] {
            let line = part.rsplit_once("<p ").map_or("", |(_, line)| line);
            assert!(line.contains("data-scripted hidden>"), "{path}: {line}");
        }
    }
    assert!(chosen.contains("5.2") && chosen.contains("A.2.2") && !chosen.contains("5"), "{chosen:?}");
}

#[test]
fn pages_that_compare_texts_are_for_those_who_may_see_the_strictest() {
    let of = |version: &str, class: &str| {
        policy(version, "2025-01-15", "must").replace("controls:", &format!("{class}controls:"))
    };
    let settings = SETTINGS.replace("[site]\n", "[site]\naudience = \"confidential\"\n");
    let told = |first: &str, second: &str| {
        let put = |files: &mut Files, version: &str, class: &str| {
            files.write("aims.toml", &settings);
            files.write("policy.md", of(version, class));
        };
        let (repo, _) = super::records::told(&[
            ("2025-01-10", &|files| put(files, "1.0", first)),
            ("2025-03-01", &|files| put(files, "2.0", second)),
        ]);
        super::support::put(&repo.path().join("aims.toml"), &settings);
        let html = page(&build(&repo, None), "documents/POL-001/history.html");
        let class = pieces(&html, " data-class=\"", "\"").concat();
        (class, html.contains("<p class=\"marked\">"))
    };
    let [none, public, internal, secret] = ["", "public", "internal", "confidential"].map(|word| match word {
        "" => String::new(),
        word => format!("classification: {word}\n"),
    });
    assert_eq!(told(&secret, &internal), ("Confidential".to_owned(), true));
    assert_eq!(told(&internal, &none), ("Internal".to_owned(), false));
    assert_eq!(told(&public, &public), ("Public".to_owned(), false));
    assert_eq!(told(&public, &none), (String::new(), false));
}
