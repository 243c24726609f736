/* tree and parse: the best tree over scores, and heads that make one. */
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

static bool is_tree(const uint32_t *head, uint32_t n)
{
    uint32_t roots = 0;
    for (uint32_t d = 1; d <= n; d++) {
        uint32_t at = d, steps = 0;
        roots += head[d] == 0;
        while (at && steps++ <= n)
            at = head[at];
        if (at)
            return false;
    }
    return roots == 1;
}

static bool has_crossing(const uint32_t *head, uint32_t n)
{
    for (uint32_t a = 1; a <= n; a++)
        for (uint32_t b = 1; b <= n; b++) {
            uint32_t a0 = a < head[a] ? a : head[a], a1 = a < head[a] ? head[a] : a;
            uint32_t b0 = b < head[b] ? b : head[b], b1 = b < head[b] ? head[b] : b;
            if (a0 < b0 && b0 < a1 && a1 < b1)
                return true;
        }
    return false;
}

static float sum_of(const float *score, const uint32_t *head, uint32_t n)
{
    float sum = 0;
    for (uint32_t d = 1; d <= n; d++)
        sum += score[d * (n + 1) + head[d]];
    return sum;
}

static void the_tree_is_the_best_of_all(void **state)
{
    (void)state;
    enum { N = 5 };
    uint32_t random = 3;
    for (int round = 0; round < 300; round++) {
        float score[(N + 1) * (N + 1)];
        for (uint32_t i = 0; i < (N + 1) * (N + 1); i++)
            score[i] = (float)(made_random(&random) % 1000) / 100.0f;
        for (uint32_t d = 1; d <= N; d++)
            score[d * (N + 1) + d] = -1e9f;
        uint32_t head[N + 1] = {0};
        void *work = malloc(tree_work_bytes(N));
        tree_best(score, N, head, work);
        free(work);
        assert_true(is_tree(head, N));
        float most = -1e9f, got = sum_of(score, head, N);
        uint32_t any[N + 1] = {0};
        for (uint32_t code = 0; code < 7776; code++) { // (N + 1)^N choices of heads
            uint32_t left = code;
            for (uint32_t d = 1; d <= N; d++, left /= N + 1)
                any[d] = left % (N + 1);
            if (is_tree(any, N) && !has_crossing(any, N)) {
                float s = sum_of(score, any, N);
                most = s > most ? s : most;
            }
        }
        assert_true(got >= most - 1e-3f);
    }
}

static void a_tree_of_the_most_words_is_found(void **state)
{
    (void)state;
    uint32_t n = TREE_MOST, random = 5;
    float *score = malloc((size_t)(n + 1) * (n + 1) * sizeof *score);
    for (uint32_t i = 0; i < (n + 1) * (n + 1); i++)
        score[i] = (float)(made_random(&random) % 1000);
    for (uint32_t d = 1; d <= n; d++)
        score[(size_t)d * (n + 1) + d] = -1e9f;
    uint32_t *head = calloc(n + 1, sizeof *head);
    void *work = malloc(tree_work_bytes(n));
    tree_best(score, n, head, work);
    assert_true(is_tree(head, n));
    free(score);
    free(head);
    free(work);
}

static void every_distance_has_a_row(void **state)
{
    (void)state;
    for (uint32_t d = 1; d <= TREE_MOST; d++)
        for (uint32_t h = 0; h <= TREE_MOST; h++)
            assert_true(h == d || net_place(d, h) < NET_PLACES);
    assert_int_not_equal(net_place(2, 1), net_place(1, 2));
}

struct fixture {
    struct arena keep, scratch;
    struct model model;
    struct doc doc;
    struct text text;
};

static void begin(struct fixture *f, const char *lines)
{
    *f = (struct fixture){0};
    arena_init(&f->keep, NULL);
    arena_init(&f->scratch, NULL);
    assert_int_equal(model_open(made_model(&f->keep), &f->model, NULL), WHOSE_OK);
    assert_int_equal(conllu_read(str_c(lines), true, &f->keep, &f->scratch, &f->doc, &f->text, NULL),
                     WHOSE_OK);
}

static void end(struct fixture *f)
{
    arena_free(&f->keep);
    arena_free(&f->scratch);
}

static void check_heads(const struct text *text)
{
    for (uint32_t s = 0; s < text->n_sentences; s++) {
        const struct sentence *at = &text->sentence[s];
        uint32_t roots = 0;
        for (uint32_t i = at->first; i < at->first + at->n; i++) {
            uint32_t up = i, steps = 0;
            roots += text->node[i].head == NODE_ROOT;
            assert_true(text->node[i].deprel > 0 && text->node[i].deprel < TAGSET_DEPREL);
            assert_true((strcmp(deprel_name(text->node[i].deprel), "root") == 0) ==
                        (text->node[i].head == NODE_ROOT));
            for (; up != NODE_ROOT && steps <= at->n; steps++) {
                assert_true(up >= at->first && up < at->first + at->n);
                up = text->node[up].head;
            }
            assert_int_equal(up, NODE_ROOT);
        }
        assert_int_equal(roots, 1);
    }
}

static void heads_make_a_tree_of_each_sentence(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f, "Anna saw the lamp .\nBen ,\nWho goes there ?\nNobody answered him , and the door stayed shut .\n");
    assert_int_equal(parse_sentences(&f.model, &f.text, &f.keep, &f.scratch, NULL), WHOSE_OK);
    assert_int_equal(f.text.n_sentences, 4);
    check_heads(&f.text);
    end(&f);
}

static void a_sentence_past_the_limit_is_parsed_in_pieces_under_one_root(void **state)
{
    (void)state;
    size_t n = 3000;
    char *line = malloc(n * 4 + 16);
    size_t to = 0;
    for (size_t i = 0; i < n; i++)
        to += (size_t)sprintf(line + to, "%c%c ", 'a' + (int)(i % 26), 'a' + (int)(i / 26 % 26));
    line[to - 1] = '\n';
    line[to] = 0;
    struct fixture f;
    begin(&f, line);
    free(line);
    assert_int_equal(f.text.n_nodes, n);
    assert_int_equal(parse_sentences(&f.model, &f.text, &f.keep, &f.scratch, NULL), WHOSE_OK);
    check_heads(&f.text);
    end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tree_is_the_best_of_all),
        cmocka_unit_test(a_tree_of_the_most_words_is_found),
        cmocka_unit_test(every_distance_has_a_row),
        cmocka_unit_test(heads_make_a_tree_of_each_sentence),
        cmocka_unit_test(a_sentence_past_the_limit_is_parsed_in_pieces_under_one_root),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
