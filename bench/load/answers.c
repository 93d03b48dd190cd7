#include "answers.h"
#include "common.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Long enough that no prompt of the benchmark is refused.
#define CONTEXT_LENGTH 1048576

#define MODIFIED "2026-01-01T00:00:00Z"
#define DETAILS                                                                                                       \
    "{\"parent_model\":\"\",\"format\":\"gguf\",\"family\":\"llama\",\"families\":[\"llama\"],"                       \
    "\"parameter_size\":\"8.0B\",\"quantization_level\":\"Q4_K_M\"}"
#define TEXT                                                                                                          \
    "The quick brown fox jumps over the lazy dog while the router relays every byte of this answer, and the model "   \
    "server behind it is never what anybody waits for in any of the measurements made here."

struct behaviour behaviour_of(const char *name, size_t length) {
    struct behaviour behaviour = {.chunks = 0, .interval_ms = 0, .delay_ms = 0, .chunk_bytes = 180};
    char text[128];
    snprintf(text, sizeof text, "%.*s", (int)length, name);
    const char *tag = strchr(text, ':');
    if (tag != NULL) {
        sscanf(
            tag,
            ":n%d-i%d-d%d-b%d",
            &behaviour.chunks,
            &behaviour.interval_ms,
            &behaviour.delay_ms,
            &behaviour.chunk_bytes);
    }
    if (behaviour.chunk_bytes > LONGEST_CHUNK) {
        behaviour.chunk_bytes = LONGEST_CHUNK;
    }
    return behaviour;
}

static char page[1 << 16];
static size_t page_length;

#define PAGE_ADD(...)                                                                                                 \
    page_length += (size_t)snprintf(page + page_length, sizeof page - page_length, __VA_ARGS__)

// Every model in one list of JSON objects.
static const char *list(const char *head, char **models, int count, void (*model)(const char *name, int index)) {
    page_length = 0;
    PAGE_ADD("%s", head);
    for (int i = 0; i < count; i++) {
        PAGE_ADD("%s", i == 0 ? "" : ",");
        model(models[i], i);
    }
    PAGE_ADD("]}");
    return page;
}

static void tag(const char *name, int index) {
    PAGE_ADD(
        "{\"name\":\"%s\",\"model\":\"%s\",\"modified_at\":\"" MODIFIED "\",\"size\":4661224676,"
        "\"digest\":\"%064x\",\"details\":" DETAILS "}",
        name,
        name,
        index + 1);
}

static void loaded(const char *name, int index) {
    PAGE_ADD(
        "{\"name\":\"%s\",\"model\":\"%s\",\"size\":6654289920,\"digest\":\"%064x\",\"details\":" DETAILS ","
        "\"expires_at\":\"2318-01-01T00:00:00Z\",\"size_vram\":6654289920,\"context_length\":%d}",
        name,
        name,
        index + 1,
        CONTEXT_LENGTH);
}

static void listed(const char *name, int index) {
    PAGE_ADD("{\"id\":\"%s\",\"object\":\"model\",\"created\":%d,\"owned_by\":\"bench\"}", name, 1767225600 + index);
}

static const char *shown(void) {
    page_length = 0;
    PAGE_ADD(
        "{\"details\":" DETAILS ",\"model_info\":{\"general.architecture\":\"llama\",\"llama.context_length\":%d},"
        "\"capabilities\":[\"completion\"],\"modified_at\":\"" MODIFIED "\"}",
        CONTEXT_LENGTH);
    return page;
}

const char *inventory_page(const char *path, char **models, int count) {
    if (strcmp(path, "/api/version") == 0) {
        return "{\"version\":\"0.25.0\"}";
    }
    if (strcmp(path, "/api/tags") == 0) {
        return list("{\"models\":[", models, count, tag);
    }
    if (strcmp(path, "/api/ps") == 0) {
        return list("{\"models\":[", models, count, loaded);
    }
    if (strcmp(path, "/v1/models") == 0) {
        return list("{\"object\":\"list\",\"data\":[", models, count, listed);
    }
    return strcmp(path, "/api/show") == 0 ? shown() : NULL;
}

