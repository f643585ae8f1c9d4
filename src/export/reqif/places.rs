//! Specifications, and the places of objects in them.

use super::elements::{identity, part};
use super::types::SPECIFICATION;

/// A specification of these places.
pub(super) fn specification(name: &str, moment: &str, called: &str, places: &str) -> String {
    let (identity, children, of) = (identity(name, moment, called), part("CHILDREN", places), SPECIFICATION.name());
    format!(
        "<SPECIFICATION {identity}>\n{children}<TYPE><SPECIFICATION-TYPE-REF>{of}</SPECIFICATION-TYPE-REF></TYPE>\n</SPECIFICATION>\n"
    )
}

/// The place of an object in a specification, with what stands below it. Each object has one, which is named after it.
pub(super) fn place(object: &str, moment: &str, below: &str) -> String {
    let name = object.replacen("_aims-", "_aims-at-", 1);
    let (identity, children) = (identity(&name, moment, ""), part("CHILDREN", below));
    format!(
        "<SPEC-HIERARCHY {identity}><OBJECT><SPEC-OBJECT-REF>{object}</SPEC-OBJECT-REF></OBJECT>\n{children}</SPEC-HIERARCHY>\n"
    )
}
