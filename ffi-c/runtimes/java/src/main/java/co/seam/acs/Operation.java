package co.seam.acs;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.function.Consumer;

/** One call on its way. */
final class Operation {
    /** How often progress is shown, and a thread that waits looks whether it was interrupted. */
    static final int SLICE_MS = 50;

    final Consumer<Progress> progress;
    final Handle op;
    /** Held, because a client that nobody holds is freed and ends its calls. */
    private Seam seam;
    private volatile RuntimeException thrown;

    Operation(Seam seam, Pointer op, Consumer<Progress> progress) {
        this.seam = seam;
        this.op = new Handle.Op(op);
        this.progress = progress;
    }

    /** Waits on the calling thread; what it found, as JSON. */
    String finish() {
        boolean interrupted = false;
        try {
            while (op.use(pointer -> Library.c().seam_acs_op_wait(pointer, SLICE_MS)).get() == 0) {
                look();
                if (Thread.interrupted()) {
                    interrupted = true;
                    cancel();
                }
            }
            look();
            return take();
        } finally {
            free();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What it found, once it is done. A change finds nothing; of what failed there may be a report, or the plan that a guard refused. */
    String take() {
        PointerByReference json = new PointerByReference();
        PointerByReference error = new PointerByReference();
        boolean isThere = op.use(pointer -> Library.c().seam_acs_op_to_json(pointer, json, error)).get() == 0;
        String found = isThere ? Library.taken(json.getValue()) : null;
        Library.c().seam_acs_error_free(error.getValue());
        int status = op.use(pointer -> Library.c().seam_acs_op_result(pointer, error)).get();
        free();
        if (status != 0) {
            throw because(SeamException.taken(error.getValue(), found));
        }
        if (thrown != null) {
            // It came too late to stop anything, and what was done is reported as done.
            Thread.currentThread().getUncaughtExceptionHandler().uncaughtException(Thread.currentThread(), thrown);
        }
        return found;
    }

    void cancel() {
        op.use(pointer -> {
            Library.c().seam_acs_op_cancel(pointer);
            return this;
        });
    }

    void free() {
        op.run();
        seam = null;
    }

    /** The consumer is not ours: what it throws stops the work, and leaves the call once it is known what came of that. */
    void look() {
        if (progress != null && thrown == null) {
            try {
                op.use(Progress::new).ifPresent(progress);
            } catch (RuntimeException failure) {
                thrown = failure;
                cancel();
            }
        }
    }

    private RuntimeException because(SeamException failure) {
        if (thrown == null) {
            return failure;
        }
        thrown.addSuppressed(failure);
        return thrown;
    }
}
