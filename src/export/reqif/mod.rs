//! The AIMS in ReqIF (OMG, version 1.2, formal/2016-07-01): requirements, documents and what leads from one to the other, for
//! tools of requirements that others wrote.
//!
//! In comes the state; out comes one file, [`reqif`]:
//!
//! | part | what it is made of |
//! |---|---|
//! | objects | clauses and controls of the frameworks that are followed, with their headings and the team's own controls; documents of known kinds |
//! | relations | a document says, does or shows something for a requirement; it implements a document, or is evidence for one |
//! | specifications | one for each framework, in its own order, and one for each kind of documents |
//!
//! Titles and summaries of requirements are in our own words. Where a requirement stands, and whether it applies, is told as
//! everywhere else, and as `untold` to readers who are not told. All texts are plain and of one line; one of more than [`elements::LONGEST`] characters is cut.
//! Identifiers follow from ids alone, of documents from the first that they had, and so stay from one export to the next.
//! Documents, and what leads from them, bear the moment of the commit that changed them last, all else that of the newest commit. Rungs are judged on the day that the header
//! names: one may fall without a commit, and so without a later moment.

mod documents;
mod elements;
mod exchange;
mod frameworks;
mod names;
mod places;
mod relations;
mod types;
mod values;

use crate::state::State;
use elements::part;
use exchange::Exchange;
use names::Names;

/// How a file begins, whatever it holds.
pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<REQ-IF xmlns=\"http://www.omg.org/spec/ReqIF/20110401/reqif.xsd\">\n<THE-HEADER>\n";

/// The file.
pub(super) fn reqif(state: &State) -> Vec<u8> {
    let mut names = Names::default();
    let exchange = Exchange::of(state, &mut names);
    let mut objects = String::new();
    let mut specifications = String::new();
    for standard in state.aims.catalog.standards() {
        let (told, placed) = frameworks::framework(&exchange, standard, &mut names);
        objects.push_str(&told);
        specifications.push_str(&placed);
    }
    let (told, placed) = documents::documents(&exchange, &mut names);
    objects.push_str(&told);
    specifications.push_str(&placed);
    let relations = relations::relations(&exchange, &mut names);
    let whole = [
        HEAD,
        &exchange.header(),
        "</THE-HEADER>\n<CORE-CONTENT>\n<REQ-IF-CONTENT>\n",
        &part("DATATYPES", &types::data(&exchange.moment)),
        &part("SPEC-TYPES", &types::types(&exchange.moment)),
        &part("SPEC-OBJECTS", &objects),
        &part("SPEC-RELATIONS", &relations),
        &part("SPECIFICATIONS", &specifications),
        "</REQ-IF-CONTENT>\n</CORE-CONTENT>\n</REQ-IF>\n",
    ];
    whole.concat().into_bytes()
}
