//! The checks that every built site has to pass (`support/site.rs`), tested on tiny sites written by hand.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use site::{Link, Site, check_site, is_page};

use crate::support::site;

const HEAD: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>a <b> c</title>\
    <meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'self'\">";

/// Problems of a site of these files; pages get a head that is well.
fn problems(files: &[(&str, &str)]) -> Vec<String> {
    let page = |name: &str, text: &str| if is_page(name) { format!("{HEAD}\n{text}") } else { text.into() };
    Site::new(files.iter().map(|(name, text)| ((*name).to_owned(), page(name, text).into_bytes()))).check()
}

/// The one problem of a site of one page.
fn problem(text: &str) -> String {
    let mut found = problems(&[("index.html", text), ("a.html", "<p id=x>"), ("d/b.html", ""), ("f.txt", "")]);
    assert_eq!(found.len(), 1, "{text}: {found:#?}");
    found.remove(0)
}

#[expect(clippy::disallowed_methods, reason = "a test writes the site that it looks at")]
fn put(path: &Path, text: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    fs::write(path, text).expect("a file");
}

#[test]
fn a_good_site_has_no_problems() {
    let files = [
        (
            "index.html",
            "<h1 id=top-of-it>A</h1><a href=documents/a%20b.html#gr%C3%B6%C3%9Fe>x</a><a href='#top-of-it'>y</a>\
          <a href='#top'>z</a><link rel=stylesheet href=aims.css><script src=aims.js defer></script>",
        ),
        (
            "documents/a b.html",
            "<h2 id='größe' aria-labelledby='größe'>A</h2><a href=../index.html?q=x#top-of-it>x</a>\
          <a href=./history/c.html>c</a><a href='../data/soa.csv#row=2'>d</a><img alt='' src=data:image/png;base64,AA==>",
        ),
        (
            "documents/history/c.html",
            "<a href='../../index.html'>x</a><a href=https://example.org/a?b#c>o</a>\
          <a href='mailto:ai@example.org'>m</a><link rel=canonical href=https://example.org/c.html>",
        ),
        ("aims.css", "a:hover { color: red }"),
        ("aims.js", "'<a href=nowhere>'"),
        ("data/soa.csv", ""),
        (
            "scripts.html",
            "<script type=application/json>{\"a\": \"<a href=nowhere>\"}</script><textarea><a href=x></textarea>",
        ),
    ];
    assert_eq!(problems(&files), Vec::<String>::new());
}

#[test]
fn links_are_resolved_as_a_browser_does() {
    let files = BTreeMap::from([(
        "a/b/c.html".to_owned(),
        b"<a href=../d.html#e>\n<img src=./f.png srcset='g.png 1x, ../h.png 2x'><a href='#i'><a href=http://x.org>"
            .to_vec(),
    )]);
    let found = Site::new(files).links();
    let link = |line, written: &str, target: &str, fragment: Option<&str>| Link {
        page: "a/b/c.html".into(),
        line,
        written: written.into(),
        target: target.into(),
        fragment: fragment.map(Into::into),
    };
    let expected = [
        link(1, "../d.html#e", "a/d.html", Some("e")),
        link(2, "./f.png", "a/b/f.png", None),
        link(2, "g.png", "a/b/g.png", None),
        link(2, "../h.png", "a/h.png", None),
        link(2, "#i", "a/b/c.html", Some("i")),
    ];
    assert_eq!(found, expected);
}

#[test]
fn links_that_lead_nowhere_are_told() {
    for (address, told) in [
        ("nowhere.html", "`nowhere.html`, which is not there"),
        ("A.html", "letter case apart it is `a.html`"),
        ("a.html#y", "a place that `a.html` has not"),
        ("a.html#X", "a place that `a.html` has not"),
        ("#x", "a place that `index.html` has not"),
        ("#", "no place"),
        ("a.html#", "no place"),
        ("../index.html", "out of the site"),
        ("d/../../a.html", "out of the site"),
    ] {
        let found = problem(&format!("<p>\n<a href='{address}'>x</a>"));
        assert!(found.starts_with("index.html:3: ") && found.contains(told), "{found}");
    }
}

