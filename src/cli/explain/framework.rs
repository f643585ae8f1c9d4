//! What a framework holds, what one of its items is, and what a heading above controls or clauses gathers.

use super::text::{items, summary, wrap};
use crate::base::text::alike;
use crate::model::ai_act::duties;
use crate::model::catalog::{Catalog, Clause, Framework, Item, Standard};

/// The framework that has duties.
const ACT: &str = "eu-ai-act";

/// All frameworks, a line each, with what is done with each `here`.
pub(super) fn list(catalog: &Catalog, here: &Catalog) -> String {
    let done = |id: &str| match (here.standard(id), here.framework(id)) {
        (Some(_), _) => ", followed here",
        (None, Some(_)) => ", in use here",
        (None, None) => "",
    };
    let line = |one: &Framework| format!("  {:<14} {}{}\n", one.id, one.short, done(&one.id));
    let lines: String = catalog.frameworks().iter().map(line).collect();
    format!(
        "Frameworks, by the name that `requirements` takes\n{lines}\nOne by its name tells its items: aims explain eu-ai-act\n"
    )
}

/// The controls of what is followed, by area.
pub(super) fn controls(catalog: &Catalog) -> String {
    let mut text = String::new();
    for standard in catalog.standards().filter(|standard| !standard.controls.is_empty()) {
        text.push_str(&format!("Controls of {}\n", standard.edition));
        for area in &standard.areas {
            text.push_str(&format!("\n{} {}\n", area.id, area.title));
            text.extend(standard.controls_of(area).map(|control| line(&control.id, &control.title)));
        }
        text.push('\n');
    }
    text.trim_end().to_owned() + "\n"
}

/// The clauses of what is followed.
pub(super) fn clauses(catalog: &Catalog) -> String {
    let mut text = String::new();
    for standard in catalog.standards() {
        text.push_str(&format!("Clauses of {}\n", standard.edition));
        text.extend(standard.clauses.iter().map(|clause| line(&clause.id, &clause.title)));
        text.push('\n');
    }
    text.trim_end().to_owned() + "\n"
}

fn line(id: &str, title: &str) -> String {
    format!("  {id:<8} {title}\n")
}

/// The framework that a word names, by its id or by what people call it.
pub(super) fn find<'a>(catalog: &'a Catalog, word: &str) -> Option<&'a Framework> {
    let is_of = |one: &&Framework| [&one.id, &one.short, &one.title].into_iter().any(|name| alike(name, word));
    catalog.frameworks().iter().find(is_of)
}

/// A framework with all that documents can refer to.
pub(super) fn of(framework: &Framework) -> String {
    let mut text = format!("{} ({})\n{}\n", framework.short, framework.id, wrap(&framework.edition));
    for note in [&framework.status, &framework.note].into_iter().flatten() {
        text.push_str(&format!("\n{}\n", wrap(note)));
    }
    for group in &framework.groups {
        text.push_str(&format!("\n{}\n", group.title));
        let all = framework.items_of(&group.id).flat_map(Item::with_parts);
        text.extend(all.map(|item| line(&item.id, &item.title)));
    }
    let alone: String = framework
        .items
        .iter()
        .filter(|item| item.group.as_ref().is_none_or(|group| framework.groups.iter().all(|known| known.id != *group)))
        .map(|item| line(&item.id, &item.title))
        .collect();
    if !alone.is_empty() {
        text.push_str(&format!("\n{alone}"));
    }
    text + &format!(
        "\nIn front matter: requirements: {{{}: [{}]}}\n",
        framework.id,
        framework.items.first().map_or("…", |item| item.id.as_str())
    )
}

/// The duties of the AI Act, a line each: the provision, and who owes it for systems of which classes.
pub(super) fn duties(catalog: &Catalog) -> String {
    let act = catalog.frameworks().iter().find(|one| one.id == ACT);
    let lines = duties::all().iter().map(|duty| {
        let title = act.and_then(|act| act.find(&duty.of)).map_or("", |item| item.title.as_str());
        let roles: Vec<&str> = duty.roles.iter().map(|role| role.as_str()).collect();
        format!("  {:<12} {title} ({}; {})\n", duty.of, roles.join(", "), duty.classes.join(", "))
    });
    format!(
        "Duties of the EU AI Act, with who owes them for systems of which classes\n{}\nOne by its provision tells from when, and what bears on it: aims explain art-26-6\n\n{}\n",
        lines.collect::<String>(),
        wrap(
            "Our own reading, and no legal advice. Which of them a system has, its entry decides by `ai-roles` and `ai-act-class`; the page of the system tells them."
        )
    )
}

