/* script: plain-text scripts in many layouts, line by line and as docs. */
#include "read/internal.h"
#include "read/script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
// cmocka.h needs the headers above before it
#include <cmocka.h>

struct labelled {
    struct arena keep, scratch;
    struct script script;
};

static void label_str(struct labelled *l, struct str text)
{
    whose_error err = {0};
    arena_init(&l->keep, NULL);
    arena_init(&l->scratch, NULL);
    assert_int_equal(script_shapes(text, &l->keep, &l->scratch, &l->script, &err), WHOSE_OK);
    assert_int_equal(script_infer(&l->script, &l->keep, &err), WHOSE_OK);
    assert_int_equal(script_label(&l->script, &l->scratch, &err), WHOSE_OK);
}

static void label(struct labelled *l, const char *text)
{
    label_str(l, str_c(text));
}

static void done(struct labelled *l)
{
    arena_free(&l->keep);
    arena_free(&l->scratch);
}

/* The tags of the lines that are not blank, one letter each. */
static void expect_tags(const char *text, const char *tags)
{
    struct labelled l;
    char got[256];
    label(&l, text);
    assert_true(l.script.n_lines < sizeof got);
    for (uint32_t i = 0; i < l.script.n_lines; i++)
        got[i] = "SNCDETM"[l.script.line[i].tag];
    got[l.script.n_lines] = '\0';
    done(&l);
    assert_string_equal(got, tags);
}

static enum shape shape_of_line(const char *line)
{
    struct labelled l;
    whose_error err = {0};
    arena_init(&l.keep, NULL);
    arena_init(&l.scratch, NULL);
    assert_int_equal(script_shapes(str_c(line), &l.keep, &l.scratch, &l.script, &err), WHOSE_OK);
    assert_int_equal(l.script.n_lines, 1);
    enum shape shape = (enum shape)l.script.line[0].shape;
    done(&l);
    return shape;
}

struct made {
    struct arena keep, scratch;
    struct doc doc;
};

static void make_doc(struct made *made, const char *text)
{
    whose_error err = {0};
    memset(made, 0, sizeof *made);
    arena_init(&made->keep, NULL);
    arena_init(&made->scratch, NULL);
    struct input in = {.bytes = str_c(text), .text = str_c(text)};
    assert_int_equal(
        script_reader.read(&in, &made->keep, &made->scratch, &made->doc, &err), WHOSE_OK);
}

static void free_doc(struct made *made)
{
    arena_free(&made->keep);
    arena_free(&made->scratch);
}

/* "NAME: words / words" of each speech. */
static void expect_speech(const struct doc *doc, uint32_t s, const char *want)
{
    char got[512];
    assert_true(s < doc->speech.n);
    const struct speech *speech = &doc->speech.at[s];
    int n = snprintf(got, sizeof got, "%.*s:", (int)(speech->cue.end - speech->cue.start),
                     doc->text.at + speech->cue.start);
    for (uint32_t b = 0; b < doc->block.n; b++)
        if (doc->block.at[b].speech == s && doc->block.at[b].kind == BLOCK_DIALOGUE)
            n += snprintf(got + n, sizeof got - (size_t)n, " %.*s",
                          (int)(doc->block.at[b].at.end - doc->block.at[b].at.start),
                          doc->text.at + doc->block.at[b].at.start);
    assert_string_equal(got, want);
}

