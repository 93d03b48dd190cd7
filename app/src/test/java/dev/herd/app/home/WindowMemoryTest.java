package dev.herd.app.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.home.WindowMemory.Area;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowMemoryTest {
    private static final Area SCREEN = new Area(0, 0, 1920, 1080);

    @TempDir
    Path home;

    private static WindowMemory at(double x, double y) {
        return new WindowMemory(Optional.of(new Area(x, y, 1200, 800)), false, "queues", Set.of());
    }

    @Test
    void comesBackAsItWasKept() {
        WindowMemory memory = new WindowMemory(
                Optional.of(new Area(-10.5, 20, 1200, 800)), true, "queues", Set.of("closing", "no_tray"));
        memory.save(home);

        assertThat(WindowMemory.load(home)).isEqualTo(memory);
    }

    @Test
    void isNoneAtTheFirstStart() {
        assertThat(WindowMemory.load(home)).isEqualTo(WindowMemory.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "{\"x\":{}}", "{\"x\":\"here\",\"y\":\"1\",\"width\":\"1\",\"height\":\"1\"}"})
    void startsAnewWhenWhatWasKeptCannotBeRead(String content) throws IOException {
        Files.writeString(home.resolve("window.json"), content);

        assertThat(WindowMemory.load(home)).isEqualTo(WindowMemory.NONE);
    }

    @Test
    void isForItsOwnersEyesAlone() throws IOException {
        at(0, 0).save(home);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("window.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void remembersWhatThePersonWasTold() {
        assertThat(WindowMemory.NONE
                        .after("closing")
                        .after("no_tray")
                        .after("closing")
                        .told())
                .containsExactlyInAnyOrder("closing", "no_tray");
    }

    @Test
    void comesBackWhereItCanBeSeen() {
        assertThat(at(100, 100).areaOn(List.of(SCREEN))).isPresent();
        assertThat(at(1800, 900).areaOn(List.of(SCREEN))).isPresent();
        assertThat(at(2000, 100).areaOn(List.of(SCREEN))).isEmpty();
        assertThat(at(1900, 100).areaOn(List.of(SCREEN))).isEmpty();
        assertThat(at(100, 1070).areaOn(List.of(SCREEN))).isEmpty();
        assertThat(at(100, -30).areaOn(List.of(SCREEN))).isEmpty();
        assertThat(at(2000, 100).areaOn(List.of(SCREEN, new Area(1920, 0, 1920, 1080))))
                .isPresent();
        assertThat(WindowMemory.NONE.areaOn(List.of(SCREEN))).isEmpty();
    }
}
