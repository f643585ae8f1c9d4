//! `broken-link`: a link that leads nowhere.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use super::unknown_reference::gone;
use crate::approval::Left;
use crate::base::lookalike::composed;
use crate::base::{DocPath, say};
use crate::check::context::Context;
use crate::check::ids::under_requirements;
use crate::check::rule::{Report, Rule};
use crate::diag::{Fix, Level, Span};
use crate::model::catalog::split_req_id;
use crate::model::document::Document;
use crate::model::links::{Broken, as_written, parts, path_of, seen_from, slashed};
use crate::parse::{Link, LinkKind};

pub(super) static RULE: Rule = Rule {
    code: "AIMS203",
    name: "broken-link",
    level: Level::Error,
    clock: false,
    what: "A link or image names a file or id that is not there.",
    why: "An auditor follows links from requirement to policy to evidence. One that leads nowhere is a document that is not available where it is needed (clause 7.5.3).",
    fix: "Mend the path, which counts from the folder of the document, or link by id: `[[POL-001]]`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let left: BTreeMap<String, &Left> =
        context.approvals.left.iter().rev().map(|left| (left.id.to_ascii_lowercase(), left)).collect();
    let lain = LazyCell::new(|| lain(context));
    for (ix, document) in context.aims.iter() {
        for (link, target) in document.body.links.iter().zip(&context.aims.links[ix.index()]) {
            let Err(broken) = target else { continue };
            if link.kind == LinkKind::Wiki && report.unsure.may_state(&link.target) {
                continue;
            }
            let was = matches!(broken, Broken::Missing { .. } | Broken::Text).then(|| left.get(&id_of(&link.target)));
            let was = was.flatten();
            // A word is a name where something bore it once.
            let none = Broken::Missing { near: None };
            let bore = || context.history.gone.iter().any(|gone| gone.path.stem().eq_ignore_ascii_case(&link.target));
            let broken = if *broken == Broken::Text && (was.is_some() || bore()) { &none } else { broken };
            let may_have = was.is_none() && *broken == none;
            let now = if may_have { moved(&lain, document, link) } else { None };
            let target = as_written(&document.text, link);
            let (message, help) = match broken {
                Broken::Missing { near: Some(near) } if is_of_windows(link, target, near) => {
                    as_on_windows(target, near)
                }
                Broken::Missing { near } => {
                    let message = match link.kind == LinkKind::Wiki {
                        true => say!("there is no document, control or clause `{target}`", target = link.target),
                        false => say!("there is no file or document `{target}`", target = link.target),
                    };
                    let help = match (was, near) {
                        (Some(left), _) => gone(left, left.document.map(|ix| context.aims.document(ix))),
                        (None, _) if is_no_image(context, link) => say!(
                            "A document, control or clause is no image. For a link write `[[{id}]]`.",
                            id = link.target.trim()
                        ),
                        (None, None) => match &now {
                            Some((now, path)) => say!("{id} lies at `{path}` now.", id = now.id, path),
                            None => where_from(context, link),
                        },
                        (None, Some(near)) if composed(near) == composed(&link.target) => {
                            say!("`{near}` looks the same in other characters, which `aims check --fix` writes.", near)
                        }
                        (None, Some(near)) => say!("Did you mean `{near}`?", near = written(link, near)),
                    };
                    (message, help)
                }
                Broken::Empty => (
                    say!("the link has no target").to_owned(),
                    say!("Write where it leads, or take the brackets away.").to_owned(),
                ),
                _ => continue,
            };
            report.document(document, link.span, message, help);
            match (was, broken) {
                (Some(left), _) => {
                    let now = left.document.map(|ix| context.aims.document(ix));
                    report.because("left-control", now.map_or(&left.id, |now| &now.id));
                }
                (None, Broken::Missing { near }) if !is_no_image(context, link) => {
                    let near = near.as_ref().or(now.as_ref().map(|(_, path)| path));
                    let near = near.filter(|near| !is_of_windows(link, target, near) || !is_torn(near));
                    report.fixes(near.and_then(|near| fix(document, link, near)).as_slice());
                }
                _ => {}
            }
        }
    }
}

