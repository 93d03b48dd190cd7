package dev.herd.engine.sensing.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipeWireDumpTest {
    private static final String DUMP = Captured.text("pw-dump-camera.json");

    /// A browser sees the camera and has another stream at rest; a recorder sees the screen.
    @Test
    void whoSeesTheCameraIsTold() {
        List<PipeWireDump.Viewer> viewers = PipeWireDump.viewers(DUMP).orElseThrow();

        assertThat(viewers).containsExactly(new PipeWireDump.Viewer(List.of("firefox", "Firefox"), 4711));
    }

    @Test
    void aStreamWhoseSourceIsNotToldMaySeeTheCamera() {
        String withoutLinks = DUMP.replace("PipeWire:Interface:Link", "PipeWire:Interface:Port");

        assertThat(PipeWireDump.viewers(withoutLinks).orElseThrow()).hasSize(2);
    }

    @Test
    void nobodySeesIt() {
        assertThat(PipeWireDump.viewers(DUMP.replace("\"running\"", "\"idle\"")))
                .contains(List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "[{\"id\":", "kann nicht verbinden: Host ist ausgefallen\r\n"})
    void anythingElseIsNoDump(String text) {
        assertThat(PipeWireDump.viewers(text)).isEmpty();
    }

    @Test
    void oddEntriesAreNobody() {
        assertThat(PipeWireDump.viewers("[7,null,{\"type\":\"PipeWire:Interface:Node\",\"info\":null}]"))
                .contains(List.of());
    }
}
