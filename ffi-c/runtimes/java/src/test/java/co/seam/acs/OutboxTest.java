package co.seam.acs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest extends SandboxTest {
    /** Nobody whom another test leaves a late request for: an addition would wait for it. */
    private static final Map<String, String> PAIR =
            Map.of("acs_user_id", "33333333-3333-3333-3333-000000000002", "acs_access_group_id", Sandbox.GROUP);

    @TempDir
    Path folder;

    private Outbox outbox;

    @BeforeEach
    void open() {
        outbox = new Outbox(folder.resolve("outbox"));
    }

    @Test
    void what_is_kept_without_a_key_is_delivered_by_another_object_and_told_until_it_is_acknowledged() {
        outbox.removeFromAccessGroup(PAIR);
        outbox.addToAccessGroup(with("good_for_s", 60));
        outbox.close();
        outbox.close();
        assertThrows(IllegalStateException.class, outbox::status);
        open();
        assertEquals(2, outbox.status().count("waiting"));
        OutboxStatus status = outbox.deliverUntilEmpty(seam);
        assertEquals(List.of(1L, 1L), List.of(status.count("recorded"), status.count("superseded")));
        List<OutboxChange> outcomes = outbox.outcomes(null);
        assertNotNull(outcomes.get(1).requestId());
        assertEquals(outcomes.subList(1, 2), outbox.outcomes(outcomes.get(0).cursor()));
        outbox.acknowledge(outcomes.get(1).cursor());
        assertEquals(List.of(), outbox.list());
    }

    @Test
    void a_delivery_goes_on_until_its_future_is_cancelled() {
        CompletableFuture<Void> delivery = outbox.deliverAsync(seam);
        outbox.removeFromAccessGroup(PAIR);
        waitUntil(() -> states().equals(List.of("recorded")));
        assertTrue(delivery.cancel(false));
        assertThrows(CancellationException.class, delivery::join);
    }

    @Test
    void a_list_is_kept_whole_or_not_at_all_and_until_keeps_two_changes() {
        Map<String, Object> add = with("action", "add");
        SeamException refusal =
                assertThrows(SeamException.class, () -> outbox.enqueue(List.of(add, with("action", "open"))));
        assertTrue(refusal.getMessage().contains("change 2"), refusal.getMessage());
        add.put("until", "2126-12-04T18:00+01:00");
        assertEquals(List.of("1", "2"), outbox.enqueue(List.of(add)));
        assertEquals(List.of("waiting", "scheduled"), states());
        assertEquals("2126-12-04T17:00:00.000Z", outbox.list("scheduled").get(0).notBefore());
    }

    @Test
    void a_removal_is_dropped_by_force_and_with_a_reason_and_can_be_asked_for_again() {
        String id = outbox.removeFromAccessGroup(PAIR);
        assertEquals(Status.GUARD, assertThrows(SeamException.class, () -> outbox.drop(id, "left", false)).status());
        outbox.drop(id, "left", true);
        assertEquals(List.of("dropped"), states());
        outbox.retry(id);
        assertEquals(List.of("waiting"), states());
    }

    private List<String> states() {
        return outbox.list().stream().map(OutboxChange::state).collect(Collectors.toList());
    }

    private static Map<String, Object> with(String name, Object value) {
        Map<String, Object> change = new HashMap<>(PAIR);
        change.put(name, value);
        return change;
    }
}
