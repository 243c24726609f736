/* People of small scripts, read through the Fountain reader. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "people/internal.h"
#include "read/read.h"

struct found {
    struct arena keep, scratch;
    struct doc doc;
    struct text text;
    struct cast cast;
};

static void find(struct found *f, const char *script)
{
    whose_error err = {0};
    memset(f, 0, sizeof *f);
    arena_init(&f->keep, NULL);
    arena_init(&f->scratch, NULL);
    assert_int_equal(read_doc(STR("x.fountain"), str_c(script), &f->keep, &f->scratch, &f->doc, &err),
                     WHOSE_OK);
    assert_int_equal(text_read(&f->doc, &f->keep, &f->scratch, &f->text, &err), WHOSE_OK);
    assert_int_equal(people_find(&f->doc, &f->text, &f->keep, &f->scratch, &f->cast, &err), WHOSE_OK);
}

static void drop(struct found *f)
{
    arena_free(&f->keep);
    arena_free(&f->scratch);
}

static const struct person *named(const struct found *f, const char *name)
{
    for (uint32_t i = 0; i < f->cast.person.n; i++)
        if (str_eq(f->cast.person.at[i].name, str_c(name)))
            return &f->cast.person.at[i];
    return NULL;
}

static void a_cue_is_a_name_and_a_voice(void **state)
{
    (void)state;
    static const struct {
        const char *cue, *name;
        enum voice voice;
    } CASES[] = {
        {"EDWARD", "EDWARD", VOICE_ON},
        {"EDWARD (V.O.)(CONT'D)", "EDWARD", VOICE_OVER},
        {"EDWARD(v.o)", "EDWARD", VOICE_OVER},
        {"EDWARD (V.0.)", "EDWARD", VOICE_OVER},
        {"EDWARD (voice-over)", "EDWARD", VOICE_OVER},
        {"EDWARD (CONT'D) (O. S.)", "EDWARD", VOICE_OFF_SCREEN},
        {"EDWARD (O.S., PRELAP)", "EDWARD", VOICE_OFF_SCREEN},
        {"EDWARD [off]", "EDWARD", VOICE_OFF_SCREEN},
        {"EDWARD (ON PHONE)", "EDWARD", VOICE_ON},
        {"EDWARD V.O.", "EDWARD", VOICE_OVER},
        {"EDWARD\xC2\xA0", "EDWARD", VOICE_ON},
        {"DR. NO", "DR. NO", VOICE_ON},
        {"MRS. VO", "MRS.", VOICE_OVER},
        {"(V.O.)", "(V.O.)", VOICE_OVER},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct cue cue = cue_parse(str_c(CASES[i].cue));
        assert_int_equal(cue.name.n, strlen(CASES[i].name));
        assert_memory_equal(cue.name.at, CASES[i].name, cue.name.n);
        assert_int_equal(cue.voice, CASES[i].voice);
    }
}

static void spellings_of_one_cue_are_one_person(void **state)
{
    (void)state;
    struct found f;
    find(&f, "INT. HOUSE - DAY\n\nANNA\nOne.\n\nANNA (V.O.)\nTwo.\n\nANNA(CONT'D)\nThree.\n\n"
             "@Anna\nFour.\n\nANN\xC3\x81\nFive.\n\nO'HARA\nSix.\n\nO\xE2\x80\x99HARA ^\nSeven.\n");
    assert_int_equal(f.cast.person.n, 2);
    assert_int_equal(named(&f, "Anna")->n_speeches, 5);
    assert_int_equal(f.cast.person.at[1].n_speeches, 2);
    drop(&f);
}

static void an_age_before_a_name_is_the_same_person_unless_they_meet(void **state)
{
    (void)state;
    struct found f;
    find(&f, "INT. HOUSE - DAY\n\nEDWARD\nOne.\n\nINT. BARN - DAY\n\nYOUNG EDWARD\nTwo.\n");
    assert_int_equal(f.cast.person.n, 1);
    assert_int_equal(f.cast.join.n, 1);
    drop(&f);
    find(&f, "INT. HOUSE - DAY\n\nEDWARD\nOne.\n\nYOUNG EDWARD\nTwo.\n");
    assert_int_equal(f.cast.person.n, 2);
    assert_int_equal(f.cast.join.n, 0);
    drop(&f);
    find(&f, "INT. HOUSE - DAY\n\nMAN\nOne.\n\nINT. BARN - DAY\n\nOLD MAN\nTwo.\n");
    assert_int_equal(f.cast.person.n, 2);
    drop(&f);
}

static void a_slip_of_the_pen_is_pointed_out_and_is_nobody(void **state)
{
    (void)state;
    struct found f;
    find(&f, "INT. HOLE - DAY\n\nFRODO\nA.\n\nFRODO\nB.\n\nFRODO\nC.\n\nFRODO\nD.\n\nFRODO\nE.\n\n"
             "FRO DO\nF.\n\nSAM\nG.\n");
    assert_int_equal(f.cast.person.n, 2);
    assert_int_equal(named(&f, "Frodo")->n_speeches, 6);
    assert_int_equal(f.cast.doubt.n, 1);
    assert_true(str_find(f.cast.doubt.at[0].words, STR("did you mean FRODO?")) <
                f.cast.doubt.at[0].words.n);
    drop(&f);
}

static void several_people_in_one_cue_speak_together(void **state)
{
    (void)state;
    struct found f;
    find(&f, "INT. HOUSE - DAY\n\nANNA\nOne.\n\nBEN\nTwo.\n\nANNA AND BEN\nThree.\n\nALL\nFour.\n\n"
             "ANNA'S VOICE\nFive.\n");
    assert_int_equal(f.cast.person.n, 3);
    assert_int_equal(named(&f, "Anna")->n_speeches, 3);
    assert_int_equal(named(&f, "Ben")->n_speeches, 2);
    assert_true(named(&f, "All")->is_group);
    assert_int_equal(f.cast.utterance[4].voice, VOICE_OFF_SCREEN);
    drop(&f);
}

static void a_name_that_is_a_common_word_is_not_always_a_person(void **state)
{
    (void)state;
    struct found f;
    find(&f, "INT. HOUSE - DAY\n\nWILL enters. He sits. Anna sees Will.\n\nWILL\nWill you go?\n\n"
             "ANNA\nI will. Will? I will go, Will.\n\nWill nods. They will go.\n");
    const struct person *will = named(&f, "Will");
    assert_non_null(will);
    uint32_t n = 0;
    for (uint32_t i = 0; i < f.cast.mention.n; i++)
        n += f.cast.mention.at[i].person == (uint32_t)(will - f.cast.person.at) &&
             f.cast.mention.at[i].kind == MENTION_NAME;
    assert_int_equal(n, 5); // WILL, sees Will, Will?, go, Will, Will nods
    drop(&f);
}

static void who_is_seen_and_never_speaks_is_a_person(void **state)
{
    (void)state;
    struct found f;
    find(&f, "INT. HOUSE - DAY\n\nANNA looks at OSWIN (9). Oswin turns away. A PHONE rings.\n\n"
             "ANNA\nLook at me, Oswin.\n\nThen Oswin leaves the house in Ashton.\n\n"
             "INT. BARN - DAY\n\nAnna drives to Ashton. Slowly Oswin lifts a hand.\n");
    const struct person *oswin = named(&f, "Oswin");
    assert_non_null(oswin);
    assert_int_equal(oswin->n_speeches, 0);
    assert_null(named(&f, "Ashton"));
    assert_null(named(&f, "Phone"));
    assert_int_equal(f.cast.person.n, 2);
    drop(&f);
}

static void typed_names_find_people_or_those_nearest(void **state)
{
    (void)state;
    struct found f;
    uint32_t found[4];
    find(&f, "INT. HOUSE - DAY\n\nANNA SMITH\nOne.\n\nBEN SMITH\nTwo.\n\nCARLA\nThree.\n");
    assert_int_equal(people_named(&f.cast, STR("anna smith"), &f.scratch, found, 4), 1);
    assert_int_equal(people_named(&f.cast, STR("Anna"), &f.scratch, found, 4), 1);
    assert_int_equal(people_named(&f.cast, STR("Smith"), &f.scratch, found, 4), 2);
    assert_int_equal(people_named(&f.cast, STR("Dora"), &f.scratch, found, 4), 0);
    assert_int_equal(people_near(&f.cast, STR("Clara"), &f.scratch, found, 4), 1);
    assert_int_equal(people_distance(STR("anna"), STR("anan"), 2), 1);
    assert_int_equal(people_distance(STR("anna"), STR("otto"), 2), 3);
    drop(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cue_is_a_name_and_a_voice),
        cmocka_unit_test(spellings_of_one_cue_are_one_person),
        cmocka_unit_test(an_age_before_a_name_is_the_same_person_unless_they_meet),
        cmocka_unit_test(a_slip_of_the_pen_is_pointed_out_and_is_nobody),
        cmocka_unit_test(several_people_in_one_cue_speak_together),
        cmocka_unit_test(a_name_that_is_a_common_word_is_not_always_a_person),
        cmocka_unit_test(who_is_seen_and_never_speaks_is_a_person),
        cmocka_unit_test(typed_names_find_people_or_those_nearest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
