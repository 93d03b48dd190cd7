// An open loop: streams begin at a fixed rate, so that a slow server finds more of them, not fewer.
//
// The first and the last stretch, one stream long each, do not count: there are fewer streams at once in them.
#define _GNU_SOURCE
#include "client.h"
#include "events.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>

struct stream {
    struct link link;
    struct events events;
    struct stream *next_idle;
    uint64_t begins_at; // when it was to begin, whether or not the client was in time
    int next_place;
    bool busy;
};

static const struct settings *settings;
static int poller;
static struct stream *idle;
static struct samples first_events;
static struct samples delays;
static long completed, errors, out_of_order, event_count, merged, split;
static int active, most_active;
static uint64_t measured_from;

static void marked(void *owner, uint64_t sent_at, int place) {
    struct stream *stream = owner;
    uint64_t now = now_ns();
    if (place != stream->next_place) {
        out_of_order++;
    }
    if (stream->begins_at >= measured_from) {
        if (stream->next_place == 0) {
            samples_add(&first_events, now - stream->begins_at);
        }
        samples_add(&delays, now - sent_at);
    }
    event_count++;
    stream->next_place = place + 1;
}

static struct stream *fresh(void) {
    struct stream *stream = calloc(1, sizeof *stream);
    if (stream == NULL) {
        fail("memory");
    }
    stream->events.marked = marked;
    stream->events.owner = stream;
    stream->events.sse = settings->sse;
    link_open(&stream->link, poller, settings, stream);
    return stream;
}

static void ended(struct stream *stream) {
    active--;
    stream->busy = false;
    merged += stream->events.merged;
    split += stream->events.split;
    stream->events.merged = stream->events.split = 0;
}

static void broke(struct stream *stream) {
    errors++;
    ended(stream);
    link_close(&stream->link);
}

static void begin(uint64_t at) {
    struct stream *stream = idle;
    if (stream == NULL) {
        stream = fresh();
    } else {
        idle = stream->next_idle;
    }
    link_reset(&stream->link);
    events_reset(&stream->events);
    stream->begins_at = at;
    stream->next_place = 0;
    stream->busy = true;
    active++;
    most_active = active > most_active ? active : most_active;
    if (link_send(&stream->link, poller, settings, stream) == LINK_BROKEN) {
        broke(stream);
    }
}

// An idle connection that its server closed.
static void forget(struct stream *stream) {
    for (struct stream **at = &idle; *at != NULL; at = &(*at)->next_idle) {
        if (*at == stream) {
            *at = stream->next_idle;
            break;
        }
    }
    link_close(&stream->link);
    free(stream);
}

static void complete(struct stream *stream) {
    if (stream->link.reply.status != 200 || stream->next_place == 0) {
        errors++;
    } else {
        completed++;
    }
    ended(stream);
    if (stream->link.reply.closes) {
        link_close(&stream->link);
        return;
    }
    stream->next_idle = idle;
    idle = stream;
}

static void readable(struct stream *stream) {
    static char bytes[1 << 18];
    ssize_t count = recv(stream->link.fd, bytes, sizeof bytes, 0);
    if (count < 0 && errno == EAGAIN) {
        return;
    }
    if (!stream->busy) {
        forget(stream);
        return;
    }
    struct reply_listener listener = {events_data, events_chunk_end, &stream->events};
    enum reply_progress progress =
        count > 0 ? reply_feed(&stream->link.reply, bytes, (size_t)count, &listener) : REPLY_MALFORMED;
    if (progress == REPLY_MALFORMED) {
        broke(stream);
    } else if (progress == REPLY_COMPLETE) {
        complete(stream);
    }
}

static void print(void) {
    samples_sort(&first_events);
    samples_sort(&delays);
    printf(
        "{\"streams\":%ld,\"first_p50_us\":%.1f,\"first_p99_us\":%.1f,\"delay_p50_us\":%.1f,\"delay_p99_us\":%.1f,"
        "\"events\":%ld,\"merged\":%ld,\"split\":%ld,\"out_of_order\":%ld,\"most_at_once\":%d,\"errors\":%ld}\n",
        completed,
        samples_micros(&first_events, 0.5),
        samples_micros(&first_events, 0.99),
        samples_micros(&delays, 0.5),
        samples_micros(&delays, 0.99),
        event_count,
        merged,
        split,
        out_of_order,
        most_active,
        errors);
}

int run_streams(const struct settings *given) {
    settings = given;
    poller = epoll_create1(0);
    uint64_t stream = (uint64_t)(settings->stream_ms * NANOS_PER_MILLI);
    uint64_t gap = stream / (uint64_t)settings->connections;
    uint64_t next = now_ns();
    measured_from = next + stream;
    uint64_t stop = measured_from + (uint64_t)(settings->seconds * NANOS_PER_SECOND);
    uint64_t give_up = stop + stream + 10 * NANOS_PER_SECOND;
    struct epoll_event events[EVENTS_AT_ONCE];
    while ((next < stop || active > 0) && now_ns() < give_up) {
        while (next < stop && next <= now_ns()) {
            begin(next);
            next += gap;
        }
        struct timespec wait = time_until(next < stop ? next : give_up);
        int count = epoll_pwait2(poller, events, EVENTS_AT_ONCE, &wait, NULL);
        for (int i = 0; i < count; i++) {
            struct stream *ready = events[i].data.ptr;
            if (events[i].events & EPOLLOUT && link_send(&ready->link, poller, settings, ready) == LINK_BROKEN) {
                broke(ready);
            } else if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) {
                readable(ready);
            }
        }
    }
    errors += active;
    print();
    return 0;
}
