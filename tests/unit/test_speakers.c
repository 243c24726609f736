/* People of small novels: which names are one person, and who speaks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "small_novel.h"

#define TOWN                                                                                                   \
    "Mr. Hale was late again. Mrs. Hale looked at the clock, and Mr. Hale did not look at her. Miss Vane had " \
    "come with Edward Thorn. Edward sat down; he was tired, and he took off his hat. Miss Vane stood by him, " \
    "and she smiled. Mr. Thorn bowed. Thorn said nothing of his own brother.\n\n"

static void names_of_one_person_are_joined(void **state)
{
    (void)state;
    struct found f;
    find(&f, TOWN "\"It is late,\" said Miss Vane.\n\n\"Is it?\" said Edward.\n\n\"It is,\" said Thorn.\n");
    assert_int_equal(bearer(&f, "Edward Thorn"), bearer(&f, "Edward"));
    assert_int_equal(bearer(&f, "Edward Thorn"), bearer(&f, "Mr. Thorn"));
    drop(&f);
}

static void husband_and_wife_are_two(void **state)
{
    (void)state;
    struct found f;
    find(&f, TOWN "\"It is late,\" said Mrs. Hale.\n\n\"Is it?\" said Mr. Hale.\n");
    assert_int_not_equal(bearer(&f, "Mr. Hale"), bearer(&f, "Mrs. Hale"));
    assert_int_equal(f.cast.person.at[bearer(&f, "Mrs. Hale")].gender, GENDER_SHE);
    assert_int_equal(speaker(&f, 0), bearer(&f, "Mrs. Hale"));
    assert_int_equal(speaker(&f, 1), bearer(&f, "Mr. Hale"));
    drop(&f);
}

static void places_are_no_people(void **state)
{
    (void)state;
    struct found f;
    find(&f, TOWN "They had met in Ashby, and at Ashby they would stay. In Ashby it rained. \"Well,\" said Edward.\n");
    for (uint32_t p = 0; p < f.cast.person.n; p++)
        assert_false(str_eq(f.cast.person.at[p].name, STR("Ashby")));
    drop(&f);
}

/* Tags of every shape name the speaker. */
static void a_name_beside_a_verb_speaks(void **state)
{
    (void)state;
    static const char *const SAID[] = {
        "\"It is late,\" said Edward.",
        "\"It is late,\" Edward said quietly.",
        "\"It is late,\" said poor Edward.",
        "\"It is late,\" whispered Edward Thorn, who had seen the clock.",
        "Then Edward turned to Miss Vane and said, \"It is late.\"",
        "Miss Vane looked up, and Edward, who had seen her, said: \"It is late.\"",
        "\"It is late,\" was Edward's reply.",
        "\"Miss Vane,\" cried Mr. Thorn, \"it is late.\"",
    };
    for (size_t i = 0; i < sizeof SAID / sizeof *SAID; i++) {
        struct found f;
        char text[2048];
        strcpy(text, TOWN);
        strcat(strcat(text, SAID[i]), "\n");
        find(&f, text);
        if (speaker(&f, 0) != bearer(&f, "Edward"))
            fail_msg("%s", SAID[i]);
        assert_int_equal(f.cast.utterance[0].via, VIA_NAME);
        drop(&f);
    }
}

static void turns_alternate_and_pronouns_have_a_gender(void **state)
{
    (void)state;
    struct found f;
    find(&f, TOWN "\"It is late,\" said Miss Vane to Edward.\n\n\"Is it?\" he said.\n\n\"It is.\"\n\n\"Then I go.\"\n\n"
                  "\"Go,\" she said.\n");
    uint32_t vane = bearer(&f, "Miss Vane"), edward = bearer(&f, "Edward");
    const uint32_t expected[] = {vane, edward, vane, edward, vane};
    for (uint32_t s = 0; s < 5; s++)
        assert_int_equal(speaker(&f, s), expected[s]);
    assert_int_equal(f.cast.utterance[1].via, VIA_PRONOUN);
    assert_int_equal(f.cast.utterance[2].via, VIA_TURN);
    drop(&f);
}

static void who_is_called_does_not_speak(void **state)
{
    (void)state;
    struct found f;
    find(&f, TOWN "Edward and Miss Vane went out.\n\n\"You are tired, Edward.\"\n");
    assert_int_equal(speaker(&f, 0), bearer(&f, "Miss Vane"));
    drop(&f);
}

static void the_narrator_is_who_others_call(void **state)
{
    (void)state;
    struct found f;
    find(&f, "I came down to the weir. I saw Tom Marsh there, and I called him. He did not hear me, for I was far off. "
             "Tom turned when I came. I sat down by him.\n\n"
             "\"You are late, Jack,\" said Tom.\n\n\"I know,\" I said.\n\n\"Jack, you are wet.\"\n\n"
             "\"Well, Jack,\" said Tom, \"come in.\"\n\n\"I will,\" said I.\n");
    assert_int_equal(f.cast.narrated_in, 1);
    assert_int_equal(f.cast.narrator, bearer(&f, "Jack"));
    assert_int_equal(speaker(&f, 1), f.cast.narrator);
    assert_int_equal(speaker(&f, 4), f.cast.narrator);
    assert_int_equal(f.cast.utterance[1].via, VIA_NARRATOR);
    drop(&f);
}

static void in_the_third_person_nobody_narrates(void **state)
{
    (void)state;
    struct found f;
    find(&f, TOWN "\"I am late,\" said Edward.\n");
    assert_int_equal(f.cast.narrated_in, 3);
    assert_int_equal(f.cast.narrator, PERSON_NONE);
    drop(&f);
}

