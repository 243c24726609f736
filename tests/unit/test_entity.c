/* entity: which spans a head may have, which entities are kept, and what a damaged part does. */
#include "base/arena.h"
#include "text/entity_net.h"
#include "text/text.h"

#include "made_model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
// cmocka.h needs the headers above before it
#include <cmocka.h>

struct made_word {
    const char *xpos, *deprel;
    uint32_t head; // from 1; 0 for none
};

/* A sentence by its tags and heads. */
struct made {
    struct node node[16];
    struct entity_tags tags;
    struct entity_piece piece;
    uint16_t edge[3][16], row[16][ENTITY_ROWS];
    struct entity_lemma lemma[2];
};

static void make(struct made *m, const struct made_word *word, uint32_t n)
{
    bool is_quoted = false;
    *m = (struct made){.lemma = {{.noun = 3, .small = 5}}};
    for (uint32_t i = 0; i < n; i++)
        m->node[i] = (struct node){.at = {i, i + 1},
                                   .head = word[i].head ? word[i].head - 1 : NODE_ROOT,
                                   .xpos = xpos_find(str_c(word[i].xpos)),
                                   .deprel = deprel_find(str_c(word[i].deprel))};
    entity_tags_init(&m->tags);
    m->piece = (struct entity_piece){&m->tags, m->node, 0, n, m->edge[0], m->edge[1], m->edge[2], m->row};
    entity_piece(&m->piece, m->lemma, &is_quoted);
}

static bool has_span(const struct made *m, uint32_t head, uint32_t from, uint32_t to)
{
    struct entity_span span[ENTITY_MOST_SPANS];
    uint32_t n = entity_spans(&m->piece, head, span);
    assert_in_range(n, 1, ENTITY_MOST_SPANS);
    for (uint32_t i = 0; i < n; i++) {
        assert_true(span[i].from <= head && head <= span[i].to && span[i].to < m->piece.n);
        for (uint32_t r = 0; r < SPAN_ROWS; r++)
            assert_true(span[i].row[r] < N_SPAN_ROWS);
        if (span[i].from == from && span[i].to == to)
            return true;
    }
    return false;
}

// In the old mill , which she kept , Ida slept .
static const struct made_word mill[] = {
    {"IN", "case", 4}, {"DT", "det", 4}, {"JJ", "amod", 4}, {"NN", "obl", 11}, {",", "punct", 8},
    {"WDT", "obj", 8}, {"PRP", "nsubj", 8}, {"VBD", "acl:relcl", 4}, {",", "punct", 11},
    {"NNP", "nsubj", 11}, {"VBD", "root", 0}, {".", "punct", 11},
};

static void a_head_may_have_its_phrase_or_less(void **state)
{
    (void)state;
    struct made m;
    make(&m, mill, 12);
    assert_true(has_span(&m, 3, 1, 3));  // the old mill
    assert_true(has_span(&m, 3, 1, 7));  // the old mill , which she kept
    assert_true(has_span(&m, 3, 3, 3));
    assert_false(has_span(&m, 3, 0, 3)); // a preposition is not of the phrase
    assert_int_equal(m.piece.low[3], 0);
    assert_int_equal(m.piece.high[3], 7);
    assert_int_equal(m.piece.head[10], ENTITY_NONE);
}

static void a_pronoun_stands_alone(void **state)
{
    (void)state;
    struct made m;
    struct entity_span span[ENTITY_MOST_SPANS];
    make(&m, mill, 12);
    assert_int_equal(entity_spans(&m.piece, 6, span), 1);
    assert_true(span[0].from == 6 && span[0].to == 6);
}

static void rows_are_in_the_table(void **state)
{
    (void)state;
    struct made m;
    make(&m, mill, 12);
    for (uint32_t i = 0; i < m.piece.n; i++)
        for (uint32_t r = 0; r < ENTITY_ROWS; r++)
            assert_true(m.piece.row[i][r] < N_ENTITY_ROWS);
    assert_int_equal(m.piece.row[3][5], ROW_CLASS + 3);
    assert_int_equal(m.piece.row[3][8], ROW_DETERMINER + 5);
    assert_int_equal(m.piece.row[0][8], ROW_DETERMINER);
}

