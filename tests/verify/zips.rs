//! Zip files of which two programs unpack different things are told, and those that packers write are read. Each is written
//! here byte by byte: see APPNOTE.TXT.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use flate2::Crc;

use super::{Outcome, World, published, put, sandbox};

/// A file of a zip file, as its head and the list tell it.
#[derive(Clone)]
struct Part {
    name: Vec<u8>,
    /// The name in the head.
    head_name: Vec<u8>,
    flags: u16,
    method: u16,
    crc: u32,
    /// How long it is packed, and unpacked.
    lengths: [u32; 2],
    /// The same, and its sum, in the head.
    head_said: [u32; 3],
    attributes: u32,
    extra: Vec<u8>,
    head_extra: Vec<u8>,
    comment: Vec<u8>,
    bytes: Vec<u8>,
    /// What stands behind its bytes.
    behind: Vec<u8>,
}

impl Part {
    fn new(name: &str, bytes: &[u8]) -> Self {
        let (crc, length) = (crc(bytes), small(bytes.len()));
        Self {
            name: name.into(),
            head_name: name.into(),
            flags: 0,
            method: 0,
            crc,
            lengths: [length, length],
            head_said: [crc, length, length],
            attributes: 0,
            extra: Vec::new(),
            head_extra: Vec::new(),
            comment: Vec::new(),
            bytes: bytes.into(),
            behind: Vec::new(),
        }
    }

    /// Packed, in blocks that are stored: `last` begins the last of them.
    fn packed(&self, last: u8, more: &[u8]) -> Self {
        let mut blocks: Vec<u8> = Vec::new();
        let pieces = self.bytes.chunks(0xffff).count();
        for (at, piece) in self.bytes.chunks(0xffff).enumerate() {
            let length = u16::try_from(piece.len()).expect("a piece");
            blocks.push(if at + 1 == pieces { last } else { 0 });
            blocks.extend([length.to_le_bytes(), (!length).to_le_bytes()].concat());
            blocks.extend(piece);
        }
        blocks.extend(more);
        let length = small(blocks.len());
        let (lengths, head_said) = ([length, self.lengths[1]], [self.crc, length, self.lengths[1]]);
        Self { method: 8, bytes: blocks, lengths, head_said, ..self.clone() }
    }

    /// With its sum and lengths behind it, and nothing of them in its head.
    fn streamed(&self, is_signed: bool) -> Self {
        let said = [self.crc, self.lengths[0], self.lengths[1]].map(u32::to_le_bytes).concat();
        let behind = if is_signed { [b"PK\x07\x08".to_vec(), said].concat() } else { said };
        Self { flags: 8, head_said: [0; 3], behind, ..self.clone() }
    }

    fn head(&self) -> Vec<u8> {
        let [crc, packed, size] = self.head_said;
        let said = [0x0403_4b50, crc, packed, size].map(u32::to_le_bytes);
        let shorts = [20, self.flags, self.method, 0, 0x21].map(u16::to_le_bytes).concat();
        let lengths = [self.head_name.len(), self.head_extra.len()].map(short).concat();
        [
            &said[0][..],
            &shorts,
            &said[1..].concat(),
            &lengths,
            &self.head_name,
            &self.head_extra,
            &self.bytes,
            &self.behind,
        ]
        .concat()
    }

