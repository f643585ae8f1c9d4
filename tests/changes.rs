//! The change record of the whole AIMS, through a real repository: the timeline, what was in force when, the feed, the
//! histories of controls, clauses and systems, and what changed since a tag.

mod records;
mod told;

use aims::approval::record::{ActKind, Form, Record};
use aims::base::{Bundle, Date, date};
use aims::pipeline::{Project, Request};
use aims::state::EditionKind;
use git2::Oid;
use serde_json::Value;
use support::{Files, TestRepo, put};

use crate::support::repo as support;

const SETTINGS: &str = "[organisation]\nname = \"Harrowmere Mutual\"\n[site]\nbase-url = \"https://aims.example/a b/\"\n\
    [[people]]\nname = \"Orla Fenwick\"\nemails = [\"orla@harrowmere.example\"]\nroles = [\"Chief Executive\"]\n\
    [roles]\n\"Chief Executive\" = \"\"\n";

const ORLA: &str = "O. F. <Orla@harrowmere.example>";
const BEA: &str = "Bea \u{202e}Loft <bea@harrowmere.example>";

fn policy(version: &str, effective: &str, verb: &str) -> String {
    format!(
        "---\nid: POL-001\ntitle: AI policy\nkind: policy\nversion: \"{version}\"\nstatus: approved\n\
         effective: {effective}\ncontrols: [A.2.2]\nclauses: [\"5.2\"]\n---\n# AI policy\n\nEvery model {verb} be tested \
         before each release by somebody who did not build it.\n"
    )
}

fn risk(severity: u8) -> String {
    format!(
        "---\nid: RSK-001\ntitle: Stale data\nkind: risk\nlikelihood: 4\nseverity: {severity}\ncontrols: [A.2.2]\n---\nText.\n"
    )
}

fn statement(rows: &[(&str, bool, &str)]) -> String {
    let row = |(control, applicable, reason): &(&str, bool, &str)| {
        format!("  - {{control: {control}, applicable: {applicable}, reason: \"{reason}\"}}\n")
    };
    let rows: String = rows.iter().map(row).collect();
    format!("---\nid: SOA-001\ntitle: Statement\nkind: soa\nversion: \"1\"\nstatus: approved\nstatement:\n{rows}---\n")
}

fn system(text: &str) -> String {
    format!("---\nid: SYS-001\ntitle: Lending Score\nkind: system\npurpose: {text}\n---\nText.\n")
}

fn at(day: &str) -> i64 {
    let day = date::parse(day).expect("a day");
    date::days_between(Date::constant(1970, 1, 1), day) * 86_400 + 43_200
}

fn commit(
    repo: &mut TestRepo,
    parents: &[Oid],
    who: &str,
    day: &str,
    message: &str,
    edit: impl FnOnce(&mut Files),
) -> Oid {
    let line = format!("{who} {} +0000", at(day));
    repo.commit_by(parents, &line, &line, message, edit)
}