static void a_line_has_the_shape_that_its_form_says(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        enum shape shape;
    } CASE[] = {
        {"INT. HARBOUR - NIGHT", SHAPE_PLACE},
        {"12A  EXT. QUAY - DAY  12A", SHAPE_NUMBERED_PLACE},
        {"INT.", SHAPE_PLACE_ALONE},
        {"INNEN. K\xC3\x9C" "CHE - TAG", SHAPE_PLACE},
        {"\xD0\x98\xD0\x9D\xD0\xA2. \xD0\x9A\xD0\xA3\xD0\xA5\xD0\x9D\xD0\xAF", SHAPE_PLACE},
        {"THE YARD - LATER", SHAPE_TIME},
        {"SMASH CUT TO:", SHAPE_TRANSITION},
        {"(softly)", SHAPE_BRACKETED},
        {"(softly, as if", SHAPE_OPENS},
        {"to herself)", SHAPE_CLOSES},
        {"ODA: I saw it.", SHAPE_UPPER_INLINE},
        {"Oda (low): I saw it.", SHAPE_TITLE_INLINE},
        {"ODA (V.O.)", SHAPE_UPPER_VOICE},
        {"THE HARBOUR MASTER", SHAPE_UPPER_SHORT},
        {"THE LAMP GOES OUT.", SHAPE_UPPER_ENDED},
        {"The Harbour Master", SHAPE_TITLE_SHORT},
        {"She puts the lamp down.", SHAPE_ENDED},
        {"She puts the lamp down and", SHAPE_OPEN},
        {"and goes out.", SHAPE_LOWER_ENDED},
        {"42.", SHAPE_NUMBER},
        {"(MORE)", SHAPE_MORE},
        {"CONTINUED: (2)", SHAPE_CONTINUED},
        {"41   CONTINUED: (2)                              41", SHAPE_CONTINUED},
        {"42A  OMITTED                                     42A", SHAPE_CONTINUED},
        {"END OF ACT ONE", SHAPE_CONTINUED},
        {"ACT TWO", SHAPE_DIVISION},
        {"SCENE B", SHAPE_DIVISION},
        {"COLD OPEN", SHAPE_DIVISION},
        {"SCENE 2: EXT. QUAY. DAY", SHAPE_NUMBERED_PLACE},
        {"FX: A HEAVY DOOR.", SHAPE_LABEL},
        {"ODA'S POV: the mast.", SHAPE_LABEL},
        {"ANGLE ON THE MAST", SHAPE_SHOT},
        {"12. ODA: I saw it.", SHAPE_UPPER_INLINE},
        {"ODA (quietly)     I saw it.", SHAPE_UPPER_INLINE},
        {"ODA      PELL", SHAPE_UPPER_SHORT},
        {"ODA:", SHAPE_UPPER_SHORT},
        {"Oda:", SHAPE_TITLE_SHORT},
        {"**ODA**", SHAPE_UPPER_SHORT},
        {"Dissolve to:", SHAPE_TRANSITION},
        {"SCHNITT AUF:", SHAPE_TRANSITION},
        {"* * *", SHAPE_MARKS},
        {"Screenplay by", SHAPE_CREDIT},
        {"3/14/97", SHAPE_CREDIT},
        {"\xE4\xBD\xA0\xE5\xA5\xBD", SHAPE_OPEN},
    };
    for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
        if (shape_of_line(CASE[i].line) != CASE[i].shape)
            print_error("%s\n", CASE[i].line);
        assert_int_equal(shape_of_line(CASE[i].line), CASE[i].shape);
    }
}

static void a_speech_has_its_name_from_a_number_a_gap_or_a_colon_alone(void **state)
{
    (void)state;
    struct made made;
    make_doc(&made, "SCENE 1: INT. MILL. DAY\n\n1. ODA: You are early.\n\n2. PELL: (DRY) The train is not.\n\nFX: A BELL.\n\n"
                    "3. ODA: That is the train.\n\n4. PELL: So it is.\n");
    assert_int_equal(made.doc.speech.n, 4);
    expect_speech(&made.doc, 0, "ODA: You are early.");
    expect_speech(&made.doc, 2, "ODA: That is the train.");
    free_doc(&made);
    make_doc(&made, "INT. MILL - DAY\n\nODA             You are early. I was not ready\n                for anyone.\n\n"
                    "PELL            The train is not.\n\nODA             Sit down, then, and tell me who\n"
                    "                sent you.\n\nPELL            Nobody.\n");
    assert_int_equal(made.doc.speech.n, 4);
    expect_speech(&made.doc, 1, "PELL: The train is not.");
    free_doc(&made);
    make_doc(&made, "INT. MILL - DAY\n\nOda:\nYou are early.\n\nPell:\nThe train is not.\n\nOda:\nSit down, then.\n\n"
                    "Pell:\nWhere?\n\nOda:\nAnywhere.\n\nPell:\nThank you.\n\nOda:\nNot there.\n");
    assert_int_equal(made.doc.speech.n, 7);
    expect_speech(&made.doc, 1, "Pell: The train is not.");
    free_doc(&made);
}