    fn listed(&self, start: usize) -> Vec<u8> {
        let shorts = [0x0314, 20, self.flags, self.method, 0, 0x21].map(u16::to_le_bytes).concat();
        let said = [self.crc, self.lengths[0], self.lengths[1]].map(u32::to_le_bytes).concat();
        let lengths = [self.name.len(), self.extra.len(), self.comment.len(), 0, 0].map(short).concat();
        let rest = [self.attributes, small(start)].map(u32::to_le_bytes).concat();
        [b"PK\x01\x02", &shorts[..], &said, &lengths, &rest, &self.name, &self.extra, &self.comment].concat()
    }
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

fn small(length: usize) -> u32 {
    u32::try_from(length).expect("a small zip file")
}

fn short(length: usize) -> [u8; 2] {
    u16::try_from(length).expect("a short text").to_le_bytes()
}

/// The files one behind the other, and the list of them, for a zip file in which `before` bytes come first.
fn both(parts: &[Part], before: usize) -> (Vec<u8>, Vec<u8>) {
    let (mut bodies, mut list) = (Vec::new(), Vec::new());
    for part in parts {
        list.extend(part.listed(before + bodies.len()));
        bodies.extend(part.head());
    }
    (bodies, list)
}

/// The last record: how many files, where their list begins, how long it is, and a comment.
fn end(count: usize, start: usize, length: usize, comment: &[u8]) -> Vec<u8> {
    let counts = [0, 0, count, count].map(short).concat();
    let place = [small(length), small(start)].map(u32::to_le_bytes).concat();
    [b"PK\x05\x06", &counts[..], &place, &short(comment.len()), comment].concat()
}

fn whole(parts: &[Part]) -> Vec<u8> {
    let (bodies, list) = both(parts, 0);
    let end = end(parts.len(), bodies.len(), list.len(), b"");
    [bodies, list, end].concat()
}

/// A zip file with the records for large files, though it is small.
fn large(parts: &[Part]) -> Vec<u8> {
    let (bodies, list) = both(parts, 0);
    let records = large_records(parts.len(), bodies.len(), list.len());
    let mut end = end(parts.len(), bodies.len(), list.len(), b"");
    end[16..20].fill(0xff);
    [bodies, list, records, end].concat()
}

/// The record for large files, and that which says where it is: right behind the list.
fn large_records(count: usize, start: usize, length: usize) -> Vec<u8> {
    let wide =
        |numbers: &[usize]| numbers.iter().flat_map(|number| (*number as u64).to_le_bytes()).collect::<Vec<u8>>();
    [
        b"PK\x06\x06",
        &wide(&[44])[..],
        &[45, 3, 45, 0],
        &[0; 8],
        &wide(&[count, count, length, start]),
        b"PK\x06\x07",
        &[0; 4],
        &wide(&[start + length]),
        &[1, 0, 0, 0],
    ]
    .concat()
}

/// A field behind a name.
fn field(kind: u16, bytes: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &short(bytes.len()), bytes].concat()
}

/// A site, the files of it, and what stands in the place of one of them in a forged zip file.
struct Bench {
    world: World,
    zip: PathBuf,
    parts: Vec<Part>,
}

const PAGE: &str = "documents/POL-001.html";

impl Bench {
    fn new() -> Self {
        let (world, site, _) = published(&[]);
        let files = sandbox::everything(&site).into_iter();
        let named = files.map(|(path, (_, bytes))| (String::from_utf8(path).expect("text").replace('\\', "/"), bytes));
        let files = named.filter(|(path, _)| site.join(path).is_file());
        let parts = files.map(|(path, bytes)| Part::new(&path, &bytes)).collect();
        Self { world, zip: site.with_file_name("z.zip"), parts }
    }

    /// The files, with one of them as `alter` makes it.
    fn with(&self, alter: impl Fn(&mut Part)) -> Vec<Part> {
        let mut parts = self.parts.clone();
        alter(parts.iter_mut().find(|part| part.name == PAGE.as_bytes()).expect("the page"));
        parts
    }

    /// The files, and one more.
    fn and(&self, name: &str, bytes: &[u8], alter: impl Fn(&mut Part)) -> Vec<Part> {
        let mut part = Part::new(name, bytes);
        alter(&mut part);
        self.parts.iter().cloned().chain([part]).collect()
    }

    /// The page as somebody forged it.
    fn forged(&self) -> Part {
        let page = self.parts.iter().find(|part| part.name == PAGE.as_bytes()).expect("the page");
        let text = String::from_utf8(page.bytes.clone()).expect("text");
        Part::new(PAGE, text.replace("must be listed", "may be listed").as_bytes())
    }

