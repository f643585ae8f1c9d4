//! One document: front matter read against its kind, with its body's headings and links.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::DocIx;
use super::absent::is_absent;
use super::beside::{Aside, Beside, Described, describe};
use super::catalog::Catalog;
use super::config::Config;
use super::fields::Fields;
pub use super::file_id::is_sound_id;
use super::file_id::{id_of_file, made_id, unsound};
use super::kindless;
use super::kinds::{FieldSpec, FieldType, Kind, Kinds, Nature};
use super::languages;
use super::matter::Unended;
use super::read_fields::{self, Schema};
use super::settings::normal;
use super::tier::Tier;
use super::wanted::Place;
pub use super::words::Said;
use super::words::weigh;
use super::{meant_word, twice_said, unfilled, unjudged};
use crate::base::wording::Words;
use crate::base::{Date, DocPath, mark, tell};
use crate::compare::{Digests, digests_of};
use crate::diag::Span;
use crate::parse::{Body, Entry, Front, Page, Problem, ProblemKind, Unread, Value};

/// Where a document stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Being written.
    Draft,
    /// Being judged.
    InReview,
    /// In force.
    Approved,
    /// Out of force.
    Retired,
}

impl Status {
    /// All, in the order of a life.
    pub const ALL: [Self; 4] = [Self::Draft, Self::InReview, Self::Approved, Self::Retired];

    /// The word in front matter.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => mark!("draft"),
            Self::InReview => mark!("in-review"),
            Self::Approved => mark!("approved"),
            Self::Retired => mark!("retired"),
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

/// A Markdown file of the AIMS.
#[derive(Debug, Clone)]
pub struct Document {
    /// The file.
    pub path: DocPath,
    /// Its normalised text.
    pub text: Arc<str>,
    /// Whether it is under control: it carries metadata, or lies where the settings give a kind. Any other file is an
    /// uncontrolled page.
    pub controlled: bool,
    /// Whether it carries front matter, or a header in its text or a file beside it that the settings have read.
    pub has_front: bool,
    /// The file beside it that says what it does not say itself.
    pub beside: Option<Beside>,
    /// Its id: the one it gives, or one made from its path.
    pub id: String,
    /// Where it gives an id; `None` where the id was made.
    pub id_span: Option<Span>,
    /// Its title, or what serves as one.
    pub title: String,
    /// The language of its text, where that is known.
    pub lang: Option<String>,
    /// The document that it is a translation of: that one counts, and nothing that this says of itself.
    pub translates: Option<DocIx>,
    /// Its kind, where that is known.
    pub kind: Option<Arc<Kind>>,
    /// Its front matter.
    pub fields: Fields,
    /// Where the front matter stands; the first line for an uncontrolled page.
    pub head: Span,
    /// What is below.
    pub body: Body,
    /// How much it says.
    pub said: Said,
    /// What is wrong with it in itself.
    pub problems: Vec<Problem>,
    /// What of its front matter could not be read, or is a slip: what it names may be missed elsewhere.
    pub unread: Vec<Span>,
    /// The digests of what it says, of a document with front matter.
    pub digests: Option<Digests>,
    /// Why it is not retired although it says so.
    pub unended: Option<Unended>,
    /// The stage of an AI system by its days, where its word says another.
    pub stage_by_days: Option<&'static str>,
    /// Whether something of its front matter is left out, for it names what readers may not know of.
    pub is_cut: bool,
}

impl Document {
    /// Where it stands in its life. A document that does not say is a draft as far as approval goes.
    pub fn status(&self) -> Option<Status> {
        self.fields.text("status").and_then(Status::parse)
    }

    /// Whether it says of itself that it is approved. Whether it is, its [`Standing`](super::standing::Standing) says.
    pub fn says_approved(&self) -> bool {
        self.status() == Some(Status::Approved)
    }

    /// The name of its kind; empty where that is not known.
    pub fn kind_name(&self) -> &str {
        self.kind.as_ref().map_or("", |kind| kind.name.as_str())
    }

    /// Whether it is of this kind.
    pub fn is(&self, kind: &str) -> bool {
        self.kind.as_ref().is_some_and(|known| known.name == kind)
    }

    /// What it does for the requirements it serves.
    pub fn tier(&self) -> Option<Tier> {
        self.kind.as_ref().and_then(|kind| kind.tier)
    }

