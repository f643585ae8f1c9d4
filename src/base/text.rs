//! Small things done to text: slugs as GitHub makes them, text that is safe in a terminal, "did you mean".

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::wording;

/// Turns heading text into an anchor as GitHub does: lower case, spaces to hyphens, everything dropped that is neither a
/// hyphen nor part of a word.
pub fn slug(heading: &str) -> String {
    let lower = heading.trim().chars().flat_map(char::to_lowercase);
    lower.filter_map(|c| if c == ' ' { Some('-') } else { Some(c).filter(|c| *c == '-' || is_of_word(*c)) }).collect()
}

/// Whether a character is part of a word in some script, as Ruby's `\p{Word}` has it, by which GitHub goes: alphabetic, a
/// mark (general category M), a decimal digit (Nd) or a connector (Pc). `½` and `²` are other numbers.
fn is_of_word(c: char) -> bool {
    // What else may stand in identifiers, for single languages (`Other_ID_Continue`).
    let is_extra = matches!(
        c,
        '\u{b7}' | '\u{387}' | '\u{1369}'..='\u{1371}' | '\u{19da}' | '\u{200c}' | '\u{200d}' | '\u{30fb}' | '\u{ff65}'
    );
    // Enclosing marks, which identifiers do not have.
    let is_enclosing = matches!(c, '\u{488}' | '\u{489}' | '\u{1abe}' | '\u{20dd}'..='\u{20e0}' | '\u{20e2}'..='\u{20e4}' | '\u{a670}'..='\u{a672}');
    c.is_alphabetic() || is_enclosing || unicode_ident::is_xid_continue(c) && !is_extra
}

/// Hands out anchors that are unique on one page: the second `scope` becomes `scope-1`, as on GitHub.
#[derive(Debug, Default)]
pub struct Slugger {
    taken: BTreeMap<String, usize>,
}

impl Slugger {
    /// The anchor for a heading; call once per heading, in the order of the page.
    pub fn anchor(&mut self, heading: &str) -> String {
        let base = slug(heading);
        let mut anchor = base.clone();
        while self.taken.contains_key(&anchor) {
            let count = self.taken.entry(base.clone()).or_insert(0);
            *count += 1;
            anchor = format!("{base}-{count}");
        }
        self.taken.insert(anchor.clone(), 0);
        anchor
    }

    /// Keeps an anchor from being handed out.
    pub fn reserve(&mut self, anchor: &str) {
        self.taken.insert(anchor.to_owned(), 0);
    }
}

/// Makes text from a repository harmless in a terminal and in a line of a page: control characters, which could move the
/// cursor or forge a line, become `\u{…}`, and so do the marks and overrides of writing direction, which could reorder
/// what stands beside them. Tabs become one space.
pub fn terminal_safe(text: &str) -> String {
    // Most texts are harmless, and are told so by their bytes: what is not begins with one of these.
    let is_harmless =
        |byte: &u8| matches!(byte, b' '..=b'~' | b'\n' | 0x80..=0xbf | 0xc3..=0xd7 | 0xd9..=0xe1 | 0xe3..);
    if text.as_bytes().iter().all(is_harmless) {
        return text.to_owned();
    }
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => safe.push('\n'),
            '\t' => safe.push(' '),
            c if c.is_control() || is_turn(c) || matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}') => {
                safe.extend(c.escape_unicode());
            }
            c => safe.push(c),
        }
    }
    safe
}

/// Whether a character sets or isolates the direction of what follows it, up to another such character: text with one can
/// make what stands beside it read as something else.
pub fn is_turn(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Makes JSON harmless where somebody looks at it: control characters beyond ASCII, ends of lines that are none in JSON, and
/// what turns the direction of writing become escapes. The values stay the same, since none of these stands outside a string.
pub fn json_safe(json: String) -> String {
    let is_odd =
        |c: char| (c.is_control() && !c.is_ascii()) || is_turn(c) || matches!(c, '\u{7f}' | '\u{2028}' | '\u{2029}');
    if !json.contains(is_odd) {
        return json;
    }
    let mut safe = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        if is_odd(c) { safe.push_str(&format!("\\u{:04x}", u32::from(c))) } else { safe.push(c) }
    }
    safe
}

/// A text on one line: a blank wherever white space stands between words, and none around them.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The letters and digits of a text alone, in lower case: what is left of an id or a name, whatever signs it is written with.
pub fn solid(text: &str) -> String {
    solid_letters(text).collect()
}

fn solid_letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric())
}

