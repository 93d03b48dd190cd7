package dev.herd.engine;

import dev.herd.engine.api.CommandResult;
import dev.herd.engine.api.CommandResult.Done;
import dev.herd.engine.api.CommandResult.Rejected;
import dev.herd.engine.api.EngineCommand;
import dev.herd.engine.config.UpstreamConfig;
import dev.herd.engine.dispatch.Dispatcher;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeKind;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.pulling.PullOrder;
import dev.herd.engine.pulling.PullRejectedException;
import dev.herd.engine.pulling.PullWatch;
import dev.herd.engine.pulling.Pulls;
import dev.herd.engine.registry.FleetRegistry;
import dev.herd.engine.shaping.PinnedWindow;
import dev.herd.engine.shaping.WindowWish;
import dev.herd.engine.storage.ServerFile;
import dev.herd.engine.trace.LiveRequests;
import dev.herd.engine.upstream.ModelLoader;
import dev.herd.engine.upstream.ModelLoader.Keep;
import dev.herd.engine.upstream.UpstreamFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Does what people want of this engine. Thread-safe; loading a model takes its time.
final class Commands {
    private static final int LAST_HOUR = 23;

    private final FleetRegistry registry;
    private final EngineFleet fleet;
    private final LiveRequests live;
    private final Tools tools;

    /// What commands are carried out with.
    record Tools(
            ModelLoader loader,
            ServerFile servers,
            Membership membership,
            Pulls pulls,
            Dispatcher dispatcher,
            PersonSettings person,
            InstantSource clock) {}

    Commands(FleetRegistry registry, EngineFleet fleet, LiveRequests live, Tools tools) {
        this.registry = registry;
        this.fleet = fleet;
        this.live = live;
        this.tools = tools;
    }

    CommandResult execute(EngineCommand command) throws InterruptedException {
        return switch (command) {
            case EngineCommand.Pause(NodeId node, Duration length) -> ask(node, NodeState.PAUSED, length);
            case EngineCommand.Resume(NodeId node, Duration length) -> ask(node, null, length);
            case EngineCommand.ObeyRules(NodeId node) -> obey(node);
            case EngineCommand.MarkHours marked -> mark(marked);
            case EngineCommand.ForgetWeek(NodeId node) ->
                taught(fleet.people().forgetWeek(node), "What was learned of the week is forgotten.");
            case EngineCommand.PauseInMeetings(boolean pause) -> pauseInMeetings(pause);
            case EngineCommand.Drain(NodeId node) -> ask(node, NodeState.DRAINING, null);
            case EngineCommand.Load(InstanceId instance) -> load(instance);
            case EngineCommand.Unload(InstanceId instance) -> unload(instance);
            case EngineCommand.Cancel(String request) ->
                live.cancel(request) ? new Done("Request cancelled.") : new Rejected("That request has ended already.");
            case EngineCommand.Pull(String model, NodeId node) -> pull(model, node);
            case EngineCommand.CancelPull(String pull) ->
                tools.pulls().cancel(pull) ? new Done("Pull cancelled.") : new Rejected("That pull has ended already.");
            case EngineCommand.AddServer(UpstreamConfig server) -> add(server);
            case EngineCommand.ForgetServer(UpstreamId server) -> forget(server);
        };
    }

    private CommandResult ask(NodeId id, @Nullable NodeState state, @Nullable Duration length) {
        Optional<Node> node = node(registry.snapshot(), id);
        if (node.isEmpty()) {
            return new Rejected("That machine is no part of the fleet any more.");
        }
        fleet.ask(id, state, length == null ? null : tools.clock().instant().plus(length));
        String name = node.get().name();
        return new Done(
                switch (state) {
                    case PAUSED -> name + " gets nothing new" + (length == null ? " until you resume it." : ".");
                    case DRAINING -> name + " gets nothing new and can be taken away once it is idle.";
                    case null, default -> name + " takes work again.";
                });
    }

    private CommandResult obey(NodeId id) {
        Optional<Node> node = node(registry.snapshot(), id);
        node.ifPresent(known -> fleet.people().obeyRules(known.id()));
        return node.<CommandResult>map(known -> new Done(known.name() + " goes by the rules again."))
                .orElseGet(() -> new Rejected("That machine is no part of the fleet any more."));
    }

    private CommandResult mark(EngineCommand.MarkHours marked) {
        if (marked.from() < 0 || marked.to() > LAST_HOUR || marked.from() > marked.to()) {
            return new Rejected("A day has the hours 0 to 23.");
        }
        return taught(
                fleet.people().mark(marked.node(), marked.day(), marked.from(), marked.to(), marked.mark()),
                "The week is noted.");
    }

