/* takes   the bytes of a model file
 * gives   its sections by name; and, for the trainers, such a file from its parts
 * method  a head of 128 bytes, a table, the sections; all numbers little-endian.
 *         Everything is checked when it is opened: sizes, places, names, and a
 *         checksum (XXH64, Y. Collet) over all behind the head.  The head also has
 *         the SHA-256 of the same bytes, by which people tell models apart
 * cost    one pass over the file, at several GB/s */
#include "learn/learn.h"

#include "base/err.h"
#include "base/sha256.h"

#include <string.h>

/* head: magic, version, sections, length of the file, XXH64, SHA-256, name */
enum {
    AT_VERSION = 8,
    AT_SECTIONS = 12,
    AT_LENGTH = 16,
    AT_CHECKSUM = 24,
    AT_SHA256 = 32,
    AT_NAME = 64,
    HEAD_BYTES = 128,
    HEAD_NAME_BYTES = HEAD_BYTES - AT_NAME,
    /* an entry of the table: name, start and length of the section, then of its
     * data, licence, score and command, each 32 bits */
    ENTRY_BYTES = 64,
    N_NOTES = 4,
    ALIGNMENT_OF_BYTES = 16
};

static const char magic[AT_VERSION] = {'w', 'h', 'o', 's', 'e', '\r', '\n', '\x1A'};

/* ---- numbers ---- */

static uint64_t load(const char *at, size_t n)
{
    uint64_t value = 0;
    for (size_t i = n; i-- > 0;)
        value = value << 8 | (unsigned char)at[i];
    return value;
}

static void store(char *at, uint64_t value, size_t n)
{
    for (size_t i = 0; i < n; i++)
        at[i] = (char)(unsigned char)(value >> 8 * i);
}

static uint64_t rotl(uint64_t x, int n)
{
    return x << n | x >> (64 - n);
}

static const uint64_t P1 = 0x9E3779B185EBCA87u, P2 = 0xC2B2AE3D27D4EB4Fu, P3 = 0x165667B19E3779F9u,
                      P4 = 0x85EBCA77C2B2AE63u, P5 = 0x27D4EB2F165667C5u;

static uint64_t mix(uint64_t lane, uint64_t input)
{
    return rotl(lane + input * P2, 31) * P1;
}

static uint64_t checksum(struct str s)
{
    const char *at = s.at, *end = s.at + s.n;
    uint64_t hash = P5;
    if (s.n >= 32) {
        uint64_t lane[4] = {P1 + P2, P2, 0, 0 - P1};
        for (; end - at >= 32; at += 32)
            for (int i = 0; i < 4; i++)
                lane[i] = mix(lane[i], load(at + 8 * i, 8));
        hash = rotl(lane[0], 1) + rotl(lane[1], 7) + rotl(lane[2], 12) + rotl(lane[3], 18);
        for (int i = 0; i < 4; i++)
            hash = (hash ^ mix(0, lane[i])) * P1 + P4;
    }
    hash += s.n;
    for (; end - at >= 8; at += 8)
        hash = rotl(hash ^ mix(0, load(at, 8)), 27) * P1 + P4;
    if (end - at >= 4) {
        hash = rotl(hash ^ load(at, 4) * P1, 23) * P2 + P3;
        at += 4;
    }
    for (; at < end; at++)
        hash = rotl(hash ^ (unsigned char)*at * P5, 11) * P1;
    hash = (hash ^ hash >> 33) * P2;
    hash = (hash ^ hash >> 29) * P3;
    return hash ^ hash >> 32;
}

/* ---- reading ---- */

static whose_status damaged(whose_error *err, size_t offset, const char *what)
{
    return fail(err, WHOSE_E_INPUT, offset, "the model file is damaged (%s): fetch or train it again",
                what);
}

/* A name of 1 to cap - 1 characters, filled up with NUL. */
static bool is_name(const char *at, size_t cap)
{
    size_t n = 0;
    while (n < cap && at[n] > ' ' && at[n] < 0x7F)
        n++;
    for (size_t i = n; i < cap; i++)
        if (at[i] != '\0')
            return false;
    return n > 0 && n < cap;
}

static const char *entry(const struct model *model, uint32_t i)
{
    return model->bytes.at + HEAD_BYTES + (size_t)i * ENTRY_BYTES;
}

