//! One document in several languages: one text is the document, the others are pages beside it.

use std::fs;

use sandbox::{Sandbox, TODAY};

use crate::support::sandbox;

const SETTINGS: &str = "[languages]\ndefault = \"de\"\npattern = [\"{lang}.md\"]\n";

fn policy(title: &str, more: &str, text: &str) -> String {
    format!(
        "---\nid: POL-001\ntitle: {title}\nkind: policy\nversion: \"1.0\"\nstatus: draft\nowner: Mira\n{more}---\n\n# {title}\n\n{text}\n"
    )
}

/// A policy in German, with an English and an Arabic translation. The Arabic file came first.
fn desk() -> Sandbox {
    let desk = Sandbox::new(&[("aims.toml", SETTINGS), ("policy/ar.md", &policy("AR", "", "Nass."))]);
    desk.commit("Begin");
    desk.put("policy/de.md", policy("Nutzung von KI", "controls: [A.2.2]\n", "Jedes System wird eingetragen."));
    desk.commit("Write it in German");
    let english =
        policy("Use of AI", "controls: [A.2.2, A.3.2]\nsource: de\n", "Each system is registered. See [[A.2.4]].");
    desk.put("policy/en.md", english);
    desk.commit("Translate it");
    desk
}

fn check(desk: &Sandbox) -> String {
    desk.run(&["check", "--format", "short", "--today", TODAY]).stdout
}

fn page(desk: &Sandbox, path: &str) -> String {
    fs::read_to_string(desk.path(&format!("site/{path}"))).unwrap_or_else(|why| panic!("{path}: {why}"))
}

fn rows(desk: &Sandbox, name: &str) -> Vec<serde_json::Value> {
    let text = page(desk, &format!("data/{name}.json"));
    let data: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    data["rows"].as_array().expect("rows").clone()
}

#[test]
fn one_text_is_the_document_and_the_others_are_its_translations() {
    let desk = desk();
    let told = check(&desk);
    assert!(!told.contains("AIMS201") && !told.contains("policy/en.md"), "{told}");
    let built = desk.run(&["build", "--today", TODAY]);
    assert!(built.stderr.contains("1 document, 2 translations"), "{}", built.stderr);
    let german = page(&desk, "documents/POL-001.html");
    assert!(german.contains("<html lang=\"de\" ") && german.contains("<body lang=\"en\">"), "{german}");
    assert!(
        german.contains("Jedes System") && german.contains("POL-001.ar.html") && german.contains("POL-001.en.html")
    );
    let english = page(&desk, "documents/POL-001.en.html");
    assert!(english.contains("<html lang=\"en\" ") && english.contains("Each system"), "{english}");
    assert!(english.contains("This is a translation of <a class=\"id\" href=\"POL-001.html\">"), "{english}");
    // Of a draft nobody says that it is approved.
    assert!(english.contains("The document: <b>Draft</b>.") && !english.contains("is approved"), "{english}");
    let arabic = page(&desk, "documents/POL-001.ar.html");
    assert!(
        arabic.contains("<article class=\"prose\" aria-label=\"Text of the document\" lang=\"ar\" dir=\"rtl\">"),
        "{arabic}"
    );
    let documents = page(&desk, "documents/index.html");
    assert!(documents.contains("1 file under control") && documents.contains("Texts of documents in other languages"));
}

