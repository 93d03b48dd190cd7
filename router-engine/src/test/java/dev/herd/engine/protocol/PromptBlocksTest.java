package dev.herd.engine.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.inference.Endpoint;
import dev.herd.engine.protocol.ollama.OllamaDialect;
import dev.herd.engine.protocol.openai.OpenAiDialect;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Two requests have equal links exactly as far as a server's prompts begin alike.
class PromptBlocksTest {
    private static final String LONG = "The fleet answers in seconds. ".repeat(120);
    private static final String TOOL = """
            {"type":"function","function":{"name":"%s","description":"d","parameters":{"type":"object","properties":{}}}}""";

    private static final String CALL = """
            {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":\
            {"name":"look","arguments":"{\\"at\\": 1}"}}]}""";
    private static final String OLLAMA_CALL = """
            {"role":"assistant","content":"","tool_calls":[{"function":{"index":0,"name":"look","arguments":{"at":1}}}]}""";
    private static final String PARTS = """
            {"role":"user","content":[{"type":"text","text":"What is it?"},\
            {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}}]}""";

    private static Envelope read(Endpoint endpoint, String body) throws BadRequestException {
        Dialect dialect = endpoint.path().startsWith("/v1") ? new OpenAiDialect() : new OllamaDialect();
        return dialect.read(endpoint, body.getBytes(UTF_8));
    }

    private static PromptBlocks ollama(String members) throws BadRequestException {
        return read(Endpoint.OLLAMA_CHAT, "{\"model\":\"m\"," + members + "}").prompt();
    }

    private static PromptBlocks openAi(String members) throws BadRequestException {
        return read(Endpoint.OPENAI_CHAT, "{\"model\":\"m\"," + members + "}").prompt();
    }

    private static PromptBlocks generate(String members) throws BadRequestException {
        return read(Endpoint.OLLAMA_GENERATE, "{\"model\":\"m\"," + members + "}")
                .prompt();
    }

    private static String messages(String... messages) {
        return "\"messages\":[" + String.join(",", messages) + "]";
    }

    private static String says(String role, String text) {
        return "{\"role\":\"" + role + "\",\"content\":" + Json.quoted(text) + "}";
    }

    private static int shared(PromptBlocks one, PromptBlocks other) {
        long[] links = one.links(7);
        long[] others = other.links(7);
        int count = 0;
        while (count < Math.min(links.length, others.length) && links[count] == others[count]) {
            count++;
        }
        return count;
    }

    private static void assertSame(PromptBlocks one, PromptBlocks other) {
        assertThat(one.count()).isPositive().isEqualTo(other.count());
        assertThat(shared(one, other)).isEqualTo(one.count());
    }

    private static void assertExtends(PromptBlocks next, PromptBlocks before) {
        assertThat(before.count()).isPositive().isLessThan(next.count());
        assertThat(shared(next, before)).isEqualTo(before.count());
    }

    record Turns(String name, Endpoint endpoint, String first, String second) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Turns turns(String name, Endpoint endpoint, String first, String second) {
        return new Turns(
                name, endpoint, "{\"model\":\"m\"," + first + "}", "{\"stream\":false," + second + ",\"model\":\"m\"}");
    }

