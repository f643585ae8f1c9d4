//! `aims check --gaps`: what every control and clause lacks.

use super::words::{Paint, Tone, safe};
use crate::agenda::gaps::{Gap, Gaps, Lacking};
use crate::base::text::count;

/// How many documents are named for one thing that is lacking.
const NAMED: usize = 4;

/// Gaps for people: the worst first, each with what it lacks and the next step.
pub(super) fn human(gaps: &Gaps, paint: Paint) -> String {
    let mut text = String::new();
    let mut rung = "";
    for gap in &gaps.gaps {
        if gap.rung != rung {
            rung = gap.rung;
            let number = gaps.gaps.iter().filter(|gap| gap.rung == rung).count();
            text.push_str(&paint.tone(Tone::Strong, &format!("{rung}: {}", count(number, "requirement"))));
            text.push('\n');
        }
        text.push_str(&told(gap, paint));
    }
    let rungs = gaps.summary.iter().filter(|(_, number)| **number > 0);
    let rungs: Vec<String> = rungs.map(|(rung, number)| format!("{number} {rung}")).collect();
    let all = gaps.summary.values().sum::<usize>();
    text.push_str(&format!("{}: {}.\n", count(all, "requirement"), rungs.join(", ")));
    text
}

fn told(gap: &Gap, paint: Paint) -> String {
    let mut text = format!("  {:<10} {}\n", safe(&gap.name), safe(&gap.title));
    for Lacking { what, documents } in &gap.lacks {
        let mut named = documents.iter().take(NAMED).map(|id| safe(id)).collect::<Vec<_>>().join(", ");
        if documents.len() > NAMED {
            named.push_str(&format!(" and {} more", documents.len() - NAMED));
        }
        let named = if named.is_empty() { named } else { format!(" ({named})") };
        text.push_str(&format!("             {}{named}\n", safe(what)));
    }
    let next = format!("             Next: {}\n", safe(&gap.next));
    text + &paint.tone(Tone::Dim, &next)
}
