//! What a change takes away: what holds without a setting, what a baseline forgives, whom findings name, and that the way back
//! loses what the way there gained.

use aims::diag::{Diagnostic, Level, Place, print_before};
use aims::impact::{Came, Impact};

use aims::pipeline::{Comparing, Project};
use sandbox::TODAY;

use super::{File, OWN_KIND, SYSTEM, ends, findings, impact, of_settings, policy, procedure, settings, world};
use crate::support::sandbox;

#[test]
fn what_holds_without_a_setting_is_told() {
    let followed = "[frameworks]\nfollow = [\"iso-42001\", \"iso-27001\"]\n";
    let rule = "[approval]\nneeds = \"merged\"\nroles = [\"Chief\"]\n[approval.kinds.policy]\nneeds = \"record\"\n";
    let all = "[approval]\nneeds = \"merged\"\nroles = [\"Chief\"]\n";
    let of_record = "[approval]\nneeds = \"record\"\n[approval.kinds.record]\nneeds = \"record\"\n";
    for (before, after, expected) in [
        (rule, all, "! approval.kinds.policy.needs: record → merged"),
        (of_record, "[approval]\nneeds = \"record\"\n", "! approval.kinds.record.needs: record → none"),
        ("[review]\ndefault = \"6 months\"\n", "", "! review.default: 6 months → 12 months"),
        ("[review.every]\npolicy = \"3 months\"\n", "", "! review.every.policy: 3 months → 12 months"),
        ("[evidence.kinds]\nrecord = \"3 months\"\n", "", "! evidence.kinds.record: 3 months → 12 months"),
        ("[checks]\nfail-clock = \"off\"\n", "", "checks.fail-clock: off → error"),
        ("[checks.levels]\nAIMS203 = \"off\"\n", "", "checks.levels.AIMS203: off → error"),
        (followed, "", "! frameworks.follow: iso-42001, iso-27001 → iso-42001 -iso-27001"),
        ("", followed, "frameworks.follow: iso-42001 → iso-42001, iso-27001 +iso-27001"),
        (
            "[roles.Chief]\nabout = \"x\"\ntop = true\n",
            "[roles.Chief]\nabout = \"x\"\n",
            "roles.Chief.top: true → false",
        ),
        ("[approval]\nroles = [\"Chief\"]\n", "", "! approval.roles: Chief → - -Chief"),
    ] {
        let found = of_settings(before, after);
        assert_eq!(settings(&found), [expected], "{before} {after}");
        let became = if after.len() > before.len() { Came::Added } else { Came::Removed };
        assert_eq!(found.settings[0].became, became, "{before}");
    }
    // What holds anyway is no change, whether it is written or not.
    for same in ["[review]\ndefault = \"12 months\"\n", "[frameworks]\nfollow = [\"iso-42001\"]\n"] {
        assert_eq!(settings(&of_settings("", same)), Vec::<String>::new(), "{same}");
    }
    let page = aims::impact::markdown::markdown(&aims::impact::told::told(&of_settings(followed, "")));
    assert!(page.contains("which holds as nothing is said any more"), "{page}");
}

#[test]
fn a_role_in_its_short_form_says_what_the_long_one_says() {
    let (long, short) = ("[roles]\nBoss = {about = \"x\", top = true}\n", "[roles]\nBoss = \"x\"\n");
    for (before, after) in [(long, short), (short, long)] {
        let found = settings(&of_settings(before, after));
        assert!(matches!(found.as_slice(), [one] if one.contains("roles.Boss.top: ")), "{found:?}");
    }
    assert!(settings(&of_settings(short, "[roles]\nBoss = {about = \"x\"}\n")).is_empty());
    let found = settings(&of_settings(short, "[roles]\nBoss = {about = \"y\"}\n"));
    assert!(matches!(found.as_slice(), [one] if one.ends_with("roles.Boss.about: x → y")), "{found:?}");
}

/// A row of a record of competence that did not work, for each of these people.
fn competence(people: &[&str]) -> String {
    let row = |who: &&str| format!("  - {{person: {who}, competence: Tests, effective: did not work}}\n");
    let rows: String = people.iter().map(row).collect();
    format!("---\nid: COM-001\ntitle: C\nkind: competence\ndate: 2026-11-01\nentries:\n{rows}---\nText.\n")
}

