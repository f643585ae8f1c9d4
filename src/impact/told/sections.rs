//! Settings, documents, requirements and rows of the statement.

use super::pieces::{Mark, Piece, Row, Section, Tone, ids, was_is};
use crate::base::text::count;
use crate::impact::came::Came;
use crate::impact::documents::Changed;
use crate::impact::files::{FileChange, Of};
use crate::impact::moves::Way;
use crate::impact::pairs::Became;
use crate::impact::requirements::{Lacking, Moved, Served};
use crate::impact::rows::RowChange;
use crate::impact::setting::{Group, SettingChange};
use crate::impact::whole::Impact;
use crate::model::tier::Tier;

/// Settings, keys and waivers: said first, for by them all else is judged.
pub(super) fn settings(impact: &Impact) -> Section {
    let intro = impact.vouching.iter().filter(|_| !impact.settings.is_empty()).map(|vouching| {
        if vouching.done {
            return vec![Piece::ours("Somebody who may has signed them, so they count.")];
        }
        if vouching.trusted {
            return vec![Piece::ours(
                "Nobody has signed them: the settings before list no key, so nobody could. They are trusted as they are.",
            )];
        }
        let mut line = vec![Piece::ours(match vouching.told {
            true => "Nobody who may has signed them yet, by ",
            false => "Whether somebody who may has signed them is told once they are merged. It is done by ",
        })];
        line.extend([Piece::code("aims approve aims.toml"), Piece::ours(" or a signed commit. Who may: ")]);
        match vouching.people.as_slice() {
            [] => line.push(Piece::ours(
                "nobody, for the settings before list nobody with a key who holds a role that a rule asks for",
            )),
            people => line.extend(ids(people.iter().map(String::as_str))),
        }
        line.push(Piece::ours("."));
        line
    });
    Section {
        id: "settings",
        title: "Settings, keys and waivers",
        count: format!("{} changed", impact.settings.len()),
        intro: intro.collect(),
        rows: impact.settings.iter().map(setting).collect(),
    }
}

fn setting(change: &SettingChange) -> Row {
    let mark = match change.became {
        _ if change.weaker => Mark::new("weaker", "Weaker", Tone::Bad),
        Came::Added => Mark::new("added", "Added", Tone::Plain),
        Came::Removed => Mark::new("removed", "Removed", Tone::Plain),
        Came::Changed | Came::Moved => Mark::new("material", "Changed", Tone::Plain),
    };
    let mut row = Row::new(mark, vec![Piece::code(&change.name)]);
    if change.gained.is_empty() && change.lost.is_empty() {
        let mut line = match (&change.value.was, &change.value.is) {
            (None, Some(is)) => vec![Piece::ours("now "), Piece::said(is)],
            (Some(was), None) => vec![Piece::ours("was "), Piece::said(was)],
            _ => was_is(&change.value),
        };
        line.extend(unsaid(change));
        return row.under(line);
    }
    let forgives = change.group == Group::Checks && change.path.is_empty() && change.name == "baseline";
    let words = if forgives { ["forgives now ", "no longer forgives "] } else { ["has now ", "has no more "] };
    for (items, word) in [&change.gained, &change.lost].into_iter().zip(words) {
        if !items.is_empty() {
            let mut line = vec![Piece::ours(word)];
            line.extend(ids(items.iter().map(String::as_str)));
            row = row.under(line);
        }
    }
    match (change.became, &change.value.is) {
        (Came::Removed, Some(is)) => row.under([vec![Piece::said(is)], unsaid(change)].concat()),
        (Came::Removed, None) if !change.path.is_empty() => row.under(vec![Piece::ours("nothing is said any more")]),
        _ => row,
    }
}

/// What a row says of a setting that is written at one end alone, and holds something at the other.
fn unsaid(change: &SettingChange) -> Vec<Piece> {
    let words = match (change.became, &change.value.was, &change.value.is) {
        (Came::Removed, _, Some(_)) => ", which holds as nothing is said any more",
        (Came::Removed, _, None) if !change.is_row() => ", and nothing is said any more",
        (Came::Added, Some(_), _) => ", where nothing was said before",
        _ => return Vec::new(),
    };
    vec![Piece::ours(words)]
}

