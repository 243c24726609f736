/* People of small scripts, read through the Fountain reader. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
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
    assert_int_equal(people_find(&f->doc, &f->text, NULL, &f->keep, &f->scratch, &f->cast, &err), WHOSE_OK);
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

#define INT_HOUSE "INT. HOUSE - DAY\n\n"

static bool is_joined(const struct found *f, const char *name)
{
    for (uint32_t i = 0; i < f->cast.join.n; i++)
        if (str_eq_nocase(f->cast.join.at[i].name, str_c(name)))
            return true;
    return false;
}

static bool is_doubted(const struct found *f, const char *words)
{
    for (uint32_t i = 0; i < f->cast.doubt.n; i++)
        if (str_find(f->cast.doubt.at[i].words, str_c(words)) < f->cast.doubt.at[i].words.n)
            return true;
    return false;
}

static void a_role_that_is_given_a_name_goes_on_under_it(void **state)
{
    (void)state;
    static const char *const SCRIPTS[] = {
        INT_HOUSE "A man comes in. The man sits down.\n\nMAN\nGood evening. My name is "
                  "Joe.\n\nJOE\nI am tired.\n",
        INT_HOUSE "A man comes in.\n\nMAN\nJoe. Joseph Joe.\n\nJOE\nI am tired.\n",
        INT_HOUSE
        "A MAN, whom we will come to know as JOE, sits.\n\nMAN\nWell.\n\nINT. BARN - DAY\n\n"
        "JOE\nI am tired.\n",
        INT_HOUSE "MAN\nWell.\n\nThe man -- JOE -- sits down.\n\nJOE\nI am tired.\n",
        INT_HOUSE "MAN IN BLACK\nWell.\n\nThe man, his name is JOE, sits.\n\nJOE\nI am tired.\n",
        INT_HOUSE "A man sits.\n\nMAN\nWell.\n\nMAN (JOE)\nTired.\n\nJOE\nI am tired.\n",
        INT_HOUSE "A man sits.\n\nMAN\nWell.\n\nJOE (formerly MAN)\nTired.\n\nJOE\nI am tired.\n",
        INT_HOUSE "A man sits.\n\nMAN\nWell.\n\nMAN/JOE\nTired.\n\nJOE\nI am tired.\n",
    };
    for (size_t i = 0; i < sizeof SCRIPTS / sizeof *SCRIPTS; i++) {
        struct found f;
        find(&f, SCRIPTS[i]);
        if (!named(&f, "Joe") || f.cast.person.n != 1)
            fail_msg("script %zu: %u people", i, f.cast.person.n);
        assert_int_equal(f.cast.join.n, 1);
        drop(&f);
    }
}

static void a_role_beside_a_name_stays_another_person(void **state)
{
    (void)state;
    static const char *const SCRIPTS[] = {
        /* the role comes back */
        INT_HOUSE "A man sits.\n\nMAN\nMy name is Joe.\n\nJOE\nNo, mine is.\n\nMAN\nSorry.\n",
        /* it is the other who is called */
        INT_HOUSE "A man sits.\n\nMAN\nJoe. Stop.\n\nJOE\nI am tired.\n",
        /* a list */
        INT_HOUSE "The man, JOE and Anna sit down.\n\nMAN\nWell.\n\nJOE\nI am tired.\n",
        INT_HOUSE "A man sits.\n\nMAN\nHis name is Joe.\n\nJOE\nI am tired.\n",
        INT_HOUSE "A man sits.\n\nMAN\nI'm Joe's brother.\n\nJOE\nI am tired.\n",
        INT_HOUSE "A man sits.\n\nMAN\nDon't call me Joe.\n\nJOE\nI am tired.\n",
    };
    for (size_t i = 0; i < sizeof SCRIPTS / sizeof *SCRIPTS; i++) {
        struct found f;
        find(&f, SCRIPTS[i]);
        if (!named(&f, "Man") || !named(&f, "Joe") || is_joined(&f, "MAN"))
            fail_msg("script %zu: MAN and JOE are two", i);
        drop(&f);
    }
}