#[test]
fn a_translation_counts_for_nothing() {
    let desk = desk();
    desk.run(&["build", "--today", TODAY]);
    let of = |id: &str| rows(&desk, "controls").into_iter().find(|row| row["id"] == id).expect("a control");
    assert_eq!((&of("A.2.2")["says"], &of("A.3.2")["rung"]), (&serde_json::json!(["POL-001"]), &"gap".into()));
    assert_eq!((&of("A.3.2")["says"], &of("A.2.4")["rung"]), (&serde_json::json!([]), &"gap".into()));
    let documents = rows(&desk, "documents");
    let controlled: Vec<&str> =
        documents.iter().filter(|row| row["controlled"] == true).filter_map(|row| row["id"].as_str()).collect();
    assert_eq!(controlled, ["POL-001"]);
    let english = documents.iter().find(|row| row["id"] == "POL-001.en").expect("the translation");
    assert_eq!(
        (&english["translates"], &english["lang"], &english["kind"]),
        (&"POL-001".into(), &"en".into(), &serde_json::Value::Null)
    );
    let policies = rows(&desk, "registers/policy");
    assert_eq!(policies.len(), 1);
    let german = documents.iter().find(|row| row["id"] == "POL-001").expect("the document");
    // By its path: no text of it names the key.
    assert_eq!((&german["lang"], &policies[0]["lang"]), (&"de".into(), &"de".into()));
}

#[test]
fn each_text_has_a_history_of_its_own() {
    let desk = desk();
    let history = |id: &str| desk.run(&["history", id, "--today", TODAY]).stdout;
    assert!(history("POL-001").contains("Write it in German") && !history("POL-001").contains("Translate it"));
    assert!(history("POL-001.en").contains("Translate it") && !history("POL-001.en").contains("Write it in German"));
}

#[test]
fn a_translation_that_does_not_follow_its_original_is_told_at_the_translation() {
    let desk = desk();
    // The Arabic text is older than the German one; the English one follows it.
    let behind = |told: &str| -> Vec<String> {
        told.lines().filter(|line| line.contains("AIMS318")).map(|line| line[..12].to_owned()).collect()
    };
    assert_eq!(behind(&check(&desk)), ["policy/ar.md"]);
    desk.put("policy/ar.md", policy("AR", "", "Nass jadid."));
    desk.commit("Bring the Arabic text in line");
    assert_eq!(behind(&check(&desk)), [""; 0]);
    // Other spaces are no reason to translate anew.
    desk.put("policy/de.md", policy("Nutzung von KI", "controls: [A.2.2]\n", "Jedes System\nwird eingetragen."));
    desk.commit("Wrap");
    assert_eq!(behind(&check(&desk)), [""; 0]);
    let text = "Jedes System wird eingetragen. Wer schadet, wird binnen eines Tages abgeschaltet.";
    desk.put("policy/de.md", policy("Nutzung von KI", "controls: [A.2.2]\n", text));
    desk.commit("Say what is switched off");
    assert_eq!(behind(&check(&desk)), ["policy/ar.md", "policy/en.md"]);
    desk.run(&["build", "--today", TODAY]);
    assert!(page(&desk, "documents/POL-001.en.html").contains("The original has changed materially since"));
    // A full stop more is no translation. Who says what a text follows has looked at it.
    let english = |more: &str, message: &str| {
        let keys = format!("controls: [A.2.2, A.3.2]\nsource: de\n{more}");
        desk.put("policy/en.md", policy("Use of AI", &keys, "Each system is registered. See [[A.2.4]].\n\n."));
        desk.commit(message);
        check(&desk)
    };
    assert_eq!(behind(&english("", "Add a full stop")), ["policy/ar.md", "policy/en.md"]);
    let other = english("follows: \"0.9\"\n", "Name a version that never was");
    assert!(other.contains("the translation follows `0.9`, which is no version and no commit of POL-001"), "{other}");
    assert_eq!(behind(&english("follows: \"1.0\"\n", "Say what it follows")), ["policy/ar.md"]);
}

#[test]
fn texts_without_an_id_belong_together_by_the_names_of_their_files() {
    let settings =
        "[languages]\ndefault = \"de\"\npattern = [\"{lang}/{path}.md\"]\n[folders]\n\"de/policies/**\" = \"policy\"\n";
    let desk = Sandbox::new(&[
        ("aims.toml", settings),
        ("de/policies/ki.md", "# KI\n\nText.\n"),
        ("en/policies/ki.md", "# AI\n\nText.\n"),
        ("en/policies/alone.md", "# Alone\n\nText.\n"),
    ]);
    desk.run(&["build", "--today", TODAY]);
    assert!(
        page(&desk, "documents/de-policies-ki.en.html").contains("# AI")
            || page(&desk, "documents/de-policies-ki.en.html").contains("AI</h1>")
    );
    assert!(!page(&desk, "documents/en-policies-alone.html").contains("This is a translation"));
}

