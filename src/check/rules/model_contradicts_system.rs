//! `model-contradicts-system`: the entry of a model and that of the AI system it is behind do not say the same.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::say;
use crate::check::context::Context;
use crate::check::lists::listed;
use crate::check::rule::{Report, Rule};
use crate::check::systems::stands_at;
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::versions::same;
use crate::reading::dressed_version;

pub(super) static RULE: Rule = Rule {
    code: "AIMS671",
    name: "model-contradicts-system",
    level: Level::Warning,
    clock: false,
    what: "The `model-version` in the entry of a model is another than the version that its own title names, or that the `model` of an AI system names where that system has no other model; or the model comes from `suppliers` of which the system that it is behind names none. Nothing is asked of drafts and of systems that are retired or not built yet.",
    why: "What was tested and assessed has to be what runs (controls A.4.4 and A.6.2.3). A bought model that changes under an entry nobody brought in line is a change that nobody assessed.",
    fix: "Find out which model runs, and bring both entries to say so. Where the model has changed, that is a change of the system: record and assess it.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let behind = behind(context);
    for (ix, model) in context.living_of("model").filter(|(_, model)| !model.is_draft()) {
        let systems: Vec<DocIx> =
            behind.iter().filter(|(_, models)| models.contains(&ix)).map(|(system, _)| *system).collect();
        // Of one version one finding, with all that speaks against it.
        let mut told = titled_otherwise(model, report);
        for system in systems.iter().filter(|system| behind.get(system).is_some_and(|models| models.len() == 1)) {
            told |= named_otherwise(model, context.aims.document(*system), told, report);
        }
        for system in systems {
            supplied_otherwise(context, ix, context.aims.document(system), report);
        }
    }
}

/// The models behind each system at work, by what either of them says.
fn behind(context: &Context<'_>) -> BTreeMap<DocIx, BTreeSet<DocIx>> {
    let aims = context.aims;
    let mut behind: BTreeMap<DocIx, BTreeSet<DocIx>> = BTreeMap::new();
    for reference in &aims.references {
        let (from, Some(to)) = (aims.document(reference.from), reference.to) else { continue };
        let (system, model) = match reference.field.as_str() {
            "models" if from.is("system") => (reference.from, to),
            "systems" if from.is("model") => (to, reference.from),
            _ => continue,
        };
        let is_asked = |ix: DocIx, kind: &str| {
            let of = aims.document(ix);
            of.is(kind) && !of.is_draft() && !of.is_retired()
        };
        let runs = stands_at(aims.document(system), &["validation", "in-use", "suspended"]);
        if runs && is_asked(system, "system") && is_asked(model, "model") {
            behind.entry(system).or_default().insert(model);
        }
    }
    behind
}

/// Tells where the title of a model names another version than its entry, and whether it does.
fn titled_otherwise(model: &Document, report: &mut Report<'_>) -> bool {
    let Some(version) = model.fields.text("model-version") else { return false };
    let written = named(&model.title);
    // A name may hold a number of its own beside the version: `Whisper v3 2026-08`.
    let alike: Vec<&str> = written.iter().copied().filter(|word| shape(word) == shape(first(version))).collect();
    let Some(other) = alike.first().filter(|_| !alike.iter().any(|word| is_in(word, version))) else { return false };
    report.document(
        model,
        model.span_of("model-version"),
        say!("{id} gives version {version}, and its title names {other}", id = model.id, version, other),
        say!("Find out which one it is of, and mend the other."),
    );
    true
}

/// Tells where the system says that its model is of another version, beside what was told of that version before; and whether
/// it does.
fn named_otherwise(model: &Document, system: &Document, told: bool, report: &mut Report<'_>) -> bool {
    let (Some(version), Some(text)) = (model.fields.text("model-version"), system.fields.text("model")) else {
        return false;
    };
    let said = after_the_word(text);
    let Some(other) = said.first().filter(|_| !said.iter().any(|word| is_in(word, version))) else { return false };
    if told {
        report.also(&system.path, system.fields.span("model"), say!("the model, as the system has it"));
        return true;
    }
    report.document(
        model,
        model.span_of("model-version"),
        say!(
            "{id} gives version {version}, and {system} says that its model is of version {other}",
            id = model.id,
            version,
            system = system.id,
            other
        ),
        say!("Find out which one runs, and bring both entries to say so."),
    );
    report.also(&system.path, system.fields.span("model"), say!("the model, as the system has it"));
    true
}

/// Tells where a model is of suppliers that the system does not name.
fn supplied_otherwise(context: &Context<'_>, model: DocIx, system: &Document, report: &mut Report<'_>) {
    let aims = context.aims;
    let suppliers: BTreeSet<DocIx> = aims.named_by(model, "suppliers").collect();
    let Some(ix) = aims.by_id(&system.id) else { return };
    let named: BTreeSet<DocIx> = aims.named_by(ix, "suppliers").collect();
    let back = |supplier: &DocIx| aims.named_by(*supplier, "systems").any(|to| to == ix);
    // What a part could not be read of has its own finding.
    let is_open = system.fields.is_misread("suppliers") || system.fields.is_misread("models");
    if suppliers.is_empty() || is_open || suppliers.iter().any(|supplier| named.contains(supplier) || back(supplier)) {
        return;
    }
    let model = aims.document(model);
    let ids: Vec<&str> = suppliers.iter().map(|supplier| aims.document(*supplier).id.as_str()).collect();
    report.document(
        model,
        model.span_of("suppliers"),
        say!(
            "{id} is supplied by {suppliers}, and {system}, which it is behind, depends on no such supplier",
            id = model.id,
            suppliers = listed(&ids, 3),
            system = system.id
        ),
        say!("Mend the supplier here, or name it under `suppliers` of {system}.", system = system.id),
    );
    report.also(&system.path, system.fields.span("suppliers"), say!("the suppliers of the system"));
}

