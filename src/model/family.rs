//! The ids that begin as one that is none: `POL-001` and `POL-002` for `POL-999`.

use super::catalog::natural_key;

/// How many are told.
const FEW: usize = 12;

/// Those of some ids that have the letters and signs of `id` before their number, in order; of many the first and the last.
/// `None` where `id` has no number behind letters, or no other begins so.
pub fn told<'a>(ids: impl Iterator<Item = &'a str>, id: &str) -> Option<String> {
    let start = start(id)?.to_lowercase();
    let mut found: Vec<&str> =
        ids.filter(|known| self::start(known).is_some_and(|own| own.to_lowercase() == start)).collect();
    found.sort_by_cached_key(|id| natural_key(id));
    found.dedup();
    match found.as_slice() {
        [] => None,
        [first, .., last] if found.len() > FEW => Some(format!("`{first}` to `{last}`")),
        few => Some(few.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")),
    }
}

/// What stands before the number of an id.
fn start(id: &str) -> Option<&str> {
    let start = id.trim().trim_end_matches(|c: char| c.is_ascii_digit());
    (start.len() < id.trim().len() && start.contains(char::is_alphabetic)).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_begin_alike_are_told() {
        let ids = ["POL-010", "POL-001", "PRO-001", "readme"];
        assert_eq!(told(ids.into_iter(), "pol-999").as_deref(), Some("`POL-001`, `POL-010`"));
        assert_eq!(told(ids.into_iter(), "PRO-9").as_deref(), Some("`PRO-001`"));
        for other in ["POL", "X-1", "", "9"] {
            assert_eq!(told(ids.into_iter(), other), None, "{other}");
        }
        let many: Vec<String> = (1..40).map(|n| format!("R-{n}")).collect();
        assert_eq!(told(many.iter().map(String::as_str), "R-99").as_deref(), Some("`R-1` to `R-39`"));
    }
}
