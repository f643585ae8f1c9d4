//! `class-contradicts`: the class of an AI system does not go with what else its entry says.

use crate::base::say;
use crate::base::text::cut;
use crate::check::context::Context;
use crate::check::lists::and;
use crate::check::rule::{Report, Rule};
use crate::diag::{Level, Span};
use crate::model::about::is_left_out;
use crate::model::act_class::{KEY, classes, high_risk, is};
use crate::model::ai_act::points_in;
use crate::model::document::Document;

pub(super) static RULE: Rule = Rule {
    code: "AIMS636",
    name: "class-contradicts",
    level: Level::Warning,
    clock: false,
    what: "The entry of an AI system names a point of Annex III, or Annex I, Annex III or Article 6 among its requirements, and no class of high risk and no exemption; or what is of Annex III beside `high-annex-i` alone; or Article 50 beside `minimal` or `not-applicable`; or it says `exempt-6-3` without the reason under `art-6-3`, or that reason or `ai-act-reason` speaks of profiling, or, as a note, `art-6-3` names none of the four conditions, by its letter or in words; or `minimal` or `not-applicable` beside another class; or a class of high risk by Annex III beside that exemption; or `annex-iii` is no point of Annex III; or the class is of a general-purpose model, and the roles say `provider` without `gpai-provider`; or a system in use of high risk is not `in-scope`.",
    why: "Duties follow from the class (clauses 4.1 and 4.2). Where the entry says two things, one of them is wrong, and an auditor or authority will ask which. Article 6(4) of the EU AI Act asks for the reasons of an exemption in writing; a system that profiles people is never exempt (Article 6(3)).",
    fix: "Mend the class, or what it disagrees with; an exemption needs `art-6-3`: which of the conditions of Article 6(3) holds, and why.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, system) in context.living_of("system").filter(|(_, system)| !system.is_draft()) {
        // A word that could not be read has its own finding.
        let fields = &system.fields;
        if classes(system).next().is_none() || fields.is_misread(KEY) || system.stage() == Some("retired") {
            continue;
        }
        if let Some((span, message, help)) = contradiction(system) {
            report.document(system, span, message, help);
        } else if let Some((span, message, help)) = no_condition(system) {
            report.document(system, span, message, help);
            report.at(Level::Note);
        }
    }
}

