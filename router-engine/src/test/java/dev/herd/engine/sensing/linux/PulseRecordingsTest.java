package dev.herd.engine.sensing.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PulseRecordingsTest {
    private static final String CHROME = """
            [{"index":805,"driver":"PipeWire","owner_module":"n/a","client":"804","source":87,
              "sample_specification":"float32le 1ch 48000Hz","corked":false,"mute":false,
              "properties":{"application.name":"Google Chrome input","application.process.id":"10550",
              "application.process.binary":"chrome","media.name":"RecordStream",
              "media.class":"Stream/Input/Audio","node.name":"Google Chrome input"}}]""";

    private static List<PulseObject> json(String text) {
        return PulseObject.ofJson(text).orElseThrow();
    }

    private static List<PulseObject> fromMicrophones(List<PulseObject> streams, List<PulseObject> sources) {
        return PulseRecordings.fromMicrophones(PulseRecordings.running(streams).orElseThrow(), sources);
    }

    private static List<String> indexes(List<PulseObject> streams) {
        return streams.stream().map(stream -> stream.field("index")).toList();
    }

    @Test
    void aBrowserRecords() {
        assertThat(fromMicrophones(json(CHROME), List.of())).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"corked\":false|\"corked\":true",
                "\"corked\":false|\"corked\":\"true\"",
                "\"source\":87|\"source\":4294967295",
                "\"owner_module\":\"n/a\"|\"owner_module\":\"536870915\"",
                "\"owner_module\":\"n/a\"|\"owner_module\":25",
                "\"driver\":\"PipeWire\"|\"driver\":\"module-echo-cancel.c\"",
                "\"RecordStream\"|\"Peak detect\"",
                "\"RecordStream\"|\"Spitzenwert\",\"resample.peaks\":\"true\"",
                "\"mute\":false|\"mute\":false,\"resample_method\":\"peaks\"",
                "\"media.name\"|\"stream.capture.sink\":\"true\",\"media.name\"",
                "\"media.name\"|\"stream.monitor\":\"true\",\"media.name\"",
                "\"media.name\"|\"node.link-group\":\"echo-cancel-21418-13\",\"media.name\"",
            })
    void whatTakesNoSoundFromAMicrophoneIsLeftOut(String part, String other) {
        assertThat(CHROME).contains(part);

        assertThat(fromMicrophones(json(CHROME.replace(part, other)), List.of()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"mute\":false|\"mute\":true",
                "\"owner_module\":\"n/a\"|\"owner_module\":\"4294967295\"",
                "\"driver\":\"PipeWire\",\"owner_module\":\"n/a\"|\"driver\":\"protocol-native.c\",\"owner_module\":\"9\"",
                "\"source\":87|\"source\":\"87\"",
                "\"media.name\"|\"volume\":NaN,\"media.name\"",
            })
    void whatMayChangeMeanwhileDoesNotHideIt(String part, String other) {
        String text = CHROME.replaceAll(",\\s+", ",").replace(part, other);
        assertThat(text).contains(other);

        assertThat(fromMicrophones(json(text), List.of())).hasSize(1);
    }

    @Test
    void whatRecordsTheMachinesOwnSoundIsLeftOut() {
        for (String source : List.of(
                "{\"index\":87,\"name\":\"out.monitor\",\"monitor_source\":\"out\"}",
                "{\"index\":\"87\",\"name\":\"out.monitor\",\"monitor_source\":\"\",\"properties\":{\"device.class\":\"monitor\"}}")) {
            assertThat(fromMicrophones(json(CHROME), json("[" + source + "]"))).isEmpty();
        }
    }

    /// One records the microphone, one what is made of it, one what is played; two are the server's own.
    @Test
    void ofPulseAudiosStreamsTwoRecordAMicrophone() {
        var inJson = fromMicrophones(
                json(Captured.text("pactl-source-outputs.json")), json(Captured.text("pactl-sources.json")));
        var inText = fromMicrophones(
                PulseObject.ofText(Captured.text("pactl-source-outputs.txt")).orElseThrow(),
                PulseObject.ofText(Captured.text("pactl-sources.txt")).orElseThrow());

        assertThat(indexes(inJson)).containsExactly("2", "3").isEqualTo(indexes(inText));
        assertThat(inText.getLast().property("application.name")).isEqualTo("zoom");
    }

    @Test
    void ofPipeWiresStreamsTwoRecordAMicrophone() {
        var sources = json(Captured.text("pipewire-sources.json"));

        assertThat(indexes(fromMicrophones(json(Captured.text("pipewire-source-outputs.json")), sources)))
                .containsExactly("57", "69");
        assertThat(indexes(fromMicrophones(
                        PulseObject.ofText(Captured.text("pipewire-source-outputs.txt"))
                                .orElseThrow(),
                        sources)))
                .containsExactly("57", "69");
    }

    @Test
    void aStreamThatSaysLittleIsItsClients() {
        PulseObject stream = json(Captured.text("pipewire-source-outputs.json")).get(2);
        assertThat(stream.property("application.process.binary")).isEmpty();

        PulseObject described = PulseRecordings.described(stream, json(Captured.text("pipewire-clients.json")));

        assertThat(described.property("application.process.binary")).isEqualTo("pw-cat");
        assertThat(described.property("application.name")).isEqualTo("pw-record");
    }

    @Test
    void nobodyRecords() {
        assertThat(json("[]")).isEmpty();
        assertThat(PulseObject.ofText("")).contains(List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[{", "null", "Verbindungsfehler: Verbindung verweigert", "\r\n", "[1"})
    void anythingElseIsNoJson(String text) {
        assertThat(PulseObject.ofJson(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Quellausgabe #12\n\tTreiber: x", "[{\"index\":1}]", "nonsense"})
    void anythingElseIsNoText(String text) {
        assertThat(PulseObject.ofText(text)).isEmpty();
    }

    @Test
    void whatIsCutShortIsNotTakenForNobody() {
        String text = Captured.text("pactl-source-outputs.txt");
        String cut = text.substring(0, text.indexOf("Corked"));

        assertThat(PulseObject.ofText(cut).flatMap(PulseRecordings::running)).isEmpty();
        assertThat(PulseRecordings.running(json("[{}]"))).isEmpty();
        assertThat(PulseRecordings.running(json("[7]"))).isEmpty();
    }

    @Test
    void linesMayEndInTheOtherWay() {
        String text = Captured.text("pactl-source-outputs.txt").replace("\n", "\r\n");

        assertThat(PulseObject.ofText(text)).isEqualTo(PulseObject.ofText(Captured.text("pactl-source-outputs.txt")));
    }
}
