//! `setting-without-target`: a setting that names a kind or key that does not exist.

use crate::base::near::Near;
use crate::base::{DocPath, say};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::catalog::split_req_id;
use crate::model::config::normal;
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    code: "AIMS813",
    name: "setting-without-target",
    level: Level::Warning,
    clock: false,
    what: "A setting in `aims.toml` names a kind of document or a key that does not exist: an alias for a key of no kind, or `[folders]`, `[review.every]` or `[evidence.kinds]` with an unknown kind; or a clause under `[kinds]` that no framework in use has; or a pattern under `[folders]` by which no file gets its kind, or under `[files]` that no file matches; or a folder under `[links]` or a pattern under `[languages]` by which there is none; or a word of `site.pack` that is no kind and no document. An error of a rule under `[approval.kinds]`, which then guards nothing.",
    why: "A slip here switches the setting off without a word: documents are read as of no kind, or reviewed at another interval than was meant.",
    fix: "Take the suggestion, or define the kind under `[kinds.NAME]` in `aims.toml`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    names(context, report);
    folders(context, report);
    left_out(context, report);
    pack(context, report);
    for (setting, named) in &context.aims.idle_settings {
        let message = say!("`{setting}` names `{name}`, where no file is", setting, name = named.value);
        report.settings(
            Some(named.span),
            message,
            say!("Write the path from the folder of `aims.toml`, or remove it."),
        );
        report.missing();
    }
}

/// Patterns that leave nothing out.
fn left_out(context: &Context<'_>, report: &mut Report<'_>) {
    let documents = &context.aims.documents;
    let files = documents.iter().map(|document| document.path.as_str());
    let mut near = Near::of(documents.iter().flat_map(|document| above(&document.path)).chain(files));
    for pattern in &context.aims.idle_files {
        let message = say!("`files.exclude` names `{name}`, where no file is", name = pattern.value);
        let help = match near.nearest(&bare(&pattern.value)) {
            Some(near) => say!("Did you mean `{near}`?", near),
            None => say!("Remove the pattern, or write the path from the folder of `aims.toml`.").into(),
        };
        report.settings(Some(pattern.span), message, help);
        report.missing();
    }
}

/// Words of the printed pack that are no kind and no document.
fn pack(context: &Context<'_>, report: &mut Report<'_>) {
    let aims = context.aims;
    let kinds = aims.kinds.iter().map(|kind| kind.name.as_str());
    let mut near = Near::of(kinds.chain(aims.documents.iter().map(|document| document.id.as_str())));
    let is_there = |word: &str| aims.kinds.get(&normal(word)).is_some() || aims.by_id(word).is_some();
    for word in aims.config.site.pack.iter().filter(|word| !is_there(&word.value)) {
        let message = say!("`site.pack` names `{name}`, which is no kind and no document", name = &word.value);
        let help = near.nearest(&word.value).map(|near| say!("Did you mean `{near}`?", near));
        report.settings(Some(word.span), message, help.unwrap_or_default());
        report.missing();
    }
}

/// A pattern as the path of a folder or file is compared.
fn bare(pattern: &str) -> String {
    pattern.trim_start_matches("./").trim_end_matches("/**").trim_matches('/').to_lowercase()
}

/// Patterns by which no document gets its kind.
fn folders(context: &Context<'_>, report: &mut Report<'_>) {
    // Where there is no document at all, that is told.
    let idle = context.aims.idle_folders.iter().filter(|_| !context.aims.documents.is_empty());
    let known: BTreeSet<&str> = context.aims.documents.iter().flat_map(|document| above(&document.path)).collect();
    let mut near = Near::of(known.iter().copied());
    for pattern in idle {
        let help = match near.nearest(&bare(&pattern.value)) {
            Some(near) => say!("Did you mean `{near}`?", near),
            None => say!(
                "Write the path from the folder of `aims.toml`, as `policies` or `docs/*/policies`, or remove the row."
            )
            .into(),
        };
        let message = say!("`folders` names `{name}`, where no document is", name = pattern.value);
        report.settings(Some(pattern.span), message, help);
        report.missing();
    }
}

/// The folders that a file lies in.
fn above(path: &DocPath) -> impl Iterator<Item = &str> {
    let path = path.as_str();
    path.match_indices('/').map(|(end, _)| &path[..end])
}

