#include "cf.h"
#include "../mock.h"
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

void CFRelease(void *);

/* The registry: entries of a class as a text of numbers under services.CLASS, properties under io.ENTRY.NAME. */
void *IOServiceMatching(const char *type) { return cf_string(type, 1); }

static uint32_t listed[64];
static int remaining;

int IOServiceGetMatchingServices(uint32_t port, void *wanted, uint32_t *iterator) {
    if (port) return -1;
    char type[128];
    strncpy(type, cf_text(wanted), sizeof type - 1);
    CFRelease(wanted); /* it consumes what it looks for */
    int count = mock_list(mock_key("services.%s", type), listed, 64);
    remaining = count < 0 ? 0 : count;
    mock_add("io.live", 1);
    *iterator = 900;
    return 0;
}

uint32_t IOIteratorNext(uint32_t iterator) {
    if (iterator != 900 || remaining == 0) return 0;
    mock_add("io.live", 1);
    return listed[--remaining];
}

void *IORegistryEntryCreateCFProperty(uint32_t entry, void *name, void *allocator, uint32_t options) {
    return allocator || options ? NULL : cf_under(mock_key("io.%u.%s", entry, cf_text(name)), 1);
}

int IOObjectRelease(uint32_t object) {
    mock_add("io.live", object ? -1 : 0);
    return 0;
}

/* Power sources: their numbers as a text under ps.list, each described under ps.NUMBER. */
void *IOPSCopyPowerSourcesInfo(void) { return mock_has("ps.none") ? NULL : cf_dictionary("ps", 1); }

void *IOPSGetProvidingPowerSourceType(void *info) {
    return info && mock_text("ps.providing") ? cf_string(mock_text("ps.providing"), 0) : NULL;
}

void *IOPSCopyPowerSourcesList(void *info) {
    uint32_t numbers[16];
    void *parts[16];
    int count = info ? mock_list("ps.list", numbers, 16) : 0;
    for (int i = 0; i < count; i++) parts[i] = cf_string(mock_key("%u", numbers[i]), 0);
    return cf_array(parts, count < 0 ? 0 : count, 1);
}

void *IOPSGetPowerSourceDescription(void *info, void *source) {
    return info ? cf_dictionary(mock_key("ps.%s", cf_text(source)), 0) : NULL;
}

/* Assertions against sleep. */
int IOPMAssertionCreateWithName(void *type, uint32_t level, void *reason, uint32_t *id) {
    if (mock_get("awake.status")) return mock_get("awake.status");
    if (strcmp(cf_text(type), "PreventUserIdleSystemSleep") || level != 255) return -1;
    mock_set_text("awake.reason", cf_text(reason));
    mock_add("awake.live", 1);
    *id = 0x8123;
    return 0;
}

int IOPMAssertionRelease(uint32_t id) {
    mock_add("awake.live", id == 0x8123 ? -1 : 1000);
    return 0;
}

/* Sleep: messages that are posted to the run loop; each answer is counted under answered.ARGUMENT. */
static void (*callback)(void *, uint32_t, uint32_t, void *);

void power_deliver(uint32_t message, void *argument) {
    callback(NULL, 1, message, argument);
    mock_add("delivered", 1);
}

uint32_t IORegisterForSystemPower(
        void *reference, void **port, void (*called)(void *, uint32_t, uint32_t, void *), uint32_t *notifier) {
    if (reference || mock_has("power.refused")) return 0;
    callback = called;
    *port = (void *)0x10;
    *notifier = 9;
    mock_add("power.registered", 1);
    return 77;
}

int IOAllowPowerChange(uint32_t root, long argument) {
    mock_add(mock_key(root == 77 ? "answered.%ld" : "answered.wrongly", argument), 1);
    return 0;
}

int IODeregisterForSystemPower(uint32_t *notifier) {
    mock_add("power.registered", *notifier == 9 ? -1 : 1000);
    return 0;
}

void *IONotificationPortGetRunLoopSource(void *port) { return port == (void *)0x10 ? (void *)0x20 : NULL; }
void IONotificationPortDestroy(void *port) { mock_add("power.destroyed", port == (void *)0x10); }

int IOServiceClose(uint32_t root) {
    mock_add("power.closed", root == 77);
    return 0;
}
