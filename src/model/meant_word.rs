//! What is told of a word that is none of those that a key takes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::kinds::{FieldSpec, Kind};
use super::settings::normal;
use super::slips::mapped;
use crate::base::lookalike::deceives;
use crate::base::{opposite, tell, unlike};
use crate::diag::{Fix, Span, Spanned};
use crate::parse::{Problem, ProblemKind};
use crate::reading::status_called;

/// A word that is none of a choice. What says the opposite is never offered, and no alias that nobody could see.
pub(super) fn problem(word: &Spanned<String>, spec: &FieldSpec) -> Problem {
    let wanted = normal(&word.value);
    let message = tell!("`{word}` is no `{key}`", word = &word.value, key = &spec.name);
    let choices = spec.choices.iter().map(|choice| format!("`{choice}`")).collect::<Vec<_>>().join(", ");
    let problem = Problem::new(ProblemKind::BadChoice, word.span, message);
    let allowed = || tell!("Allowed: {choices}.", choices = &choices);
    if let Some((meant, told)) = unlike::meant(&word.value, |plain| spec.word(&normal(plain)).is_some()) {
        return problem
            .help(told.then(allowed()))
            .fix(Fix::meant(word.span, meant.as_str()).certain_if_alike(&word.value));
    }
    let called = Some(&spec.name).filter(|name| *name == "status").and_then(|_| status_called(&wanted));
    let near = called.filter(|ours| spec.word(ours).is_some());
    let near = near.or_else(|| opposite::meant(&wanted, spec.choices.iter().map(String::as_str)));
    let help = match near {
        Some(near) => tell!("Did you mean `{near}`? Allowed: {choices}.", near, choices),
        None => allowed(),
    };
    let help = if deceives(&word.value) { help } else { help.then(mapped(&spec.name, &wanted, near)) };
    let problem = problem.help(help);
    match near {
        Some(near) => problem.fix(Fix::meant(word.span, near).certain_if_alike(&word.value)),
        None => problem,
    }
}

/// A word that is the name of no kind of document.
pub(super) fn no_kind(word: &str, span: Span, kinds: &BTreeMap<String, Arc<Kind>>) -> Problem {
    let name = normal(word);
    let problem = Problem::new(ProblemKind::UnknownKind, span, tell!("`{word}` is no kind of document", word));
    if let Some((near, told)) = unlike::meant(word, |plain| kinds.contains_key(&normal(plain))) {
        return problem.help(told).fix(Fix::meant(span, near));
    }
    let meant = kinds.values().find(|kind| kind.is_meant(&name));
    let called = meant.map(|kind| kind.name.as_str());
    let of_types = meant.is_some_and(|kind| has_type(kind, &name));
    match called.or_else(|| opposite::meant(&name, kinds.keys().map(String::as_str))) {
        // The kind alone would lose what it is.
        Some(near) if of_types => problem.help(tell!(
            "Did you mean `{near}`? With `types: [{word}]` beside it, it says which.",
            near,
            word = &name
        )),
        Some(near) if called.is_some() => problem
            .help(tell!("Did you mean `{near}`?", near).then(mapped("kind", &name, called)))
            .fix(Fix::meant(span, near)),
        Some(near) => problem.help(tell!("Did you mean `{near}`?", near)).fix(Fix::meant(span, near)),
        None => problem.help(tell!(
            "Known kinds: {kinds}. A kind of your own goes into `aims.toml` under `[kinds.{name}]`.",
            kinds = kinds.keys().cloned().collect::<Vec<_>>().join(", "),
            name
        )),
    }
}

/// Whether documents of a kind say by their `types` that they are such a one.
fn has_type(kind: &Kind, word: &str) -> bool {
    kind.fields.iter().any(|field| field.name == "types" && field.word(word).is_some())
}

#[cfg(test)]
mod tests {
    use crate::base::Date;
    use crate::model::load::load;
    use crate::parse::{Problem, ProblemKind};
    use crate::source::Memory;

    /// What is told of words and keys in the front matter of a document.
    fn told(kind: &str, lines: &str) -> Vec<Problem> {
        let text = format!("---\nid: X-001\ntitle: T\nkind: {kind}\n{lines}\n---\nText.\n");
        let aims = load(&Memory::new([("a.md", text.as_bytes())]), Date::constant(2026, 11, 20)).expect("it loads");
        let is_it = |kind| {
            matches!(
                kind,
                ProblemKind::BadChoice | ProblemKind::UnknownKind | ProblemKind::UnknownKey | ProblemKind::ForeignKey
            )
        };
        aims.documents[0].problems.iter().filter(|problem| is_it(problem.kind)).cloned().collect()
    }

