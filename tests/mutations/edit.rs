//! Changes to the files of a repository, told in the terms of front matter.

use std::collections::BTreeMap;

/// Files by path.
pub(crate) type Texts = BTreeMap<String, String>;

/// One change.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Edit {
    /// Key and new value, as YAML writes it, in place of what stands there with all its lines; or the key added.
    Set(&'static str, &'static str, &'static str),
    /// The key goes, with all its lines.
    Drop(&'static str, &'static str),
    /// The words go and others come, once; they have to be there.
    Swap(&'static str, &'static str, &'static str),
    /// In the block of rows that has these words, the key of a row goes.
    DropIn(&'static str, &'static str, &'static str),
    /// Every line of this key in rows gets this value.
    SetEach(&'static str, &'static str, &'static str),
    /// Every line of this key in rows goes.
    DropEach(&'static str, &'static str),
    /// A file comes, with its front matter.
    New(&'static str, &'static str),
    /// The file goes.
    Gone(&'static str),
    /// All files in the folder go.
    GoneAll(&'static str),
    /// The example is committed, and then the change: what follows from the record alone.
    Committed,
}

impl Edit {
    /// Makes the change, or says why it cannot be made.
    pub(crate) fn make(&self, texts: &mut Texts) -> Result<(), String> {
        match *self {
            Self::Set(path, key, value) => in_head(texts, path, |head| {
                let line = format!("{key}: {value}");
                Some(match block(head, key) {
                    Some((start, end)) => [&head[..start], &[line], &head[end..]].concat(),
                    None => [head, &[line]].concat(),
                })
            }),
            Self::Drop(path, key) => in_head(texts, path, |head| {
                let (start, end) = block(head, key)?;
                Some([&head[..start], &head[end..]].concat())
            }),
            Self::Swap(path, from, to) => {
                let text = texts.get_mut(path).ok_or_else(|| format!("there is no {path}"))?;
                match text.contains(from) {
                    true => *text = text.replacen(from, to, 1),
                    false => return Err(format!("{path} has no `{from}`")),
                }
                Ok(())
            }
            Self::DropIn(path, words, key) => in_head(texts, path, |head| {
                let at = head.iter().position(|line| line.contains(words))?;
                let is_row = |line: &String| line.trim_start().starts_with("- ") || !line.starts_with(' ');
                let end = (at + 1..head.len()).find(|i| is_row(&head[*i])).unwrap_or(head.len());
                let line = (at..end).find(|i| head[*i].trim_start().starts_with(&format!("{key}:")))?;
                Some([&head[..line], &head[line + 1..]].concat())
            }),
            Self::SetEach(path, key, value) => in_head(texts, path, |head| {
                let own = |line: &String| line.starts_with(' ') && line.trim_start().starts_with(&format!("{key}:"));
                let indent = |line: &String| " ".repeat(line.len() - line.trim_start().len());
                head.iter().any(own).then(|| {
                    let line = |line: &String| match own(line) {
                        true => format!("{}{key}: {value}", indent(line)),
                        false => line.clone(),
                    };
                    head.iter().map(line).collect()
                })
            }),
            Self::DropEach(path, key) => in_head(texts, path, |head| {
                let own = |line: &&String| line.starts_with(' ') && line.trim_start().starts_with(&format!("{key}:"));
                let rest: Vec<String> = head.iter().filter(|line| !own(line)).cloned().collect();
                (rest.len() < head.len()).then_some(rest)
            }),
            Self::New(path, head) => {
                match texts.insert(path.to_owned(), format!("---\n{head}\n---\nWhat was done is told above.\n")) {
                    None => Ok(()),
                    Some(_) => Err(format!("{path} is there")),
                }
            }
            Self::Gone(path) => texts.remove(path).map(|_| ()).ok_or_else(|| format!("there is no {path}")),
            Self::GoneAll(folder) => {
                let before = texts.len();
                texts.retain(|path, _| !path.starts_with(folder));
                if texts.len() < before { Ok(()) } else { Err(format!("nothing lies in {folder}")) }
            }
            Self::Committed => Ok(()),
        }
    }
}

/// Changes the lines of the front matter of a file.
fn in_head(texts: &mut Texts, path: &str, change: impl FnOnce(&[String]) -> Option<Vec<String>>) -> Result<(), String> {
    let text = texts.get_mut(path).ok_or_else(|| format!("there is no {path}"))?;
    let inner = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    let (head, body) = inner.ok_or_else(|| format!("{path} has no front matter"))?;
    let lines: Vec<String> = head.lines().map(str::to_owned).collect();
    let lines = change(&lines).ok_or_else(|| format!("{path} has no such key"))?;
    *text = format!("---\n{}\n---\n{body}", lines.join("\n"));
    Ok(())
}

/// The lines of a key at the top level.
fn block(head: &[String], key: &str) -> Option<(usize, usize)> {
    let start = head.iter().position(|line| line.starts_with(&format!("{key}:")))?;
    let more = head[start + 1..].iter().take_while(|line| line.starts_with([' ', '-'])).count();
    Some((start, start + 1 + more))
}
