//! Commands by which readers of a site ask for more of what it is made of.

use super::recipe::asking;
use super::whole::State;

impl State {
    /// The command by which readers ask for something else of what this site is made of, run in the top folder of the
    /// repository: of the same commit where `rev` names no other, as of the same day, and with what these readers may read.
    pub fn command(&self, what: &str, rev: Option<&str>, rest: &[(&str, &str)]) -> String {
        let (recipe, today) = (self.recipe.as_ref(), self.today().to_string());
        let (rev, trust) = (rev.or(recipe.map(|of| &*of.commit)), self.trusted.as_ref().map(|of| &*of.commit));
        let of = [("--today", &*today), ("--edition", self.edition.as_str()), ("--audience", self.audience.as_str())];
        let rest = of.iter().chain(rest).map(|(option, value)| (*option, Some(*value)));
        asking(what, &self.prefix, [("--rev", rev), ("--trust", trust)].into_iter().chain(rest))
    }
}
