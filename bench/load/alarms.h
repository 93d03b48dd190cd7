// What is due when: a heap of moments, the earliest first.
#ifndef BENCH_ALARMS_H
#define BENCH_ALARMS_H

#include <stdint.h>

struct alarm {
    uint64_t due; // nanoseconds of now_ns()
    int fd;
    uint64_t serial; // of the connection that had the descriptor then
};

void alarms_add(struct alarm alarm);

// The earliest; NULL when there is none.
const struct alarm *alarms_first(void);

// Takes the earliest out; there must be one.
struct alarm alarms_take(void);

#endif
