//! `[languages]`: in which language a text is, by what it says and by the name of its file.

use std::collections::BTreeSet;

use super::settings::Table;
use crate::base::text::did_you_mean;
use crate::base::{DocPath, tell};
use crate::diag::{Span, Spanned};
use crate::reading::normal;

/// Languages with a code of two letters (ISO 639-1). A name that is none of them, as `old`, is part of the name of a file.
const CODES: &str = " aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz \
    ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja \
    jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng \
    nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw \
    ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ";

/// The languages of an AIMS.
#[derive(Debug, Clone, Default)]
pub struct Languages {
    /// That of texts which say nothing of theirs, and of documents beside whose text there are translations.
    pub default: Option<String>,
    /// Those that there are; any where none is named.
    known: BTreeSet<String>,
    /// Where the names of files say theirs.
    patterns: Vec<(Spanned<String>, Vec<Part>)>,
}

/// How names of files usually say the language.
pub const USUAL: [&str; 6] = [
    "{name}.{lang}.md",
    "{path}/{lang}.md",
    "{lang}/{path}.md",
    "{path}/{lang}/{path}.md",
    "{name}_{lang}.md",
    "{name}-{lang}.md",
];

/// A part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    /// Where the language stands.
    Language,
    /// Any letters; with a slash among them, or without.
    Any(bool),
}

/// What the name of a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The language.
    pub language: String,
    /// The name without it: the same for all texts of one document.
    pub path: DocPath,
}

impl Languages {
    pub(super) fn read(top: &mut Table<'_>) -> Self {
        let entries = top.table("languages");
        let is_slip = entries.iter().any(|entry| !["default", "use", "pattern"].contains(&&*normal(&entry.key)));
        let mut table = Table::new("languages", entries, top.problems());
        let mut found = Self::default();
        let default = table.text("default");
        for word in default.iter().chain(&table.texts("use")) {
            match tag(&word.value) {
                Some(tag) => found.known.insert(tag),
                None => {
                    let message = tell!("`{word}` is no tag of a language", word = &word.value);
                    table.wrong(word.span, message, tell!("Write it as `en`, `de-AT` or `pt-BR`."));
                    false
                }
            };
        }
        if !table.has("use") {
            found.known.clear();
        }
        found.default = default.and_then(|word| tag(&word.value));
        for pattern in table.texts("pattern") {
            let meant = with_holes(&mut table, &pattern);
            match parts(&meant) {
                Some(parts) => found.patterns.push((pattern, parts)),
                None => {
                    let message = tell!("`{pattern}` does not say where the language stands", pattern = &pattern.value);
                    let help = tell!("Write `{lang}` in its place, once: `{path}.{lang}.md` or `{lang}/{path}.md`.");
                    table.wrong(pattern.span, message, help);
                }
            }
        }
        if found.default.is_none()
            && let Some((pattern, _)) = found.patterns.first()
        {
            // A slip is told once, and not at every text: what names no language is in the one that is meant.
            found.default = Some("und".to_owned());
            if !is_slip && !table.has("default") {
                let help =
                    tell!("Say which text is the document, of which the others are translations: `default = \"en\"`.");
                table.wrong(pattern.span, tell!("`languages` has no `default`"), help);
            }
        }
        table.finish();
        found
    }

    /// Those by one pattern; `None` where it does not say where the language stands.
    pub fn by(pattern: &str) -> Option<Self> {
        let spanned = Spanned { value: pattern.to_owned(), span: Span::default() };
        Some(Self { patterns: vec![(spanned, parts(pattern)?)], ..Self::default() })
    }

    /// What the path of a file says of the language of its text.
    pub fn named(&self, path: &DocPath) -> Option<Named> {
        self.patterns.iter().find_map(|(_, parts)| {
            let (start, end) = place(parts, path, &|word| self.language(word).is_some())?;
            let language = self.language(path.as_str().get(start..end)?)?;
            Some(Named { language, path: without(path.as_str(), start, end)? })
        })
    }