/// A baseline of these lines, in the form before and in that of today, each of the finding that it did not work for somebody.
fn known(page: &str) -> (String, String) {
    let found = impact(&[("aims.toml", ""), SYSTEM], &[("aims.toml", ""), SYSTEM, ("c.md", page)]);
    let (mut before, mut now) = ("# aims baseline 1\n".to_owned(), "# aims baseline 2\n".to_owned());
    for row in found.new_findings.iter().filter(|row| row.message.starts_with("it did not work for")) {
        let place = Place { path: aims::base::DocPath::new("c.md").expect("a path"), span: None };
        let mut finding = Diagnostic::new((row.code, row.rule), Level::Warning, place, row.message.as_str());
        before += &format!("{} {} c.md\n", row.code, &print_before(&finding)[..16]);
        finding.names = row.message.split_whitespace().skip(5).take(1).map(|who| who.replace(',', "")).collect();
        now += &format!("{} {} {} c.md\n", row.code, row.level.as_str(), &aims::diag::print(&finding)[..16]);
    }
    (before, now)
}

#[test]
fn a_baseline_that_is_only_written_anew_is_no_change() {
    let page = competence(&["Ada"]);
    let (before, now) = known(&page);
    assert_eq!((before.lines().count(), now.lines().count()), (2, 2), "{before}{now}");
    let with = |was: &str, is: &str, path: &str| {
        let listed = ("aims.toml", "[checks]\nbaseline = \"known.txt\"\n");
        impact(
            &[listed, SYSTEM, ("known.txt", was), ("c.md", &page)],
            &[listed, SYSTEM, ("known.txt", is), (path, &page)],
        )
    };
    let same = with(&before, &now, "c.md");
    assert_eq!((settings(&same), findings(&same).0), (Vec::new(), 0));
    let moved = with(&now, &now.replace(" c.md", " d/c.md"), "d/c.md");
    assert_eq!(settings(&moved), Vec::<String>::new());
    // What forgives what is graver is weaker, and so is a line that knows nothing yet.
    let graver = with(&now, &now.replace(" warning ", " error "), "c.md");
    assert_eq!(settings(&graver), ["! baseline: 1 finding → 1 finding +1 that it did not"]);
    let page = aims::impact::markdown::markdown(&aims::impact::told::told(&graver));
    assert!(page.contains("forgives now 1 that it did not") && !page.contains("no longer forgives"), "{page}");
    let more = with(&before, &more_of(&now), "c.md");
    assert_eq!(settings(&more), ["! baseline: 1 finding → 2 findings +1 that it did not"]);
    let less = with(&more_of(&now), &now, "c.md");
    assert_eq!(settings(&less), ["baseline: 2 findings → 1 finding -1 that it did"]);
}

/// A baseline with one line more.
fn more_of(known: &str) -> String {
    format!("{known}AIMS203 error 0123456789abcdef c.md\n")
}

#[test]
fn a_baseline_written_anew_after_a_document_got_another_id_is_no_change() {
    let page = |id: &str| {
        let front = format!("id: {id}\ntitle: P\nkind: procedure\nversion: \"1\"\nstatus: approved\nowner: Data Lead");
        format!("---\n{front}\n---\nWe assess each system within 4 hours, and keep what we found.\n")
    };
    let settings_of = ("aims.toml", "[checks]\nbaseline = \"known.txt\"\n");
    let written = |id: &str| {
        let found = impact(&[("aims.toml", ""), SYSTEM], &[("aims.toml", ""), SYSTEM, ("a.md", &page(id))]);
        let of = found.new_findings.iter().find(|row| row.rule == "review-undated").expect("it is told");
        let place = Place { path: aims::base::DocPath::new("a.md").expect("a path"), span: None };
        let finding = Diagnostic::new((of.code, of.rule), of.level, place, of.message.as_str());
        format!("# aims baseline 2\n{} {} {} a.md\n", of.code, of.level.as_str(), &aims::diag::print(&finding)[..16])
    };
    let (was, is) = (written("PRO-001"), written("PRO-101"));
    assert_ne!(was, is);
    let with = |known: &str| {
        impact(
            &[settings_of, SYSTEM, ("known.txt", &was), ("a.md", &page("PRO-001"))],
            &[settings_of, SYSTEM, ("known.txt", known), ("a.md", &page("PRO-101"))],
        )
    };
    assert_eq!(settings(&with(&is)), Vec::<String>::new());
    assert_eq!(settings(&with(&is.replace(" warning ", " error "))).len(), 1, "what is graver is forgiven anew");
    assert_eq!(settings(&with(&more_of(&is))), ["! baseline: 1 finding → 2 findings +1 that it did not"]);
}

