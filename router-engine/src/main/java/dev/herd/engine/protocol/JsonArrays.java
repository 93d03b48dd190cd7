package dev.herd.engine.protocol;

import java.util.List;
import java.util.stream.Collectors;

/// Arrays as texts.
public final class JsonArrays {
    private JsonArrays() {}

    /// One array with the elements of all, each as it stands.
    ///
    /// @param arrays JSON texts of arrays
    public static String joined(List<String> arrays) {
        return arrays.stream()
                .map(String::strip)
                .map(array -> array.substring(1, array.length() - 1).strip())
                .filter(inside -> !inside.isEmpty())
                .collect(Collectors.joining(",", "[", "]"));
    }
}
