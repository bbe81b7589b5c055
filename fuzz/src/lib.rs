//! What the fuzz targets do with bytes; each is a plain function, which the test `fuzz` calls as well.

pub mod bodies;