#[test]
fn a_language_that_a_text_says_is_that_of_its_page() {
    let text = policy("Utilisation", "lang: fr\n", "Texte.");
    let desk = Sandbox::new(&[("aims.toml", ""), ("p.md", text.as_str())]);
    desk.run(&["build", "--today", TODAY]);
    assert!(page(&desk, "documents/POL-001.html").contains("<html lang=\"fr\" "));
    assert!(page(&desk, "index.html").contains("<html lang=\"en\" "));
    desk.put("p.md", text.replace("lang: fr", "lang: french"));
    assert!(check(&desk).contains("p.md:8:7"), "{}", check(&desk));
    // Texts with one id that say other languages are one document where the settings say so.
    desk.put("p.md", &text);
    desk.put("q.md", text.replace("lang: fr", "lang: de"));
    assert!(check(&desk).contains("AIMS201"), "{}", check(&desk));
    desk.put("aims.toml", "[languages]\ndefault = \"de\"\n");
    assert!(!check(&desk).contains("AIMS201"), "{}", check(&desk));
    desk.run(&["build", "--today", TODAY]);
    assert!(page(&desk, "documents/POL-001.fr.html").contains("lang=\"fr\""));
    // Two in one language are two documents with one id.
    desk.put("q.md", &text);
    desk.put("r.md", text.replace("lang: fr", "lang: de"));
    assert_eq!(check(&desk).matches("AIMS201").count(), 1, "{}", check(&desk));
}

#[test]
fn what_is_closed_to_readers_is_closed_in_every_language() {
    let desk = desk();
    desk.put("policy/de.md", policy("Nutzung", "classification: confidential\n", "Geheim."));
    desk.put("policy/en.md", policy("Use", "classification: public\n", "Secret."));
    desk.put(
        "note.md",
        policy("Note", "classification: public\n", "See [it](policy/en.md).").replace("POL-001", "POL-002"),
    );
    desk.commit("Close it");
    desk.run(&["build", "--audience", "public", "--today", TODAY]);
    assert!(page(&desk, "documents/POL-002.html").contains("Note"));
    assert!(
        !desk.path("site/documents/POL-001.en.html").exists() && !desk.path("site/documents/POL-001.html").exists()
    );
}

#[test]
fn no_text_leaves_judgement_by_becoming_a_translation_of_another() {
    let approved = |id: &str, text: &str| {
        policy("Use", "approvers: [Mira]\n", text).replace("draft", "approved").replace("POL-001", id)
    };
    let desk = Sandbox::new(&[("aims.toml", SETTINGS), ("p/en.md", &approved("POL-002", "Each system is judged."))]);
    desk.put("p/de.md", approved("POL-001", "Jedes System wird beurteilt."));
    desk.commit("Begin");
    assert!(!check(&desk).contains("AIMS515"), "{}", check(&desk));
    desk.put("p/en.md", approved("POL-001", "No system is judged."));
    desk.commit("Make it a translation");
    let told = check(&desk);
    let left = told.lines().find(|line| line.contains("POL-002") && line.contains("p/en.md"));
    assert!(left.is_some(), "{told}");
    // Where it was one from the start, nothing has left.
    let desk = Sandbox::new(&[("aims.toml", SETTINGS), ("p/en.md", &approved("POL-001", "Each system is judged."))]);
    desk.put("p/de.md", approved("POL-001", "Jedes System wird beurteilt."));
    desk.commit("Begin");
    assert!(!check(&desk).contains("p/en.md"), "{}", check(&desk));
}

