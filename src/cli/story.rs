//! How a change record looks in a terminal. Everything that comes from the repository is made harmless first.

use super::words::{self, Paint, Tone};
use crate::approval::Counts;
use crate::approval::record::ActKind;
use crate::base::text::{count, shell_word};
use crate::diag::Style;
use crate::history::{Fate, short};
use crate::story::{
    ActRow, ApprovalRow, ChangeRow, DocumentRow, GapRow, InForce, InForceRow, ReplacedRow, RevisionRow, Story,
    VersionRow,
};

/// Lines are broken here: the record reads well in a terminal of 80 columns, and long lines read badly in wider ones.
const WIDTH: usize = 78;

/// Where what belongs to an act begins: under what was done.
const INSET: usize = 14;

/// How many documents and versions are told one by one.
const MANY: usize = 24;

/// The record of one thing.
pub(super) fn human(story: &Story, style: Style) -> String {
    let mut page = Page { text: String::new(), paint: Paint(style.colour) };
    page.head(story);
    page.gaps(&story.gaps);
    let several = story.what.documents.len() > 1;
    page.section("Versions", story.versions.len());
    for version in story.versions.iter().take(MANY) {
        page.version(version, &story.today, several);
    }
    page.rest(story.versions.len(), MANY, "version", "`--format json` has them all");
    page.section("Approvals and reviews", story.acts.len() + story.taken.len());
    for act in story.acts.iter().take(MANY) {
        page.act(act, several);
    }
    page.rest(story.acts.len(), MANY, "act", "`--format json` has them all");
    for taken in story.taken.iter().take(MANY) {
        page.marked(2, "!", Tone::Bad, &format!("{taken}."));
    }
    if !story.replaced.is_empty() {
        page.section("Files replaced after the record was settled", story.replaced.len());
        for replaced in story.replaced.iter().take(MANY) {
            page.replaced(replaced, several);
        }
        page.rest(story.replaced.len(), MANY, "file", "`--format json` has them all");
    }
    page.section("Revisions", story.revisions.len());
    for (place, revision) in story.revisions.iter().enumerate() {
        if place > 0 {
            page.text.push('\n');
        }
        page.revision(revision, story);
    }
    page.rest(story.total, story.revisions.len(), "revision", "`--limit 0` tells them all");
    page.text
}

/// What was in force on a day.
pub(super) fn in_force(told: &InForce, style: Style) -> String {
    let mut page = Page { text: String::new(), paint: Paint(style.colour) };
    let head = match told.documents.len() {
        0 => format!("Nothing was in force on {}, by the record.", told.on),
        number => format!("In force on {}: {}", told.on, count(number, "document")),
    };
    page.line(0, &page.paint.tone(Tone::Strong, &head));
    page.gaps(&told.gaps);
    let widest =
        |length: fn(&InForceRow) -> usize, most: usize| told.documents.iter().map(length).max().unwrap_or(0).min(most);
    let ids = widest(|row| row.document.chars().count(), 24);
    let labels = widest(|row| row.version.as_deref().unwrap_or("-").chars().count(), 12);
    for row in &told.documents {
        let id = page.paint.tone(Tone::Strong, &format!("{:<ids$}", words::safe(&row.document)));
        let label = format!("{:<labels$}", words::safe(row.version.as_deref().unwrap_or("-")));
        let commit = page.paint.tone(Tone::Commit, &row.commit.as_deref().map(short).unwrap_or_default());
        let gone = if row.present { "" } else { "  (removed since)" };
        let title = words::safe(&row.title);
        page.line(
            2,
            &format!("{id}  {label}  {}  {commit}  {title}{gone}", period(row.from.as_deref(), row.to.as_deref())),
        );
    }
    if let Some(row) = told.documents.iter().find(|row| row.commit.is_some()) {
        let commit = short(row.commit.as_deref().unwrap_or_default());
        page.text.push('\n');
        page.line(0, "The commit has the text of that day:");
        // What lay outside the AIMS is named from the top of the repository, as git does.
        let path = words::safe(&row.path);
        let path = path.strip_prefix('/').map_or_else(|| format!("./{path}"), str::to_owned);
        page.line(2, &format!("git show {}", shell_word(&format!("{commit}:{path}"))));
    }
    page.text
}

struct Page {
    text: String,
    paint: Paint,
}

impl Page {
    fn line(&mut self, indent: usize, text: &str) {
        self.text.push_str(format!("{}{text}", " ".repeat(indent)).trim_end());
        self.text.push('\n');
    }

