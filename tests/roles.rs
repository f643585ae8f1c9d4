//! Roles that change hands: who somebody was on the day of a record is taken from the settings of that day, and not from those
//! of today. And what settings set aside, with since when and by whom.

use aims::approval::Since;
use aims::base::Date;
use aims::check::relaxed::relaxed;
use aims::pipeline::{Project, Request};
use aims::state::State;

use repo::{START, TestRepo, put};

use crate::support::repo;

const TODAY: Date = Date::constant(2026, 6, 30);

/// Settings with these roles of Ada, Bo and Cy; a line may follow after each.
fn settings(ada: &str, bo: &str, cy: &str) -> String {
    let roles = "[roles]\nChief = { about = \"Leads.\", top = true }\nHead = \"Lends.\"\nAuditor = \"Audits.\"\nClerk = \"Writes.\"\n\
        [risk.acceptance]\nmedium = [\"Chief\"]\nhigh = [\"Chief\"]\n";
    let person = |name: &str, roles: &str| {
        format!(
            "[[people]]\nname = \"{name} Example\"\nemails = [\"{}@example.org\"]\nroles = {roles}\n",
            name.to_lowercase()
        )
    };
    format!("{}{}{}{roles}", person("Ada", ada), person("Bo", bo), person("Cy", cy))
}

/// Who it was in the beginning: Ada audits, Bo leads.
fn begun() -> String {
    settings("[\"Auditor\"]", "[\"Chief\"]", "[\"Clerk\"]")
}

/// The AIMS after these commits, one file each, at so many days after the first of January.
fn judged(commits: &[(i64, &str, &str)]) -> State {
    let mut repo = TestRepo::new();
    let mut tip = None;
    for (day, path, text) in commits {
        let who = format!("Cy Example <cy@example.org> {} +0000", START + day * 86_400);
        let parents: Vec<_> = tip.into_iter().collect();
        tip = Some(repo.commit_by(&parents, &who, &who, "Write\n", |files| files.write(path, text)));
        put(&repo.path().join(path), text);
    }
    let rev = tip.map(|tip| tip.to_string());
    let request = Request { rev, ..Request::new(repo.path(), TODAY) };
    Project::find(repo.path()).expect("an AIMS").check(&request).expect("a check")
}

/// What one rule says.
fn told(state: &State, rule: &str) -> Vec<String> {
    state.findings.found.iter().filter(|found| found.name == rule).map(|found| found.message.clone()).collect()
}

fn review(attendee: &str) -> String {
    format!(
        "---\nid: MR-001\ntitle: Review\nkind: management-review\ndate: 2026-02-01\nattendees: [{attendee}]\n---\n\nText.\n"
    )
}

const TOP: &str = "review-without-top-management";

#[test]
fn a_review_of_the_past_was_held_by_whoever_led_then() {
    let (begun, later) = (begun(), settings("[\"Auditor\"]", "[\"Clerk\"]", "[\"Chief\"]"));
    let of = |attendee: &str| {
        let review = review(attendee);
        told(&judged(&[(1, "aims.toml", &begun), (35, "mr.md", &review), (100, "aims.toml", &later)]), TOP)
    };
    assert!(of("Bo Example").is_empty(), "who led then");
    let message = "MR-001 names nobody of top management among those who took part";
    assert_eq!(of("Cy Example"), [format!("{message}, by the roles of 2026-02-01")]);
    assert_eq!(of("Ada Example"), [message], "then as today");
}

#[test]
fn a_change_that_is_written_down_late_still_counts() {
    let (begun, later) = (begun(), settings("[\"Auditor\"]", "[\"Clerk\"]", "[\"Chief\"]"));
    let review = review("Cy Example");
    let before = [(1, "aims.toml", begun.as_str()), (34, "aims.toml", &later), (40, "mr.md", &review)];
    assert!(told(&judged(&before), TOP).is_empty(), "it stood there before the record did");
    let first = [(34, "aims.toml", later.as_str()), (40, "mr.md", &review.replace("Cy", "Bo"))];
    let message = "MR-001 names nobody of top management among those who took part, by the roles of 2026-02-04, the first on record";
    assert_eq!(told(&judged(&first), TOP), [message]);
}

#[test]
fn whoever_had_left_led_nothing() {
    let begun = begun();
    let left = begun.replace("roles = [\"Chief\"]", "roles = [\"Chief\"]\nleft = 2026-01-15");
    let review = review("Bo Example");
    let state = judged(&[(1, "aims.toml", &begun), (35, "mr.md", &review), (100, "aims.toml", &left)]);
    assert_eq!(told(&state, TOP).len(), 1);
    let named = "`Bo Example` is named by MR-001 for 2026-02-01, and left on 2026-01-15";
    assert_eq!(told(&state, "acted-after-leaving"), [named]);
    let later = left.replace("2026-01-15", "2026-02-01");
    let state = judged(&[(1, "aims.toml", &begun), (35, "mr.md", &review), (100, "aims.toml", &later)]);
    assert!(told(&state, TOP).is_empty() && told(&state, "acted-after-leaving").is_empty());
}

