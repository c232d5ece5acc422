package co.seam.acs;

import java.util.List;
import java.util.Map;

/** What Seam described, with what this version does not know of it: compare, print and keep it as its JSON. */
public abstract class Resource {
    private final String json;
    private final Map<String, Object> members;

    Resource(String json, Map<String, Object> members) {
        this.json = json;
        this.members = members;
    }

    /** All of it, as it came. */
    public final String json() {
        return json;
    }

    /** All of it by name, also what has no method here: texts, flags, longs, doubles, lists, maps and nulls. */
    public final Map<String, Object> members() {
        return members;
    }

    @Override
    public final boolean equals(Object other) {
        return other != null && other.getClass() == getClass() && ((Resource) other).members.equals(members);
    }

    @Override
    public final int hashCode() {
        return members.hashCode();
    }

    @Override
    public final String toString() {
        return json;
    }

    final String text(String name) {
        return find(name, String.class);
    }

    final Boolean flag(String name) {
        return find(name, Boolean.class);
    }

    final Double number(String name) {
        Number found = find(name, Number.class);
        return found == null ? null : found.doubleValue();
    }

    @SuppressWarnings("unchecked")
    final List<String> texts(String name) {
        return (List<String>) items(name, String.class);
    }

    @SuppressWarnings("unchecked")
    final Map<String, Object> object(String name) {
        return find(name, Map.class);
    }

    @SuppressWarnings("unchecked")
    final List<Map<String, Object>> objects(String name) {
        return (List<Map<String, Object>>) items(name, Map.class);
    }

    private List<?> items(String name, Class<?> kind) {
        List<?> found = find(name, List.class);
        if (found != null) {
            found.forEach(item -> checked(name, kind, item));
        }
        return found;
    }

    private <T> T find(String name, Class<T> kind) {
        return checked(name, kind, members.get(name));
    }

    private static <T> T checked(String name, Class<T> kind, Object found) {
        if (found != null && !kind.isInstance(found)) {
            throw SeamException.unexpected(name + " is of another kind than Seam's OpenAPI document says; members() has it");
        }
        return kind.cast(found);
    }
}
