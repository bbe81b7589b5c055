//! Draws the letters of the standard fonts.

use std::sync::LazyLock;

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::kurbo::Affine;

use super::super::page::{Reader, drawn};
use super::Grid;

/// The letters of the standard fonts.
pub(in super::super) static LETTERS: LazyLock<Vec<(char, Grid)>> = LazyLock::new(|| {
    let Ok(pdf) = Pdf::new(specimen().into_bytes()) else { return Vec::new() };
    let Some(page) = pdf.pages().first() else { return Vec::new() };
    let reader = Reader::new();
    let (drawing, _) = drawn(page, &reader, true);
    let outlines = drawing.outlines.iter().flatten();
    let grids = drawing.glyphs.iter().zip(outlines).filter_map(|(glyph, outline)| {
        let sign = drawing.text_of(glyph).chars().next().filter(char::is_ascii_alphanumeric)?;
        // As high as the font, from the baseline up.
        let mut outline = outline.clone();
        outline.apply_affine(Affine::scale_non_uniform(10.0, -10.0) * Affine::translate(-glyph.origin.to_vec2()));
        Some((sign, Grid::of(&outline)?))
    });
    grids.collect()
});

/// A page on which all letters stand in the standard fonts.
fn specimen() -> String {
    const FONTS: [&str; 9] = [
        "Helvetica",
        "Helvetica-Bold",
        "Helvetica-Oblique",
        "Times-Roman",
        "Times-Bold",
        "Times-Italic",
        "Courier",
        "Courier-Bold",
        "Courier-Oblique",
    ];
    let letters: String = ('A'..='Z').chain('a'..='z').chain('0'..='9').collect();
    let fonts: String = (0..)
        .zip(FONTS)
        .map(|(number, font)| format!("/F{number}<</Type/Font/Subtype/Type1/BaseFont/{font}>>"))
        .collect();
    let lines: String = (0..FONTS.len()).map(|number| format!("/F{number} 100 Tf ({letters}) Tj ")).collect();
    let content = format!("BT {lines} ET");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<<{fonts}>>>>>>"),
        format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()),
    ];
    let mut file = "%PDF-1.7\n".to_owned();
    let mut table = "xref\n0 5\n0000000000 65535 f \n".to_owned();
    for (number, object) in (1..).zip(objects) {
        table += &format!("{:010} 00000 n \n", file.len());
        file += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let place = file.len();
    file + &table + &format!("trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n{place}\n%%EOF\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_read_by_its_shape() {
        let letters = &*LETTERS;
        assert!(letters.len() > 500, "{}", letters.len());
        for (sign, grid) in letters {
            assert_eq!(grid.read(*sign, letters), None, "{sign}");
        }
        let shape = |sign: char| letters.iter().find(|(known, _)| *known == sign).map(|(_, grid)| grid.clone());
        for (shown, said) in [('E', 'A'), ('m', 'l'), ('o', 'k'), ('Q', 'T')] {
            let read = shape(shown).expect("a letter").read(said, letters);
            assert!(
                read.is_some_and(|(letter, sure)| sure && letter.eq_ignore_ascii_case(&shown)),
                "{shown} {said}: {read:?}"
            );
        }
    }
}
