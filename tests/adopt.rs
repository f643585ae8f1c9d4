//! Texts as teams have them, understood by settings alone.

use std::collections::BTreeMap;
use std::fs;

mod applies;
mod kinds;
mod tables;

use sandbox::{Sandbox, TODAY};

use crate::support::sandbox;

/// What `data/documents.json` says of each document, by its file.
fn documents(desk: &Sandbox) -> BTreeMap<String, serde_json::Value> {
    let built = desk.run(&["build", "--today", TODAY]);
    assert!(desk.path("site/index.html").is_file(), "{}{}", built.stdout, built.stderr);
    let text = fs::read_to_string(desk.path("site/data/documents.json")).expect("data");
    let data: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let rows = data["rows"].as_array().expect("documents").clone();
    rows.into_iter().map(|row| (row["path"].as_str().unwrap_or_default().to_owned(), row)).collect()
}

/// The codes that `aims check` tells, with their places; also of what a baseline lists.
fn check(desk: &Sandbox) -> String {
    desk.run(&["check", "--no-baseline", "--format", "short", "--today", TODAY]).stdout
}

#[test]
fn words_and_keys_of_a_team_are_understood() {
    let settings =
        "[values.status]\nactive = \"approved\"\n[values.kind]\nPolitik = \"policy\"\n[keys]\nkeep = [\"eip\"]\n";
    let text = "---\ndoc_id: P-1\ndocument_title: Use\ntype: Politik\nStatus: Active\ndocument_owner: Mira\nversion: 1.0\neip: 1559\neffective_date: 2026-01-01\nreview_cycle: 12 months\n---\n\nText.\n";
    let desk = Sandbox::new(&[("aims.toml", settings), ("p.md", text)]);
    let of = &documents(&desk)["p.md"];
    for (key, value) in [("id", "P-1"), ("kind", "policy"), ("title", "Use"), ("owner", "Mira")] {
        assert_eq!(of[key], value, "{key}: {of}");
    }
    assert_eq!(of["effective"], "2026-01-01", "{of}");
    let told = check(&desk);
    for code in ["AIMS106", "AIMS110", "AIMS101"] {
        assert!(!told.contains(code), "{told}");
    }
    let page = fs::read_to_string(desk.path("site/documents/P-1.html"));
    assert!(page.expect("its page").contains("1559"));
}

#[test]
fn nothing_is_proposed_for_settings_that_cannot_be_used() {
    let desk = Sandbox::new(&[("aims.toml", "garbage = \n"), ("p.md", "# P\n\n**Owner:** Mira\n")]);
    let told = desk.run(&["init", "--adopt", "--today", TODAY]);
    assert_eq!((told.code, told.stdout.as_str()), (Some(2), ""), "{told:?}");
    assert!(told.stderr.contains("error[AIMS802]: `garbage` has no value"), "{told:?}");
}

#[test]
fn headers_make_documents_and_stay_in_the_text() {
    let settings =
        "[folders]\n\"policies/**\" = \"policy\"\n[header]\nforms = [\"bold\"]\nlabels = { \"Dokumen ID\" = \"id\" }\n";
    let text = "# Use of AI\n\n**Dokumen ID:** P-1\n**Owner:** Mira\n**Effective date:** 15 April 2026\n**Review cycle:** Annual\n**Version:** [X.Y]\n\n## Purpose\n\nText.\n";
    let desk = Sandbox::new(&[("aims.toml", settings), ("policies/use.md", text)]);
    let all = documents(&desk);
    let of = &all["policies/use.md"];
    for (key, value) in
        [("id", "P-1"), ("kind", "policy"), ("title", "Use of AI"), ("owner", "Mira"), ("effective", "2026-04-15")]
    {
        assert_eq!(of[key], value, "{key}: {of}");
    }
    // A placeholder is no version.
    assert!(of["version"].is_null() || of["version"] == "", "{of}");
    // Without the setting it is text.
    desk.put("aims.toml", "[folders]\n\"policies/**\" = \"policy\"\n");
    assert_ne!(documents(&desk)["policies/use.md"]["owner"], "Mira");
}

