// Reads one HTTP/1.1 answer piece by piece, as the client of the benchmark needs it.
#ifndef BENCH_REPLY_H
#define BENCH_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LONGEST_HEAD 8192

enum reply_state {
    REPLY_HEAD,
    REPLY_BODY,
    REPLY_CHUNK_SIZE,
    REPLY_CHUNK_DATA,
    REPLY_CHUNK_END,
    REPLY_TRAILER,
};

struct reply {
    enum reply_state state;
    int status;
    bool closes;     // the server ends the connection behind this answer
    uint64_t left;   // bytes of the body, or of the chunk, still to come
    bool line_empty; // in the trailer: nothing on this line yet
    size_t head_length;
    char head[LONGEST_HEAD];
};

// Takes the body's bytes; either may be NULL.
struct reply_listener {
    void (*data)(void *owner, const char *bytes, size_t count);
    void (*chunk_end)(void *owner);
    void *owner;
};

enum reply_progress { REPLY_MORE, REPLY_COMPLETE, REPLY_MALFORMED };

void reply_reset(struct reply *reply);

// Takes bytes that belong to one answer: what stands behind its end is ignored, since nothing is pipelined here.
enum reply_progress reply_feed(
    struct reply *reply, const char *bytes, size_t count, const struct reply_listener *listener);

#endif
