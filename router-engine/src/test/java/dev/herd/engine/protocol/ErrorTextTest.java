package dev.herd.engine.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorTextTest {
    private static String of(String body) {
        return ErrorText.of(body.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"error":"model 'nope' not found"}                                       | model 'nope' not found
        {"error":{"message":"EOF","type":"invalid_request_error","param":null}}  | EOF
        {"error":{"code":503,"message":"Loading model","type":"unavailable"}}    | Loading model
        {"object":"error","message":"too long","type":"BadRequestError"}         | too long
        {"detail":"Not Found"}                                                   | Not Found
        {"detail":[{"loc":["body","model"],"msg":"field required"}]}             | field required
        {"error":null,"message":"m"}                                             | m
        {"error":{"error":{"message":"deep"}}}                                   | deep
        {"error":{"code":7}}                                                     | {"error":{"code":7}}
        {"error":                                                                | {"error":
        404 page not found                                                       | 404 page not found
        """)
    void findsTheMessageWhateverItsShape(String body, String message) {
        assertThat(of(body)).isEqualTo(message.strip());
    }

    @Test
    void aPageOfAProxyIsCutShort() {
        assertThat(of("<html>" + "x".repeat(10_000))).hasSize(2000).startsWith("<html>");
        assertThat(of("")).isEmpty();
        assertThat(ErrorText.of(new byte[] {(byte) 0xff, 'x'})).endsWith("x");
    }

    @Test
    void nothingNestsTooDeepForIt() {
        assertThat(of("{\"error\":".repeat(10_000))).startsWith("{\"error\":");
    }
}