static void revision_stars_are_no_part_of_a_line(void **state)
{
    (void)state;
    struct labelled l;
    label(&l, "She runs.                         *\n\nHe does not.\n");
    assert_int_equal(l.script.line[0].width, 9);
    done(&l);
}

#define TALK_AT(action, cue, said)                                                         \
    action "INT. SIGNAL BOX - NIGHT\n\n"                                                   \
    action "Rain. ODA pulls the long lever and the lamp on the far mast turns red.\n\n"    \
    cue "ODA\n" said "You are early. The train is not.\n\n"                                \
    cue "PELL\n" said "I walked over the bridge.\n\n"                                      \
    action "He shakes out his coat. Water runs over the boards to the stove.\n\n"          \
    cue "ODA\n" said "In this?\n\n"                                                        \
    cue "PELL\n" said "There was nobody to carry me.\n\n"                                  \
    action "The bell above the desk rings twice. Neither of them moves.\n\n"               \
    cue "ODA\n" said "That is the night mail.\n\n"

#define TALK_TAGS "SNCDCDNCDCDNCD"

static void columns_of_spaces_are_read(void **state)
{
    (void)state;
    expect_tags(TALK_AT("", "                    ", "          "), TALK_TAGS);
    expect_tags(TALK_AT("               ", "                                     ",
                        "                         "), TALK_TAGS);
}

static void columns_of_tabs_are_read(void **state)
{
    (void)state;
    expect_tags(TALK_AT("", "\t\t\t", "\t"), TALK_TAGS);
    expect_tags(TALK_AT("\t", "\t\t\t\t\t", "\t\t\t"), TALK_TAGS);
}

static void a_script_without_indent_is_read(void **state)
{
    (void)state;
    expect_tags(TALK_AT("", "", ""), TALK_TAGS);
}

static void a_script_without_blank_lines_is_read(void **state)
{
    (void)state;
    expect_tags("INT. SIGNAL BOX - NIGHT\n"
                "Rain. ODA pulls the long lever and the lamp on the far mast\n"
                "turns red.\n"
                "ODA\n"
                "You are early.\n"
                "PELL\n"
                "(out of breath)\n"
                "I walked over the bridge. Is there\n"
                "any tea?\n"
                "He shakes out his coat. Water runs over the boards and on to\n"
                "the stove.\n"
                "ODA\n"
                "In this?\n"
                "PELL\n"
                "There was nobody to carry me.\n",
                "SNNCDCEDDNNCDCD");
}

static void lines_set_wide_apart_are_read(void **state)
{
    (void)state;
    expect_tags("EXT. QUAY - DAY\n\n"
                "Oda looks at the empty berth where the ferry should be.\n\n"
                "                    ODA\n\n"
                "          Where is it?\n\n"
                "                    PELL\n\n"
                "          Gone.\n\n"
                "She sits down on the bollard and takes off one shoe.\n\n"
                "                    ODA\n\n"
                "          When?\n\n"
                "                    PELL\n\n"
                "          Before you woke.\n\n",
                "SNCDCDNCDCD");
}

static void names_before_the_words_are_read(void **state)
{
    (void)state;
    expect_tags("INT. KITCHEN - DAY\n\n"
                "ODA: Did you feed it?\n"
                "PELL: Twice.\n"
                "ODA (angry): It is a stove, Pell.\n"
                "PELL: Then I fed it twice.\n"
                "ODA: Give me the coal.\n"
                "PELL [off]: Come and take it!\n",
                "SCCCCCC");
    expect_tags("INT. KITCHEN - DAY\n\n"
                "Oda: Did you feed it?\n"
                "Pell: Twice.\n"
                "Oda (angry): It is a stove, Pell.\n"
                "Pell: Then I fed it twice.\n"
                "Oda: Give me the coal.\n"
                "Pell [off]: Come and take it!\n",
                "SCCCCCC");
}