#[test]
fn links_that_file_addresses_cannot_open_are_told() {
    for (address, told) in [
        ("d/", "a folder"),
        ("d", "a folder"),
        ("", "a folder"),
        (".", "a folder"),
        ("d/..", "a folder"),
        ("?q=x", "a folder"),
        ("/a.html", "absolute"),
        ("//example.org/a.html", "absolute"),
        ("file:///home/me/a.html", "machine"),
        ("http://localhost:8000/a.html", "machine"),
        ("http://127.0.0.1/", "machine"),
        ("C:\\a.html", "backslash"),
        ("c:/a.html", "scheme"),
        ("javascript:void(0)", "script"),
        ("data:text/html,x", "data"),
        (" a.html", "white space"),
        ("a b.html", "white space"),
    ] {
        let found = problem(&format!("<a href='{address}'>x</a>"));
        assert!(found.contains(told), "{address}: {found}");
    }
}

#[test]
fn what_a_strict_policy_refuses_is_told() {
    for (text, told) in [
        ("<p style='color: red'>", "style attribute"),
        ("<p style>", "style attribute"),
        ("<script>alert(1)</script>", "<script> is inline"),
        ("<SCRIPT type=text/javascript>alert(1)</SCRIPT>", "<script> is inline"),
        ("<script src=f.txt type=module></script>", "module"),
        ("<script src=f.txt integrity=sha256-x></script>", "integrity"),
        ("<style>a{}</style>", "<style>"),
        ("<p onclick=x()>", "onclick"),
        ("<base target=x>", "<base>"),
        ("<meta http-equiv=Refresh content=1>", "by itself"),
        ("<script src=https://example.org/x.js></script>", "network"),
        ("<img alt='' src=http://example.org/x.png>", "network"),
        ("<img alt='' src=f.txt srcset='https://example.org/x.png 2x'>", "network"),
        ("<link rel=stylesheet href=https://example.org/x.css>", "network"),
    ] {
        let found = problem(text);
        assert!(found.contains(told), "{text}: {found}");
    }
}

#[test]
fn faulty_ids_and_references_are_told() {
    for (text, told) in [
        ("<p id=y>\n<p id=y>", ":3: the id `y` is there twice"),
        ("<p id=''>", "no id"),
        ("<p id='a b'>", "no id"),
        ("<label for=q>", "`for` names the id `q`"),
        ("<p id=y><p aria-describedby='y z'>", "`z`"),
        ("<p class=a class=b>", "no HTML"),
        ("<p>a & b <p", "no HTML"),
    ] {
        let found = problem(text);
        assert!(found.contains(told), "{text}: {found}");
    }
}

#[test]
fn pages_without_doctype_or_strict_policy_are_told() {
    let bare = |text: &str| Site::new([("a.html".to_owned(), text.as_bytes().to_vec())]).check();
    assert_eq!(bare("<p>").len(), 2);
    for loose in ["", "script-src 'self'", "default-src 'self' 'unsafe-inline'", "default-src 'self'; img-src *"] {
        let page = format!("<!doctype html><meta http-equiv=content-security-policy content=\"{loose}\">");
        assert_eq!(bare(&page).len(), 1, "{loose}");
    }
}

#[test]
fn a_folder_is_read_with_all_that_is_in_it() {
    let dir = tempfile::tempdir().expect("a folder");
    put(&dir.path().join("index.html"), format!("{HEAD}<a href=a/b.html>x</a><a href=a/c.html>x</a>"));
    put(&dir.path().join("a/b.html"), format!("{HEAD}<a href=../index.html>x</a>"));
    put(&dir.path().join("a/latin1.html"), b"caf\xe9");
    let found = check_site(dir.path());
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].contains("a/latin1.html: is not UTF-8") && found[1].contains("`a/c.html`"), "{found:#?}");
    // A symlink may lead out of the folder, and is lost where the folder is packed.
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("b.html", dir.path().join("a/c.html")).expect("a symlink");
        assert!(check_site(dir.path()).iter().any(|problem| problem.starts_with("a/c.html: is neither")));
    }
}
