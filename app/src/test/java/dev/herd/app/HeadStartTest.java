package dev.herd.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadStartTest {
    @TempDir
    Path directory;

    private Path used(String name) throws IOException {
        Path home = directory.resolve(name);
        Files.createDirectories(home.resolve("native").resolve("javafx"));
        return home;
    }

    @Test
    void theWindowOfTheUsualHomeIsExpectedUnlessTheArgumentsNameAnother() throws IOException {
        Path usual = used("usual");
        Path other = used("other");

        assertThat(HeadStart.expected(List.of(), usual)).contains(usual);
        assertThat(HeadStart.expected(List.of("app", "--port", "0"), usual)).contains(usual);
        assertThat(HeadStart.expected(List.of("app", "--home", other.toString()), usual))
                .contains(other);
    }

    @Test
    void aHomeThatWasNeverUsedIsLeftToBeMade() {
        assertThat(HeadStart.expected(List.of(), directory.resolve("new"))).isEmpty();
        assertThat(directory.resolve("new")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"serve", "status", "app --help", "app -V", "app --home", "app --home=x", "app @file", "--help"})
    void nothingIsExpectedWhereThereMayBeNoWindow(String line) throws IOException {
        assertThat(HeadStart.expected(List.of(line.split(" ")), used("usual"))).isEmpty();
    }
}
