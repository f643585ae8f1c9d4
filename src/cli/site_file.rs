//! The formats of `aims export`, and the files of the site that it gives out as they are there: the matrix, OSCAL, a calendar.

use std::borrow::Cow;

use clap::ValueEnum;

use crate::base::{DocPath, Error, Files, Result};

/// In which format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For reading in a terminal, a block for each row
    Text,
    /// Comma-separated values
    Csv,
    /// JSON, as in the site
    Json,
    /// A spreadsheet
    Xlsx,
    /// The JSON Schema of the JSON
    Schema,
    /// OSCAL as JSON: of soa, catalog, profile, component-definition, assessment-results, poam
    Oscal,
    /// A calendar: of reviews
    Ics,
}

impl Format {
    /// Its name on the command line.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Xlsx => "xlsx",
            Self::Schema => "schema",
            Self::Oscal => "oscal",
            Self::Ics => "ics",
        }
    }
}

/// What is asked for, in which format, and the file of the site that is that.
const ALL: [(&str, Format, &str); 10] = [
    ("matrix", Format::Json, "data/traceability.json"),
    ("reviews", Format::Ics, "reviews.ics"),
    ("soa", Format::Oscal, "data/oscal/system-security-plan.json"),
    ("catalog", Format::Oscal, "data/oscal/catalog.json"),
    ("profile", Format::Oscal, "data/oscal/profile.json"),
    ("component-definition", Format::Oscal, "data/oscal/component-definition.json"),
    ("system-security-plan", Format::Oscal, "data/oscal/system-security-plan.json"),
    ("assessment-results", Format::Oscal, "data/oscal/assessment-results.json"),
    ("poam", Format::Oscal, "data/oscal/poam.json"),
    (MATRIX_OF, Format::Json, "data/traceability.json"),
];

/// The names of what is no register.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    ALL.into_iter().map(|(name, ..)| name).filter(|name| !matches!(*name, "soa" | "reviews" | MATRIX_OF))
}

/// The register that the matrix is, in formats in which only registers are to be had.
const MATRIX_OF: &str = "traceability";

/// What is meant by a name in a format.
pub(super) fn meant(what: &str, format: Option<Format>) -> &str {
    let of_registers = matches!(format, Some(Format::Text | Format::Csv | Format::Xlsx | Format::Schema));
    if what == "matrix" && of_registers { MATRIX_OF } else { what }
}

/// What one of them is.
pub(super) fn about(name: &str) -> &'static str {
    match name {
        "matrix" => "Which document says, does or shows what of each requirement, as JSON",
        "poam" => "Plan of action and milestones, as OSCAL",
        "catalog" => "Clauses and controls, as OSCAL",
        "profile" => "Requirements that are followed, as OSCAL",
        "component-definition" => "Policies and procedures, as OSCAL",
        "system-security-plan" => "The statement of applicability, as OSCAL",
        "assessment-results" => "Audits and what they found, as OSCAL",
        _ => "A file of the site",
    }
}

/// The file of the site that is asked for; `None` where a register is.
///
/// # Errors
/// Where it is not to be had in this format.
pub(super) fn of(what: &str, format: Option<Format>, is_register: bool) -> Result<Option<&'static str>> {
    let mut named = ALL.into_iter().filter(|(name, ..)| *name == what);
    let fits = |(_, own, _): &(&str, Format, &str)| match format {
        Some(Format::Json) if !is_register => matches!(own, Format::Json | Format::Oscal),
        Some(format) => format == *own,
        None => !is_register,
    };
    if let Some((_, _, path)) = named.clone().find(fits) {
        return Ok(Some(path));
    }
    let own = named.next().map(|(_, own, _)| own.word());
    let is_special = format.is_some_and(|format| matches!(format, Format::Oscal | Format::Ics));
    match (is_register, own) {
        (true, _) | (false, None) if !is_special => Ok(None),
        (false, Some(own)) => Err(Error::new(format!("`{what}` is not to be had in this format"))
            .hint(format!("Say `--format {own}`, which goes before the ending of a file."))),
        _ => {
            let of_format = ALL.into_iter().filter(|(_, own, _)| Some(*own) == format).map(|(name, ..)| name);
            let of_format: Vec<&str> = of_format.collect();
            Err(Error::new(format!("`{what}` is not to be had in this format"))
                .hint(format!("In it there are {}.", of_format.join(", "))))
        }
    }
}

/// The bytes of a file of the site.
///
/// # Errors
/// Where this AIMS has nothing to put into it, or it cannot be made.
pub(super) fn bytes(files: &dyn Files, what: &str, path: &str) -> Result<Vec<u8>> {
    let found = DocPath::new(path).filter(|path| files.paths().contains(&path));
    let none = || Error::new(format!("there is nothing that `{what}` would tell this audience of"));
    let found = found.ok_or_else(none)?;
    files.bytes(&found).map(Cow::into_owned)
}
