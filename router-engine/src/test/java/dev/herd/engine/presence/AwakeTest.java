package dev.herd.engine.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herd.engine.config.KeepAwake;
import dev.herd.engine.presence.Roaming.Network;
import dev.herd.engine.presence.Roaming.Place;
import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Power;
import dev.herd.engine.signal.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Keeping awake, waking, and whether the machine is where its fleet is.
class AwakeTest {
    private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

    private static <T> Reading<T> known(T value) {
        return new Reading.Known<>(value, START, "test");
    }

    private static Reading<Power> on(Power.Source source) {
        return known(new Power(source, 80, false));
    }

    private static NodeSignals signals(Reading<Power> power, Heat.Level heat) {
        return NodeSignals.NONE.with(Power.class, power).with(Heat.class, known(new Heat(Double.NaN, heat, 0)));
    }

    private static boolean awake(AwakeRule rule, int second, int work) {
        NodeSignals mains = signals(on(Power.Source.MAINS), Heat.Level.NOMINAL);
        return rule.on(START.plusSeconds(second), work, mains, KeepAwake.ON_MAINS)
                .keepAwake();
    }

    private static boolean serving(NodeSignals signals, KeepAwake policy) {
        return new AwakeRule().on(START, 1, signals, policy).keepAwake();
    }

    @Test
    void aMachineStaysAwakeForItsWorkAndAMinute() {
        var rule = new AwakeRule();

        assertThat(awake(rule, 0, 0)).isFalse();
        assertThat(awake(rule, 1, 1)).isTrue();
        assertThat(awake(rule, 61, 0)).isTrue();
        assertThat(awake(rule, 62, 0)).isFalse();
    }

    @Test
    void neitherOnBatteryNorWhenCritical() {
        NodeSignals battery = signals(on(Power.Source.BATTERY), Heat.Level.NOMINAL);
        NodeSignals mains = signals(on(Power.Source.MAINS), Heat.Level.NOMINAL);

        assertThat(new AwakeRule().on(START, 2, battery, KeepAwake.ON_MAINS))
                .isEqualTo(new AwakeRule.Verdict(false, "it runs on battery"));
        assertThat(serving(battery, KeepAwake.ALWAYS)).isTrue();
        assertThat(serving(mains, KeepAwake.NEVER)).isFalse();
        assertThat(serving(signals(on(Power.Source.MAINS), Heat.Level.SERIOUS), KeepAwake.ON_MAINS))
                .isTrue();
        assertThat(serving(signals(on(Power.Source.MAINS), Heat.Level.CRITICAL), KeepAwake.ON_MAINS))
                .isFalse();
        assertThat(serving(NodeSignals.NONE, KeepAwake.ON_MAINS)).isTrue();
    }

