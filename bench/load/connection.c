#define _GNU_SOURCE
#include "common.h"
#include "connection.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define SEND_BUFFER 262144 // the kernel would grow it to megabytes, which a model never fills

struct connection_stats connection_stats;

static struct connection *connections[MOST_FDS];
static uint64_t last_serial;
static int poller;

void connections_use(int given) {
    poller = given;
}

struct connection *connection_of(int fd) {
    return connections[fd];
}

static void watch(struct connection *connection, bool writable) {
    uint32_t wanted = EPOLLIN | EPOLLRDHUP | (writable ? EPOLLOUT : 0);
    if (connection->interest != wanted) {
        struct epoll_event event = {.events = wanted, .data.fd = connection->fd};
        int operation = connection->interest == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
        if (epoll_ctl(poller, operation, connection->fd, &event) < 0) {
            fail("epoll_ctl");
        }
        connection->interest = wanted;
    }
}

void connection_open(int fd) {
    int size = SEND_BUFFER;
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    set_nodelay(fd);
    struct connection *connection = calloc(1, sizeof *connection);
    if (connection == NULL || fd >= MOST_FDS) {
        fail("connection");
    }
    connection->fd = fd;
    connection->serial = ++last_serial;
    connections[fd] = connection;
    connection_stats.accepted++;
    connection_stats.open++;
    watch(connection, false);
}

bool connection_runs(const struct connection *connection) {
    return connection->state == WAITING || connection->state == STREAMING;
}

void connection_drop(struct connection *connection) {
    if (connection_runs(connection)) {
        connection_stats.running--;
        connection_stats.aborted++;
        connection_stats.last_abort = now_ns();
    }
    connection_stats.open--;
    close(connection->fd);
    connections[connection->fd] = NULL;
    free(connection->out);
    free(connection);
}

void connection_put(struct connection *connection, const char *bytes, size_t count) {
    if (connection->out_length + count > connection->out_room) {
        connection->out_room = (connection->out_length + count) * 2;
        connection->out = realloc(connection->out, connection->out_room);
        if (connection->out == NULL) {
            fail("memory");
        }
    }
    memcpy(connection->out + connection->out_length, bytes, count);
    connection->out_length += count;
}

enum sent connection_flush(struct connection *connection) {
    while (connection->out_sent < connection->out_length) {
        ssize_t count = send(
            connection->fd,
            connection->out + connection->out_sent,
            connection->out_length - connection->out_sent,
            MSG_NOSIGNAL);
        if (count < 0) {
            if (errno == EAGAIN) {
                watch(connection, true);
                return SENT_SOME;
            }
            connection_drop(connection);
            return SENT_NOT;
        }
        connection->out_sent += (size_t)count;
    }
    connection->out_length = connection->out_sent = 0;
    watch(connection, false);
    return SENT_ALL;
}