static void quotation_marks_are_carried_on(void **state)
{
    (void)state;
    static const struct made_word opens[] = {{"``", "punct", 2}, {"VB", "root", 0}};
    struct made m;
    bool is_quoted = false;
    make(&m, opens, 2);
    entity_piece(&m.piece, m.lemma, &is_quoted);
    assert_true(is_quoted);
    assert_int_equal(m.row[1][ENTITY_ROWS - 1], ROW_QUOTED + 1);
}

static void lemmas_meet_in_one_hash(void **state)
{
    (void)state;
    assert_int_equal(entity_hash(STR("Mill")), entity_hash(STR("mill")));
    assert_int_not_equal(entity_hash(STR("mill")), entity_hash(STR("mile")));
    assert_int_equal(entity_small(STR("Never"), 9), ENTITY_NOT);
    for (uint32_t h = 0; h < 100000; h += 7)
        assert_in_range(entity_small(STR("the"), h), 1, ENTITY_OTHER - 1);
}

/* Outputs by which `head` is a head of `type`, surer the higher `how`. */
static void say(int32_t *y, uint32_t head, uint32_t type, int32_t how)
{
    y[head * ENTITY_OUT + ENTITY_LABEL + 1 + type] = how;
    y[head * ENTITY_OUT + ENTITY_KIND + ENTITY_NOM] = 5;
}

static void the_likeliest_are_kept_and_none_crosses(void **state)
{
    (void)state;
    static int32_t y[16 * ENTITY_OUT];
    static float bias[ENTITY_OUT];
    struct made m;
    struct entity found[16];
    struct entity_image *image = calloc(1, sizeof *image);
    struct entity_view view = {y, bias, 1};
    assert_non_null(image);
    make(&m, mill, 12);
    memset(y, 0, sizeof y);
    image->least = 0.5f;
    assert_int_equal(entity_decode(image, &m.piece, &view, found), 0);

    // Seven words are made the best span of "mill"; that of "she" lies in them.
    image->span[0] = 1;
    image->span_row[SPAN_LENGTH + 6][0] = 20;
    say(y, 3, ENTITY_FAC, 9);
    say(y, 6, ENTITY_PER, 9);
    uint32_t n = entity_decode(image, &m.piece, &view, found);
    assert_int_equal(n, 2);
    assert_true(found[0].first < found[1].first && found[0].head == 3 && found[1].head == 6);
    assert_true(found[0].first == 1 && found[0].n == 7);
    assert_int_equal(found[0].type, ENTITY_FAC);
    assert_int_equal(found[0].kind, ENTITY_NOM);
    assert_int_equal(found[1].n, 1);
    assert_true(found[0].sure > 0.9f && found[0].sure <= 1);

    // Two heads of one span: the surer stays.
    static const struct made_word pair[] = {{"NNP", "root", 0}, {"NNP", "flat", 1}};
    make(&m, pair, 2);
    memset(y, 0, sizeof y);
    memset(image->span_row, 0, sizeof image->span_row);
    image->span_row[SPAN_LENGTH + 1][0] = 20;
    say(y, 0, ENTITY_PER, 4);
    say(y, 1, ENTITY_GPE, 6);
    n = entity_decode(image, &m.piece, &view, found);
    assert_int_equal(n, 1);
    assert_int_equal(found[0].type, ENTITY_GPE);
    free(image);
}

static const char text_of[] = "`` Anna saw the old lamp of the mill , and kept it . ''\nShe\n. . .\n\nIn York , too .\n";

