package dev.herd.engine.api;

import dev.herd.engine.config.UpstreamConfig;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.UpstreamId;
import java.time.DayOfWeek;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a person wants the engine to do.
public sealed interface EngineCommand {
    /// Gives a machine nothing new; what runs there goes on.
    ///
    /// @param length after which it resumes by itself, null when it does not
    record Pause(NodeId node, @Nullable Duration length) implements EngineCommand {}

    /// Ends a machine's pause or drain, and lets it serve whatever its person does.
    ///
    /// @param length for so long; null means until the meeting ends that goes on, or for an hour
    record Resume(NodeId node, @Nullable Duration length) implements EngineCommand {
        public Resume(NodeId node) {
            this(node, null);
        }
    }

    /// Lets the rules of courtesy hold again on a machine that serves whatever its person does.
    record ObeyRules(NodeId node) implements EngineCommand {}

    /// Says of hours of every week that a machine may be used then, may not be counted on, or takes that back.
    ///
    /// @param from first hour, 0 to 23
    /// @param to last hour, `from` to 23
    record MarkHours(NodeId node, DayOfWeek day, int from, int to, WeekMap.Mark mark) implements EngineCommand {}

    /// Forgets what was learned of the week of a machine's person, and what they said of it.
    record ForgetWeek(NodeId node) implements EngineCommand {}

    /// Says whether this machine pauses while its person is in a meeting, now and for every later start.
    record PauseInMeetings(boolean pause) implements EngineCommand {}

    /// Gives a machine nothing new, so that it can be taken away once idle.
    record Drain(NodeId node) implements EngineCommand {}

    /// Loads a model into a server's memory.
    record Load(InstanceId instance) implements EngineCommand {}

    /// Frees a server's memory of a model.
    record Unload(InstanceId instance) implements EngineCommand {}

    /// Stops a request that runs or waits.
    ///
    /// @param request its id
    record Cancel(String request) implements EngineCommand {}

    /// Has a model pulled, and does not wait for it.
    ///
    /// @param node where to, null leaves the choice to the engine
    record Pull(String model, @Nullable NodeId node) implements EngineCommand {}

    /// Ends a pull; what has come of the model stays for the next one.
    ///
    /// @param pull its id
    record CancelPull(String pull) implements EngineCommand {}

    /// Adds a model server, now and for every later start.
    record AddServer(UpstreamConfig server) implements EngineCommand {}

    /// Takes a model server out, now and for every later start.
    record ForgetServer(UpstreamId server) implements EngineCommand {}
}
