package dev.herd.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.HerdProcess;
import dev.herd.engine.testing.HerdProcess.Ended;
import dev.herd.engine.testing.HerdProcess.Place;
import dev.herd.engine.testing.WebClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a start needs, and how Herd says that it is missing.
class ProcessStartTest {
    @TempDir
    Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private Place place = Place.in(Path.of(""));
    private Path home = Path.of("");

    @BeforeEach
    void choose() {
        place = Place.in(directory);
        home = directory.resolve("herd-home");
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private HerdProcess serve(Place where, String... arguments) {
        HerdProcess herd = HerdProcess.start(where, serving(arguments));
        open.add(herd);
        return herd.ready();
    }

    private String[] serving(String... more) {
        return Stream.concat(Stream.of("serve", "--port", "0", "--home", home.toString()), Stream.of(more))
                .toArray(String[]::new);
    }

    private WebClient client(HerdProcess herd) {
        WebClient client = new WebClient(herd.port());
        open.add(client);
        return client;
    }

    @Test
    void refusesASecondEngineOnTheSameHome() {
        HerdProcess first = serve(place, "--no-local");

        Ended second = HerdProcess.run(place, serving("--no-local"));

        assertThat(second.code()).isEqualTo(1);
        assertThat(second.out()).isEmpty();
        assertThat(second.err()).contains("Herd already runs on " + home).contains("process " + first.pid());
        assertThat(client(first).get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void saysWhoHasThePortAndWhatToDo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ended ended = HerdProcess.run(
                    place,
                    "serve",
                    "--no-local",
                    "--home",
                    home.toString(),
                    "--port",
                    Integer.toString(taken.getLocalPort()));

            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err())
                    .contains("port " + taken.getLocalPort() + " is taken by")
                    .contains("process " + ProcessHandle.current().pid())
                    .contains("--port 0");
            assertThat(home.resolve("run/engine.json")).doesNotExist();
        }
    }

    @Test
    void saysWhenItCannotListenOnAnAddress() {
        Place allowed = place.with("HERD_API_KEY", "secret");

        Ended foreign = HerdProcess.run(allowed, serving("--no-local", "--bind", "192.0.2.7"));
        Ended unknown = HerdProcess.run(allowed, serving("--no-local", "--bind", "no-such-host.invalid"));

        assertThat(foreign.code()).isEqualTo(1);
        assertThat(foreign.err())
                .contains("this machine has no address 192.0.2.7")
                .doesNotContain("\tat ");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err()).contains("no-such-host.invalid").doesNotContain("\tat ");
    }

    @Test
    void letsOtherMachinesInOnlyWithAKey() {
        Ended open = HerdProcess.run(place, serving("--bind", "0.0.0.0"));
        HerdProcess locked = serve(place.with("HERD_API_KEY", "secret"), "--no-local", "--bind", "0.0.0.0");

        assertThat(open.code()).isEqualTo(2);
        assertThat(open.out()).isEmpty();
        assertThat(open.err()).contains("HERD_API_KEY");
        assertThat(locked.out()).startsWith("Herd ready on http://127.0.0.1:");
        assertThat(client(locked).get("/fleet/status").statusCode()).isEqualTo(401);
        assertThat(client(locked).get("/").statusCode()).isEqualTo(200);
        String[] ask = {"status", "--home", home.toString()};
        assertThat(HerdProcess.run(place, ask).code()).isEqualTo(1);
        assertThat(HerdProcess.run(place.with("HERD_API_KEY", "secret"), ask).code())
                .isZero();
    }

    @Test
    void refusesWhatItDoesNotUnderstand() throws IOException {
        Files.createDirectories(home);
        Files.writeString(home.resolve("config.json"), "{\"queue\":{\"maxwait\":\"10m\"}}");

        Ended badConfig = HerdProcess.run(place, serving());
        Ended badOption = HerdProcess.run(place, "serve", "--prot", "1");
        Ended badValue = HerdProcess.run(place, "serve", "--port", "many");
        Ended badUpstream = HerdProcess.run(place, "serve", "--upstream", "http://a:1,slot=2");
        Ended badCommand = HerdProcess.run(place, "sevre");
        Ended badVariable = HerdProcess.run(
                place.with("HERD_QUEUE_MAX_WAIT", "soon"),
                "serve",
                "--home",
                directory.resolve("h2").toString());

        assertThat(badConfig.err())
                .contains("config.json: unknown key \"queue.maxwait\", did you mean \"queue.maxWait\"?");
        assertThat(badOption.err()).contains("--prot");
        assertThat(badUpstream.err()).contains("did you mean \"slots\"?");
        assertThat(badVariable.err()).contains("HERD_QUEUE_MAX_WAIT: a duration is expected");
        for (Ended ended : List.of(badConfig, badOption, badValue, badUpstream, badCommand, badVariable)) {
            assertThat(ended.code()).as(ended.err()).isEqualTo(2);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err()).doesNotContain("\tat ");
        }
    }

    @Test
    void tellsEveryDefaultInItsHelp() {
        Ended help = HerdProcess.run(place, "serve", "--help");

        assertThat(help.code()).isZero();
        assertThat(help.err()).isEmpty();
        String options = help.out().replaceAll("\\s+", " ");
        for (String option : options.split(" (?=(-\\w, )?--\\w)")) {
            if (option.startsWith("--") && !option.matches("--(help|version) .*")) {
                assertThat(option).contains("(default: ");
            }
        }
        assertThat(options)
                .contains("--port", "11435", "--bind", "127.0.0.1", "--home", "--name", "--upstream", "--no-local")
                .contains("queue.maxWait 10m", "queue.maxHold 10s", "traces.retention 30d")
                .contains("limits.maxBody 64MiB", "limits.allBodies 192MiB")
                .contains("HERD_QUEUE_MAX_WAIT");
        assertThat(HerdProcess.run(place, "--help").out())
                .contains("serve", "status", "nodes", "models", "requests", "explain", "cancel")
                .contains("pause", "resume", "drain", "undrain");
        assertThat(HerdProcess.run(place, "--version").out()).startsWith("Herd ");
    }
}
