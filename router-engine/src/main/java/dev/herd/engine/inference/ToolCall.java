package dev.herd.engine.inference;

/// A model's wish to call a function.
///
/// @param index position among the calls of one answer, from 0
/// @param id empty when the server gave none; encoders that need one make it from the reply's id and the index
/// @param argumentsJson a JSON object's text as the server wrote it, so that literals and key order survive. From a
///     stream that splits arguments it is a fragment.
public record ToolCall(int index, String id, String name, String argumentsJson) {}
