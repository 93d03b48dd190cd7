// What the model server says: inventories of both dialects, whole answers, chunks of streams.
#ifndef BENCH_ANSWERS_H
#define BENCH_ANSWERS_H

#include <stddef.h>

#define LONGEST_CHUNK 65536

enum dialect { DIALECT_OLLAMA, DIALECT_OPENAI };

// How one model behaves, which its name says: `bench:n32-i20-d0-b180` streams 32 chunks of 180 bytes, one per 20 ms,
// the first after 0 ms. `n0` answers whole, after `d` ms. An interval of 0 sends as fast as the client takes.
struct behaviour {
    int chunks;
    int interval_ms;
    int delay_ms;
    int chunk_bytes;
};

// Reads a model's name, which `length` bytes hold.
struct behaviour behaviour_of(const char *name, size_t length);

// The body of a GET or of /api/show for the models named on the command line; NULL when there is no such page.
const char *inventory_page(const char *path, char **models, int count);

// The body of a whole answer.
const char *whole_answer(enum dialect dialect);

// Writes one HTTP chunk with the stream's event of that index; the event behind the last one ends the stream, and the
// body with it. Returns its length, at most LONGEST_CHUNK + 256.
size_t stream_chunk(char *out, enum dialect dialect, const struct behaviour *behaviour, int index);

const char *stream_content_type(enum dialect dialect);

#endif
