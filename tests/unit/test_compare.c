#include "compare/compare.h"

#include "small_story.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct draft_story {
    struct small small;
    struct verdict verdict;
};

static const char *const oil = "Somebody has to carry the oil up the tower, and it was always me, winter and summer.";
static const char *const boats = "There were nine boats in the harbour on Monday and there is one boat in it now.";
static const char *const bread = "My mother baked bread for the whole jetty until the flour stopped coming by sea.";

/* Scenes are given by letters: o, b and r say one of the three speeches, x says another. */
static void make(struct draft_story *d, const char *const name[3], const char *scenes)
{
    struct small *s = &d->small;
    small_begin(s, DOC_SCREENPLAY, 3, name);
    for (const char *c = scenes; *c; c++) {
        small_scene(s, "INT. LIGHTHOUSE - NIGHT");
        if (*c == 'o') {
            small_action(s, "The lamp turns and throws a bar of light along the wet stairs.");
            small_says(s, 0, VOICE_ON, oil);
        } else if (*c == 'b') {
            small_action(s, "Gulls quarrel over a basket that somebody left out in the rain.");
            small_says(s, 1, VOICE_ON, boats);
        } else if (*c == 'r') {
            small_action(s, "A table is laid for four although two of them will not come.");
            small_says(s, 2, VOICE_ON, bread);
        } else {
            small_action(s, "Fog: nothing else can be seen from any of the seven windows.");
            small_says(s, 0, VOICE_ON, "I can hear them out there but I cannot tell how many oars there are.");
        }
    }
    small_end(s);
    small_weigh(s, &d->verdict);
}

static void compare(struct draft_story *a, struct draft_story *b, struct compared *out)
{
    struct draft_story *d[N_SIDES] = {a, b};
    struct side side[N_SIDES];
    for (uint32_t s = 0; s < N_SIDES; s++)
        side[s] = (struct side){&d[s]->small.doc, &d[s]->small.text, &d[s]->small.cast,
                                &d[s]->small.story, &d[s]->verdict};
    assert_int_equal(compare_sides(side, &a->small.keep, &a->small.scratch, out, NULL), WHOSE_OK);
}

static const struct same_person *whose_a(const struct compared *c, uint32_t person)
{
    for (uint32_t i = 0; i < c->person.n; i++)
        if (c->person.at[i].person[COMPARE_A] == person)
            return &c->person.at[i];
    return NULL;
}

static const char *const cast[3] = {"Orla Finn", "Pip", "Wren"};

static void a_draft_is_itself(void **state)
{
    struct draft_story a, b;
    struct compared c;
    (void)state;
    make(&a, cast, "obr");
    make(&b, cast, "obr");
    compare(&a, &b, &c);
    assert_int_equal(c.person.n, 3);
    for (uint32_t p = 0; p < 3; p++)
        assert_int_equal(whose_a(&c, p)->person[COMPARE_B], p);
    assert_true(c.is_scene_by_scene);
    assert_int_equal(c.n_fates[SCENE_KEPT], 3);
    for (uint32_t i = 0; i < c.n_measured; i++)
        for (uint32_t m = 0; m < N_MEASURES; m++)
            assert_true(c.evidence[COMPARE_A][m].value[i] == c.evidence[COMPARE_B][m].value[i]);
    small_free(&a.small);
    small_free(&b.small);
}

static void people_are_known_by_part_spelling_and_lines(void **state)
{
    static const char *const renamed[3] = {"Finn", "Pipp", "Aurelia"};
    static const char *const longer[3] = {"Finn", "Barnaby", "Wrenn"};
    struct draft_story a, b, d;
    struct compared c;
    (void)state;
    make(&a, cast, "obr");
    make(&b, renamed, "obr");
    compare(&a, &b, &c);
    assert_int_equal(whose_a(&c, 0)->by, MATCH_PART);
    assert_int_equal(whose_a(&c, 2)->by, MATCH_LINES);
    assert_int_equal(whose_a(&c, 2)->person[COMPARE_B], 2);
    make(&d, longer, "obr");
    compare(&a, &d, &c);
    assert_int_equal(whose_a(&c, 1)->by, MATCH_LINES); // too short a name for a slip of the pen
    assert_int_equal(whose_a(&c, 2)->by, MATCH_SPELLING);
    small_free(&a.small);
    small_free(&b.small);
    small_free(&d.small);
}

static void somebody_new_and_somebody_gone_are_alone(void **state)
{
    static const char *const other[3] = {"Orla Finn", "Pip", "Marguerite"};
    struct draft_story a, b;
    struct compared c;
    (void)state;
    make(&a, cast, "oor");
    make(&b, other, "oob");
    compare(&a, &b, &c);
    assert_int_equal(whose_a(&c, 2)->person[COMPARE_B], PERSON_NONE);
    assert_int_equal(c.person.n, 4);
    small_free(&a.small);
    small_free(&b.small);
}

static void scenes_are_moved_cut_and_added(void **state)
{
    struct draft_story a, b;
    struct compared c;
    (void)state;
    make(&a, cast, "obr");
    make(&b, cast, "rob");
    compare(&a, &b, &c);
    assert_int_equal(c.n_fates[SCENE_MOVED], 1);
    assert_int_equal(c.n_fates[SCENE_KEPT], 2);
    assert_int_equal(c.scene.at[0].fate, SCENE_MOVED);
    assert_int_equal(c.scene.at[0].scene[COMPARE_A], 2);
    small_free(&b.small);
    make(&b, cast, "oxb");
    compare(&a, &b, &c);
    assert_int_equal(c.n_fates[SCENE_ADDED], 1);
    assert_int_equal(c.n_fates[SCENE_CUT], 1);
    assert_int_equal(c.n_fates[SCENE_KEPT], 2);
    assert_int_equal(c.scene.n, 4);
    small_free(&a.small);
    small_free(&b.small);
}

static void two_other_stories_are_not_set_scene_by_scene(void **state)
{
    static const char *const other[3] = {"Ulf", "Sven", "Marguerite"};
    struct draft_story a, b;
    struct compared c;
    (void)state;
    make(&a, cast, "oo");
    make(&b, other, "xxx");
    compare(&a, &b, &c);
    assert_false(c.is_scene_by_scene);
    assert_int_equal(c.scene.n, 0);
    assert_int_equal(c.person.n, 6);
    small_free(&a.small);
    small_free(&b.small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_draft_is_itself),
        cmocka_unit_test(people_are_known_by_part_spelling_and_lines),
        cmocka_unit_test(somebody_new_and_somebody_gone_are_alone),
        cmocka_unit_test(scenes_are_moved_cut_and_added),
        cmocka_unit_test(two_other_stories_are_not_set_scene_by_scene),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