/// The first word of a version that has more to say: `3.2` of `3.2, checksum b90d`.
fn first(version: &str) -> &str {
    let version = dressed_version(version).unwrap_or(version);
    version.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(')).next().unwrap_or(version)
}

/// Whether a version is one that an entry gives, in whatever words.
fn is_in(word: &str, version: &str) -> bool {
    let parts = version.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')'));
    same(word, version) || parts.filter(|part| !part.is_empty()).any(|part| same(word, part))
}

/// Words that can only be versions: numbers with a point or a dash between them.
fn named(text: &str) -> Vec<&str> {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | ':'));
    words
        .map(|word| word.trim_matches('.'))
        .filter(|word| shape(word).is_some_and(|shape| shape.contains('0')))
        .collect()
}

/// How a version is written, with all its numbers as one sign: `0.0` of `3.12`; none of what is no version.
fn shape(word: &str) -> Option<String> {
    let word = word.strip_prefix(['v', 'V']).unwrap_or(word);
    let parts: Vec<&str> = word.split(['.', '-']).collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_version = parts.len() > 1 && parts.iter().all(is_number);
    is_version.then(|| {
        word.chars().filter(|c| !c.is_ascii_digit()).fold("0".to_owned(), |shape, sign| shape + &sign.to_string() + "0")
    })
}

/// Versions that a text calls so: what stands behind the word.
fn after_the_word(text: &str) -> Vec<&str> {
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')')).collect();
    let is_word =
        |word: &str| matches!(word.trim_end_matches(['.', ':']).to_lowercase().as_str(), "version" | "release" | "v");
    let pairs = words.windows(2).filter(|pair| is_word(pair[0]));
    let behind = pairs.filter_map(|pair| pair.get(1).map(|word| word.trim_matches('.')));
    let is_number =
        |word: &&str| word.trim_start_matches(['v', 'V', 'r', 'R']).starts_with(|c: char| c.is_ascii_digit());
    behind.filter(is_number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::only;

    fn found(title: &str, model: &str, system: &str) -> Vec<String> {
        let model = format!("---\nid: MOD\ntitle: {title}\nkind: model\n{model}---\n");
        let system = format!("---\nid: SYS\ntitle: S\nkind: system\nlifecycle: in-use\nmodels: [MOD]\n{system}---\n");
        let supplier = |id: &str| format!("---\nid: {id}\nkind: supplier\n---\n");
        let (one, two) = (supplier("SUP-1"), supplier("SUP-2"));
        let files = [("aims.toml", ""), ("m.md", &*model), ("s.md", &*system), ("t.md", &*one), ("u.md", &*two)];
        only("model-contradicts-system", &files)
    }

    #[test]
    fn a_version_that_the_title_or_the_system_does_not_bear_out_is_told() {
        let told = "m.md:5:16 MOD gives version 2025-07, and its title names 2026-08";
        assert_eq!(found("Corvid model 2026-08", "model-version: 2025-07\n", ""), [told]);
        let told = "m.md:5:16 MOD gives version 2025-07, and SYS says that its model is of version 2026-08";
        assert_eq!(
            found("Corvid", "model-version: 2025-07\n", "model: A large one, version 2026-08, bought\n"),
            [told]
        );
        let told = "m.md:5:16 MOD gives version 2025-07, and its title names 2026-08";
        let both = found("Corvid model 2026-08", "model-version: 2025-07\n", "model: A large one, version 2026-08\n");
        assert_eq!(both, [told], "one finding of one version");
        for (title, version, model) in [
            ("Score 3.2", "'3.2, checksum b90d27'", "Trees, trained 2026-02-13"),
            ("Score 3.2", "3.2.0", "Trees, version 3.2"),
            ("Watch 2.1", "'2.1, retrained 2026-04-24'", "Forest, rule set r4"),
            ("Whisper v3", "2026-08", "A model of version v2026-08"),
            ("Score", "3.2", "A model, version pinned"),
            ("Score 2026-01-31", "3.2", "A model"),
        ] {
            let found = found(title, &format!("model-version: {version}\n"), &format!("model: {model}\n"));
            assert!(found.is_empty(), "{title} {found:?}");
        }
    }

    #[test]
    fn a_model_of_another_supplier_than_the_system_is_told() {
        let told = "m.md:5:12 MOD is supplied by SUP-2, and SYS, which it is behind, depends on no such supplier";
        assert_eq!(found("M", "suppliers: [SUP-2]\n", "suppliers: [SUP-1]\n"), [told]);
        assert!(found("M", "suppliers: [SUP-2]\n", "suppliers: [SUP-1, SUP-2]\n").is_empty());
        assert!(found("M", "", "suppliers: [SUP-1]\n").is_empty());
        assert!(found("M", "suppliers: [SUP-2]\n", "suppliers: [SUP-1]\nstatus: draft\n").is_empty());
    }

    #[test]
    fn a_version_is_told_from_a_name_by_how_it_is_written() {
        assert_eq!(shape("2026-08").as_deref(), Some("0-0"));
        assert_eq!(shape("v3.2.1").as_deref(), Some("0.0.0"));
        assert_eq!((shape("v3"), shape("GPT-4"), shape("")), (None, None, None));
        assert_eq!(after_the_word("Version 2.1 of a model, release r4, v. 3"), ["2.1", "r4", "3"]);
    }
}
