package dev.procession.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * As much JSON as raw results need: objects (maps), arrays (lists), strings, numbers and booleans; no null. Objects keep
 * the order of their members, so that two results can be compared line by line.
 */
public final class Json {
    private static final String INDENT = "  ";

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** Writes a value: one member a line, arrays of plain values on one line. */
    public static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, "\n", out);
        return out.append('\n').toString();
    }

    /**
     * Reads a value.
     *
     * @return a map, a list, a string, a double or a boolean
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Object read(String text) {
        Json json = new Json(text);
        Object value = json.value();
        json.skipSpace();
        if (json.at != text.length()) throw json.broken("the end");
        return value;
    }

    private static void write(Object value, String lineBreak, StringBuilder out) {
        switch (value) {
            case Map<?, ?> map -> {
                String inner = lineBreak + INDENT;
                String separator = "{";
                for (var member : map.entrySet()) {
                    out.append(separator).append(inner);
                    quote(String.valueOf(member.getKey()), out);
                    out.append(": ");
                    write(member.getValue(), inner, out);
                    separator = ",";
                }
                out.append(map.isEmpty() ? "{}" : lineBreak + "}");
            }
            case List<?> list -> {
                boolean nested = list.stream().anyMatch(item -> item instanceof Map || item instanceof List);
                String inner = nested ? lineBreak + INDENT : "";
                String separator = "[";
                for (Object item : list) {
                    out.append(separator).append(inner);
                    write(item, inner, out);
                    separator = nested ? "," : ", ";
                }
                out.append(list.isEmpty() ? "[]" : nested ? lineBreak + "]" : "]");
            }
            case String string -> quote(string, out);
            case Number _, Boolean _ -> out.append(value);
            default -> throw new IllegalArgumentException("JSON: cannot write a " + value.getClass());
        }
    }

    private static void quote(String string, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') out.append('\\').append(c);
            else if (c < ' ')
                out.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            else out.append(c);
        }
        out.append('"');
    }

    private Object value() {
        skipSpace();
        if (at == text.length()) throw broken("a value");
        return switch (text.charAt(at)) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            default -> number();
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> map = new LinkedHashMap<>();
        expect('{');
        if (take('}')) return map;
        do {
            skipSpace();
            String name = string();
            expect(':');
            map.put(name, value());
        } while (take(','));
        expect('}');
        return map;
    }

    private List<Object> array() {
        List<Object> list = new ArrayList<>();
        expect('[');
        if (take(']')) return list;
        do {
            list.add(value());
        } while (take(','));
        expect(']');
        return list;
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            string.append(c == '\\' ? escaped() : c);
        }
        expect('"');
        return string.toString();
    }

    private char escaped() {
        if (at == text.length()) throw broken("an escape");
        char c = text.charAt(at++);
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                if (at + 4 > text.length()) throw broken("four hexadecimal digits");
                yield (char) Integer.parseInt(text, at, at += 4, 16);
            }
            default -> c;
        };
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) throw broken(word);
        at += word.length();
        return value;
    }

    private Double number() {
        int start = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) at++;
        if (start == at) throw broken("a value");
        return Double.valueOf(text.substring(start, at));
    }

    private boolean take(char c) {
        skipSpace();
        boolean there = at < text.length() && text.charAt(at) == c;
        if (there) at++;
        return there;
    }

    private void expect(char c) {
        if (!take(c)) throw broken("'" + c + "'");
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
    }

    private IllegalArgumentException broken(String wanted) {
        return new IllegalArgumentException("JSON: " + wanted + " was expected at character " + at);
    }
}