    @Test
    void aMagicPacketIsSixOnesAndTheAddressSixteenTimes() {
        byte[] packet = MagicPacket.of("3C-22-FB-01-02-03");

        assertThat(packet).hasSize(102);
        assertThat(HexFormat.of().formatHex(packet)).isEqualTo("f".repeat(12) + "3c22fb010203".repeat(16));
        assertThat(Arrays.equals(packet, MagicPacket.of("3c22.fb01.0203"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "3c:22:fb:01:02",
                "3c:22:fb:01:02:0g",
                "ff:ff:ff:ff:ff:ff",
                "01:00:5e:00:00:01",
                "00:00:00:00:00:00"
            })
    void whatIsNoAddressOfOneMachineWakesNobody(String text) {
        assertThatThrownBy(() -> MagicPacket.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void broadcastsAreDirected() {
        assertThat(Subnet.parse("192.168.1.7/24").broadcast()).isEqualTo("192.168.1.255");
        assertThat(Subnet.parse("10.1.2.3/9").broadcast()).isEqualTo("10.127.255.255");
        assertThat(Subnet.parse("192.168.1.7/24")).hasToString("192.168.1.0/24");
        assertThat(Subnet.parse("10.0.0.1/31").hasBroadcast()).isFalse();
        assertThatThrownBy(() -> Subnet.parse("192.168.1.300/24")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Subnet.parse("192.168.1.1/33")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Subnet.parse("fe80::1/64")).isInstanceOf(IllegalArgumentException.class);
    }

    private static WakePlan called(WakePlan plan, Instant at) {
        return ((WakePlan.Step.Call) plan.next(at)).then();
    }

    @Test
    void aSleeperIsCalledEveryFiveSecondsUntilItIsGivenUp() {
        WakePlan plan = WakePlan.FRESH;
        int packets = 0;
        int second = 0;
        WakePlan.Step step = plan.next(START);
        while (!(step instanceof WakePlan.Step.GiveUp)) {
            if (step instanceof WakePlan.Step.Call(WakePlan then, Duration _)) {
                assertThat(second % 5).isZero();
                plan = then;
                packets++;
            }
            second++;
            step = plan.next(START.plusSeconds(second));
        }

        assertThat(second).isEqualTo(80);
        assertThat(packets).isEqualTo(16);
        assertThat(plan.ended().next(START.plusSeconds(second))).isInstanceOf(WakePlan.Step.Call.class);
    }

    @Test
    void howLongItTakesIsLearned() {
        WakePlan plan = called(WakePlan.FRESH, START);
        assertThat(plan.remaining(START.plusSeconds(5))).isEqualTo(Duration.ofSeconds(15));
        assertThat(plan.remaining(START.plusSeconds(30))).isEqualTo(Duration.ofSeconds(15));
        for (int each = 0; each < 20; each++) {
            plan = called(plan.woke(START.plusSeconds(8)), START);
        }

        assertThat(plan.remaining(START).toMillis()).isBetween(8000L, 8100L);
    }

    private static WakePlan.Sleeper sleeper(String name, boolean asleep, boolean address, boolean mayBeWoken) {
        return new WakePlan.Sleeper(name, asleep, address, mayBeWoken, WakePlan.FRESH);
    }

    @Test
    void onlyWhoAloneHasTheModelAndMayBeWokenIs() {
        WakePlan quick = called(WakePlan.FRESH, START).woke(START.plusSeconds(4));
        var air = sleeper("air", true, true, true);
        var studio = new WakePlan.Sleeper("studio", true, true, true, quick);
        var others = List.of(
                sleeper("gone", false, true, true),
                sleeper("far", true, false, true),
                sleeper("bed", true, true, false));

        assertThat(WakePlan.choose(1, List.of(air), START)).isEmpty();
        assertThat(WakePlan.choose(0, others, START)).isEmpty();
        assertThat(WakePlan.choose(0, List.of(air, studio), START)).contains(studio);
    }

    @Test
    void homeIsWhereTheFleetWasSeen() {
        Subnet common = Subnet.parse("192.168.1.7/24");
        var home = new Network("3c:22:fb:01:02:03", common);
        Roaming roaming = new Roaming(Set.of()).with(home);

        assertThat(new Roaming(Set.of()).place(known(List.of(home)))).isEqualTo(Place.UNKNOWN);
        assertThat(roaming.place(Reading.notSensed())).isEqualTo(Place.UNKNOWN);
        assertThat(roaming.place(known(List.of(new Network("", Subnet.parse("10.8.0.2/24")), home))))
                .isEqualTo(Place.HOME);
        assertThat(roaming.place(known(List.of(new Network("3C22FB010203", Subnet.parse("192.168.2.7/24"))))))
                .isEqualTo(Place.HOME);
        assertThat(roaming.place(known(List.of(new Network("dc:a6:32:00:00:01", common)))))
                .isEqualTo(Place.AWAY);
        assertThat(roaming.place(known(List.of(new Network("", common))))).isEqualTo(Place.HOME);
        assertThat(roaming.place(known(List.of()))).isEqualTo(Place.AWAY);
    }

    @Test
    void routersThatStandInForEachOtherAreToldApartByTheirNetwork() {
        Roaming roaming = new Roaming(Set.of(new Network("00:00:5e:00:01:0a", Subnet.parse("192.168.1.7/24"))));

        assertThat(roaming.place(known(List.of(new Network("00:00:5e:00:01:0a", Subnet.parse("192.168.1.9/24"))))))
                .isEqualTo(Place.HOME);
        assertThat(roaming.place(known(List.of(new Network("00:00:5e:00:01:0a", Subnet.parse("10.0.0.9/24"))))))
                .isEqualTo(Place.AWAY);
    }
}
