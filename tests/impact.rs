//! What a change does (`aims impact`), as values: small repositories of two commits, each for one thing that is told.

use std::fs;

use aims::base::date;
use aims::impact::moves::Way;
use aims::impact::told::told;
use aims::impact::{Aside, Impact, Moved, Shift, WasIs};
use aims::model::standing::Basis;
use aims::model::trace::RequirementKind;
use aims::pipeline::{Comparing, Project};
use sandbox::{Sandbox, TODAY};

use crate::support::sandbox;

mod both_ways;
mod brought;

/// A file and its text.
type File<'a> = (&'a str, &'a str);

const SYSTEM: File<'_> = (
    "s.md",
    "---\nid: SYS-001\ntitle: S\nkind: system\nlifecycle: development\nowner: O\nreviewed: 2026-06-01\n---\nText.\n",
);

fn policy(version: &str, rest: &str, text: &str) -> String {
    format!(
        "---\nid: POL-001\ntitle: AI policy\nkind: policy\nversion: \"{version}\"\nstatus: approved\nowner: O\n\
         reviewed: 2026-06-01\n{rest}---\n{text}\n"
    )
}

fn procedure(rest: &str) -> String {
    format!(
        "---\nid: PRO-001\ntitle: Assessing\nkind: procedure\nversion: \"1\"\nstatus: approved\nowner: Data Lead\n\
         reviewed: 2026-06-01\n{rest}---\nWe assess each system.\n"
    )
}

const RECORD: &str =
    "---\nid: REC-001\ntitle: R\nkind: record\ndate: 2026-07-01\nevidence-for: [PRO-001]\n---\nDone.\n";

/// A repository whose first commit has these files and whose second has those, with the id of the first.
fn world(before: &[File<'_>], after: &[File<'_>]) -> (Sandbox, String) {
    let sandbox = Sandbox::new(before);
    let base = sandbox.commit("Before");
    for (path, _) in before.iter().filter(|(path, _)| !after.iter().any(|(other, _)| other == path)) {
        fs::remove_file(sandbox.path(path)).expect("a file");
    }
    for (path, text) in after {
        sandbox.put(path, text);
    }
    sandbox.commit("After");
    (sandbox, base)
}

fn impact(before: &[File<'_>], after: &[File<'_>]) -> Impact {
    let (sandbox, base) = world(before, after);
    let asked = Comparing { base, head: None, exact: false, trust: None, today: date::parse(TODAY).expect("a day") };
    Project::find(&sandbox.path("")).expect("an AIMS").impact(&asked).expect("both ends")
}

/// What it does where only the settings are others.
fn of_settings(before: &str, after: &str) -> Impact {
    impact(&[("aims.toml", before), SYSTEM], &[("aims.toml", after), SYSTEM])
}

fn ends(value: &WasIs) -> (&str, &str) {
    (value.was.as_deref().unwrap_or("-"), value.is.as_deref().unwrap_or("-"))
}

/// Each setting in a line: `! name: was → is +gained -lost`, with the mark where less is asked for.
fn settings(impact: &Impact) -> Vec<String> {
    let line = |change: &aims::impact::SettingChange| {
        let mark = if change.weaker { "! " } else { "" };
        let (was, is) = ends(&change.value);
        let lists = change.gained.iter().map(|item| format!(" +{item}"));
        let lists: String = lists.chain(change.lost.iter().map(|item| format!(" -{item}"))).collect();
        format!("{mark}{}: {was} → {is}{lists}", change.name)
    };
    impact.settings.iter().map(line).collect()
}

