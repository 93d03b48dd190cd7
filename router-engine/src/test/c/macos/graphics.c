#include "cf.h"
#include "../mock.h"
#include <stddef.h>

struct rectangle {
    double x, y, width, height;
};

double CGEventSourceSecondsSinceLastEventType(int32_t state, uint32_t type) {
    return state == 1 && type == 0xFFFFFFFFu ? mock_or("idle.millis", -1000) / 1000.0 : -2;
}

void *CGSessionCopyCurrentDictionary(void) { return mock_has("session.dict") ? cf_dictionary("session", 1) : NULL; }

/* Windows: their numbers as a text, each described under window.NUMBER. */
void *CGWindowListCopyWindowInfo(uint32_t option, uint32_t relative) {
    if (option != 17 || relative) return NULL;
    uint32_t numbers[16];
    void *parts[16];
    int count = mock_list("windows", numbers, 16);
    for (int i = 0; i < count; i++) parts[i] = cf_dictionary(mock_key("window.%u", numbers[i]), 0);
    return cf_array(parts, count < 0 ? 0 : count, 1);
}

uint32_t CGMainDisplayID(void) { return 69; }

struct rectangle CGDisplayBounds(uint32_t display) {
    return (struct rectangle){0, 0, display == 69 ? mock_get("display.width") : 0, mock_get("display.height")};
}
