/*
 * takes   MODEL CORPORA NOUN_CLASSES TEST OUT [OPTION VALUE]...; TEST is "dev", or "fold:K" for the K-th of
 *         four parts of the training authors; OUT may be "-"
 * gives   OUT.net and OUT.words, sections of the model; scores on TEST while it learns
 * method  teachers learn the annotated excerpts, each from another start; what they say on the mean of other
 *         stretches of the same novels is learnt together with the excerpts by the network that is kept
 * cost    about 8 seconds of processor time for 1 million words that are learnt
 */
#include "base/err.h"
#include "base/map.h"
#include "train_entities.h"
#include "treebank.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SEEN_OFTEN = 3, FOLDS = 4 };

struct set {
    const char *name;
    VEC(struct sample *) sample;
};

/* ---- lemmas ---- */

struct slots {
    struct entity_slot *slot;
    uint32_t n, n_rows;
};

static struct entity_slot *slot_for(struct slots *slots, struct str lemma)
{
    uint32_t hash = entity_hash(lemma);
    struct entity_slot *slot = (struct entity_slot *)(uintptr_t)entity_slot(slots->slot, slots->n, hash);
    slot->hash = hash;
    return slot;
}

static void read_nouns(struct str tsv, struct slots *slots, struct arena *arena)
{
    struct map class;
    map_init(&class, arena);
    map_add(&class, STR("-"));
    while (tsv.n) {
        struct str line = str_cut(&tsv, '\n');
        if (!line.n || line.at[0] == '#')
            continue;
        struct str word = str_cut(&line, '\t'), first = str_cut(&line, '\t');
        struct entity_slot *slot = slot_for(slots, word);
        slot->noun = (uint8_t)map_add(&class, first);
        slot->other = (uint8_t)map_add(&class, line);
    }
    if (class.n > ENTITY_CLASSES)
        fputs("too many classes of nouns\n", stderr), exit(1);
}

static struct str form_of_lemma(const struct text *text, uint32_t node)
{
    return text->lemma.key[text->node[node].lemma];
}

static void read_lemmas(const struct litbank *bank, const bool *is_learnt, struct slots *slots, struct arena *arena)
{
    struct map seen;
    map_init(&seen, arena);
    uint32_t *n = calloc(1 << 20, sizeof *n);
    for (uint32_t w = 0; w < bank->work.n; w++)
        for (uint32_t i = 0; is_learnt[w] && i < bank->work.at[w]->text.n_nodes; i++) {
            char key[FEATURE_KEY];
            struct str lemma = form_of_lemma(&bank->work.at[w]->text, i);
            n[map_add(&seen, (struct str){key, features_key(lemma, key)})]++;
        }
    slots->n_rows = 1;
    for (uint32_t i = 0; i < seen.n; i++)
        if (n[i] >= SEEN_OFTEN)
            slot_for(slots, seen.key[i])->row = (uint16_t)slots->n_rows++;
    free(n);
}

/* ---- samples ---- */

static const struct entity_lemma *lemmas(const struct text *text, const struct slots *slots, struct arena *arena)
{
    struct entity_lemma *lemma = ARENA_NEW(arena, struct entity_lemma, text->lemma.n);
    for (uint32_t i = 0; i < text->lemma.n; i++) {
        uint32_t hash = entity_hash(text->lemma.key[i]);
        const struct entity_slot *slot = entity_slot(slots->slot, slots->n, hash);
        lemma[i] = (struct entity_lemma){slot->row, slot->noun, slot->other, entity_small(text->lemma.key[i], hash)};
    }
    return lemma;
}

static bool is_inside(const struct entity_piece *p, const struct litbank_span *span, uint32_t i)
{
    return i >= span->first - p->first && i < span->first - p->first + span->n;
}

struct shares {
    VEC(float) p;
};

/* The word of a span that may be its head and is not another's, and which of its spans is right. */
static void add_span(struct sample *s, const struct litbank_span *gold, struct shares *right, struct arena *arena)
{
    struct entity_span span[ENTITY_MOST_SPANS];
    uint32_t from = gold->first - s->piece.first, to = from + gold->n - 1, best = UINT32_MAX, which = UINT32_MAX;
    for (int round = 0; round < 2 && which == UINT32_MAX; round++) // those whose head lies outside come first
        for (uint32_t i = from; i <= to && which == UINT32_MAX; i++) {
            bool is_top = s->piece.head[i] == ENTITY_NONE || !is_inside(&s->piece, gold, s->piece.head[i]);
            if (!s->goal[i].label[0] || is_top != (round == 0))
                continue;
            if (best == UINT32_MAX)
                best = i;
            uint32_t n = entity_spans(&s->piece, i, span);
            for (uint32_t c = 0; c < n; c++)
                if (span[c].from == from && span[c].to == to)
                    best = i, which = c;
        }
    if (best == UINT32_MAX)
        return;
    s->goal[best].label[0] = 0;
    s->goal[best].label[1 + gold->type] = 1;
    s->goal[best].kind[gold->kind] = 1;
    if (which == UINT32_MAX)
        return;
    s->first_span[best] = s->span.n;
    s->n_spans[best] = (uint16_t)entity_spans(&s->piece, best, span);
    for (uint32_t c = 0; c < s->n_spans[best]; c++) {
        *VEC_PUSH(&s->span, arena) = span[c];
        *VEC_PUSH(&right->p, arena) = c == which ? 1.0f : 0.0f;
    }
}

