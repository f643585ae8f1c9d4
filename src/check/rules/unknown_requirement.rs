//! `unknown-requirement`: a document names a framework or an item of it that there is not.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::say;
use crate::base::text::{did_you_mean, solid};
use crate::check::context::Context;
use crate::check::ids::{Meant, in_place_of, range, range_help, several};
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::catalog::{Catalog, Framework};
use crate::model::document::Document;
use crate::model::in_use::lacks_own;

pub(super) static RULE: Rule = Rule {
    code: "AIMS214",
    name: "unknown-requirement",
    level: Level::Error,
    clock: false,
    what: "`requirements` names a framework that is unknown or not in use, or an id that the framework does not have; or a statement of applicability is for a framework that is not followed.",
    why: "Legal and other requirements that the organisation meets have to be determined and kept in view (clauses 4.1 and 4.2). A slip leaves the one that was meant without what answers for it.",
    fix: "Write the id of the framework and the ids of its items as the site lists them: `requirements: {eu-ai-act: [art-27]}`. Frameworks in use stand in `aims.toml` under `[frameworks]`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let (catalog, config) = (&context.aims.catalog, &context.aims.config);
    let own_missing = lacks_own(catalog, config);
    let ids = catalog
        .frameworks()
        .iter()
        .flat_map(|framework| framework.all().map(move |item| (framework.id.as_str(), item.id.as_str())));
    let known: BTreeSet<(&str, &str)> = ids.collect();
    let mut items_of: BTreeMap<&str, Items<'_>> = BTreeMap::new();
    for (_, document) in context.living() {
        unknown_statement(context, document, report);
        for (id, items) in document.fields.requirements() {
            let Some(framework) = catalog.framework(&id.value) else {
                let builtin = Catalog::builtin().framework(&id.value).is_some();
                if builtin || !own_missing {
                    let (message, help) = unknown_framework(catalog, &id.value, builtin);
                    report.document(document, id.span, message, help);
                }
                continue;
            };
            let in_full = |item: &str| context.aims.trace.get(&format!("{}:{item}", id.value));
            let is_known = |item: &str| {
                known.contains(&(&id.value, item)) || framework.numbered(item).is_some() || in_full(item).is_some()
            };
            for item in items.iter().filter(|item| !is_known(&item.value)) {
                let of = items_of.entry(&framework.id).or_insert_with(|| Items::of(catalog, framework));
                let several = several(&item.value, |word| known.contains(&(&id.value, word)));
                let range = range(&item.value, true, || framework.all().map(|item| item.id.as_str()));
                let near = of.nearest(&item.value).filter(|_| several.is_none() && range.is_none());
                let range = range.map(|ids| range_help(&ids.into_iter().map(str::to_owned).collect::<Vec<_>>()));
                let help = match near {
                    None if range.is_some() => range.unwrap_or_default(),
                    None if several.is_some() => say!(
                        "Write each as an item of its own: `{ids}`.",
                        ids = several.unwrap_or_default().join("`, `")
                    ),
                    Some(near) => say!("Did you mean `{near}`?", near),
                    None => say!("`aims explain {framework}` lists the ids.", framework = framework.id),
                };
                let message = say!("`{framework}` has no `{id}`", framework = framework.id, id = item.value);
                report.document(document, item.span, message, help);
                report.fixes(near.map(|near| in_place_of(item, near)).as_slice());
            }
        }
    }
}

/// What ids may mean that a framework does not have.
struct Items<'a> {
    /// Where the framework is followed. The numbers of clauses are nearer to what is written than ids such as `clause-9.2.1`.
    numbers: Option<Meant<'a>>,
    /// The id of each name, without case, blanks and punctuation.
    named: BTreeMap<String, &'a str>,
    ids: Meant<'a>,
    framework: &'a Framework,
}

impl<'a> Items<'a> {
    fn of(catalog: &'a Catalog, framework: &'a Framework) -> Self {
        let numbers = catalog.standard(&framework.id).map(|standard| Meant::of(standard.ids()));
        let mut named = BTreeMap::new();
        for item in framework.all() {
            named.entry(solid(item.name())).or_insert(item.id.as_str());
        }
        named.remove("");
        Self { numbers, named, ids: Meant::of(framework.all().map(|item| item.id.as_str())), framework }
    }

    fn nearest(&mut self, written: &str) -> Option<&'a str> {
        let number = self.numbers.as_mut().and_then(|numbers| numbers.nearest(written));
        let bare = || {
            let number = written.trim_start_matches(|c: char| !c.is_ascii_digit());
            let article = self.framework.find(&format!("art-{number}"));
            article.or_else(|| self.framework.numbered(written)).map(|item| item.id.as_str())
        };
        let named = number.or_else(bare).or_else(|| self.named.get(&solid(written)).copied());
        named.or_else(|| self.ids.nearest(written))
    }
}

