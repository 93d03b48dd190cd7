/* Objects are names. What they answer stands under objc.NAME.MESSAGE: a number, a text (a string) or, under
   objc.NAME.MESSAGE.object, another object's name. A message that an object does not understand is counted, where macOS
   would end the process. */
#include "cf.h"
#include "../mock.h"
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const char *kept(const char *name) { return strdup(name); }

void *objc_getClass(const char *name) { return mock_has(mock_key("class.%s", name)) ? (void *)kept(name) : NULL; }
void *sel_registerName(const char *name) { return (void *)kept(name); }

static int understood(const char *object, const char *message) {
    return mock_has(mock_key("objc.%s.%s", object, message))
           || mock_has(mock_key("objc.%s.%s.object", object, message));
}

long objc_msgSend(const char *object, const char *message, const char *argument) {
    if (!strcmp(message, "respondsToSelector:")) return understood(object, argument);
    if (!understood(object, message)) {
        mock_add("objc.crashed", 1);
        return 0;
    }
    if (mock_get("pool.open") <= 0) mock_add("objc.leaked", 1);
    const char *other = mock_text(mock_key("objc.%s.%s.object", object, message));
    if (other) return *other ? (long)kept(other) : 0;
    const char *key = mock_key("objc.%s.%s", object, message);
    return mock_text(key) ? (long)cf_string(mock_text(key), 0) : mock_get(key);
}

void *objc_autoreleasePoolPush(void) {
    mock_add("pool.open", 1);
    return (void *)pthread_self();
}

void objc_autoreleasePoolPop(void *pool) {
    mock_add(pool == (void *)pthread_self() ? "pool.open" : "pool.misused", -1);
}