static void add_work(const struct work *work, bool is_annotated, const struct slots *slots, struct arena *arena,
                     struct set *out)
{
    const struct text *text = &work->text;
    const struct entity_lemma *lemma = lemmas(text, slots, arena);
    static struct entity_tags tags;
    entity_tags_init(&tags);
    bool is_quoted = false;
    for (uint32_t t = 0; t < text->n_sentences; t++)
        for (uint32_t done = 0; done < text->sentence[t].n; done += TREE_MOST) {
            uint32_t left = text->sentence[t].n - done, n = left < TREE_MOST ? left : TREE_MOST;
            struct sample *s = ARENA_NEW(arena, struct sample, 1);
            *VEC_PUSH(&out->sample, arena) = s;
            s->work = work;
            s->piece = (struct entity_piece){
                .is = &tags, .node = text->node, .first = text->sentence[t].first + done, .n = n,
                .head = ARENA_NEW(arena, uint16_t, n), .low = ARENA_NEW(arena, uint16_t, n),
                .high = ARENA_NEW(arena, uint16_t, n),
                .row = arena_alloc(arena, n, sizeof *s->piece.row, alignof(uint16_t))};
            entity_piece(&s->piece, lemma, &is_quoted);
            s->lemma_row = ARENA_NEW(arena, uint16_t, n);
            s->goal = ARENA_NEW(arena, struct goal, n);
            s->first_span = ARENA_NEW(arena, uint32_t, n);
            s->n_spans = ARENA_NEW(arena, uint16_t, n);
            for (uint32_t i = 0; i < n; i++)
                s->lemma_row[i] = lemma[text->node[s->piece.first + i].lemma].row;
            if (!is_annotated)
                continue;
            for (uint32_t i = 0; i < n; i++) {
                s->goal[i].label[0] = 1;
                s->goal[i].event = work->is_event[s->piece.first + i];
            }
            struct shares right = {0};
            for (int long_ones = 0; long_ones < 2; long_ones++) // a word alone is its own head
                for (uint32_t k = 0; k < work->span.n; k++) {
                    const struct litbank_span *span = &work->span.at[k];
                    if ((span->n > 1) == long_ones && span->first >= s->piece.first &&
                        span->first + span->n <= s->piece.first + n)
                        add_span(s, span, &right, arena);
                }
            s->p_span = right.p.at;
        }
}

/* ---- scores ---- */

struct count {
    uint32_t right, said, gold;
};

static double f1(struct count c)
{
    return c.said + c.gold ? 200.0 * c.right / (c.said + c.gold) : 0;
}

static uint32_t right_in(const struct work *work, const struct entity *e)
{
    for (uint32_t k = 0; k < work->span.n; k++) {
        const struct litbank_span *g = &work->span.at[k];
        if (g->first == e->first && g->n == e->n && g->type == e->type)
            return k;
    }
    return UINT32_MAX;
}

enum { CUTS = 7, KEPT_CUT = 4 };
static const float LEAST[CUTS] = {0.2f, 0.25f, 0.3f, 0.35f, 0.4f, 0.45f, 0.5f};

