//! Revisions of one document: what each commit did to it, who made it, and what it weighs.

use std::collections::{BTreeMap, BTreeSet};

use super::difference::{Difference, words_changed};
use crate::approval::{Approval, From};
use crate::base::{plural, say};
use crate::compare::Weight;
use crate::history::{self, Change, ChangeKind, Facts, Revision};
use crate::model::{Aims, DocIx};
use crate::site::context::Shared;
use crate::site::link::{Linker, forge_link, shortened};
use crate::site::markup::{Markup, attribute, commit, element, parts, serialized_as_html, time};
use crate::site::pages::standing::aside;
use crate::site::pages::verify_git::{self, Sealed};
use crate::site::parts::quietly;
use crate::site::routes;
use crate::site::view::{Part, Sign, capital, coded, comma, sentence, told};
use crate::site::worded::phrase;

/// Of how many revisions on a page, the newest, the words that changed are shown.
const DIFFERENCES: usize = 5;

/// How many changes of front matter, and how many weakenings, of one revision are told.
const SENTENCES: usize = 12;

/// How many trailers of one message are told. People write a few; whoever writes thousands writes a page.
const TRAILERS: usize = 24;

/// A dated thing that somebody did: a revision or an act.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// The anchor, if any.
    pub id: Option<String>,
    pub date: String,
    pub signs: Vec<Sign>,
    /// What was done, in a line.
    pub msg: Vec<Part>,
    /// More of it, in the lines its author broke it into.
    pub body: String,
    /// Facts about it, a line each.
    pub lines: Vec<Vec<Part>>,
    /// Where it asks for less than before, a sentence each.
    pub weaker: Vec<String>,
    /// Who did it.
    pub who: Vec<Part>,
    /// The commit, as short as pages show it.
    pub commit: String,
    /// Its page at the forge.
    pub href: Option<String>,
    /// The words that changed.
    pub difference: Option<Difference>,
    /// Whether they are shown from the start.
    pub open: bool,
}

serialized_as_html!(Entry);

impl Markup for Entry {
    fn write(&self, out: &mut String) {
        out.push_str("<li");
        if let Some(id) = &self.id {
            attribute(out, "id", id);
        }
        out.push('>');
        match self.date.is_empty() {
            true => element(out, "<span class=\"when\">", say!("No date"), "</span>"),
            false => time(out, &self.date),
        }
        out.push_str("<div class=\"entry\"><p class=\"msg\"><bdi>");
        parts(out, &self.msg);
        out.push_str("</bdi></p>");
        if !self.signs.is_empty() {
            out.push_str("<p class=\"of\">");
            for sign in &self.signs {
                sign.write(out);
                out.push(' ');
            }
            out.push_str("</p>");
        }
        if !self.body.is_empty() {
            element(out, "<p class=\"message-body\"><bdi>", &self.body, "</bdi></p>");
        }
        self.write_weaker(out);
        for line in &self.lines {
            out.push_str("<div class=\"what\">");
            parts(out, line);
            out.push_str("</div>");
        }
        self.write_who(out);
        if let Some(difference) = &self.difference {
            out.push_str(if self.open {
                "\n<details class=\"changed\" open>"
            } else {
                "\n<details class=\"changed\">"
            });
            element(out, "<summary>", say!("Words that changed"), "<span class=\"quiet\">: ");
            element(out, "", &difference.summary, "</span></summary>\n");
            difference.write(out);
            out.push_str("\n</details>");
        }
        out.push_str("\n</div></li>");
    }
}

impl Entry {
    fn write_weaker(&self, out: &mut String) {
        if self.weaker.is_empty() {
            return;
        }
        out.push_str("<ul class=\"weaker\">");
        for text in &self.weaker {
            out.push_str("\n<li>");
            Sign::new("weaker", say!("Asks for less")).write(out);
            element(out, " <bdi>", text, "</bdi></li>");
        }
        out.push_str("\n</ul>");
    }