static void names_in_mixed_case_are_read(void **state)
{
    (void)state;
    expect_tags("INT. LOFT - NIGHT\n\n"
                "The trunk stands open. Oda lifts out a coat and a paper boat.\n\n"
                "                            Oda\n"
                "               You kept it.\n\n"
                "                           Pell\n"
                "               I kept all of them.\n\n"
                "                            Oda\n"
                "               All?\n\n"
                "                           Pell\n"
                "               Look underneath.\n\n"
                "She looks. Forty boats, each with a date in a child's hand.\n\n"
                "                            Oda\n"
                "               Oh.\n\n"
                "                           Pell\n"
                "               Yes.\n\n"
                "                            Oda\n"
                "               Oh, Pell.\n",
                "SNCDCDCDCDNCDCDCD");
}

static void matter_of_pages_is_no_story(void **state)
{
    (void)state;
    expect_tags("                          THE LONG LEVER\n\n"
                "                            Written by\n\n"
                "                            A. Signal\n\n\n"
                "INT. SIGNAL BOX - NIGHT\n\n"
                "Oda pulls the lever. Nothing happens at all on the far mast.\n\n"
                "                    ODA\n"
                "          Stuck again.\n\n"
                "                                                     2.\n\n"
                "                    PELL\n"
                "          Oil it, then.\n"
                "                    (MORE)\n"
                "                                                     3.\n\n"
                "                    PELL (CONT'D)\n"
                "          It is only iron.\n\n"
                "                                             (CONTINUED)\n"
                "                                                     4.\n"
                "CONTINUED:\n\n"
                "                    ODA\n"
                "          Iron remembers.\n",
                "MMMSNCDMCDMMCDMMMCD");
}

/* Two layouts in one file: each stretch is read by its own columns. */
static void two_hands_may_have_typed_a_script(void **state)
{
    (void)state;
    char text[60000], tags[4096];
    size_t n = 0, n_tags = 0;
    for (int hand = 0; hand < 2; hand++)
        for (int k = 0; k < 90; k++) {
            const char *cue = hand ? "\t\t\t" : "", *said = hand ? "\t" : "";
            n += (size_t)snprintf(text + n, sizeof text - n,
                                  "INT. ROOM %d - DAY\n\nOda opens another door and looks into the dark behind it.\n\n"
                                  "%sODA\n%sIs anybody there?\n\n%sPELL\n%sOnly me and the cat.\n\n",
                                  k, cue, said, cue, said);
            memcpy(tags + n_tags, "SNCDCD", 6);
            n_tags += 6;
        }
    struct labelled l;
    uint32_t wrong = 0;
    label(&l, text);
    assert_int_equal(l.script.n_lines, n_tags);
    for (uint32_t i = 0; i < n_tags; i++)
        wrong += "SNCDETM"[l.script.line[i].tag] != tags[i];
    done(&l);
    assert_int_equal(wrong, 0);
}

