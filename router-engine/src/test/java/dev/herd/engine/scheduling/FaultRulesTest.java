package dev.herd.engine.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FaultRulesTest {
    /// Status, text, verdict.
    private static final String TABLE = """
        400 | "think" value is not supported for this model              | RequestsOwn 400
        413 | request body too large                                     | RequestsOwn 413
        422 | unprocessable                                              | RequestsOwn 422
        400 | the server is busy                                         | RequestsOwn 400
        500 | invalid format: expected "json" or a JSON schema           | RequestsOwn 400
        500 | option "num_ctx" must be of type integer                   | RequestsOwn 400
        500 | Invalid Format                                             | RequestsOwn 400
        500 | tensor "blk.0.attn_q" must be of type f16                  | NodesFault answered
        500 | the runner's state must be of type idle                    | NodesFault answered
        500 | llama runner process has terminated: exit status 2         | NodesFault answered
        500 | model runner has unexpectedly stopped                      | NodesFault answered
        500 |                                                            | NodesFault answered
        400 | the input length exceeds the context length                | WindowTooSmall
        400 | prompt too long; exceeded max context length by 12 tokens  | WindowTooSmall
        400 | the request exceeds the available context size, try increasing it | WindowTooSmall
        400 | request (9012 tokens) exceeds the available context size (4096 tokens) | WindowTooSmall
        500 | the request exceeds the available context size. try increasing the context size | WindowTooSmall
        400 | This model's maximum context length is 4096 tokens. However, you requested 9000 | WindowTooSmall
        400 | The decoder prompt (length 9000) is longer than the maximum model length of 4096. | WindowTooSmall
        400 | Trying to keep the first 9000 tokens when context the overflows. | WindowTooSmall
        400 | the model is loaded with context length of only 4096 tokens | WindowTooSmall
        400 | "context" needs an array of numbers                        | RequestsOwn 400
        400 | option "num_ctx" sets the context size                     | RequestsOwn 400
        413 | the input exceeds the maximum context window               | WindowTooSmall
        503 | exceeds the context length                                 | NodesFault
        501 | not implemented                                            | NodesFault
        502 | bad gateway                                                | NodesFault
        503 | upstream connect error                                     | NodesFault
        504 | gateway timeout                                            | NodesFault
        408 | request timeout                                            | NodesFault
        503 | server busy, please try again. maximum pending requests    | Busy
        503 | Loading model                                              | Busy
        503 | the queue is full                                          | Busy
        503 | overloaded_error                                           | Busy
        429 | rate limit reached                                         | Busy
        429 |                                                            | Busy
        401 | invalid api key                                            | NotThere 502
        403 | forbidden                                                  | NotThere 502
        404 | model "m" not found, try pulling it first                  | NotThere 404
        """;

    @TestFactory
    Stream<DynamicTest> judges() {
        return Arrays.stream(TABLE.strip().split("\n")).map(line -> {
            String[] cells = line.split("\\|");
            int status = Integer.parseInt(cells[0].strip());
            String expected = cells[2].strip();
            return DynamicTest.dynamicTest(
                    line.strip(),
                    () -> assertThat(words(FaultRules.judge(status, cells[1].strip(), Duration.ZERO)))
                            .isEqualTo(expected));
        });
    }

    private static String words(Verdict verdict) {
        return switch (verdict) {
            case Verdict.RequestsOwn(int status, String _) -> "RequestsOwn " + status;
            case Verdict.NodesFault(String _, boolean answered) -> answered ? "NodesFault answered" : "NodesFault";
            case Verdict.Busy _ -> "Busy";
            case Verdict.NotThere(int status, String _) -> "NotThere " + status;
            case Verdict.WindowTooSmall _ -> "WindowTooSmall";
        };
    }

    @Test
    void leavesABusyServerAloneForAsLongAsItAsks() {
        assertThat(FaultRules.judge(429, "slow down", Duration.ofSeconds(7)))
                .isEqualTo(new Verdict.Busy("slow down", Duration.ofSeconds(7)));
        assertThat(FaultRules.judge(429, "slow down", Duration.ZERO))
                .isEqualTo(new Verdict.Busy("slow down", Scheduler.BUSY_PAUSE));
        assertThat(FaultRules.judge(503, "down for maintenance", Duration.ofSeconds(9)))
                .as("whoever says when to come back is not broken")
                .isEqualTo(new Verdict.Busy("down for maintenance", Duration.ofSeconds(9)));
    }

    @Test
    void keepsTheServersWords() {
        assertThat(FaultRules.judge(500, "Runner DIED", Duration.ZERO))
                .isEqualTo(new Verdict.NodesFault("Runner DIED", true));
    }
}
