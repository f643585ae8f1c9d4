//! What is due as a calendar (RFC 5545), for the programs in which people keep their days.
//!
//! In comes an [`Agenda`]; out comes a text. Each thing that has a day is an event of that whole day, which takes nobody's time,
//! with an alarm before it. Its UID ([`Item::uid`]) stays when the day moves, so that a calendar that is read again moves the
//! event too. What waits already has no day and stands in none.

use super::item::{Item, What};
use super::list::Agenda;
use crate::base::text::{cut, is_turn};
use crate::base::{Date, Period};

/// The longest line in bytes, without its end (RFC 5545, section 3.1).
const WIDTH: usize = 75;

/// The longest text of a property in characters: enough for whatever somebody writes for people.
const LONGEST: usize = 10_000;

impl Agenda {
    /// It as a calendar of an `organisation`.
    pub fn calendar(&self, organisation: Option<&str>) -> String {
        let name = format!("{}: what is due", organisation.unwrap_or("AIMS"));
        let mut text = Lines::default();
        text.put("BEGIN", "VCALENDAR");
        text.put("VERSION", "2.0");
        text.put("PRODID", "-//aims//what is due//EN");
        text.put("CALSCALE", "GREGORIAN");
        text.put("X-WR-CALNAME", &escaped(&name));
        for (item, due) in self.items.iter().filter_map(|item| Some((item, item.due?))) {
            event(&mut text, item, due, self.today);
        }
        text.put("END", "VCALENDAR");
        text.0
    }
}

fn event(text: &mut Lines, item: &Item, due: Date, today: Date) {
    let day = |date: Date| date.to_string().replace('-', "");
    let summary = summary(item);
    text.put("BEGIN", "VEVENT");
    text.put("UID", &item.uid);
    text.put("DTSTAMP", &format!("{}T000000Z", day(today)));
    text.put("DTSTART;VALUE=DATE", &day(due));
    // Without an end it takes the day on which it begins, as the last day there is does.
    let next = Period::Days(1).after(due);
    if next > due {
        text.put("DTEND;VALUE=DATE", &day(next));
    }
    text.put("SUMMARY", &escaped(&summary));
    let mut about = vec![item.remedy.clone()];
    if !item.of.is_empty() {
        about.push(format!("For: {}", item.of.join(", ")));
    }
    about.push(item.path.clone());
    text.put("DESCRIPTION", &escaped(&about.join("\n")));
    text.put("CATEGORIES", &escaped(item.what.as_str()));
    text.put("TRANSP", "TRANSPARENT");
    text.put("BEGIN", "VALARM");
    text.put("ACTION", "DISPLAY");
    text.put("DESCRIPTION", &escaped(&summary));
    text.put("TRIGGER", ahead(item.what));
    text.put("END", "VALARM");
    text.put("END", "VEVENT");
}

/// How long before the day somebody is told: what is written and agreed by several takes longer than a single act.
fn ahead(what: What) -> &'static str {
    match what {
        What::Audit
        | What::ManagementReview
        | What::Contract
        | What::Competence
        | What::Supplier
        | What::Certification
        | What::Obligation => "-P30D",
        What::Review | What::Objective | What::Evidence | What::Waiver | What::Effect | What::Measurement => "-P14D",
        What::Approval
        | What::Reading
        | What::Acknowledgement
        | What::Action
        | What::CorrectiveAction
        | What::Answer => "-P7D",
    }
}

/// What the event is called: what is due, the document and its title, or the row of a plan.
fn summary(item: &Item) -> String {
    let what = item.what.as_str().replace('-', " ");
    let of = [item.document.as_deref(), item.name.as_deref().or(item.title.as_deref())];
    let of: Vec<&str> = of.into_iter().flatten().collect();
    format!("{}: {}", what, if of.is_empty() { item.path.clone() } else { of.join(" ") })
}