static void score(struct learner *l, const struct set *set, int pass, double loss)
{
    struct count all[CUTS] = {0}, named[CUTS] = {0}, event[CUTS] = {0}, heads = {0};
    learner_swap(l);
    struct entity_image *image = l->image;
    memcpy(image->span_row, l->p + l->at.span_row, sizeof image->span_row);
    memcpy(image->span, l->p + l->at.span, sizeof image->span);
    const struct work *last = NULL;
    for (uint32_t i = 0; i < set->sample.n; i++) {
        struct sample *s = set->sample.at[i];
        float *out = learner_run(l, &s, 1);
        struct entity found[TREE_MOST];
        static int32_t y[TREE_MOST * ENTITY_OUT];
        static const float no_bias[ENTITY_OUT];
        for (size_t k = 0; k < (size_t)s->piece.n * ENTITY_OUT; k++)
            y[k] = (int32_t)lrintf(out[k] * 65536);
        struct entity_view view = {y, no_bias, 1.0f / 65536};
        if (s->work != last)
            for (uint32_t k = 0; k < s->work->span.n; k++)
                for (int c = 0; c < CUTS; c++) {
                    all[c].gold++;
                    named[c].gold += s->work->span.at[k].kind != ENTITY_PRON;
                }
        last = s->work;
        for (int c = 0; c < CUTS; c++) {
            image->least = LEAST[c];
            uint32_t n = entity_decode(image, &s->piece, &view, found);
            for (uint32_t k = 0; k < n; k++) {
                uint32_t right = right_in(s->work, &found[k]);
                bool is_right = right != UINT32_MAX;
                all[c].said++;
                all[c].right += is_right;
                if (found[k].kind != ENTITY_PRON) {
                    named[c].said++;
                    named[c].right += is_right && s->work->span.at[right].kind != ENTITY_PRON;
                }
                if (c == KEPT_CUT) {
                    uint32_t at = found[k].head - s->piece.first;
                    heads.said++;
                    heads.right += s->goal[at].label[found[k].type + 1] > 0;
                }
            }
            for (uint32_t w = 0; w < s->piece.n; w++) {
                bool is_event = 1 / (1 + expf(-out[(size_t)w * ENTITY_OUT + ENTITY_EVENT])) >= LEAST[c];
                event[c].said += is_event;
                event[c].gold += s->goal[w].event > 0;
                event[c].right += is_event && s->goal[w].event > 0;
            }
        }
        for (uint32_t w = 0; w < s->piece.n; w++)
            heads.gold += s->goal[w].label[0] == 0;
        free(out);
    }
    learner_swap(l);
    printf("pass %d loss %.4f heads %.2f all", pass, loss, f1(heads));
    for (int c = 1; c < CUTS; c++)
        printf(" %.2f", f1(all[c]));
    printf(" named");
    for (int c = 1; c < CUTS; c++)
        printf(" %.2f", f1(named[c]));
    printf(" event");
    for (int c = 0; c < CUTS; c++)
        printf(" %.2f", f1(event[c]));
    printf(" %.0fs\nLitBank %s, gold words: F1 entities %.1f, names and nouns alone %.1f, events %.1f\n",
           (double)clock() / CLOCKS_PER_SEC, set->name, f1(all[KEPT_CUT]), f1(named[KEPT_CUT]), f1(event[KEPT_CUT]));
    fflush(stdout);
}

/* ---- */

static void shuffle(struct learner *l, struct set *set)
{
    for (uint32_t i = set->sample.n; i-- > 1;) {
        uint32_t j = (uint32_t)(learner_uniform(l) * (float)(i + 1));
        j = j > i ? i : j;
        struct sample *t = set->sample.at[i];
        set->sample.at[i] = set->sample.at[j];
        set->sample.at[j] = t;
    }
}

static uint64_t words_in(const struct set *set)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < set->sample.n; i++)
        n += set->sample.at[i]->piece.n;
    return n;
}

/* Learn `train`, and in each pass `share` times as many words of `raw`, which is gone through in turn. */
static void learn(struct learner *l, const struct options *o, const struct set *train, const struct set *raw,
                  const struct set *test, int every, struct arena *arena)
{
    uint64_t words = 0, n_words = words_in(train), more = (uint64_t)((float)n_words * o->share);
    float all = (float)(n_words + (raw->sample.n ? more : 0)) * (float)o->passes;
    uint32_t next = 0;
    struct set now = {0};
    for (int pass = 1; pass <= o->passes; pass++) {
        now.sample.n = 0;
        for (uint32_t i = 0; i < train->sample.n; i++)
            *VEC_PUSH(&now.sample, arena) = train->sample.at[i];
        for (uint64_t n = 0; raw->sample.n && n < more; next = (next + 1) % raw->sample.n) {
            *VEC_PUSH(&now.sample, arena) = raw->sample.at[next];
            n += raw->sample.at[next]->piece.n;
        }
        shuffle(l, &now);
        double loss = 0;
        uint32_t steps = 0;
        for (uint32_t s = 0; s < now.sample.n;) {
            uint32_t n = 0, in_batch = 0;
            while (s + n < now.sample.n && in_batch < (uint32_t)o->batch)
                in_batch += now.sample.at[s + n++]->piece.n;
            float left = 1 - (float)words / all;
            float warm = l->steps < 200 ? (float)(l->steps + 1) / 200 : 1;
            loss += (double)learner_step(l, o, now.sample.at + s, n, o->rate * warm * (0.02f + 0.98f * left));
            s += n;
            words += in_batch;
            steps++;
        }
        if (pass % every == 0 || pass == o->passes)
            score(l, test, pass, loss / steps);
    }
}

