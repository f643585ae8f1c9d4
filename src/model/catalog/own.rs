//! A team's own framework: a TOML file in its repository goes in, a [`Framework`] or every problem with it comes out.
//!
//! ```toml
//! id = "house-rules"
//! title = "House rules for AI"
//! short = "House rules"
//! edition = "2026"
//!
//! [[group]]
//! id = "people"
//! title = "People"
//!
//! [[item]]
//! id = "P1"
//! title = "Nobody is judged by a machine alone"
//! group = "people"
//!
//! [[relates]]
//! from = "A.9.2"
//! to = "P1"
//! ```
//!
//! A relation without a `confidence` counts as low: one source says so.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;
use toml::de::DeTable;

use super::catalogue::Catalog;
use super::framework::{Framework, Group, Item, Relation};
use super::rows::{Of, OwnProblem, Problems, Row};
use super::words::{Confidence, Verdict};
use crate::base::lookalike::seen;
use crate::base::{ends_as_page, tell};
use crate::parse::toml_refused;

/// The longest id allowed: ids become file names.
const LONGEST: usize = 64;
/// Names that pages of the site have already, and those that Windows keeps for devices.
const RESERVED: [&str; 5] = ["index", "con", "prn", "aux", "nul"];

impl Framework {
    /// Reads a team's own framework, where it can be used, and every problem in the order of the file; where that is no TOML,
    /// only that is told. `own` is set; `relates` holds the relations that the file states.
    pub fn parse_own(text: &str) -> (Option<Self>, Vec<OwnProblem>) {
        let (root, errors) = DeTable::parse_recoverable(text);
        let mut problems = Problems::default();
        for error in &errors {
            problems.add(error.span().unwrap_or(0..0), toml_refused(error.message()));
        }
        let framework = errors.is_empty().then(|| read(&root, &mut problems));
        (framework.filter(|_| problems.is_sound()), problems.finish(text))
    }
}

/// Reads what is there; the result is of use only where the problems are sound.
fn read(root: &Spanned<DeTable<'_>>, problems: &mut Problems) -> Framework {
    let keys = ["id", "title", "short", "edition", "note", "group", "item", "relates"];
    // A key that is missing from the file as a whole is reported at its start: there is no better place.
    let top = Row::new(Of::Framework, root.get_ref(), 0..0, &keys, problems);
    let id = top.must("id", problems);
    if let Some(id) = &id {
        check_framework_id(id, problems);
    }
    let id = value(id);
    let (title, short) = (top.must("title", problems), top.must("short", problems));
    for name in [&title, &short].into_iter().flatten().filter(|name| is_of_ours(name.get_ref())) {
        let message = tell!("`{name}` is the name of a framework that is built in", name = name.get_ref());
        problems.add_with(name.span(), message, tell!("Give it a name by which readers tell it from that one."));
    }
    let groups = groups(&top, problems);
    let items = items(&top, &groups, problems);
    let relates = relations(&top, &id, &items, problems);
    Framework {
        title: value(title),
        short: value(short),
        edition: value(top.must("edition", problems)),
        note: top.text("note", problems).map(Spanned::into_inner),
        id,
        groups,
        headings: Vec::new(),
        items,
        relates,
        own: true,
        status: None,
        on_request: false,
        retrieved: None,
        timeline: Vec::new(),
        sources: Vec::new(),
        disagreements: Vec::new(),
    }
}

/// Whether a name is one under which a framework is known that is built in, with or without the year of its edition.
fn is_of_ours(name: &str) -> bool {
    let plain = |name: &str| {
        let seen = seen(name);
        let whole = seen.trim_end_matches(')');
        let is_year = |year: &str| year.len() == 4 && (year.starts_with("19") || year.starts_with("20"));
        let before =
            whole.rsplit_once([':', ' ', '(', '-']).filter(|(_, year)| is_year(year)).map(|(before, _)| before);
        before.unwrap_or(whole).chars().filter(|c| c.is_alphanumeric()).collect::<String>()
    };
    let name = plain(name);
    let builtin = Catalog::builtin().frameworks().iter().flat_map(|framework| [&framework.title, &framework.short]);
    !name.is_empty() && builtin.filter(|known| !known.is_empty()).any(|known| plain(known) == name)
}

fn groups(top: &Row<'_>, problems: &mut Problems) -> Vec<Group> {
    let mut seen = Seen::new(Of::Group);
    let mut groups = Vec::new();
    for row in top.rows("group", Of::Group, &["id", "title"], problems) {
        let (id, title) = (row.must("id", problems), row.must("title", problems));
        if let Some(id) = seen.check(id, problems) {
            groups.push(Group { id, title: value(title), controls: false });
        }
    }
    groups
}

fn items(top: &Row<'_>, groups: &[Group], problems: &mut Problems) -> Vec<Item> {
    let mut seen = Seen::new(Of::Item);
    let mut items = Vec::new();
    let rows = top.rows("item", Of::Item, &["id", "title", "summary", "group", "evidence"], problems);
    if rows.is_empty() && !top.has("item") {
        problems.add_with(
            0..0,
            tell!("the framework has no items"),
            tell!("list what documents can refer to, each under `[[item]]`"),
        );
    }
    for row in rows {
        let (id, title) = (row.must("id", problems), row.must("title", problems));
        let group = row.text("group", problems);
        if let Some(group) = group.as_ref().filter(|group| groups.iter().all(|known| known.id != *group.get_ref())) {
            problems.unknown(tell!("there is no group `{group}`", group = group.get_ref()), group, || {
                groups.iter().map(|known| &*known.id)
            });
        }
        let summary = row.text("summary", problems).map(Spanned::into_inner);
        let evidence = row.texts("evidence", problems);
        if let Some(id) = seen.check(id, problems) {
            let group = group.map(Spanned::into_inner);
            items.push(Item { id, title: value(title), group, summary, evidence, ..Item::default() });
        }
    }
    items
}

