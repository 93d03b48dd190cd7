#define _GNU_SOURCE
#include "common.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

uint64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * NANOS_PER_SECOND + (uint64_t)now.tv_nsec;
}

struct timespec time_until(uint64_t moment) {
    uint64_t now = now_ns();
    uint64_t left = moment > now ? moment - now : 0;
    return (struct timespec){
        .tv_sec = (time_t)(left / NANOS_PER_SECOND), .tv_nsec = (long)(left % NANOS_PER_SECOND)};
}

_Noreturn void fail(const char *what) {
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    exit(2);
}

void set_nonblocking(int fd) {
    if (fcntl(fd, F_SETFL, O_NONBLOCK) < 0) {
        fail("fcntl");
    }
}

void set_nodelay(int fd) {
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

int open_socket(void) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0) {
        fail("socket");
    }
    set_nodelay(fd);
    return fd;
}

void connect_to(int fd, int port) {
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        fail("connect");
    }
    set_nonblocking(fd);
}

void samples_add(struct samples *samples, uint64_t nanos) {
    if (samples->count == samples->room) {
        samples->room = samples->room == 0 ? 1 << 14 : samples->room * 2;
        samples->values = realloc(samples->values, samples->room * sizeof *samples->values);
        if (samples->values == NULL) {
            fail("memory");
        }
    }
    samples->values[samples->count++] = nanos;
}

static int by_size(const void *one, const void *other) {
    uint64_t a = *(const uint64_t *)one;
    uint64_t b = *(const uint64_t *)other;
    return a < b ? -1 : a > b;
}

void samples_sort(struct samples *samples) {
    qsort(samples->values, samples->count, sizeof *samples->values, by_size);
}

double samples_micros(const struct samples *samples, double share) {
    if (samples->count == 0) {
        return -1;
    }
    size_t at = (size_t)(share * (double)samples->count);
    return (double)samples->values[at < samples->count ? at : samples->count - 1] / 1000.0;
}