    fn write_who(&self, out: &mut String) {
        if self.who.is_empty() && self.commit.is_empty() {
            return;
        }
        out.push_str("<p class=\"who\">");
        parts(out, &self.who);
        if !self.commit.is_empty() {
            element(out, ", ", say!("commit"), " ");
            commit(out, &self.commit, self.href.as_deref());
        }
        out.push_str("</p>");
    }
}

/// The revisions of a document that a page holds, newest first. `older` is the step before the oldest of them.
pub(super) fn entries(
    shared: &Shared<'_>,
    link: Linker<'_>,
    ix: DocIx,
    steps: &[(&Revision, &Change)],
    older: Option<&(&Revision, &Change)>,
) -> Vec<Entry> {
    let signatures = signatures(shared.approvals.of(ix));
    // What came to nothing was never before anything.
    let came = |of: &&(&Revision, &Change)| of.1.came();
    let before = (1..=steps.len()).map(|from| steps[from..].iter().chain(older).find(came));
    let mut entries: Vec<Entry> = steps
        .iter()
        .zip(before)
        .map(|((revision, change), before)| entry(shared, link, &signatures, revision, change, before))
        .collect();
    let differences = if shared.state.is_withheld(ix) { 0 } else { DIFFERENCES };
    let told = |change: &Change| change.did().is_some_and(|edit| edit.weight > Weight::None);
    let newest = entries.iter_mut().zip(steps).take(differences);
    let (told, changes): (Vec<&mut Entry>, Vec<&Change>) =
        newest.map(|(entry, (_, change))| (entry, *change)).filter(|(_, change)| told(change)).unzip();
    for (entry, found) in told.into_iter().zip(shared.texts.differences(&changes)) {
        let difference = found.map(|found| Difference::new(&found));
        entry.difference = difference.filter(|difference| !difference.is_empty());
    }
    let mut anchors = BTreeSet::new();
    for entry in &mut entries {
        // One commit may stand for two steps, where a file came back in it.
        entry.id = entry.id.take().filter(|id| anchors.insert(id.clone()));
    }
    if let Some(newest) = entries.first_mut() {
        newest.open = true;
    }
    entries
}

/// What was done to files beside a document, newest first, each with its file.
pub(super) fn beside(shared: &Shared<'_>, link: Linker<'_>, steps: &[(&Revision, &Change)]) -> Vec<Entry> {
    let before = steps.iter().skip(1).map(Some).chain([None]);
    let of = |((revision, change), before): (&(&Revision, &Change), Option<&(&Revision, &Change)>)| {
        let mut entry = entry(shared, link, &BTreeMap::new(), revision, change, before);
        entry.lines.insert(0, quietly(phrase!("In {path}", path = Part::code(told(change.path.shown())))));
        // Where the document changed too, that is the place of the commit.
        Entry { id: None, ..entry }
    };
    steps.iter().zip(before).map(of).collect()
}

/// What was found about the signatures of commits and merges, by commit.
fn signatures(approval: Option<&Approval>) -> BTreeMap<&str, String> {
    let pieces = approval.into_iter().flat_map(|approval| &approval.pieces);
    let of_commit = pieces.filter_map(|piece| match (&piece.from, &piece.signature) {
        (From::Commit(commit), Some(told)) => Some((commit.as_str(), told.sentence())),
        _ => None,
    });
    of_commit.collect()
}

