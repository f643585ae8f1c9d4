use super::*;

#[test]
fn known_keys_are_told_in_words() {
    for (old, new, told) in [
        ("owner: AI Officer", "owner: Head of Data", "owner changed from AI Officer to Head of Data"),
        ("", "owner: Head of Data", "owner set to Head of Data"),
        ("review-every: 12 months", "review-every: 2 years", "review interval 12 → 24 months"),
        ("review-every: 6 months", "review_every: P90D", "review interval 6 months → 90 days"),
        ("controls: [A.6.2.4, A.5.2]", "controls: A.5.2", "A.6.2.4 no longer claimed"),
        ("controls: A.5.2", "controls: A.5.2, A.5.3, A.5.4", "A.5.3, A.5.4 newly claimed"),
        ("controls: [A.5.2]", "controls: ['iso-27001:A.5.2']", "`controls`: “A.5.2” became “iso-27001:A.5.2”"),
        ("clauses: ['iso-42001:5.2']", "clauses: ['5.2']", "`clauses`: “iso-42001:5.2” became “5.2”"),
        ("clauses: [6.1.4, '8.4']", "clauses: ['8.4']", "clause 6.1.4 no longer claimed"),
        ("clauses: [6.1.4, '8.4']", "", "clauses 6.1.4, 8.4 no longer claimed"),
        ("approvers: [Chief Executive, AI Officer]", "approvers: AI Officer", "approver Chief Executive dropped"),
        ("version: 1.0", "version: 1.10", "version 1.0 → 1.10"),
        ("version: 1.0", "version: Issue of March", "version changed from 1.0 to Issue of March"),
        ("status: draft", "status: approved", "status draft → approved"),
        ("classification: internal", "classification: Public", "classification internal → public"),
        ("effective: 2026-01-01", "effective: 2026-03-02", "effective date set to 2026-03-02 (was 2026-01-01)"),
        ("effective: 2026-01-01", "", "effective date removed (was 2026-01-01)"),
        ("implements: [POL-001, POL-002]", "implements: [POL-002]", "no longer implements POL-001"),
        ("", "evidence-for: [PRO-001]", "now evidence for PRO-001"),
        ("reviewed: 2025-03-01", "reviewed: 2026-03-02", "reviewed on 2026-03-02 (was 2025-03-01)"),
        ("", "next-review: 2027-01-01", "next review set to 2027-01-01"),
        ("tags: [a]", "tags: [a, b]", "tag b added"),
        ("systems: [SYS-001]", "systems: [SYS-002]", "system SYS-001 no longer named"),
        (
            "requirements: {eu-ai-act: [art-9]}",
            "requirements: {eu-ai-act: [art-9, art-27]}",
            "eu-ai-act art-27 newly claimed",
        ),
        ("likelihood: 4", "likelihood: 2", "`likelihood` 4 → 2"),
        ("event: It fails", "event: It fails badly", "`event` changed from It fails to It fails badly"),
        (
            "event: It fails",
            "event: It fails and nobody notices",
            "`event` changed from It fails to “It fails and nobody notices”",
        ),
        ("", "source: Suppliers", "`source` added: Suppliers"),
        ("source: Suppliers", "source:", "`source` removed (was Suppliers)"),
        (
            "commitments: [We ask., We act.]",
            "commitments: [We ask., We wait.]",
            "`commitments`: “We act.” became “We wait.”",
        ),
        ("commitments: [We ask., We act.]", "commitments: [We act., We ask.]", "`commitments` put in another order"),
        ("x: {y: 1}", "x: {y: 2}", "`x.y` 1 → 2"),
        ("x: 1", "x: {y: 2}", "`x` changed"),
    ] {
        assert_eq!(sentences(old, new)[0], told, "{old} / {new}");
    }
}

#[test]
fn what_is_only_spelt_otherwise_is_no_change() {
    for (old, new) in [
        ("review-every: 12 months", "Review_Every: P1Y"),
        ("controls: [A.5.2, A.5.3]", "controls: A.5.3, A.5.2, A.5.2"),
        ("controls: [A.5.2, A.5.2]", "controls: A.5.2"),
        ("approvers: Chief Executive", "approvers: [Chief Executive]"),
        ("status: in-review", "status: In Review"),
        ("title: \"AI policy\"", "title: AI policy"),
        ("event: it fails", "event: >\n  it\n  fails"),
        ("owner:", ""),
        ("controls: []", ""),
        ("statement: [{control: A.5.2, applicable: true}]", "statement: [{applicable: Yes, control: A.5.2}]"),
        ("a: 1\nb: 2", "b: 2\na: 1"),
    ] {
        let told = compared(&front(old), &front(new));
        assert_eq!(told, Comparison::default(), "{old} / {new}");
    }
}

