//! The marks that git leaves where two versions of a text were not merged: `<<<<<<<`, `=======` and `>>>>>>>`.
//!
//! A text that holds them is two texts, and nobody has decided which of them holds. Code that shows them as an example is
//! left alone, and so are a heading that is underlined with `=======` and a quote of a quote.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::markdown::Markdown;
use super::problem::{Problem, ProblemKind};
use crate::base::tell;
use crate::diag::Span;

/// How long a mark is at least: git writes seven signs, or as many as `conflict-marker-size` says.
const LONG: usize = 7;

/// One place of a text where two versions stand.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Conflict {
    /// The line of the first mark.
    first: Span,
    /// What goes where the first version is taken: the lines of the marks, and all of the other version.
    dropped: Vec<Range<usize>>,
    /// Whether it is one mark, which somebody overlooked.
    alone: bool,
}

/// What a line can be in a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Ours,
    Base,
    Parting,
    Theirs,
}

/// The problem of a text in which a conflict stands, at the line of its first mark. `body` is where Markdown begins, in
/// which code may show marks as an example.
pub(super) fn problem(text: &str, body: usize) -> Option<Problem> {
    conflicts(text, body).first().map(|conflict| problem_at(text, conflict))
}

/// The problem of a text that is no Markdown, such as TOML, in which a conflict stands.
pub fn conflict(text: &str) -> Option<Problem> {
    problem(text, text.len())
}

/// The same text where the first version is taken of each conflict, and blanks stand for all else: places stay what they
/// are. `None` where there is no conflict.
pub(super) fn first_version(text: &str) -> Option<String> {
    let conflicts = conflicts(text, text.len());
    if conflicts.is_empty() {
        return None;
    }
    let mut first = String::with_capacity(text.len());
    let mut at = 0;
    for dropped in conflicts.iter().flat_map(|conflict| &conflict.dropped) {
        first.push_str(text.get(at..dropped.start).unwrap_or_default());
        let blank = |c: char| if c == '\n' { "\n".to_owned() } else { " ".repeat(c.len_utf8()) };
        first.extend(text.get(dropped.clone()).unwrap_or_default().chars().map(blank));
        at = dropped.end;
    }
    first.push_str(text.get(at..).unwrap_or_default());
    Some(first)
}

fn problem_at(text: &str, conflict: &Conflict) -> Problem {
    let line = conflict.first;
    let mark = text.get(line.start..line.end).unwrap_or_default().split(' ').next().unwrap_or_default();
    let message = tell!("a merge was left unfinished: the mark `{mark}` of a conflict stands in the text", mark);
    if conflict.alone {
        let help = tell!("Take the line out, once you have seen that what stands around it is what was meant.");
        return Problem::new(ProblemKind::Conflict, line, message).help(help);
    }
    Problem::new(ProblemKind::Conflict, line, message).help(tell!("Two versions stand here. Keep what is right, and take the lines out that begin with `<<<<<<<`, `=======` and `>>>>>>>`."))
}

/// All conflicts of a text. Two marks in their order are one; one alone is where it is written as git writes it.
fn conflicts(text: &str, body: usize) -> Vec<Conflict> {
    if !["<<<<<<<", ">>>>>>>", "|||||||"].iter().any(|mark| text.contains(mark)) {
        return Vec::new();
    }
    let code = code(text, body);
    let mut found = Vec::new();
    let mut open: Vec<(Mark, Span, usize)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (place, next) = (Span::new(at, at + line.trim_end().len()), at + line.len());
        at = next;
        let Some((mark, signs)) = mark(line) else { continue };
        // Within a conflict a fence of code may stand in one of the versions only.
        if open.is_empty() && code.iter().any(|code| code.contains(&place.start)) {
            continue;
        }
        let last = open.last().map(|(last, ..)| *last);
        let goes_on = match mark {
            Mark::Ours => false,
            Mark::Base => last == Some(Mark::Ours),
            Mark::Parting => matches!(last, Some(Mark::Ours | Mark::Base)),
            Mark::Theirs => last.is_some() && open.iter().all(|(_, _, length)| *length == signs),
        };
        if !goes_on {
            found.extend(conflict_of(text, &open));
            open.clear();
        }
        // `|||||||` and `>>>>>>>` begin nothing.
        if goes_on || matches!(mark, Mark::Ours | Mark::Parting) {
            open.push((mark, place, signs));
        } else {
            found.extend(left_alone(text, (mark, place, signs)));
        }
        if goes_on && mark == Mark::Theirs {
            found.extend(conflict_of(text, &open));
            open.clear();
        }
    }
    found.extend(conflict_of(text, &open));
    found
}