    /// Text from the repository or of ours, broken into lines.
    fn wrapped(&mut self, indent: usize, text: &str) {
        for line in words::wrap(&words::safe(text), WIDTH - indent) {
            self.line(indent, &line);
        }
    }

    /// The same behind a mark.
    fn marked(&mut self, indent: usize, mark: &str, tone: Tone, text: &str) {
        let room = WIDTH - indent - 2;
        for (place, line) in words::wrap(&words::safe(text), room).iter().enumerate() {
            let mark = if place == 0 { mark } else { " " };
            let told = self.paint.tone(tone, &format!("{mark} {line}"));
            self.line(indent, &told);
        }
    }

    /// A name, set to a width, and text beside it.
    fn hanging(&mut self, name: &str, tone: Tone, width: usize, text: &str) {
        let name = words::safe(name);
        let length = name.chars().count().max(width);
        let name = format!("{}{}", self.paint.tone(tone, &name), " ".repeat(length - name.chars().count()));
        for (place, line) in words::wrap(&words::safe(text), WIDTH.saturating_sub(length + 4)).iter().enumerate() {
            match place {
                0 => self.line(2, &format!("{name}  {line}")),
                _ => self.line(length + 4, line),
            }
        }
    }

    fn section(&mut self, title: &str, rows: usize) {
        let title = self.paint.tone(Tone::Strong, title);
        self.text.push('\n');
        self.line(0, &title);
        if rows == 0 {
            self.line(2, "none on record");
        }
    }

    fn rest(&mut self, all: usize, shown: usize, noun: &str, hint: &str) {
        if all > shown {
            self.text.push('\n');
            self.line(2, &format!("and {}; {hint}", count(all - shown, noun).replacen(' ', " more ", 1)));
        }
    }

    fn head(&mut self, story: &Story) {
        let what = &story.what;
        let id = self.paint.tone(Tone::Strong, &words::safe(&what.id));
        self.line(0, &format!("{id}  {}", words::safe(&what.title)));
        match what.documents.as_slice() {
            [] => self.line(0, &format!("{}, which no document serves", what.kind)),
            [only] if what.kind == "document" || what.kind == "system" => {
                self.wrapped(0, &format!("{}, {}", standing(only), only.path));
                self.approval(only.approval.as_ref());
            }
            documents => {
                let role = if what.kind == "system" { "told by" } else { "served by" };
                self.line(0, &format!("{}, {role} {}", what.kind, count(documents.len(), "document")));
                for document in documents.iter().take(MANY) {
                    let text = format!("{} ({})", document.title, standing(document));
                    self.hanging(&document.id, Tone::Strong, 8, &text);
                }
                self.rest(documents.len(), MANY, "document", "`--format json` has them all");
            }
        }
    }

    fn approval(&mut self, approval: Option<&ApprovalRow>) {
        let Some(approval) = approval else { return };
        let enough = match (approval.satisfied, &approval.settings_since) {
            (true, _) if approval.level == 0 => "and the rule asks for none",
            (true, _) => "which is what the rule asks for",
            (false, Some(_)) => "and that does not count",
            (false, None) if approval.unsure => "as far as the record goes, which has a gap",
            (false, None) => "and the rule asks for more",
        };
        let mut text = format!("Approval: {} (level {} of 4), {enough}.", approval.title, approval.level);
        if approval.lapsed {
            let why = approval.why_lapsed.as_deref().unwrap_or("what is there now is not what was signed");
            text.push_str(&format!(" An approval has lapsed: {why}."));
        }
        if let Some(signed) = approval.signed {
            text.push_str(&format!(" It is {signed}."));
        }
        if !approval.lacking.is_empty() && !approval.unsure {
            text.push_str(&format!(" Lacking: {}.", approval.lacking.join(", ")));
        }
        if let Some((commit, by)) = approval.settings_not_vouched.as_ref().zip(approval.settings_by.as_ref()) {
            text.push_str(&format!(
                " Settings not vouched for: it rests on commit {} by {by}, which nobody listed before has signed.",
                short(commit)
            ));
        } else if let Some(since) = &approval.settings_since {
            text.push_str(&format!(
                " Settings not vouched for: nobody listed before has signed what changed them from {since} on."
            ));
        }
        self.wrapped(0, &text);
    }

    fn gaps(&mut self, gaps: &[GapRow]) {
        for gap in gaps {
            self.marked(0, "!", Tone::Bad, &format!("{}. {}", gap.what, gap.remedy));
        }
    }

