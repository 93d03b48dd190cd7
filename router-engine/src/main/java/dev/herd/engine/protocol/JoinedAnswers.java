package dev.herd.engine.protocol;

import java.util.ArrayList;
import java.util.List;

/// What dialects share when they join answers to parts of a request.
public final class JoinedAnswers {
    private static final JsonSlice OPEN = JsonSlice.of("[");
    private static final JsonSlice CLOSE = JsonSlice.of("]");
    private static final JsonSlice COMMA = JsonSlice.of(",");

    private JoinedAnswers() {}

    /// The members of answers that have been read before, so that they are known to be sound.
    public static List<JsonFields> fields(List<byte[]> answers) {
        List<JsonFields> all = new ArrayList<>(answers.size());
        for (byte[] answer : answers) {
            try {
                all.add(JsonFields.of(answer, 0, answer.length));
            } catch (BadRequestException unsound) {
                throw new IllegalStateException("a decoded answer is not sound", unsound);
            }
        }
        return all;
    }

    /// One array of the elements of several.
    ///
    /// @param insides what stands in each, in stretches; an empty one adds nothing
    public static List<JsonSlice> array(List<List<JsonSlice>> insides) {
        List<JsonSlice> array = new ArrayList<>();
        array.add(OPEN);
        for (List<JsonSlice> inside : insides) {
            if (inside.stream().allMatch(stretch -> stretch.start() == stretch.end())) {
                continue;
            }
            if (array.size() > 1) {
                array.add(COMMA);
            }
            array.addAll(inside);
        }
        array.add(CLOSE);
        return array;
    }

    /// A member's sum over all of them.
    public static long sum(List<JsonFields> objects, String name) {
        return objects.stream().mapToLong(object -> object.whole(name)).sum();
    }
}