    fn verify(&self, bytes: &[u8], options: &[&str]) -> Outcome {
        put(&self.zip, bytes);
        self.world.aims(&[&["verify", "../z.zip"], options].concat())
    }

    /// That a zip file passes.
    fn passes(&self, about: &str, bytes: &[u8]) {
        let told = self.verify(bytes, &["--listed"]);
        assert_eq!(told.code, Some(0), "{about}: {}{}", told.stdout, told.stderr);
    }

    /// That a zip file is told, for a reason, whatever is to be left out of account.
    fn is_told(&self, about: &str, bytes: &[u8], why: &str) {
        let told = self.verify(bytes, &["--listed", "--besides", "**"]);
        let said = format!("{}{}", told.stdout, told.stderr);
        assert!(matches!(told.code, Some(1 | 2)) && said.contains(why), "{about}: {:?} {said}", told.code);
    }
}

const UNLISTED: &str = "it does not list";
/// The attributes of a symbolic link.
const LINK: u32 = 0o12 << 28;
const TWO_HEADS: &str = "its head says something else than the list";

#[test]
fn a_zip_file_of_which_others_unpack_a_forged_page_does_not_pass() {
    let bench = Bench::new();
    bench.passes("as it is", &whole(&bench.parts));
    // A second list behind the first, in which one file is another: the last record says that its comment is one byte longer
    // than it is, and so some go back to the record before.
    let (bodies, listing) = both(&bench.parts, 0);
    let forged = bench.forged();
    let (mut other, mut at) = (Vec::new(), 0);
    for part in &bench.parts {
        match part.name == forged.name {
            true => other.extend(forged.listed(bodies.len() + listing.len())),
            false => other.extend(part.listed(at)),
        }
        at += part.head().len();
    }
    let lists = [listing.clone(), forged.head(), other.clone()].concat();
    let (count, start) = (bench.parts.len(), bodies.len() + listing.len() + forged.head().len());
    let genuine = |length: usize| end(count, bodies.len(), length, b"");
    let front = [bodies.clone(), lists.clone()].concat();
    for (said, why) in [(1, "its last record does not end where the file ends"), (0, "it has more than one end")] {
        for length in [listing.len(), lists.len()] {
            let mut last = end(count, start, other.len() + genuine(0).len(), b"");
            last[20] = said;
            let told = bench.verify(&[front.clone(), genuine(length), last].concat(), &[]);
            assert_eq!(told.code, Some(2), "{}{}", told.stdout, told.stderr);
            assert!(told.stderr.contains(why), "{}", told.stderr);
        }
    }
    // The second end in the comment of the first, where it is the end for all.
    let inner_start = front.len() + genuine(0).len();
    let inner = [other.clone(), end(count, inner_start, other.len(), b"")].concat();
    bench.is_told("in a comment", &[front, end(count, bodies.len(), lists.len(), &inner)].concat(), UNLISTED);
    // In the comment of a file, where those find it who look for the record of large files.
    let mut parts = bench.parts.clone();
    parts.last_mut().expect("a file").comment = large_records(count, bodies.len(), listing.len());
    bench.is_told("large", &whole(&parts), "its two last records say different things");
    parts.last_mut().expect("a file").comment = [end(0, 0, 0, b""), b"x".to_vec()].concat();
    bench.is_told("an end in a comment", &whole(&parts), "it has more than one end");
}

