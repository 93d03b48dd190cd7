#include "cf.h"
#include "../mock.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define UTF8 0x08000100

struct object {
    uint32_t magic;
    enum kind kind;
    int alive, owned;
    char text[256];
    double number;
    void *parts[16];
    int count;
};

static struct object *used(void *reference) {
    struct object *object = reference;
    if (!object || object->magic != 0xCF || !object->alive) {
        mock_add("cf.misused", 1);
        return NULL;
    }
    return object;
}

static struct object *fresh(enum kind kind, int owned) {
    struct object *object = calloc(1, sizeof *object);
    object->magic = 0xCF;
    object->kind = kind;
    object->alive = 1;
    object->owned = owned;
    if (owned) mock_add("cf.live", 1);
    return object;
}

void *cf_string(const char *text, int owned) {
    struct object *object = fresh(CF_STRING, owned);
    strncpy(object->text, text, sizeof object->text - 1);
    return object;
}

void *cf_dictionary(const char *prefix, int owned) {
    struct object *object = fresh(CF_DICTIONARY, owned);
    strncpy(object->text, prefix, sizeof object->text - 1);
    return object;
}

void *cf_array(void **parts, int count, int owned) {
    struct object *object = fresh(CF_ARRAY, owned);
    memcpy(object->parts, parts, count * sizeof *parts);
    object->count = count;
    return object;
}

void *cf_under(const char *key, int owned) {
    if (mock_text(key)) return cf_string(mock_text(key), owned);
    if (mock_has(mock_key("%s.dict", key))) return cf_dictionary(key, owned);
    const char *truth = mock_key("%s.bool", key);
    if (mock_has(truth)) {
        struct object *object = fresh(CF_BOOLEAN, owned);
        object->number = mock_get(truth);
        return object;
    }
    if (!mock_has(key)) return NULL;
    struct object *object = fresh(CF_NUMBER, owned);
    object->number = mock_get(key);
    return object;
}

const char *cf_text(void *string) {
    struct object *object = used(string);
    return object && object->kind == CF_STRING ? object->text : "";
}

void CFRelease(void *reference) {
    struct object *object = used(reference);
    if (!object) return;
    if (!object->owned) {
        mock_add("cf.misused", 1);
        return;
    }
    object->alive = 0;
    mock_add("cf.live", -1);
}

unsigned long CFGetTypeID(void *reference) {
    struct object *object = used(reference);
    return object ? object->kind : 0;
}

unsigned long CFStringGetTypeID(void) { return CF_STRING; }
unsigned long CFNumberGetTypeID(void) { return CF_NUMBER; }
unsigned long CFBooleanGetTypeID(void) { return CF_BOOLEAN; }
unsigned long CFDictionaryGetTypeID(void) { return CF_DICTIONARY; }

void *CFStringCreateWithCString(void *allocator, const char *text, uint32_t encoding) {
    if (allocator || encoding != UTF8) return NULL;
    return cf_string(text, 1);
}

/* In units of UTF-16. */
long CFStringGetLength(void *string) {
    long units = 0;
    for (const unsigned char *c = (const unsigned char *)cf_text(string); *c; c++) {
        if ((*c & 0xC0) != 0x80) units += *c >= 0xF0 ? 2 : 1;
    }
    return units;
}

unsigned char CFStringGetCString(void *string, char *text, long bytes, uint32_t encoding) {
    const char *from = cf_text(string);
    if (encoding != UTF8 || (long)strlen(from) >= bytes) return 0;
    strcpy(text, from);
    return 1;
}

unsigned char CFNumberGetValue(void *reference, long type, void *value) {
    struct object *object = used(reference);
    if (!object || object->kind != CF_NUMBER || type != 13) {
        mock_add("cf.misused", 1);
        return 0;
    }
    *(double *)value = object->number;
    return 1;
}

unsigned char CFBooleanGetValue(void *reference) {
    struct object *object = used(reference);
    return object && object->kind == CF_BOOLEAN && object->number != 0;
}

void *CFDictionaryGetValue(void *dictionary, void *key) {
    struct object *object = used(dictionary);
    if (!object || object->kind != CF_DICTIONARY) return NULL;
    return cf_under(mock_key("%s.%s", object->text, cf_text(key)), 0);
}

long CFArrayGetCount(void *array) {
    struct object *object = used(array);
    return object && object->kind == CF_ARRAY ? object->count : 0;
}

void *CFArrayGetValueAtIndex(void *array, long index) {
    struct object *object = used(array);
    if (!object || index < 0 || index >= object->count) {
        mock_add("cf.misused", 1);
        return NULL;
    }
    return object->parts[index];
}

/* One run loop: it hands over what was posted, until it is stopped. */
const char *kCFRunLoopDefaultMode = "MODE";

struct posted {
    uint32_t message;
    void *argument;
};

void power_deliver(uint32_t message, void *argument);

static struct posted queue[64];
static int first, last, stopped;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

void mock_post(uint32_t message, int64_t argument) {
    pthread_mutex_lock(&lock);
    queue[last++ % 64] = (struct posted){message, (void *)argument};
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

void *CFRunLoopGetCurrent(void) {
    stopped = 0;
    return (void *)0x30;
}

void CFRunLoopAddSource(void *loop, void *source, void *mode) {
    int right = loop == (void *)0x30 && source == (void *)0x20 && !strcmp(mode, "MODE");
    mock_add(right ? "loop.sources" : "loop.misused", 1);
}

void CFRunLoopRun(void) {
    mock_add("loop.runs", 1);
    pthread_mutex_lock(&lock);
    while (!stopped) {
        if (first == last) {
            pthread_cond_wait(&changed, &lock);
            continue;
        }
        struct posted next = queue[first++ % 64];
        pthread_mutex_unlock(&lock);
        power_deliver(next.message, next.argument);
        pthread_mutex_lock(&lock);
    }
    pthread_mutex_unlock(&lock);
    mock_add("loop.runs", -1);
}

void CFRunLoopStop(void *loop) {
    pthread_mutex_lock(&lock);
    stopped = loop == (void *)0x30;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}