    private static CommandResult taught(boolean known, String done) {
        return known ? new Done(done) : new Rejected("Nothing is known of that machine's person.");
    }

    private CommandResult pauseInMeetings(boolean pause) {
        try {
            tools.person().pauseInMeetings(pause);
        } catch (IOException unwritable) {
            return new Rejected("The settings cannot be written: " + unwritable.getMessage());
        }
        fleet.people().settingsChanged();
        return new Done(pause ? "Pauses in meetings." : "Serves in meetings too.");
    }

    private static Optional<Node> node(FleetSnapshot snapshot, NodeId id) {
        return snapshot.nodes().stream().filter(node -> node.id().equals(id)).findFirst();
    }

    private CommandResult load(InstanceId instance) throws InterruptedException {
        Optional<Holder> holder = registry.snapshot().holder(instance);
        if (holder.isEmpty()) {
            return new Rejected("That server does not have the model any more.");
        }
        OptionalInt window = PinnedWindow.decide(holder.get(), WindowWish.NONE, fleet.load(holder.get()))
                .window();
        try {
            tools.loader().load(holder.get(), window, fleet.keeps(holder.get()) ? Keep.FOR_EVER : Keep.AS_USUAL);
            fleet.sentWindow(holder.get(), window.orElse(0));
            return new Done(holder.get().model().name() + " is loaded on "
                    + holder.get().node().name() + ".");
        } catch (UpstreamFailure failure) {
            return new Rejected(failure.reason());
        } finally {
            fleet.refresh(instance.upstream());
        }
    }

    private CommandResult unload(InstanceId instance) throws InterruptedException {
        Optional<Holder> holder = registry.snapshot().holder(instance);
        if (holder.isEmpty()) {
            return new Rejected("That server does not have the model any more.");
        }
        if (fleet.keeps(holder.get())) {
            return new Rejected(holder.get().model().name() + " is pinned there; unpin it first.");
        }
        tools.dispatcher().unwanted(instance.model());
        try {
            fleet.unloaded(holder.get());
            tools.loader().unload(holder.get());
            return new Done(holder.get().model().name() + " no longer takes memory on "
                    + holder.get().node().name() + ".");
        } catch (UpstreamFailure failure) {
            return new Rejected(failure.reason());
        } finally {
            fleet.refresh(instance.upstream());
        }
    }

    private CommandResult pull(String model, @Nullable NodeId node) {
        if (model.isBlank()) {
            return new Rejected("A model to pull has a name.");
        }
        try (PullWatch watch = tools.pulls().begin(PullOrder.of(model.strip(), node))) {
            return new Done(
                    model.strip() + " is being pulled to " + watch.node().name() + ".");
        } catch (PullRejectedException rejected) {
            return new Rejected(rejected.reason());
        }
    }

    private CommandResult add(UpstreamConfig server) {
        FleetSnapshot now = registry.snapshot();
        if (tools.membership().knows(server.id())) {
            return new Rejected(server.id() + " is in the fleet already.");
        }
        if (now.node(server.name()).isPresent()) {
            return new Rejected("Another machine is called " + server.name() + " already.");
        }
        try {
            tools.servers().add(server);
        } catch (IOException unwritable) {
            return new Rejected("The settings cannot be written: " + unwritable.getMessage());
        }
        tools.membership().register(server);
        tools.membership().watch(server);
        return new Done(server.name() + " is part of the fleet.");
    }

    private CommandResult forget(UpstreamId server) {
        Optional<Node> node = registry.snapshot().nodes().stream()
                .filter(each -> each.upstreams().stream()
                        .anyMatch(upstream -> upstream.id().equals(server)))
                .findFirst();
        if (node.isEmpty()) {
            return new Rejected("That server is no part of the fleet any more.");
        }
        if (node.get().kind() == NodeKind.HERD) {
            return new Rejected(
                    "Herd found that server on this machine and would find it again; end the server instead.");
        }
        boolean kept;
        try {
            kept = tools.servers().remove(server);
        } catch (IOException unwritable) {
            return new Rejected("The settings cannot be written: " + unwritable.getMessage());
        }
        tools.membership().leave(server);
        String again = kept ? "" : " It was named at the start and comes back with the next one.";
        return new Done(node.get().name() + " is no longer part of the fleet." + again);
    }
}
