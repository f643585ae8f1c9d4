//! Faults of TOML, each with its place and its mend.

use super::super::toml::parse;

/// The place and what is said there, and what the text is after the mend, where there is one.
fn told(source: &str) -> (String, String) {
    let (_, problems) = parse(source);
    let Some(problem) = problems.first() else { return ("nothing".to_owned(), source.to_owned()) };
    let mended = problem.fixes.first().map_or_else(String::new, |fix| {
        format!("{}{}{}", &source[..fix.span.start], fix.replacement, &source[fix.span.end..])
    });
    let before = &source[..problem.span.start];
    let (line, column) = (before.matches('\n').count() + 1, before.chars().rev().take_while(|c| *c != '\n').count());
    (format!("{line}:{} {}", column + 1, problem.message), mended)
}

#[test]
fn faults_are_told_at_their_place_with_what_mends_them() {
    let text = "is a text, and so needs quotes";
    let colon = "a colon stands between the key and its value, where TOML has an `=`";
    let open = "that opens here is never closed";
    let key = "needs quotes, for it holds more than letters, digits, `-` and `_`";
    let answer = "is no answer in TOML, which has `true` and `false`";
    for (source, message, mended) in [
        ("a = 1\nb = Acme Ltd # us\n", &*format!("2:5 the value of `b` {text}"), "a = 1\nb = \"Acme Ltd\" # us\n"),
        ("[r]\nevery = 12 months\n", &format!("2:9 the value of `every` {text}"), "[r]\nevery = \"12 months\"\n"),
        ("level = off\n", &format!("1:9 the value of `level` {text}"), "level = \"off\"\n"),
        ("n = “A”\n", "1:5 the value of `n` stands in typographic quotes, which TOML does not take", "n = \"A\"\n"),
        ("n = \"Acme\nb = 1\n", &format!("1:5 the quote `\"` {open}"), "n = \"Acme\"\nb = 1\n"),
        ("n = 'Acme\n", &format!("1:5 the quote `'` {open}"), "n = 'Acme'\n"),
        ("n = \"\"\"Acme\nb = 1\n", &format!("1:5 the quote `\"\"\"` {open}"), ""),
        ("name: \"Acme\"\n", &format!("1:5 {colon}"), "name = \"Acme\"\n"),
        ("name: Acme\n", &format!("1:5 {colon}"), "name = \"Acme\"\n"),
        ("u = [\"a\", \"b\"\n[t]\n", "1:5 the list that `[` opens here is never closed", "u = [\"a\", \"b\"]\n[t]\n"),
        ("use = [\n  \"a\",\nb = 1\n", "1:7 the list that `[` opens here is never closed", ""),
        ("u = [\"a\" \"b\"]\n", "1:5 a comma is missing between the items of this list", "u = [\"a\", \"b\"]\n"),
        ("u = [eu-ai-act, b]\n", "1:5 the texts of this list need quotes", "u = [\"eu-ai-act\", \"b\"]\n"),
        (
            "u = [\n  “a”, # one\n\tb , c\n]\n",
            "1:5 the texts of this list need quotes",
            "u = [\n  \"a\", # one\n\t\"b\" , \"c\"\n]\n",
        ),
        ("a = { b = 1\nc = 2\n", "1:5 the row that `{` opens here is never closed", ""),
        ("a = { b: 1 }\n", "1:5 the rows of braces are `key = value`, with commas between them", "a = { b = 1 }\n"),
        ("[t\nn = 1\n", "1:1 the name of the table that `[` opens here is never closed", "[t]\nn = 1\n"),
        ("[[t]\nn = 1\n", "1:1 the brackets around the name of this table do not match", "[[t]]\nn = 1\n"),
        ("[Document ID]\n", "1:1 the name `Document ID` needs quotes", "[\"Document ID\"]\n"),
        ("[kinds.My Kind]\n", "1:1 the name `kinds.My Kind` needs quotes", "[kinds.\"My Kind\"]\n"),
        ("[v1.2 rules]\n", "1:1 the name `v1.2 rules` needs quotes", "[\"v1.2 rules\"]\n"),
        ("[]\n", "1:1 a table has to have a name", ""),
        ("[l]\nMy ID = \"id\"\n", &format!("2:1 the key `My ID` {key}"), "[l]\n\"My ID\" = \"id\"\n"),
        ("Prüfung = \"id\"\n", &format!("1:1 the key `Prüfung` {key}"), "\"Prüfung\" = \"id\"\n"),
        ("“p” = “policy”\n", &format!("1:1 the key `“p”` {key}"), "\"p\" = \"policy\"\n"),
        ("p = \"C:\\aims\"\n", "1:5 within double quotes a backslash means more than itself", "p = 'C:\\aims'\n"),
        ("n = \"a\",\n", "1:5 a `,` stands behind the value", "n = \"a\"\n"),
        ("n = 3,\n", "1:5 a `,` stands behind the value", "n = 3\n"),
        ("n = \"A \"b\" c\"\n", "1:5 text stands behind the quote that closes the value", "n = 'A \"b\" c'\n"),
        ("on = yes\n", &format!("1:6 `yes` {answer}"), "on = true\n"),
        ("on = False\n", &format!("1:6 `False` {answer}"), "on = false\n"),
        ("h = 1e400\n", "1:5 `1e400` is a number beyond all that can be read", ""),
        ("name =\n", "1:1 `name` has no value", ""),
        ("name\n", "1:1 `name` is no `key = value`: it has no `=`", ""),
        ("n Acme\n", "1:1 `n Acme` is no `key = value`: it has no `=`", "n = \"Acme\"\n"),
        ("{\"site\": {}}\n", "1:1 `{\"site\": {}}` is no `key = value`: it has no `=`", ""),
        ("// our settings\na = 1\n", "1:1 this is no `key = value`", ""),
        ("= 3\n", "1:1 no key stands before the `=`", ""),
        ("a = 1\nb = 2\na = 3\n", "3:1 the key `a` stands twice", ""),
        ("[t]\na = 1\n[u]\n[t]\n", "4:1 the table `[t]` stands twice", ""),
        (
            "[t]\na = 1\n\n[[t]]\na = 2\n",
            "1:1 `[t]` is one table, and `[[t]]` an entry of several",
            "[[t]]\na = 1\n\n[[t]]\na = 2\n",
        ),
        (
            "[[t]]\na = 1\n\n[t]\na = 2\n",
            "4:1 `[t]` is one table, and `[[t]]` an entry of several",
            "[[t]]\na = 1\n\n[[t]]\na = 2\n",
        ),
    ] {
        assert_eq!(told(source), (message.to_owned(), mended.to_owned()), "{source}");
        assert!(mended.is_empty() || parse(mended).1.is_empty(), "{mended}");
    }
}

