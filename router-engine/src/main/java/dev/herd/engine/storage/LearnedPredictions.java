package dev.herd.engine.storage;

import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.learning.Deviation;
import dev.herd.engine.learning.Predictions;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/// How good predictions were, as a part of what was learned. A deviation is `[mean, size, square, measurements]`.
final class LearnedPredictions {
    private LearnedPredictions() {}

    static void write(JsonGenerator json, Map<InstanceId, Predictions> predictions) {
        json.writeArrayPropertyStart("predictions");
        predictions.forEach((id, of) -> {
            json.writeStartObject();
            json.writeStringProperty("url", id.upstream().url());
            json.writeStringProperty("model", id.model().name());
            deviation(json, "first_token", of.firstToken());
            deviation(json, "total", of.total());
            deviation(json, "known", of.known());
            json.writeEndObject();
        });
        json.writeEndArray();
    }

    private static void deviation(JsonGenerator json, String name, Deviation value) {
        json.writeArrayPropertyStart(name);
        json.writeNumber(value.mean());
        json.writeNumber(value.size());
        json.writeNumber(value.square());
        json.writeNumber(value.count());
        json.writeEndArray();
    }

    static Map<InstanceId, Predictions> read(JsonFields root) throws BadRequestException {
        Map<InstanceId, Predictions> predictions = new LinkedHashMap<>();
        for (JsonSlice element : root.array("predictions")) {
            JsonFields of = element.fields();
            predictions.put(
                    new InstanceId(UpstreamId.parse(of.string("url", "")), ModelRef.of(of.string("model", ""))),
                    Predictions.of(deviation(of, "first_token"), deviation(of, "total"), deviation(of, "known")));
        }
        return predictions;
    }

    private static Deviation deviation(JsonFields of, String name) throws BadRequestException {
        JsonSlice value = of.get(name);
        if (value == null) {
            return Deviation.NONE;
        }
        List<JsonSlice> values = value.elements();
        if (values.size() != 4) {
            throw new IllegalArgumentException("a deviation is a mean, a size, a square and a count");
        }
        return new Deviation(
                values.get(0).number(), values.get(1).number(), values.get(2).number(), (int)
                        values.get(3).number());
    }
}
