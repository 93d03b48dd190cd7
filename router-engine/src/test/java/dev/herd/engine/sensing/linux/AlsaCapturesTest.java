package dev.herd.engine.sensing.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herd.engine.sensing.Programs;
import dev.herd.engine.signal.CaptureUse;
import dev.herd.engine.signal.Microphone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlsaCapturesTest {
    private static final String RUNNING = """
            state: RUNNING
            owner_pid   : 2134
            trigger_time: 4711.123456789
            tstamp      : 4720.000000000
            delay       : 512
            avail       : 512
            """;

    @TempDir
    Path proc;

    private AlsaCaptures captures() {
        return new AlsaCaptures(proc, Programs.shipped());
    }

    private void status(String device, String text) throws IOException {
        Path opening = Files.createDirectories(proc.resolve("asound/card0/" + device + "/sub0"));
        Files.writeString(opening.resolve("status"), text);
    }

    private void process(String name) throws IOException {
        Files.writeString(Files.createDirectories(proc.resolve("2134")).resolve("comm"), name + "\n");
    }

    @Test
    void withoutCardsNothingIsTold() throws Exception {
        assertThat(captures().read()).isEmpty();
    }

    @Test
    void nobodyRecords() throws Exception {
        status("pcm0c", "closed\n");
        status("pcm1c", RUNNING.replace("RUNNING", "PREPARED"));
        status("pcm0p", RUNNING);

        assertThat(captures().read()).contains(Microphone.IDLE);
    }

    @Test
    void aProgramRecords() throws Exception {
        process("zoom");
        status("pcm0c", RUNNING);

        assertThat(captures().read().orElseThrow().uses())
                .containsExactly(new CaptureUse("zoom", CaptureUse.Kind.CALL));
    }

    /// A meter or a call: it is not told, and so may be a call.
    @ParameterizedTest
    @ValueSource(strings = {"pulseaudio", "pipewire", "pipewire-media-"})
    void whoRecordsThroughASoundServerIsNotKnown(String server) throws Exception {
        process(server);
        status("pcm0c", RUNNING);

        assertThat(captures().read().orElseThrow().uses()).containsExactly(new CaptureUse("", CaptureUse.Kind.UNKNOWN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "stat", "Zustand: LAEUFT\n"})
    void whatIsNotUnderstoodIsNotTakenForNobody(String text) throws Exception {
        status("pcm0c", text);

        assertThatThrownBy(captures()::read).isInstanceOf(IOException.class);
    }
}
