package dev.herd.engine.testing;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// How a fake server pulls models: by the script that comes next, or at once.
public final class FakePulls {
    /// In a script: waits until [#goOn].
    public static final String WAIT = "(wait)";

    /// In a script: resets the connection.
    public static final String CUT = "(cut)";

    /// In a script: falls silent until the peer leaves.
    public static final String STALL = "(stall)";

    public static final String MANIFEST = "{\"status\":\"pulling manifest\"}";
    public static final String SUCCESS = "{\"status\":\"success\"}";

    private static final String DIGEST = "sha256:c149f93bf5c1482efcd9ac72e6f2e5ee11dfa783c965889193f971ec3340fb66";

    private final FakeInventory inventory;
    private final Queue<List<String>> scripts = new ConcurrentLinkedQueue<>();
    private final Queue<Fault.Status> faults = new ConcurrentLinkedQueue<>();
    private final Semaphore steps = new Semaphore(0);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();

    FakePulls(FakeInventory inventory) {
        this.inventory = inventory;
    }

    /// A line of progress, as Ollama writes it.
    public static String part(long total, long completed) {
        String done = completed == 0 ? "" : ",\"completed\":" + completed;
        return "{\"status\":\"pulling c149f93bf5c1\",\"digest\":\"" + DIGEST + "\",\"total\":" + total + done + "}";
    }

    /// The next pull says these lines; once it says [#SUCCESS], the model is there.
    public FakePulls next(String... lines) {
        scripts.add(List.of(lines));
        return this;
    }

    /// The next pull is answered with a status.
    public FakePulls refuse(int status, String body) {
        faults.add(Fault.status(status, body));
        return this;
    }

    /// Lets one pull that waits in its script go on.
    public void goOn() {
        steps.release();
    }

    /// Pulls that run.
    public int running() {
        return running.get();
    }

    /// Pulls whose client left before the end.
    public int left() {
        return left.get();
    }

    boolean answer(Wire wire, Seen request) throws IOException {
        Fault.Status fault = faults.poll();
        if (fault != null) {
            wire.whole(fault.code(), "application/json; charset=utf-8", fault.body(), Map.of());
            return true;
        }
        String model = FakeInventory.fields(request.body()).textOrEmpty("model");
        List<String> script = scripts.poll();
        running.incrementAndGet();
        try {
            return say(
                    wire, model, script != null ? script : List.of(MANIFEST, part(1000, 0), part(1000, 1000), SUCCESS));
        } finally {
            running.decrementAndGet();
        }
    }

    private boolean say(Wire wire, String model, List<String> script) throws IOException {
        wire.beginChunked("application/x-ndjson");
        for (String line : script) {
            switch (line) {
                case WAIT -> {
                    while (!steps.tryAcquire()) {
                        if (wire.peerGone()) {
                            left.incrementAndGet();
                            return false;
                        }
                    }
                }
                case CUT -> {
                    wire.reset();
                    return false;
                }
                case STALL -> {
                    wire.awaitPeerGone();
                    left.incrementAndGet();
                    return false;
                }
                default -> {
                    if (line.equals(SUCCESS)) {
                        inventory.add(FakeModel.named(model));
                    }
                    wire.chunk(line + "\n");
                }
            }
        }
        wire.endChunked();
        return true;
    }
}
