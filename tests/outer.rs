//! What texts hold for other programs: films and frames, tags of Confluence and Word, parts and statements of MDX.

use aims::parse::{Unseen, page};

use crate::support::sandbox::{Sandbox, TODAY};

/// What is found in a text, with what stands where it is told.
fn found(text: &str) -> Vec<(String, Unseen)> {
    let page = page(text.as_bytes());
    let found = page.body.unshown.iter();
    found.map(|found| (text[found.span.start..found.span.end].to_owned(), found.why.clone())).collect()
}

#[test]
fn films_frames_and_forms_are_found() {
    for (text, written, name) in [
        ("<video src=\"v.mp4\" controls></video>\n", "<video src=\"v.mp4\" controls>", "video"),
        ("a <AUDIO src=a.mp3></AUDIO> b\n", "<AUDIO src=a.mp3>", "audio"),
        ("<div>\n<iframe src='d.pdf'></iframe>\n</div>\n", "<iframe src='d.pdf'>", "iframe"),
        ("> <object data=d.pdf>a</object>\n", "<object data=d.pdf>", "object"),
        ("<form action=\"/x\">\na\n</form>\n", "<form action=\"/x\">", "form"),
        ("<svg viewBox=\"0 0 1 1\"><path d=\"\"/></svg>\n", "<svg viewBox=\"0 0 1 1\">", "svg"),
    ] {
        assert_eq!(found(text), [(written.to_owned(), Unseen::Element(name.to_owned()))], "{text}");
    }
    for text in ["`<video>`", "<!-- <video></video> -->\n", "```\n<video>\n```\n", "\\<video>", "<b>a</b>\n"] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn what_is_for_another_program_is_found_once() {
    for (text, written, number) in [
        ("<ac:structured-macro ac:name=\"info\"><ac:rich-text-body>\n", "<ac:structured-macro ac:name=\"info\">", 2),
        ("See <ac:link><ri:page ri:content-title=\"A\" /></ac:link>.\n", "<ac:link>", 2),
        ("<div><ac:parameter ac:name=\"t\">a</ac:parameter></div>\n", "<ac:parameter ac:name=\"t\">", 1),
        ("In <st1:place>Berlin</st1:place> <o:p></o:p>\n", "<st1:place>", 2),
        ("import X from \"./x\"\nexport const a = 1\n\n<X data={y} />\n", "import X from \"./x\"", 3),
        ("A <Chart/> b\n", "<Chart/>", 1),
        ("import * as X from './x';\n\nexport default Layout\n", "import * as X from './x';", 2),
        ("import {\n  A,\n} from 'x'\n", "import {", 1),
        ("import './x.css'\n\nexport default ({ children }) => <main/>\n", "import './x.css'", 2),
    ] {
        let why = Unseen::Foreign(written.to_owned(), number);
        assert_eq!(found(text), [(written.to_owned(), why)], "{text}");
    }
    for text in [
        "`<ac:link>` \\<ac:link> <urn:isbn:1> <https://x.example> a <b:c\n\n    <ac:link>\n",
        "```js\nimport a from \"b\"\n```\n",
        "We import goods from \"abroad\".\n\n- import x\n\n<Toc/> <BR/> <Tabs>a</Tabs>\n",
        "Keep the archive, and\nexport default settings go to the new one.\n\nWe then\nimport what it calls \"the weights\"\n",
        "import what it calls \"the weights\"\n\nexport default settings go to it.\n\nexport const values of it.\n",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
    for part in ["<ac:", "<A/", "<ac:x>", "<video>", "<svg></svg>\n\n"] {
        assert!(found(&part.repeat(200_000 / part.len())).len() <= 1_001, "{part}");
    }
}

/// Each was looked for in all blocks once, which took minutes.
#[test]
fn many_notes_and_pictures_take_no_longer() {
    let front = "---\nid: POL-1\ntitle: Use\nkind: policy\nstatus: draft\n---\n\n";
    let of = |from: fn(usize) -> String| (0..40_000).map(from).collect::<String>();
    for text in [of(|n| format!("[^{n}]: x\n\n")), of(|n| format!("![p {n}](p.png)\n\n"))] {
        let desk = Sandbox::new(&[("aims.toml", ""), ("p.md", &format!("{front}{text}")), ("p.png", "x")]);
        let told = desk.run(&["check", "--format", "short", "--today", TODAY]).stdout;
        assert!(told.contains("AIMS317"), "{told}");
    }
}
