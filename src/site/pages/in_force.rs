//! What was in force when: every version that ever was, with its days.

use serde::Serialize;

use super::record::approval;
use crate::approval::Tenure;
use crate::base::date::last_day;
use crate::base::text::count;
use crate::base::{Date, plural, say, wording};
use crate::history::{Step, Version, short};
use crate::site::context::Shared;
use crate::site::in_force::Line;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::pasts::PastOf;
use crate::site::routes;
use crate::site::view::{Part, coded, told};

#[derive(Debug, Serialize)]
struct View {
    title: String,
    lede: String,
    meta: String,
    gaps: Vec<Vec<Part>>,
    /// The pages that hold the rows, where this one does not.
    parts: Vec<Vec<Part>>,
    rows: Vec<Row>,
    /// Whether each row tells of which kind its document is: where all are of one, the title does.
    has_kinds: bool,
}

#[derive(Debug, Serialize)]
struct Row {
    id: Vec<Part>,
    name: Vec<Part>,
    kind: String,
    version: Vec<Part>,
    approved: Vec<Part>,
    evidence: Vec<Part>,
    from: String,
    /// The same as the language writes it.
    from_said: String,
    stated: bool,
    /// The last day.
    until: Option<String>,
    until_said: Option<String>,
}

/// The page of all versions; where they are too many, the way to the pages that hold them.
pub(super) fn index(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let lines: Vec<&Line<'_>> = shared.in_force.lines.iter().collect();
    let parts = shared.in_force.parts();
    let to = |part| {
        let (what, versions) = shared.in_force.about(part);
        vec![Part::Link { href: link.to(&part.path), v: what }, Part::quiet(versions)]
    };
    let rows = if parts.is_empty() { rows(shared, link, &lines) } else { Vec::new() };
    page(shared, "", &lines, rows, parts.iter().map(to).collect())
}

/// The page that holds a part of them.
pub(super) fn part(shared: &Shared<'_>, link: Linker<'_>, place: usize) -> Page {
    let Some(part) = shared.in_force.part(place) else { return page(shared, "", &[], Vec::new(), Vec::new()) };
    let lines = shared.in_force.lines_of(part);
    page(shared, part.kind, &lines, rows(shared, link, &lines), Vec::new())
}

fn page(shared: &Shared<'_>, kind: &str, lines: &[&Line<'_>], rows: Vec<Row>, parts: Vec<Vec<Part>>) -> Page {
    let today = shared.today();
    let versions: usize = lines.iter().map(|line| line.versions.len()).sum();
    let now = |line: &&Line<'_>| line.versions.iter().filter(|(_, _, tenure)| tenure.is_in_force(today)).count();
    let in_force: usize = lines.iter().map(now).sum();
    let lede = match shared.history.standing.why_empty() {
        Some(why) => wording::of(why).to_owned(),
        None => shared.counted(plural!(
            in_force,
            "Every version that was ever in force or is to be, of documents that are there and of those that are gone: {versions} of {documents}. Each leads to its text, or where that has no page here to the change record. \
             On {today}, the day of this build, {n} of them is in force.",
            "Every version that was ever in force or is to be, of documents that are there and of those that are gone: {versions} of {documents}. Each leads to its text, or where that has no page here to the change record. \
             On {today}, the day of this build, {n} of them are in force.",
            versions = count(versions, "version"),
            documents = count(lines.len(), "document"),
            today = wording::day(today),
        )),
    };
    let view = View {
        title: match kind {
            "" => say!("In force when").into(),
            kind => say!("In force when: {kind}", kind = wording::known(kind)),
        },
        lede,
        meta: say!(
            "A version is in force from the latest of three days: the one it names, the one on which it reached the \
             main line, and the one on which it had the approval that was asked for then. It is until the day before \
             the next one is, or the document is retired or removed. Of a version with which the record begins, an \
             earlier day is told as “stated”: it is what the text says. Of several texts under one number each is \
             told with its commit."
        )
        .into(),
        gaps: shared.gaps().into_iter().chain(left_out(shared, lines)).collect(),
        parts,
        rows,
        has_kinds: kind.is_empty(),
    };
    Page::new(view.title.clone(), "in-force.html", &view)
}

/// How many times at which a document was left out are told.
const LEFT_OUT: usize = 6;

