/* To whom speeches are said, and which are said at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "small_novel.h"

#define TOWN                                                                                                     \
    "Miss Vane had come with Edward Thorn. Edward sat down; he was tired. Miss Vane stood by him, and she smiled. " \
    "Hugh Marsh came too. Hugh bowed; he said nothing.\n\n"

static void assert_to(const struct found *f, uint32_t s, const char *alias)
{
    const struct utterance *said = &f->cast.utterance[s];
    assert_true(s < f->doc.speech.n);
    assert_int_equal(said->n_to, 1);
    assert_int_equal(f->cast.to.at[said->first_to], bearer(f, alias));
}

static void who_is_called_or_spoken_to_is_addressed(void **state)
{
    (void)state;
    struct found f;
    find(&f, TOWN "\"You are late, Hugh,\" said Edward.\n\n\"It rained,\" said Hugh to Miss Vane.\n");
    assert_to(&f, 0, "Hugh");
    assert_to(&f, 1, "Miss Vane");
    drop(&f);
}

static void an_answer_goes_to_who_spoke(void **state)
{
    (void)state;
    struct found f;
    find(&f, TOWN "\"It rains,\" said Edward.\n\n\"It does,\" said Miss Vane.\n");
    assert_to(&f, 0, "Miss Vane");
    assert_to(&f, 1, "Edward");
    drop(&f);
}

static void what_is_thought_has_no_listener(void **state)
{
    (void)state;
    struct found f;
    find(&f, TOWN "\"It rains,\" said Edward.\n\n\"How dull he is!\" thought Miss Vane.\n\n"
                  "\"It rains,\" said Hugh to himself.\n");
    assert_int_equal(f.cast.utterance[0].how, HOW_QUOTE);
    assert_int_equal(f.cast.utterance[1].how, HOW_THOUGHT);
    assert_int_equal(f.cast.utterance[1].n_to, 0);
    assert_int_equal(f.cast.utterance[2].how, HOW_QUOTE);
    assert_int_equal(f.cast.utterance[2].n_to, 0);
    drop(&f);
}

static void a_letter_is_known_by_what_introduces_it(void **state)
{
    (void)state;
    struct found f;
    find(&f, TOWN "Then came a letter from Hugh, and it ran as follows:\n\n\"I shall come on Monday.\"\n\n"
                  "\"My dear Edward, it is he,\" said Miss Vane.\n");
    assert_int_equal(f.cast.utterance[0].how, HOW_LETTER);
    assert_int_equal(f.cast.utterance[1].how, HOW_QUOTE);
    drop(&f);
}

static void two_alone_on_stage_speak_to_each_other(void **state)
{
    (void)state;
    struct found f;
    whose_error err = {0};
    memset(&f, 0, sizeof f);
    arena_init(&f.keep, NULL);
    arena_init(&f.scratch, NULL);
    assert_int_equal(read_doc(STR("x.fountain"), STR("INT. MILL - DAY\n\nADA\nYou are late.\n\nBEN\nI know.\n\nADA\nGo.\n"),
                              &f.keep, &f.scratch, &f.doc, &err), WHOSE_OK);
    assert_int_equal(text_read(&f.doc, &f.keep, &f.scratch, &f.text, &err), WHOSE_OK);
    assert_int_equal(people_find(&f.doc, &f.text, NULL, &f.keep, &f.scratch, &f.cast, &err), WHOSE_OK);
    assert_int_equal(f.doc.speech.n, 3);
    for (uint32_t s = 0; s < 3; s++) {
        assert_int_equal(f.cast.utterance[s].n_to, 1);
        assert_int_not_equal(f.cast.to.at[f.cast.utterance[s].first_to], speaker(&f, s));
        assert_int_equal(f.cast.utterance[s].how, HOW_CUE);
    }
    drop(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_called_or_spoken_to_is_addressed),
        cmocka_unit_test(an_answer_goes_to_who_spoke),
        cmocka_unit_test(what_is_thought_has_no_listener),
        cmocka_unit_test(a_letter_is_known_by_what_introduces_it),
        cmocka_unit_test(two_alone_on_stage_speak_to_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