const char *whole_answer(enum dialect dialect) {
    return dialect == DIALECT_OLLAMA
        ? "{\"model\":\"bench\",\"created_at\":\"" MODIFIED "\",\"message\":{\"role\":\"assistant\",\"content\":\"" TEXT
          "\"},\"done\":true,\"done_reason\":\"stop\",\"total_duration\":62191776,\"load_duration\":1317670,"
          "\"prompt_eval_count\":66,\"prompt_eval_duration\":27329331,\"eval_count\":51,\"eval_duration\":32441326}"
        : "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1767225600,\"model\":\"bench\","
          "\"system_fingerprint\":\"fp_bench\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
          "\"content\":\"" TEXT "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":66,"
          "\"completion_tokens\":51,\"total_tokens\":117}}";
}

// The text of one chunk: its mark, and filling up to the chunk's length.
static int content(char *out, size_t room, int index, int wanted) {
    int length = snprintf(
        out,
        room,
        CHUNK_MARK "%0*lu%c%0*d",
        CHUNK_TIME_DIGITS,
        (unsigned long)now_ns(),
        PLACE_MARK,
        CHUNK_PLACE_DIGITS,
        index);
    while (length < wanted && (size_t)length + 1 < room) {
        out[length] = length % 6 == 0 ? ' ' : 'a';
        length++;
    }
    out[length] = 0;
    return length;
}

#define OLLAMA_HEAD                                                                                                   \
    "{\"model\":\"bench\",\"created_at\":\"" MODIFIED "\",\"message\":{\"role\":\"assistant\",\"content\":\""
#define OLLAMA_TAIL "\"},\"done\":false}\n"
#define OLLAMA_LAST                                                                                                   \
    OLLAMA_HEAD "\"},\"done\":true,\"done_reason\":\"stop\",\"total_duration\":62191776,\"load_duration\":1317670,"   \
                "\"prompt_eval_count\":66,\"prompt_eval_duration\":27329331,\"eval_count\":%d,"                       \
                "\"eval_duration\":32441326}\n"
#define OPENAI_HEAD                                                                                                   \
    "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1767225600,\"model\":\"bench\","   \
    "\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
#define OPENAI_TAIL "\"},\"finish_reason\":null}]}\n\n"
#define OPENAI_LAST "data: [DONE]\n\n"

static int event(char *out, size_t room, enum dialect dialect, const struct behaviour *behaviour, int index) {
    bool ollama = dialect == DIALECT_OLLAMA;
    if (index >= behaviour->chunks) {
        return snprintf(out, room, ollama ? OLLAMA_LAST : OPENAI_LAST, behaviour->chunks);
    }
    static char text[LONGEST_CHUNK + 1];
    const char *head = ollama ? OLLAMA_HEAD : OPENAI_HEAD;
    const char *tail = ollama ? OLLAMA_TAIL : OPENAI_TAIL;
    content(text, sizeof text, index, behaviour->chunk_bytes - (int)(strlen(head) + strlen(tail)));
    return snprintf(out, room, "%s%s%s", head, text, tail);
}

size_t stream_chunk(char *out, enum dialect dialect, const struct behaviour *behaviour, int index) {
    static char body[LONGEST_CHUNK + 256];
    int length = event(body, sizeof body, dialect, behaviour, index);
    int head = sprintf(out, "%x\r\n", length);
    memcpy(out + head, body, (size_t)length);
    const char *end = index >= behaviour->chunks ? "\r\n0\r\n\r\n" : "\r\n";
    memcpy(out + head + length, end, strlen(end));
    return (size_t)(head + length) + strlen(end);
}

const char *stream_content_type(enum dialect dialect) {
    return dialect == DIALECT_OLLAMA ? "application/x-ndjson" : "text/event-stream";
}
