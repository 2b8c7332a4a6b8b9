//! What the standard library does with iterators, as plain loops: a copy of those for each closure is large.

/// Takes out what is gone.
#[inline(never)]
pub(crate) fn remove<T>(from: &mut Vec<T>, is_gone: &dyn Fn(&T) -> bool) {
    let mut at = 0;
    while let Some(item) = from.get(at) {
        if is_gone(item) {
            from.remove(at);
        } else {
            at += 1;
        }
    }
}

/// What `read` makes of each item, where it makes something.
pub(crate) fn pick<A, B>(from: &[A], read: &dyn Fn(&A) -> Option<B>) -> Vec<B> {
    let mut all = Vec::new();
    for item in from {
        if let Some(read) = read(item) {
            all.push(read);
        }
    }
    all
}
