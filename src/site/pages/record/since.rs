//! What changed in a document since it was last approved, and since it was last reviewed.

use serde::Serialize;

use super::difference::Difference;
use crate::approval::record::ActKind;
use crate::approval::{Counts, text_of};
use crate::base::{mark, plural, say, wording};
use crate::history::{Change, ChangeKind, Revision, Step, short};
use crate::model::DocIx;
use crate::site::context::Shared;
use crate::site::pages::standing::{dated, done};
use crate::site::view::{Part, capital, coded, told};
use crate::site::worded::phrase;

const SINCE_APPROVAL: &str = mark!("Since the last approval");

/// How many changes of front matter are told.
const SENTENCES: usize = 20;

/// A comparison of the present text with one of old.
#[derive(Debug, Serialize)]
pub(super) struct Compared {
    id: &'static str,
    title: String,
    lede: Vec<Part>,
    fields: Vec<Vec<Part>>,
    weaker: Vec<String>,
    difference: Option<Difference>,
    /// How many words came and went.
    summary: String,
    open: bool,
}

/// A text of old, and why it is one to compare with.
struct Base {
    id: &'static str,
    title: String,
    lede: Vec<Part>,
    /// The step that has it; `None` where no commit does.
    step: Option<Step>,
    /// Whether it is the present text.
    present: bool,
}

/// The comparisons that there are: with the text last approved, and with that last reviewed, where that is another.
pub(super) fn compared(shared: &Shared<'_>, ix: DocIx) -> Vec<Compared> {
    if shared.state.is_withheld(ix) {
        return Vec::new();
    }
    let all = shared.history.steps(&shared.aims.document(ix).path);
    let came = |step: &Step| shared.history.step(*step).is_some_and(|(_, change)| change.came());
    let steps: &[Step] = &all.iter().copied().filter(came).collect::<Vec<_>>();
    let place = |base: &Base| base.step.and_then(|step| all.iter().position(|other| *other == step));
    let approved = match (of_act(shared, ix, ActKind::Approval), by_other_evidence(shared, ix, all)) {
        (Some(act), Some(other)) if !act.present && place(&other) < place(&act) => Some(other),
        (act, other) => act.or(other),
    };
    let reviewed = of_act(shared, ix, ActKind::Review).or_else(|| said_reviewed(shared, ix, steps));
    let same = |base: &Base| approved.as_ref().is_some_and(|approved| approved.step == base.step);
    let reviewed = reviewed.filter(|base| base.present || !same(base));
    let mut all: Vec<Compared> =
        approved.into_iter().chain(reviewed).map(|base| compare(shared, ix, steps, base)).collect();
    if let Some(first) = all.first_mut() {
        first.open = true;
    }
    all
}

/// The text of the last act that counts.
fn of_act(shared: &Shared<'_>, ix: DocIx, kind: ActKind) -> Option<Base> {
    let act = shared.approvals.last_act(ix, kind)?;
    let record = act.of_kind(kind)?;
    let (id, title) = match kind {
        ActKind::Approval => ("_since-approval", SINCE_APPROVAL),
        ActKind::Review => ("_since-review", mark!("Since the last review")),
        ActKind::Acknowledgement => ("_since-read", mark!("Since it was last acknowledged")),
    };
    let lede = phrase!("{done} on {day}.", done = done(record), day = dated(act, record.date));
    let step = text_of(shared.history, shared.aims.document(ix), act);
    Some(Base { id, title: wording::of(title).into(), lede, step, present: act.standing == Counts::Yes })
}

/// The newest text that had what the rule asks for, by whatever evidence, where the present one has not.
fn by_other_evidence(shared: &Shared<'_>, ix: DocIx, steps: &[Step]) -> Option<Base> {
    let step = *steps.get(shared.approvals.of(ix)?.earlier?.index())?;
    let (revision, change) = shared.history.step(step)?;
    let version = change.facts.as_ref().and_then(|facts| facts.version.clone());
    let day = Part::date(revision.landed);
    let lede = match version {
        Some(version) => phrase!(
            "Version {version} of {day} is the last that has what the settings ask for.",
            version = told(&version),
            day
        ),
        None => phrase!("The text of {day} is the last that has what the settings ask for.", day),
    };
    Some(Base {
        id: "_since-approval",
        title: wording::of(SINCE_APPROVAL).into(),
        lede,
        step: Some(step),
        present: false,
    })
}

