//! Input that somebody made to break things, or that broke by itself: the binary comes to an end, says what is wrong and
//! never panics, and what it builds is a sound site that holds nothing but itself.

mod trees;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use sandbox::{Outcome, Sandbox, TODAY, everything};
use site::{check_site, is_page};

use crate::support::sandbox;
use crate::support::site;

/// Checks and builds a repository; asserts all that has to hold whatever is in it, and gives what `check` said.
#[track_caller]
fn survives(sandbox: &Sandbox) -> String {
    let short = sandbox.run(&["check", "--format", "short", "--today", TODAY]);
    assert!(matches!(short.code, Some(0 | 1)) && short.stderr.is_empty(), "{}", brief(&short));
    let json = sandbox.run(&["check", "--format", "json", "--today", TODAY]);
    assert!(json.code == short.code && json.stderr.is_empty(), "{}", brief(&json));
    serde_json::from_str::<serde_json::Value>(&json.stdout).expect("JSON");
    let human = sandbox.run(&["check", "--today", TODAY]);
    let read = ["", "    Read  the work tree, with changes that are not committed\n"];
    assert!(human.code == short.code && read.contains(&human.stderr.as_str()), "{}", brief(&human));
    for outcome in [&short, &human] {
        let control = |c: char| c.is_control() && c != '\n';
        assert!(!outcome.stdout.contains(control), "what drives a terminal gets through: {}", brief(outcome));
    }
    let built = sandbox.run(&["build", "--out", "out", "--today", TODAY]);
    assert!(built.code == short.code && built.stdout.is_empty(), "{}", brief(&built));
    assert!(!built.stderr.contains(|c: char| c.is_control() && c != '\n'), "{}", brief(&built));
    assert_eq!(built.stderr.contains("  Failed  "), built.code == Some(1), "{}", brief(&built));
    let problems = problems(&sandbox.path("out"));
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    short.stdout
}

/// An outcome short enough for a message.
fn brief(outcome: &Outcome) -> String {
    let start = |text: &str| text.chars().take(3_000).collect::<String>();
    format!("exits with {:?}\n{}\n{}", outcome.code, start(&outcome.stderr), start(&outcome.stdout))
}

/// What is wrong with a site: links, scripts and styles that are not the theme's, and what is no file.
fn problems(out: &Path) -> Vec<String> {
    let files = everything(out);
    assert!(files.values().all(|(mode, _)| *mode == 0o100_644), "the site holds links");
    let files: BTreeMap<String, Vec<u8>> = files
        .into_iter()
        .map(|(path, (_, bytes))| (String::from_utf8(path).expect("a name in UTF-8"), bytes))
        .collect();
    let mut problems = Vec::new();
    for (path, bytes) in files.iter().filter(|(path, _)| is_page(path)) {
        let text = String::from_utf8_lossy(bytes);
        let scripts = text.matches("<script").count();
        // What compares texts loads them when it is asked to; what chooses among commits knows what there is to choose.
        let known = [
            "aims.js\"></script>",
            "search.js\" defer></script>",
            "compare.js\" defer></script>",
            "commits.js\" defer></script>",
        ];
        let own = known.map(|own| text.matches(own).count());
        if scripts != own.iter().sum::<usize>() || own[0] != 1 || own.iter().any(|times| *times > 1) {
            problems.push(format!("{path}: has {scripts} scripts"));
        }
        if text.matches("<main").count() != 1 || text.matches("</main>").count() != 1 {
            problems.push(format!("{path}: its main part can be left"));
        }
    }
    problems.extend(check_site(out));
    problems.truncate(20);
    problems
}

/// A repository of these pages, committed.
fn pages<T: AsRef<[u8]>>(pages: &[(&str, T)]) -> Sandbox {
    let sandbox = Sandbox::new(pages);
    sandbox.put("aims.toml", "");
    sandbox.commit("Begin");
    sandbox
}

#[test]
fn huge_files_are_told_and_left_out() {
    let sandbox = pages(&[("ok.md", "# Ok\n\n[huge](huge.md)\n")]);
    sandbox.put("huge.md", "Far too much of everything.\n".repeat(50_000_000 / 28));
    sandbox.put("line.md", "x".repeat(50_000_000));
    let said = survives(&sandbox);
    assert!(said.contains("huge.md:1:1: error: the file has ") && said.contains("line.md:1:1: error: "), "{said}");
}

