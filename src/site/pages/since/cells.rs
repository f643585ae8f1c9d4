//! Pieces that the tables of the page share.

use crate::base::say;
use crate::site::pages::sections::Section;
use crate::site::view::{Cell, Part};

/// A value then and now: the one, where they are the same, else both.
pub(super) fn both(then: &str, now: &str) -> Cell {
    match (then.trim(), now.trim()) {
        (then, now) if then == now => Part::quiet(now).into(),
        ("", now) => vec![Part::quiet(say!("nothing → ")), Part::said(now)].into(),
        (then, "") => vec![Part::said(then), Part::text(say!(" → nothing"))].into(),
        (then, now) => vec![Part::said(then), Part::text(" → "), Part::said(now)].into(),
    }
}

/// A section that says how many rows its table leaves out.
pub(super) fn capped(section: Section, all: usize, most: usize) -> Section {
    if all > most { section.intro(say!("The first {most} of {all}.", most, all)) } else { section }
}
