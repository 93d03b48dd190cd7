// A client that leaves in the middle, and says when.
#define _GNU_SOURCE
#include "client.h"
#include "events.h"

#include <errno.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>

static int seen;

static void marked(void *owner, uint64_t sent_at, int place) {
    (void)owner;
    (void)sent_at;
    (void)place;
    seen++;
}

int run_leave(const struct settings *settings) {
    int poller = epoll_create1(0);
    struct link link;
    struct events events = {.sse = settings->sse, .marked = marked};
    events_reset(&events);
    struct reply_listener listener = {events_data, events_chunk_end, &events};
    link_open(&link, poller, settings, &link);
    if (link_send(&link, poller, settings, &link) != LINK_SENT) {
        fail("send");
    }
    uint64_t give_up = now_ns() + 10 * NANOS_PER_SECOND;
    uint64_t leave = settings->after_events > 0 ? give_up : now_ns() + (uint64_t)settings->after_ms * NANOS_PER_MILLI;
    while (now_ns() < leave && (settings->after_events == 0 || seen < settings->after_events)) {
        struct timespec wait = time_until(leave);
        struct epoll_event event;
        if (epoll_pwait2(poller, &event, 1, &wait, NULL) <= 0) {
            continue;
        }
        static char bytes[1 << 16];
        ssize_t count = recv(link.fd, bytes, sizeof bytes, 0);
        if (count == 0 || (count < 0 && errno != EAGAIN)
            || (count > 0 && reply_feed(&link.reply, bytes, (size_t)count, &listener) != REPLY_MORE)) {
            fprintf(stderr, "the answer ended before its client left\n");
            return 1;
        }
    }
    uint64_t left_at = now_ns();
    link_close(&link);
    printf("{\"left_ns\":%lu,\"events\":%d}\n", (unsigned long)left_at, seen);
    return 0;
}
