//! What is refused since it is no text, and what only looks so.

use cable_lint::source::read;

fn refused(bytes: &[u8]) -> String {
    read("x", bytes.to_vec()).err().map_or_else(|| "read".to_owned(), |error| error.to_string())
}

#[test]
fn archives_pictures_and_ciphertext_are_known_by_how_they_begin() {
    let tar = [&b"notes.txt"[..], &[b'0'; 248], b"ustar\x0000"].concat();
    let bmp = b"BM\x36\x10\0\0\0\0\0\0";
    for (bytes, what) in [
        (&b"BZh91AY&SY\x0a"[..], "bzip2"),
        (b"\xFD7zXZ\0", "xz"),
        (b"Rar!\x1A\x07\x01", "RAR"),
        (&tar, "tar"),
        (b"GIF89a\x01", "GIF"),
        (bmp, "BMP"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "WebP"),
        (b"\0\0\0\x18ftypheic", "HEIC"),
        (b"\xFFWPC\x10", "WordPerfect"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "Git LFS"),
        (b"\r\n\n-----BEGIN PGP MESSAGE-----\n\nhQEM\n", "PGP"),
        (b"\x85\x01\x0c\x03\x11", "PGP"),
        (b"junk\n%PDF-1.4\n1 0 obj\n", "PDF"),
        (&[&b"070707"[..], &[b'0'; 76], b"notes.txt\0SECRET\n"].concat(), "cpio"),
        (&[&b"070702"[..], &[b'0'; 110], b"notes.txt\0SECRET\n"].concat(), "cpio"),
        (b"8BPS\0\x01\0\0\0\0", "Photoshop"),
        (b"\x0A\x05\x01\x08\0\0", "PCX"),
        (b"!BDN\x12\x34\x56\x78SM", "mail store"),
        (b"FORM\0\x01\x02\x03AIFFCOMM", "sound"),
        (b"\x30\x80\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x03", "enveloped"),
        (b"\xFF\xFE\0\0S\0\0\0", "UTF-32"),
        (b"\xE2\xC5\xC3\xD9\xC5\xE3\x40\xD7\xD6\xD9\xE3\x40\xE5\xC5\xD3\xD4\x15\xF1\x4B\x40\x4D\xE2\x5D", "EBCDIC"),
    ] {
        assert!(refused(bytes).contains(what), "{what}: {}", refused(bytes));
    }
    let mut old = [&b"notes.txt"[..], &[0; 91], b"000644 \x00000000 \x00000000 \x0000000000012 00000000000 "].concat();
    old.resize(512, 0);
    old[148..156].fill(b' ');
    let sum: u32 = old.iter().map(|byte| u32::from(*byte)).sum();
    old[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    old.extend([b'S'; 40_000]);
    assert!(refused(&old).contains("tar"), "{}", refused(&old));
    old[100] ^= 1;
    assert_eq!(refused(&old), "read");
    // What a cipher makes of a text.
    let noise: Vec<u8> = (0..2000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    assert!(refused(&noise).contains("control characters"), "{}", refused(&noise));
}

#[test]
fn text_that_speaks_of_them_or_looks_odd_is_read() {
    for text in [
        &b"BMD plans and BM studies"[..],
        b"PKI, GIF and RIFF WEBP",
        b"070701Z MAR 07, the ftyp",
        b"070707 070707 070707 DTG list",
        b"FORM DS-156, 8BPS, ID3 and OggS; !BDN, MZ, FLV, true, fonts OTTO and wOFF",
        b"!BDN files are of Outlook. FORM 12 AIFF",
        b"\n\n\nSECRET\n",
        b"\r\n\r\nSECRET\n",
        b"FORM 1234AIF",
        b"version 2 of the pointer to https://git-lfs.github.com/spec/v1",
        b"-----BEGIN PGP SIGNED MESSAGE-----\n\nSECRET\n",
        b"The file began with %PDF-1.4, he said.",
        b"\x84Zitat\x93 aus M\xFCnchen, 3 \x80",
        b"S\x08SE\x08EC\x08C \xE9 \x0c\x0e\x1a",
        "привет, мир: текст".as_bytes(),
        b"\xEF\xF0\xE8\xE2\xE5\xF2 \xEC\xE8\xF0, \xF2\xE5\xEA\xF1\xF2 @ 7",
    ] {
        assert_eq!(refused(text), "read", "{:?}", String::from_utf8_lossy(text));
    }
}

#[test]
fn every_line_of_the_register_is_read_and_heeded() {
    let lines = include_str!("../rules/registers/files.tsv").lines().filter(|line| !line.starts_with('#'));
    for line in lines {
        let fields: Vec<&str> = line.split('\t').collect();
        let [at, written, what] = fields[..] else { panic!("{line}") };
        let mut bytes = vec![b'x'; at.parse().expect("a number")];
        let mut pieces = written.split("\\x");
        bytes.extend(pieces.next().unwrap_or_default().bytes());
        for piece in pieces {
            bytes.push(u8::from_str_radix(&piece[..2], 16).expect("a byte"));
            bytes.extend(piece[2..].bytes());
        }
        assert!(refused(&bytes).contains(what), "{line}: {}", refused(&bytes));
    }
}
