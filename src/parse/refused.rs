//! What the parsers of YAML and TOML say, in our words by the kind of the fault: theirs are English alone, and speak of how
//! a parser works. What is of no kind that is known here is quoted.

use granit_parser::ErrorKind;

use crate::base::wording::Words;
use crate::base::{mark, tell};

/// Why YAML cannot be read, as the rest of a sentence.
pub(super) fn yaml(kind: &ErrorKind) -> Words {
    match kind {
        ErrorKind::UnexpectedCharacter { character } => {
            tell!("the sign `{sign}` cannot stand here", sign = character.escape_debug().to_string())
        }
        kind => match of_signs(kind).or_else(|| of_layout(kind)) {
            Some(why) => Words::from(why),
            None => quoted(&kind.to_string()),
        },
    }
}

/// Faults of quotes, brackets, and other signs that mean something.
fn of_signs(kind: &ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => {
            mark!("a quote is never closed")
        }
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            mark!("text stands behind the quote that closes the value")
        }
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidLowSurrogateHexEscape
        | ErrorKind::InvalidLowSurrogate
        | ErrorKind::MissingLowSurrogate
        | ErrorKind::UnpairedLowSurrogate
        | ErrorKind::InvalidUnicodeEscape => mark!("within double quotes a backslash means more than itself"),
        ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::MismatchedFlowCollectionEnd { .. }
        | ErrorKind::MisplacedFlowCollectionEnd => mark!("the brackets do not match"),
        ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator => {
            mark!("a comma or a closing bracket is missing")
        }
        ErrorKind::DuplicateVersionDirective
        | ErrorKind::UnsupportedYamlMajorVersion
        | ErrorKind::DuplicateTagDirective
        | ErrorKind::InvalidDirectiveTerminator
        | ErrorKind::MissingYamlVersionSeparator
        | ErrorKind::MissingDirectiveName
        | ErrorKind::InvalidDirectiveName
        | ErrorKind::YamlVersionTooLong
        | ErrorKind::MissingYamlVersion
        | ErrorKind::MissingDocumentEndBeforeDirective => {
            mark!("a line begins with `%`, which means something to YAML")
        }
        ErrorKind::UndeclaredTagHandle
        | ErrorKind::ExpectedTagBang
        | ErrorKind::ExpectedTagDirectiveBang
        | ErrorKind::InvalidGlobalTagCharacter
        | ErrorKind::InvalidTagDirectiveTerminator
        | ErrorKind::InvalidTagTerminator
        | ErrorKind::MissingTagUri
        | ErrorKind::UnclosedVerbatimTag
        | ErrorKind::InvalidTagEscape => mark!("`!` begins a tag of YAML, which is not used here"),
        ErrorKind::UnknownAnchor | ErrorKind::MissingAnchorOrAliasName => {
            mark!("`&` or `*` begins a reference of YAML, which is not used here")
        }
        _ => return None,
    })
}

/// Faults of lines, blanks and what stands where.
fn of_layout(kind: &ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInPlainScalar
        | ErrorKind::TabAtBlockScalarStart => mark!("a tab stands where YAML takes blanks alone"),
        ErrorKind::InvalidIndentation
        | ErrorKind::InvalidBlockScalarIndent
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::InvalidFlowScalarIndent => mark!("the line is indented unlike those it belongs to"),
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::SimpleKeyExpected
        | ErrorKind::InvalidSimpleKey
        | ErrorKind::ExpectedNodeContent
        | ErrorKind::UnexpectedEndOfPlainScalar => mark!("a key with its colon, or a value, is missing"),
        ErrorKind::MappingValueNotAllowed
        | ErrorKind::MappingKeyNotAllowed
        | ErrorKind::InvalidColonPlacement
        | ErrorKind::FlowMappingValueAdjacentCollection => mark!("a key with its colon stands where none can"),
        ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::BlockSequenceEntryNotAllowed
        | ErrorKind::BlockEntryInFlowCollection
        | ErrorKind::PlainScalarStartsWithDashFlowIndicator => {
            mark!("an item of a list, with its `-`, stands where none can")
        }
        ErrorKind::ExpectedWhitespace
        | ErrorKind::InvalidBlockEntryWhitespace
        | ErrorKind::InvalidMappingValueWhitespace => mark!("a blank is missing"),
        ErrorKind::CommentInterceptedScalar | ErrorKind::CommentNotSeparated => {
            mark!("a remark stands where none can")
        }
        ErrorKind::ZeroBlockScalarIndent | ErrorKind::InvalidBlockScalarHeader => {
            mark!("what stands behind `|` or `>` begins no longer text")
        }
        ErrorKind::ExpectedDocumentStart | ErrorKind::InvalidDocumentEnd => {
            mark!("a line of `---` or `...` stands within it")
        }
        ErrorKind::UnexpectedEofBlockSequence | ErrorKind::UnexpectedEofBlockMapping | ErrorKind::UnexpectedEof => {
            mark!("it ends too early")
        }
        ErrorKind::BomInsideDocument => mark!("a byte order mark stands within it"),
        ErrorKind::RecursionLimitExceeded => mark!("it is nested too deeply"),
        _ => return None,
    })
}

