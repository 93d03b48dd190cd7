package dev.herd.engine.protocol;

/// A request as one upstream gets it.
///
/// @param path such as `/api/chat`
/// @param body JSON
/// @param framing how the answer will be framed
public record WireRequest(String path, byte[] body, ReplyFraming framing) {}
