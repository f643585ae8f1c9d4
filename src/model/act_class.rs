//! The classes of an AI system under the EU AI Act, as its entry says them.

use super::document::Document;

/// The key that holds them.
pub const KEY: &str = "ai-act-class";

/// The classes that the entry of a system gives, in their order there. There may be several: duties of transparency stand
/// beside those of high-risk systems.
pub fn classes(system: &Document) -> impl Iterator<Item = &str> {
    system.fields.texts(KEY).iter().map(|class| class.value.as_str())
}

/// The class by which the system is high-risk, with the annex where it is said.
pub fn high_risk(system: &Document) -> Option<&str> {
    classes(system).find(|class| matches!(*class, "high" | "high-annex-i" | "high-annex-iii"))
}

/// Whether the system is of a class.
pub fn is(system: &Document, class: &str) -> bool {
    classes(system).any(|said| said == class)
}
