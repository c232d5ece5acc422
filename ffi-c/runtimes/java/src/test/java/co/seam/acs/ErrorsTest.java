package co.seam.acs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ErrorsTest extends SandboxTest {
    @Test
    void a_refusal_says_everything() {
        SeamException error = assertThrows(SeamException.class, () -> seam.acs().users().addToAccessGroup(Sandbox.USER, Sandbox.USER));
        assertEquals(Status.NOT_FOUND, error.status());
        assertEquals("NOT_FOUND", error.name());
        assertEquals(-5003, error.code());
        assertEquals(404, error.httpStatus());
        assertEquals("acs_access_group_not_found", error.apiType());
        assertTrue(error.requestId().startsWith("request"));
        assertFalse(error.retryable());
        assertFalse(error.outcomeUnknown());
        assertEquals(1, error.attempts());
        assertNull(error.report());
        assertTrue(error.getMessage().contains(Sandbox.USER));
    }

    @Test
    void a_future_fails_with_the_same_exception() {
        CompletionException error = assertThrows(CompletionException.class, () -> seam.acs().users().addToAccessGroupAsync(Sandbox.USER, Sandbox.USER).join());
        assertEquals(Status.NOT_FOUND, ((SeamException) error.getCause()).status());
    }

    @Test
    void a_change_without_answer_is_outcome_unknown() {
        Sandbox.ONE.fault(Map.of("kind", "drop", "at", "after_applying", "times", 9));
        try (Seam once = seam.with().maxAttempts(1).build()) {
            SeamException error = assertThrows(SeamException.class,
                    () -> once.acs().users().removeFromAccessGroup(Sandbox.USER, Sandbox.GROUP));
            assertEquals(Status.OUTCOME_UNKNOWN, error.status());
            assertTrue(error.outcomeUnknown());
        }
    }

    @Test
    void a_list_with_a_failure_brings_its_report() {
        List<?> changes = List.of(ADD, Map.of("action", "add", "acs_user_id", "nobody", "acs_access_group_id", Sandbox.GROUP));
        SeamException error = assertThrows(SeamException.class, () -> seam.acs().memberships().apply(changes));
        assertEquals(Status.PARTIAL, error.status());
        JsonArray items = JsonParser.parseString(error.report()).getAsJsonObject().getAsJsonArray("items");
        assertEquals("applied", items.get(0).getAsJsonObject().get("outcome").getAsString());
        assertEquals("failed", items.get(1).getAsJsonObject().get("outcome").getAsString());
    }

    @Test
    void two_kinds_of_user_at_once_or_none_are_refused_and_nothing_is_sent() {
        UsersRemoveFromAccessGroupRequest both = UsersRemoveFromAccessGroupRequest.builder()
                .acsUserId(Sandbox.USER).userIdentityId(Sandbox.USER).acsAccessGroupId(Sandbox.GROUP).build();
        UsersRemoveFromAccessGroupRequest none =
                UsersRemoveFromAccessGroupRequest.builder().acsAccessGroupId(Sandbox.GROUP).build();
        Map<UsersRemoveFromAccessGroupRequest, String> words = Map.of(
                both, "acs_user_id cannot be used together with user_identity_id",
                none, "takes acsUserId, acsAccessGroupId or userIdentityId, acsAccessGroupId");
        for (UsersRemoveFromAccessGroupRequest request : List.of(both, none)) {
            SeamException error = assertThrows(SeamException.class, () -> seam.acs().users().removeFromAccessGroup(request));
            assertEquals(Status.INVALID_ARGUMENT, error.status());
            assertTrue(error.getMessage().contains(words.get(request)), error.getMessage());
            CompletionException later = assertThrows(CompletionException.class,
                    () -> seam.acs().users().removeFromAccessGroupAsync(request).join());
            assertEquals(Status.INVALID_ARGUMENT, ((SeamException) later.getCause()).status());
        }
        assertTrue(Sandbox.ONE.requests().isEmpty());
    }

    @Test
    void text_that_c_would_cut_or_that_is_no_utf8_is_refused_by_its_name() {
        for (String bad : List.of(Sandbox.USER + "\0x", "\ud800")) {
            SeamException error = assertThrows(SeamException.class, () -> seam.acs().users().addToAccessGroup(Sandbox.USER, bad));
            assertEquals(Status.INVALID_ARGUMENT, error.status());
            assertTrue(error.getMessage().startsWith("acs_access_group_id must "), error.getMessage());
        }
        assertTrue(Sandbox.ONE.requests().isEmpty());
    }

    @Test
    void letters_cross_unharmed_in_the_locale_c() {
        assertEquals("C", System.getenv("LC_ALL"));
        String name = "Zo\u00eb \u2603 \ud83d\udd11";
        SeamException error = assertThrows(SeamException.class, () -> seam.acs().users().get(name));
        assertTrue(error.getMessage().contains(name), "the message lost them");
        assertThrows(SeamException.class, () -> seam.request("/acs/users/get", Map.of("acs_user_id", name)));
        Sandbox.ONE.requests().forEach(request -> assertEquals(name,
                JsonParser.parseString(request.get("body").getAsString()).getAsJsonObject().get("acs_user_id").getAsString()));
        assertEquals(2, Sandbox.ONE.requests().size());
    }

    @Test
    void options_that_cannot_be_are_refused() {
        SeamException error = assertThrows(SeamException.class, () -> Seam.builder().option("no_such_option", 1).build());
        assertEquals(Status.OPTIONS, error.status());
    }
}
