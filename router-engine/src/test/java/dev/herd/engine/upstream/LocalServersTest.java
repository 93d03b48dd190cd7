package dev.herd.engine.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamState;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.Fault;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalServersTest {
    private final FakeUpstream ollama = FakeUpstream.ollama(FakeModel.named("m"));
    private final FakeUpstream compatible = FakeUpstream.openAi(FakeModel.named("x"));
    private final Connections connections = new Connections(upstream -> "");
    private final List<UpstreamId> found = new ArrayList<>();
    private final UpstreamWatch watch =
            new UpstreamWatch(connections, Runnable::run, Pace.DEFAULT, () -> true, new Unheard());

    private static final class Unheard implements UpstreamWatch.Listener {
        @Override
        public void answered(UpstreamId upstream, Reading reading) {}

        @Override
        public void failed(UpstreamId upstream, UpstreamState state, String reason) {}
    }

    @AfterEach
    void stop() {
        connections.close();
        ollama.close();
        compatible.close();
    }

    private List<UpstreamId> look(FakeUpstream... servers) throws InterruptedException {
        Set<UpstreamId> addresses = new LinkedHashSet<>();
        for (FakeUpstream server : servers) {
            addresses.add(UpstreamId.parse(server.url()));
        }
        found.clear();
        new LocalServers(addresses, watch, Runnable::run, new LocalServers.Finds() {
                    @Override
                    public boolean known(UpstreamId address) {
                        return watch.watches(address);
                    }

                    @Override
                    public void found(UpstreamId address) {
                        found.add(address);
                    }
                })
                .look();
        return found;
    }

    @Test
    void findsServersByAskingAlone() throws InterruptedException {
        assertThat(look(ollama, compatible))
                .containsExactlyInAnyOrder(UpstreamId.parse(ollama.url()), UpstreamId.parse(compatible.url()));
        assertThat(ollama.all())
                .isNotEmpty()
                .allMatch(request -> request.method().equals("GET"));
        assertThat(compatible.all())
                .isNotEmpty()
                .allMatch(request -> request.method().equals("GET"));
    }

    @Test
    void doesNotTakeStrangersForModelServers() throws InterruptedException {
        ollama.inventoryFails(Fault.status(200, "<html>a router's page</html>"));
        compatible.inventoryFails(new Fault.Status(200, "{\"data\":[]}", Map.of("X-Herd-Instance", "other")));

        assertThat(look(ollama, compatible)).isEmpty();

        ollama.inventoryFails(Fault.status(404, "no"));
        compatible.stop();
        assertThat(look(ollama, compatible)).isEmpty();
    }

    @Test
    void takesAServerThatIsLoading() throws InterruptedException {
        ollama.inventoryFails(Fault.status(503, "{\"error\":{\"message\":\"Loading model\"}}"));
        compatible.inventoryFails(Fault.status(503, "{\"error\":\"overloaded\"}"));

        assertThat(look(ollama, compatible)).containsExactly(UpstreamId.parse(ollama.url()));
    }

    @Test
    void readsOllamasAddressAsOllamaDoes() {
        assertThat(LocalServers.addresses("0.0.0.0:5000")).contains(UpstreamId.parse("http://127.0.0.1:5000"));
        assertThat(LocalServers.addresses("10.0.0.5")).contains(UpstreamId.parse("http://10.0.0.5:11434"));
        assertThat(LocalServers.addresses(":7000")).contains(UpstreamId.parse("http://127.0.0.1:7000"));
        assertThat(LocalServers.addresses("https://box.local")).contains(UpstreamId.parse("https://box.local:443"));
        assertThat(LocalServers.addresses("[::1]:11434")).contains(UpstreamId.parse("http://[::1]:11434"));
        assertThat(LocalServers.addresses("http://not an address")).hasSize(5);
        assertThat(LocalServers.addresses(""))
                .extracting(UpstreamId::url)
                .containsExactlyInAnyOrder(
                        "http://127.0.0.1:11434",
                        "http://127.0.0.1:1234",
                        "http://127.0.0.1:8080",
                        "http://127.0.0.1:8000",
                        "http://127.0.0.1:52415");
    }
}