#[test]
fn days_that_are_none_and_days_among_texts_are_told() {
    let text = "is a text, and so needs quotes";
    for (source, message, mended) in [
        ("d = 2026-02-30\n", "1:5 `2026-02-30` is no date: February 2026 has 28 days", ""),
        ("d = 2026-11-31 # last\n", "1:5 `2026-11-31` is no date: November has 30 days", ""),
        ("d = 2026-13-45\n", "1:5 `2026-13-45` is no date: there is no month 13", ""),
        ("d = [\"a\", 2026-02-30]\n", "1:11 `2026-02-30` is no date: February 2026 has 28 days", ""),
        ("d = { by = \"a\", on = 2026-02-30 }\n", "1:22 `2026-02-30` is no date: February 2026 has 28 days", ""),
        ("left = 31.12.2026 # gone\n", "1:8 `31.12.2026` is no date", "left = 2026-12-31 # gone\n"),
        ("d = [2026-11-20, Acme]\n", "1:5 the texts of this list need quotes", "d = [\"2026-11-20\", \"Acme\"]\n"),
        ("d = 5/6/2026\n", &format!("1:5 the value of `d` {text}"), "d = \"5/6/2026\"\n"),
        ("d = Of 2026-02-30\n", &format!("1:5 the value of `d` {text}"), "d = \"Of 2026-02-30\"\n"),
    ] {
        assert_eq!(told(source), (message.to_owned(), mended.to_owned()), "{source}");
        assert!(mended.is_empty() || parse(mended).1.is_empty(), "{mended}");
    }
}

