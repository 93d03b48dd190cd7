#define _GNU_SOURCE
#include "reply.h"

#include <stdlib.h>
#include <string.h>

void reply_reset(struct reply *reply) {
    reply->state = REPLY_HEAD;
    reply->status = 0;
    reply->closes = false;
    reply->left = 0;
    reply->line_empty = true;
    reply->head_length = 0;
}

static bool has(const char *head, const char *header) {
    return strcasestr(head, header) != NULL;
}

// Reads the head, which is whole and ends in a zero.
static enum reply_progress understand(struct reply *reply) {
    if (strncmp(reply->head, "HTTP/1.1 ", 9) != 0) {
        return REPLY_MALFORMED;
    }
    reply->status = atoi(reply->head + 9);
    reply->closes = has(reply->head, "\r\nconnection: close");
    if (has(reply->head, "\r\ntransfer-encoding: chunked")) {
        reply->state = REPLY_CHUNK_SIZE;
        return REPLY_MORE;
    }
    static const char length_name[] = "\r\ncontent-length:";
    const char *length = strcasestr(reply->head, length_name);
    if (length == NULL) {
        return REPLY_MALFORMED;
    }
    reply->left = strtoull(length + sizeof length_name - 1, NULL, 10);
    reply->state = REPLY_BODY;
    return reply->left == 0 ? REPLY_COMPLETE : REPLY_MORE;
}

// Takes what belongs to the head; *used is how much that is.
static enum reply_progress feed_head(struct reply *reply, const char *bytes, size_t count, size_t *used) {
    size_t before = reply->head_length;
    size_t room = LONGEST_HEAD - 1 - before;
    size_t taken = count < room ? count : room;
    memcpy(reply->head + before, bytes, taken);
    reply->head_length += taken;
    reply->head[reply->head_length] = 0;
    char *end = strstr(reply->head, "\r\n\r\n");
    if (end == NULL) {
        *used = taken;
        return taken == room ? REPLY_MALFORMED : REPLY_MORE;
    }
    size_t length = (size_t)(end - reply->head) + 4;
    *used = length - before;
    reply->head[length] = 0;
    return understand(reply);
}

static size_t feed_data(struct reply *reply, const char *bytes, size_t count, const struct reply_listener *listener) {
    size_t taken = count < reply->left ? count : (size_t)reply->left;
    if (listener != NULL && listener->data != NULL) {
        listener->data(listener->owner, bytes, taken);
    }
    reply->left -= taken;
    return taken;
}

static int hex(char digit) {
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    char lower = (char)(digit | 32);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

static enum reply_progress feed_size(struct reply *reply, char byte) {
    if (byte == '\n') {
        reply->state = reply->left == 0 ? REPLY_TRAILER : REPLY_CHUNK_DATA;
    } else if (byte != '\r') {
        int digit = hex(byte);
        if (digit < 0) {
            return REPLY_MALFORMED;
        }
        reply->left = reply->left * 16 + (uint64_t)digit;
    }
    return REPLY_MORE;
}

static enum reply_progress feed_trailer(struct reply *reply, char byte) {
    if (byte == '\n') {
        if (reply->line_empty) {
            return REPLY_COMPLETE;
        }
        reply->line_empty = true;
    } else if (byte != '\r') {
        reply->line_empty = false;
    }
    return REPLY_MORE;
}

enum reply_progress reply_feed(
    struct reply *reply, const char *bytes, size_t count, const struct reply_listener *listener) {
    size_t at = 0;
    enum reply_progress progress = REPLY_MORE;
    while (at < count && progress == REPLY_MORE) {
        size_t used = 1;
        switch (reply->state) {
        case REPLY_HEAD:
            progress = feed_head(reply, bytes + at, count - at, &used);
            break;
        case REPLY_BODY:
            used = feed_data(reply, bytes + at, count - at, listener);
            progress = reply->left == 0 ? REPLY_COMPLETE : REPLY_MORE;
            break;
        case REPLY_CHUNK_SIZE:
            progress = feed_size(reply, bytes[at]);
            break;
        case REPLY_CHUNK_DATA:
            used = feed_data(reply, bytes + at, count - at, listener);
            if (reply->left == 0) {
                reply->state = REPLY_CHUNK_END;
                if (listener != NULL && listener->chunk_end != NULL) {
                    listener->chunk_end(listener->owner);
                }
            }
            break;
        case REPLY_CHUNK_END:
            if (bytes[at] == '\n') {
                reply->state = REPLY_CHUNK_SIZE;
            }
            break;
        case REPLY_TRAILER:
            progress = feed_trailer(reply, bytes[at]);
            break;
        }
        at += used;
    }
    return progress;
}
