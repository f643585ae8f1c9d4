//! What a reader sees of a site whose lists are long: the rows of all pages behind the filter of the first, one line for what
//! is wrong with many documents, and what names a row.

use std::fs;

use crate::support::sandbox::{Sandbox, TODAY};
use crate::support::site::check_site;

const RISKS: usize = 110;

fn built() -> Sandbox {
    let risk = |i: usize| {
        let text = format!(
            "---\nid: RSK-{i:03}\ntitle: It errs in way {i}\nkind: risk\nevent: It errs\nlikelihood: 2\nseverity: {}\nowner: Lead\nstate: open\n---\nA risk.\n",
            1 + i % 5
        );
        (format!("risks/{i:03}.md"), text)
    };
    let system = |i: usize| {
        let text = format!(
            "---\nid: SYS-{i:03}\ntitle: System {i}\nkind: system\nowner: Lead\nlifecycle: in-use\nreviewed: 2026-06-01\n---\nA system.\n"
        );
        (format!("systems/{i:03}.md"), text)
    };
    let policy = "---\nid: POL-001\ntitle: AI policy\nkind: policy\nowner: Lead\n---\n| | Share |\n|---|--:|\n| Now | 4,244.6 % |\n| Then | as much as was ever said of it |\n";
    let mut files: Vec<(String, String)> = (1..=RISKS).map(risk).chain((1..=4).map(system)).collect();
    files.push(("p.md".into(), policy.into()));
    files.push(("aims.toml".into(), "[[people]]\nname = \"Lead\"\n[checks]\nfail = \"off\"\n".into()));
    let texts: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    let sandbox = Sandbox::new(&texts);
    sandbox.commit("Begin");
    let outcome = sandbox.run(&["build", "-q", "--today", TODAY, "--rev", "HEAD", "--out", "site"]);
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    sandbox
}

#[test]
fn long_lists_are_chosen_from_as_a_whole_and_told_by_what_they_have_in_common() {
    let sandbox = built();
    let site = sandbox.path("site");
    assert_eq!(check_site(&site), Vec::<String>::new());
    let page = |path: &str| fs::read_to_string(site.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    rows_of_the_other_pages(&page);
    one_line_for_many_documents(&page);
    names_of_rows(&page);
    tables_of_a_text(&page("documents/POL-001.html"));
}

/// Beside each further page stands a script with its rows, whose links lead from the first.
fn rows_of_the_other_pages(page: &impl Fn(&str) -> String) {
    let first = page("risks.html");
    assert!(first.contains("href=\"lists/risks-2.html\"") && first.contains(" data-total=\"110\""));
    let revision = first.split("class=\"stamp\"").nth(1).and_then(|rest| rest.split("<code>").nth(1));
    let revision = revision.and_then(|rest| rest.split('<').next()).expect("a revision");
    let script = page("lists/risks-2.js");
    let start = format!("document.currentScript.aimsRows=[\"{revision}\",\"\\u003ctable class=");
    assert!(script.starts_with(&start) && script.ends_with("\\u003c/table>\"];\n"), "{}", &script[..120]);
    assert!(script.contains("\\u003ctr id=\\\"RSK-110\\\">") && !script.contains("id=\\\"RSK-100\\\""));
    assert!(script.contains("href=\\\"documents/RSK-110.html\\\"") && !script.contains("../"));
}

/// What is wrong with all risks is one line; what is wrong with systems comes first.
fn one_line_for_many_documents(page: &impl Fn(&str) -> String) {
    let index = page("index.html");
    let causes: Vec<&str> =
        index.split("<ul class=\"causes\">").skip(1).flat_map(|list| list.split("<li>").skip(1)).collect();
    let of = |id: &str| causes.iter().position(|line| line.contains(&format!("documents/{id}.html\">{id}</a> ")));
    let (system, risk) = (of("SYS-001").expect("a system"), of("RSK-001").expect("a risk"));
    assert!(system < risk, "{causes:#?}");
    assert!(causes[system].contains("findings/AIMS101.html\">3 more documents</a>: "), "{}", causes[system]);
    assert!(causes[risk].contains("findings/AIMS101.html\">109 more documents</a>: "), "{}", causes[risk]);
    assert!(causes[risk].contains("RSK-005</a> and 105 more"), "{}", causes[risk]);
    assert!(causes.iter().all(|line| !line.contains("documents/RSK-002.html\">RSK-002</a> <bdi>")), "{causes:#?}");
}

/// A row is named by what it is about, wherever that stands.
fn names_of_rows(page: &impl Fn(&str) -> String) {
    let reviews = page("reviews.html");
    assert!(reviews.contains("<th scope=\"row\"><a class=\"id\" href=\"documents/SYS-001.html\">SYS-001</a></th>"));
    assert!(!reviews.contains("<th scope=\"row\"><time"));
    let related = page("controls/A.6.2.8.html");
    let related = related.split("id=\"crosswalk\"").nth(1).expect("relations");
    assert!(related.contains("\n<tr><td>EU AI Act</td><th scope=\"row\"><a class=\"id\""), "{related}");
}

/// An empty head heads nothing, and a figure keeps its unit.
fn tables_of_a_text(text: &str) {
    assert!(text.contains("<thead><tr><td></td><th scope=\"col\" class=\"right\">Share</th></tr></thead>"), "{text}");
    assert!(text.contains("<td class=\"right num\">4,244.6 %</td>") && text.contains("<td class=\"right\">as much"));
}
