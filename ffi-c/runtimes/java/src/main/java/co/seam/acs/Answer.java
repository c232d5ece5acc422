package co.seam.acs;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** What an operation will have found. */
final class Answer<T> extends CompletableFuture<T> {
    private final Operation operation;
    private final Function<String, T> as;
    private final AtomicBoolean isLooking = new AtomicBoolean();
    private volatile boolean cancelled;

    Answer(Operation operation, Function<String, T> as) {
        this.operation = operation;
        this.as = as;
        // Whoever completes it otherwise, such as orTimeout, does not want the request any more.
        whenComplete((value, failure) -> operation.cancel());
        Bell.ringFor(this);
    }

    /** Waits for the moment that the request takes to end, because only then it is known whether a change was sent. */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        cancelled = true;
        operation.cancel();
        handle((value, failure) -> null).join();
        return isCancelled();
    }

    /** Once the operation is done. */
    private void settle() {
        look();
        try {
            complete(as.apply(operation.take()));
        } catch (RuntimeException failure) {
            completeExceptionally(cancelled ? new CancellationException(failure.getMessage()).initCause(failure) : failure);
        }
    }

    /** A look that takes long keeps others from looking, but nothing else. */
    private void look() {
        if (isLooking.compareAndSet(false, true)) {
            try {
                operation.look();
            } catch (Error failure) {
                completeExceptionally(failure);
            } finally {
                isLooking.set(false);
            }
        }
    }

    /** One thread of ours waits for all operations that futures stand for, so none of anybody's pool does. */
    private static final class Bell {
        /** What hangs on a future runs here and may wait for other futures, which the thread that listens could not. */
        private static final ExecutorService THREADS = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "seam-acs");
            thread.setDaemon(true);
            return thread;
        });
        private static final Map<Long, Answer<?>> WAITING = new ConcurrentHashMap<>();
        private static final Semaphore UNDER_WAY = new Semaphore(0);
        private static Pointer queue;
        private static long last;

        static synchronized void ringFor(Answer<?> answer) {
            long tag = ++last;
            WAITING.put(tag, answer);
            try {
                if (queue == null) {
                    queue = Library.made(Library.c()::seam_acs_queue_new);
                    THREADS.execute(Bell::listen);
                }
                answer.operation.op.use(op -> Library.made((none, error) -> Library.c().seam_acs_op_attach(op, queue, tag, error)));
            } catch (SeamException failure) {
                WAITING.remove(tag);
                answer.operation.free();
                throw failure;
            }
            UNDER_WAY.release();
        }

        private static void listen() {
            LongByReference tag = new LongByReference();
            while (true) {
                UNDER_WAY.acquireUninterruptibly();
                while (Library.c().seam_acs_queue_next(queue, Operation.SLICE_MS, tag) != 1) {
                    WAITING.values().stream().filter(answer -> answer.operation.progress != null).forEach(answer -> THREADS.execute(answer::look));
                }
                THREADS.execute(WAITING.remove(tag.getValue())::settle);
            }
        }
    }
}
