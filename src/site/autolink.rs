//! Addresses that stand bare in a text, found as GitHub finds them: on the web, with or without a scheme, and of mail.
//!
//! They are links of the page alone. The text has nothing to say of them that its words do not say, so what is approved of
//! it is the same with them and without.

use std::ops::Range;

use crate::base::text::is_turn;

/// No name of a host is longer (RFC 1035, section 2.3.4), so what is none is found out soon.
const LONGEST_HOST: usize = 253;

/// Finds the bare addresses in a piece of text, in order, each with where it leads.
pub(super) fn find(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let (mut from, mut at) = (0, 0);
    // All that begins an address holds one of these.
    while let Some(next) = text[at..].find([':', '@', '.']).map(|next| at + next) {
        let address = match text.as_bytes()[next] {
            b':' => web(text, from, next),
            b'@' => mail(text, from, next),
            _ => bare_web(text, from, next),
        };
        at = match address {
            Some((range, target)) => {
                from = range.end;
                found.push((range, target));
                from.max(next + 1)
            }
            None => next + 1,
        };
    }
    found
}

/// `https://…`, whose colon is at a place. `from` is where the address before it ended.
fn web(text: &str, from: usize, colon: usize) -> Option<(Range<usize>, String)> {
    let before = &text[from..colon];
    let start = from + before.trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len();
    let scheme = &text[start..colon];
    let after = text[colon..]
        .strip_prefix("://")
        .filter(|_| ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)))?;
    let range = start..end(text, text.len() - after.len(), 1)?;
    let target = text[range.clone()].to_owned();
    Some((range, target))
}

/// `www.…`, whose first full stop is at a place.
fn bare_web(text: &str, from: usize, stop: usize) -> Option<(Range<usize>, String)> {
    let start = stop.checked_sub(3).filter(|start| *start >= from)?;
    text.get(start..stop).filter(|www| www.eq_ignore_ascii_case("www"))?;
    let before = text[..start].chars().next_back();
    let is_free = before.is_none_or(|c| c.is_whitespace() || matches!(c, '*' | '_' | '~' | '('));
    let range = start..Some(start).filter(|_| is_free).and_then(|start| end(text, start, 2))?;
    let target = format!("http://{}", &text[range.clone()]);
    Some((range, target))
}

/// `who@host.example`, whose `@` is at a place, with `mailto:` before it or not.
fn mail(text: &str, from: usize, at: usize) -> Option<(Range<usize>, String)> {
    let is_local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let local = from + text[from..at].trim_end_matches(is_local).len();
    let host = text[at + 1..].split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))).next()?;
    let after = &text[at + 1 + host.len()..];
    let host = host.trim_end_matches('.');
    let is_host = host.len() <= LONGEST_HOST && host.contains('.') && host.split('.').all(|part| !part.is_empty());
    // `git@host.example:path` is none, nor is what stands in a path or behind another scheme.
    let is_path = after.starts_with('@')
        || after.strip_prefix(':').is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '/'));
    let before = &text[from..local];
    let scheme = before.get(before.len().saturating_sub(7)..).filter(|scheme| scheme.eq_ignore_ascii_case("mailto:"));
    let start = local - scheme.map_or(0, str::len);
    let is_within = text[from..start].ends_with(|c: char| matches!(c, '/' | '@' | ':') || c.is_alphanumeric());
    let sound = local < at && is_host && host.ends_with(|c: char| c.is_ascii_alphabetic()) && !is_path && !is_within;
    let end = at + 1 + host.len();
    sound.then(|| (start..end, format!("mailto:{}", &text[local..end])))
}

/// Where an address ends whose host begins at a place and has so many parts at least.
fn end(text: &str, host: usize, parts: usize) -> Option<usize> {
    let is_host = |c: &char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let rest = &text[host..];
    let length = rest.chars().take_while(is_host).take(LONGEST_HOST + 1).map(char::len_utf8).sum();
    let name = rest[..length].trim_end_matches('.');
    let sound = length <= LONGEST_HOST
        && name.starts_with(char::is_alphanumeric)
        && name.split('.').count() >= parts
        && name.split('.').all(|part| !part.is_empty())
        && name.rsplit('.').take(2).all(|part| !part.contains('_'));
    if !sound {
        return None;
    }
    let whole = rest.split(ends).next()?;
    Some(host + trimmed(whole).max(name.len()))
}

/// What no address goes on behind: white space and tags, what nobody sees or what turns the line, and what ends sentences
/// where they have no blanks between them.
fn ends(c: char) -> bool {
    let is_unseen =
        c.is_control() || is_turn(c) || matches!(c, '\u{200b}'..='\u{200f}' | '\u{61c}' | '\u{feff}' | '\u{2060}');
    let is_wide = matches!(
        c,
        '、' | '。'
            | '，'
            | '；'
            | '：'
            | '！'
            | '？'
            | '（'
            | '）'
            | '「'
            | '」'
            | '『'
            | '』'
            | '【'
            | '】'
            | '《'
            | '》'
    );
    c.is_whitespace() || c == '<' || is_unseen || is_wide
}

