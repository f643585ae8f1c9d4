//! Mends that are certain, made in the texts. None changes a value that says who did something, when, or how a document
//! stands: that is for people to say.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::project::{Project, Request};
use crate::base::{DocPath, Error, Result};
use crate::diag::{Diagnostic, Fix, Level};
use crate::emit;
use crate::model::Aims;
use crate::model::document::Document;
use crate::model::fields::FieldValue;
use crate::model::kinds::FieldType;
use crate::parse::{MAX_TEXT, key_of, normalise, put_back};
use crate::reading::normal;
use crate::source::read_named;
use crate::state::State;

/// How often mends are looked for anew: one may uncover the next.
const ROUNDS: usize = 60;

/// Keys that say how a document or a record stands.
const STANDS: [&str; 8] = ["status", "state", "version", "id", "formerly", "result", "decision", "lifecycle"];

/// The rule that tells of front matter which cannot be read.
const UNREADABLE: &str = "AIMS104";

/// What mends came to.
#[derive(Debug)]
pub struct Mended {
    /// The files that are other now, in order of path.
    pub files: Vec<MendedFile>,
    /// Files in which a mend would bring an error that was not there: that mend is left.
    pub left: Vec<DocPath>,
    /// What is found after that.
    pub state: State,
}

/// What is told of a finding, by which it is known again: its rule and its words, as in a baseline.
type Told = (&'static str, String);

/// Texts of a round, each with its path, as it was, as it is to be, how many mends that makes, and of which findings.
type News = Vec<(DocPath, String, String, usize, BTreeSet<Told>)>;

/// Files of which all mends together bring an error.
type Tried = BTreeMap<DocPath, Sieve>;

/// How a file is gone through of which all mends together bring an error: by halves, to the mends that do so alone.
struct Sieve {
    /// Those: they are left.
    left: BTreeSet<Told>,
    /// How many findings are mended at once.
    most: usize,
}

/// A file that is mended.
#[derive(Debug, Clone)]
pub struct MendedFile {
    /// Where it is.
    pub path: DocPath,
    /// Its bytes as they were.
    pub before: Vec<u8>,
    /// Its bytes as they are to be.
    pub after: Vec<u8>,
    /// How many findings are mended in it.
    pub mends: usize,
}

impl Project {
    /// Works out what the certain mends of all findings that are `wanted` come to. Nothing is written.
    ///
    /// # Errors
    /// As [`Project::check`], and where a file is another by now.
    pub fn mended(&self, request: &Request, wanted: &dyn Fn(&Diagnostic) -> bool) -> Result<Mended> {
        let mut texts: BTreeMap<DocPath, Arc<str>> = BTreeMap::new();
        let mut files: BTreeMap<DocPath, MendedFile> = BTreeMap::new();
        let mut state = self.check(request)?;
        let mut tried = Tried::new();
        for _ in 0..ROUNDS {
            let mut news = news(&state, wanted, &tried);
            let is_last = news.is_empty();
            let sound = loop {
                if news.is_empty() {
                    break state;
                }
                let mut ahead = texts.clone();
                ahead.extend(news.iter().map(|(path, _, after, ..)| (path.clone(), after.as_str().into())));
                let then = self.check_with(request, &ahead)?;
                let fails = |path: &DocPath, of| is_worse(path, of, &state, &then);
                let worse: Vec<DocPath> =
                    news.iter().filter(|(path, .., of)| fails(path, of)).map(|(path, ..)| path.clone()).collect();
                if worse.is_empty() {
                    texts = ahead;
                    break then;
                }
                // Without them the others are looked at anew, what they brought may be for nothing, and theirs by halves.
                for (path, .., of) in news.extract_if(.., |(path, ..)| worse.contains(path)) {
                    let sieve = tried.entry(path).or_insert(Sieve { left: BTreeSet::new(), most: usize::MAX });
                    sieve.most = if of.len() == 1 { usize::MAX } else { of.len() / 2 };
                    sieve.left.extend(of.into_iter().filter(|_| sieve.most == usize::MAX));
                }
            };
            state = sound;
            if is_last {
                break;
            }
            for (path, text, _, mends, _) in news {
                if let Some(sieve) = tried.get_mut(&path) {
                    sieve.most = usize::MAX;
                }
                let file = match files.remove(&path) {
                    Some(file) => file,
                    None => self.as_read(&path, &text)?,
                };
                files.insert(path, MendedFile { mends: file.mends + mends, ..file });
            }
        }
        for (path, text) in &texts {
            if let Some(file) = files.get_mut(path) {
                file.after = put_back(&file.before, text);
            }
        }
        let left = tried.into_iter().filter(|(_, sieve)| !sieve.left.is_empty()).map(|(path, _)| path);
        Ok(Mended { files: files.into_values().collect(), left: left.collect(), state })
    }

    /// Writes a file that was mended, which is whole at any moment.
    ///
    /// # Errors
    /// Where it is another than when it was read, or cannot be written: it is as it was then.
    pub fn write_mended(&self, file: &MendedFile) -> Result<()> {
        emit::renew(&self.root.join(file.path.as_str()), &file.after, &|now| now == file.before)
    }

    /// The file at `path`, which was read as `text`.
    fn as_read(&self, path: &DocPath, text: &str) -> Result<MendedFile> {
        let whole = self.root.join(path.as_str());
        let before = read_named(&whole, MAX_TEXT)?;
        match normalise(&before) {
            Ok(now) if now == text => Ok(MendedFile { path: path.clone(), after: before.clone(), before, mends: 0 }),
            _ => Err(Error::new(format!("{path} changed while it was read")).hint("Run this again.")),
        }
    }
}

/// What the certain mends of what is found make of each file, but for those that are left; of a file whose mends together
/// bring an error, the first few.
fn news(state: &State, wanted: &dyn Fn(&Diagnostic) -> bool, tried: &Tried) -> News {
    let mut by_file: BTreeMap<&DocPath, Vec<(Told, &Fix)>> = BTreeMap::new();
    for finding in state.findings.found.iter().filter(|finding| wanted(finding)) {
        let (path, told) = (&finding.place.path, (finding.code, finding.message.clone()));
        if let [fix] = finding.fixes.as_slice()
            && fix.certain
            && !tried.get(path).is_some_and(|sieve| sieve.left.contains(&told))
        {
            by_file.entry(path).or_default().push((told, fix));
        }
    }
    let made = |(path, mut fixes): (&DocPath, Vec<(Told, &Fix)>)| {
        let text = state.aims.texts.text(path)?;
        fixes.retain(|(_, fix)| !says_what_people_say(&state.aims, path, text, fix));
        let most = tried.get(path).map_or(usize::MAX, |sieve| sieve.most);
        let mut first: BTreeSet<Told> = BTreeSet::new();
        fixes.retain(|(told, _)| first.contains(told) || first.len() < most && first.insert(told.clone()));
        let (after, mends) = with(text, fixes.iter().map(|(_, fix)| *fix).collect())?;
        Some((path.clone(), text.to_owned(), after, mends, fixes.into_iter().map(|(told, _)| told).collect()))
    };
    by_file.into_iter().filter_map(made).collect()
}

/// Whether an error is found in a file that was not there before, or as much of what was mended as before. That its approvals
/// and reviews are of an earlier text is so after any change, and what could not be read before may hold errors that nobody saw,
/// but for the line itself and the next, which goes on with it.
fn is_worse(path: &DocPath, mended: &BTreeSet<Told>, before: &State, then: &State) -> bool {
    let found = |state: &State, errors: bool| {
        let mut many: BTreeMap<Told, usize> = BTreeMap::new();
        let here = state.findings.found.iter().filter(|found| found.place.path == *path);
        for finding in here.filter(|found| !errors || found.level == Level::Error) {
            *many.entry((finding.code, finding.message.clone())).or_default() += 1;
        }
        many
    };
    let count = |found: &BTreeMap<Told, usize>, told: &Told| found.get(told).copied().unwrap_or_default();
    let (all, all_then) = (found(before, false), found(then, false));
    if mended.iter().any(|told| count(&all_then, told) >= count(&all, told)) {
        return true;
    }
    if mended.iter().any(|(code, _)| *code == UNREADABLE) {
        let lines = |state: &State| {
            let text = state.aims.texts.text(path)?;
            let here = state.findings.found.iter().filter(|found| found.place.path == *path);
            let here = here.filter(|found| found.code == UNREADABLE);
            here.filter_map(|found| Some(text.get(..found.place.span?.start)?.matches('\n').count())).min()
        };
        let again = lines(then).zip(lines(before)).is_some_and(|(then, before)| then <= before + 1);
        return again || swallowed(path, then) > swallowed(path, before);
    }
    let follows = |code: &str| matches!(code.strip_prefix("AIMS").and_then(|n| n.bytes().next()), Some(b'4' | b'5'));
    let was = found(before, true);
    found(then, true).iter().any(|(told, many)| !follows(told.0) && *many > count(&was, told))
}

/// How many values go on in a line that begins with a key: what was told there is hidden then, and not mended.
fn swallowed(path: &DocPath, state: &State) -> usize {
    let Some(document) = state.aims.by_path(path).map(|ix| state.aims.document(ix)) else { return 0 };
    let texts = document.fields.iter().filter(|field| matches!(field.value, FieldValue::Text(_)));
    let lines = texts.map(|field| document.text.get(field.span.start..field.span.end).unwrap_or_default().lines());
    lines.filter(|lines| lines.clone().skip(1).any(|line| key_of(line).is_some())).count()
}

/// A text with these changes, and how many were made: of those that overlap the first.
fn with(text: &str, mut fixes: Vec<&Fix>) -> Option<(String, usize)> {
    fixes.sort_by_key(|fix| (fix.span, &fix.replacement));
    let (mut after, mut at, mut mends) = (String::new(), 0, 0);
    for fix in fixes {
        let same = |end: usize| text.is_char_boundary(end);
        if (mends > 0 && fix.span.start < at)
            || fix.span.end > text.len()
            || !same(fix.span.start)
            || !same(fix.span.end)
        {
            continue;
        }
        after.push_str(&text[at..fix.span.start]);
        after.push_str(&fix.replacement);
        (at, mends) = (fix.span.end, mends + 1);
    }
    after.push_str(&text[at..]);
    (mends > 0 && after != text).then_some((after, mends))
}

/// Whether a change lies in a value that says who did something, when, or how a document stands.
fn says_what_people_say(aims: &Aims, path: &DocPath, text: &str, fix: &Fix) -> bool {
    let Some(document) = aims.by_path(path).map(|ix| aims.document(ix)) else { return true };
    keys_over(text, fix.span.start, sign_of(path, text)).iter().any(|key| is_for_people(aims, document, key))
}

fn is_for_people(aims: &Aims, document: &Document, written: &str) -> bool {
    let normal = normal(written);
    let name = aims.config.reading.ours(&normal).unwrap_or(&normal);
    let fields = aims.kinds.fields(document.kind.as_deref());
    let specs = fields.flat_map(|spec| spec.columns.iter().chain([spec])).filter(|spec| spec.name == name);
    let types: Vec<FieldType> = specs.map(|spec| spec.field_type).collect();
    let of_people = [FieldType::Date, FieldType::Person, FieldType::Persons];
    STANDS.contains(&name) || of_people.iter().any(|of| types.contains(of))
}

/// The sign behind a key in a text.
fn sign_of(path: &DocPath, text: &str) -> char {
    if path.extension() == "toml" || text.trim_start().starts_with("+++") { '=' } else { ':' }
}

/// The keys that a place may be the value of, were it in front matter: the last one before it on its line, and for an item
/// the one that its list stands under.
fn keys_over(text: &str, at: usize, sign: char) -> Vec<&str> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = &text[start..at];
    if let Some(key) = last_key(line, sign) {
        return vec![key];
    }
    let depth = |line: &str| line.len() - line.trim_start().len();
    let mut deep = depth(text[start..].lines().next().unwrap_or_default());
    let mut keys = Vec::new();
    let is_fence = |line: &&str| matches!(line.trim_end(), "---" | "+++");
    for above in text[..start].lines().rev().take_while(|line| !is_fence(line)).take(2_000) {
        let key = last_key(above, sign).filter(|_| !above.trim().is_empty());
        if let Some(key) = key
            && depth(above) <= deep
        {
            keys.push(key);
            deep = depth(above);
            if deep == 0 {
                break;
            }
        }
    }
    keys
}

