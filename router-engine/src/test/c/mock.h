/* What mock libraries answer: numbers and texts under keys that a test sets. A key that is not set is something that the
   machine does not have. Counters are keys too. */
#include <stdint.h>

void mock_reset(void);
void mock_set(const char *key, int64_t value);
void mock_set_text(const char *key, const char *text);
int64_t mock_get(const char *key);                      /* 0 where it is not set */

int mock_has(const char *key);
int64_t mock_or(const char *key, int64_t otherwise);
const char *mock_text(const char *key);                 /* NULL where it is not set */
void mock_add(const char *key, int64_t more);
int mock_list(const char *key, uint32_t *numbers, int most); /* of a text such as "3,5"; -1 where it is not set */
const char *mock_key(const char *format, ...);          /* printf into one of a few buffers */