/// How much of an address is left without what belongs to the sentence around it: its full stop, and a bracket that the
/// address does not open.
fn trimmed(address: &str) -> usize {
    let surplus =
        |open: char, close: char| address.matches(close).count().saturating_sub(address.matches(open).count());
    let (mut round, mut square) = (surplus('(', ')'), surplus('[', ']'));
    let mut left = address;
    while let Some(last) = left.chars().next_back() {
        let is_sentence = matches!(
            last,
            '?' | '!' | '.' | ',' | ':' | ';' | '*' | '_' | '~' | '\'' | '"' | '&' | '>' | '”' | '’' | '“' | '»'
        );
        match last {
            ')' if round > 0 => round -= 1,
            ']' if square > 0 => square -= 1,
            _ if is_sentence => {}
            _ => break,
        }
        left = &left[..left.len() - last.len_utf8()];
    }
    left.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found, and where it leads where that is something else.
    fn found(text: &str) -> Vec<String> {
        find(text)
            .into_iter()
            .map(|(range, target)| match &text[range] {
                written if written == target => target,
                written => format!("{written} -> {target}"),
            })
            .collect()
    }

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        for (text, address) in [
            ("See https://x.example/a_b?x=1&y=2.", "https://x.example/a_b?x=1&y=2"),
            ("(https://x.example/a(b)c)", "https://x.example/a(b)c"),
            ("(https://x.example/a(b))", "https://x.example/a(b)"),
            ("https://x.example/a)))", "https://x.example/a"),
            ("[https://x.example/a].", "https://x.example/a"),
            ("https://x.example/?a[]=1&b[]", "https://x.example/?a[]=1&b[]"),
            ("\"https://x.example\".", "https://x.example"),
            ("https://x.example/?q=a):", "https://x.example/?q=a"),
            ("HTTP://X.example:8080/é#f, and", "HTTP://X.example:8080/é#f"),
            ("http://localhost:8080/", "http://localhost:8080/"),
            ("見る：https://x.example/規程。次", "https://x.example/規程"),
            ("https://x.example/a\u{202e}b", "https://x.example/a"),
            ("https://x.example<b", "https://x.example"),
            ("https://x.example/~a/*b*", "https://x.example/~a/*b"),
        ] {
            assert_eq!(found(text), [address], "{text}");
        }
        assert_eq!(found("https://a.example, http://b.example"), ["https://a.example", "http://b.example"]);
    }

    #[test]
    fn what_begins_with_www_and_mail_addresses_have_their_scheme() {
        for (text, address) in [
            ("www.x.example/a.", "www.x.example/a -> http://www.x.example/a"),
            ("(WWW.x.example)", "WWW.x.example -> http://WWW.x.example"),
            ("a.b-c_d+e@x-y.example.", "a.b-c_d+e@x-y.example -> mailto:a.b-c_d+e@x-y.example"),
            ("<mailto:a@x.example>", "mailto:a@x.example"),
            ("MAILTO:a@x.example", "MAILTO:a@x.example -> mailto:a@x.example"),
            ("a@b.c.example, d", "a@b.c.example -> mailto:a@b.c.example"),
            ("a@x.example: hello", "a@x.example -> mailto:a@x.example"),
        ] {
            assert_eq!(found(text), [address], "{text}");
        }
    }

    #[test]
    fn what_is_no_address_or_could_run_is_text() {
        for text in [
            "javascript:alert(1)",
            "javascript://x.example",
            "data:text/html,x",
            "ftp://x.example",
            "file:///etc/passwd",
            "//x.example",
            "xhttps://x.example",
            "https://",
            "https:///x",
            "https://.x",
            "https://-x.example",
            "https://a_b.c_d",
            "http:x.example",
            "https://\u{202e}x",
            "www.",
            "www.x_y.z_a",
            "awww.x.example",
            "/www.x.example",
            "www..x",
            "1.2.3",
            "a.b",
            "@x.example",
            "a@",
            "a@b",
            "a@x.1",
            "a@x.example-",
            "a@.x",
            "a@x..y",
            "a@b@c.example",
            "git@x.example:a/b.git",
            "actions/a@x.example",
            "xmpp:a@x.example",
            "a@x.example@",
            "",
            "::",
            "é@x.example",
            "é.é.",
            "éé.x",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }

    /// Counts no time, which would be wrong now and then: what takes quadratic time takes minutes here.
    #[test]
    fn no_text_takes_long() {
        for part in [
            "www.",
            "http://",
            "_www.",
            "www._",
            " www.a_b.c_d",
            "a@",
            "a@b.",
            "https://_",
            "https://a)",
            "@",
            ":",
            ".",
            "(https://a",
        ] {
            let text = part.repeat(100_000 / part.len());
            assert!(find(&text).len() < text.len(), "{part}");
        }
    }

    proptest::proptest! {
        #[test]
        fn addresses_stand_apart_and_hold_nothing_that_breaks_a_line(text in "(https?://|www\\.|mailto:|[a-c@._()<>é： \u{202e}\n-]){0,12}") {
            let mut end = 0;
            for (range, target) in find(&text) {
                proptest::prop_assert!(range.start >= end && range.start < range.end);
                proptest::prop_assert!(["http://", "https://", "mailto:"].iter().any(|scheme| target.starts_with(scheme)));
                let broken = target.contains([' ', '\n', '<', '\u{202e}']);
                proptest::prop_assert!(!broken);
                end = range.end;
            }
        }
    }
}