#[test]
fn settings_are_compared_as_they_are_in_force_whatever_their_order() {
    let people = |first: &str, second: &str| format!("{first}{second}");
    let (ada, bea) =
        ("[[people]]\nname = \"Ada\"\nroles = [\"Chief\"]\n", "[[people]]\nname = \"Bea\"\nroles = [\"Lead\"]\n");
    assert_eq!(settings(&of_settings(&people(ada, bea), &people(bea, ada))), Vec::<String>::new());
    // What is written and holds anyway is no change.
    assert_eq!(settings(&of_settings("", "[review]\ndue-soon = \"30 days\"\n")), Vec::<String>::new());
    let more = "[[people]]\nname = \"Bea\"\nroles = [\"Lead\", \"Chief\"]\n";
    let found = of_settings(&people(ada, bea), more);
    assert_eq!(
        settings(&found),
        ["people[Ada]: name = Ada; roles = Chief → -", "people[Bea].roles: Lead → Lead, Chief +Chief"]
    );
}

#[test]
fn a_row_is_told_by_what_it_is_about_and_hides_no_other() {
    let person = |name: &str, role: &str| format!("[[people]]\nname = \"{name}\"\nroles = [\"{role}\"]\n");
    let before = person("A].x", "Lead");
    let after = person("A].x", "Chief") + &person("A", "Lead") + &person("A", "Chief");
    assert_eq!(
        settings(&of_settings(&before, &after)),
        [
            "people[3]: - → roles = Chief",
            "people[A).x].roles: Lead → Chief +Chief -Lead",
            "people[A]: - → name = A; roles = Lead"
        ]
    );
}

/// A kind whose name stands in quotes.
const OWN_KIND: &str = "[kinds.\"data sheet\"]\nfield = [{ name = \"rights\" }]\n";

#[test]
fn less_is_told_where_less_is_asked_for() {
    for (before, after, expected) in [
        ("[approval]\nneeds = \"record\"\n", "", "! approval.needs: record → none"),
        ("", "[approval]\nneeds = \"record\"\n", "approval.needs: none → record"),
        ("", "[approval]\nfour-eyes = false\n", "! approval.four-eyes: true → false"),
        ("[approval.kinds.policy]\nneeds = \"merged\"\n", "", "! approval.kinds.policy.needs: merged → none"),
        ("", "[checks.levels]\nAIMS203 = \"note\"\n", "! checks.levels.AIMS203: error → note"),
        ("[checks.levels]\nAIMS203 = \"off\"\n", "", "checks.levels.AIMS203: off → error"),
        ("", "[checks]\nfail = \"off\"\n", "! checks.fail: error → off"),
        ("", "[checks]\nfail = \"note\"\n", "checks.fail: error → note"),
        (
            "[review.every]\npolicy = \"6 months\"\n",
            "[review.every]\npolicy = \"2 years\"\n",
            "! review.every.policy: 6 months → 2 years",
        ),
        (
            &(OWN_KIND.to_owned() + "[review.every]\n\"data sheet\" = \"6 months\"\n"),
            &(OWN_KIND.to_owned() + "[review.every]\n\"data sheet\" = \"2 years\"\n"),
            "! review.every.\"data sheet\": 6 months → 2 years",
        ),
        ("", "[files]\nexclude = [\"old/**\"]\n", "! files.exclude: - → old/** +old/**"),
        (
            "[impact]\ncategories = [\"Money\", \"Access\"]\n",
            "[impact]\ncategories = [\"Money\"]\n",
            "! impact.categories: Money, Access → Money -Access",
        ),
        (
            "[evidence]\nperiod = \"12 months\"\n",
            "[evidence]\nperiod = \"6 months\"\n",
            "evidence.period: 12 months → 6 months",
        ),
        (
            "",
            "[[checks.waivers]]\ncode = \"AIMS401\"\ndocument = \"POL-001\"\nreason = \"later\"\nuntil = 2026-12-31\n",
            "! checks.waivers[AIMS401 POL-001]: - → code = AIMS401; document = POL-001; reason = later; until = 2026-12-31",
        ),
    ] {
        assert_eq!(settings(&of_settings(before, after)), [expected], "{before} {after}");
    }
}

