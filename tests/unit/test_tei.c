/* tei: what every play keeps to, whatever its markup; examples are in tests/spec/tei.md. */
#include "read/internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
// cmocka.h needs the headers above before it
#include <cmocka.h>

struct play {
    struct arena keep, scratch;
    struct doc doc;
    whose_error err;
    whose_status status;
};

static void read_play(struct play *play, struct str bytes)
{
    memset(play, 0, sizeof *play);
    arena_init(&play->keep, NULL);
    arena_init(&play->scratch, NULL);
    struct input in = {.bytes = bytes};
    play->status = tei_reader.read(&in, &play->keep, &play->scratch, &play->doc, &play->err);
}

static void free_play(struct play *play)
{
    arena_free(&play->keep);
    arena_free(&play->scratch);
}

/* Tables are sorted, spans lie in the text, every speech is in one scene. */
static void check_doc(const struct doc *doc)
{
    for (uint32_t b = 0; b < doc->block.n; b++) {
        struct span at = doc->block.at[b].at;
        assert_true(at.start < at.end && at.end <= doc->text.n);
        assert_true(b == 0 || doc->block.at[b - 1].at.end <= at.start);
    }
    for (uint32_t s = 0; s < doc->speech.n; s++) {
        const struct speech *speech = &doc->speech.at[s];
        assert_true(speech->n_blocks > 0 && speech->first_block + speech->n_blocks <= doc->block.n);
        assert_true(speech->segment < doc->segment.n);
        assert_int_equal(doc->segment.at[speech->segment].kind, SEGMENT_SCENE);
        for (uint32_t b = 0; b < speech->n_blocks; b++)
            assert_int_equal(doc->block.at[speech->first_block + b].speech, s);
    }
    for (uint32_t s = 0; s < doc->segment.n; s++) {
        const struct segment *segment = &doc->segment.at[s];
        assert_true(segment->parent == DOC_NONE || segment->parent < s);
        assert_true(segment->at.start <= segment->at.end && segment->at.end <= doc->text.n);
        assert_true(s == 0 || doc->segment.at[s - 1].at.start <= segment->at.start);
    }
    for (uint32_t r = 0; r < doc->run.n; r++)
        assert_int_equal(doc->run.at[r].at.start, r ? doc->run.at[r - 1].at.end : 0);
    assert_true(doc->run.n == 0 || doc->run.at[doc->run.n - 1].at.end == doc->text.n);
    for (uint32_t m = 0; m < doc->move.n; m++) {
        assert_true(m == 0 || doc->move.at[m - 1].off <= doc->move.at[m].off);
        assert_true(doc->move.at[m].first_who + doc->move.at[m].n_who <= doc->who.n);
    }
    for (uint32_t l = 1; l < doc->line_ref.n; l++)
        assert_true(doc->line_ref.at[l - 1].off < doc->line_ref.at[l].off);
    for (uint32_t w = 0; w < doc->who.n; w++)
        assert_true(doc->who.at[w] < doc->role.n);
}

static const char small[] =
    "<?xml version='1.0'?>\n<!-- a play -->\n<!DOCTYPE TEI [<!ENTITY x \"]\">]>\n"
    "<tei:TEI xmlns:tei='http://www.tei-c.org/ns/1.0'><tei:text><tei:body>\n"
    "<tei:div type='act' n='2'><tei:head>Act 2</tei:head><tei:div type='scene' n='3'>\n"
    "<tei:pb n='41'/>\n"
    "<tei:stage>Enter Ann.</tei:stage>\n"
    "<tei:sp who='#ann'><tei:speaker>ANN</tei:speaker><tei:l n='2.3.7'>First,</tei:l>\n"
    "<tei:l n='2.3.8'>last.</tei:l></tei:sp></tei:div></tei:div>\n"
    "</tei:body></tei:text></tei:TEI>\n";

