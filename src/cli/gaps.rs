//! `aims check --gaps`: what every control and clause lacks.

use super::words::{Paint, Tone, safe, wrap};
use crate::agenda::gaps::{Gap, Gaps, Lacking, Weakened};
use crate::base::text::count;

/// How many documents are named for one thing that is lacking.
const NAMED: usize = 4;

/// How many requirements are named under one caveat.
const UNDER: usize = 8;

/// Where what is told of a requirement begins.
const INDENT: usize = 13;

/// Gaps for people: the worst first, each with what it lacks and the next step; then what weakens a rung without lowering it.
pub(super) fn human(gaps: &Gaps, paint: Paint, width: usize) -> String {
    let mut text = String::new();
    let mut rung = "";
    for gap in &gaps.gaps {
        if gap.rung != rung {
            rung = gap.rung;
            let number = gaps.gaps.iter().filter(|gap| gap.rung == rung).count();
            text.push_str(&paint.tone(Tone::Strong, &format!("{rung}: {}", count(number, "requirement"))));
            text.push('\n');
        }
        told(&mut text, gap, paint, width);
    }
    if !gaps.caveats.is_empty() {
        text.push_str(&paint.tone(Tone::Strong, "caveats, which weaken a rung and do not lower it"));
        text.push('\n');
        gaps.caveats.iter().for_each(|caveat| under(&mut text, caveat, width));
    }
    let rungs = gaps.summary.iter().filter(|(_, number)| **number > 0);
    let rungs: Vec<String> = rungs.map(|(rung, number)| format!("{number} {rung}")).collect();
    let all = gaps.summary.values().sum::<usize>();
    text.push_str(&format!("{}: {}.\n", count(all, "requirement"), rungs.join(", ")));
    text
}

fn told(text: &mut String, gap: &Gap, paint: Paint, width: usize) {
    for (place, line) in wrap(&safe(&gap.title), width.saturating_sub(INDENT)).iter().enumerate() {
        let name = if place == 0 { safe(&gap.name) } else { String::new() };
        text.push_str(&format!("  {name:<10} {line}\n"));
    }
    for Lacking { what, documents } in &gap.lacks {
        let named = some(documents, NAMED);
        let named = if named.is_empty() { named } else { format!(" ({named})") };
        indented(text, &format!("{}{named}", safe(what)), Paint(false), width);
    }
    indented(text, &format!("Next: {}", safe(&gap.next)), paint, width);
}

/// A caveat with those that stand under it.
fn under(text: &mut String, caveat: &Weakened, width: usize) {
    let all = count(caveat.requirements.len(), "requirement");
    let told = format!("{} {all}: {}", caveat.what, some(&caveat.requirements, UNDER));
    for (place, line) in wrap(&told, width.saturating_sub(4)).iter().enumerate() {
        text.push_str(&format!("{}{line}\n", if place == 0 { "  " } else { "    " }));
    }
}

/// Some names, and how many more there are.
fn some(names: &[String], most: usize) -> String {
    let told = names.iter().take(most).map(|name| safe(name)).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(most) {
        0 => told,
        more => format!("{told} and {more} more"),
    }
}

fn indented(text: &mut String, told: &str, paint: Paint, width: usize) {
    for line in wrap(told, width.saturating_sub(INDENT)) {
        text.push_str(&format!("{:INDENT$}{}\n", "", paint.tone(Tone::Dim, &line)));
    }
}
