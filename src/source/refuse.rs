//! Recognizes files that are not text and would look clean if checked as such.
//!
//! Archives, images, office files, ciphertext and LFS pointers are recognized by their first bytes; other binary files
//! by their control characters, EBCDIC by its spaces and letters.

use std::sync::LazyLock;

use super::Unreadable;

/// How many leading bytes decide whether a file is binary.
const SAMPLE: usize = 1 << 16;
/// One control character in this many bytes is damage; more is a binary file.
const TOLERANCE: usize = 16;

/// The place of a file signature, the signature, and the name of the kind of file.
type Signature = (usize, Vec<u8>, &'static str);

static SIGNATURES: LazyLock<Vec<Signature>> = LazyLock::new(|| {
    let lines = include_str!("../../rules/registers/files.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(signature).collect()
});

/// Reads one line of the register.
fn signature(line: &'static str) -> Option<Signature> {
    let (at, rest) = line.split_once('\t')?;
    let (written, what) = rest.split_once('\t')?;
    let mut pieces = written.split("\\x");
    let mut mark = pieces.next()?.as_bytes().to_vec();
    for piece in pieces {
        mark.push(u8::from_str_radix(piece.get(..2)?, 16).ok()?);
        mark.extend_from_slice(&piece.as_bytes()[2..]);
    }
    Some((at.parse().ok()?, mark, what))
}

/// Refuses what is not text by how it begins, whatever byte-order mark is there.
pub(super) fn by_signature(bytes: &[u8]) -> Result<(), Unreadable> {
    // A pointer saved in an editor may have a byte-order mark.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let is = |(at, mark, _): &&Signature| bytes.get(*at) == mark.first() && bytes[*at..].starts_with(mark);
    // An armored message may have blank lines above it.
    let lead = bytes.iter().take(1024).take_while(|byte| byte.is_ascii_whitespace()).count();
    let armour = |signature: &&Signature| signature.1.starts_with(b"-----") && bytes[lead..].starts_with(&signature.1);
    let known = SIGNATURES.iter().find(is).or_else(|| SIGNATURES.iter().find(armour)).map(|(_, _, what)| *what);
    match known.or_else(|| by_form(bytes)) {
        Some(what) => Err(Unreadable::Signature(what)),
        None => Ok(()),
    }
}

/// What is known by more than one mark.
fn by_form(bytes: &[u8]) -> Option<&'static str> {
    let head = &bytes[..bytes.len().min(1024)];
    match bytes {
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Some("a BMP image"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("a WebP image"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W' | b'A', b'A' | b'V', b'V' | b'I', ..] => {
            Some("an audio or video file")
        }
        [0, 0, _, _, b'f', b't', b'y', b'p', brand @ ..] => Some(match brand {
            [b'h', b'e', ..] | [b'm' | b's', b'i' | b's', b'f', b'1', ..] => "a HEIC image",
            [b'a', b'v', b'i', ..] => "an AVIF image",
            _ => "a video or image file",
        }),
        [_, _, b'-', b'l', b'h', b'0'..=b'9', b'-', ..] => Some("an LHA archive"),
        [b'0', b'7', b'0', b'7', b'0', b'1' | b'2', rest @ ..]
            if rest.len() > 104 && rest[..104].iter().all(u8::is_ascii_hexdigit) =>
        {
            Some("a cpio archive")
        }
        [b'0', b'7', b'0', b'7', b'0', b'7', rest @ ..]
            if rest.len() > 70 && rest[..70].iter().all(|digit| matches!(digit, b'0'..=b'7')) =>
        {
            Some("a cpio archive")
        }
        [b'!', b'B', b'D', b'N', _, _, _, _, b'S', b'M' | b'O', ..] => Some("a mail store of Outlook"),
        [b'F', b'O', b'R', b'M', _, _, _, _, kind @ ..]
            if [&b"AIFF"[..], b"AIFC", b"ILBM", b"8SVX"].iter().any(|known| kind.starts_with(known)) =>
        {
            Some("a sound or an image")
        }
        [0x60, 0xEA, _, 0..=0x0A, 0x1E..=0x30, ..] => Some("an ARJ archive"),
        _ if is_tar(bytes) => Some("a tar archive"),
        // The session keys of RFC 9580, sections 5.1 and 5.3, by their packets' tags and versions.
        [0x84 | 0xC1, _, 3 | 6, ..] | [0x85, _, _, 3 | 6, ..] | [0x8C | 0xC3, _, 4..=6, 1..=13, ..] => {
            Some("a PGP-encrypted message")
        }
        // Readers of PDF allow up to a kilobyte of anything before its header; a mail can enclose one in its own bytes.
        _ => memchr::memmem::find(head, b"%PDF-1.")
            .filter(|at| memchr::memmem::find(&head[..*at], b"Content-Type:").is_none())
            .and_then(|_| memchr::memmem::find(&bytes[..bytes.len().min(SAMPLE)], b" obj"))
            .map(|_| "a PDF file"),
    }
}

/// Whether the first block is the head of an entry of an archive from before `ustar`: the sum of its bytes, its own digits
/// taken as blanks, stands in it in octal digits.
fn is_tar(bytes: &[u8]) -> bool {
    const SUM: std::ops::Range<usize> = 148..156;
    let Some(head) = bytes.get(..512) else { return false };
    let written = String::from_utf8_lossy(&head[SUM]);
    let written = u32::from_str_radix(written.trim_matches(['\0', ' ']), 8);
    let byte = |(at, byte): (usize, &u8)| u32::from(if SUM.contains(&at) { b' ' } else { *byte });
    head[0] != 0 && head[511] == 0 && written == Ok(head.iter().enumerate().map(byte).sum())
}

/// Refuses what is no text by what it is made of.
pub(super) fn by_content(bytes: &[u8]) -> Result<(), Unreadable> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let looked = sample.len();
    let nul = memchr::memchr_iter(0, sample).count();
    if nul > looked / TOLERANCE && nul > 1 {
        return Err(Unreadable::Binary { nul, looked });
    }
    // A sample may end within a character.
    let is_text = std::str::from_utf8(sample).map_or_else(|error| error.error_len().is_none(), |_| true);
    if is_text {
        return Ok(());
    }
    if is_ebcdic(sample) {
        return Err(Unreadable::Signature("EBCDIC text"));
    }
    // Compressed and encrypted bytes hold all characters alike. Tabs, page breaks, overstrikes, shifts and the old mark
    // of a file's end belong to text.
    let odd = |byte: &&u8| matches!(**byte, 1..=7 | 0x0B | 0x10..=0x19 | 0x1C..=0x1F);
    let control = nul + sample.iter().filter(odd).count();
    if control > looked / TOLERANCE && control > 4 {
        return Err(Unreadable::Controls { control, looked });
    }
    Ok(())
}

/// Whether bytes spell text in EBCDIC: its spaces in place of ASCII's, and hardly anything but its letters, digits and
/// marks.
fn is_ebcdic(bytes: &[u8]) -> bool {
    let count = |is: fn(u8) -> bool| bytes.iter().filter(|byte| is(**byte)).count();
    let letters = count(
        |b| matches!(b, 0x81..=0x89 | 0x91..=0x99 | 0xA2..=0xA9 | 0xC1..=0xC9 | 0xD1..=0xD9 | 0xE2..=0xE9 | 0xF0..=0xF9),
    );
    let marks = count(
        |b| matches!(b, 0x05 | 0x0D | 0x15 | 0x25 | 0x40 | 0x4B..=0x50 | 0x5A..=0x61 | 0x6B..=0x6F | 0x7A..=0x7F),
    );
    let (ascii_blanks, blanks) = (count(|b| matches!(b, b' ' | b'\n')), count(|b| b == 0x40));
    blanks > 0 && ascii_blanks * 8 < blanks && letters * 2 > bytes.len() && (letters + marks) * 10 >= bytes.len() * 9
}
