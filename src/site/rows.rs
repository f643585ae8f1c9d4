//! The rows of the further pages of a list as scripts, for those who choose among all of them on its first page: from `file://`
//! no page can read another. `theme/aims.js` loads them then.

use super::address::Address;
use super::lists::List;
use super::search::strings;

/// The script beside a page of a list that has a filter. None beside the first, which has its rows.
pub(super) fn of(page: Address<'_>) -> Option<Address<'_>> {
    use List::{Matrix, Month, Of, Readers, Threads, ToRead};
    match page {
        Address::Part(Month(..) | Matrix | Threads | Of(..) | Readers(_) | ToRead(_), _) => None,
        Address::Part(list, page @ 2..) => Some(Address::Rows(list, page)),
        _ => None,
    }
}

/// The list of a page as a script, with the revision of the site: another's rows are not put among these.
pub(super) fn script(page: &str, revision: Option<&str>) -> Vec<u8> {
    let between = |from: &str, to: &str| {
        let start = page.find(from)?;
        let end = start + page.get(start..)?.find(to)? + to.len();
        page.get(start..end)
    };
    let list = between("<table class=\"register\" data-filter=", "\n</table>");
    let list = list.or_else(|| between("<ul class=\"findings\" data-filter=", "\n</ul>"));
    let strings = strings([revision.unwrap_or_default(), list.unwrap_or_default()]);
    format!("document.currentScript.aimsRows={strings};\n").into_bytes()
}
