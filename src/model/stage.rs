//! At which stage of its life an AI system is, by its days.

use super::document::Document;
use crate::base::Date;

/// The stage at which a system stands by its days, where its word says another: it is in use from the day it went into use
/// to the day it is taken out.
pub(super) fn stage_by_days(document: &Document, today: Date) -> Option<&'static str> {
    let fields = &document.fields;
    let stage = fields.text("lifecycle").filter(|_| document.is("system"))?;
    let (deployed, retired) = (fields.date("deployed"), fields.date("retired"));
    let begun = deployed.is_some_and(|day| day <= today);
    let ended = retired.is_some_and(|day| day <= today);
    let by_days = match stage {
        "retired" => retired.is_some() && !ended && deployed.is_none_or(|day| day <= today),
        "planned" | "development" | "validation" => begun && !ended,
        _ => false,
    };
    by_days.then_some("in-use")
}