static void a_name_that_takes_over_without_a_sign_is_asked_about(void **state)
{
    (void)state;
    struct found f;
    find(&f,
         INT_HOUSE "A man sits.\n\nMAN\nWell.\n\nANNA\nWho?\n\nJOE\nI am tired.\n\nJOE\nYes.\n");
    assert_non_null(named(&f, "Man"));
    assert_true(is_doubted(&f, "The cue MAN ends where JOE begins"));
    drop(&f);
    find(&f,
         INT_HOUSE "A man sits.\n\nMAN\nWell.\n\nJoe enters.\n\nJOE\nI am tired.\n\nJOE\nYes.\n");
    assert_int_equal(f.cast.doubt.n, 0);
    drop(&f);
}

static void a_direction_glued_to_a_cue_is_no_name(void **state)
{
    (void)state;
    static const struct {
        const char *cue, *name;
        bool is_sure;
    } CASES[] = {
        {"ANNA crossing to the door", "ANNA", true},
        {"ANNA, softly:", "ANNA", true},
        {"ANNA - to Ben", "ANNA", true},
        {"ANNA - to him", "ANNA", true},
        {"OLD ANNA looks up", "OLD ANNA", false},
        {"MAN in black", "MAN", false},
        {"ANNA and BEN", "", false},
        {"DR. van HELSING", "", false},
        {"McCOY", "", false},
        {"Anna", "", false},
        {"ANNA", "", false},
        {"", "", false},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        bool is_sure;
        struct str name = cue_before_direction(str_c(CASES[i].cue), &is_sure);
        if (!str_eq(name, str_c(CASES[i].name)) || (name.n && is_sure != CASES[i].is_sure))
            fail_msg("\"%s\" gave \"%.*s\"", CASES[i].cue, (int)name.n, name.n ? name.at : "");
    }
    struct found f;
    find(&f,
         INT_HOUSE "ANNA\nOne.\n\n@ANNA crossing to the door\nTwo.\n\n@ANNA looks up\nThree.\n");
    assert_int_equal(f.cast.person.n, 1);
    assert_int_equal(named(&f, "Anna")->n_speeches, 3);
    drop(&f);
}

static void capitals_for_a_sound_or_a_shot_are_nobody(void **state)
{
    (void)state;
    struct found f;
    find(&f, INT_HOUSE
         "ANNA\nOne.\n\nSILENCE\nNobody moves.\n\nTHE PHONE\nThe phone rings and rings.\n\n"
         "ANNA\nTwo.\n");
    assert_int_equal(f.cast.person.n, 1);
    assert_true(is_doubted(&f, "SILENCE stands where a name would"));
    assert_int_equal(f.cast.utterance[1].n_speakers, 0);
    drop(&f);
    find(&f, INT_HOUSE "ANNA\nOne.\n\nPHONE\nHello? Who are you?\n");
    assert_non_null(named(&f, "Phone")); // it speaks
    drop(&f);
}

