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
        return (String) members.get(name);
    }

    final Boolean flag(String name) {
        return (Boolean) members.get(name);
    }

    final Double number(String name) {
        Number found = (Number) members.get(name);
        return found == null ? null : found.doubleValue();
    }

    @SuppressWarnings("unchecked")
    final List<String> texts(String name) {
        return (List<String>) members.get(name);
    }

    @SuppressWarnings("unchecked")
    final Map<String, Object> object(String name) {
        return (Map<String, Object>) members.get(name);
    }

    @SuppressWarnings("unchecked")
    final List<Map<String, Object>> objects(String name) {
        return (List<Map<String, Object>>) members.get(name);
    }
}
