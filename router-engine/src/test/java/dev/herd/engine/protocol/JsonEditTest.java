package dev.herd.engine.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class JsonEditTest {
    private static JsonFields read(String text) throws BadRequestException {
        byte[] bytes = text.getBytes(UTF_8);
        return JsonFields.of(bytes, 0, bytes.length);
    }

    @Test
    void aBodyThatNothingChangesIsTheVeryArray() throws BadRequestException {
        for (int seed = 0; seed < 100; seed++) {
            RandomJson random = new RandomJson(seed);
            byte[] body = random.object(random.members(8)).getBytes(UTF_8);

            JsonEdit edit = new JsonEdit(JsonFields.of(body, 0, body.length)).remove("model");

            assertThat(edit.changesAnything()).isFalse();
            assertThat(edit.bytes()).isSameAs(body);
        }
    }

    @Test
    void everythingThatIsNotNamedKeepsItsBytesAndItsPlace() throws BadRequestException {
        for (int seed = 0; seed < 300; seed++) {
            RandomJson random = new RandomJson(seed);
            List<RandomJson.Member> members = new ArrayList<>(random.members(8));
            members.add(random.below(members.size() + 1), new RandomJson.Member("\"Mod\\u0065l\"", random.value(2)));
            members.add(random.below(members.size() + 1), new RandomJson.Member("\"metadata\"", random.value(2)));
            JsonFields fields = read(random.object(members));

            JsonFields edited = read(new JsonEdit(fields)
                    .set("model", "{\"n\":1.10}")
                    .remove("metadata")
                    .set("options", "[-0.0]")
                    .text());

            assertThat(spellings(edited)).as("seed %d", seed).containsExactlyElementsOf(expected(fields));
        }
    }

    private static List<String> expected(JsonFields before) {
        List<String> expected = new ArrayList<>();
        for (JsonFields.Member member : before.members()) {
            if (member.name().equals("model") || member.name().equals("Model")) {
                expected.add(head(member) + "{\"n\":1.10}");
            } else if (!member.name().equals("metadata")) {
                expected.add(head(member) + member.value().raw());
            }
        }
        expected.add("\"options\":[-0.0]");
        return expected;
    }

    private static List<String> spellings(JsonFields fields) {
        return fields.members().stream()
                .map(member -> head(member) + member.value().raw())
                .collect(Collectors.toList());
    }

    /// The name with whatever stands between it and the value.
    private static String head(JsonFields.Member member) {
        return new String(member.value().bytes(), member.start(), member.value().start() - member.start(), UTF_8);
    }

    @Test
    void numbersUnicodeAndUnknownKeysPassUntouched() throws BadRequestException {
        String rest =
                "\"a\":1.10,\"b\":1e400,\"c\":-0.0,\"d\":12345678901234567890,\"e\":\"\\u00e9\\ud83d\",\"f\":1,\"f\":2,"
                        + "\"\\u0067\" : [ 1.0,{ \"z\" : 0 , \"a\":0 } ]";

        String edited = new JsonEdit(read("{\"model\":\"a\"," + rest + "}"))
                .set("model", "\"b\"")
                .text();

        assertThat(edited).isEqualTo("{\"model\":\"b\"," + rest + "}");
    }

    @Test
    void theOnlyMemberMayGo() throws BadRequestException {
        assertThat(new JsonEdit(read(" { \"a\" : 1 } ")).remove("A").text()).isEqualTo("{}");
        assertThat(new JsonEdit(read("{}")).set("a", "1").text()).isEqualTo("{\"a\":1}");
        assertThat(new JsonEdit(read("{\"a\":1,\"b\":2}")).remove("a").text()).isEqualTo("{\"b\":2}");
        assertThat(new JsonEdit(read("{\"a\":1,\"b\":2}")).remove("b").text()).isEqualTo("{\"a\":1}");
    }

    @Test
    void spaceAroundTheObjectIsNoPartOfIt() throws BadRequestException {
        assertThat(new JsonEdit(read("\ufeff {\"a\":1}\n")).text()).isEqualTo("{\"a\":1}");
    }

    @Test
    void whereCaseCountsAnotherSpellingIsAnotherMember() throws BadRequestException {
        String edited = new JsonEdit(read("{\"NUM_CTX\":1}").exactly())
                .set("num_ctx", "2")
                .remove("Num_Ctx")
                .text();

        assertThat(edited).isEqualTo("{\"NUM_CTX\":1,\"num_ctx\":2}");
    }
}
