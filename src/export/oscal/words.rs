//! Words as OSCAL takes them: roles, tokens and lines, and members of an object only where they say something.

use serde_json::Value;

use crate::base::quote::is_odd;
use crate::base::text::one_line;
use crate::base::uuid;

/// A role as OSCAL names it: a token made of its words, with a digest where two names may be alike in that.
pub(super) fn role(name: &str) -> String {
    let words = line(name).to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = token(&words.replace(' ', "-"));
    let is_told = words.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '.' | '_'));
    if is_told { plain } else { format!("{plain}-{}", &uuid(&words)[..8]) }
}

/// A token (OSCAL, metaschema data types): it begins with a letter and has letters, digits, `.`, `-` and `_`.
pub(super) fn token(text: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' };
    let token: String = text.chars().map(plain).collect();
    match token.chars().next() {
        Some(first) if first.is_ascii_alphabetic() || first == '_' => token,
        Some(first) if first.is_ascii_digit() => format!("clause-{token}"),
        _ => format!("x{token}"),
    }
}

/// A text on one line, without what turns the direction of writing where somebody reads it.
pub(super) fn line(text: &str) -> String {
    one_line(text).replace(is_odd, "\u{fffd}")
}

/// Adds a member where it says anything: OSCAL has no empty lists and no `null`.
pub(super) fn put(object: &mut Value, key: &str, value: Value) {
    let says = match &value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty(),
        Value::String(text) => !text.is_empty(),
        _ => true,
    };
    if says && let Some(object) = object.as_object_mut() {
        object.insert(key.to_owned(), value);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_tokens() {
        let all = ["A.5.2", "6.1.4", "iso-27001:A.5.2", "HM.1", "", "-x", "Ä b"].map(token);
        assert_eq!(all, ["A.5.2", "clause-6.1.4", "iso-27001_A.5.2", "HM.1", "x", "x-x", "__b"]);
        assert_eq!(role("AI  Officer"), "ai-officer");
        let alike = ["R&D Lead", "R/D Lead", "R D Lead", "R-D Lead", "Директор", "Менеджер"].map(role);
        assert_eq!(alike.iter().collect::<std::collections::BTreeSet<_>>().len(), alike.len(), "{alike:?}");
        assert!(alike.iter().all(|role| *role == token(role)), "{alike:?}");
    }

    #[test]
    fn what_says_nothing_is_left_out() {
        let mut object = json!({});
        for (key, value) in
            [("a", Value::Null), ("b", json!([])), ("c", json!("")), ("d", json!("x")), ("e", json!({}))]
        {
            put(&mut object, key, value);
        }
        assert_eq!(object, json!({"d": "x", "e": {}}));
    }
}
