//! Several names in a sentence.

/// `A, B and C`.
pub fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::list;

    #[test]
    fn names_read_as_in_a_sentence() {
        assert_eq!([&[][..], &["A"], &["A", "B"], &["A", "B", "C"]].map(list), ["", "A", "A and B", "A, B and C"]);
    }
}