/* The n-th stretch of an entry: 0 the section, then its notes. */
static struct str stretch(const struct model *model, uint32_t i, uint32_t n)
{
    const char *at = entry(model, i) + MODEL_NAME_BYTES + 8 * n;
    return (struct str){model->bytes.at + load(at, 4), (size_t)load(at + 4, 4)};
}

static whose_status check_entry(const struct model *model, uint32_t i, whose_error *err)
{
    const char *at = entry(model, i);
    size_t off = (size_t)(at - model->bytes.at);
    uint64_t first = HEAD_BYTES + (uint64_t)model->n_sections * ENTRY_BYTES;
    if (!is_name(at, MODEL_NAME_BYTES))
        return damaged(err, off, "a part has no name");
    for (uint32_t k = 0; k < i; k++)
        if (memcmp(entry(model, k), at, MODEL_NAME_BYTES) == 0)
            return damaged(err, off, "two parts have one name");
    for (uint32_t n = 0; n <= N_NOTES; n++) {
        uint64_t start = load(at + MODEL_NAME_BYTES + 8 * n, 4);
        uint64_t length = load(at + MODEL_NAME_BYTES + 8 * n + 4, 4);
        if (start < first || start + length > model->bytes.n || (n == 0 && start % MODEL_ALIGN))
            return damaged(err, off, "a part lies outside the file");
    }
    return WHOSE_OK;
}

whose_status model_open(struct str bytes, struct model *out, whose_error *err)
{
    if (bytes.n < sizeof magic || memcmp(bytes.at, magic, sizeof magic) != 0)
        return fail(err, WHOSE_E_INPUT, 0, "this is no model of whose");
    if (bytes.n > MODEL_MOST_BYTES)
        return fail(err, WHOSE_E_LIMIT, 0, "the model file is larger than 16 MiB");
    if (bytes.n < HEAD_BYTES)
        return damaged(err, bytes.n, "it ends in its head");
    if ((uintptr_t)bytes.at % ALIGNMENT_OF_BYTES)
        return fail(err, WHOSE_E_INPUT, 0, "the bytes of a model must be aligned to 16");
    uint64_t version = load(bytes.at + AT_VERSION, 4);
    if (version != MODEL_VERSION)
        return fail(err, WHOSE_E_INPUT, AT_VERSION,
                    "the model file has version %llu; this program reads version %d",
                    (unsigned long long)version, MODEL_VERSION);
    if (load(bytes.at + AT_LENGTH, 8) != bytes.n)
        return damaged(err, AT_LENGTH, "it is not as long as it says");
    if (load(bytes.at + AT_CHECKSUM, 8) != checksum(str_part(bytes, AT_SHA256, bytes.n)))
        return damaged(err, AT_CHECKSUM, "its checksum is wrong");
    uint64_t n = load(bytes.at + AT_SECTIONS, 4);
    if (n > MODEL_MOST_SECTIONS || HEAD_BYTES + n * ENTRY_BYTES > bytes.n)
        return damaged(err, AT_SECTIONS, "its table is longer than the file");
    if (!is_name(bytes.at + AT_NAME, HEAD_NAME_BYTES))
        return damaged(err, AT_NAME, "it has no name");
    struct model model = {bytes, (uint32_t)n};
    for (uint32_t i = 0; i < model.n_sections; i++)
        TRY(check_entry(&model, i, err));
    *out = model;
    return WHOSE_OK;
}

const void *model_section(const struct model *model, const char *name, size_t *n_bytes)
{
    struct str wanted = str_c(name);
    *n_bytes = 0;
    for (uint32_t i = 0; model && i < model->n_sections; i++)
        if (str_eq(str_c(entry(model, i)), wanted)) {
            struct str found = stretch(model, i, 0);
            *n_bytes = found.n;
            return found.at;
        }
    return NULL;
}

struct model_part model_part(const struct model *model, uint32_t i)
{
    return (struct model_part){
        .name = str_c(entry(model, i)),
        .bytes = stretch(model, i, 0),
        .data = stretch(model, i, 1),
        .licence = stretch(model, i, 2),
        .score = stretch(model, i, 3),
        .command = stretch(model, i, 4),
    };
}

struct str model_name(const struct model *model)
{
    return str_c(model->bytes.at + AT_NAME);
}

const unsigned char *model_sha256(const struct model *model)
{
    return (const unsigned char *)model->bytes.at + AT_SHA256;
}

