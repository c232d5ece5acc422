package co.seam.acs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class WaitingTest extends SandboxTest {
    private static boolean somethingIsHeld() {
        return Sandbox.ONE.held() > 0;
    }

    /** While a request is under way, the next one of such a client waits in line. */
    private static void theOnlyPlaceIsFree(Seam narrow) {
        assertNull(narrow.checkAsync().orTimeout(15, TimeUnit.SECONDS).join());
    }

    @Test
    void an_interrupt_ends_a_call_soon_and_its_thread_knows() throws InterruptedException {
        holdAnswers();
        AtomicReference<Status> ended = new AtomicReference<>();
        AtomicReference<Boolean> knows = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            ended.set(assertThrows(SeamException.class, () -> seam.acs().users().get(Sandbox.USER)).status());
            knows.set(Thread.currentThread().isInterrupted());
        });
        caller.start();
        waitUntil(WaitingTest::somethingIsHeld);
        long start = System.nanoTime();
        caller.interrupt();
        caller.join(30_000);
        long milliseconds = (System.nanoTime() - start) / 1_000_000;
        assertEquals(Status.CANCELLED, ended.get());
        assertEquals(true, knows.get());
        // 100 ms on a machine of its own; the call itself would take 30 seconds.
        assertTrue(milliseconds < 5000, "it took " + milliseconds + " ms");
        System.out.println("# an interrupt took " + milliseconds + " ms");
    }

    @Test
    void cancelling_a_future_ends_its_request_and_says_what_became_of_it() {
        holdAnswers();
        CompletableFuture<AcsUser> read = seam.acs().users().getAsync(Sandbox.USER);
        CompletableFuture<Void> change = seam.acs().users().addToAccessGroupAsync(Sandbox.USER, Sandbox.GROUP);
        waitUntil(() -> Sandbox.ONE.held() == 2);
        assertTrue(read.cancel(true));
        assertTrue(change.cancel(false));
        assertTrue(read.isCancelled());
        CancellationException never = assertThrows(CancellationException.class, read::join);
        assertEquals(Status.CANCELLED, ((SeamException) never.getCause()).status());
        CancellationException perhaps = assertThrows(CancellationException.class, change::join);
        assertEquals(Status.OUTCOME_UNKNOWN, ((SeamException) perhaps.getCause()).status());
    }

    @Test
    void cancelling_what_is_done_changes_nothing() {
        CompletableFuture<Void> check = seam.checkAsync();
        check.join();
        assertFalse(check.cancel(true));
        assertNull(check.join());
    }

    @Test
    void a_time_limit_of_the_future_ends_the_request_too() {
        Sandbox.ONE.fault(Map.of("hold", true, "times", 1));
        try (Seam narrow = seam.with().maxConcurrency(1).build()) {
            CompletableFuture<AcsUser> read = narrow.acs().users().getAsync(Sandbox.USER);
            waitUntil(WaitingTest::somethingIsHeld);
            read.orTimeout(10, TimeUnit.MILLISECONDS);
            CompletionException error = assertThrows(CompletionException.class, read::join);
            assertTrue(error.getCause() instanceof TimeoutException);
            theOnlyPlaceIsFree(narrow);
        }
    }

    @Test
    void futures_end_while_the_common_pool_is_occupied_and_need_few_threads() {
        CountDownLatch release = new CountDownLatch(1);
        for (int i = 0; i < 64; i++) {
            ForkJoinPool.commonPool().execute(() -> {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        try (Seam wide = Seam.builder().apiKey(Sandbox.KEY).endpoint(Sandbox.ONE.url).maxConcurrency(200).build()) {
            holdAnswers();
            List<CompletableFuture<String>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                answers.add(wide.acs().users().getAsync(Sandbox.USER).thenApply(found -> Thread.currentThread().getName()));
            }
            waitUntil(() -> Sandbox.ONE.held() == 200);
            long ours = Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("seam-acs")).count();
            assertEquals(1, ours, "one thread listens for all");
            Sandbox.post(Sandbox.ONE.url + "/_sandbox/release", "{}");
            answers.forEach(answer -> assertEquals("seam-acs", answer.join()));
        } finally {
            release.countDown();
        }
    }

    @Test
    void what_hangs_on_a_future_may_wait_for_another() {
        AcsAccessGroup group = seam.acs().users().getAsync(Sandbox.USER)
                .thenApply(found -> seam.acs().accessGroups().getAsync(Sandbox.GROUP).join())
                .orTimeout(30, TimeUnit.SECONDS).join();
        assertEquals("Engineering", group.name());
    }

    @Test
    void many_threads_get_each_their_own_answer() throws InterruptedException {
        ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            boolean even = i % 2 == 0;
            threads.add(new Thread(() -> {
                String found = even ? seam.acs().users().get(Sandbox.USER).fullName() : seam.acs().accessGroups().get(Sandbox.GROUP).name();
                if (!found.equals(even ? "Ada Lindqvist" : "Engineering")) {
                    wrong.add(found);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertTrue(wrong.isEmpty(), wrong.toString());
    }

    @Test
    void progress_is_shown_on_the_calling_thread_or_on_one_of_ours() {
        Thread caller = Thread.currentThread();
        List<Progress> seen = new ArrayList<>();
        seam.acs().memberships().apply(MembershipsApplyRequest.builder().changes(List.of(ADD)).onProgress(progress -> {
            seen.add(progress);
            assertSame(caller, Thread.currentThread());
        }).build());
        assertEquals(1, seen.get(seen.size() - 1).done);
        assertEquals(1, seen.get(seen.size() - 1).total);

        holdAnswers();
        CountDownLatch shown = new CountDownLatch(2);
        CompletableFuture<String> report = seam.acs().memberships().applyAsync(
                MembershipsApplyRequest.builder().changes(List.of(ADD)).onProgress(progress -> shown.countDown()).build());
        waitUntil(() -> shown.getCount() == 0);
        Sandbox.post(Sandbox.ONE.url + "/_sandbox/release", "{}");
        assertTrue(report.join().contains("\"applied\":1"));
    }

    @Test
    void a_consumer_that_throws_stops_the_work_and_its_exception_says_what_came_of_it() {
        Sandbox.ONE.fault(Map.of("hold", true, "times", 2));
        MembershipsApplyRequest request = MembershipsApplyRequest.builder().changes(List.of(ADD)).onProgress(progress -> {
            if (somethingIsHeld()) {
                throw new IllegalStateException("mine");
            }
        }).build();
        try (Seam narrow = seam.with().maxConcurrency(1).build()) {
            MembershipsClient memberships = narrow.acs().memberships();
            stoppedBy("mine", assertThrows(IllegalStateException.class, () -> memberships.apply(request)));
            stoppedBy("mine", assertThrows(CompletionException.class, () -> memberships.applyAsync(request).join()).getCause());
            Sandbox.ONE.reset();
            theOnlyPlaceIsFree(narrow);
        }
    }

    private static void stoppedBy(String message, Throwable thrown) {
        assertEquals(message, thrown.getMessage());
        SeamException ended = (SeamException) thrown.getSuppressed()[0];
        assertEquals(Status.PARTIAL, ended.status());
        assertTrue(ended.report().contains("\"outcome_unknown\":1"), ended.report());
    }

    @Test
    void what_was_done_before_a_consumer_threw_is_reported_as_done() {
        ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
        MembershipsApplyRequest request = MembershipsApplyRequest.builder().changes(List.of(ADD)).onProgress(progress -> {
            if (progress.done == 1) {
                throw new IllegalStateException("mine");
            }
        }).build();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> told.add(thrown.getMessage()));
        try {
            assertTrue(seam.acs().memberships().apply(request).contains("\"applied\":1"));
            assertTrue(seam.acs().memberships().applyAsync(request).join().contains("\"applied\":1"));
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertEquals(List.of("mine", "mine"), List.copyOf(told));
    }

    @Test
    void an_error_of_a_consumer_ends_its_future() {
        MembershipsApplyRequest request = MembershipsApplyRequest.builder().changes(List.of(ADD)).onProgress(progress -> {
            throw new AssertionError("mine");
        }).build();
        CompletableFuture<String> report = seam.acs().memberships().applyAsync(request).orTimeout(15, TimeUnit.SECONDS);
        assertEquals("mine", assertThrows(CompletionException.class, report::join).getCause().getMessage());
    }

    @Test
    void cancelling_a_scoped_client_leaves_the_other_alone() {
        try (Seam scoped = seam.with().timeoutMs(1000).build()) {
            scoped.cancel();
            assertEquals(Status.CANCELLED, assertThrows(SeamException.class, scoped::check).status());
        }
        seam.check();
    }

    @Test
    void every_way_to_say_a_change_is_the_same_change() {
        UsersClient users = seam.acs().users();
        users.addToAccessGroup(Sandbox.USER, Sandbox.GROUP);
        assertTrue(Sandbox.ONE.isMember());
        assertTrue(seam.acs().memberships().isMember(Sandbox.USER, Sandbox.GROUP));
        users.removeFromAccessGroupAsync(Sandbox.USER, Sandbox.GROUP).join();
        assertFalse(Sandbox.ONE.isMember());
        users.addToAccessGroup(UsersAddToAccessGroupRequest.builder()
                .userIdentityId("66666666-6666-6666-6666-000000000001").acsAccessGroupId(Sandbox.GROUP).build());
        // Behind an add that another test cancelled, a removal is read back: its reads stand between the two.
        List<JsonObject> byIdentity = new ArrayList<>();
        for (JsonObject request : Sandbox.ONE.requests()) {
            if (request.get("path").getAsString().equals("/acs/access_groups/add_user")) {
                byIdentity.add(request);
            }
        }
        assertEquals(1, byIdentity.size());
        assertTrue(byIdentity.get(0).get("body").getAsString().contains("user_identity_id"));
        assertEquals("Ada Lindqvist", users.list(Map.of("search", "Ada")).get(0).fullName());
    }
}