#[test]
fn an_approval_of_the_original_is_none_of_its_translation() {
    let approved = |title: &str, text: &str| {
        policy(title, "approvers: [Mira]\neffective: 2026-01-01\n", text).replace("draft", "approved")
    };
    let desk = Sandbox::new(&[("aims.toml", SETTINGS), ("p/de.md", &approved("Nutzung", "Jedes. [English](en.md)"))]);
    desk.put("p/en.md", approved("Use", "Each system."));
    desk.put("p/fr.md", approved("Usage", "Chaque."));
    desk.commit("Begin");
    let history = |id: &str| desk.run(&["history", id, "--today", TODAY]).stdout;
    assert!(history("POL-001").contains("in force, as stated") && history("POL-001").contains("Approval:"));
    assert!(
        history("POL-001.en").contains("never in force") && !history("POL-001.en").contains("Approval:"),
        "{}",
        history("POL-001.en")
    );
    // In the approved edition a translation is shown where an approved text leads to it, and says what it is.
    desk.run(&["build", "--edition", "approved", "--today", TODAY]);
    assert!(page(&desk, "documents/POL-001.html").contains("href=\"POL-001.en.html\""));
    assert!(page(&desk, "documents/POL-001.en.html").contains("No act of approval covers this page"));
    assert!(!desk.path("site/documents/POL-001.fr.html").exists());
}

/// The words of a page that its reader sees, without what documents say.
fn frame_of(html: &str) -> String {
    let (before, rest) = html.split_once("<article").expect("an article");
    format!("{before}{}", rest.split_once("</article>").expect("its end").1)
}

#[test]
fn a_site_speaks_german_where_the_settings_say_so_and_its_texts_keep_their_language() {
    let desk = desk();
    desk.put("aims.toml", format!("{SETTINGS}[site]\nlanguage = \"de\"\n"));
    desk.commit("Speak German");
    desk.run(&["build", "--today", TODAY]);
    let german = page(&desk, "documents/POL-001.html");
    assert!(german.contains("<html lang=\"de\"") && !german.contains("<body lang="), "{german}");
    let frame = frame_of(&german);
    assert!(
        ["Richtlinie", "Version", "Entwurf", "Zum Text springen"].iter().all(|word| frame.contains(word)),
        "{frame}"
    );
    assert!(["Owner", "Draft", "Findings", "Skip to"].iter().all(|word| !frame.contains(word)), "{frame}");
    // A text in another language than the interface says so, and so does what stands around it.
    let english = page(&desk, "documents/POL-001.en.html");
    assert!(english.contains("<html lang=\"en\" ") && english.contains("<body lang=\"de\">"), "{english}");
    assert!(english.contains("Each system is registered"));
    let arabic = page(&desk, "documents/POL-001.ar.html");
    assert!(arabic.contains(" lang=\"ar\" dir=\"rtl\">"), "{arabic}");
    // Days are written as people there do, and can be read by programs.
    assert!(german.contains("<time datetime=\"2026-11-20\">20.11.2026</time>"), "{german}");
    // Findings are told in German, and known again by what they are in English.
    let findings = page(&desk, "findings.html");
    assert!(findings.contains("Befund") && findings.contains("AIMS318"), "{findings}");
    let data = page(&desk, "data/findings.json");
    assert!(data.contains("\"message\"") && !data.contains("Fassung"), "{data}");
    let told = check(&desk);
    assert!(told.contains("warning"), "{told}");
    // Why something cannot be read is said in German too.
    desk.put("approvals/POL-001/2026-01-01.toml", "format = 3\n");
    desk.commit("Write a record of a later day");
    desk.run(&["build", "--today", TODAY]);
    let findings = page(&desk, "findings.html");
    assert!(findings.contains("hat das Format 3") && !findings.contains("this aims reads"), "{findings}");
    // The same twice.
    let before = page(&desk, "index.html");
    desk.run(&["build", "--today", TODAY, "--jobs", "1"]);
    assert_eq!(before, page(&desk, "index.html"));
}

