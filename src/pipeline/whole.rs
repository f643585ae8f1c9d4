//! What can only be told by a clone that holds all of the history: a text that is not there is none that was empty.

use crate::base::{Error, Result};
use crate::history::{Gap, History};

/// Makes sure that the clone holds all commits, folders and texts that this history tells of; `what` cannot be told without.
///
/// # Errors
/// Where something is missing, with what brings it.
pub(super) fn is_whole(history: &History, what: &str) -> Result<()> {
    let Some(gap) = history.gaps.iter().find(|gap| gap.is_loss() && !matches!(gap, Gap::Settings(_))) else {
        return Ok(());
    };
    Err(Error::new(format!("this clone does not hold the whole history, so {what}: {}", gap.sentence()))
        .hint(gap.remedy()))
}