/// A statement of applicability for a framework that is not followed is no framework's.
fn unknown_statement(context: &Context<'_>, document: &Document, report: &mut Report<'_>) {
    let catalog = &context.aims.catalog;
    let Some(id) = document.fields.text("framework").filter(|_| document.is("soa")) else { return };
    let is_known = catalog.framework(id).or_else(|| Catalog::builtin().framework(id)).is_some();
    if catalog.standard(id).is_some() || (!is_known && lacks_own(catalog, &context.aims.config)) {
        return;
    }
    let followed: Vec<&str> = catalog.standards().map(|standard| standard.id.as_str()).collect();
    let help = match is_known {
        true => say!("Add `\"{id}\"` to `follow` under `[frameworks]` in `aims.toml`.", id),
        false => match did_you_mean(id, followed.iter().copied()) {
            Some(near) => say!("Did you mean `{near}`?", near),
            None => say!("Followed are {frameworks}.", frameworks = followed.join(", ")),
        },
    };
    report.document(document, document.span_of("framework"), say!("the framework `{id}` is not followed", id), help);
}

fn unknown_framework(catalog: &Catalog, id: &str, builtin: bool) -> (String, String) {
    if builtin {
        let help = say!("Add `\"{id}\"` to `use` under `[frameworks]` in `aims.toml`.", id);
        return (say!("the framework `{id}` is not in use", id), help);
    }
    let known: Vec<&str> = catalog.frameworks().iter().map(|framework| framework.id.as_str()).collect();
    let said = catalog.said(id).and_then(|said| Some(said.standard?.id.as_str()));
    let help = match said.or_else(|| did_you_mean(id, known.iter().copied())) {
        Some(near) => say!("Did you mean `{near}`?", near),
        None if matches!(id, "controls" | "clauses") => {
            say!("`{id}` is a key of the document: write it in the first column.", id)
        }
        None => say!(
            "In use are {frameworks}. A framework of your own goes into `aims.toml` under `[frameworks]`.",
            frameworks = known.join(", ")
        ),
    };
    (say!("there is no framework `{id}`", id), help)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{check, only};

    fn document(requirements: &str) -> String {
        format!("---\nid: P\ntitle: T\nkind: policy\nrequirements: {requirements}\n---\n")
    }

    fn told(settings: &str, requirements: &str) -> Vec<String> {
        only("unknown-requirement", &[("aims.toml", settings), ("a.md", &document(requirements))])
    }

    #[test]
    fn an_unknown_framework_is_told_at_its_key_and_an_unknown_item_at_its_id() {
        assert_eq!(
            told("", "{eu-ai-act: [art-27, art-999], eu-ai-akt: [art-1]}"),
            ["a.md:5:36 `eu-ai-act` has no `art-999`", "a.md:5:46 there is no framework `eu-ai-akt`"]
        );
    }

    #[test]
    fn a_framework_that_is_not_in_use_is_told_as_that() {
        let settings = "[frameworks]\nuse = [\"nist-ai-rmf\"]\n";
        assert_eq!(told(settings, "{eu-ai-act: [art-27]}"), ["a.md:5:16 the framework `eu-ai-act` is not in use"]);
    }

    #[test]
    fn what_is_known_and_what_follows_from_an_unreadable_framework_are_no_findings() {
        assert!(told("", "{eu-ai-act: [art-27, art-26-11], nist-ai-rmf: ['MAP 1.1']}").is_empty());
        assert!(told("", "{}").is_empty());
        assert!(told("[frameworks]\nfiles = [\"none.toml\"]\n", "{our-rules: [R1]}").is_empty());
    }

    #[test]
    fn the_help_says_what_may_be_meant() {
        let help = |requirements: &str| {
            let (found, _) = check(&[("aims.toml", ""), ("a.md", &document(requirements))]);
            found.into_iter().find(|finding| finding.name == "unknown-requirement").and_then(|finding| finding.help)
        };
        assert_eq!(help("{eu-ai-act: ['Article 27']}").as_deref(), Some("Did you mean `art-27`?"));
        assert_eq!(help("{eu-ai-act: ['Art. 26(11)']}").as_deref(), Some("Did you mean `art-26-11`?"));
        let told =
            "That is a range, and ranges are not read. Write each as an item of its own: `art-9`, `art-10`, `art-11`.";
        assert_eq!(help("{eu-ai-act: [art-9 - art-11]}").as_deref(), Some(told));
        assert_eq!(help("{eu-ai-akt: [art-27]}").as_deref(), Some("Did you mean `eu-ai-act`?"));
    }
}