    static Stream<Turns> conversations() {
        String system = says("system", LONG);
        String hi = says("user", "Hi");
        String reply = "{\"content\":\"Hello\\nthere\",\"role\":\"assistant\"}";
        String answer = "{\"role\":\"tool\",\"tool_call_id\":\"call_1\",\"content\":\"17\"}";
        String tools = "\"tools\":[" + TOOL.formatted("look") + "]";
        String text = "User: " + LONG + "\nAssistant:";
        return Stream.of(
                turns(
                        "Ollama's chat",
                        Endpoint.OLLAMA_CHAT,
                        messages(system, hi),
                        messages(system, hi, reply, says("user", "More"))),
                turns(
                        "Ollama's chat with tools",
                        Endpoint.OLLAMA_CHAT,
                        messages(hi) + "," + tools,
                        tools + "," + messages(hi, OLLAMA_CALL, "{\"role\":\"tool\",\"content\":\"17\"}")),
                turns(
                        "OpenAI's chat",
                        Endpoint.OPENAI_CHAT,
                        messages(system, PARTS),
                        messages(system, PARTS, reply, hi)),
                turns(
                        "OpenAI's chat with tools",
                        Endpoint.OPENAI_CHAT,
                        tools + "," + messages(hi, CALL),
                        messages(hi, CALL, answer) + "," + tools),
                turns(
                        "OpenAI's completions",
                        Endpoint.OPENAI_COMPLETIONS,
                        "\"prompt\":" + Json.quoted(text),
                        "\"prompt\":" + Json.quoted(text + " Hello\nUser: " + LONG + "\nAssistant:")),
                turns(
                        "Ollama's generate",
                        Endpoint.OLLAMA_GENERATE,
                        "\"system\":\"Be brief.\",\"prompt\":" + Json.quoted(text),
                        "\"prompt\":" + Json.quoted(text + " Yes.\nUser: " + LONG) + ",\"system\":\"Be brief.\""));
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void aNextTurnExtendsTheTurnBefore(Turns turns) throws BadRequestException {
        assertExtends(
                read(turns.endpoint(), turns.second()).prompt(),
                read(turns.endpoint(), turns.first()).prompt());
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void theBlocksOfAChatHoldAllItsText(Turns turns) throws BadRequestException {
        Envelope envelope = read(turns.endpoint(), turns.second());
        PromptBlocks prompt = envelope.prompt();

        long end = prompt.end(prompt.count() - 1);

        assertThat(end).isBetween(envelope.promptChars() - TextCuts.CUT, envelope.promptChars());
        if (turns.name().contains("chat")) {
            assertThat(end).isEqualTo(envelope.promptChars());
        }
    }

    @Test
    void textsShareWhatTheyBeginWith() throws BadRequestException {
        PromptBlocks one = ollama(messages(says("user", LONG + "one")));

        assertThat(one.count()).isEqualTo(4);
        assertThat(shared(one, ollama(messages(says("user", LONG + "two"))))).isEqualTo(3);
        assertThat(shared(one, ollama(messages(says("user", "x" + LONG))))).isZero();
        assertThat(shared(one, ollama(messages(says("system", LONG + "one"))))).isZero();
    }

    @Test
    void aMessageIsNotTheBeginningOfALongerOne() throws BadRequestException {
        String full = "x".repeat(TextCuts.CUT);

        PromptBlocks two = ollama(messages(says("user", full), says("user", full)));

        assertThat(shared(two, ollama(messages(says("user", full + full))))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"content\":\"gr\u00fc\u00df /\\n\\\"\ud83d\ude00\",\"role\":\"user\"}",
                "{ \"role\" : \"user\" , \"content\" : \"gr\u00fc\u00df /\\n\\\"\ud83d\ude00\" }",
                "{\"role\":\"user\",\"content\":\"gr\\u00fc\\u00DF \\/\\u000a\\u0022\\ud83d\\ude00\"}",
                "{\"Role\":\"user\",\"Content\":\"gr\u00fc\u00df /\\n\\\"\ud83d\ude00\"}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"gr\u00fc\u00df /\\n\\\"\ud83d\ude00\"}]}",
                "{\"role\":\"user\",\"content\":[{\"cache_control\":{\"type\":\"ephemeral\"},\"text\":"
                        + "\"gr\u00fc\u00df /\\n\\\"\ud83d\ude00\",\"type\":\"text\"}]}"
            })
    void oneMessageIsOneHoweverItIsWritten(String message) throws BadRequestException {
        assertSame(openAi(messages(message)), openAi(messages(says("user", "gr\u00fc\u00df /\n\"\ud83d\ude00"))));
    }

    @Test
    void longTextsAreCutAtTheSamePlacesHoweverTheyAreEscaped() throws BadRequestException {
        for (int shift = 0; shift < 12; shift++) {
            String text = "x".repeat(shift) + "\u00fc\n\\\u4e2d\"\ud83d\ude00/u".repeat(300);
            String plain = Json.quoted(text);
            String escaped = plain.replace("\u00fc", "\\u00fc")
                    .replace("\u4e2d", "\\u4E2D")
                    .replace("\ud83d\ude00", "\\ud83d\\ude00")
                    .replace("/", "\\/");

            assertSame(
                    ollama(messages("{\"role\":\"user\",\"content\":" + plain + "}")),
                    ollama(messages("{\"role\":\"user\",\"content\":" + escaped + "}")));
        }
    }

    @Test
    void toolsAreTheSameInAnyOrder() throws BadRequestException {
        String a = TOOL.formatted("a");
        String b = TOOL.formatted("b");
        String other =
                "{\"function\":{\"parameters\":{\"properties\":{},\"type\":\"object\"},\"name\":\"a\",\"description\":\"d\"},"
                        + "\"type\":\"function\"}";

        PromptBlocks both = openAi("\"tools\":[" + a + "," + b + "]," + messages(says("user", "Hi")));

        assertSame(both, openAi(messages(says("user", "Hi")) + ",\"tools\":[" + b + "," + other + "]"));
        assertThat(both.tools()).isTrue();
        assertThat(shared(both, openAi("\"tools\":[" + a + "]," + messages(says("user", "Hi")))))
                .isEqualTo(1);
        assertThat(shared(both, openAi(messages(says("user", "Hi"))))).isZero();
    }

    @Test
    void aToolThatIsDescribedOtherwiseIsAnother() throws BadRequestException {
        String one = "\"tools\":[" + TOOL.formatted("a") + "]," + messages(says("user", "Hi"));

        assertThat(shared(openAi(one), openAi(one.replace("\"d\"", "\"e\"")))).isZero();
    }

    @Test
    void picturesCountByWhatTheyShow() throws BadRequestException {
        String one = "{\"role\":\"user\",\"content\":\"What?\",\"images\":[\"aGVyZA==\"]}";

        assertSame(ollama(messages(one)), ollama(messages(one)));
        assertThat(shared(ollama(messages(one)), ollama(messages(one.replace("aGVy", "bGVy")))))
                .isZero();
        assertThat(shared(ollama(messages(one)), ollama(messages(says("user", "What?")))))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"think\":true", "\"think\":\"high\"", "\"template\":\"{{ .Prompt }}\""})
    void aSettingThatTheTemplateRendersChangesAllOfThePrompt(String setting) throws BadRequestException {
        String hi = messages(says("user", "Hi"));

        assertThat(shared(ollama(hi), ollama(setting + "," + hi))).isZero();
        assertSame(ollama(hi + "," + setting), ollama(setting + "," + hi));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"format\":\"json\"",
                "\"options\":{\"temperature\":0,\"num_ctx\":4096}",
                "\"think\":null",
                "\"keep_alive\":5,\"stream\":true"
            })
    void aSettingThatNoTemplateRendersChangesNothing(String setting) throws BadRequestException {
        String hi = messages(says("user", "Hi"));

        assertSame(ollama(hi), ollama(setting + "," + hi));
    }