/// The text of the day on which the document says that it was last reviewed.
fn said_reviewed(shared: &Shared<'_>, ix: DocIx, steps: &[Step]) -> Option<Base> {
    let day = shared.aims.document(ix).fields.date("reviewed")?;
    let landed = |step: &&Step| shared.history.step(**step).is_some_and(|(revision, _)| revision.landed <= day);
    let step = *steps.iter().find(landed)?;
    let lede = phrase!(
        "The document says that it was last reviewed on {day}. No act of review is on record; compared is the text of that day.",
        day = Part::date(day)
    );
    let present = Some(&step) == steps.first() && is_committed(shared, ix, steps);
    Some(Base { id: "_since-review", title: say!("Since the last review").into(), lede, step: Some(step), present })
}

/// Whether the present text is that of the newest commit.
fn is_committed(shared: &Shared<'_>, ix: DocIx, steps: &[Step]) -> bool {
    let newest = steps.first().and_then(|step| shared.history.step(*step));
    let facts = newest.and_then(|(_, change)| change.facts.as_ref());
    facts.map(|facts| facts.substance) == shared.approvals.substance(ix)
}

fn compare(shared: &Shared<'_>, ix: DocIx, steps: &[Step], base: Base) -> Compared {
    let Base { id, title, mut lede, step, present } = base;
    let mut compared = Compared {
        id,
        title,
        lede: Vec::new(),
        fields: Vec::new(),
        weaker: Vec::new(),
        difference: None,
        summary: String::new(),
        open: false,
    };
    let newest = steps.first().and_then(|step| shared.history.step(*step));
    let of_old =
        step.and_then(|step| Some((steps.iter().filter(|of| **of < step).count(), shared.history.step(step)?)));
    match (of_old, newest) {
        _ if present => lede.push(further(say!("The present text says the same."))),
        (Some((later, (_, old))), Some((revision, new))) => {
            lede.push(further(&plural!(later, "{n} commit to it came later.", "{n} commits to it came later.")));
            if !is_committed(shared, ix, steps) {
                lede.push(further(say!("The present text is not committed; compared is that of the newest commit.")));
            }
            tell(shared, &mut compared, &mut lede, old, (revision, new));
        }
        _ => lede.push(further(say!("No commit has the text of then, so that it cannot be compared."))),
    }
    compared.lede = lede;
    compared
}

/// A further sentence.
fn further(sentence: &str) -> Part {
    Part::text(format!(" {sentence}"))
}

/// Compares two texts that no commit may have put side by side.
fn tell(
    shared: &Shared<'_>,
    compared: &mut Compared,
    lede: &mut Vec<Part>,
    old: &Change,
    (revision, new): (&Revision, &Change),
) {
    let change = Change { old: old.new, new: new.new, ..Change::new(new.path.clone(), ChangeKind::Modified) };
    let Some(found) = shared.texts.differences(&[&change]).pop().flatten() else {
        return lede.push(further(say!("The two texts cannot be compared.")));
    };
    lede.push(Part::text(" "));
    lede.extend(phrase!("Compared with commit {commit}.", commit = Part::code(short(&revision.commit))));
    compared.fields = found.fields.iter().take(SENTENCES).map(|change| coded(&capital(&change.sentence()))).collect();
    compared.weaker = found.weaker.iter().take(SENTENCES).map(|weaker| told(&weaker.sentence())).collect();
    let difference = Difference::new(&found);
    lede.push(further(&format!("{}.", capital(&difference.summary))));
    compared.summary.clone_from(&difference.summary);
    compared.difference = Some(difference).filter(|difference| !difference.is_empty());
}
