//! The words of the interface, in the language of whoever reads: one file a language in `theme/languages`, in which each
//! text stands beside the English one, as it is in the source.
//!
//! Which language is spoken belongs to the work that is done on a thread: [`within`] speaks one for as long as a closure
//! runs, and everything made there is in it; elsewhere the words are English. `say!` is a text, with what belongs in its
//! gaps; `plural!` one that goes by a number; `mark!` tells of a text that is looked up later, with [`of`], and
//! `tell!` is one with its gaps, said where it is shown.
//! `tests/wording.rs` holds that every language that is called whole has every text, with the same gaps.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::fmt::{Display, Write as _};
use std::sync::LazyLock;

use jiff::civil::Date;

use super::lookalike::seen;

/// A language of the interface beside English, in which the source is written.
pub struct Language {
    /// Its tag (BCP 47), as `[site] language` and the attribute `lang` have it.
    pub code: &'static str,
    /// How it writes a day.
    day: fn(Date) -> String,
    /// What stands between the digits of thousands, and before those of a fraction.
    marks: (char, char),
    words: LazyLock<Lexicon>,
}

/// What a file of a language says.
struct Lexicon {
    texts: HashMap<&'static str, &'static str>,
    /// For one, and for any other number. The gap of the number is `{n}`.
    plurals: HashMap<&'static str, [&'static str; 2]>,
    /// The texts that the pages' scripts show.
    scripts: Vec<(&'static str, &'static str)>,
}

/// The languages that there are beside English.
static LANGUAGES: [Language; 1] = [Language {
    code: "de",
    day: |day| format!("{:02}.{:02}.{:04}", day.day(), day.month(), day.year()),
    marks: ('.', ','),
    words: LazyLock::new(|| read(include_str!("../../theme/languages/de.toml"))),
}];

/// The tag of the language of the source.
pub const SOURCE: &str = "en";

thread_local! {
    /// What is spoken on this thread; `None` for English.
    static SPOKEN: Cell<Option<&'static Language>> = const { Cell::new(None) };
}

/// The language with a tag, or with its first part: `de-AT` is spoken as `de`. `None` for English too.
pub fn language(tag: &str) -> Option<&'static Language> {
    let main = tag.split(['-', '_']).next().unwrap_or(tag);
    LANGUAGES.iter().find(|language| language.code.eq_ignore_ascii_case(main))
}

/// The tags of the languages that there are, English first.
pub fn codes() -> impl Iterator<Item = &'static str> {
    [SOURCE].into_iter().chain(LANGUAGES.iter().map(|language| language.code))
}

/// What is spoken on this thread: for work that goes on upon others, which speak it by [`within`].
pub fn spoken() -> Option<&'static Language> {
    SPOKEN.get()
}

/// The tag of what is spoken on this thread.
pub fn code() -> &'static str {
    spoken().map_or(SOURCE, |language| language.code)
}

/// Speaks a language while `work` runs, and what was spoken before from then on, also where `work` panics.
pub fn within<T>(language: Option<&'static Language>, work: impl FnOnce() -> T) -> T {
    struct Before(Option<&'static Language>);
    impl Drop for Before {
        fn drop(&mut self) {
            SPOKEN.set(self.0);
        }
    }
    let _before = Before(SPOKEN.replace(language));
    work()
}

/// A text that stands in the source as it is, in what is spoken; English where it is not translated.
pub fn of(text: &'static str) -> &'static str {
    known(text)
}

/// A text of the catalogs and kinds that are shipped, in what is spoken; any other as it is.
pub fn known(text: &str) -> &str {
    spoken().and_then(|language| language.words.texts.get(text).copied()).unwrap_or(text)
}

/// Whether a name looks as a text of ours does, in any language that there is.
pub fn is_ours(name: &str) -> bool {
    static LOOKS: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let texts = LANGUAGES.iter().flat_map(|language| &language.words.texts);
        texts.flat_map(|(text, words)| [seen(text), seen(words)]).collect()
    });
    LOOKS.contains(&seen(name))
}

/// What clause 5.2 of a management system standard is about: no document of the kind that is called so too.
const POLICY: &str = mark!("5.2 Policy");

