package dev.herd.engine.testing;

import dev.herd.engine.protocol.JsonFields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A model server over real HTTP that does what it is told, and fails when it is told to.
public final class FakeUpstream implements AutoCloseable {
    private static final Set<String> INFERENCE = Set.of(
            "/api/chat",
            "/api/generate",
            "/api/embed",
            "/api/embeddings",
            "/v1/chat/completions",
            "/v1/completions",
            "/v1/embeddings");

    private final FakeInventory inventory;
    private final FakePulls pulls;
    private final Queue<Fault> once = new ConcurrentLinkedQueue<>();
    private final Queue<List<String>> scripted = new ConcurrentLinkedQueue<>();
    private final Queue<String> scriptedWhole = new ConcurrentLinkedQueue<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Set<Wire> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();
    private final AtomicInteger closedEarly = new AtomicInteger();
    private final AtomicInteger tickets = new AtomicInteger(Integer.MAX_VALUE);
    private final ReentrantLock lock = new ReentrantLock();
    private final int port;
    private volatile @Nullable Fault always;
    private volatile long chunkNanos;
    private volatile boolean silentInventory;
    private volatile boolean dripping;
    private volatile boolean closesConnections;
    private volatile Fault.@Nullable Status inventoryFault;
    private @Nullable ServerSocket listener;

    private FakeUpstream(FakeInventory inventory) {
        this.inventory = inventory;
        this.pulls = new FakePulls(inventory);
        this.port = listen(0);
    }

    public static FakeUpstream ollama(FakeModel... models) {
        return new FakeUpstream(new FakeInventory(true, List.of(models), "0.30.1"));
    }

    public static FakeUpstream ollama(String version, FakeModel... models) {
        return new FakeUpstream(new FakeInventory(true, List.of(models), version));
    }

    public static FakeUpstream openAi(FakeModel... models) {
        return new FakeUpstream(new FakeInventory(false, List.of(models), ""));
    }

