//! Whether compressed data is cut off.
//!
//! libgit2 1.9 reads a loose object that is cut off for ever (libgit2/libgit2#7342): it asks zlib for more and gets
//! nothing, again and again. So each loose object is followed to its end here first. Nothing is unpacked: it is enough
//! to go from code to code (RFC 1950 and 1951). Data that is wrong in another way is left to libgit2, which refuses it.

/// Whether the zlib stream at the start of `data` comes to its end there.
pub(super) fn is_whole(data: &[u8]) -> bool {
    let Some(deflated) = data.get(2..) else { return false };
    let mut bits = Bits { data: deflated, at: 0, held: 0, count: 0 };
    match stream(&mut bits) {
        // Behind the last block stands a checksum of four bytes.
        Ok(()) => bits.at + 4 <= deflated.len(),
        Err(Stop::CutOff) => false,
        Err(Stop::Nonsense) => true,
    }
}

/// Why data was not followed to its end.
enum Stop {
    CutOff,
    Nonsense,
}

struct Bits<'a> {
    data: &'a [u8],
    at: usize,
    held: u32,
    count: u32,
}

impl Bits<'_> {
    /// The next `count` bits, 16 at most, the first as the lowest.
    fn take(&mut self, count: u32) -> Result<u32, Stop> {
        while self.count < count {
            self.held |= u32::from(*self.data.get(self.at).ok_or(Stop::CutOff)?) << self.count;
            (self.at, self.count) = (self.at + 1, self.count + 8);
        }
        let taken = self.held & ((1 << count) - 1);
        (self.held, self.count) = (self.held >> count, self.count - count);
        Ok(taken)
    }
}

/// A set of codes: how many there are of each length, and what they stand for, in order.
struct Codes {
    counts: [u32; 16],
    symbols: Vec<usize>,
}

impl Codes {
    /// The codes with these lengths for the symbols from 0 on; 0 for a symbol without a code.
    fn of(lengths: &[u32]) -> Self {
        let mut counts = [0; 16];
        for length in lengths {
            counts[*length as usize] += 1;
        }
        let mut symbols: Vec<usize> = (0..lengths.len()).filter(|symbol| lengths[*symbol] > 0).collect();
        symbols.sort_by_key(|symbol| lengths[*symbol]);
        counts[0] = 0;
        Self { counts, symbols }
    }

    /// Reads one code: of each length the codes are numbers in a row, which go on from those that are shorter.
    fn read(&self, bits: &mut Bits<'_>) -> Result<usize, Stop> {
        let (mut code, mut first, mut index) = (0_u32, 0_u32, 0_usize);
        for count in &self.counts[1..] {
            code |= bits.take(1)?;
            let place = code.checked_sub(first).ok_or(Stop::Nonsense)?;
            if place < *count {
                return self.symbols.get(index + place as usize).copied().ok_or(Stop::Nonsense);
            }
            index += *count as usize;
            (first, code) = ((first + count) << 1, code << 1);
        }
        Err(Stop::Nonsense)
    }
}

fn stream(bits: &mut Bits<'_>) -> Result<(), Stop> {
    loop {
        let last = bits.take(1)? == 1;
        match bits.take(2)? {
            0 => stored(bits)?,
            1 => {
                let lengths: Vec<u32> = [(144, 8), (112, 9), (24, 7), (8, 8)]
                    .into_iter()
                    .flat_map(|(times, length)| std::iter::repeat_n(length, times))
                    .collect();
                block(bits, &Codes::of(&lengths), &Codes::of(&[5; 30]))?;
            }
            2 => {
                let (literals, distances) = tables(bits)?;
                block(bits, &literals, &distances)?;
            }
            _ => return Err(Stop::Nonsense),
        }
        if last {
            return Ok(());
        }
    }
}

/// A block of bytes as they are.
fn stored(bits: &mut Bits<'_>) -> Result<(), Stop> {
    (bits.held, bits.count) = (0, 0);
    let length = bits.take(16)? as usize;
    if bits.take(16)? as usize != !length & 0xffff {
        return Err(Stop::Nonsense);
    }
    bits.at += length;
    if bits.at > bits.data.len() { Err(Stop::CutOff) } else { Ok(()) }
}

