/* Novels in plain text: what is said, what is told, what is no story. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "read/read.h"

struct novel_read {
    struct arena keep, scratch;
    struct doc doc;
};

static void open_novel(struct novel_read *r, const char *bytes)
{
    whose_error err = {0};
    memset(r, 0, sizeof *r);
    arena_init(&r->keep, NULL);
    arena_init(&r->scratch, NULL);
    assert_int_equal(read_doc(STR("novel.txt"), str_c(bytes), &r->keep, &r->scratch, &r->doc, &err), WHOSE_OK);
}

static void close_novel(struct novel_read *r)
{
    arena_free(&r->keep);
    arena_free(&r->scratch);
}

/* The spoken pieces of a text, parted by '|', and '/' where a new speech begins. */
static void assert_said(const char *bytes, const char *expected)
{
    struct novel_read r;
    char got[1024];
    size_t n = 0;
    uint32_t last = DOC_NONE;
    open_novel(&r, bytes);
    for (uint32_t b = 0; b < r.doc.block.n; b++) {
        const struct block *block = &r.doc.block.at[b];
        struct str s = doc_str(&r.doc, block->at);
        if (block->kind != BLOCK_DIALOGUE)
            continue;
        if (n)
            got[n++] = block->speech == last ? '|' : '/';
        last = block->speech;
        assert_true(n + s.n + 2 < sizeof got);
        memcpy(got + n, s.at, s.n);
        n += s.n;
    }
    got[n] = '\0';
    assert_string_equal(got, expected);
    close_novel(&r);
}

#define HEAD "Mary Holt and her brother had come to the weir in the rain, and nobody was there. "

static void a_tag_parts_one_speech(void **state)
{
    (void)state;
    assert_said(HEAD "\"Is it shut?\" she asked. \"I mean the gate.\"", "\"Is it shut?\"|\"I mean the gate.\"");
    assert_said(HEAD "\"Is it shut,\" she asked, \"or open?\"", "\"Is it shut,\"|\"or open?\"");
    assert_said(HEAD "\"Is it--\" \"Shut,\" said Tom.", "\"Is it--\"/\"Shut,\"");
    assert_said(HEAD "\"Shut.\" She sat down. The rain fell. \"Go home.\"", "\"Shut.\"/\"Go home.\"");
}

static void a_paragraph_that_opens_again_goes_on(void **state)
{
    (void)state;
    assert_said(HEAD "\"One.\n\n\"Two.\n\n\"Three.\"\n\n\"Four,\" said Tom.\n",
                "\"One.|\"Two.|\"Three.\"/\"Four,\"");
    assert_said(HEAD "\"One is left open.\n\nThen it was told on. \"Two,\" said Tom.\n",
                "\"One is left open./\"Two,\"");
}

static void words_quoted_in_passing_are_told(void **state)
{
    (void)state;
    assert_said(HEAD "He would \"see to it\" and asked for his \"lodgers\" there.", "");
    assert_said(HEAD "He said \"yes\" and wrote \"Mill\" on the door of the \"great house.\"", "");
    assert_said(HEAD "He said, \"Yes.\"", "\"Yes.\"");
}

static void apostrophes_close_nothing(void **state)
{
    (void)state;
    assert_said(HEAD "\n\n\xE2\x80\x98The boys\xE2\x80\x99 boat don\xE2\x80\x99t float,\xE2\x80\x99 he said.",
                "\xE2\x80\x98The boys\xE2\x80\x99 boat don\xE2\x80\x99t float,\xE2\x80\x99");
    assert_said(HEAD "\n\n'The boys' boat don't float,' he said. ''Tis gone,' said Tom's man.",
                "'The boys' boat don't float,'|''Tis gone,'");
    assert_said(HEAD "\n\n\"Call it 'the boat',\" he said. \"Don't.\"", "\"Call it 'the boat',\"|\"Don't.\"");
}

static uint32_t count_segments(const struct doc *doc, enum segment_kind kind)
{
    uint32_t n = 0;
    for (uint32_t s = 0; s < doc->segment.n; s++)
        n += doc->segment.at[s].kind == kind;
    return n;
}

static void headings_of_every_kind_open_chapters(void **state)
{
    (void)state;
    static const char *const FORMS[][2] = {
        {"CHAPTER I", "CHAPTER II"}, {"Chapter 1.", "Chapter 2."}, {"Chapter One: The Mill", "Chapter Two: The Weir"},
        {"I", "II"}, {"1", "2"}, {"I. THE MILL", "II. THE WEIR"}, {"LETTER THE FIRST", "LETTER THE SECOND"},
        {"_CHAPTER I_", "_CHAPTER II_"}};
    for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++) {
        struct novel_read r;
        char text[1024];
        const char *body = HEAD HEAD HEAD;
        strcpy(text, FORMS[i][0]);
        strcat(strcat(text, "\n\n"), body);
        strcat(strcat(strcat(text, "\n\n"), FORMS[i][1]), "\n\n");
        strcat(text, body);
        open_novel(&r, text);
        assert_int_equal(r.doc.kind, DOC_NOVEL);
        assert_int_equal(count_segments(&r.doc, SEGMENT_CHAPTER), 2);
        close_novel(&r);
    }
}

