//! Identifiers: what XML Schema calls a name without a colon, made of ids alone.

use std::collections::BTreeMap;

/// The names that were given.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Each with the number of the last that was given in its place.
    asked: BTreeMap<String, u32>,
}

impl Names {
    /// The name of a thing by what it is called after. Two things are never called the same: of `a-b` with `c` and `a` with
    /// `b-c`, the second has a number.
    pub(super) fn of(&mut self, parts: &[&str]) -> String {
        let parts: Vec<String> = parts.iter().map(|part| encoded(part)).collect();
        let name = format!("_aims-{}", parts.join("-"));
        let mut number = self.asked.get(&name).map_or(1, |last| last + 1);
        let free = loop {
            let free = if number == 1 { name.clone() } else { format!("{name}_{number}") };
            if !self.asked.contains_key(&free) {
                break free;
            }
            number += 1;
        };
        self.asked.insert(free.clone(), 1);
        self.asked.insert(name, number);
        free
    }
}

/// A text with letters, digits, `.`, `-` and `_` only. What else it has stands as `_x0020_`: no two texts become one.
pub(super) fn encoded(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let is_plain = c.is_ascii_alphanumeric() || matches!(c, '.' | '-') || c == '_' && rest.peek() != Some(&'x');
        if is_plain { name.push(c) } else { name.push_str(&format!("_x{:04X}_", u32::from(c))) }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_apart() {
        let all = ["A.5.2", "MAP 1.1", "a_b", "_x0020_", " ", "é/\u{202e}", ""].map(encoded);
        let wanted = ["A.5.2", "MAP_x0020_1.1", "a_b", "_x005F_x0020_", "_x0020_", "_x00E9__x002F__x202E_", ""];
        assert_eq!(all, wanted);
    }

    #[test]
    fn no_name_is_given_twice() {
        let mut names = Names::default();
        let all = [["a-b", "c"], ["a", "b-c"], ["a", "b-c_2"], ["a-b", "c"], ["a-b-c", "d"]];
        let all = all.map(|parts| names.of(&parts));
        assert_eq!(all, ["_aims-a-b-c", "_aims-a-b-c_2", "_aims-a-b-c_2_2", "_aims-a-b-c_3", "_aims-a-b-c-d"]);
    }
}
