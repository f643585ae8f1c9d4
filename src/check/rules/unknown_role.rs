//! `unknown-role`: a role or person that the settings do not know.

use crate::base::folded::{name_key, same_name};
use crate::base::near::Near;
use crate::base::text::{address_key, distance};
use crate::base::{say, unlike};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::check::then::Then;
use crate::diag::Level;
use crate::model::authority::act;
use crate::model::config::Config;
use crate::model::document::Document;
use crate::model::fields::{Field, Fields};
use crate::model::kinds::{FieldSpec, FieldType};
use std::collections::{BTreeMap, BTreeSet};

pub(super) static RULE: Rule = Rule {
    code: "AIMS810",
    name: "unknown-role",
    level: Level::Warning,
    clock: false,
    what: "The rule under `[approval]` asks for a role that the settings do not know, which is an error; `[risk.acceptance]` or a `deputy` names nobody that they know; a person holds a role that is a slip of one under `[roles]` which nobody holds; or a field or column for a role or person, such as `owner`, `approvers` or `assessor`, names somebody who is neither a role nor a person in `aims.toml`. That is an error of who accepted, approved, decided or closed something, or checked whether an action worked, where people are listed, unless the settings of that day knew them: whom nobody knows has no authority. Nothing is asked where the settings list no roles and no people, nor of the auditors of an audit that is no internal one.",
    why: "Responsibilities have to be assigned and known (clause 5.3, control A.3.2). A name that nobody holds answers for nothing.",
    fix: "Take the suggestion, or add the role under `[roles]` or the person under `[[people]]` in `aims.toml`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let mut known = Known::of(context);
    if known.names.is_empty() {
        return;
    }
    in_rules(context, &mut known, report);
    in_settings(&context.aims.config, &mut known, report);
    for (_, document) in context.living() {
        let kind = document.kind.as_deref();
        // Who audits for others is of theirs.
        let is_ours = |field: &&Field| field.name != "auditors" || !document.is_other_audit();
        for field in document.fields.iter().filter(is_ours) {
            let Some(spec) = context.aims.kinds.field(kind, &field.name) else { continue };
            if spec.field_type == FieldType::Rows {
                for row in document.fields.rows(&field.name) {
                    for column in &spec.columns {
                        look(document, &row.cells, column, &mut known, report);
                    }
                }
            } else {
                look(document, &document.fields, spec, &mut known, report);
            }
        }
    }
}

/// Roles that rules of approval ask for. Who may approve is judged letter for letter.
fn in_rules(context: &Context<'_>, known: &mut Known<'_>, report: &mut Report<'_>) {
    let config = &context.aims.config;
    let mut asked: BTreeMap<(bool, String), BTreeSet<&str>> = BTreeMap::new();
    for role in config.approval.roles() {
        if known.exact.contains(role.value.as_str()) {
            asked.entry(name_key(&role.value)).or_default().insert(&role.value);
            continue;
        }
        let help = match known.near.nearest(&role.value) {
            Some(near) => say!("Did you mean `{near}`?", near),
            None => say!("Add the role under `[roles]`, or give it to a person under `[[people]]`.").into(),
        };
        let message = say!("`[approval]` asks for `{role}`, a role that nobody can hold", role = role.value);
        report.settings(Some(role.span), message, help);
        // A rule that nobody can meet guards nothing, and whoever wrote it believes that it does.
        report.at(Level::Error);
    }
    for person in config.people.iter().filter(|person| person.left.is_none_or(|left| left >= context.aims.today)) {
        for held in &person.roles {
            let Some(alike) = asked.get(&name_key(held)) else { continue };
            let Some(role) = alike.first().filter(|_| !person.roles.iter().any(|own| alike.contains(own.as_str())))
            else {
                continue;
            };
            let (person, name) = (person.span, &person.name);
            let message = say!(
                "`[approval]` asks for `{role}`, and {name} holds `{held}`, by which they approve nothing",
                role,
                name,
                held
            );
            let help = say!(
                "Who may approve is judged letter for letter: write `{role}` among the roles of {name}.",
                role,
                name
            );
            report.settings(Some(person), message, help);
            report.names(Some(name));
        }
    }
}