#[test]
fn a_waiver_that_stands_for_longer_and_a_baseline_that_lists_more_are_weaker() {
    let waiver = |until: &str| format!("[[checks.waivers]]\ncode = \"AIMS401\"\nreason = \"later\"\nuntil = {until}\n");
    let longer = of_settings(&waiver("2026-12-31"), &waiver("2027-12-31"));
    assert_eq!(settings(&longer), ["! checks.waivers[AIMS401].until: 2026-12-31 → 2027-12-31"]);
    let (known, page) = ("[checks]\nbaseline = \"known.txt\"\n", "[[NOPE-1]]\n");
    let listed = |lines: &str| format!("# aims baseline 1\n{lines}");
    let (none, one) = (listed(""), listed("AIMS203 0123456789abcdef a.md\n"));
    let more = impact(
        &[("aims.toml", known), ("known.txt", &none), ("a.md", page)],
        &[("aims.toml", known), ("known.txt", &one), ("a.md", page)],
    );
    assert_eq!(settings(&more), ["! baseline: 0 findings → 1 finding +1 that it did not"]);
}

#[test]
fn keys_are_told_by_their_fingerprints_and_who_has_to_stand_behind_them_by_name() {
    const KEY: &str =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIxqnU5kTMyl0kpAqBOp7bLrrGGpNRPNYzs8XBNpLCbJ you@example.org";
    let with = |keys: &str, other: &str| {
        format!(
            "[approval]\nroles = [\"Chief\"]\n[[people]]\nname = \"Ada\"\nroles = [\"Chief\"]\nkeys = [\"{KEY}\"]\n\
             [[people]]\nname = \"Bea\"\nroles = [\"Lead\"]\nkeys = [{keys}]\n{other}"
        )
    };
    let found = of_settings(&with("", ""), &with(&format!("\"{}\"", KEY.replace("Ix", "Ax")), ""));
    let gained = &found.settings[0].gained;
    assert!(found.settings[0].name == "people[Bea].keys" && gained[0].starts_with("SHA256:"), "{found:?}");
    let vouching = found.vouching.as_ref().expect("what is guarded is another");
    assert_eq!((vouching.done, vouching.people.as_slice()), (false, &["Ada".to_owned()][..]));
    assert_eq!(told(&found).sections[0].id, "settings", "said first");
    // The name of the organisation is nothing that anybody has to stand behind.
    let named = of_settings(&with("", ""), &with("", "[organisation]\nname = \"Acme\"\n"));
    assert_eq!((named.settings.len(), named.vouching.is_none()), (1, true));
}

#[test]
fn documents_are_told_with_what_became_of_them() {
    let text = "Every model must be tested before release.\n";
    let before = [
        ("aims.toml", ""),
        ("p.md", &policy("1.0", "", text)),
        ("same.md", "---\nid: GUI-001\ntitle: Same\nkind: guideline\n---\nText.\n"),
        ("spell.md", "---\nid: GUI-002\ntitle: Spelling\nkind: guideline\n---\nThe colour, is told.\n"),
        ("old.md", "---\nid: GUI-003\ntitle: Moves\nkind: guideline\n---\nText that stays as it is.\n"),
        ("gone.md", "---\nid: GUI-004\ntitle: Gone\nkind: guideline\n---\nText.\n"),
    ];
    let after = [
        ("aims.toml", ""),
        ("p.md", &policy("1.0", "", "Every model should be tested before release.\n")),
        before[2],
        ("spell.md", "---\nid: GUI-002\ntitle: Spelling\nkind: guideline\n---\nThe colour is told.\n"),
        ("new/place.md", before[4].1),
        ("new.md", "---\nid: GUI-005\ntitle: New\nkind: guideline\n---\nText.\n"),
    ];
    let found = impact(&before, &after);
    let rows: Vec<(&str, &str)> = found.documents.iter().map(|row| (row.id.as_str(), row.became.as_str())).collect();
    assert_eq!(
        rows,
        [
            ("GUI-002", "editorial"),
            ("GUI-003", "moved"),
            ("GUI-004", "removed"),
            ("GUI-005", "added"),
            ("POL-001", "material")
        ]
    );
    let policy_row = &found.documents[4];
    assert_eq!(policy_row.weaker, ["“must” became “should”"]);
    assert!(policy_row.version_forgotten);
    assert_eq!(found.documents[1].from.as_deref(), Some("old.md"));
    let numbers = &found.numbers;
    assert_eq!((numbers.documents_material, numbers.documents_editorial, numbers.weaker), (1, 1, 1));
    let first = &told(&found).sections[0].rows[0];
    assert!(format!("{first:?}").contains("POL-001"), "what is weaker comes first: {first:?}");
}