/// A provision as people write it, without the word for an article and whatever sets its parts apart: `26` and `6` of
/// `art-26-6`, `Art. 26 (6)`, `26(6)` and `Article 26 para. 6`. `None` where it does not say that it is one.
fn provision(written: &str) -> Option<Vec<String>> {
    const ARTICLE: [&str; 4] = ["articles", "article", "artikel", "art"];
    const PART: [&str; 8] = ["paragraph", "para", "abs", "absatz", "point", "letter", "lit", "no"];
    let lower = written.trim().to_lowercase();
    let named = ARTICLE.iter().find_map(|word| lower.strip_prefix(word));
    let named = named.filter(|rest| !rest.starts_with(char::is_alphabetic));
    let is_bracketed = lower.starts_with(|first: char| first.is_ascii_digit()) && lower.contains('(');
    let rest = named.or_else(|| is_bracketed.then_some(lower.as_str()))?;
    let words = rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && !PART.contains(word));
    let words: Vec<String> = words.map(str::to_owned).collect();
    words.first().is_some_and(|first| first.starts_with(|c: char| c.is_ascii_digit())).then_some(words)
}

/// The item that an id names, in a framework that it says or in any: by the id, or as the framework itself writes it; of a
/// provision of a law, as people write that.
pub(super) fn item<'a>(catalog: &'a Catalog, framework: Option<&str>, id: &str) -> Option<(&'a Framework, &'a Item)> {
    let asked = catalog.frameworks().iter().filter(|one| framework.is_none_or(|wanted| one.id == wanted));
    let asked_for = provision(id);
    let mut found = asked.filter_map(|one| {
        let exact = one.find(id);
        let alike = || one.all().find(|item| item.id.eq_ignore_ascii_case(id) || item.name().eq_ignore_ascii_case(id));
        let meant = || asked_for.as_ref().and_then(|_| one.all().find(|item| provision(&item.id) == asked_for));
        exact.or_else(alike).or_else(meant).map(|item| (one, item))
    });
    found.next()
}

/// An item of a framework.
pub(super) fn of_item(framework: &Framework, item: &Item) -> String {
    let group = item.group.as_ref().and_then(|group| framework.groups.iter().find(|known| known.id == *group));
    let applies: Vec<String> =
        item.applies.iter().map(|applies| format!("{}: {}", applies.from, applies.whom())).collect();
    let parts: String = item.parts.iter().map(|part| line(&part.id, &part.title)).collect();
    let parts = if parts.is_empty() { parts } else { format!("\nIts parts\n{parts}") };
    let points: Vec<String> = item.points.iter().map(|point| format!("{} {}", point.number, point.title)).collect();
    format!(
        "{} {}\n{}{}\n{}{}{}{parts}{}{}{}\nIn front matter: requirements: {{{}: [{}]}}\n",
        item.name(),
        item.title,
        framework.short,
        group.map_or_else(String::new, |group| format!("; {}", group.title)),
        summary(item.summary.as_deref().unwrap_or_default()),
        items("Applies from", &applies),
        items("Points", &points),
        items("What usually shows it", &item.evidence),
        if framework.id == ACT { owed(&item.id) } else { String::new() },
        item.note.as_deref().map(|note| format!("\n{}\n", wrap(note))).unwrap_or_default(),
        framework.id,
        if item.id.contains(' ') { format!("\"{}\"", item.id) } else { item.id.clone() },
    )
}

/// Who owes what a provision of the AI Act asks, and what aims takes for evidence of it.
fn owed(provision: &str) -> String {
    let mut text = String::new();
    for duty in duties::all().iter().filter(|duty| duty.of == provision) {
        let roles: Vec<&str> = duty.roles.iter().map(|role| role.as_str()).collect();
        let about = if duty.whole { "the organisation" } else { "the system" };
        let mut lines = vec![format!("by: {}", roles.join(", ")), format!("for classes: {}", duty.classes.join(", "))];
        lines.extend(duty.when.clone());
        for (what, signs) in [("given", &duty.given), ("not given", &duty.not_given)] {
            let keys: Vec<String> = signs.iter().map(|signs| signs.keys().join(" and ")).collect();
            lines.extend(
                (!keys.is_empty()).then(|| format!("the entry may say that it is {what}: {}", keys.join(", or "))),
            );
        }
        for (what, list) in [
            ("keys of the entry that say how", &duty.fields),
            ("kinds that show it", &duty.kinds),
            ("controls whose evidence shows it", &duty.controls),
            ("other provisions that answer it", &duty.also),
        ] {
            lines.extend((!list.is_empty()).then(|| format!("{what}: {}", list.join(", "))));
        }
        lines.push(format!("and what names {provision} and is about {about}"));
        text.push_str(&items("Who owes it, and what bears on it", &lines));
    }
    text
}