/// What a target that names nothing may be.
fn where_from(context: &Context<'_>, link: &Link) -> String {
    if let (Some(named), id) = split_req_id(link.target.trim())
        && let Some(framework) = context.aims.catalog.known_as(named)
        && context.aims.catalog.standard(&framework.id).is_none()
    {
        return under_requirements(framework, id);
    }
    match link.kind {
        LinkKind::Wiki => {
            say!("Between `[[` and `]]` stands the id of a document, control or clause, or the path of a file.")
                .to_owned()
        }
        _ if link.target.trim().starts_with('/') => {
            say!("A path that begins with `/` counts from the folder of `aims.toml`.").to_owned()
        }
        _ => say!("Paths count from the folder of this document.").to_owned(),
    }
}

/// The document that lay where a link leads, by the history, and where it is now as the link writes it.
fn moved<'a>(left: &Lain<'a>, document: &Document, link: &Link) -> Option<(&'a Document, String)> {
    let now = (*left.get(&document.path.resolve(&path_of(link)?)?)?)?;
    Some((now, seen_from(&document.path, now.path.as_str())))
}

/// For each path at which a document lay that lies elsewhere now, that document; `None` where several did.
type Lain<'a> = BTreeMap<DocPath, Option<&'a Document>>;

fn lain<'a>(context: &Context<'a>) -> Lain<'a> {
    let mut found = Lain::new();
    for (_, now) in context.aims.iter() {
        let steps = context.history.steps(&now.path).iter().filter_map(|step| context.history.step(*step));
        let paths: BTreeSet<&DocPath> = steps.flat_map(|(_, change)| change.paths()).collect();
        for path in paths {
            found.entry(path.clone()).and_modify(|known| *known = None).or_insert(Some(now));
        }
    }
    found
}

/// Whether an image names what has a page of its own: `![[POL-001]]`.
fn is_no_image(context: &Context<'_>, link: &Link) -> bool {
    let id = id_of(&link.target);
    link.kind == LinkKind::Image
        && (context.aims.by_id(&id).is_some() || context.aims.trace.get(&id.to_uppercase()).is_some())
}

/// The id that a link names, if it names one, in lower case.
pub(super) fn id_of(target: &str) -> String {
    target.split('#').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// What was meant as it is written where the link stands: between two brackets a path keeps its heading and a name.
fn written(link: &Link, near: &str) -> String {
    let heading = link.target.find('#').map_or("", |at| &link.target[at..]);
    let name = link.text.split('#').next().unwrap_or_default();
    match link.kind == LinkKind::Wiki && near.contains(".md") {
        true => format!("[[{}{heading}|{name}]]", near.replace("%20", " ")),
        false => near.to_owned(),
    }
}

/// Puts what was meant in the place of where a link leads, up to its heading: not in that of its name or title.
fn fix(document: &Document, link: &Link, near: &str) -> Option<Fix> {
    let target = as_written(&document.text, link).split('#').next().filter(|target| !target.is_empty())?;
    let written = document.text.get(link.span.start..link.span.end)?;
    let leads = |at: &usize| {
        let before = written[..*at].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '<' | '"' | '\''));
        let name = before.strip_suffix('=').and_then(|before| before.trim_end().rsplit(char::is_whitespace).next());
        before.ends_with("](") || before.ends_with("[[") || matches!(name, Some("href" | "src" | "HREF" | "SRC"))
    };
    let at = link.span.start + written.rmatch_indices(target).map(|(at, _)| at).find(leads)?;
    let climbs = |path: &str| path.split(['/', '\\']).filter(|part| *part == "..").count();
    let fix = Fix::new(format!("Write `{near}`"), Span::new(at, at + target.len()), near);
    Some(if climbs(target) == climbs(near) { fix.certain_if_alike(target) } else { fix })
}

/// Whether a path is written as on Windows, and that is all that is wrong with it.
fn is_of_windows(link: &Link, target: &str, near: &str) -> bool {
    slashed(link.kind, &parts(target).0).is_some_and(|path| path == near)
}

/// What is said of a path as on Windows.
fn as_on_windows(target: &str, near: &str) -> (String, String) {
    let help = match is_torn(near) {
        true => say!(
            "Write the path with `/` between its parts and between `<` and `>`, as in `<../(a)/b.md>`: before a bracket Markdown takes `\\` for no sign of the path."
        )
        .to_owned(),
        false => say!(
            "Write `{near}`: `/` parts a path on every system, `\\` on Windows only.",
            near = format!("{near}{}", target.find('#').map_or("", |at| &target[at..]))
        ),
    };
    (say!("the path `{target}` has `\\` between its parts", target), help)
}

