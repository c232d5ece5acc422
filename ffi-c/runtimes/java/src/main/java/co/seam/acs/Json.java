package co.seam.acs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Reads JSON that the library gave, so that this package needs no library for it. */
final class Json {
    private final String text;
    /** Each name once: the records of a list have the same ones. */
    private final Map<String, String> names = new HashMap<>();
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** What is made of an object's text and its members. */
    static <T> T one(String text, BiFunction<String, Map<String, Object>, T> make) {
        return read(text, json -> json.made(make));
    }

    /** What is made of each object of a list. */
    static <T> List<T> all(String text, BiFunction<String, Map<String, Object>, T> make) {
        return read(text, json -> {
            List<T> all = new ArrayList<>();
            json.expect('[');
            while (json.more(']', all.isEmpty())) {
                all.add(json.made(make));
            }
            return Collections.unmodifiableList(all);
        });
    }

    private static <T> T read(String text, Function<Json, T> as) {
        Json json = new Json(text);
        try {
            T read = as.apply(json);
            json.end();
            return read;
        } catch (IllegalArgumentException failure) {
            throw SeamException.unexpected("this is no JSON of what was asked for: at character " + json.at);
        }
    }

    private <T> T made(BiFunction<String, Map<String, Object>, T> make) {
        peek();
        int start = at;
        Map<String, Object> members = members();
        return make.apply(text.substring(start, at), members);
    }

    private Object value() {
        switch (peek()) {
            case '{':
                return members();
            case '[':
                return items();
            case '"':
                return string();
            case 't':
                return word("true", true);
            case 'f':
                return word("false", false);
            case 'n':
                return word("null", null);
            default:
                return number();
        }
    }

    private Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        expect('{');
        while (more('}', members.isEmpty())) {
            peek();
            String name = names.computeIfAbsent(string(), read -> read);
            expect(':');
            members.put(name, value());
        }
        return Collections.unmodifiableMap(members);
    }

    private List<Object> items() {
        List<Object> items = new ArrayList<>();
        expect('[');
        while (more(']', items.isEmpty())) {
            items.add(value());
        }
        return Collections.unmodifiableList(items);
    }

    /** Whether another one comes, after a comma unless it is the first. */
    private boolean more(char end, boolean isFirst) {
        if (peek() == end) {
            at++;
            return false;
        }
        if (!isFirst) {
            expect(',');
        }
        return true;
    }

    private String string() {
        StringBuilder read = new StringBuilder();
        expect('"');
        for (char letter = next(); letter != '"'; letter = next()) {
            read.append(letter == '\\' ? escaped() : letter);
        }
        return read.toString();
    }

    private char escaped() {
        char letter = next();
        int known = "bfnrt".indexOf(letter);
        if (letter == 'u' && at + 4 <= text.length()) {
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }
        return known < 0 ? letter : "\b\f\n\r\t".charAt(known);
    }

    private Number number() {
        int start = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String digits = text.substring(start, at);
        try {
            return Long.valueOf(digits);
        } catch (NumberFormatException isNoLong) {
            return Double.valueOf(digits);
        }
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw unexpected();
        }
        at += word.length();
        return value;
    }

    private void expect(char letter) {
        if (peek() != letter) {
            throw unexpected();
        }
        at++;
    }

    private void end() {
        while (at < text.length()) {
            if (!Character.isWhitespace(next())) {
                throw unexpected();
            }
        }
    }

    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            throw unexpected();
        }
        return text.charAt(at);
    }

    private char next() {
        if (at == text.length()) {
            throw unexpected();
        }
        return text.charAt(at++);
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException();
    }
}
