//! The catalogue that comes with the program, parsed once, and names that are looked for in it too.

use std::sync::LazyLock;

use super::catalogue::Catalog;
use super::framework::Framework;
use super::load;
use crate::base::text::alike;

impl Catalog {
    /// The built-in catalogue, parsed once.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Catalog> =
            LazyLock::new(|| load::builtin().expect("a test parses the embedded catalogues"));
        &BUILTIN
    }

    /// The framework that a name most likely means, whatever its letter case and signs; one that comes with the program also
    /// where it is not in use.
    pub fn known_as(&self, name: &str) -> Option<&Framework> {
        let all = || self.frameworks.iter().chain(&Self::builtin().frameworks);
        self.framework(name).or_else(|| all().find(|framework| alike(&framework.id, name)))
    }
}
