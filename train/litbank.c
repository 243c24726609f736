/*
 * takes   the folder of corpora: split.tsv and LitBank's files
 * gives   every excerpt with its words, tags and heads, its entities and its events
 * cost    that of tagging the texts
 */
#include "train_entities.h"
#include "treebank.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct str file_of(struct str corpora, const char *folder, struct str name, const char *end)
{
    char path[2048];
    snprintf(path, sizeof path, "%.*s/%s%.*s%s", (int)corpora.n, corpora.at, folder, (int)name.n, name.at, end);
    return treebank_file(path);
}

static uint32_t number(struct str s)
{
    uint32_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n = n * 10 + (uint32_t)(s.at[i] - '0');
    return n;
}

static void must_do(whose_status status, const whose_error *err)
{
    if (status == WHOSE_OK)
        return;
    fprintf(stderr, "%s\n", err->message);
    exit(1);
}

static uint8_t find_name(const char *const *name, uint32_t n, struct str s)
{
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(s, str_c(name[i])))
            return (uint8_t)i;
    fprintf(stderr, "unknown: %.*s\n", (int)s.n, s.at);
    exit(1);
}

/* MENTION id sentence token sentence token text TYPE KIND */
static void read_spans(struct str ann, struct work *work, struct arena *arena)
{
    while (ann.n) {
        struct str line = str_cut(&ann, '\n'), cell[9];
        for (int i = 0; i < 9; i++)
            cell[i] = str_cut(&line, '\t');
        if (!str_eq(cell[0], STR("MENTION")))
            continue;
        const struct sentence *s = &work->text.sentence[number(cell[2])];
        struct litbank_span *span = VEC_PUSH(&work->span, arena);
        span->first = s->first + number(cell[3]);
        span->n = work->text.sentence[number(cell[4])].first + number(cell[5]) + 1 - span->first;
        span->type = find_name(entity_type_name, N_ENTITY_TYPES, cell[7]);
        span->kind = find_name(entity_kind_name, N_ENTITY_KINDS, cell[8]);
    }
}

static void read_events(struct str tsv, struct work *work)
{
    uint32_t i = 0;
    while (tsv.n) {
        struct str line = str_cut(&tsv, '\n'), form = str_cut(&line, '\t');
        if (!form.n && !line.n)
            continue;
        if (i < work->text.n_nodes)
            work->is_event[i] = str_starts(line, STR("EVENT"));
        i++;
    }
    if (i != work->text.n_nodes) {
        fprintf(stderr, "%u words with events, %u words\n", i, work->text.n_nodes);
        exit(1);
    }
}

/* The vector of a word, and that which it would have if it were unknown. */
static void read_vectors(const struct text_net *net, struct work *work, struct arena *arena)
{
    const struct net_words *words = &net->words;
    size_t n = work->text.n_nodes;
    struct net_cache *cache = net_cache_new((uint32_t)n, arena);
    work->known = ARENA_NEW(arena, float, n * NET_WIDTH);
    work->unknown = ARENA_NEW(arena, float, n * NET_WIDTH);
    for (uint32_t i = 0; i < n; i++) {
        int16_t x[NET_WIDTH];
        struct str form = text_form(&work->text, i, arena);
        struct features is;
        net_words(net, cache, &form, 1, x);
        features_of(form, &is);
        float *known = work->known + i * NET_WIDTH, *unknown = work->unknown + i * NET_WIDTH;
        for (uint32_t k = 0; k < NET_WIDTH; k++) {
            known[k] = (float)x[k] / NET_ONE;
            unknown[k] = (float)words->value[(size_t)words->n_words * NET_WIDTH + k] * words->scale[words->n_words];
            for (uint32_t f = 0; f < N_FEATURES; f++)
                unknown[k] += (float)words->part[(size_t)is.part[f] * NET_WIDTH + k] * words->part_scale[is.part[f]];
        }
    }
}

static void read_network(const struct model *model, struct text_net *net)
{
    if (!net_open(model, net)) {
        fputs("the model has no tags\n", stderr);
        exit(1);
    }
}

/* Paragraphs, parted by empty lines, as blocks. */
static void part_paragraphs(struct doc *doc, struct arena *arena)
{
    const char *at = doc->text.at;
    for (uint32_t i = 0, start = 0; i <= doc->text.n; i++) {
        if (i < doc->text.n && (at[i] != '\n' || (i + 1 < doc->text.n && at[i + 1] != '\n' && at[i + 1] != '\r')))
            continue;
        *VEC_PUSH(&doc->block, arena) = (struct block){BLOCK_ACTION, DOC_NONE, DOC_NONE, {start, i}, false};
        start = i;
    }
}

struct work *litbank_raw(const struct model *model, struct str corpora, const struct work *of, size_t n_bytes,
                         struct arena *arena)
{
    struct text_net net;
    struct arena scratch;
    whose_error err = {0};
    struct work *work = ARENA_NEW(arena, struct work, 1);
    struct str all = file_of(corpora, "litbank/original/", of->name, ".txt");
    size_t from = all.n > n_bytes ? (all.n - n_bytes) / 2 : 0;
    arena_init(&scratch, &(whose_allocator){0});
    read_network(model, &net);
    work->doc = (struct doc){.kind = DOC_NOVEL, .text = str_part(all, from, all.n - from)};
    work->text.doc = &work->doc;
    part_paragraphs(&work->doc, arena);
    must_do(text_read(&work->doc, arena, &scratch, &work->text, &err), &err);
    must_do(text_sentences(model, &work->text, arena, &scratch, &err), &err);
    must_do(parse_sentences(model, &work->text, arena, &scratch, &err), &err);
    read_vectors(&net, work, arena);
    arena_free(&scratch);
    return work;
}

void litbank_read(const struct model *model, struct str corpora, struct arena *arena, struct litbank *out)
{
    struct str split = file_of(corpora, "split.tsv", STR(""), "");
    struct text_net net;
    struct arena scratch;
    whose_error err = {0};
    arena_init(&scratch, &(whose_allocator){0});
    read_network(model, &net);
    while (split.n) {
        struct str line = str_cut(&split, '\n'), path = str_cut(&line, '\t'), author = str_cut(&line, '\t');
        if (!str_starts(path, STR("litbank/")))
            continue;
        struct str name = str_part(path, strlen("litbank/"), path.n);
        struct work *work = ARENA_NEW(arena, struct work, 1);
        *VEC_PUSH(&out->work, arena) = work;
        work->name = name;
        work->author = author;
        work->is_train = str_eq(line, STR("train"));
        struct str text = file_of(corpora, "litbank/coref/", name, ".txt");
        must_do(conllu_read(text, true, arena, &scratch, &work->doc, &work->text, &err), &err);
        work->text.doc = &work->doc;
        must_do(parse_sentences(model, &work->text, arena, &scratch, &err), &err);
        work->is_event = ARENA_NEW(arena, uint8_t, work->text.n_nodes);
        read_spans(file_of(corpora, "litbank/coref/", name, ".ann"), work, arena);
        read_events(file_of(corpora, "litbank/events/", name, ".tsv"), work);
        read_vectors(&net, work, arena);
    }
    arena_free(&scratch);
}
