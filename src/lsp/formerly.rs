//! Another id in what a text says of itself, and the one that it had under `formerly`, in the form in which the text
//! says it. The result is read again: it has to say just that, and all else as before, or nothing comes of it.

use crate::base::quote::{quoted, yaml};
use crate::diag::Span;
use crate::parse::{Entry, Node, Value};
use crate::reading::{Reading, says_the_same};

/// A change of a text: what stands at the span is replaced.
pub(super) type Edit = (Span, String);

/// A text and what it says of itself, by our keys.
struct Head<'t> {
    text: &'t str,
    /// Where its front matter stands, and whether that is TOML.
    front: Option<Span>,
    is_toml: bool,
    said: Vec<(String, Entry)>,
    problems: usize,
}

/// What puts `new` in the place of the id `old` of a text, and `old` under `formerly` if it `stays` there. Nothing where the text
/// gives itself another id, or none; `None` where it cannot be written in its form.
pub(super) fn edits(reading: &Reading, text: &str, (old, new): (&str, &str), stays: bool) -> Option<Vec<Edit>> {
    let head = Head::of(reading, text);
    let id = head.get("id").and_then(|id| Some((id, word(&id.node).filter(|id| id.eq_ignore_ascii_case(old))?)));
    let Some((id, written)) = id else { return Some(Vec::new()) };
    let Span { start, end } = id.node.span;
    let start = start + text.get(start..end)?.find(written)?;
    let mut edits = vec![(Span::new(start, start + written.len()), new.to_owned())];
    let mut former: Vec<&str> = head.former().iter().filter_map(word).collect();
    former.retain(|id| *id != new);
    let kept = Some(old).filter(|old| stays && !former.contains(old));
    former.extend(kept);
    edits.extend(head.formerly(id, new, kept).ok()?);
    edits.sort();
    let mut after = text.to_owned();
    edits.iter().rev().for_each(|(span, put)| after.replace_range(span.start..span.end, put));
    Head::of(reading, &after).says(&head, new, former).then_some(edits)
}

fn word(node: &Node) -> Option<&str> {
    let Value::Scalar(scalar) = &node.value else { return None };
    Some(scalar.text.trim()).filter(|text| !text.is_empty())
}

impl<'t> Head<'t> {
    fn of(reading: &Reading, text: &'t str) -> Self {
        let page = reading.page(text.as_bytes());
        let found = reading.description(text, page.front.as_ref(), page.body.start);
        let said = reading.read_alone(&found.entries).into_iter().filter(|said| !said.idle);
        let said = said.map(|said| (said.name, said.entry.into_owned())).collect();
        drop(found);
        let is_toml = page.front.as_ref().is_some_and(|front| text[front.span.start..].starts_with("+++"));
        Self { text, said, is_toml, problems: page.problems.len(), front: page.front.map(|front| front.span) }
    }

    fn get(&self, name: &str) -> Option<&Entry> {
        self.said.iter().find(|(key, _)| key == name).map(|(_, entry)| entry)
    }

    /// What stands under `formerly`.
    fn former(&self) -> &[Node] {
        self.get("formerly").map_or(&[], |entry| match &entry.node.value {
            Value::List(items) => items,
            _ => std::slice::from_ref(&entry.node),
        })
    }

    /// What it says besides.
    fn others(&self) -> impl Iterator<Item = &(String, Entry)> {
        self.said.iter().filter(|(name, _)| !matches!(name.as_str(), "id" | "formerly"))
    }

    /// Whether it has this id, those before, and says else what another one does.
    fn says(&self, before: &Self, id: &str, mut former: Vec<&str>) -> bool {
        let mut ids: Vec<&str> = self.former().iter().filter_map(word).collect();
        ids.sort_unstable();
        former.sort_unstable();
        let mut both = self.others().zip(before.others());
        let all_same = self.others().count() == before.others().count()
            && both.all(|(now, then)| now.0 == then.0 && says_the_same(&now.1.node, &then.1.node));
        let is_named = self.get("id").and_then(|entry| word(&entry.node)) == Some(id) && ids == former;
        is_named && all_same && self.problems <= before.problems
    }

