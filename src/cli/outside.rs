//! Where a command may write a file that somebody names: neither among the documents nor in a site.

use std::path::Path;

use crate::base::{APPROVALS, Error, Result, SETTINGS};
use crate::emit;
use crate::pipeline::Project;
use crate::state::SITE;

/// Makes sure that a file would be no part of the AIMS, and none of a site.
pub(super) fn is_outside(file: &Path, project: &Project) -> Result<()> {
    if let Some(path) = project.inside(file) {
        let of_record = path.as_str() == SETTINGS || path.as_str().split('/').next() == Some(APPROVALS);
        if path.is_markdown() || of_record {
            return Err(Error::new(format!("cannot write {}: it would be part of the AIMS", file.display()))
                .hint("Name a file outside it, or one that is no document."));
        }
    }
    is_in_no_site(file, project)
}

/// Makes sure that a file would not lie in a site, nor where a build puts it: what no build wrote is in its way, and what it
/// wrote is no longer what the site says of itself.
pub(super) fn is_in_no_site(file: &Path, project: &Project) -> Result<()> {
    if file.as_os_str() == "-" {
        return Err(Error::new("`-` names no file").hint("What is to be printed needs none: leave it out."));
    }
    let Some(site) = emit::site_around(file, &project.root, SITE) else { return Ok(()) };
    Err(Error::new(format!(
        "cannot write {}: it would lie in {}, the folder of a site",
        file.display(),
        site.display()
    ))
    .hint("A build makes all that is in there. Name a file elsewhere."))
}
