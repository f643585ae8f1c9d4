//! What stands where an answer should and is none: nothing, a line to write on, `TBD`, `n/a`, `<owner>`.
//!
//! Editors write `''` for what was left blank, and templates leave signs where something has to be filled in. Neither says
//! anything, so neither counts as given.

use crate::base::lookalike::is_unseen;

/// Words that stand for an answer still to come, or for none, without blanks, full stops and letter case.
const WORDS: [&str; 20] = [
    "n/a",
    "na",
    "notapplicable",
    "nil",
    "null",
    "tbd",
    "tba",
    "tbc",
    "todo",
    "tobedone",
    "tobedecided",
    "tobedefined",
    "tobedetermined",
    "tobeconfirmed",
    "tobeannounced",
    "tobecompleted",
    "fixme",
    "xxx",
    "placeholder",
    "fillin",
];

/// As many letters as the longest of them has, at the most.
const LONGEST: usize = 16;

/// Words that say that there is none, in the same form: an answer where it is asked whether there is any, and none where it
/// is asked what there is.
const NONE: [&str; 44] = [
    "none",
    "no",
    "nothing",
    "nobody",
    "noone",
    "noneneeded",
    "nonerequired",
    "nonenecessary",
    "notneeded",
    "notrequired",
    "notnecessary",
    "noaction",
    "noactionneeded",
    "noactionrequired",
    "nodecision",
    "nodecisions",
    "nomeasure",
    "nomeasures",
    "nocondition",
    "noconditions",
    "nolessons",
    "nooversight",
    "nohumanoversight",
    "nein",
    "kein",
    "keine",
    "keiner",
    "keines",
    "keins",
    "nichts",
    "niemand",
    "ohne",
    "entfällt",
    "nichtnötig",
    "nichterforderlich",
    "nichtnotwendig",
    "keinebeschlüsse",
    "keinemaßnahme",
    "keinemaßnahmen",
    "keinebedingungen",
    "non",
    "aucun",
    "aucune",
    "rien",
];

/// Words for an answer that nobody has yet, in the same form.
const OPEN: [&str; 25] = [
    "unknown",
    "notknown",
    "notyetknown",
    "unclear",
    "stillunclear",
    "undecided",
    "pending",
    "open",
    "stillopen",
    "notyet",
    "later",
    "planned",
    "inprogress",
    "unbekannt",
    "nichtbekannt",
    "nochnichtbekannt",
    "unklar",
    "nochunklar",
    "offen",
    "nochoffen",
    "nochnicht",
    "ausstehend",
    "geplant",
    "inconnu",
    "inconnue",
];

/// The same for one that was to be found and was not, or was put off, with blanks between them.
const UNDONE: &str = "nottested notdiscussed notdone notheld notlookedat notassessed notchecked notmeasured notreviewed \
    notperformed notcarriedout postponed deferred putoff nichtgetestet nichtgeprüft nichtbesprochen nichtbehandelt \
    nichtgemessen nichterledigt nichtbewertet nichtdurchgeführt verschoben vertagt zurückgestellt reporté reportée";

/// How an answer begins that is still to come, where it is short: `to be checked in 2027`.
const TO_COME: [&str; 25] = [
    "to be checked",
    "to be judged",
    "to be determined",
    "to be decided",
    "to be defined",
    "to be confirmed",
    "to be clarified",
    "to be verified",
    "to be assessed",
    "to be evaluated",
    "not yet",
    "still to be",
    "planned for",
    "noch nicht",
    "noch zu",
    "geplant für",
    "postponed to",
    "postponed until",
    "deferred to",
    "deferred until",
    "put off to",
    "put off until",
    "verschoben auf",
    "vertagt auf",
    "reporté à",
];

/// How many words such an answer has at the most: one with more says something beside it.
const FEW: usize = 6;

/// Marks of what is still to be written, with more behind them.
const MARKS: [&str; 4] = ["TBD", "TODO", "FIXME", "XXX"];

