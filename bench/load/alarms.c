#include "alarms.h"
#include "common.h"

#include <errno.h>
#include <stdlib.h>

#define MOST_ALARMS 65536

static struct alarm alarms[MOST_ALARMS];
static int count;

void alarms_add(struct alarm alarm) {
    if (count == MOST_ALARMS) {
        errno = ENOMEM;
        fail("alarms");
    }
    int at = count++;
    while (at > 0 && alarms[(at - 1) / 2].due > alarm.due) {
        alarms[at] = alarms[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    alarms[at] = alarm;
}

const struct alarm *alarms_first(void) {
    return count == 0 ? NULL : &alarms[0];
}

struct alarm alarms_take(void) {
    struct alarm first = alarms[0];
    struct alarm moved = alarms[--count];
    int at = 0;
    for (;;) {
        int child = 2 * at + 1;
        if (child >= count) {
            break;
        }
        if (child + 1 < count && alarms[child + 1].due < alarms[child].due) {
            child++;
        }
        if (alarms[child].due >= moved.due) {
            break;
        }
        alarms[at] = alarms[child];
        at = child;
    }
    alarms[at] = moved;
    return first;
}