    fn help(problem: &Problem) -> String {
        problem.help.as_ref().map(ToString::to_string).unwrap_or_default()
    }

    #[test]
    fn the_opposite_is_never_offered() {
        for (kind, line) in [
            ("policy", "status: Not approved"),
            ("policy", "status: unapproved"),
            ("policy", "status: disapproved"),
            ("policy", "status: not-approved"),
            ("policy", "status: draft / approved"),
            ("policy", "status: approved?"),
            ("policy", "classification: Not confidential"),
            ("policy", "classification: nonpublic"),
            ("policy", "classification: external"),
            ("objective", "state: unmet"),
            ("objective", "state: off-track"),
            ("risk", "state: untreated"),
            ("soa", "statement:\n- {control: A.2.2, applicable: true, reason: x, implementation: undone}"),
            ("audit", "findings:\n- {ref: F1, grade: major, finding: x, status: unanswered}"),
        ] {
            let found = told(kind, line);
            assert_eq!(found.len(), 1, "{line}: {found:?}");
            let help = help(&found[0]);
            assert!(found[0].fixes.is_empty() && !help.contains("Did you mean"), "{line}: {help}");
            assert!(help.contains("Allowed: ") && !help.contains(" = \""), "{line}: {help}");
        }
        let row = "statement:\n- {control: A.2.2, inapplicable: true, reason: x}";
        let found = told("soa", row);
        assert!(!found.is_empty() && found.iter().all(|problem| problem.fixes.is_empty()), "{found:?}");
        let slip = told("policy", "status: aproved");
        assert!(slip.len() == 1 && help(&slip[0]).starts_with("Did you mean `approved`?"), "{slip:?}");
        assert!(!slip[0].fixes.is_empty());
    }

    #[test]
    fn a_sign_that_nobody_sees_is_named_and_no_alias_proposed() {
        for (kind, line, told_of) in [
            ("policy", "status: appro\u{ad}ved", "After `appro` stands a soft hyphen (U+00AD). Write `approved`."),
            ("policy", "status: draft\u{200b}", "After `draft` stands a space without width (U+200B). Write `draft`."),
            ("policy", "st\u{200b}atus: draft", "After `st` stands a space without width (U+200B). Write `status`."),
            ("\u{440}olicy", "status: draft", "It begins with a Cyrillic letter (U+0440). Write `policy`."),
        ] {
            let found = told(kind, line);
            let helps = found.iter().map(help).collect::<Vec<_>>().join("\n");
            assert!(helps.contains(told_of), "{line}: {helps}");
            assert!(!helps.contains("Did you mean") && !helps.contains("aims.toml"), "{line}: {helps}");
        }
        let far = told("policy", "status: purp\u{200b}le").iter().map(help).collect::<String>();
        assert!(far.starts_with("Allowed: ") && !far.contains("aims.toml"), "{far}");
    }

    #[test]
    fn a_word_that_teams_bring_for_a_kind_is_met_with_that_kind() {
        for (word, kind) in [
            ("complaint", "concern"),
            ("Deployment", "release"),
            ("monitoring_plan", "monitoring"),
            ("legal requirement", "obligation"),
            ("sop", "procedure"),
        ] {
            let found = told(word, "");
            assert_eq!(found.len(), 1, "{word}: {found:?}");
            assert!(help(&found[0]).starts_with(&format!("Did you mean `{kind}`?")), "{word}: {found:?}");
            assert_eq!(found[0].fixes.len(), 1, "{word}");
        }
        for word in ["dpia", "fria", "DSFA"] {
            let found = told(word, "");
            let with = format!("Did you mean `impact-assessment`? With `types: [{}]` beside it", word.to_lowercase());
            assert!(found.len() == 1 && help(&found[0]).starts_with(&with), "{word}: {found:?}");
            assert!(found[0].fixes.is_empty(), "the kind alone would lose that it is one");
        }
        assert!(help(&told("qqqq", "")[0]).starts_with("Known kinds: "));
    }
}
