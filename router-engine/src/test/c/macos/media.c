/* CoreAudio and CoreMediaIO. A property stands under FRAMEWORK.OBJECT.SELECTOR.SCOPE: lists of objects and the channels
   of buffers as a text of numbers, names as a text, all else as a number. With .status it fails so. */
#include "cf.h"
#include "../mock.h"
#include <stdlib.h>
#include <string.h>

#define CODE(a, b, c, d) ((uint32_t)(a) << 24 | (b) << 16 | (c) << 8 | (d))

struct address {
    uint32_t selector, scope, element;
};

struct buffers {
    uint32_t count, padding;
    struct {
        uint32_t channels, bytes;
        void *content;
    } all[8];
};

typedef int (*listener)(uint32_t object, uint32_t count, const struct address *, void *client);

static const char *letters(uint32_t code, char *text) {
    for (int i = 0; i < 4; i++) text[i] = code >> (24 - 8 * i) & 255;
    for (text[4] = 0; text[0] && text[strlen(text) - 1] == ' ';) text[strlen(text) - 1] = 0;
    return text;
}

static const char *key(const char *framework, uint32_t object, const struct address *a) {
    char selector[5], scope[5];
    return mock_key("%s.%u.%s.%s", framework, object, letters(a->selector, selector), letters(a->scope, scope));
}

static int value(const char *framework, uint32_t object, const struct address *a, void *out, uint32_t *bytes) {
    const char *name = key(framework, object, a);
    if (a->element != 0) return -1;
    int status = mock_get(mock_key("%s.status", name));
    if (status) return status;
    if (!mock_has(name)) return CODE('w', 'h', 'o', '?');
    uint32_t numbers[64];
    switch (a->selector) {
    case CODE('d', 'e', 'v', '#'):
    case CODE('p', 'r', 's', '#'):
    case CODE('p', 'd', 'v', '#'):
    case CODE('s', 't', 'm', '#'):
        *bytes = 4 * mock_list(name, numbers, 64);
        memcpy(out, numbers, *bytes);
        return 0;
    case CODE('s', 'l', 'a', 'y'): {
        struct buffers buffers;
        memset(&buffers, 0x55, sizeof buffers);
        buffers.count = mock_list(name, numbers, 8);
        for (uint32_t i = 0; i < buffers.count; i++) buffers.all[i].channels = numbers[i];
        *bytes = 8 + 16 * buffers.count;
        memcpy(out, &buffers, *bytes);
        return 0;
    }
    case CODE('p', 'b', 'i', 'd'):
    case CODE('l', 'n', 'a', 'm'): {
        void *text = cf_string(mock_text(name), 1);
        *bytes = sizeof text;
        memcpy(out, &text, *bytes);
        return 0;
    }
    case CODE('n', 's', 'r', 't'): {
        double rate = mock_get(name);
        *bytes = sizeof rate;
        memcpy(out, &rate, *bytes);
        return 0;
    }
    default: {
        uint32_t number = mock_get(name);
        *bytes = sizeof number;
        memcpy(out, &number, *bytes);
        return 0;
    }
    }
}

static int size(const char *framework, uint32_t object, const struct address *a, uint32_t *bytes) {
    char out[512];
    return value(framework, object, a, out, bytes);
}

/* Writes what fits exactly, as the real ones do. */
static int read(const char *framework, uint32_t object, const struct address *a, uint32_t room, uint32_t *used,
        void *target) {
    char out[512];
    uint32_t bytes = 0;
    int status = value(framework, object, a, out, &bytes);
    if (status) return status;
    if (room < bytes) return CODE('!', 's', 'i', 'z');
    memcpy(target, out, bytes);
    *used = bytes;
    return 0;
}

int AudioObjectGetPropertyDataSize(
        uint32_t object, const struct address *a, uint32_t qualifier, const void *q, uint32_t *bytes) {
    return qualifier || q ? -1 : size("audio", object, a, bytes);
}

int AudioObjectGetPropertyData(
        uint32_t object, const struct address *a, uint32_t qualifier, const void *q, uint32_t *bytes, void *target) {
    return qualifier || q ? -1 : read("audio", object, a, *bytes, bytes, target);
}

int CMIOObjectGetPropertyDataSize(
        uint32_t object, const struct address *a, uint32_t qualifier, const void *q, uint32_t *bytes) {
    return qualifier || q ? -1 : size("camera", object, a, bytes);
}

int CMIOObjectGetPropertyData(uint32_t object, const struct address *a, uint32_t qualifier, const void *q,
        uint32_t room, uint32_t *used, void *target) {
    return qualifier || q ? -1 : read("camera", object, a, room, used, target);
}

/* Listeners, by framework and object. */
struct heard {
    const char *framework;
    uint32_t object;
    struct address address;
    listener callback;
};

static struct heard all[64];

static int listen(const char *framework, uint32_t object, const struct address *a, listener callback) {
    for (int i = 0; i < 64; i++) {
        if (!all[i].callback) {
            all[i] = (struct heard){framework, object, *a, callback};
            mock_add("listeners", 1);
            return 0;
        }
    }
    return -1;
}

static int unlisten(const char *framework, uint32_t object, const struct address *a, listener callback) {
    for (int i = 0; i < 64; i++) {
        if (all[i].callback == callback && all[i].object == object && all[i].framework == framework
            && !memcmp(&all[i].address, a, sizeof *a)) {
            all[i].callback = NULL;
            mock_add("listeners", -1);
            return 0;
        }
    }
    return -1;
}

/* Tells whoever listens that the device began or ended to run. */
void mock_fire(uint32_t object) {
    for (int i = 0; i < 64; i++) {
        struct heard *one = &all[i];
        int runs = one->address.selector == CODE('g', 'o', 'n', 'e')
                   && one->address.scope == CODE('g', 'l', 'o', 'b');
        if (one->callback && one->object == object && runs) {
            mock_add("fired", 1);
            mock_add("fired.failed", one->callback(object, 1, &one->address, NULL) != 0);
        }
    }
}

int AudioObjectAddPropertyListener(uint32_t object, const struct address *a, listener callback, void *client) {
    return client ? -1 : listen("audio", object, a, callback);
}

int AudioObjectRemovePropertyListener(uint32_t object, const struct address *a, listener callback, void *client) {
    return client ? -1 : unlisten("audio", object, a, callback);
}

int CMIOObjectAddPropertyListener(uint32_t object, const struct address *a, listener callback, void *client) {
    return client ? -1 : listen("camera", object, a, callback);
}

int CMIOObjectRemovePropertyListener(uint32_t object, const struct address *a, listener callback, void *client) {
    return client ? -1 : unlisten("camera", object, a, callback);
}