/// Whether a path as on Windows is not all that was meant: a `\` was taken for a sign of Markdown at one bracket, so that the
/// other is lacking or begins a name.
fn is_torn(near: &str) -> bool {
    near.matches("%28").count() != near.matches("%29").count() || near.contains("/%29")
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, check, only};

    #[test]
    fn a_path_as_on_windows_is_told_how_to_write_it() {
        let files = [("aims.toml", ""), ("p/a.md", "[d](..\\q\\b.md#x)"), ("q/b.md", "# X")];
        assert_eq!(only("broken-link", &files), ["p/a.md:1:1 the path `..\\q\\b.md#x` has `\\` between its parts"]);
        let (found, _) = check(&files);
        let help = found.iter().find(|finding| finding.name == "broken-link").and_then(|finding| finding.help.clone());
        assert_eq!(
            help.as_deref(),
            Some("Write `../q/b.md#x`: `/` parts a path on every system, `\\` on Windows only.")
        );
    }

    #[test]
    fn a_path_as_on_windows_whose_brackets_markdown_took_is_left_as_it_is() {
        let told = |link: &str| {
            let files = [("aims.toml", ""), ("p/a.md", link), ("(a)/b.md", "# X")];
            let found = check(&files).0.into_iter().filter(|finding| finding.name == "broken-link");
            found.map(|found| (found.help.unwrap_or_default(), found.fixes.len())).collect::<Vec<_>>()
        };
        for link in ["[d](..\\(a)\\b.md)", "[d](..\\(a\\)\\b.md)"] {
            let found = told(link);
            assert!(found.len() == 1 && found[0].0.contains("`<../(a)/b.md>`") && found[0].1 == 0, "{link}: {found:?}");
        }
        for link in ["[d](<..\\(a)\\b.md>)", "[d](..\\\\(a)\\\\b.md)"] {
            let found = told(link);
            assert!(found.len() == 1 && found[0].0.starts_with("Write `../%28a%29/b.md`:"), "{link}: {found:?}");
        }
        assert!(told("[d](<../(a)/b.md>)").is_empty() && told("[d](../%28a%29/b.md)").is_empty());
    }

    #[test]
    fn the_file_of_the_nearest_name_and_path_is_meant() {
        let help = |link: &str| {
            let text = format!("[x]({link})\n");
            let files = ["archive/2024/ai-policy.md", "docs/policies/ai-policy.md", "docs/policies/hiring.md"];
            let files = files.iter().map(|path| (*path, "")).chain([("aims.toml", ""), ("docs/a.md", text.as_str())]);
            let (found, _) = check(&files.collect::<Vec<_>>());
            found.into_iter().find(|finding| finding.name == "broken-link").and_then(|finding| finding.help)
        };
        assert_eq!(help("policy/ai-polcy.md").as_deref(), Some("Did you mean `policies/ai-policy.md`?"));
        assert_eq!(
            help("../archive/2025/ai-policyy.md").as_deref(),
            Some("Did you mean `../archive/2024/ai-policy.md`?")
        );
        assert!(help("policies/something-else.md").is_some_and(|help| !help.contains("Did you mean")));
    }

    #[test]
    fn what_is_called_otherwise_is_offered_as_it_is_named() {
        let policy = "---\nid: POL-001\ntitle: Responsible AI policy\nkind: policy\n---\n";
        let help = |link: &str| {
            let files = [("aims.toml", ""), ("a/b.md", link), ("p/pol-001-ai-policy.md", policy)];
            let (found, _) = check(&files);
            let found = found.into_iter().find(|finding| finding.name == "broken-link");
            found.and_then(|finding| finding.help).unwrap_or_default()
        };
        for (link, near) in [
            ("[x](pol-001-ai-policy)", "../p/pol-001-ai-policy.md"),
            ("[[pol-001-ai-policy]]", "POL-001"),
            ("[[p/pol-001-ai-policy]]", "POL-001"),
            ("[[responsible AI policy]]", "POL-001"),
            ("[[pol001]]", "POL-001"),
            ("[[A5.2]]", "A.5.2"),
            ("[x](POL-001.md)", "../p/pol-001-ai-policy.md"),
            ("[x](../p/pol-001-ai-policy.html)", "../p/pol-001-ai-policy.md"),
            ("[x](www.example.org/a)", "https://www.example.org/a"),
        ] {
            assert_eq!(help(link), format!("Did you mean `{near}`?"), "{link}");
        }
        assert_eq!(help("![[POL-001]]"), "A document, control or clause is no image. For a link write `[[POL-001]]`.");
        assert!(help("![[A.5.2]]").starts_with("A document, control or clause is no image."));
        assert!(help("[[A.5]]").starts_with("Between"), "an area is near no control");
        assert!(help("[[ISO42001:A.5.2]]").contains("`iso-42001:A.5.2`"));
        assert!(help("[[iso-27001:A.5.1]]").contains("`requirements: {iso-27001: [A.5.1]}`"));
        assert_eq!(help("[[ISO-42001:A.5.2]]"), "");
        assert!(!help("[[HM.1]]").contains("Did you mean"), "no clause begins with letters");
        assert!(help("[[Something else entirely]]").starts_with("Between `[[` and `]]`"));
        assert!(help("[x](/something-else.md)").ends_with("from the folder of `aims.toml`."));
        assert!(help("[x](q.md)").ends_with("from the folder of this document."));
        assert!(help("[x](something-else.md)").ends_with("from the folder of this document."));
    }

    #[test]
    fn a_document_without_an_id_is_offered_by_its_path() {
        let help = |link: &str| {
            let (found, _) = check(&[("aims.toml", ""), ("a/b.md", link), ("The Index.md", "# Words\n")]);
            found.into_iter().find(|finding| finding.name == "broken-link").and_then(|found| found.help)
        };
        assert_eq!(help("[[The Index]]").as_deref(), Some("Did you mean `[[../The Index.md|The Index]]`?"));
        let said = help("[[The Index#Words|words]]");
        assert_eq!(said.as_deref(), Some("Did you mean `[[../The Index.md#Words|words]]`?"));
        assert_eq!(help("[[../The Index.md#Words|words]]"), None);
    }

    #[test]
    fn links_of_raw_html_are_told_at_their_tag() {
        assert_one(
            "broken-link",
            "---\nid: A\n---\nSee <a href=\"b.md\">b</a>.\n\n<p>\n  <img src=i.png\n alt=i><a href></a></p>\n",
            &[
                "4:5 there is no file or document `b.md`",
                "7:3 there is no file or document `i.png`",
                "8:8 the link has no target",
            ],
        );
    }

    #[test]
    fn brackets_around_what_names_nothing_are_text() {
        let text = "Mark it [[nodiscard]] or [[maybe_unused]], see [[1]] and [[2024]].\n";
        assert_one("broken-link", text, &[]);
        // What shows that it is a name, or nearly is one, is a link.
        assert_one(
            "broken-link",
            "[[POL-9]] [[Glossary]] [[AI policy]] [[a.b]] [[word|label]]\n",
            &[
                "1:1 there is no document, control or clause `POL-9`",
                "1:11 there is no document, control or clause `Glossary`",
                "1:24 there is no document, control or clause `AI policy`",
                "1:38 there is no document, control or clause `a.b`",
                "1:46 there is no document, control or clause `word`",
            ],
        );
        let files = [("aims.toml", ""), ("a.md", "[[scoppe]]\n"), ("scope.md", "Text.\n")];
        assert_eq!(only("broken-link", &files).len(), 1);
    }

    #[test]
    fn a_missing_file_and_a_missing_id_are_told_at_the_link() {
        assert_one(
            "broken-link",
            "See [x](b.md) and [[POL-009]].\n\n![i](i.png) [e]()\n",
            &[
                "1:5 there is no file or document `b.md`",
                "1:19 there is no document, control or clause `POL-009`",
                "3:1 there is no file or document `i.png`",
                "3:13 the link has no target",
            ],
        );
    }

    #[test]
    fn ids_controls_clauses_paths_and_web_addresses_are_no_findings() {
        let b = "---\nid: POL-001\ntitle: T\nkind: policy\n---\n";
        let a = "[[POL-001]] [x](pol-001) [x](docs/b.md) [[A.5.2]] [x](6.1.4) <https://x.example> [t](#top)\n\n# Top\n";
        assert!(only("broken-link", &[("aims.toml", ""), ("a.md", a), ("docs/b.md", b)]).is_empty());
    }
}
