//! Settings of a kind of ours, as they hold for the kinds of a team's own that stand for it.

use super::config::Config;
use super::kinds::Kind;

impl Config {
    /// What is said of a kind of ours holds for each that stands for it, where nothing is said of that.
    pub(super) fn stand_for(&mut self) {
        let other = |own: &&Kind| own.counts_as() != own.name;
        for own in self.kinds.iter().filter(other) {
            if let Some(rule) = self.approval.kinds.get(own.counts_as()).cloned() {
                self.approval.kinds.entry(own.name.clone()).or_insert(rule);
            }
            if let Some(every) = self.review_every.get(own.counts_as()).copied() {
                self.review_every.entry(own.name.clone()).or_insert(every);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Period;

    #[test]
    fn what_is_said_of_a_kind_holds_for_what_stands_for_it() {
        let own = "[kinds.vendor]\nlabel = \"Vendor\"\nstands-for = \"supplier\"\n";
        let ours = "[review.every]\nsupplier = \"3 months\"\n[approval.kinds.supplier]\nneeds = \"record\"\n";
        let (config, _) = Config::read(&format!("{own}{ours}"));
        assert_eq!(config.review_bound("vendor"), Some(Period::Months(3)));
        assert_eq!(config.approval.of("vendor"), config.approval.of("supplier"));
        let (config, _) = Config::read(&format!("{own}{ours}[approval.kinds.vendor]\nneeds = \"none\"\n"));
        assert_ne!(config.approval.of("vendor"), config.approval.of("supplier"), "its own rule comes first");
    }
}