    @Test
    void whatHasToBeCalledStandsInFront() throws BadRequestException {
        String hi = "\"tools\":[" + TOOL.formatted("a") + "]," + messages(says("user", "Hi"));

        assertSame(openAi(hi), openAi(hi + ",\"tool_choice\":\"auto\""));
        assertThat(shared(openAi(hi), openAi(hi + ",\"tool_choice\":\"required\"")))
                .isZero();
    }

    @Test
    void toolsMayBeCalledWhereThereAreAnyAndTheClientDoesNotForbidIt() throws BadRequestException {
        String tools = "{\"model\":\"m\"," + messages(says("user", "Hi")) + ",\"tools\":[" + TOOL.formatted("a") + "]";

        assertThat(read(Endpoint.OPENAI_CHAT, tools + "}").tools()).isTrue();
        assertThat(read(Endpoint.OLLAMA_CHAT, tools + "}").tools()).isTrue();
        assertThat(read(Endpoint.OPENAI_CHAT, tools + ",\"tool_choice\":\"none\"}")
                        .tools())
                .isFalse();
        assertThat(read(Endpoint.OLLAMA_CHAT, tools.replace(TOOL.formatted("a"), "") + "}")
                        .tools())
                .isFalse();
    }

    @Test
    void linksTellNothingToWhoeverDoesNotKnowTheSalt() throws BadRequestException {
        PromptBlocks prompt = ollama(messages(says("user", "Hi")));

        assertThat(prompt.links(1)).isNotEqualTo(prompt.links(2));
    }

    @Test
    void embeddingsHaveNoChain() throws BadRequestException {
        assertThat(read(Endpoint.OLLAMA_EMBED, "{\"model\":\"m\",\"input\":\"Hi\"}")
                        .prompt()
                        .count())
                .isZero();
        assertThat(read(Endpoint.OLLAMA_EMBEDDINGS, "{\"model\":\"m\",\"prompt\":\"Hi\"}")
                        .prompt()
                        .count())
                .isZero();
    }

    @Test
    void anotherSystemTextIsAnotherBeginning() throws BadRequestException {
        PromptBlocks one = generate("\"system\":\"Be brief.\",\"prompt\":\"Hi\"");

        assertSame(one, generate("\"prompt\":\"Hi\",\"system\":\"Be brief.\",\"raw\":false"));
        assertThat(shared(one, generate("\"prompt\":\"Hi\",\"system\":\"Be long.\"")))
                .isZero();
        assertThat(shared(one, generate("\"prompt\":\"Ho\",\"system\":\"Be brief.\"")))
                .isEqualTo(1);
    }
}
