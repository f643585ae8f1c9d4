//! Counts and names in sentences of pages: one is one, a key is code, and a kind is called as people call it.

use super::{page, pages, site};
use crate::history::{History, Standing};

const POLICY: &str = "---\nid: POL-1\ntitle: P\nkind: policy\nversion: \"1\"\nstatus: approved\neffective: 2026-01-01\nclauses: [\"5.2\"]\n---\nEvery model must be tested before each release by somebody who did not build it.\n";
const SYSTEM: &str = "---\nid: SYS-1\ntitle: S\nkind: system\nlifecycle: in-use\n---\nIt sorts.\n";
const TEST: &str = "---\nid: TST-1\ntitle: T\nkind: test\ndate: 2026-05-01\nsystems: [SYS-1]\n---\nText.\n";
const RISK: &str = "---\nid: RSK-1\ntitle: R\nkind: risk\nlikelihood: 4\nseverity: 4\n---\nText.\n";
const NONCONFORMITY: &str = "---\nid: NC-1\ntitle: N\nkind: nonconformity\ndate: 2026-05-01\n---\nText.\n";
const ASSESSMENT: &str = "---\nid: IA-1\ntitle: I\nkind: impact-assessment\ndate: 2026-05-01\nsystems: [SYS-1]\ndpo-opinion:\n  - {date: 2026-05-02, opinion: Go on}\n---\nText.\n";

/// A management review that looked at all inputs but one.
const REVIEW: &str = "---\nid: MR-1\ntitle: M\nkind: management-review\ndate: 2026-09-01\ninputs:\n  - {input: earlier-actions, summary: x}\n  - {input: issues, summary: x}\n  - {input: interested-parties, summary: x}\n  - {input: nonconformities, summary: x}\n  - {input: monitoring, summary: x}\n  - {input: audit-results, summary: x}\n---\nText.\n";

const ALL: [(&str, &str); 8] = [
    ("aims.toml", ""),
    ("p.md", POLICY),
    ("s.md", SYSTEM),
    ("t.md", TEST),
    ("r.md", RISK),
    ("n.md", NONCONFORMITY),
    ("i.md", ASSESSMENT),
    ("m.md", REVIEW),
];

#[test]
fn a_count_of_one_has_the_verb_and_the_noun_of_one() {
    let read = pages(&ALL[..2]);
    assert!(read("index.html").contains("of 22 that they ask for by name 1 is there."), "{}", read("index.html"));
    let read = pages(&ALL);
    assert!(
        read("coverage.html").contains("there was no internal audit for ISO/IEC 42001."),
        "{}",
        read("coverage.html")
    );
    assert!(read("risks.html").contains("1 risk on the register, 1 not closed."), "{}", read("risks.html"));
    assert!(read("audit.html").contains("1 nonconformity, 1 open."), "{}", read("audit.html"));
    assert!(read("clauses/9.3.2.html").contains("lacks one of the inputs that the clause lists."));
    let german = pages(&[("aims.toml", "[site]\nlanguage = \"de\"\n"), ALL[1]])("index.html");
    assert!(german.contains("ist 1 vorhanden"), "{german}");
}

#[test]
fn what_nobody_rated_is_not_told_as_low() {
    let told = |risks: &[&str]| {
        let texts: Vec<String> = risks
            .iter()
            .enumerate()
            .map(|(n, lines)| format!("---\nid: RSK-{n}\ntitle: R\nkind: risk\n{lines}---\nText.\n"))
            .collect();
        let paths: Vec<String> = (0..risks.len()).map(|n| format!("r{n}.md")).collect();
        let files = paths.iter().zip(&texts).map(|(path, text)| (path.as_str(), text.as_str()));
        let html = pages(&[("aims.toml", "")].into_iter().chain(files).collect::<Vec<_>>())("risks.html");
        let lede =
            html.split("class=\"lede\">").nth(1).and_then(|rest| rest.split("</p>").next()).expect("a lede").to_owned();
        (lede, html)
    };
    let rated = "likelihood: 4\nseverity: 4\n";
    let (lede, html) = told(&[rated, rated, "likelihood: 4\n"]);
    assert!(
        lede.ends_with("2 are high before treatment; none is rated after it. 1 is not rated before treatment."),
        "{lede}"
    );
    assert!(html.contains("<p class=\"meta\">3 are not rated after treatment.</p>"), "{html}");
    let after = format!("{rated}residual-likelihood: 1\nresidual-severity: 1\n");
    let (lede, _) = told(&[rated, &after]);
    assert!(
        lede.ends_with("2 are high before treatment; none is high after it. 1 is not rated after treatment."),
        "{lede}"
    );
    assert!(told(&[&after]).0.ends_with("One is high before treatment; none is high after it."));
    assert_eq!(told(&[]).0, "0 risks on the register, 0 of them not closed.");
}

