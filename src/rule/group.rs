//! Lists the groups of the built-in rules, one file each in `rules/`, so that configurations may name a group without
//! rules.

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