/// The last key of a line that this sign follows, without the quotes around it.
fn last_key(line: &str, sign: char) -> Option<&str> {
    let sign = line.rfind(sign)?;
    let key = line[..sign].trim_end().trim_end_matches(['"', '\'']);
    let start = key
        .rfind(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_')))
        .map_or(0, |at| at + key[at..].chars().next().map_or(1, char::len_utf8));
    Some(&key[start..]).filter(|key| !key.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Span;

    #[test]
    fn changes_are_made_once_each_and_never_into_one_another() {
        let fix = |start, end, new: &str| Fix::new("x", Span::new(start, end), new);
        let (a, b, c) = (fix(0, 1, "A"), fix(2, 4, "xy"), fix(3, 5, "never"));
        assert_eq!(with("abcdef", vec![&b, &c, &a]), Some(("Abxyef".to_owned(), 2)));
        assert_eq!(with("abc", vec![&fix(2, 9, "x")]), None);
        assert_eq!(with("a", vec![]), None);
        assert_eq!(with("é", vec![&fix(1, 2, "x")]), None);
    }

    #[test]
    fn the_keys_over_a_place_are_known() {
        let text = "---\nstatus: x\ncontrols: [a, b]\napprovers:\n  - Ada\nrows:\n  - {control: A, by: Bo}\n  - control: C\n    by: D\n---\n";
        let keys = |word: &str| keys_over(text, text.find(word).expect("the word"), ':');
        assert_eq!(keys("x\nc"), ["status"]);
        assert_eq!(keys("b]"), ["controls"]);
        assert_eq!(keys("Ada"), ["approvers"]);
        assert_eq!(keys("Bo"), ["by"]);
        assert_eq!(keys("D\n"), ["by"]);
        let text = "+++\nstatus = \"x\"\napprovers = [\n  \"Ada\",\n]\n\"owner\" = \"a: Bo\"\nrows = [{control = \"C\", by = \"D\"}]\n+++\n";
        let keys = |word: &str| keys_over(text, text.find(word).expect("the word"), '=');
        assert_eq!(keys("\"x\""), ["status"]);
        assert_eq!(keys("\"Ada\""), ["approvers"]);
        assert_eq!(keys("\"a: Bo\""), ["owner"]);
        assert_eq!(keys("\"D\""), ["by"]);
        assert_eq!(last_key("{\"status\": ", ':'), Some("status"));
    }
}