static void check(const struct text *text)
{
    const struct entity *last = NULL;
    uint32_t s = 0;
    for (uint32_t i = 0; i < text->n_entities; i++) {
        const struct entity *e = &text->entity[i];
        assert_true(e->n > 0 && e->first + e->n <= text->n_nodes);
        assert_true(e->head >= e->first && e->head < e->first + e->n);
        assert_true(e->type < N_ENTITY_TYPES && e->kind < N_ENTITY_KINDS);
        assert_true(e->sure >= 0 && e->sure <= 1);
        while (e->first >= text->sentence[s].first + text->sentence[s].n)
            s++;
        assert_true(e->first + e->n <= text->sentence[s].first + text->sentence[s].n);
        if (last)
            assert_true(last->first < e->first || (last->first == e->first && last->n > e->n));
        last = e;
    }
    for (uint32_t i = 0; i < text->n_events; i++)
        assert_true(text->event[i] < text->n_nodes && (i == 0 || text->event[i - 1] < text->event[i]));
}

static whose_status read_all(const struct model *model, const whose_allocator *allocator, struct str bytes,
                             struct text *text, struct arena *keep)
{
    struct arena scratch;
    struct doc doc = {0};
    arena_init(&scratch, allocator);
    *text = (struct text){0};
    whose_status status = conllu_read(bytes, true, keep, &scratch, &doc, text, NULL);
    text->doc = &doc;
    if (status == WHOSE_OK)
        status = parse_sentences(model, text, keep, &scratch, NULL);
    if (status == WHOSE_OK)
        status = entities_find(model, text, keep, &scratch, NULL);
    arena_free(&scratch);
    return status;
}

static void entities_lie_in_sentences_and_in_order(void **state)
{
    (void)state;
    struct arena keep;
    struct model model;
    struct text text;
    arena_init(&keep, NULL);
    struct str file = made_model(&keep);
    assert_int_equal(model_open(file, &model, NULL), WHOSE_OK);
    assert_int_equal(read_all(&model, NULL, str_c(text_of), &text, &keep), WHOSE_OK);
    assert_true(text.has_entities && text.n_entities > 0 && text.n_events > 0);
    check(&text);

    // A sentence of more words than are read at once.
    enum { N = 700 };
    char *longest = arena_alloc(&keep, N * 5 + 2, 1, 1);
    for (uint32_t i = 0; i < N; i++)
        memcpy(longest + i * 5, i % 3 ? "lamp " : "Anna ", 5);
    longest[N * 5 - 1] = '\n';
    assert_int_equal(read_all(&model, NULL, (struct str){longest, N * 5}, &text, &keep), WHOSE_OK);
    assert_int_equal(text.n_sentences, 1);
    check(&text);

    struct text none = {0};
    struct arena scratch;
    arena_init(&scratch, NULL);
    assert_int_equal(entities_find(&model, &none, &keep, &scratch, NULL), WHOSE_OK);
    assert_true(none.has_entities && none.n_entities == 0 && none.n_events == 0);
    arena_free(&scratch);
    arena_free(&keep);
}

static void a_damaged_part_is_no_part(void **state)
{
    (void)state;
    struct arena keep;
    arena_init(&keep, NULL);
    struct str file = made_model(&keep);
    struct model model;
    struct entity_net net;
    struct text text;
    size_t n_net, n_words;
    assert_int_equal(model_open(file, &model, NULL), WHOSE_OK);
    assert_true(entity_open(&model, &net));
    char *image = (char *)(uintptr_t)model_section(&model, "entity.net", &n_net);
    char *words = (char *)(uintptr_t)model_section(&model, "entity.words", &n_words);
    struct entity_words_image *head = (void *)words;
    struct entity_slot *slot = (void *)(words + sizeof *head);
    uint32_t *const damaged[] = {(uint32_t *)(void *)image, &head->mark, &head->n_slots, &head->n_rows, &head->step};
    static const uint32_t with[] = {0, 1, 3, 7, UINT32_MAX, 1u << 31};
    for (size_t d = 0; d < sizeof damaged / sizeof *damaged; d++)
        for (size_t w = 0; w < sizeof with / sizeof *with; w++) {
            uint32_t before = *damaged[d];
            bool is_step = damaged[d] == &head->step;
            *damaged[d] = with[w];
            assert_int_equal(entity_open(&model, &net), is_step && with[w] <= ENTITY_ROW_MOST);
            *damaged[d] = before;
        }
    for (uint32_t i = 0; i < head->n_slots; i++) {
        struct entity_slot before = slot[i];
        slot[i].row = (uint16_t)head->n_rows;
        assert_false(entity_open(&model, &net));
        slot[i] = before;
        slot[i].noun = ENTITY_CLASSES;
        assert_false(entity_open(&model, &net));
        slot[i] = before;
        slot[i].other = ENTITY_CLASSES;
        assert_false(entity_open(&model, &net));
        slot[i] = before;
    }
    for (uint32_t i = 0; i < head->n_slots; i++)
        slot[i].hash = 1 + i; // a search would not end
    assert_false(entity_open(&model, &net));
    assert_int_equal(read_all(&model, NULL, str_c(text_of), &text, &keep), WHOSE_OK);
    assert_false(text.has_entities);
    assert_true(model_mend((char *)(uintptr_t)file.at, file.n));
    arena_free(&keep);
}