    private int listen(int wanted) {
        lock.lock();
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 1024);
            listener = socket;
            Thread.startVirtualThread(() -> accept(socket));
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            lock.unlock();
        }
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /// The next inference request fails so.
    public FakeUpstream next(Fault fault) {
        once.add(fault);
        return this;
    }

    /// Every inference request fails so, until told otherwise with null.
    public FakeUpstream always(@Nullable Fault fault) {
        always = fault;
        return this;
    }

    /// The next streamed answer, one element per chunk.
    public FakeUpstream says(List<String> chunks) {
        scripted.add(chunks);
        return this;
    }

    /// The next whole answer.
    public FakeUpstream saysWhole(String body) {
        scriptedWhole.add(body);
        return this;
    }

    /// Time between two chunks.
    public FakeUpstream pace(long millis) {
        chunkNanos = millis * 1_000_000;
        return this;
    }

    /// From now on inference requests wait before their answer, until [#release].
    public FakeUpstream hold() {
        tickets.set(0);
        return this;
    }

    /// Lets that many waiting or coming requests go on.
    public void release(int count) {
        tickets.addAndGet(count);
    }

    /// Ends [#hold].
    public void release() {
        tickets.set(Integer.MAX_VALUE / 2);
    }

    /// Whether the inventory's routes answer.
    public FakeUpstream silentInventory(boolean silent) {
        silentInventory = silent;
        return this;
    }

    /// Whether the inventory's routes give their answers byte by byte, without end.
    public FakeUpstream dripping(boolean drips) {
        dripping = drips;
        return this;
    }

    /// The inventory's routes answer so, until told otherwise with null.
    public FakeUpstream inventoryFails(Fault.@Nullable Status fault) {
        inventoryFault = fault;
        return this;
    }

    /// What it has from now on.
    public FakeUpstream has(FakeModel... models) {
        inventory.replace(List.of(models));
        return this;
    }

    /// Whether each connection serves one request only.
    public FakeUpstream closesConnections(boolean closes) {
        closesConnections = closes;
        return this;
    }

    /// Refuses connections and resets those that are open.
    public void stop() {
        lock.lock();
        try {
            if (listener != null) {
                listener.close();
                listener = null;
            }
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        } finally {
            lock.unlock();
        }
        open.forEach(Wire::reset);
    }

    /// Listens again on the same port.
    public void start() {
        listen(port);
    }

    /// Inference requests that run now.
    public int running() {
        return running.get();
    }

    public int mostRunning() {
        return mostRunning.get();
    }

    /// Inference requests whose client left before the answer's end.
    public int closedEarly() {
        return closedEarly.get();
    }

    /// How models are pulled to it.
    public FakePulls pulls() {
        return pulls;
    }

    /// Requests to that path.
    public List<Seen> seen(String path) {
        return seen.stream().filter(request -> request.path().equals(path)).toList();
    }

    /// All requests, inventories included.
    public List<Seen> all() {
        return List.copyOf(seen);
    }

    /// The only request to that path, or the last.
    public Seen last(String path) {
        return seen(path).getLast();
    }

    /// How often a model was loaded anew because a request's window was another than the runner's.
    public int reloads() {
        return inventory.reloads();
    }

    @Override
    public void close() {
        stop();
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                Thread.startVirtualThread(() -> serve(socket, connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(ServerSocket socket, Socket connection) {
        Wire wire = null;
        try {
            wire = new Wire(connection);
            open.add(wire);
            if (socket.isClosed()) {
                // Accepted just before the stop, which did not see it.
                wire.reset();
                return;
            }
            for (Seen request = wire.read(); request != null; request = wire.read()) {
                seen.add(request);
                if (!answer(wire, request) || closesConnections) {
                    return;
                }
            }
        } catch (IOException gone) {
            // The peer or the test closed the connection.
        } finally {
            if (wire != null) {
                open.remove(wire);
                wire.close();
            }
        }
    }

    /// @return whether the connection goes on
    private boolean answer(Wire wire, Seen request) throws IOException {
        if (request.path().equals("/api/pull")) {
            return pulls.answer(wire, request);
        }
        if (!INFERENCE.contains(request.path())) {
            if (silentInventory) {
                wire.awaitPeerGone();
                return false;
            }
            if (dripping) {
                while (!wire.peerGone()) {
                    wire.drip();
                }
                return false;
            }
            Fault.Status fault = inventoryFault;
            if (fault != null) {
                wire.whole(fault.code(), "application/json", fault.body(), fault.headers());
                return true;
            }
            return inventory.answer(wire, request, closing());
        }
        int now = running.incrementAndGet();
        mostRunning.accumulateAndGet(now, Math::max);
        try {
            return infer(wire, request);
        } finally {
            running.decrementAndGet();
        }
    }

    private boolean infer(Wire wire, Seen request) throws IOException {
        if (!pass(wire)) {
            closedEarly.incrementAndGet();
            return false;
        }
        Fault fault = once.poll();
        if (fault == null) {
            fault = always;
        }
        switch (fault) {
            case Fault.Status(int code, String body, Map<String, String> headers) -> {
                wire.whole(code, "application/json", body, headers);
                return true;
            }
            case Fault.Reset _ -> {
                wire.reset();
                return false;
            }
            case Fault.BlackHole _ -> {
                wire.awaitPeerGone();
                closedEarly.incrementAndGet();
                return false;
            }
            case null, default -> {
                return speak(wire, request, fault);
            }
        }
    }

    /// Waits for a ticket; false when the client left meanwhile.
    private boolean pass(Wire wire) {
        while (true) {
            int left = tickets.get();
            if (left > 0 && (left > Integer.MAX_VALUE / 4 || tickets.compareAndSet(left, left - 1))) {
                return true;
            }
            if (left <= 0 && wire.peerGone()) {
                return false;
            }
        }
    }

    private boolean speak(Wire wire, Seen request, @Nullable Fault fault) throws IOException {
        JsonFields fields = FakeInventory.fields(request.body());
        String direct = inventory.direct(request, fields);
        if (direct != null) {
            wire.whole(direct.startsWith("{\"error") ? 404 : 200, "application/json; charset=utf-8", direct, closing());
            return true;
        }
        String model = fields.textOrEmpty("model");
        if (!FakeInventory.streams(request, fields)) {
            return speakWhole(wire, request, model, fault);
        }
        List<String> script = scripted.poll();
        List<String> chunks = script != null ? script : inventory.chunks(request, model);
        Speech speech = new Speech(wire, request.path().startsWith("/api/"), chunkNanos);
        Speech.End end = speech.say(chunks, fault);
        if (end == Speech.End.PEER_LEFT) {
            closedEarly.incrementAndGet();
        }
        return end == Speech.End.SAID;
    }

    private boolean speakWhole(Wire wire, Seen request, String model, @Nullable Fault fault) throws IOException {
        String script = scriptedWhole.poll();
        String body = script != null ? script : inventory.whole(request, model);
        String half = body.substring(0, body.length() / 2);
        return switch (fault) {
            case Fault.CloseAfter(int chunks) -> breakOff(wire, chunks == 0 ? "" : half);
            case Fault.ResetAfter(int chunks) -> breakOff(wire, chunks == 0 ? "" : half);
            case Fault.MalformedAfter _ -> json(wire, half + ",}");
            case Fault.NoTerminator _ -> json(wire, half);
            case Fault.ErrorAfter(int _, String message) -> json(wire, "{\"error\":\"" + message + "\"}");
            case null, default -> json(wire, body);
        };
    }

    private boolean json(Wire wire, String body) throws IOException {
        wire.whole(200, "application/json; charset=utf-8", body, closing());
        return true;
    }

    private static boolean breakOff(Wire wire, String said) throws IOException {
        wire.beginChunked("application/json");
        if (!said.isEmpty()) {
            wire.chunk(said);
        }
        return false;
    }

    private Map<String, String> closing() {
        return closesConnections ? Map.of("Connection", "close") : Map.of();
    }
}
