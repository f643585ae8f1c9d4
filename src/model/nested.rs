//! What stands under a key that nobody judges, in one line: lists and tables of any depth, in the order of the text.

use crate::parse::{Node, Value};

/// The line; `None` where nothing stands there.
pub(super) fn told(node: &Node) -> Option<String> {
    line(node, false)
}

/// `within` another list or table, what has parts of its own stands in brackets.
fn line(node: &Node, within: bool) -> Option<String> {
    let is_plain = |node: &Node| matches!(node.value, Value::Scalar(_));
    let (parts, between): (Vec<String>, &str) = match &node.value {
        Value::Scalar(scalar) => return Some(scalar.text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::List(items) => {
            let plain = items.iter().all(is_plain);
            let rows = !within && !plain;
            (items.iter().filter_map(|item| line(item, !rows)).collect(), if rows { "; " } else { ", " })
        }
        Value::Table(entries) => {
            let part =
                |entry: &crate::parse::Entry| Some(format!("{}: {}", entry.key.trim(), line(&entry.node, true)?));
            let plain = entries.iter().all(|entry| is_plain(&entry.node));
            (entries.iter().filter_map(part).collect(), if within || plain { ", " } else { "; " })
        }
        Value::Null => return None,
    };
    let text = parts.join(between);
    let bracketed = within && (parts.len() > 1 || matches!(node.value, Value::Table(_)));
    match text.is_empty() {
        true => None,
        false if bracketed => Some(format!("({text})")),
        false => Some(text),
    }
}

#[cfg(test)]
mod tests {
    use crate::base::Date;
    use crate::model::load::load;
    use crate::source::Memory;

    #[test]
    fn what_is_kept_is_shown_whatever_it_is() {
        let shown = |value: &str| {
            let text = format!("---\nid: A\ntitle: T\nkind: policy\nsatisfies: {value}\n---\nText.\n");
            let settings = "[keys]\nkeep = [\"satisfies\"]\n";
            let files = [("aims.toml", settings.as_bytes()), ("a.md", text.as_bytes())];
            let aims = load(&Memory::new(files), Date::constant(2026, 11, 20)).expect("memory can be read");
            aims.documents[0].fields.kept.first().map(|(_, text)| text.clone())
        };
        for (value, told) in [
            ("yes", "yes"),
            ("[a, b]", "a, b"),
            ("{TSC: [CC1.1]}", "TSC: CC1.1"),
            ("{TSC: [CC1.1, CC2.1], ISO: A.5}", "TSC: (CC1.1, CC2.1); ISO: A.5"),
            ("[{a: x, b: y}, {a: z}]", "a: x, b: y; a: z"),
            ("{a: {b: c, d: [e, f]}}", "a: (b: c, d: (e, f))"),
        ] {
            assert_eq!(shown(value).as_deref(), Some(told), "{value}");
        }
        for nothing in ["", "[]", "{}", "[{}]"] {
            assert_eq!(shown(nothing), None, "{nothing}");
        }
    }
}