#[test]
fn every_byte_of_a_zip_file_belongs_to_something() {
    let bench = Bench::new();
    let (bodies, listing) = both(&bench.parts, 0);
    let (count, hidden) = (bench.parts.len(), bench.forged().head());
    let last = |start: usize, length: usize| end(count, start, length, b"");
    let right = last(bodies.len(), listing.len());
    let all = |pieces: &[&[u8]]| pieces.concat();
    bench.passes("a comment", &all(&[&bodies, &listing, &end(count, bodies.len(), listing.len(), b"made by hand")]));
    bench.is_told("behind", &all(&[&bodies, &listing, &right, b"\0"]), "does not end where the file ends");
    bench.is_told("cut off", &all(&[&bodies, &listing, &right[..21]]), "does not end where the file ends");
    bench.is_told("none", &all(&[&bodies, &listing]), "no end");
    bench.is_told("in front", &all(&[&hidden, &bodies, &listing, &right]), UNLISTED);
    let (moved, its_list) = both(&bench.parts, hidden.len());
    let end_of_it = last(hidden.len() + moved.len(), its_list.len());
    bench.is_told("in front, and counted", &all(&[&hidden, &moved, &its_list, &end_of_it]), UNLISTED);
    let behind = last(bodies.len() + hidden.len(), listing.len());
    bench.is_told("before the list", &all(&[&bodies, &hidden, &listing, &behind]), UNLISTED);
    bench.is_told(
        "a byte before the list",
        &all(&[&bodies, b"P", &listing, &last(bodies.len() + 1, listing.len())]),
        UNLISTED,
    );
    bench.is_told("behind the list", &all(&[&bodies, &listing, &hidden, &right]), "");
    let longer = last(bodies.len(), listing.len() + hidden.len());
    bench.is_told("in the list", &all(&[&bodies, &listing, &hidden, &longer]), "its list of files is damaged");
    let more = end(count + 1, bodies.len(), listing.len(), b"");
    bench.is_told("one more", &all(&[&bodies, &listing, &more]), "another number of files");
    bench.is_told("between", &whole(&bench.with(|part| part.behind = hidden.clone())), UNLISTED);
    bench.is_told("in a packed file", &whole(&bench.with(|part| *part = part.packed(1, &hidden))), "damaged");
    bench.is_told("not the last", &whole(&bench.with(|part| *part = part.packed(0, b""))), "damaged");
    // A file that somebody else put there, in which those who read from the start find its end, and another page behind it.
    let page = Part::new("note", b"x").streamed(true);
    let within = [&b"x"[..], &page.behind, &hidden].concat();
    let notes = bench.and("note.txt", &within, |part| *part = part.streamed(true));
    bench.is_told("an end within", &whole(&notes), "may take for its end");
    // Two files of the list that are one in the file.
    let mut listed = listing.clone();
    listed.extend(Part::new(".well-known/x", &bench.parts[0].bytes).listed(0));
    let one_more = end(count + 1, bodies.len(), listed.len(), b"");
    bench.is_told("over each other", &all(&[&bodies, &listed, &one_more]), TWO_HEADS);
}

#[test]
fn heads_that_say_something_else_than_the_list_are_told() {
    let bench = Bench::new();
    let told =
        |about: &str, why: &str, alter: &dyn Fn(&mut Part)| bench.is_told(about, &whole(&bench.with(alter)), why);
    told("another name", TWO_HEADS, &|part| part.head_name[0] = b'D');
    told("another sum", TWO_HEADS, &|part| part.head_said[0] ^= 1);
    told("other lengths", TWO_HEADS, &|part| part.head_said[2] -= 1);
    told("open without a flag", TWO_HEADS, &|part| part.head_said = [0; 3]);
    told("nothing behind", TWO_HEADS, &|part| part.flags = 8);
    told("other lengths behind", TWO_HEADS, &|part| {
        *part = part.streamed(true);
        part.behind[8] ^= 1;
    });
    told("a sum of other bytes", "damaged", &|part| {
        part.crc ^= 1;
        part.head_said[0] ^= 1;
    });
    told("two lengths", "its lengths are told in two ways", &|part| part.lengths[1] += 1);
    told("encrypted", "it is encrypted", &|part| part.flags = 1);
    told("packed by bzip2", "pack it by `deflate`", &|part| part.method = 12);
    let wide = |numbers: &[u64]| field(1, &numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>());
    told("wide lengths of their own", "its lengths are told in two ways", &|part| part.extra = wide(&[7]));
    told("wide lengths in the head", TWO_HEADS, &|part| part.head_extra = wide(&[7, 7]));
    told("a field that is cut off", "fields", &|part| part.extra = vec![1, 0, 8, 0, 1]);
    told("attributes for some", "fields", &|part| part.extra = field(0x6c78, b"\x04\0\0\xa0"));
    told("attributes for others", TWO_HEADS, &|part| part.head_extra = field(0x6c78, b"\x04\0\0\xa0"));
    let named = |name: &str| field(0x7075, &[&[1][..], &crc(PAGE.as_bytes()).to_le_bytes(), name.as_bytes()].concat());
    told("a second name", "it has two names", &|part| part.extra = named("documents/POL-002.html"));
    told("a second name in the head", TWO_HEADS, &|part| part.head_extra = named("documents/POL-002.html"));
    bench.passes("the same name again", &whole(&bench.with(|part| part.extra = named(PAGE))));
}

