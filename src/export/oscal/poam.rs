//! What is open as a plan of action: actions and treatments with their days, corrective actions, and every nonconformity
//! that is not closed.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::frame::Oscal;
use super::words::{line, put};
use crate::agenda::{Agenda, Item, What};
use crate::base::Date;
use crate::state::State;

/// Whether anything is open.
pub(super) fn is_needed(state: &State) -> bool {
    !items(state).is_empty()
}

fn items(state: &State) -> Vec<Item> {
    let mut items = Agenda::of(state, Date::MAX, None).items;
    items.retain(|item| matches!(item.what, What::Action | What::CorrectiveAction | What::Effect));
    let lasting = state.lasting();
    for (_, record) in state.aims.open_nonconformities() {
        if !items.iter().any(|item| item.document.as_deref() == Some(&record.id)) {
            let remedy = "close it: say what was done, and whether it worked".to_owned();
            items.push(Item::about(state, record, What::CorrectiveAction, None, remedy).known(state, &lasting));
        }
    }
    items
}

/// The plan.
pub(super) fn poam(oscal: &Oscal<'_>) -> Value {
    let items = items(oscal.state).into_iter().map(|item| {
        let of = item.document.clone().unwrap_or_else(|| item.path.clone());
        let name = item.name.clone().or_else(|| item.title.clone()).unwrap_or_default();
        let mut told = json!({
            "uuid": item.uid,
            "title": line(&format!("{of}: {name}")),
            "description": line(&item.remedy),
        });
        let due = item.due.map(|due| due.to_string()).unwrap_or_default();
        let properties =
            [("due", &*due), ("owner", &item.of.join(", ")), ("document", &of), ("what", item.what.as_str())];
        put(
            &mut told,
            "props",
            properties.into_iter().filter_map(|(name, value)| Oscal::property(name, value)).collect(),
        );
        told
    });
    let items: Vec<Value> = items.collect();
    json!({"plan-of-action-and-milestones": {
        "uuid": "",
        "metadata": oscal.head("What is open", &BTreeMap::new()),
        "import-ssp": {"href": "system-security-plan.json"},
        "system-id": {"identifier-type": "http://ietf.org/rfc/rfc4122", "id": oscal.id(&["aims"])},
        "poam-items": items,
    }})
}
