//! When each version was in force, as a drawing with words beside it: one bar a version, and where there was none a line.

use crate::approval::Tenure;
use crate::base::date::{Period, days_between};
use crate::base::{Date, plural, say, wording};
use crate::history::Version;
use crate::model::DocIx;
use crate::site::context::Shared;
use crate::site::markup::{Markup, attribute, element, serialized_as_html, text};
use crate::site::view::line;

/// How wide the drawing is, how high its bars, and how high it is.
const WIDTH: i64 = 640;
const BAR: i64 = 20;
const HEIGHT: i64 = 38;

/// How many bars are drawn, the newest.
const MOST: usize = 80;

/// How many times without a version are told.
const GAPS: usize = 12;

/// How wide a letter is, about.
const LETTER: i64 = 8;

/// The drawing.
#[derive(Debug)]
pub(super) struct Bar {
    spans: Vec<Span>,
    /// The first day and the day of the build.
    days: (Date, Date),
    /// Times in which no version was in force: from one day to another.
    gaps: Vec<(Date, Date)>,
    /// The version in force on the day of the build.
    now: Option<String>,
    /// How many older versions are not drawn.
    older: usize,
}

/// A version while it was in force.
#[derive(Debug)]
struct Span {
    name: String,
    from: Date,
    /// The first day after it.
    until: Date,
    is_now: bool,
}

/// The drawing of a document; `None` where fewer than two bars, or a bar and a gap, would be in it.
pub(super) fn bar(shared: &Shared<'_>, ix: DocIx) -> Option<Bar> {
    let versions = shared.history.versions(&shared.aims.document(ix).path);
    drawn(versions, shared.approvals.tenures(ix), shared.today())
}

fn drawn(versions: &[Version], tenures: &[Tenure], today: Date) -> Option<Bar> {
    let span = |(version, tenure): (&Version, &Tenure)| {
        let name = version.label.as_deref().map_or_else(|| "?".to_owned(), line);
        let now = tenure.gaps.last().map(|(_, again)| *again).or(tenure.from).filter(|_| tenure.is_in_force(today));
        let begins = tenure.from.into_iter().chain(tenure.gaps.iter().map(|(_, again)| *again));
        let ends = tenure.gaps.iter().map(|(out, _)| *out).chain([tenure.until.unwrap_or(today)]);
        let is_told = |(from, until): &(Date, Date)| *from <= today && (until > from || tenure.is_in_force(*from));
        let times: Vec<(Date, Date)> = begins.zip(ends).filter(is_told).collect();
        times.into_iter().map(move |(from, until)| Span {
            name: name.clone(),
            from,
            until: until.min(today),
            is_now: Some(from) == now,
        })
    };
    let mut spans: Vec<Span> = versions.iter().zip(tenures).flat_map(span).collect();
    let older = spans.len().saturating_sub(MOST);
    spans.drain(..older);
    let first = spans.first()?.from;
    let mut gaps = Vec::new();
    let mut reached = first;
    for span in &spans {
        if span.from > reached {
            gaps.push((reached, Period::Days(1).before(span.from)));
        }
        reached = reached.max(span.until);
    }
    let now = spans.iter().rev().find(|span| span.is_now).map(|span| span.name.clone());
    if now.is_none() && reached < today {
        gaps.push((reached, today));
    }
    let worth = spans.len() + gaps.len() > 1 && first < today;
    worth.then_some(Bar { spans, days: (first, today), gaps, now, older })
}

serialized_as_html!(Bar);

impl Bar {
    /// The place of a day in the drawing.
    fn place(&self, day: Date) -> i64 {
        let all = days_between(self.days.0, self.days.1).max(1);
        days_between(self.days.0, day).clamp(0, all) * WIDTH / all
    }

    /// What it shows, in words.
    fn words(&self) -> String {
        let (first, today) = (wording::day(self.days.0), wording::day(self.days.1));
        let versions = self.spans.chunk_by(|one, next| one.name == next.name).count();
        let mut sentences = vec![match &self.now {
            Some(now) => plural!(
                versions,
                "{n} version in force since {first}. On {today}, the day of this build, {now} is.",
                "{n} versions in force since {first}. On {today}, the day of this build, {now} is.",
                first,
                today,
                now
            ),
            None => plural!(
                versions,
                "{n} version in force since {first}. On {today}, the day of this build, none is.",
                "{n} versions in force since {first}. On {today}, the day of this build, none is.",
                first,
                today
            ),
        }];
        let gap = |(from, to): &(Date, Date)| {
            say!("from {first} to {last}", first = wording::day(*from), last = wording::day(*to))
        };
        let gaps: Vec<String> = self.gaps.iter().take(GAPS).map(gap).collect();
        if !gaps.is_empty() {
            sentences.push(say!("No version was in force {times}.", times = gaps.join(", ")));
        }
        if self.gaps.len() > GAPS {
            sentences.push(plural!(self.gaps.len() - GAPS, "So it was {n} time more.", "So it was {n} times more."));
        }
        if self.older > 0 {
            sentences.push(plural!(
                self.older,
                "{n} version before that are not drawn.",
                "{n} versions before that are not drawn."
            ));
        }
        sentences.join(" ")
    }
}