static void other_alphabets_are_read(void **state)
{
    (void)state;
    // Cyrillic
    expect_tags("ИНТ. КУХНЯ - НОЧЬ\n\n"
                "Анна стоит у окна. За окном снег, и фонарь качается.\n\n"
                "                    АННА\n          Ты пришёл.\n\n"
                "                    ПЁТР\n          Я обещал.\n\n"
                "Он ставит на стол лампу. Они долго молчат.\n\n"
                "                    АННА\n          Садись.\n\n"
                "                    ПЁТР\n          Спасибо.\n",
                "SNCDCDNCDCD");
    // Greek
    expect_tags("ΕΣΩΤ. ΚΟΥΖΙΝΑ - ΝΥΧΤΑ\n\n"
                "Η Άννα στέκεται στο παράθυρο και κοιτάζει τη θάλασσα.\n\n"
                "                    ΑΝΝΑ\n          Ήρθες.\n\n"
                "                    ΠΕΤΡΟΣ\n          Το υποσχέθηκα.\n\n"
                "                    ΑΝΝΑ\n          Κάθισε.\n\n"
                "                    ΠΕΤΡΟΣ\n          Ευχαριστώ.\n",
                "SNCDCDCDCD");
    // Chinese: names and words parted by a wide colon
    expect_tags("内景 厨房 夜\n\n"
                "安娜：你来了。\n彼得：我答应过的。\n安娜：坐吧。\n彼得：谢谢。\n安娜：喝茶吗？\n彼得：好。\n",
                "SCCCCCC");
    // names on lines of their own
    expect_tags("内景 厨房 夜\n\n安娜站在窗前，看着外面的雪。\n\n安娜\n你来了。\n\n彼得\n（轻声）\n我答应过的。\n\n"
                "他把灯放在桌上。两个人都没有说话。\n\n安娜\n坐吧。\n\n彼得\n谢谢。\n",
                "SNCDCEDNCDCD");
    expect_tags("أحمد\nهل وصلت؟\n\nليلى\nنعم، الآن.\n\n"
                "تضع المصباح على الطاولة وتجلس أمامه في صمت.\n\nأحمد\nاجلسي.\n\nليلى\nشكرا.\n",
                "CDCDNCDCD");
    expect_tags("דנה\nבאת.\n\nאורי\nהבטחתי לך.\n\n"
                "הוא מניח את המנורה על השולחן ומתיישב מולה בשקט.\n\nדנה\nשב.\n\nאורי\nתודה.\n",
                "CDCDNCDCD");
    // Arabic
    expect_tags("أحمد: هل وصلت؟\nليلى: نعم، الآن.\nأحمد: اجلسي.\nليلى: شكرا.\nأحمد: شاي؟\nليلى: نعم.\n",
                "CCCCCC");
}

static void a_wide_colon_is_no_part_of_the_name(void **state)
{
    (void)state;
    struct made m;
    make_doc(&m, "内景 厨房 夜\n\n安娜：你来了。\n彼得（轻声）：我答应过的。\n安娜：坐吧。\n彼得：谢谢。\n");
    expect_speech(&m.doc, 0, "安娜: 你来了。");
    expect_speech(&m.doc, 3, "彼得: 谢谢。");
    free_doc(&m);
}

static void a_cue_drawn_up_to_the_line_before_opens_a_speech(void **state)
{
    (void)state;
    struct made m;
    make_doc(&m, "INT. SIGNAL BOX - NIGHT\n\n"
                 "ODA\nWho is it?\n\nPELL\nMe.\n\n"
                 "Oda throws the door open and sees him in the rain -ODA\nYou are early.\n\n"
                 "PELL\nAm I?\n\nODA\nBy a year.\n\nPELL\nOh.\n");
    expect_speech(&m.doc, 2, "ODA: You are early.");
    expect_speech(&m.doc, 3, "PELL: Am I?");
    free_doc(&m);
}

static void two_columns_are_two_speeches(void **state)
{
    (void)state;
    struct made m;
    make_doc(&m, "INT. SIGNAL BOX - NIGHT\n\n"
                 "Oda pulls the lever and the lamp on the far mast turns red.\n\n"
                 "                    ODA\n          Ready?\n\n"
                 "                    PELL\n          Ready.\n\n"
                 "          ODA                            PELL\n"
                 "     Now!                           Not yet!\n\n"
                 "The bell rings over the desk. Neither of them moves at all.\n\n"
                 "                    ODA\n          Late.\n\n"
                 "                    PELL\n          Early.\n");
    assert_int_equal(m.doc.speech.n, 6);
    expect_speech(&m.doc, 2, "ODA: Now!");
    expect_speech(&m.doc, 3, "PELL: Not yet!");
    assert_true(m.doc.speech.at[3].is_dual);
    expect_speech(&m.doc, 4, "ODA: Late.");
    free_doc(&m);
}

#define SIGNAL_BOX                                                      \
    "INT. SIGNAL BOX - NIGHT\n\n"                                       \
    "Oda pulls the long lever and the lamp on the far mast turns\nred.\n" \
    "ODA\nYou are early. The train is not.\n"

