//! Sentences of pages as a reader meets them: what they name stands within them, and keys of documents are no words.

use super::{page, pages, site_for};
use crate::history::{History, Standing};
use crate::model::audience::Audience;

/// What a page says, without tags.
fn said(html: &str) -> String {
    let pieces = html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, words)| words));
    pieces.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

const EMPTY: &str = "---\nid: POL-1\ntitle: P\nkind: policy\nstatus: approved\ncontrols: [A.2.2]\n---\n";
const PROCEDURE: &str =
    "---\nid: PRO-1\ntitle: P\nkind: procedure\ncontrols: [A.3.3]\nclassification: public\n---\nAsk.\n";
const RECORD: &str = "---\nid: REC-1\ntitle: R\nkind: record\ndate: 2026-02-03\ncontrols: [A.3.3]\n---\nAsked.\n";

#[test]
fn the_stop_stands_behind_the_documents_that_a_sentence_is_about() {
    let read = pages(&[("aims.toml", ""), ("p.md", EMPTY), ("q.md", PROCEDURE), ("r.md", RECORD)]);
    let control = said(&read("controls/A.2.2.html"));
    assert!(control.contains("A document that names it holds no word: POL-1."), "{control}");
    let index = said(&read("index.html"));
    assert!(index.contains("hold next to no words: PRO-1, REC-1."), "{index}");
    for html in [control, index, said(&read("audit.html"))] {
        assert!(!html.contains(". .") && !html.contains(".."), "{html}");
    }
}

#[test]
fn keys_of_documents_and_lists_are_no_words_of_pages() {
    let scope = "---\nid: SCO-1\ntitle: S\nkind: scope\nstatus: approved\nexclusions:\n  - {what: A lab, why: No AI}\n---\nText.\n";
    let review = "---\nid: MR-1\ntitle: M\nkind: management-review\ndate: 2026-09-01\ninputs:\n  - {input: audit-results, summary: None.}\n---\nText.\n";
    let read = pages(&[("aims.toml", ""), ("s.md", scope), ("q.md", PROCEDURE), ("m.md", review)]);
    let samples = read("samples.html");
    assert!(samples.matches("Scope: exclusions").count() >= 2, "{samples}");
    assert!(!samples.contains(">scope/exclusions<") && !samples.contains(">Scope/exclusions<"), "{samples}");
    assert!(samples.contains(">Audit results<") && !samples.contains(">audit-results<"), "{samples}");
    assert!(!read("coverage.html").contains("covers-"));
    // A nonconformity has a source of its own.
    let document = read("documents/PRO-1.html");
    assert!(document.contains("<dt>File</dt>") && !document.contains("<dt>Source</dt>"), "{document}");
}

#[test]
fn that_nobody_is_named_to_ask_is_said_beside_how_concerns_are_dealt_with() {
    let of = |settings: &str| {
        let files = [("aims.toml", settings), ("q.md", PROCEDURE)];
        said(&page(&site_for(&files, &History::empty(Standing::Outside), Audience::Public), "public/index.html"))
    };
    let trust = of("");
    assert!(
        trust.contains("does not say here whom to ask") && trust.contains("How concerns are dealt with"),
        "{trust}"
    );
    assert!(!of("[site]\ncontact = \"ask@x.example\"\n").contains("does not say here whom to ask"));
    let site = site_for(&[("aims.toml", "")], &History::empty(Standing::Outside), Audience::Public);
    let title = |path| {
        page(&site, path).split("<title>").nth(1).and_then(|rest| Some(rest.split("</title>").next()?.to_owned()))
    };
    assert!(title("index.html").is_some() && title("index.html") != title("public/index.html"));
}