/// The codes that a block brings along, themselves written in codes.
fn tables(bits: &mut Bits<'_>) -> Result<(Codes, Codes), Stop> {
    const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
    let (literals, distances) = (bits.take(5)? as usize + 257, bits.take(5)? as usize + 1);
    let written = bits.take(4)? as usize + 4;
    let mut lengths = [0; 19];
    for place in &ORDER[..written] {
        lengths[*place] = bits.take(3)?;
    }
    let codes = Codes::of(&lengths);
    let mut lengths: Vec<u32> = Vec::with_capacity(literals + distances);
    while lengths.len() < literals + distances {
        let (length, times) = match codes.read(bits)? {
            16 => (*lengths.last().ok_or(Stop::Nonsense)?, bits.take(2)? + 3),
            17 => (0, bits.take(3)? + 3),
            18 => (0, bits.take(7)? + 11),
            symbol => (u32::try_from(symbol).map_err(|_| Stop::Nonsense)?, 1),
        };
        lengths.extend((0..times).map(|_| length));
    }
    let (first, rest) = lengths.split_at(literals);
    Ok((Codes::of(first), Codes::of(&rest[..distances])))
}

/// A block of codes: a byte each, or a length and how far back the bytes stand that are to be repeated.
fn block(bits: &mut Bits<'_>, literals: &Codes, distances: &Codes) -> Result<(), Stop> {
    loop {
        match literals.read(bits)? {
            0..256 => {}
            256 => return Ok(()),
            symbol @ 257..286 => {
                let extra = if (265..285).contains(&symbol) { (symbol - 261) / 4 } else { 0 };
                bits.take(u32::try_from(extra).unwrap_or(0))?;
                let distance = distances.read(bits)?;
                bits.take(u32::try_from(distance / 2).unwrap_or(0).saturating_sub(1).min(13))?;
            }
            _ => return Err(Stop::Nonsense),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_whole;

    /// What git writes for some contents at every level of compression.
    fn compressed() -> Vec<Vec<u8>> {
        let dir = tempfile::tempdir().expect("a folder");
        let texts = [
            Vec::new(),
            b"a".to_vec(),
            b"abc".repeat(3000),
            (0..4000_u32).flat_map(|n| format!("Line {n} is {}.\n", n * n % 977).into_bytes()).collect(),
            (0..90_000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[1]).collect(),
        ];
        let mut all = Vec::new();
        for level in 0..=9 {
            for (number, text) in texts.iter().enumerate() {
                let path = dir.path().join(format!("{level}-{number}"));
                git2::Repository::init_bare(&path).expect("a repository");
                let file = path.join("file");
                std::io::Write::write_all(&mut std::fs::File::create(&file).expect("a file"), text).expect("a text");
                let level = format!("core.looseCompression={level}");
                let mut git = std::process::Command::new("git");
                let git = git.arg("-C").arg(&path).args(["-c", &level, "hash-object", "-w", "--no-filters", "file"]);
                let hex = String::from_utf8(git.output().expect("git starts").stdout).expect("an id");
                let (folder, rest) = hex.trim().split_at(2);
                all.push(std::fs::read(path.join("objects").join(folder).join(rest)).expect("a loose object"));
            }
        }
        all
    }

    #[test]
    fn the_end_is_found_and_missed_where_it_is_cut_off() {
        let mut sizes = std::collections::BTreeSet::new();
        for data in compressed() {
            sizes.insert(data.len());
            assert!(is_whole(&data));
            let lengths = (0..data.len()).filter(|at| *at < 120 || at % 4999 == 0 || at + 12 > data.len());
            for length in lengths {
                assert!(!is_whole(&data[..length]), "{length} of {}", data.len());
            }
        }
        assert!(sizes.len() > 12, "the levels differ: {sizes:?}");
    }

    #[test]
    fn nonsense_comes_to_an_end() {
        let mut number = 1_u32;
        for _ in 0..5000 {
            let mut next = || {
                number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                number.to_be_bytes()[0]
            };
            let data: Vec<u8> = [0x78, 0x9c].into_iter().chain((0..200).map(|_| next())).collect();
            is_whole(&data);
        }
    }
}
