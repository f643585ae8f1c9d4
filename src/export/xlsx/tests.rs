//! Spreadsheets are taken apart again, part by part, and read by rules of their own.

use std::collections::BTreeMap;

use miniz_oxide::inflate::decompress_to_vec;

use super::*;

/// The parts of a file, found by the list at its end as every reader finds them.
pub(in crate::export) fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let short = |at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
    let long = |at: usize| short(at) | short(at + 2) << 16;
    let end = bytes.len() - 22;
    assert_eq!(&bytes[end..end + 4], b"PK\x05\x06");
    let mut at = long(end + 16);
    let mut parts = BTreeMap::new();
    for _ in 0..short(end + 10) {
        assert_eq!(&bytes[at..at + 4], b"PK\x01\x02");
        let (packed, size, name, begin) = (long(at + 20), long(at + 24), short(at + 28), long(at + 42));
        let name = String::from_utf8(bytes[at + 46..at + 46 + name].to_vec()).expect("a name");
        assert_eq!(bytes[begin + 14..begin + 30], bytes[at + 16..at + 32], "{name}: both heads say the same");
        let data = begin + 30 + name.len();
        let text = decompress_to_vec(&bytes[data..data + packed]).expect("deflated");
        assert_eq!(text.len(), size, "{name}");
        at += 46 + name.len();
        assert!(parts.insert(name, String::from_utf8(text).expect("UTF-8")).is_none());
    }
    assert_eq!(at, end);
    parts
}

/// What stands between `before` and `after`, each time.
fn between<'t>(text: &'t str, before: &str, after: &str) -> Vec<&'t str> {
    text.split(before).skip(1).map(|rest| rest.split_once(after).expect(after).0).collect()
}

