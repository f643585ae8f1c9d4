//! Findings for people: with the line they stand on (`human`), or one line each (`short`).

use std::collections::BTreeSet;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level as Title, Origin, Renderer, Snippet};

use super::files::{Files, clamp};
use super::finding::{Diagnostic, Level, Place, Setting};
use super::groups::{Block, Same, blocks};
use crate::base::quote::quoted;
use crate::base::text::{count, terminal_safe};

/// How findings may look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether the reader sees colours.
    pub colour: bool,
    /// The width of the terminal in columns.
    pub width: usize,
    /// How many blocks of findings a screen shows; a file and a pipe carry all.
    pub most: Option<usize>,
}

/// Every finding with the line it stands on, the reason and the remedy, separated by empty lines.
pub fn each(findings: &[Diagnostic], files: &Files, style: Style) -> String {
    let renderer = renderer(style);
    findings.iter().map(|finding| render(finding, &[], files, &renderer) + "\n\n").collect()
}

/// The same, but what is said again is said once, and what a rule finds many of is one list. What a screen does not show is left
/// out: how many findings and rules they are is given beside the text.
pub fn grouped(findings: &[Diagnostic], files: &Files, style: Style) -> (String, Left) {
    let renderer = renderer(style);
    let all: Vec<&Diagnostic> = findings.iter().collect();
    let blocks = blocks(&all);
    let (told, left) = blocks.split_at(style.most.unwrap_or(blocks.len()).min(blocks.len()));
    let text = told.iter().map(|block| match block {
        Block::One(Same { first, others }) => render(first, others, files, &renderer),
        Block::Rule(parts) => list(block, parts, files, style, &renderer),
    });
    let text: String = text.map(|block| block + "\n\n").collect();
    let codes = left.iter().flat_map(Block::parts).map(|part| part.first.code);
    let rules = codes.collect::<BTreeSet<_>>().len();
    (text, Left { findings: left.iter().map(Block::count).sum(), rules })
}

/// What is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Left {
    /// How many findings.
    pub findings: usize,
    /// Of how many rules.
    pub rules: usize,
}

fn renderer(style: Style) -> Renderer {
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Ascii).term_width(style.width)
}

fn title(level: Level) -> Title<'static> {
    match level {
        Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
        Level::Note => Title::NOTE,
    }
}

fn render(finding: &Diagnostic, others: &[&Diagnostic], files: &Files, renderer: &Renderer) -> String {
    let message = safe_line(&finding.message);
    let seen = |place: &Place, label: Option<&str>| {
        (safe_line(&files.shown(&place.path)), label.map(safe_line), Excerpt::of(place, files))
    };
    let also = finding.also.iter().map(|also| seen(&also.place, Some(&also.label)));
    let places: Vec<_> = std::iter::once(seen(&finding.place, None)).chain(also).collect();
    let mut group = Group::with_title(title(finding.level).primary_title(&message).id(finding.code));
    for (path, label, excerpt) in &places {
        group = match excerpt {
            Some(Excerpt { source, line, start, end }) => {
                let kind = if label.is_none() { AnnotationKind::Primary } else { AnnotationKind::Context };
                let marked = kind.span(*start..*end).label(label.as_deref());
                group.element(Snippet::source(source).path(path).line_start(*line).annotation(marked))
            }
            None => group.element(Origin::path(path)),
        };
    }
    let more = (!others.is_empty()).then(|| format!("the same in {}", elsewhere(others, files)));
    if let Some(more) = &more {
        group = group.element(Title::NOTE.message(more));
    }
    let help = finding.help.as_deref().map(safe_line);
    // What is to be done about the others may be something else.
    let help = match others.iter().any(|other| other.help != finding.help) {
        true => {
            help.map(|help| format!("{}: {help} `--full` tells what to do about the others.", place(finding, files)))
        }
        false => help,
    };
    if let Some(help) = &help {
        group = group.element(Title::HELP.message(help));
    }
    renderer.render(&[group])
}

/// How many places are named where the same is found in many.
const PLACES: usize = 3;

/// How many different things that a rule finds are listed.
const LISTED: usize = 10;