/// Documents: what says something else first.
pub(super) fn documents(impact: &Impact) -> Section {
    let order = |document: &Changed| match document.became {
        Became::Retired | Became::Restored | Became::Material => 0,
        Became::Removed => 1,
        Became::Added => 2,
        Became::Standing => 3,
        Became::Editorial => 4,
        Became::Moved | Became::Same => 5,
    };
    let mut changed: Vec<&Changed> = impact.documents.iter().collect();
    let is_weaker = |document: &Changed| document.became == Became::Retired || !document.weaker.is_empty();
    changed.sort_by_key(|document| (!is_weaker(document), order(document)));
    Section {
        id: "documents",
        title: "Documents",
        count: format!("{} changed", impact.documents.len()),
        intro: Vec::new(),
        rows: changed.into_iter().map(document).collect(),
    }
}

fn document(changed: &Changed) -> Row {
    let mark = match changed.became {
        Became::Retired => Mark::new("removed", "Taken out of force", Tone::Bad),
        Became::Restored => Mark::new("added", "Brought back into force", Tone::Plain),
        Became::Material => Mark::new("material", "Material", Tone::Plain),
        Became::Standing => Mark::new("moved", "Stands elsewhere", Tone::Plain),
        Became::Editorial => Mark::new("editorial", "Editorial", Tone::Plain),
        Became::Added => Mark::new("added", "New", Tone::Plain),
        Became::Removed => Mark::new("removed", "Removed", Tone::Bad),
        Became::Moved | Became::Same => Mark::new("moved", "Moved", Tone::Plain),
    };
    let mut row = Row::new(mark, vec![Piece::id(&changed.id), Piece::ours(" "), Piece::said(&changed.title)]);
    if let Some(from) = &changed.from {
        row = row.under(vec![
            Piece::ours("moved from "),
            Piece::code(from),
            Piece::ours(" to "),
            Piece::code(&changed.path),
        ]);
    }
    if let Some(formerly) = &changed.formerly {
        row = row.under(vec![Piece::ours("it had the id "), Piece::id(formerly)]);
    }
    if !changed.replaced_by.is_empty() {
        let (drafts, others): (Vec<&str>, Vec<&str>) = changed
            .replaced_by
            .iter()
            .map(String::as_str)
            .partition(|id| changed.replaced_by_drafts.iter().any(|draft| draft == id));
        for (word, of) in [("replaced by ", others), ("to be replaced, by a draft: ", drafts)] {
            if !of.is_empty() {
                row = row.under([vec![Piece::ours(word)], ids(of)].concat());
            }
        }
    }
    if !changed.summary.is_empty() {
        row = row.under(vec![Piece::said(&changed.summary)]);
    }
    for weaker in &changed.weaker {
        row = row.under(vec![Piece::ours("Weaker: "), Piece::said(weaker)]);
    }
    if changed.version_forgotten {
        let version = changed.version.is.as_deref().unwrap_or_default();
        let line = vec![
            Piece::ours("Version not raised: still "),
            Piece::said(version),
            Piece::ours(", though it says something else"),
        ];
        row = row.under(line);
    }
    let (version, standing) = (&changed.version, &changed.standing);
    let both_ends = !matches!(changed.became, Became::Added | Became::Removed);
    if both_ends && !version.is_same() {
        row = row.under([vec![Piece::ours("version ")], was_is(version)].concat());
    }
    if both_ends && !standing.is_same() {
        row = row.under([vec![Piece::ours("stands at ")], was_is(standing)].concat());
    }
    if !both_ends && let Some(stands) = standing.is.as_ref().or(standing.was.as_ref()) {
        let word = if standing.is.is_some() { "stands at " } else { "stood at " };
        row = row.under(vec![Piece::ours(word), Piece::said(stands)]);
    }
    row
}

/// Files that pages show: what is gone first.
pub(super) fn files(impact: &Impact) -> Section {
    let mut changed: Vec<&FileChange> = impact.files.iter().collect();
    changed.sort_by_key(|file| match file.became {
        Came::Removed => 0,
        Came::Changed => 1,
        Came::Added => 2,
        Came::Moved => 3,
    });
    Section {
        id: "files",
        title: "Files that pages show",
        count: format!("{} changed", impact.files.len()),
        intro: Vec::new(),
        rows: changed.into_iter().map(file).collect(),
    }
}

fn file(changed: &FileChange) -> Row {
    let mark = match changed.became {
        Came::Changed => Mark::new("material", "Changed", Tone::Plain),
        Came::Added => Mark::new("added", "New", Tone::Plain),
        Came::Removed => Mark::new("removed", "Removed", Tone::Bad),
        Came::Moved => Mark::new("moved", "Moved", Tone::Plain),
    };
    let mut row = Row::new(mark, vec![Piece::code(&changed.path)]);
    if let Some(from) = &changed.from {
        row = row.under(vec![Piece::ours("moved from "), Piece::code(from)]);
    }
    let word = if changed.became == Came::Removed { "was shown by " } else { "shown by " };
    row.under(match changed.of {
        Of::Document => [vec![Piece::ours(word)], ids(changed.documents.iter().map(String::as_str))].concat(),
        Of::Theme => vec![Piece::ours("how the site looks")],
        Of::Framework => vec![Piece::ours("a framework of the team")],
    })
}