/// Roles and people that the settings themselves name elsewhere, and do not know.
fn in_settings(config: &Config, known: &mut Known<'_>, report: &mut Report<'_>) {
    let accepting = config
        .acceptance
        .iter()
        .flat_map(|(level, roles)| roles.iter().map(move |role| (format!("risk.acceptance.{}", level.as_str()), role)));
    let deputies =
        config.roles.iter().filter_map(|(name, role)| Some((format!("roles.{name}.deputy"), role.deputy.as_ref()?)));
    for (key, name) in accepting.chain(deputies).filter(|(_, name)| !name.value.trim().is_empty()) {
        if !known.holds(&name.value) {
            let help = help(&name.value, known);
            report.settings(Some(name.span), neither(&key, &name.value), help);
        }
    }
    let held: BTreeSet<(bool, String)> =
        config.people.iter().flat_map(|person| &person.roles).map(|role| name_key(role)).collect();
    let unheld = config.roles.keys().filter(|role| !held.contains(&name_key(role)));
    let mut unheld = Near::of(unheld.map(String::as_str));
    for (person, role) in config.people.iter().flat_map(|person| person.roles.iter().map(move |role| (person, role))) {
        if config.roles.contains_key(role) {
            continue;
        }
        if let Some(near) = unheld.nearest(role).filter(|near| is_slip(near, role)) {
            let message =
                say!("{person} holds `{role}`, a role that `[roles]` does not list", person = person.name, role);
            report.settings(Some(person.span), message, say!("Did you mean `{near}`?", near));
            report.names(Some(&person.name));
        }
    }
}

/// Whether of two roles one is but a slip of the keyboard of the other: in one word, as the others are the same.
fn is_slip(role: &str, held: &str) -> bool {
    let is_near = |one: &str, other: &str| {
        let letters = |word: &str| word.chars().flat_map(char::to_lowercase).collect::<Vec<char>>();
        let (one, other) = (letters(one), letters(other));
        // `A` and `B`, `AI` and `HR` are two.
        one.len().min(other.len()) > 4 && distance(&one, &other, 1, &mut <[Vec<usize>; 3]>::default()).is_some()
    };
    let mut odd = role.split_whitespace().zip(held.split_whitespace()).filter(|(a, b)| !same_name(a, b));
    role.split_whitespace().count() == held.split_whitespace().count()
        && odd.next().is_some_and(|(one, other)| is_near(one, other))
        && odd.next().is_none()
}

fn neither(key: &str, name: &str) -> String {
    say!("`{key}` names `{name}`, which is neither a role nor a person in the settings", key, name)
}

/// What to do about a name that is neither.
fn help(name: &str, known: &mut Known<'_>) -> String {
    if let Some((_, told)) = unlike::meant(name, |plain| known.holds(plain)) {
        return told.to_string();
    }
    match known.near.nearest(name) {
        Some(near) => say!("Did you mean `{near}`?", near),
        None => say!("Add the role under `[roles]`, or the person under `[[people]]`, in `aims.toml`.").into(),
    }
}

/// Roles and people of the settings.
struct Known<'a> {
    context: &'a Context<'a>,
    /// By what names have in common that are one: as all else that asks who is meant.
    names: BTreeSet<(bool, String)>,
    /// As they are written.
    exact: BTreeSet<&'a str>,
    /// E-mail addresses: they name a person too, but are no suggestion.
    emails: BTreeSet<String>,
    near: Near<'a>,
}

impl<'a> Known<'a> {
    fn of(context: &'a Context<'a>) -> Self {
        let config = &context.aims.config;
        let held = config.people.iter().flat_map(|person| person.roles.iter().chain([&person.name]));
        let names = config.roles.keys().chain(held).map(String::as_str).filter(|name| !name.trim().is_empty());
        let emails = config.people.iter().flat_map(|person| &person.emails);
        let exact: BTreeSet<&str> = names.collect();
        let near = Near::of(exact.iter().copied());
        let names = exact.iter().map(|name| name_key(name)).collect();
        Self { context, names, exact, emails: emails.map(|email| address_key(email)).collect(), near }
    }

    fn holds(&self, name: &str) -> bool {
        self.names.contains(&name_key(name)) || self.emails.contains(&address_key(name))
    }
}

/// The names that run together in one text, as they are known: `Chief Executive, AI Officer`. `None` where they are not at
/// least two of which each is or nearly is one.
fn several(text: &str, known: &mut Known<'_>) -> Option<Vec<String>> {
    let parts = text.split([',', ';', '/', '&', '+']).flat_map(|part| part.split(" and ")).map(str::trim);
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    if parts.len() < 2 {
        return in_a_row(text, known);
    }
    let mut names = Vec::with_capacity(parts.len());
    for part in parts {
        names.push(if known.holds(part) { part.to_owned() } else { known.near.nearest(part)?.to_owned() });
    }
    Some(names)
}

/// As many words are looked through for names that stand in a row.
const WORDS: usize = 60;