static void words_of_a_sentence_are_no_heading(void **state)
{
    (void)state;
    struct novel_read r;
    open_novel(&r, HEAD HEAD HEAD "\n\nPart of the way was dark.\n\nBook one for me, he said.\n\n"
                   "I\n\n" HEAD "\n\nMix it well and wait.\n");
    assert_int_equal(count_segments(&r.doc, SEGMENT_CHAPTER), 1);
    assert_int_equal(count_segments(&r.doc, SEGMENT_PART), 0);
    close_novel(&r);
}

static void parts_stand_over_chapters(void **state)
{
    (void)state;
    struct novel_read r;
    open_novel(&r, "PART ONE\n\nCHAPTER I\n\n" HEAD HEAD HEAD "\n\nPART TWO\n\nCHAPTER II\n\n" HEAD HEAD HEAD);
    assert_int_equal(count_segments(&r.doc, SEGMENT_PART), 2);
    assert_int_equal(count_segments(&r.doc, SEGMENT_CHAPTER), 2);
    assert_int_equal(r.doc.segment.at[3].parent, 2);
    assert_string_equal(doc_cite(&r.doc, (uint32_t)r.doc.text.n - 9, &r.keep).at, "part 2, ch. II");
    close_novel(&r);
}

static void a_line_may_be_a_paragraph(void **state)
{
    (void)state;
    struct novel_read r;
    open_novel(&r, HEAD HEAD "\n\"One,\" said Tom, who had come in behind her and stood by the door with his hat in "
                   "his hand.\n\"Two,\" said Mary.\n" HEAD HEAD "\n");
    assert_int_equal(r.doc.speech.n, 2);
    close_novel(&r);
}

static void a_chapter_in_the_form_of_a_play_makes_no_script(void **state)
{
    (void)state;
    static char text[400000];
    size_t n = 0;
    for (int chapter = 1; chapter <= 10; chapter++) {
        n += (size_t)snprintf(text + n, sizeof text - n, "\n\nCHAPTER %d\n\n", chapter);
        for (int line = 0; line < 150; line++)
            n += (size_t)snprintf(text + n, sizeof text - n, "%s",
                                  chapter == 6    ? line % 2 ? "TOM: I came by the weir.\n\n" : "MARY: And I by the road.\n\n"
                                  : line % 9 == 8 ? "\n"
                                                  : "Mary Holt had come to the weir again, and the water was high in it.\n");
    }
    struct novel_read r;
    open_novel(&r, text);
    assert_int_equal(r.doc.kind, DOC_NOVEL);
    close_novel(&r);
}

static void data_and_verse_are_no_novels(void **state)
{
    (void)state;
    struct novel_read r;
    open_novel(&r, "a,b,c\n1,2,3\n4,5,6\n7,8,9\n");
    assert_int_equal(r.doc.kind, DOC_ACCOUNT);
    assert_non_null(r.doc.not_a_story);
    close_novel(&r);
    open_novel(&r, HEAD);
    assert_int_equal(r.doc.kind, DOC_NOVEL);
    assert_null(r.doc.not_a_story);
    close_novel(&r);
}

static void blocks_of_a_paragraph_go_on(void **state)
{
    struct novel_read r;
    (void)state;
    open_novel(&r, HEAD "\n\n\"Come,\" said Mary, \"at once.\"\n\n" HEAD "\n");
    uint32_t goes_on = 0;
    for (uint32_t b = 0; b < r.doc.block.n; b++)
        goes_on += r.doc.block.at[b].goes_on;
    assert_int_equal(r.doc.block.n, 5);
    assert_int_equal(goes_on, 2);
    close_novel(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tag_parts_one_speech),
        cmocka_unit_test(a_paragraph_that_opens_again_goes_on),
        cmocka_unit_test(words_quoted_in_passing_are_told),
        cmocka_unit_test(apostrophes_close_nothing),
        cmocka_unit_test(headings_of_every_kind_open_chapters),
        cmocka_unit_test(words_of_a_sentence_are_no_heading),
        cmocka_unit_test(parts_stand_over_chapters),
        cmocka_unit_test(a_line_may_be_a_paragraph),
        cmocka_unit_test(a_chapter_in_the_form_of_a_play_makes_no_script),
        cmocka_unit_test(data_and_verse_are_no_novels),
        cmocka_unit_test(blocks_of_a_paragraph_go_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
