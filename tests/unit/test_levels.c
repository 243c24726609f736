/* Who tells, to whom, and where the telling is shown. */
#include "small_story.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

enum { ADA, BEN, CY };
static const char *const names[] = {"Ada", "Ben", "Cy"};

static void a_play_within_an_induction_is_acted(void **state)
{
    (void)state;
    struct small s;
    small_begin(&s, DOC_PLAY, 3, names);
    small_scene(&s, "Induction");
    small_says(&s, ADA, VOICE_ON, "Sit. They will play for us.");
    small_scene(&s, "Scene 1");
    small_says(&s, BEN, VOICE_ON, "This is my house.");
    small_says(&s, CY, VOICE_ON, "It was.");
    small_end(&s);
    assert_true(s.story.framing.has_frame);
    assert_true(s.story.framing.n_quotes > 0);
    assert_int_equal(s.story.level.n, 2);
    assert_int_equal(s.story.level.at[1].mode, LEVEL_ACTED);
    assert_int_equal(story_level_at(&s.story, s.doc.speech.at[0].at.start), 0);
    assert_int_equal(story_level_at(&s.story, s.doc.speech.at[1].at.start), 1);
    small_free(&s);
}

static void chorus(struct small *s, bool is_answered)
{
    small_begin(s, DOC_PLAY, 3, names);
    for (int i = 0; i < 12; i++) {
        small_scene(s, "Scene");
        if (i % 5 == 0 || i == 11)
            small_says(s, ADA, VOICE_ON, "Now hear what happened then.");
        small_says(s, BEN, VOICE_ON, "Is the boat in, and who brought her?");
        small_says(s, CY, VOICE_ON, "She is, and I did, and nobody helped me.");
        if (is_answered && i == 6) {
            small_says(s, ADA, VOICE_ON, "Did you?");
            small_says(s, BEN, VOICE_ON, "He did.");
        }
    }
    small_says(s, ADA, VOICE_ON, "So it ended.");
    small_end(s);
}

static void a_chorus_frames_what_it_tells(void **state)
{
    (void)state;
    struct small s;
    chorus(&s, false);
    assert_true(s.story.framing.has_frame);
    assert_int_equal(s.story.framing.teller, ADA);
    assert_int_equal(s.story.level.at[1].mode, LEVEL_TOLD);
    assert_int_equal(story_level_at(&s.story, s.doc.speech.at[1].at.start), 1);
    small_free(&s);
    chorus(&s, true);
    assert_false(s.story.framing.has_frame);
    small_free(&s);
}

static void a_play_without_a_teller_has_no_frame(void **state)
{
    (void)state;
    struct small s;
    small_begin(&s, DOC_PLAY, 3, names);
    small_scene(&s, "Scene 1");
    small_says(&s, BEN, VOICE_ON, "This is my house.");
    small_says(&s, CY, VOICE_ON, "It was.");
    small_end(&s);
    assert_false(s.story.framing.has_frame);
    assert_false(s.story.framing.has_retrospect);
    assert_int_equal(s.story.level.n, 1);
    assert_int_equal(s.story.level.at[0].mode, LEVEL_SHOWN);
    small_free(&s);
}

static void an_i_that_turns_to_you_frames_a_tale_of_others(void **state)
{
    (void)state;
    struct small s;
    small_begin(&s, DOC_NOVEL, 3, names);
    s.cast.narrated_in = 3;
    s.cast.narrator = PERSON_NONE;
    small_scene(&s, "I");
    for (int i = 0; i < 40; i++)
        small_action(&s, "I have a tale for you, and I mean you to sit until I am through with it.");
    for (int i = 0; i < 900; i++)
        small_action(&s, "The miller carried his sacks up the hill to her and she carried them back.");
    small_end(&s);
    assert_true(s.story.framing.has_frame);
    assert_int_equal(s.story.framing.n_quotes, 1);
    small_free(&s);

    small_begin(&s, DOC_NOVEL, 3, names);
    s.cast.narrated_in = 3;
    s.cast.narrator = PERSON_NONE;
    small_scene(&s, "I");
    for (int i = 0; i < 900; i++)
        small_action(&s, "The miller carried his sacks up the hill to her and she carried them back.");
    small_end(&s);
    assert_false(s.story.framing.has_frame);
    small_free(&s);
}