static void words_before_their_cue_are_given_to_it(void **state)
{
    (void)state;
    struct made m;
    make_doc(&m, SIGNAL_BOX
                 "PELL\nI walked over the bridge.\nIn this?\n\nODA\n\n"
                 "PELL\nThere was nobody to carry me, so I\nwalked.\n"
                 "ODA\nIs the bridge still standing at all?\nBarely.\n\nPELL\n\n"
                 "ODA\nThen how will the night mail come?\n"
                 "PELL\nSlowly, and with a great noise.\n");
    expect_speech(&m.doc, 1, "PELL: I walked over the bridge.");
    expect_speech(&m.doc, 2, "ODA: In this?");
    expect_speech(&m.doc, 5, "PELL: Barely.");
    free_doc(&m);
}

static void no_text_is_too_odd(void **state)
{
    (void)state;
    static const char *const TEXT[] = {"",      "\n\n\n", "\f\f", "*",        "-", "(", ")", ":", "A:", "  -ANNA",
                                       "--ANNA", "\xFF\xFE", "ANNA\n\n", "12\n13\n14\n", "\t\t\t*", "A  *\n"};
    for (size_t i = 0; i < sizeof TEXT / sizeof *TEXT; i++) {
        struct labelled l;
        label(&l, TEXT[i]);
        done(&l);
        struct made m;
        make_doc(&m, TEXT[i]);
        free_doc(&m);
    }
    struct labelled l;
    label_str(&l, (struct str){"A\0B\n\0\0\n", 8});
    done(&l);
}

/* Lines near the seams of the decoder's chunks get the same tags as those elsewhere. */
static void long_scripts_are_read_as_short_ones(void **state)
{
    (void)state;
    enum { N = 3000 };
    char *text = malloc(N * 64);
    assert_non_null(text);
    size_t n = 0;
    for (int i = 0; i < N; i++)
        n += (size_t)sprintf(text + n, "                    %s\n          Yes, number %d.\n\n", i % 2 ? "ODA" : "PELL", i);
    struct labelled l;
    label(&l, text);
    for (uint32_t i = 0; i < l.script.n_lines; i++)
        assert_int_equal(l.script.line[i].tag, i % 2 ? TAG_DIALOGUE : TAG_CUE);
    done(&l);
    free(text);
}

/* pdftotext sets what stands behind a wide gap apart: the line goes on where it broke off. */
static void the_second_half_of_a_broken_line_goes_to_the_first(void **state)
{
    (void)state;
    static const char TEXT[] = "INT. SIGNAL BOX - NIGHT\n"
                               "Oda pulls the long lever and the lamp on the far mast turns\nred.\n"
                               "ODA\nYou are early. The train is not.\n"
                               "PELL\nYou should not swear.\npresent.\n"
                               "ODA\nI never swear.\n\n"
                               "There's ladies\n\n"
                               "PELL\nYou do when the mail is late.\n"
                               "ODA\nIs the bridge still standing at all?\n";
    struct labelled l;
    label(&l, TEXT);
    assert_int_equal(l.script.line[10].home, 6);
    assert_int_equal(l.script.line[10].tag, TAG_DIALOGUE);
    for (uint32_t i = 0; i < l.script.n_lines; i++)
        assert_true(i == 10 || l.script.line[i].home == UINT32_MAX);
    for (uint32_t i = 1; i < l.script.n_lines; i++)
        assert_true(l.script.line[i - 1].number < l.script.line[i].number);
    done(&l);
    struct made m;
    make_doc(&m, TEXT);
    assert_int_equal(m.doc.speech.n, 5);
    uint32_t n_found = 0;
    for (uint32_t b = 0; b < m.doc.block.n; b++) {
        const struct block *block = &m.doc.block.at[b];
        if (str_eq(str_part(m.doc.text, block->at.start, block->at.end), STR("There's ladies"))) {
            assert_int_equal(block->speech, 1);
            n_found++;
        }
    }
    assert_int_equal(n_found, 1);
    free_doc(&m);
}

