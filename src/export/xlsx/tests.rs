//! Spreadsheets are taken apart again, part by part, and read by rules of their own.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::*;

/// The parts of a file.
pub(in crate::export) fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
    let mut part = |place: usize| {
        let mut file = zip.by_index(place).expect("a part");
        let mut text = String::new();
        file.read_to_string(&mut text).expect("UTF-8");
        (file.name().expect("a name").into_owned(), text)
    };
    (0..ZipArchive::new(Cursor::new(bytes)).expect("a zip file").len()).map(&mut part).collect()
}

/// What stands between `before` and `after`, each time.
fn between<'t>(text: &'t str, before: &str, after: &str) -> Vec<&'t str> {
    text.split(before).skip(1).map(|rest| rest.split_once(after).expect(after).0).collect()
}

fn plain(xml: &str) -> String {
    xml.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// How a cell looks, by the parts of its style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::export) enum Look {
    Head,
    BlankHead,
    Text,
    Quoted,
    Day,
    Number,
    Blank,
    Link,
    Strong,
}

/// How cells of each style look.
fn looks(styles: &str) -> Vec<Look> {
    let section = |name: &str| between(styles, &format!("<{name} "), &format!("</{name}>"))[0].to_owned();
    let (fonts, fills, formats) = (section("fonts"), section("fills"), section("cellXfs"));
    let (fonts, fills) = (between(&fonts, "<font>", "</font>"), between(&fills, "<fill>", "</fill>"));
    let number = |xf: &str, key: &str| -> usize {
        between(xf, &format!("{key}=\""), "\"").first().and_then(|text| text.parse().ok()).unwrap_or(0)
    };
    let look = |xf: &&str| {
        let (font, fill) = (fonts[number(xf, "fontId")], fills[number(xf, "fillId")]);
        match (font.contains("<b/>"), fill.contains("FFFFF8DC"), number(xf, "numFmtId")) {
            (true, true, _) => Look::BlankHead,
            (true, false, _) if fill.contains("solid") => Look::Head,
            (true, false, _) => Look::Strong,
            (false, true, _) => Look::Blank,
            (false, false, 1) => Look::Number,
            (false, false, 2..) => Look::Day,
            _ if font.contains("<u/>") => Look::Link,
            _ if xf.contains("quotePrefix=\"1\"") => Look::Quoted,
            _ => Look::Text,
        }
    };
    formats.split("<xf ").skip(1).collect::<Vec<_>>().iter().map(look).collect()
}

/// The cells of a sheet by their places: how each looks and what stands there.
pub(in crate::export) fn cells(parts: &BTreeMap<String, String>, number: usize) -> BTreeMap<String, (Look, String)> {
    let strings = between(&parts["xl/sharedStrings.xml"], "<si><t", "</t></si>");
    let strings: Vec<&str> = strings.iter().map(|text| text.split_once('>').expect("the end of a tag").1).collect();
    let (sheet, looks) = (&parts[&format!("xl/worksheets/sheet{number}.xml")], looks(&parts["xl/styles.xml"]));
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
        cells.insert(place.to_owned(), (looks[style.parse::<usize>().expect("a style")], text));
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
    assert_eq!(at("A1"), (Look::Head, "Id"));
    assert_eq!(at("C1"), (Look::BlankHead, "Seen"));
    assert_eq!(at("A2"), (Look::Text, "A-1"));
    assert_eq!(at("B2"), (Look::Quoted, "=1+1"), "text, and marked so that it stays text");
    assert_eq!(at("C2"), (Look::Blank, ""));
    assert_eq!(at("A3"), (Look::Number, "42"));
    assert_eq!(at("B3"), (Look::Day, "46346"), "a real day");
    assert_eq!(at("C3"), (Look::Blank, "x"));
    assert_eq!(at("A4"), (Look::Text, "9223372036854775807"), "no digit is lost");
    assert_eq!(at("B4"), (Look::Text, "1800-01-01"));
    assert_eq!(at("A5"), (Look::Link, "A 1"));
    assert_eq!(at("B5"), (Look::Text, "a\nb"));
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
fn tabs_have_names_that_programs_take() {
    let sheet = |name: &str| Sheet { name: name.into(), columns: Vec::new(), table: false, rows: Vec::new() };
    let long = "Ä".repeat(40);
    let sheets = ["A/B: [c]", "a-b- -c-", "", "History", &long, &long, "'x'"].map(sheet);
    let cut = [31, 29].map(|letters| "Ä".repeat(letters));
    let second = format!("{} 2", cut[1]);
    assert_eq!(names(&sheets), ["A-B- -c-", "a-b- -c- 2", " 2", "History 2", &cut[0], &second, "-x-"]);
    // No word is cut.
    let applicability = ["Statement of applicability, controls", "Statement of applicability: why not"].map(sheet);
    assert_eq!(names(&applicability), ["Statement of applicability", "Statement of applicability- why"]);
}