#[test]
fn an_auditor_is_as_independent_as_on_the_day() {
    let rule = "auditor-not-independent";
    let policy =
        "---\nid: POL-001\ntitle: Policy\nkind: policy\nversion: \"1\"\nstatus: draft\nowner: Head\n---\n\nText.\n";
    let audit =
        "---\nid: AUD-001\ntitle: Audit\nkind: audit\ndate: 2026-02-01\nauditors: [Ada Example]\n---\n\nText.\n";
    let (begun, head) = (begun(), settings("[\"Auditor\", \"Head\"]", "[\"Chief\"]", "[\"Clerk\"]"));
    let of = |first: &str, then: &str| {
        let commits = [(1, "aims.toml", first), (2, "pol.md", policy), (35, "aud.md", audit), (100, "aims.toml", then)];
        told(&judged(&commits), rule)
    };
    assert!(of(&begun, &head).is_empty(), "the role came later");
    let told = "Ada Example audited, and answers for POL-001";
    assert_eq!(of(&head, &begun), [format!("{told}, by the roles of 2026-02-01")]);
    assert_eq!(of(&head, &format!("{head}\n[review]\ndue-soon = \"20 days\"\n")), [told], "then as today");
}

#[test]
fn what_git_has_of_an_auditor_goes_before_whom_documents_name_as_authors() {
    let begun = begun();
    let of = |day: i64, auditor: &str| {
        let head = "id: PRO-001\ntitle: Procedure\nkind: procedure\nstatus: draft\nowner: Head";
        let procedure = format!("---\n{head}\nauthors: [{auditor}]\n---\n\nText.\n");
        let head = "id: AUD-001\ntitle: Audit\nkind: audit\ndate: 2026-02-01";
        let audit = format!("---\n{head}\nauditors: [{auditor}]\n---\n\nText.\n");
        let commits = [(-1500, "aims.toml", &*begun), (day, "pro.md", &procedure), (35, "aud.md", &audit)];
        told(&judged(&commits), "auditor-not-independent")
    };
    let wrote = "Cy Example audited, and wrote in PRO-001 in the two years before, as git has it";
    assert_eq!(of(-100, "Cy Example"), [wrote]);
    assert!(of(-1400, "Cy Example").is_empty(), "that was four years before");
    let named = "Ada Example audited, and stands among the `authors` of PRO-001";
    assert_eq!(of(-1400, "Ada Example"), [named], "git knows nothing of her and it");
}

#[test]
fn an_acceptance_is_by_whoever_might_then() {
    let rule = "acceptance-without-authority";
    let risk = "---\nid: RSK-001\ntitle: Risk\nkind: risk\nlikelihood: 4\nseverity: 4\nresidual-likelihood: 3\nresidual-severity: 3\n\
        accepted-by: Bo Example\naccepted: 2026-02-01\n---\n\nText.\n";
    let (begun, later) = (begun(), settings("[\"Auditor\"]", "[\"Clerk\"]", "[\"Chief\"]"));
    let of =
        |risk: &str| told(&judged(&[(1, "aims.toml", &begun), (35, "rsk.md", risk), (100, "aims.toml", &later)]), rule);
    assert!(of(risk).is_empty());
    let message = "what is left of RSK-001 is medium, and `Cy Example` may not accept that, by the roles of 2026-02-01";
    assert_eq!(of(&risk.replace("Bo", "Cy")), [message]);
}

#[test]
fn what_settings_set_aside_is_told_with_since_when_and_by_whom() {
    let begun = format!("{}[checks.levels]\nno-soa = \"off\"\n", begun());
    let later = format!("{begun}no-risks = \"off\"\n\n[evidence]\nperiod = \"1200 months\"\n");
    let state = judged(&[(1, "aims.toml", &begun), (35, "mr.md", &review("Bo Example")), (100, "aims.toml", &later)]);
    let all = relaxed(&state.judged());
    let names: Vec<String> = all.iter().map(|one| one.what.of()).collect();
    assert_eq!(names, ["AIMS301 no-soa", "AIMS326 no-risks", "evidence.period"]);
    let first = Date::constant(2026, 1, 2);
    assert_eq!(all[0].since, Some(Since::First(first)));
    for one in &all[1..] {
        let Some(Since::Changed(day, Some((_, author)))) = &one.since else { panic!("{one:?}") };
        assert_eq!((*day, author.as_str()), (Date::constant(2026, 4, 11), "Cy Example"));
    }
    assert_eq!(state.findings.off, 2);
}

#[test]
fn one_judge_says_who_is_meant_and_the_only_person_listed_audits_own_work_all_the_same() {
    let settings = "[roles]\nCEO = { about = \"x\", top = true }\n[[people]]\nname = \"Orla Ceo\"\nroles = [\"CEO\"]\n";
    for (who, is_known) in [("orla ceo", true), ("ORLA CEO", true), ("ceo", true), ("Ceo Orla", false)] {
        let review = format!("---\nid: MRV-1\ntitle: M\nkind: management-review\nattendees: [{who}]\n---\n");
        let audit = format!("---\nid: AUD-1\ntitle: A\nkind: audit\nauditors: [{who}]\n---\n");
        let procedure = "---\nid: PRO-1\ntitle: P\nkind: procedure\nowner: CEO\n---\n";
        let files = [("aims.toml", settings), ("m.md", &*review), ("a.md", &*audit), ("p.md", procedure)];
        let state = judged(&files.map(|(path, text)| (0, path, text)));
        let all = |rule: &str| told(&state, rule).len();
        assert_eq!(all("unknown-role"), if is_known { 0 } else { 2 }, "{who}");
        assert_eq!(all("review-without-top-management"), usize::from(!is_known), "{who}");
        assert_eq!(all("auditor-not-independent"), usize::from(is_known), "{who}");
    }
}