/* A page number in the middle of a sentence does not part it; numbers that come too often are no pages. */
static void page_numbers_are_set_aside(void **state)
{
    (void)state;
    char text[8192];
    size_t n = 0;
    for (int page = 2; page < 6; page++) {
        n += (size_t)sprintf(text + n, "INT. SIGNAL BOX - NIGHT\n");
        for (int i = 0; i < 6; i++)
            n += (size_t)sprintf(text + n, "%s\nThe night mail is not late, it is number %d.\n", i % 2 ? "ODA" : "PELL", i);
        n += (size_t)sprintf(text + n, "Oda pulls the long lever and the lamp on the far mast turns\nslowly on its long iron arm, high over the rails, as if it had to\n"
                                       "%d.\nthink about it, from green to red and from red to green once\nmore.\n", page);
    }
    struct labelled l;
    label(&l, text);
    uint32_t n_pages = 0;
    for (uint32_t i = 0; i < l.script.n_lines; i++)
        if (l.script.line[i].is_page) {
            n_pages++;
            assert_int_equal(l.script.line[i].tag, TAG_MATTER);
            assert_int_equal(l.script.line[i + 1].tag, TAG_ACTION);
        }
    assert_int_equal(n_pages, 4);
    done(&l);
}

static void several_cues_in_a_row_take_as_many_short_words(void **state)
{
    (void)state;
    struct made m;
    make_doc(&m, SIGNAL_BOX
                 "PELL\nI walked over the bridge and it shook.\n"
                 "Oda looks at him for a long time, and at the water that he\nleaves on her floor.\n"
                 "Really?\nTruly.\n\nODA\nPELL\n\n"
                 "ODA\nIs the bridge still standing at all?\nBarely.\n\nPELL\n\n"
                 "ODA\nThen how will the night mail come?\n"
                 "PELL\nSlowly, and with a great noise.\n"
                 "The bell over the desk rings once and then never again tonight.\n"
                 "Look!\n\nShe points with the lamp at the far bank.\n\nODA\n\n"
                 "Nobody is there any more, only the rails and the dark water.\n");
    expect_speech(&m.doc, 2, "ODA: Really?");
    expect_speech(&m.doc, 3, "PELL: Truly.");
    expect_speech(&m.doc, 5, "PELL: Barely.");
    expect_speech(&m.doc, 8, "ODA: Look!");
    free_doc(&m);
}

/* "He" and "Really?" stand alone because a program took them off their lines: neither a cue nor the next one's words. */
static void what_was_taken_off_a_line_is_not_the_next_ones(void **state)
{
    (void)state;
    struct made m;
    make_doc(&m, SIGNAL_BOX
                 "PELL\nI walked over the bridge.\nIn this?\n\nODA\n\n"
                 "PELL\nThere was nobody to carry me, so I\nwalked.\nA year!\n\nReally?\n\n"
                 "ODA\nIs the bridge still standing at all?\nBarely.\n\nPELL\n\n"
                 "ODA\nThen how will the night mail come?\n"
                 "PELL\nSlowly, and with a great noise.\n\nHe\n\n(wearily)\nAnd late.\n"
                 "ODA\nAnd late, as it always was.\nNever!\n\n"
                 "PELL\n(stung)\n\nThe bell rings over the desk. Neither of them moves at all.\n");
    expect_speech(&m.doc, 4, "ODA: Is the bridge still standing at all?");
    expect_speech(&m.doc, 5, "PELL: Barely.");
    for (uint32_t s = 0; s < m.doc.speech.n; s++)
        assert_false(str_eq(str_part(m.doc.text, m.doc.speech.at[s].cue.start, m.doc.speech.at[s].cue.end), STR("He")));
    expect_speech(&m.doc, m.doc.speech.n - 1, "PELL: Never!");
    free_doc(&m);
}

static void a_speech_goes_on_behind_the_end_of_a_page(void **state)
{
    (void)state;
    struct made m;
    make_doc(&m, "INT. SIGNAL BOX - NIGHT\n\n"
                 "Oda pulls the lever. Nothing happens at all on the far mast.\n\n"
                 "                    ODA\n          Stuck again.\n\n"
                 "                    PELL\n          Oil it, then.\n"
                 "                    (MORE)\n"
                 "                                                     3.\n\n"
                 "                    PELL (CONT'D)\n          It is only iron.\n\n"
                 "                    ODA\n          Iron remembers.\n"
                 "                    (MORE)\n"
                 "                                                     4.\n\n"
                 "                    PELL\n          So do I.\n\n"
                 "                    PELL (CONT'D)\n          Mostly.\n");
    assert_int_equal(m.doc.speech.n, 5);
    expect_speech(&m.doc, 1, "PELL: Oil it, then. It is only iron.");
    expect_speech(&m.doc, 2, "ODA: Iron remembers.");
    expect_speech(&m.doc, 3, "PELL: So do I.");
    free_doc(&m);
}

