//! Which texts stood under the number of a version.

use std::collections::BTreeMap;

use super::edit::Facts;
use super::record::History;
use super::revision::Step;
use super::versions::{Held, Version};

impl History {
    /// Of a version of what a document was, the last step of each different text that said that it was approved, and what
    /// held last under its number, whatever that said. The oldest first.
    pub fn texts(&self, held: &[Held], version: &Version) -> Vec<Step> {
        let there =
            held.get(version.held.clone()).unwrap_or_default().iter().enumerate().filter(|(_, held)| held.there);
        let mut last = None;
        let mut approved: BTreeMap<[u8; 32], (usize, Step)> = BTreeMap::new();
        for (place, held) in there {
            last = Some((place, held.step));
            let facts = self.step(held.step).and_then(|(_, change)| change.facts.as_deref());
            if let Some(facts) = facts.filter(|facts: &&Facts| facts.says_approved()) {
                approved.insert(facts.substance, (place, held.step));
            }
        }
        let mut texts: Vec<(usize, Step)> = approved.into_values().chain(last).collect();
        texts.sort_unstable();
        texts.dedup();
        texts.into_iter().map(|(_, step)| step).collect()
    }
}
