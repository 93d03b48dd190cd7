package dev.herd.engine.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Writes JSON as no sane client does and any may: odd spaces, odd literals, odd escapes, keys twice. Same seed, same
/// text.
final class RandomJson {
    private static final List<String> NUMBERS = List.of(
            "0",
            "-0.0",
            "1.10",
            "1e400",
            "-1E-7",
            "12345678901234567890",
            "0.1000000000000000055",
            "1e+2",
            "-9",
            "3.0");
    private static final List<String> LETTERS = List.of(
            "a",
            "B",
            " ",
            "é",
            "ß",
            "✓",
            "😀",
            "\\n",
            "\\\"",
            "\\\\",
            "\\/",
            "/",
            "\\u00e9",
            "\\u0000",
            "\\ud83d\\ude00",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "'",
            "\u007f");
    private static final List<String> SPACES = List.of("", "", "", " ", "\n", "\t", "\r\n", "  ");

    private final Random random;

    RandomJson(long seed) {
        this.random = new Random(seed);
    }

    /// A member as it stands: the name with its quotes, and the value.
    record Member(String name, String value) {}

    int below(int bound) {
        return random.nextInt(bound);
    }

    /// Members whose names are unknown to Herd, some of them twice.
    List<Member> members(int most) {
        List<Member> members = new ArrayList<>();
        int count = random.nextInt(most + 1);
        for (int i = 0; i < count; i++) {
            boolean again = !members.isEmpty() && random.nextInt(6) == 0;
            String name = again ? members.getLast().name() : "\"x" + random.nextInt(100) + letters() + "\"";
            members.add(new Member(name, value(3)));
        }
        return members;
    }

    /// The object with these members and odd spaces between.
    String object(List<Member> members) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < members.size(); i++) {
            text.append(i == 0 ? "" : ",").append(space()).append(members.get(i).name());
            text.append(space()).append(':').append(space());
            text.append(members.get(i).value()).append(space());
        }
        return text.append(members.isEmpty() ? space() : "").append('}').toString();
    }

    String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> "true";
            case 1 -> "null";
            case 2 -> NUMBERS.get(random.nextInt(NUMBERS.size()));
            case 3 -> "\"" + letters() + "\"";
            case 4 -> "\"\\ud83d" + letters() + "\"";
            case 5 -> array(depth - 1);
            default -> object(nested(depth - 1));
        };
    }

    private List<Member> nested(int depth) {
        List<Member> members = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            members.add(new Member("\"" + letters() + "\"", value(depth)));
        }
        return members;
    }

    String array(int depth) {
        List<String> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            elements.add(space() + value(depth) + space());
        }
        return "[" + (elements.isEmpty() ? space() : String.join(",", elements)) + "]";
    }

    private String letters() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(LETTERS.get(random.nextInt(LETTERS.size())));
        }
        return text.toString();
    }

    private String space() {
        return SPACES.get(random.nextInt(SPACES.size()));
    }
}
