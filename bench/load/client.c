// The client of the benchmark: one thread, epoll. Prints one line of JSON.
//
//   client closed   each connection sends its next request when it has its answer
//   client streams  streams begin at a fixed rate, whatever became of those before
//   client slow     opens streams, takes a little of each now and then, until its standard input ends
//   client leave    sends one request, leaves, and tells when
#define _GNU_SOURCE
#include "client.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

void link_open(struct link *link, int poller, const struct settings *settings, void *owner) {
    static int next;
    link->fd = open_socket();
    connect_to(link->fd, settings->ports[next++ % settings->port_count]);
    link->interest = EPOLLIN;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = owner};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, link->fd, &event) < 0) {
        fail("epoll_ctl");
    }
    link_reset(link);
}

void link_close(struct link *link) {
    close(link->fd);
    link->fd = -1;
}

void link_reset(struct link *link) {
    link->sent = 0;
    reply_reset(&link->reply);
}

static void watch(struct link *link, int poller, uint32_t interest, void *owner) {
    if (link->interest != interest) {
        struct epoll_event event = {.events = interest, .data.ptr = owner};
        epoll_ctl(poller, EPOLL_CTL_MOD, link->fd, &event);
        link->interest = interest;
    }
}

enum link_sent link_send(struct link *link, int poller, const struct settings *settings, void *owner) {
    while (link->sent < settings->request_length) {
        ssize_t count =
            send(link->fd, settings->request + link->sent, settings->request_length - link->sent, MSG_NOSIGNAL);
        if (count < 0) {
            if (errno != EAGAIN) {
                return LINK_BROKEN;
            }
            watch(link, poller, EPOLLIN | EPOLLOUT, owner);
            return LINK_BLOCKED;
        }
        link->sent += (size_t)count;
    }
    watch(link, poller, EPOLLIN, owner);
    return LINK_SENT;
}

static void read_ports(struct settings *settings, char *list) {
    for (char *port = strtok(list, ","); port != NULL; port = strtok(NULL, ",")) {
        if (settings->port_count < MOST_PORTS) {
            settings->ports[settings->port_count++] = atoi(port);
        }
    }
}

static void make_request(struct settings *settings, const char *path, const char *body_file) {
    FILE *file = fopen(body_file, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) < 0) {
        fail(body_file);
    }
    size_t length = (size_t)ftell(file);
    rewind(file);
    settings->request = malloc(length + 1024);
    int head = sprintf(
        settings->request,
        "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\nAccept: */*\r\n"
        "Authorization: Bearer bench\r\nUser-Agent: bench/1\r\nContent-Length: %zu\r\n\r\n",
        path,
        settings->ports[0],
        length);
    if (fread(settings->request + head, 1, length, file) != length) {
        fail(body_file);
    }
    fclose(file);
    settings->request_length = (size_t)head + length;
}

static const struct option OPTIONS[] = {
    {"ports", required_argument, NULL, 'p'},
    {"path", required_argument, NULL, 'u'},
    {"body", required_argument, NULL, 'b'},
    {"connections", required_argument, NULL, 'c'},
    {"seconds", required_argument, NULL, 's'},
    {"warm", required_argument, NULL, 'w'},
    {"stream-ms", required_argument, NULL, 't'},
    {"sse", no_argument, NULL, 'e'},
    {"read-bytes", required_argument, NULL, 'r'},
    {"read-every-ms", required_argument, NULL, 'i'},
    {"after-events", required_argument, NULL, 'n'},
    {"after-ms", required_argument, NULL, 'm'},
    {NULL, 0, NULL, 0},
};

static int usage(void) {
    fprintf(stderr, "usage: client closed|streams|slow|leave --ports P,... --path PATH --body FILE [OPTION]...\n");
    for (const struct option *option = OPTIONS; option->name != NULL; option++) {
        fprintf(stderr, "  --%s\n", option->name);
    }
    return 2;
}

int main(int count, char **arguments) {
    struct settings settings = {.connections = 1, .seconds = 1, .read_bytes = 512, .read_every_ms = 500};
    const char *path = NULL;
    const char *body = NULL;
    int option;
    while ((option = getopt_long(count, arguments, "", OPTIONS, NULL)) >= 0) {
        switch (option) {
        case 'p': read_ports(&settings, optarg); break;
        case 'u': path = optarg; break;
        case 'b': body = optarg; break;
        case 'c': settings.connections = atoi(optarg); break;
        case 's': settings.seconds = atof(optarg); break;
        case 'w': settings.warm = atof(optarg); break;
        case 't': settings.stream_ms = atof(optarg); break;
        case 'e': settings.sse = true; break;
        case 'r': settings.read_bytes = atoi(optarg); break;
        case 'i': settings.read_every_ms = atoi(optarg); break;
        case 'n': settings.after_events = atoi(optarg); break;
        case 'm': settings.after_ms = atoi(optarg); break;
        default: return usage();
        }
    }
    if (optind != count - 1 || settings.port_count == 0 || path == NULL || body == NULL || settings.connections < 1) {
        return usage();
    }
    make_request(&settings, path, body);
    const char *mode = arguments[optind];
    return strcmp(mode, "closed") == 0 ? run_closed(&settings)
        : strcmp(mode, "streams") == 0 ? run_streams(&settings)
        : strcmp(mode, "slow") == 0    ? run_slow(&settings)
        : strcmp(mode, "leave") == 0   ? run_leave(&settings)
                                       : usage();
}
