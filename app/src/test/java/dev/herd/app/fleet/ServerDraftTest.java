package dev.herd.app.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.Fleets;
import dev.herd.engine.api.ServerProbe;
import dev.herd.engine.config.UpstreamConfig;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerDraftTest {
    private static ServerDraft draft(String address, String name, String slots, @Nullable ServerProbe probe) {
        return new ServerDraft(address, name, slots, probe, Fleets.four().now().fleet());
    }

    private static ServerDraft draft(String address) {
        return draft(address, "", "", null);
    }

    @Test
    void becomesAServerWithTheNameOfItsHost() {
        assertThat(draft(" rack.local:1234 ").config())
                .contains(new UpstreamConfig(UpstreamId.parse("rack.local:1234"), "rack", null, 0, 0, "", ""));
    }

    @Test
    void takesTheAddressThatTheProbeFound() {
        var found = new ServerProbe.Found(UpstreamId.parse("10.0.0.7:11434"), UpstreamKind.OLLAMA, "0.12.6", 3);

        assertThat(draft("attic:11434", "Attic", "4", found).config())
                .contains(new UpstreamConfig(UpstreamId.parse("10.0.0.7:11434"), "Attic", null, 4, 0, "", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "rack.local, http://rack.local:11434",
        "10.0.0.7, http://10.0.0.7:11434",
        "[fe80::1], http://[fe80::1]:11434",
        "rack.local:1234, http://rack.local:1234",
        "[fe80::1]:1234, http://[fe80::1]:1234",
        "http://rack.local, http://rack.local:80",
        "https://rack.local/v, https://rack.local:443/v",
        "rack.local/v, http://rack.local:80/v"
    })
    void readsAHostAloneAsOllamaDoes(String typed, String address) {
        assertThat(draft(typed).id()).contains(new UpstreamId(address));
    }

    @Test
    void namesANumberedHostByItsAddress() {
        assertThat(draft("10.0.0.7:1234").suggestedName()).isEqualTo("10.0.0.7:1234");
        assertThat(draft("http://[fe80::1]:1234").suggestedName()).isEqualTo("[fe80::1]:1234");
    }

    @Test
    void suggestsNoNameThatIsTaken() {
        assertThat(draft("http://mini.example.org:1234").suggestedName()).isEqualTo("mini.example.org:1234");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://", "ftp://studio", "two words", "http://a b", "://", "http://:80", "a\tb"})
    void explainsWhatIsNoAddress(String typed) {
        assertThat(draft(typed).isAddress()).isFalse();
        assertThat(draft(typed).addressProblem()).startsWith("That is no address.");
        assertThat(draft(typed).config()).isEmpty();
    }

    @Test
    void saysNothingOfAnEmptyAddress() {
        assertThat(draft("").addressProblem()).isEmpty();
        assertThat(draft("").config()).isEmpty();
    }

    @Test
    void knowsAServerThatIsThereAlready() {
        assertThat(draft("http://mini.local:11434").addressProblem())
                .isEqualTo("That server is in the fleet already, as Mini.");
        assertThat(draft("localhost:11434").addressProblem())
                .isEqualTo("That server is in the fleet already, as Studio.");
    }

    @Test
    void refusesANameThatIsTaken() {
        ServerDraft draft = draft("rack.local:1234", "mini", "", null);

        assertThat(draft.nameProblem()).contains("already");
        assertThat(draft.config()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "257", "many", "1.5", "99999999999"})
    void refusesWhatIsNoNumberOfSlots(String typed) {
        ServerDraft draft = draft("rack.local:1234", "", typed, null);

        assertThat(draft.slotsProblem()).contains("1 to 256");
        assertThat(draft.config()).isEmpty();
    }

    @Test
    void takesUpTo256Slots() {
        assertThat(draft("rack.local:1234", "", "256", null).config())
                .hasValueSatisfying(config -> assertThat(config.slots()).isEqualTo(256));
    }
}
