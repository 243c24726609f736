/* The stage that puts people in time. */
#include "small_story.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <time.h>

#include <cmocka.h>

enum { ADA, BEN, CY };
static const char *const names[] = {"Ada", "Ben", "Cy"};

static void a_scene_counts_words_and_keeps_each_kind_of_presence(void **state)
{
    (void)state;
    struct small s;
    small_begin(&s, DOC_SCREENPLAY, 3, names);
    small_scene(&s, "INT. MILL - DAY");
    uint32_t b = small_action(&s, "Ada counts the sacks.");
    small_mention(&s, b, ADA, true);
    small_says(&s, ADA, VOICE_ON, "Eleven of them.");
    small_says(&s, BEN, VOICE_OVER, "There were twelve.");
    small_says(&s, ADA, VOICE_ON, "Where is Cy?");
    small_mention(&s, s.doc.block.n - 1, CY, false);
    small_end(&s);
    assert_int_equal(s.story.scene.n, 1);
    assert_int_equal(s.story.scene.at[0].n_words, 9);
    assert_int_equal(s.story.scene.at[0].n_action_words, 4);
    const struct cell *ada = story_cell(&s.story, 0, ADA), *ben = story_cell(&s.story, 0, BEN),
                      *cy = story_cell(&s.story, 0, CY);
    assert_non_null(ada);
    assert_int_equal(ada->n_speeches, 2);
    assert_int_equal(ada->n_words[VOICE_ON], 6);
    assert_int_equal(ada->n_acts, 1);
    assert_true(cell_is_bodily(ada));
    assert_non_null(ben);
    assert_false(cell_is_bodily(ben));
    assert_true(cell_is_heard(ben));
    assert_int_equal(ben->n_words[VOICE_OVER], 3);
    assert_non_null(cy);
    assert_false(cell_is_heard(cy));
    assert_int_equal(cy->n_named, 1);
    small_free(&s);
}

static void the_first_place_of_a_cell_is_that_of_its_strongest_kind(void **state)
{
    (void)state;
    struct small s;
    small_begin(&s, DOC_SCREENPLAY, 2, names);
    small_scene(&s, "INT. MILL - DAY");
    small_says(&s, ADA, VOICE_OVER, "It was dark.");
    small_says(&s, ADA, VOICE_ON, "Who is there?");
    small_says(&s, ADA, VOICE_ON, "Nobody.");
    small_end(&s);
    assert_int_equal(story_cell(&s.story, 0, ADA)->first.start, s.doc.speech.at[1].at.start);
    small_free(&s);
}

static void the_longest_gap_is_the_longest_run_of_scenes_without_the_person(void **state)
{
    (void)state;
    struct small s;
    small_begin(&s, DOC_SCREENPLAY, 2, names);
    static const int here[] = {1, 0, 1, 0, 0, 0, 1, 0};
    for (uint32_t i = 0; i < 8; i++) {
        small_scene(&s, "EXT. ROAD - DAY");
        small_says(&s, here[i] ? ADA : BEN, VOICE_ON, "On we go.");
    }
    small_end(&s);
    assert_int_equal(s.story.longest_gap[ADA].n_scenes, 3);
    assert_int_equal(s.story.longest_gap[ADA].last_scene, 2);
    assert_int_equal(s.story.longest_gap[ADA].next_scene, 6);
    assert_int_equal(story_n_scenes(&s.story, ADA), 3);
    assert_int_equal(story_n_scenes(&s.story, BEN), 5);
    small_free(&s);
}

static void who_speaks_after_whom_is_a_turn_and_voice_over_is_none(void **state)
{
    (void)state;
    struct small s;
    small_begin(&s, DOC_SCREENPLAY, 3, names);
    small_scene(&s, "INT. MILL - DAY");
    small_says(&s, ADA, VOICE_ON, "One.");
    small_says(&s, CY, VOICE_OVER, "So they said.");
    small_says(&s, BEN, VOICE_ON, "Two.");
    small_says(&s, BEN, VOICE_ON, "Three.");
    small_says(&s, ADA, VOICE_ON, "Four.");
    small_scene(&s, "INT. BARN - DAY");
    small_says(&s, BEN, VOICE_ON, "Five.");
    small_end(&s);
    assert_int_equal(s.story.link.n, 1);
    assert_int_equal(s.story.link.at[0].a, ADA);
    assert_int_equal(s.story.link.at[0].b, BEN);
    assert_int_equal(s.story.link.at[0].n_scenes, 1);
    assert_int_equal(s.story.link.at[0].n_turns, 2);
    small_free(&s);
}