/// A mark without another, where nothing but git writes such a line.
fn left_alone(text: &str, (mark, span, signs): (Mark, Span, usize)) -> Option<Conflict> {
    let line = text.get(span.start..span.end)?;
    let label = line.get(signs..)?.trim();
    let is_named = matches!(label, "Updated upstream" | "Stashed changes" | "merged common ancestors" | "empty tree");
    let one_word = !label.is_empty() && !label.contains(char::is_whitespace);
    // As `git rebase` names a commit: `12ab34c (Say who decides)`.
    let commit = label.split_once(" (").is_some_and(|(id, rest)| is_commit(id) && rest.ends_with(')'));
    let sound = match mark {
        Mark::Ours => !label.is_empty(),
        // Cells without words are a row of a table.
        Mark::Base => is_named || is_commit(label) || one_word && !label.contains('|'),
        // A quote of a quote of a quote may hold any words.
        Mark::Theirs => is_named || one_word || commit,
        Mark::Parting => false,
    };
    let dropped = std::iter::once(span.start..span.end).collect();
    (sound && signs == LONG).then_some(Conflict { first: span, dropped, alone: true })
}

/// Whether a word is the id of a commit, or begins one.
fn is_commit(word: &str) -> bool {
    word.len() >= LONG && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// What was opened, as a conflict. Without its end only its marks go.
fn conflict_of(text: &str, open: &[(Mark, Span, usize)]) -> Option<Conflict> {
    let (first, last) = (open.first()?, open.last()?);
    if open.len() < 2 {
        return left_alone(text, *first);
    }
    let line = |span: &Span| span.start..span.end;
    let dropped = match (first.0, open.get(1), last.0) {
        (Mark::Ours, Some(second), Mark::Theirs) => vec![line(&first.1), second.1.start..last.1.end],
        _ => open.iter().map(|(_, span, _)| line(span)).collect(),
    };
    Some(Conflict { first: first.1, dropped, alone: false })
}

/// The mark that a line is, and of how many signs.
fn mark(line: &str) -> Option<(Mark, usize)> {
    let line = line.trim_end();
    let sign = line.chars().next()?;
    let signs = line.len() - line.trim_start_matches(sign).len();
    let rest = line.get(signs..)?;
    let mark = match sign {
        '<' => Mark::Ours,
        '|' => Mark::Base,
        '=' => Mark::Parting,
        '>' => Mark::Theirs,
        _ => return None,
    };
    // Behind `=======` stands nothing: it is no heading of the sort `======= Title`, which no Markdown has.
    let sound = rest.is_empty() || rest.starts_with(' ') && mark != Mark::Parting;
    (signs >= LONG && sound).then_some((mark, signs))
}

/// Where code stands in the Markdown below `body`.
fn code(text: &str, body: usize) -> Vec<Range<usize>> {
    let markdown = Markdown::new(text.get(body..).unwrap_or_default());
    let events = markdown.events(|_, _| ());
    events
        .filter(|(event, _)| matches!(event, Event::Start(Tag::CodeBlock(_))))
        .map(|(_, range)| range.start + body..range.end + body)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told_at(text: &str) -> Option<&str> {
        problem(text, 0).map(|problem| &text[problem.span.start..problem.span.end])
    }

    #[test]
    fn a_conflict_is_told_at_its_first_mark() {
        for (text, mark) in [
            ("A.\n<<<<<<< HEAD\nB.\n=======\nC.\n>>>>>>> other\n", "<<<<<<< HEAD"),
            ("<<<<<<< HEAD\nB.\n||||||| 12ab\nA.\n=======\nC.\n>>>>>>> x\n", "<<<<<<< HEAD"),
            ("<<<<<<<\nB.\n=======\nC.\n>>>>>>>", "<<<<<<<"),
            ("<<<<<<<<<< a\n==========\n>>>>>>>>>> b\n", "<<<<<<<<<< a"),
            // Half of it was taken out.
            ("<<<<<<< HEAD\nB.\n=======\nC.\n", "<<<<<<< HEAD"),
            ("B.\n\n=======\nC.\n>>>>>>> other\n", "======="),
            // All of it but one mark was.
            ("A.\n<<<<<<< HEAD\nB.\n", "<<<<<<< HEAD"),
            ("A.\n>>>>>>> other/branch\n", ">>>>>>> other/branch"),
            ("A.\n\n>>>>>>> 12ab34c (Say who decides)\n", ">>>>>>> 12ab34c (Say who decides)"),
            ("A.\n>>>>>>> Stashed changes\n", ">>>>>>> Stashed changes"),
            ("A.\n||||||| 12ab34c\nB.\n", "||||||| 12ab34c"),
            (">>>>>>> a\n=======\n<<<<<<< b\n", ">>>>>>> a"),
            // A fence in one of the versions hides nothing.
            ("<<<<<<< HEAD\n```yaml\na: 1\n=======\n```json\n{}\n>>>>>>> x\n```\n", "<<<<<<< HEAD"),
            ("```\nexample\n```\n<<<<<<< HEAD\nB.\n=======\nC.\n>>>>>>> x\n", "<<<<<<< HEAD"),
        ] {
            assert_eq!(told_at(text), Some(mark), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_one_is_text() {
        for text in [
            "Title\n=======\n\nText.\n",
            "The line `<<<<<<< HEAD` begins one.\n\n=======\n",
            "```text\n<<<<<<< HEAD\nB.\n=======\nC.\n>>>>>>> other\n```\n",
            "~~~~\n```\n<<<<<<< HEAD\n=======\n>>>>>>> other\n~~~~\n",
            "    <<<<<<< HEAD\n    =======\n    >>>>>>> other\n",
            "- Mend it:\n\n  ```\n  <<<<<<< HEAD\n  =======\n  >>>>>>> other\n  ```\n",
            "<<<<<<<\n",
            "<<<<<<<<< nine\n",
            ">>>>>>> On 3 March you wrote\n",
            "| a | b |\n|---|---|\n|||||||\n",
            "```\n<<<<<<< HEAD\n```\n\n    >>>>>>> other\n",
            "Title\n==========\n\n>>>>>>> quoted seven times\n",
            "<<<<<< six\n======\n>>>>>> signs\n",
            "",
        ] {
            assert_eq!(told_at(text), None, "{text}");
        }
        // No code hides it in front of the Markdown.
        let toml = "a = 1\n```\n<<<<<<< HEAD\nb = 2\n=======\nb = 3\n>>>>>>> x\n```\n";
        assert!(conflict(toml).is_some() && problem(toml, 0).is_none());
    }

    #[test]
    fn the_first_version_is_what_stood_here_at_the_same_places() {
        let text = "id: A\n<<<<<<< HEAD\nowner: é\n||||||| 1\nowner: x\n=======\nowner: CEO\n>>>>>>> b\nkind: policy\n";
        let first = first_version(text).expect("a conflict");
        assert_eq!(first.len(), text.len());
        let lines: Vec<&str> = first.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        assert_eq!(lines, ["id: A", "owner: é", "kind: policy"]);
        assert_eq!(first.find("owner: é"), text.find("owner: é"));
        let half = "a\n=======\nb\n>>>>>>> x\nc\n";
        assert_eq!(first_version(half).expect("a conflict").split_whitespace().collect::<Vec<_>>(), ["a", "b", "c"]);
        assert_eq!(first_version("a\n=======\n"), None);
        let one = first_version("id: A\n>>>>>>> b\nkind: policy\n").expect("a conflict");
        assert_eq!(one.split_whitespace().collect::<Vec<_>>(), ["id:", "A", "kind:", "policy"]);
    }
}
