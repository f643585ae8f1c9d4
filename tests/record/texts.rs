//! The texts of old on a built site: each is there as it was, byte for byte, and nobody gets one that is not for them.

use std::process::Stdio;

use aims::base::{Bundle, Date, DocPath, Files, sha256_hex};
use aims::model::audience::Audience;
use aims::pipeline::{EditionKind, Project, Request};

use super::git::Git;

fn build(git: &Git, edition: EditionKind, audience: Option<Audience>) -> Bundle {
    let request = Request {
        edition,
        audience,
        rev: Some("main".into()),
        ..Request::new(git.path(), Date::constant(2026, 11, 20))
    };
    Project::find(git.path()).and_then(|project| project.build(&request)?.bundle()).expect("a site")
}

fn latest(git: &Git) -> Bundle {
    build(git, EditionKind::Latest, None)
}

fn page(bundle: &Bundle, path: &str) -> String {
    let bytes = bundle.get(path).unwrap_or_else(|| panic!("there is no {path} among {:?}", of(bundle, "")));
    String::from_utf8_lossy(bytes).into_owned()
}

/// The files below `documents/` that begin so.
fn of(bundle: &Bundle, begin: &str) -> Vec<String> {
    let all = bundle.iter().map(|(path, _)| path.as_str().to_owned());
    all.filter_map(|path| path.strip_prefix("documents/")?.strip_prefix(begin).map(str::to_owned)).collect()
}

/// Whether a file is the bytes of a text, by its name.
fn is_bytes(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, end)| end == "md")
}

fn policy(id: &str, version: &str, status: &str, more: &str, text: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: Title of {id}\nkind: policy\nversion: \"{version}\"\nstatus: {status}\nowner: Chief\n\
         approvers: [Chief]\ncontrols: [A.2.2]\n{more}---\n\n{text}\n"
    )
}

/// What git itself has, byte for byte.
fn blob(git: &Git, spec: &str) -> Vec<u8> {
    let output = git.command(&["cat-file", "blob", spec]).stderr(Stdio::inherit()).output().expect("git");
    assert!(output.status.success(), "{spec}");
    output.stdout
}

#[test]
fn every_version_is_there_as_it_was() {
    let git = Git::new();
    // Odd bytes stay odd: the end of a line of another system, and a mark of the order of bytes.
    let odd = policy("POL-001", "1.0", "approved", "", "The first\r\nwording.").replace("---\n\n", "---\r\n\r\n");
    git.put("one.md", format!("\u{feff}{odd}"));
    let first = git.commit("Begin");
    git.put("one.md", policy("POL-001", "2.0", "approved", "", "The second wording."));
    let second = git.commit("Second");
    git.put("one.md", policy("POL-001", "2.0", "approved", "", "The second wording, amended."));
    git.commit("Amend it under the same number");
    git.put("one.md", policy("POL-001", "3.0", "draft", "", "The third wording."));
    let third = git.commit("Third");
    let site = latest(&git);
    let short = second.get(..10).expect("a commit");
    for (file, spec) in [
        ("1.0", format!("{first}:one.md")),
        (&format!("c-{short}"), format!("{second}:one.md")),
        ("3.0", format!("{third}:one.md")),
    ] {
        let bytes = blob(&git, &spec);
        assert_eq!(site.get(&format!("documents/POL-001/{file}.md")), Some(&bytes[..]), "{file}");
        let told = page(&site, &format!("documents/POL-001/{file}.html"));
        assert!(told.contains(&format!("{}</code>", sha256_hex(&bytes))), "{told}");
        let name = git.run(&["rev-parse", &spec]);
        assert!(told.contains(&format!("git cat-file blob {name} | sha256sum")), "{told}");
    }
    let old = page(&site, "documents/POL-001/1.0.html");
    assert!(old.contains("This is not the text in force.") && old.contains("wording."), "{old}");
    assert!(old.contains("In force on <span class=\"day\">2026-11-20</span> is version 2.0"), "{old}");
    assert!(old.contains("<time>2026-01-02</time> to <time>2026-01-02</time>"), "{old}");
    let now = page(&site, "documents/POL-001/2.0.html");
    assert!(now.contains("wording, amended.") && !now.contains("This is not the text in force."), "{now}");
    assert!(now.contains("What changed since version 2.0 (commit "), "{now}");
    // The present text is told once, on the page of the document.
    let present = page(&site, "documents/POL-001/3.0.html");
    assert!(present.contains("This is the present text.") && !present.contains("The third wording."), "{present}");
    // In force when leads to each, by its days.
    let when = page(&site, "changes/in-force.html");
    for link in [
        "../documents/POL-001/1.0.html",
        "../documents/POL-001/2.0.html",
        &format!("../documents/POL-001/c-{short}.html"),
    ] {
        assert!(when.contains(&format!("href=\"{link}\"")), "{link}: {when}");
    }
    let texts = page(&site, "documents/POL-001/texts.js");
    assert!(texts.starts_with("window.aimsTexts = {") && texts.matches("The second wording").count() == 2, "{texts}");
    // The change record lists them all and compares any two; it loads the texts when it is asked to.
    let record = page(&site, "documents/POL-001/history.html");
    assert!(record.contains("data-compare") && record.contains("src=\"../../compare.js\" defer"), "{record}");
    assert!(!record.contains("texts.js") && record.contains("<summary>All 4 texts, the newest first"), "{record}");
    let (_, table) = record.split_once("<details class=\"fold\" id=\"_texts\">").expect("a table of all texts");
    let (table, _) = table.split_once("</details>").expect("its end");
    for text in ["1.0", "2.0", "3.0", &format!("c-{short}")] {
        assert!(table.contains(&format!("<a href=\"{text}.html\">")), "{text}: {table}");
    }
    assert!(table.contains("<a href=\"2.0.html#_changed\">since 2.0 (commit "), "{table}");
    assert!(old.contains("href=\"history.html?from=1.0&amp;to=3.0#_compare\""), "{old}");
    assert!(old.contains("href=\"history.html#_texts\""), "{old}");
    assert!(!of(&site, "POL-001/").contains(&"compare.html".to_owned()));
}

