package dev.herd.engine.protocol;

import java.util.List;

/// A request as one upstream gets it.
///
/// @param path such as `/api/chat`
/// @param body JSON
/// @param framing how the answer will be framed
/// @param changes what the upstream's dialect has no word for and what stands in its place, for `X-Fleet-Protected`
public record WireRequest(String path, byte[] body, ReplyFraming framing, List<String> changes) {
    /// More would make the header longer than it is worth.
    private static final int MOST_CHANGES = 24;

    private static final int LONGEST_NAME = 40;

    public WireRequest {
        changes = changes.stream().limit(MOST_CHANGES).toList();
    }

    /// What is told of a member that the upstream does not get.
    public static String leftOut(String name) {
        return name.substring(0, Math.min(LONGEST_NAME, name.length())) + "->left out";
    }
}