fn relations(top: &Row<'_>, framework: &str, items: &[Item], problems: &mut Problems) -> Vec<Relation> {
    let iso = Catalog::builtin();
    let mut seen = BTreeSet::new();
    let mut relations = Vec::new();
    for row in top.rows("relates", Of::Relates, &["from", "to", "confidence", "note"], problems) {
        let (from, to) = (row.must("from", problems), row.must("to", problems));
        let note = row.text("note", problems).map(Spanned::into_inner);
        let confidence = confidence(&row, problems);
        let (Some(from), Some(to)) = (from, to) else { continue };
        if iso.title(from.get_ref()).is_none() {
            let message = tell!("there is no clause or control of ISO/IEC 42001 `{id}`", id = from.get_ref());
            problems.unknown(message, &from, || iso_ids(iso));
        }
        if items.iter().all(|item| item.id != *to.get_ref()) {
            let message = tell!("there is no item of this framework `{id}`", id = to.get_ref());
            problems.unknown(message, &to, || items.iter().map(|item| &*item.id));
        }
        let at = from.span();
        let (from, to) = (from.into_inner(), to.into_inner());
        if !seen.insert((from.clone(), to.clone())) {
            problems.add(at, tell!("`{from}` is related to `{to}` more than once", from = &from, to = &to));
        }
        let framework = framework.to_owned();
        let verdict = Verdict::Fits;
        relations.push(Relation { from, framework, to, confidence, verdict, sources: Vec::new(), note });
    }
    relations
}

/// The `confidence` of a row; low where it is not stated.
fn confidence(row: &Row<'_>, problems: &mut Problems) -> Confidence {
    let Some(word) = row.text("confidence", problems) else { return Confidence::Low };
    Confidence::parse(word.get_ref()).unwrap_or_else(|| {
        let message = tell!("there is no confidence `{word}`", word = word.get_ref());
        problems.unknown(message, &word, || Confidence::ALL.iter().map(|known| known.as_str()));
        Confidence::Low
    })
}

/// Everything that the crosswalk can start at.
fn iso_ids(iso: &Catalog) -> impl Iterator<Item = &str> + Clone {
    let clauses = iso.clauses().iter().map(|clause| &*clause.id);
    let areas = iso
        .areas()
        .iter()
        .flat_map(|area| std::iter::once(&*area.id).chain(area.objectives.iter().map(|objective| &*objective.id)));
    clauses.chain(areas).chain(iso.controls().map(|control| &*control.id))
}

/// The id of a framework is the name of its page.
fn check_framework_id(id: &Spanned<String>, problems: &mut Problems) {
    let text = id.get_ref();
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let sound = text.starts_with(|c: char| c.is_ascii_alphanumeric()) && text.chars().all(allowed);
    if !sound || text.len() > LONGEST {
        problems.add_with(
            id.span(),
            tell!("`{text}` cannot be the id of a framework", text),
            tell!(
                "Use up to {longest} lower-case letters, digits and hyphens, starting with a letter or digit.",
                longest = LONGEST
            ),
        );
    } else if Catalog::builtin().framework(text).is_some() {
        let help = tell!("Choose another id for your own framework.");
        problems.add_with(id.span(), tell!("`{text}` is the id of a built-in framework", text), help);
    } else if RESERVED.contains(&&**text) {
        let help = tell!("Choose another id for the framework.");
        problems.add_with(id.span(), tell!("`{text}` is a reserved name", text), help);
    }
}

/// The ids of groups or items seen so far, in lower case: file names that differ only in case are the same file on some
/// systems.
struct Seen {
    what: Of,
    ids: BTreeMap<String, String>,
}

impl Seen {
    fn new(what: Of) -> Self {
        Self { what, ids: BTreeMap::new() }
    }

    /// Checks that an id can be a file name and is new. `None` where there is none, or where it repeats an earlier one.
    fn check(&mut self, id: Option<Spanned<String>>, problems: &mut Problems) -> Option<String> {
        let id = id?;
        let (span, text) = (id.span(), id.into_inner());
        if !is_file_name(&text) {
            problems.add_with(
                span.clone(),
                tell!("`{text}` cannot be an id: it has to do as a file name", text = &text),
                tell!(
                    "Use up to {longest} of a-z, A-Z, 0-9, space, `.`, `-`, `_`; a letter or digit at both ends.",
                    longest = LONGEST
                ),
            );
        }
        match self.ids.insert(text.to_lowercase(), text.clone()) {
            None => return Some(text),
            Some(earlier) if earlier == text => {
                problems.add(
                    span,
                    match self.what {
                        Of::Group => tell!("there is a second group with the id `{text}`", text),
                        _ => tell!("there is a second item with the id `{text}`", text),
                    },
                );
            }
            Some(earlier) => {
                problems.add(span, tell!("the ids `{earlier}` and `{text}` differ only in case", earlier, text));
            }
        }
        None
    }
}

/// Letters, digits, spaces, `.`, `-`, `_`, with a letter or digit at both ends: safe as a file name everywhere, and as that of
/// a folder beside the pages of others.
fn is_file_name(id: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '.' | '-' | '_');
    let solid = |c: char| c.is_ascii_alphanumeric();
    id.len() <= LONGEST && id.starts_with(solid) && id.ends_with(solid) && id.chars().all(allowed) && !ends_as_page(id)
}

/// The text, or nothing where a problem has been reported in its stead.
fn value(text: Option<Spanned<String>>) -> String {
    text.map(Spanned::into_inner).unwrap_or_default()
}