#[test]
fn a_header_that_is_read_is_no_front_matter_gone_wrong() {
    let lines = ["ID: P-1", "Title: AI Policy", "Version: 1.0", "Status: Approved", "Owner: CEO"];
    let text = |lead: &str| {
        format!("# AI Policy\n\n{}\n\nWe do things.\n", lines.map(|line| format!("{lead}{line}")).join("\n"))
    };
    let settings = |form: &str| format!("[folders]\n\"p\" = \"policy\"\n[header]\nforms = [\"{form}\"]\n");
    for (form, lead) in [("quote", "> "), ("plain", "")] {
        let desk = Sandbox::new(&[("aims.toml", settings(form).as_str()), ("p/a.md", &text(lead))]);
        let told = check(&desk);
        assert!(!told.contains("AIMS104"), "{form}: {told}");
        let of = &documents(&desk)["p/a.md"];
        assert_eq!((&of["id"], &of["owner"], &of["version"]), (&"P-1".into(), &"CEO".into(), &"1.0".into()), "{of}");
        // Where it is not read it is told, and so is what stands behind a fence that is none.
        for (settings, text) in [
            (settings("bold"), text(lead)),
            (settings(form), format!("----\n{}\n----\n\nWe do things.\n", lines.join("\n"))),
        ] {
            let desk = Sandbox::new(&[("aims.toml", settings.as_str()), ("p/a.md", &text)]);
            assert!(check(&desk).contains("AIMS104"), "{form}");
        }
        // What is proposed for such texts understands them.
        let files: Vec<(String, String)> =
            (1..6).map(|n| (format!("policies/p{n}.md"), text(lead).replace("P-1", &format!("P-{n}")))).collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let desk = Sandbox::new(&files);
        let adopted = desk.run(&["init", "--adopt", "--today", TODAY]);
        assert!(!check(&desk).contains("AIMS104"), "{adopted:?}");
    }
}

#[test]
fn ids_come_from_the_names_of_files_where_nothing_else_gives_one() {
    let settings = "[folders]\n\"policies/**\" = \"policy\"\n[id]\nfrom = [\"key\", \"file-name\"]\nfile-name = [\"{id} - *.md\"]\n";
    let desk = Sandbox::new(&[
        ("aims.toml", settings),
        ("policies/ISMS-POL-A.5.31.1 - Law.md", "# Law\n\nText.\n"),
        ("policies/X-2 - Use.md", "---\nid: P-2\n---\n\n# Use\n\nText.\n"),
    ]);
    let all = documents(&desk);
    assert_eq!(all["policies/ISMS-POL-A.5.31.1 - Law.md"]["id"], "ISMS-POL-A.5.31.1");
    assert_eq!(all["policies/X-2 - Use.md"]["id"], "P-2");
    assert!(!check(&desk).contains("no `id`"), "{}", check(&desk));
}

#[test]
fn what_is_left_out_is_neither_read_nor_judged() {
    let broken = "---\nid: P-9\nkind: policy\n---\n\n[gone](gone.md)\n";
    let desk = Sandbox::new(&[
        ("aims.toml", "[files]\nexclude = [\"vendor/**\"]\n"),
        ("vendor/p.md", broken),
        ("p.md", "---\nid: P-1\ntitle: P\nkind: policy\nowner: Mira\nversion: 1.0\nstatus: draft\n---\n\nText.\n"),
    ]);
    desk.commit("Begin");
    assert_eq!(documents(&desk).into_keys().collect::<Vec<_>>(), ["p.md"]);
    assert!(!check(&desk).contains("vendor"), "{}", check(&desk));
    desk.put("aims.toml", "[files]\nexclude = [\"vendors/**\"]\n");
    assert!(check(&desk).contains("`vendors/**`, where no file is"), "{}", check(&desk));
}

#[test]
fn settings_that_cannot_be_meant_are_told() {
    let settings = "[values.status]\nactive = \"aproved\"\ndraft = \"approved\"\n[header]\nforms = [\"bolt\"]\n[id]\nfile-name = [\"*.md\"]\n";
    let desk = Sandbox::new(&[("aims.toml", settings)]);
    let told = check(&desk);
    for text in [
        "`aproved` is no `status`",
        "`draft` is a word of ours",
        "`bolt` is none of the words",
        "does not say where the id is",
    ] {
        assert!(told.contains(text), "{text}: {told}");
    }
}

/// What `aims init --adopt` says is understood with what it proposes: of how many pages, and which shares.
fn adopted(desk: &Sandbox) -> (String, BTreeMap<String, usize>) {
    let told = desk.run(&["init", "--adopt", "--today", TODAY]);
    assert_eq!(told.code, Some(0), "{}", told.stderr);
    let said = |word: &str| told.stderr.lines().find_map(|line| line.trim().strip_prefix(word).map(str::trim));
    let (of, shares) = (said("With ").expect("a line"), said("documents: ").unwrap_or_default());
    let share = |part: &str| {
        let mut words = part.split_whitespace();
        Some((words.next()?.to_owned(), words.next()?.trim_end_matches('%').parse().ok()?))
    };
    (of.to_owned(), shares.split(", ").filter_map(share).collect())
}

