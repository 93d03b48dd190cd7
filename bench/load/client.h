// The client of the benchmark: its settings, its connections, its ways to load a server.
#ifndef BENCH_CLIENT_H
#define BENCH_CLIENT_H

#include "common.h"
#include "reply.h"

#include <stdbool.h>

#define MOST_PORTS 64
#define EVENTS_AT_ONCE 512

struct settings {
    int ports[MOST_PORTS]; // connections are spread over them in turn
    int port_count;
    int connections;   // requests, or streams, at once
    double seconds;    // how long is measured
    double warm;       // how long is loaded before that
    double stream_ms;  // how long one stream takes
    bool sse;          // events end in a blank line, rather than lines being events
    int read_bytes;    // what a slow client takes at a time
    int read_every_ms; // and how often
    int after_events;  // leave after that many events
    int after_ms;      // or after that time
    char *request;
    size_t request_length;
};

// One connection and the request that is on it.
struct link {
    int fd;
    uint32_t interest;
    size_t sent;
    struct reply reply;
};

enum link_sent { LINK_SENT, LINK_BLOCKED, LINK_BROKEN };

// Connects and starts to watch; `owner` comes back with the events.
void link_open(struct link *link, int poller, const struct settings *settings, void *owner);
void link_close(struct link *link);

// Sends what is left of the request; watches for room when there is none.
enum link_sent link_send(struct link *link, int poller, const struct settings *settings, void *owner);

// Makes it ready for the next request.
void link_reset(struct link *link);

// The ways to load a server. Each prints one line of JSON and returns the exit code.
int run_closed(const struct settings *settings);
int run_streams(const struct settings *settings);
int run_slow(const struct settings *settings);
int run_leave(const struct settings *settings);

#endif