#[test]
fn rows_are_known_by_what_they_are_about() {
    let row = |control: &str, applicable: &str, rest: &str| {
        format!("\n  - {{control: {control}, applicable: {applicable}{rest}}}")
    };
    let soa = |rows: &[String]| format!("statement:{}", rows.concat());
    let old = soa(&[row("A.5.2", "true", ", risks: [RSK-001]"), row("A.5.3", "true", ""), row("A.5.4", "no", "")]);
    let new = soa(&[row("A.5.3", "true", ", owner: AI Officer"), row("A.5.2", "false", ""), row("A.6.2", "true", "")]);
    assert_eq!(
        sentences(&old, &new),
        [
            "row A.5.4 removed",
            "row A.5.3: owner set to AI Officer",
            "row A.5.2: `applicable` yes → no",
            "row A.5.2: risk RSK-001 no longer named",
            "row A.6.2 added",
        ]
    );
    let told = compared(&front(&old), &front(&new));
    assert_eq!(weakenings(&told), ["control A.5.2 declared not applicable", "control A.5.4 left out"]);
    assert_eq!(
        sentences(
            "actions: [{action: Train staff, due: 2026-01-01}]",
            "actions: [{action: Train staff, due: 2026-06-01}]"
        ),
        ["`actions` row “Train staff”: `due` 2026-01-01 → 2026-06-01"]
    );
    let twice = "actions: [{action: Train, due: 1}, {action: Train, due: 2}]";
    assert_eq!(sentences(twice, &twice.replace("due: 2", "due: 3")), ["`actions` row “Train”: `due` 2 → 3"]);
}

#[test]
fn keys_of_the_team_are_told_as_ours() {
    let aliases = [("responsible".to_owned(), "owner".to_owned()), ("title".to_owned(), "owner".to_owned())].into();
    let reading = crate::reading::Reading { aliases, ..Default::default() };
    let read = |fields: &str| Snapshot::read(front(fields).as_bytes(), &reading);
    let (old, new) = (read("owner: AI Officer\ntitle: T"), read("Responsible: Head of Data\ntitle: T"));
    assert_eq!((new.text("owner"), new.text("title")), (Some("Head of Data"), Some("T")));
    assert_eq!(compare(&old, &new).fields[0].sentence(), "owner changed from AI Officer to Head of Data");
    let both = read("responsible: Head of Data\nowner: AI Officer");
    assert_eq!(both.text("owner"), Some("Head of Data"));
    assert_ne!(both.substance, read("responsible: Head of Data\nowner: Nobody").substance);
}

#[test]
fn long_values_and_long_lists_are_shortened() {
    let long = "word ".repeat(100);
    let told = sentences("", &format!("source: {long}"));
    assert!(told[0].chars().count() < 110 && told[0].ends_with('…'), "{told:?}");
    assert_eq!(
        sentences(&format!("source: {long}a"), &format!("source: {long}b"))[0].split('“').next(),
        Some("`source` changed further on in ")
    );
    let controls: Vec<String> = (0..30).map(|n| format!("A.{n}")).collect();
    assert_eq!(
        sentences("", &format!("controls: [{}]", controls.join(", "))),
        ["A.0, A.1, A.2, A.3, A.4, A.5, A.6, A.7 and 22 more newly claimed"]
    );
}

#[test]
fn front_matter_that_comes_goes_or_breaks_is_told_as_a_whole() {
    let (with, without) = ("---\nid: A\nversion: 1\n---\nText.\n", "Text.\n");
    let (broken, twice) = ("---\nversion: 1\nid: [\n---\nText.\n", "---\nid: A\nid: B\nversion: 1\n---\nText.\n");
    let first = |old: &str, new: &str| compared(old, new).fields[0].sentence();
    assert_eq!(first(without, with), "now has front matter: a controlled document");
    assert_eq!(first(with, without), "no longer has front matter: no controlled document any more");
    assert_eq!(first(with, broken), "the front matter can no longer be read");
    assert_eq!(first(broken, with), "the front matter can be read again");
    assert_eq!(first(twice, &twice.replace('B', "C")), "the front matter changed; it cannot be read");
    assert_eq!(first(with, "---\nid: A\n"), "the front matter can no longer be read");
    let told = compared(broken, &broken.replace("Text", "Words"));
    assert!(told.fields.is_empty() && marked(&told).len() == 2, "the text is compared below broken front matter");
    let broken = snapshot(broken);
    assert!(!broken.readable && broken.controlled);
    assert_eq!(snapshot(twice).text("version"), Some("1"), "what can be read is read");
}

#[test]
fn what_is_weaker_is_not_read_off_a_sentence() {
    // A value that ends as a finding would is a value.
    let told = compared(
        &front("requirements: {x: {a: old}}"),
        &front("requirements: {x: {a: 'art-27 no longer claimed', b: 'art-28 no longer claimed'}}"),
    );
    assert_eq!(told.fields.len(), 2);
    assert_eq!(weakenings(&told), Vec::<String>::new());
    let told = compared(&front("requirements: {x: [a, b]}"), &front("requirements: {x: [b]}"));
    let ids = Listed::of(&["a"]);
    assert_eq!(told.weaker, [Weakening::RequirementsUnclaimed { framework: "x".into(), ids }]);
    assert_eq!(weakenings(&told), ["x a no longer claimed"]);
}

#[test]
fn a_change_names_its_key_and_where_under_it() {
    let told = compared(
        &front("controls: [{control: A.5.2, applicable: yes}]\nversion: 1"),
        &front("controls: [{control: A.5.2, applicable: no}]\nversion: 2"),
    );
    let [cell, version] = told.fields.as_slice() else { panic!("{:?}", told.fields) };
    assert_eq!((&*cell.key, &*cell.at.path, cell.at.rows.len()), ("controls", "applicable", 1));
    assert_eq!(cell.sentence(), "row A.5.2: `applicable` yes → no");
    assert_eq!((&*version.key, version.at.rows.len()), ("version", 0));
}