#[test]
fn adopting_understands_what_texts_say_of_themselves() {
    let forms = [
        (
            "bold",
            "# P\n\n**Document ID:** POL-@\n**Owner:** CISO\n**Status:** Active\n**Review cycle:** Annual\n\n## Purpose\n\nText.\n",
        ),
        (
            "table",
            "# P\n\n| Field | Value |\n|---|---|\n| Document ID | POL-@ |\n| Document owner | CISO |\n| Status | Final |\n| Next review | 15 April 2027 |\n\nText.\n",
        ),
        (
            "quote",
            "# P\n\n> **Document ID:** POL-@ | **Owner:** CISO\n> **Status:** Published | **Review cycle:** Quarterly\n\nText.\n",
        ),
        ("list", "# P\n\n* Dokumen ID: POL-@\n* Pemilik: CISO\n* Status: Living\n* Review cycle: 12 months\n\nText.\n"),
        (
            "keys",
            "---\ndoc_id: POL-@\ndocument_owner: CISO\nstatus: accepted\neip: 7\nlast_reviewed: 2026-01-01\n---\n\n# P\n\nText.\n",
        ),
    ];
    for (name, text) in forms {
        let texts: Vec<(String, String)> =
            (1..4).map(|n| (format!("policies/p{n}.md"), text.replace('@', &n.to_string()))).collect();
        let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let desk = Sandbox::new(&files);
        let (of, shares) = adopted(&desk);
        assert_eq!(of, "3 documents of 3 pages", "{name}");
        for what in ["kind", "id", "owner", "status", "review"] {
            assert!(shares[what] >= 90, "{name}: {what} of {shares:?}");
        }
        // What was measured is what holds, and the texts are as they were.
        let all = documents(&desk);
        for (path, text) in &texts {
            assert_eq!((&all[path]["kind"], &all[path]["owner"]), (&"policy".into(), &"CISO".into()), "{name}");
            assert_eq!(&fs::read_to_string(desk.path(path)).expect("a text"), text);
        }
        // Nothing is wrong with the settings, and each does something.
        let told = check(&desk);
        assert!(["AIMS802", "AIMS803", "AIMS813"].iter().all(|code| !told.contains(code)), "{name}: {told}");
    }
}

#[test]
fn adopting_takes_kinds_and_ids_from_names_and_tells_what_is_not_read() {
    let desk = Sandbox::new(&[
        ("ISMS-POL-01 - Access policy.md", "# Access\n\nText.\n"),
        ("docs/procedures/PROC-03-incidents.md", "# Incidents\n\nText.\n"),
        ("vendor/x/policy.md", "# Theirs\n"),
        ("old/b.docx", ""),
        ("old/c.rst", ""),
    ]);
    let (of, shares) = adopted(&desk);
    assert_eq!((of.as_str(), shares["kind"], shares["id"], shares["owner"]), ("2 documents of 2 pages", 100, 100, 0));
    let told = desk.run(&["init", "--adopt", "--dry-run", "--today", TODAY]);
    assert!(told.stderr.contains("1 .docx, 1 .rst"), "{}", told.stderr);
    let of = &documents(&desk)["ISMS-POL-01 - Access policy.md"];
    assert_eq!((&of["id"], &of["kind"]), (&"ISMS-POL-01".into(), &"policy".into()));
}

