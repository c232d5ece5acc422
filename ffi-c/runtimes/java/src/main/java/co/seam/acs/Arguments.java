package co.seam.acs;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Arguments in the form in which C takes them: bytes of UTF-8 that end in NUL. */
final class Arguments {
    private static final Pattern ESCAPED = Pattern.compile("[\\x00-\\x1f\"\\\\]");

    private Arguments() {}

    /** C would see less of a text with a NUL in it, and a cut id is another id. */
    static byte[] text(String name, String value) {
        if (value != null && value.indexOf('\0') >= 0) {
            throw SeamException.refused(name + " must not contain a NUL");
        }
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value + "\0"));
            return value == null ? null : Arrays.copyOf(bytes.array(), bytes.limit());
        } catch (CharacterCodingException e) {
            throw SeamException.refused(name + " must be text that UTF-8 can hold");
        }
    }

    /** An object as JSON; null stands for none. */
    static byte[] object(String name, Object value) {
        return text(name, value == null || value instanceof String ? (String) value : json(name, value));
    }

    /** Rows, CSV or JSON text, or the bytes of a file with either. */
    static byte[] table(String name, Object value) {
        if (!(value instanceof byte[])) {
            return object(name, value);
        }
        byte[] bytes = (byte[]) value;
        Pointer text = Library.made((made, error) -> Library.c().seam_acs_decode_table(bytes, bytes.length, made, error));
        return text(name, Library.taken(text));
    }

    private static String json(String name, Object value) {
        if (value == null || value instanceof Boolean || value instanceof Number) {
            return String.valueOf(value);
        } else if (value instanceof CharSequence) {
            return quoted(value);
        } else if (value instanceof Map) {
            return ((Map<?, ?>) value).entrySet().stream()
                    .map(member -> quoted(member.getKey()) + ":" + json(name, member.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        } else if (value instanceof Collection) {
            return ((Collection<?>) value).stream().map(item -> json(name, item)).collect(Collectors.joining(",", "[", "]"));
        }
        throw SeamException.refused(name + " holds a " + value.getClass().getName() + ", which JSON cannot hold");
    }

    private static String quoted(Object text) {
        String escaped = ESCAPED.matcher(String.valueOf(text))
                .replaceAll(found -> String.format("\\\\u%04x", (int) found.group().charAt(0)));
        return '"' + escaped + '"';
    }
}
