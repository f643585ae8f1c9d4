//! What internal audits looked at, and when: what a name takes in, cycles, what is to come, and each standard by itself.

use aims::approval::Approvals;
use aims::base::Date;
use aims::model::Aims;
use aims::model::audited::{Audited, Subject, What};
use aims::model::load::load;
use aims::source::Memory;

const TODAY: Date = Date::constant(2026, 11, 20);

const FILES: [(&str, &str); 7] = [
    ("aims.toml", ""),
    ("old.md", "---\nid: AUD-1\nkind: audit\ndate: 2022-03-01\ncovers-clauses: [7]\n---\n"),
    (
        "new.md",
        "---\nid: AUD-2\nkind: audit\ndate: 2026-03-01\ncovers-clauses: ['9.2', 10]\ncovers-controls: [A.8]\ncovers-systems: [SYS-1]\n---\n",
    ),
    (
        "theirs.md",
        "---\nid: AUD-3\nkind: audit\naudit-type: certification\ndate: 2026-04-01\ncovers-clauses: [4]\n---\n",
    ),
    (
        "plan.md",
        "---\nid: PLN-1\nkind: plan\naudits:\n  - {audit: a, due: 2027-05-01, covers-clauses: ['4.1']}\n  - {audit: b, due: 2027-02-01, covers-clauses: [4]}\n  - {audit: c, due: 2026-01-01, covers-clauses: [5]}\n  - {audit: d, due: 2027-06-01, covers-controls: [A.5], covers-systems: [SYS-2]}\n---\n",
    ),
    ("s1.md", "---\nid: SYS-1\nkind: system\nlifecycle: in-use\n---\n"),
    ("s2.md", "---\nid: SYS-2\nkind: system\nlifecycle: in-use\n---\n"),
];

fn of_files(files: &[(&str, &str)]) -> Aims {
    load(&Memory::new(files.iter().map(|(path, text)| (*path, text.as_bytes()))), TODAY).expect("memory")
}

