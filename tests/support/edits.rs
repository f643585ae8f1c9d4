//! Small changes to a text, as values: what tests that try many texts do to them.

/// A text with something taken out, said twice or put in: where, what, and which of the scraps.
pub(crate) type Edit = (u16, u8, u8);

/// A text after these were done to it, one after the other. `scraps` are what is put in.
pub(crate) fn edited(text: &str, edits: &[Edit], scraps: &[&str]) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for (at, what, scrap) in edits {
        let at = usize::from(*at) % (letters.len() + 1);
        match what % 5 {
            0 if at < letters.len() => {
                letters.remove(at);
            }
            1 => {
                let to = (at + usize::from(what / 5) % 8).min(letters.len());
                let again = letters[at..to].to_vec();
                letters.splice(at..at, again);
            }
            _ => {
                letters.splice(at..at, scraps[usize::from(*scrap) % scraps.len()].chars());
            }
        }
    }
    letters.into_iter().collect()
}
