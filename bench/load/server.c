// A model server that is never what anybody waits for: one thread, epoll, several ports.
//
//   server PORTS MODEL...      prints the ports it listens on, then serves until it is ended
//
// It speaks so much of Ollama's and OpenAI's APIs that Herd takes it for a server of either kind; what a model does is
// in its name (see answers.h). GET /bench/stats tells how many requests were left by their clients, and when.
#define _GNU_SOURCE
#include "alarms.h"
#include "answers.h"
#include "common.h"
#include "connection.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST_PORTS 64
#define EVENTS_AT_ONCE 512
#define BURST_CHUNKS 8

static bool listens[MOST_FDS];
static int poller;
static char **models;
static int model_count;

static void alarm_at_due(const struct connection *connection) {
    alarms_add((struct alarm){connection->due, connection->fd, connection->serial});
}

static void put_whole(struct connection *connection, int status, const char *body) {
    char head[256];
    int length = snprintf(
        head,
        sizeof head,
        "HTTP/1.1 %d %s\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: %zu\r\n\r\n",
        status,
        status == 200 ? "OK" : "Not Found",
        strlen(body));
    connection_put(connection, head, (size_t)length);
    connection_put(connection, body, strlen(body));
}

// The request is answered: what comes next is a new one.
static void over(struct connection *connection) {
    if (connection_runs(connection)) {
        connection_stats.running--;
    }
    connection->state = READING_HEAD;
    connection->head_length = 0;
    connection->body_kept = 0;
}

static void put_chunk(struct connection *connection) {
    static char chunk[LONGEST_CHUNK + 512];
    size_t length = stream_chunk(chunk, connection->dialect, &connection->behaviour, connection->next_chunk);
    connection_put(connection, chunk, length);
    if (connection->next_chunk++ == connection->behaviour.chunks) {
        over(connection);
    }
}

static void begin_stream(struct connection *connection) {
    connection->state = STREAMING;
    char head[256];
    int length = snprintf(
        head,
        sizeof head,
        "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n",
        stream_content_type(connection->dialect));
    connection_put(connection, head, (size_t)length);
}

// As much as the client takes, with pauses for others. The connection may be gone afterwards.
static void send_burst(struct connection *connection) {
    enum sent sent = SENT_ALL;
    for (int i = 0; i < BURST_CHUNKS && sent == SENT_ALL && connection->state == STREAMING; i++) {
        put_chunk(connection);
        sent = connection_flush(connection);
    }
    if (sent == SENT_ALL && connection->state == STREAMING) {
        connection->due = now_ns();
        alarm_at_due(connection);
    }
}

// The next step of a running request is due.
static void step(struct connection *connection) {
    if (connection->state == WAITING && connection->behaviour.chunks == 0) {
        put_whole(connection, 200, whole_answer(connection->dialect));
        over(connection);
        connection_flush(connection);
        return;
    }
    if (connection->state == WAITING) {
        begin_stream(connection);
    }
    if (connection->behaviour.interval_ms == 0) {
        send_burst(connection);
        return;
    }
    put_chunk(connection);
    connection->due += (uint64_t)connection->behaviour.interval_ms * NANOS_PER_MILLI;
    bool more = connection->state == STREAMING;
    if (connection_flush(connection) != SENT_NOT && more) {
        alarm_at_due(connection);
    }
}

static struct behaviour asked_of(struct connection *connection) {
    connection->body[connection->body_kept] = 0;
    static const char key[] = "\"model\"";
    const char *name = strstr(connection->body, key);
    const char *start = name == NULL ? NULL : strchr(name + sizeof key - 1, '"');
    const char *end = start == NULL ? NULL : strchr(start + 1, '"');
    return end == NULL ? behaviour_of("", 0) : behaviour_of(start + 1, (size_t)(end - start - 1));
}

static void run(struct connection *connection, enum dialect dialect) {
    connection_stats.requests++;
    connection_stats.running++;
    connection->dialect = dialect;
    connection->behaviour = asked_of(connection);
    connection->state = WAITING;
    connection->next_chunk = 0;
    connection->due = now_ns() + (uint64_t)connection->behaviour.delay_ms * NANOS_PER_MILLI;
    if (connection->behaviour.delay_ms > 0) {
        alarm_at_due(connection);
    } else {
        step(connection);
    }
}

static const char *stats_page(void) {
    static char page[256];
    snprintf(
        page,
        sizeof page,
        "{\"accepted\":%ld,\"open\":%ld,\"running\":%ld,\"aborted\":%ld,\"requests\":%ld,\"last_abort_ns\":%lu}",
        connection_stats.accepted,
        connection_stats.open,
        connection_stats.running,
        connection_stats.aborted,
        connection_stats.requests,
        (unsigned long)connection_stats.last_abort);
    return page;
}

// The request is whole: answers it, or starts to.
static void answer(struct connection *connection) {
    char path[128] = "";
    sscanf(connection->head, "%*s %127s", path);
    if (strcmp(path, "/api/chat") == 0) {
        run(connection, DIALECT_OLLAMA);
    } else if (strcmp(path, "/v1/chat/completions") == 0) {
        run(connection, DIALECT_OPENAI);
    } else {
        const char *page =
            strcmp(path, "/bench/stats") == 0 ? stats_page() : inventory_page(path, models, model_count);
        put_whole(connection, page == NULL ? 404 : 200, page == NULL ? "{\"error\":\"not found\"}" : page);
        over(connection);
        connection_flush(connection);
    }
}

