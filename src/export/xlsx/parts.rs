//! The parts around the sheets: what there is, how it looks, what it is called.

use std::fmt::Write;

use super::sheet::letters;
use super::text::{HEAD, escape, sound};
use super::{Strings, Workbook};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// How cells look. The formats of cells are counted from nought, as `Style` has them.
const STYLES: &str = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
<numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>\
<fonts count=\"3\"><font><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font>\
<font><b/><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font>\
<font><u/><sz val=\"11\"/><color rgb=\"FF0B4F8A\"/><name val=\"Calibri\"/><family val=\"2\"/></font></fonts>\
<fills count=\"4\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>\
<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFE7E5DF\"/><bgColor indexed=\"64\"/></patternFill></fill>\
<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFFF8DC\"/><bgColor indexed=\"64\"/></patternFill></fill></fills>\
<borders count=\"3\"><border><left/><right/><top/><bottom/><diagonal/></border>\
<border><left/><right/><top/><bottom style=\"thin\"><color rgb=\"FF6B6B6B\"/></bottom><diagonal/></border>\
<border><left style=\"thin\"><color rgb=\"FFB8B3A4\"/></left><right style=\"thin\"><color rgb=\"FFB8B3A4\"/></right><top style=\"thin\"><color rgb=\"FFB8B3A4\"/></top><bottom style=\"thin\"><color rgb=\"FFB8B3A4\"/></bottom><diagonal/></border></borders>\
<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
<cellXfs count=\"10\">\
<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
<xf numFmtId=\"0\" fontId=\"1\" fillId=\"2\" borderId=\"1\" xfId=\"0\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\"><alignment vertical=\"center\" wrapText=\"1\"/></xf>\
<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>\
<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" quotePrefix=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>\
<xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyAlignment=\"1\"><alignment horizontal=\"left\" vertical=\"top\"/></xf>\
<xf numFmtId=\"1\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\"/></xf>\
<xf numFmtId=\"0\" fontId=\"0\" fillId=\"3\" borderId=\"2\" xfId=\"0\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>\
<xf numFmtId=\"0\" fontId=\"2\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>\
<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>\
<xf numFmtId=\"0\" fontId=\"1\" fillId=\"3\" borderId=\"2\" xfId=\"0\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\"><alignment vertical=\"center\" wrapText=\"1\"/></xf>\
</cellXfs>\
<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>";

/// All parts but the sheets and their texts.
pub(super) fn around(book: &Workbook, names: &[String]) -> Vec<(String, String)> {
    let package = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    vec![
        ("[Content_Types].xml".into(), types(names.len())),
        (
            "_rels/.rels".into(),
            relations(&[
                (format!("{OFFICE}/officeDocument"), "xl/workbook.xml".into()),
                (package.into(), "docProps/core.xml".into()),
            ]),
        ),
        ("docProps/core.xml".into(), core(book)),
        ("xl/workbook.xml".into(), workbook(book, names)),
        ("xl/_rels/workbook.xml.rels".into(), of_workbook(names.len())),
        ("xl/styles.xml".into(), format!("{HEAD}{STYLES}")),
    ]
}

fn types(sheets: usize) -> String {
    let mut xml = format!(
        "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    );
    let mut part = |name: &str, of: &str| {
        let _ = write!(xml, "<Override PartName=\"/{name}\" ContentType=\"{of}\"/>");
    };
    part("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml");
    part("xl/workbook.xml", &format!("{TYPES}.sheet.main+xml"));
    part("xl/styles.xml", &format!("{TYPES}.styles+xml"));
    part("xl/sharedStrings.xml", &format!("{TYPES}.sharedStrings+xml"));
    for number in 1..=sheets {
        part(&format!("xl/worksheets/sheet{number}.xml"), &format!("{TYPES}.worksheet+xml"));
    }
    xml + "</Types>"
}

/// Relations to parts of the file, numbered from 1.
fn relations(to: &[(String, String)]) -> String {
    let mut xml = format!("{HEAD}<Relationships xmlns=\"{RELATIONS}\">");
    for (place, (of, target)) in to.iter().enumerate() {
        let _ = write!(xml, "<Relationship Id=\"rId{}\" Type=\"{of}\" Target=\"{target}\"/>", place + 1);
    }
    xml + "</Relationships>"
}

fn of_workbook(sheets: usize) -> String {
    let mut to: Vec<(String, String)> =
        (1..=sheets).map(|number| (format!("{OFFICE}/worksheet"), format!("worksheets/sheet{number}.xml"))).collect();
    to.push((format!("{OFFICE}/styles"), "styles.xml".into()));
    to.push((format!("{OFFICE}/sharedStrings"), "sharedStrings.xml".into()));
    relations(&to)
}

/// Where the links of a sheet lead: to files beside this one.
pub(super) fn links(links: &[String]) -> String {
    let mut xml = format!("{HEAD}<Relationships xmlns=\"{RELATIONS}\">");
    for (place, to) in links.iter().enumerate() {
        let (number, to) = (place + 1, escape(to));
        let _ = write!(
            xml,
            "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/hyperlink\" Target=\"{to}\" TargetMode=\"External\"/>"
        );
    }
    xml + "</Relationships>"
}

/// What the file says of itself. Its day is that of the AIMS, so that two runs give the same.
fn core(book: &Workbook) -> String {
    let (title, day) = (escape(&sound(&book.title)).into_owned(), book.day);
    let when = |name: &str| format!("<dcterms:{name} xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:{name}>");
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title><dc:creator>aims</dc:creator>{}{}</cp:coreProperties>",
        when("created"),
        when("modified")
    )
}

fn workbook(book: &Workbook, names: &[String]) -> String {
    let mut xml = format!(
        "{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><bookViews><workbookView xWindow=\"0\" yWindow=\"0\" windowWidth=\"28800\" windowHeight=\"15000\"/></bookViews><sheets>"
    );
    for (place, name) in names.iter().enumerate() {
        let number = place + 1;
        let _ = write!(xml, "<sheet name=\"{}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>", escape(name));
    }
    xml.push_str("</sheets>");
    let tables: Vec<(usize, &String)> = names
        .iter()
        .enumerate()
        .filter(|(place, _)| book.sheets.get(*place).is_some_and(|sheet| sheet.table))
        .collect();
    if !tables.is_empty() {
        xml.push_str("<definedNames>");
        // What can be filtered, and what stands on each sheet of paper.
        for (place, name) in &tables {
            let (name, sheet) = (escape(name), &book.sheets[*place]);
            let (last, down) = (letters(sheet.columns.len().max(1) - 1), sheet.rows.len().min(1_048_575) + 1);
            let _ = write!(
                xml,
                "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"{place}\" hidden=\"1\">'{name}'!$A$1:${last}${down}</definedName>"
            );
        }
        for (place, name) in &tables {
            let name = escape(name);
            let _ = write!(
                xml,
                "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"{place}\">'{name}'!$1:$1</definedName>"
            );
        }
        xml.push_str("</definedNames>");
    }
    xml + "</workbook>"
}

/// The texts of all sheets.
pub(super) fn strings(strings: &Strings) -> String {
    let mut xml =
        format!("{HEAD}<sst xmlns=\"{MAIN}\" count=\"{}\" uniqueCount=\"{}\">", strings.used, strings.all.len());
    for text in &strings.all {
        let _ = write!(xml, "<si><t xml:space=\"preserve\">{}</t></si>", escape(text));
    }
    xml + "</sst>"
}