#[test]
fn signs_that_nobody_sees_are_named() {
    let blank = "a no-break space (U+00A0) stands in no quotes, where TOML takes none";
    let alike = "holds a sign that looks like another";
    let right = "[r]\ndue-soon = \"30 days\"\n";
    for (source, message) in [
        ("[r]\ndue-soon\u{a0}= \"30 days\"\n", format!("2:9 {blank}")),
        ("[r]\ndue-soon =\u{a0}\"30 days\"\n", format!("2:11 {blank}")),
        ("[r]\n\u{a0}\u{a0}due-soon\u{a0}=\u{a0}\"30 days\"\u{a0}\n", format!("2:1 {blank}")),
        ("[r]\u{a0}\ndue-soon = \"30 days\"\n", format!("1:4 {blank}")),
        ("c = [\n    \"A.5.2\",\u{a0}  \n  \"A.5.3\",\n]\n", format!("2:13 {blank}")),
        (
            "[r]\ndue-soon\u{200b} = \"30 days\"\n",
            "2:9 a space without width (U+200B) stands in no quotes, where TOML takes none".to_owned(),
        ),
        ("[r]\ndue\u{2011}soon = \"30 days\"\n", format!("2:1 `due\u{2011}soon` {alike}")),
        ("[r]\ndue–soon = \"30 days\"\n", format!("2:1 `due–soon` {alike}")),
        ("[\u{433}]\ndue-soon = \"30 days\"\n", "1:1 the name `\u{433}` needs quotes".to_owned()),
        ("[\u{440}]\na = 1\n", format!("1:2 `\u{440}` {alike}")),
    ] {
        let (told, mended) = told(source);
        assert_eq!(told, message, "{source}");
        assert!(!mended.contains("due") || mended == right || source.contains('\u{433}'), "{mended}");
        // All but the signs stays as it is.
        assert!(!source.starts_with('c') || mended == source.replace('\u{a0}', ""), "{mended}");
        assert!(parse(&mended).1.is_empty(), "{mended}");
    }
    assert_eq!(told("\u{a0}\na = 1\n").1, "\na = 1\n");
    assert_eq!(told("# x\u{a0}\na = \"\u{a0}\"\n").0, "nothing");
    // No backslash is spoken of where there is none.
    assert!(!told("a = \"x\u{1}y\"\n").0.contains("backslash"));
}

#[test]
fn of_a_key_that_stands_twice_the_line_is_that_of_the_file() {
    let split = crate::parse::front("+++\nid = \"A\"\nowner = \"B\"\nowner = \"C\"\n+++\n", false);
    let help = split.problems.first().and_then(|problem| problem.help.as_ref());
    assert_eq!(help.map(ToString::to_string).as_deref(), Some("The other is on line 3. Keep one of them."));
}

#[test]
fn what_is_fine_is_no_fault() {
    for fine in [
        "",
        "# a = [\n",
        "a = [\n  \"x\", # ]\n  'y',\n]\n[t.u]\n[[v]]\n\"a = b\" = '''\n[x\n'''\n",
        "a = \"\"\"\n\\\"\"\"x\n\"\"\"\nb = [[1], [2]]\nc = { d = [1] }\n",
    ] {
        assert_eq!(told(fine), ("nothing".to_owned(), fine.to_owned()));
        let told = super::statements(fine).into_iter().all(|one| super::is_toml(one.text(fine)));
        assert!(told, "{fine}");
    }
}

#[test]
fn odd_texts_are_told_and_nothing_breaks() {
    let odd = ["é", "=", "[", "[[", "\"", "'''", "a = '", "a=[{", "a = ]", "]\n}", "a.b.=3", "a = \"\\", "[a]]"];
    for odd in odd {
        assert_ne!(told(odd).0, "nothing", "{odd:?}");
    }
    assert_ne!(told(&"[".repeat(50_000)).0, "nothing");
    assert_ne!(told(&format!("a = {}", "[".repeat(50_000))).0, "nothing");
    assert_ne!(told(&"x y\n".repeat(50_000)).0, "nothing");
    let deep = format!("[{}]\n", vec!["a"; 200].join("."));
    assert_eq!(told(&deep), ("1:1 the name of this table has more parts than any of ours".to_owned(), String::new()));
}
