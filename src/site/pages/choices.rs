//! By what the commits of the whole record are chosen: scripts beside the pages of the months, for a page holds few of them.
//!
//! `commits.js` has every value that there is to choose, with how many commits have it. A file for each year has a short row
//! for each of its commits, by the page that tells of it: the day of the month, the places of its values of each facet, and
//! its anchor. A browser loads the first with each page, and the others when somebody chooses. `theme/aims.js` reads them.

use crate::base::sha256_hex;
use crate::history::short;
use crate::site::address::path;
use crate::site::context::Shared;
use crate::site::leaves::cuts;
use crate::site::lists::List;
use crate::site::marks::FACETS;
use crate::site::search::string;

/// The file of a year, or the one with what there is to choose. `None` where there is no such file.
pub(super) fn file(shared: &Shared<'_>, year: Option<i16>) -> Option<Vec<u8>> {
    let values = values(shared);
    let head = shared.history.head.as_ref().map_or("", |(commit, _)| commit.as_str());
    let build = &sha256_hex(format!("{head}\n{values}").as_bytes())[..16];
    let text = match year {
        None => first(shared, build, &values),
        Some(year) => of_year(shared, build, year)?,
    };
    Some(text.into_bytes())
}

/// Every value that there is to choose, by facet.
fn values(shared: &Shared<'_>) -> String {
    let mut out = String::new();
    for (facet, values) in FACETS.iter().zip(&shared.choices.values) {
        out.push_str(if out.is_empty() { "{" } else { ",\n" });
        out.push_str(&format!("\"{facet}\":["));
        for (place, (value, commits)) in values.iter().enumerate() {
            out.push_str(if place > 0 { ",[" } else { "[" });
            string(&mut out, value);
            out.push_str(&format!(",{commits}]"));
        }
        out.push(']');
    }
    out + "}"
}

fn first(shared: &Shared<'_>, build: &str, values: &str) -> String {
    let mut years: Vec<String> = shared.months.keys().map(|(year, _)| format!("\"{year:04}\"")).collect();
    years.dedup();
    years.reverse();
    let all = shared.choices.commits.iter().flatten().count();
    format!(
        "window.aimsCommits={{\"build\":\"{build}\",\"all\":{all},\"years\":[{}],\"of\":{{}},\"values\":{values}}};\n",
        years.join(",")
    )
}

/// The commits of a year by the page that tells of them, the newest page first.
fn of_year(shared: &Shared<'_>, build: &str, of: i16) -> Option<String> {
    let mut pages = Vec::new();
    for ((year, month), places) in shared.months.iter().rev().filter(|((year, _), _)| *year == of) {
        let list = List::Month(*year, *month);
        for (number, range) in cuts(shared, list).into_iter().enumerate() {
            let rows: Vec<String> = places.get(range)?.iter().filter_map(|place| row(shared, *place)).collect();
            let page = path(shared, list, number + 1);
            let page = page.trim_start_matches("changes/").trim_end_matches(".html");
            pages.push(format!("\"{page}\":[\n{}]", rows.join(",\n")));
        }
    }
    (!pages.is_empty())
        .then(|| format!("window.aimsCommits.of[\"{of:04}\"]=[\"{build}\",{{\n{}}}];\n", pages.join(",\n")))
}

/// A commit; `None` where nothing is told of it.
fn row(shared: &Shared<'_>, place: usize) -> Option<String> {
    let revision = shared.history.revisions.get(place)?;
    let facets = shared.choices.commits.get(place)?.as_ref()?;
    let places = |of: &Vec<usize>| of.iter().map(usize::to_string).collect::<Vec<_>>().join(",");
    let [kinds, people, serves, weights] = facets.each_ref().map(places);
    let (day, commit) = (revision.landed.day(), short(&revision.commit));
    Some(format!("[{day},[{kinds}],[{people}],[{serves}],[{weights}],\"{commit}\"]"))
}
