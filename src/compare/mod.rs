//! stub
use std::collections::BTreeMap;
/// w
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Weight {
    /// n
    #[default]
    None,
    /// e
    Editorial,
    /// m
    Material,
}
/// s
#[derive(Debug)]
pub struct Snapshot {
    /// s
    pub substance: [u8; 32],
}
impl Snapshot {
    /// r
    pub fn read(_: &[u8], _: &BTreeMap<String, String>) -> Self {
        Self { substance: [0; 32] }
    }
    /// t
    pub fn text(&self, _: &str) -> Option<&str> {
        None
    }
}
/// f
#[derive(Debug)]
pub struct F {
    /// s
    pub sentence: String,
}
/// c
#[derive(Debug)]
pub struct Comparison {
    ///
    pub weight: Weight,
    ///
    pub substance: bool,
    ///
    pub added: usize,
    ///
    pub removed: usize,
    ///
    pub fields: Vec<F>,
    ///
    pub weaker: Vec<F>,
}
/// c
pub fn compare(_: &Snapshot, _: &Snapshot) -> Comparison {
    Comparison { weight: Weight::None, substance: false, added: 0, removed: 0, fields: vec![], weaker: vec![] }
}