/// The title of a clause or control by its number, in what is spoken.
pub fn titled<'t>(number: &str, title: &'t str) -> &'t str {
    match known(POLICY) {
        said if said != POLICY && POLICY.split_once(' ') == Some((number, title)) => said,
        _ => known(title),
    }
}

/// A text whose gaps, such as `{name}`, are filled with what has their name. A gap that nothing fills stays as it is.
pub fn fill(text: &str, gaps: &[(&str, &dyn Display)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16 * gaps.len());
    fit(&mut filled, text, String::push_str, |filled, name| match gaps.iter().find(|(gap, _)| *gap == name) {
        // Writing into a text does not fail.
        Some((_, value)) => write!(filled, "{value}").is_ok(),
        None => false,
    });
    filled
}

/// Puts a text into `out`, whatever that is made of: `words` puts what stands between the gaps, and `gap` what belongs in
/// the gap of a name, and says whether anything does. A gap in which nothing does stays as it is.
pub fn fit<T>(out: &mut T, text: &str, words: impl Fn(&mut T, &str), mut gap: impl FnMut(&mut T, &str) -> bool) {
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => words(out, text),
            Piece::Gap(name) if gap(out, name) => {}
            Piece::Gap(name) => words(out, &format!("{{{name}}}")),
        }
    }
}

/// A piece of a text: words, or a gap by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words.
    Text(&'a str),
    /// A gap, without its braces.
    Gap(&'a str),
}

/// The pieces of a text with gaps. What stands in braces is a gap where it is a name.
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut from = 0;
        while let Some(open) = rest[from..].find('{').map(|at| from + at) {
            let name = rest[open + 1..].split_once('}').map(|(name, _)| name).filter(|name| is_name(name));
            match name {
                Some(name) if open == 0 => {
                    rest = &rest[name.len() + 2..];
                    return Some(Piece::Gap(name));
                }
                Some(_) => {
                    let words = &rest[..open];
                    rest = &rest[open..];
                    return Some(Piece::Text(words));
                }
                None => from = open + 1,
            }
        }
        Some(Piece::Text(std::mem::take(&mut rest)))
    })
}

/// The text for a number: `one` for 1, `many` for any other, in what is spoken. A file has both under `one`.
pub fn for_number(n: usize, one: &'static str, many: &'static str) -> &'static str {
    let forms = spoken().and_then(|language| language.words.plurals.get(one).copied());
    let [one, many] = forms.unwrap_or([one, many]);
    if n == 1 { one } else { many }
}

/// A number of things as `count` of [`text`](super::text) says it, where the noun is one of what is spoken.
pub(super) fn counted(n: usize, noun: &str) -> Option<String> {
    let forms = spoken()?.words.plurals.get(noun)?;
    Some(fill(forms[usize::from(n != 1)], &[("n", &n)]))
}

/// A day as what is spoken writes it: English as ISO 8601 does.
pub fn day(day: Date) -> String {
    spoken().map_or_else(|| day.to_string(), |language| (language.day)(day))
}

/// A number that is written with digits, a comma for thousands and a point for a fraction, as what is spoken writes it.
pub fn number(digits: &str) -> Cow<'_, str> {
    let Some(Language { marks: (thousands, fraction), .. }) = spoken() else { return Cow::Borrowed(digits) };
    let turned = |c| match c {
        ',' => *thousands,
        '.' => *fraction,
        c => c,
    };
    Cow::Owned(digits.chars().map(turned).collect())
}

/// All texts of the interface, in what is spoken.
pub fn texts() -> Vec<&'static str> {
    match spoken() {
        Some(language) => language.words.texts.values().copied().collect(),
        None => LANGUAGES.iter().flat_map(|language| language.words.texts.keys().copied()).collect(),
    }
}

/// The texts that the pages' scripts show, in what is spoken; none in English, which the scripts speak by themselves.
pub fn of_scripts() -> &'static [(&'static str, &'static str)] {
    spoken().map_or(&[], |language| &language.words.scripts)
}

