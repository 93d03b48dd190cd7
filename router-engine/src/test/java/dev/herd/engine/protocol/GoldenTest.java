package dev.herd.engine.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.herd.engine.inference.Endpoint;
import dev.herd.engine.inference.InferenceEvent;
import dev.herd.engine.protocol.GoldenFile.Section;
import dev.herd.engine.protocol.ollama.OllamaDialect;
import dev.herd.engine.protocol.openai.OpenAiDialect;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every exchange under `src/test/resources/protocol`, whose README says how they are written.
class GoldenTest {
    private static final Map<String, Dialect> DIALECTS =
            Map.of("ollama", new OllamaDialect(), "openai", new OpenAiDialect());

    static Stream<Path> exchanges() throws IOException {
        return GoldenFile.all();
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void saysWhatTheFileSays(Path path) throws IOException, BadRequestException {
        GoldenFile file = GoldenFile.read(path);
        Section client = file.first("client");
        Dialect dialect = dialect(file.dialect());
        if (file.sections().get(1).title().equals("refused")) {
            assertRefused(file, file.first("refused"), () -> dialect.read(endpoint(client), client.bytes()));
            return;
        }
        Envelope envelope = dialect.read(endpoint(client), client.bytes());
        for (Section read : file.every("read").toList()) {
            assertSays(file, read, GoldenText.of(envelope));
        }
        for (Section refused : file.every("refused for").toList()) {
            Dialect upstream = dialect(refused.word(2));
            assertRefused(file, refused, () -> upstream.encode(dialect.decode(envelope), adjustments(file, envelope)));
        }
        for (Section sent : file.sections().stream().filter(GoldenTest::isSent).toList()) {
            exchange(file, envelope, sent);
        }
    }

    private static boolean isSent(Section section) {
        return section.is("to ollama") || section.is("to openai");
    }

    private static Dialect dialect(String name) {
        Dialect dialect = DIALECTS.get(name);
        if (dialect == null) {
            throw new AssertionError("no dialect " + name);
        }
        return dialect;
    }

    private static Endpoint endpoint(Section client) {
        return Stream.of(Endpoint.values())
                .filter(endpoint -> endpoint.path().equals(client.word(1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no route " + client.word(1)));
    }

    private static Adjustments adjustments(GoldenFile file, Envelope envelope) {
        String model = envelope.model();
        OptionalInt window = OptionalInt.empty();
        for (Section shaped : file.every("shaped").toList()) {
            model = shaped.word(1);
            window = shaped.word(2).isEmpty() ? window : OptionalInt.of(Integer.parseInt(shaped.word(2)));
        }
        return new Adjustments(model, window, true);
    }

    private interface Reading {
        void run() throws BadRequestException;
    }

    private static void assertRefused(GoldenFile file, Section section, Reading reading) throws IOException {
        BadRequestException refused = catchThrowableOfType(BadRequestException.class, reading::run);
        assertThat(refused).as(section.title()).isNotNull();
        assertSays(file, section, refused.reason());
    }

    private static void assertSays(GoldenFile file, Section section, String found) throws IOException {
        assertThat(found).as("=== %s", section.title()).isEqualTo(file.compare(section, found));
    }

    /// One exchange with an upstream: what is sent, what comes back, and what the client gets, whatever the cuts.
    private static void exchange(GoldenFile file, Envelope envelope, Section sent)
            throws IOException, BadRequestException {
        Dialect client = dialect(file.dialect());
        Dialect upstream = dialect(sent.word(1));
        Adjustments adjustments = adjustments(file, envelope);
        WireRequest request = upstream.equals(client)
                ? client.splice(envelope, adjustments)
                : upstream.encode(client.decode(envelope), adjustments);
        assertThat(request.path()).isEqualTo(sent.word(2));
        String body = new String(request.body(), UTF_8);
        boolean asItCame = upstream.equals(client) && body.equals(new String(envelope.body(), UTF_8));
        assertSays(file, sent, asItCame ? GoldenText.SAME : body);
        Relayed relayed = new Relayed(client, upstream, envelope, request.framing());
        @Nullable Section answer = null;
        @Nullable String found = null;
        for (Section section : file.behind(sent)) {
            if (section.is("from")) {
                answer = section;
            } else if (section.is("events") && answer != null) {
                assertSays(file, section, GoldenText.of(relayed.events(answer.bytes())));
                assertCutsDoNotMatter(relayed, answer.bytes());
            } else if (section.is("to client") && answer != null) {
                found = answer.word(1).isEmpty() || answer.word(1).equals("crlf")
                        ? relayed.answer(answer.bytes())
                        : relayed.error(Integer.parseInt(answer.word(1)), answer.bytes());
                assertSays(file, section, found.equals(answer.text()) ? GoldenText.SAME : found);
            }
        }
    }

    private static void assertCutsDoNotMatter(Relayed relayed, byte[] answer) {
        List<InferenceEvent> events = relayed.events(answer);
        String whole = relayed.answer(answer);
        List<byte[]> bytewise = cut(answer, bound -> 1);
        assertThat(relayed.events(bytewise)).isEqualTo(events);
        assertThat(relayed.answer(bytewise)).isEqualTo(whole);
        Random random = new Random(answer.length);
        for (int i = 0; i < 8; i++) {
            List<byte[]> pieces = cut(answer, bound -> 1 + random.nextInt(Math.min(bound, 200)));
            assertThat(relayed.events(pieces)).isEqualTo(events);
            assertThat(relayed.answer(pieces)).isEqualTo(whole);
        }
    }

    private interface Length {
        int of(int bound);
    }

    private static List<byte[]> cut(byte[] bytes, Length length) {
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            int count = length.of(bytes.length - at);
            pieces.add(Arrays.copyOfRange(bytes, at, at + count));
            at += count;
        }
        return pieces;
    }

    /// However early an answer ends, it is never taken for whole while some of its content is missing.
    @ParameterizedTest
    @MethodSource("exchanges")
    void anAnswerThatIsCutIsNeverWhole(Path path) throws IOException, BadRequestException {
        GoldenFile file = GoldenFile.read(path);
        if (file.sections().get(1).title().equals("refused")) {
            return;
        }
        Section clientSection = file.first("client");
        Dialect client = dialect(file.dialect());
        Envelope envelope = client.read(endpoint(clientSection), clientSection.bytes());
        for (Section sent : file.sections().stream().filter(GoldenTest::isSent).toList()) {
            Dialect upstream = dialect(sent.word(1));
            Adjustments adjustments = adjustments(file, envelope);
            ReplyFraming framing = upstream.equals(client)
                    ? client.splice(envelope, adjustments).framing()
                    : upstream.encode(client.decode(envelope), adjustments).framing();
            Relayed relayed = new Relayed(client, upstream, envelope, framing);
            file.behind(sent).stream()
                    .filter(section ->
                            section.title().equals("from") || section.title().equals("from crlf"))
                    .forEach(answer -> assertCutIsSeen(relayed, answer.bytes()));
        }
    }

    private static void assertCutIsSeen(Relayed relayed, byte[] answer) {
        List<InferenceEvent> content = content(relayed.events(answer));
        Random random = new Random(answer.length);
        for (int i = 0; i < 20 && answer.length > 0; i++) {
            byte[] cut = Arrays.copyOf(answer, random.nextInt(answer.length));
            List<InferenceEvent> events = relayed.events(cut);
            boolean finished = events.stream().anyMatch(InferenceEvent.Finished.class::isInstance);
            assertThat(!finished || content(events).equals(content))
                    .as("cut to %s", new String(cut, UTF_8))
                    .isTrue();
        }
    }

    private static List<InferenceEvent> content(List<InferenceEvent> events) {
        return events.stream()
                .filter(event -> event instanceof InferenceEvent.Vectors
                        || (event instanceof InferenceEvent.Delta delta && !delta.isEmpty()))
                .toList();
    }
}