static uint64_t stated_length(const char *head) {
    static const char name[] = "\r\ncontent-length:";
    const char *stated = strcasestr(head, name);
    return stated == NULL ? 0 : strtoull(stated + sizeof name - 1, NULL, 10);
}

static void take_body(struct connection *connection, const char *bytes, size_t count) {
    size_t room = KEPT_BODY - 1 - connection->body_kept;
    size_t kept = count < room ? count : room;
    memcpy(connection->body + connection->body_kept, bytes, kept);
    connection->body_kept += kept;
    connection->body_left -= count;
    if (connection->body_left == 0) {
        answer(connection);
    }
}

// Takes the head's bytes, and those of the body that came with them. Nothing is pipelined.
static void take_head(struct connection *connection, const char *bytes, size_t count) {
    if (connection->head_length + count >= LONGEST_HEAD && memmem(bytes, count, "\r\n\r\n", 4) == NULL) {
        connection_drop(connection);
        return;
    }
    size_t room = LONGEST_HEAD - 1 - connection->head_length;
    size_t taken = count < room ? count : room;
    memcpy(connection->head + connection->head_length, bytes, taken);
    size_t before = connection->head_length;
    connection->head_length += taken;
    connection->head[connection->head_length] = 0;
    char *end = strstr(connection->head, "\r\n\r\n");
    if (end == NULL) {
        return;
    }
    size_t used = (size_t)(end - connection->head) + 4 - before;
    end[2] = 0;
    connection->body_left = stated_length(connection->head);
    if (connection->body_left == 0) {
        answer(connection);
        return;
    }
    connection->state = READING_BODY;
    if (count > used) {
        take_body(connection, bytes + used, count - used);
    }
}

static void readable(struct connection *connection) {
    static char bytes[1 << 18];
    ssize_t count = recv(connection->fd, bytes, sizeof bytes, 0);
    if (count < 0 && errno == EAGAIN) {
        return;
    }
    if (count <= 0) {
        connection_drop(connection);
    } else if (connection->state == READING_HEAD) {
        take_head(connection, bytes, (size_t)count);
    } else if (connection->state == READING_BODY) {
        take_body(connection, bytes, (size_t)count);
    }
}

static void accept_all(int listener) {
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
        if (fd < 0) {
            return;
        }
        connection_open(fd);
    }
}

static void handle(const struct epoll_event *event) {
    int fd = event->data.fd;
    if (listens[fd]) {
        accept_all(fd);
        return;
    }
    struct connection *connection = connection_of(fd);
    if (connection == NULL) {
        return;
    }
    uint64_t serial = connection->serial;
    if (event->events & (EPOLLERR | EPOLLHUP | EPOLLRDHUP)) {
        connection_drop(connection);
        return;
    }
    if (event->events & EPOLLIN) {
        readable(connection);
    }
    bool there = connection_of(fd) != NULL && connection_of(fd)->serial == serial;
    if (there && event->events & EPOLLOUT && connection_flush(connection) == SENT_ALL && connection->state == STREAMING
        && connection->behaviour.interval_ms == 0) {
        step(connection);
    }
}

static int listen_anywhere(void) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, length) < 0 || listen(fd, 4096) < 0
        || getsockname(fd, (struct sockaddr *)&address, &length) < 0) {
        fail("listen");
    }
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event) < 0) {
        fail("epoll_ctl");
    }
    listens[fd] = true;
    return ntohs(address.sin_port);
}

static void ring(uint64_t now) {
    while (alarms_first() != NULL && alarms_first()->due <= now) {
        struct alarm due = alarms_take();
        struct connection *connection = connection_of(due.fd);
        if (connection != NULL && connection->serial == due.serial && connection_runs(connection)) {
            step(connection);
        }
    }
}

static void serve(void) {
    struct epoll_event events[EVENTS_AT_ONCE];
    for (;;) {
        struct timespec wait;
        const struct alarm *first = alarms_first();
        if (first != NULL) {
            wait = time_until(first->due);
        }
        int count = epoll_pwait2(poller, events, EVENTS_AT_ONCE, first == NULL ? NULL : &wait, NULL);
        for (int i = 0; i < count; i++) {
            handle(&events[i]);
        }
        ring(now_ns());
    }
}

int main(int count, char **arguments) {
    int ports = count > 2 ? atoi(arguments[1]) : 0;
    if (ports < 1 || ports > MOST_PORTS) {
        fprintf(stderr, "usage: server PORTS MODEL...\n");
        return 2;
    }
    models = arguments + 2;
    model_count = count - 2;
    poller = epoll_create1(0);
    connections_use(poller);
    for (int i = 0; i < ports; i++) {
        printf("%s%d", i == 0 ? "" : " ", listen_anywhere());
    }
    printf("\n");
    fflush(stdout);
    serve();
}
