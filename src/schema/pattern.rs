//! Regular expressions that take a word however it may be written. They use nothing in which the dialects of editors and
//! validators differ.

/// Takes a key in each letter case, with `_` for `-`.
pub(super) fn key(name: &str) -> String {
    format!("^{}$", spelled(name, "[_-]"))
}

/// Takes one of these words in each letter case, with `_` or blanks for `-`.
pub(super) fn words<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    format!("^{}$", either(words))
}

/// Takes several of them with commas between.
pub(super) fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let word = either(words);
    format!("^{word}(\\s*,\\s*{word})*$")
}

fn either<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| spelled(word, "[ _-]")).collect();
    format!("({})", words.join("|"))
}

fn spelled(word: &str, hyphen: &str) -> String {
    let mut pattern = String::new();
    for c in word.chars() {
        let (lower, mut upper) = (c.to_lowercase(), c.to_uppercase());
        match c {
            '-' => pattern.push_str(hyphen),
            '\\' | '^' | '$' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '/' => {
                pattern.extend(['\\', c]);
            }
            c if lower.eq([c]) && upper.len() == 1 => match upper.next() {
                Some(upper) if upper != c => pattern.extend(['[', c, upper, ']']),
                _ => pattern.push(c),
            },
            c => pattern.push(c),
        }
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_spelled_out() {
        assert_eq!(key("id-2"), "^[iI][dD][_-]2$");
        assert_eq!(words(["a b", "é.x"]), "^([aA] [bB]|[éÉ]\\.[xX])$");
        assert_eq!(listed(["a"]), "^([aA])(\\s*,\\s*([aA]))*$");
    }
}