/* A name at the end of a line with a colon in it: what is in front of it was said or told before. */
static void a_name_drawn_up_to_a_line_with_a_colon_opens_a_speech(void **state)
{
    (void)state;
    struct made m;
    make_doc(&m, "INT. SIGNAL BOX - NIGHT\n\n"
                 "ODA\nWho is it?\n\nPELL\nMe.\n\n"
                 "The lamp: he lifts it and walks into the rain -ODA\nYou are early.\n\n"
                 "PELL\nAm I?\n\nODA\nBy a year.\n\nPELL\nOh.\n");
    for (uint32_t s = 0; s < m.doc.speech.n; s++)
        assert_true(m.doc.speech.at[s].cue.start < m.doc.speech.at[s].cue.end);
    expect_speech(&m.doc, 2, "ODA: You are early.");
    free_doc(&m);
}

/* Letters and notes with a name over some of them: prose has no name over every few paragraphs. */
static void paragraphs_with_a_name_now_and_then_are_no_script(void **state)
{
    static const char PARAGRAPH[] = "The ferry had stopped running in the spring, and nobody in the village could say "
                                    "who had been the last to cross before the ropes were taken in.\n\n";
    static const char NOTE[] = "ODA PELL\n\nI saw it from the bank, and I have told you so.\n\n";
    char text[16384];
    size_t n = 0;
    struct made m;
    (void)state;
    for (int i = 0; i < 60; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "%s", i % 15 == 5 ? NOTE : PARAGRAPH);
    make_doc(&m, text);
    assert_int_equal(m.doc.kind, DOC_NOVEL);
    free_doc(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_taken_off_a_line_is_not_the_next_ones),
        cmocka_unit_test(a_speech_goes_on_behind_the_end_of_a_page),
        cmocka_unit_test(a_name_drawn_up_to_a_line_with_a_colon_opens_a_speech),
        cmocka_unit_test(a_line_has_the_shape_that_its_form_says),
        cmocka_unit_test(a_speech_has_its_name_from_a_number_a_gap_or_a_colon_alone),
        cmocka_unit_test(revision_stars_are_no_part_of_a_line),
        cmocka_unit_test(columns_of_spaces_are_read),
        cmocka_unit_test(columns_of_tabs_are_read),
        cmocka_unit_test(a_script_without_indent_is_read),
        cmocka_unit_test(a_script_without_blank_lines_is_read),
        cmocka_unit_test(lines_set_wide_apart_are_read),
        cmocka_unit_test(names_before_the_words_are_read),
        cmocka_unit_test(names_in_mixed_case_are_read),
        cmocka_unit_test(matter_of_pages_is_no_story),
        cmocka_unit_test(two_hands_may_have_typed_a_script),
        cmocka_unit_test(other_alphabets_are_read),
        cmocka_unit_test(a_wide_colon_is_no_part_of_the_name),
        cmocka_unit_test(a_cue_drawn_up_to_the_line_before_opens_a_speech),
        cmocka_unit_test(two_columns_are_two_speeches),
        cmocka_unit_test(words_before_their_cue_are_given_to_it),
        cmocka_unit_test(no_text_is_too_odd),
        cmocka_unit_test(the_second_half_of_a_broken_line_goes_to_the_first),
        cmocka_unit_test(page_numbers_are_set_aside),
        cmocka_unit_test(several_cues_in_a_row_take_as_many_short_words),
        cmocka_unit_test(paragraphs_with_a_name_now_and_then_are_no_script),
        cmocka_unit_test(long_scripts_are_read_as_short_ones),
    };
    return cmocka_run_group_tests_name("script", tests, NULL, NULL);
}
