package co.seam.acs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What was read, as records. */
class RecordsTest extends SandboxTest {
    @Test
    void aUserIsARecordThatKeepsItsJson() {
        String json = seam.acs().users().get(Sandbox.USER);
        AcsUser user = AcsUser.of(json);
        assertEquals(Sandbox.USER, user.acsUserId());
        assertEquals(false, user.isSuspended());
        assertTrue(user.errors().isEmpty());
        assertEquals(json, user.json());
        assertEquals(user, AcsUser.of(user.toString()));
    }

    @Test
    void listsOfUsersGroupsEntrancesAndSystemsAreRecords() {
        List<AcsUser> users = AcsUser.listOf(seam.acs().users().list());
        assertTrue(users.stream().anyMatch(user -> user.acsUserId().equals(Sandbox.USER)));
        assertEquals(AcsUser.of(seam.acs().users().get(Sandbox.USER)),
                users.stream().filter(user -> user.acsUserId().equals(Sandbox.USER)).findFirst().get());
        List<AcsAccessGroup> groups = AcsAccessGroup.listOf(seam.acs().accessGroups().list());
        assertTrue(groups.stream().anyMatch(group -> group.acsAccessGroupId().equals(Sandbox.GROUP) && group.name().equals("Engineering")));
        assertFalse(AcsEntrance.listOf(seam.acs().entrances().list()).get(0).spaceIds() == null);
        assertFalse(AcsSystem.listOf(seam.acs().systems().list()).get(0).location().isEmpty());
    }

    @Test
    void aFutureOfJsonBecomesOneOfARecord() {
        assertEquals("Engineering", seam.acs().accessGroups().getAsync(Sandbox.GROUP).thenApply(AcsAccessGroup::of).join().name());
    }

    @Test
    void whatThisVersionDoesNotKnowIsKept() {
        AcsSystem system = AcsSystem.of(" {\"name\": \"a\\\"\\u00e9\\n\\/\", \"acs_user_count\": 3, \"invented\": [1, -2.5e1, {\"x\": null}, []], \"image_url\": null}");
        assertEquals("a\"é\n/", system.name());
        assertEquals(3.0, system.acsUserCount());
        assertEquals("[1, -25.0, {x=null}, []]", system.members().get("invented").toString());
        assertNull(system.imageUrl());
        assertNull(system.location());
        assertThrows(UnsupportedOperationException.class, () -> system.members().clear());
    }

    @Test
    void whatIsNoSuchJsonIsRefused() {
        for (String text : List.of("", "[]", "{", "{\"a\"", "{\"a\":}", "{\"a\":tru}", "{} x", "{\"a\":1 \"b\":2}", "\"text\"")) {
            assertThrows(IllegalArgumentException.class, () -> AcsUser.of(text), text);
        }
        assertThrows(IllegalArgumentException.class, () -> AcsUser.listOf("{}"));
        assertEquals(Map.of(), AcsUser.of("{}").members());
    }
}
