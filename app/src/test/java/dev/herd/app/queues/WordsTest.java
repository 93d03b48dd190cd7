package dev.herd.app.queues;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.api.RequestOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Names and outcomes as people read them.
class WordsTest {
    @Test
    void anAppIsItsProductWithoutItsAddress() {
        assertThat(AppName.of("claude-cli@127.0.0.1", List.of())).isEqualTo("claude-cli");
        assertThat(AppName.of("python-requests@fd00::12:4", List.of())).isEqualTo("python-requests");
        assertThat(AppName.of("curl@[::1]", List.of())).isEqualTo("curl");
    }

    @Test
    void aUserWithAMailAddressKeepsIt() {
        assertThat(AppName.of("jane@example.com", List.of())).isEqualTo("jane@example.com");
        assertThat(AppName.of("jane@cafe.example", List.of())).isEqualTo("jane@cafe.example");
    }

    @Test
    void anAppThatTagsItselfIsCalledSoAndItsOtherTagsRemain() {
        List<String> tags = List.of("repo:herd", "nightly");

        assertThat(AppName.of("repo:herd", tags)).isEqualTo("repo:herd");
        assertThat(AppName.otherTags("repo:herd", tags)).containsExactly("nightly");
    }

    @Test
    void behindAKeyATagSaysWho() {
        assertThat(AppName.of("key", List.of("mail-bot"))).isEqualTo("mail-bot");
        assertThat(AppName.of("key", List.of())).isEqualTo("with key");
    }

    @Test
    void nobodyIsADash() {
        assertThat(AppName.of("", List.of())).isEqualTo("–");
    }

    @Test
    void aModelIsSaidWithoutTheTagOfAll() {
        assertThat(ModelName.of("nomic-embed-text:latest", "nomic-embed-text")).isEqualTo("nomic-embed-text");
        assertThat(ModelName.of("", "qwen3:8b")).isEqualTo("qwen3:8b");
        assertThat(ModelName.of("", "")).isEqualTo("–");
    }

    @Test
    void anotherModelThanTheAskedOneIsShown() {
        assertThat(ModelName.of("qwen3:32b", "qwen3:8b")).isEqualTo("qwen3:32b → qwen3:8b");
        assertThat(ModelName.differ("library/QWEN3:8b", "qwen3:8b")).isFalse();
    }

    @Test
    void outcomesAreWords() {
        assertThat(Outcomes.word(RequestOutcome.COMPLETED, "", 0)).isEqualTo("completed");
        assertThat(Outcomes.word(RequestOutcome.COMPLETED, "", 1)).isEqualTo("completed · 1 retry");
        assertThat(Outcomes.word(RequestOutcome.COMPLETED, "no_output", 0)).isEqualTo("no output");
        assertThat(Outcomes.word(RequestOutcome.FAILED, "attempts_exhausted: x", 2))
                .isEqualTo("failed · 2 retries");
        assertThat(Outcomes.word(RequestOutcome.FAILED, "cancelled_by_operator", 0))
                .isEqualTo("cancelled");
        assertThat(Outcomes.word(RequestOutcome.REJECTED, "no_node: x", 0)).isEqualTo("refused");
        assertThat(Outcomes.word(RequestOutcome.CLIENT_DISCONNECTED, "", 0)).isEqualTo("client left");
        assertThat(Outcomes.word(RequestOutcome.INCOMPLETE, "answer_cut: x", 0)).isEqualTo("cut off");
    }

    @Test
    void onlyFaultsLookLikeFaults() {
        assertThat(Outcomes.tone(RequestOutcome.COMPLETED, "")).isEqualTo(Outcomes.Tone.GOOD);
        assertThat(Outcomes.tone(RequestOutcome.CLIENT_DISCONNECTED, "")).isEqualTo(Outcomes.Tone.CALM);
        assertThat(Outcomes.tone(RequestOutcome.FAILED, "cancelled_by_operator"))
                .isEqualTo(Outcomes.Tone.CALM);
        assertThat(Outcomes.tone(RequestOutcome.FAILED, "x")).isEqualTo(Outcomes.Tone.BAD);
        assertThat(Outcomes.tone(RequestOutcome.INCOMPLETE, "")).isEqualTo(Outcomes.Tone.BAD);
    }

    @Test
    void aReasonsCodeBecomesWordsAndItsDetailStays() {
        assertThat(Outcomes.reason("answer_cut: connection reset"))
                .isEqualTo("the model server broke off: connection reset");
        assertThat(Outcomes.reason("deadline")).isEqualTo("its deadline passed");
        assertThat(Outcomes.reason("a_code_of_tomorrow: x")).isEqualTo("a code of tomorrow: x");
        assertThat(Outcomes.reason("the model server fell silent")).isEqualTo("the model server fell silent");
        assertThat(Outcomes.reason("")).isEmpty();
    }
}