fn entry(
    shared: &Shared<'_>,
    link: Linker<'_>,
    signatures: &BTreeMap<&str, String>,
    revision: &Revision,
    change: &Change,
    before: Option<&(&Revision, &Change)>,
) -> Entry {
    let (body, trailers) = message(&revision.body);
    let mut lines = vec![what(change, before.and_then(|(_, change)| change.facts.as_deref()))];
    let (edit, aside) = (change.did(), aside(change));
    lines.extend(aside.iter().map(|(_, words)| vec![Part::text(*words)]));
    if let Some(edit) = edit.filter(|edit| !edit.fields.is_empty()) {
        let more = edit.fields.len().saturating_sub(SENTENCES);
        let mut items: Vec<Vec<Part>> =
            edit.fields.iter().take(SENTENCES).map(|change| coded(&capital(&change.sentence()))).collect();
        if more > 0 {
            items.push(vec![Part::quiet(plural!(
                more,
                "and {n} more change of front matter",
                "and {n} more changes of front matter"
            ))]);
        }
        lines.push(vec![Part::List { items }]);
    }
    for trailer in trailers.iter().take(TRAILERS) {
        // Of a person the name is told and not the address: a site is for more readers than git is.
        let value = match history::identity(trailer.value) {
            (_, "") => trailer.value,
            (name, email) => person(shared.aims, name, email),
        };
        lines.push(vec![Part::quiet(format!("{}: ", told(trailer.key))), Part::said(value)]);
    }
    if trailers.len() > TRAILERS {
        let more = trailers.len() - TRAILERS;
        lines.push(vec![Part::quiet(plural!(more, "and {n} more trailer", "and {n} more trailers"))]);
    }
    let mut carries = |commit: &str, is_signed: bool, what: &str| {
        lines.extend(signed(commit, is_signed, what, signatures));
        let command = is_signed.then(|| verify_git::command(shared, Sealed::Commit(commit))).flatten();
        lines.extend(command.map(|command| vec![command]));
    };
    carries(&revision.commit, revision.signed, say!("The commit carries a signature."));
    if let Some(merge) = &revision.merged {
        carries(&merge.commit, merge.signed, say!("The merge carries a signature."));
    }
    Entry {
        id: Some(routes::commit(&revision.commit)),
        date: revision.date.to_string(),
        signs: aside.map(|(sign, _)| sign).or_else(|| edit.map(|edit| Sign::weight(edit.weight))).into_iter().collect(),
        msg: vec![Part::text(told(revision.subject_said()))],
        body: told(&shortened(body)),
        lines: lines.into_iter().filter(|line| !line.is_empty()).collect(),
        weaker: change.weaker().iter().take(SENTENCES).map(|weaker| told(&weaker.sentence())).collect(),
        who: who(link.aims, revision),
        commit: history::short(&revision.commit),
        href: forge_link(shared.aims, &revision.commit),
        difference: None,
        open: false,
    }
}

/// What the commit did to the file, the version it carried, and how many words came and went.
fn what(change: &Change, before: Option<&Facts>) -> Vec<Part> {
    let done = match change.kind {
        ChangeKind::Added => say!("Added"),
        ChangeKind::Modified => say!("Changed"),
        ChangeKind::Renamed => say!("Moved and changed"),
        ChangeKind::Moved => say!("Moved"),
        ChangeKind::Deleted => say!("Removed"),
    };
    let mut parts = match &change.from {
        Some(from) => phrase!("{done} from {path}", done, path = Part::code(told(from.shown()))),
        None => vec![Part::text(done)],
    };
    if change.kind == ChangeKind::Moved {
        parts.push(Part::text(say!(", not a word changed")));
    }
    if let Some(edit) = change.did().filter(|edit| edit.weight > Weight::None) {
        let words = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
        parts.push(Part::text(format!(": {}", words_changed(words(edit.added), words(edit.removed)))));
    }
    let Some(facts) = change.facts.as_deref() else { return parts };
    if let Some(version) = &facts.version {
        let fresh = change.came() && before.is_none_or(|before| before.version != facts.version);
        let version = told(version);
        let words = match fresh {
            true => say!("Became version {version}", version),
            false => say!("Version {version}", version),
        };
        parts.extend([Part::text(". "), if fresh { Part::Strong { v: words } } else { Part::text(words) }]);
    }
    if let Some(status) = facts.status.as_deref() {
        parts.push(Part::text(format!(", {}", told(within(status).unwrap_or(&status.replace('-', " "))))));
    }
    parts
}

