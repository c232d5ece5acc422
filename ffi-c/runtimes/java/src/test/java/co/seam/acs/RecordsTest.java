package co.seam.acs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Reads give records. */
class RecordsTest extends SandboxTest {
    private static final String SYSTEM = "11111111-1111-1111-1111-111111111111";

    @Test
    void aUserIsARecordThatKeepsItsJson() {
        AcsUser user = seam.acs().users().get(Sandbox.USER);
        assertEquals(Sandbox.USER, user.acsUserId());
        assertEquals(false, user.isSuspended());
        assertTrue(user.errors().isEmpty());
        JsonObject answer = JsonParser.parseString(seam.request("/acs/users/get", Map.of("acs_user_id", Sandbox.USER))).getAsJsonObject();
        assertEquals(answer.get("acs_user"), JsonParser.parseString(user.json()));
        assertEquals(user, AcsUser.of(user.toString()));
    }

    @Test
    void listsOfUsersGroupsEntrancesAndSystemsAreRecords() {
        List<AcsUser> users = seam.acs().users().list();
        assertTrue(users.contains(seam.acs().users().get(Sandbox.USER)));
        seam.acs().users().addToAccessGroup(Sandbox.USER, Sandbox.GROUP);
        assertTrue(ids(seam.acs().accessGroups().listUsers(Sandbox.GROUP), AcsUser::acsUserId).contains(Sandbox.USER));
        List<AcsAccessGroup> groups = seam.acs().accessGroups().list();
        assertTrue(groups.stream().anyMatch(group -> group.acsAccessGroupId().equals(Sandbox.GROUP) && group.name().equals("Engineering")));
        assertTrue(ids(seam.acs().memberships().groupsOf(Sandbox.USER), AcsAccessGroup::acsAccessGroupId).contains(Sandbox.GROUP));
        AcsEntrance entrance = seam.acs().entrances().list().get(0);
        assertFalse(entrance.spaceIds() == null);
        assertEquals(entrance, seam.acs().entrances().get(entrance.acsEntranceId()));
        AcsSystem system = seam.acs().systems().list().get(0);
        assertFalse(system.location().isEmpty());
        assertEquals(system, seam.acs().systems().get(system.acsSystemId()));
    }

    private static <T> List<String> ids(List<T> records, Function<T, String> id) {
        return records.stream().map(id).collect(Collectors.toList());
    }

    @Test
    void aFutureIsOneOfARecordOrOfAList() {
        assertEquals("Engineering", seam.acs().accessGroups().getAsync(Sandbox.GROUP).thenApply(AcsAccessGroup::name).join());
        assertFalse(seam.acs().entrances().listAsync().thenApply(List::isEmpty).join());
    }

    @Test
    void whatIsMoreThanARecordIsJsonOfWhichListsOfRecordsAreMade() {
        seam.acs().users().addToAccessGroup(Sandbox.USER, Sandbox.GROUP);
        List<AcsEntrance> entrances = AcsEntrance.listOf(seam.acs().memberships().entrancesOf(Sandbox.USER));
        assertTrue(entrances.get(0).members().get("through") instanceof List, entrances.toString());
    }

    @Test
    void whatThisVersionDoesNotKnowIsKept() {
        answerWith("\"name\": \"a\\\"\\u00e9\\n\\/\", \"acs_user_count\": 3, \"invented\": [1, -2.5e1, {\"x\": null}, []], \"image_url\": null");
        AcsSystem system = seam.acs().systems().get(SYSTEM);
        assertEquals("a\"é\n/", system.name());
        assertEquals(3.0, system.acsUserCount());
        assertEquals("[1, -25.0, {x=null}, []]", system.members().get("invented").toString());
        assertTrue(system.json().contains("-2.5e1"), system.json());
        assertNull(system.imageUrl());
        assertNull(system.location());
        assertThrows(UnsupportedOperationException.class, () -> system.members().clear());
    }

    @Test
    void aFieldOfAnotherKindIsAnUnexpectedResponseAndTheOthersAreThere() {
        answerWith("\"name\": 7, \"acs_user_count\": \"many\", \"is_credential_manager\": 1, \"location\": [], \"errors\": [\"one\"], \"warnings\": {}");
        AcsSystem system = seam.acs().systems().getAsync(SYSTEM).join();
        assertEquals(SYSTEM, system.acsSystemId());
        assertEquals(7L, system.members().get("name"));
        List<Function<AcsSystem, ?>> wrong = List.of(AcsSystem::name, AcsSystem::acsUserCount,
                AcsSystem::isCredentialManager, AcsSystem::location, AcsSystem::errors, AcsSystem::warnings);
        for (Function<AcsSystem, ?> field : wrong) {
            assertEquals(Status.UNEXPECTED_RESPONSE, assertThrows(SeamException.class, () -> field.apply(system)).status());
        }
    }

    private static void answerWith(String fields) {
        String body = "{\"acs_system\": {\"acs_system_id\": \"" + SYSTEM + "\", " + fields + "}, \"ok\": true}";
        Sandbox.ONE.fault(Map.of("path", "/acs/systems/get", "kind", "body", "content_type", "application/json", "body", body));
    }

    @Test
    void whatIsNoSuchJsonIsRefused() {
        for (String text : List.of("", "[]", "{", "{\"a\"", "{\"a\":}", "{\"a\":tru}", "{\"a\":\"\\uzzzz\"}", "{} x", "{\"a\":1 \"b\":2}", "\"text\"")) {
            SeamException error = assertThrows(SeamException.class, () -> AcsUser.of(text), text);
            assertEquals(Status.UNEXPECTED_RESPONSE, error.status());
            assertTrue(error.getMessage().startsWith("this is no JSON of what was asked for: at character "), error.getMessage());
        }
        assertThrows(SeamException.class, () -> AcsUser.listOf("{}"));
        assertEquals(Map.of(), AcsUser.of("{}").members());
    }
}