impl Markup for Bar {
    /// Whole numbers alone, so that every machine draws the same.
    fn write(&self, out: &mut String) {
        out.push_str("<figure class=\"spans\"><div class=\"scroll\" tabindex=\"0\" role=\"region\"");
        attribute(out, "aria-label", say!("Drawing: versions in force"));
        out.push('>');
        out.push_str(&format!(
            "<svg class=\"trend\" width=\"{WIDTH}\" height=\"{HEIGHT}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\"><title>"
        ));
        text(out, say!("When each version was in force"));
        out.push_str("</title>");
        let middle = BAR / 2;
        out.push_str(&format!("<path d=\"M0 {middle}H{WIDTH}\"/>"));
        for span in &self.spans {
            let (from, to) = (self.place(span.from), self.place(span.until));
            let class = if span.is_now { "is-approved" } else { "is-retired" };
            let width = (to - from).max(2);
            out.push_str(&format!("<rect class=\"{class}\" x=\"{from}\" y=\"0\" width=\"{width}\" height=\"{BAR}\"/>"));
        }
        // The newest gets its name first, before the end where its bar begins too near to it: what is in force has a name.
        let mut free = WIDTH;
        for span in self.spans.iter().rev() {
            let letters = i64::try_from(span.name.chars().count()).unwrap_or(WIDTH) * LETTER;
            let from = self.place(span.from);
            let at = if free == WIDTH { from.min(WIDTH - letters) } else { from };
            if at >= 0 && at + letters <= free {
                element(out, &format!("<text x=\"{at}\" y=\"{}\">", HEIGHT - 4), &span.name, "</text>");
                free = at - LETTER;
            }
        }
        out.push_str("</svg></div>");
        element(out, "<figcaption>", &self.words(), "</figcaption></figure>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::date;
    use crate::history::Step;

    fn day(text: &str) -> Date {
        date::parse(text).expect("a day")
    }

    fn of(spells: &[(&str, &str, &str)]) -> Option<Bar> {
        let step = Step { revision: 0, change: 0 };
        let versions: Vec<Version> =
            spells.iter().map(|(name, ..)| Version::new(Some((*name).into()), step, 0)).collect();
        let until = |until: &str| (!until.is_empty()).then(|| day(until));
        let tenure = |(_, from, to): &(&str, &str, &str)| Tenure {
            from: Some(day(from)),
            until: until(to),
            ..Tenure::default()
        };
        let tenures: Vec<Tenure> = spells.iter().map(tenure).collect();
        drawn(&versions, &tenures, day("2026-01-01"))
    }

    #[test]
    fn bars_stand_where_versions_were_in_force() {
        let bar = of(&[("1.0", "2024-01-01", "2025-01-01"), ("2.0", "2025-07-01", "")]).expect("a drawing");
        let html = bar.to_html();
        assert!(html.contains("<rect class=\"is-retired\" x=\"0\" y=\"0\" width=\"320\""), "{html}");
        assert!(html.contains("<rect class=\"is-approved\" x=\"478\" y=\"0\" width=\"162\""), "{html}");
        assert!(html.contains("2 versions in force since 2024-01-01. On 2026-01-01, the day of this build, 2.0 is. No version was in force from 2025-01-01 to 2025-06-30."), "{html}");
    }

    #[test]
    fn the_version_in_force_has_its_name_however_late_it_begins() {
        let old = [("1.0", "2024-01-01", "2025-12-20"), ("1.1", "2025-12-20", "2025-12-30")];
        let html = of(&[old[0], old[1], ("2.0", "2025-12-30", "")]).expect("a drawing").to_html();
        assert!(html.contains("<text x=\"616\" y=\"34\">2.0</text>"), "{html}");
        assert!(html.contains("<text x=\"0\" y=\"34\">1.0</text>") && !html.contains(">1.1</text>"), "{html}");
    }

    #[test]
    fn one_bar_alone_says_nothing() {
        assert!(
            of(&[("1.0", "2025-01-01", "")]).is_none()
                && of(&[("1.0", "2026-01-01", "")]).is_none()
                && of(&[]).is_none()
        );
        let ended = of(&[("<b>", "2025-01-01", "2025-06-01")]).expect("a drawing");
        let html = ended.to_html();
        assert!(html.contains("none is. No version was in force from 2025-06-01 to 2026-01-01."), "{html}");
        assert!(html.contains("&lt;b&gt;</text>"), "{html}");
    }
}
