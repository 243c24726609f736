/* features, tagset, net, lemma and tag: from a word's form to its tags. */
#include "base/arena.h"
#include "text/net.h"
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

static struct str key_of(const char *form, char *key)
{
    return (struct str){key, features_key(str_c(form), key)};
}

static void spellings_of_a_word_meet_in_one_key(void **state)
{
    (void)state;
    char key[FEATURE_KEY];
    assert_true(str_eq(key_of("Anna", key), STR("anna")));
    assert_true(str_eq(key_of("ANNA", key), STR("anna")));
    assert_true(str_eq(key_of("don\xE2\x80\x99t", key), STR("don't")));
    assert_true(str_eq(key_of("1815", key), STR("0000")));
    assert_true(str_eq(key_of("--", key), STR("-")));
    assert_true(str_eq(key_of("\xE2\x80\x94", key), STR("-")));
    assert_true(str_eq(key_of("\xE2\x80\x9C", key), STR("\"")));
    assert_true(str_eq(key_of("``", key), STR("\"")));
    assert_true(str_eq(key_of("\xC3\x89mile", key), STR("\xC3\xA9mile")));
}

static void a_word_of_any_bytes_and_length_has_features(void **state)
{
    (void)state;
    size_t n = 10u << 20;
    char *bytes = malloc(n);
    for (size_t i = 0; i < n; i++)
        bytes[i] = (char)(i * 37);
    struct features is;
    for (size_t length = 0; length < 200; length++)
        features_of((struct str){bytes, length}, &is);
    features_of((struct str){bytes, n}, &is);
    for (int f = 0; f < N_FEATURES; f++)
        assert_true(is.part[f] < FEATURE_BUCKETS);
    free(bytes);
}

static void tags_have_names_and_names_tags(void **state)
{
    (void)state;
    for (uint8_t t = 1; t < TAGSET_UPOS; t++)
        assert_int_equal(upos_find(str_c(upos_name(t))), t);
    for (uint8_t t = 1; t < TAGSET_XPOS; t++)
        assert_int_equal(xpos_find(str_c(xpos_name(t))), t);
    for (uint8_t t = 1; t < TAGSET_DEPREL; t++)
        assert_int_equal(deprel_find(str_c(deprel_name(t))), t);
    for (uint16_t t = 1; t < TAGSET_FEATS; t++)
        assert_int_equal(feats_find(str_c(feats_name(t))), t);
    assert_string_equal(upos_name(255), "_");
    assert_string_equal(feats_name(65535), "_");
    assert_int_equal(upos_find(STR("NOTATAG")), 0);
}

static void sums_are_the_same_by_every_way(void **state)
{
    (void)state;
    enum { IN = 64, OUT = 48, ROWS = 7 };
    uint32_t random = 11;
    int16_t weight[IN * OUT], x[ROWS * IN];
    made_weights(weight, IN * OUT, &random);
    made_weights(x, ROWS * IN, &random);
    x[0] = -NET_MOST;
    x[1] = NET_MOST;
    struct dense dense = {weight, IN, OUT, 1};
    int32_t plain[ROWS * OUT], other[ROWS * OUT];
    net_dense_by(1, &dense, x, ROWS, plain);
    for (uint32_t r = 0; r < ROWS; r++)
        for (uint32_t o = 0; o < OUT; o++) {
            int32_t sum = 0;
            for (uint32_t i = 0; i < IN; i++)
                sum += x[r * IN + i] * weight[((o / NET_BLOCK) * (IN / 2) + i / 2) * NET_BLOCK * 2 +
                                              (o % NET_BLOCK) * 2 + i % 2];
            assert_int_equal(plain[r * OUT + o], sum);
        }
    for (uint32_t rows = 0; rows <= ROWS; rows++) {
        net_dense(&dense, x, rows, other);
        assert_memory_equal(other, plain, rows * OUT * sizeof *plain);
#if defined(__x86_64__) && defined(__GNUC__)
        net_dense_by(128, &dense, x, rows, other);
        assert_memory_equal(other, plain, rows * OUT * sizeof *plain);
        if (__builtin_cpu_supports("avx2")) {
            net_dense_by(256, &dense, x, rows, other);
            assert_memory_equal(other, plain, rows * OUT * sizeof *plain);
        }
#endif
    }
}

static void activations_are_rounded_and_cut_off(void **state)
{
    (void)state;
    assert_int_equal(net_quantum(0.0f), 0);
    assert_int_equal(net_quantum(1.0f), NET_ONE);
    assert_int_equal(net_quantum(-1.0f), -NET_ONE);
    assert_int_equal(net_quantum(1e9f), NET_MOST);
    assert_int_equal(net_quantum(-1e9f), -NET_MOST);
}

