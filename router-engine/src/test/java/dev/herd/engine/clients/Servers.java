package dev.herd.engine.clients;

import dev.herd.engine.realserver.KnownModels;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.TestHerd;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Herd in front of one model server.
final class Servers implements AutoCloseable {
    private final Kind kind;
    private final TestHerd herd;
    private final Optional<FakeUpstream> fake;

    private Servers(Kind kind, TestHerd herd, Optional<FakeUpstream> fake) {
        this.kind = kind;
        this.herd = herd;
        this.fake = fake;
    }

    /// What stands behind Herd.
    enum Kind {
        FAKE_OLLAMA,
        FAKE_OPENAI,
        REAL_OLLAMA
    }

    /// The fake ones, and the real one where `-Dollama.url=` tells where it is.
    static List<Kind> kinds() {
        return realUrl() == null
                ? List.of(Kind.FAKE_OLLAMA, Kind.FAKE_OPENAI)
                : List.of(Kind.FAKE_OLLAMA, Kind.FAKE_OPENAI, Kind.REAL_OLLAMA);
    }

    private static @Nullable String realUrl() {
        return System.getProperty("ollama.url");
    }

    static Servers start(Kind kind, Path home) {
        FakeModel[] models = {
            FakeModel.named("tiny").able("completion"),
            FakeModel.named("tiny-count").able("completion"),
            FakeModel.named("tiny-tools").able("completion", "tools"),
            FakeModel.named("tiny-embed").able("embedding")
        };
        Optional<FakeUpstream> fake = switch (kind) {
            case FAKE_OLLAMA -> Optional.of(FakeUpstream.ollama(models));
            case FAKE_OPENAI -> Optional.of(FakeUpstream.openAi(models));
            case REAL_OLLAMA -> Optional.empty();
        };
        if (kind == Kind.REAL_OLLAMA) {
            KnownModels.ensure(String.valueOf(realUrl()));
        }
        String url = fake.map(FakeUpstream::url).orElseGet(() -> String.valueOf(realUrl()));
        String suffix = kind == Kind.FAKE_OPENAI ? ",kind=openai,name=node" : ",name=node";
        return new Servers(kind, TestHerd.start(home, url + suffix), fake);
    }

    String address() {
        return "http://127.0.0.1:" + herd.port();
    }

    TestHerd herd() {
        return herd;
    }

    /// The server, where it is a fake one.
    FakeUpstream fake() {
        return fake.orElseThrow();
    }

    /// Makes a fake server's next answer two tool calls, as the real model's is.
    void nextCallsTools(Framing framing) {
        fake.ifPresent(server -> {
            switch (framing) {
                case STREAM -> server.says(Script.toolCalls(kind));
                case WHOLE -> server.saysWhole(Script.toolCallsWhole(kind));
            }
        });
    }

    /// How an answer comes.
    enum Framing {
        WHOLE,
        STREAM
    }

    /// Makes a fake server's next answer a JSON object with a number `n`, as the real model's is under a schema.
    void nextSaysNumber() {
        fake.ifPresent(server -> server.saysWhole(Script.whole(kind, "{\\\"n\\\": 7}")));
    }

    /// Slows a fake server down; a real one talks without end where that matters.
    void pace(long millis) {
        fake.ifPresent(server -> server.pace(millis));
    }

    /// Whether a fake server has nothing to do.
    boolean isIdle() {
        return fake.map(server -> server.running() == 0).orElse(true);
    }

    @Override
    public void close() {
        herd.close();
        fake.ifPresent(FakeUpstream::close);
    }
}