static void a_play_is_recognised_by_its_root(void **state)
{
    (void)state;
    static const char wide[] = "\xFE\xFF\0<\0T\0E\0I\0>";
    const struct {
        struct str bytes;
        bool is_tei;
    } cases[] = {
        {{small, sizeof small - 1}, true},
        {STR("<TEI.2>"), true},
        {STR("\xEF\xBB\xBF  <teiCorpus xmlns='x'>"), true},
        {{wide, sizeof wide - 1}, true},
        {STR("<html><TEI>"), false},
        {STR("<TEIX>"), false},
        {STR("<!-- <TEI> -->"), false},
        {STR("<!DOCTYPE TEI ["), false},
        {STR("TEI"), false},
        {STR("<"), false},
        {STR(""), false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct input in = {.bytes = cases[i].bytes};
        assert_int_equal(tei_reader.recognise(&in), cases[i].is_tei ? 95 : 0);
    }
}

static void every_place_can_be_cited(void **state)
{
    (void)state;
    struct play play;
    read_play(&play, (struct str){small, sizeof small - 1});
    assert_int_equal(play.status, WHOSE_OK);
    check_doc(&play.doc);
    assert_int_equal(play.doc.line_ref.n, 2);
    uint32_t off = play.doc.line_ref.at[1].off;
    assert_true(str_eq(doc_cite(&play.doc, off, &play.keep), STR("II.iii.8")));
    const struct run *run = doc_run_at(&play.doc, off);
    assert_int_equal(doc_line_at(&play.doc, off), 9);
    assert_int_equal(run->page, 41);
    assert_memory_equal(small + run->byte, "last.", 5);
    free_play(&play);
}

static void the_text_reads_as_a_printed_play(void **state)
{
    (void)state;
    struct play play;
    read_play(&play, (struct str){small, sizeof small - 1});
    static const char expected[] = "Act 2\n\nEnter Ann.\n\nANN\nFirst,\nlast.\n";
    assert_int_equal(play.doc.text.n, sizeof expected - 1);
    assert_memory_equal(play.doc.text.at, expected, sizeof expected - 1);
    free_play(&play);
}

/* Elements in every order, most of them wrong, must give a doc that holds together. */
static void scrambled_markup_gives_a_sound_doc(void **state)
{
    (void)state;
    static const char *const tag[] = {
        "sp who='#a'", "sp", "speaker", "l n='1'", "p", "stage", "stage type='entrance' who='#a #b'",
        "stage type='exit'", "div type='act'", "div type='scene'", "div", "head", "lg type='song'",
        "castList", "castGroup", "castItem", "role", "roleDesc", "front", "body", "back", "note",
        "set", "trailer", "q", "label", "text", "teiHeader", "person xml:id='a'", "persName", "choice",
        "sic", "milestone unit='ftln' n='4'", "lb n='5'", "pb n='6'", "titleStmt", "title", "author",
    };
    static const char *const words[] = {"Enter Ann", "exeunt all but Ann.", " ( ", "[Exit]", "x", " ", "I.",
                                        "Act II", "\n", ")", "."};
    uint32_t seed = 12345;
    for (int round = 0; round < 3000; round++) {
        char xml[4096];
        size_t n = (size_t)sprintf(xml, "<TEI><text><body>");
        const char *open[24];
        size_t depth = 0;
        for (int i = 0; i < 40; i++) {
            seed = seed * 1664525u + 1013904223u;
            uint32_t r = seed >> 8;
            if (r % 3 == 0 && depth < 24) {
                open[depth] = tag[(r / 3) % (sizeof tag / sizeof *tag)];
                n += (size_t)sprintf(xml + n, "<%s>", open[depth++]);
            } else if (r % 3 == 1 && depth) {
                depth--;
                n += (size_t)sprintf(xml + n, "</%.*s>", (int)strcspn(open[depth], " "), open[depth]);
            } else {
                n += (size_t)sprintf(xml + n, "%s", words[(r / 3) % (sizeof words / sizeof *words)]);
            }
        }
        while (depth-- > 0)
            n += (size_t)sprintf(xml + n, "</%.*s>", (int)strcspn(open[depth], " "), open[depth]);
        n += (size_t)sprintf(xml + n, "</body></text></TEI>");
        struct play play;
        read_play(&play, (struct str){xml, n});
        if (play.status != WHOSE_OK)
            fail_msg("%s: %s", xml, play.err.message);
        check_doc(&play.doc);
        free_play(&play);
    }
}

struct budget {
    size_t left, live;
};

static void *limited(void *user, void *old, size_t old_bytes, size_t new_bytes)
{
    (void)old_bytes;
    struct budget *budget = user;
    if (new_bytes == 0) {
        budget->live -= old != NULL;
        free(old);
        return NULL;
    }
    if (budget->left == 0)
        return NULL;
    budget->left--;
    budget->live += old == NULL;
    return realloc(old, new_bytes);
}

static void any_allocation_may_fail_and_nothing_leaks(void **state)
{
    (void)state;
    whose_status status = WHOSE_E_NOMEM;
    for (size_t n = 0; status != WHOSE_OK && n < 1000; n++) {
        struct budget budget = {.left = n};
        whose_allocator allocator = {limited, &budget};
        struct play play;
        memset(&play, 0, sizeof play);
        arena_init(&play.keep, &allocator);
        arena_init(&play.scratch, &allocator);
        struct input in = {.bytes = {small, sizeof small - 1}};
        status = tei_reader.read(&in, &play.keep, &play.scratch, &play.doc, &play.err);
        assert_true(status == WHOSE_OK || status == WHOSE_E_NOMEM);
        free_play(&play);
        assert_int_equal(budget.live, 0);
    }
    assert_int_equal(status, WHOSE_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_play_is_recognised_by_its_root),
        cmocka_unit_test(every_place_can_be_cited),
        cmocka_unit_test(the_text_reads_as_a_printed_play),
        cmocka_unit_test(scrambled_markup_gives_a_sound_doc),
        cmocka_unit_test(any_allocation_may_fail_and_nothing_leaks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