    /// The path of a text without its language: the same for all texts of one document.
    pub fn path_of(&self, path: &DocPath) -> DocPath {
        self.named(path).map_or_else(|| path.clone(), |named| named.path)
    }

    /// The language of a text that says this of it, in this file.
    pub fn of(&self, said: Option<&str>, path: &DocPath) -> Option<String> {
        let said = said.and_then(tag);
        said.or_else(|| self.named(path).map(|named| named.language)).or_else(|| self.default.clone())
    }

    /// What decides which text is a document and which a translation, where anything does.
    pub fn said(&self) -> Option<String> {
        let default = self.default.as_ref()?;
        let patterns: Vec<&str> = self.patterns.iter().map(|(pattern, _)| pattern.value.as_str()).collect();
        Some(format!("{default:?} {:?} {patterns:?}", self.known))
    }

    /// Patterns that fit none of these files.
    pub(super) fn idle<'a>(&self, files: &(impl Iterator<Item = &'a DocPath> + Clone)) -> Vec<Spanned<String>> {
        let fits = |parts: &[Part]| {
            files.clone().any(|path| place(parts, path, &|word| self.language(word).is_some()).is_some())
        };
        self.patterns.iter().filter(|(_, parts)| !fits(parts)).map(|(pattern, _)| pattern.clone()).collect()
    }

    /// A word in the name of a file as a language.
    fn language(&self, word: &str) -> Option<String> {
        let tag = tag(word)?;
        let is_code = || CODES.split(' ').any(|code| !code.is_empty() && tag.split('-').next() == Some(code));
        let is_known = if self.known.is_empty() { is_code() } else { self.known.contains(&tag) };
        (is_known || self.default.as_ref() == Some(&tag)).then_some(tag)
    }
}

/// A tag of a language (RFC 5646) in its usual letter case, as far as this can be told from its form: `de`, `pt-BR`, `zh-Hans`.
pub fn tag(text: &str) -> Option<String> {
    let text = text.trim().replace('_', "-");
    let mut parts = text.split('-');
    let first = parts.next().filter(|first| matches!(first.len(), 2..=3) && is_letters(first))?;
    let mut found = first.to_ascii_lowercase();
    for part in parts {
        if !matches!(part.len(), 1..=8) || !part.bytes().all(|byte| byte.is_ascii_alphanumeric()) || found.len() > 20 {
            return None;
        }
        let lower = part.to_ascii_lowercase();
        found.push('-');
        found.push_str(&match part.len() {
            2 if is_letters(part) => part.to_ascii_uppercase(),
            4 if is_letters(part) => lower[..1].to_ascii_uppercase() + &lower[1..],
            _ => lower,
        });
    }
    Some(found)
}

/// Whether a language is written from right to left.
pub fn is_rtl(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let is_rtl =
        parts.next().is_some_and(|code| ["ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"].contains(&code));
    is_rtl && parts.all(|part| part != "Latn")
}

fn is_letters(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// A pattern with a hole that there is in the place of one that stands for nothing, which is told.
fn with_holes(table: &mut Table<'_>, pattern: &Spanned<String>) -> String {
    let holes = ["path", "name", "lang"];
    let words = pattern.value.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0));
    let Some(word) = words.into_iter().find(|word| !holes.contains(word)) else { return pattern.value.clone() };
    let (hole, near) = (format!("{{{word}}}"), did_you_mean(word, holes).unwrap_or("path"));
    let message = tell!("`{hole}` stands for nothing in `{pattern}`", hole = &hole, pattern = &pattern.value);
    table.wrong(pattern.span, message, tell!("Did you mean `{near}`?", near = format!("{{{near}}}")));
    pattern.value.replace(&hole, &format!("{{{near}}}"))
}