/// What the interface writes is German, whatever the texts are in: the usual title, keys, days; names of rules have no German.
#[test]
fn what_the_interface_says_of_english_texts_is_german() {
    let desk = Sandbox::new(&[(
        "aims.toml",
        "organisation.name = \"Quince\"\nsite.title = \"AI management system\"\nsite.language = \"de\"\nlanguages.default = \"en\"\n",
    )]);
    let audit = "---\nid: AUD-001\ntitle: Audit\nkind: audit\ndate: 2026-03-02\nfindings:\n  - {ref: F1, finding: No log, grade: minor, nonconformity: NC-001}\n---\n# Audit\n";
    desk.put("audit.md", audit);
    desk.put(
        "nc.md",
        "---\nid: NC-001\ntitle: No log\nkind: nonconformity\ndate: 2026-03-02\nstate: open\n---\n# No log\n",
    );
    let objective = "---\nid: OBJ-001\ntitle: Fewer errors\nkind: objective\nmeasurements:\n  - {date: 2026-03-02, value: 3}\n---\n# Fewer errors\n";
    desk.put("objective.md", objective);
    desk.commit("Begin");
    desk.put("objective.md", objective.replace("value: 3}", "value: 3}\n  - {date: 2026-09-15, value: 2}"));
    desk.commit("Measure again");
    desk.run(&["build", "--today", TODAY]);
    let start = page(&desk, "index.html");
    assert!(
        start.contains("KI-Managementsystem von Quince</h1>") && !start.contains("AI management system"),
        "{start}"
    );
    let warned = start.split(" der Prüfung: ").nth(1).and_then(|rest| rest.split("</li>").next()).expect("warnings");
    assert!(warned.contains(">AIMS301 (1)</a>"), "{warned}");
    let record = page(&desk, "documents/NC-001.html");
    assert!(record.contains("Genannt unter Befunde: Nichtkonformität"), "{record}");
    let changed = page(&desk, "documents/OBJ-001/history.html");
    assert!(changed.contains("„15.09.2026“ hinzugefügt") && !changed.contains("„2026-09-15“"), "{changed}");
    // What a document says is told to be English.
    assert!(record.contains("<html lang=\"en\"") && record.contains("<body lang=\"de\">"), "{record}");
}

