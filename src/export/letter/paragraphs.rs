//! The XML of a Word document: styles, and the parts of a sheet as paragraphs and tables. Lengths are in twentieths of a
//! point, font sizes in half points.

use unicode_width::UnicodeWidthStr;

use crate::domain::text::Lang;

use super::Sheet;
use super::html::{end_of, escape};
use super::parts::{Line, Part, Party, Row, Sign, is_bare, plain};

const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// A4 less the margins.
const TEXT_WIDTH: usize = 9070;

/// Stays on one page, with what follows.
const KEPT: &str = "<w:keepNext/><w:keepLines/>";

/// Name, properties of the paragraph and of its text; in Chinese and in English.
type Style = (&'static str, [&'static str; 2], [&'static str; 2]);

const STYLES: [Style; 7] = [
    (
        "Title",
        [
            r#"<w:keepNext/><w:spacing w:before="0" w:after="240" w:line="400" w:lineRule="atLeast"/><w:jc w:val="center"/>"#,
            r#"<w:keepNext/><w:spacing w:before="0" w:after="240"/>"#,
        ],
        [
            r#"<w:b/><w:spacing w:val="40"/><w:sz w:val="36"/><w:szCs w:val="36"/>"#,
            r#"<w:b/><w:sz w:val="30"/><w:szCs w:val="30"/>"#,
        ],
    ),
    (
        "Address",
        [r#"<w:spacing w:after="0" w:line="400" w:lineRule="exact"/>"#, r#"<w:spacing w:after="0"/>"#],
        ["", ""],
    ),
    (
        "Body",
        [
            r#"<w:spacing w:after="40" w:line="400" w:lineRule="exact"/><w:ind w:firstLine="480" w:firstLineChars="200"/><w:jc w:val="both"/>"#,
            r#"<w:spacing w:after="140" w:line="276" w:lineRule="auto"/>"#,
        ],
        ["", ""],
    ),
    (
        "Heading",
        [
            r#"<w:keepNext/><w:spacing w:before="80" w:after="40" w:line="400" w:lineRule="exact"/>"#,
            r#"<w:keepNext/><w:spacing w:before="160" w:after="80"/>"#,
        ],
        ["<w:b/>", "<w:b/>"],
    ),
    (
        "Item",
        [
            r#"<w:spacing w:after="40" w:line="390" w:lineRule="exact"/><w:ind w:left="840" w:hanging="420"/>"#,
            r#"<w:spacing w:after="80" w:line="264" w:lineRule="auto"/><w:ind w:left="480" w:hanging="400"/>"#,
        ],
        ["", ""],
    ),
    (
        "Cell",
        [r#"<w:spacing w:before="30" w:after="30"/>"#, r#"<w:spacing w:before="30" w:after="30"/>"#],
        [r#"<w:sz w:val="21"/><w:szCs w:val="21"/>"#, r#"<w:sz w:val="20"/><w:szCs w:val="20"/>"#],
    ),
    (
        "Signature",
        [
            r#"<w:keepNext/><w:keepLines/><w:spacing w:after="60" w:line="400" w:lineRule="exact"/>"#,
            r#"<w:keepNext/><w:keepLines/><w:spacing w:after="60" w:line="276" w:lineRule="auto"/>"#,
        ],
        ["", ""],
    ),
];

fn at(lang: Lang) -> usize {
    match lang {
        Lang::Zh => 0,
        Lang::En => 1,
    }
}

/// `word/styles.xml`.
pub(super) fn styles(lang: Lang) -> String {
    let size = ["24", "22"][at(lang)];
    let style = |(name, paragraph, text): &Style| {
        format!(
            "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"Letter{name}\"><w:name w:val=\"Letter {name}\"/>\
             <w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>{}</w:pPr><w:rPr>{}</w:rPr></w:style>",
            paragraph[at(lang)],
            text[at(lang)]
        )
    };
    let own: String = STYLES.iter().map(style).collect();
    format!(
        "{HEAD}<w:styles xmlns:w=\"{NAMESPACE}\"><w:docDefaults><w:rPrDefault><w:rPr>\
         <w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"SimSun\" w:cs=\"Times New Roman\"/>\
         <w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/><w:lang w:val=\"en-GB\" w:eastAsia=\"zh-CN\"/>\
         </w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl/></w:pPr></w:pPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>\
         {own}</w:styles>\n"
    )
}

/// `word/document.xml`.
pub(super) fn document(sheet: &Sheet) -> String {
    // The last words before the signature stay with it on one page.
    let end = kept_from(&sheet.parts);
    let body: String =
        sheet.parts.iter().enumerate().map(|(n, part)| block(sheet.lang, part, n >= end)).collect();
    format!(
        "{HEAD}<w:document xmlns:w=\"{NAMESPACE}\"><w:body>{body}<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         <w:pgMar w:top=\"1304\" w:right=\"1418\" w:bottom=\"1134\" w:left=\"1418\" w:header=\"851\" w:footer=\"851\" w:gutter=\"0\"/>\
         </w:sectPr></w:body></w:document>\n"
    )
}

/// Where what stays with the signature begins. Writers lose the heading of a long chain: of two paragraphs behind one only
/// the second is kept.
fn kept_from(parts: &[Part]) -> usize {
    let end = end_of(parts);
    match parts.get(end..) {
        Some([Part::Heading(_), Part::Paragraph(_), Part::Paragraph(_), ..]) => end + 2,
        _ => end,
    }
}

fn block(lang: Lang, part: &Part, keep: bool) -> String {
    match part {
        Part::Title(line) => paragraph("Title", "", &runs(line)),
        Part::Salutation(line) => {
            paragraph("Address", "<w:spacing w:before=\"120\" w:after=\"80\"/>", &runs(line))
        }
        Part::Heading(line) => paragraph("Heading", if keep { KEPT } else { "" }, &runs(line)),
        Part::Paragraph(line) => paragraph("Body", if keep { KEPT } else { "" }, &runs(line)),
        Part::Address(lines) => {
            let last = lines.len().saturating_sub(1);
            let space = |n| if n == last { "<w:spacing w:after=\"160\"/>" } else { "" };
            lines.iter().enumerate().map(|(n, line)| paragraph("Address", space(n), &runs(line))).collect()
        }
        Part::List(numbered, items) => {
            let mark = |n: usize| if *numbered { format!("{}.", n + 1) } else { "•".to_owned() };
            let item = |(n, item): (usize, &Line)| {
                let text = format!("{}<w:r><w:tab/></w:r>{}", run(&mark(n)), runs(item));
                paragraph("Item", if keep { KEPT } else { "" }, &text)
            };
            items.iter().enumerate().map(item).collect()
        }
        Part::Table(rows) => table(rows),
        Part::Closing(lines) => closing(lang, lines),
        Part::Signature(parties) => signature(lang, parties),
    }
}

fn closing(lang: Lang, lines: &[Line]) -> String {
    // 此致 stands two characters in, 敬礼 at the margin.
    let indented = lang == Lang::Zh && lines.len() > 1;
    let line = |(n, line): (usize, &Line)| {
        let indent =
            if indented && n == 0 { "<w:ind w:firstLine=\"480\" w:firstLineChars=\"200\"/>" } else { "" };
        paragraph("Signature", indent, &runs(line))
    };
    lines.iter().enumerate().map(line).collect()
}

fn paragraph(style: &str, properties: &str, runs: &str) -> String {
    // The schema wants the properties in one order: style, keepNext, keepLines, spacing, indent.
    format!("<w:p><w:pPr><w:pStyle w:val=\"Letter{style}\"/>{properties}</w:pPr>{runs}</w:p>")
}

fn runs(line: &Line) -> String {
    line.iter().map(|piece| run(&piece.text)).collect()
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(text))
}

const BORDERS: &str = r#"<w:tblBorders><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/><w:left w:val="single" w:sz="6" w:space="0" w:color="000000"/><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/><w:right w:val="single" w:sz="6" w:space="0" w:color="000000"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="000000"/></w:tblBorders>"#;
const MARGINS: &str = r#"<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>"#;

fn table(rows: &[Row]) -> String {
    let widths = widths(rows);
    let bare = usize::from(rows.first().is_some_and(is_bare));
    let row = |(n, cells): (usize, &Row)| {
        let n = n + bare;
        let head = if n == 0 { "<w:tblHeader/>" } else { "" };
        let cells: String = cells
            .iter()
            .zip(&widths)
            .map(|(line, width)| {
                let text = line.iter().map(|piece| if n == 0 { bold(&piece.text) } else { run(&piece.text) });
                cell(*width, &paragraph("Cell", "", &text.collect::<String>()), true)
            })
            .collect();
        format!("<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{cells}</w:tr>")
    };
    let rows: String = rows.iter().skip(bare).enumerate().map(row).collect();
    format!("{}{rows}</w:tbl>{}", table_head(&widths, BORDERS), gap())
}

fn bold(text: &str) -> String {
    format!("<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(text))
}

fn table_head(widths: &[usize], borders: &str) -> String {
    let grid: String = widths
        .iter()
        .flat_map(|width| ["<w:gridCol w:w=\"".to_owned(), width.to_string(), "\"/>".to_owned()])
        .collect();
    let whole: usize = widths.iter().sum();
    format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{whole}\" w:type=\"dxa\"/><w:tblInd w:w=\"108\" w:type=\"dxa\"/>{borders}<w:tblLayout w:type=\"fixed\"/>{MARGINS}</w:tblPr>\
         <w:tblGrid>{grid}</w:tblGrid>"
    )
}

fn cell(width: usize, paragraphs: &str, centred: bool) -> String {
    let align = if centred { "<w:vAlign w:val=\"center\"/>" } else { "" };
    format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{align}</w:tcPr>{paragraphs}</w:tc>")
}

/// A little space after a table, which has none of its own.
fn gap() -> String {
    paragraph("Address", "<w:spacing w:after=\"0\" w:line=\"160\" w:lineRule=\"exact\"/>", "")
}

/// The paragraph that a document ends with; it takes no room, so that it begins no page.
fn end() -> String {
    paragraph("Address", "<w:spacing w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\"/>", "")
}

/// Shares the width among the columns. Where every cell fits on one line, each column gets what its widest cell needs and
/// its part of the rest; else first what its longest word needs, so that no date is broken.
fn widths(rows: &[Row]) -> Vec<usize> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let widest = |measure: fn(&str) -> usize| -> Vec<usize> {
        let cells = |n: usize| rows.iter().filter_map(move |row| row.get(n)).map(plain);
        (0..columns).map(|n| cells(n).map(|text| measure(&text)).max().unwrap_or(0).max(4)).collect()
    };
    let in_twips =
        |widths: &[usize]| -> Vec<usize> { widths.iter().map(|width| width * 112 + 240).collect() };
    let shares = widest(|text| text.width().min(60));
    let natural = in_twips(&shares);
    let fits = natural.iter().sum::<usize>() <= TEXT_WIDTH;
    let mut least = if fits { natural } else { in_twips(&widest(unbroken)) };
    let needed: usize = least.iter().sum();
    if needed > TEXT_WIDTH {
        for width in &mut least {
            *width = *width * TEXT_WIDTH / needed;
        }
    }
    let (rest, all) = (TEXT_WIDTH.saturating_sub(least.iter().sum()), shares.iter().sum::<usize>());
    least.iter().zip(&shares).map(|(least, share)| least + rest * share / all).collect()
}

/// How much of a cell stands on one line: all of a short one, else its longest word.
fn unbroken(text: &str) -> usize {
    let word = || text.split(|c: char| c == ' ' || !c.is_ascii()).map(str::len).max().unwrap_or(0).min(16);
    if text.width() <= 12 { text.width() } else { word() }
}

/// Who signs: one alone on the right in Chinese and on the left in English, several side by side.
fn signature(lang: Lang, parties: &[Party]) -> String {
    // One alone needs no table, behind which there would have to be one more paragraph.
    if let [only] = parties {
        let left = if lang == Lang::Zh { TEXT_WIDTH * 2 / 5 } else { 0 };
        let indent = format!("<w:ind w:left=\"{left}\"/>");
        return kept_gap() + &only.iter().map(|line| sign(line, &indent)).collect::<String>();
    }
    let widths = vec![TEXT_WIDTH / parties.len().max(1); parties.len()];
    let cells: String = parties
        .iter()
        .zip(&widths)
        .map(|(party, width)| {
            let lines: String = party.iter().map(|line| sign(line, "")).collect();
            cell(*width, if lines.is_empty() { "<w:p/>" } else { &lines }, false)
        })
        .collect();
    let head = table_head(&widths, "");
    format!("{}{head}<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>{}", kept_gap(), end())
}

fn kept_gap() -> String {
    paragraph("Signature", "<w:spacing w:after=\"0\" w:line=\"240\" w:lineRule=\"exact\"/>", "")
}

fn sign(line: &Sign, indent: &str) -> String {
    let paragraph = |spacing: &str, runs: &str| paragraph("Signature", &format!("{spacing}{indent}"), runs);
    match line {
        Sign::Text(line) => paragraph("", &runs(line)),
        Sign::Blank(line) => {
            // As long as the half of a page lets it be.
            let length = 34_usize.saturating_sub(plain(line).width()).clamp(6, 18);
            let text = format!("{}{}", runs(line), run(&format!(" {}", "_".repeat(length))));
            paragraph("<w:spacing w:before=\"200\" w:after=\"60\"/>", &text)
        }
        // Room for a seal over the words.
        Sign::Stamp(line) => paragraph("<w:spacing w:before=\"300\" w:after=\"420\"/>", &runs(line)),
    }
}
