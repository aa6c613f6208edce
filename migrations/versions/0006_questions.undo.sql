drop table questions;
