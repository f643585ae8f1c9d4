//! Which Markdown is read.

use pulldown_cmark::Options;

/// The Markdown that documents are written in: `CommonMark` with tables, footnotes, task lists, strikethrough, heading
/// attributes, GFM alerts, definition lists and `[[links]]`.
pub(super) fn markdown_options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
}
