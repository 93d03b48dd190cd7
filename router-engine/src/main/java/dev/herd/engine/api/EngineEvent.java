package dev.herd.engine.api;

/// Something that happened, for those who watch.
public sealed interface EngineEvent {
    /// A request reached a new state or ended.
    record RequestChanged(RequestTrace trace) implements EngineEvent {}

    /// A machine or one of its servers changed state.
    ///
    /// @param nodeId the node's id
    /// @param state label of its new state
    record NodeChanged(String nodeId, String name, String state, String reason) implements EngineEvent {}

    /// Something the person should know.
    record FindingRaised(Finding finding) implements EngineEvent {}
}
