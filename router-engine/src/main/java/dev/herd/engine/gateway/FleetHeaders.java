package dev.herd.engine.gateway;

/// The names of Herd's own headers.
final class FleetHeaders {
    static final String INSTANCE = "X-Herd-Instance";
    static final String HOP = "X-Herd-Hop";
    static final String TAGS = "X-Herd-Tags";
    static final String SESSION = "X-Herd-Session";
    static final String PRIORITY = "X-Herd-Priority";
    static final String PIN = "X-Herd-Node";
    static final String DEADLINE = "X-Herd-Deadline";

    static final String REQUEST = "X-Fleet-Request";
    static final String NODE = "X-Fleet-Node";
    static final String SCORE = "X-Fleet-Score";
    static final String RETRIES = "X-Fleet-Retries";
    static final String FALLBACK = "X-Fleet-Fallback";
    static final String REQUESTED_MODEL = "X-Fleet-Requested-Model";
    static final String SERVED_MODEL = "X-Fleet-Served-Model";
    static final String BACKEND = "X-Fleet-Backend";
    static final String AFFINITY = "X-Fleet-Affinity";
    static final String PROTECTED = "X-Fleet-Protected";
    static final String HINT = "X-Fleet-Hint";

    /// For `Access-Control-Expose-Headers`.
    static final String EXPOSED = String.join(
            ",",
            REQUEST,
            NODE,
            SCORE,
            RETRIES,
            FALLBACK,
            REQUESTED_MODEL,
            SERVED_MODEL,
            BACKEND,
            AFFINITY,
            PROTECTED,
            HINT,
            "Retry-After");

    private FleetHeaders() {}
}