#[test]
fn what_is_not_read_is_the_same_finding_whoever_is_lacking() {
    let settings = "[[people]]\nname = \"Ada\"\nemails = [\"ada@x.example\"]\nroles = [\"Clerk\"]\n\
                    [[people]]\nname = \"Bo\"\nemails = [\"bo@x.example\"]\nroles = [\"Lead\"]\n";
    let of = |before: &str, after: &str| {
        let page = |who: &str| policy("1", &format!("effective: 2026-01-10\nmust-read: [{who}]\n"), "We must.");
        impact(
            &[("aims.toml", settings), SYSTEM, ("p.md", &page(before))],
            &[("aims.toml", settings), SYSTEM, ("p.md", &page(after))],
        )
    };
    let unread = |found: &Impact| {
        let of =
            |list: &[aims::impact::Found]| list.iter().filter(|one| one.rule == "reading-not-acknowledged").count();
        (of(&found.new_findings), of(&found.fixed_findings))
    };
    // One who has read it is lacking no more, and one who has come to the role is: neither makes another finding.
    assert_eq!(unread(&of("Clerk, Lead", "Lead")), (0, 0));
    assert_eq!(unread(&of("Lead", "Clerk, Lead")), (0, 0));
    assert_eq!(unread(&of("Lead", "Nobody")), (0, 0));
}

#[test]
fn findings_about_other_rows_and_documents_are_others() {
    let audit = |name: &str| {
        format!(
            "---\nid: AUD-001\ntitle: A\nkind: audit\ndate: 2026-11-01\nfindings:\n  - {{ref: {name}, grade: major}}\n---\nText.\n"
        )
    };
    let record =
        |to: &str| format!("---\nid: PRO-002\ntitle: P\nkind: procedure\nimplements: [{to}]\n---\nWe do it.\n");
    let page = |id: &str| format!("---\nid: {id}\ntitle: R\nkind: record\ndate: 2026-07-01\n---\nDone.\n");
    let (one, other) = (page("REC-ONE"), page("REC-OTHER"));
    let told = |before: &str, after: &str, rule: &str| {
        let files = [("aims.toml", ""), SYSTEM, ("one.md", &*one), ("other.md", &*other)];
        let found = impact(&[&files[..], &[("a.md", before)]].concat(), &[&files[..], &[("a.md", after)]].concat());
        let of = |list: &[aims::impact::Found]| list.iter().filter(|found| found.rule == rule).count();
        (of(&found.new_findings), of(&found.fixed_findings))
    };
    assert_eq!(told(&audit("Logging"), &audit("Training"), "audit-finding-untracked"), (1, 1));
    assert_eq!(told(&audit("Logging"), &audit("Logging").replace("Text", "More"), "audit-finding-untracked"), (0, 0));
    assert_eq!(told(&record("REC-ONE"), &record("REC-OTHER"), "wrong-kind-reference"), (1, 1));
}

#[test]
fn a_document_with_another_id_brings_no_finding_that_was_there() {
    let before = procedure("controls: [A.6.2.4]\n");
    let after = before.replace("PRO-001", "PRO-010").replace("kind:", "formerly: PRO-001\nkind:");
    let found = impact(&[("aims.toml", ""), SYSTEM, ("a.md", &before)], &[("aims.toml", ""), SYSTEM, ("a.md", &after)]);
    assert_eq!((findings(&found).0, findings(&found).1), (0, 0), "{:?}{:?}", found.new_findings, found.fixed_findings);
    assert!(found.numbers.findings_unchanged > 0);
}

