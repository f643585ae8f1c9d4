//! The weak spots that are planted in the example, as its README lists them for its readers: what a test asks for and what
//! a reader is told come from one place.

/// The rows of the table below a heading of the README, cell by cell.
pub(crate) fn planted(readme: &str, heading: &str) -> Vec<Vec<String>> {
    let (_, below) = readme.split_once(&format!("\n## {heading}\n")).expect("the heading");
    let section = below.split("\n## ").next().unwrap_or_default();
    let cells = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let rows: Vec<Vec<String>> = section.lines().filter(|line| line.starts_with("| AIMS")).map(cells).collect();
    let width = section.lines().find(|line| line.starts_with("| Code |")).map(cells).expect("a head").len();
    for row in &rows {
        assert!(row.len() == width && row.iter().all(|cell| !cell.is_empty()), "{row:?}");
        assert!(row[width - 1].len() > 30, "a reason stands with {row:?}");
    }
    assert!(!rows.is_empty(), "{heading}");
    rows
}
