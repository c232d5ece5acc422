package co.seam.acs;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The local server that the tests talk to, as a process of its own that ends with this one. */
final class Sandbox {
    static final String USER = "33333333-3333-3333-3333-333333333333";
    static final String GROUP = "44444444-4444-4444-4444-444444444444";
    static final String KEY =
            System.getenv().getOrDefault("SEAM_ACS_SANDBOX_API_KEY", "seam_testkey_of_the_local_sandbox");
    static final Sandbox ONE = new Sandbox();

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final String url;

    private Sandbox() {
        try {
            Process program = new ProcessBuilder(System.getenv("SEAM_ACS_SANDBOX"), "--until-stdin-closes").start();
            BufferedReader told = new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8));
            url = told.readLine().replaceFirst(".*(http:\\S+).*", "$1");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A client of it. */
    Seam seam() {
        return Seam.builder().apiKey(KEY).endpoint(url).build();
    }

    void reset() {
        post(url + "/_sandbox/reset", "{}");
    }

    /** As in sandbox/README.md. */
    void fault(Map<String, ?> fields) {
        post(url + "/_sandbox/faults", new Gson().toJson(fields));
    }

    List<JsonObject> requests() {
        List<JsonObject> requests = new ArrayList<>();
        get(url + "/_sandbox/requests").getAsJsonArray().forEach(request -> requests.add(request.getAsJsonObject()));
        return requests;
    }

    int held() {
        return get(url + "/_sandbox/state").getAsJsonObject().get("held").getAsInt();
    }

    boolean isMember() {
        JsonArray groups = get(url + "/_sandbox/state").getAsJsonObject().getAsJsonArray("groups");
        for (JsonElement group : groups) {
            if (group.getAsJsonObject().get("acs_access_group_id").getAsString().equals(GROUP)) {
                return group.getAsJsonObject().getAsJsonArray("members").contains(new Gson().toJsonTree(USER));
            }
        }
        throw new IllegalStateException("no group " + GROUP);
    }

    static JsonElement get(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)).build());
    }

    static JsonElement post(String url, String body) {
        return send(HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    private static JsonElement send(HttpRequest request) {
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(answer.body());
            }
            return JsonParser.parseString(answer.body());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