/// Names that stand in a row with nothing but blanks between, as where each had a line: `Chief Executive AI Officer`.
fn in_a_row(text: &str, known: &Known<'_>) -> Option<Vec<String>> {
    let words: Vec<&str> = text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).collect();
    if words.len() > WORDS {
        return None;
    }
    // How all words up to a place are parted into names, of the fewest.
    let mut upto: Vec<Option<Vec<String>>> = vec![Some(Vec::new())];
    for end in 1..=words.len() {
        let ways = (0..end).filter_map(|from| {
            let name = words[from..end].join(" ");
            let before = upto[from].as_ref().filter(|_| known.holds(&name))?;
            Some(before.iter().cloned().chain([name]).collect::<Vec<_>>())
        });
        let best = ways.min_by_key(Vec::len);
        upto.push(best);
    }
    upto.pop().flatten().filter(|names| names.len() > 1)
}

fn look(document: &Document, fields: &Fields, spec: &FieldSpec, known: &mut Known<'_>, report: &mut Report<'_>) {
    if !matches!(spec.field_type, FieldType::Person | FieldType::Persons) {
        return;
    }
    for (name, span) in fields.names(&spec.name) {
        if name.trim().is_empty() || known.holds(name) {
            continue;
        }
        let help = match several(name, known) {
            Some(names) if spec.field_type == FieldType::Person => say!(
                "It takes one, who answers for it. Write `{line}`, or another of them.",
                line = format!("{}: {}", spec.name, names[0])
            ),
            Some(names) => say!("Write each as an item of its own: `{ids}`.", ids = names.join("`, `")),
            None => help(name, known),
        };
        report.document(document, span, neither(&spec.name, name), help);
        let Some(days) = act(document, &spec.name) else { continue };
        // Whom the settings of its day knew could do it.
        let then = Then::of(known.context, document, days.into_iter().find_map(|key| fields.date(key)));
        if then.is_stranger(name) {
            report.at(Level::Error);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{check, only};

    const SETTINGS: &str = "[roles]\n\"AI Officer\" = \"runs the AIMS\"\n[[people]]\nname = \"Ada Example\"\nemails = [\"ada@x.example\"]\nroles = [\"Auditor\"]\n";

    fn found(settings: &str, lines: &str) -> Vec<String> {
        let document = format!("---\nid: X\n{lines}---\n");
        only("unknown-role", &[("aims.toml", settings), ("a.md", &document)])
    }

    #[test]
    fn names_that_run_together_are_each_an_item_of_their_own() {
        let help = |line: &str| {
            let document = format!("---\nid: X\ntitle: T\nkind: policy\n{line}\n---\n");
            let (found, _) = check(&[("aims.toml", SETTINGS), ("a.md", &document)]);
            let found = found.into_iter().find(|finding| finding.name == "unknown-role");
            found.and_then(|finding| finding.help).unwrap_or_default()
        };
        for names in [
            "AI Officer, Ada Example",
            "'AI Officer; Ada Example'",
            "AI Oficer and Ada Example",
            "\n  AI Officer\n  Ada Example",
        ] {
            let told = "Write each as an item of its own: `AI Officer`, `Ada Example`.";
            assert_eq!(help(&format!("approvers: {names}")), told, "{names}");
        }
        let told = "It takes one, who answers for it. Write `owner: AI Officer`, or another of them.";
        assert_eq!(help("owner: AI Officer, Ada Example"), told);
        assert!(help("approvers: Chief of Nothing, AI Officer").starts_with("Add the role"));
    }

    #[test]
    fn a_sign_that_nobody_sees_is_named() {
        for (line, told) in [
            ("owner: AI\u{a0}Officer", "After `AI` stands a no-break space (U+00A0). Write `AI Officer`."),
            (
                "owner: AI Officer\u{200b}",
                "After `AI Officer` stands a space without width (U+200B). Write `AI Officer`.",
            ),
        ] {
            let document = format!("---\nid: X\ntitle: T\nkind: policy\n{line}\n---\n");
            let (found, _) = check(&[("aims.toml", SETTINGS), ("a.md", &document)]);
            let help =
                found.into_iter().find(|finding| finding.name == "unknown-role").and_then(|finding| finding.help);
            assert_eq!(help.as_deref(), Some(told), "{line}");
        }
    }

    #[test]
    fn fields_lists_and_columns_are_looked_at() {
        assert_eq!(
            found(
                SETTINGS,
                "kind: management-review\nowner: AI Oficer\nattendees: [Auditor, Bob]\ndecisions:\n  - {decision: d, owner: Eve}\n"
            ),
            [
                "a.md:4:8 `owner` names `AI Oficer`, which is neither a role nor a person in the settings",
                "a.md:5:22 `attendees` names `Bob`, which is neither a role nor a person in the settings",
                "a.md:7:26 `owner` names `Eve`, which is neither a role nor a person in the settings",
            ]
        );
    }

    #[test]
    fn roles_people_and_their_addresses_are_known() {
        let lines =
            "kind: audit\nowner: AI Officer\nauditors: [Ada Example, Auditor, ADA@x.example]\napprovers: [\"\"]\n";
        assert!(found(SETTINGS, lines).is_empty());
    }

    #[test]
    fn a_name_in_other_letter_case_is_that_of_the_same_person_or_role() {
        let lines = "kind: management-review\nowner: ai officer\nattendees: [ada example, ADA EXAMPLE, auditor]\n";
        assert!(found(SETTINGS, lines).is_empty());
        assert_eq!(found(SETTINGS, "kind: management-review\nattendees: [Example Ada]\n").len(), 1);
    }

    #[test]
    fn a_rule_that_asks_for_an_unknown_role_is_told_at_the_settings() {
        let settings = format!("{SETTINGS}[approval]\nroles = [\"Auditor\", \"AI Oficer\"]\n");
        let found = found(&settings, "kind: policy\nowner: Auditor\n");
        assert_eq!(found, ["aims.toml:8:21 `[approval]` asks for `AI Oficer`, a role that nobody can hold"]);
        let (all, _) = crate::check::testing::check(&[("aims.toml", &settings)]);
        let level = all.iter().find(|finding| finding.name == "unknown-role").map(|finding| finding.level);
        assert_eq!(level, Some(crate::diag::Level::Error));
    }

    #[test]
    fn a_role_in_a_rule_is_known_letter_for_letter_as_who_approves_is_judged() {
        let settings = |asked: &str, held: &str| {
            format!(
                "[roles]\nBoss = \"leads\"\n[[people]]\nname = \"Orla\"\nroles = [{held}]\n[approval]\nroles = [\"{asked}\"]\n"
            )
        };
        let of = |asked: &str, held: &str| found(&settings(asked, held), "kind: policy\nowner: boss\n");
        let nobody = "aims.toml:7:10 `[approval]` asks for `boss`, a role that nobody can hold";
        assert_eq!(of("boss", "\"Boss\""), [nobody]);
        let other = of("Boss", "\"boss\"");
        let told = "`[approval]` asks for `Boss`, and Orla holds `boss`, by which they approve nothing";
        assert!(matches!(other.as_slice(), [one] if one.starts_with("aims.toml:") && one.ends_with(told)), "{other:?}");
        for held in ["\"Boss\"", "\"boss\", \"Boss\"", "\"Clerk\""] {
            assert!(of("Boss", held).is_empty(), "{held}");
        }
        let gone = settings("Boss", "\"boss\"").replace("roles = [\"boss\"]", "roles = [\"boss\"]\nleft = 2020-01-01");
        assert!(found(&gone, "kind: policy\n").is_empty());
    }

    #[test]
    fn roles_that_the_settings_name_elsewhere_are_looked_at() {
        let settings = "[roles]\n\"Chief Risk Officer\" = { about = \"r\", deputy = \"Ada Exampel\" }\n\"AI Officer\" = \"a\"\n\
                        [[people]]\nname = \"Ada Example\"\nroles = [\"Chief Risk Oficer\", \"HR Officer\"]\n\
                        [risk.acceptance]\nmedium = [\"Chief Risk Officr\", \"AI Officer\", \"Ada Example\"]\n";
        assert_eq!(
            found(settings, "kind: policy\nowner: Ada Example\n"),
            [
                "aims.toml:2:48 `roles.Chief Risk Officer.deputy` names `Ada Exampel`, which is neither a role nor a person in the settings",
                "aims.toml:4:1 Ada Example holds `Chief Risk Oficer`, a role that `[roles]` does not list",
                "aims.toml:8:11 `risk.acceptance.medium` names `Chief Risk Officr`, which is neither a role nor a person in the settings",
            ]
        );
        // What somebody holds is no slip, nor is a role that is listed nowhere else.
        for held in ["Chief Risk Officer", "Auditor", "Chief Data Officer", "chief risk officer"] {
            let settings =
                format!("[roles]\n\"Chief Risk Officer\" = \"r\"\n[[people]]\nname = \"A\"\nroles = [\"{held}\"]\n");
            assert!(found(&settings, "kind: policy\nowner: A\n").is_empty(), "{held}");
        }
    }

    #[test]
    fn nothing_is_asked_of_retired_documents_or_where_nobody_is_listed() {
        assert!(found("", "kind: policy\nowner: Eve\n").is_empty());
        assert!(found(SETTINGS, "kind: policy\nstatus: retired\nowner: Eve\n").is_empty());
        assert_eq!(found(SETTINGS, "kind: polcy\nowner: Eve\n").len(), 1);
    }
}
