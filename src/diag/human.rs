//! Findings for people: with the line they stand on (`human`), or one line each (`short`).

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level as Title, Renderer, Snippet};

use super::files::clamp;
use super::{Diagnostic, Files, Level, Place};
use crate::base::text::terminal_safe;

/// How findings may look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether the reader sees colours.
    pub colour: bool,
    /// The width of the terminal in columns.
    pub width: usize,
}

/// Findings with the line they stand on, the reason and the remedy, separated by empty lines.
pub fn human(findings: &[Diagnostic], files: &Files, style: Style) -> String {
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(style.width);
    findings.iter().map(|finding| render(finding, files, &renderer) + "\n\n").collect()
}

fn render(finding: &Diagnostic, files: &Files, renderer: &Renderer) -> String {
    let title = match finding.level {
        Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
        Level::Note => Title::NOTE,
    };
    let message = safe_line(&finding.message);
    let path = safe_line(finding.place.path.as_str());
    let excerpt = Excerpt::of(&finding.place, files);
    let mut group = Group::with_title(title.primary_title(&message).id(finding.code));
    group = match &excerpt {
        Some(excerpt) => group.element(
            Snippet::source(&excerpt.source)
                .path(&path)
                .line_start(excerpt.line)
                .annotation(AnnotationKind::Primary.span(excerpt.start..excerpt.end)),
        ),
        None => group.element(annotate_snippets::Origin::path(&path)),
    };
    let also: Vec<_> = finding
        .also
        .iter()
        .map(|also| (safe_line(also.place.path.as_str()), safe_line(&also.label), Excerpt::of(&also.place, files)))
        .collect();
    for (path, label, excerpt) in &also {
        group = match excerpt {
            Some(excerpt) => group.element(
                Snippet::source(&excerpt.source)
                    .path(path)
                    .line_start(excerpt.line)
                    .annotation(AnnotationKind::Context.span(excerpt.start..excerpt.end).label(label)),
            ),
            None => group.element(annotate_snippets::Origin::path(path)),
        };
    }
    let help = finding.help.as_deref().map(safe_line);
    if let Some(help) = &help {
        group = group.element(Title::HELP.message(help));
    }
    renderer.render(&[group])
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
        let path = safe_line(finding.place.path.as_str());
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
        let text = human(&findings, &files, Style { colour: false, width: 100 });
        assert!(text.contains("warning[AIMS104]: unknown key `onwer`"), "{text}");
        assert!(text.contains("--> p.md:2:1"), "{text}");
        assert!(text.contains("2 | onwer: x\n"), "{text}");
        assert!(text.contains("| ^^^^^"), "{text}");
        assert!(text.contains("help: Did you mean `owner`?"), "{text}");
    }

    #[test]
    fn a_hostile_line_cannot_drive_the_terminal_and_a_long_one_is_clipped() {
        let hostile = format!("\x1b[31monwer{}", "x".repeat(100_000));
        let (findings, files) = example(&hostile, Some(Span::new(5, 10)));
        let text = human(&findings, &files, Style { colour: false, width: 100 });
        assert!(!text.contains('\x1b') && text.len() < 2_000, "{text}");
    }

    #[test]
    fn without_a_span_the_file_is_named_and_short_tells_one_line() {
        let (findings, files) = example("x", None);
        assert!(human(&findings, &files, Style { colour: false, width: 100 }).contains("--> p.md"));
        assert_eq!(short(&findings, &files), "p.md:1:1: warning: unknown key `onwer` [AIMS104]\n");
    }
}
