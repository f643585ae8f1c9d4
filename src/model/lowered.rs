//! Labels within a sentence.

use super::kinds::label;
use crate::base::wording;

/// A key or the name of a kind within a sentence: `risk assessment`.
pub fn in_sentence(name: &str) -> String {
    label_in_sentence(&label(name))
}

/// A label within a sentence of what is spoken. Beside English it is as on its own: not every language writes it in lower
/// case.
pub fn label_in_sentence(label: &str) -> String {
    match wording::spoken() {
        None => lowered(label),
        Some(_) => wording::known(label).to_owned(),
    }
}

/// A label as it stands within an English sentence: `Risk assessment` is `risk assessment`, and `DPO opinion` stays. What is
/// written in capitals beyond its first letter is a name.
pub fn lowered(label: &str) -> String {
    let word = |word: &str| match word.chars().skip(1).any(char::is_uppercase) {
        true => word.to_owned(),
        false => word.to_lowercase(),
    };
    label.split(' ').map(word).collect::<Vec<_>>().join(" ").replace("AI act", "AI Act")
}

#[cfg(test)]
mod tests {
    use super::lowered;

    #[test]
    fn names_keep_their_capitals() {
        let labels = ["Statement of applicability", "DPO opinion", "AI Act class", "EU AI Act", "AI system", ""];
        let within = ["statement of applicability", "DPO opinion", "AI Act class", "EU AI Act", "AI system", ""];
        assert_eq!(labels.map(lowered), within);
    }
}