#[test]
fn a_version_is_forgotten_only_where_both_texts_call_themselves_approved() {
    let of = |before: &str, after: &str| {
        impact(&[("aims.toml", ""), ("p.md", before)], &[("aims.toml", ""), ("p.md", after)]).documents[0].clone()
    };
    let (old, new) = ("We test each model.", "We test each model and each data set.");
    assert!(of(&policy("1", "", old), &policy("1", "", new)).version_forgotten);
    let raised = of(&policy("1", "", old), &policy("2", "", new));
    assert!(!raised.version_forgotten);
    assert_eq!(ends(&raised.version), ("1", "2"));
    let draft = |text: &str| policy("1", "", text).replace("approved", "draft");
    assert!(!of(&draft(old), &draft(new)).version_forgotten);
    assert!(!of(&policy("1", "", "We test"), &policy("1", "", "We test.")).version_forgotten, "editorial");
}

fn moved<'a>(impact: &'a Impact, id: &str) -> &'a Moved {
    impact.requirements.iter().find(|moved| moved.id == id).expect(id)
}

#[test]
fn controls_are_told_with_what_they_have_or_lack_now() {
    let long = "Each AI system is assessed before it is put to use, and again each year.";
    let policy = policy("1", "controls: [A.9.2]\n", long);
    let procedure = procedure("implements: [POL-001]\n").replace("We assess each system.", long);
    let record = RECORD.replace("Done.", "Both systems were assessed in June, and the outcome accepted.");
    let all = [("aims.toml", ""), SYSTEM, ("p.md", &policy), ("q.md", &procedure), ("r.md", &record)];
    let up = impact(&all[..3], &all);
    let step = moved(&up, "A.9.2");
    assert_eq!((step.way, step.rungs, ends(&step.place)), (Way::Up(3), 3, ("stated", "current")));
    let gained: Vec<(&str, &str)> = step.gained.iter().map(|of| (of.tier.as_str(), of.document.as_str())).collect();
    assert_eq!(gained, [("does", "PRO-001"), ("shows", "REC-001")]);
    assert_eq!(step.met[0].what, "No procedure names it.");
    let down = impact(&all, &all[..3]);
    let step = moved(&down, "A.9.2");
    assert_eq!((step.way, step.rungs, step.lost.len(), step.lacks.len()), (Way::Down(3), -3, 2, 1));
    // The text is retired: it serves nothing any more, and the row says which.
    let retired = procedure.replace("status: approved", "status: retired");
    let down = impact(&all, &[all[0], all[1], all[2], ("q.md", &retired), all[4]]);
    let lost: Vec<&str> = moved(&down, "A.9.2").lost.iter().map(|of| of.document.as_str()).collect();
    assert!(lost.contains(&"PRO-001"), "{lost:?}");
    assert_eq!(
        down.numbers.controls_down,
        down.requirements.iter().filter(|of| of.kind != RequirementKind::Clause && of.rungs < 0).count()
    );
}