static void papers_that_were_found_are_handed_on(void **state)
{
    (void)state;
    struct small s;
    small_begin(&s, DOC_NOVEL, 3, names);
    s.cast.narrated_in = 3;
    s.cast.narrator = PERSON_NONE;
    small_scene(&s, "I");
    small_action(&s, "The manuscript was found behind the mill stone by a boy.");
    for (int i = 0; i < 900; i++)
        small_action(&s, "The miller carried his sacks up the hill to her and she carried them back.");
    small_end(&s);
    assert_true(s.story.framing.has_frame);
    small_free(&s);
}

static void a_salutation_says_to_whom_it_is_written(void **state)
{
    (void)state;
    struct small s;
    small_begin(&s, DOC_NOVEL, 3, names);
    s.cast.narrated_in = 1;
    s.cast.narrator = ADA;
    small_scene(&s, "I");
    uint32_t b = small_action(&s, "My dear Ben,");
    small_mention(&s, b, BEN, false);
    for (int i = 0; i < 300; i++)
        small_action(&s, "I carried the sacks up the hill again and nobody thanked me for it.");
    small_end(&s);
    assert_true(s.story.framing.has_frame);
    assert_int_equal(s.story.framing.teller, ADA);
    assert_int_equal(s.story.framing.to, BEN);
    assert_int_equal(s.story.level.at[1].mode, LEVEL_WRITTEN);
    small_free(&s);
}

static void a_scene_that_its_heading_calls_a_dream_is_dreamt(void **state)
{
    (void)state;
    struct small s;
    small_begin(&s, DOC_SCREENPLAY, 3, names);
    small_scene(&s, "DREAM DINER, NON-DREAM ROOM - DAY");
    small_says(&s, BEN, VOICE_ON, "Two eggs.");
    small_scene(&s, "EXT. RIVER \u2014 DREAM");
    small_says(&s, ADA, VOICE_ON, "The water is warm.");
    small_says(&s, BEN, VOICE_ON, "It always was.");
    small_scene(&s, "DREAM SEQUENCE - THE MILL");
    small_says(&s, CY, VOICE_ON, "Come in, come in.");
    small_scene(&s, "INT. BEDROOM - MORNING");
    small_says(&s, ADA, VOICE_ON, "What time is it?");
    small_says(&s, CY, VOICE_OVER, "Late.");
    small_end(&s);
    assert_int_equal(s.story.level.n, 2);
    const struct level *dream = &s.story.level.at[1];
    assert_int_equal(dream->mode, LEVEL_DREAMT);
    assert_int_equal(dream->teller, ADA);
    assert_int_equal(dream->n_spans, 1);
    assert_int_equal(dream->n_quotes, 1);
    assert_int_equal(story_level_at(&s.story, s.doc.speech.at[0].at.start), 0);
    assert_int_equal(story_level_at(&s.story, s.doc.speech.at[1].at.start), 1);
    assert_int_equal(story_level_at(&s.story, s.doc.speech.at[3].at.start), 1);
    assert_int_equal(story_level_at(&s.story, s.doc.speech.at[4].at.start), 0);
    small_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scene_that_its_heading_calls_a_dream_is_dreamt),
        cmocka_unit_test(a_play_within_an_induction_is_acted),
        cmocka_unit_test(a_chorus_frames_what_it_tells),
        cmocka_unit_test(a_play_without_a_teller_has_no_frame),
        cmocka_unit_test(an_i_that_turns_to_you_frames_a_tale_of_others),
        cmocka_unit_test(papers_that_were_found_are_handed_on),
        cmocka_unit_test(a_salutation_says_to_whom_it_is_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