#[test]
fn the_texts_of_a_document_that_is_gone_are_compared_where_its_change_record_would_be() {
    let git = Git::new();
    git.put("one.md", policy("POL-001", "1.0", "approved", "", "Stays."));
    for version in ["1.0", "2.0"] {
        git.put("gone.md", policy("POL-009", version, "approved", "", &format!("Wording {version}.")));
        git.commit("Next");
    }
    git.run(&["rm", "-q", "gone.md"]);
    git.commit("Gone");
    let site = latest(&git);
    let texts = page(&site, "documents/POL-009/history.html");
    for told in [
        "<h1>Texts of POL-009</h1>",
        "data-compare",
        "<details class=\"fold\" id=\"_texts\" open><summary>All 2 texts, the newest first",
        "<a href=\"2.0.html\">2.0</a>",
        "<a href=\"2.0.html#_changed\">since 1.0</a>",
    ] {
        assert!(texts.contains(told), "{told}: {texts}");
    }
    assert!(of(&site, "POL-009/").contains(&"texts.js".to_owned()));
    let old = page(&site, "documents/POL-009/1.0.html");
    assert!(old.contains("href=\"history.html?from=1.0&amp;to=2.0#_compare\""), "{old}");
    // One text alone is compared with nothing.
    let record = page(&site, "documents/POL-001/history.html");
    assert!(!record.contains("compare.js") && !record.contains("id=\"_texts\""), "{record}");
    assert!(!of(&site, "POL-001/").contains(&"texts.js".to_owned()));
}

#[test]
fn a_text_that_comes_back_is_one_text_with_two_times() {
    let git = Git::new();
    for (version, text) in
        [("1.0", "The first wording."), ("2.0", "The second wording."), ("1.0", "The first wording.")]
    {
        git.put("one.md", policy("POL-001", version, "approved", "", text));
        git.commit("Next");
    }
    let site = latest(&git);
    assert_eq!(of(&site, "POL-001/").iter().filter(|file| is_bytes(file)).count(), 2);
    let told = page(&site, "documents/POL-001/1.0.html");
    for time in ["<time>2026-01-02</time> to <time>2026-01-02</time>", "since <time>2026-01-04</time>"] {
        assert!(told.contains(time), "{time}: {told}");
    }
    // Each time leads to it.
    let record = page(&site, "documents/POL-001/history.html");
    let (versions, texts) = record.split_once("id=\"_texts\"").expect("all texts below the versions");
    let times = |part: &str| part.matches("<a href=\"1.0.html\">1.0</a>").count();
    assert_eq!((times(versions), times(texts)), (2, 1), "{record}");
    assert_eq!(page(&site, "changes/in-force.html").matches("POL-001/1.0.html\"").count(), 2);
}

