//! What a framework holds, what one of its items is, and what a heading above controls or clauses gathers.

use super::{items, summary, wrap};
use crate::model::ai_act::duties;
use crate::model::catalog::{Catalog, Clause, Framework, Item, Standard};

/// All frameworks, a line each.
pub(super) fn list(catalog: &Catalog) -> String {
    let followed = |id: &str| if catalog.standard(id).is_some() { ", followed here" } else { "" };
    let line = |one: &Framework| format!("  {:<14} {}{}\n", one.id, one.short, followed(&one.id));
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
    let solid = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let wanted = solid(word);
    let is = |name: &str| !wanted.is_empty() && solid(name) == wanted;
    catalog.frameworks().iter().find(|one| is(&one.id) || is(&one.short) || is(&one.title))
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

/// The item that an id names, in a framework that it says or in any: by the id, or as the framework itself writes it.
pub(super) fn item<'a>(catalog: &'a Catalog, framework: Option<&str>, id: &str) -> Option<(&'a Framework, &'a Item)> {
    let asked = catalog.frameworks().iter().filter(|one| framework.is_none_or(|wanted| one.id == wanted));
    let mut found = asked.filter_map(|one| {
        let exact = one.find(id);
        let alike = || one.all().find(|item| item.id.eq_ignore_ascii_case(id) || item.name().eq_ignore_ascii_case(id));
        exact.or_else(alike).map(|item| (one, item))
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
        if framework.id == "eu-ai-act" { owed(&item.id) } else { String::new() },
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