#[test]
fn adopting_leaves_out_forms_and_copies_and_finds_registers_by_their_titles() {
    const TEXT: &str = "---\ntitle: Use\nowner: Mira\n---\n\nText.\n";
    const FORM: &str = "---\ntitle: \"{{title}}\"\nowner: \"{{owner}}\"\n---\n\nText.\n";
    const TABLE: &str = "| Risk ID | Description | Likelihood (1-5) | Impact (1-5) | Owner |\n|---|---|---|---|---|\n| R-1 | Bias in ranking | 3 | 4 | Mira |\n";
    let desk = Sandbox::new(&[
        ("policies/use.md", TEXT),
        ("policies/_index.md", "---\ntitle: Policies\n---\n"),
        ("policies/new.md", FORM),
        ("policies/kept.md", "---\nid: POL-5\nkind: policy\ntitle: Kept\nowner: \"{{ site.owner }}\"\n---\n\nText.\n"),
        ("policies/own.md", "---\nkind: policy\ntitle: Own\nowner: \"{{ site.owner }}\"\n---\n\nText.\n"),
        ("policies/next.md", "---\nid: \"POL-{{n}}\"\nkind: policy\ntitle: Next\n---\n\nText.\n"),
        ("Templates/policy.md", FORM),
        ("archetypes/default.md", FORM),
        ("Vorlagen/policy.md", TEXT),
        ("versioned_docs/version-1.0/policies/use.md", TEXT),
        ("i18n/fr/docusaurus-plugin-content-docs/current/policies/use.md", TEXT),
        ("blog/2026-01-01-our-policy.md", TEXT),
        ("notes/all.md", &format!("# AI risk register\n\n{TABLE}")),
        ("notes/systems.md", "# AI system inventory\n\n| System | Owner |\n|---|---|\n| Ranker | Mira |\n"),
    ]);
    adopted(&desk);
    let settings = fs::read_to_string(desk.path("aims.toml")).expect("settings");
    let excluded = "exclude = [\"**/Templates/**\", \"**/Vorlagen/**\", \"**/archetypes/**\", \
                    \"**/docusaurus-plugin-content-docs/**\", \"**/versioned_docs/**\", \"policies/_index.md\", \"policies/new.md\", \"policies/next.md\"]";
    assert!(settings.contains(excluded), "{settings}");
    let kinds: Vec<&str> = settings.lines().filter(|line| line.starts_with('"')).collect();
    assert_eq!(kinds, ["\"notes/all.md\" = \"risk-register\"", "\"policies/**\" = \"policy\""], "{settings}");
    assert!(settings.contains("\"Likelihood (1-5)\" = \"likelihood\""), "{settings}");
    assert_eq!(documents(&desk)["policies/use.md"]["kind"], "policy");
}

#[test]
fn texts_of_a_site_generator_are_read_by_their_bold_lines() {
    let text = |place: u8, title: &str, lines: &str| {
        format!("---\nsidebar_position: {place}\ntitle: {title}\n---\n\n{lines}\n\nText.\n")
    };
    let kept = "**Owner:** Mira  \n**Version:** 1.0  \n**Status:** Draft";
    let (policy, procedure) = (text(1, "Use of AI", kept), text(1, "How impacts are assessed", kept));
    let desk = Sandbox::new(&[
        ("docs/policies/use.md", policy.as_str()),
        ("docs/procedures/impact-assessment.md", procedure.as_str()),
        (
            "docs/records/incidents/INC-2026-01.md",
            "# INC-2026-01 Wrong price\n\n**Date:** 2026-02-20\n**Owner:** Mira\n",
        ),
        ("docs/records/incidents/INC-2026-02.md", "# INC-2026-02 Old hours\n\n**Date:** 2026-03-20\n**Owner:** Mira\n"),
    ]);
    adopted(&desk);
    let settings = fs::read_to_string(desk.path("aims.toml")).expect("settings");
    assert!(settings.contains("forms = [\"bold\"]"), "{settings}");
    let of = documents(&desk);
    let said = |path: &str, key: &str| of[path][key].as_str().unwrap_or_default().to_owned();
    assert_eq!(said("docs/policies/use.md", "owner"), "Mira");
    assert_eq!(said("docs/procedures/impact-assessment.md", "kind"), "procedure");
    for id in ["INC-2026-01", "INC-2026-02"] {
        assert_eq!(said(&format!("docs/records/incidents/{id}.md"), "id"), id);
    }
}

#[test]
fn adopting_writes_over_nothing() {
    let desk =
        Sandbox::new(&[("aims.toml", "# ours\n"), ("policies/p.md", "# P\n\n**Owner:** A\n**Status:** Active\n")]);
    let told = desk.run(&["init", "--adopt", "--today", TODAY]);
    assert_eq!(told.code, Some(0), "{}", told.stderr);
    assert!(
        told.stdout.contains("forms = [\"bold\"]") && told.stdout.contains("\"policies/**\" = \"policy\""),
        "{}",
        told.stdout
    );
    assert_eq!(fs::read_to_string(desk.path("aims.toml")).expect("settings"), "# ours\n");
}

