package dev.herd.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/// What can be told of the packaging without running it: that of another system above all.
class PackagingTest {
    private static final Path ROOT = Path.of("..");
    private static final Path MACOS = ROOT.resolve("packaging/macos");
    private static final Pattern OPTION = Pattern.compile("(?m)^ +(?:-\\w )?(--[a-z-]+)");

    /// jpackage tells of the options of the system it runs on alone.
    private static final Set<String> ON_A_MAC = Set.of("--mac-package-identifier", "--mac-package-name");

    private static String text(Path file) throws IOException {
        return Files.readString(file);
    }

    /// A property list: keys with strings, `true` and `false`, or lists of strings.
    private static Map<String, String> properties(Path file) throws Exception {
        DocumentBuilder reader = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        reader.setEntityResolver((_, _) -> new InputSource(new StringReader("")));
        Element list = reader.parse(file.toFile()).getDocumentElement();
        assertThat(list.getTagName()).isEqualTo("plist");
        List<Element> entries = children(children(list).getFirst());
        Map<String, String> properties = new LinkedHashMap<>();
        for (int i = 0; i < entries.size(); i += 2) {
            assertThat(entries.get(i).getTagName()).isEqualTo("key");
            Element value = entries.get(i + 1);
            boolean bare =
                    value.getTagName().equals("true") || value.getTagName().equals("false");
            String key = entries.get(i).getTextContent();
            assertThat(properties).doesNotContainKey(key);
            properties.put(
                    key, bare ? value.getTagName() : value.getTextContent().strip());
        }
        return properties;
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    @Test
    void theMacsPropertyListIsThatOfAnAppInTheMenuBarWhichUsesTheLocalNetwork() throws Exception {
        assertThat(properties(MACOS.resolve("Info.plist")))
                .containsEntry("CFBundleExecutable", "DEPLOY_LAUNCHER_NAME")
                .containsEntry("CFBundleIdentifier", "DEPLOY_BUNDLE_IDENTIFIER")
                .containsEntry("CFBundleIconFile", "DEPLOY_ICON_FILE")
                .containsEntry("CFBundlePackageType", "APPL")
                .containsEntry("LSUIElement", "true")
                .containsEntry("LSMultipleInstancesProhibited", "true")
                .containsEntry("NSHighResolutionCapable", "true")
                .containsEntry("NSBonjourServices", "_herd._tcp")
                .containsKeys(
                        "CFBundleShortVersionString",
                        "CFBundleVersion",
                        "LSMinimumSystemVersion",
                        "NSLocalNetworkUsageDescription",
                        "NSHumanReadableCopyright")
                .allSatisfy((_, value) -> assertThat(value).isNotBlank());
    }

    @Test
    void theMacIsAskedForNoSensesOfThePerson() throws Exception {
        assertThat(properties(MACOS.resolve("Info.plist")).keySet())
                .noneMatch(
                        key -> key.matches("NS(Microphone|Camera|AppleEvents|Speech|Contacts|Calendars|Location).*"));
        assertThat(properties(MACOS.resolve("Herd.entitlements")))
                .isEqualTo(Map.of(
                        "com.apple.security.cs.allow-jit", "true",
                        "com.apple.security.cs.allow-unsigned-executable-memory", "true",
                        "com.apple.security.cs.disable-library-validation", "true"));
    }

    static Stream<Path> scripts() throws IOException {
        List<Path> scripts = new ArrayList<>(List.of(ROOT.resolve("herd"), ROOT.resolve(".ci/run")));
        for (String directory : List.of("packaging", "icons", "bench", "app")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(directory), 2)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    if (file.toString().endsWith(".sh") || (Files.isExecutable(file) && isScript(file))) {
                        scripts.add(file);
                    }
                }
            }
        }
        return scripts.stream();
    }

    private static boolean isScript(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return new String(bytes, 0, Math.min(bytes.length, 9), StandardCharsets.ISO_8859_1).equals("#!/bin/sh");
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void theShellUnderstandsTheScript(Path script) throws Exception {
        Process check = new ProcessBuilder("sh", "-n", script.toString())
                .redirectErrorStream(true)
                .start();
        String complaint = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(complaint).isEmpty();
        assertThat(check.waitFor()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"packaging/linux/build", "packaging/macos/build", "jpackage.cfg"})
    void jpackageKnowsEveryOption(String file) throws IOException {
        assertThat(used(text(ROOT.resolve(file)))).isNotEmpty().isSubsetOf(known());
    }

    private static Set<String> known() {
        var printed = new StringWriter();
        var to = new PrintWriter(printed);
        ToolProvider.findFirst("jpackage").orElseThrow().run(to, to, "--help");
        Set<String> known = new TreeSet<>(ON_A_MAC);
        Matcher option = OPTION.matcher(printed.toString());
        while (option.find()) {
            known.add(option.group(1));
        }
        return known;
    }

    /// Options of jpackage in its file of arguments, or in a script's calls of it; what it hands to Java is not its
    /// own.
    private static Set<String> used(String text) {
        String calls = text.replaceAll("(?m)^#.*$", "").replace("\\\n", " ");
        Set<String> used = new TreeSet<>();
        for (String line : calls.lines().toList()) {
            if (line.startsWith("--") || line.contains("bin/jpackage\"")) {
                Matcher option = Pattern.compile("(?<= |^)--[a-z-]+")
                        .matcher(line.replaceAll("--java-options +\\S+", "--java-options"));
                while (option.find()) {
                    used.add(option.group());
                }
            }
        }
        return used;
    }

    @Test
    void anInstalledHerdHasTheLimitsOfTheOneThatIsBuilt() throws IOException {
        String launcher = text(ROOT.resolve("herd"));
        List<String> limits = text(ROOT.resolve("jpackage.cfg"))
                .lines()
                .filter(line -> line.startsWith("--java-options -X") && !line.contains("AOTCache"))
                .map(line -> line.substring("--java-options ".length()))
                .toList();

        assertThat(limits)
                .contains("-XX:+UseSerialGC")
                .allSatisfy(limit -> assertThat(launcher).contains(limit));
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 48, 64, 128, 256, 512})
    void theIconIsThereInEverySize(int size) throws IOException {
        var icon = ImageIO.read(ROOT.resolve("icons/png/herd-" + size + ".png").toFile());

        assertThat(icon.getWidth()).isEqualTo(size);
        assertThat(icon.getHeight()).isEqualTo(size);
    }

    @Test
    void theMacsIconHoldsOnePicturePerSize() throws IOException {
        var icon = ByteBuffer.wrap(Files.readAllBytes(ROOT.resolve("icons/Herd.icns")));
        assertThat(word(icon)).isEqualTo("icns");
        assertThat(icon.getInt()).isEqualTo(icon.capacity());
        Set<String> pictures = new TreeSet<>();
        while (icon.hasRemaining()) {
            pictures.add(word(icon));
            int length = icon.getInt();
            assertThat(icon.getInt(icon.position())).as("a PNG").isEqualTo(0x89504e47);
            icon.position(icon.position() + length - 8);
        }
        assertThat(pictures)
                .containsExactlyInAnyOrder(
                        "icp4", "icp5", "ic07", "ic08", "ic09", "ic10", "ic11", "ic12", "ic13", "ic14");
    }

    private static String word(ByteBuffer from) {
        byte[] letters = new byte[4];
        from.get(letters);
        return new String(letters, StandardCharsets.US_ASCII);
    }
}
