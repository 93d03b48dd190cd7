package dev.herd.engine.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {
    private static final int TRIES = 200;

    private static JsonFields read(String text) throws BadRequestException {
        byte[] bytes = text.getBytes(UTF_8);
        return JsonFields.of(bytes, 0, bytes.length);
    }

    @Test
    void everyMemberKeepsItsSpellingItsLiteralsAndItsPlace() throws BadRequestException {
        for (int seed = 0; seed < TRIES; seed++) {
            RandomJson random = new RandomJson(seed);
            List<RandomJson.Member> members = random.members(8);

            JsonFields fields = read(random.object(members));

            assertThat(fields.members().stream().map(member -> member.value().raw()))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(
                            members.stream().map(RandomJson.Member::value).toList());
            assertThat(fields.members().stream().map(JsonFieldsTest::spelling))
                    .containsExactlyElementsOf(
                            members.stream().map(RandomJson.Member::name).toList());
        }
    }

    private static String spelling(JsonFields.Member member) {
        byte[] bytes = member.value().bytes();
        String upToValue = new String(bytes, member.start(), member.value().start() - member.start(), UTF_8);
        return upToValue.substring(0, upToValue.lastIndexOf(':')).strip();
    }

    @Test
    void aRangeInsideOfALargerTextIsReadAsIfItStoodAlone() throws BadRequestException {
        byte[] bytes = "xx{\"a\" : [1, 2] ,\"b\":{}}yy".getBytes(UTF_8);

        JsonFields fields = JsonFields.of(bytes, 2, bytes.length - 2);

        assertThat(fields.members().stream().map(member -> member.value().raw()))
                .containsExactly("[1, 2]", "{}");
        assertThat(fields.whole().raw()).isEqualTo("{\"a\" : [1, 2] ,\"b\":{}}");
    }

    @Test
    void aTextThatEndsTooEarlyIsCutWhereverItEnds() {
        for (int seed = 0; seed < TRIES / 4; seed++) {
            RandomJson random = new RandomJson(seed);
            byte[] bytes = random.object(random.members(6)).getBytes(UTF_8);
            for (int length = 0; length < bytes.length; length++) {
                int end = length;
                assertThatThrownBy(() -> JsonFields.of(bytes, 0, end))
                        .as("%d of %s", end, new String(bytes, UTF_8))
                        .isInstanceOfSatisfying(
                                BadRequestException.class,
                                cut -> assertThat(cut.isCut()).isTrue());
            }
        }
    }

    @Test
    void aDamagedTextIsReadOrRefusedAndBreaksNothing() {
        int refused = 0;
        for (int seed = 0; seed < TRIES; seed++) {
            RandomJson random = new RandomJson(seed);
            byte[] bytes = random.object(random.members(6)).getBytes(UTF_8);
            for (int i = 0; i < 20; i++) {
                byte[] damaged = bytes.clone();
                damaged[random.below(bytes.length)] = (byte) random.below(256);
                Throwable thrown = catchThrowable(() -> JsonFields.of(damaged, 0, damaged.length));
                if (thrown != null) {
                    assertThat(thrown).isInstanceOf(BadRequestException.class);
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(TRIES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void tenThousandLevelsAreRefused(String level) {
        String deep = "{\"a\":" + level.repeat(10_000);

        assertThatThrownBy(() -> read(deep)).isInstanceOf(BadRequestException.class);
        assertThatThrownBy(() -> BodyScan.of(deep.getBytes(UTF_8))).isInstanceOf(BadRequestException.class);
        assertThatThrownBy(() -> JsonSlice.of(level.repeat(10_000)).elements()).isInstanceOf(BadRequestException.class);
    }

    @Test
    void namesAndNumbersBeyondAllMeasureAreRefused() {
        assertThatThrownBy(() -> read("{\"a\":" + "9".repeat(5_000) + "}")).isInstanceOf(BadRequestException.class);
        assertThatThrownBy(() -> read("{\"" + "a".repeat(100_000) + "\":1}")).isInstanceOf(BadRequestException.class);
    }

    @Test
    void otherEncodingsThanUtf8AreRefused() {
        for (Charset charset : List.of(
                StandardCharsets.UTF_16,
                StandardCharsets.UTF_16BE,
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_32BE,
                StandardCharsets.UTF_32LE)) {
            byte[] bytes = "{\"model\":\"m\"}".getBytes(charset);
            assertThatThrownBy(() -> JsonFields.of(bytes, 0, bytes.length))
                    .as("%s", charset)
                    .isInstanceOf(BadRequestException.class);
        }
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheObject() throws BadRequestException {
        assertThat(read("\ufeff{\"a\":1}").whole().raw()).isEqualTo("{\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  \n",
                "[1]",
                "1",
                "\"text\"",
                "null",
                "{\"a\":1}{}",
                "{\"a\":1} x",
                "{\"a\":1}]",
                "{'a':1}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{\"a\":1,}",
                "{,}",
                "{\"a\" 1}",
                "{a:1}",
                "{\"a\":\"\n\"}",
                "// x\n{}"
            })
    void whatIsNoObjectIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(BadRequestException.class);
    }

    @Test
    void theReasonRepeatsNoWordOfTheText() {
        for (String text :
                List.of("{\"prompt\": secret}", "{\"prompt\":\"x\",secret}", "{\"a\":\"\\secret\"}", "secret")) {
            assertThatThrownBy(() -> read(text))
                    .as(text)
                    .isInstanceOf(BadRequestException.class)
                    .message()
                    .doesNotContain("secret")
                    .doesNotContain("'s'");
        }
    }

    @Test
    void namesAreFoundWithoutCaseAsGoFindsThem() throws BadRequestException {
        JsonFields fields = read("{\"MODEL\":1,\"\\u0053tream\":2,\"me\\u017f\\u017fages\":3,\"\u212ay\":4}");

        assertThat(fields.whole("model")).isEqualTo(1);
        assertThat(fields.whole("stream")).isEqualTo(2);
        assertThat(fields.whole("messages")).isEqualTo(3);
        assertThat(fields.whole("ky")).isEqualTo(4);
        assertThat(fields.exactly().get("model")).isNull();
        assertThat(fields.exactly().whole("Stream")).isEqualTo(2);
    }

    @Test
    void aKeyThatIsReadMayStandOnlyOnce() throws BadRequestException {
        for (String second : List.of("model", "MODEL", "\\u006dodel", "Mode\\u006C")) {
            JsonFields fields = read("{\"model\":\"a\",\"x\":1,\"x\":2,\"" + second + "\":\"b\"}");
            assertThatThrownBy(() -> fields.refuseDuplicates(Set.of("model")))
                    .isInstanceOf(BadRequestException.class)
                    .hasMessageContaining("\"model\"");
        }
        JsonFields folded = read("{\"\u017ftream\":true,\"stream\":false}");
        assertThatThrownBy(() -> folded.refuseDuplicates(Set.of("stream"))).isInstanceOf(BadRequestException.class);
        assertThat(read("{\"x\":1,\"x\":2,\"X\":3}")
                        .refuseDuplicates(Set.of("model"))
                        .members())
                .hasSize(3);
        assertThat(read("{\"a\":1,\"A\":2}")
                        .exactly()
                        .refuseDuplicates(Set.of("a"))
                        .members())
                .hasSize(2);
    }

    @Test
    void aNullIsAsIfItWereNotThere() throws BadRequestException {
        JsonFields fields = read("{\"a\":null}");

        assertThat(fields.get("a")).isNull();
        assertThat(fields.string("a", "fallback")).isEqualTo("fallback");
        assertThat(fields.bool("a", true)).isTrue();
        assertThat(fields.object("a").members()).isEmpty();
        assertThat(fields.array("a")).isEmpty();
        assertThat(fields.member("a")).isPresent();
    }

    @Test
    void aValueOfAnotherTypeIsRefusedWhereOneIsNeeded() throws BadRequestException {
        JsonFields fields = read("{\"a\":1,\"b\":\"true\"}");

        assertThatThrownBy(() -> fields.string("a", "")).isInstanceOf(BadRequestException.class);
        assertThatThrownBy(() -> fields.bool("b", false)).isInstanceOf(BadRequestException.class);
        assertThat(fields.textOrEmpty("a")).isEmpty();
    }

    @Test
    void aHundredThousandMembersAreReadInOneGo() throws BadRequestException {
        StringBuilder text = new StringBuilder("{\"model\":\"m\"");
        IntStream.range(0, 100_000)
                .forEach(i -> text.append(",\"k").append(i).append("\":").append(i));

        JsonFields fields = read(text.append('}').toString()).refuseDuplicates(Set.of("model"));

        assertThat(fields.members()).hasSize(100_001);
        assertThat(fields.whole("k99999")).isEqualTo(99_999);
    }

    @Test
    void oneStringMayBeAsLargeAsAnImage() throws BadRequestException {
        byte[] image = new byte[20 << 20];
        Arrays.fill(image, (byte) 'A');
        String text =
                "{\"model\":\"m\",\"prompt\":\"Hi\",\"images\":[\"" + new String(image, UTF_8) + "\"],\"x\":1.10}";
        byte[] body = text.getBytes(UTF_8);

        BodyScan scan = BodyScan.of(body);

        assertThat(scan.images()).isTrue();
        assertThat(scan.promptChars()).isEqualTo(2);
        assertThat(scan.fields().array("images").getFirst().end()
                        - scan.fields().array("images").getFirst().start())
                .isEqualTo(image.length + 2);
        assertThat(new JsonEdit(scan.fields()).set("model", "\"other\"").bytes())
                .hasSize(body.length + 4);
    }
}
