//! `aims schema`: what front matter, settings and findings may say, as JSON Schema.

use std::path::{Path, PathBuf};

use clap::Args;

use super::terminal::Terminal;
use crate::base::text::{count, did_you_mean};
use crate::base::{Bundle, Error, Result, SETTINGS};
use crate::emit;
use crate::impact::SCHEMA;
use crate::model::catalog::Catalog;
use crate::model::config::Config;
use crate::model::kinds::{Kind, Kinds};
use crate::pipeline::Project;
use crate::reading::normal;
use crate::schema::{self, Known};

/// What a site calls its findings, and `aims check --format json` prints.
const FINDINGS: &str = "findings.json";

/// What a change does, as `aims impact --format json` prints it.
const IMPACT: &str = "impact.json";

/// Print the JSON Schema of front matter, of aims.toml, of findings or of an impact, for editors and other programs.
///
/// The schema is of draft 7. It knows the kinds, words and aliases of the AIMS that it is asked in, and those that are
/// built in elsewhere.
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// A kind of documents (policy), aims.toml, findings.json or impact.json; front matter of any kind where not given
    #[arg(value_name = "KIND", conflicts_with = "all")]
    what: Option<String>,
    /// Write all of them into this folder, one file each
    #[arg(long, value_name = "DIR")]
    all: Option<PathBuf>,
}

impl Schema {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<bool> {
        let (config, catalog, kinds, root) = of_here()?;
        let known = Known { kinds: &kinds, catalog: &catalog, config: &config };
        if let Some(folder) = &self.all {
            let mut files = Bundle::default();
            for (name, schema) in schema::all(&known) {
                files.add(&name, schema::text(&schema)?)?;
            }
            files.add("impact.schema.json", SCHEMA.as_bytes().to_vec())?;
            let written = emit::write_named(&files, folder, root.as_deref(), "--all")?;
            if !terminal.quiet {
                terminal.row("Wrote", &format!("{} to {}", count(written.files, "schema"), folder.display()));
            }
            return Ok(true);
        }
        if self.what.as_deref() == Some(IMPACT) {
            terminal.out(SCHEMA)?;
            return Ok(true);
        }
        let schema = match self.what.as_deref() {
            None => schema::of_any(&known),
            Some(what) if is_settings(what) => schema::of_settings(&known),
            Some(what) if what == FINDINGS => schema::of_findings(),
            Some(what) => schema::of_kind(&known, kind(&kinds, what)?),
        };
        terminal.out(&schema::text(&schema)?)?;
        Ok(true)
    }
}

/// Settings, catalogue, kinds and root of the AIMS around; what is built in where there is none.
fn of_here() -> Result<(Config, Catalog, Kinds, Option<PathBuf>)> {
    match Project::find(Path::new(".")) {
        Ok(project) => {
            // Of settings that cannot be used nothing is known: neither kinds nor words.
            project.settings_text()?;
            Ok((project.config()?, project.catalog()?, project.kinds()?, Some(project.root)))
        }
        Err(_) => Ok((Config::default(), Catalog::builtin().clone(), Kinds::builtin(), None)),
    }
}

fn is_settings(what: &str) -> bool {
    what == SETTINGS || Path::new(what).ends_with(SETTINGS) || what == "settings"
}

fn kind<'k>(kinds: &'k Kinds, what: &str) -> Result<&'k Kind> {
    kinds.get(&normal(what)).ok_or_else(|| {
        let names = kinds.iter().map(|kind| kind.name.as_str()).chain([SETTINGS, FINDINGS, IMPACT]);
        Error::new(format!("`{what}` is no kind of documents")).hint(match did_you_mean(what, names) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => format!("`aims explain kinds` lists them; `aims schema {SETTINGS}` is of the settings, `aims schema {FINDINGS}` of findings."),
        })
    })
}
