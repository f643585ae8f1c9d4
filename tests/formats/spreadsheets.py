"""Whether openpyxl, which others wrote, reads the spreadsheets of a site as what they are meant to be.

    python tests/formats/spreadsheets.py SITE

Each is opened and compared with the CSV file beside it: as many rows, the same days and numbers, no formula, a head that
stays in view, a filter, titles on paper, nothing that leads out of the site. The last line counts.
"""

import csv
import datetime
import pathlib
import sys

import openpyxl

SITE = pathlib.Path(sys.argv[1])


def problems_of(path):
    """What is wrong with a spreadsheet, in words."""
    found = []
    book = openpyxl.load_workbook(path)
    if book.properties.created is None or book.properties.created.time() != datetime.time():
        found.append("its day has a time of the clock")
    for sheet in book.worksheets:
        name = sheet.title
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type in ("f", "e"):
                    found.append(f"{name}!{cell.coordinate} is a formula or an error")
                if cell.hyperlink is not None and not is_of_the_site(path, cell.hyperlink.target):
                    found.append(f"{name}!{cell.coordinate} leads to {cell.hyperlink.target}")
        if sheet.auto_filter.ref is None:
            continue
        if sheet.freeze_panes not in ("B2", "A2"):
            found.append(f"{name}: its head does not stay in view")
        if sheet.auto_filter.ref != sheet.dimensions and sheet.max_row > 1:
            found.append(f"{name}: the filter is of {sheet.auto_filter.ref}, not of {sheet.dimensions}")
        if sheet.print_title_rows != "$1:$1":
            found.append(f"{name}: its titles are not on every sheet of paper")
        if any(cell.value is None for cell in sheet[1]):
            found.append(f"{name}: a column has no title")
    beside = path.with_suffix(".csv")
    if beside.is_file():
        found.extend(against_csv(book.worksheets[0], beside))
    return found


def is_of_the_site(path, target):
    """Whether a link leads to a file of the site, from the folder of the spreadsheet."""
    target = target.split("#")[0]
    file = (path.parent / target.replace("%20", " ")).resolve()
    return "://" not in target and SITE.resolve() in file.parents and ("%" in target or file.is_file())


def against_csv(sheet, beside):
    """Rows, days and numbers against the file of comma-separated values."""
    with open(beside, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    if sheet.max_row != len(rows):
        return [f"{sheet.max_row} rows, and {len(rows)} in {beside.name}"]
    found = []
    days = {
        cell.column
        for row in sheet.iter_rows(min_row=2)
        for cell in row
        if isinstance(cell.value, datetime.datetime)
    }
    for number, row in enumerate(rows[1:], start=2):
        for place, text in enumerate(row, start=1):
            value = sheet.cell(number, place).value
            if isinstance(value, datetime.datetime) and value.date().isoformat() != text:
                found.append(f"row {number}: {value} and {text}")
            elif isinstance(value, (int, float)) and not text.startswith(("[", "{")) and str(value) != text:
                found.append(f"row {number}: {value} and {text}")
            elif (value is None) != (text in ("", "[]")):
                found.append(f"row {number}, column {place}: {value!r} and {text!r}")
            elif place in days and is_day(text) and isinstance(value, str) and text >= "1900-03-01":
                found.append(f"row {number}: {text} is text and no day")
    return found


def is_day(text):
    try:
        return len(text) == 10 and datetime.date.fromisoformat(text) is not None
    except ValueError:
        return False


def main():
    files = sorted(SITE.glob("data/**/*.xlsx"))
    failed = 0
    for path in files:
        try:
            found = problems_of(path)
        except Exception as error:  # What it cannot open at all is told as the others are.
            found = [repr(error)]
        if found:
            failed += 1
            print(f"{path.relative_to(SITE)}:", *found[:20], sep="\n  ")
    if not files:
        print("the site has no spreadsheets")
        failed = 1
    print(f"{max(len(files) - failed, 0)} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
