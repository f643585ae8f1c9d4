//! The ways in from the first screen, one for each sort of reader.

use serde::Serialize;

use crate::agenda::Agenda;
use crate::base::{plural, say};
use crate::model::DocIx;
use crate::model::review::Review;
use crate::model::trace::There;
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::view::Part;

/// A way in for one sort of reader.
#[derive(Debug, Serialize)]
pub(super) struct Door {
    title: &'static str,
    text: Vec<Part>,
    href: String,
    go: &'static str,
}

/// The doors. A site for everybody begins with its page for customers, and has none.
pub(super) fn doors(shared: &Shared<'_>, link: Linker<'_>) -> Vec<Door> {
    let aims = shared.aims;
    // As far as they are needed is for people to say: those count that clauses ask for by name.
    let all = aims.trace.clauses().flat_map(|clause| &clause.called_for);
    let called: Vec<_> = all.filter(|item| item.required).collect();
    let there = called.iter().filter(|item| item.state == There::Present).count();
    let overdue = aims.iter().filter(|(ix, _)| aims.review(*ix).is_overdue()).count();
    let late = Agenda::of(shared.state, shared.today(), None).late();
    let soon = aims.iter().filter(|(ix, _)| matches!(aims.review(*ix), Review::DueSoon(_))).count();
    let is_public = |ix: DocIx| aims.document(ix).fields.text("classification") == Some("public");
    let mut public: Vec<DocIx> = aims.iter().map(|(ix, _)| ix).filter(|ix| is_public(*ix)).collect();
    // What the organisation says of itself comes before what others say.
    public.sort_by_key(|ix| (!aims.document(*ix).is("policy"), !aims.document(*ix).is_kept_current(), *ix));
    let mut customer = vec![Part::text(match public.len() {
        0 if aims.of_kind("policy").iter().all(|(_, policy)| policy.is_retired()) => {
            shared.none(say!("No document is marked public.")).to_owned()
        }
        0 => shared.none(say!("No document is marked public. The policy says what you may expect.")).to_owned(),
        // A text that was not public before may be kept from everybody.
        _ if shared.withholds() => format!("{} ", say!("Marked public, among others:")),
        n => format!("{} ", plural!(n, "{n} document is marked public:", "{n} documents are marked public:")),
    })];
    customer.extend(super::requirement::named(link, &public));
    let text = |text: String| vec![Part::text(text)];
    vec![
        Door {
            title: say!("Auditor, stage 1"),
            text: text(match shared.is_partial() {
                true => {
                    say!("What the clauses call for in writing, item by item, as far as it is published.").to_owned()
                }
                false => plural!(
                    there,
                    "What the clauses call for in writing, item by item: of {all} that they ask for by name {n} is there.",
                    "What the clauses call for in writing, item by item: of {all} that they ask for by name {n} are there.",
                    all = called.len()
                ),
            }),
            href: link.to("audit.html#called-for"),
            go: say!("Read what is called for"),
        },
        Door {
            title: say!("Auditor, stage 2"),
            text: text(
                say!("Follow a system from end to end, take the sample that nobody chose, see what is open.").into(),
            ),
            href: link.to("audit.html#follow"),
            go: say!("Follow the evidence"),
        },
        Door {
            title: say!("I work here"),
            text: text(match shared.withholds() {
                true => say!("What is due, when and from whom.").to_owned(),
                false => due_words(late, overdue, soon),
            }),
            href: link.to(Address::Reviews.at()),
            go: say!("See what is due"),
        },
        Door {
            title: say!("Customer"),
            text: customer,
            href: link.to(&format!("{}#public", Address::About.at())),
            go: say!("How a site for everybody is made"),
        },
    ]
}

/// What is late, how much of it is a review, and what comes soon.
fn due_words(late: usize, overdue: usize, soon: usize) -> String {
    let late = match (late, overdue) {
        (0, _) => say!("Nothing is late.").to_owned(),
        (n, 0) => plural!(n, "{n} thing is late, and no review.", "{n} things are late, and no review."),
        (n, 1) => plural!(n, "{n} thing is late, a review.", "{n} things are late, one of them a review."),
        (n, _) => plural!(
            n,
            "{n} thing is late, {overdue} of them reviews.",
            "{n} things are late, {overdue} of them reviews.",
            overdue
        ),
    };
    let soon = match (soon, overdue) {
        (0, 0) => say!("No review is due soon.").to_owned(),
        (0, _) => say!("No other review is due soon.").to_owned(),
        (n, 0) => plural!(n, "{n} review is due soon.", "{n} reviews are due soon."),
        (n, _) => plural!(n, "{n} more review is due soon.", "{n} more reviews are due soon."),
    };
    format!("{late} {soon}")
}
