package dev.herd.engine.storage;

import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.learning.Learned;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/// The part of [LearnedFile] that tells what requests took of models' windows.
///
/// A day is an array: its number, then sizes and counts in turn. An hour is a pair, its number and the largest size.
final class LearnedContexts {
    private static final String NAME = "contexts";

    private LearnedContexts() {}

    static void write(JsonGenerator json, Map<ModelRef, Learned.Context> contexts) {
        json.writeArrayPropertyStart(NAME);
        contexts.forEach((model, of) -> {
            json.writeStartObject();
            json.writeStringProperty("model", model.name());
            LearnedFile.estimate(json, "tokens", of.tokens());
            json.writeNumberProperty("densest", of.densest());
            json.writeArrayPropertyStart("days");
            of.days().forEach(day -> write(json, day));
            json.writeEndArray();
            json.writeArrayPropertyStart("hours");
            for (Learned.Hour hour : of.hours()) {
                json.writeStartArray();
                json.writeNumber(hour.hour());
                json.writeNumber(hour.tokens());
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Learned.Day day) {
        json.writeStartArray();
        json.writeNumber(day.day());
        day.counts().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(each -> {
            json.writeNumber(each.getKey());
            json.writeNumber(each.getValue());
        });
        json.writeEndArray();
    }

    /// A file of an older Herd has none.
    static Map<ModelRef, Learned.Context> read(JsonFields root) throws BadRequestException {
        Map<ModelRef, Learned.Context> contexts = new LinkedHashMap<>();
        for (JsonSlice element : root.array(NAME)) {
            JsonFields of = element.fields();
            JsonSlice densest = of.get("densest");
            List<Learned.Day> days = new ArrayList<>();
            for (JsonSlice day : of.array("days")) {
                days.add(day(numbers(day)));
            }
            List<Learned.Hour> hours = new ArrayList<>();
            for (JsonSlice hour : of.array("hours")) {
                List<Long> pair = numbers(hour);
                hours.add(new Learned.Hour(pair.getFirst(), Math.toIntExact(pair.getLast())));
            }
            contexts.put(
                    ModelRef.of(of.string("model", "")),
                    new Learned.Context(
                            LearnedFile.estimate(of, "tokens"), densest == null ? 0 : densest.number(), days, hours));
        }
        return contexts;
    }

    private static Learned.Day day(List<Long> numbers) {
        if (numbers.size() % 2 == 0) {
            throw new IllegalArgumentException("a day is its number, then sizes and counts in turn");
        }
        Map<Integer, Integer> counts = new LinkedHashMap<>();
        for (int i = 1; i < numbers.size(); i += 2) {
            counts.put(Math.toIntExact(numbers.get(i)), Math.toIntExact(numbers.get(i + 1)));
        }
        return new Learned.Day(numbers.getFirst(), counts);
    }

    /// @throws IllegalArgumentException when one of them is no number of times or tokens
    private static List<Long> numbers(JsonSlice array) throws BadRequestException {
        List<Long> numbers = new ArrayList<>();
        for (JsonSlice each : array.elements()) {
            long number = each.whole();
            if (number < 0 || number > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("no count: " + number);
            }
            numbers.add(number);
        }
        if (numbers.isEmpty()) {
            throw new IllegalArgumentException("a number is missing");
        }
        return numbers;
    }
}