int main(int argc, char **argv)
{
    if (argc < 6)
        return 2;
    struct options o = {.rate = 0.0015f, .drop_input = 0.15f, .drop_layer = 0.25f, .drop_out = 0.35f, .drop_word = 0.15f,
                        .event_share = 1, .average = 0.99f, .passes = 14,
                        .batch = 400, .teachers = 5, .last_passes = 10, .share = 1.5f, .raw = 120000};
    uint64_t seed = 0;
    int every = 4;
    for (int i = 6; i + 1 < argc; i += 2) {
        float x = (float)atof(argv[i + 1]);
        const char *k = argv[i];
        if (!strcmp(k, "rate")) o.rate = x;
        else if (!strcmp(k, "in")) o.drop_input = x;
        else if (!strcmp(k, "layer")) o.drop_layer = x;
        else if (!strcmp(k, "out")) o.drop_out = x;
        else if (!strcmp(k, "word")) o.drop_word = x;
        else if (!strcmp(k, "events")) o.event_share = x;
        else if (!strcmp(k, "average")) o.average = x;
        else if (!strcmp(k, "passes")) o.passes = (int)x;
        else if (!strcmp(k, "batch")) o.batch = (int)x;
        else if (!strcmp(k, "teachers")) o.teachers = (int)x;
        else if (!strcmp(k, "last")) o.last_passes = (int)x;
        else if (!strcmp(k, "raw")) o.raw = (int)x;
        else if (!strcmp(k, "share")) o.share = x;
        else if (!strcmp(k, "every")) every = (int)x;
        else if (!strcmp(k, "seed")) seed = (uint64_t)x;
    }
    struct arena arena;
    arena_init(&arena, &(whose_allocator){0});
    struct model model;
    whose_error err = {0};
    if (model_open(treebank_file(argv[1]), &model, &err) != WHOSE_OK) {
        fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    struct litbank bank = {0};
    litbank_read(&model, str_c(argv[2]), &arena, &bank);
    bool *is_learnt = ARENA_NEW(&arena, bool, bank.work.n), *is_test = ARENA_NEW(&arena, bool, bank.work.n);
    for (uint32_t w = 0; w < bank.work.n; w++) {
        const struct work *work = bank.work.at[w];
        if (str_starts(str_c(argv[4]), STR("fold:"))) {
            uint32_t fold = (features_hash(work->author, 5) >> 8) % FOLDS;
            is_test[w] = work->is_train && fold == (uint32_t)atoi(argv[4] + 5);
            is_learnt[w] = work->is_train && !is_test[w];
        } else {
            is_learnt[w] = work->is_train;
            is_test[w] = !work->is_train;
        }
    }
    struct slots slots = {.n = 1 << 16};
    slots.slot = calloc(slots.n, sizeof *slots.slot);
    read_nouns(treebank_file(argv[3]), &slots, &arena);
    read_lemmas(&bank, is_learnt, &slots, &arena);
    struct set train = {0}, test = {.name = argv[4]}, raw = {0};
    for (uint32_t w = 0; w < bank.work.n; w++)
        if (is_learnt[w] || is_test[w])
            add_work(bank.work.at[w], true, &slots, &arena, is_learnt[w] ? &train : &test);
    for (uint32_t w = 0; w < bank.work.n; w++)
        if (is_learnt[w] && o.teachers && o.raw)
            add_work(litbank_raw(&model, str_c(argv[2]), bank.work.at[w], (size_t)o.raw, &arena), false, &slots, &arena,
                     &raw);
    const struct set none = {0};
    struct learner l;
    fprintf(stderr, "%u + %u sentences, %u more, %u lemmas\n", train.sample.n, test.sample.n, raw.sample.n, slots.n_rows);
    for (int t = 0; t < o.teachers && raw.sample.n; t++) {
        learner_new(&l, slots.n_rows, seed + 1 + (uint64_t)t);
        learn(&l, &o, &train, &none, &test, o.passes, &arena);
        for (uint32_t i = 0; i < raw.sample.n; i++)
            learner_teach(&l, raw.sample.at[i], t == 0, 1 / (float)o.teachers, &arena);
        learner_free(&l);
    }
    learner_new(&l, slots.n_rows, seed);
    shuffle(&l, &raw);
    if (raw.sample.n)
        o.passes = o.last_passes;
    learn(&l, &o, &train, &raw, &test, every, &arena);
    if (!strcmp(argv[5], "-"))
        return 0;
    learner_swap(&l);
    float least = LEAST[KEPT_CUT];
    return learner_export(&l, slots.slot, slots.n, least, logf(least / (1 - least)), argv[5]);
}
