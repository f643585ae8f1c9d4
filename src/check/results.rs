//! Results as typed records tell them: the marks of tests by the version that was tested, and the indicators of monitoring.
//!
//! Rules judge by this reading and pages show it, so that both say the same of one row.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::marks::{reaches, side};
use crate::base::{Date, Period};
use crate::model::absent::is_open;
use crate::model::document::Document;
use crate::model::fields::Row;
use crate::model::versions;
use crate::model::{Aims, DocIx};
use crate::reading::normal;

/// How long after its day a result may still come in.
const GRACE: Period = Period::Months(1);

/// How many missing periods are counted; who missed more does not count them.
pub const COUNTED: usize = 99;

/// How the tests of a version stand to the version that the entry of the system names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// They are of that one.
    Same,
    /// They are of one before it.
    Older,
    /// They are of one after it.
    Newer,
    /// They are of another one, and which came first the words do not say.
    Other,
    /// The entry names none, or the tests do not.
    Unknown,
}

/// The tests of one version of a system.
#[derive(Debug, Clone)]
pub struct Tested<'a> {
    /// The version as the newest of the tests writes it.
    pub version: Option<&'a str>,
    /// How it stands to the one that the entry names.
    pub stands: Stands,
    /// Tests of it, the newest first, each with its rows.
    pub tests: Vec<(DocIx, &'a Document)>,
}

/// The tests of a system, the newest version first; those that name no version come last. Drafts are left out.
pub fn tested(aims: &Aims, system: DocIx) -> Vec<Tested<'_>> {
    let entry = aims.document(system).fields.text("system-version");
    let mut by_version: BTreeMap<Option<String>, Tested<'_>> = BTreeMap::new();
    let mut tests = about(aims, system, "test");
    tests.sort_by_key(|(ix, test)| (Reverse(test.fields.date("date")), *ix));
    for (ix, test) in tests {
        let version = test.fields.text("system-version");
        let of = by_version.entry(version.map(versions::key));
        let of = of.or_insert_with(|| Tested { version, stands: stands(version, entry), tests: Vec::new() });
        of.tests.push((ix, test));
    }
    let mut all: Vec<Tested<'_>> = by_version.into_values().collect();
    let newest = |of: &Tested<'_>| of.tests.first().and_then(|(_, test)| test.fields.date("date"));
    // Numbers say which version is newer; where one of them has none, the days of the tests do.
    let named: Vec<&str> = all.iter().filter_map(|of| of.version).collect();
    let by_number = named.iter().all(|version| versions::compare(version, version).is_some());
    all.sort_by(|one, other| {
        let order = one.version.is_none().cmp(&other.version.is_none());
        let numbers = one.version.zip(other.version).filter(|_| by_number);
        let numbers = numbers.and_then(|(one, other)| versions::compare(other, one));
        order.then_with(|| numbers.unwrap_or_else(|| newest(other).cmp(&newest(one))))
    });
    all
}

fn stands(tested: Option<&str>, entry: Option<&str>) -> Stands {
    let Some((tested, entry)) = tested.zip(entry) else { return Stands::Unknown };
    match versions::compare(tested, entry) {
        _ if versions::same(tested, entry) => Stands::Same,
        Some(Ordering::Less) => Stands::Older,
        Some(Ordering::Greater) => Stands::Newer,
        Some(Ordering::Equal) | None => Stands::Other,
    }
}

/// Documents of a kind that are about a system, neither retired nor drafts, by path.
fn about<'a>(aims: &'a Aims, system: DocIx, kind: &str) -> Vec<(DocIx, &'a Document)> {
    let all = aims.about().documents(system).map(|ix| (ix, aims.document(ix)));
    all.filter(|(_, document)| document.is(kind) && !document.is_retired() && !document.is_draft()).collect()
}

/// The monitoring of a system, by path. Drafts are left out.
pub fn monitored(aims: &Aims, system: DocIx) -> Vec<(DocIx, &Document)> {
    about(aims, system, "monitoring")
}

