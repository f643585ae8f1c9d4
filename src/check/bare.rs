//! Documents that a message names bare, by ids that do not look like one: `AI-POLICY` has no digit by which it is seen to be a
//! name. By them too a finding is known again.

use std::collections::BTreeSet;

use crate::diag::Diagnostic;
use crate::model::Aims;

/// Says which documents each message names so, but for the one that the finding is about.
pub(super) fn name(found: &mut [Diagnostic], aims: &Aims) {
    let ids = aims.documents.iter().map(|document| document.id.as_str());
    let ids: BTreeSet<&str> = ids.filter(|id| is_bare(id)).collect();
    if ids.is_empty() {
        return;
    }
    for finding in found {
        let own = finding.document.as_deref();
        // Of what stands in backticks each is a name.
        let outside = finding.message.split('`').step_by(2).flat_map(str::split_whitespace);
        let words = outside.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
        let named = words.filter(|word| ids.contains(word) && Some(*word) != own);
        let named: Vec<String> = named.map(str::to_owned).collect();
        finding.names.extend(named);
    }
}

/// Whether an id has no digit, and is no word of a sentence either, as `AI` is: else a document that takes such an id would
/// make other findings of those that have the word.
fn is_bare(id: &str) -> bool {
    let has = |is: fn(char) -> bool| id.contains(is);
    !has(|c| c.is_ascii_digit()) && has(char::is_uppercase) && has(|c| matches!(c, '-' | '_' | '.'))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::check;
    use crate::diag::print;

    #[test]
    fn ids_without_a_digit_are_names_and_the_own_one_is_none() {
        let of = |id: &str, upstream: &str| {
            let page = format!("---\nid: {id}\nkind: procedure\nimplements: {upstream}\n---\n");
            let record = |id: &str| format!("---\nid: {id}\nkind: record\n---\n");
            let (one, other) = (record("REC-ONE"), record("REC-OTHER"));
            let (found, _) = check(&[("aims.toml", ""), ("p.md", &page), ("a.md", &one), ("b.md", &other)]);
            let told = found.iter().find(|finding| finding.name == "wrong-kind-reference").expect("it is told");
            print(told)
        };
        assert_ne!(of("PRO-X", "REC-ONE"), of("PRO-X", "REC-OTHER"));
        assert_eq!(of("PRO-X", "REC-ONE"), of("PRO-Y", "REC-ONE"));
    }
}
