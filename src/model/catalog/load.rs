//! Reads the embedded data files. Their text goes in, the built-in [`Catalog`] comes out; what is wrong with a file is
//! an error here and a failing test, never something a user meets.

use std::sync::Arc;

use serde::Deserialize;

use super::catalogue::Catalog;
use super::framework::{Framework, Item, Relation, Source};
use super::iso::IsoFile;
use super::relations::{CrosswalkMeta, Gap, Relations};
use super::standard::Standard;
use crate::base::Date;

/// What `crosswalk.toml` holds: the rows for each framework, what they are taken from, and what they do not give.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CrosswalkFile {
    caveat: String,
    #[serde(deserialize_with = "super::framework::optional_day")]
    retrieved: Option<Date>,
    #[serde(rename = "eu-ai-act")]
    eu_ai_act: Vec<Relation>,
    #[serde(rename = "nist-ai-rmf")]
    nist_ai_rmf: Vec<Relation>,
    #[serde(rename = "iso-27001")]
    iso_27001: Vec<Relation>,
    #[serde(rename = "source")]
    sources: Vec<Source>,
    #[serde(rename = "gap")]
    gaps: Vec<Gap>,
}

/// The built-in catalogue.
pub(super) fn builtin() -> Result<Catalog, toml::de::Error> {
    let iso = toml::from_str::<IsoFile>(include_str!("../data/iso-42001.toml"))?.complete();
    let crosswalk: CrosswalkFile = toml::from_str(include_str!("../data/crosswalk.toml"))?;
    let mut frameworks = vec![
        iso.framework(),
        toml::from_str::<Framework>(include_str!("../data/eu-ai-act.toml"))?,
        toml::from_str::<Framework>(include_str!("../data/nist-ai-rmf.toml"))?,
        toml::from_str::<Framework>(include_str!("../data/iso-27001.toml"))?,
        toml::from_str::<Framework>(include_str!("../data/iso-9001.toml"))?,
    ];
    frameworks.iter_mut().flat_map(|framework| &mut framework.items).for_each(Item::complete);
    let iso = Arc::new(Standard::of_iso(iso));
    let (rows, crosswalk) = crosswalk.split();
    Ok(Catalog {
        relations: Relations::new(rows, &frameworks),
        frameworks,
        standards: vec![Arc::clone(&iso)],
        iso,
        crosswalk,
    })
}

impl CrosswalkFile {
    /// The rows, each with the framework it points into, and what is said about all of them.
    fn split(self) -> (Vec<Relation>, CrosswalkMeta) {
        let parts = [("eu-ai-act", self.eu_ai_act), ("nist-ai-rmf", self.nist_ai_rmf), ("iso-27001", self.iso_27001)];
        let rows = parts.into_iter().flat_map(|(framework, rows)| {
            rows.into_iter().map(move |row| Relation { framework: framework.to_owned(), ..row })
        });
        let meta =
            CrosswalkMeta { caveat: self.caveat, retrieved: self.retrieved, sources: self.sources, gaps: self.gaps };
        (rows.collect(), meta)
    }
}