/// An area or objective of controls with what stands below it.
pub(super) fn of_heading(standard: &Standard, id: &str) -> Option<String> {
    let area = standard.areas.iter().find(|area| area.id == id);
    let objective = standard.areas.iter().flat_map(|area| &area.objectives).find(|objective| objective.id == id);
    let (title, about) = match (area, objective) {
        (Some(area), _) => (&area.title, &area.summary),
        (None, Some(objective)) => (&objective.title, &objective.summary),
        (None, None) => return None,
    };
    let below = standard.controls.iter().filter(|control| control.area == id || control.objective == id);
    let controls: String = below.map(|control| line(&control.id, &control.title)).collect();
    let what = if standard.areas.iter().any(|area| area.id.starts_with("A.")) { ", Annex A" } else { "" };
    Some(format!(
        "{id} {title}\nArea of controls of {}{what}. Documents name the controls below it.\n{}\nControls\n{controls}",
        standard.edition,
        summary(about)
    ))
}

/// What a standard offers to think of: one of it by its number, or all of it.
pub(super) fn of_consideration(standard: &Standard, id: &str) -> Option<String> {
    if !standard.considerations.is_empty()
        && ["C", "annex c", "C.2", "C.3"].iter().any(|all| all.eq_ignore_ascii_case(id))
    {
        let list: String = standard.considerations.iter().map(|one| line(&one.id, &one.title)).collect();
        return Some(format!(
            "Annex C of {}: objectives (C.2) and sources of risk (C.3) to think of\n{}\n{list}",
            standard.edition,
            wrap("Informative: nothing here is asked for. Titles are our own labels.")
        ));
    }
    let one = standard.considerations.iter().find(|one| one.id.eq_ignore_ascii_case(id))?;
    let (sort, place) = match one.risk_source {
        true => {
            ("A source of risk", format!("Name it in the risk that comes of it: `source: {} {}`.", one.id, one.title))
        }
        false => (
            "An objective",
            format!(
                "Name it where you take it up, in an objective or a risk: `tags: [{}]`. Nothing asks for it.",
                one.id
            ),
        ),
    };
    Some(format!(
        "{} {}\n{sort} to think of, Annex C of {} (informative).\nThe title is our own label.\n{}\n{}\n",
        one.id,
        one.title,
        standard.edition,
        summary(&one.summary),
        wrap(&place)
    ))
}

/// What a clause that has parts holds.
pub(super) fn parts(standard: &Standard, clause: &Clause) -> String {
    let below = standard.clauses.iter().filter(|part| part.parent.as_deref() == Some(&*clause.id));
    let below: String = below.map(|part| line(&part.id, &part.title)).collect();
    let gathers = if clause.requirement { "" } else { " It only gathers them: documents name the parts." };
    if below.is_empty() { below } else { format!("\nIts parts.{gathers}\n{below}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provision_is_found_as_people_write_it() {
        let catalog = Catalog::builtin();
        let found = |id: &str| item(catalog, None, id).map(|(_, item)| item.id.as_str());
        for written in [
            "art-26-6",
            "26(6)",
            "art. 26(6)",
            "Art 26 (6)",
            "ART.26.6",
            "Article 26 para. 6",
            "Artikel 26 Abs. 6",
            "art26(6)",
        ] {
            assert_eq!(found(written), Some("art-26-6"), "{written}");
        }
        assert_eq!(found("17(1)(a)"), Some("art-17-1-a"));
        assert_eq!(found("Art. 16 lit. (a)"), Some("art-16-a"));
        assert_eq!(found("Art. 4a"), Some("art-4a"));
        assert_eq!(found("art 27"), Some("art-27"));
        for none in ["26", "26.6", "(6)", "art", "artefact 26", "26(66)", "6.1(2)"] {
            assert_eq!(found(none), None, "{none}");
        }
    }

    #[test]
    fn every_duty_has_a_line() {
        let told = duties(Catalog::builtin());
        assert_eq!(told.lines().filter(|line| line.starts_with("  art-")).count(), duties::all().len());
        let line = told.lines().find(|line| line.starts_with("  art-26-6 ")).expect("a line");
        assert!(line.contains("(deployer; high)"), "{line}");
    }
}
