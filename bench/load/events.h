// Takes a stream's body apart into its events, and tells how the way has treated them.
#ifndef BENCH_EVENTS_H
#define BENCH_EVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KEPT_LINE 1024

// What one stream has brought so far.
struct events {
    bool sse;
    void (*marked)(void *owner, uint64_t sent_at, int place); // an event with the model server's mark is whole
    void *owner;
    int in_chunk;     // events that ended in the chunk at hand
    bool at_boundary; // the last byte ended an event
    long merged;      // events that share a chunk with one before
    long split;       // chunks that end within an event
    size_t line_length;
    char line[KEPT_LINE];
};

void events_reset(struct events *events);

// For reply_listener, with the events as owner.
void events_data(void *events, const char *bytes, size_t count);
void events_chunk_end(void *events);

#endif
