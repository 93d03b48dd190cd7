package dev.herd.engine.protocol.fleet;

import static dev.herd.engine.protocol.fleet.TraceJson.number;

import dev.herd.engine.placement.CostInputs;
import dev.herd.engine.placement.InstanceRates;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonFields;
import tools.jackson.core.JsonGenerator;

/// What a candidate's terms were made of, as JSON and back.
final class CostInputsJson {
    private CostInputsJson() {}

    static void write(JsonGenerator json, CostInputs inputs) {
        InstanceRates rates = inputs.rates();
        json.writeObjectPropertyStart("inputs");
        json.writeNumberProperty("prompt_tokens", inputs.promptTokens());
        json.writeNumberProperty("cached_tokens", inputs.cachedTokens());
        number(json, "answer_tokens", inputs.answerTokens());
        number(json, "prefill_tokens_per_s", rates.prefillTokensPerSecond());
        number(json, "decode_tokens_per_s", rates.decodeTokensPerSecond());
        number(json, "contention", rates.contention());
        json.writeNumberProperty("samples", rates.samples());
        number(json, "rate_share", rates.share());
        number(json, "beside", inputs.beside());
        number(json, "wait_ms", inputs.waitSeconds() * 1000);
        number(json, "others_ms", inputs.othersSeconds() * 1000);
        number(json, "load_ms", inputs.loadSeconds() * 1000);
        number(json, "eviction_ms", inputs.evictionSeconds() * 1000);
        number(json, "speed", inputs.speed());
        json.writeEndObject();
    }

    static CostInputs read(JsonFields fields) throws BadRequestException {
        var rates = new InstanceRates(
                TraceReader.number(fields, "prefill_tokens_per_s"),
                TraceReader.number(fields, "decode_tokens_per_s"),
                -1,
                TraceReader.number(fields, "contention"),
                (int) fields.whole("samples"),
                fields.get("rate_share") == null ? 1 : TraceReader.number(fields, "rate_share"));
        return new CostInputs(
                (int) fields.whole("prompt_tokens"),
                (int) fields.whole("cached_tokens"),
                TraceReader.number(fields, "answer_tokens"),
                rates,
                TraceReader.number(fields, "beside"),
                TraceReader.number(fields, "wait_ms") / 1000,
                TraceReader.number(fields, "others_ms") / 1000,
                TraceReader.number(fields, "load_ms") / 1000,
                TraceReader.number(fields, "eviction_ms") / 1000,
                TraceReader.number(fields, "speed"));
    }
}
