//! Writes small PDF files: what a page draws is given in the operators of the format.

/// A PDF of one page, or of several that look alike.
#[derive(Clone, Debug)]
pub(crate) struct Paper {
    /// What the page draws.
    pub(crate) content: String,
    /// The notes on the page, each as a dictionary.
    pub(crate) notes: Vec<String>,
    /// More entries of the page, its resources, the catalog and the information dictionary.
    pub(crate) page: String,
    pub(crate) resources: String,
    pub(crate) catalog: String,
    pub(crate) info: String,
    /// More objects, the first of which has the number [`Paper::FIRST`].
    pub(crate) objects: Vec<String>,
    /// How many such pages there are.
    pub(crate) pages: usize,
}

/// The width of a letter in Courier, the font of these pages, for its height of 10 points.
pub(crate) const LETTER: f32 = 6.0;

impl Paper {
    /// The number of the first further object.
    pub(crate) const FIRST: usize = 7;

    /// A page with these lines from its top left corner on, 14 points apart.
    pub(crate) fn new(lines: &[&str]) -> Paper {
        let mut paper = Paper {
            content: String::new(),
            notes: Vec::new(),
            page: String::new(),
            resources: String::new(),
            catalog: String::new(),
            info: String::new(),
            objects: Vec::new(),
            pages: 1,
        };
        for (index, line) in lines.iter().enumerate() {
            paper = paper.text(72.0, Paper::base(index), line);
        }
        paper
    }

    /// The baseline of a line, counted from 0.
    pub(crate) fn base(index: usize) -> f32 {
        720.0 - 14.0 * index as f32
    }

    /// Draws what the operators say.
    pub(crate) fn draw(mut self, operators: &str) -> Paper {
        self.content += operators;
        self.content.push('\n');
        self
    }

    /// Prints a text.
    pub(crate) fn text(self, x: f32, y: f32, text: &str) -> Paper {
        let text = text.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
        self.draw(&format!("BT /F1 10 Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET"))
    }

    /// Draws a box of a gray around the letters from `first` to `last` of a line.
    pub(crate) fn cover(self, line: usize, first: usize, last: usize, gray: f32) -> Paper {
        let [x, y, width, height] = Paper::place(line, first, last);
        self.draw(&format!("q {gray} g {x} {y} {width} {height} re f Q"))
    }

    /// Where the letters from `first` to `last` of a line are: left, bottom, width, height.
    pub(crate) fn place(line: usize, first: usize, last: usize) -> [f32; 4] {
        let left = 72.0 + LETTER * first as f32;
        [left - 0.5, Paper::base(line) - 3.0, LETTER * (last - first) as f32 + 1.0, 12.0]
    }

    pub(crate) fn note(mut self, dictionary: &str) -> Paper {
        self.notes.push(dictionary.to_owned());
        self
    }

    pub(crate) fn object(mut self, object: &str) -> Paper {
        self.objects.push(object.to_owned());
        self
    }

    /// The file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let kids = vec!["3 0 R"; self.pages];
        let notes = self.notes.join(" ");
        let mut objects = vec![
            format!("<</Type/Catalog/Pages 2 0 R {}>>", self.catalog),
            format!("<</Type/Pages/Kids[{}]/Count {}>>", kids.join(" "), self.pages),
            format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Annots[{notes}] \
                 /Resources<</Font<</F1 5 0 R>> {}>> {}>>",
                self.resources, self.page
            ),
            stream("", &self.content),
            "<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>".to_owned(),
            format!("<</Producer(a test) {}>>", self.info),
        ];
        objects.extend(self.objects.iter().cloned());
        // A page is listed once, or a reader would take the others for a loop.
        for number in 1..self.pages {
            objects[1] = objects[1].replacen("3 0 R", &format!("{} 0 R", objects.len() + 1), 1);
            objects.push(objects[2].clone());
            assert!(number < self.pages);
        }
        let mut file = b"%PDF-1.7\n".to_vec();
        let places: Vec<usize> = (1..).zip(&objects).map(|(number, object)| add(&mut file, number, object)).collect();
        let table = file.len();
        let mut end = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
        places.iter().for_each(|place| end += &format!("{place:010} 00000 n \n"));
        let size = objects.len() + 1;
        end += &format!("trailer\n<</Size {size}/Root 1 0 R/Info 6 0 R>>\nstartxref\n{table}\n%%EOF\n");
        file.extend_from_slice(end.as_bytes());
        file
    }

    /// The file, saved on top of itself with another page.
    pub(crate) fn saved_as(&self, other: &Paper) -> Vec<u8> {
        let mut file = self.bytes();
        let text = String::from_utf8_lossy(&file).into_owned();
        let before = text.rsplit("startxref\n").next().and_then(|end| end.lines().next()).unwrap_or("0").to_owned();
        let place = add(&mut file, 4, &stream("", &other.content));
        let table = file.len();
        let end = format!(
            "xref\n4 1\n{place:010} 00000 n \ntrailer\n<</Size 7/Root 1 0 R/Prev {before}>>\nstartxref\n{table}\n%%EOF\n"
        );
        file.extend_from_slice(end.as_bytes());
        file
    }
}

/// A stream as an object.
pub(crate) fn stream(entries: &str, content: &str) -> String {
    format!("<<{entries}/Length {}>>\nstream\n{content}\nendstream", content.len() + 1)
}

fn add(file: &mut Vec<u8>, number: usize, object: &str) -> usize {
    let place = file.len();
    file.extend_from_slice(format!("{number} 0 obj\n{object}\nendobj\n").as_bytes());
    place
}