#[test]
fn no_number_of_a_version_chooses_its_file() {
    let git = Git::new();
    let labels = ["../../x", "CON", "1.0A", "1.0a", "history", "a b", "texts", "1\u{202e}0", "con.", "compare"];
    for label in labels {
        git.put(
            "one.md",
            policy("POL-001", &label.replace('\\', "\\\\"), "approved", "", &format!("Wording {label}.")),
        );
        git.commit("Next");
    }
    let long = "9".repeat(500);
    git.put("one.md", policy("POL-001", &long, "approved", "", "Long."));
    git.commit("Long");
    let site = latest(&git);
    let files = of(&site, "POL-001/");
    assert_eq!(files.iter().filter(|file| is_bytes(file)).count(), labels.len() + 1, "{files:?}");
    let lower: std::collections::BTreeSet<String> = files.iter().map(|file| file.to_lowercase()).collect();
    assert_eq!(lower.len(), files.len(), "{files:?}");
    let plain =
        |file: &String| file.len() < 80 && file.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    assert!(files.iter().all(plain), "{files:?}");
    for file in ["version-CON.md", "1.0a.md", "version-history.md", "version-compare.html"] {
        assert!(files.contains(&file.to_owned()), "{file} is not among {files:?}");
    }
    assert!(!files.contains(&"1.0A.md".to_owned()), "{files:?}");
}

#[test]
fn links_of_old_lead_to_what_is_there_today_and_nowhere_else() {
    let git = Git::new();
    git.put("gone.md", policy("POL-009", "1.0", "approved", "", "Gone."));
    git.put("moved.md", policy("POL-002", "1.0", "approved", "", "## Part\n\nStays."));
    git.put("drawn.png", "no picture");
    let text = "## Here\n\n[moved](moved.md#part), [[POL-002]], [gone](gone.md), [[A.2.2]], [here](#here), [out](https://x.example/a), \
                [bad](javascript:alert(1)), ![A drawing](drawn.png)\n\n<script>alert(1)</script><a href=\"data:text/html,x\">y</a>";
    git.put("one.md", policy("POL-001", "1.0", "approved", "", text));
    git.commit("Begin");
    git.run(&["rm", "-q", "gone.md", "drawn.png"]);
    git.run(&["mv", "moved.md", "there.md"]);
    git.put("one.md", policy("POL-001", "2.0", "approved", "", "Short."));
    git.commit("Move");
    let site = latest(&git);
    let old = page(&site, "documents/POL-001/1.0.html");
    let article = old.split("<article").nth(1).and_then(|rest| rest.split("</article>").next()).expect("an article");
    for told in [
        "href=\"../../documents/POL-002.html\"",
        "href=\"../../controls/A.2.2.html\"",
        "href=\"#here\"",
        "href=\"https://x.example/a\"",
        "<span>gone</span>",
        "<span>bad</span>",
        "[Image, left out here: A drawing]",
    ] {
        assert!(article.contains(told), "{told}\n{article}");
    }
    // A file that is not there under that name leads nowhere, whoever bears its text now.
    assert!(article.contains("<span>moved</span>"), "{article}");
    for never in ["javascript:", "data:", "<script", "<img"] {
        assert!(!article.contains(never), "{never}\n{article}");
    }
    // What is gone keeps its text too.
    let gone = page(&site, "documents/POL-009/1.0.html");
    assert!(gone.contains("Gone.") && gone.contains("This is not the text in force."), "{gone}");
    assert!(page(&site, "changes/in-force.html").contains("../documents/POL-009/1.0.html"));
}

