//! Reads XML into a tree of elements that are called by their local names, whatever the prefix.
//!
//! Entities that a document defines itself are not expanded, so that none can grow. Only this module and the package
//! reader know the XML crate and the ZIP crate.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// How deep elements may lie in one another.
const DEEPEST: usize = 200;

/// An element with what is in it.
#[derive(Debug, Default)]
pub(super) struct Element<'x> {
    /// Its name without prefix.
    pub(super) name: &'x str,
    attributes: Vec<(&'x str, Cow<'x, str>)>,
    /// What is in it, in order.
    pub(super) children: Vec<Node<'x>>,
}

/// What an element holds.
#[derive(Debug)]
pub(super) enum Node<'x> {
    /// Another element.
    Element(Element<'x>),
    /// Text.
    Text(Cow<'x, str>),
}

impl<'x> Element<'x> {
    /// The value of an attribute: of the one so written, or else of one with that name behind another prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let local = |written: &'x str| written.rsplit_once(':').map_or(written, |(_, local)| local);
        let wanted = name.rsplit_once(':').map_or(name, |(_, local)| local);
        let exact = self.attributes.iter().find(|(written, _)| *written == name);
        // `id` and `r:id` are two things.
        let other = || {
            let prefixed = |written: &str| !name.contains(':') || written.contains(':');
            self.attributes.iter().find(|(written, _)| local(written) == wanted && prefixed(written))
        };
        exact.or_else(other).map(|(_, value)| &**value)
    }

    /// All values of attributes, but for declarations of names.
    pub(super) fn values(&self) -> impl Iterator<Item = &str> {
        self.attributes.iter().filter(|(name, _)| !name.starts_with("xmlns")).map(|(_, value)| &**value)
    }

    /// The elements in it.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element<'x>> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element in it of that name.
    pub(super) fn child(&self, name: &str) -> Option<&Element<'x>> {
        self.elements().find(|element| element.name == name)
    }

    /// The element that is reached through elements of these names.
    pub(super) fn path(&self, names: &[&str]) -> Option<&Element<'x>> {
        names.iter().try_fold(self, |element, name| element.child(name))
    }

    /// The attribute `val` of the child `name`.
    pub(super) fn value_of(&self, name: &str) -> Option<&str> {
        self.child(name)?.attribute("val")
    }

    /// All elements below it, in order.
    pub(super) fn each<'e>(&'e self, look: &mut dyn FnMut(&'e Element<'x>)) {
        for element in self.elements() {
            look(element);
            element.each(look);
        }
    }

    /// The first element below it of that name.
    pub(super) fn below(&self, name: &str) -> Option<&Element<'x>> {
        self.elements().find_map(|element| if element.name == name { Some(element) } else { element.below(name) })
    }

    /// All text in it.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.add_text(&mut text);
        text
    }

    fn add_text(&self, text: &mut String) {
        for node in &self.children {
            match node {
                Node::Element(element) => element.add_text(text),
                Node::Text(more) => text.push_str(more),
            }
        }
    }
}

/// What a part of a package says, as text: UTF-8, or UTF-16 with its byte-order mark.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    encoding_rs::UTF_8.decode(bytes).0
}

/// The outermost element of a document; `None` if it is no XML.
pub(super) fn tree(text: &str) -> Option<Element<'_>> {
    let mut root = None;
    each(text, &[], &mut |element| {
        root.get_or_insert(element);
    })
    .then_some(root)
    .flatten()
}

/// Gives each element with one of `names`, or the outermost if there are none, to `take`. Whether the text is well formed.
pub(super) fn each<'x>(text: &'x str, names: &[&str], take: &mut dyn FnMut(Element<'x>)) -> bool {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.allow_dangling_amp = true;
    // The elements around the present place, and how many elements around those are not wanted.
    let (mut open, mut outside): (Vec<Element<'x>>, usize) = (Vec::new(), 0);
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                if open.len() + outside > DEEPEST {
                    return false;
                }
                let element = element(text, &start);
                if open.is_empty() && !names.is_empty() && !names.contains(&element.name) {
                    outside += 1;
                } else {
                    open.push(element);
                }
            }
            Ok(Event::End(_)) => match open.pop() {
                None => outside = outside.saturating_sub(1),
                Some(element) => match open.last_mut() {
                    Some(parent) => parent.children.push(Node::Element(element)),
                    None => take(element),
                },
            },
            Ok(Event::Text(more)) => add(&mut open, more.xml10_content()),
            Ok(Event::CData(more)) => add(&mut open, more.xml10_content()),
            Ok(Event::GeneralRef(reference)) => {
                let character = reference.resolve_char_ref().ok().flatten();
                let name = reference.into_inner();
                let predefined = || quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned);
                add(&mut open, character.map(String::from).or_else(predefined).unwrap_or_default().into());
            }
            Ok(Event::Eof) => return open.is_empty() && outside == 0,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

/// Adds text to the innermost element, joined with the text before it.
fn add<'x>(open: &mut [Element<'x>], more: Cow<'x, str>) {
    let Some(element) = open.last_mut().filter(|_| !more.is_empty()) else { return };
    match element.children.last_mut() {
        Some(Node::Text(text)) => text.to_mut().push_str(&more),
        _ => element.children.push(Node::Text(more)),
    }
}

fn element<'x>(text: &'x str, start: &BytesStart<'x>) -> Element<'x> {
    let name = within(text, start.local_name().into_inner());
    let mut written = start.attributes();
    let attributes = written.with_checks(false).filter_map(Result::ok).map(|attribute| {
        let value = attribute.normalized_value(XmlVersion::Explicit1_0);
        let value = value.map_or_else(|_| attribute.value.to_string(), Cow::into_owned);
        (within(text, attribute.key.into_inner()), value.into())
    });
    let attributes = attributes.collect();
    Element { name, attributes, children: Vec::new() }
}

/// `piece`, which is a part of `text`, for as long as that lives.
fn within<'x>(text: &'x str, piece: &str) -> &'x str {
    let start = (piece.as_ptr() as usize).checked_sub(text.as_ptr() as usize);
    start.and_then(|start| text.get(start..start + piece.len())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_no_prefix_and_references_are_text() {
        let text = "<?xml version=\"1.0\"?><w:p w:id='1' r:id=\"R2\"><w:t>A&amp;B&#x43;</w:t><!-- --><b/>&own;</w:p>";
        let root = tree(text).expect("well formed");
        assert_eq!((root.name, root.attribute("id"), root.attribute("r:id")), ("p", Some("1"), Some("R2")));
        assert_eq!((root.text(), root.elements().count()), ("A&BC".to_owned(), 2));
        assert_eq!(root.attribute("x:none"), None);
    }

    #[test]
    fn what_is_broken_or_too_deep_is_no_tree() {
        assert!(tree("<a><b></a>").is_none() && tree("").is_none() && tree("<a>").is_none());
        assert!(tree(&("<a>".repeat(300) + &"</a>".repeat(300))).is_none());
    }

    #[test]
    fn elements_of_some_names_come_one_by_one() {
        let mut rows = Vec::new();
        assert!(each("<s><d><row>1</row><row><row>2</row></row></d></s>", &["row"], &mut |row| rows.push(row.text())));
        assert_eq!(rows, ["1", "2"]);
    }
}
