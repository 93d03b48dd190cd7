#include "../mock.h"
#include <stddef.h>
#include <string.h>

/* Numbers stand under sysctl.NAME, of as many bytes as sysctl.NAME.bytes says, else 4. */
int sysctlbyname(const char *name, void *value, size_t *length, void *fresh, size_t bytes) {
    const char *key = mock_key("sysctl.%s", name);
    size_t width = mock_or(mock_key("%s.bytes", key), 4);
    if (fresh || bytes || !mock_has(key) || *length < width) return -1;
    int64_t number = mock_get(key);
    memcpy(value, &number, width); /* the lower bytes come first on all machines that run this */
    *length = width;
    return 0;
}

/* Like the real one it takes any key, and knows one. */
uint32_t notify_register_check(const char *key, int *token) {
    *token = strcmp(key, "com.apple.system.thermalpressurelevel") ? 8 : 7;
    mock_add("notify.registered", 1);
    return mock_get("notify.status");
}

uint32_t notify_get_state(int token, uint64_t *state) {
    *state = token == 7 ? mock_get("thermal") : 0;
    return mock_get("notify.status");
}

uint32_t mach_host_self(void) {
    mock_add("host.calls", 1);
    return 515;
}

int host_statistics64(uint32_t host, int flavor, int *numbers, uint32_t *count) {
    if (host != 515 || flavor != 4 || *count != 38) return 4;
    memset(numbers, 0x55, 152);
    uint64_t swapouts = mock_get("vm.swapouts");
    memcpy((char *)numbers + 120, &swapouts, 8);
    return 0;
}

int proc_pidpath(int process, void *path, uint32_t bytes) {
    const char *text = mock_text(mock_key("path.%d", process));
    if (!text || strlen(text) >= bytes) return 0;
    strcpy(path, text);
    return strlen(text);
}
