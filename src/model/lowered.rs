//! Labels within a sentence.

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