/// `b.md:3:1, c.md:4:1 and 945 more places`.
fn elsewhere(others: &[&Diagnostic], files: &Files) -> String {
    let named: Vec<String> = others.iter().take(PLACES).map(|other| place(other, files)).collect();
    let named = named.join(", ");
    match others.len().saturating_sub(PLACES) {
        0 => named,
        more => format!("{named} and {}", count(more, "more place")),
    }
}

/// `a.md:3:1`.
fn place(finding: &Diagnostic, files: &Files) -> String {
    let (start, _) = files.positions(&finding.place);
    format!("{}:{}:{}", safe_line(&files.shown(&finding.place.path)), start.line, start.column)
}

/// What a rule finds many of, as a list.
fn list(block: &Block<'_>, parts: &[Same<'_>], files: &Files, style: Style, renderer: &Renderer) -> String {
    let Some(first) = parts.first().map(|part| part.first) else { return String::new() };
    let (found, told) = (block.count(), parts.len().min(LISTED));
    let paths =
        parts.iter().flat_map(|part| part.others.iter().chain([&part.first])).map(|finding| &finding.place.path);
    let paths: BTreeSet<_> = paths.collect();
    let wide = found.to_string().len();
    let line = |part: &Same<'_>| {
        let place = place(part.first, files);
        let times = if parts[0].count() > 1 { format!("{:>wide$} x  ", part.count()) } else { String::new() };
        let more = if part.others.is_empty() { String::new() } else { format!(" and {} more", part.others.len()) };
        let message = safe_line(&part.first.message);
        let line = format!("{times}{message}");
        // What does not fit beside the place stands above it.
        match line.chars().count() + place.len() + more.len() + 6 <= style.width {
            true => format!("{line}  {place}{more}"),
            false => format!("{line}\n{:>indent$}{place}{more}", "", indent = times.len() + 2),
        }
    };
    let mut lines: Vec<String> = parts.iter().take(told).map(line).collect();
    let rest: usize = parts.iter().skip(told).map(Same::count).sum();
    if rest > 0 {
        lines.push(format!("and {rest} more: `aims check --select {} --full` tells each", first.code));
    }
    let lines = lines.join("\n");
    let all_in = if paths.len() == 1 { "1 file".to_owned() } else { format!("{} files", paths.len()) };
    let message = format!("{} ({found} in {all_in})", first.name.replace('-', " "));
    let group = Group::with_title(title(first.level).primary_title(&message).id(first.code));
    let group = group.element(Title::NOTE.no_name().message(&lines));
    let help = common_help(parts).unwrap_or_else(|| format!("`aims explain {}` tells how to mend these.", first.code));
    let group = group.element(Title::HELP.message(&help));
    renderer.render(&[group])
}