/// The parts of a pattern; `None` where it does not say once where the language stands. A pattern that names no folder is
/// one of names of files in any folder, and what ends with a folder is one of all below it.
fn parts(pattern: &str) -> Option<Vec<Part>> {
    let pattern = pattern.trim().trim_start_matches("./").trim_start_matches('/');
    let pattern = pattern.replace('…', "{path}").replace("**", "{path}").replace('*', "{name}");
    let mut found = Vec::new();
    let mut rest = pattern.as_str();
    while !rest.is_empty() {
        let holes = [("{lang}", Part::Language), ("{path}", Part::Any(true)), ("{name}", Part::Any(false))];
        if let Some((sign, part)) = holes.into_iter().find(|(sign, _)| rest.starts_with(sign)) {
            found.push(part);
            rest = &rest[sign.len()..];
            continue;
        }
        let end = rest.char_indices().skip(1).find(|(_, c)| *c == '{').map_or(rest.len(), |(at, _)| at);
        found.push(Part::Text(rest[..end].to_owned()));
        rest = &rest[end..];
    }
    if pattern.ends_with('/') {
        found.push(Part::Any(true));
    }
    let is_once = found.iter().filter(|part| **part == Part::Language).count() == 1;
    let open = found.iter().filter(|part| matches!(part, Part::Any(_))).count();
    (is_once && open <= MOST).then_some(found)
}

/// The most parts of a pattern that stand for any letters.
const MOST: usize = 2;

/// Where the language stands in a path that fits.
fn place(parts: &[Part], path: &DocPath, is_language: &dyn Fn(&str) -> bool) -> Option<(usize, usize)> {
    let names_folder = parts.iter().any(|part| match part {
        Part::Text(text) => text.contains('/'),
        Part::Any(deep) => *deep,
        Part::Language => false,
    });
    let from = if names_folder { 0 } else { path.as_str().len() - path.file_name().len() };
    fit(parts, path.as_str(), from, is_language).map(Option::unwrap_or_default)
}

