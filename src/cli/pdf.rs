//! `aims export pdf`: a page of the site as a tagged PDF, set by a browser of this machine.
//!
//! The page and what it shows are written into a private folder for temporary files, which goes away afterwards. Nothing else
//! of the site is there, so links to other pages lead to where the settings say that the site is published, or nowhere. A pack
//! that the site has in parts is put together again.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::browser::{self, Print};
use crate::base::text::did_you_mean;
use crate::base::{Date, DocPath, Error, Files, Result};
use crate::emit::{self, Scratch};
use crate::pipeline::Project;

/// The page that is printed where none is named.
const PACK: &str = "print.html";

/// How many documents of the pack a browser sets together in reasonable time, and how long they may be, in bytes of pages.
const TOGETHER: usize = 60;
const LONGEST: usize = 1_500_000;

/// For how many seconds a browser may work where nobody says.
const PATIENCE: u64 = 120;

/// How large a document may become.
const MOST: u64 = 1 << 30;

/// How the document is called while it is made.
const MADE: &str = "made.pdf";

/// What a document begins with.
const BEGINS: &[u8] = b"%PDF-";

/// How a PDF is made.
#[derive(Debug, Args)]
pub(super) struct Paper {
    /// The page of the site to print
    #[arg(long, value_name = "PAGE", default_value = PACK)]
    page: String,
    /// For how many seconds the browser may work
    #[arg(long, value_name = "SECONDS", default_value_t = PATIENCE, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    patience: u64,
}

impl Paper {
    /// Whether anything is said of how to print.
    pub(super) fn is_asked(&self) -> bool {
        self.page != PACK || self.patience != PATIENCE
    }

    /// The page as a PDF. `base` is where the site is published.
    pub(super) fn print(
        &self,
        project: &Project,
        files: &dyn Files,
        (base, today): (Option<&str>, Date),
    ) -> Result<Vec<u8>> {
        let page = self.find(files)?;
        let scratch = Scratch::new(&std::env::temp_dir())?;
        let site = scratch.path().join("site");
        let whole = if page.as_str() == PACK { together(files, &page)? } else { None };
        emit::write(&Printed { files, page: &page, whole, base }, &site, None)?;
        let file = site.join(page.as_str());
        let print = Print {
            page: &file,
            profile: &scratch.path().join("profile"),
            to: &scratch.path().join(MADE),
            bare: scratch.is_of_superuser(),
            patience: Duration::from_secs(self.patience),
        };
        let is_ours = |program: &Path| project.holds(program) || program.starts_with(&project.root);
        browser::print(&print, &is_ours)?;
        let mut bytes = scratch.read(MADE, MOST).map_err(|error| {
            Error::new("the browser ended and left no document")
                .caused_by(error)
                .hint("Name another browser in CHROME.")
        })?;
        if !bytes.starts_with(BEGINS) {
            return Err(Error::new("what the browser made is no PDF").hint("Name another browser in CHROME."));
        }
        of_day(&mut bytes, today);
        in_turn(&mut bytes);
        Ok(bytes)
    }

    fn find(&self, files: &dyn Files) -> Result<DocPath> {
        let all = files.paths();
        let pages: Vec<&str> = all.iter().map(|path| path.as_str()).filter(|path| ends_in(path, "html")).collect();
        let found = DocPath::new(&self.page).filter(|page| pages.contains(&page.as_str()));
        found.ok_or_else(|| {
            let near = did_you_mean(&self.page, pages.iter().copied());
            let hint = match near {
                Some(near) => format!("Did you mean `{near}`?"),
                None => "Name it as in the site: `documents/POL-001.html`.".to_owned(),
            };
            Error::new(format!("the site has no page `{}`", self.page)).hint(hint)
        })
    }
}

/// Whether a name has this ending, in this letter case only: servers know no other.
fn ends_in(name: &str, ending: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, own)| own == ending)
}

/// Whether a file that is there is a document of this sort, which may be replaced.
pub(super) fn is_document(before: &[u8]) -> bool {
    before.is_empty() || before.starts_with(BEGINS)
}

/// What a browser needs of a site to print one page.
struct Printed<'a> {
    files: &'a dyn Files,
    page: &'a DocPath,
    /// The page with what the site has on several.
    whole: Option<String>,
    base: Option<&'a str>,
}

impl Files for Printed<'_> {
    fn paths(&self) -> Vec<&DocPath> {
        let needed = |path: &&DocPath| {
            let name = path.as_str();
            name == self.page.as_str()
                || ends_in(name, "css")
                || name.starts_with("fonts/")
                || name.starts_with("files/")
        };
        self.files.paths().into_iter().filter(needed).collect()
    }

    fn bytes(&self, path: &DocPath) -> Result<Cow<'_, [u8]>> {
        let bytes = self.files.bytes(path)?;
        if path != self.page {
            return Ok(bytes);
        }
        let html = match &self.whole {
            Some(whole) => Cow::Borrowed(whole.as_str()),
            None => String::from_utf8_lossy(&bytes),
        };
        Ok(Cow::Owned(led_out(&html, path.as_str(), self.base).into_bytes()))
    }
}

