package dev.herd.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The home directory and who has it.
class HomeTest {
    @TempDir
    Path directory;

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static Path defaultHome(String os, Map<String, String> environment) {
        return HomeDirectory.defaultPath(os, environment, Path.of("/home/me"));
    }

    @Test
    void standsWhereTheSystemKeepsSuchThings() {
        assertThat(defaultHome("Mac OS X", Map.of())).hasToString("/home/me/Library/Application Support/Herd");
        assertThat(defaultHome("Linux", Map.of())).hasToString("/home/me/.local/share/herd");
        assertThat(defaultHome("Linux", Map.of("XDG_DATA_HOME", "/data"))).hasToString("/data/herd");
        assertThat(defaultHome("Linux", Map.of("XDG_DATA_HOME", "relative"))).hasToString("/home/me/.local/share/herd");
        assertThat(defaultHome("Windows 11", Map.of("LOCALAPPDATA", "/local"))).hasToString("/local/Herd");
        assertThat(defaultHome("Windows 11", Map.of())).hasToString("/home/me/AppData/Local/Herd");
    }

    @Test
    void isMadeForItsOwnerAlone() throws IOException {
        HomeDirectory home = new HomeDirectory(directory.resolve("deep/inside"));

        home.create();
        home.create();

        assertThat(rights(home.path())).isEqualTo("rwx------");
        assertThat(home.run()).isDirectory();
        assertThat(home.logs()).isDirectory();
        assertThat(home.nativeLibraries()).isDirectory();
    }

    @Test
    void leavesTheRightsOfADirectoryThatWasThere() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));

        new HomeDirectory(directory).create();

        assertThat(rights(directory)).isEqualTo("rwxr-xr-x");
        assertThat(rights(directory.resolve("run"))).isEqualTo("rwx------");
    }

    @Test
    void tellsCommandsWhereTheEngineListens() throws Exception {
        HomeDirectory home = new HomeDirectory(directory);
        home.create();
        assertThat(RunningEngine.find(home)).isEmpty();

        try (HomeLock lock = HomeLock.take(home)) {
            assertThat(RunningEngine.find(home).orElseThrow().port())
                    .as("while it starts")
                    .isZero();
            lock.publish("192.168.1.7", 4711);

            assertThat(RunningEngine.find(home))
                    .contains(new RunningEngine(
                            "192.168.1.7", 4711, ProcessHandle.current().pid()));
            assertThat(Files.readString(home.run().resolve("engine.json")))
                    .contains("\"port\":4711")
                    .contains("\"pid\":" + ProcessHandle.current().pid());
        }
        assertThat(RunningEngine.find(home)).isEmpty();
    }

    @Test
    void takesOneEngineAtATime() throws Exception {
        HomeDirectory home = new HomeDirectory(directory);
        home.create();
        try (HomeLock first = HomeLock.take(home)) {
            first.publish("127.0.0.1", 1);

            assertThatThrownBy(() -> HomeLock.take(home))
                    .isInstanceOf(HomeLock.HomeTakenException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
        HomeLock.take(home).close();
    }

    @Test
    void takesAnEngineForGoneWhoseProcessIsGone() throws IOException {
        HomeDirectory home = new HomeDirectory(directory);
        home.create();
        Files.writeString(home.run().resolve("engine.json"), "{\"port\":1,\"pid\":" + Integer.MAX_VALUE + "}");

        assertThat(RunningEngine.find(home)).isEmpty();
    }

    @Test
    void saysWhenItsNoteCannotBeRead() throws IOException {
        HomeDirectory home = new HomeDirectory(directory);
        home.create();
        Files.writeString(home.run().resolve("engine.json"), "{\"port\":");

        assertThatThrownBy(() -> RunningEngine.find(home))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("engine.json");
    }
}