/// Reads a file of a language: `[texts]`, `[plurals]` with two texts each, and `[scripts]`.
fn read(file: &'static str) -> Lexicon {
    // The files are part of the program, and a test reads them: what is not in one is English.
    let mut tables: toml::Table = toml::from_str(file).unwrap_or_default();
    let mut table = |name: &str| match tables.remove(name) {
        Some(toml::Value::Table(table)) => table,
        _ => toml::Table::new(),
    };
    let kept = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
    let one = |(text, value)| match value {
        toml::Value::String(words) => Some((kept(text), kept(words))),
        _ => None,
    };
    let two = |(text, value)| match value {
        toml::Value::Array(forms) => {
            let forms: Vec<&'static str> =
                forms.iter().filter_map(toml::Value::as_str).map(|w| kept(w.to_owned())).collect();
            Some((kept(text), <[_; 2]>::try_from(forms).ok()?))
        }
        _ => None,
    };
    Lexicon {
        texts: table("texts").into_iter().filter_map(one).collect(),
        plurals: table("plurals").into_iter().filter_map(two).collect(),
        scripts: table("scripts").into_iter().filter_map(one).collect(),
    }
}

/// A text that is said later, in what is spoken then, with what belongs in its gaps: `tell!` makes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Words(Box<Later>);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Later {
    text: Text,
    gaps: Vec<(&'static str, Words)>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Text {
    /// One of the source.
    Marked(&'static str),
    /// One of the data that is shipped.
    Shipped(String),
    /// The same in every language.
    Plain(String),
}

impl Words {
    /// A text of the source, with what has the names of its gaps.
    pub fn new(text: &'static str, gaps: Vec<(&'static str, Self)>) -> Self {
        Self(Box::new(Later { text: Text::Marked(text), gaps }))
    }

    /// A text of the catalogs and kinds that are shipped; any other as it is.
    pub fn shipped(text: &str) -> Self {
        Self(Box::new(Later { text: Text::Shipped(text.to_owned()), gaps: Vec::new() }))
    }

    /// These, and then others: whole sentences one after the other.
    #[must_use]
    pub fn then(self, next: Self) -> Self {
        match (self.is_empty(), next.is_empty()) {
            (_, true) => self,
            (true, false) => next,
            (false, false) => Self::new("{first} {next}", vec![("first", self), ("next", next)]),
        }
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        match &self.0.text {
            Text::Marked(text) => text.is_empty(),
            Text::Shipped(text) | Text::Plain(text) => text.is_empty(),
        }
    }

    /// Changes each text in it that is the same in every language: what others wrote stands in such texts alone.
    pub fn each_plain(&mut self, change: &mut dyn FnMut(&mut String)) {
        if let Text::Plain(text) = &mut self.0.text {
            change(text);
        }
        self.0.gaps.iter_mut().for_each(|(_, words)| words.each_plain(change));
    }

    /// The same in English: for what is compared, kept, or read by programs.
    pub fn english(&self) -> String {
        within(None, || self.to_string())
    }
}

impl Display for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = match &self.0.text {
            Text::Marked(text) => of(text),
            Text::Shipped(text) => return f.write_str(known(text)),
            Text::Plain(text) => return f.write_str(text),
        };
        if self.0.gaps.is_empty() {
            return f.write_str(text);
        }
        let gaps = self.0.gaps.iter().map(|(name, words)| (*name, words as &dyn Display)).collect::<Vec<_>>();
        f.write_str(&fill(text, &gaps))
    }
}

/// A text of the source.
impl From<&'static str> for Words {
    fn from(text: &'static str) -> Self {
        Self::new(text, Vec::new())
    }
}

/// A text that is the same in every language.
impl From<String> for Words {
    fn from(text: String) -> Self {
        Self(Box::new(Later { text: Text::Plain(text), gaps: Vec::new() }))
    }
}

/// What may stand in a gap of [`Words`]: what is written as it is, and words that are said in what is spoken then.
pub trait Gap {
    /// As it is kept.
    fn kept(&self) -> Words;
}

impl Gap for Words {
    fn kept(&self) -> Words {
        self.clone()
    }
}

impl<T: Gap + ?Sized> Gap for &T {
    fn kept(&self) -> Words {
        (**self).kept()
    }
}

macro_rules! written_as_it_is {
    ($($kind:ty),+ $(,)?) => {
        $(impl Gap for $kind {
            fn kept(&self) -> Words {
                Words::from(self.to_string())
            }
        })+
    };
}