#[test]
fn rows_of_the_statement_are_told_cell_by_cell() {
    let statement = |rows: &str| {
        format!(
            "---\nid: SOA-001\ntitle: Statement\nkind: soa\nversion: \"1\"\nstatus: approved\nowner: O\nreviewed: 2026-06-01\nstatement:\n{rows}---\n"
        )
    };
    let before = statement(
        "  - {control: A.2.2, applicable: true, reason: Needed, implementation: done}\n  - {control: A.2.3, applicable: true, reason: Needed}\n  - {control: A.2.4, applicable: true, reason: Same}\n",
    );
    let after = statement(
        "  - {control: A.2.2, applicable: false, reason: No use, implementation: done}\n  - {control: A.2.4, applicable: true, reason: Same}\n  - {control: A.3.2, applicable: true, reason: New, owner: Lead}\n",
    );
    let found = impact(&[("aims.toml", ""), ("soa.md", &before)], &[("aims.toml", ""), ("soa.md", &after)]);
    let rows: Vec<String> = found
        .statement
        .iter()
        .map(|row| {
            let cells = row
                .cells
                .iter()
                .map(|cell| format!(" {}: {} → {}", cell.key, ends(&cell.value).0, ends(&cell.value).1));
            format!("{} {:?}{}", row.control, row.became, cells.collect::<String>())
        })
        .collect();
    assert_eq!(
        rows,
        [
            "A.2.2 Changed applicable: yes → no reason: Needed → No use",
            "A.3.2 Added applicable: - → yes reason: - → New owner: - → Lead",
            "A.2.3 Removed applicable: yes → - reason: Needed → -",
        ]
    );
    assert_eq!(moved(&found, "A.2.2").way, Way::LeftOut);
}

#[test]
fn what_is_no_longer_left_out_applies_only_where_the_statement_says_so() {
    let soa = |rows: &str| format!("---\nid: SOA-1\ntitle: S\nkind: soa\nversion: \"1\"\nstatement:\n{rows}---\n");
    let other = "  - {control: A.2.4, applicable: true, reason: R}\n";
    let (out, said) = (
        format!("  - {{control: A.2.2, applicable: false, reason: R}}\n{other}"),
        format!("  - {{control: A.2.2, applicable: true, reason: R}}\n{other}"),
    );
    let way = |now: &str| {
        let found = impact(&[("aims.toml", ""), ("s.md", &soa(&out))], &[("aims.toml", ""), ("s.md", &soa(now))]);
        moved(&found, "A.2.2").way
    };
    assert_eq!((way(&said), way(other)), (Way::Applies, Way::Undecided));
}

#[test]
fn review_dates_say_which_way_they_moved_and_by_what() {
    let at = |day: &str| policy("1", "", "We must.").replace("2026-06-01", day);
    let of = |before: &str, after: &str| {
        impact(&[("aims.toml", ""), ("p.md", before)], &[("aims.toml", ""), ("p.md", after)]).reviews
    };
    let later = of(&at("2026-01-10"), &at("2026-11-10"));
    assert_eq!(
        (later[0].way, later[0].by, ends(&later[0].next)),
        (Shift::Later, Some(Basis::Claim), ("2027-01-10", "2027-11-10"))
    );
    let late = of(&at("2026-01-10"), &at("2025-01-10"));
    assert_eq!((late[0].way, late[0].late), (Shift::Sooner, true));
    assert!(of(&at("2026-01-10"), &at("2026-01-10").replace("We", "We all")).is_empty());
    let draft = at("2026-01-10").replace("approved", "draft");
    let retired = at("2026-01-10").replace("approved", "retired");
    let (new, gone) = (of(&draft, &at("2026-01-10")), of(&at("2026-01-10"), &retired));
    assert_eq!((new[0].way, gone[0].way), (Shift::CalledFor, Shift::Gone));
    assert!(of(&at("2026-01-10"), &draft).is_empty(), "the one in force is reviewed as ever");
}