/// The threshold and the figure of a row that is said to have passed, where the figure does not reach the threshold, or none
/// stands there: `not tested`.
pub fn against_its_figure<'a>(row: &'a Row, value: &str) -> Option<(&'a str, &'a str)> {
    let threshold = row.cells.text("threshold").unwrap_or_default();
    let result = row.cells.text(value).filter(|_| row.cells.flag("passed") == Some(true))?;
    (is_open(result) || reaches(threshold, result) == Some(false)).then_some((threshold, result))
}

/// What one indicator of a monitoring document comes to.
#[derive(Debug, Clone)]
pub struct Watched<'a> {
    /// What is watched, as the plan writes it, else as the results do.
    pub indicator: &'a str,
    /// The row of the plan; none for results that the plan does not name.
    pub plan: Option<&'a Row>,
    /// What was seen of it.
    pub seen: Arc<Seen<'a>>,
    /// Since when it has been watched, where nothing was seen so far.
    since: Option<Date>,
}

/// The results of an indicator.
#[derive(Debug, Clone, Default)]
pub struct Seen<'a> {
    /// Those that have a day, the oldest first; of one day in the order in which they are written.
    pub results: Vec<(Date, &'a Row)>,
}

/// What a monitoring document watches: each indicator of its plan, then what results name beside it. None where rows could
/// not be read, of which nothing can be said.
pub fn watched(monitoring: &Document) -> Option<Vec<Watched<'_>>> {
    let fields = &monitoring.fields;
    if fields.is_misread("plan") || fields.is_misread("results") {
        return None;
    }
    // Words of an indicator mean the same without regard to letter case and blanks.
    let mut seen: BTreeMap<String, Seen<'_>> = BTreeMap::new();
    let mut named: Vec<(String, &str)> = Vec::new();
    for row in fields.rows("results") {
        let Some(indicator) = row.cells.text("indicator") else { continue };
        let key = normal(indicator);
        if !seen.contains_key(&key) {
            named.push((key.clone(), indicator));
        }
        let seen = seen.entry(key).or_default();
        seen.results.extend(row.cells.date("date").map(|day| (day, row)));
    }
    for seen in seen.values_mut() {
        seen.results.sort_by_key(|(day, _)| *day);
    }
    let seen: BTreeMap<String, Arc<Seen<'_>>> = seen.into_iter().map(|(key, seen)| (key, Arc::new(seen))).collect();
    let mut planned: BTreeSet<String> = BTreeSet::new();
    let mut all: Vec<Watched<'_>> = Vec::new();
    for row in fields.rows("plan") {
        let Some(indicator) = row.cells.text("indicator") else { continue };
        let key = normal(indicator);
        let since = ["reviewed", "effective"].into_iter().find_map(|key| fields.date(key));
        let since = row.cells.date("from").or(since);
        let seen = seen.get(&key).cloned().unwrap_or_default();
        all.push(Watched { indicator, plan: Some(row), seen, since });
        planned.insert(key);
    }
    for (key, indicator) in named.into_iter().filter(|(key, _)| !planned.contains(key)) {
        let seen = seen.get(&key).cloned().unwrap_or_default();
        all.push(Watched { indicator, plan: None, seen, since: None });
    }
    Some(all)
}

impl<'a> Watched<'a> {
    /// The newest result and its day; of several of one day the one that is written last.
    pub fn last(&self) -> Option<(Date, &'a Row)> {
        self.seen.results.last().copied()
    }

    /// Results before the newest that lie outside the threshold, the newest first: by what they say, or by their figure.
    pub fn outside_before(&self) -> impl Iterator<Item = (Date, &'a Row)> {
        let threshold = self.plan.and_then(|row| row.cells.text("threshold"));
        let is_outside = move |row: &Row| {
            let figure = threshold.zip(row.cells.text("value"));
            row.cells.flag("passed") == Some(false)
                || figure.is_some_and(|(threshold, value)| reaches(threshold, value) == Some(false))
        };
        self.seen.results.iter().rev().skip(1).copied().filter(move |(_, row)| is_outside(row))
    }

    /// How often there is to be a result.
    pub fn every(&self) -> Option<Period> {
        self.plan?.cells.period("frequency")
    }