written_as_it_is!(str, String, Cow<'_, str>, char, i8, i16, i32, i64, u32, u64, usize, Date);

/// A text of the interface: `say!("Gap")` is a `&'static str`, `say!("{n} of {all}", n, all = total)` a `String`. What
/// belongs in a gap is named as the gap is; where it is a variable of that name, the name will do.
macro_rules! say {
    ($text:literal $(,)?) => {
        $crate::base::wording::of($text)
    };
    ($text:literal, $($name:ident $(= $value:expr)?),+ $(,)?) => {
        $crate::base::wording::fill(
            $crate::base::wording::of($text),
            &[$((stringify!($name), &$crate::base::wording::gap!($name $(= $value)?) as &dyn ::std::fmt::Display)),+],
        )
    };
}

/// A text that goes by a number, which fills the gap `{n}`: `plural!(count, "{n} is late", "{n} are late")`.
macro_rules! plural {
    ($n:expr, $one:literal, $many:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {{
        let n: usize = $n;
        $crate::base::wording::fill(
            $crate::base::wording::for_number(n, $one, $many),
            &[("n", &n as &dyn ::std::fmt::Display) $(, (stringify!($name), &$crate::base::wording::gap!($name $(= $value)?) as &dyn ::std::fmt::Display))*],
        )
    }};
}

/// A text that is looked up later, where it is known what is spoken: for constants and tables.
macro_rules! mark {
    ($text:literal) => {
        $text
    };
}

/// A text that is said later, with what belongs in its gaps: `tell!("the key `{key}` stands twice", key = name)` is
/// [`Words`].
macro_rules! tell {
    ($text:expr $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::base::wording::Words::new(
            $text,
            vec![$((stringify!($name), $crate::base::wording::Gap::kept(&$crate::base::wording::gap!($name $(= $value)?)))),*],
        )
    };
}

/// What fills a gap.
macro_rules! gap {
    ($name:ident) => {
        $name
    };
    ($name:ident = $value:expr) => {
        $value
    };
}

pub(crate) use {gap, mark, plural, say, tell};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled_by_name_and_braces_of_others_stay() {
        let all = 3;
        assert_eq!(say!("{n} of {all}", n = 1 + 1, all), "2 of 3");
        assert_eq!(fill("{who} {", &[("who", &"x")]), "x {");
        assert_eq!(fill("{ who} {} {other}", &[("who", &"x")]), "{ who} {} {other}");
        assert_eq!(pieces("a{b}c").collect::<Vec<_>>(), [Piece::Text("a"), Piece::Gap("b"), Piece::Text("c")]);
    }

    #[test]
    fn texts_of_others_within_words_can_be_changed() {
        let mut words = tell!("{key} is {what}", key = "ada@x.org", what = tell!("no `{mail}`", mail = "b@x.org"));
        words.each_plain(&mut |text| *text = text.replace("x.org", "…"));
        assert_eq!(words.english(), "ada@… is no `b@…`");
    }

    #[test]
    fn a_language_is_spoken_for_as_long_as_the_work_takes() {
        let german = language("de-AT");
        assert!(german.is_some() && language("en").is_none() && language("tlh").is_none());
        let inner =
            within(german, || (code(), say!("Gap"), within(None, || say!("Gap")), day(Date::constant(2026, 3, 5))));
        assert_eq!(inner.0, "de");
        assert_ne!(inner.1, "Gap");
        assert_eq!(inner.2, "Gap");
        assert_eq!(code(), "en");
        let thrown = std::panic::catch_unwind(|| within(german, || panic!("as a test does")));
        assert!(thrown.is_err() && spoken().is_none());
    }

    #[test]
    fn numbers_are_written_as_the_language_does() {
        assert_eq!(number("12,345.6"), "12,345.6");
        within(language("de"), || assert_eq!(number("12,345.6"), "12.345,6"));
        assert_eq!(plural!(2, "{n} is late", "{n} are late of {all}", all = 5), "2 are late of 5");
    }

    #[test]
    fn words_are_said_in_what_is_spoken_when_they_are_shown() {
        let words = tell!("{key} is a {what}", key = "Gap", what = tell!("Gap"));
        assert_eq!(words.to_string(), "Gap is a Gap");
        let german =
            within(language("de"), || (words.to_string(), words.english(), Words::from("{x".to_owned()).to_string()));
        assert!(german.0.starts_with("Gap is a ") && german.0 != words.to_string());
        assert_eq!((german.1, german.2), (words.english(), "{x".to_owned()));
    }
}
