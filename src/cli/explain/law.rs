//! What the register of laws and standards says.

use super::text::{items, summary, wrap};
use crate::model::laws::{Law, Laws};

/// All entries, a line each.
pub(super) fn list() -> String {
    let laws = Laws::builtin();
    let line = |law: &Law| format!("  {:<18} {}\n", law.id, law.short);
    let lines: String = laws.all.iter().map(line).collect();
    let looked = laws.retrieved().map_or_else(String::new, |day| format!(", as of {day}"));
    format!(
        "Laws and standards to keep in view{looked}\n{lines}\nOne by its name tells its edition and where it stands: aims explain iso-42005\n\n{}\n",
        wrap(
            "No legal advice, and no register of your duties: which of them concern you, you decide (clauses 4.1 and 4.2)."
        )
    )
}

/// One entry.
pub(super) fn of(law: &Law) -> String {
    let facts = [
        format!("edition: {}", law.edition),
        law.from().map_or_else(|| "from: no day of its own".to_owned(), |day| format!("from: {day}")),
        format!("of use for: {}", law.uses.join(", ")),
        format!("rests on: {}", law.source),
        format!("confidence: {}", law.confidence.as_str()),
    ];
    let looked = Laws::builtin().retrieved().map_or_else(String::new, |day| format!(", as of {day}"));
    format!(
        "{} {}\n{}{looked}\n{}{}{}{}",
        law.short,
        law.title,
        law.sort,
        summary(&law.status),
        items("What is known", &facts),
        items("What it lists", &law.points),
        law.note.as_deref().map(|note| format!("\n{}\n", wrap(note))).unwrap_or_default(),
    )
}