/// A text as the value of a property (RFC 5545, section 3.3.11), without what has no place in a calendar, or turns the
/// direction of writing there.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let is_text = |c: &char| *c == '\n' || !(c.is_control() || is_turn(*c) || matches!(c, '\u{fffe}' | '\u{ffff}'));
    for c in cut(text, LONGEST).chars().filter(is_text) {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Lines as a calendar has them: folded, each ending as in mail.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn put(&mut self, name: &str, value: &str) {
        let mut width = 0;
        for c in format!("{name}:{value}").chars() {
            if width + c.len_utf8() > WIDTH {
                self.0.push_str("\r\n ");
                width = 1;
            }
            self.0.push(c);
            width += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(what: What, due: Option<Date>, name: Option<&str>) -> Item {
        Item {
            what,
            due,
            days: None,
            late: false,
            document: Some("POL-001".into()),
            title: Some("Use; of, AI".into()),
            path: "policies/a.md".into(),
            name: name.map(str::to_owned),
            of: vec!["AI Officer".into()],
            people: None,
            remedy: "aims review POL-001".into(),
            row: String::new(),
            uid: "one".into(),
        }
    }

    fn agenda(items: Vec<Item>) -> Agenda {
        let today = Date::constant(2026, 11, 20);
        Agenda { version: 1, today, revision: None, until: today, of: None, items }
    }

    fn values<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
        text.split("\r\n").filter_map(|line| line.strip_prefix(name)?.strip_prefix(':')).collect()
    }

    #[test]
    fn each_thing_with_a_day_is_an_event_of_that_day() {
        let due = Date::constant(2026, 12, 31);
        let text = agenda(vec![item(What::Review, Some(due), None), item(What::Approval, None, None)])
            .calendar(Some("Harrowmere"));
        assert_eq!(values(&text, "BEGIN"), ["VCALENDAR", "VEVENT", "VALARM"]);
        assert_eq!(values(&text, "DTSTART;VALUE=DATE"), ["20261231"]);
        assert_eq!(values(&text, "DTEND;VALUE=DATE"), ["20270101"]);
        assert_eq!(values(&text, "SUMMARY"), [r"review: POL-001 Use\; of\, AI"]);
        assert_eq!(values(&text, "TRIGGER"), ["-P14D"]);
        assert!(text.ends_with("END:VCALENDAR\r\n"));
    }

    #[test]
    fn the_last_day_there_is_has_no_end_that_it_is() {
        let text = agenda(vec![item(What::Review, Some(Date::MAX), None)]).calendar(None);
        assert_eq!(values(&text, "DTSTART;VALUE=DATE"), ["99991231"]);
        assert!(values(&text, "DTEND;VALUE=DATE").is_empty(), "{text}");
    }

    #[test]
    fn nothing_in_a_text_ends_its_line_or_begins_another_event() {
        let mut hostile = item(What::Review, Some(Date::constant(2026, 12, 1)), None);
        hostile.title = Some(format!("\u{202e}a\u{ffff}\r\nEND:VEVENT\r\nBEGIN:VALARM\u{0}{}", "ü".repeat(50_000)));
        let text = agenda(vec![hostile]).calendar(Some("x\u{2066}\nEND:VCALENDAR"));
        assert!(!text.contains(['\u{202e}', '\u{2066}', '\u{ffff}']), "{text}");
        assert_eq!(values(&text, "BEGIN"), ["VCALENDAR", "VEVENT", "VALARM"]);
        assert!(text.split("\r\n").all(|line| line.len() <= WIDTH && !line.contains('\n')));
        assert!(text.len() < 100_000, "{}", text.len());
    }

    #[test]
    fn what_is_to_be_done_is_told_whole_and_what_never_ends_is_marked_as_cut() {
        let of = |words: usize| {
            let long = item(What::Action, Some(Date::constant(2026, 12, 1)), Some(&"word ".repeat(words)));
            agenda(vec![long]).calendar(None).replace("\r\n ", "")
        };
        assert_eq!(values(&of(570), "SUMMARY")[0].matches("word").count(), 570);
        assert!(values(&of(5_000), "SUMMARY")[0].ends_with("word …"));
    }
}
