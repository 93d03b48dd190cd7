package dev.herd.engine.inference;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One message of a conversation.
///
/// @param role as the client named it: `system`, `user`, `assistant`, `tool`, …
/// @param content the text, empty when there is none
/// @param thinking what the assistant thought in an earlier turn, empty when there is none
/// @param images base64 without a data URI's head
/// @param toolCalls what the assistant called in an earlier turn
/// @param toolName for role `tool`: the function that answered, null when unknown
/// @param toolCallId for role `tool`: the call that is answered, null when unknown
public record Message(
        String role,
        String content,
        String thinking,
        List<String> images,
        List<ToolCall> toolCalls,
        @Nullable String toolName,
        @Nullable String toolCallId) {

    public Message {
        images = List.copyOf(images);
        toolCalls = List.copyOf(toolCalls);
    }
}