static void names_are_written_as_in_a_sentence(void **state)
{
    (void)state;
    static const struct {
        const char *cue, *name;
    } CASES[] = {
        {"HENRY VIII", "Henry VIII"},  {"VIV", "Viv"},      {"MAN IN THE RAIN", "Man in the Rain"},
        {"DR. BELL", "Dr. Bell"},      {"TJ", "TJ"},        {"THE MAN", "The Man"},
        {"@The WAITER", "The Waiter"}, {"@McFee", "McFee"}, {"ANNE-MARIE", "Anne-Marie"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char script[200];
        struct found f;
        (void)snprintf(script, sizeof script, INT_HOUSE "%s\nWell, the man is in the rain.\n",
                       CASES[i].cue);
        find(&f, script);
        assert_int_equal(f.cast.person.n, 1);
        struct str name = f.cast.person.at[0].name;
        if (!str_eq(name, str_c(CASES[i].name)))
            fail_msg("%s became %.*s", CASES[i].cue, (int)name.n, name.at);
        drop(&f);
    }
}

static void check_introduced(const struct found *f, const char *name, const char *words)
{
    const struct person *person = named(f, name);
    assert_non_null(person);
    struct str said = doc_str(&f->doc, person->introduced);
    if (!str_eq(said, str_c(words)))
        fail_msg("%s: \"%.*s\"", name, (int)said.n, said.n ? said.at : "");
}

static void an_introduction_is_about_the_person_it_introduces(void **state)
{
    (void)state;
    struct found f;
    find(&f,
         INT_HOUSE "ANNA REED, 9, looks up at her mother DORA REED, 40 and tired of it. Ben, Carl "
                   "and Mrs. Dunn.\n\n"
                   "Carl is a tall man in a hat.\n\n"
                   "ANNA\nOne.\n\nDORA\nTwo.\n\nBEN\nThree.\n\nCARL\nFour.\n\nMRS. DUNN\nFive.\n");
    check_introduced(&f, "Anna",
                     "ANNA REED, 9, looks up at her mother DORA REED, 40 and tired of it.");
    check_introduced(&f, "Dora", "DORA REED, 40 and tired of it.");
    check_introduced(&f, "Carl", "Carl is a tall man in a hat.");
    check_introduced(&f, "Ben", "");
    check_introduced(&f, "Mrs. Dunn", "");
    drop(&f);
}

static void a_name_in_front_of_a_stop_goes_on(void **state)
{
    (void)state;
    struct found f;
    find(&f, INT_HOUSE "At 6:45 Mrs. Dunn of No. 9 opens ANNA'S P.O.V. door. She waits.\n\nMRS. "
                       "DUNN\nNo. It is over.\n");
    uint32_t n_starts[2] = {0, 0}; // in the direction, in the speech
    for (uint32_t b = 0; b < f.doc.block.n; b++)
        for (uint32_t t = f.text.block_first[b]; t < f.text.block_first[b + 1]; t++)
            if (f.doc.block.at[b].kind == BLOCK_ACTION || f.doc.block.at[b].kind == BLOCK_DIALOGUE)
                n_starts[f.doc.block.at[b].kind == BLOCK_DIALOGUE] += (f.text.token[t].flags &
                                                                       TOKEN_STARTS) != 0;
    assert_int_equal(n_starts[0], 3); // At, (No.) 9, She
    assert_int_equal(n_starts[1], 2);
    drop(&f);
}

static void a_surname_belongs_to_the_name_before_it(void **state)
{
    (void)state;
    struct found f;
    find(&f, INT_HOUSE
         "ZACKY PRICE is 10. His brother DON PRICE is 12.\n\nZACKY\nOne.\n\nDON PRICE\nTwo.\n\n"
         "Zacky Price runs. Price runs.\n");
    const struct person *don = named(&f, "Don Price");
    assert_non_null(don);
    assert_int_equal(don->n_mentions, 2);
    check_introduced(&f, "Don Price", "His brother DON PRICE is 12.");
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
        cmocka_unit_test(a_role_that_is_given_a_name_goes_on_under_it),
        cmocka_unit_test(a_role_beside_a_name_stays_another_person),
        cmocka_unit_test(a_name_that_takes_over_without_a_sign_is_asked_about),
        cmocka_unit_test(a_direction_glued_to_a_cue_is_no_name),
        cmocka_unit_test(capitals_for_a_sound_or_a_shot_are_nobody),
        cmocka_unit_test(names_are_written_as_in_a_sentence),
        cmocka_unit_test(an_introduction_is_about_the_person_it_introduces),
        cmocka_unit_test(a_name_in_front_of_a_stop_goes_on),
        cmocka_unit_test(a_surname_belongs_to_the_name_before_it),
        cmocka_unit_test(typed_names_find_people_or_those_nearest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