/// Whether the rest of a path fits these parts, and where the language stands, if it is among them.
#[expect(clippy::option_option, reason = "what does not fit, and what fits without a language, are two things")]
fn fit(parts: &[Part], path: &str, at: usize, is_language: &dyn Fn(&str) -> bool) -> Option<Option<(usize, usize)>> {
    let Some((part, parts)) = parts.split_first() else {
        return (at == path.len()).then_some(None);
    };
    let rest = path.get(at..)?;
    let letters = |is_one: &dyn Fn(char) -> bool| {
        let run = rest.char_indices().find(|(_, c)| !is_one(*c)).map_or(rest.len(), |(end, _)| end);
        rest[..run].char_indices().map(|(start, c)| at + start + c.len_utf8()).collect::<Vec<usize>>()
    };
    match part {
        Part::Text(text) => fit(parts, path, at + rest.strip_prefix(text.as_str()).map(|_| text.len())?, is_language),
        Part::Language => letters(&|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
            .into_iter()
            .filter(|end| is_language(&path[at..*end]))
            .find_map(|end| fit(parts, path, end, is_language).map(|_| Some((at, end)))),
        Part::Any(deep) => {
            letters(&|c| *deep || c != '/').into_iter().rev().find_map(|end| fit(parts, path, end, is_language))
        }
    }
}

/// A path without the language in it, and without the sign that parts it from the rest.
fn without(path: &str, start: usize, end: usize) -> Option<DocPath> {
    let before = path[..start].chars().next_back();
    let after = path[end..].chars().next();
    let is_first = before.is_none_or(|c| c == '/');
    let (start, end) = match after {
        Some('/' | '-' | '_') if is_first => (start, end + 1),
        _ => (start - before.map_or(0, |c| usize::from(c.is_ascii())), end),
    };
    let path = format!("{}{}", &path[..start], &path[end..]);
    DocPath::new(&path).filter(|path| !path.file_name().starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::config::Config;

    fn languages(settings: &str) -> Languages {
        let (config, problems) = Config::read(&format!("[languages]\n{settings}"));
        assert_eq!(problems, []);
        config.languages
    }

    #[test]
    fn the_name_of_a_file_says_its_language() {
        for (pattern, path, language, bare) in [
            ("{path}.{lang}.md", "a/b.de.md", "de", "a/b.md"),
            ("{path}.{lang}.md", "b.pt_br.md", "pt-BR", "b.md"),
            ("{lang}/{path}.md", "de/a/b.md", "de", "a/b.md"),
            ("{lang}/", "de/a/b.md", "de", "a/b.md"),
            ("{lang}/…", "de/b.md", "de", "b.md"),
            ("{lang}/**", "zh-hans/b.md", "zh-Hans", "b.md"),
            ("docs/{lang}/{path}.md", "docs/fr/b.md", "fr", "docs/b.md"),
            ("{path}/{lang}/{path}.md", "x/y/fr/b.md", "fr", "x/y/b.md"),
            ("{lang}.md", "a/de.md", "de", "a.md"),
            ("{path}/{lang}.md", "a/b/de.md", "de", "a/b.md"),
            ("{name}.{lang}.md", "a/b.de.md", "de", "a/b.md"),
            ("{lang}-*.md", "a/de-b.md", "de", "a/b.md"),
            ("{path}_{lang}.md", "a/policy_DE.md", "de", "a/policy.md"),
        ] {
            let named = languages(&format!("default = \"en\"\npattern = [\"{pattern}\"]\n"))
                .named(&DocPath::new(path).expect("a path"));
            let wanted = Named { language: language.into(), path: DocPath::new(bare).expect("a path") };
            assert_eq!(named, Some(wanted), "{pattern} {path}");
        }
        for (pattern, path) in [
            ("{path}.{lang}.md", "a/b.old.md"),
            ("{path}.{lang}.md", "a/b.md"),
            ("{lang}/{path}.md", "docs/b.md"),
            ("{lang}/{path}.md", "x/de/b.md"),
            ("{name}.{lang}.md", "a/de.md"),
            ("{lang}.md", "de.md"),
        ] {
            let named = languages(&format!("default = \"en\"\npattern = [\"{pattern}\"]\n"))
                .named(&DocPath::new(path).expect("a path"));
            assert_eq!(named, None, "{pattern} {path}");
        }
        let few = languages("default = \"en\"\nuse = [\"de\"]\npattern = \"{lang}/\"\n");
        let named = |path: &str| few.named(&DocPath::new(path).expect("a path")).map(|named| named.language);
        assert_eq!(
            (named("it/a.md"), named("de/a.md"), named("en/a.md")),
            (None, Some("de".into()), Some("en".into()))
        );
    }

    #[test]
    fn tags_are_told_by_their_form() {
        assert_eq!(tag(" DE_at "), Some("de-AT".into()));
        assert_eq!(tag("zh-hans-cn"), Some("zh-Hans-CN".into()));
        for bad in ["", "d", "german", "de-", "de at", "de/x", "d3", "\"><script>"] {
            assert_eq!(tag(bad), None, "{bad}");
        }
        assert!(is_rtl("ar-EG") && !is_rtl("de") && !is_rtl("ar-Latn"));
    }

    #[test]
    fn what_cannot_be_meant_is_told() {
        let told = |settings: &str| {
            let (_, problems) = Config::read(&format!("[languages]\n{settings}"));
            problems.into_iter().map(|problem| problem.message.english()).collect::<Vec<_>>()
        };
        assert_eq!(told("default = \"german\"\n"), ["`german` is no tag of a language"]);
        assert_eq!(told("default = \"de\"\npattern = [\"*.md\"]\n"), ["`*.md` does not say where the language stands"]);
        assert_eq!(told("pattern = [\"{lang}/\"]\n"), ["`languages` has no `default`"]);
    }

    #[test]
    fn no_pattern_takes_long() {
        let languages = languages("default = \"en\"\npattern = [\"{path}{lang}{path}x\"]\n");
        assert_eq!(languages.named(&DocPath::new(&"a".repeat(1_000)).expect("a path")), None);
        assert_eq!(parts("{path}a{path}b{path}{lang}"), None);
    }
}