static void any_numbers_in_the_parts_do_no_harm(void **state)
{
    (void)state;
    struct arena keep;
    arena_init(&keep, NULL);
    struct str file = made_model(&keep);
    struct model model;
    struct text text;
    uint32_t random = 11;
    size_t n;
    assert_int_equal(model_open(file, &model, NULL), WHOSE_OK);
    struct entity_image *image = (void *)(uintptr_t)model_section(&model, "entity.net", &n);
    for (int round = 0; round < 20; round++) {
        for (size_t k = 0; k < ENTITY_OUT; k++)
            image->out_bias[k] = ((float)made_random(&random) - 8e6f) * (round % 2 ? 1e-5f : 1e24f);
        for (size_t k = 0; k < ENTITY_SPAN; k++)
            image->span[k] = ((float)made_random(&random) - 8e6f) * (round % 3 ? 1e-5f : 1e30f);
        image->least = round % 4 ? 0 : -1e30f;
        assert_int_equal(read_all(&model, NULL, str_c(text_of), &text, &keep), WHOSE_OK);
        assert_true(text.n_entities <= text.n_nodes && text.n_events <= text.n_nodes);
        for (uint32_t i = 0; i < text.n_entities; i++)
            assert_true(text.entity[i].first + text.entity[i].n <= text.n_nodes);
    }
    arena_free(&keep);
}

static void *limited(void *user, void *old, size_t old_bytes, size_t new_bytes)
{
    size_t *left = user;
    (void)old_bytes;
    if (new_bytes == 0) {
        free(old);
        return NULL;
    }
    if (*left == 0)
        return NULL;
    --*left;
    return realloc(old, new_bytes);
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    struct arena arena;
    struct model model;
    arena_init(&arena, NULL);
    assert_int_equal(model_open(made_model(&arena), &model, NULL), WHOSE_OK);
    whose_status status = WHOSE_E_NOMEM;
    size_t n = 0;
    for (; status != WHOSE_OK && n < 1000; n++) {
        size_t left = n;
        struct arena keep;
        struct text text;
        arena_init(&keep, &(whose_allocator){limited, &left});
        status = read_all(&model, &keep.allocator, str_c(text_of), &text, &keep);
        assert_true(status == WHOSE_OK || status == WHOSE_E_NOMEM);
        arena_free(&keep);
    }
    assert_int_equal(status, WHOSE_OK);
    assert_true(n > 3);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_head_may_have_its_phrase_or_less),
        cmocka_unit_test(a_pronoun_stands_alone),
        cmocka_unit_test(rows_are_in_the_table),
        cmocka_unit_test(quotation_marks_are_carried_on),
        cmocka_unit_test(lemmas_meet_in_one_hash),
        cmocka_unit_test(the_likeliest_are_kept_and_none_crosses),
        cmocka_unit_test(entities_lie_in_sentences_and_in_order),
        cmocka_unit_test(a_damaged_part_is_no_part),
        cmocka_unit_test(any_numbers_in_the_parts_do_no_harm),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