/// Two years of a small AIMS, the first of which ends with the tag `v2025`.
fn story() -> (TestRepo, Oid, Oid, Oid) {
    let mut repo = TestRepo::new();
    put(&repo.path().join("aims.toml"), SETTINGS);
    let first = commit(&mut repo, &[], ORLA, "2025-01-10", "Begin\n", |files| {
        files.write("aims.toml", SETTINGS);
        files.write("policy.md", policy("1.0", "2025-01-15", "must"));
        files.write(
            "old.md",
            "---\nid: GUI-001\ntitle: Old guideline\nkind: guideline\nversion: \"1\"\nstatus: approved\n---\nx\n",
        );
        files.write(
            "soa.md",
            statement(&[("A.2.2", true, "Needed"), ("A.2.3", true, "Needed"), ("A.2.4", false, "Not ours")]),
        );
        files.write("risk.md", risk(1));
        files.write("system.md", system("Scores loans"));
    });
    repo.point("refs/tags/v2025", first);
    let text = policy("2.0", "2025-04-01", "should");
    let side = commit(
        &mut repo,
        &[first],
        BEA,
        "2025-03-01",
        "Ease <b>testing</b> & \u{7}\u{1b}[31m]]>\n\nWhy\u{0}not.\n",
        |files| {
            files.write("policy.md", &text);
        },
    );
    let merge = commit(&mut repo, &[first, side], ORLA, "2025-03-05", "Merge the policy\n", |files| {
        files.write("policy.md", &text);
    });
    let record = Record {
        form: Form::default(),
        act: ActKind::Approval,
        document: "POL-001".into(),
        path: "policy.md".into(),
        version: Some("2.0".into()),
        by: "Orla Fenwick".into(),
        email: "orla@harrowmere.example".into(),
        role: Some("Chief Executive".into()),
        date: Date::constant(2025, 3, 6),
        blob: Oid::hash_object(git2::ObjectType::Blob, text.as_bytes()).expect("an id").to_string(),
        sha256: "0".repeat(64),
        substance: "0".repeat(64),
        outcome: None,
        comment: None,
        builds_on: std::collections::BTreeMap::new(),
        targets: aims::approval::Targets::default(),
    };
    let act = commit(&mut repo, &[merge], ORLA, "2025-03-06", "Approve the policy\n", |files| {
        files.write(&record.file_name(), record.write());
    });
    let last = commit(&mut repo, &[act], ORLA, "2025-06-01", "The rest\n", |files| {
        files.remove("old.md");
        files.rename("risk.md", "risks/RSK-001.md");
        files.write("risks/RSK-001.md", risk(5));
        files.write(
            "soa.md",
            statement(&[("A.2.2", true, "Needed by law"), ("A.2.3", false, "Left out"), ("A.3.2", true, "New")]),
        );
        files.write("log.md", "---\nid: REC-001\ntitle: Test log\nkind: record\ndate: 2025-05-30\ncontrols: [A.2.2]\nsystems: [SYS-001]\n---\nx\n");
    });
    (repo, side, merge, last)
}

fn build(repo: &TestRepo, since: Option<&str>) -> Bundle {
    let request = Request {
        dir: repo.path().to_owned(),
        rev: Some("main".into()),
        trust: None,
        since: since.map(str::to_owned),
        trend: false,
        edition: EditionKind::Latest,
        audience: None,
        called: "site".into(),
        base_url: None,
        today: Date::constant(2025, 12, 1),
        skip: Vec::new(),
        known: aims::pipeline::KnownBy::Settings,
    };
    Project::find(repo.path()).and_then(|project| project.build(&request)?.bundle()).expect("a site")
}

fn page(bundle: &Bundle, path: &str) -> String {
    String::from_utf8(bundle.get(path).unwrap_or_else(|| panic!("{path} is missing")).to_vec()).expect("UTF-8")
}