    fn version(&mut self, version: &VersionRow, today: &str, several: bool) {
        let label = version.version.as_deref().unwrap_or("no number");
        let label = if several { format!("{} {label}", version.document) } else { label.to_owned() };
        let tone = if version.in_force { Tone::Good } else { Tone::Plain };
        let stated = if version.stated { ", as stated," } else { "" };
        let mut text = match (&version.from, &version.to, &version.until) {
            (None, ..) if version.recorded.is_some() => "never in force".to_owned(),
            (None, ..) => "never in force, by the record".to_owned(),
            (Some(from), Some(to), _) => format!("in force{stated} from {from} to {to}"),
            (Some(from), None, None) => format!("in force{stated} from {from}"),
            // Nothing has ended on a day to come.
            (Some(from), None, Some(_)) if from.as_str() > today => {
                format!("in force on no day: it was to begin on {from}")
            }
            (Some(_), None, Some(until)) => format!("in force on no day: it ended on {until}"),
        };
        for (from, to) in version.out.iter().filter_map(|time| time.split_once('/')) {
            text.push_str(&format!(", not from {from} to {to}"));
        }
        match &version.recorded {
            Some(recorded) if version.from.is_none() => text.push_str(&format!("; says approved since {recorded}")),
            Some(recorded) if version.recorded != version.from => text.push_str(&format!(", recorded {recorded}")),
            _ => {}
        }
        if version.texts > 1 {
            text.push_str(&format!(", {} under this number", count(version.texts, "text")));
        }
        self.hanging(&label, tone, 12, &text);
    }

    fn act(&mut self, act: &ActRow, several: bool) {
        let done = ActKind::parse(act.act).map_or(act.act, ActKind::done);
        let document = if several { format!(" {}", words::safe(&act.document)) } else { String::new() };
        let version = act.version.as_deref().map(|version| format!(" {}", words::safe(version))).unwrap_or_default();
        let role = act.role.as_deref().map(|role| format!(" ({})", words::safe(role))).unwrap_or_default();
        let (tone, counts) = match &act.standing {
            Counts::Yes => (Tone::Good, "counts"),
            Counts::Earlier => (Tone::Dim, "for an earlier text"),
            standing if standing.is_past() => (Tone::Dim, "holds no longer"),
            _ => (Tone::Bad, "does not count"),
        };
        let head = format!("{done}{document}{version} by {}{role}", words::safe(&act.by));
        let mut lines = words::wrap(&head, WIDTH - INSET);
        // What it is worth stands beside it where there is room.
        let fits = lines.last().is_some_and(|line| line.chars().count() + counts.len() + 2 + INSET <= WIDTH);
        match lines.last_mut() {
            Some(line) if fits => line.push_str(&format!(": {}", self.paint.tone(tone, counts))),
            _ => lines.push(self.paint.tone(tone, counts)),
        }
        for (place, line) in lines.iter().enumerate() {
            match place {
                0 => self.line(2, &format!("{}  {line}", act.date)),
                _ => self.line(INSET, line),
            }
        }
        if let Some(landed) = act.landed.as_deref().filter(|landed| *landed != act.date) {
            let late = if act.late { ": too late to renew a review" } else { "" };
            self.line(INSET, &format!("on record since {landed}{late}"));
        }
        let signature = act.signature.as_deref().unwrap_or("it is not signed");
        for text in [&act.outcome, &act.comment, &act.beside].into_iter().flatten() {
            self.wrapped(INSET, text);
        }
        // Of many acts only what is wrong with a signature is told.
        if !several || matches!(act.standing, Counts::No(_)) {
            self.wrapped(INSET, signature);
        }
        if !act.is_committed {
            self.line(INSET, "not committed");
        }
    }

    fn replaced(&mut self, replaced: &ReplacedRow, several: bool) {
        let commit = self.paint.tone(Tone::Commit, &short(&replaced.commit));
        self.line(2, &format!("{}  {commit}  {}", replaced.date, words::safe(&replaced.author)));
        let document = if several { format!("{}: ", replaced.document) } else { String::new() };
        self.wrapped(4, &format!("{document}{}, settled on {}", replaced.path, replaced.settled));
    }