/// That documents were left out of the AIMS for a while: in between nobody read there that they were in force.
fn left_out(shared: &Shared<'_>, lines: &[&Line<'_>]) -> Vec<Vec<Part>> {
    let of_line = |line: &&Line<'_>| {
        let present = line.ix.map(|ix| &shared.aims.document(ix).path);
        let path = present.or_else(|| line.gone.and_then(|place| Some(&shared.history.gone_at(place)?.path)));
        path.map(|path| shared.approvals.eras.told_left_out((&line.id, path), None)).unwrap_or_default()
    };
    let all: Vec<String> = lines.iter().flat_map(of_line).collect();
    let mut told: Vec<Vec<Part>> = all.iter().take(LEFT_OUT).map(|what| coded(&format!("{what}."))).collect();
    let more = all.len().saturating_sub(LEFT_OUT);
    told.extend((more > 0).then(|| {
        coded(&plural!(
            more,
            "{n} more document was left out of the AIMS by `files.exclude` for a while: its history tells when.",
            "{n} more documents were left out of the AIMS by `files.exclude` for a while: their histories tell when."
        ))
    }));
    told
}

fn rows(shared: &Shared<'_>, link: Linker<'_>, lines: &[&Line<'_>]) -> Vec<Row> {
    let of_line = |line: &&Line<'_>| {
        let texts = match (line.ix, line.gone) {
            (Some(ix), _) => shared.pasts.of(ix),
            (_, Some(gone)) => shared.pasts.of_gone(gone),
            _ => None,
        };
        let of = Of { shared, link, line, texts };
        line.versions.iter().flat_map(|version| of.rows(*version)).collect::<Vec<_>>()
    };
    lines.iter().flat_map(of_line).collect()
}

/// A document with its texts.
struct Of<'s, 'a, 'l> {
    shared: &'s Shared<'a>,
    link: Linker<'s>,
    line: &'s Line<'l>,
    texts: Option<&'s PastOf<'a>>,
}

impl Of<'_, '_, '_> {
    /// A row for each text of a version that was in force, with its days.
    fn rows(&self, (place, version, tenure): (usize, &Version, &Tenure)) -> Vec<Row> {
        let blob = |step: Step| self.shared.history.step(step).and_then(|(_, change)| change.new);
        let mut texts: Vec<(Step, Date, Option<Date>)> = tenure.spells().collect();
        texts.dedup_by(|next, text| {
            let goes_on = blob(next.0) == blob(text.0) && text.2 == Some(next.1);
            text.2 = if goes_on { next.2 } else { text.2 };
            goes_on
        });
        if texts.is_empty() {
            texts.extend(tenure.from.map(|from| (version.last, from, tenure.until)));
        }
        // What another replaced on the day on which it came was in force on no day.
        texts.retain(|(_, from, until)| until.is_none_or(|until| until > *from));
        let row = |(number, (step, from, until)): (usize, &(Step, Date, Option<Date>))| {
            let (from, until) = (*from, until.map(|until| last_day(*from, until)));
            let title =
                self.shared.history.step(*step).and_then(|(_, change)| change.facts.as_deref()?.title.as_deref());
            let title = title.unwrap_or(&self.line.title);
            let (id, name) = match self.line.ix {
                Some(ix) => (vec![self.link.document(ix)], vec![Part::said(title)]),
                None => (vec![Part::said(&*self.line.id)], vec![Part::said(title), Part::sub(say!("no longer there"))]),
            };
            let found = self.texts.and_then(|of| of.approval(of.of_step(self.shared.history, *step)?, place));
            let (approved, evidence) = found.map(|found| approval(version, found)).unwrap_or_default();
            Row {
                id,
                name,
                kind: wording::known(self.line.kind).to_owned(),
                version: self.version(version, *step, texts.len() > 1),
                approved,
                evidence,
                from: from.to_string(),
                from_said: wording::day(from),
                stated: tenure.stated && number == 0,
                until: until.map(|until| until.to_string()),
                until_said: until.map(wording::day),
            }
        };
        texts.iter().enumerate().map(row).collect()
    }

    /// The number of a version, leading to the text that was in force; where that has no page, to the change record.
    fn version(&self, version: &Version, step: Step, is_one_of_several: bool) -> Vec<Part> {
        let label = version.label.as_deref();
        let text = self.texts.and_then(|of| Some((of, of.of_step(self.shared.history, step)?)));
        let page = text.filter(|(_, past)| past.has_page).map(|(of, past)| of.page(past));
        let history = || self.line.ix.map(|ix| routes::document_history(&self.shared.aims.document(ix).id));
        let mut parts = vec![match (label, page.or_else(history)) {
            (label, Some(to)) => {
                Part::Id { href: self.link.to(&to), v: label.map_or_else(|| say!("no number").into(), told) }
            }
            (Some(label), None) => Part::said(label),
            (None, None) => Part::quiet(say!("none given")),
        }];
        if is_one_of_several {
            let commit =
                self.shared.history.step(step).map_or_else(String::new, |(revision, _)| short(&revision.commit));
            parts.push(Part::sub(say!("commit {commit}", commit)));
        }
        parts
    }
}