/// A status within a sentence, where it is one of ours.
fn within(status: &str) -> Option<&'static str> {
    Some(match status {
        "draft" => say!("draft"),
        "in-review" => say!("in review"),
        // That it is, the record shows or does not.
        "approved" => say!("says approved"),
        "retired" => say!("retired"),
        _ => return None,
    })
}

/// Who made the commit, with whom, and who merged it.
fn who(aims: &Aims, revision: &Revision) -> Vec<Part> {
    let mut people = vec![Part::said(person(aims, &revision.author.name, &revision.author.email))];
    for co_author in revision.co_authors.iter().take(SENTENCES) {
        people.push(Part::said(person(aims, &co_author.name, &co_author.email)));
    }
    let mut parts = comma(people);
    if let Some(other) = revision.put_there_by() {
        let by = Part::said(person(aims, &other.name, &other.email));
        parts.extend(phrase!("; committed by {by}", by));
    }
    if let Some(merge) = &revision.merged {
        let who = Part::said(person(aims, &merge.author.name, &merge.author.email));
        let by = Part::said(person(aims, &merge.committer.name, &merge.committer.email));
        let day = Part::date(merge.date);
        parts.extend(match merge.committer.name == merge.author.name {
            true => phrase!("; merged by {who} on {day}", who, day),
            false => phrase!("; merged by {who}, put there by {by} on {day}", who, by, day),
        });
    } else if let Some(day) = revision.arrived().filter(|day| *day != revision.date) {
        parts.extend(phrase!("; on the main line since {day}", day = Part::date(day)));
    } else if revision.place.is_none() {
        parts.push(Part::text(say!("; on the main line since a day that is not known")));
    }
    parts
}

/// What somebody is called: by the settings where they know the address, else as git has it.
pub(super) fn person<'a>(aims: &'a Aims, name: &'a str, email: &'a str) -> &'a str {
    let known = aims.config.person_by_email(email).map(|person| person.name.as_str());
    known.unwrap_or(if name.is_empty() { email } else { name })
}

fn signed(commit: &str, signed: bool, what: &str, signatures: &BTreeMap<&str, String>) -> Option<Vec<Part>> {
    let found = signatures.get(commit).map(|found| sentence(&told(found)));
    let mut parts = vec![Part::quiet(format!("{what} "))];
    parts.extend(found.unwrap_or_else(|| vec![Part::quiet(say!("It is not judged here."))]));
    signed.then_some(parts)
}

/// The body of a message without its trailers, and these; all of it, and none, where they cannot be told apart safely.
fn message(body: &str) -> (&str, Vec<history::Trailer<'_>>) {
    let body = body.trim_end();
    let trailers = history::trailers(body);
    let start = body.rfind("\n\n").map_or(0, |blank| blank + 2);
    // The last paragraph may hold other lines too: then it is shown as it is.
    let lines = body[start..].lines().count();
    if trailers.is_empty() || trailers.len() != lines {
        (body, Vec::new())
    } else {
        (body[..start].trim_end(), trailers)
    }
}

#[cfg(test)]
mod tests {
    use super::message;

    #[test]
    fn trailers_stand_apart_from_the_message_and_nothing_is_lost() {
        let (body, trailers) = message("Why.\n\nMore.\n\nApproved-by: A <a@x>\nRefs: 12\n");
        assert_eq!((body, trailers.len()), ("Why.\n\nMore.", 2));
        assert_eq!(message("Approved-by: A").0, "");
        let mixed = "Why.\n\nsee below\nSigned-off-by: A <a@x>";
        assert_eq!(message(mixed).0, mixed);
        assert_eq!(message("Why: because\nof this").0, "Why: because\nof this");
        assert_eq!(message(""), ("", Vec::new()));
    }
}
