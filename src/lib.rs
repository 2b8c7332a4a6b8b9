//! cashwrap.