/// Values of front matter and what the settings say of roles are in the language of the documents, wherever a page has them.
#[test]
fn what_documents_say_is_marked_where_it_is_in_another_language() {
    let settings = "languages.default = \"en\"\nframeworks.files = [\"house.toml\"]\n[site]\nlanguage = \"de\"\n[roles]\n\"AI Officer\" = \"Keeps the list\"\n\
                    [[people]]\nname = \"Mira Quince\"\nemails = [\"mira@x.example\"]\nroles = [\"AI Officer\"]\n";
    let desk = Sandbox::new(&[("aims.toml", settings)]);
    let statement = "---\nid: SOA-001\ntitle: Statement\nkind: soa\nowner: AI Officer\nversion: \"1.0\"\n\
                     retention: 6 years from the report\nstatement:\n\
                     \x20 - {control: A.6.2.8, applicable: true, reason: Without logs nothing is traced}\n\
                     \x20 - {control: A.10.4, applicable: false, reason: We supply nobody}\n---\n# Statement\n";
    desk.put("soa.md", statement);
    let system =
        "---\nid: SYS-001\ntitle: Score\nkind: system\naffected: [Members of staff, People who write]\n---\nx\n";
    desk.put("system.md", system);
    let objective = "---\nid: OBJ-001\ntitle: Plain words\nkind: objective\ncontrols: [A.2.2]\ntarget: at least 95 % of all\ntarget-value: 95\ndirection: up\nmeasurements:\n\
                     \x20 - {date: 2026-02-01, value: 72 %}\n---\nx\n";
    desk.put("objective.md", objective);
    let house = "id = \"house\"\ntitle = \"Rules of the house\"\nshort = \"House\"\nedition = \"2026\"\n[[item]]\nid = \"P1\"\ntitle = \"No more than the task needs\"\n";
    desk.put("house.toml", house);
    let scope =
        "---\nid: SCO-001\ntitle: Scope of all this\nkind: scope\nowner: Mira Quince\nversion: \"1.4\"\n---\n# Scope\n";
    desk.put("scope.md", scope);
    desk.commit("Without logs nothing is traced at all");
    desk.run(&["build", "--today", TODAY]);
    for (path, said) in [
        ("documents/SOA-001.html", " lang=\"en\">6 years from the report</"),
        ("documents/SOA-001.html", " lang=\"en\">AI Officer</"),
        ("controls/A.6.2.8.html", " lang=\"en\">Without logs nothing is traced</"),
        ("soa.html", " lang=\"en\">Without logs nothing is traced</"),
        ("people/index.html", " lang=\"en\">Keeps the list</"),
        ("controls/A.10.4.html", "schließt sie aus. <bdi lang=\"en\">We supply nobody</bdi>"),
        ("systems/index.html", " lang=\"en\">Members of staff; People who write</"),
        ("documents/OBJ-001.html", "<bdi lang=\"en\">Plain words</bdi>"),
        ("documents/OBJ-001.html", "Das Ziel: <bdi lang=\"en\">at least 95 % of all</bdi>."),
        ("traceability.html", "href=\"documents/OBJ-001.html\" lang=\"en\" data-of="),
        ("frameworks/house.html", " lang=\"en\">No more than the task needs</"),
        ("index.html", "<a lang=\"en\" href=\"documents/SCO-001.html\">Scope of all this 1.4</a>"),
    ] {
        let page = page(&desk, path);
        assert!(page.contains(said), "{path}: {said}: {page}");
    }
    // Nobody knows in which language a name is, or a message.
    let (document, history) = (page(&desk, "documents/SCO-001.html"), page(&desk, "documents/SOA-001/history.html"));
    assert!(document.contains("Mira Quince") && !document.contains("lang=\"en\">Mira Quince"), "{document}");
    assert!(
        history.contains(">Without logs nothing is traced at all<") && !history.contains("lang=\"en\">Without"),
        "{history}"
    );
    // Where both have one language nothing is marked.
    desk.put("aims.toml", settings.replace("language = \"de\"", "language = \"en\""));
    desk.commit("Speak English");
    desk.run(&["build", "--today", TODAY]);
    for path in ["index.html", "soa.html", "controls/A.6.2.8.html", "people/index.html"] {
        assert_eq!(page(&desk, path).matches(" lang=\"").count(), 1, "{path}");
    }
}

#[test]
fn roles_stand_in_the_order_of_their_letters() {
    let settings = "[site]\nlanguage = \"de\"\n[roles]\n\"Zuständige\" = \"z\"\n\"Ärztliche Leitung\" = \"a\"\n\"KI-Beauftragte\" = \"k\"\n\"Übersetzer\" = \"u\"\n";
    let desk = Sandbox::new(&[("aims.toml", settings)]);
    desk.run(&["build", "--today", TODAY]);
    let page = page(&desk, "people/index.html");
    let names = ["Ärztliche Leitung", "KI-Beauftragte", "Übersetzer", "Zuständige"];
    let places: Vec<Option<usize>> = names.iter().map(|name| page.find(&format!(">{name}<"))).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}: {page}");
}

#[test]
fn a_language_that_is_not_spoken_is_told_and_the_site_is_english() {
    let desk = desk();
    desk.put("aims.toml", format!("{SETTINGS}[site]\nlanguage = \"tlh\"\n"));
    let told = check(&desk);
    assert!(told.contains("AIMS802") && told.contains("`site.language` is `en` or `de`, not `tlh`"), "{told}");
    desk.run(&["build", "--today", TODAY]);
    assert!(page(&desk, "documents/POL-001.html").contains("<body lang=\"en\">"));
}