#[test]
fn ten_thousand_files_are_read() {
    let sandbox = Sandbox::new(&[("aims.toml", "[checks.levels]\nserves-nothing = \"off\"\nno-soa = \"off\"\n")]);
    for i in 0..10_000 {
        let text = match i % 10 {
            0 => {
                format!("---\nid: REC-{i}\ntitle: Record {i}\nkind: record\ndate: 2026-11-01\n---\n[[REC-{}]]\n", i / 2)
            }
            _ => format!("# Page {i}\n\nSee [{i}]({}.md).\n", i / 2),
        };
        sandbox.put(format!("{}/{i}.md", if i % 10 == 0 { "records" } else { "pages" }), text);
    }
    sandbox.commit("Begin");
    let said = survives(&sandbox);
    assert!(said.contains("[AIMS203]"));
}

/// Front matter that is as large as a file may be, or made to grow.
#[test]
fn front_matter_cannot_blow_up() {
    let bomb = |n: usize| {
        let level = |i: usize| {
            let before = ["*", &format!("a{}, ", i - 1)].concat();
            format!("a{i}: &a{i} [{}]\n", before.repeat(9))
        };
        format!("---\na0: &a0 [x, x]\n{}---\n", (1..n).map(level).collect::<String>())
    };
    let keys: String = (0..30_000).map(|i| format!("key-{i}: {i}\n")).collect();
    let twice = "title: T\n".repeat(15_000);
    let sandbox = pages(&[
        ("alias-bomb.md", bomb(30)),
        ("brackets.md", format!("---\ntitle: {}\n---\n", "[".repeat(30_000))),
        ("braces.md", format!("---\ntitle: {}\n---\n", "{".repeat(30_000))),
        ("closed.md", format!("---\ntitle: {}{}\n---\n", "[".repeat(30_000), "]".repeat(30_000))),
        ("dashes.md", format!("---\ntitle:\n {}x\n---\n", "- ".repeat(30_000))),
        ("questions.md", format!("---\n{}x\n---\n", "? ".repeat(15_000))),
        ("toml-brackets.md", format!("+++\ntitle = {}\n+++\n", "[".repeat(30_000))),
        ("toml-braces.md", format!("+++\ntitle = {}\n+++\n", "{a=".repeat(15_000))),
        ("toml-dots.md", format!("+++\n{}a = 1\n+++\n", "a.".repeat(15_000))),
        ("toml-table.md", format!("+++\n[{}a]\nb = 1\n+++\n", "a.".repeat(15_000))),
        ("long-line.md", format!("---\nid: A\ntitle: {}\nkind: policy\n---\n", "long ".repeat(60_000))),
        ("long-key.md", format!("---\n{}: x\n---\n", "k".repeat(300_000))),
        ("long-id.md", format!("---\nid: {}\n---\n", "k".repeat(300_000))),
        ("many-keys.md", format!("---\n{keys}---\n")),
        ("one-key.md", format!("---\n{twice}---\n")),
        ("many-documents.md", format!("---\nid: B\n---\n{}", "---\n".repeat(30_000))),
    ]);
    let said = survives(&sandbox);
    for page in ["alias-bomb", "brackets", "closed", "dashes", "questions", "toml-brackets", "toml-braces"] {
        let told = |line: &str| line.starts_with(&format!("{page}.md:")) && line.contains("[AIMS104]");
        assert!(said.lines().any(told), "nothing is said of {page}.md");
    }
}