    /// Whether the matter of a risk or a record is closed.
    pub fn is_closed(&self) -> bool {
        self.fields.text("state") == Some("closed")
    }

    /// Whether it is dated evidence, rather than kept current.
    pub fn is_record(&self) -> bool {
        self.kind.as_ref().is_some_and(|kind| kind.nature == Nature::Record)
    }

    /// Whether it is kept current, rather than dated evidence.
    pub fn is_kept_current(&self) -> bool {
        self.kind.as_ref().is_some_and(|kind| kind.nature == Nature::Document)
    }

    /// Whether it is still being written, so that nothing is asked of it yet.
    pub fn is_draft(&self) -> bool {
        self.status() == Some(Status::Draft)
    }

    /// Whether somebody is still writing or judging it: what it says is not yet the word of the organisation.
    pub fn is_unfinished(&self) -> bool {
        matches!(self.status(), Some(Status::Draft | Status::InReview))
    }

    /// Whether it is a record from which something may be concluded: nobody is writing or judging it any more, no merge of it
    /// was left unfinished, it is in force, and it is no translation of another.
    pub fn is_finished_record(&self) -> bool {
        self.is_record() && self.is_written() && !self.is_retired() && self.translates.is_none()
    }

    /// Whether it is the test of a control that found that this does not work.
    pub fn refutes_control(&self) -> bool {
        self.is("control-test") && self.fields.text("result") == Some("failed")
    }

    /// The day its evidence is of: when what it shows took place, else when it was last known to be right.
    pub fn evidence_date(&self) -> Option<Date> {
        ["date", "reviewed", "effective"].into_iter().find_map(|key| self.fields.date(key))
    }

    /// The file beside it by which it says something.
    pub fn speaks_by(&self) -> Option<&Beside> {
        self.beside.as_ref().filter(|beside| beside.speaks)
    }

    /// The file that a span of it is in, and where: its own text, or the file beside it.
    pub fn place(&self, span: Span) -> (&DocPath, Span) {
        let beside = self.beside.as_ref().and_then(|beside| Some((&beside.path, beside.within(span)?)));
        beside.unwrap_or((&self.path, span))
    }

    /// What stands at a span of it.
    pub fn written(&self, span: Span) -> &str {
        let (path, at) = self.place(span);
        let text = self.beside.as_ref().filter(|beside| beside.path == *path).map_or(&self.text, |beside| &beside.text);
        text.get(at.start..at.end).unwrap_or_default()
    }