/// Whether a text is no answer.
pub fn is_absent(text: &str) -> bool {
    let bare = text.trim().trim_matches(['`', '*', '"', '\'']).trim();
    // Signs without a letter or digit: `-`, `____`, `…`, `?`. Signs of other scripts may be words, if they are seen.
    let is_sign = |c: char| c.is_ascii_punctuation() || matches!(c, '–' | '—' | '…' | '•');
    if bare.chars().all(|c| c.is_whitespace() || is_sign(c) || is_unseen(c)) {
        return true;
    }
    is_word(bare) || is_slot(bare) || is_marked(bare) || is_form(bare)
}

/// Whether a text is one of [`WORDS`]. One with more letters than they have is none.
fn is_word(bare: &str) -> bool {
    let letters = bare.chars().filter(|c| c.is_alphanumeric()).take(LONGEST + 1).count();
    letters <= LONGEST && WORDS.contains(&closed_up(bare).as_str())
}

/// Whether a text leaves a question open that asks what there is, and not whether there is any: it is no answer at all, says
/// that there is none, or that nobody knows yet. `None; computing only` gives a reason and is an answer.
pub fn says_nothing(text: &str) -> bool {
    is_absent(text) || NONE.contains(&closed_up(text).as_str()) || is_open(text)
}

/// Whether a text says that nobody has an answer yet, or that nobody looked.
pub fn is_open(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let begins = |lead: &str| lower.strip_prefix(lead).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    let is_to_come = TO_COME.iter().any(|lead| begins(lead)) && lower.split_whitespace().count() <= FEW;
    let word = closed_up(text);
    is_to_come || OPEN.contains(&word.as_str()) || UNDONE.split_whitespace().any(|undone| undone == word)
}

/// A text without blanks, full stops, letter case and the signs around it.
fn closed_up(text: &str) -> String {
    let bare = text.trim().trim_matches(['`', '*', '"', '\'']);
    let word: String = bare.to_lowercase().chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '_')).collect();
    word.trim_matches(|c: char| matches!(c, '(' | ')' | '!' | '?' | ':' | ';' | ',')).to_owned()
}

/// `<owner>`, `[DATE]`, `{{name}}`, `${name}`: a place to fill in, and nothing beside it.
fn is_slot(bare: &str) -> bool {
    let bare = bare.strip_prefix('$').unwrap_or(bare);
    let inside = [('<', '>'), ('[', ']'), ('{', '}'), ('«', '»')].into_iter().find_map(|(open, close)| {
        bare.strip_prefix(open)?.strip_suffix(close).filter(|inner| !inner.contains(open) || open == '{')
    });
    // An address in angle brackets is one, and so is a link.
    inside.is_some_and(|inner| !inner.contains(['@', ']']) && !inner.contains("://"))
}

/// `YYYY-MM-DD`, `POL-____`, `$EVENT`, `insert the name here`: how an answer is to look, or where it goes.
fn is_form(bare: &str) -> bool {
    let is_line = bare.contains("___") && !bare.contains(char::is_whitespace);
    let is_variable = bare.strip_prefix('$').is_some_and(|name| {
        name.starts_with(|c: char| c.is_ascii_uppercase())
            && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
            && name.chars().any(|c| c.is_ascii_alphabetic())
            && name.len() > 1
    });
    is_line || is_variable || is_date_form(bare) || asks_to_insert(bare)
}

/// How long the form of a day is at the most: four signs for the year, three for the month and two for the day.
const FORM: usize = 11;

/// `YYYY-MM-DD`, `dd/mm/yyyy`, `TT.MM.JJJJ`, `JJ/MM/AAAA`.
fn is_date_form(bare: &str) -> bool {
    if !(6..=FORM).contains(&bare.len()) {
        return false;
    }
    let parts: Vec<String> = bare.split(['-', '/', '.', ' ']).map(str::to_lowercase).collect();
    let letters = |part: &String, of: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.chars().all(|c| of.starts_with(c)) && !of.is_empty()
    };
    let one_of = |part: &String, of: &[&str], most| of.iter().any(|of| letters(part, of, most));
    let is_year = |part: &String| one_of(part, &["y", "j", "a"], 4) && matches!(part.len(), 2 | 4);
    let is_day = |part: &String| one_of(part, &["d", "t", "j"], 2);
    let is_month = |part: &String| one_of(part, &["m"], 3);
    match parts.as_slice() {
        [a, b, c] => {
            is_year(a) && is_month(b) && is_day(c)
                || is_day(a) && is_month(b) && is_year(c)
                || is_month(a) && is_day(b) && is_year(c)
        }
        _ => false,
    }
}

