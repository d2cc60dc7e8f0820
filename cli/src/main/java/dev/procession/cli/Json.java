package dev.procession.cli;

import java.util.List;

/** Writes one JSON object on one line; members keep the order in which they are added. */
final class Json {
    private final StringBuilder text = new StringBuilder(256).append('{');

    Json with(String name, String value) {
        name(name);
        quote(value);
        return this;
    }

    Json with(String name, long value) {
        name(name);
        text.append(value);
        return this;
    }

    Json with(String name, boolean value) {
        name(name);
        text.append(value);
        return this;
    }

    Json with(String name, Json value) {
        name(name);
        text.append(value);
        return this;
    }

    Json with(String name, List<String> values) {
        name(name);
        text.append('[');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) text.append(',');
            quote(values.get(i));
        }
        text.append(']');
        return this;
    }

    /** Returns the object so far, complete. */
    @Override
    public String toString() {
        return text + "}";
    }

    private void name(String name) {
        if (text.length() > 1) text.append(',');
        quote(name);
        text.append(':');
    }

    /** Control characters are escaped, and surrogates without a partner, which no UTF-8 can carry; the rest stays. */
    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (Character.isHighSurrogate(c)
                            && i + 1 < value.length()
                            && Character.isLowSurrogate(value.charAt(i + 1))) {
                        text.append(c).append(value.charAt(++i));
                    } else if (c < 0x20 || c == 0x7f || Character.isSurrogate(c)) {
                        escape(c);
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    private void escape(char c) {
        String hex = Integer.toHexString(c);
        text.append("\\u").append("0".repeat(4 - hex.length())).append(hex);
    }
}
