// Many streams whose clients hardly read: what a server keeps for each becomes visible.
//
// Prints {"open":N} once every stream has begun, and its figures when its standard input ends, whereupon all leave.
#define _GNU_SOURCE
#include "client.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define RECEIVE_BUFFER 4096 // so that what is not read piles up at the server

// As on a real network. With the 64 KB of the loopback, the kernel would give the server 2.6 MB of buffer for each
// stream, and the server would hardly ever wait.
#define NETWORK_SEGMENT 1460

#define LONGEST_OPENING (30 * NANOS_PER_SECOND)
#define OPENED_AT_ONCE 50

struct reader {
    int fd;
    bool begun;
};

static long bytes_read, gone;

static int open_reader(const struct settings *settings, int index) {
    int fd = open_socket();
    int size = RECEIVE_BUFFER;
    int segment = NETWORK_SEGMENT;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    setsockopt(fd, IPPROTO_TCP, TCP_MAXSEG, &segment, sizeof segment);
    connect_to(fd, settings->ports[index % settings->port_count]);
    if (send(fd, settings->request, settings->request_length, MSG_NOSIGNAL) != (ssize_t)settings->request_length) {
        fail("send");
    }
    return fd;
}

static void take(struct reader *reader, const struct settings *settings) {
    static char bytes[1 << 16];
    ssize_t count = recv(reader->fd, bytes, (size_t)settings->read_bytes, 0);
    bool refused = count > 0 && !reader->begun && strncmp(bytes, "HTTP/1.1 200", 12) != 0;
    if (count > 0 && !refused) {
        bytes_read += count;
        reader->begun = true;
    } else if (refused || count == 0 || errno != EAGAIN) {
        gone++;
        close(reader->fd);
        reader->fd = -1;
    }
}

static int begun(const struct reader *readers, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
        sum += readers[i].begun;
    }
    return sum;
}

// Waits so long, or until standard input ends; tells whether it has.
static bool told_to_end(int millis) {
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    return poll(&input, 1, millis) > 0;
}

int run_slow(const struct settings *settings) {
    struct reader *readers = calloc((size_t)settings->connections, sizeof *readers);
    for (int i = 0; i < settings->connections; i++) {
        readers[i].fd = open_reader(settings, i);
        if (i % OPENED_AT_ONCE == OPENED_AT_ONCE - 1) {
            usleep(20000);
        }
    }
    uint64_t opening_ends = now_ns() + LONGEST_OPENING;
    uint64_t ends = opening_ends + (uint64_t)(settings->seconds * NANOS_PER_SECOND);
    bool told = false;
    while (now_ns() < ends) {
        uint64_t round = now_ns() + (uint64_t)settings->read_every_ms * NANOS_PER_MILLI;
        for (int i = 0; i < settings->connections; i++) {
            if (readers[i].fd >= 0) {
                take(&readers[i], settings);
            }
        }
        int open = begun(readers, settings->connections);
        if (!told && (open == settings->connections || now_ns() > opening_ends)) {
            printf("{\"open\":%d}\n", open);
            fflush(stdout);
            told = true;
        }
        uint64_t now = now_ns();
        if (told_to_end(round > now ? (int)((round - now) / NANOS_PER_MILLI) : 0)) {
            break;
        }
    }
    printf("{\"bytes\":%ld,\"gone\":%ld}\n", bytes_read, gone);
    return 0;
}
