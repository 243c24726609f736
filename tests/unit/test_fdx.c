/* fdx: what every script keeps to, whatever its file; examples are in tests/spec/fdx.md. */
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

#define SCRIPT(content) "<FinalDraft><Content>" content "</Content></FinalDraft>"
#define P(type, text) "<Paragraph Type=\"" type "\"><Text>" text "</Text></Paragraph>"

struct script {
    struct arena keep, scratch;
    struct doc doc;
    whose_error err;
    whose_status status;
};

static void read_with(struct script *script, struct str bytes, const whose_allocator *allocator)
{
    memset(script, 0, sizeof *script);
    arena_init(&script->keep, allocator);
    arena_init(&script->scratch, allocator);
    struct input in = {.bytes = bytes};
    script->status =
        fdx_reader.read(&in, &script->keep, &script->scratch, &script->doc, &script->err);
}

static void read_script(struct script *script, struct str bytes)
{
    read_with(script, bytes, NULL);
}

static void free_script(struct script *script)
{
    arena_free(&script->keep);
    arena_free(&script->scratch);
}

static void expect_text(const struct doc *doc, const char *text)
{
    assert_int_equal(doc->text.n, strlen(text));
    if (doc->text.n)
        assert_memory_equal(doc->text.at, text, doc->text.n);
}

