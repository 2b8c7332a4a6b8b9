//! The one place in the wasm's memory through which texts of a form cross, card digits among them.
//!
//! The page writes into it and a check reads it in place: no copy is made, in the heap or on the stack, and what was
//! written is wiped before the check returns. A card that is to be sent waits in it too (`vault.rs`). It never moves.

use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use zeroize::Zeroize;

/// The most bytes that the texts of one check have together.
const IN_BYTES: usize = 4_096;
/// The most bytes a check writes back.
const OUT_BYTES: usize = 512;
/// The most bytes that the fields of a card have together, with what divides them.
pub(super) const CARD_BYTES: usize = 1_024;

/// In this order, so that the page can wipe all of it by itself.
#[repr(C)]
pub(super) struct Desk {
    /// What is to be checked; a card on its way in, or the body that carries it out.
    pub(super) given: [u8; IN_BYTES],
    made: [u8; OUT_BYTES],
    /// A card that waits for its order to be placed.
    pub(super) card: [u8; CARD_BYTES],
    /// How many bytes that card's fields have; nothing when there is none.
    pub(super) length: usize,
    /// How many cards there have been.
    pub(super) count: u32,
}

thread_local! {
    pub(super) static DESK: RefCell<Desk> = const {
        RefCell::new(Desk { given: [0; IN_BYTES], made: [0; OUT_BYTES], card: [0; CARD_BYTES], length: 0, count: 0 })
    };
}

/// The memory it is in.
#[wasm_bindgen(js_name = deskMemory)]
pub fn desk_memory() -> JsValue {
    wasm_bindgen::memory()
}

/// Where the page writes: the address in the wasm's memory.
#[wasm_bindgen(js_name = deskAt)]
pub fn desk_at() -> usize {
    DESK.with_borrow(|desk| desk.given.as_ptr().expose_provenance())
}

/// Where a check writes back.
#[wasm_bindgen(js_name = madeAt)]
pub fn made_at() -> usize {
    DESK.with_borrow(|desk| desk.made.as_ptr().expose_provenance())
}

/// Wipes what a check has written back, once the page has read it.
#[wasm_bindgen(js_name = wipeMade)]
pub fn wipe_made() {
    DESK.with_borrow_mut(|desk| desk.made.zeroize());
}

/// Lets `check` read the first `length` bytes and write back, then wipes what it read.
#[inline(never)]
#[cfg(feature = "checks")]
pub(super) fn read(length: usize, check: &mut dyn FnMut(&[u8], &mut [u8]) -> u32) -> u32 {
    DESK.with_borrow_mut(|desk| {
        let given = desk.given.get_mut(..length).unwrap_or_default();
        let answer = check(given, &mut desk.made);
        given.zeroize();
        answer
    })
}