    fn revision(&mut self, revision: &RevisionRow, story: &Story) {
        let commit = self.paint.tone(Tone::Commit, &short(&revision.commit));
        let signed = if revision.signed { ", signed" } else { "" };
        let mut who = words::safe(&revision.author);
        for co_author in &revision.co_authors {
            who = format!("{who}, {}", words::safe(co_author));
        }
        if let Some(other) = &revision.committer {
            who = format!("{who}, committed by {}", words::safe(other));
        }
        self.line(2, &format!("{}  {commit}  {who}{signed}", revision.date));
        let subject = words::safe(&revision.subject);
        for line in words::wrap(if subject.is_empty() { "(no message)" } else { &subject }, WIDTH - 4) {
            let line = self.paint.tone(Tone::Strong, &line);
            self.line(4, &line);
        }
        if let Some(merge) = &revision.merged {
            let put = match merge.committer == merge.by {
                true => String::new(),
                false => format!(", put there by {},", merge.committer),
            };
            self.wrapped(4, &format!("merged by {}{put} on {} ({})", merge.by, merge.date, short(&merge.commit)));
        } else if revision.landed.as_ref() != Some(&revision.date) {
            let from = revision.landed.as_deref().unwrap_or("a day that this clone does not know");
            self.line(4, &format!("in the main line from {from}"));
        }
        for change in &revision.changes {
            self.change(change, story.what.documents.len() > 1);
        }
    }

    fn change(&mut self, change: &ChangeRow, several: bool) {
        self.wrapped(4, &summary(change, several));
        for weaker in &change.weaker {
            self.marked(4, "!", Tone::Bad, &format!("weaker: {weaker}"));
        }
        for field in &change.fields {
            self.marked(4, "-", Tone::Plain, field);
        }
        let mut above: Option<&str> = None;
        for block in change.diff.iter().flatten() {
            if block.heading.as_deref() != above && block.kind != "heading" {
                above = block.heading.as_deref();
                let heading =
                    self.paint.tone(Tone::Dim, &format!("@ {}", words::safe(above.unwrap_or("the beginning"))));
                self.line(6, &heading);
            }
            for line in words::difference(&block.runs, WIDTH - 8, self.paint) {
                self.line(8, &line);
            }
        }
        if change.cut {
            self.line(6, "There is more: parts of it are told as a whole.");
        }
    }
}

/// `material change, 34 words added, 12 removed; version 2.0, says approved`.
fn summary(change: &ChangeRow, several: bool) -> String {
    let mut text = if several { format!("{}: ", change.document) } else { String::new() };
    if let Some(path) = &change.beside {
        text.push_str(&format!("{path}, beside it: "));
    }
    if change.fate == Fate::Undone.as_str() {
        text.push_str("not taken, the merge brought none of it: ");
    }
    text.push_str(match (change.kind, change.weight) {
        _ if change.joined => "put together by git from what both sides hold; nothing was written in the merge",
        (kind @ ("added" | "removed" | "moved"), _) => kind,
        (_, Some("material")) => "material change",
        (_, Some("editorial")) => "editorial change",
        (_, Some("none")) => "no change to what is read",
        (kind, _) => kind,
    });
    if change.markup {
        text.push_str(", the words are the same and their markup is another");
    }
    if change.added + change.removed > 0 {
        text.push_str(&format!(", {} added, {} removed", count(change.added, "word"), change.removed));
    }
    if let Some(from) = &change.from {
        text.push_str(&format!(", moved from {from}"));
    }
    let version = change.version.as_deref().map(|version| format!("version {version}"));
    let stands: Vec<String> = version.into_iter().chain(change.status.as_deref().map(says)).collect();
    if !stands.is_empty() {
        text.push_str(&format!("; {}", stands.join(", ")));
    }
    text
}

/// A word that a text gave its own status. That it is approved, the record shows or does not: the text only says so.
fn says(status: &str) -> String {
    match status {
        "approved" => "says approved".into(),
        other => other.to_owned(),
    }
}

/// `version 2.0, approved`, as the record bears it out: `version 2.0, says approved; approval lapsed`.
fn standing(document: &DocumentRow) -> String {
    if !document.present {
        return if document.came { "removed" } else { "never on the main line" }.into();
    }
    let version = document.version.as_deref().map(|version| format!("version {version}"));
    // A first letter alone is lowered: a word may follow that begins with a great one.
    let lower = |title: &str| {
        let mut letters = title.chars();
        letters.next().map(|first| first.to_lowercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    let stands = document.stands.map(lower).or_else(|| document.status.as_deref().map(says));
    let parts: Vec<String> = version.into_iter().chain(stands).collect();
    match (parts.is_empty(), &document.kind) {
        (false, _) => parts.join(", "),
        (true, Some(kind)) => kind.clone(),
        (true, None) => "of no kind".into(),
    }
}

/// A period of fixed width: its first day and its last.
fn period(from: Option<&str>, to: Option<&str>) -> String {
    let from = from.unwrap_or("?");
    match to {
        Some(to) => format!("{from:<10} to {to:<10}"),
        None => format!("from {from:<19}"),
    }
}