/// Where the documents begin on a page of the pack, what stands behind them, and where that ends.
const TEXTS: &str = "\n<section class=\"packed p";
const BEHIND: &str = "\n<div class=\"packed\">";
const END: &str = "</section>\n</div>";

/// The pack on one page, where the site has it in parts that a browser sets together. `None` where it is one page already,
/// and where it is too long: then each part is printed by itself. So it is where a team's own template makes other pages.
fn together(files: &dyn Files, pack: &DocPath) -> Result<Option<String>> {
    let all: BTreeSet<&str> = files.paths().into_iter().map(DocPath::as_str).collect();
    let paths = (1..).map(|number| format!("print/{number}.html")).take_while(|path| all.contains(path.as_str()));
    let paths: Vec<DocPath> = paths.take(TOGETHER + 1).filter_map(|path| DocPath::new(&path)).collect();
    if paths.is_empty() || paths.len() > TOGETHER {
        return Ok(None);
    }
    let text = |path: &DocPath| Ok::<String, Error>(String::from_utf8_lossy(&files.bytes(path)?).into_owned());
    let (mut packed, mut documents) = (String::new(), 0);
    for (place, path) in paths.iter().enumerate() {
        let html = text(path)?;
        let Some(part) = part_of(&html, place + 1) else { return Ok(None) };
        documents += part.matches(TEXTS).count();
        packed.push_str(&part);
        if documents > TOGETHER || packed.len() > LONGEST {
            return Ok(None);
        }
    }
    let first = text(pack)?;
    let Some((before, behind)) = first.rsplit_once(BEHIND) else { return Ok(None) };
    // What led from one page to another stays on the page now.
    let stay = |html: &str, folder: &str| {
        (1..=paths.len())
            .fold(html.to_owned(), |html, number| html.replace(&format!("href=\"{folder}{number}.html#"), "href=\"#"))
    };
    Ok(Some(format!("{}{}{BEHIND}{}", stay(before, "print/"), stay(&packed, ""), stay(behind, "print/"))))
}

/// The documents of a part of the pack and what stands behind them, as they stand at the top of a site.
fn part_of(html: &str, number: usize) -> Option<String> {
    let start = html.find(TEXTS)?;
    let (texts, behind) = html[start..].rsplit_once(BEHIND)?;
    let (behind, _) = behind.split_once(END)?;
    // What every part has once stands on the page several times: its anchor is told apart by the number of the part.
    let behind = behind.replace("\"_approvals\"", &format!("\"_approvals-{number}\""));
    let part = format!("{texts}{BEHIND}{behind}{END}");
    Some(part.replace("href=\"../", "href=\"").replace("src=\"../", "src=\""))
}

/// The page with its links to other pages leading to where the site is published; where that is not known they are no links,
/// for they would lead into a folder of this machine that is gone.
fn led_out(html: &str, page: &str, base: Option<&str>) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find("<a ") {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let (tag, after) = tag.split_at(end);
        out.push_str(&led(tag, page, base));
        rest = after;
    }
    out + rest
}

/// The beginning of a link. Values are in double quotes and hold no `>`: pages are written so.
fn led<'t>(tag: &'t str, page: &str, base: Option<&str>) -> Cow<'t, str> {
    const HREF: &str = " href=\"";
    let Some((before, value)) = tag.split_once(HREF) else { return tag.into() };
    let Some((href, after)) = value.split_once('"') else { return tag.into() };
    let is_whole =
        href.starts_with('#') || ["https:", "http:", "mailto:", "tel:"].iter().any(|way| href.starts_with(way));
    match base {
        _ if is_whole => tag.into(),
        Some(base) => format!("{before}{HREF}{}\"{after}", whole(base, page, href)).into(),
        None => format!("{before}{after}").into(),
    }
}

/// The address of what a link of a page leads to.
fn whole(base: &str, page: &str, href: &str) -> String {
    let mut folders: Vec<&str> = page.split('/').collect();
    folders.pop();
    let mut rest = href;
    while let Some(up) = rest.strip_prefix("../") {
        folders.pop();
        rest = up;
    }
    folders.push(rest);
    let base = base.trim_end_matches('/').replace('&', "&amp;").replace('"', "%22");
    format!("{base}/{}", folders.join("/"))
}

/// Puts the day in the place of the moment at which the browser made the document, digit for digit, so that nothing in it
/// moves and the same pages give the same document.
fn of_day(bytes: &mut [u8], today: Date) {
    const KEYS: [&[u8]; 2] = [b"/CreationDate (D:", b"/ModDate (D:"];
    let stamp: Vec<u8> = today.to_string().bytes().filter(u8::is_ascii_digit).chain(*b"000000+00'00'").collect();
    for key in KEYS {
        let mut from = 0;
        while let Some(at) = bytes[from..].windows(key.len()).position(|window| window == key) {
            let start = from + at + key.len();
            from = start;
            let Some(written) = bytes.get_mut(start..start + stamp.len()) else { break };
            let alike = written.iter().zip(&stamp).enumerate().all(|(place, (old, new))| match place {
                0..14 => old.is_ascii_digit(),
                14 => matches!(old, b'+' | b'-' | b'Z'),
                _ => old.is_ascii_digit() == new.is_ascii_digit(),
            });
            if alike {
                written.copy_from_slice(&stamp);
            }
        }
    }
}