#[test]
fn the_approved_edition_has_of_earlier_texts_those_that_were_in_force() {
    let git = Git::new();
    for (version, status, text) in [
        ("1.0", "approved", "The first wording."),
        ("1.1", "draft", "CANARY between."),
        ("2.0", "approved", "The second wording."),
        ("3.0", "draft", "CANARY after."),
    ] {
        git.put("one.md", policy("POL-001", version, status, "", text));
        git.commit("Next");
    }
    git.put("two.md", policy("POL-002", "0.1", "draft", "", "CANARY alone."));
    git.commit("Another");
    let files =
        |bundle: &Bundle| -> Vec<String> { of(bundle, "POL-00").into_iter().filter(|file| is_bytes(file)).collect() };
    assert_eq!(files(&latest(&git)), ["1/1.0.md", "1/1.1.md", "1/2.0.md", "1/3.0.md", "2/0.1.md"]);
    let approved = build(&git, EditionKind::Approved, None);
    assert_eq!(files(&approved), ["1/1.0.md", "1/2.0.md"]);
    for file in of(&approved, "").iter().filter(|file| file.contains('/') && !file.contains("history")) {
        assert!(!page(&approved, &format!("documents/{file}")).contains("CANARY"), "{file}");
    }
}

#[test]
fn an_audience_has_no_text_that_was_for_fewer_or_that_names_what_is() {
    let git = Git::new();
    let public = "classification: public\n";
    git.put("one.md", policy("POL-001", "1.0", "approved", public, "First, beside [[POL-007]]."));
    git.put("two.md", policy("POL-002", "1.0", "approved", "classification: internal\n", "CANARY inside."));
    git.put("seven.md", policy("POL-007", "1.0", "approved", "classification: internal\n", "CANARY secret."));
    git.commit("Begin");
    git.put("one.md", policy("POL-001", "2.0", "approved", public, "Second."));
    git.put("two.md", policy("POL-002", "2.0", "approved", public, "Open now."));
    git.commit("Next");
    git.put("one.md", policy("POL-001", "3.0", "approved", public, "Third."));
    git.commit("Third");
    let site = build(&git, EditionKind::Latest, Some(Audience::Public));
    let texts: Vec<String> = of(&site, "").into_iter().filter(|file| is_bytes(file)).collect();
    assert_eq!(texts, ["POL-001/2.0.md", "POL-001/3.0.md"]);
    for (path, bytes) in site.iter() {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("CANARY") && !text.contains("POL-007"), "{path}");
    }
    // The others are there for those who may read all.
    let all = of(&latest(&git), "");
    assert!(all.contains(&"POL-001/1.0.md".to_owned()) && all.contains(&"POL-002/1.0.md".to_owned()), "{all:?}");
}

#[test]
fn many_texts_have_pages_for_the_newest_and_none_is_forgotten() {
    let git = Git::new();
    let mut import = String::new();
    let most = 3_100;
    for number in 0..most {
        let text = policy("POL-001", &format!("1.{number}"), "approved", "", &format!("Wording {number}."));
        import.push_str(&format!(
            "commit refs/heads/main\ncommitter Ada Example <ada@example.org> {} +0000\ndata 1\nx\nM 100644 inline one.md\ndata {}\n{text}\n",
            1_767_268_800 + number * 60,
            text.len(),
        ));
    }
    import.push_str("M 100644 inline aims.toml\ndata 0\n\n");
    let mut command = git.command(&["fast-import", "--quiet", "--force"]);
    let mut child = command.stdin(Stdio::piped()).spawn().expect("git");
    std::io::Write::write_all(&mut child.stdin.take().expect("a pipe"), import.as_bytes()).expect("it reads");
    assert!(child.wait().expect("it ends").success());
    let project = Project::find(git.path()).expect("a project");
    let request = Request { rev: Some("main".into()), ..Request::new(git.path(), Date::constant(2026, 11, 20)) };
    let built = project.build(&request).expect("a state");
    let files = built.files().expect("a plan");
    let texts = files.paths().iter().filter(|path| is_bytes(path.as_str())).count();
    assert!((2..=3_000).contains(&texts), "{texts}");
    let read = |path: &str| {
        let bytes = files.bytes(&DocPath::new(path).expect("a path")).expect("a file");
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let record = read("documents/POL-001/history.html");
    assert!(record.contains(&format!("All {most} texts")) && record.contains("older ones are not."), "{record}");
    assert!(record.contains("id=\"_texts\""), "they are listed");
    assert!(read("documents/POL-001/texts.js").len() < 200_000);
}