#[test]
fn what_is_a_file_for_some_and_something_else_for_others_is_told() {
    let bench = Bench::new();
    let told = |why: &str, parts: &[Part]| bench.is_told(why, &whole(parts), why);
    told("it is a symbolic link", &bench.with(|part| part.attributes = LINK));
    told("it is a symbolic link", &bench.and("documents/", b"../elsewhere", |part| part.attributes = LINK));
    told("a folder with the content of a file", &bench.and("documents/", b"x", |_| {}));
    told("it is a folder too", &bench.and("index.html/", b"", |_| {}));
    told("it is a folder too", &bench.and("INDEX.html/x", b"", |_| {}));
    told("it is a folder too", &bench.and("documents", b"x", |_| {}));
    told("a folder or a device for others", &bench.with(|part| part.attributes = 0x10));
    told("a folder or a device for others", &bench.with(|part| part.attributes = 0o1 << 28));
    told("it is there twice", &bench.and(PAGE, &bench.forged().bytes, |_| {}));
    told("it is there twice", &bench.and(".aims-site.json", b"x", |_| {}));
    for name in
        ["./index.html", "x/../index.html", "documents//x", "/index.html", "C:/x", "documents\\POL-001.html", "x\0"]
    {
        told("its name leads elsewhere", &bench.and(name, b"x", |_| {}));
    }
    let odd = |part: &mut Part| (part.name, part.head_name) = (b"\xe9.html".to_vec(), b"\xe9.html".to_vec());
    told("its name is no text", &bench.and("x", b"x", odd));
    // What the Finder puts there is nothing but what it puts there.
    told("it is a symbolic link", &bench.and("__MACOSX/._x", b"x", |part| part.attributes = LINK));
    bench.passes("of macOS", &whole(&bench.and("__MACOSX/documents/._POL-001.html", b"\x00\x05\x16\x07x", |_| {})));
}