    /// Where a field's value stands, or the front matter's first line.
    pub fn span_of(&self, field: &str) -> Span {
        self.fields.span(field).unwrap_or(self.head)
    }
}

/// Reads a page as a document. Its id may still clash with that of another.
pub(super) fn read(
    path: &DocPath,
    (mut page, aside): (Page, Option<Aside>),
    kinds: &BTreeMap<String, Arc<Kind>>,
    all: &Kinds,
    config: &Config,
    catalog: &Catalog,
) -> Document {
    let Described { has_front, of_front, entries, beside, unread, besides } = describe(path, &mut page, aside, config);
    let by_folder =
        !has_front && !path.is_cover() && config.folder_kind(path).is_some_and(|kind| kinds.contains_key(kind));
    let controlled = has_front || by_folder;
    let digests = controlled.then(|| digests_of(&page, &config.reading));
    let Page { text, front, body, blocks, mut problems, .. } = page;
    let (entries, besides) = if controlled { (entries, &besides[..]) } else { (Vec::new(), &[][..]) };
    let head = first_line(&text);
    let kind = if controlled { find_kind(path, &entries, head, kinds, config, &mut problems) } else { None };
    let schema = Schema { kinds: all, kind: kind.as_deref(), reading: &config.reading, of_front, besides, text: &text };
    let (unreadable, before) = (is_unreadable(&problems), problems.len());
    let (mut fields, mut unread) = read_keys(&entries, (front.as_ref(), unread), &schema, &mut problems);
    let is_draft = fields.text("status") == Some(Status::Draft.as_str());
    if is_draft {
        unfilled::set_aside(&mut problems, before);
    }
    if controlled {
        id_of_file(&config.languages.path_of(path), head, &config.reading, &mut fields);
    }
    // What has no front matter, or says keys below it too, has its title where its reader sees it.
    let (bare, below) = (front.is_none(), entries.len() > of_front);
    let titled = (bare || below) && fields.get("title").is_none() && heading_of(&text, &body).is_some();
    let lacks = |field: &FieldSpec| fields.get(&field.name).is_none() && !(titled && field.name == "title");
    if by_folder && let Some(kind) = &kind {
        problems.extend(without_front(kind, all, lacks, head));
    } else if controlled && !unreadable {
        problems.extend(kindless::told(path, &entries, &schema, &fields, head));
        let mut written = read_fields::written(&entries, &config.reading);
        written.extend(titled.then(|| "title".to_owned()));
        let what = if bare { Place::Bare(&config.reading) } else { Place::Document };
        require(all, kind.as_deref(), &fields, &written, (head, what), &mut problems);
        problems.extend(kind.as_deref().filter(|_| is_draft).and_then(|kind| unfilled::told(kind, &fields, head)));
    }
    let title = title_of(path, &text, &body, &fields);
    let lang = lang_of(path, &fields, config, &mut problems);
    let (id, id_span) = read_id(path, &fields, catalog, &mut problems);
    unread.extend(fields.span("id").filter(|_| id_span.is_none()));
    keep_conflicts(&mut problems);
    Document {
        path: path.clone(),
        said: weigh(&blocks, &body, kind.as_deref(), &fields),
        text,
        controlled,
        has_front,
        beside,
        id,
        id_span,
        title,
        lang,
        translates: None,
        kind,
        fields,
        head,
        body,
        problems,
        unread,
        digests,
        unended: None,
        stage_by_days: None,
        is_cut: false,
    }
}

/// Where two versions stand side by side, all else that is wrong may only follow from that.
fn keep_conflicts(problems: &mut Vec<Problem>) {
    if problems.iter().any(|problem| problem.kind == ProblemKind::Conflict) {
        problems.retain(|problem| matches!(problem.kind, ProblemKind::Conflict | ProblemKind::NotUtf8));
    }
}

/// Whether the front matter cannot be read as a whole.
fn is_unreadable(problems: &[Problem]) -> bool {
    use ProblemKind::{Conflict, InvalidFrontMatter, UnclosedFrontMatter, Unreadable};
    let is = |kind: ProblemKind| matches!(kind, Conflict | UnclosedFrontMatter | InvalidFrontMatter | Unreadable);
    problems.iter().any(|problem| is(problem.kind))
}

/// Reads the keys, and gives where all stands that nothing was made of.
fn read_keys(
    entries: &[Entry],
    (front, mut unread): (Option<&Front>, Vec<Unread>),
    schema: &Schema<'_>,
    problems: &mut Vec<Problem>,
) -> (Fields, Vec<Span>) {
    unread.extend(front.iter().flat_map(|front| front.unread.iter().cloned()));
    let mut fields = read_fields::read(entries, schema, problems);
    twice_said::settle(entries, schema, &mut fields, problems);
    let of_front = &entries[..schema.of_front.min(entries.len())];
    let unread = unjudged::set_aside(of_front, (&unread, problems), schema, &mut fields);
    (fields, unread)
}

/// Tells the keys that a document of this kind has to have, and has not.
fn require(
    all: &Kinds,
    kind: Option<&Kind>,
    fields: &Fields,
    written: &BTreeSet<String>,
    (head, what): (Span, Place<'_>),
    problems: &mut Vec<Problem>,
) {
    let draft = fields.text("status") == Some("draft");
    let needed = all.fields(kind).filter(|field| field.name != "kind" || kind.is_none());
    // What its kind asks for beyond that is told of a draft in one.
    let common = |field: &&super::kinds::FieldSpec| all.common().iter().any(|common| common.name == field.name);
    let needed = needed.filter(|field| !draft || (common(field) && field.need == Some(super::kinds::Need::Must)));
    let needed: Vec<_> = needed.filter(|field| field.need.is_some()).collect();
    let specs = needed.iter().copied().filter(|field| field.name != "kind" || fields.unanswered("kind").is_some());
    read_fields::require(specs, fields, written, head, what, problems);
    if let (Some(kind), false) = (kind, draft) {
        let asked = |key: &str| needed.iter().any(|field| field.name == key);
        require_header(kind, fields, asked, (head, what), problems);
    }
}

/// The title that a text gives itself, or the heading that serves as one, where it stands above all or is the only one of its
/// level; else the name of the file.
fn title_of(path: &DocPath, text: &str, body: &Body, fields: &Fields) -> String {
    let given = fields.text("title").filter(|title| !title.trim().is_empty());
    let title = given.or_else(|| heading_of(text, body));
    title.map_or_else(|| path.stem().replace(['-', '_'], " "), str::to_owned)
}

/// The language of a text: what it says, else what the name of its file does, else the default of the settings.
fn lang_of(path: &DocPath, fields: &Fields, config: &Config, problems: &mut Vec<Problem>) -> Option<String> {
    let said = fields.text("lang").zip(fields.span("lang"));
    if let Some((word, span)) = said.filter(|(word, _)| languages::tag(word).is_none()) {
        let message = tell!("`{word}` is no tag of a language", word);
        let help = tell!("Write it as `en`, `de-AT` or `pt-BR`.");
        problems.push(Problem::new(ProblemKind::BadChoice, span, message).help(help));
    }
    config.languages.of(fields.text("lang"), path)
}

impl Document {
    /// The heading that serves as title where none is given.
    pub(super) fn heading(&self) -> Option<&str> {
        heading_of(&self.text, &self.body)
    }
}

fn heading_of<'a>(text: &str, body: &'a Body) -> Option<&'a str> {
    let mut top = body.headings.iter().filter(|heading| heading.level == 1);
    let only = top.next().filter(|_| top.next().is_none());
    let heading = body.leading_heading(text).or(only).map(|heading| heading.text.as_str());
    heading.filter(|title| !title.is_empty())
}