    /// By when a result was due, or is, after the last one; none where nothing says how often there is one, or since when.
    pub fn due(&self) -> Option<Date> {
        let last = self.last().map(|(day, _)| day);
        Some(self.every()?.after(last.or(self.since)?))
    }

    /// How many results are missing on a day since the last one, up to [`COUNTED`]; none where that cannot be told.
    pub fn missing(&self, today: Date) -> Option<usize> {
        let every = self.every()?;
        Some(missed(every, self.due()?, today))
    }

    /// How many were missing before the last one, up to [`COUNTED`].
    pub fn missing_before(&self) -> usize {
        let Some(every) = self.every() else { return 0 };
        let from = self.plan.and_then(|row| row.cells.date("from"));
        let days = from.into_iter().chain(self.seen.results.iter().map(|(day, _)| *day));
        let (mut before, mut last) = (0, None);
        for day in days {
            before += last.map_or(0, |last| missed(every, every.after(last), day));
            if before >= COUNTED {
                return COUNTED;
            }
            last = Some(day);
        }
        before
    }
}

/// How many results, the first of which was due by one day, had not come in by another.
pub fn missed(every: Period, due: Date, until: Date) -> usize {
    let dues = std::iter::successors(Some(due), |due| Some(every.after(*due)));
    dues.take(COUNTED).take_while(|due| GRACE.after(*due) < until).count()
}

