package dev.herd.app.shell;

import dev.herd.app.bridge.*;
import dev.herd.app.testing.*;
import dev.herd.app.tray.*;
import dev.herd.engine.api.*;
import java.nio.file.Path;
import java.time.*;
import java.util.*;
import org.junit.jupiter.api.Test;
import javafx.scene.Scene;

class LookTest {
    @Test
    void look() {
        Toolkit.start();
        Wishes w = new Wishes() { public void perform(TrayAction a) {} public void start(StartMode m) {} };
        for (var ap : List.of(Theme.Appearance.LIGHT, Theme.Appearance.DARK))
          for (int[] sz : new int[][] {{960,600},{1440,900}})
            for (String what : List.of("serving","busy","broken","starting")) {
                Scene s = Toolkit.on(() -> {
                    Theme.wear(ap);
                    Frame f = new Frame(List.of(new SamplePage("fleet","Fleet"), new SamplePage("queues","Queues")), w, new TrayMenu.Place("this Mac", ZoneId.of("UTC")), System::nanoTime);
                    Scene sc = f.scene(sz[0], sz[1]);
                    switch (what) {
                        case "serving" -> { f.show(Moments.serving(), List.of()); f.show(new CommandResult.Done("Studio is paused for 1 hour")); f.show(new CommandResult.Rejected("qwen3:30b does not fit into Mini's memory: it needs 21.3 GB, and 17.0 GB are free")); }
                        case "busy" -> f.show(Moments.busy(), List.of());
                        case "broken" -> f.show(new EnginePhase.Failed("Port 11435 is taken", "Another program, ollama (process 4711), already listens on port 11435. End it and try again, or let Herd use another port.", List.of(StartMode.ON_FREE_PORT, StartMode.AS_ASKED)));
                        default -> {}
                    }
                    return sc;
                });
                Toolkit.picture(s, ap, Path.of("/tmp/look/" + what + "-" + ap + "-" + sz[0] + ".png"));
            }
    }
}