/// What is said of a document that has its kind by its folder and nothing else: all that it lacks, in one.
fn without_front(kind: &Kind, all: &Kinds, lacks: impl Fn(&FieldSpec) -> bool, head: Span) -> Option<Problem> {
    let needed =
        all.fields(Some(kind)).filter(|field| field.need == Some(super::kinds::Need::Must) && field.name != "kind");
    let needed = needed.filter(|field| lacks(field));
    let keys: Vec<String> = needed.map(|field| format!("`{}`", field.name)).collect();
    let (last, others) = keys.split_last()?;
    let keys = match others {
        [] => last.clone().into(),
        _ => tell!("{few} and {last}", few = others.join(", "), last),
    };
    let message = mark!("the document is of kind `{kind}` by its folder, and has no {keys}");
    let message = tell!(message, kind = &kind.name, keys);
    Some(Problem::new(ProblemKind::MissingField, head, message).help(tell!("Put front matter at its top, with these keys and `title` between two lines `---`. A page that is no document lies elsewhere, or is called README.md.")))
}

/// What clause 7.5.2 calls identification, for documents that are kept current. What the kind has `asked` for itself has
/// been told already where it is missing.
fn require_header(
    kind: &Kind,
    fields: &Fields,
    asked: impl Fn(&str) -> bool,
    (head, what): (Span, Place<'_>),
    problems: &mut Vec<Problem>,
) {
    if kind.nature != Nature::Document {
        return;
    }
    let wanted: &[&str] = if kind.has_life() { &["version", "status", "owner"] } else { &["owner"] };
    for key in wanted {
        if fields.get(key).is_some() || fields.is_misread(key) || asked(key) {
            continue;
        }
        let kind = ProblemKind::MissingAdvised;
        let why = mark!("Clause 7.5.2 asks that documents can be told apart and have somebody who answers for them.");
        problems.push(match fields.unanswered(key) {
            Some(word) => read_fields::no_answer(kind, key, word, why.into()),
            None => {
                let help = tell!("Add `{key}: …`. {why}", key = *key, why = Words::from(why)).then(what.where_to(key));
                Problem::new(kind, head, what.has_no(key)).help(help)
            }
        });
    }
}

fn first_line(text: &str) -> Span {
    Span::new(0, text.find('\n').unwrap_or(text.len()))
}

fn find_kind(
    path: &DocPath,
    entries: &[Entry],
    head: Span,
    kinds: &BTreeMap<String, Arc<Kind>>,
    config: &Config,
    problems: &mut Vec<Problem>,
) -> Option<Arc<Kind>> {
    let said = config.reading.read_alone(entries);
    let by_folder = config.folder_kind(path);
    let (word, span) = match said.iter().find(|said| said.name == "kind").map(|said| &said.entry.node) {
        Some(node) => match &node.value {
            Value::Scalar(scalar) if !is_absent(&scalar.text) => (scalar.text.as_str(), node.span),
            Value::Scalar(_) => (by_folder?, head),
            _ => return None,
        },
        None => (by_folder?, head),
    };
    let name = normal(word);
    let found = kinds.get(&name).cloned();
    if found.is_none() {
        problems.push(meant_word::no_kind(word, span, kinds));
    }
    found
}

fn read_id(path: &DocPath, fields: &Fields, catalog: &Catalog, problems: &mut Vec<Problem>) -> (String, Option<Span>) {
    let given = fields.text("id").zip(fields.span("id"));
    let taken = |id: &str| catalog.resolve(&id.to_uppercase()).or_else(|| catalog.resolve(id)).is_some();
    match given {
        Some((id, span)) if taken(id) => {
            // `[[A.5.2]]` would lead to the document, and nobody could follow the control any more.
            problems.push(
                Problem::new(ProblemKind::InvalidId, span, tell!("`{id}` is the id of a control or clause", id)).help(
                    tell!(
                        "Give the document an id of its own, such as `POL-001`, and name the control under `controls`."
                    ),
                ),
            );
            (made_id(path), None)
        }
        Some((id, span)) if is_sound_id(id) && !is_absent(id) => (id.to_owned(), Some(span)),
        Some((id, span)) => {
            problems.push(
                Problem::new(ProblemKind::InvalidId, span, tell!("`{id}` cannot be an id", id)).help(unsound(id)),
            );
            (made_id(path), None)
        }
        None => (made_id(path), None),
    }
}

/// The fields of a document that refer to other documents, with the kinds each may point at.
pub(super) fn reference_fields<'a>(
    kinds: &'a Kinds,
    kind: Option<&'a Kind>,
) -> impl Iterator<Item = &'a super::kinds::FieldSpec> {
    kinds.fields(kind).filter(|field| matches!(field.field_type, FieldType::Ref | FieldType::Refs | FieldType::Rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_cannot_be_pages_are_refused() {
        for good in ["POL-001", "a", "A.5_x-1", "2026-03", "com10"] {
            assert!(is_sound_id(good), "{good}");
        }
        for bad in
            ["", "-a", "a/b", "..", "a b", "index", "INDEX.HTML", "A.html", "CON.x", "com1", "a.", "é", &"x".repeat(81)]
        {
            assert!(!is_sound_id(bad), "{bad}");
        }
    }

    #[test]
    fn a_word_in_a_problem_hides_no_other_problem() {
        let lacking = |text: &str| -> Vec<String> {
            let source = crate::source::Memory::new([("aims.toml", &b""[..]), ("a.md", text.as_bytes())]);
            let aims = crate::model::load::load(&source, Date::constant(2026, 11, 20)).expect("memory can be read");
            let found = aims.documents[0].problems.iter().filter(|problem| problem.kind == ProblemKind::MissingAdvised);
            found.map(|problem| problem.message.english()).collect()
        };
        let policy =
            |rest: &str| format!("---\nid: A\ntitle: T\nkind: policy\nversion: '1'\ncontrols: [A.2.2]\n{rest}---\n");
        // `owner` is no status; that the document has no owner is true all the same.
        assert_eq!(lacking(&policy("status: owner\n")), ["the document has no `owner`"]);
        // What is there and cannot be read is not missing.
        assert_eq!(lacking(&policy("status: nonsense\nowner: [a, {b: c}]\n")), Vec::<String>::new());
    }

    #[test]
    fn the_heading_that_stands_above_all_or_alone_is_the_title() {
        let title = |text: &str| {
            let source = crate::source::Memory::new([("aims.toml", &b""[..]), ("ai-policy.md", text.as_bytes())]);
            let aims = crate::model::load::load(&source, Date::constant(2026, 11, 20)).expect("memory can be read");
            aims.documents[0].title.clone()
        };
        for (text, wanted) in [
            ("# AI\n\n# More\n", "AI"),
            ("<!-- x -->\n## AI\n", "AI"),
            ("Intro.\n\n# AI\n\n## More\n", "AI"),
            ("Intro.\n\n# Purpose\n\n# Policy\n", "ai policy"),
            ("Intro.\n\n## Purpose\n", "ai policy"),
            ("---\ntitle: ''\n---\n# AI\n", "AI"),
        ] {
            assert_eq!(title(text), wanted, "{text}");
        }
    }
}