/// Controls and clauses: what went down first, and what only gathers others last.
pub(super) fn requirements(impact: &Impact) -> Section {
    let mut moved: Vec<&Moved> = impact.requirements.iter().collect();
    moved.sort_by_key(|moved| (moved.gathers, moved.rungs >= 0, moved.rungs));
    Section {
        id: "requirements",
        title: "Controls and clauses",
        count: format!("{} moved", impact.requirements.len()),
        intro: Vec::new(),
        rows: moved.into_iter().map(requirement).collect(),
    }
}

fn requirement(moved: &Moved) -> Row {
    let rungs = |way: &str| format!("{way} {}", moved.rungs.unsigned_abs());
    let mark = match moved.way {
        Way::Up(_) => Mark::new("up", rungs("Up"), Tone::Good),
        Way::Down(_) => Mark::new("down", rungs("Down"), Tone::Bad),
        Way::LeftOut => Mark::new("excluded", "Left out", Tone::Bad),
        Way::Applies => Mark::new("added", "Applies", Tone::Plain),
        Way::Undecided => Mark::new("added", "Not said to apply", Tone::Bad),
        Way::Added => Mark::new("added", "New", Tone::Plain),
        Way::Removed => Mark::new("removed", "Removed", Tone::Bad),
    };
    let head = vec![Piece::id(&moved.id), Piece::ours(" "), Piece::said(&moved.title), Piece::ours(": ")];
    let mut row = Row::new(mark, [head, was_is(&moved.place)].concat());
    let down = matches!(moved.way, Way::Down(_) | Way::LeftOut | Way::Removed);
    // What brought it there goes first, and where it is going up what it lacks next is no reason.
    let parts: [Vec<Vec<Piece>>; 2] = match down {
        true => [lacking("lacks now: ", &moved.lacks), served("no longer: ", &moved.lost)],
        false => [served("has now: ", &moved.gained), lacking("lacks no more: ", &moved.met)],
    };
    for line in parts.into_iter().flatten() {
        row = row.under(line);
    }
    row
}

fn lacking(word: &str, all: &[Lacking]) -> Vec<Vec<Piece>> {
    let line = |lack: &Lacking| {
        let mut line = vec![Piece::ours(word), Piece::said(&lack.what)];
        if !lack.documents.is_empty() {
            line.push(Piece::ours(" "));
            line.extend(ids(lack.documents.iter().map(String::as_str)));
        }
        line
    };
    all.iter().map(line).collect()
}

fn served(word: &str, all: &[Served]) -> Vec<Vec<Piece>> {
    let tiers = [(Tier::Says, "says so"), (Tier::Does, "does it"), (Tier::Shows, "shows it")];
    let of = |(tier, verb): (Tier, &str)| {
        let of_tier = all.iter().filter(|served| served.tier == tier).map(|served| served.document.as_str());
        let named = ids(of_tier);
        (!named.is_empty()).then(|| [vec![Piece::ours(word)], named, vec![Piece::ours(format!(" ({verb})"))]].concat())
    };
    tiers.into_iter().filter_map(of).collect()
}

/// Rows of the statements of applicability.
pub(super) fn statement(impact: &Impact) -> Section {
    Section {
        id: "soa",
        title: "Statement of applicability",
        count: format!("{} changed", count(impact.statement.len(), "row")),
        intro: Vec::new(),
        rows: impact.statement.iter().map(stated).collect(),
    }
}

fn stated(change: &RowChange) -> Row {
    let mark = match change.became {
        Came::Added => Mark::new("added", "Row added", Tone::Plain),
        Came::Removed => Mark::new("removed", "Row removed", Tone::Bad),
        Came::Changed | Came::Moved => Mark::new("material", "Row changed", Tone::Plain),
    };
    let mut row = Row::new(mark, vec![Piece::id(&change.control)]);
    for cell in &change.cells {
        let value = match (&cell.value.was, &cell.value.is, change.became) {
            (None, Some(one), Came::Added) | (Some(one), None, Came::Removed) => vec![Piece::said(one)],
            _ => was_is(&cell.value),
        };
        row = row.under([vec![Piece::ours(format!("{}: ", cell.key))], value].concat());
    }
    row
}