/// The words and numbers of a text, in lower case: what signs part, and where letters and digits meet. Two texts with the
/// same ones say the same in other signs, as `A5.2` and `A-5-2` do. `1.12` and `11.2` do not.
pub fn runs(text: &str) -> Vec<String> {
    let mut runs: Vec<String> = Vec::new();
    let mut last = None;
    for c in text.chars().flat_map(char::to_lowercase) {
        let sort = c.is_alphanumeric().then(|| c.is_numeric());
        match runs.last_mut().filter(|_| sort.is_some() && sort == last) {
            Some(run) => run.push(c),
            None => runs.extend(sort.map(|_| c.to_string())),
        }
        last = sort;
    }
    runs
}

/// Whether two texts have the same letters and digits, and anything is left of them.
pub fn alike(a: &str, b: &str) -> bool {
    solid_letters(a).next().is_some() && solid_letters(a).eq(solid_letters(b))
}

/// An e-mail address as it is compared: letters that are not ASCII stay as they are, since two that look alike need not be
/// one. `eq_ignore_ascii_case` says the same of two.
pub fn address_key(address: &str) -> String {
    address.to_ascii_lowercase()
}

/// The first `most` characters of a text, with a mark where there are more.
pub fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{} …", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// A word of a command that somebody may copy into a shell: in quotes where it has more than letters, digits and harmless
/// signs.
pub fn shell_word(word: &str) -> String {
    let word = if word.starts_with('-') { format!("./{word}") } else { word.to_owned() };
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '/' | '-' | '_' | ':' | ',' | '@' | '+');
    if !word.is_empty() && word.chars().all(plain) { word } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

/// The same text with `[address]` in place of every e-mail address in it.
pub fn without_addresses(text: &str) -> Cow<'_, str> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%' | '=' | '~' | '\'');
    let (mut cut, mut rest) = (String::new(), text);
    while let Some(at) = rest.find('@') {
        let local = rest[..at].trim_end_matches(is_part).len();
        let after = &rest[at + 1..];
        let host =
            after.len() - after.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '.' | '-')).len();
        // The full stop of a sentence belongs to no address.
        let host = after[..host].trim_end_matches(['.', '-']).len();
        if local == at || host == 0 {
            cut.push_str(&rest[..=at]);
            rest = after;
        } else {
            cut.push_str(&rest[..local]);
            cut.push_str("[address]");
            rest = &after[host..];
        }
    }
    if cut.is_empty() && rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    cut.push_str(rest);
    Cow::Owned(cut)
}

/// The candidate that `word` most likely was meant to be: the nearest by edit distance (Damerau-Levenshtein, adjacent
/// swaps count one), where it is near enough for the length of the word.
///
/// This looks at every candidate. Who asks about many words among many candidates asks [`Near`](super::near::Near).
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    fn any((): ()) -> bool {
        true
    }
    // Seen through a pointer, so that the search is compiled once and not for each who asks.
    let candidates: &mut dyn Iterator<Item = (&'a str, ())> =
        &mut candidates.into_iter().map(|candidate| (candidate, ()));
    did_you_mean_one(word, candidates, any)
}

