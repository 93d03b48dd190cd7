// What the model server and the client of the benchmark share: clock, sockets, samples.
#ifndef BENCH_COMMON_H
#define BENCH_COMMON_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

#define NANOS_PER_SECOND 1000000000ull
#define NANOS_PER_MILLI 1000000ull

// A chunk of a stream carries when it was sent and its place, so that its delay and its order can be told on the
// other side: CHUNK_MARK, 20 digits of nanoseconds, PLACE_MARK, 5 digits of index from 0. No JSON encoder escapes it.
#define CHUNK_MARK "@T"
#define PLACE_MARK 'N'
#define CHUNK_TIME_DIGITS 20
#define CHUNK_PLACE_DIGITS 5

// Nanoseconds of the clock that all processes of the machine share.
uint64_t now_ns(void);

// How long it is until then, 0 when it is past.
struct timespec time_until(uint64_t moment);

// Says what failed, with the system's reason, and ends the process.
_Noreturn void fail(const char *what);

void set_nonblocking(int fd);
void set_nodelay(int fd);

// A TCP socket that is not connected yet.
int open_socket(void);

// Connects it to a port of this machine; not blocking from then on.
void connect_to(int fd, int port);

// Measured values in the order they came.
struct samples {
    uint64_t *values;
    size_t count;
    size_t room;
};

void samples_add(struct samples *samples, uint64_t nanos);
void samples_sort(struct samples *samples);

// The value below which that share of the sorted samples lies, in microseconds; -1 when there is none.
double samples_micros(const struct samples *samples, double share);

#endif
