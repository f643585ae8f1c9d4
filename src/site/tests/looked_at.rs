//! What audits and the management review looked at, on the pages of clauses and controls.

use super::pages;

const STATEMENT: &str = "---\nid: SOA-001\ntitle: Statement\nkind: soa\nversion: \"1\"\nstatus: approved\nstatement:\n  - {control: A.2.2, applicable: true, reason: Needed}\n  - {control: A.2.3, applicable: false, reason: Not ours}\n  - {control: A.2.4, applicable: true, reason: Needed}\n---\n";
const AUDIT: &str = "---\nid: AUD-001\ntitle: First audit\nkind: audit\ndate: 2026-09-24\ncovers-clauses: [9.2]\ncovers-controls: [A.2.2]\nfindings:\n  - {ref: F1, grade: minor, requirement: \"A.2.2, said in one place\", finding: It is said twice}\n---\nText.\n";
const PLAN: &str = "---\nid: PLN-001\ntitle: Programme\nkind: plan\naudits:\n  - {audit: The rest, due: 2027-02-26, covers-controls: [A.2.4]}\n---\nText.\n";

/// The words of a section of a page; empty where there is none.
fn section(html: &str, id: &str) -> String {
    let Some((_, rest)) = html.split_once(&format!("<section aria-labelledby=\"{id}\">")) else { return String::new() };
    let section = rest.split("</section>").next().unwrap_or_default();
    let words: String = section
        .split('<')
        .map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text))
        .collect::<Vec<_>>()
        .join(" ");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_control_says_when_it_was_audited_with_what_result_and_when_it_is_next() {
    let page = pages(&[("aims.toml", ""), ("s.md", STATEMENT), ("a.md", AUDIT), ("p.md", PLAN)]);
    let of = |path: &str| section(&page(path), "audited");
    let seen = of("controls/A.2.2.html");
    assert!(seen.contains("Audited on 2026-09-24 by AUD-001"), "{seen}");
    assert!(seen.contains("Minor It is said twice") && seen.contains("no plan names it"), "{seen}");
    let planned = of("controls/A.2.4.html");
    assert!(planned.contains("Not audited yet") && planned.contains("The rest , due 2027-02-26"), "{planned}");
    assert_eq!(of("controls/A.2.3.html"), "", "what is left out is not audited");
    let clause = of("clauses/9.2.1.html");
    assert!(clause.contains("by AUD-001") && clause.contains("no finding of the audit names it"), "{clause}");
}

#[test]
fn a_clause_of_a_standard_that_is_followed_besides_says_it_too() {
    let both = "[frameworks]\nfollow = [\"iso-42001\", \"iso-27001\"]\n";
    let audit = AUDIT.replace("[9.2]", "['9.2', 'iso-27001:5']\nclauses: ['9.2.1', 'iso-27001:9.2.1']");
    let page = pages(&[("aims.toml", both), ("s.md", STATEMENT), ("a.md", &audit)]);
    let of = |path: &str| section(&page(path), "audited");
    for path in ["clauses/9.2.1.html", "clauses/iso-27001/5.2.html"] {
        assert!(of(path).contains("Audited on 2026-09-24 by AUD-001"), "{path}: {}", of(path));
    }
    for path in ["clauses/5.2.html", "clauses/iso-27001/9.2.1.html"] {
        assert!(of(path).contains("Not audited yet"), "{path}: {}", of(path));
    }
}

#[test]
fn what_an_audit_led_to_counts_where_it_is_open_and_not_only_where_it_is_named() {
    let statement =
        STATEMENT.replace("A.2.3, applicable: false, reason: Not ours", "A.2.3, applicable: true, reason: Needed");
    let audit = AUDIT.replace("[A.2.2]", "[A.2.2, A.2.3, A.2.4]").replace(
        "\"A.2.2, said in one place\", finding: It is said twice",
        "PRO-1, finding: Not done, nonconformity: NC-1",
    );
    let nonconformity = |id: &str, against: &str| {
        format!(
            "---\nid: {id}\ntitle: Not done\nkind: nonconformity\ndate: 2026-09-24\ngrade: major\nstate: open\nfrom: [AUD-001]\nrequirement: {against}\n---\n"
        )
    };
    let procedure = "---\nid: PRO-1\ntitle: P\nkind: procedure\ncontrols: [A.2.2]\n---\nText.\n";
    let (first, second) = (nonconformity("NC-1", "PRO-1"), nonconformity("NC-2", "A.2.3"));
    let page = pages(&[
        ("aims.toml", ""),
        ("s.md", &statement),
        ("a.md", &audit),
        ("p.md", procedure),
        ("n.md", &first),
        ("m.md", &second),
    ]);
    let of = |path: &str| section(&page(path), "audited");
    let (by_row, by_source, none) = (of("controls/A.2.2.html"), of("controls/A.2.3.html"), of("controls/A.2.4.html"));
    assert!(by_row.contains("Audited with an open nonconformity on 2026-09-24"), "{by_row}");
    assert!(by_row.contains("Minor Not done : NC-1") && !by_row.contains("NC-2"), "{by_row}");
    assert!(by_source.contains("open against it from this audit: NC-2"), "{by_source}");
    assert!(!page("controls/A.2.3.html").contains("is-done\">Audited"));
    assert!(none.contains("Audited on 2026-09-24") && none.contains("no finding of the audit names it"), "{none}");
}

#[test]
fn the_clause_on_inputs_sets_the_newest_review_against_its_list() {
    let review = |id: &str, date: &str, inputs: &str| {
        format!("---\nid: {id}\ntitle: Review\nkind: management-review\ndate: {date}\ninputs:\n{inputs}---\nText.\n")
    };
    let row = |input: &str| format!("  - {{input: {input}, summary: About {input}}}\n");
    let (older, newer) = (
        review("MR-001", "2025-11-05", &row("issues")),
        review("MR-002", "2026-11-05", &[row("issues"), row("improvement"), row("risks")].concat()),
    );
    let page = pages(&[("aims.toml", ""), ("a.md", &older), ("b.md", &newer)]);
    let told = section(&page("clauses/9.3.2.html"), "looked-at");
    assert!(told.contains("MR-002 of 2026-11-05 lacks 5 of the inputs"), "{told}");
    assert!(told.contains("Beside these it looked at: Risks"), "{told}");
    assert!(told.contains("Issues Named About issues") && told.contains("Monitoring Not named"), "{told}");
    assert_eq!(section(&page("clauses/9.3.1.html"), "looked-at"), "");
    let none = pages(&[("aims.toml", "")]);
    assert!(section(&none("clauses/9.3.2.html"), "looked-at").contains("No management review is on record."));
}