/// Results of monitoring that passed and do not reach their threshold, or say no more than `not measured`; or that passed on
/// the other side of it than the others did: each with the threshold and the value. Which side is the right one a number alone does not say; that both are, cannot be.
pub fn on_the_other_side(monitoring: &Document) -> Vec<(&Row, &str, &str)> {
    let plan = monitoring.fields.rows("plan").iter();
    let thresholds: BTreeMap<String, &str> =
        plan.filter_map(|row| Some((normal(row.cells.text("indicator")?), row.cells.text("threshold")?))).collect();
    let mut passed: BTreeMap<String, Vec<(Ordering, &Row, &str)>> = BTreeMap::new();
    let mut found = Vec::new();
    for row in monitoring.fields.rows("results") {
        let (Some(indicator), Some(value), Some(judged)) =
            (row.cells.text("indicator").map(normal), row.cells.text("value"), row.cells.flag("passed"))
        else {
            continue;
        };
        let threshold = thresholds.get(&indicator).copied().unwrap_or_default();
        if judged && (is_open(value) || reaches(threshold, value) == Some(false)) {
            found.push((row, threshold, value));
            continue;
        }
        let lies = side(threshold, value);
        // What did not pass shows by its side on which the others should be.
        let Some(lies) = lies.filter(|lies| *lies != Ordering::Equal) else { continue };
        passed.entry(indicator).or_default().push((if judged { lies } else { lies.reverse() }, row, value));
    }
    for (indicator, rows) in passed {
        let above = rows.iter().filter(|(lies, ..)| *lies == Ordering::Greater).count();
        let odd = match above.cmp(&(rows.len() - above)) {
            Ordering::Greater => Ordering::Less,
            Ordering::Less => Ordering::Greater,
            Ordering::Equal => continue,
        };
        let is_told = |(lies, row, _): &&(Ordering, &Row, &str)| *lies == odd && row.cells.flag("passed") == Some(true);
        let threshold = thresholds.get(&indicator).copied().unwrap_or_default();
        found.extend(rows.iter().filter(is_told).map(|(_, row, value)| (*row, threshold, *value)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::{TODAY, with};

    fn of_system<T>(files: &[(&str, &str)], tell: impl FnOnce(&Aims, DocIx) -> T) -> T {
        let entry = "---\nid: SYS\nkind: system\nlifecycle: in-use\nsystem-version: v2.1\n---\n";
        let files: Vec<(&str, &str)> = [("aims.toml", ""), ("s.md", entry)].iter().chain(files).copied().collect();
        with(&files, |context| tell(context.aims, context.aims.of_kind("system")[0].0))
    }

    fn test(id: &str, version: &str, date: &str) -> String {
        format!(
            "---\nid: {id}\nkind: test\nsystems: [SYS]\ndate: {date}\n{version}\nresults: [{{measure: m, result: r}}]\n---\n"
        )
    }

    #[test]
    fn tests_stand_by_version_and_the_newest_first() {
        let files = [
            ("a.md", test("A", "system-version: \"2.1\"", "2026-03-01")),
            ("b.md", test("B", "system-version: \"1.9\"", "2026-05-01")),
            ("c.md", test("C", "system-version: \"2.1.0\"", "2026-04-01")),
            ("d.md", test("D", "system-version: \"2.10\"", "2026-02-01")),
            ("e.md", test("E", "owner: x", "2026-06-01")),
            ("f.md", test("F", "status: draft", "2026-06-01")),
        ];
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let told = of_system(&files, |aims, system| {
            let ids = |of: &Tested<'_>| of.tests.iter().map(|(_, test)| test.id.clone()).collect::<String>();
            tested(aims, system).iter().map(|of| (of.stands, ids(of))).collect::<Vec<_>>()
        });
        let wanted = [(Stands::Newer, "D"), (Stands::Same, "CA"), (Stands::Older, "B"), (Stands::Unknown, "E")];
        assert_eq!(told, wanted.map(|(stands, ids)| (stands, ids.to_owned())));
        assert_eq!(stands(Some("2026-08"), Some("autumn")), Stands::Other);
    }

    fn watched_in<T>(lines: &str, tell: impl FnOnce(Option<Vec<Watched<'_>>>) -> T) -> T {
        let text = format!("---\nid: MON\nkind: monitoring\nsystems: [SYS]\n{lines}---\n");
        of_system(&[("m.md", &text)], |aims, system| {
            let all = monitored(aims, system);
            assert_eq!(all.len(), 1);
            tell(watched(all[0].1))
        })
    }

    #[test]
    fn missing_periods_are_counted_since_the_last_result_and_before_it() {
        let plan = "plan: [{indicator: Gap, frequency: 3 months, from: 2025-01-01}]\n";
        let missing = |lines: &str| {
            watched_in(lines, |all| {
                let one = &all.expect("rows")[0];
                Some((one.missing(TODAY)?, one.missing_before(), one.due()?.to_string()))
            })
        };
        assert_eq!(missing(plan), Some((7, 0, "2025-04-01".to_owned())));
        let seen = format!(
            "{plan}results: [{{date: 2026-03-01, indicator: gap, value: 2}}, {{date: 2025-04-10, indicator: ' GAP ', value: 3}}]\n"
        );
        // Due by 10 July and 10 October 2025 and 10 January 2026, of which the last came in late; then by 1 June and 1 September.
        assert_eq!(missing(&seen), Some((2, 3, "2026-06-01".to_owned())));
        let fresh = format!("{plan}results: [{{date: 2026-11-01, indicator: Gap, value: 2}}]\n");
        assert_eq!(missing(&fresh).map(|(now, ..)| now), Some(0));
        assert_eq!(missing("plan: [{indicator: Gap}]\n"), None);
        assert_eq!(missing("plan: [{indicator: Gap, frequency: 3 months}]\n"), None);
        let long_ago = "plan: [{indicator: Gap, frequency: 1 day, from: 1900-01-01}]\n";
        assert_eq!(missing(long_ago).map(|(now, ..)| now), Some(COUNTED));
    }

    #[test]
    fn what_the_plan_does_not_name_is_not_lost() {
        let lines = "plan: [{indicator: Gap}]\nresults: [{date: 2026-01-01, indicator: Drift, value: 1}]\n";
        let told = watched_in(lines, |all| {
            let all = all.expect("rows");
            all.iter()
                .map(|one| (one.indicator.to_owned(), one.plan.is_some(), one.seen.results.len()))
                .collect::<Vec<_>>()
        });
        assert_eq!(told, [("Gap".to_owned(), true, 0), ("Drift".to_owned(), false, 1)]);
        assert!(watched_in("plan: nonsense\n", |all| all.is_none()));
    }
}