#[test]
fn zip_files_as_packers_write_them_are_read() {
    let bench = Bench::new();
    let each = |alter: &dyn Fn(&Part) -> Part| bench.parts.iter().map(alter).collect::<Vec<Part>>();
    let times = |part: &Part| Part {
        extra: [field(0x5455, b"\x03\0\0\0\0"), field(0x7875, b"\x01\x04\0\0\0\0\x04\0\0\0\0")].concat(),
        head_extra: field(0x5455, b"\x03\0\0\0\0\0\0\0\0"),
        attributes: 0o100_644 << 16,
        ..part.clone()
    };
    bench.passes("times, as Info-ZIP", &whole(&each(&times)));
    bench.passes("times, as 7-Zip", &whole(&each(&|part| Part { extra: field(0x000a, &[0; 32]), ..part.clone() })));
    bench.passes("packed", &whole(&each(&|part| part.packed(1, b""))));
    bench.passes("streamed", &whole(&each(&|part| part.packed(1, b"").streamed(true))));
    bench.passes("streamed, without a signature", &whole(&each(&|part| part.streamed(false))));
    bench.passes("records for large files", &large(&bench.parts));
    let wide = |part: &Part| {
        let [packed, size] = part.lengths.map(u64::from).map(u64::to_le_bytes);
        let (crc, head_extra) = (part.crc, field(1, &[size, packed].concat()));
        let listed = part.lengths[0];
        let head_said = [crc, u32::MAX, u32::MAX];
        Part { extra: field(1, &size), lengths: [listed, u32::MAX], head_said, head_extra, ..part.clone() }
    };
    bench.passes("lengths for large files", &large(&each(&wide)));
    let with_wide = |part: &Part| {
        let [packed, size] = part.lengths.map(u64::from).map(u64::to_le_bytes);
        let behind = [&b"PK\x07\x08"[..], &part.crc.to_le_bytes(), &packed, &size].concat();
        Part { behind, ..part.streamed(true) }
    };
    bench.passes("streamed, for large files", &whole(&each(&with_wide)));
    let folders = |part: &mut Part| part.attributes = (0o040_755 << 16) | 0x10;
    bench.passes("with folders", &whole(&bench.and("documents/", b"", folders)));
    // In another order than the list has.
    let (mut bodies, mut list, count) = (Vec::new(), Vec::new(), bench.parts.len());
    for part in bench.parts.iter().rev() {
        list.push(part.listed(bodies.len()));
        bodies.extend(part.head());
    }
    let list: Vec<u8> = list.into_iter().rev().flatten().collect();
    let end = end(count, bodies.len(), list.len(), b"");
    bench.passes("in another order", &[bodies, list, end].concat());
}

/// Runs a packer of this machine in the folder of the site; `false` where there is none.
fn packs(bench: &Bench, site: &Path, program: &str, words: &[&str]) -> bool {
    if bench.zip.exists() {
        fs::remove_file(&bench.zip).expect("removed");
    }
    let mut command = Command::new(program);
    let packed = command.args(words).current_dir(site).stdin(Stdio::null()).stderr(Stdio::null()).output();
    match packed {
        Ok(packed) if packed.status.success() => {
            if !packed.stdout.is_empty() {
                put(&bench.zip, packed.stdout);
            }
            true
        }
        _ => false,
    }
}

#[test]
fn the_packers_of_this_machine_are_read() {
    let bench = Bench::new();
    let (site, zip) = (bench.world.repo.join("../site"), bench.zip.to_str().expect("a path").to_owned());
    let python = |how: &str, to: &str| {
        format!(
            "import os,sys,zipfile\nclass Pipe:\n write=lambda s,b:sys.stdout.buffer.write(b)\n flush=lambda s:0\n\
             z=zipfile.ZipFile({to},'w',zipfile.{how})\nfor d,_,fs in os.walk('.'):\n for f in fs:\n  z.write(os.path.join(d,f))\nz.close()"
        )
    };
    let (file, pipe) = (format!("{zip:?}"), "Pipe()".to_owned());
    let scripts = [("ZIP_STORED", &file), ("ZIP_DEFLATED", &file), ("ZIP_STORED", &pipe), ("ZIP_DEFLATED", &pipe)];
    let scripts = scripts.map(|(how, to)| python(how, to));
    let pythons = scripts.iter().map(|script| ("python3", vec!["-c", script]));
    let zips = [&["-qr"][..], &["-qrX"], &["-qrD"], &["-qr0"], &["-qr", "-fd"], &["-qr", "-fz"]];
    let zips = zips.map(|options| ("zip", [options, &[&zip, "."]].concat()));
    let others = [
        ("zip", vec!["-qr", "-", "."]),
        ("7z", vec!["a", "-bso0", "-tzip", &zip, "."]),
        ("bsdtar", vec!["-a", "-cf", &zip, "."]),
    ];
    for (program, words) in pythons.chain(zips).chain(others) {
        if packs(&bench, &site, program, &words) {
            let told = bench.world.aims(&["verify", "../z.zip", "--listed"]);
            assert_eq!(told.code, Some(0), "{program} {words:?}: {}{}", told.stdout, told.stderr);
        }
    }
}