static void a_role_that_speaks_is_a_person(void **state)
{
    (void)state;
    struct found f;
    find(&f, TOWN "\"Stop,\" said the policeman.\n\n\"Why?\" said Edward.\n\n\"It is late,\" said the policeman.\n");
    assert_int_equal(speaker(&f, 0), bearer(&f, "the policeman"));
    assert_int_equal(speaker(&f, 1), bearer(&f, "Edward"));
    assert_int_equal(speaker(&f, 2), bearer(&f, "the policeman"));
    drop(&f);
}

static void a_book_without_names_has_no_speakers(void **state)
{
    (void)state;
    struct found f;
    find(&f, "it was late and nobody had come to the old house on the hill.\n\n\"well,\" it said.\n");
    for (uint32_t s = 0; s < f.doc.speech.n; s++)
        assert_int_equal(f.cast.utterance[s].n_speakers, 0);
    drop(&f);
}

/* Probabilities of a turn sum to one, and a speaker that is known stays. */
static void a_talk_is_weighed_as_a_whole(void **state)
{
    (void)state;
    struct arena arena;
    struct turn turn[3];
    struct talk talk = {turn, 3};
    float weight[N_FEATURES];
    const uint8_t fixed[3] = {1, TALK_PEOPLE, TALK_PEOPLE};
    arena_init(&arena, NULL);
    struct chain *chain = speakers_chain(&arena);
    assert_non_null(chain);
    speakers_defaults(weight);
    memset(turn, 0, sizeof turn);
    for (uint32_t t = 0; t < 3; t++) {
        turn[t].gap = t ? GAP_TIGHT : GAP_FIRST;
        turn[t].n = 3;
        for (uint32_t k = 0; k < 3; k++)
            turn[t].who[k] = 7 + (k + t) % 3; // the same people in another order
    }
    speakers_infer(&talk, chain, weight, fixed, NULL);
    for (uint32_t t = 0; t < 3; t++)
        assert_true(turn[t].p[0] + turn[t].p[1] + turn[t].p[2] > 0.999f);
    assert_true(turn[0].p[1] > 0.999f);
    assert_int_equal(turn[2].who[2], 8);
    assert_true(turn[2].p[2] < turn[1].p[0] + 1);
    uint32_t again = turn[2].who[0] == 8 ? 0 : turn[2].who[1] == 8 ? 1 : 2;
    assert_true(turn[2].p[again] > 0.4f); // turns alternate
    arena_free(&arena);
}

static void initials_bynames_and_titles_join(void **state)
{
    (void)state;
    struct found f;
    find(&f, "Mr. E. W. Orrin sat down. Mr. Orrin was old, and he coughed. Count Veltri came in. Bramble-the-Fox ran "
             "past them, and Bramble-the-Fox laughed.\n\n\"Fox, stay,\" said Mr. Orrin.\n\n\"I run,\" said Fox.\n\n"
             "\"Let him run,\" said the count.\n");
    assert_int_equal(bearer(&f, "Mr. E. W. Orrin"), bearer(&f, "Mr. Orrin"));
    assert_int_equal(bearer(&f, "Bramble-the-Fox"), bearer(&f, "Fox"));
    assert_int_equal(speaker(&f, 2), bearer(&f, "Count Veltri"));
    drop(&f);
}

static void an_old_man_is_not_the_son(void **state)
{
    (void)state;
    struct found f;
    find(&f, "Old Mr. Dorn sat by the fire, and old Mr. Dorn slept. Edgar Dorn came in. Edgar was wet; he took off his "
             "coat. Then old Mr. Dorn woke.\n\n\"Late,\" said Mr. Dorn.\n\n\"Yes,\" said Edgar Dorn.\n");
    assert_int_not_equal(bearer(&f, "Mr. Dorn"), bearer(&f, "Edgar Dorn"));
    drop(&f);
}

/* Who is called by one name and answers by another is one person. */
static void called_so_and_answering_so(void **state)
{
    (void)state;
    char text[4096] = "Anna Brook had a lodger. Felix was a quiet man, and he paid. Felix went out; he came back.\n\n";
    struct found f;
    for (int i = 0; i < 4; i++)
        strcat(text, "\"Is it cold, Mr. Tarn?\" said Anna.\n\n\"It is,\" said Felix.\n\nThe clock struck.\n\n");
    find(&f, text);
    assert_int_equal(bearer(&f, "Mr. Tarn"), bearer(&f, "Felix"));
    assert_int_not_equal(bearer(&f, "Mr. Tarn"), bearer(&f, "Anna"));
    drop(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_one_person_are_joined),
        cmocka_unit_test(husband_and_wife_are_two),
        cmocka_unit_test(places_are_no_people),
        cmocka_unit_test(a_name_beside_a_verb_speaks),
        cmocka_unit_test(turns_alternate_and_pronouns_have_a_gender),
        cmocka_unit_test(who_is_called_does_not_speak),
        cmocka_unit_test(the_narrator_is_who_others_call),
        cmocka_unit_test(in_the_third_person_nobody_narrates),
        cmocka_unit_test(a_role_that_speaks_is_a_person),
        cmocka_unit_test(a_book_without_names_has_no_speakers),
        cmocka_unit_test(initials_bynames_and_titles_join),
        cmocka_unit_test(an_old_man_is_not_the_son),
        cmocka_unit_test(called_so_and_answering_so),
        cmocka_unit_test(a_talk_is_weighed_as_a_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