fn with<T>(ask: impl Fn(&Audited<'_>) -> T) -> T {
    ask(&of_files(&FILES).audited())
}

fn of(audited: &Audited<'_>, what: What, id: &str) -> (Option<Date>, Option<Date>, bool) {
    let subject = Subject { what, id, title: "" };
    let last = audited.last(&subject).map(|audit| audit.date);
    (last, audited.next(&subject).map(|row| row.due), audited.is_hole(&subject))
}

#[test]
fn what_is_below_a_name_is_covered_by_it() {
    let day = |year, month| Some(Date::constant(year, month, 1));
    with(|audited| {
        assert_eq!(of(audited, What::Clause, "9.2.1"), (day(2026, 3), None, false));
        assert_eq!(of(audited, What::Clause, "9.1"), (None, None, true));
        assert_eq!(of(audited, What::Clause, "10.2"), (day(2026, 3), None, false));
        assert_eq!(of(audited, What::Clause, "1"), (None, None, true), "10 is not below 1");
        assert_eq!(of(audited, What::Control, "A.8.2"), (day(2026, 3), None, false));
        assert_eq!(of(audited, What::Control, "iso-42001:A.8.2"), (day(2026, 3), None, false));
        assert_eq!(of(audited, What::System, "SYS-3"), (None, None, true));
    });
}

#[test]
fn an_audit_of_an_earlier_cycle_is_the_last_and_leaves_a_hole() {
    with(|audited| {
        assert_eq!(of(audited, What::Clause, "7.2"), (Some(Date::constant(2022, 3, 1)), None, true));
        assert_eq!(audited.of_cycle().len(), 1, "neither the old one nor that of the certification body");
        assert!(audited.says(What::Clause) && audited.says(What::System));
    });
}

#[test]
fn what_is_to_come_closes_a_hole_and_what_was_missed_does_not() {
    with(|audited| {
        assert_eq!(of(audited, What::Clause, "4.1"), (None, Some(Date::constant(2027, 2, 1)), false));
        assert_eq!(of(audited, What::Clause, "5.1"), (None, Some(Date::constant(2026, 1, 1)), true), "late");
    });
}

#[test]
fn of_several_standards_the_first_is_counted_and_the_others_are_named() {
    let of = |settings: &str| {
        let aims = of_files(&[("aims.toml", settings)]);
        let audited = aims.audited();
        let counted = audited.standard(What::Clause).map(|standard| standard.id.as_str().to_owned());
        let others: Vec<String> = audited.uncounted().iter().map(|other| other.id.as_str().to_owned()).collect();
        (counted.unwrap_or_default(), others)
    };
    assert_eq!(of(""), ("iso-42001".to_owned(), Vec::new()));
    let settings = "[frameworks]\nfollow = [\"iso-27001\", \"iso-42001\"]\n";
    assert_eq!(of(settings), ("iso-27001".to_owned(), vec!["iso-42001".to_owned()]));
}

#[test]
fn an_audit_whose_report_is_still_judged_has_looked_at_nothing() {
    let held = |status: &str| {
        let audit = format!("---\nid: AUD-1\nkind: audit\ndate: 2026-03-01\n{status}covers-clauses: [4]\n---\n");
        of_files(&[("aims.toml", ""), ("a.md", &audit)]).audited().held.len()
    };
    assert_eq!(held(""), 1);
    assert_eq!(held("status: approved\n"), 1);
    for status in ["draft", "in-review"] {
        assert_eq!(held(&format!("status: {status}\n")), 0, "{status}");
    }
}

#[test]
fn a_system_that_runs_has_to_be_looked_at_also_where_its_entry_is_a_draft() {
    let systems = |lines: &str| {
        let system = format!("---\nid: SYS-1\nkind: system\n{lines}---\n");
        let aims = of_files(&[("aims.toml", ""), ("s.md", &system)]).stand(Vec::new());
        let (asked, in_use) = (aims.audited().subjects(What::System).len(), aims.about().in_use().len());
        assert_eq!(asked, in_use, "the same as elsewhere: {lines}");
        asked
    };
    assert_eq!(systems("lifecycle: in-use\n"), 1);
    assert_eq!(systems("lifecycle: in-use\nstatus: draft\n"), 1);
    assert_eq!(systems("lifecycle: planned\nstatus: draft\n"), 0);
    assert_eq!(systems("lifecycle: in-use\nin-scope: false\n"), 0);
}

#[test]
fn a_control_and_a_system_are_looked_at_together_by_one_audit() {
    with(|audited| {
        let places = |what, id| audited.places(&Subject { what, id, title: "" });
        let (control, system) = (places(What::Control, "A.8.2"), places(What::System, "SYS-1"));
        assert_eq!(audited.together(&control, &system).map(|audit| audit.date), Some(Date::constant(2026, 3, 1)));
        assert!(audited.together(&control, &places(What::System, "SYS-2")).is_none());
        let subject = |what, id| Subject { what, id, title: "" };
        let (control, system) = (subject(What::Control, "A.5.2"), subject(What::System, "SYS-2"));
        assert_eq!(audited.next_together(&control, &system).map(|row| row.due), Some(Date::constant(2027, 6, 1)));
        assert!(audited.next_together(&control, &subject(What::System, "SYS-1")).is_none());
        let systems: Vec<&str> = audited.subjects(What::System).iter().map(|system| system.id).collect();
        assert_eq!(systems, ["SYS-1", "SYS-2"]);
    });
}

#[test]
fn each_standard_is_told_by_itself_and_only_by_what_names_it() {
    let audit = "---\nid: AUD-1\nkind: audit\ndate: 2026-03-01\nclauses: ['9.2.1', '9.2.2', 'iso-27001:9.2.1', 'iso-27001:9.2.2']\n\
        covers-clauses: [4, 'iso-27001:9']\ncovers-controls: ['iso-27001:A.5', A.2]\n---\n";
    let soa = "---\nid: SOA-1\nkind: soa\nframework: iso-27001\nstatus: approved\nstatement:\n  - {control: A.5.2, applicable: true, reason: r}\n---\n";
    let settings = "[frameworks]\nfollow = [\"iso-42001\", \"iso-27001\", \"iso-9001\"]\n";
    let aims = of_files(&[("aims.toml", settings), ("a.md", audit), ("s.md", soa)]);
    let standings = Approvals::default().standings(&aims);
    let aims = aims.stand(standings);
    let (first, day) = (aims.audited(), Some(Date::constant(2026, 3, 1)));
    assert_eq!(of(&first, What::Clause, "4.1"), (day, None, false));
    assert_eq!(of(&first, What::Clause, "9.1"), (None, None, true));
    assert_eq!(of(&first, What::Control, "A.5.2"), (None, None, true));
    let others: Vec<Audited<'_>> = first.uncounted().into_iter().map(|standard| aims.audited_for(standard)).collect();
    let [security, quality] = others.as_slice() else { panic!("two are not counted") };
    assert_eq!(of(security, What::Clause, "iso-27001:9.1"), (day, None, false));
    assert_eq!(of(security, What::Clause, "iso-27001:4.1"), (None, None, true));
    assert_eq!(of(security, What::Control, "iso-27001:A.5.2"), (day, None, false));
    let ids = |audited: &Audited<'_>, what| -> Vec<String> {
        audited.subjects(what).iter().map(|subject| subject.id.to_owned()).collect()
    };
    assert_eq!(ids(security, What::Control), ["iso-27001:A.5.2"]);
    assert_eq!(ids(quality, What::Clause)[0], "iso-9001:4.1");
    assert!(quality.held.is_empty() && ids(quality, What::Control).is_empty());
}