static void only_innermost_segments_with_story_are_scenes(void **state)
{
    (void)state;
    struct small s;
    small_begin(&s, DOC_PLAY, 2, names);
    small_scene(&s, "ACT ONE");
    small_scene(&s, "SCENE ONE");
    small_says(&s, ADA, VOICE_ON, "Here.");
    s.doc.segment.at[0].kind = SEGMENT_ACT;
    s.doc.segment.at[1].parent = 0;
    small_end(&s);
    assert_int_equal(s.story.scene.n, 1);
    assert_int_equal(s.story.scene.at[0].segment, 1);
    small_free(&s);
}

static void cells_lie_by_scene_and_by_person_without_loss(void **state)
{
    (void)state;
    struct small s;
    small_begin(&s, DOC_SCREENPLAY, 3, names);
    for (uint32_t i = 0; i < 50; i++) {
        small_scene(&s, "EXT. ROAD - DAY");
        small_says(&s, (i * 7) % 3, VOICE_ON, "Left.");
        small_says(&s, (i * 5 + 1) % 3, VOICE_ON, "Right.");
    }
    small_end(&s);
    uint32_t n = 0;
    for (uint32_t p = 0; p < 3; p++)
        for (uint32_t i = s.story.person_first[p]; i < s.story.person_first[p + 1]; i++, n++) {
            const struct cell *cell = &s.story.cell.at[s.story.by_person[i]];
            assert_int_equal(cell->person, p);
            assert_ptr_equal(cell, story_cell(&s.story, cell->scene, p));
            if (i > s.story.person_first[p])
                assert_true(s.story.by_person[i] > s.story.by_person[i - 1]);
        }
    assert_int_equal(n, s.story.cell.n);
    small_free(&s);
}

static void a_story_without_scenes_or_people_is_empty(void **state)
{
    (void)state;
    struct small s;
    small_begin(&s, DOC_SCREENPLAY, 0, NULL);
    small_put(&s, "");
    small_end(&s);
    assert_int_equal(s.story.scene.n, 0);
    assert_int_equal(s.story.cell.n, 0);
    assert_int_equal(s.story.link.n, 0);
    small_free(&s);
}

/* Ten thousand people in one scene, and a hundred thousand scenes, within a clock that
 * only a quadratic method would miss. */
static void crowds_and_endless_stories_take_linear_time(void **state)
{
    (void)state;
    clock_t start = clock();
    enum { CROWD = 10000, LONG = 100000 };
    static const char *many[CROWD];
    for (uint32_t p = 0; p < CROWD; p++)
        many[p] = "One of many";
    struct small s;
    small_begin(&s, DOC_PLAY, CROWD, many);
    small_scene(&s, "A SQUARE");
    for (uint32_t p = 0; p < CROWD; p++)
        small_says(&s, p, VOICE_ON, "Hail.");
    small_end(&s);
    assert_int_equal(s.story.cell.n, CROWD);
    struct verdict verdict;
    small_weigh(&s, &verdict);
    small_free(&s);
    small_begin(&s, DOC_SCREENPLAY, 2, names);
    for (uint32_t i = 0; i < LONG; i++) {
        small_scene(&s, "EXT. ROAD - DAY");
        small_says(&s, i % 2, VOICE_ON, "On.");
    }
    small_end(&s);
    assert_int_equal(s.story.scene.n, LONG);
    small_weigh(&s, &verdict);
    small_free(&s);
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scene_counts_words_and_keeps_each_kind_of_presence),
        cmocka_unit_test(the_first_place_of_a_cell_is_that_of_its_strongest_kind),
        cmocka_unit_test(the_longest_gap_is_the_longest_run_of_scenes_without_the_person),
        cmocka_unit_test(who_speaks_after_whom_is_a_turn_and_voice_over_is_none),
        cmocka_unit_test(only_innermost_segments_with_story_are_scenes),
        cmocka_unit_test(cells_lie_by_scene_and_by_person_without_loss),
        cmocka_unit_test(a_story_without_scenes_or_people_is_empty),
        cmocka_unit_test(crowds_and_endless_stories_take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
