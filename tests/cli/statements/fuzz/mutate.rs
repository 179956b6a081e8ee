//! Changes of files by dice.

/// Numbers that are the same for a seed.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn of(seed: u64) -> Self {
        let mut dice = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        dice.below(2);
        dice
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % end.max(1) as u64).unwrap()
    }

    pub(super) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// Some bytes changed, moved or repeated, and sometimes the end cut off.
    pub(super) fn bytes(&mut self, mut bytes: Vec<u8>) -> Vec<u8> {
        for _ in 0..=self.below(6) {
            let at = self.below(bytes.len());
            match self.below(6) {
                0 if at + 4 <= bytes.len() => {
                    let sizes = [0_u32, 1, 0x7fff_ffff, u32::MAX, u32::MAX - 1, 0x1_0000, 0x0100_0000];
                    bytes[at..at + 4].copy_from_slice(&self.pick(&sizes).to_le_bytes());
                }
                1 if !bytes.is_empty() => bytes[at] ^= 1 << self.below(8),
                2 if !bytes.is_empty() => bytes[at] = u8::try_from(self.below(256)).unwrap(),
                3 if !bytes.is_empty() => drop(bytes.remove(at)),
                4 => {
                    let end = (at + self.below(64)).min(bytes.len());
                    let part = bytes[at..end].to_vec();
                    let to = self.below(bytes.len() + 1);
                    bytes.splice(to..to, part);
                }
                _ => bytes.insert(at, *self.pick(b"\0\"',;\t\n\r=-.0\xff\xb0\x81")),
            }
        }
        if self.below(5) == 0 {
            bytes.truncate(self.below(bytes.len() + 1));
        }
        bytes
    }

    fn number(&mut self, end: usize) -> String {
        self.below(end).to_string()
    }

    /// A cell that statements rarely have.
    fn cell(&mut self) -> Vec<u8> {
        let cells: [&str; 30] = [
            "",
            "-",
            "--",
            "0",
            "-0.00",
            "9223372036854775807",
            "-9223372036854775808",
            "92233720368547758.07",
            "1e9",
            "4.2E+27",
            "1.234",
            "1,234",
            "1.234,56",
            "(1.00)",
            "１２．３４",
            "=\"1\"",
            "\"",
            "\"\"",
            "'=1+1",
            "`1",
            "31/12/2026",
            "12/31/2026",
            "2026-02-30",
            "9999-12-31",
            "46327.5",
            "25:61:61",
            "合计",
            "退款",
            "\u{feff}\u{202e}",
            "4111111111111111",
        ];
        match self.below(8) {
            0 => self.number(usize::MAX).into_bytes(),
            1 => format!("{}.{}", self.number(1 << 20), self.number(1_000_000)).into_bytes(),
            2 => self.pick(&["x", "9", ",", "中", " "]).repeat(self.below(70_000)).into_bytes(),
            3 => format!("20{:02}-{:02}-{:02}", self.below(30), self.below(14), self.below(33)).into_bytes(),
            _ => self.pick(&cells).as_bytes().to_vec(),
        }
    }
}

fn parts(bytes: &[u8], by: u8) -> Vec<Vec<u8>> {
    bytes.split(|byte| *byte == by).map(<[u8]>::to_vec).collect()
}

/// A text with some of its lines, cells, separators or bytes changed, or with the end of another one.
pub(super) fn changed(dice: &mut Dice, one: &[u8], other: &[u8]) -> Vec<u8> {
    let mut bytes = one.to_vec();
    for _ in 0..=dice.below(4) {
        bytes = match dice.below(10) {
            0 => dice.bytes(bytes),
            1 => lines(dice, &bytes),
            2 => {
                let (from, to) = (dice.below(bytes.len() + 1), dice.below(other.len() + 1));
                [&bytes[..from], &other[to..]].concat()
            }
            3 => {
                let (from, to) = (*dice.pick(b",\t;|\"\n."), *dice.pick(b",\t;|\"\r,"));
                bytes.iter().map(|byte| if *byte == from { to } else { *byte }).collect()
            }
            4 => bytes.iter().copied().filter(|byte| *byte != b'\r').collect(),
            _ => cells(dice, &bytes),
        };
    }
    bytes
}

fn lines(dice: &mut Dice, bytes: &[u8]) -> Vec<u8> {
    let mut lines = parts(bytes, b'\n');
    let (at, to) = (dice.below(lines.len()), dice.below(lines.len()));
    match dice.below(4) {
        0 => drop(lines.remove(at)),
        1 => lines.swap(at, to),
        2 => {
            let many = 1 + dice.below(300);
            let line = lines[at].clone();
            lines.splice(to..to, std::iter::repeat_n(line, many));
        }
        _ => lines.truncate(at + 1),
    }
    lines.join(&b'\n')
}

fn cells(dice: &mut Dice, bytes: &[u8]) -> Vec<u8> {
    let by = *dice.pick(b",,,\t;><\"");
    let mut cells = parts(bytes, by);
    let (at, to) = (dice.below(cells.len()), dice.below(cells.len()));
    match dice.below(5) {
        0 => drop(cells.remove(at)),
        1 => cells.swap(at, to),
        2 => cells.insert(at, dice.cell()),
        _ => cells[at] = dice.cell(),
    }
    cells.join(&by)
}