#[test]
fn a_translation_that_says_otherwise_is_told_as_that_and_as_nothing_else() {
    let settings = "[languages]\ndefault = \"en\"\npattern = [\"{path}.{lang}.md\"]\n".to_owned();
    let text = |kind: &str, version: &str| {
        format!(
            "---\nid: POL-001\ntitle: T\nkind: {kind}\nversion: \"{version}\"\nstatus: approved\nowner: Mira\neffective: 2026-01-10\n---\nText.\n"
        )
    };
    let files = [("aims.toml", settings), ("p.en.md", text("policy", "1.0")), ("p.de.md", text("procedure", "3.0"))];
    let desk = Sandbox::new(&files);
    desk.commit("Begin");
    let told = check(&desk);
    // It never was a document of its own that could have left.
    assert!(!told.contains("AIMS517"), "{told}");
    for wanted in [
        "the translation says `kind: procedure`, and POL-001 `kind: policy`",
        "the translation is called version 3.0, and POL-001 is of version 1.0",
    ] {
        assert!(told.contains(wanted), "{wanted}: {told}");
    }
}

#[test]
fn a_translation_that_is_given_the_id_of_another_document_was_not_approved_by_the_one_before() {
    let text = |id: &str, more: &str| {
        format!(
            "---\nid: {id}\ntitle: T\nkind: policy\nversion: \"1.0\"\nstatus: approved\napprovers: [Mira]\nowner: Mira\n{more}---\nText of {id}.\n"
        )
    };
    let settings = "[languages]\ndefault = \"en\"\n[approval]\nneeds = \"claimed\"\n";
    let desk = Sandbox::new(&[("aims.toml", settings), ("a.md", &text("POL-001", "")), ("b.md", &text("POL-002", ""))]);
    desk.commit("Begin");
    desk.put("a.de.md", text("POL-001", "lang: de\n"));
    desk.commit("Translate it");
    for (id, more) in [("POL-002", "lang: de\n"), ("POL-009", "lang: de\n")] {
        desk.put("a.de.md", text(id, more));
        desk.commit("Give it another id");
        assert!(!check(&desk).contains("AIMS517"), "{id}: {}", check(&desk));
    }
    // What was approved by an id of its own has lost it, whatever its language.
    desk.put("b.md", text("POL-003", ""));
    desk.commit("Give the other one another id");
    assert!(check(&desk).contains("b.md:2:5: error: this document was approved as POL-002"), "{}", check(&desk));
}

#[test]
fn the_units_of_a_sample_have_one_id_in_every_language_and_titles_in_that_of_the_site() {
    let system = "---\nid: SYS-001\ntitle: Briefe\nkind: system\nstatus: approved\nlifecycle: in-use\n---\nSortiert.\n";
    let desk = Sandbox::new(&[("s.md", system)]);
    let drawn = |settings: &str| {
        desk.put("aims.toml", format!("[checks]\nfail = \"off\"\n{settings}"));
        let built = desk.run(&["build", "--today", TODAY, "-q"]);
        assert_eq!(built.code, Some(0), "{}", built.stderr);
        let page = page(&desk, "samples.html");
        let rows: Vec<&str> = page.split("<tr").filter(|row| row.contains("/SYS-001<")).collect();
        let cells = |row: &str| -> Vec<String> {
            row.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, words)| words.trim().to_owned()).collect()
        };
        let told = |row: &&str| {
            let words: Vec<String> = cells(row).into_iter().filter(|words| !words.is_empty()).collect();
            let unit = words.iter().position(|words| words.ends_with("/SYS-001")).expect("a unit");
            (words[unit].clone(), words[unit + 1].clone())
        };
        rows.iter().map(told).collect::<Vec<_>>()
    };
    let (english, german) = (drawn(""), drawn("[site]\nlanguage = \"de\"\n"));
    assert!(!english.is_empty() && english.len() == german.len(), "{english:?} {german:?}");
    assert!(english.iter().zip(&german).all(|(one, other)| one.0 == other.0 && one.1 != other.1), "{german:?}");
}
