//! What the site proves and what it cannot, as a section of the About page.

use super::sections::Section;
use crate::base::{say, wording};
use crate::site::context::Shared;
use crate::site::view::{Cell, Column, Part, Table, sentence};
use crate::state::{ALL_IS_SHOWN, CLAIMS, Claim};

/// The claims; by which tests they are held is for those who read the source of aims, and folded away.
pub(super) fn section(shared: &Shared<'_>) -> Section {
    let heads = [
        say!("What is shown"),
        say!("What it rests on"),
        say!("How to check it without aims"),
        say!("What would defeat it"),
    ];
    // How to check it takes the repository.
    let outside = shared.is_outside();
    let is_told = |at: &usize| !outside || *at != CHECK;
    let heads: Vec<&'static str> = (0..heads.len()).filter(is_told).map(|at| heads[at]).collect();
    let claims = table(say!("Claims, what each rests on, and what would defeat it"), &heads, |claim| {
        let rest = [claim.rests_on, claim.check, claim.defeated_by].map(wording::of);
        let texts = [&[shown(shared, claim)][..], &rest].concat();
        (0..texts.len()).filter(is_told).map(|at| sentence(texts[at]).into()).collect()
    });
    let tests = table(say!("The test that holds each claim"), &[say!("What is shown"), say!("Held by")], |claim| {
        vec![sentence(wording::of(claim.shown)).into(), Part::code(claim.test).into()]
    });
    if outside {
        return Section::new("proves", say!("What aims proves and what it cannot"))
            .intro(say!(
                "Every word of approval, force, review and evidence on this site rests on something that can be looked at, by who has the repository."
            ))
            .with_table(Some(claims), "");
    }
    Section::new("proves", say!("What aims proves and what it cannot"))
        .intro(say!(
            "Every word of approval, force, review and evidence on this site rests on something that can be looked at. Each claim is held by a test of aims."
        ))
        .with_table(Some(claims), "")
        .with_fold(say!("The test of aims that holds each claim, for those who read its source"), Some(tests))
}

/// The place of the column that says how to check a claim.
const CHECK: usize = 2;

/// What a claim says is shown: of texts from which something is withheld, less.
fn shown(shared: &Shared<'_>, claim: &Claim) -> &'static str {
    match claim.shown == ALL_IS_SHOWN && shared.withholds() {
        true => say!(
            "What was signed is all that the page of the text shows, but for what is withheld from its readers: where there is any, the page says so"
        ),
        false => wording::of(claim.shown),
    }
}

fn table(label: &str, heads: &[&'static str], row: impl Fn(&Claim) -> Vec<Cell>) -> Table {
    let column = |title: &&'static str| Column { title: (*title).into(), class: "words", facet: false };
    let mut table = Table::new(label, &[]);
    table.columns = heads.iter().map(column).collect();
    for claim in &CLAIMS {
        table.row(None, row(claim));
    }
    table
}
