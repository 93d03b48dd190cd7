// The model server's connections: who is there, what is sent to them.
#ifndef BENCH_CONNECTION_H
#define BENCH_CONNECTION_H

#include "answers.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MOST_FDS 65536
#define LONGEST_HEAD 8192
#define KEPT_BODY 1024 // enough to find the model's name in, which clients send first

enum state { READING_HEAD, READING_BODY, WAITING, STREAMING };

struct connection {
    int fd;
    enum state state;
    uint32_t interest;
    uint64_t serial; // tells a connection from a later one with the same descriptor
    char head[LONGEST_HEAD];
    size_t head_length;
    char body[KEPT_BODY];
    size_t body_kept;
    uint64_t body_left;
    enum dialect dialect;
    struct behaviour behaviour;
    int next_chunk;
    uint64_t due;
    char *out;
    size_t out_length, out_sent, out_room;
};

// Counted since the start; an aborted request is one whose client left before its answer's end.
struct connection_stats {
    long accepted, open, running, aborted, requests;
    uint64_t last_abort;
};
extern struct connection_stats connection_stats;

// Events of all connections go to that poller, with the descriptor as their data.
void connections_use(int poller);

void connection_open(int fd);
void connection_drop(struct connection *connection);

// The connection with that descriptor, NULL when there is none.
struct connection *connection_of(int fd);

// Whether a request is being answered on it.
bool connection_runs(const struct connection *connection);

// Adds to what is sent next.
void connection_put(struct connection *connection, const char *bytes, size_t count);

enum sent { SENT_ALL, SENT_SOME, SENT_NOT };

// Sends what waits. The connection is dropped and gone when it cannot be.
enum sent connection_flush(struct connection *connection);

#endif