#[test]
fn what_merely_looks_like_front_matter_is_told_or_taken_as_text() {
    let sandbox = pages(&[
        ("only.md", &b"---"[..]),
        ("only-line.md", b"---\n"),
        ("both.md", b"---\n---"),
        ("end.md", b"---\nid: A\n---"),
        ("end-of-file.md", b"# Text\n\n---"),
        ("nul.md", b"---\nid: \0\ntitle: a\0b\n---\n# \0\n\0[\0](\0) `\0`\n"),
        ("bom.md", b"\xef\xbb\xbf---\r\nid: BOM\r\ntitle: T\r\n---\r\n# T\r\n"),
        ("carriage.md", b"---\rid: CR\r---\r# T\r"),
        ("scalar.md", b"---\njust text\n---\n"),
        ("list.md", b"---\n- id: A\n---\n"),
        ("nothing.md", b""),
        ("binary.md", &[0, 159, 146, 150, 255, 254, b'-', b'-', b'-', b'\n'].repeat(1000)),
        ("utf16.md", b"\xff\xfe-\0-\0-\0\n\0i\0d\0:\0 \0A\0\n\0"),
        ("types.md", b"---\nid: {a: b}\ntitle: [a, {b: c}]\nkind: 3\ncontrols: {A.5.2: [x]}\nstatus: [approved]\nrequirements: x\n---\n"),
        ("tags.md", b"---\nid: !!python/object:os.system x\ntitle: &a T\nowner: *a\n<<: *a\n---\n"),
        ("terminal.md", b"---\nid: \"\\e[31mred\\a\"\ntitle: \"\\e]0;owned\\a\"\nki\x1b[2Jnd: x\n---\n[\x1b[31m](\x1b[32m)\n"),
        ("bidi.md", "---\nid: A\u{202e}B\ntitle: \u{202e}evil\u{2066}\n---\n\u{202e}\n".as_bytes()),
    ]);
    let said = survives(&sandbox);
    assert!(said.contains("only.md:1:1: error: the front matter is never closed"), "{said}");
    assert!(said.contains("binary.md:1:2: error: byte 0x9f is not UTF-8"), "{said}");
}

#[test]
fn markdown_cannot_be_nested_too_deep() {
    let lists: String = (0..1_500).map(|i| format!("{}- x\n", "  ".repeat(i))).collect();
    let wide = format!("|{}\n|{}\n{}", " a |".repeat(500), "-|".repeat(500), "| b |\n".repeat(1_000));
    let notes: String = (0..5_000).map(|i| format!("[^{i}]\n\n[^{i}]: see [^{}]\n\n", i + 1)).collect();
    let sandbox = pages(&[
        ("quotes.md", format!("{} x\n", ">".repeat(10_000))),
        ("lists.md", lists),
        ("items.md", format!("{}x\n", "- ".repeat(10_000))),
        ("numbers.md", format!("{}x\n", "1. ".repeat(10_000))),
        ("mixed.md", format!("{}x\n", "> - ".repeat(5_000))),
        ("stars.md", format!("{}x{}\n", "*a ".repeat(8_000), " b*".repeat(8_000))),
        ("marks.md", format!("{}\n", "*_".repeat(30_000))),
        ("tildes.md", format!("{}\n", "~~a ".repeat(30_000))),
        ("headings.md", "# Same\n\n".repeat(5_000)),
        ("wide.md", wide),
        ("notes.md", notes),
        ("definitions.md", "a\n: b\n\n".repeat(5_000)),
    ]);
    survives(&sandbox);
}

#[test]
fn brackets_ticks_and_entities_without_end_are_text() {
    let sandbox = pages(&[
        ("open.md", "[".repeat(30_000)),
        ("open-lines.md", "[\n".repeat(30_000)),
        ("images.md", "![[".repeat(30_000)),
        ("wiki.md", "[[".repeat(30_000)),
        ("notes.md", "[^".repeat(30_000)),
        ("colons.md", ":x\n".repeat(15_000)),
        ("both.md", "a\n: b\n\nc\n:d\n\n".repeat(5_000)),
        ("diagrams.md", "::: mermaid\n".repeat(8_000)),
        ("addresses.md", "_www.a@b.".repeat(8_000)),
        ("closed.md", format!("{}{}", "[".repeat(15_000), "](x)".repeat(15_000))),
        ("links.md", "[a](".repeat(30_000)),
        ("one-line.md", "[[x]] ".repeat(8_000)),
        ("pairs.md", "[a][b]".repeat(15_000)),
        ("ticks.md", (1..2_000).map(|i| format!("{} ", "`".repeat(i))).collect()),
        ("angles.md", "<a ".repeat(30_000)),
        ("comments.md", "<!-- ".repeat(30_000)),
        ("instructions.md", "<? <!A <![CDATA[".repeat(15_000)),
        ("entities.md", "&amp;&#0;&#xD800;&#x110000;&bogus;".repeat(8_000)),
        ("backslashes.md", "\\".repeat(150_000)),
        ("references.md", (0..8_000).map(|i| format!("[{i}]: #{i}\n")).collect()),
    ]);
    survives(&sandbox);
}

