package dev.herd.engine.sensing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each function of another system is called as its prototype in `src/test/c` says, which was written after the
/// system's
/// headers. Calling the mock libraries alone would not show a wrong width: a register holds either.
class NativeSignaturesTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/herd/engine/sensing");
    private static final Path MOCKS = Path.of("src/test/c");

    private static final Pattern CALL =
            Pattern.compile("\\b(?:function|procedure)\\(\\s*\"(\\w+)\"((?:\\s*,\\s*[A-Z_]+)*)\\s*\\)");
    private static final Pattern ANY_CALL = Pattern.compile("\\b(?:function|procedure)\\(");
    private static final Pattern PROTOTYPE = Pattern.compile(
            "^(?!static|typedef|extern)([\\w ]+?[ *]+)(\\w+)\\(((?:[^()]|\\([^()]*\\))*)\\)\\s*\\{", Pattern.MULTILINE);

    private static final Map<String, String> NAMED = Map.ofEntries(
            Map.entry("unsigned char", "JAVA_BYTE"),
            Map.entry("int", "JAVA_INT"),
            Map.entry("int32_t", "JAVA_INT"),
            Map.entry("uint32_t", "JAVA_INT"),
            Map.entry("long", "JAVA_LONG"),
            Map.entry("unsigned long", "JAVA_LONG"),
            Map.entry("int64_t", "JAVA_LONG"),
            Map.entry("uint64_t", "JAVA_LONG"),
            Map.entry("size_t", "JAVA_LONG"),
            Map.entry("double", "JAVA_DOUBLE"),
            Map.entry("void", "void"),
            Map.entry("struct rectangle", "RECTANGLE"));

    /// It has a prototype for each message.
    private static final String ONE_OF_MANY = "objc_msgSend";

    /// A call as the code has it.
    record Call(String place, String symbol, String signature) {
        @Override
        public String toString() {
            return symbol + " in " + place;
        }
    }

    private static List<Path> files(Path folder, String ending) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String code(Path file) {
        try {
            return Files.readString(file).replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("//.*", "");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static List<Path> sources() {
        return Stream.of("macos", "windows")
                .flatMap(system -> files(SOURCES.resolve(system), ".java").stream())
                .toList();
    }

    static List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        for (Path file : sources()) {
            Matcher call = CALL.matcher(code(file));
            while (call.find()) {
                String types = call.group(2).replaceAll("\\s", "");
                boolean returns = call.group().startsWith("function");
                String signature = returns ? types.substring(1) : "void" + types;
                if (!call.group(1).equals(ONE_OF_MANY)) {
                    calls.add(new Call(file.getFileName().toString(), call.group(1), signature));
                }
            }
        }
        return calls;
    }

    private static Map<String, String> prototypes() {
        Map<String, String> prototypes = new TreeMap<>();
        for (Path file : files(MOCKS, ".c")) {
            Matcher prototype = PROTOTYPE.matcher(code(file));
            while (prototype.find()) {
                String parameters = prototype.group(3).replaceAll("\\([^()]*\\)\\([^()]*\\)", "*");
                String types = Stream.of(parameters.split(","))
                        .map(String::strip)
                        .filter(parameter -> !parameter.equals("void"))
                        .map(parameter -> layout(parameter.replaceAll("\\w+$", "")))
                        .map(layout -> "," + layout)
                        .collect(Collectors.joining());
                prototypes.put(prototype.group(2), layout(prototype.group(1)) + types);
            }
        }
        return prototypes;
    }

    private static String layout(String type) {
        String plain = type.replace("const ", "").strip();
        return plain.contains("*") || plain.equals("listener")
                ? "ADDRESS"
                : NAMED.getOrDefault(plain, "unknown: " + plain);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void isCalledAsItsPrototypeSays(Call call) {
        assertThat(call.signature()).isEqualTo(prototypes().get(call.symbol()));
    }

    @Test
    void noCallIsOverlooked() {
        for (Path file : sources()) {
            assertThat(ANY_CALL.matcher(code(file)).results().count())
                    .as(file.toString())
                    .isEqualTo(CALL.matcher(code(file)).results().count());
        }
        assertThat(calls()).hasSizeGreaterThan(70);
    }
}
