//! The form in which keys and words are compared.

/// A key, the name of a kind or a word of a choice as it is compared: lower case, with hyphens for blanks and underscores.
pub fn normal(key: &str) -> String {
    let key = key.trim().to_lowercase().replace('_', "-");
    match key.contains(char::is_whitespace) {
        true => key.split_whitespace().collect::<Vec<_>>().join("-"),
        false => key,
    }
}

/// Words with what they mean, of lines that each begin with that: `draft: entwurf|in-arbeit`.
pub fn pairs_in(lines: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = lines.lines().filter_map(|line| line.split_once(": "));
    lines.flat_map(|(meant, words)| words.split('|').map(move |word| (word, meant)))
}
