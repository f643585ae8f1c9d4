//! What became of the front matter, key by key.

use super::change::{FieldChange, FieldEvent, FieldPlace, WholeEvent};
use super::comparison::Comparison;
use super::events::{Found, events, side_by_side};
use super::field::Field;
use super::snapshot::{Form, Snapshot};
use super::substance::same;
use super::weaker::front::weaker;

/// How many changes of front matter are told.
const MAX_CHANGES: usize = 200;

/// Tells what became of the fields of one version in the other, and what of that is weaker.
pub(super) fn compare(old: &Snapshot, new: &Snapshot, told: &mut Comparison) {
    if !told.substance && old.fields == new.fields {
        return;
    }
    if old.controlled != new.controlled {
        tell_whole(told, if new.controlled { WholeEvent::Controlled } else { WholeEvent::Uncontrolled });
    }
    if old.form == Form::Document && new.form == Form::Document {
        each(&old.fields, &new.fields, told);
    } else {
        whole(old, new, told);
    }
}

/// Tells of front matter that cannot be compared key by key.
fn whole(old: &Snapshot, new: &Snapshot, told: &mut Comparison) {
    if !told.substance {
        return;
    }
    let event = match (old.form, new.form) {
        (Form::Raw, Form::Raw) => WholeEvent::RawChanged,
        (_, Form::Raw) => WholeEvent::RawNow,
        (Form::Raw, _) => WholeEvent::RawNoMore,
        (Form::Document, Form::BrokenFront) => WholeEvent::BrokenNow,
        (Form::BrokenFront, Form::Document) => WholeEvent::BrokenNoMore,
        _ if old.head() == new.head() => return,
        _ => WholeEvent::BrokenChanged,
    };
    tell_whole(told, event);
}

fn tell_whole(told: &mut Comparison, event: WholeEvent) {
    tell(told, "", (FieldPlace::default(), FieldEvent::Whole(event)));
}

fn tell(told: &mut Comparison, key: &str, (at, event): Found) {
    if told.fields.len() >= MAX_CHANGES {
        told.cut = true;
        return;
    }
    told.fields.push(FieldChange { key: key.into(), at, event });
}

/// Walks two sorted lists of fields side by side.
fn each(old: &[Field], new: &[Field], told: &mut Comparison) {
    for (key, a, b) in side_by_side(old, new) {
        if let (Some(a), Some(b)) = (a, b)
            && same(key, a, b)
        {
            continue;
        }
        for found in events(key, key, a, b) {
            tell(told, key, found);
        }
        weaker(key, a, b, told);
    }
}