#[test]
fn no_aims_is_adopted_within_another_and_one_that_is_there_is_told() {
    let text = "---\nid: POL-001\ntitle: P\nkind: policy\nstatus: approved\nowner: A\n---\nText.\n";
    let desk = Sandbox::new(&[("aims.toml", "[approval]\nneeds = \"record\"\n"), ("sub/p.md", text)]);
    for more in [&[][..], &["--dry-run"]] {
        let told = desk.run(&[&["init", "sub", "--adopt", "--no-input", "--today", TODAY], more].concat());
        assert_eq!(told.code, Some(2), "{}", told.stdout);
        assert!(told.stderr.contains("is an AIMS already"), "{}", told.stderr);
    }
    assert!(!desk.path("sub/aims.toml").exists());
    let within = || {
        let told = desk.run(&["check", "--today", TODAY, "--format", "short"]);
        told.stdout.lines().filter(|line| line.ends_with("[AIMS805]")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(within(), [""; 0]);
    desk.put("sub/aims.toml", "");
    let told =
        "sub/aims.toml:1:1: warning: `sub/aims.toml` begins another AIMS within this one, and settles nothing here";
    assert_eq!(within(), [format!("{told} [AIMS805]")]);
    desk.put("aims.toml", "[files]\nexclude = [\"sub/**\"]\n");
    assert_eq!(within(), [""; 0]);
}

/// A page of the site, read.
fn page(desk: &Sandbox, path: &str) -> String {
    fs::read_to_string(desk.path(&format!("site/{path}"))).unwrap_or_else(|why| panic!("{path}: {why}"))
}

#[test]
fn links_of_a_site_generator_lead_to_their_markdown() {
    let policy = "---\nid: P-1\ntitle: P\nkind: policy\nowner: Mira\nversion: 1.0\nstatus: draft\n---\n\n";
    let links = "[a](/handbook/a/) [b](/handbook/b.html#part) [c](/handbook/) [d](sub/) ![i](/img/i.png) [gone](/handbook/gone/)\n";
    let desk = Sandbox::new(&[
        ("aims.toml", "[links]\nroot = [\"content\", \"static\"]\n"),
        ("content/p.md", &format!("{policy}{links}")),
        ("content/handbook/a/_index.md", "# A\n"),
        ("content/handbook/b.md", "# B\n\n## Part\n"),
        ("content/handbook/_index.md", "# Handbook\n"),
        ("content/sub/README.md", "# Sub\n"),
        ("static/img/i.png", "\u{89}PNG\r\n\u{1a}\n"),
    ]);
    let told = check(&desk);
    let broken: Vec<&str> = told.lines().filter(|line| line.contains("AIMS203") || line.contains("AIMS209")).collect();
    assert_eq!(broken.len(), 1, "{told}");
    assert!(broken[0].contains("content/p.md:10:") && broken[0].contains("/handbook/gone/"), "{told}");
    documents(&desk);
    let text = page(&desk, "documents/P-1.html");
    for to in ["content-handbook-a-_index.html", "content-handbook-b.html#part", "content-sub-readme.html"] {
        assert!(text.contains(to), "{to}: {text}");
    }
    // Without the setting a link is what a forge makes of it.
    desk.put("aims.toml", "");
    assert_eq!(check(&desk).matches("AIMS203").count(), 5, "{}", check(&desk));
    desk.put("aims.toml", "[links]\nroot = [\"contents\", \"../x\"]\n");
    let told = check(&desk);
    assert!(told.contains("`links.root` names `contents`, where no file is"), "{told}");
    assert!(told.contains("`../x` is no path in the AIMS"), "{told}");
}

#[test]
fn adopting_finds_what_links_count_from() {
    let files = |text: &str| {
        Sandbox::new(&[
            ("content/policies/a.md", format!("# A\n\n{text}\n").as_str()),
            ("content/policies/b.md", "# B\n\n[a](/policies/a/)\n"),
            ("content/c/_index.md", "# C\n"),
            ("other/c.txt", ""),
        ])
    };
    let desk = files("[b](/policies/b.html) [c](/c/) [d](/nowhere/)");
    let told = desk.run(&["init", "--adopt", "--today", TODAY]);
    let settings = fs::read_to_string(desk.path("aims.toml")).expect("settings");
    assert!(
        settings.contains("[links]\n# 2 of 3 files, such as content/policies/a.md\nroot = \"content\"\n"),
        "{told:?}"
    );
    let told = check(&desk);
    assert_eq!(told.matches("AIMS203").count(), 1, "{told}");
    // Where the links lead as they are, nothing is proposed.
    let desk = files("[b](b.md) [c](/content/c/)");
    desk.run(&["init", "--adopt", "--today", TODAY]);
    let settings = fs::read_to_string(desk.path("aims.toml")).unwrap_or_default();
    assert!(!settings.contains("[links]"), "{settings}");
}

/// Files of two languages: what is said of the first text of each pair, and of the second.
fn pairs(of: impl Fn(usize) -> [(String, String); 2]) -> Sandbox {
    let texts: Vec<(String, String)> = (1..4).flat_map(of).collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Sandbox::new(&files)
}

#[test]
fn adopting_understands_texts_in_two_languages_as_one_document() {
    let quote = |n: usize, title: &str| {
        format!(
            "# {title} {n}\n\n> **Document ID:** POL-{n} | **Owner:** CISO\n> **Status:** Published | **Review cycle:** Annual\n\nText.\n"
        )
    };
    let front = |n: usize, lang: &str| {
        format!(
            "---\nid: POL-{n}\ntitle: T\nlang: {lang}\nowner: CISO\nstatus: active\nreview_cycle: Annual\n---\n\nText.\n"
        )
    };
    let desks = [
        ("folders of files", pairs(|n| ["de", "en"].map(|lang| (format!("policies/p{n}/{lang}.md"), quote(n, lang))))),
        ("folders", pairs(|n| ["de", "en"].map(|lang| (format!("{lang}/richtlinien/p{n}.md"), quote(n, lang))))),
        ("endings", pairs(|n| ["de", "en"].map(|lang| (format!("policies/p{n}.{lang}.md"), quote(n, lang))))),
        ("keys", pairs(|n| ["de", "en"].map(|lang| (format!("policies/{lang}{n}x.md"), front(n, lang))))),
    ];
    for (name, desk) in desks {
        let (of, shares) = adopted(&desk);
        assert_eq!(of, "3 documents of 6 pages", "{name}");
        for what in ["kind", "id", "owner", "status", "review"] {
            assert!(shares[what] >= 90, "{name}: {what} of {shares:?}");
        }
        let settings = fs::read_to_string(desk.path("aims.toml")).expect("settings");
        assert!(settings.contains("default = \"de\"\n"), "{name}: {settings}");
        let told = check(&desk);
        assert!(["AIMS201", "AIMS802", "AIMS803", "AIMS813"].iter().all(|code| !told.contains(code)), "{name}: {told}");
        let all = documents(&desk);
        let translated = all.values().filter(|row| row["translates"].is_string()).count();
        assert_eq!(translated, 3, "{name}: {all:?}");
    }
    // Names that only look like languages are none.
    let desk = Sandbox::new(&[
        ("it/policies/a.md", "# A\n"),
        ("hr/policies/b.md", "# B\n"),
        ("a.md", "# A\n"),
        ("old.md", ""),
    ]);
    desk.run(&["init", "--adopt", "--today", TODAY]);
    let settings = fs::read_to_string(desk.path("aims.toml")).unwrap_or_default();
    assert!(!settings.contains("[languages]"), "{settings}");
}

#[test]
fn adopting_understands_yaml_without_a_first_fence() {
    let texts: Vec<(String, String)> = (1..4)
        .map(|n| {
            let text = format!("id: POL-{n}\nname: Policy {n}\nowner: CISO\nstatus: active\nreview_cycle: Annual\nacronym: P{n}\n---\n# Purpose\n\nText.\n\n# Scope\n\nText.\n");
            (format!("policies/p{n}.md"), text)
        })
        .collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let desk = Sandbox::new(&files);
    let (of, shares) = adopted(&desk);
    let settings = fs::read_to_string(desk.path("aims.toml")).expect("settings");
    assert!(settings.contains("# 3 of 3 files, such as policies/p1.md\nforms = [\"yaml\"]\n"), "{settings}");
    assert_eq!(of, "3 documents of 3 pages");
    for what in ["kind", "id", "owner", "status", "review"] {
        assert!(shares[what] >= 90, "{what} of {shares:?}");
    }
    assert_eq!(documents(&desk)["policies/p2.md"]["title"], "Policy 2");
    let told = check(&desk);
    assert!(!told.contains("error") && !told.contains("fence"), "{told}");
}

#[test]
fn marks_of_a_site_generator_are_left_out_of_the_page_and_of_nothing_else() {
    let text = |mark: &str| {
        format!(
            "---\nid: P-1\ntitle: P\nkind: policy\nowner: Mira\nversion: 1.0\nstatus: draft\n---\n\n{{% include {mark} %}}\n\n## Scope {{: .wide }}\n\nAll systems.\n{{: datetime=\"2026-05-01\" }}\n\n`{{% code %}}`\n"
        )
    };
    let desk =
        Sandbox::new(&[("p.md", text("head.html").as_str()), ("q.md", "# Q\n\n{{< ref \"p\" >}} and {% page x %}\n")]);
    desk.run(&["init", "--adopt", "--today", TODAY]);
    let settings = fs::read_to_string(desk.path("aims.toml")).expect("settings");
    let wanted = "[site]\n# 2 of 2 files, such as p.md\nstrip = [\"{% * %}\", \"{{< * >}}\", \"{: * }\"]\n";
    assert!(settings.contains(wanted), "{settings}");
    desk.commit("Begin");
    desk.put("p.md", text("the-board-is-exempt"));
    desk.commit("Change a mark");
    documents(&desk);
    let article =
        |page: &str| page.split("<article").nth(1).and_then(|rest| rest.split("</article>").next()).map(str::to_owned);
    let shown = article(&page(&desk, "documents/P-1.html")).expect("an article");
    assert!(shown.contains("All systems.</p>") && shown.contains("<code>{% code %}</code>"), "{shown}");
    assert!(!shown.contains("include") && !shown.contains("datetime") && !shown.contains(".wide"), "{shown}");
    // The page says what it leaves out, and the record has the words.
    assert!(page(&desk, "documents/P-1.html").contains("<code>{% include the-board-is-exempt %}</code>"));
    assert!(page(&desk, "documents/P-1/history.html").contains("the-board-is-exempt"));
    // Nothing is left out unless the settings say so.
    desk.put("aims.toml", "");
    documents(&desk);
    assert!(article(&page(&desk, "documents/P-1.html")).expect("an article").contains("include the-board-is-exempt"));
}

#[test]
fn adopting_understands_files_beside_texts() {
    let settings = |desk: &Sandbox| fs::read_to_string(desk.path("aims.toml")).expect("settings");
    // A folder for each, with the keys in a file of one name.
    let desk = Sandbox::new::<&str>(&[]);
    for number in 1..=12 {
        let folder = format!("policies/{number:04}-use-{number}");
        desk.put(format!("{folder}/README.md"), format!("# Use {number}\n\n## Motivation\n\nText {number}.\n"));
        desk.put(
            format!("{folder}/policy.yaml"),
            format!("title: Use {number}\ndocument-id: POL-{number:03}\nauthors:\n  - \"@mira\"\nowner: CISO\nowning-group: group-{number}\nstatus: active\neffective-date: 2026-01-02\nreview_cycle: 12 months\nmilestone:\n  alpha: v1\n"),
        );
        if number == 1 {
            desk.put(format!("{folder}/notes.md"), "Notes.\n");
        }
    }
    desk.put("docker-compose.yaml", "services:\n  web: {image: x}\n");
    desk.put("README.md", "# All\n");
    let (of, shares) = adopted(&desk);
    assert!(settings(&desk).contains("sidecars = [\"{folder}/policy.yaml\"]"), "{}", settings(&desk));
    assert_eq!(of, "13 documents of 14 pages", "{}", settings(&desk));
    for what in ["kind", "id", "owner", "status", "review"] {
        assert!(shares[what] >= 90, "{what}: {shares:?}\n{}", settings(&desk));
    }
    // A file for each, named after it: a text with bold lines.
    let desk = Sandbox::new::<&str>(&[]);
    for number in 1..=12 {
        desk.put(format!("policies/use-{number}.md"), format!("# Use {number}\n\nText {number}.\n"));
        desk.put(
            format!("policies/use-{number}.status.md"),
            format!("# Status of use {number}\n\n**Document ID:** POL-{number:03}\n**Owner:** Board\n**Status:** Published\n**Next review:** 2027-01-02\n"),
        );
    }
    let (of, shares) = adopted(&desk);
    assert!(settings(&desk).contains("sidecars = [\"{path}.status.md\"]"), "{}", settings(&desk));
    assert_eq!(of, "12 documents of 12 pages", "{}", settings(&desk));
    for what in ["kind", "id", "owner", "status", "review"] {
        assert!(shares[what] >= 90, "{what}: {shares:?}\n{}", settings(&desk));
    }
    // What lies beside texts by chance is nobody's keys.
    let desk = Sandbox::new(&[
        ("a/README.md", "# A\n"),
        ("a/ci.yaml", "name: build\non: push\n"),
        ("a/x.md", "# X\n"),
        ("a/x.json", "{\"a\": 1}\n"),
    ]);
    adopted(&desk);
    assert!(!settings(&desk).contains("sidecars"), "{}", settings(&desk));
}

#[test]
fn labels_that_nobody_knows_are_left_for_a_person_to_decide() {
    let text = |id: &str, name: &str| {
        format!(
            "# {id}\n\n**Document ID:** {id}\n**Owner:** CISO\n**Signed off by:** {name}\n**Seen:** 2 May 2026\n\nWords.\n"
        )
    };
    let desk = Sandbox::new(&[
        ("policies/a.md", text("POL-1", "Ada Example")),
        ("policies/b.md", text("POL-2", "Ben Example") + "\n**Only here:** x\n"),
    ]);
    let outcome = desk.run(&["init", "--adopt", "--dry-run", "--today", TODAY]);
    let said = format!("{}{}", outcome.stdout, outcome.stderr);
    for words in [
        "\"Signed off by\" = …  # 2 files",
        "\"Seen\" = …  # 2 files",
        "what the label means, if any of our keys: id, owner, approvers, version:",
        "what the label means, if any of our keys: effective, reviewed, next-review:",
    ] {
        assert!(said.contains(words), "`{words}` is not in {said}");
    }
    assert!(!said.contains("Only here"), "{said}");
}

#[test]
fn what_is_only_done_or_signed_by_nobody_is_not_taken_for_approved() {
    let settings = |words: &[&str]| {
        let text = |(n, word): (usize, &&str)| {
            let (word, who) = word.split_once(", ").unwrap_or((word, "CEO"));
            let keys = format!("id: POL-{n}\ntitle: P\nkind: policy\nstatus: {word}\napproved_by: \"{who}\"");
            (format!("policies/p{n}.md"), format!("---\n{keys}\n---\n\nText.\n"))
        };
        let texts: Vec<(String, String)> = words.iter().enumerate().map(text).collect();
        let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let told = Sandbox::new(&files).run(&["init", "--adopt", "--dry-run", "--today", TODAY]);
        (told.stdout, told.stderr)
    };
    let (proposed, told) = settings(&["Implemented", "Implemented"]);
    assert!(!proposed.contains("implemented =") && told.contains("\"implemented\" = …  # 2 files"), "{told}");
    // Among ends of proposals it is one.
    let (proposed, _) = settings(&["Implemented", "Accepted", "Rejected"]);
    assert!(proposed.contains("implemented = \"approved\""), "{proposed}");
    let (proposed, told) = settings(&["Final, ", "Active"]);
    assert!(!proposed.contains("final =") && proposed.contains("active = \"approved\""), "{proposed}");
    assert!(told.contains("\"final\" = …  # 1 file"), "{told}");
    assert!(settings(&["Final, ", "Final"]).0.contains("final = \"approved\""));
}

#[test]
fn what_words_mean_is_left_open_where_it_is_not_certain() {
    let text = |n: usize, status: &str, class: &str| {
        format!(
            "# Policy {n}\n\n**Document ID:** POL-{n}\n**Owner:** CISO\n**Status:** {status}\n**Classification:** {class}\n\nText.\n"
        )
    };
    let desk = Sandbox::new(&[
        ("policies/a.md", text(1, "Entwurf", "Internal Use Only")),
        ("policies/b.md", text(2, "Zurückgezogen", "Internal Use Only")),
        ("policies/c.md", text(3, "Abgelaufen", "Restricted")),
        ("policies/d.md", text(4, "Draft / Approved", "public")),
        ("policies/e.md", text(5, "Superseded", "Vertraulich")),
    ]);
    let told = desk.run(&["init", "--adopt", "--today", TODAY]).stderr;
    let settings = fs::read_to_string(desk.path("aims.toml")).expect("settings");
    for line in [
        "entwurf = \"draft\"",
        "\"zurückgezogen\" = \"retired\"",
        "superseded = \"retired\"",
        // As it says so itself; whoever may read more is asked.
        "[values.classification]\n",
        "vertraulich = \"confidential\"",
    ] {
        assert!(settings.contains(line), "{line}: {settings}");
    }
    assert!(!settings.contains("abgelaufen") && !settings.contains("\"approved\""), "{settings}");
    for part in [
        "add below [values.status]\n",
        "\"abgelaufen\" = …",
        "\"draft-/-approved\" = …",
        "add below [values.classification]\n",
        "\"internal-use-only\" = …  # 2 files, such as policies/a.md",
        "\"restricted\" = …",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(!told.contains("= \"approved\""), "{told}");
    // What is pasted unread is believed by nobody.
    desk.put("aims.toml", settings.replace("superseded = ", "abgelaufen = …\nsuperseded = "));
    let refused = desk.run(&["check", "--today", TODAY]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
}
