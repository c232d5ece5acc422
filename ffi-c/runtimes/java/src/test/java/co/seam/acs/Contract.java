package co.seam.acs;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.ToNumberPolicy;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/**
 * The contract's runner for Java: reads a case a line, answers each with a line of JSON. With {@code --async} it uses the methods
 * that give futures and cancels the future, else it cancels the client.
 */
public final class Contract {
    private static final Gson GSON = new GsonBuilder().serializeNulls().disableHtmlEscaping()
            .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE).create();

    private final Seam seam;
    private final boolean async;
    private final String cancelWhen;

    private Contract(Seam seam, boolean async, String cancelWhen) {
        this.seam = seam;
        this.async = async;
        this.cancelWhen = cancelWhen;
    }

    public static void main(String[] arguments) throws Exception {
        boolean async = Arrays.asList(arguments).contains("--async");
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream output = new PrintStream(System.out, true, "UTF-8");
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            JsonObject told = JsonParser.parseString(line).getAsJsonObject();
            JsonObject answer = run(told, async);
            answer.add("name", told.get("name"));
            output.print(GSON.toJson(answer) + "\n");
            output.flush();
        }
    }

    private static JsonObject run(JsonObject told, boolean async) throws Exception {
        Map<String, Object> options = new HashMap<>();
        told.getAsJsonObject("options").entrySet().forEach(option -> options.put(option.getKey(), option.getValue().getAsString()));
        String cancelWhen = told.get("cancel_when").isJsonNull() ? null : told.get("cancel_when").getAsString();
        try (Seam seam = Seam.builder().options(options).build()) {
            Object found = new Contract(seam, async, cancelWhen).call(told.get("method").getAsString(), told.getAsJsonObject("arguments"));
            JsonObject answer = new JsonObject();
            answer.addProperty("status", "OK");
            answer.addProperty("code", 0);
            answer.add("result", result(found));
            return answer;
        } catch (SeamException failure) {
            return failed(failure);
        }
    }

    private Object call(String name, JsonObject arguments) throws Exception {
        String[] path = name.split("\\.");
        String method = camel(path[path.length - 1]) + (async ? "Async" : "");
        if (path.length == 1) {
            return path[0].equals("check")
                    ? invoke(seam, method, new Class<?>[0])
                    : invoke(seam, method, new Class<?>[] {String.class, Object.class},
                            text(arguments.get("path")), text(arguments.get("params")));
        }
        Object namespace = AcsClient.class.getMethod(camel(path[1])).invoke(seam.acs());
        Object request = request("co.seam.acs." + pascal(path[1]) + pascal(path[2]) + "Request", arguments);
        return invoke(namespace, method, new Class<?>[] {request.getClass()}, request);
    }

    /** What no method of the builder is called after belongs to the one that takes a map. */
    private static Object request(String name, JsonObject arguments) throws Exception {
        Object builder = Class.forName(name).getMethod("builder").invoke(null);
        Map<String, Object> rest = new HashMap<>();
        for (Map.Entry<String, JsonElement> argument : arguments.entrySet()) {
            Method setter = setter(builder, camel(argument.getKey()));
            if (setter == null) {
                rest.put(argument.getKey(), GSON.fromJson(argument.getValue(), Object.class));
            } else if (!argument.getValue().isJsonNull()) {
                Class<?> type = setter.getParameterTypes()[0];
                setter.invoke(builder, type == boolean.class ? (Object) argument.getValue().getAsBoolean()
                        : type == Plan.class ? new Plan(text(argument.getValue()))
                        : type == Object.class && argument.getValue().isJsonArray() ? GSON.fromJson(argument.getValue(), Object.class)
                        : type == Map.class ? GSON.fromJson(argument.getValue(), Object.class)
                        : text(argument.getValue()));
            }
        }
        if (!rest.isEmpty()) {
            Method setter = setter(builder, "options") == null ? setter(builder, "filter") : setter(builder, "options");
            setter.invoke(builder, rest);
        }
        return builder.getClass().getMethod("build").invoke(builder);
    }

    private static Method setter(Object builder, String name) {
        return Arrays.stream(builder.getClass().getMethods())
                .filter(one -> one.getName().equals(name) && one.getParameterCount() == 1).findFirst().orElse(null);
    }

    private static Object joined(CompletableFuture<?> future) {
        try {
            return future.join();
        } catch (CompletionException | CancellationException failure) {
            throw (RuntimeException) failure.getCause();
        }
    }

    private Object invoke(Object target, String method, Class<?>[] types, Object... values) throws Exception {
        if (!async) {
            whenSignIsThere(seam::cancel);
        }
        try {
            Object found = target.getClass().getMethod(method, types).invoke(target, values);
            if (!async) {
                return found;
            }
            CompletableFuture<?> future = (CompletableFuture<?>) found;
            whenSignIsThere(() -> future.cancel(true));
            return joined(future);
        } catch (InvocationTargetException failure) {
            throw (Exception) failure.getCause();
        }
    }

    private void whenSignIsThere(Runnable cancel) {
        if (cancelWhen == null) {
            return;
        }
        Thread watcher = new Thread(() -> {
            while (!Files.exists(Paths.get(cancelWhen))) {
                try {
                    Thread.sleep(5);
                } catch (InterruptedException e) {
                    return;
                }
            }
            cancel.run();
        });
        watcher.setDaemon(true);
        watcher.start();
    }

    private static JsonElement result(Object found) {
        return found instanceof Boolean ? GSON.toJsonTree(found)
                : found == null ? GSON.toJsonTree(null)
                : JsonParser.parseString(json(found));
    }

    /** Of records the very JSON that Seam gave. */
    private static String json(Object found) {
        return found instanceof Plan ? ((Plan) found).json()
                : found instanceof Resource ? ((Resource) found).json()
                : found instanceof List ? ((List<?>) found).stream().map(Contract::json).collect(Collectors.joining(",", "[", "]"))
                : (String) found;
    }

    private static JsonObject failed(SeamException failure) {
        JsonObject answer = new JsonObject();
        answer.addProperty("status", failure.name());
        answer.addProperty("code", failure.code());
        answer.addProperty("message", failure.getMessage());
        answer.addProperty("http_status", failure.httpStatus());
        answer.addProperty("api_type", failure.apiType());
        answer.addProperty("request_id", failure.requestId());
        answer.addProperty("retryable", failure.retryable());
        answer.addProperty("outcome_unknown", failure.outcomeUnknown());
        answer.addProperty("attempts", failure.attempts());
        answer.add("validation_errors", result(failure.validationErrors()));
        answer.add("result", result(failure.plan() != null ? failure.plan() : failure.report()));
        return answer;
    }

    private static String text(JsonElement value) {
        return value == null || value.isJsonNull() ? null : value.isJsonPrimitive() ? value.getAsString() : GSON.toJson(value);
    }

    private static String camel(String snake) {
        String pascal = pascal(snake);
        return Character.toLowerCase(pascal.charAt(0)) + pascal.substring(1);
    }

    private static String pascal(String snake) {
        StringBuilder out = new StringBuilder();
        for (String word : snake.split("_")) {
            out.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return out.toString();
    }
}
