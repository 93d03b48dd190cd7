package dev.herd.engine.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyScanTest {
    private static final String PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ";

    private static BodyScan scan(String text) throws BadRequestException {
        return BodyScan.of(text.getBytes(UTF_8));
    }

    private static BodyScan part(String part) throws BadRequestException {
        return scan("{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"What?\"}," + part
                + ",{\"type\":\"text\",\"text\":\"http://not.an/image\"}]}]}");
    }

    @Test
    void readsTheSameMembersAsAPlainReading() throws BadRequestException {
        for (int seed = 0; seed < 200; seed++) {
            RandomJson random = new RandomJson(seed);
            byte[] body = random.object(random.members(8)).getBytes(UTF_8);

            JsonFields scanned = BodyScan.of(body).fields();

            assertThat(scanned.members())
                    .as("seed %d", seed)
                    .isEqualTo(JsonFields.of(body, 0, body.length).members());
            assertThat(scanned.whole())
                    .isEqualTo(JsonFields.of(body, 0, body.length).whole());
        }
    }

    @Test
    void aRequestIsRefusedWhereverItIsCut() {
        String body =
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":"
                        + "{\"url\":\"data:image/png;base64," + PNG
                        + "\"}},{\"type\":\"text\",\"text\":\"gr\u00f6\u00dfe \\ud83d"
                        + "\\ude00\"}]}],\"images\":[\"" + PNG + "\"],\"options\":{\"num_ctx\":4096,\"top_p\":0.5},"
                        + "\"stream\":true,\"think\":null,\"seed\":-1.5e3}";
        byte[] bytes = body.getBytes(UTF_8);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> BodyScan.of(cut))
                    .as("%d bytes", length)
                    .isInstanceOfSatisfying(
                            BadRequestException.class,
                            refused -> assertThat(refused.isCut()).isTrue());
        }
    }

    @Test
    void aDamagedRequestIsReadOrRefusedAndBreaksNothing() {
        RandomJson random = new RandomJson(7);
        for (int i = 0; i < 3000; i++) {
            byte[] body = ("{\"messages\":[{\"content\":[{\"image_url\":{\"url\":\"http:\\/\\/x\"}}],\"images\":[\""
                            + PNG + "\"]}],\"prompt\":\"a\\\"b\"," + "\"x\":" + random.value(2) + "}")
                    .getBytes(UTF_8);
            body[random.below(body.length)] = (byte) random.below(256);
            Throwable thrown = catchThrowable(() -> BodyScan.of(body));
            if (thrown != null) {
                assertThat(thrown).isInstanceOf(BadRequestException.class);
            }
        }
    }

    @Test
    void countsThePromptAndNothingElse() throws BadRequestException {
        BodyScan scan =
                scan("{\"model\":\"model-name\",\"messages\":[{\"role\":\"user\",\"content\":\"12345\"}],\"stop\":"
                        + "[\"xxx\"],\"suffix\":\"67\",\"options\":{\"a\":\"yyy\"}}");

        assertThat(scan.promptChars()).isEqualTo("user".length() + 5 + 2);
        assertThat(scan.images()).isFalse();
        assertThat(part("{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64," + PNG + "\"}}")
                        .promptChars())
                .isLessThan(80);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"m\",\"prompt\":\"x\",\"images\":[\"iVBO\"]}",
                "{\"messages\":[{\"content\":\"x\",\"images\":[\"iVBO\"]}]}",
                "{\"messages\":[{\"content\":\"x\",\"Images\":[\"iVBO\"]}]}",
                "{\"messages\":[{\"content\":[{\"type\":\"image_url\",\"image_url\":\"data:;base64,iVBO\"}]}]}",
                "{\"messages\":[{\"content\":[{\"image_url\":{\"detail\":\"low\",\"url\":\"data:;base64,iVBO\"}}]}]}"
            })
    void seesImages(String body) throws BadRequestException {
        assertThat(scan(body).images()).isTrue();
        assertThat(scan(body).remote()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"images\":[]}",
                "{\"messages\":[{\"content\":\"images\",\"images\":[]}]}",
                "{\"messages\":[{\"content\":\"\",\"tool_calls\":[{\"function\":{\"arguments\":{\"images\":[\"x\"]}}}]}]}",
                "{\"tools\":[{\"image_url\":\"http://x\"}],\"messages\":[{\"content\":\"http://x\"}]}",
                "{\"messages\":[{\"content\":[{\"image_url\":{\"detail\":\"http://x\"}}]}]}"
            })
    void takesNothingElseForAnImage(String body) throws BadRequestException {
        assertThat(scan(body).images()).isFalse();
        assertThat(scan(body).remote()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:9/x.png",
                "HTTPS://example.org/x.png",
                " https://example.org/x.png",
                "http:\\/\\/example.org\\/x.png",
                "\\u0068ttp://example.org/x.png",
                "h\\u0074tp\\u003a//example.org/x.png",
                "file:///etc/passwd",
                "ftp://example.org/x.png"
            })
    void seesAddressesHoweverTheyAreWritten(String url) throws BadRequestException {
        assertThat(part("{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + url + "\"}}")
                        .remote())
                .isTrue();
        assertThat(part("{\"type\":\"image_url\",\"image_url\":\"" + url + "\"}")
                        .remote())
                .isTrue();
        assertThat(part("{\"type\":\"video_url\",\"video_url\":{\"url\":\"" + url + "\"}}")
                        .remote())
                .isTrue();
        assertThat(scan("{\"prompt\":\"x\",\"images\":[\"" + url + "\"]}").remote())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data:image/png;base64,iVBO",
                "DATA:image/png;base64,iVBO",
                "iVBORw0KGgo",
                "\\/9j\\/4AAQ",
                "httpsAAAA",
                ""
            })
    void dataIsNoAddress(String url) throws BadRequestException {
        assertThat(part("{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + url + "\"}}")
                        .remote())
                .isFalse();
        assertThat(scan("{\"prompt\":\"x\",\"images\":[\"" + url + "\"]}").remote())
                .isFalse();
    }
}