static void a_lemma_rule_that_does_not_fit_leaves_the_word(void **state)
{
    (void)state;
    struct ending_rule rule[1] = {{.lower = 1, .cut = 3, .n_more = 1, .more = "y"}};
    char out[64];
    uint16_t feats = 9;
    struct ending_slot none[2] = {{0}};
    struct endings empty = {none, none, rule, 2, 2, 1};
    size_t n = lemma_of(&empty, STR("Cities"), 2, 2, &feats, out);
    assert_true(str_eq((struct str){out, n}, STR("Cities")));
    assert_int_equal(feats, 0);
    uint32_t hash = ending_hash(2, 2, STR(""), false);
    struct ending_slot one[2] = {{0}};
    one[hash & 1] = (struct ending_slot){hash, 0, 0};
    struct endings some = {one, none, rule, 2, 2, 1};
    n = lemma_of(&some, STR("Cities"), 2, 2, &feats, out);
    assert_true(str_eq((struct str){out, n}, STR("city")));
    n = lemma_of(&some, STR("Is"), 2, 2, &feats, out);
    assert_true(str_eq((struct str){out, n}, STR("is")));
    n = lemma_of(&some, STR("\xC3\xA9\xC3\xA9"), 2, 2, &feats, out); // the cut would part a letter
    assert_true(str_eq((struct str){out, n}, STR("\xC3\xA9\xC3\xA9")));
}

static void every_word_gets_tags_that_go_together(void **state)
{
    (void)state;
    struct arena keep, scratch;
    arena_init(&keep, NULL);
    arena_init(&scratch, NULL);
    struct model model;
    struct text_net net;
    assert_int_equal(model_open(made_model(&keep), &model, NULL), WHOSE_OK);
    assert_true(net_open(&model, &net));
    struct doc doc = {0};
    struct text text = {0};
    assert_int_equal(conllu_read(STR("Anna saw the lamp .\n\xF0\x9F\x98\x80 1815 -- !\nA\n"), true,
                                 &keep, &scratch, &doc, &text, NULL),
                     WHOSE_OK);
    assert_int_equal(tag_sentences(&model, &text, &keep, &scratch, NULL), WHOSE_OK);
    for (uint32_t i = 0; i < text.n_nodes; i++) {
        const struct node *node = &text.node[i];
        assert_true(node->upos > 0 && node->upos < TAGSET_UPOS);
        assert_true(net.image->together[node->upos] >> node->xpos & 1);
        assert_true(node->lemma < text.lemma.n);
        assert_int_equal(node->head, NODE_ROOT);
    }
    struct node *before = ARENA_NEW(&keep, struct node, text.n_nodes);
    memcpy(before, text.node, text.n_nodes * sizeof *before);
    assert_int_equal(parse_sentences(&model, &text, &keep, &scratch, NULL), WHOSE_OK);
    for (uint32_t i = 0; i < text.n_nodes; i++)
        assert_int_equal(before[i].xpos, text.node[i].xpos);
    arena_free(&keep);
    arena_free(&scratch);
}

static void without_the_part_nothing_is_done(void **state)
{
    (void)state;
    struct arena keep, scratch;
    arena_init(&keep, NULL);
    arena_init(&scratch, NULL);
    struct doc doc = {0};
    struct text text = {0};
    assert_int_equal(conllu_read(STR("Anna saw it .\n"), true, &keep, &scratch, &doc, &text, NULL),
                     WHOSE_OK);
    assert_int_equal(tag_sentences(NULL, &text, &keep, &scratch, NULL), WHOSE_OK);
    assert_int_equal(parse_sentences(NULL, &text, &keep, &scratch, NULL), WHOSE_OK);
    assert_int_equal(text.node[0].upos, 0);
    arena_free(&keep);
    arena_free(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings_of_a_word_meet_in_one_key),
        cmocka_unit_test(a_word_of_any_bytes_and_length_has_features),
        cmocka_unit_test(tags_have_names_and_names_tags),
        cmocka_unit_test(sums_are_the_same_by_every_way),
        cmocka_unit_test(activations_are_rounded_and_cut_off),
        cmocka_unit_test(a_lemma_rule_that_does_not_fit_leaves_the_word),
        cmocka_unit_test(every_word_gets_tags_that_go_together),
        cmocka_unit_test(without_the_part_nothing_is_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
