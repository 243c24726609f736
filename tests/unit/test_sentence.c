/* sentence.c, boundary.c, conllu.c: sentences with exact offsets, with and without
 * holes; given words are kept. */
#include "text/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena keep, scratch;

static int begin(void **state)
{
    (void)state;
    arena_init(&keep, NULL);
    arena_init(&scratch, NULL);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_free(&keep);
    arena_free(&scratch);
    return 0;
}

static void one_block(struct doc *doc, const char *words)
{
    *doc = (struct doc){.kind = DOC_NOVEL, .text = str_c(words)};
    struct block *block = VEC_PUSH(&doc->block, &keep);
    assert_non_null(block);
    *block = (struct block){BLOCK_ACTION, DOC_NONE, DOC_NONE, {0, (uint32_t)doc->text.n}, false};
}

static void read_doc_sentences(struct doc *doc, struct text *text)
{
    assert_int_equal(text_read(doc, &keep, &scratch, text, NULL), WHOSE_OK);
    assert_int_equal(text_sentences(NULL, text, &keep, &scratch, NULL), WHOSE_OK);
}

static void sentences_end_where_readers_say(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t n;
    } cases[] = {
        {"He came. She left.", 2},
        {"Mr. Oak came. Dr. Elm left.", 2},
        {"\"Stop!\" he cried. \"Why?\" said she.", 2},
        {"He paused\nand went\non. Then it rained.", 2},
        {"No stop at all", 1},
        {"What?! Really... Yes.", 3},
        {"He said, \"I will not. You may.\" Then he went.", 3},
        {"\xE2\x80\x9CGo.\xE2\x80\x9D \xE2\x80\x9CNo.\xE2\x80\x9D", 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct doc doc;
        struct text text;
        one_block(&doc, cases[i].text);
        read_doc_sentences(&doc, &text);
        assert_int_equal(text.n_sentences, cases[i].n);
    }
}

static void nodes_cover_all_but_blanks_in_order(void **state)
{
    (void)state;
    struct doc doc;
    struct text text;
    one_block(&doc, " I can't--won't!  \xF0\x9F\x98\x80 \"Yes\xE2\x80\xA6\" she\xE2\x80\x99" "d said.\n(Go.) ");
    read_doc_sentences(&doc, &text);
    uint32_t at = 0;
    for (uint32_t i = 0; i < text.n_nodes; i++) {
        for (; at < text.node[i].at.start; at++)
            assert_true(is_blank(doc.text.at[at]));
        assert_true(text.node[i].at.end > text.node[i].at.start);
        at = text.node[i].at.end;
        bool space = at == doc.text.n || is_blank(doc.text.at[at]);
        assert_int_equal((text.node[i].flags & NODE_SPACE) != 0, space);
    }
    assert_int_equal(at, doc.text.n - 1);
    uint32_t n = 0;
    for (uint32_t s = 0; s < text.n_sentences; s++) {
        assert_int_equal(text.sentence[s].first, n);
        assert_true(text.sentence[s].n > 0);
        n += text.sentence[s].n;
    }
    assert_int_equal(n, text.n_nodes);
}

static void add_hole(struct doc *doc, uint32_t start, uint32_t stop)
{
    struct span *hole = VEC_PUSH(&doc->hole, &keep);
    assert_non_null(hole);
    *hole = (struct span){start, stop};
}

static void holes_are_no_part_of_words(void **state)
{
    (void)state;
    struct doc doc;
    struct text text;
    one_block(&doc, "*She* is un*like*ly [[note]] gone*.*");
    add_hole(&doc, 0, 1);
    add_hole(&doc, 4, 5);
    add_hole(&doc, 11, 12);
    add_hole(&doc, 16, 17);
    add_hole(&doc, 20, 28);
    add_hole(&doc, 33, 34);
    add_hole(&doc, 35, 36);
    read_doc_sentences(&doc, &text);
    static const char *const forms[] = {"She", "is", "unlikely", "gone", "."};
    static const struct span spans[] = {{1, 4}, {6, 8}, {9, 19}, {29, 33}, {34, 35}};
    assert_int_equal(text.n_nodes, 5);
    for (uint32_t i = 0; i < 5; i++) {
        assert_true(str_eq(text_form(&text, i, &scratch), str_c(forms[i])));
        assert_int_equal(text.node[i].at.start, spans[i].start);
        assert_int_equal(text.node[i].at.end, spans[i].end);
    }
    assert_true(text.node[2].flags & NODE_BROKEN);
}

static void given_words_are_kept(void **state)
{
    (void)state;
    static const char conllu[] =
        "# newdoc\n# sent_id = 1\n"
        "1-2\tcan't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n"
        "1\tca\t_\t_\t_\t_\t_\t_\t_\t_\n"
        "2\tn't\t_\t_\t_\t_\t_\t_\t_\t_\n"
        "3\t!\t_\t_\t_\t_\t_\t_\t_\t_\n\n"
        "1\tAnd\t_\t_\t_\t_\t_\t_\t_\t_\n"
        "1.1\tgo\t_\t_\t_\t_\t_\t_\t_\t_\n"
        "2\ton\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\r\n\n"
        "# newpar\n1\tEnd\t_\t_\t_\t_\t_\t_\t_\t_\n";
    struct doc doc;
    struct text text;
    assert_int_equal(conllu_read(str_c(conllu), false, &keep, &scratch, &doc, &text, NULL), WHOSE_OK);
    assert_true(str_eq(doc.text, STR("can't! And on\n\nEnd\n\n")));
    assert_int_equal(text.n_sentences, 3);
    assert_int_equal(text.n_nodes, 6);
    assert_int_equal(doc.block.n, 2);
    assert_int_equal(text.sentence[2].block, 1);
    assert_int_equal(text.node[0].flags, NODE_MULTI);
    assert_int_equal(text.node[1].flags, NODE_INNER);
}

static void given_lines_are_sentences(void **state)
{
    (void)state;
    struct doc doc;
    struct text text;
    assert_int_equal(conllu_read(STR("He 's here .\nSo it is\n\nEnd \xFF .\n"), true, &keep, &scratch,
                                 &doc, &text, NULL), WHOSE_OK);
    assert_int_equal(text.n_sentences, 3);
    assert_int_equal(text.n_nodes, 10);
    assert_int_equal(doc.n_replaced, 1);
    assert_int_equal(doc.block.n, 2);
}

static void broken_conllu_is_refused_with_its_line(void **state)
{
    (void)state;
    static const char *const broken[] = {
        "", "\n\n", "1\tone\n", "x\tone\t_\t_\t_\t_\t_\t_\t_\t_\n",
        "2-1\tone\t_\t_\t_\t_\t_\t_\t_\t_\n", "1\t\t_\t_\t_\t_\t_\t_\t_\t_\n",
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct doc doc;
        struct text text;
        whose_error err = {0};
        assert_int_equal(conllu_read(str_c(broken[i]), false, &keep, &scratch, &doc, &text, &err),
                         WHOSE_E_INPUT);
        assert_true(err.message[0] != '\0');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sentences_end_where_readers_say, begin, end),
        cmocka_unit_test_setup_teardown(nodes_cover_all_but_blanks_in_order, begin, end),
        cmocka_unit_test_setup_teardown(holes_are_no_part_of_words, begin, end),
        cmocka_unit_test_setup_teardown(given_words_are_kept, begin, end),
        cmocka_unit_test_setup_teardown(given_lines_are_sentences, begin, end),
        cmocka_unit_test_setup_teardown(broken_conllu_is_refused_with_its_line, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