/// What is wrong: where, what and how it is mended.
type Wrong = (Span, String, &'static str);

fn contradiction(system: &Document) -> Option<Wrong> {
    let (fields, id) = (&system.fields, &system.id);
    let (high, exempt) = (high_risk(system), is(system, "exempt-6-3"));
    let at = |key: &str| system.span_of(key);
    if let Some(none) = classes(system).find(|class| matches!(*class, "minimal" | "not-applicable"))
        && let Some(other) = classes(system).find(|class| *class != none)
    {
        let message = say!("{id} is of the class `{none}` and of the class `{other}`", id, none, other);
        return Some((at(KEY), message, say!("Leave the one that holds: `minimal` and `not-applicable` stand alone.")));
    }
    if let Some(both) = high.filter(|class| exempt && *class != "high-annex-i") {
        let message = say!("{id} is of the class `{class}` and exempt by Article 6(3)", id, class = both);
        let help = say!("Leave the one that holds: what is exempt is not high-risk by Annex III.");
        return Some((at(KEY), message, help));
    }
    if let Some(unknown) = fields.texts("annex-iii").iter().find(|word| points_in(&word.value).is_none()) {
        let message =
            say!("{id} names `{point}` under `annex-iii`, which is no point of it", id, point = unknown.value);
        return Some((unknown.span, message, say!("Name the point as the Act counts it: `5(b)`, `4`.")));
    }
    let model = classes(system).all(|class| matches!(class, "gpai" | "gpai-systemic"));
    let role = |name: &str| fields.texts("ai-roles").iter().any(|role| role.value == name);
    if model && role("provider") && !role("gpai-provider") {
        let message =
            say!("{id} is of the class of a general-purpose model, and its roles leave out `gpai-provider`", id);
        let help = say!(
            "The class is of the model: add `gpai-provider` where you provide that, else give the class of the system that is built on it."
        );
        return Some((at(KEY), message, help));
    }
    if exempt && fields.lacks("art-6-3") {
        let message = say!("{id} is exempt by Article 6(3), and no `art-6-3` says why", id);
        let help = say!("Add `art-6-3: …`: which of the conditions holds, why, and who judged it.");
        return Some((at(KEY), message, help));
    }
    let left_out = || left_out(system).map(|(message, help)| (at("in-scope"), message, help));
    profiles(system).or_else(|| named_otherwise(system)).or_else(left_out)
}

/// A provision or a point of Annex III that is not of the classes that the entry gives.
fn named_otherwise(system: &Document) -> Option<Wrong> {
    let (fields, id) = (&system.fields, &system.id);
    if is(system, "prohibited") {
        return None;
    }
    let named = |of: fn(&str) -> bool| {
        let found = fields.requirements().iter().flat_map(|(_, ids)| ids).find(|id| of(&id.value));
        found.map(|named| (named.span, named.value.as_str()))
    };
    let point = || fields.texts("annex-iii").first().map(|point| (point.span, "annex-iii"));
    let is_of = |words: &[&str]| classes(system).any(|class| words.contains(&class));
    let by_annex_iii = is_of(&["high", "high-annex-iii", "exempt-6-3"]);
    let high = if by_annex_iii {
        None
    } else if is_of(&["high-annex-i"]) {
        let help = say!(
            "Say `[high-annex-i, high-annex-iii]` where both hold, or `exempt-6-3` beside it; else leave Annex III out."
        );
        named(is_of_annex_iii).or_else(point).map(|found| (found, help))
    } else {
        let help = say!("Mend `ai-act-class`, or say `exempt-6-3` with the reason under `art-6-3`.");
        named(is_high_risk_provision).or_else(point).map(|found| (found, help))
    };
    let transparent = || {
        let found = named(is_of_transparency).filter(|_| is_of(&["minimal", "not-applicable"]));
        let help =
            say!("Say `transparency` where people have to be told; else leave Article 50 out of the requirements.");
        found.map(|found| (found, help))
    };
    let ((span, what), help) = high.or_else(transparent)?;
    let classes = and(classes(system).map(|class| format!("`{class}`")));
    Some((span, say!("{id} names `{what}` and is of the class {classes}", id, what, classes), help))
}

/// The keys under which an exemption may be given its reason.
const REASONS: [&str; 2] = ["art-6-3", "ai-act-reason"];

/// Where an exempt system profiles people by its own words: then no condition exempts it.
fn profiles(system: &Document) -> Option<Wrong> {
    let (fields, id) = (&system.fields, &system.id);
    let said = |key: &&str| fields.text(key).is_some_and(speaks_of_profiling);
    let key = REASONS.into_iter().find(said).filter(|_| is(system, "exempt-6-3"))?;
    let message = say!("{id} is exempt by Article 6(3), and `{key}` says that it profiles people", id, key);
    let help = say!("What profiles people is high-risk under Annex III: say `high-annex-iii`, or mend the reason.");
    Some((system.span_of(key), message, help))
}

/// Where the reason of an exemption names none of the conditions of Article 6(3).
fn no_condition(system: &Document) -> Option<Wrong> {
    let (fields, id) = (&system.fields, &system.id);
    let said = fields.text("art-6-3").filter(|said| is(system, "exempt-6-3") && !names_condition(said))?;
    let message =
        say!("{id} is exempt by Article 6(3), and `{said}` names none of its conditions", id, said = cut(said, 60));
    let help = say!("Name the condition by its letter, (a) to (d), and say why it holds.");
    Some((system.span_of("art-6-3"), message, help))
}

/// Words that turn a part of a text round, in the languages that are likely.
const DENIED: [&str; 16] = [
    "no", "not", "nobody", "none", "never", "neither", "nor", "without", "cannot", "kein", "nicht", "niemand", "ohne",
    "aucun", "pas", "sans",
];

/// Whether a part of a text says that people are profiled, and does not deny it.
fn speaks_of_profiling(text: &str) -> bool {
    text.to_lowercase().split([',', '.', ';', ':', '(']).any(|part| {
        let mut words = part.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let denied = |word: &str| DENIED.contains(&word) || word.starts_with("kein") || word.starts_with("aucun");
        part.contains("profil")
            && !words.any(denied)
            && !part.contains("n't")
            && !part.contains("n’t")
            && !part.contains("exclu")
    })
}

/// Beginnings of words by which the conditions of Article 6(3) are told: a narrow procedural task, the result of work that a
/// person did, patterns of decisions, a preparatory task.
const CONDITIONS: [&str; 14] = [
    "procedur",
    "procédur",
    "prepar",
    "prépar",
    "improv",
    "amélior",
    "pattern",
    "deviat",
    "verfahren",
    "vorbereit",
    "bereitet",
    "verbesser",
    "muster",
    "abweich",
];

/// Whether a reason names a condition, by its letter or in words.
fn names_condition(text: &str) -> bool {
    let text = text.to_lowercase();
    let by_letter = ["a", "b", "c", "d"].into_iter().any(|letter| {
        let words = [
            "point ",
            "condition ",
            "letter ",
            "lit. ",
            "lit ",
            "buchstabe ",
            "nummer ",
            "6(3)",
            "6 (3)",
            "6.3",
            "6-3-",
        ];
        let ends = |rest: &str| rest.strip_prefix(letter).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
        text.contains(&format!("({letter})"))
            || words
                .iter()
                .any(|word| text.match_indices(word).any(|(at, _)| ends(text[at + word.len()..].trim_start())))
    });
    by_letter || CONDITIONS.iter().any(|word| text.contains(word))
}

/// Where a high-risk system in use is not in scope.
fn left_out(system: &Document) -> Option<(String, &'static str)> {
    let (id, outside) = (&system.id, is_left_out(system) && system.stage() == Some("in-use"));
    let class = high_risk(system).filter(|_| outside)?;
    let message = say!("{id} is in use and of the class `{class}`, and the management system leaves it out", id, class);
    Some((message, say!("Bring it into the scope, or give the reason in the scope and mend the class.")))
}

/// Whether a requirement holds for high-risk systems by what they are.
fn is_high_risk_provision(id: &str) -> bool {
    is_part_of(id, "annex-i") || is_of_annex_iii(id) || is_part_of(id, "art-6")
}

fn is_of_annex_iii(id: &str) -> bool {
    is_part_of(id, "annex-iii")
}

fn is_of_transparency(id: &str) -> bool {
    is_part_of(id, "art-50")
}

/// Whether a requirement is a provision or a part of it.
fn is_part_of(id: &str, provision: &str) -> bool {
    let id = id.to_ascii_lowercase();
    id.strip_prefix(provision).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '(']))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn system(lines: &str) -> String {
        format!("---\nid: S\nkind: system\nlifecycle: in-use\n{lines}\n---\n")
    }

    #[test]
    fn each_contradiction_is_told_where_it_is() {
        for (lines, told) in [
            ("ai-act-class: minimal\nannex-iii: 5(b)", "6:12 S names `annex-iii` and is of the class `minimal`"),
            (
                "ai-act-class: [transparency]\nrequirements: {eu-ai-act: [annex-iii]}",
                "6:28 S names `annex-iii` and is of the class `transparency`",
            ),
            ("ai-act-class: [minimal, high]", "5:15 S is of the class `minimal` and of the class `high`"),
            (
                "ai-act-class: [high-annex-iii, exempt-6-3]\nart-6-3: It prepares a task",
                "5:15 S is of the class `high-annex-iii` and exempt by Article 6(3)",
            ),
            ("ai-act-class: high\nannex-iii: 9(z)", "6:12 S names `9(z)` under `annex-iii`, which is no point of it"),
            (
                "ai-act-class: gpai\nai-roles: [provider]",
                "5:15 S is of the class of a general-purpose model, and its roles leave out `gpai-provider`",
            ),
            ("ai-act-class: exempt-6-3", "5:15 S is exempt by Article 6(3), and no `art-6-3` says why"),
            (
                "ai-act-class: high-annex-i\nannex-iii: 5(b)",
                "6:12 S names `annex-iii` and is of the class `high-annex-i`",
            ),
            (
                "ai-act-class: [high-annex-i, transparency]\nrequirements: {eu-ai-act: [annex-i, annex-iii]}",
                "6:37 S names `annex-iii` and is of the class `high-annex-i` and `transparency`",
            ),
            (
                "ai-act-class: minimal\nrequirements: {eu-ai-act: [art-50]}",
                "6:28 S names `art-50` and is of the class `minimal`",
            ),
            (
                "ai-act-class: not-applicable\nrequirements: {eu-ai-act: [art-50-2]}",
                "6:28 S names `art-50-2` and is of the class `not-applicable`",
            ),
            (
                "ai-act-class: exempt-6-3\nart-6-3: Preparatory, point (d); it profiles applicants",
                "6:10 S is exempt by Article 6(3), and `art-6-3` says that it profiles people",
            ),
            (
                "ai-act-class: exempt-6-3\nart-6-3: Preparatory\nai-act-reason: It profiles people, so the filter does not help",
                "7:16 S is exempt by Article 6(3), and `ai-act-reason` says that it profiles people",
            ),
            (
                "ai-act-class: exempt-6-3\nart-6-3: It is low risk",
                "6:10 S is exempt by Article 6(3), and `It is low risk` names none of its conditions",
            ),
            (
                "ai-act-class: high\nin-scope: false",
                "6:11 S is in use and of the class `high`, and the management system leaves it out",
            ),
        ] {
            assert_one("class-contradicts", &system(lines), &[told]);
        }
    }

    #[test]
    fn what_goes_together_is_no_finding() {
        for lines in [
            "ai-act-class: [high-annex-iii, transparency]\nannex-iii: 5(b)",
            "ai-act-class: exempt-6-3\nannex-iii: 5(b)\nart-6-3: It prepares a task.",
            "ai-act-class: minimal\nin-scope: false",
            "ai-act-class: minimal\nrequirements: {eu-ai-act: [art-60, art-5]}",
            "ai-act-class: [high-annex-i, high-annex-iii]\nannex-iii: 5(b)",
            "ai-act-class: [high-annex-i, exempt-6-3]\nart-6-3: Article 6(3)d\nannex-iii: 5(b)",
            "ai-act-class: high-annex-i\nrequirements: {eu-ai-act: [annex-i, art-6]}",
            "ai-act-class: transparency\nrequirements: {eu-ai-act: [art-50]}",
            "ai-act-class: high\nrequirements: {eu-ai-act: [art-50]}",
            "ai-act-class: exempt-6-3\nart-6-3: Eine vorbereitende Aufgabe; es findet kein Profiling statt",
            "ai-act-class: exempt-6-3\nart-6-3: Condition a. It does not profile people, it sorts",
            "annex-iii: 5(b)",
            "ai-act-class: [gpai, transparency]\nai-roles: [provider]",
            "ai-act-class: gpai\nai-roles: [deployer]",
            "ai-act-class: [high-annex-i, exempt-6-3]\nart-6-3: It prepares a task",
            "ai-act-class: [minimal, hihg]",
            "ai-act-class: exempt-6-3\nstatus: draft",
        ] {
            assert_one("class-contradicts", &system(lines), &[]);
        }
    }
}
