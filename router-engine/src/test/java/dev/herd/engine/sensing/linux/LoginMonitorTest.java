package dev.herd.engine.sensing.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginMonitorTest {
    @Test
    void sleepIsToldBeforeAndAfter() {
        String line = "/org/freedesktop/login1: org.freedesktop.login1.Manager.PrepareForSleep (true,)";

        assertThat(LoginMonitor.sleep(line)).contains(true);
        assertThat(LoginMonitor.sleep(line.replace("true", "false") + "\r")).contains(false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Monitoring signals from all objects owned by org.freedesktop.login1",
                "/org/freedesktop/login1: org.freedesktop.login1.Manager.PrepareForShutdown (true,)",
                "/org/freedesktop/login1: org.freedesktop.login1.Manager.PrepareForSleep (tr"
            })
    void anythingElseIsNoSleep(String line) {
        assertThat(LoginMonitor.sleep(line)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/org/freedesktop/login1/session/_32: org.freedesktop.login1.Session.Lock ()",
                "/org/freedesktop/login1/session/_32: org.freedesktop.login1.Session.Unlock ()",
                "/org/freedesktop/login1/session/_32: org.freedesktop.DBus.Properties.PropertiesChanged"
                        + " ('org.freedesktop.login1.Session', {'LockedHint': <true>}, @as [])",
                "/org/freedesktop/login1/seat/seat0: org.freedesktop.DBus.Properties.PropertiesChanged"
                        + " ('org.freedesktop.login1.Seat', {'ActiveSession': <('4', objectpath '/x')>}, @as [])"
            })
    void locksAreTold(String line) {
        assertThat(LoginMonitor.concernsLock(line)).isTrue();
    }

    @Test
    void idlenessIsNoLock() {
        assertThat(LoginMonitor.concernsLock(
                        "/org/freedesktop/login1/session/_32: org.freedesktop.DBus.Properties.PropertiesChanged"
                                + " ('org.freedesktop.login1.Session', {'IdleHint': <true>}, @as [])"))
                .isFalse();
    }
}
