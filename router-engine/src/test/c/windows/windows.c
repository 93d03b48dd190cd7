/* kernel32, user32, advapi32 and shell32. Types have the sizes of Windows, where a long has 32 bits. Texts are ASCII here
   and UTF-16 there. */
#include "../mock.h"
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

typedef uint16_t wide;

static const char *narrow(const wide *text) {
    static __thread char buffer[512];
    int i = 0;
    for (; text[i] && i < 511; i++) buffer[i] = (char)text[i];
    buffer[i] = 0;
    return buffer;
}

static void widen(const char *text, wide *out) {
    int i = 0;
    for (; text[i]; i++) out[i] = (unsigned char)text[i];
    out[i] = 0;
}

/* The registry: the names below a key under reg.PATH, each ended by |, and numbers under reg.PATH.NAME. A handle is its
   path; the two roots are HKCU and HKLM. */
static const char *path_of(void *key) {
    if (key == (void *)(intptr_t)(int32_t)0x80000001) return "HKCU";
    if (key == (void *)(intptr_t)(int32_t)0x80000002) return "HKLM";
    return key;
}

int32_t RegOpenKeyExW(void *parent, const wide *name, uint32_t options, uint32_t access, void **key) {
    if (options || access != 0x20019) return 87;
    const char *path = mock_key("reg.%s\\%s", path_of(parent), narrow(name));
    int64_t refused = mock_get(mock_key("%s.status", path));
    if (refused) return (int32_t)refused;
    if (!mock_has(path)) return 2;
    *key = strdup(path + strlen("reg."));
    mock_add("reg.live", 1);
    return 0;
}

int32_t RegEnumKeyExW(void *key, uint32_t index, wide *name, uint32_t *letters, uint32_t *reserved, wide *type,
        uint32_t *typeLetters, void *written) {
    if (reserved || type || typeLetters || written) return 87;
    const char *names = mock_text(mock_key("reg.%s", path_of(key)));
    for (; names && *names && index; index--) names = strchr(names, '|') + 1;
    if (!names || !*names) return 259;
    char one[300];
    size_t length = strchr(names, '|') - names;
    memcpy(one, names, length);
    one[length] = 0;
    if (*letters <= length) return 234;
    widen(one, name);
    *letters = length;
    return 0;
}

int32_t RegQueryValueExW(void *key, const wide *name, uint32_t *reserved, uint32_t *type, void *value, uint32_t *bytes) {
    const char *stored = mock_key("reg.%s.%s", path_of(key), narrow(name));
    if (reserved) return 87;
    if (!mock_has(stored)) return 2;
    if (*bytes < 8) return 234;
    int64_t number = mock_get(stored);
    memcpy(value, &number, 8);
    *type = (uint32_t)mock_or(mock_key("%s.type", stored), 11);
    *bytes = 8;
    return 0;
}

int32_t RegCloseKey(void *key) {
    mock_add("reg.live", key ? -1 : 1000);
    return 0;
}

/* The machine. */
int32_t GlobalMemoryStatusEx(void *status) {
    char *bytes = status;
    if (*(uint32_t *)bytes != 64 || !mock_has("memory.load")) return 0;
    uint32_t load = mock_get("memory.load");
    uint64_t total = mock_get("commit.total"), left = mock_get("commit.left");
    memcpy(bytes + 4, &load, 4);
    memcpy(bytes + 24, &total, 8);
    memcpy(bytes + 32, &left, 8);
    return 1;
}

int32_t GetSystemPowerStatus(void *status) {
    unsigned char *bytes = status;
    if (!mock_has("power.line")) return 0;
    bytes[0] = mock_get("power.line");
    bytes[1] = mock_get("power.battery");
    bytes[2] = mock_get("power.percent");
    bytes[3] = mock_get("power.saver");
    return 1;
}

uint64_t GetTickCount64(void) { return mock_get("ticks"); }
uint32_t GetTickCount(void) { return (uint32_t)mock_get("ticks"); }

static __thread uint32_t state = 0x80000000u;

uint32_t SetThreadExecutionState(uint32_t wish) {
    uint32_t before = state;
    if (mock_has("awake.refused")) return 0;
    if (wish != before) mock_add("awake.live", wish == 0x80000001u ? 1 : -1);
    state = wish;
    return before;
}

/* The person. */
int32_t GetLastInputInfo(uint32_t *last) {
    if (last[0] != 8 || !mock_has("input")) return 0;
    last[1] = (uint32_t)mock_get("input");
    return 1;
}

int32_t ProcessIdToSessionId(uint32_t process, uint32_t *session) {
    *session = (uint32_t)mock_get("session");
    return process != 0;
}

void *OpenInputDesktop(uint32_t flags, int32_t inherit, uint32_t access) {
    if (flags || inherit || access != 0x100 || mock_get("locked")) return NULL;
    mock_add("handles", 1);
    return (void *)0x44;
}

int32_t CloseDesktop(void *desktop) {
    mock_add("handles", desktop == (void *)0x44 ? -1 : 1000);
    return 1;
}

void *GetForegroundWindow(void) { return (void *)(intptr_t)mock_get("window"); }

uint32_t GetWindowThreadProcessId(void *window, uint32_t *process) {
    *process = (uint32_t)mock_get("window.process");
    return window ? 12 : 0;
}

void *OpenProcess(uint32_t access, int32_t inherit, uint32_t process) {
    if (access != 0x1000 || inherit || !mock_text(mock_key("image.%u", process))) return NULL;
    mock_add("handles", 1);
    return (void *)(intptr_t)process;
}

int32_t QueryFullProcessImageNameW(void *process, uint32_t flags, wide *path, uint32_t *letters) {
    const char *image = mock_text(mock_key("image.%u", (uint32_t)(intptr_t)process));
    if (flags || !image || *letters <= strlen(image)) return 0;
    widen(image, path);
    *letters = strlen(image);
    return 1;
}

int32_t CloseHandle(void *handle) {
    mock_add("handles", handle ? -1 : 1000);
    return 1;
}

int32_t SHQueryUserNotificationState(int32_t *shown) {
    *shown = (int32_t)mock_or("notifications", 5);
    return 0;
}
