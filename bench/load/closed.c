// A closed loop: so many clients, each of which asks again when it has its answer.
#define _GNU_SOURCE
#include "client.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>

struct asker {
    struct link link;
    uint64_t asked_at;
    bool busy;
};

static const struct settings *settings;
static int poller;
static struct samples latencies;
static long errors;
static long busy_count;
static uint64_t measured_from;
static uint64_t measured_until;

static void ask(struct asker *asker);

// The connection broke, or said something wrong: a fresh one goes on.
static void broke(struct asker *asker) {
    errors++;
    busy_count--;
    asker->busy = false;
    link_close(&asker->link);
    if (now_ns() < measured_until && errors < 10000) {
        link_open(&asker->link, poller, settings, asker);
        ask(asker);
    }
}

static void ask(struct asker *asker) {
    asker->asked_at = now_ns();
    asker->busy = true;
    busy_count++;
    if (link_send(&asker->link, poller, settings, asker) == LINK_BROKEN) {
        broke(asker);
    }
}

static void answered(struct asker *asker, uint64_t now) {
    if (asker->link.reply.status != 200) {
        errors++;
    } else if (now >= measured_from && now < measured_until) {
        samples_add(&latencies, now - asker->asked_at);
    }
    asker->busy = false;
    busy_count--;
    bool closes = asker->link.reply.closes;
    link_reset(&asker->link);
    if (closes) {
        link_close(&asker->link);
        link_open(&asker->link, poller, settings, asker);
    }
    if (now < measured_until) {
        ask(asker);
    }
}

static void readable(struct asker *asker) {
    static char bytes[1 << 18];
    ssize_t count = recv(asker->link.fd, bytes, sizeof bytes, 0);
    if (count < 0 && errno == EAGAIN) {
        return;
    }
    enum reply_progress progress =
        count > 0 ? reply_feed(&asker->link.reply, bytes, (size_t)count, NULL) : REPLY_MALFORMED;
    if (progress == REPLY_MALFORMED) {
        broke(asker);
    } else if (progress == REPLY_COMPLETE) {
        answered(asker, now_ns());
    }
}

static void print(void) {
    samples_sort(&latencies);
    printf(
        "{\"requests\":%zu,\"per_second\":%.1f,\"p50_us\":%.1f,\"p90_us\":%.1f,\"p99_us\":%.1f,\"p999_us\":%.1f,"
        "\"max_us\":%.1f,\"errors\":%ld}\n",
        latencies.count,
        (double)latencies.count / settings->seconds,
        samples_micros(&latencies, 0.5),
        samples_micros(&latencies, 0.9),
        samples_micros(&latencies, 0.99),
        samples_micros(&latencies, 0.999),
        samples_micros(&latencies, 1),
        errors);
}

int run_closed(const struct settings *given) {
    settings = given;
    poller = epoll_create1(0);
    uint64_t start = now_ns();
    measured_from = start + (uint64_t)(settings->warm * NANOS_PER_SECOND);
    measured_until = measured_from + (uint64_t)(settings->seconds * NANOS_PER_SECOND);
    uint64_t give_up = measured_until + 5 * NANOS_PER_SECOND;
    struct asker *askers = calloc((size_t)settings->connections, sizeof *askers);
    for (int i = 0; i < settings->connections; i++) {
        link_open(&askers[i].link, poller, settings, &askers[i]);
        ask(&askers[i]);
    }
    struct epoll_event events[EVENTS_AT_ONCE];
    // Who still waits at the end gets its answer, so that nobody is left.
    while (busy_count > 0 && now_ns() < give_up) {
        int count = epoll_wait(poller, events, EVENTS_AT_ONCE, 100);
        for (int i = 0; i < count; i++) {
            struct asker *asker = events[i].data.ptr;
            if (events[i].events & EPOLLOUT
                && link_send(&asker->link, poller, settings, asker) == LINK_BROKEN) {
                broke(asker);
            } else if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) {
                readable(asker);
            }
        }
    }
    errors += busy_count;
    print();
    return 0;
}
