package co.seam.acs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The second opinion: Seam's own fake server. What it calls a membership stands in its database. */
class OfficialTest {
    private Process fake;
    private JsonObject facts;
    private String user;
    private String group;
    private Seam seam;

    @BeforeEach
    void start() throws Exception {
        fake = new ProcessBuilder("node", "../../../tests/official/fake.mjs").redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader told = new BufferedReader(new InputStreamReader(fake.getInputStream(), StandardCharsets.UTF_8));
        facts = JsonParser.parseString(told.readLine()).getAsJsonObject();
        user = facts.getAsJsonArray("acs_user_ids").get(0).getAsString();
        group = facts.getAsJsonArray("acs_access_group_ids").get(0).getAsString();
        seam = client(facts.get("api_key").getAsString());
    }

    @AfterEach
    void stop() throws Exception {
        seam.close();
        fake.getOutputStream().close();
        fake.waitFor();
    }

    private Seam client(String key) {
        return Seam.builder().apiKey(key).endpoint(facts.get("url").getAsString()).maxAttempts(2).build();
    }

    private boolean isMember() {
        JsonObject database = Sandbox.get(facts.get("url").getAsString() + "/_fake/database").getAsJsonObject();
        for (JsonElement one : database.getAsJsonArray("acs_access_groups")) {
            if (one.getAsJsonObject().get("acs_access_group_id").getAsString().equals(group)) {
                return one.getAsJsonObject().getAsJsonArray("_acs_user_ids").contains(new Gson().toJsonTree(user));
            }
        }
        throw new IllegalStateException("no group " + group);
    }

    private static SeamException refused(Runnable call) {
        return assertThrows(SeamException.class, call::run);
    }

    @Test
    void the_official_fake_server_records_an_add_and_a_remove() {
        seam.acs().users().addToAccessGroup(user, group);
        assertTrue(isMember());
        seam.acs().users().removeFromAccessGroupAsync(user, group).join();
        assertFalse(isMember());
    }

    @Test
    void the_official_fake_server_knows_neither_user_nor_group_nor_key() {
        UsersClient users = seam.acs().users();
        assertEquals("acs_user_not_found", refused(() -> users.removeFromAccessGroup("nobody", group)).apiType());
        assertEquals(Status.NOT_FOUND, refused(() -> users.addToAccessGroup(user, "nothing")).status());
        try (Seam stranger = client("seam_apikey9_token")) {
            assertEquals(Status.UNAUTHORIZED, refused(() -> stranger.acs().users().addToAccessGroup(user, group)).status());
        }
    }

    @Test
    void an_outage_of_the_official_fake_server_leaves_a_change_in_doubt() {
        Map<String, ?> outage = Map.of("workspace_id", facts.get("workspace_id").getAsString(),
                "routes", List.of("/acs/users/add_to_access_group"));
        Sandbox.post(facts.get("url").getAsString() + "/_fake/simulate_workspace_outage", new Gson().toJson(outage));
        assertEquals(Status.OUTCOME_UNKNOWN, refused(() -> seam.acs().users().addToAccessGroup(user, group)).status());
    }
}
