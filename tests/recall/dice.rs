//! Numbers that look random and are always the same.

/// A stream of numbers (xorshift, Marsaglia 2003).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number from 0 up to, not including, `sides`.
    pub(crate) fn throw(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    /// A digit that is not 0, with which too many numbers are none.
    pub(crate) fn digit(&mut self) -> char {
        char::from(b'1' + self.throw(9) as u8)
    }
}