    /// What takes `new` out of `formerly` and puts `kept` there.
    ///
    /// # Errors
    /// Where that would take a remark along, or what is no id.
    fn formerly(&self, id: &Entry, new: &str, kept: Option<&str>) -> Result<Option<Edit>, ()> {
        let Some(entry) = self.get("formerly") else { return Ok(kept.map(|old| self.key(id, old))) };
        let (all, value) = (self.former(), entry.node.span);
        let gone = all.iter().find(|item| word(item).is_some_and(|id| id == new));
        let written = |node: &Node| &self.text[node.span.start..node.span.end];
        let last = all.last().filter(|last| word(last).is_some());
        let is_quoted = last.is_some_and(|last| written(last).starts_with(['"', '\'']));
        let kept = kept.map(|old| if is_quoted { quoted(old) } else { self.item(old) });
        let whole = |span: Span| Span::new(self.line(span).start, (self.line(span).end + 1).min(self.text.len()));
        let before = |last: &Node| (&self.text[self.line(last.span).start..last.span.start], self.line(last.span));
        let dash = last.map(before).filter(|(dash, _)| dash.trim() == "-");
        let is_nested = |node: &Node| matches!(node.value, Value::List(_) | Value::Table(_));
        let is_alone = all.len() == 1 && self.text[..entry.key_span.start].ends_with('\n');
        Ok(Some(match (gone, kept, dash) {
            (None, None, _) => return Ok(None),
            (Some(_), None, _) if is_alone => (whole(Span::new(entry.key_span.start, value.end)), String::new()),
            (Some(gone), Some(old), Some(_)) => (gone.span, old),
            (Some(gone), None, Some(_)) => (whole(gone.span), String::new()),
            (None, Some(old), Some((dash, line))) => (at(line.end), format!("\n{dash}{old}")),
            (gone, kept, None) => {
                let left = all.iter().filter(|item| word(item).is_some() && Some(*item) != gone);
                let left = left.map(|item| written(item).to_owned()).chain(kept);
                let put = format!("[{}]", left.collect::<Vec<_>>().join(", "));
                match written(&entry.node) {
                    there if there.contains('#') || all.iter().any(is_nested) => return Err(()),
                    // A value that is not there has no place of its own.
                    "" => {
                        let end = entry.key_span.end;
                        let colon = self.text[end..].find(':').ok_or(())?;
                        (Span::new(end, end + colon + 1), format!(": {put}"))
                    }
                    _ => (value, put),
                }
            }
        }))
    }

    /// The key with its value, where there was none: behind the id, and where that is no front matter, in front matter.
    fn key(&self, id: &Entry, old: &str) -> Edit {
        let key = format!("formerly{} [{}]", if self.is_toml { " =" } else { ":" }, self.item(old));
        let Some(front) = self.front else { return (at(0), format!("---\n{key}\n---\n\n")) };
        let mut line = self.line(at(front.start));
        if (front.start..front.end).contains(&id.key_span.start) {
            if self.text[line.end..].trim_start().starts_with('{') {
                return (at(id.node.span.end), format!(", {key}"));
            }
            line = self.line(Span::new(id.key_span.start, id.node.span.end));
        }
        let indent = self.text[line.start..].find(|c| c != ' ').unwrap_or_default();
        (at(line.end), format!("\n{}{key}", " ".repeat(indent)))
    }

    fn item(&self, id: &str) -> String {
        if self.is_toml { quoted(id) } else { yaml(id) }
    }

    /// The lines that a span stands on, without the end of the last.
    fn line(&self, span: Span) -> Span {
        let start = self.text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        Span::new(start, self.text[span.end..].find('\n').map_or(self.text.len(), |at| span.end + at))
    }
}

fn at(place: usize) -> Span {
    Span::new(place, place)
}