#[test]
fn raw_html_can_neither_run_nor_pose_as_the_page() {
    let hostile = r#"# Hostile

<script>alert(1)</script><SCRIPT SRC=//evil.example/x.js></SCRIPT>
<main id="main" class="site" style="position: fixed">

</main></body></html>

<meta http-equiv="refresh" content="0; url=https://evil.example/"><base href="https://evil.example/">
<style>* { display: none }</style><link rel=stylesheet href=//evil.example/x.css>
<iframe src="https://evil.example/"></iframe><object data="https://evil.example/x"></object><embed src="https://evil.example/x">
<img src=https://evil.example/x onerror=alert(1)><img src="https://evil.example/pixel.png"><svg onload=alert(1)><style>x</style></svg>
<form action="https://evil.example/"><input name=a autofocus onfocus=alert(1)><button formaction=javascript:alert(1)>x</button></form>
<a href="javascript:alert(1)">a</a> <a href="&#106;avascript:alert(1)">b</a> <a href=" java&#10;script:alert(1)" target=_blank>c</a>
<div id="main" class="warning" onclick="x()" style="color: red">d</div><p id=top><td></table></div></div></div>
<math><mtext></p><style><img src=https://evil.example/x onerror=alert(1)></style></math><noscript><p title="</noscript><script>alert(1)</script>">
<textarea><template><script>alert(1)</script></template><plaintext>

[a](javascript:alert(1)) [b](<java&#10;script:alert(1)>) [c](&#106;avascript:alert%281%29) <javascript:alert(1)>
![d](javascript:alert(1)) [e](vbscript:x) [f](data:text/html,<script>alert(1)</script>) [g]( javascript:x) [h](JaVaScRiPt:x)
[i](//evil.example) [j](\\\\evil.example) [k](/\evil.example) [l](https:evil.example) [m](file:///etc/passwd)
[[javascript:alert(1)]] ![[javascript:alert(1)]] [x](x "a\"onclick=alert(1)") `</code><script>`

```"onmouseover=alert(1) <script>
</code></pre><script>alert(1)</script>
```

# </h1><script> {#"onclick=alert(1) .x onclick=alert(1)}

[^</p><script>alert(1)</script>]

[^</p><script>alert(1)</script>]: x
"#;
    let front = "---\nid: REC-001\ntitle: </title><script>alert(1)</script>\nkind: record\ndate: 2026-11-01\n\
        version: \"<script>\"\ntags: ['\"><script>']\nperiod: </main>\nrecorded-by: <img src=https://evil.example/x onerror=alert(1)>\n\
        controls: [<script>]\nrequirements: {</main>: [<script>]}\nsystems: ['\" onclick=x']\n\"<script>\": \"</script>\"\n---\n";
    let settings = "\"</main>\" = 1\n[organisation]\nname = \"</title><script>\"\n[site]\ntitle = \"</main><script>\"\n\
        base-url = \"javascript:alert(1)\"\nforge = \"javascript:alert(1)//{commit}\"\n[roles]\n\"<script>\" = \"</main>\"\n\
        [kinds.drill]\nlabel = \"<script>\"\nplural = \"</main><script>\"\n";
    let nested = format!("{}{}", "<div>".repeat(20_000), "</b>".repeat(1_000));
    let tables = "<table><tr><td>".repeat(2_000);
    let sandbox = Sandbox::new(&[
        ("aims.toml", settings),
        ("hostile.md", hostile),
        ("front.md", &format!("{front}{hostile}")),
        ("nested.md", &nested),
        ("tables.md", &tables),
        ("attributes.md", &format!("<div {}>", "a=b ".repeat(100_000))),
        ("image.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"),
        ("use.md", "![a picture](image.svg)\n"),
        ("drill.md", "---\nid: DRI-001\ntitle: T\nkind: drill\n---\n"),
    ]);
    sandbox.commit("<script>alert(1)</script></main>\n\n</main><script>");
    let said = survives(&sandbox);
    assert!(said.matches("[AIMS207]").count() > 10, "{said}");
    let page = fs::read_to_string(sandbox.path("out/documents/hostile.html")).expect("a page");
    // The frame has a form of its own.
    let (_, page) = page.split_once("<main").expect("a main part");
    // An image on the web is a link, which loads nothing.
    for poison in ["src=\"http", "src=http", "=//evil", "onerror=a", "<iframe", "<form", "<svg o", "<base", "<style"] {
        assert!(!page.contains(poison), "{poison} gets through");
    }
}

#[test]
fn names_of_files_are_names_and_no_more() {
    let names = [
        "with space.md",
        "it's.md",
        "per%20cent%.md",
        "ha#sh.md",
        "quest&ion;.md",
        "emoji-😀.md",
        "umlaut-ä.md",
        "umlaut-a\u{308}.md",
        "-rf.md",
        "--help.md",
        "index.md",
        "INDEX/index.md",
        "README.md",
        "readme/README.md",
        "con.md",
        "aux/nul.md",
        "dots..md",
        ".md",
        "..md",
        "a.b.c.md",
        "history.md",
        "history/index.html.md",
        "documents/a/history.md",
        "UPPER.MD",
        "many/many/many/many/many/many/many/many/deep.md",
        "aims.js.md",
        "[brackets](x).md",
        "$(touch owned).md",
        "`touch owned`.md",
        "%2e%2e%2fescape.md",
    ];
    let mut files: Vec<(&str, String)> =
        names.iter().map(|name| (*name, format!("# {name}\n\n[[POL-001]]\n"))).collect();
    files.push(("a.md", "---\nid: pol-001\ntitle: T\nkind: policy\n---\n".into()));
    files.push(("b.md", "---\nid: POL-001\ntitle: T\nkind: policy\n---\n".into()));
    files.push(("c.md", "---\nid: index\ntitle: T\nkind: policy\n---\n".into()));
    files.push(("d.md", "---\nid: CON\ntitle: T\nkind: policy\n---\n".into()));
    files.push(("e.md", "---\nid: ../../../escape\ntitle: T\nkind: policy\n---\n".into()));
    files.push(("f.md", "---\nid: POL-001-2\ntitle: T\nkind: policy\n---\n".into()));
    files.push(("g.md", "---\nid: a\ntitle: T\nkind: policy\nreplaces: [a, POL-001]\n---\n".into()));
    let links: String = names.iter().map(|name| format!("- [x](<{}>)\n", name.replace('%', "%25"))).collect();
    files.push(("links.md", links));
    let sandbox = pages(&files);
    let said = survives(&sandbox);
    assert!(said.contains("b.md:2:5: error: the id `POL-001` is already taken as `pol-001` by a.md"), "{said}");
    assert!(!sandbox.path("owned").exists() && !sandbox.path("../escape.html").exists());
    let unlinked: Vec<&str> = said.lines().filter(|line| line.starts_with("links.md:")).collect();
    // Of two names the file is hidden, and one holds a `#`.
    assert_eq!(unlinked.len(), 3, "{unlinked:#?}");
}

#[test]
#[cfg(unix)]
fn names_that_only_unix_knows_are_told_or_made_safe() {
    let names = [
        "new\nline.md",
        "tab\t.md",
        "quo\"te.md",
        "less<more>.md",
        "pi|pe.md",
        "co:lon.md",
        "sta*r?.md",
        "end .md",
        "\x1b[31m.md",
    ];
    let files: Vec<(&str, String)> = names.iter().map(|name| (*name, "# T\n\n[[POL-001]]\n".to_owned())).collect();
    let sandbox = pages(&files);
    sandbox.put("back\\slash.md", "");
    let said = survives(&sandbox);
    assert_eq!(said.matches("[AIMS203]").count(), names.len(), "{said}");
    assert_eq!(said.matches("[AIMS806]").count(), 1, "{said}");
}

#[test]
#[cfg(target_os = "linux")]
fn names_that_are_no_text_are_told() {
    use std::os::unix::ffi::OsStrExt;
    let sandbox = Sandbox::new(&[("aims.toml", "")]);
    sandbox.put(std::ffi::OsStr::from_bytes(b"caf\xe9.md"), "# T\n");
    sandbox.put(std::ffi::OsStr::from_bytes(b"d\xff/page.md"), "# T\n");
    sandbox.commit("Begin");
    assert_eq!(survives(&sandbox).matches("[AIMS806]").count(), 2);
    let committed = sandbox.run(&["check", "--rev", "HEAD", "--format", "short", "--today", TODAY]);
    assert_eq!(committed.stdout.matches("[AIMS806]").count(), 2, "{}", brief(&committed));
}

#[test]
#[cfg(unix)]
fn links_of_the_file_system_lead_nowhere() {
    use std::os::unix::fs::symlink;
    let outside = Sandbox::new(&[("secret.md", "# Secret\n"), ("secret.png", "secret")]);
    let text = "# T\n\n[a](file.md) ![b](picture.png) [c](loop/page.md) [d](root/etc/passwd) [e](self.md)\n";
    let sandbox = Sandbox::new(&[("aims.toml", ""), ("page.md", text), ("docs/a.md", "")]);
    symlink(".", sandbox.path("loop")).expect("a link");
    symlink("../..", sandbox.path("docs/up")).expect("a link");
    symlink("/", sandbox.path("root")).expect("a link");
    symlink("self.md", sandbox.path("self.md")).expect("a link");
    symlink("gone.md", sandbox.path("dangling.md")).expect("a link");
    symlink(outside.path(""), sandbox.path("folder")).expect("a link");
    symlink(outside.path("secret.md"), sandbox.path("file.md")).expect("a link");
    symlink(outside.path("secret.png"), sandbox.path("picture.png")).expect("a link");
    sandbox.commit("Begin");
    let said = survives(&sandbox);
    assert_eq!((said.matches("[AIMS805]").count(), said.matches("[AIMS203]").count()), (8, 5), "{said}");
    let secret = |(path, (_, bytes)): (Vec<u8>, (u32, Vec<u8>))| {
        String::from_utf8_lossy(&path).contains("secret") || bytes == b"secret" || bytes == b"# Secret\n"
    };
    assert!(!everything(&sandbox.path("out")).into_iter().any(secret));
    // Built over a link that came with the documents, the site would stand where the link leads.
    symlink(outside.path(""), sandbox.path("elsewhere")).expect("a link");
    let built = sandbox.run(&["build", "--out", "elsewhere", "--today", TODAY]);
    assert!(built.code == Some(2) && built.stderr.contains("is a symbolic link"), "{}", brief(&built));
}

#[test]
fn settings_can_be_as_bad_as_documents() {
    for (settings, rule) in [
        (&b"organisation = 3\npeople = \"x\"\nroles = [1]\nchecks = [[]]\nkinds = 1\n"[..], Some("AIMS802")),
        (b"[review]\ndefault = \"999999999999 years\"\n", Some("AIMS802")),
        (b"[folders]\n\"../..\" = \"policy\"\n\"\" = \"policy\"\n\"/\" = \"record\"\n", None),
        (b"[aliases]\nid = \"title\"\ntitle = \"id\"\nkind = \"kind\"\n", None),
        (b"[kinds.policy]\nfield = [{ name = \"id\", type = \"rows\" }]\n[kinds.\"\"]\n[kinds.\"../x\"]\n", None),
        (b"[kinds.drill]\nfield = [{ name = \"\", type = \"text\" }, { name = \"-\", type = \"choice\" }, { name = \"\xc3\xa4\", type = \"text\" }]\n", None),
        (b"[site]\nforge = \"{commit}{commit}{{commit}}\"\ntitle = \"\"\n[organisation]\nname = \"\"\n", None),
    ] {
        let page = "---\nid: POL-001\ntitle: T\nkind: policy\nowner: Ada\n---\n# T\n";
        let drill = "---\nid: DRI-001\ntitle: T\nkind: drill\n\"\": x\n\"-\": y\n\u{e4}: z\n---\n";
        let sandbox = Sandbox::new(&[("aims.toml", settings), ("page.md", page.as_bytes()), ("drill.md", drill.as_bytes())]);
        sandbox.commit("Begin");
        let said = survives(&sandbox);
        let told = rule.is_none_or(|rule| said.lines().any(|line| line.starts_with("aims.toml:") && line.contains(rule)));
        assert!(told, "{}: {said}", String::from_utf8_lossy(&settings[..settings.len().min(80)]));
    }
    let folder = Sandbox::new(&[("aims.toml/page.md", "")]);
    let outcome = folder.run(&["check"]);
    assert!(outcome.code == Some(2) && outcome.stderr.contains("\nhint: "), "{}", brief(&outcome));
}

#[test]
fn settings_that_cannot_be_used_at_all_stop_the_program_and_nothing_else() {
    let long = format!(
        "[roles]\n{}",
        (0..200_000).map(|i| format!("\"Role {i}\" = \"Does the work of {i}\"\n")).collect::<String>()
    );
    for (settings, why) in [
        (&b"[organisation]\nname = \"Caf\xe9\"\n"[..], "error[AIMS103]"),
        (b"\0\0\0", "error[AIMS802]"),
        (b"[organisation\nname = ", "error[AIMS802]"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", "it is a pointer of Git LFS"),
        (b"[risk]\nhigh = 99999999999999999999\n", "error[AIMS802]"),
        (b"[\"\\u001b[31m</main>\"]\n", "error[AIMS803]"),
        (b"[\"\"]\n[\"../x\"]\n", "error[AIMS803]"),
        (&b"[".repeat(100_000), "error[AIMS802]"),
        (format!("a = {}", "[".repeat(100_000)).as_bytes(), "error[AIMS802]"),
        (&b"x = 1\n".repeat(1_700_000), "have 10200000 bytes"),
        (long.as_bytes(), "at most 4194304 are read"),
    ] {
        let sandbox = Sandbox::new(&[("aims.toml", settings), ("page.md", b"# T\n")]);
        sandbox.commit("Begin");
        for command in ["check", "build"] {
            let outcome = sandbox.run(&[command, "--today", TODAY]);
            let control = |c: char| c.is_control() && c != '\n';
            assert!(outcome.code == Some(2) && outcome.stdout.is_empty(), "{}", brief(&outcome));
            assert!(outcome.stderr.starts_with("error: the settings in aims.toml "), "{}", brief(&outcome));
            assert!(outcome.stderr.contains(why) && outcome.stderr.contains("\nhint: "), "{}", brief(&outcome));
            assert!(!outcome.stderr.contains(control) && outcome.stderr.len() < 3_000, "{}", brief(&outcome));
        }
        assert!(!sandbox.path("site").exists());
    }
}

#[test]
fn a_framework_of_ones_own_is_not_trusted() {
    let settings = "[frameworks]\nfiles = [\"a.toml\", \"b.toml\", \"c.toml\", \"../d.toml\", \"/etc/passwd\", \"page.md\", \"\", \"docs\"]\n";
    let head = "title = \"</title><script>\"\nshort = \"<script>\"\nedition = \"</main>\"\nnote = \"</main><script>alert(1)</script>\"\n";
    let ids = ["../../escape", "index", "con", "<script>", "a/b", "A", "a", "", " ", "x\\\\y", "."];
    let items: String =
        ids.iter().map(|id| format!("[[item]]\nid = \"{id}\"\ntitle = \"</main><script>\"\n")).collect();
    let sound = "[[item]]\nid = \"P1\"\ntitle = \"</main><script>\"\nsummary = \"<script>\"\n[[relates]]\nfrom = \"A.5.2\"\nto = \"P1\"\nnote = \"</main><script>\"\n";
    let sandbox = Sandbox::new(&[
        ("aims.toml", settings),
        ("a.toml", &format!("id = \"../../escape\"\n{head}{items}")),
        ("b.toml", &format!("id = \"house\"\n{head}{items}")),
        ("c.toml", &format!("id = \"sound\"\n{head}{sound}")),
        ("docs/page.md", ""),
        (
            "page.md",
            "---\nid: REC-001\ntitle: T\nkind: record\ndate: 2026-11-01\nrequirements: {sound: [P1, \"../P1\"]}\n---\n",
        ),
    ]);
    sandbox.commit("Begin");
    let said = survives(&sandbox);
    assert!(said.contains("a.toml:1:6: error: ") && said.contains("b.toml:"), "{said}");
    assert!(sandbox.path("out/frameworks/sound.html").is_file());
    assert!(!everything(&sandbox.path("")).keys().any(|path| String::from_utf8_lossy(path).contains("escape")));
}
