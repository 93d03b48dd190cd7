package dev.herd.app.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.AppProcess;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `packaging/linux/build` has built, on a desktop of its own and without a Java beside it; `packaging/linux/test`
/// runs this.
class ImageTest {
    private static final Path INSTALLERS = Path.of("..", "target", "installer");
    private static final String CACHE = "lib/app/herd.aot";

    @TempDir
    Path directory;

    private final Desktop desktop = Desktop.start();
    private final FakeUpstream server = FakeUpstream.ollama(FakeModel.named("qwen3:30b"));
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void end() {
        server.close();
        http.close();
        desktop.close();
    }

    /// The image, copied to another place as an installer does: with the files' times.
    private Path moved() throws IOException {
        Path image = INSTALLERS.resolve("Herd");
        assertThat(image).as("packaging/linux/build makes it").isDirectory();
        Path target = directory.resolve("elsewhere");
        try (Stream<Path> files = Files.walk(image)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        target.resolve(image.relativize(file).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        LinkOption.NOFOLLOW_LINKS);
            }
        }
        return target;
    }

    private AppProcess start(Path image) throws IOException {
        return AppProcess.installed(
                directory,
                desktop.display(),
                image.resolve("bin/Herd"),
                "app",
                "--home",
                directory.resolve("home").toString(),
                "--port",
                "0",
                "--no-local",
                "--upstream",
                server.url() + ",name=Tower");
    }

    private HttpResponse<String> chat(String address) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(address + "/api/chat"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"qwen3:30b\",\"stream\":false,"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private void showsServesAndEnds(AppProcess herd) throws IOException, InterruptedException {
        String address = herd.address();
        Await.until("the window is shown", () -> desktop.count("Herd") == 1);

        HttpResponse<String> answer = chat(address);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Fleet-Node")).hasValue("Tower");
        assertThat(server.seen("/api/chat")).hasSize(1);
        assertThat(herd.terminate().exit()).isZero();
        assertThat(herd.errors()).doesNotContain("WARNING", "[warning]", "Exception");
    }

    @Test
    void theImageShowsItsWindowServesAndEndsWhereverItStands() throws Exception {
        Path image = moved();
        try (AppProcess herd = start(image)) {
            herd.address();
            assertThat(herd.mapped()).contains(image.resolve(CACHE).toString());
            showsServesAndEnds(herd);
        }
    }

    @Test
    void aCacheThatDoesNotFitStopsNothing() throws Exception {
        Path image = moved();
        Files.writeString(image.resolve(CACHE), "a cache of something else");
        try (AppProcess herd = start(image)) {
            showsServesAndEnds(herd);
        }
    }

    @Test
    void aCacheThatIsGoneStopsNothing() throws Exception {
        Path image = moved();
        Files.delete(image.resolve(CACHE));
        try (AppProcess herd = start(image)) {
            showsServesAndEnds(herd);
        }
    }

    @Test
    void theCommandsAreThereToo() throws Exception {
        try (AppProcess help = AppProcess.installed(directory, "", moved().resolve("bin/Herd"), "--help")) {
            assertThat(help.exit()).isZero();
            assertThat(help.printed()).contains("serve", "status", "explain");
        }
    }

    /// The files of the `.deb`, laid out in a directory.
    private Path unpacked() throws IOException, InterruptedException {
        List<Path> packages;
        try (Stream<Path> files = Files.list(INSTALLERS)) {
            packages = files.filter(file -> file.toString().endsWith(".deb")).toList();
        }
        assertThat(packages).as("packaging/linux/build makes it").hasSize(1);
        Path root = directory.resolve("root");
        Process unpacking = new ProcessBuilder(
                        "dpkg-deb", "--extract", packages.getFirst().toString(), root.toString())
                .inheritIO()
                .start();
        assertThat(unpacking.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(unpacking.exitValue()).isZero();
        return root;
    }

    @Test
    void thePackageHasAProgramACommandAnEntryAndIcons() throws Exception {
        Path root = unpacked();

        Path command = Files.readSymbolicLink(root.resolve("usr/bin/herd"));
        assertThat(root.resolve(command.toString().substring(1))).isExecutable();
        List<String> entry = Files.readAllLines(root.resolve("usr/share/applications/herd.desktop"));
        assertThat(entry).contains("Name=Herd", "Exec=" + command, "Icon=herd");
        assertThat(root.resolve("usr/share/icons/hicolor/48x48/apps/herd.png")).isNotEmptyFile();
        assertThat(root.resolve("usr/lib/systemd/user/herd.service"))
                .content()
                .contains("ExecStart=" + command + " serve");
        try (AppProcess herd = start(root.resolve("opt/herd"))) {
            herd.address();
            assertThat(herd.mapped()).contains(CACHE);
            showsServesAndEnds(herd);
        }
    }
}
