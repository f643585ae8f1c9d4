//! Reads a page into its start tags, by the tokenizer of the HTML standard (html5ever, which the crate has anyway for
//! ammonia). What the tokenizer calls an error stays one here: our own pages have no reason for any.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::{Rawtext, Rcdata, ScriptData};
use html5ever::tokenizer::{
    BufferQueue, DoctypeToken, ParseError, StartTag, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer,
    TokenizerOpts,
};

/// A start tag and where it is.
#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) line: u64,
    pub(crate) attributes: Vec<(String, String)>,
}

impl Element {
    /// The value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// A page as far as links and ids need it.
#[derive(Debug, Default)]
pub(crate) struct Html {
    pub(crate) elements: Vec<Element>,
    pub(crate) errors: Vec<(u64, String)>,
    pub(crate) has_doctype: bool,
}

/// Reads a page.
pub(crate) fn scan(text: &str) -> Html {
    let tokenizer = Tokenizer::new(Gatherer(RefCell::default()), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(text));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

struct Gatherer(RefCell<Html>);

impl TokenSink for Gatherer {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let mut html = self.0.borrow_mut();
        match token {
            DoctypeToken(doctype) => html.has_doctype = doctype.name.as_deref() == Some("html"),
            ParseError(error) => html.errors.push((line, error.into_owned())),
            TagToken(tag) if tag.kind == StartTag => {
                let name = tag.name.to_string();
                // The tokenizer knows no elements; which of them hold no tags it has to be told.
                let inside = match name.as_str() {
                    "script" => TokenSinkResult::RawData(ScriptData),
                    "style" | "iframe" | "xmp" | "noembed" | "noframes" => TokenSinkResult::RawData(Rawtext),
                    "title" | "textarea" => TokenSinkResult::RawData(Rcdata),
                    _ => TokenSinkResult::Continue,
                };
                let own =
                    |attribute: &html5ever::Attribute| (attribute.name.local.to_string(), attribute.value.to_string());
                html.elements.push(Element { name, line, attributes: tag.attrs.iter().map(own).collect() });
                return inside;
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}
