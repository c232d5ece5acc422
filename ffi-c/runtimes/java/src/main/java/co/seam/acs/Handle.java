package co.seam.acs;

import com.sun.jna.Pointer;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/** An object of the library's: used only while it is there, by many threads at once, and freed once. */
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

    static final class Client extends Handle {
        Client(Pointer pointer) {
            super(pointer);
        }

        @Override
        void free(Pointer pointer) {
            Library.c().seam_acs_client_free(pointer);
        }
    }

    static final class OfOutbox extends Handle {
        OfOutbox(Pointer pointer) {
            super(pointer);
        }

        @Override
        void free(Pointer pointer) {
            Library.c().seam_acs_outbox_free(pointer);
        }
    }

    static final class Op extends Handle {
        Op(Pointer pointer) {
            super(pointer);
        }

        @Override
        void free(Pointer pointer) {
            Library.c().seam_acs_op_free(pointer);
        }
    }
}
