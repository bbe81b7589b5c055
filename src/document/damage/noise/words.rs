//! Lists the common words of telegrams by first letter, as a measure of scanning damage.
//!
//! Only words of which no misreading is a word: not MONTH, because a scanned N makes it MOUTH; not AGREEMENT, beside
//! AGREMENT. Names of posts and fields are included.

/// Common words that begin with a letter, of which no misreading is a word.
#[rustfmt::skip] // a word on each line would be a page for each letter
pub(crate) fn common(first: u8) -> &'static [&'static str] {
    match first {
        b'a' => &[
            "about", "above", "accept", "action", "administration", "after", "against", "agreed",
            "ambassador", "amconsul", "amembassy", "american", "among", "and", "announced", "another", "answer",
            "appear", "assistance", "assistant", "authorities",
        ],
        b'b' => &[
            "because", "become", "been", "before", "began", "believe", "between", "border", "budget", "building",
            "business",
        ],
        b'c' => &[
            "cabinet", "called", "chairman", "change", "charge", "closed", "comment", "commerce", "commission",
            "committee", "communist", "company", "conference", "confidential", "congress", "consider", "continue",
            "cooperation", "could", "council", "current",
        ],
        b'd' => &[
            "december", "decided", "decision", "defense", "delegation", "democratic", "department", "deputy",
            "development", "difficult", "director", "discuss", "discussed", "discussion", "drafted", "during",
        ],
        b'e' => &["economic", "effort", "election", "embassy", "entire", "evening", "expect", "expected", "explained", "export"],
        b'f' => &[
            "february", "federal", "figures", "finance", "first", "fiscal", "following", "for", "foreign", "former",
            "friday", "from", "further", "future",
        ],
        b'g' => &["general", "given", "government", "governor", "group"],
        b'h' => &["have", "however"],
        b'i' => &[
            "immediate", "immediately", "important", "including", "increase", "independent", "industry", "inform",
            "information", "interest", "internal", "international", "investment", "issues",
        ],
        b'j' => &["january"],
        b'l' => &["labor", "leader", "leaders", "letter", "likely", "limited", "little", "local"],
        b'm' => &[
            "measures", "meeting", "members", "military", "million", "minister", "ministry", "monday", "morning",
        ],
        b'n' => &["national", "negotiations", "nobody", "noted", "notice", "november", "number"],
        b'o' => &["october", "offered", "office", "officer", "official", "officials", "only", "opposition", "other"],
        b'p' => &[
            "parliament", "party", "percent", "period", "personnel", "police", "policy", "political", "position",
            "possible", "present", "president", "press", "previous", "price", "priority", "private", "probably",
            "problem", "problems", "process", "production", "program", "project", "promise", "promised", "proposal", "proposed", "provide",
            "public",
        ],
        b'q' => &["question"],
        b'r' => &[
            "received", "recent", "regarding", "region", "relations", "repeat", "report", "representative",
            "request", "resolution", "response", "result", "returned", "review",
        ],
        b's' => &[
            "said", "saturday", "schedule", "school", "season", "secretary", "secstate", "security", "senior",
            "september", "several", "should", "situation", "social", "soviet", "special", "statement", "states",
            "station", "subject", "subjects", "suggested", "summary", "sunday", "support", "system",
        ],
        b't' => &[
            "technical", "territory", "text", "that", "the", "their", "there", "they", "this", "thursday",
            "thought", "today", "toward", "trade", "training", "treaty", "tuesday",
        ],
        b'u' => &["unclassified", "under", "understanding", "union", "united", "university", "until", "usmission"],
        b'v' => &["village", "visit"],
        b'w' => &[
            "was", "washington", "wednesday", "week", "were", "whether", "which", "while", "will", "with", "within",
            "without", "working", "would",
        ],
        b'y' => &["yesterday"],
        _ => &[],
    }
}