/// `insert the name here`, `Click or tap here to enter text.`
fn asks_to_insert(bare: &str) -> bool {
    let first = bare.split_whitespace().next().unwrap_or_default().trim_matches(['.', ':', '!']);
    if !["insert", "enter", "type", "write", "click"].iter().any(|verb| verb.eq_ignore_ascii_case(first)) {
        return false;
    }
    let lower = bare.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().map(|word| word.trim_matches(['.', ':', '!'])).collect();
    match words.as_slice() {
        ["insert" | "enter" | "type" | "write", .., "here"] => words.len() <= 8,
        ["click", rest @ ..] => {
            words.len() <= 12 && rest.windows(2).any(|two| matches!(two, ["to", "enter" | "choose" | "select"]))
        }
        _ => false,
    }
}

/// `TODO: ask the board`, `TBD (June)`.
fn is_marked(bare: &str) -> bool {
    MARKS.iter().any(|mark| {
        bare.strip_prefix(mark).is_some_and(|rest| rest.trim_start().starts_with([':', '(', '-', '–', '—']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_nothing_is_no_answer() {
        for text in [
            "",
            "  ",
            "\u{3164}",
            "\u{2800} \u{200b}",
            "-",
            "--",
            "____",
            "_",
            "…",
            "...",
            "?",
            "???",
            "–",
            "*",
            "TBD",
            "tbd.",
            "T.B.D.",
            "(tbd)",
            "TBD?",
            "TODO",
            "to do",
            "To be defined",
            "N/A",
            "n.a.",
            "n/a.",
            "Not applicable",
            "XXX",
            "<owner>",
            "<...>",
            "<>",
            "[DATE]",
            "[Name of the owner]",
            "{{ owner }}",
            "{owner}",
            "${OWNER}",
            "`TBD`",
            "*TBD*",
            "TODO: ask the board",
            "TBD (June)",
            "FIXME - later",
            "fill in",
            "'____'",
            "YYYY-MM-DD",
            "dd/mm/yyyy",
            "TT.MM.JJJJ",
            "mm/dd/yy",
            "POL-____",
            "$EVENT",
            "insert the name of the owner here",
            "Click or tap here to enter text.",
        ] {
            assert!(is_absent(text), "{text:?}");
        }
    }

    #[test]
    fn what_leaves_open_what_there_is_says_nothing() {
        for text in [
            "TBD",
            "none",
            "None.",
            "No",
            "None needed",
            "keine",
            "Entfällt",
            "unknown",
            "Noch unklar",
            "pending",
            "to be checked in 2027",
            "Not yet judged",
            "planned for 2027",
            "aucune",
            "Not tested",
            "Not discussed.",
            "Postponed to the next review",
            "Nicht geprüft",
            "Vertagt auf Mai",
        ] {
            assert!(says_nothing(text), "{text:?}");
        }
        for text in [
            "None found; all five systems searched",
            "None; computing only",
            "No other form asks for it",
            "To be stopped by the analyst on duty",
            "To be checked by two people before each release, as PRO-004 has it",
            "Not yetis",
            "Nothing was stopped, since the system was not in use",
            "Unknown address of the sender",
            "keine weiteren gefunden",
            "Not tested with children, who do not use it",
            "Postponed payments are looked at by hand",
            "é",
        ] {
            assert!(!says_nothing(text), "{text:?}");
        }
    }

    #[test]
    fn what_says_something_is_one() {
        for text in [
            "CEO",
            "none",
            "None; computing only",
            "No",
            "0",
            "1.0",
            "Todo list planner",
            "TODOist",
            "TBDs are closed",
            "<ceo@example.org>",
            "<https://example.org>",
            "[CEO](roles.md)",
            "[[POL-001]]",
            "a <b> c",
            "規程",
            "é",
            "✓",
            "n/a for suppliers; staff sign",
            "Nathan",
            "{a} and b",
            "$500",
            "a-b-c",
            "my-m-d",
            "snake__case",
            "a __bold__ word",
            "Insert the key here, then turn it to the right until it clicks and stays here",
            "Enter",
            "DMY",
            "X",
        ] {
            assert!(!is_absent(text), "{text:?}");
        }
    }
}
