//! The groups that the built-in rules fall into, one file each under `rules/`.
//!
//! A group is known before it holds a rule, so that a configuration or a flag may name it.

/// Every group, in alphabetical order.
pub const GROUPS: [&str; 21] = [
    "authority",
    "caption",
    "classification",
    "cui",
    "declassification",
    "exposure",
    "header",
    "marking",
    "notice",
    "order",
    "paragraph",
    "portion",
    "privacy",
    "redaction",
    "references",
    "release",
    "scan",
    "set",
    "subject",
    "suppression",
    "tags",
];
