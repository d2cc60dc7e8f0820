package dev.procession.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON object that was read, with accessors that say which member is missing or of another kind. */
public final class JsonObject {
    private final Map<?, ?> members;

    private JsonObject(Map<?, ?> members) {
        this.members = members;
    }

    /** Parses a text that is one JSON object. */
    public static JsonObject parse(String text) {
        return of(Json.read(text));
    }

    /** Takes a value of {@link Json#read} that must be an object. */
    public static JsonObject of(Object value) {
        if (value instanceof Map<?, ?> map) return new JsonObject(map);
        throw new IllegalArgumentException("JSON: an object was expected, not " + value);
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    public String text(String name) {
        if (member(name) instanceof String text) return text;
        throw wrong(name, "a string");
    }

    public Optional<String> optionalText(String name) {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    public double number(String name) {
        if (member(name) instanceof Double number) return number;
        throw wrong(name, "a number");
    }

    public JsonObject object(String name) {
        return of(member(name));
    }

    public List<?> list(String name) {
        if (member(name) instanceof List<?> list) return list;
        throw wrong(name, "an array");
    }

    public List<JsonObject> objects(String name) {
        List<JsonObject> all = new ArrayList<>();
        for (Object item : list(name)) all.add(of(item));
        return all;
    }

    /** The numbers of an array of numbers. */
    public static List<Double> numbers(Object value) {
        if (!(value instanceof List<?> list)) throw new IllegalArgumentException("JSON: an array was expected");
        List<Double> all = new ArrayList<>();
        for (Object item : list) {
            if (!(item instanceof Double number)) throw new IllegalArgumentException("JSON: a number was expected");
            all.add(number);
        }
        return all;
    }

    private Object member(String name) {
        Object value = members.get(name);
        if (value == null) throw new IllegalArgumentException("JSON: member '" + name + "' is missing");
        return value;
    }

    private static IllegalArgumentException wrong(String name, String kind) {
        return new IllegalArgumentException("JSON: member '" + name + "' is not " + kind);
    }
}