/// What mends all that a rule finds: a line of the settings, or what each of them says.
fn common_help(parts: &[Same<'_>]) -> Option<String> {
    let settings: Vec<_> = parts.iter().filter_map(|part| part.first.settled_by.as_ref()).collect();
    if let Some(Setting { table, key, .. }) = settings.first().copied() {
        let items: Vec<String> = settings.iter().take(LISTED * 5).map(|setting| quoted(&setting.item)).collect();
        let line = safe_line(&format!("`[{table}]`, `{key} = [{}]`", items.join(", ")));
        return Some(format!("Where these are meant, say so in `aims.toml`: {line}."));
    }
    let help = parts.first()?.first.help.as_deref()?;
    let all = parts.iter().flat_map(|part| part.others.iter().chain([&part.first]));
    all.map(|finding| finding.help.as_deref()).all(|own| own == Some(help)).then(|| safe_line(help))
}

/// The lines a finding stands on, made safe for a terminal.
struct Excerpt {
    source: String,
    line: usize,
    start: usize,
    end: usize,
}

impl Excerpt {
    fn of(place: &Place, files: &Files) -> Option<Self> {
        let text = files.text(&place.path)?;
        let span = clamp(text, place.span?);
        // A span over many lines is shown by its first; the rest would only push the next finding off the screen.
        let (line, whole) = files.line(&place.path, span.start)?;
        let end = span.end.min(whole.end);
        let before = clip_left(&text[whole.start..span.start]);
        let (before, marked) = (safe_line(&before), safe_line(&text[span.start..end]));
        let after = safe_line(&text[end..whole.end]);
        let start = before.len();
        Some(Self { line, end: start + marked.len(), start, source: format!("{before}{marked}{}", clip_right(&after)) })
    }
}

/// Lines of a minified file may run to megabytes: only what is near the finding is shown.
fn clip_left(text: &str) -> String {
    match text.char_indices().rev().nth(159) {
        Some((at, _)) if at > 0 => format!("…{}", &text[at..]),
        _ => text.to_owned(),
    }
}

fn clip_right(text: &str) -> String {
    let mut clipped: String = text.chars().take(160).collect();
    if clipped.len() < text.len() {
        clipped.push('…');
    }
    clipped
}

/// A text on one line that steers no terminal, cut where it is long.
pub(super) fn safe_line(text: &str) -> String {
    let clipped: String = text.chars().take(600).collect();
    terminal_safe(&clipped.replace('\n', " "))
}

/// Findings on one line each: `path:line:column: level: message [CODE]`, with the remedy behind the message where it is a
/// change of the text.
pub fn short(findings: &[Diagnostic], files: &Files) -> String {
    let line = |finding: &Diagnostic| {
        let (start, _) = files.positions(&finding.place);
        let path = safe_line(&files.shown(&finding.place.path));
        let (level, message, code) = (finding.level.as_str(), safe_line(&finding.message), finding.code);
        let remedy = if finding.fixes.is_empty() { None } else { finding.help.as_deref().map(safe_line) };
        let remedy = remedy.map(|remedy| format!(": {remedy}")).unwrap_or_default();
        format!("{path}:{}:{}: {level}: {message}{remedy} [{code}]\n", start.line, start.column)
    };
    findings.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::DocPath;
    use crate::diag::Span;

    fn example(text: &str, span: Option<Span>) -> (Vec<Diagnostic>, Files) {
        let path = DocPath::new("p.md").expect("a path");
        let mut files = Files::default();
        files.add(path.clone(), text.into());
        let place = Place { path, span };
        let finding = Diagnostic {
            help: Some("Did you mean `owner`?".into()),
            ..Diagnostic::new(("AIMS104", "unknown-key"), Level::Warning, place, "unknown key `onwer`")
        };
        (vec![finding], files)
    }

    #[test]
    fn the_line_is_shown_with_the_place_marked() {
        let (findings, files) = example("---\nonwer: x\n", Some(Span::new(4, 9)));
        let text = each(&findings, &files, Style { colour: false, width: 100, most: None });
        assert!(text.contains("warning[AIMS104]: unknown key `onwer`"), "{text}");
        assert!(text.contains("--> p.md:2:1"), "{text}");
        assert!(text.contains("2 | onwer: x\n"), "{text}");
        assert!(text.contains("| ^^^^^"), "{text}");
        assert!(text.contains("help: Did you mean `owner`?"), "{text}");
    }

    #[test]
    fn what_is_said_twice_with_another_remedy_is_not_mended_by_the_first() {
        let (mut findings, files) = example("---\nonwer: x\n", Some(Span::new(4, 9)));
        findings.push(findings[0].clone());
        let told =
            |findings: &[Diagnostic]| grouped(findings, &files, Style { colour: false, width: 100, most: None }).0;
        assert!(told(&findings).contains("help: Did you mean `owner`?"), "{}", told(&findings));
        findings[1].help = Some("Take it away.".into());
        let other = "help: p.md:2:1: Did you mean `owner`? `--full` tells what to do about the others.";
        assert!(told(&findings).contains(other), "{}", told(&findings));
    }

    #[test]
    fn a_hostile_line_cannot_drive_the_terminal_and_a_long_one_is_clipped() {
        let hostile = format!("\x1b[31monwer{}", "x".repeat(100_000));
        let (findings, files) = example(&hostile, Some(Span::new(5, 10)));
        let text = each(&findings, &files, Style { colour: false, width: 100, most: None });
        assert!(!text.contains('\x1b') && text.len() < 2_000, "{text}");
    }

    #[test]
    fn without_a_span_the_file_is_named_and_short_tells_one_line() {
        let (findings, files) = example("x", None);
        assert!(each(&findings, &files, Style { colour: false, width: 100, most: None }).contains("--> p.md"));
        assert_eq!(short(&findings, &files), "p.md:1:1: warning: unknown key `onwer` [AIMS104]\n");
    }
}
