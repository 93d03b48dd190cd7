#include "mock.h"
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST 2048

struct entry {
    char key[400];
    int64_t value;
    char *text;
};

static struct entry entries[MOST];
static int count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static struct entry *found(const char *key) {
    for (int i = 0; i < count; i++) {
        if (!strcmp(entries[i].key, key)) return &entries[i];
    }
    return NULL;
}

static struct entry *made(const char *key) {
    struct entry *known = found(key);
    if (known) return known;
    if (count == MOST || strlen(key) >= sizeof entries[0].key) abort();
    struct entry *fresh = &entries[count++];
    memset(fresh, 0, sizeof *fresh);
    strcpy(fresh->key, key);
    return fresh;
}

void mock_reset(void) {
    pthread_mutex_lock(&lock);
    count = 0;
    pthread_mutex_unlock(&lock);
}

void mock_set(const char *key, int64_t value) {
    pthread_mutex_lock(&lock);
    made(key)->value = value;
    pthread_mutex_unlock(&lock);
}

void mock_set_text(const char *key, const char *text) {
    pthread_mutex_lock(&lock);
    made(key)->text = strdup(text);
    pthread_mutex_unlock(&lock);
}

void mock_add(const char *key, int64_t more) {
    pthread_mutex_lock(&lock);
    made(key)->value += more;
    pthread_mutex_unlock(&lock);
}

int mock_has(const char *key) {
    pthread_mutex_lock(&lock);
    int has = found(key) != NULL;
    pthread_mutex_unlock(&lock);
    return has;
}

int64_t mock_or(const char *key, int64_t otherwise) {
    pthread_mutex_lock(&lock);
    struct entry *known = found(key);
    int64_t value = known ? known->value : otherwise;
    pthread_mutex_unlock(&lock);
    return value;
}

int64_t mock_get(const char *key) { return mock_or(key, 0); }

const char *mock_text(const char *key) {
    pthread_mutex_lock(&lock);
    struct entry *known = found(key);
    const char *text = known ? known->text : NULL;
    pthread_mutex_unlock(&lock);
    return text;
}

int mock_list(const char *key, uint32_t *numbers, int most) {
    const char *text = mock_text(key);
    if (!text) return -1;
    int n = 0;
    while (*text && n < most) {
        char *end;
        numbers[n++] = (uint32_t)strtoul(text, &end, 10);
        text = *end == ',' ? end + 1 : end;
    }
    return n;
}

const char *mock_key(const char *format, ...) {
    static __thread char buffers[8][400];
    static __thread int next;
    char *buffer = buffers[next = (next + 1) % 8];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(buffer, sizeof buffers[0], format, arguments);
    va_end(arguments);
    return buffer;
}
