package co.seam.acs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourcesTest extends SandboxTest {
    @Test
    void closing_twice_is_once_and_a_closed_client_says_so() {
        seam.close();
        seam.close();
        assertThrows(IllegalStateException.class, seam::check);
        assertThrows(IllegalStateException.class, seam::cancel);
    }

    @Test
    void closing_ends_the_calls_that_are_under_way() {
        holdAnswers();
        CompletableFuture<AcsUser> read = seam.acs().users().getAsync(Sandbox.USER);
        waitUntil(() -> Sandbox.ONE.held() == 1);
        seam.close();
        CompletionException error = assertThrows(CompletionException.class, read::join);
        assertEquals(Status.CANCELLED, ((SeamException) error.getCause()).status());
    }

    @Test
    void a_client_that_nobody_holds_serves_its_call_to_the_end() {
        holdAnswers();
        CompletableFuture<AcsUser> read = Sandbox.ONE.seam().acs().users().getAsync(Sandbox.USER);
        waitUntil(() -> Sandbox.ONE.held() == 1);
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        Sandbox.post(Sandbox.ONE.url + "/_sandbox/release", "{}");
        assertEquals("Ada Lindqvist", read.join().fullName());
    }

    @Test
    void clients_that_nobody_closes_are_freed(@TempDir Path folder) {
        seam.check();
        int before = descriptors();
        for (int i = 0; i < 50; i++) {
            Seam.builder().apiKey(Sandbox.KEY).endpoint(Sandbox.ONE.url).logFile(folder.resolve("log" + i).toString()).build().check();
        }
        assertTrue(descriptors() > before + 20, "each of them has a log open");
        waitUntil(() -> {
            System.gc();
            return descriptors() < before + 5;
        });
    }

    @Test
    void a_saved_plan_is_a_table_for_people_and_is_applied_later() {
        List<?> roster = List.of(Map.of("acs_user_id", Sandbox.USER, "acs_access_group_id", Sandbox.GROUP));
        Plan plan = seam.acs().memberships().plan(roster, Map.of("mode", "additive"));
        assertTrue(plan.toString().contains("Ada Lindqvist"));
        String report = seam.acs().memberships().sync(new Plan(plan.json()));
        assertTrue(report.contains("\"applied\":1"));
        assertTrue(Sandbox.ONE.isMember());
        assertThrows(SeamException.class, () -> new Plan("{}"));
    }

    @Test
    void a_table_may_be_the_bytes_of_a_spreadsheet() {
        String table = "\uFEFFacs_user_id;acs_access_group_id;action\r\n" + Sandbox.USER + ";" + Sandbox.GROUP + ";add\r\n";
        assertTrue(seam.acs().memberships().apply(table.getBytes(StandardCharsets.UTF_16LE)).contains("\"applied\":1"));
    }

    @Test
    void the_key_is_not_in_what_an_object_shows() {
        assertFalse(seam.toString().contains(Sandbox.KEY));
        assertFalse(Seam.builder().apiKey(Sandbox.KEY).toString().contains(Sandbox.KEY));
    }

    private static int descriptors() {
        return new File("/proc/self/fd").list().length;
    }
}
