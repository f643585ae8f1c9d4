//! All of it in a few words.

use super::pieces::{Fact, Tone};
use crate::base::text::count;
use crate::impact::came::Came;
use crate::impact::moves::Way;
use crate::impact::whole::Impact;

/// The facts, in the order of the sections.
pub(super) fn facts(impact: &Impact) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut tell = |text: String, tone: Tone| {
        if !text.is_empty() {
            facts.push(Fact { text, tone });
        }
    };
    let bad = |is_bad: bool| if is_bad { Tone::Bad } else { Tone::Plain };
    let numbers = &impact.numbers;
    let weaker = impact.settings.iter().filter(|setting| setting.weaker).count();
    let settings =
        if impact.settings.is_empty() { String::new() } else { count(impact.settings.len(), "setting") + " changed" };
    tell(if weaker > 0 { format!("{settings}, {weaker} of them weaker") } else { settings }, Tone::Bad);
    tell(documents(impact), Tone::Plain);
    let places =
        if numbers.weaker > 0 { format!("Weaker in {}", count(numbers.weaker, "place")) } else { String::new() };
    tell(places, Tone::Bad);
    let forgotten = impact.documents.iter().filter(|document| document.version_forgotten).count();
    tell(if forgotten > 0 { count(forgotten, "version") + " not raised" } else { String::new() }, Tone::Bad);
    tell(way("control", numbers.controls_down, numbers.controls_up), bad(numbers.controls_down > 0));
    let aside = [(numbers.controls_left_out, "left out"), (numbers.controls_applying, "no longer left out")];
    let aside = aside.into_iter().filter(|(number, _)| *number > 0);
    let aside: Vec<String> = aside.map(|(number, what)| format!("{} {what}", count(number, "control"))).collect();
    tell(aside.join(", "), bad(numbers.controls_left_out > 0));
    tell(way("clause", numbers.clauses_down, numbers.clauses_up), bad(numbers.clauses_down > 0));
    let came = |way: Way| impact.requirements.iter().filter(|moved| moved.way == way && !moved.gathers).count();
    let is_less = came(Way::Removed) > 0;
    let came = [(came(Way::Removed), "gone"), (came(Way::Added), "new")].into_iter().filter(|(number, _)| *number > 0);
    let came: Vec<String> = came.map(|(number, what)| format!("{} {what}", count(number, "requirement"))).collect();
    tell(came.join(", "), bad(is_less));
    let some = |number: usize, noun: &str, rest: &str| {
        if number > 0 { format!("{}{rest}", count(number, noun)) } else { String::new() }
    };
    tell(some(impact.files.len(), "file", " that pages show changed"), Tone::Plain);
    tell(some(impact.statement.len(), "row", " of the statement of applicability changed"), Tone::Plain);
    tell(some(impact.reviews.len(), "review date", " moved"), Tone::Plain);
    tell(some(numbers.approvals_void, "approval", " void"), Tone::Bad);
    let lost = impact.approvals.iter().filter(|asked| !asked.void && !asked.waits).count();
    tell(some(lost, "approval", " lost"), Tone::Bad);
    let waits = impact.approvals.iter().filter(|asked| asked.waits).count();
    tell(some(waits, "document", " to approve"), Tone::Plain);
    let acts = impact.acts.iter().filter(|act| act.became != Came::Added && act.act.is_some()).count();
    tell(some(acts, "record", " of an act removed or changed"), Tone::Bad);
    tell(some(impact.suspect.len(), "document", " to read again"), Tone::Plain);
    tell(findings(impact), bad(numbers.findings_failing > 0));
    tell(some(impact.findings_aside.len(), "finding", " no longer told"), Tone::Bad);
    facts
}

fn documents(impact: &Impact) -> String {
    let numbers = &impact.numbers;
    let parts = [
        (numbers.documents_retired, "taken out of force"),
        (numbers.documents_restored, "brought back into force"),
        (numbers.documents_material, "changed in substance"),
        (numbers.documents_editorial, "changed editorially"),
        (numbers.documents_standing, "standing elsewhere"),
        (numbers.documents_added, "new"),
        (numbers.documents_removed, "removed"),
        (numbers.documents_moved, "moved"),
    ];
    let mut said: Vec<String> = Vec::new();
    for (number, what) in parts.into_iter().filter(|(number, _)| *number > 0) {
        said.push(match (said.is_empty(), what) {
            (true, "new") => count(number, "new document"),
            (true, what) => format!("{} {what}", count(number, "document")),
            (false, what) => format!("{number} {what}"),
        });
    }
    said.join(", ")
}

/// `2 controls down, 1 up`.
fn way(noun: &str, down: usize, up: usize) -> String {
    match (down, up) {
        (0, 0) => String::new(),
        (0, up) => format!("{} up", count(up, noun)),
        (down, 0) => format!("{} down", count(down, noun)),
        (down, up) => format!("{} down, {up} up", count(down, noun)),
    }
}

fn findings(impact: &Impact) -> String {
    let numbers = &impact.numbers;
    if numbers.findings_new == 0 {
        let fixed =
            if numbers.findings_fixed > 0 { format!("{} fixed, ", numbers.findings_fixed) } else { String::new() };
        return format!("No new finding, {fixed}{} unchanged", numbers.findings_unchanged);
    }
    let failing = match (numbers.findings_failing, numbers.findings_new) {
        (0, _) => String::new(),
        (1, 1) => ", which fails the check".to_owned(),
        (1, _) => ", 1 of which fails the check".to_owned(),
        (failing, _) => format!(", {failing} of which fail the check"),
    };
    format!(
        "{}{failing}, {} fixed, {} unchanged",
        count(numbers.findings_new, "new finding"),
        numbers.findings_fixed,
        numbers.findings_unchanged
    )
}
