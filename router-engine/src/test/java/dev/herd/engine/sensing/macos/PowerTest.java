package dev.herd.engine.sensing.macos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.sensing.Opened;
import dev.herd.engine.signal.Power;
import dev.herd.engine.signal.Power.Source;
import dev.herd.engine.testing.CapturedText;
import dev.herd.engine.testing.NativeMock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PowerTest {
    private MacMock mac;
    private NativeMock answers;

    @BeforeAll
    void build(@TempDir Path folder) throws IOException, InterruptedException {
        mac = new MacMock(folder);
        answers = mac.answers();
    }

    @BeforeEach
    void reset() throws IOException {
        answers.reset();
    }

    @AfterEach
    void nothingIsLeftBehind() throws IOException {
        assertThat(answers.get("cf.live")).isZero();
        assertThat(answers.get("cf.misused")).isZero();
        assertThat(answers.get("pool.open")).isZero();
        assertThat(answers.get("objc.crashed")).isZero();
    }

    private Optional<Power> ask() throws IOException {
        return new PowerSources(mac.libraries(), new Opened<>(() -> new ObjectiveC(mac.libraries()))).ask();
    }

    private void battery(String providing, long now, long most) throws IOException {
        answers.set("ps.providing", providing)
                .set("ps.list", "1,2")
                .set("ps.1.Type", "UPS")
                .set("ps.1.Current Capacity", 12)
                .set("ps.1.Max Capacity", 100)
                .set("ps.2.Type", "InternalBattery")
                .set("ps.2.Current Capacity", now)
                .set("ps.2.Max Capacity", most);
    }

    @Test
    void readsThePowerSources() throws IOException {
        battery("Battery Power", 3900, 5000);
        assertThat(ask()).contains(new Power(Source.BATTERY, 78, false));

        battery("AC Power", 80, 100);
        assertThat(ask()).as("held at 80 %").contains(new Power(Source.MAINS, 80, false));

        answers.set("ps.providing", "UPS Power");
        assertThat(ask()).contains(new Power(Source.BATTERY, 80, false));
    }

    @Test
    void knowsADesktop() throws IOException {
        answers.set("ps.providing", "AC Power").set("ps.list", "");

        assertThat(ask()).contains(new Power(Source.MAINS, -1, false));
    }

    @Test
    void asksForLowPowerWhereThatIsKnown() throws IOException {
        battery("Battery Power", 50, 100);
        answers.set("class.NSProcessInfo", 1).set("objc.NSProcessInfo.processInfo.object", "process");
        assertThat(ask()).as("macOS 11").contains(new Power(Source.BATTERY, 50, false));

        answers.set("objc.process.isLowPowerModeEnabled", 1);
        assertThat(ask()).contains(new Power(Source.BATTERY, 50, true));
    }

    @Test
    void tellsNothingWhereNothingIsTold() throws IOException {
        answers.set("ps.none", 1);
        assertThat(ask()).isEmpty();
        answers.reset().set("ps.providing", "Netzteil");
        assertThat(ask()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "discharge,BATTERY,78",
        "charge,MAINS,83",
        "charged,MAINS,100",
        "finishing,MAINS,99",
        "hold80,MAINS,80",
        "noestimate,BATTERY,87",
        "ups,BATTERY,-1",
        "desktop,MAINS,-1",
        "noid,BATTERY,89"
    })
    void readsWhatPmsetPrints(String name, Source source, int percent) {
        CapturedText captured = CapturedText.of("macos/batt-" + name);

        assertThat(PmsetText.power(captured.text(), "")).contains(new Power(source, percent, false));
        captured.holdsFor(text -> PmsetText.power(text, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"automatic", "low", "high"})
    void readsTheModeOfPower(String name) {
        String battery = CapturedText.of("macos/batt-desktop").text();
        String settings = CapturedText.of("macos/pmset-" + name).text();

        assertThat(PmsetText.power(battery, settings).orElseThrow().lowPower()).isEqualTo(name.equals("low"));
        assertThat(PmsetText.power(battery, settings.replace("\n", "\r\n"))
                        .orElseThrow()
                        .lowPower())
                .isEqualTo(name.equals("low"));
    }
}
