package dev.herd.engine.sensing.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrontWindowTest {
    private static final String WINDOW = """
            _NET_WM_PID(CARDINAL) = 4711
            WM_CLIENT_MACHINE(STRING) = "laptop"
            WM_CLASS(STRING) = "Navigator", "firefox"
            _NET_WM_STATE(ATOM) = _NET_WM_STATE_MAXIMIZED_VERT, _NET_WM_STATE_FULLSCREEN
            """;

    @Test
    void theWindowInFrontHasANumber() {
        assertThat(FrontWindow.active("_NET_ACTIVE_WINDOW(WINDOW): window id # 0x3a00007\n"))
                .contains(0x3a00007L);
        assertThat(FrontWindow.active("_NET_ACTIVE_WINDOW(WINDOW): window id # 0x3a00007, 0x0\r\n"))
                .contains(0x3a00007L);
        assertThat(FrontWindow.active("_NET_ACTIVE_WINDOW(WINDOW): window id # 0x0\n"))
                .contains(0L);
    }

    @Test
    void aWindowSaysWhoseItIs() {
        var firefox = new FrontWindow(4711, "laptop", List.of("firefox", "Navigator"), true);

        assertThat(FrontWindow.parse(WINDOW)).contains(firefox);
        assertThat(FrontWindow.parse(WINDOW.replace("\n", "\r\n"))).contains(firefox);
    }

    @Test
    void whatAWindowDoesNotSayIsLeftOut() {
        String text = """
                _NET_WM_PID:  not found.
                WM_CLIENT_MACHINE:  not found.
                WM_CLASS(STRING) = "xterm", "XTerm"
                _NET_WM_STATE(ATOM) =\s
                """;

        assertThat(FrontWindow.parse(text)).contains(new FrontWindow(0, "", List.of("XTerm", "xterm"), false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "_NET_ACTIVE_WINDOW:  not found.", "_NET_ACTIVE_WINDOW(WIN", "Fenster # 0x3"})
    void anythingElseNamesNoWindow(String text) {
        assertThat(FrontWindow.active(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "xprop: kann Anzeige nicht öffnen"})
    void anythingElseDescribesNoWindow(String text) {
        assertThat(FrontWindow.parse(text)).isEmpty();
    }
}