/* Tables are sorted, spans lie in the text, runs cover it. */
static void check_doc(const struct doc *doc)
{
    for (uint32_t b = 0; b < doc->block.n; b++) {
        struct span at = doc->block.at[b].at;
        assert_true(at.start < at.end && at.end <= doc->text.n);
        assert_true(b == 0 || doc->block.at[b - 1].at.end < at.start);
    }
    for (uint32_t s = 0; s < doc->speech.n; s++) {
        const struct speech *speech = &doc->speech.at[s];
        assert_true(speech->n_blocks > 0 && speech->segment < doc->segment.n);
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
    for (uint32_t r = 0; r < doc->run.n; r++) {
        assert_int_equal(doc->run.at[r].at.start, r ? doc->run.at[r - 1].at.end : 0);
        assert_true(r == 0 || doc->run.at[r - 1].page <= doc->run.at[r].page);
    }
    if (doc->text.n)
        assert_int_equal(doc->run.at[doc->run.n - 1].at.end, doc->text.n);
}

static void the_text_reads_as_it_is_printed(void **state)
{
    (void)state;
    struct script script;
    read_script(&script, STR(SCRIPT(
        P("Scene Heading", " INT. PUB ") P("Action", "Rain.\n\n   Wind.\t") P("Character", "ANNA")
        P("Parenthetical", "low") P("Dialogue", "Two.") P("Dialogue", "Three.")
        P("Action", "Dark."))));
    assert_int_equal(script.status, WHOSE_OK);
    check_doc(&script.doc);
    expect_text(&script.doc, "INT. PUB\n\nRain.\nWind.\n\nANNA\n(low)\nTwo.\nThree.\n\nDark.\n");
    free_script(&script);
}

/* A line end that the writer typed stays in what is read as lines, and is a blank elsewhere. */
static void details_over_several_lines_are_read(void **state)
{
    (void)state;
    struct script script;
    read_script(&script, STR(SCRIPT(
        P("Scene Heading", "INT. PUB -\r\n  NIGHT") P("Action", "Rain\non the roof.\r\n\r\nWind.")
        P("Character", "ANNA\n\t(O.S.)") P("Parenthetical", "out of\n  breath") P("Dialogue", "One.\n\n Two.")
        P("Parenthetical", "(to\nhim)") P("Dialogue", "\nThree.\n") P("Transition", "CUT\nTO:")
        P("Shot", "\n\n") P("General", "\nDark."))));
    assert_int_equal(script.status, WHOSE_OK);
    check_doc(&script.doc);
    expect_text(&script.doc, "INT. PUB - NIGHT\n\nRain\non the roof.\nWind.\n\nANNA (O.S.)\n(out of\nbreath)\nOne.\nTwo.\n"
                             "(to\nhim)\nThree.\n\nCUT TO:\n\nDark.\n");
    assert_int_equal(script.doc.speech.n, 1);
    assert_int_equal(script.doc.speech.at[0].n_blocks, 5);
    assert_int_equal(script.doc.segment.n, 1);
    free_script(&script);
    /* what is split among runs in the middle of a line end */
    read_script(&script, STR(SCRIPT("<Paragraph Type='Character'><Text>AN</Text><Text>NA\n</Text><Text>\n(V.O.)</Text></Paragraph>"
                                    "<Paragraph Type='Dialogue'><Text>One</Text><Text>\n</Text><Text> two.</Text></Paragraph>")));
    assert_int_equal(script.status, WHOSE_OK);
    check_doc(&script.doc);
    expect_text(&script.doc, "ANNA (V.O.)\nOne\ntwo.\n");
    free_script(&script);
}

static void a_run_knows_its_byte_and_line(void **state)
{
    (void)state;
    static const char bytes[] =
        "<FinalDraft>\n<Content>\n<Paragraph Type='Action'>\n<Text>\n A\n</Text>"
        "</Paragraph></Content></FinalDraft>";
    struct script script;
    read_script(&script, str_c(bytes));
    assert_int_equal(script.status, WHOSE_OK);
    assert_int_equal(script.doc.run.n, 1);
    assert_int_equal(script.doc.run.at[0].line, 5);
    assert_int_equal(bytes[script.doc.run.at[0].byte], 'A');
    free_script(&script);
}

#define SCENE(properties) "<Paragraph Type='Scene Heading'><SceneProperties " properties \
                          "/><Text>INT. PUB</Text></Paragraph>" P("Action", "Rain.")

static void pages_and_eighths_are_those_of_the_file(void **state)
{
    (void)state;
    struct script script;
    read_script(&script, STR(SCRIPT(SCENE("Page='2' Length='1 4/8'") SCENE("Page='2A' Length='3/8'")
                                    SCENE("Length='2'") SCENE("Page='7' Length='?'"))));
    assert_int_equal(script.status, WHOSE_OK);
    check_doc(&script.doc);
    static const uint32_t page[] = {2, 2, 2, 7}, eighths[] = {12, 3, 16, 1};
    assert_int_equal(script.doc.segment.n, 4);
    for (uint32_t s = 0; s < 4; s++) {
        const struct segment *scene = &script.doc.segment.at[s];
        assert_int_equal(doc_run_at(&script.doc, scene->at.start)->page, page[s]);
        assert_int_equal(scene->eighths, eighths[s]);
    }
    free_script(&script);
}

static void pages_that_go_back_are_not_used(void **state)
{
    (void)state;
    struct script script;
    read_script(&script, STR(SCRIPT(SCENE("Page='9'") SCENE("Page='4'"))));
    assert_int_equal(script.status, WHOSE_OK);
    check_doc(&script.doc);
    assert_int_equal(script.doc.run.at[0].page, 1);
    free_script(&script);
}

static void odd_numbers_are_no_error(void **state)
{
    (void)state;
    struct script script;
    read_script(&script, STR(SCRIPT(
        SCENE("Page='99999999999999999999' Length='99999999999 99/8'")
        SCENE("Page='-3' Length='/8'") SCENE("Page='' Length='1/2/3'"))));
    assert_int_equal(script.status, WHOSE_OK);
    check_doc(&script.doc);
    free_script(&script);
}

static void arc_beats_make_one_role_a_name(void **state)
{
    (void)state;
    struct script script;
    read_script(&script, STR(SCRIPT(
        "<Paragraph Type='Scene Heading'><SceneProperties><SceneArcBeats>"
        "<CharacterArcBeat Name='ZOE'/>"
        "<CharacterArcBeat Name='Zo\xC3\xAB (O.S.)'/><CharacterArcBeat Name='ANNA &amp; BEN'/>"
        "<CharacterArcBeat Name=' '/><CharacterArcBeat/></SceneArcBeats></SceneProperties>"
        "<Text>INT. PUB</Text></Paragraph>")));
    assert_int_equal(script.status, WHOSE_OK);
    assert_int_equal(script.doc.role.n, 3);
    assert_int_equal(script.doc.move.n, 1);
    assert_int_equal(script.doc.move.at[0].n_who, 4);
    assert_int_equal(script.doc.move.at[0].segment, 0);
    assert_false(script.doc.role.at[0].is_billed);
    free_script(&script);
}

static void only_the_script_of_a_final_draft_file_is_known(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int sure;
    } cases[] = {
        {"<?xml version='1.0'?>\n<!-- <a> -->\n<FinalDraft Version='1'>", 95},
        {"<!DOCTYPE FinalDraft>\n<FinalDraft>", 95},
        {"<x:FinalDraft/>", 95},
        {"<FinalDraftish>", 0},
        {"<TEI><FinalDraft>", 0},
        {"INT. PUB\n<FinalDraft>", 0},
        {"<!-- <FinalDraft>", 0},
        {"<", 0},
        {"", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct input in = {.bytes = str_c(cases[i].text), .text = str_c(cases[i].text)};
        assert_int_equal(fdx_reader.recognise(&in), cases[i].sure);
    }
}

static void a_broken_file_is_refused_in_a_sentence(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *words;
    } cases[] = {
        {"<FinalDraft><Content>" P("Action", "Cut"), "file ends while <Content>"},
        {"<FinalDraft><Content><Paragraph></Content></FinalDraft>", "mismatched tag"},
        {"<FinalDraft><Content><Paragraph Type='Action'><Text>A & B", "&amp;"},
        {"<FinalDraft/>", "no <Content>"},
        {"<FinalDraft><TitlePage><Content/></TitlePage></FinalDraft>", "no <Content>"},
        {"<Story><Content/></Story>", "not <FinalDraft>"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct script script;
        read_script(&script, str_c(cases[i].bytes));
        assert_int_equal(script.status, WHOSE_E_INPUT);
        assert_non_null(strstr(script.err.message, cases[i].words));
        assert_memory_equal(script.err.message, "FDX: ", 5);
        free_script(&script);
    }
}

static void an_entity_bomb_is_stopped(void **state)
{
    (void)state;
    char bytes[4096] = "<!DOCTYPE FinalDraft [<!ENTITY a0 'ha ha ha ha ha ha ha ha'>";
    for (int i = 1; i < 12; i++) {
        size_t n = strlen(bytes);
        int b = i - 1;
        snprintf(bytes + n, sizeof bytes - n,
                 "<!ENTITY a%d '&a%d;&a%d;&a%d;&a%d;&a%d;&a%d;&a%d;&a%d;'>", i, b, b, b, b, b, b, b,
                 b);
    }
    strcat(bytes, "]>" SCRIPT(P("Action", "&a11;")));
    struct script script;
    read_script(&script, str_c(bytes));
    assert_int_equal(script.status, WHOSE_E_LIMIT);
    free_script(&script);
}

/* `head` once, `middle` n times, `tail` once. */
static struct str repeated(const char *head, const char *middle, size_t n, const char *tail)
{
    size_t n_head = strlen(head), n_middle = strlen(middle), n_tail = strlen(tail);
    char *bytes = malloc(n_head + n * n_middle + n_tail + 1);
    assert_non_null(bytes);
    memcpy(bytes, head, n_head);
    for (size_t i = 0; i < n; i++)
        memcpy(bytes + n_head + i * n_middle, middle, n_middle);
    memcpy(bytes + n_head + n * n_middle, tail, n_tail + 1);
    return (struct str){bytes, n_head + n * n_middle + n_tail};
}

static void deep_nesting_is_passed_over_or_refused(void **state)
{
    (void)state;
    static const struct {
        size_t depth;
        whose_status status;
    } cases[] = {{3, WHOSE_E_INPUT}, {100, WHOSE_E_INPUT}, {100000, WHOSE_E_LIMIT}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str bytes =
            repeated("<FinalDraft><Content>", "<DualDialogue><Paragraph Type='Character'>",
                     cases[i].depth, "");
        struct script script;
        read_script(&script, bytes);
        assert_int_equal(script.status, cases[i].status);
        free_script(&script);
        free((char *)bytes.at);
    }
    struct script script;
    read_script(&script, STR(SCRIPT("<a><a><a><Paragraph/></a></a></a>" P("Action", "Here."))));
    assert_int_equal(script.status, WHOSE_OK);
    expect_text(&script.doc, "Here.\n");
    free_script(&script);
}

static void long_values_are_no_error(void **state)
{
    (void)state;
    enum { LONG = 3000000 };
    static const char *const shape[][2] = {
        {"<FinalDraft><Content><Paragraph Type='",
         "'><Text>A.</Text></Paragraph></Content></FinalDraft>"},
        {"<FinalDraft><Content><Paragraph Type='Scene Heading' Number='",
         "'><Text>A.</Text></Paragraph></Content></FinalDraft>"},
        {"<FinalDraft><Content><Paragraph Type='Character'><Text>",
         "</Text></Paragraph></Content></FinalDraft>"},
        {"<FinalDraft><TitlePage><Content><Paragraph><Text>",
         "</Text></Paragraph></Content></TitlePage><Content/></FinalDraft>"},
        {"<FinalDraft><Content><Paragraph Type='Cast List'><Text>",
         "</Text></Paragraph></Content></FinalDraft>"},
    };
    for (size_t i = 0; i < sizeof shape / sizeof *shape; i++) {
        struct str bytes = repeated(shape[i][0], "\xC3\xA9,", LONG / 3, shape[i][1]);
        struct script script;
        read_script(&script, bytes);
        assert_int_equal(script.status, WHOSE_OK);
        check_doc(&script.doc);
        free_script(&script);
        free((char *)bytes.at);
    }
}

static void many_unknown_types_give_few_doubts(void **state)
{
    (void)state;
    char bytes[60000] = "<FinalDraft><Content>";
    for (int i = 0; i < 500; i++) {
        size_t n = strlen(bytes);
        snprintf(bytes + n, sizeof bytes - n,
                 "<Paragraph Type='New %d'><Text>Rain.</Text></Paragraph>", i);
    }
    strcat(bytes, "</Content></FinalDraft>");
    struct script script;
    read_script(&script, str_c(bytes));
    assert_int_equal(script.status, WHOSE_OK);
    assert_int_equal(script.doc.block.n, 500);
    assert_in_range(script.doc.doubt.n, 1, 50);
    free_script(&script);
}

static void other_encodings_are_read(void **state)
{
    (void)state;
    struct script script;
    read_script(&script, STR("<?xml version='1.0' encoding='windows-1252'?>"
                             SCRIPT(P("Character", "REN\xC9") P("Dialogue", "\x93Oui.\x94"))));
    assert_int_equal(script.status, WHOSE_OK);
    expect_text(&script.doc, "REN\xC3\x89\n\xE2\x80\x9COui.\xE2\x80\x9D\n");
    free_script(&script);
    static const char narrow[] = SCRIPT(P("Action", "Rain."));
    char wide[2 * sizeof narrow] = "\xFF\xFE";
    for (size_t i = 0; i + 1 < sizeof narrow; i++) {
        wide[2 + 2 * i] = narrow[i];
        wide[3 + 2 * i] = '\0';
    }
    read_script(&script, (struct str){wide, 2 * sizeof narrow});
    assert_int_equal(script.status, WHOSE_OK);
    expect_text(&script.doc, "Rain.\n");
    free_script(&script);
}

struct budget {
    size_t left, live;
};

static void *limited(void *user, void *old, size_t old_bytes, size_t new_bytes)
{
    struct budget *budget = user;
    if (new_bytes && budget->left-- == 0) {
        budget->left = 0;
        return NULL;
    }
    budget->live += new_bytes - old_bytes;
    if (new_bytes)
        return realloc(old, new_bytes);
    free(old);
    return NULL;
}

static void any_allocation_may_fail_and_nothing_leaks(void **state)
{
    (void)state;
    struct str bytes = repeated(
        "<FinalDraft><Content>",
        SCENE("Page='2' Length='1/8'") P("Character", "ANNA") P("Dialogue", "Two."), 300,
        P("Cast List", "(Anna, Ben)") "</Content></FinalDraft>");
    whose_status status = WHOSE_E_NOMEM;
    for (size_t n = 0; status != WHOSE_OK && n < 10000; n++) {
        struct budget budget = {.left = n};
        struct script script;
        read_with(&script, bytes, &(whose_allocator){limited, &budget});
        status = script.status;
        assert_true(status == WHOSE_OK || status == WHOSE_E_NOMEM);
        free_script(&script);
        assert_int_equal(budget.live, 0);
    }
    assert_int_equal(status, WHOSE_OK);
    free((char *)bytes.at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_text_reads_as_it_is_printed),
        cmocka_unit_test(details_over_several_lines_are_read),
        cmocka_unit_test(a_run_knows_its_byte_and_line),
        cmocka_unit_test(pages_and_eighths_are_those_of_the_file),
        cmocka_unit_test(pages_that_go_back_are_not_used),
        cmocka_unit_test(odd_numbers_are_no_error),
        cmocka_unit_test(arc_beats_make_one_role_a_name),
        cmocka_unit_test(only_the_script_of_a_final_draft_file_is_known),
        cmocka_unit_test(a_broken_file_is_refused_in_a_sentence),
        cmocka_unit_test(an_entity_bomb_is_stopped),
        cmocka_unit_test(deep_nesting_is_passed_over_or_refused),
        cmocka_unit_test(long_values_are_no_error),
        cmocka_unit_test(many_unknown_types_give_few_doubts),
        cmocka_unit_test(other_encodings_are_read),
        cmocka_unit_test(any_allocation_may_fail_and_nothing_leaks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
