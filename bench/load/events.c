#define _GNU_SOURCE
#include "common.h"
#include "events.h"

#include <stdlib.h>
#include <string.h>

void events_reset(struct events *events) {
    events->in_chunk = 0;
    events->at_boundary = true;
    events->line_length = 0;
}

static void ended(struct events *events) {
    events->in_chunk++;
    events->at_boundary = true;
}

// A line is whole, of which the beginning was kept.
static void line(struct events *events) {
    events->line[events->line_length] = 0;
    const char *mark = strstr(events->line, CHUNK_MARK);
    if (mark != NULL) {
        char *behind;
        uint64_t sent_at = strtoull(mark + sizeof CHUNK_MARK - 1, &behind, 10);
        events->marked(events->owner, sent_at, *behind == PLACE_MARK ? atoi(behind + 1) : -1);
    }
    bool blank = events->line_length == 0;
    events->line_length = 0;
    if (blank || !events->sse) {
        ended(events);
    } else {
        events->at_boundary = false;
    }
}

void events_data(void *owner, const char *bytes, size_t count) {
    struct events *events = owner;
    const char *end = bytes + count;
    while (bytes < end) {
        const char *stop = memchr(bytes, '\n', (size_t)(end - bytes));
        size_t length = (size_t)((stop == NULL ? end : stop) - bytes);
        size_t room = KEPT_LINE - 1 - events->line_length;
        size_t kept = length < room ? length : room;
        memcpy(events->line + events->line_length, bytes, kept);
        events->line_length += kept;
        if (stop == NULL) {
            events->at_boundary = false;
            return;
        }
        line(events);
        bytes = stop + 1;
    }
}

void events_chunk_end(void *owner) {
    struct events *events = owner;
    if (events->in_chunk > 1) {
        events->merged += events->in_chunk - 1;
    }
    if (!events->at_boundary) {
        events->split++;
    }
    events->in_chunk = 0;
}