/// Numbers the cells that others name as their headings in the order in which they stand, digit for digit. The browser numbers
/// them among all that it ever made for the page, and how many these were hangs on its haste (ISO 32000-1, 14.8.5.7: `/ID`).
fn in_turn(bytes: &mut [u8]) {
    const NAME: &[u8] = b"(node";
    const DIGITS: usize = 8;
    let is_one = |at: &usize| {
        let (start, end) = (at + NAME.len(), at + NAME.len() + DIGITS);
        bytes.get(start..end).is_some_and(|digits| digits.iter().all(u8::is_ascii_digit))
            && bytes.get(end) == Some(&b')')
    };
    let named = bytes.windows(NAME.len()).enumerate().filter(|(_, window)| *window == NAME).map(|(at, _)| at);
    let places: Vec<usize> = named.filter(is_one).map(|at| at + NAME.len()).collect();
    let numbers: BTreeSet<Vec<u8>> = places.iter().map(|at| bytes[*at..at + DIGITS].to_vec()).collect();
    let numbers: Vec<Vec<u8>> = numbers.into_iter().collect();
    for at in places {
        let written = &mut bytes[at..at + DIGITS];
        let Ok(place) = numbers.binary_search_by(|number| number.as_slice().cmp(written)) else { continue };
        written.copy_from_slice(format!("{:0DIGITS$}", place + 1).as_bytes());
    }
}

/// The file that was named, for a document is no text to print on a terminal.
pub(super) fn named(output: Option<&PathBuf>) -> Result<&PathBuf> {
    output.ok_or_else(|| {
        Error::new("a PDF is no text to print").hint("Name a file: `aims export pdf --output pack.pdf`.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_where_the_site_is_or_nowhere() {
        let html = "<p><a class=\"id\" href=\"../controls/A.5.2.html#x\" title=\"t\">c</a> <a href=\"#y\">y</a> <a href=\"https://x.example/\">x</a> <a href=\"B.html\">b</a></p><abbr href=\"z\">";
        let nowhere = led_out(html, "documents/A.html", None);
        assert_eq!(
            nowhere,
            "<p><a class=\"id\" title=\"t\">c</a> <a href=\"#y\">y</a> <a href=\"https://x.example/\">x</a> <a>b</a></p><abbr href=\"z\">"
        );
        let there = led_out(html, "documents/A.html", Some("https://aims.example/site/"));
        assert!(there.contains("href=\"https://aims.example/site/controls/A.5.2.html#x\" title=\"t\""), "{there}");
        assert!(there.contains("<a href=\"https://aims.example/site/documents/B.html\">"), "{there}");
        assert!(there.contains("href=\"#y\"") && there.contains("href=\"https://x.example/\""), "{there}");
        // What is not ended is left as it is.
        assert_eq!(led_out("<a href=\"x", "a.html", None), "<a href=\"x");
    }

    #[test]
    fn cells_have_the_number_of_their_turn_and_nothing_moves() {
        let made = |first: u32| {
            format!(
                "/ID (node{:08}) /Headers [(node{:08})] /ID (node{:08}) (node1) (node12345678",
                first + 9,
                first,
                first + 9
            )
        };
        let [mut one, mut other] = [made(40), made(4100)].map(String::into_bytes);
        in_turn(&mut one);
        in_turn(&mut other);
        assert_eq!(one, other, "how many there were before makes no difference");
        assert_eq!(
            String::from_utf8(one).expect("text"),
            "/ID (node00000002) /Headers [(node00000001)] /ID (node00000002) (node1) (node12345678"
        );
    }

    #[test]
    fn the_day_takes_the_place_of_the_moment_and_nothing_moves() {
        let mut made =
            b"%PDF-1.4 /CreationDate (D:20261128114804+00'00') /ModDate (D:20261128114804+00'00') end".to_vec();
        let length = made.len();
        of_day(&mut made, Date::constant(2026, 11, 20));
        let text = String::from_utf8(made.clone()).expect("text");
        assert_eq!((made.len(), text.matches("D:20261120000000+00'00'").count()), (length, 2), "{text}");
        for other in
            ["/CreationDate (D:2026", "/CreationDate (D:20261128114804Z) and something else", "/CreationDate <FEFF>"]
        {
            let mut bytes = other.as_bytes().to_vec();
            of_day(&mut bytes, Date::constant(2026, 11, 20));
            assert_eq!(bytes, other.as_bytes());
        }
    }
}