fn plain(xml: &str) -> String {
    xml.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// The cells of a sheet by their places: the style and what stands there.
pub(in crate::export) fn cells(parts: &BTreeMap<String, String>, number: usize) -> BTreeMap<String, (u8, String)> {
    let strings = between(&parts["xl/sharedStrings.xml"], "<si><t xml:space=\"preserve\">", "</t></si>");
    let sheet = &parts[&format!("xl/worksheets/sheet{number}.xml")];
    let mut cells = BTreeMap::new();
    for cell in sheet.split("<c r=\"").skip(1) {
        let (place, rest) = cell.split_once('"').expect("a place");
        let (head, tail) = rest.split_once('>').expect("the end of a tag");
        let style = head.split_once("s=\"").expect("a style").1.split_once('"').expect("a style").0;
        let value = tail.strip_prefix("<v>").map_or("", |tail| tail.split_once("</v>").expect("a value").0);
        let text = match head.contains("t=\"s\"") {
            true => plain(strings[value.parse::<usize>().expect("a number")]),
            false => value.to_owned(),
        };
        cells.insert(place.to_owned(), (style.parse().expect("a style"), text));
    }
    cells
}

fn book(sheets: Vec<Sheet>) -> Workbook {
    Workbook { title: "A & B: <x>".into(), foot: "Commit 1 & 2".into(), day: Date::constant(2026, 11, 20), sheets }
}

fn sheet(rows: Vec<Vec<Cell>>) -> Sheet {
    let columns = vec![Column::new("Id"), Column::new("Who"), Column::blank("Seen", vec!["yes".into(), "no".into()])];
    Sheet { name: "Tab & it's".into(), columns, table: true, rows }
}

#[test]
fn a_table_is_read_as_it_was_written() {
    let rows = vec![
        vec![Cell::text("A-1"), Cell::text("=1+1"), Cell::Empty],
        vec![Cell::Number(42), Cell::Day(Date::constant(2026, 11, 20)), Cell::text("x")],
        vec![Cell::Number(i64::MAX), Cell::Day(Date::constant(1800, 1, 1)), Cell::Empty],
        vec![Cell::Link("../documents/A%201.html?a=1&b".into(), "A 1".into()), Cell::text("a\r\nb"), Cell::Empty],
    ];
    let book = book(vec![sheet(rows)]);
    let bytes = book.bytes().expect("a file");
    assert_eq!(book.bytes().expect("a file"), bytes, "the same each time");
    let parts = parts(&bytes);
    let cells = cells(&parts, 1);
    let at = |place: &str| (cells[place].0, cells[place].1.as_str());
    assert_eq!(at("A1"), (1, "Id"));
    assert_eq!(at("C1"), (9, "Seen"));
    assert_eq!(at("A2"), (2, "A-1"));
    assert_eq!(at("B2"), (3, "=1+1"), "text, and marked so that it stays text");
    assert_eq!(at("C2"), (6, ""));
    assert_eq!(at("A3"), (5, "42"));
    assert_eq!(at("B3"), (4, "46346"), "a real day");
    assert_eq!(at("C3"), (6, "x"));
    assert_eq!(at("A4"), (2, "9223372036854775807"), "no digit is lost");
    assert_eq!(at("B4"), (2, "1800-01-01"));
    assert_eq!(at("A5"), (7, "A 1"));
    assert_eq!(at("B5"), (2, "a\nb"));
    let links = &parts["xl/worksheets/_rels/sheet1.xml.rels"];
    assert!(links.contains("Target=\"../documents/A%201.html?a=1&amp;b\" TargetMode=\"External\""), "{links}");
}

#[test]
fn a_table_has_a_head_that_stays_a_filter_and_titles_on_paper() {
    let page = Sheet { table: false, ..sheet(vec![vec![Cell::Strong("About".into())]]) };
    let parts = parts(&book(vec![sheet(vec![vec![Cell::text("A")]; 3]), page]).bytes().expect("a file"));
    let table = &parts["xl/worksheets/sheet1.xml"];
    for part in
        ["ySplit=\"1\"", "state=\"frozen\"", "<autoFilter ref=\"A1:C4\"/>", "sqref=\"C2:C4\"", "fitToHeight=\"0\""]
    {
        assert!(table.contains(part), "{part}: {table}");
    }
    let book = &parts["xl/workbook.xml"];
    assert!(book.contains("localSheetId=\"0\">'Tab &amp; it-s'!$1:$1</definedName>"), "{book}");
    assert!(book.contains("hidden=\"1\">'Tab &amp; it-s'!$A$1:$C$4</definedName>"), "{book}");
    assert_eq!(book.matches("_xlnm.Print_Titles").count(), 1, "a page of text has none: {book}");
    let page = &parts["xl/worksheets/sheet2.xml"];
    assert!(!page.contains("frozen") && !page.contains("autoFilter") && page.contains("portrait"), "{page}");
    assert!(table.contains("&amp;LA &amp;&amp; B: &lt;x&gt;&amp;R"), "{table}");
    assert!(parts["docProps/core.xml"].contains("2026-11-20T00:00:00Z"));
}

#[test]
fn every_part_is_named_and_every_name_has_its_part() {
    let parts = parts(&book(vec![sheet(Vec::new()), sheet(Vec::new())]).bytes().expect("a file"));
    let named = between(&parts["[Content_Types].xml"], "PartName=\"/", "\"");
    for part in parts.keys().filter(|part| *part != "[Content_Types].xml" && !part.contains("_rels/")) {
        assert!(named.contains(&part.as_str()), "{part}");
    }
    for target in between(&parts["xl/_rels/workbook.xml.rels"], "Target=\"", "\"") {
        assert!(parts.contains_key(&format!("xl/{target}")), "{target}");
    }
    assert_eq!(named.len(), 6);
    for (name, text) in &parts {
        assert!(text.starts_with("<?xml ") && !text.contains("<f>"), "{name}");
    }
}

#[test]
fn tabs_have_names_that_programs_take() {
    let sheet = |name: &str| Sheet { name: name.into(), columns: Vec::new(), table: false, rows: Vec::new() };
    let long = "Ä".repeat(40);
    let sheets = ["A/B: [c]", "a-b- -c-", "", "History", &long, &long, "'x'"].map(sheet);
    let cut = [31, 29].map(|letters| "Ä".repeat(letters));
    let second = format!("{} 2", cut[1]);
    assert_eq!(names(&sheets), ["A-B- -c-", "a-b- -c- 2", " 2", "History 2", &cut[0], &second, "-x-"]);
}
