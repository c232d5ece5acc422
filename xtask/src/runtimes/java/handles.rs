//! A class for each kind of object of the library's that several threads use and one of them frees.

use super::super::abi::Type;
use super::super::model::Model;
use super::super::spelling::pascal;
use super::opening;

/// The others are freed by the code that got them, or with the only object that has them.
const SHARED: [&str; 2] = ["client", "op"];

pub(super) fn classes(model: &Model) -> String {
    let mut out = opening(&[
        "com.sun.jna.Pointer",
        "java.util.Optional",
        "java.util.concurrent.locks.ReentrantReadWriteLock",
        "java.util.function.Function",
    ]) + r"/** An object of the library's: used only while it is there, by many threads at once, and freed once. */
abstract class Handle implements Runnable {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private Pointer pointer;

    private Handle(Pointer pointer) {
        this.pointer = pointer;
    }

    abstract void free(Pointer pointer);

    /** Nobody frees it meanwhile. Empty if it is freed already. */
    final <T> Optional<T> use(Function<Pointer, T> use) {
        lock.readLock().lock();
        try {
            return Optional.ofNullable(pointer).map(use);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Frees it. */
    @Override
    public final void run() {
        lock.writeLock().lock();
        try {
            free(pointer);
            pointer = null;
        } finally {
            lock.writeLock().unlock();
        }
    }
";
    for function in &model.header.functions {
        if let [(_, Type::Handle(object))] = function.parameters.as_slice()
            && function.name.ends_with("_free")
            && SHARED.contains(&object.as_str())
        {
            let (class, free) = (pascal(object), &function.name);
            out.push_str(&format!(
                r"
    static final class {class} extends Handle {{
        {class}(Pointer pointer) {{
            super(pointer);
        }}

        @Override
        void free(Pointer pointer) {{
            Library.c().{free}(pointer);
        }}
    }}
"
            ));
        }
    }
    out + "}\n"
}