/* ---- writing ---- */

void model_writer_init(struct model_writer *writer, struct arena *arena)
{
    *writer = (struct model_writer){.arena = arena};
}

whose_status model_writer_add(struct model_writer *writer, const struct model_part *part,
                              whose_error *err)
{
    if (part->name.n == 0 || part->name.n >= MODEL_NAME_BYTES ||
        writer->part.n == MODEL_MOST_SECTIONS)
        return fail(err, WHOSE_E_LIMIT, 0, "a part needs a name of 1 to %d characters, and a model "
                    "has up to %d parts", MODEL_NAME_BYTES - 1, MODEL_MOST_SECTIONS);
    struct model_part *kept = VEC_PUSH(&writer->part, writer->arena);
    if (!kept)
        return fail_nomem(err);
    *kept = *part;
    return WHOSE_OK;
}

static size_t aligned(size_t n)
{
    return (n + MODEL_ALIGN - 1) / MODEL_ALIGN * MODEL_ALIGN;
}

static const struct str *note(const struct model_part *part, uint32_t n)
{
    const struct str *const NOTES[N_NOTES + 1] = {&part->bytes, &part->data, &part->licence,
                                                  &part->score, &part->command};
    return NOTES[n];
}

/* Lay out all parts; the bytes are copied where `file` is not NULL.  The length. */
static size_t lay_out(const struct model_writer *writer, char *file)
{
    size_t at = HEAD_BYTES + (size_t)writer->part.n * ENTRY_BYTES;
    for (uint32_t i = 0; i < writer->part.n; i++) {
        const struct model_part *part = &writer->part.at[i];
        char *row = file ? file + HEAD_BYTES + (size_t)i * ENTRY_BYTES : NULL;
        if (row)
            memcpy(row, part->name.at, part->name.n);
        at = aligned(at);
        for (uint32_t n = 0; n <= N_NOTES; n++) {
            const struct str *s = note(part, n);
            if (row) {
                store(row + MODEL_NAME_BYTES + 8 * n, at, 4);
                store(row + MODEL_NAME_BYTES + 8 * n + 4, s->n, 4);
                if (s->n)
                    memcpy(file + at, s->at, s->n);
            }
            at += s->n;
        }
    }
    return at;
}

/* Both sums, over what is there. */
static void seal(char *file, size_t n)
{
    struct sha256 hash;
    char digits[65];
    sha256_init(&hash);
    sha256_add(&hash, file + AT_NAME, n - AT_NAME);
    sha256_end(&hash, digits);
    for (int i = 0; i < 32; i++) {
        int high = digits[2 * i] <= '9' ? digits[2 * i] - '0' : digits[2 * i] - 'a' + 10;
        int low = digits[2 * i + 1] <= '9' ? digits[2 * i + 1] - '0' : digits[2 * i + 1] - 'a' + 10;
        file[AT_SHA256 + i] = (char)(unsigned char)(high << 4 | low);
    }
    store(file + AT_CHECKSUM, checksum((struct str){file + AT_SHA256, n - AT_SHA256}), 8);
}

bool model_mend(char *file, size_t n)
{
    if (n < HEAD_BYTES)
        return false;
    memcpy(file, magic, sizeof magic);
    store(file + AT_VERSION, MODEL_VERSION, 4);
    store(file + AT_LENGTH, n, 8);
    seal(file, n);
    return true;
}

whose_status model_writer_end(struct model_writer *writer, struct str name, struct str *out,
                              whose_error *err)
{
    size_t n = lay_out(writer, NULL);
    if (n > MODEL_MOST_BYTES || name.n == 0 || name.n >= HEAD_NAME_BYTES)
        return fail(err, WHOSE_E_LIMIT, 0, "a model has up to 16 MiB, and a name of up to %d "
                    "characters", HEAD_NAME_BYTES - 1);
    char *file = arena_alloc(writer->arena, n, 1, alignof(max_align_t));
    if (!file)
        return fail_nomem(err);
    lay_out(writer, file);
    memcpy(file, magic, sizeof magic);
    store(file + AT_VERSION, MODEL_VERSION, 4);
    store(file + AT_SECTIONS, writer->part.n, 4);
    store(file + AT_LENGTH, n, 8);
    memcpy(file + AT_NAME, name.at, name.n);
    seal(file, n);
    *out = (struct str){file, n};
    return WHOSE_OK;
}