/// The same of candidates that stand for something, of which `fits` says whether it can be meant: that is asked of near ones.
pub fn did_you_mean_one<'a, T>(
    word: &str,
    candidates: impl IntoIterator<Item = (&'a str, T)>,
    fits: impl Fn(T) -> bool,
) -> Option<&'a str> {
    let word = letters_of(word);
    let limit = reach_of(&word);
    let wanted = tally(&word);
    let mut best: Option<(usize, &str)> = None;
    let (mut letters, mut rows) = (Vec::new(), <[Vec<usize>; 3]>::default());
    for (candidate, of) in candidates {
        // At least as many steps lie between two words as the one is longer, and no text has more letters than bytes.
        let reach = best.map_or(limit, |(steps, _)| steps);
        if candidate.len() + reach < word.len() {
            continue;
        }
        letters.clear();
        letters.extend(candidate.chars().flat_map(char::to_lowercase).take(word.len() + reach + 1));
        if least_steps(&wanted, &tally(&letters)) > reach {
            continue;
        }
        let Some(steps) = distance(&word, &letters, reach, &mut rows) else { continue };
        let nearer = best.is_none_or(|best| (steps, candidate) < best);
        if nearer && steps < candidate.chars().count() && fits(of) {
            best = Some((steps, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// How many letters have to be put in, taken out, replaced or swapped to make one word of the other, letter case aside.
pub fn steps_between(a: &str, b: &str) -> usize {
    let (a, b) = (letters_of(a), letters_of(b));
    distance(&a, &b, a.len().max(b.len()), &mut <[Vec<usize>; 3]>::default()).unwrap_or_default()
}

/// The letters of a word that are compared with those of names, in lower case.
pub(super) fn letters_of(word: &str) -> Vec<char> {
    word.chars().flat_map(char::to_lowercase).take(64).collect()
}

/// How many steps away from a word a name may be at most.
pub(super) fn reach_of(word: &[char]) -> usize {
    match word.len() {
        0..=2 => 1,
        3..=5 => 2,
        length => length / 3,
    }
}

/// How often each letter stands in a text.
pub(super) type Tally = [u8; 64];

/// How often each letter stands in a text, letters that share a place counted together.
pub(super) fn tally(letters: &[char]) -> Tally {
    let mut tally = [0; 64];
    for letter in letters {
        let place: &mut u8 = &mut tally[u32::from(*letter) as usize % 64];
        *place = place.saturating_add(1);
    }
    tally
}

/// As many steps as lie between two texts at least: one adds, takes or replaces one letter, and a swap changes none. It
/// costs next to nothing, and most candidates are further away than that.
pub(super) fn least_steps(a: &Tally, b: &Tally) -> usize {
    let left = |a: &u8, b: &u8| a.saturating_sub(*b);
    // No more than all the letters there are, which are few.
    let surplus = |a: &Tally, b: &Tally| a.iter().zip(b).map(|(a, b)| left(a, b)).sum::<u8>();
    usize::from(surplus(a, b).max(surplus(b, a)))
}

/// The edit distance, where it is at most `limit`. `rows` is room to work in: the row being filled and the two before.
pub fn distance(a: &[char], b: &[char], limit: usize, rows: &mut [Vec<usize>; 3]) -> Option<usize> {
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let [now, last, before] = rows;
    now.clear();
    now.extend(0..=b.len());
    for i in 1..=a.len() {
        std::mem::swap(last, before);
        std::mem::swap(now, last);
        now.clear();
        now.push(i);
        for j in 1..=b.len() {
            let swap_cost = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (last[j] + 1).min(now[j - 1] + 1).min(last[j - 1] + swap_cost);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            now.push(best);
        }
        // No row holds less than the one before it, so what is too far will not come nearer.
        if now.iter().all(|steps| *steps > limit) {
            return None;
        }
    }
    now.last().copied().filter(|steps| *steps <= limit)
}

/// `1 document`, `3 documents`: a count and its noun, with a regular plural.
pub fn count(n: usize, noun: &str) -> String {
    if let Some(told) = wording::counted(n, noun) {
        return told;
    }
    match n {
        1 => format!("1 {noun}"),
        n => match noun.strip_suffix('y') {
            Some(stem) if !noun.ends_with("ay") && !noun.ends_with("ey") => format!("{n} {stem}ies"),
            _ => format!("{n} {noun}s"),
        },
    }
}

/// A path as a reference that is read as this path and nothing else (RFC 3986, section 3.3).
pub fn uri_path(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_numbers_are_the_same_in_whatever_signs() {
        for (a, b) in
            [("A5.2", "a-5-2"), ("POL001", "POL-001"), ("6.1,4", "6.1.4"), ("map 1.1", "MAP 1.1"), ("é1", "É_1")]
        {
            assert_eq!(runs(a), runs(b), "{a}, {b}");
        }
        for (a, b) in [
            ("REC-11-2", "REC-1-12"),
            ("INC-2026-1-11", "INC-2026-11-1"),
            ("A.1.02", "A.10.2"),
            ("1.0.1", "10.1"),
            ("61.4", "6.1.4"),
            ("A52", "A.5.2"),
            ("a/bc.md", "ab/c.md"),
        ] {
            assert!(solid(a) == solid(b) && runs(a) != runs(b), "{a}, {b}");
        }
        assert!(runs(" -./ ").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn no_two_texts_are_nearer_than_their_letters_say(a in "[a-dé審 ]{0,12}", b in "[a-dé審 ]{0,12}") {
            let letters = |text: &str| text.chars().collect::<Vec<char>>();
            let (a, b) = (letters(&a), letters(&b));
            let steps = distance(&a, &b, 99, &mut <[Vec<usize>; 3]>::default()).expect("no limit");
            proptest::prop_assert!(least_steps(&tally(&a), &tally(&b)) <= steps);
        }
    }

    #[test]
    fn slugs_are_those_of_github() {
        for (heading, expected) in [
            ("Roles & responsibilities", "roles--responsibilities"),
            ("1. Purpose (short)", "1-purpose-short"),
            ("Über uns: Größe", "über-uns-größe"),
            ("A.5.2 — process", "a52--process"),
            ("snake_case", "snake_case"),
            ("???", ""),
            ("क्या है", "क्या-है"),
            ("ไทยนี้ العَرَبِيَّة বাংলা", "ไทยนี้-العَرَبِيَّة-বাংলা"),
            ("e\u{301} 한글 中文、規程", "e\u{301}-한글-中文規程"),
            ("½ ² ₂ ① 1٣३３", "----1٣३３"),
            ("Ⅳ ª a·b a‿b ҈", "ⅳ-ª-ab-a‿b-҈"),
            ("می\u{200c}خواهم ✅ done\u{fe0f}\u{20e3}", "میخواهم--done\u{fe0f}\u{20e3}"),
        ] {
            assert_eq!(slug(heading), expected, "{heading}");
        }
    }

    #[test]
    fn anchors_are_unique_even_against_headings_that_look_numbered() {
        let mut slugger = Slugger::default();
        let anchors: Vec<_> = ["Scope", "Scope", "Scope 1", "Scope"].map(|h| slugger.anchor(h)).into();
        assert_eq!(anchors, ["scope", "scope-1", "scope-1-1", "scope-2"]);
    }

    #[test]
    fn text_cannot_drive_the_terminal() {
        assert_eq!(terminal_safe("a\x1b[2Jb\tc\u{202e}"), "a\\u{1b}[2Jb c\\u{202e}");
    }

    #[test]
    fn near_words_are_suggested_and_far_ones_are_not() {
        let keys = ["owner", "version", "review-every", "status"];
        assert_eq!(did_you_mean("onwer", keys), Some("owner"));
        assert_eq!(did_you_mean("review-evry", keys), Some("review-every"));
        assert_eq!(did_you_mean("colour", keys), None);
        assert_eq!(did_you_mean("", keys), None);
    }

    #[test]
    fn steps_are_counted() {
        for (a, b, steps) in [("gdpr", "GPDR", 1), ("gpai", "gpdr", 2), ("", "ab", 2), ("é", "e", 1), ("a", "a", 0)] {
            assert_eq!(steps_between(a, b), steps, "{a} {b}");
        }
    }

    #[test]
    fn of_near_words_the_nearest_wins_then_the_first_by_letters() {
        assert_eq!(did_you_mean("abcdef", ["abcdxy", "abcdeg", "abcdee"]), Some("abcdee"));
        assert_eq!(did_you_mean("ab", ["ba", "a"]), Some("ba"));
        assert_eq!(did_you_mean("ÄRGER", ["ärger"]), Some("ärger"));
        assert_eq!(did_you_mean("docs/a.md", ["x", "docs/policies/a.md", "docs/b.md"]), Some("docs/b.md"));
        assert_eq!(did_you_mean(&"x".repeat(4_000), ["x".repeat(64).as_str()]), Some("x".repeat(64).as_str()));
    }

    #[test]
    fn json_that_is_safe_to_look_at_says_the_same() {
        let json = "{\"a\": \"\u{85}\u{7f}\u{202e}b\u{2028}é\\n\"}\n";
        assert_eq!(json_safe(json.to_owned()), "{\"a\": \"\\u0085\\u007f\\u202eb\\u2028é\\n\"}\n");
        assert_eq!((cut("abcd", 4), cut("abcde", 4)), ("abcd".to_owned(), "abcd …".to_owned()));
    }

    #[test]
    fn words_for_a_shell_are_one_word() {
        assert_eq!(shell_word("policies/über.md"), "policies/über.md");
        assert_eq!(shell_word("a b$(c)'d"), r"'a b$(c)'\''d'");
        assert_eq!((shell_word(""), shell_word("-x")), ("''".to_owned(), "./-x".to_owned()));
    }

    #[test]
    fn addresses_are_left_out_wherever_they_stand() {
        for (text, expected) in [
            ("Told by jane.private+x@home.example.", "Told by [address]."),
            ("<a@x> b@y, (c@z-1.example)", "<[address]> [address], ([address])"),
            ("ping @jane at 5 @ noon", "ping @jane at 5 @ noon"),
            ("a@b@c.example", "[address]@c.example"),
            ("mailto:\u{fc}ber@m\u{fc}ller.example", "mailto:[address]"),
            ("nothing", "nothing"),
        ] {
            assert_eq!(without_addresses(text), expected);
        }
    }

    #[test]
    fn counts_agree_with_their_nouns() {
        assert_eq!(count(1, "policy"), "1 policy");
        assert_eq!(count(2, "policy"), "2 policies");
        assert_eq!(count(0, "document"), "0 documents");
        assert_eq!(count(2, "day"), "2 days");
    }
}