#[test]
fn acceptances_assessments_and_tasks_become_due() {
    let risk = |rest: &str| {
        format!("---\nid: RSK-001\ntitle: R\nkind: risk\nowner: Chief\nlikelihood: 4\nseverity: 4\n{rest}---\nText.\n")
    };
    let plan = |actions: &str| {
        format!(
            "---\nid: PLN-001\ntitle: P\nkind: plan\nversion: \"1\"\nstatus: approved\nowner: O\nreviewed: 2026-11-01\n{actions}---\nText.\n"
        )
    };
    let (old, accepted) = (risk("treatment: reduce\nresidual-likelihood: 1\n"), risk("treatment: accept\n"));
    let action = plan("actions:\n  - { action: Log every run, owner: Data Lead, due: 2026-11-10, status: planned }\n");
    let none = plan("");
    let found = impact(
        &[("aims.toml", ""), ("r.md", &old), ("p.md", &none)],
        &[("aims.toml", ""), ("r.md", &accepted), ("p.md", &action)],
    );
    let due: Vec<_> =
        found.due.iter().map(|due| (due.what, due.document.as_deref(), due.late, due.of.join(","))).collect();
    assert_eq!(
        due,
        [
            ("residual-not-accepted", Some("RSK-001"), false, "Chief".to_owned()),
            ("action", Some("PLN-001"), true, "Data Lead".to_owned())
        ]
    );
    let same = impact(
        &[("aims.toml", ""), ("r.md", &accepted), ("p.md", &action)],
        &[("aims.toml", ""), ("r.md", &accepted), ("p.md", &action), ("n.md", "New.\n")],
    );
    assert!(same.due.is_empty(), "{:?}", same.due);
}

#[test]
fn what_builds_on_a_changed_text_is_to_be_read_again() {
    let procedure = procedure("implements: [POL-001]\n");
    let (old, new) = (policy("1", "", "We test each model."), policy("2", "", "We test each model and each data set."));
    let (before, after) = (("p.md", old.as_str()), ("p.md", new.as_str()));
    let (settings, other) = (("aims.toml", ""), ("q.md", procedure.as_str()));
    let found = impact(&[settings, before, other], &[settings, after, other]);
    assert_eq!(found.suspect.len(), 1);
    let suspect = &found.suspect[0];
    assert_eq!(
        (suspect.id.as_str(), suspect.owner.as_deref(), suspect.upstream.join(",")),
        ("PRO-001", Some("Data Lead"), "POL-001".to_owned())
    );
    assert!(impact(&[settings, after, other], &[settings, after, other, ("n.md", "New.\n")]).suspect.is_empty());
}

/// How many findings are new, fixed, put aside, and unchanged.
fn findings(impact: &Impact) -> (usize, usize, usize, usize) {
    (
        impact.new_findings.len(),
        impact.fixed_findings.len(),
        impact.findings_aside.len(),
        impact.numbers.findings_unchanged,
    )
}

/// On pages that are not under control, links warn at most unless the settings say otherwise.
const LINKS: &str = "[checks.levels]\nbroken-link = \"error\"\n";

#[test]
fn findings_are_known_again_on_another_line_and_in_another_file() {
    let of = |before: &[File<'_>], after: &[File<'_>]| {
        let settings = ("aims.toml", LINKS);
        impact(&[&[settings, SYSTEM], before].concat(), &[&[settings, SYSTEM], after].concat())
    };
    let base = of(&[("a.md", "x\n")], &[("a.md", "x\n"), ("b.md", "y\n")]).numbers.findings_unchanged;
    let page = "# A page\n\nIt has some words in it, so that it is known again.\n\n[[NOPE-1]]\n";
    let below = page.replace("\n\n[[", "\n\nMore above it.\n\n[[");
    assert_eq!(findings(&of(&[("a.md", page)], &[("a.md", &below)])), (0, 0, 0, base + 1));
    assert_eq!(findings(&of(&[("a.md", page)], &[("b/c.md", page)])), (0, 0, 0, base + 1));
    let other = page.replace("NOPE-1", "NOPE-2");
    let found = of(&[("a.md", page)], &[("a.md", &other)]);
    assert_eq!(findings(&found), (1, 1, 0, base));
    assert_eq!((found.new_findings[0].rule, found.new_findings[0].line), ("broken-link", 5));
    assert!(found.fails && found.new_findings[0].fails);
    let twice = format!("{page}[[NOPE-1]]\n");
    assert_eq!(findings(&of(&[("a.md", page)], &[("a.md", &twice)])), (1, 0, 0, base + 1));
}

