package dev.herd.engine.storage;

import dev.herd.engine.api.WeekMap;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.presence.LearnedWeek;
import dev.herd.engine.presence.ReturnRate;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/// When the people of machines are at them, so that it survives a restart: some 6 KB for each. For one
/// thread at a time.
public final class WeekFile {
    /// Four digits: a ten-thousandth of a half hour is a fifth of a second.
    private static final double DIGITS = 1e4;

    private static final List<WeekMap.Mark> MARKS = List.of(WeekMap.Mark.values());

    private final Path file;
    private Map<NodeId, LearnedWeek> written = Map.of();

    public WeekFile(HomeDirectory home) {
        this.file = home.week();
    }

    /// What was kept.
    ///
    /// @param damage what is wrong with the file, which was set aside then; empty when nothing is
    public record Loaded(Map<NodeId, LearnedWeek> weeks, String damage) {
        public Loaded {
            weeks = Map.copyOf(weeks);
        }
    }

    /// Writes only what differs from the last time.
    public void save(Map<NodeId, LearnedWeek> weeks) throws IOException {
        if (!weeks.equals(written)) {
            AtomicFile.write(file, Json.bytes(json -> write(json, weeks)));
            written = Map.copyOf(weeks);
        }
    }

    private static void write(JsonGenerator json, Map<NodeId, LearnedWeek> weeks) {
        json.writeStartObject();
        json.writeArrayPropertyStart("weeks");
        weeks.forEach((node, week) -> {
            json.writeStartObject();
            json.writeStringProperty("node", node.value());
            json.writeStringProperty("at", week.at().toString());
            numbers(json, "active", week.active());
            numbers(json, "seen", week.seen());
            json.writeStringProperty("marks", letters(week.marks()));
            numbers(json, "open", List.of(week.open().returns(), week.open().exposure()));
            numbers(
                    json,
                    "locked",
                    List.of(week.locked().returns(), week.locked().exposure()));
            json.writeEndObject();
        });
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void numbers(JsonGenerator json, String name, List<Double> values) {
        json.writeArrayPropertyStart(name);
        for (double value : values) {
            double rounded = Math.round(value * DIGITS) / DIGITS;
            if (rounded == Math.rint(rounded)) {
                json.writeNumber((long) rounded);
            } else {
                json.writeNumber(rounded);
            }
        }
        json.writeEndArray();
    }

    /// One letter an hour: the first of its mark's name.
    private static String letters(List<WeekMap.Mark> marks) {
        return marks.stream().map(mark -> mark.label().substring(0, 1)).collect(Collectors.joining());
    }

    /// What was kept; nothing when there is no file, or none that can be read.
    public Loaded load() {
        if (!Files.exists(file)) {
            return new Loaded(Map.of(), "");
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            return new Loaded(read(JsonFields.of(bytes, 0, bytes.length)), "");
        } catch (IOException | IllegalArgumentException | DateTimeException unreadable) {
            return setAside(String.valueOf(unreadable.getMessage()));
        } catch (BadRequestException malformed) {
            return setAside(malformed.reason());
        }
    }

    private static Map<NodeId, LearnedWeek> read(JsonFields root) throws BadRequestException {
        Map<NodeId, LearnedWeek> weeks = new LinkedHashMap<>();
        JsonSlice all = root.get("weeks");
        if (all == null || !all.isArray()) {
            throw new BadRequestException("there are no weeks in it");
        }
        for (JsonSlice element : all.elements()) {
            JsonFields of = element.fields();
            String node = of.string("node", "");
            if (node.isBlank()) {
                throw new BadRequestException("a week names its machine");
            }
            LearnedWeek week = new LearnedWeek(
                    Instant.parse(of.string("at", "")),
                    numbers(of, "active"),
                    numbers(of, "seen"),
                    marks(of.string("marks", "")),
                    rate(of, "open"),
                    rate(of, "locked"));
            if (weeks.put(new NodeId(node), week) != null) {
                throw new BadRequestException("two weeks name the same machine");
            }
        }
        return weeks;
    }

    private static List<Double> numbers(JsonFields of, String name) throws BadRequestException {
        JsonSlice values = of.get(name);
        if (values == null || !values.isArray()) {
            throw new BadRequestException("\"" + name + "\" is a list of numbers");
        }
        return Arrays.stream(values.numbers()).boxed().toList();
    }

    private static List<WeekMap.Mark> marks(String letters) throws BadRequestException {
        List<WeekMap.Mark> marks = new ArrayList<>(letters.length());
        for (int at = 0; at < letters.length(); at++) {
            String letter = letters.substring(at, at + 1);
            marks.add(MARKS.stream()
                    .filter(mark -> mark.label().startsWith(letter))
                    .findFirst()
                    .orElseThrow(() -> new BadRequestException("no mark of an hour: " + letter)));
        }
        return marks;
    }

    private static ReturnRate rate(JsonFields of, String name) throws BadRequestException {
        List<Double> pair = numbers(of, name);
        if (pair.size() != 2) {
            throw new BadRequestException("a rate of returns is a count and what it came from");
        }
        return new ReturnRate(pair.get(0), pair.get(1));
    }

    private Loaded setAside(String why) {
        return new Loaded(Map.of(), DamagedFile.setAside(file, "the learned weeks", why));
    }
}