/// What a number should be like.
const NUMBER: &str = mark!("a number is written otherwise than TOML has numbers");

/// What a line should be like.
const PAIR: &str = mark!("a key and its value stand on one line, with an `=` between them");

/// Parts of what the parser of TOML says, the first that fits, and what is meant. It gives its faults no kinds.
const OF_TOML: [(&str, &str); 24] = [
    ("duplicate key", mark!("a key or a table stands twice")),
    ("cannot extend", mark!("a key that has a value is taken for a table")),
    ("recurs", mark!("it is nested too deeply")),
    ("carriage return", mark!("a line ends with half a line break")),
    ("comment", mark!("a remark holds a sign that none may hold")),
    ("comma", mark!("the commas of a list or a row do not stand between its items")),
    ("date", mark!("a day or a time is none")),
    ("must be quoted", mark!("a text needs quotes")),
    ("unicode", mark!("within double quotes a backslash means more than itself")),
    ("escaped", mark!("within double quotes a backslash means more than itself")),
    ("string", mark!("a text in quotes is never closed, or holds what none may hold")),
    ("assignment", PAIR),
    ("`=`", PAIR),
    ("key", PAIR),
    ("integer", NUMBER),
    ("float", NUMBER),
    ("radix", NUMBER),
    ("sign", NUMBER),
    ("zero", NUMBER),
    ("between digits", NUMBER),
    ("table", mark!("the brackets do not match")),
    ("array", mark!("the brackets do not match")),
    ("boolean", mark!("a value is missing, or is none")),
    ("value", mark!("a value is missing, or is none")),
];

/// Why TOML cannot be read, as the rest of a sentence, by what its parser says.
pub fn toml(said: &str) -> Words {
    let said = said.lines().next().unwrap_or_default();
    let fault = said.split(", expected ").next().unwrap_or(said);
    match OF_TOML.iter().find(|(part, _)| fault.contains(part)) {
        Some((_, why)) => Words::from(*why),
        None => quoted(said),
    }
}

fn quoted(said: &str) -> Words {
    tell!("its parser says “{what}”", what = said)
}

#[cfg(test)]
mod tests {
    use granit_parser::Parser;
    use toml_edit::Document;

    use super::*;
    use crate::base::wording::{language, within};

    fn of_yaml(source: &str) -> String {
        let error = Parser::new_from_str(source).find_map(Result::err).expect("a fault");
        yaml(error.kind()).english()
    }

    #[test]
    fn faults_of_yaml_are_said_by_their_kind() {
        for (source, told) in [
            ("a: \"b", "a quote is never closed"),
            ("a: [b", "the brackets do not match"),
            ("a: b: c", "a key with its colon stands where none can"),
            ("a: \"\\q\"", "within double quotes a backslash means more than itself"),
            ("a: @b", "the sign `@` cannot stand here"),
            ("a: *b", "`&` or `*` begins a reference of YAML, which is not used here"),
        ] {
            assert_eq!(of_yaml(source), told, "{source}");
        }
    }

    #[test]
    fn faults_of_toml_are_said_by_what_their_sentence_is_about() {
        for (source, told) in [
            ("a = 1\na = 2\n", "a key or a table stands twice"),
            ("a = yes\n", "a text needs quotes"),
            ("a = 1__0\n", "a number is written otherwise than TOML has numbers"),
            ("a = [1,,2]\n", "the commas of a list or a row do not stand between its items"),
            ("a\n", "a key and its value stand on one line, with an `=` between them"),
            ("[a\n", "the brackets do not match"),
        ] {
            let error = Document::parse(source).expect_err("a fault");
            assert_eq!(toml(error.message()).english(), told, "{source}: {}", error.message());
        }
    }

    #[test]
    fn what_is_of_no_kind_is_quoted() {
        assert_eq!(toml("odd, expected less\nmore").english(), "its parser says “odd, expected less”");
        within(language("de"), || assert_eq!(toml("odd").to_string(), "der Parser sagt „odd“"));
    }
}