#[test]
fn an_area_alone_is_of_the_first_standard_that_has_it() {
    let audit = "---\nid: AUD-1\nkind: audit\ndate: 2026-03-01\nclauses: ['9.2.1', '9.2.2', 'iso-27001:9.2.1', 'iso-27001:9.2.2']\n\
        covers-clauses: ['9', '10.9']\ncovers-controls: [A.6, A.77, OWN-1]\n---\n";
    let row = |control: &str| format!("  - {{control: {control}, applicable: true, title: T, reason: r}}\n");
    let soa = |id: &str, of: &str, [one, two]: [&str; 2]| {
        format!(
            "---\nid: {id}\nkind: soa\nframework: {of}\nstatus: approved\nstatement:\n{}{}---\n",
            row(one),
            row(two)
        )
    };
    let (ours, theirs) =
        (soa("SOA-1", "iso-42001", ["A.6.1.2", "A.8.2"]), soa("SOA-2", "iso-27001", ["A.6.1", "OWN-1"]));
    let settings = "[frameworks]\nfollow = [\"iso-42001\", \"iso-27001\"]\n";
    let aims = of_files(&[("aims.toml", settings), ("a.md", audit), ("s1.md", &ours), ("s2.md", &theirs)]);
    let standings = Approvals::default().standings(&aims);
    let aims = aims.stand(standings);
    let (first, day) = (aims.audited(), Some(Date::constant(2026, 3, 1)));
    let others: Vec<Audited<'_>> = first.uncounted().into_iter().map(|standard| aims.audited_for(standard)).collect();
    let [security] = others.as_slice() else { panic!("one is not counted") };
    assert_eq!(of(&first, What::Control, "A.6.1.2").0, day);
    assert_eq!(of(&first, What::Clause, "9.1").0, day);
    assert_eq!(security.held.len(), 1);
    for (what, id) in [
        (What::Control, "iso-27001:A.6.1"),
        (What::Control, "iso-27001:A.77"),
        (What::Clause, "iso-27001:9.1"),
        (What::Clause, "iso-27001:10.9"),
    ] {
        assert_eq!(of(security, what, id), (None, None, true), "{id}");
    }
    assert_eq!(of(security, What::Control, "iso-27001:OWN-1").0, day, "it alone has that control");
}