/// What a reader sees: text without tags, with single blanks.
fn text(html: &str) -> String {
    let mut text = String::new();
    for piece in html.split('<') {
        let shown = piece.split_once('>').map_or(piece, |(_, shown)| shown);
        let is_block = ["li", "p", "tr", "td", "th", "h", "/li", "section", "dt", "dd", "br", "span class=\"sub\""]
            .iter()
            .any(|tag| piece.starts_with(tag));
        text.push_str(if is_block { "\n" } else { "" });
        text.push_str(shown);
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The pieces of a page that begin with `start`, up to `end`, as their source.
fn pieces<'a>(html: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    html.split(start).skip(1).map(|rest| rest.split(end).next().unwrap_or_default()).collect()
}

/// What the rows of the section `id` say.
fn rows(html: &str, id: &str) -> Vec<String> {
    let section = pieces(html, &format!("<section aria-labelledby=\"{id}\">"), "</section>").concat();
    let rows = pieces(&section, "<tr", "</tr>").into_iter().filter(|row| row.contains("<th scope=\"row\""));
    rows.map(|row| text(row.split_once('>').map_or(row, |(_, cells)| cells))).collect()
}

#[test]
fn the_timeline_tells_each_commit_once_and_who_merged_it() {
    let (repo, side, merge, _) = story();
    let html = page(&build(&repo, None), "changes/index.html");
    let entries = pieces(&html, "<li id=\"c-", "</div></li>");
    assert_eq!(entries.len(), 4, "the merge changed nothing of its own");
    let [rest, act, eased, begin] = [0, 1, 2, 3].map(|at| text(entries[at]));
    let (side, merge) = (side.to_string(), merge.to_string());
    assert!(entries[2].starts_with(&side[..10]), "{}", entries[2]);
    for told in [
        "2025-03-05",
        "Ease <b>testing</b> & \\u{7}\\u{1b}[31m]]>",
        "Material POL-001 AI policy changed → 2.0 approved, in force from 2025-04-01",
        "Weaker",
        "Bea \\u{202e}Loft, written 2025-03-01, commit",
    ] {
        assert!(eased.contains(told), "{told}: {eased}");
    }
    assert!(eased.ends_with(&format!("commit {}; merged by Orla Fenwick in {}", &side[..10], &merge[..10])), "{eased}");
    assert!(act.contains("Claimed POL-001 2.0 approved by Orla Fenwick, Chief Executive, 2025-03-06"), "{act}");
    assert!(act.contains("It is not signed."), "{act}");
    assert!(!act.contains(".toml"), "{act}");
    assert!(
        rest.contains("Removed GUI-001 Old guideline removed") || rest.contains("Removed old.md removed"),
        "{rest}"
    );
    assert!(rest.contains("RSK-001 Stale data moved and changed from risk.md"), "{rest}");
    assert!(begin.contains("New POL-001 AI policy added → 1.0 approved, in force from 2025-01-15"), "{begin}");
    assert!(begin.contains("Settings aims.toml added"), "{begin}");
}

#[test]
fn entries_carry_what_they_can_be_chosen_by() {
    let (repo, ..) = story();
    let html = page(&build(&repo, None), "changes/index.html");
    assert!(html.contains(
        "data-choose=\"data-kind=Kind of document;data-person=Person;data-serves=Control or clause;data-weight=Weight\""
    ));
    let entries = pieces(&html, "<li id=\"c-", ">");
    let [rest, act, eased, _] = entries[..] else { panic!("{entries:?}") };
    assert!(eased.contains("data-date=\"2025-03-05\""), "{eased}");
    assert!(eased.contains("data-person=\"Bea \u{fffd}Loft\nOrla Fenwick\""), "{eased}");
    assert!(eased.contains("data-kind=\"Policy\""), "{eased}");
    assert!(eased.contains("data-weight=\"Material\nWeakening pointed out\""), "{eased}");
    assert!(act.contains("data-kind=\"Approvals and reviews\nPolicy\" data-serves=\""), "{act}");
    assert!(pieces(rest, "data-serves=\"", "\"").concat().lines().any(|id| id == "A.2.2"), "{rest}");
    for entry in [act, eased] {
        let serves = pieces(entry, "data-serves=\"", "\"").concat();
        assert!(serves.lines().any(|id| id == "A.2.2") && serves.lines().any(|id| id == "5.2"), "{entry}");
    }
    // Without a script there is no form in the page but the one that leads to the search: it makes its own.
    let (_, main) = html.split_once("<main").expect("the page itself");
    assert!(!main.contains("<form") && !main.contains("<select"));
}

#[test]
fn versions_of_documents_there_and_gone_have_their_days() {
    let (repo, ..) = story();
    let html = page(&build(&repo, None), "changes/in-force.html");
    let rows: Vec<String> = pieces(&html, "<tr data-entry ", "</tr>")
        .into_iter()
        .map(|row| text(row.split_once('>').expect("a tag").1))
        .collect();
    let row = |start: &str| rows.iter().find(|row| row.contains(start)).unwrap_or_else(|| panic!("{start}: {rows:#?}"));
    // The script reads the days where readers do: under these heads.
    assert!(html.contains("<th scope=\"col\" data-from>In force from</th><th scope=\"col\" data-until>To</th>"));
    assert!(row("1.0 2025-01-15 2025-03-31").starts_with("POL-001 AI policy Policy 1.0"), "{rows:#?}");
    assert!(row("2025-04-01").starts_with("POL-001"), "{rows:#?}");
    assert!(row("GUI-001").contains("no longer there") && row("GUI-001").contains(" 2025-05-31"), "{rows:#?}");
    assert!(
        rows.iter().any(|row| row.starts_with("POL-001") && row.contains("Policy 2.0 2025-04-01 open")),
        "{rows:#?}"
    );
}

#[test]
fn controls_clauses_and_systems_have_the_history_of_their_documents() {
    let (repo, side, ..) = story();
    let bundle = build(&repo, None);
    let subjects =
        |path: &str| -> Vec<String> { pieces(&page(&bundle, path), "<q>", "</q>").into_iter().map(text).collect() };
    let eased = "Ease <b>testing</b> & \\u{7}\\u{1b}[31m]]>";
    assert_eq!(subjects("controls/A.2.2/history.html"), ["The rest", "Approve the policy", eased, "Begin"]);
    assert_eq!(subjects("clauses/5.2/history.html"), ["Approve the policy", eased, "Begin"]);
    assert_eq!(
        subjects("clauses/5/history.html"),
        subjects("clauses/5.2/history.html"),
        "a clause gathers those below it"
    );
    assert_eq!(subjects("systems/SYS-001/history.html"), ["The rest", "Begin"]);
    assert_eq!(subjects("controls/A.10.4/history.html"), Vec::<String>::new());
    let html = page(&bundle, "clauses/5.2/history.html");
    assert!(!html.contains("RSK-001") && !html.contains("SOA-001"), "only its own documents are told of");
    // A row has the day, what became of each document, and the way to its own history, which tells the rest.
    let rows: Vec<&str> = pieces(&html, "<li><time>", "</li>");
    let told: Vec<String> = rows.iter().map(|row| text(row)).collect();
    let expected = [
        "2025-03-06 Approve the policy Claimed POL-001 2.0 approved",
        &format!("2025-03-05 {eased} Material POL-001 → 2.0 approved Weaker"),
        "2025-01-10 Begin New POL-001 → 1.0 approved",
    ];
    assert_eq!(told, expected);
    let entry = format!("documents/POL-001/history.html#c-{}", &side.to_string()[..10]);
    assert!(rows[1].contains(&format!("<a href=\"../../{entry}\">POL-001</a>")), "{}", rows[1]);
    let (file, anchor) = entry.split_once('#').expect("an anchor");
    assert!(page(&bundle, file).contains(&format!("<li id=\"{anchor}\"")));
    assert!(rows[0].contains("<a href=\"../../documents/POL-001/history.html#_acts\">POL-001</a>"), "{}", rows[0]);
    assert!(!html.contains("data-person") && !html.contains("Orla Fenwick"), "who made it stands there");
    assert!(html.contains("<a href=\"../../changes/index.html?serves=5.2\">Choose among them"));
    assert!(page(&bundle, "controls/A.2.2.html").contains("href=\"../controls/A.2.2/history.html\""));
    assert!(page(&bundle, "systems/index.html").contains("href=\"../systems/SYS-001/history.html\""));
}

/// So many commits of a policy and a system, one a day.
fn long(commits: usize) -> TestRepo {
    let mut repo = TestRepo::new();
    put(&repo.path().join("aims.toml"), SETTINGS);
    let mut last: Vec<Oid> = Vec::new();
    for number in 0..commits {
        let day = format!("2025-{:02}-{:02}", number / 28 + 1, number % 28 + 1);
        let who = if number % 40 == 0 { BEA } else { ORLA };
        let made = commit(&mut repo, &last, who, &day, &format!("Change {number:03}\n"), |files| {
            files.write("aims.toml", SETTINGS);
            files.write("system.md", system(&format!("Scores loans, {number}")));
            files.write("policy.md", policy("1.0", "2025-01-15", &format!("no. {number} must")));
        });
        last = vec![made];
    }
    repo
}

/// What a script beside the timeline assigns.
fn assigned(script: &str) -> Value {
    let value = script.split_once('=').expect("an assignment").1.trim_end().trim_end_matches(';');
    serde_json::from_str(value).unwrap_or_else(|error| panic!("{error}: {value}"))
}

#[test]
fn every_commit_can_be_chosen_by_scripts_beside_the_timeline() {
    const COMMITS: usize = 170;
    let bundle = build(&long(COMMITS), None);
    let head = assigned(&page(&bundle, "changes/commits.js"));
    assert_eq!((head["all"].as_u64(), head["years"].to_string()), (Some(170), "[\"2025\"]".to_owned()));
    let values = |facet: &str, places: &Value| -> Vec<String> {
        let places = places.as_array().expect("places").iter().filter_map(Value::as_u64);
        places
            .map(|at| {
                head["values"][facet][usize::try_from(at).expect("a place")][0].as_str().expect("a value").to_owned()
            })
            .collect()
    };
    let script = page(&bundle, "changes/commits-2025.js");
    assert!(script.len() < 150 * COMMITS, "{} bytes for each commit", script.len() / COMMITS);
    let of_year = assigned(&script);
    assert_eq!(of_year[0], head["build"]);
    let mut all = 0;
    for (name, rows) in of_year[1].as_object().expect("pages") {
        let html = page(&bundle, &format!("changes/{name}.html"));
        assert!(html.contains("<script src=\"commits.js\" defer></script>"), "{name}");
        assert!(html.contains("<div data-commits=\"index.html\""), "{name}");
        for row in rows.as_array().expect("rows") {
            all += 1;
            let id = format!("<li id=\"c-{}\"", row[5].as_str().expect("an anchor"));
            let tag = pieces(&html, &id, ">");
            let [tag] = tag[..] else { panic!("{name} has no {id}") };
            assert!(tag.contains(&format!("data-date=\"{}-{:02}\"", &name[..7], row[0].as_u64().expect("a day"))));
            for (facet, places) in ["kind", "person", "serves", "weight"].into_iter().zip(1_usize..) {
                let shown = pieces(tag, &format!("data-{facet}=\""), "\"").concat();
                assert_eq!(values(facet, &row[places]).join("\n"), shown, "{name} {tag}");
            }
        }
    }
    assert_eq!(all, COMMITS);
    let people = head["values"]["person"].to_string();
    assert_eq!(people, "[[\"Bea \u{fffd}Loft\",5],[\"Orla Fenwick\",165]]");
    let index = page(&bundle, "changes/index.html");
    assert!(index.contains("<script src=\"commits.js\" defer></script>"));
    assert!(index.contains("<div data-commits=\"\" data-total=\"170\">"));
    // Where one page holds all there is nothing to load.
    let (repo, ..) = story();
    let short = build(&repo, None);
    assert!(short.get("changes/commits.js").is_none() && !page(&short, "changes/index.html").contains("commits.js"));
}

#[test]
fn pages_of_what_was_in_force_are_cut_by_what_they_weigh_and_none_is_lost() {
    const MANY: usize = 30;
    let mut repo = TestRepo::new();
    put(&repo.path().join("aims.toml"), SETTINGS);
    let mut last: Vec<Oid> = Vec::new();
    for version in 1..=MANY {
        let day = format!("2025-{:02}-{:02}", version / 28 + 1, version % 28 + 1);
        let made = commit(&mut repo, &last, ORLA, &day, &format!("Version {version}\n"), |files| {
            files.write("aims.toml", SETTINGS);
            for document in 1..=MANY {
                files.write(
                    &format!("{document:02}.md"),
                    format!(
                        "---\nid: PRO-0000{document:02}\ntitle: A procedure of some length, number {document}\n\
                         kind: procedure\nversion: \"1.{version}\"\nstatus: approved\n---\nText {version}.\n"
                    ),
                );
            }
        });
        last = vec![made];
    }
    let bundle = build(&repo, None);
    let index = page(&bundle, "changes/in-force.html");
    let parts: Vec<&str> = index.split("href=\"").skip(1).filter_map(|to| to.split('"').next()).collect();
    let parts: Vec<&str> = parts.into_iter().filter(|to| to.starts_with("in-force-procedure")).collect();
    assert_eq!(parts.len(), 2, "{parts:?}");
    let rows: usize = parts
        .iter()
        .map(|part| {
            let html = page(&bundle, &format!("changes/{part}"));
            let rows = html.matches(" data-entry").count();
            assert!(html.len() < 300_000, "{part} has {} bytes", html.len());
            let longest = pieces(&html, " data-entry", "</tr>").into_iter().map(str::len).max();
            assert!(longest < Some(440), "{longest:?}");
            rows
        })
        .sum();
    assert_eq!(rows, MANY * MANY);
}

#[test]
fn a_long_history_stands_on_several_pages_that_lead_to_each_other() {
    const COMMITS: usize = 260;
    let repo = long(COMMITS);
    let bundle = build(&repo, None);
    for topic in ["controls/A.2.2", "clauses/5.2", "clauses/5", "systems/SYS-001"] {
        let path = |page: usize| match page {
            1 => format!("{topic}/history.html"),
            page => format!("{topic}/history-{page}.html"),
        };
        let (mut told, mut anchored) = (Vec::new(), 0);
        for number in 1..=2 {
            let html = page(&bundle, &path(number));
            assert!(html.len() < 300_000, "{} has {} bytes", path(number), html.len());
            let rows = pieces(&html, "<li><time>", "</li>");
            assert!(rows.iter().map(|row| row.len()).sum::<usize>() < 280 * rows.len(), "{}", rows[0]);
            for row in rows {
                let link = pieces(row, "<a href=\"../../", "\"")[0];
                if let Some((to, anchor)) = link.split_once('#') {
                    assert!(page(&bundle, to).contains(&format!("<li id=\"{anchor}\"")), "{to} has no {anchor}");
                    anchored += 1;
                }
                told.push(text(pieces(row, "<q>", "</q>")[0]));
            }
            let others: Vec<String> = (1..=2).filter(|other| *other != number).map(path).collect();
            for other in &others {
                let name = other.rsplit_once('/').map_or(other.as_str(), |(_, name)| name);
                assert!(html.contains(&format!("href=\"{name}\"")), "{} leads to {other}", path(number));
            }
            assert!(text(&html).contains(&format!("This is page {number} of 2,")), "{}", path(number));
            // The documents are named once.
            assert_eq!(html.contains("id=\"documents\""), number == 1, "{}", path(number));
        }
        let all: Vec<String> = (0..COMMITS).rev().map(|number| format!("Change {number:03}")).collect();
        assert_eq!(told, all, "{topic}");
        // Each leads to where the history of the document tells of it, on whichever page: of one year it tells of 200.
        assert_eq!(anchored, 200, "{topic}");
    }
}

#[test]
fn what_changed_since_a_tag_is_told_for_documents_controls_rows_and_risks() {
    let (repo, _, _, last) = story();
    let bundle = build(&repo, Some("v2025"));
    let html = page(&bundle, "changes/since.html");
    let whole = text(&html);
    assert!(whole.contains("What changed since v2025"), "{whole}");
    assert!(whole.contains(&format!("until commit {} of 2025-06-01: 3 commits.", &last.to_string()[..10])), "{whole}");
    for number in [
        "Commits 3",
        "New documents 1",
        "Removed documents 1",
        "Changed in substance 3",
        "Changed editorially 0",
        "Controls moved up",
    ] {
        assert!(whole.contains(number), "{number}: {whole}");
    }
    let documents = rows(&html, "documents");
    let of =
        |id: &str| documents.iter().find(|row| row.starts_with(id)).unwrap_or_else(|| panic!("{id}: {documents:#?}"));
    assert_eq!(documents.len(), 5, "{documents:#?}");
    assert!(
        of("POL-001").starts_with("POL-001 AI policy Policy Material 1.0 → 2.0 not in force yet → approved 1 "),
        "{documents:#?}"
    );
    assert!(of("POL-001").ends_with("approved 2.0 by Orla Fenwick on 2025-03-06"), "{documents:#?}");
    assert!(of("GUI-001").starts_with("GUI-001 Old guideline Guideline Removed 1 says approved"), "{documents:#?}");
    assert!(of("REC-001").contains("New"), "{documents:#?}");
    assert!(of("RSK-001").contains("moved from risk.md to risks/RSK-001.md"), "{documents:#?}");
    assert_eq!(rows(&html, "acts"), ["2025-03-06 POL-001 2.0 approved Orla Fenwick Chief Executive Claimed"]);
    let controls = rows(&html, "controls");
    assert!(
        controls.iter().any(|row| row.starts_with("A.2.3 ") && row.ends_with("Gap Excluded Now left out")),
        "{controls:#?}"
    );
    assert_eq!(
        rows(&html, "soa"),
        [
            "A.2.2 Row changed Yes then Needed now Needed by law",
            "A.2.3 Row changed Yes → No then Needed now Left out",
            "A.3.2 Row added Yes New",
            "A.2.4 Row removed No Not ours"
        ]
    );
    assert_eq!(rows(&html, "risks"), ["RSK-001 Stale data Low 4 × 1 High 4 × 5"]);
    assert!(whole.contains("Weaker POL-001"), "{whole}");
    assert!(page(&bundle, "changes/index.html").contains("href=\"since.html\""));
    assert!(page(&bundle, "audit.html").contains("href=\"changes/since.html\""));
}

#[test]
fn nothing_has_changed_since_the_commit_itself() {
    let (repo, ..) = story();
    let whole = text(&page(&build(&repo, Some("main")), "changes/since.html"));
    for told in ["No document changed.", "None was put on record.", "Every row says what it said.", "Commits 0"] {
        assert!(whole.contains(told), "{told}: {whole}");
    }
    assert!(build(&repo, None).get("changes/since.html").is_none());
}

#[test]
fn the_feed_is_well_formed_and_its_ids_stay() {
    let (repo, side, ..) = story();
    let feed = page(&build(&repo, None), "changes.atom");
    let tags = well_formed(&feed);
    assert_eq!(tags.iter().filter(|tag| *tag == "entry").count(), 4);
    for needed in ["id", "title", "updated"] {
        assert_eq!(
            tags.iter().filter(|tag| *tag == needed).count(),
            5,
            "{needed}: one of the feed and one of each entry"
        );
    }
    assert!(feed.contains("<updated>2025-06-01T12:00:00Z</updated>"), "{feed}");
    // The day it reached the main line, not the one it was written on.
    assert!(feed.contains("<updated>2025-03-05T12:00:00Z</updated>"), "{feed}");
    let anchor = &side.to_string()[..10];
    assert!(feed.contains(&format!("href=\"https://aims.example/a%20b/changes/index.html#c-{anchor}\"")), "{feed}");
    assert!(feed.contains("rel=\"self\""), "{feed}");
    assert!(feed.contains("Ease &lt;b&gt;testing&lt;/b&gt; &amp;"), "{feed}");
    let ids = |feed: &str| -> Vec<String> { pieces(feed, "<id>", "</id>").into_iter().map(str::to_owned).collect() };
    assert!(ids(&feed).iter().all(|id| id.starts_with("urn:uuid:") && id.len() == 45), "{feed}");

    let (mut repo, .., last) = story();
    commit(&mut repo, &[last], ORLA, "2025-07-01", "More\n", |files| {
        files.write("policy.md", policy("3.0", "2025-07-01", "must"));
    });
    let later = page(&build(&repo, None), "changes.atom");
    assert_eq!(ids(&later)[0], ids(&feed)[0], "the feed is the same one");
    assert_eq!(ids(&later)[2..], ids(&feed)[1..], "so are its entries");
}

#[test]
fn the_same_repository_gives_the_same_pages() {
    let (one, ..) = story();
    let (other, ..) = story();
    assert!(build(&one, Some("v2025")) == build(&other, Some("v2025")));
}

/// The names of all elements, after making sure that they nest, that every `&` begins one of the five entities or a
/// character, and that there is no character that XML 1.0 forbids.
fn well_formed(xml: &str) -> Vec<String> {
    let allowed =
        |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert!(xml.chars().all(allowed), "a forbidden character");
    for rest in xml.split('&').skip(1) {
        let name = rest.split(';').next().unwrap_or_default();
        assert!(["amp", "lt", "gt", "quot", "apos", "#39"].contains(&name), "&{name}");
    }
    let (mut open, mut all): (Vec<&str>, Vec<String>) = (Vec::new(), Vec::new());
    let body = xml.strip_prefix("<?xml version=\"1.0\" encoding=\"utf-8\"?>").expect("a declaration");
    for piece in body.split('<').skip(1) {
        let (tag, after) = piece.split_once('>').expect("a tag that ends");
        assert!(!after.contains("]]>"));
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
        } else {
            let name = tag.trim_end_matches('/').split(' ').next().expect("a name");
            assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
            all.push(name.to_owned());
            if !tag.ends_with('/') {
                open.push(name);
            }
        }
    }
    assert_eq!(open, Vec::<&str>::new());
    all
}
