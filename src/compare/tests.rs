use std::collections::BTreeMap;

use super::*;

fn snapshot(text: &str) -> Snapshot {
    Snapshot::read(text.as_bytes(), &BTreeMap::new())
}

#[test]
fn a_version_is_no_other_than_itself() {
    let text = "---\nid: A\n---\n# T\n\nThe owner must answer.\n";
    assert_eq!(compare(&snapshot(text), &snapshot(text)), Comparison::default());
}