#[test]
fn what_is_open_without_a_day_is_not_left_out() {
    let ages = |records: &[&str]| {
        let paths: Vec<String> = (0..records.len()).map(|n| format!("n{n}.md")).collect();
        let files = paths.iter().zip(records).map(|(path, text)| (path.as_str(), *text));
        let html =
            pages(&[("aims.toml", "")].into_iter().chain(files).collect::<Vec<_>>())("registers/nonconformity.html");
        let section = html.split("id=\"ageing\"").nth(1).and_then(|rest| rest.split("</section>").next());
        section.map(str::to_owned).unwrap_or_default()
    };
    let undated = NONCONFORMITY.replace("date: 2026-05-01\n", "grade: major\n").replace("NC-1", "NC-2");
    let both = ages(&[NONCONFORMITY, &undated]);
    assert!(both.contains("More than 180 days") && both.contains("No day given") && both.contains(">Major<"), "{both}");
    let alone = ages(&[&undated]);
    assert!(alone.contains("No day given") && !alone.contains("180 days"), "{alone}");
    assert_eq!(ages(&[&undated.replace("grade: major", "state: closed")]), "");
    let certification = "---\nid: CER-1\ntitle: C\nkind: certification\nstandard: ISO/IEC 42001:2023\nstage-2: 2026-10-10\nstate: stage-2\n---\nText.\n";
    let read = pages(&[("aims.toml", ""), ("c.md", certification), ("n.md", &undated)]);
    assert!(read("certification/CER-1-stage-2.html").contains("1 more is open and does not say since when."));
}

#[test]
fn keys_and_commands_in_sentences_are_code_on_every_page() {
    let bundle = site(&ALL, &History::empty(Standing::Outside));
    let audit = page(&bundle, "audit.html");
    assert!(audit.contains("<code>ai-roles</code>"), "{audit}");
    for (path, bytes) in bundle.iter().filter(|(path, _)| path.extension() == "html") {
        let mut html = String::from_utf8(bytes.to_vec()).expect("UTF-8");
        for name in ["code", "script", "pre"] {
            while let Some(from) = html.find(&format!("<{name}")) {
                let end = html[from..].find(&format!("</{name}>")).map_or(html.len(), |end| from + end + 1);
                html.replace_range(from..end, "");
            }
        }
        let words = html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, words)| words));
        let raw: Vec<&str> = words.filter(|words| words.contains('`')).collect();
        assert!(raw.is_empty(), "{path}: {raw:?}");
    }
}

#[test]
fn kinds_and_keys_are_called_by_their_labels() {
    let read = pages(&ALL);
    let samples = read("samples.html");
    assert!(samples.contains("Impact assessments: DPO opinion") && !samples.contains("dpo opinion"), "{samples}");
    let phases =
        pages(&[("aims.toml", ""), ("p.md", &POLICY.replace("clauses: [\"5.2\"]\n", ""))])("certification.html");
    assert!(phases.contains("no policy that serves 5.2") && phases.contains("no AI system that runs"), "{phases}");
    for key in ["no soa", "no system", "no audit<", "no policy<"] {
        assert!(!phases.contains(key), "{key}: {phases}");
    }
}