#[test]
fn a_text_out_of_force_is_told_with_what_replaces_it() {
    let (old, new) = (procedure(""), procedure("replaces: [PRO-001]\n").replace("id: PRO-001", "id: PRO-009"));
    let retired = old.replace("status: approved", "status: retired");
    let before: [File<'_>; 3] = [("aims.toml", ""), SYSTEM, ("a.md", &old)];
    for after in [
        &[("aims.toml", ""), SYSTEM, ("a.md", &*retired), ("n.md", &*new)][..],
        &[
            ("aims.toml", ""),
            SYSTEM,
            (
                "n.md",
                &*new.replace(
                    "We assess each system",
                    &"Whoever runs a model tries it out first, by day and by night. ".repeat(20),
                ),
            ),
        ],
    ] {
        let found = impact(&before, after);
        let gone = found.documents.iter().find(|document| document.id == "PRO-001").expect("it is told");
        assert_eq!(gone.replaced_by, ["PRO-009"]);
        let of = |document: &&aims::impact::Changed| document.id != "PRO-001";
        assert!(found.documents.iter().filter(of).all(|document| document.replaced_by.is_empty()));
    }
}

#[test]
fn what_takes_the_place_of_a_text_is_no_text_that_is_out_of_force_itself() {
    let old = procedure("");
    let retired = old.replace("status: approved", "status: retired");
    let next = |id: &str, status: &str| {
        let next = procedure("replaces: [PRO-001, pro-001]\n").replace("id: PRO-001", &format!("id: {id}"));
        next.replace("status: approved", &format!("status: {status}"))
    };
    let (ten, nine, two, one) = (
        next("PRO-010", "approved"),
        next("PRO-009", "retired"),
        next("PRO-002", "approved"),
        next("PRO-011", "draft"),
    );
    let found = impact(
        &[("aims.toml", ""), SYSTEM, ("a.md", &old)],
        &[
            ("aims.toml", ""),
            SYSTEM,
            ("a.md", &retired),
            ("w.md", &one),
            ("x.md", &ten),
            ("y.md", &nine),
            ("z.md", &two),
        ],
    );
    let gone = found.documents.iter().find(|document| document.id == "PRO-001").expect("it is told");
    assert_eq!(gone.replaced_by, ["PRO-002", "PRO-010", "PRO-011"]);
    let page = aims::impact::markdown::markdown(&aims::impact::told::told(&found));
    assert!(page.contains("to be replaced, by a draft: "), "{page}");
}

#[test]
fn a_text_written_anew_in_its_file_under_another_id_is_told_as_another_text_of_it() {
    let text = "We assess each system within 4 hours, and keep what we found for at least 6 months.";
    let old = procedure("").replace("We assess each system.", text);
    let new = procedure("replaces: [PRO-001]\n").replace("id: PRO-001", "id: PRO-002");
    let new = new.replace("We assess each system.", &text.replace("4 hours", "4 months").replace("6 months", "6 days"));
    let before: [File<'_>; 3] = [("aims.toml", ""), SYSTEM, ("a.md", &old)];
    let found = impact(&before, &[("aims.toml", ""), SYSTEM, ("a.md", &new)]);
    let [one] = found.documents.as_slice() else { panic!("{:?}", found.documents) };
    assert_eq!((one.id.as_str(), one.formerly.as_deref()), ("PRO-002", Some("PRO-001")));
    assert!(one.weaker.len() == 2 && one.version_forgotten, "{one:?}");
}

/// The record of an approval, as `aims approve` writes it but for the signature.
const RECORD: &str = "format = 2\nact = \"approval\"\ndocument = \"POL-001\"\npath = \"p.md\"\nversion = \"1\"\nby = \"Ada\"\n\
    email = \"ada@x.example\"\nrole = \"Chief\"\ndate = \"2026-11-10\"\nblob = \"626e816c846c8daa87c3d51164ad78ef354646cc\"\n\
    sha256 = \"b006b763b38dc9746df23fa66be95ae3bc6690fba608cf6291c53229dd70cb8d\"\n\
    substance = \"256438a1b2be62bdf707770befcaca70b9bea2273f58a7b64742cac08529f65d\"\n";

#[test]
fn a_record_that_lies_elsewhere_is_not_told_as_removed() {
    let page = policy("1", "", "We must.");
    let of = |path: &str, record: &str| {
        let files = [("aims.toml", ""), SYSTEM, ("p.md", &*page)];
        impact(
            &[&files[..], &[("approvals/POL-001/a.toml", RECORD)]].concat(),
            &[&files[..], &[(path, record)]].concat(),
        )
    };
    assert!(of("approvals/POL-001/b.toml", RECORD).acts.is_empty());
    let other = of("approvals/POL-001/b.toml", &RECORD.replace("11-10", "11-11"));
    let became: Vec<Came> = other.acts.iter().map(|act| act.became).collect();
    assert_eq!(became, [Came::Removed, Came::Added]);
    assert!(aims::impact::told::told(&other).summary.iter().any(|fact| fact.text.starts_with("1 record of an act")));
}

#[test]
fn the_way_back_loses_what_the_way_there_gained() {
    let rule = format!(
        "{OWN_KIND}[review.every]\npolicy = \"3 months\"\n[frameworks]\nfollow = [\"iso-42001\", \"iso-27001\"]\n"
    );
    let record = "---\nid: REC-001\ntitle: R\nkind: record\ndate: 2026-07-01\nevidence-for: [PRO-001]\n---\nDone.\n";
    let (one, two) = (policy("1", "", "We must."), policy("2", "", "We must, and shall."));
    let pro = procedure("controls: [A.6.2.4]\nimplements: [POL-001]\n");
    let before: [File<'_>; 4] = [("aims.toml", ""), SYSTEM, ("p.md", &one), ("a.md", &pro)];
    let after = [("aims.toml", rule.as_str()), ("p.md", &*two), ("b/a.md", &*pro), ("r.md", record)];
    let (sandbox, base) = world(&before, &after);
    let told = |base: &str, head: Option<&str>| {
        let (base, head, today) =
            (base.to_owned(), head.map(str::to_owned), aims::base::date::parse(TODAY).expect("a day"));
        let asked = Comparing { base, head, exact: true, trust: None, today };
        Project::find(&sandbox.path("")).expect("an AIMS").impact(&asked).expect("both ends")
    };
    let (there, back) = (told(&base, Some("HEAD")), told("HEAD", Some(&base)));
    let documents = |found: &Impact| {
        let row = |of: &aims::impact::Changed| {
            let became = match of.became.as_str() {
                "added" | "removed" => "came or went",
                other => other,
            };
            (of.id.clone(), became.to_owned(), of.words_added, of.words_removed)
        };
        found.documents.iter().map(row).collect::<Vec<_>>()
    };
    let turned: Vec<_> =
        documents(&back).into_iter().map(|(id, became, more, less)| (id, became, less, more)).collect();
    assert_eq!(documents(&there), turned);
    let values = |found: &Impact, turn: bool| {
        let row = |of: &aims::impact::SettingChange| {
            let (was, is) = ends(&of.value);
            let (was, is) = if turn { (is, was) } else { (was, is) };
            let (more, less) = if turn { (&of.lost, &of.gained) } else { (&of.gained, &of.lost) };
            (of.name.clone(), was.to_owned(), is.to_owned(), more.clone(), less.clone())
        };
        found.settings.iter().map(row).collect::<Vec<_>>()
    };
    assert_eq!(values(&there, false), values(&back, true));
    let moved = |found: &Impact, turn: bool| {
        let row = |of: &aims::impact::Moved| {
            let (more, less) = if turn { (&of.lost, &of.gained) } else { (&of.gained, &of.lost) };
            (of.id.clone(), if turn { -of.rungs } else { of.rungs }, more.clone(), less.clone())
        };
        let mut rows: Vec<_> = found.requirements.iter().map(row).collect();
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        rows
    };
    assert_eq!(moved(&there, false), moved(&back, true));
    let rules = |list: &[aims::impact::Found]| {
        let mut rows: Vec<_> = list.iter().map(|one| (one.code, one.message.clone())).collect();
        rows.sort();
        rows
    };
    assert_eq!(rules(&there.new_findings), rules(&back.fixed_findings));
    assert_eq!(rules(&there.fixed_findings), rules(&back.new_findings));
    // What is followed no more is told in the few words too.
    let told = aims::impact::told::told(&back);
    assert!(told.summary.iter().any(|fact| fact.text.ends_with(" gone")), "{:?}", told.summary);
}
