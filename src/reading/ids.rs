//! Ids from the names of files.

use crate::base::DocPath;

/// Where an id may come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A key of front matter.
    Key,
    /// The first lines of the text.
    Header,
    /// The name of the file.
    FileName,
}

impl Source {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Key, Self::Header, Self::FileName];

    /// The word in settings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Header => "header",
            Self::FileName => "file-name",
        }
    }

    /// Reads such a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.as_str() == word)
    }
}

/// Which part of the name of a file is the id of the document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileNames {
    /// Patterns such as `{id} - *.md`; where there is none, an id is what a name begins with up to its number.
    pub patterns: Vec<String>,
}

impl FileNames {
    /// The id that the name of a file gives, whole.
    pub fn id(&self, path: &DocPath) -> Option<String> {
        let name = path.file_name();
        if self.patterns.is_empty() {
            return leading(path.stem()).map(str::to_owned);
        }
        self.patterns.iter().find_map(|pattern| by_pattern(pattern, path.as_str(), name)).map(str::to_owned)
    }
}

/// What stands for `{id}` in the name of a file that a pattern fits. A pattern with `/` is one of whole paths.
fn by_pattern<'a>(pattern: &str, path: &'a str, name: &'a str) -> Option<&'a str> {
    let text = if pattern.contains('/') { path } else { name };
    let (before, after) = pattern.split_once("{id}")?;
    // The shortest id that fits, but one that looks like one: with `{id}-*.md`, `POL-001-access.md` is `POL-001`.
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let fits = |part: &str, text: &str| crate::base::Glob::fits(part, text);
    let mut whole = None;
    for (nth, start) in starts.iter().enumerate() {
        if !fits(before, &text[..*start]) {
            continue;
        }
        let ends = starts[nth + 1..].iter().copied().chain([text.len()]);
        for end in ends {
            let id = &text[*start..end];
            if is_id(id) && fits(after, &text[end..]) {
                if leading(id) == Some(id) && after_year(id, &text[end..]) == 0 {
                    return Some(id);
                }
                whole = whole.or(Some(id));
            }
        }
    }
    whole
}

fn is_id(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.ends_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(is_part)
        && text.len() <= 80
}

/// What a name begins with, up to its number: `ISMS-POL-A.5.31.1` of `ISMS-POL-A.5.31.1 - Law`, `PROC-03` of
/// `PROC-03-incidents`. A name without letters or without a number before its words gives none.
fn leading(name: &str) -> Option<&str> {
    let mut end = 0;
    let mut letters = false;
    for part in name.split_inclusive(['-', '_', ' ']) {
        let word = part.trim_end_matches(['-', '_', ' ']);
        let is_word = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
        if !is_word || end + word.len() > 80 {
            return None;
        }
        if word.bytes().any(|byte| byte.is_ascii_digit()) {
            letters |= word.bytes().any(|byte| byte.is_ascii_alphabetic());
            let end = end + word.len();
            let id = &name[..end + after_year(word, &name[end..])];
            return Some(id).filter(|id| letters && !id.contains(' ')).filter(|id| is_id(id));
        }
        // Words before a number are few and short: `policy-on-the-use-of-ai-2` has no id.
        if word.len() > 8 || end > 16 {
            return None;
        }
        letters = true;
        end += part.len();
    }
    None
}

/// How long the numbers are that stand behind a year and are part of the id with it, as in `INC-2026-01`: a year alone has
/// many documents.
fn after_year(before: &str, rest: &str) -> usize {
    let year = before.rsplit(['-', '_']).next().unwrap_or_default();
    let is_year = year.len() == 4 && (year.starts_with("19") || year.starts_with("20"));
    if !is_year || !year.bytes().all(|byte| byte.is_ascii_digit()) {
        return 0;
    }
    let mut long = 0;
    while let Some(more) = rest[long..].strip_prefix(['-', '_']) {
        let digits = more.bytes().take_while(u8::is_ascii_digit).count();
        let ends = more[digits..].chars().next().is_none_or(|c| !c.is_alphanumeric());
        if digits == 0 || digits > 4 || !ends {
            break;
        }
        long += 1 + digits;
    }
    long
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(patterns: &[&str], path: &str) -> Option<String> {
        let patterns = patterns.iter().map(|pattern| (*pattern).to_owned()).collect();
        FileNames { patterns }.id(&DocPath::new(path).expect("a path"))
    }

    #[test]
    fn a_name_begins_with_its_id() {
        for (path, wanted) in [
            ("p/ISMS-POL-A.5.31.1 - Law.md", Some("ISMS-POL-A.5.31.1")),
            ("PROC-03-incidents.md", Some("PROC-03")),
            ("eip-1559.md", Some("eip-1559")),
            ("POL_001_access.md", Some("POL_001")),
            ("POL001.md", Some("POL001")),
            ("INC-2026-01 Wrong price.md", Some("INC-2026-01")),
            ("INC-2026-01-wrong-price.md", Some("INC-2026-01")),
            ("MR_2026_03_03.md", Some("MR_2026_03_03")),
            ("MR-2026-review.md", Some("MR-2026")),
            ("MR-2026-2nd-review.md", Some("MR-2026")),
            ("ISO-42001-2023.md", Some("ISO-42001")),
            ("access-control.md", None),
            ("01-gap.md", None),
            ("2026-01-15-minutes.md", None),
            ("policy-on-the-use-of-ai-2.md", None),
        ] {
            assert_eq!(id(&[], path).as_deref(), wanted, "{path}");
        }
    }

    #[test]
    fn patterns_say_which_part_it_is() {
        for (pattern, path, wanted) in [
            ("{id} - *.md", "p/ISMS-POL-A.5.31.1 - Law.md", Some("ISMS-POL-A.5.31.1")),
            ("{id}-*.md", "p/POL-001-access.md", Some("POL-001")),
            ("{id}-*.md", "p/INC-2026-01-wrong-price.md", Some("INC-2026-01")),
            ("{id}-01.md", "p/INC-2026-01.md", Some("INC-2026")),
            ("{id}.md", "p/access-control.md", Some("access-control")),
            ("{id}_*.md", "AC_access.md", Some("AC")),
            ("eip-{id}.md", "eip-1559.md", Some("1559")),
            ("keps/*/{id}/README.md", "keps/node/123-x/README.md", Some("123-x")),
            ("{id} - *.md", "access.md", None),
        ] {
            assert_eq!(id(&[pattern], path).as_deref(), wanted, "{pattern} {path}");
        }
    }
}