#[test]
fn what_is_waived_or_switched_off_is_not_fixed() {
    let page = ("a.md", "[[NOPE-1]]\n");
    let waiver = format!("{LINKS}\n[[checks.waivers]]\ncode = \"broken-link\"\nreason = \"r\"\nuntil = 2026-12-31\n");
    let waiver = waiver.as_str();
    let of = |settings: &str| impact(&[("aims.toml", LINKS), SYSTEM, page], &[("aims.toml", settings), SYSTEM, page]);
    for (settings, aside) in [(waiver, Aside::Waived), ("[checks.levels]\nbroken-link = \"off\"\n", Aside::Off)] {
        let found = of(settings);
        let (new, fixed, put_aside, _) = findings(&found);
        assert_eq!((new, fixed, put_aside, found.findings_aside[0].aside), (0, 0, 1, Some(aside)), "{settings}");
        assert!(!found.fails);
        assert!(told(&found).sections.iter().any(|section| section.id == "aside"));
    }
    // The waiver goes: what it covered is told anew, and fails.
    let back = impact(&[("aims.toml", waiver), SYSTEM, page], &[("aims.toml", LINKS), SYSTEM, page]);
    assert_eq!((back.new_findings.len(), back.fails), (1, true));
}

#[test]
fn a_change_that_lowers_what_fails_does_not_pass_by_that() {
    let (page, more) = (("a.md", "[[NOPE-1]]\n"), ("b.md", "[[NOPE-2]]\n"));
    let lowered = format!("[checks]\nfail = \"off\"\n{LINKS}");
    let lowered = lowered.as_str();
    let found = impact(&[("aims.toml", LINKS), SYSTEM, page], &[("aims.toml", lowered), SYSTEM, page, more]);
    assert!(found.fails && found.settings[0].weaker);
    let off = impact(&[("aims.toml", lowered), SYSTEM, page], &[("aims.toml", lowered), SYSTEM, page, more]);
    assert!(!off.fails && off.fails(true));
}

#[test]
fn findings_of_the_clock_count_only_where_the_change_moved_a_day() {
    let at = |day: &str| policy("1", "", "We must.").replace("2026-06-01", day);
    let (late, fresh) = (at("2024-01-10"), at("2026-11-10"));
    let same = impact(&[("aims.toml", ""), ("p.md", &late)], &[("aims.toml", ""), ("p.md", &late), ("n.md", "New.\n")]);
    assert_eq!(same.numbers.findings_clock, 0, "{same:?}");
    let found = impact(&[("aims.toml", ""), ("p.md", &late)], &[("aims.toml", ""), ("p.md", &fresh)]);
    assert_eq!(found.numbers.findings_clock, 1);
    assert!(found.fixed_findings.iter().any(|found| found.rule == "review-overdue" && found.clock));
}

#[test]
fn a_change_that_changes_nothing_says_so() {
    let files = [("aims.toml", ""), SYSTEM];
    let found = impact(&files, &[files[0], files[1], ("notes.txt", "x\n")]);
    let told = told(&found);
    assert!(told.sections.is_empty() && told.unchanged.len() == 13, "{told:?}");
    assert!(!found.fails && found.numbers.findings_new == 0);
}

#[test]
fn a_mailmap_that_makes_somebody_another_is_told_with_the_settings() {
    let settings = "[[people]]\nname = \"Grace Example\"\nemails = [\"grace@example.org\"]\n";
    let before = [("aims.toml", settings), SYSTEM];
    let map = (".mailmap", "Grace Example <grace@example.org> <ada@example.org>\n");
    let found = impact(&before, &[before[0], before[1], map]);
    let told: Vec<_> =
        found.settings.iter().map(|change| (change.name.as_str(), &change.value, change.weaker)).collect();
    let value = WasIs { was: Some("Ada Example".into()), is: Some("Grace Example".into()) };
    assert_eq!(told, [(".mailmap[Ada Example <ada@example.org>]", &value, true)]);
    let other = (".mailmap", "Ada E. <ada@example.org>\n");
    let found = impact(&before, &[before[0], before[1], other]);
    assert!(found.settings.len() == 1 && !found.settings[0].weaker, "{:?}", found.settings);
    assert!(impact(&before, &before).settings.is_empty());
}