fn names(context: &Context<'_>, report: &mut Report<'_>) {
    let kinds = &context.aims.kinds;
    let names: BTreeSet<&str> = kinds.iter().map(|kind| kind.name.as_str()).collect();
    let own = kinds.iter().flat_map(|kind| &kind.fields);
    let keys: BTreeSet<&str> = kinds.common().iter().chain(own).map(|field| field.name.as_str()).collect();
    // Words are translated in the columns of rows too.
    let rows = kinds.common().iter().chain(kinds.iter().flat_map(|kind| &kind.fields));
    let columns: BTreeSet<&str> = rows.flat_map(|field| &field.columns).map(|column| column.name.as_str()).collect();
    let (mut near_names, mut near_keys) = (Near::of(names.iter().copied()), Near::of(keys.iter().copied()));
    let (clauses, targets): (Vec<_>, Vec<_>) =
        context.aims.config.targets.iter().partition(|of| of.setting.starts_with("kinds."));
    for named in clauses.into_iter().map(|of| &of.name) {
        let (said, id) = split_req_id(&named.value);
        let mut all = context.aims.catalog.frameworks().iter().filter(|of| said.is_none_or(|said| of.id == *said));
        if !all.any(|framework| framework.numbered(id).is_some()) {
            let name = &named.value;
            let message = say!("`clauses` of a kind names `{name}`, which no framework in use has", name);
            report.settings(Some(named.span), message, say!("Name a clause that is there, or remove it."));
        }
    }
    for target in targets {
        let (known, near) = match target.is_kind {
            true => (&names, &mut near_names),
            false => (&keys, &mut near_keys),
        };
        // Kinds may be written with spaces, as people say them.
        let name = target.name.value.replace(' ', "-");
        let in_rows = name.rsplit('.').next().filter(|_| matches!(target.setting, "values" | "not-before"));
        if known.contains(name.as_str()) || in_rows.is_some_and(|column| columns.contains(column)) {
            continue;
        }
        let help = match near.nearest(&name) {
            Some(near) => say!("Did you mean `{near}`?", near),
            None if target.is_kind => say!("Define it under `[kinds.{name}]`, or remove the setting.", name),
            None => say!("Name a key that `aims` knows, or remove the alias.").into(),
        };
        let (setting, name) = (&target.setting, &target.name.value);
        let message = match target.is_kind {
            true => say!("`{setting}` names `{name}`, which is no kind of document", setting, name),
            false => say!("`{setting}` names `{name}`, which is no key of any kind of document", setting, name),
        };
        report.settings(Some(target.name.span), message, help);
        // A rule for nothing guards nothing, and whoever wrote it believes that it does.
        if target.setting == "approval.kinds" {
            report.at(Level::Error);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{check, only};

    #[test]
    fn each_setting_is_told_at_the_word() {
        let settings = "[folders]\npolicies = \"polcy\"\n[aliases]\nresponsible_person = \"ownr\"\n[review.every]\nplicy = \"6 months\"\n[evidence.kinds]\nadit = \"1 year\"\n";
        assert_eq!(
            only("setting-without-target", &[("aims.toml", settings)]),
            [
                "aims.toml:2:12 `folders` names `polcy`, which is no kind of document",
                "aims.toml:4:22 `aliases` names `ownr`, which is no key of any kind of document",
                "aims.toml:6:1 `review.every` names `plicy`, which is no kind of document",
                "aims.toml:8:1 `evidence.kinds` names `adit`, which is no kind of document",
            ]
        );
    }

    #[test]
    fn a_rule_of_approval_for_no_kind_is_an_error() {
        let settings = "[approval.kinds]\npolcy = { needs = \"record\" }\n[review.every]\nplicy = \"6 months\"\n";
        let (found, _) = check(&[("aims.toml", settings)]);
        let of = |finding: &&crate::diag::Diagnostic| finding.name == "setting-without-target";
        let levels: Vec<_> = found.iter().filter(of).map(|finding| (finding.level, finding.help.as_deref())).collect();
        let help = Some("Did you mean `policy`?");
        assert_eq!(levels, [(crate::diag::Level::Error, help), (crate::diag::Level::Warning, help)]);
    }

    #[test]
    fn a_pattern_that_leaves_nothing_out_is_told_with_what_is_near() {
        let help = |pattern: &str| {
            let settings = format!("[files]\nexclude = [\"{pattern}\"]\n");
            let (found, _) = check(&[("aims.toml", &settings), ("vendor/a.md", "Text.\n")]);
            found.into_iter().find(|finding| finding.name == "setting-without-target").and_then(|finding| finding.help)
        };
        for pattern in ["./vendor", "Vendor", "vendr/**"] {
            assert_eq!(help(pattern).as_deref(), Some("Did you mean `vendor`?"), "{pattern}");
        }
        assert!(help("something-else").is_some_and(|help| help.starts_with("Remove the pattern")));
    }

    #[test]
    fn a_pattern_that_matches_nothing_is_told_with_what_is_near() {
        let found = |pattern: &str| {
            let settings = format!("[folders]\n\"{pattern}\" = \"policy\"\n");
            only("setting-without-target", &[("aims.toml", &settings), ("docs/policies/a.md", "Text.\n")])
        };
        for pattern in ["Docs", "docs/polices", "./docs", "./nothing/**", "*.txt", "docs/policies/*.markdown"] {
            assert_eq!(found(pattern), [format!("aims.toml:2:1 `folders` names `{pattern}`, where no document is")]);
        }
        for pattern in ["docs", "docs/policies/", "docs/policies/**", "**/policies", ".", "**", "", "docs/*/a.md"] {
            assert_eq!(found(pattern), Vec::<String>::new(), "{pattern}");
        }
    }

    #[test]
    fn kinds_and_keys_of_the_team_and_other_spellings_are_known() {
        let settings = "[folders]\na = \"datasheet\"\nb = \"Impact Assessment\"\nc = \"risk_assessment\"\n[aliases]\nx = \"rights\"\ny = \"ai_act_class\"\nz = \"kind\"\n[review.every]\ndatasheet = \"P1Y\"\n[kinds.datasheet]\nfield = [{ name = \"rights\", type = \"text\" }]\n";
        assert!(only("setting-without-target", &[("aims.toml", settings)]).is_empty());
    }
}
