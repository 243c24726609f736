/* The stage that says whose story it is. */
#include "small_story.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

enum { ADA, BEN, CY };
static const char *const names[] = {"Ada", "Ben", "Cy"};

static double share_of(const struct verdict *verdict, uint32_t person)
{
    for (uint32_t r = 0; r < verdict->n_candidates; r++)
        if (verdict->candidate[verdict->ranking[r].candidate] == person)
            return verdict->ranking[r].share;
    return -1;
}

static double value_of(const struct verdict *verdict, enum measure measure, uint32_t person)
{
    const struct evidence *row = &verdict->evidence[measure];
    uint32_t c = verdict_candidate(verdict, person);
    return row->is_missing || c == VERDICT_NOBODY ? -1 : row->value[c];
}

/* Ben talks and is everywhere; Ada answers him, and `voice` tells it. */
static void told_story(struct small *s, uint32_t teller, enum voice voice, const char *line)
{
    small_begin(s, DOC_SCREENPLAY, 3, names);
    for (uint32_t i = 0; i < 8; i++) {
        small_scene(s, "EXT. QUAY - DAY");
        uint32_t b = small_action(s, "Ben coils the rope. Ada waits.");
        small_mention(s, b, BEN, true);
        small_mention(s, b, ADA, true);
        if (teller != PERSON_NONE)
            small_says(s, teller, voice, line);
        small_says(s, BEN, VOICE_ON, "Give me the end of it, and stand out of the way of my arm.");
        small_says(s, ADA, VOICE_ON, "Take it then, and mind your fingers.");
        small_says(s, BEN, VOICE_ON, "Higher.");
    }
    small_end(s);
}

static void the_shares_sum_to_one_and_lie_between_low_and_high(void **state)
{
    (void)state;
    struct small s;
    struct verdict v;
    told_story(&s, PERSON_NONE, VOICE_ON, "");
    small_weigh(&s, &v);
    double sum = 0;
    for (uint32_t r = 0; r < v.n_candidates; r++) {
        sum += v.ranking[r].share;
        assert_true(v.ranking[r].low <= v.ranking[r].share);
        assert_true(v.ranking[r].share <= v.ranking[r].high);
    }
    assert_true(fabs(sum - 1) < 1e-9);
    assert_int_equal(v.n_candidates, 2); // Cy is never there
    double weights = 0;
    for (uint32_t m = 0; m < N_MEASURES; m++)
        weights += v.evidence[m].weight;
    assert_true(fabs(weights - 1) < 1e-9);
    small_free(&s);
}

static void the_head_count_names_who_speaks_most(void **state)
{
    (void)state;
    struct small s;
    struct verdict v;
    told_story(&s, ADA, VOICE_OVER, "I was nineteen and I knew nothing of the sea or of men.");
    small_weigh(&s, &v);
    assert_int_equal(v.apparent, ADA); // both have 16 speeches, and she has more words
    small_free(&s);
}

static void telling_it_afterwards_moves_the_story_to_the_teller(void **state)
{
    (void)state;
    struct small s;
    struct verdict v;
    told_story(&s, PERSON_NONE, VOICE_ON, "");
    small_weigh(&s, &v);
    double before = share_of(&v, ADA);
    assert_true(before < share_of(&v, BEN));
    assert_true(v.evidence[MEASURE_NARRATION].is_missing);
    assert_false(v.reading_known[READING_TOLD_BY]);
    small_free(&s);
    told_story(&s, ADA, VOICE_OVER, "I was nineteen. He found me there and I went with him.");
    small_weigh(&s, &v);
    assert_true(share_of(&v, ADA) > share_of(&v, BEN));
    assert_int_equal(v.reading[READING_TOLD_BY], ADA);
    assert_int_equal(v.evidence[MEASURE_NARRATION].favours, verdict_candidate(&v, ADA));
    assert_true(v.evidence[MEASURE_NARRATION].n_quotes > 0);
    small_free(&s);
}

static void a_voice_in_the_present_tense_is_thought_and_not_narration(void **state)
{
    (void)state;
    struct small s;
    struct verdict v;
    told_story(&s, ADA, VOICE_OVER, "He is late. I know he does this, I don't mind.");
    small_weigh(&s, &v);
    assert_true(v.evidence[MEASURE_NARRATION].is_missing);
    small_free(&s);
}

static void a_teller_who_is_not_in_the_events_claims_nothing(void **state)
{
    (void)state;
    struct small s;
    struct verdict v;
    told_story(&s, CY, VOICE_OVER, "They were young. They had a boat and they never came back.");
    small_weigh(&s, &v);
    assert_int_equal(v.reading[READING_TOLD_BY], CY);
    assert_true(value_of(&v, MEASURE_NARRATION, CY) > 0);
    assert_true(v.evidence[MEASURE_NARRATION].weight < 1e-9);
    assert_true(share_of(&v, CY) < share_of(&v, BEN));
    small_free(&s);
}

static void whose_eyes_we_look_through_is_read_from_directions(void **state)
{
    (void)state;
    struct small s;
    struct verdict v;
    small_begin(&s, DOC_SCREENPLAY, 2, names);
    small_scene(&s, "INT. MILL - DAY");
    uint32_t b = small_action(&s, "ADA'S POV: the wheel has stopped.");
    small_mention(&s, b, ADA, false);
    b = small_action(&s, "Ben slowly watches the door.");
    small_mention(&s, b, BEN, true);
    b = small_action(&s, "Ben lifts a sack.");
    small_mention(&s, b, BEN, true);
    small_says(&s, ADA, VOICE_ON, "It stopped.");
    small_says(&s, BEN, VOICE_ON, "It did.");
    small_end(&s);
    small_weigh(&s, &v);
    assert_true(value_of(&v, MEASURE_VIEW, ADA) == 3);
    assert_true(value_of(&v, MEASURE_VIEW, BEN) == 1);
    assert_true(value_of(&v, MEASURE_ACTION, BEN) == 2);
    small_free(&s);
}

static void who_is_named_while_absent_and_who_is_alone_are_counted(void **state)
{
    (void)state;
    struct small s;
    struct verdict v;
    small_begin(&s, DOC_SCREENPLAY, 3, names);
    small_scene(&s, "INT. MILL - DAY");
    small_says(&s, BEN, VOICE_ON, "Where is Ada?");
    small_mention(&s, s.doc.block.n - 1, ADA, false);
    small_says(&s, CY, VOICE_ON, "Gone.");
    small_scene(&s, "EXT. ROAD - NIGHT");
    small_action(&s, "Rain on the road.");
    small_says(&s, ADA, VOICE_ON, "One foot.");
    small_end(&s);
    small_weigh(&s, &v);
    assert_true(value_of(&v, MEASURE_NAMED, ADA) == 1);
    assert_true(value_of(&v, MEASURE_ALONE, ADA) == 6);
    assert_true(value_of(&v, MEASURE_ALONE, BEN) == 0);
    assert_true(value_of(&v, MEASURE_INITIATIVE, BEN) == 1);
    assert_true(value_of(&v, MEASURE_LAST_IMAGE, ADA) == 2);
    assert_true(value_of(&v, MEASURE_OPENING, BEN) == 1);
    small_free(&s);
}

static void a_chorus_tells_and_owns_nothing(void **state)
{
    (void)state;
    static const char *const play[] = {"Chorus", "Ben"};
    struct small s;
    struct verdict v;
    small_begin(&s, DOC_PLAY, 2, play);
    for (uint32_t i = 0; i < 4; i++) {
        small_scene(&s, "PROLOGUE");
        small_says(&s, 0, VOICE_ON, "Think, when we talk of oxen, that you see them in this yard.");
        small_scene(&s, "A YARD");
        small_says(&s, 1, VOICE_ON, "I had an ox this morning, and now I have a rope and a bill.");
    }
    small_end(&s);
    small_weigh(&s, &v);
    assert_int_equal(v.reading[READING_TOLD_BY], 0);
    assert_true(share_of(&v, 1) > share_of(&v, 0));
    small_free(&s);
}

static void a_pair_in_the_same_scenes_shares_the_story(void **state)
{
    (void)state;
    struct small s;
    struct verdict v;
    small_begin(&s, DOC_SCREENPLAY, 3, names);
    for (uint32_t i = 0; i < 10; i++) {
        small_scene(&s, "EXT. QUAY - DAY");
        small_says(&s, i % 2 ? ADA : BEN, VOICE_ON, "You take the oars today.");
        small_says(&s, i % 2 ? BEN : ADA, VOICE_ON, "And you can bail her.");
        if (i == 4)
            small_says(&s, CY, VOICE_ON, "Room for one?");
    }
    small_end(&s);
    small_weigh(&s, &v);
    assert_int_equal(v.answer, ANSWER_SHARED);
    assert_non_null(v.because);
    small_free(&s);
}

static void two_who_never_meet_contest_it(void **state)
{
    (void)state;
    struct small s;
    struct verdict v;
    small_begin(&s, DOC_SCREENPLAY, 2, names);
    for (uint32_t i = 0; i < 10; i++) {
        small_scene(&s, "EXT. QUAY - DAY");
        small_says(&s, i % 2, VOICE_ON, "You take the oars today.");
    }
    small_end(&s);
    small_weigh(&s, &v);
    assert_int_equal(v.answer, ANSWER_CONTESTED);
    small_free(&s);
}

static void one_character_owns_the_story_and_one_speech_is_nobodys(void **state)
{
    (void)state;
    struct small s;
    struct verdict v;
    small_begin(&s, DOC_SCREENPLAY, 1, names);
    small_scene(&s, "INT. MILL - DAY");
    small_says(&s, ADA, VOICE_ON, "Nobody here.");
    small_says(&s, ADA, VOICE_ON, "Nobody there.");
    small_end(&s);
    small_weigh(&s, &v);
    assert_int_equal(v.answer, ANSWER_ONE);
    assert_true(v.ranking[0].share == 1);
    assert_string_equal(v.because, "there is one character only");
    small_free(&s);
    small_begin(&s, DOC_SCREENPLAY, 1, names);
    small_scene(&s, "INT. MILL - DAY");
    small_says(&s, ADA, VOICE_ON, "Nobody here.");
    small_end(&s);
    small_weigh(&s, &v);
    assert_int_equal(v.answer, ANSWER_NOBODY);
    assert_string_equal(v.because, "there is only one speech in it");
    small_free(&s);
}

static void nobody_is_an_answer_with_a_reason(void **state)
{
    (void)state;
    struct small s;
    struct verdict v;
    small_begin(&s, DOC_SCREENPLAY, 0, NULL);
    small_scene(&s, "INT. MILL - DAY");
    small_action(&s, "Dust.");
    small_end(&s);
    small_weigh(&s, &v);
    assert_int_equal(v.answer, ANSWER_NOBODY);
    assert_int_equal(v.n_candidates, 0);
    assert_int_equal(v.apparent, PERSON_NONE);
    assert_true(v.evidence[MEASURE_WORDS].is_missing);
    assert_non_null(v.because);
    small_free(&s);
    static const char *const crowd[] = {"Villagers"};
    small_begin(&s, DOC_SCREENPLAY, 1, crowd);
    s.cast.person.at[0].is_group = true;
    small_scene(&s, "EXT. GREEN - DAY");
    small_says(&s, 0, VOICE_ON, "Aye!");
    small_says(&s, 0, VOICE_ON, "Nay!");
    small_end(&s);
    small_weigh(&s, &v);
    assert_int_equal(v.answer, ANSWER_NOBODY);
    assert_string_equal(v.because, "only groups are in it, and no single person");
    small_free(&s);
}

static void evidence_about_any_two_is_that_of_the_verdict(void **state)
{
    (void)state;
    struct small s;
    struct verdict v;
    struct evidence evidence[N_MEASURES];
    told_story(&s, ADA, VOICE_OVER, "I was nineteen. He found me there and I went with him.");
    small_weigh(&s, &v);
    uint32_t pair[] = {BEN, ADA};
    assert_int_equal(verdict_evidence(&s.doc, &s.text, &s.cast, &s.story, pair, 2, evidence,
                                      &s.scratch, NULL),
                     WHOSE_OK);
    for (uint32_t m = 0; m < N_MEASURES; m++) {
        assert_int_equal(evidence[m].is_missing, v.evidence[m].is_missing);
        if (evidence[m].is_missing)
            continue;
        assert_true(evidence[m].value[0] == value_of(&v, (enum measure)m, BEN));
        assert_true(evidence[m].value[1] == value_of(&v, (enum measure)m, ADA));
    }
    small_free(&s);
}

static void the_same_story_gives_the_same_numbers_again(void **state)
{
    (void)state;
    struct small s, t;
    struct verdict v, w;
    told_story(&s, ADA, VOICE_OVER, "I was nineteen then.");
    told_story(&t, ADA, VOICE_OVER, "I was nineteen then.");
    small_weigh(&s, &v);
    small_weigh(&t, &w);
    for (uint32_t r = 0; r < v.n_candidates; r++) {
        assert_int_equal(v.ranking[r].candidate, w.ranking[r].candidate);
        assert_true(v.ranking[r].share == w.ranking[r].share && v.ranking[r].low == w.ranking[r].low);
    }
    small_free(&s);
    small_free(&t);
}

/* A novel of four chapters in which `who` narrates and does `own` deeds a chapter, Ben `others`. */
static void told_novel(struct small *s, uint32_t own, uint32_t others)
{
    static const char *const people[] = {"I", "Ben", "Cy"};
    small_begin(s, DOC_NOVEL, 3, people);
    s->cast.narrated_in = 1;
    s->cast.narrator = 0;
    for (uint32_t i = 0; i < 4; i++) {
        small_scene(s, "CHAPTER");
        for (uint32_t k = 0; k < own; k++) {
            uint32_t b = small_action(s, "I walked down to the water and sat on the wall.");
            small_mention(s, b, 0, true);
            s->cast.mention.at[s->cast.mention.n - 1].kind = MENTION_PRONOUN;
        }
        for (uint32_t k = 0; k < others; k++)
            small_mention(s, small_action(s, "Ben rowed out to the light and mended the lamp."), 1, true);
        small_says(s, 1, VOICE_ON, "Hand me the wick.");
        small_says(s, own > others ? 0 : 2, VOICE_ON, "Here it is, and mind the glass.");
    }
    small_end(s);
}

static void a_narrator_to_whom_it_happens_owns_it_and_a_witness_does_not(void **state)
{
    (void)state;
    struct small s;
    struct verdict v;
    told_novel(&s, 9, 1);
    small_weigh(&s, &v);
    double own = v.evidence[MEASURE_STANCE].value[verdict_candidate(&v, 0)];
    assert_true(own > 0.6);
    assert_true(share_of(&v, 0) > share_of(&v, 1));
    enum stance stance = STANCE_WITNESS;
    assert_true(verdict_stance(&v, 0, &stance));
    assert_int_equal(stance, STANCE_OWN);
    assert_false(verdict_stance(&v, 1, &stance)); // tells nothing
    small_free(&s);
    told_novel(&s, 1, 9);
    small_weigh(&s, &v);
    double witness = v.evidence[MEASURE_STANCE].value[verdict_candidate(&v, 0)];
    assert_true(witness < 0.4);
    assert_true(verdict_stance(&v, 0, &stance));
    assert_int_equal(stance, STANCE_WITNESS);
    assert_int_equal(v.reading[READING_TOLD_BY], 0);
    assert_true(share_of(&v, 1) > share_of(&v, 0));
    assert_int_equal(v.apparent, 1); // "I" is no name
    small_free(&s);
}

static void of_several_narrators_each_tells_a_part(void **state)
{
    (void)state;
    struct small s;
    struct verdict v;
    told_novel(&s, 9, 1);
    uint32_t middle = s.story.scene.at[2].at.start, end = (uint32_t)s.doc.text.n;
    struct told_span told[] = {{.person = 0, .at = {0, middle}, .is_first = true, .next = UINT32_MAX},
                               {.person = 1, .at = {middle, end}, .is_first = true, .next = UINT32_MAX}};
    s.cast.told.at = told;
    s.cast.told.n = 2;
    small_weigh(&s, &v);
    double first = value_of(&v, MEASURE_NARRATION, 0), second = value_of(&v, MEASURE_NARRATION, 1);
    assert_true(first > 0 && first == second);
    assert_int_equal(v.reading[READING_TOLD_BY], 0);
    small_free(&s);
}

/* Ben is there twice and dies; Ada is there all along and is changed by half. */
static void change_counts_as_far_as_the_story_shows_it(void **state)
{
    (void)state;
    struct small s;
    struct verdict v;
    told_story(&s, ADA, VOICE_ON, "I was nineteen then.");
    struct change change[8] = {{0}};
    change[ADA] = (struct change){.value = 0.5, .is_known = true, .n_seen = 9};
    change[BEN] = (struct change){.value = 0.6, .is_known = true, .n_seen = 9};
    assert_true(s.cast.person.n <= 8);
    uint32_t ada = story_n_scenes(&s.story, ADA), ben = story_n_scenes(&s.story, BEN);
    s.story.change = change;
    small_weigh(&s, &v);
    assert_true(fabs(value_of(&v, MEASURE_CHANGE, ADA) - 0.5 * ada / s.story.scene.n) < 1e-9);
    assert_true(fabs(value_of(&v, MEASURE_CHANGE, BEN) - 0.6 * ben / s.story.scene.n) < 1e-9);
    small_free(&s);
}

static void a_narrator_without_a_name_is_weighed(void **state)
{
    (void)state;
    struct small s;
    struct verdict v;
    static const char *const people[] = {"Narrator"};
    small_begin(&s, DOC_NOVEL, 1, people);
    s.cast.narrated_in = 1;
    s.cast.narrator = 0;
    for (uint32_t i = 0; i < 3; i++) {
        small_scene(&s, "CHAPTER");
        for (uint32_t k = 0; k < 3; k++) {
            small_mention(&s, small_action(&s, "Narrator woke and was afraid of the frost."), 0, true);
            s.cast.mention.at[s.cast.mention.n - 1].kind = MENTION_PRONOUN;
        }
    }
    small_end(&s);
    small_weigh(&s, &v);
    assert_int_equal(v.n_candidates, 1);
    assert_int_equal(v.answer, ANSWER_ONE);
    assert_int_equal(v.candidate[0], 0);
    assert_true(v.ranking[0].low == 1);
    small_free(&s);
}

static void forty_equal_people_contest_it(void **state)
{
    (void)state;
    enum { N = 40 };
    static char name[N][4];
    const char *people[N];
    struct small s;
    struct verdict v;
    for (uint32_t p = 0; p < N; p++) {
        name[p][0] = (char)('A' + p / 10);
        name[p][1] = (char)('a' + p % 10);
        people[p] = name[p];
    }
    small_begin(&s, DOC_SCREENPLAY, N, people);
    for (uint32_t p = 0; p < N; p++) {
        small_scene(&s, "INT. CELL - DAY");
        small_says(&s, p, VOICE_ON, "The bell has gone again.");
    }
    small_end(&s);
    small_weigh(&s, &v);
    assert_int_equal(v.n_candidates, VERDICT_CANDIDATES);
    assert_int_equal(v.answer, ANSWER_CONTESTED);
    assert_string_equal(v.because, "many have much the same part in it, and no one is before the others");
    assert_true(v.ranking[0].share < 0.3);
    small_free(&s);
}

/* Six have the same part in every scene, and one of them begins them all. */
static void who_only_speaks_first_among_equals_owns_nothing_by_it(void **state)
{
    (void)state;
    static const char *const people[] = {"Ada", "Ben", "Cy", "Dot", "Eli", "Fay"};
    struct small s;
    struct verdict v;
    small_begin(&s, DOC_SCREENPLAY, 6, people);
    for (uint32_t i = 0; i < 6; i++) {
        small_scene(&s, "INT. HALL - DAY");
        for (uint32_t p = 0; p < 6; p++)
            small_says(&s, p, VOICE_ON, "The count is the same as it was.");
    }
    small_end(&s);
    small_weigh(&s, &v);
    assert_int_equal(v.answer, ANSWER_CONTESTED);
    assert_string_equal(v.because, "many have much the same part in it, and no one is before the others");
    assert_true(v.ranking[0].share < 0.5);
    assert_true(v.levelled > 0.5);
    small_free(&s);
}

static void whoever_ends_among_strangers_has_changed_company(void **state)
{
    (void)state;
    static const char *const people[] = {"Ada", "Ben", "Cy", "Dot"};
    struct small s;
    struct verdict v;
    small_begin(&s, DOC_SCREENPLAY, 4, people);
    for (uint32_t i = 0; i < 6; i++) {
        small_scene(&s, "EXT. ROAD - DAY");
        small_says(&s, ADA, VOICE_ON, "Which way is it now?");
        small_says(&s, i < 3 ? BEN : CY, VOICE_ON, "Straight on.");
        small_says(&s, 3, VOICE_ON, "Left, I think.");
    }
    small_end(&s);
    small_weigh(&s, &v);
    assert_true(value_of(&v, MEASURE_COMPANY, ADA) == 1); // one of two, in two scenes
    assert_true(value_of(&v, MEASURE_COMPANY, CY) == 0);  // was not there early
    assert_int_equal(v.evidence[MEASURE_COMPANY].n_quotes, 0); // no passage shows the two together
    small_free(&s);
}

/* Ada is with Ben, then with Cy: the passage that is quoted has her and Cy in it. */
static void new_company_is_quoted_where_both_are_named(void **state)
{
    (void)state;
    static const char *const people[] = {"Ada", "Ben", "Cy"};
    static const char together[] = "Ada waits. She hands the rope to Cy, and the boat is off.";
    struct small s;
    struct verdict v;
    small_begin(&s, DOC_SCREENPLAY, 3, people);
    for (uint32_t i = 0; i < 6; i++) {
        small_scene(&s, "EXT. ROAD - DAY");
        if (i == 5) {
            uint32_t b = small_action(&s, together);
            small_mention(&s, b, ADA, true);
            small_mention(&s, b, 2, false);
        }
        small_says(&s, ADA, VOICE_ON, "Which way is it now, and how far?");
        small_says(&s, i < 3 ? BEN : 2, VOICE_ON, "Straight on.");
    }
    small_end(&s);
    small_weigh(&s, &v);
    const struct evidence *row = &v.evidence[MEASURE_COMPANY];
    assert_int_equal(row->n_quotes, 1);
    assert_true(str_starts(doc_str(&s.doc, row->quote[0].at), STR("Ada waits. She hands the rope to Cy")));
    assert_string_equal(row->quote[0].why, "late, among people new to them");
    row = &v.evidence[MEASURE_WORDS];
    bool is_longest = false;
    for (uint32_t q = 0; q < row->n_quotes; q++)
        is_longest = is_longest || strcmp(row->quote[q].why, "their longest speech") == 0;
    assert_true(is_longest);
    small_free(&s);
}

static void the_title_counts_for_a_name_that_one_person_bears(void **state)
{
    (void)state;
    struct small s;
    struct verdict v;
    told_story(&s, PERSON_NONE, VOICE_ON, "");
    s.doc.title = STR("Ada and the Rope");
    small_weigh(&s, &v);
    assert_true(fabs(value_of(&v, MEASURE_BILLED, ADA) - 1) < 1e-9);
    assert_true(value_of(&v, MEASURE_BILLED, BEN) == 0);
    s.doc.title = STR("The Adage");
    small_weigh(&s, &v);
    assert_true(v.evidence[MEASURE_BILLED].is_missing);
    small_free(&s);
}

static void a_reader_may_weigh_the_readings_otherwise(void **state)
{
    (void)state;
    struct small s;
    struct verdict v;
    double readings[N_READINGS];
    whose_error err;
    told_story(&s, ADA, VOICE_OVER, "I was nineteen. He found me there and I went with him.");
    assert_int_equal(verdict_parse_weights(STR("driven=1"), readings, &err), WHOSE_OK);
    small_must(verdict_weigh(&s.doc, &s.text, &s.cast, &s.story, readings, &s.keep, &s.scratch, &v,
                             NULL) == WHOSE_OK);
    assert_true(share_of(&v, BEN) > share_of(&v, ADA));
    assert_int_equal(verdict_parse_weights(STR("told=2, seen_through=1"), readings, &err), WHOSE_OK);
    assert_true(fabs(readings[READING_TOLD_BY] - 2.0 / 3) < 1e-9);
    small_must(verdict_weigh(&s.doc, &s.text, &s.cast, &s.story, readings, &s.keep, &s.scratch, &v,
                             NULL) == WHOSE_OK);
    assert_true(share_of(&v, ADA) > share_of(&v, BEN));
    static const char *const wrong[] = {"tolled=1", "told", "told=-1", "told=x", "told=0", "",
                                        "told=1,,", "told=1.2.3", "t=1", "told=99999"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(verdict_parse_weights(str_c(wrong[i]), readings, &err), WHOSE_E_NAME);
    small_free(&s);
}

static void every_passage_behind_a_value_is_found(void **state)
{
    (void)state;
    struct small s;
    struct place *place;
    uint32_t n;
    told_story(&s, ADA, VOICE_OVER, "I was nineteen then, and I went with him.");
    assert_int_equal(verdict_places(&s.doc, &s.text, &s.cast, &s.story, ADA, MEASURE_NARRATION,
                                    &s.keep, &s.scratch, &place, &n, NULL),
                     WHOSE_OK);
    assert_int_equal(n, 8); // one a scene
    for (uint32_t i = 0; i < n; i++) {
        assert_true(str_starts(doc_str(&s.doc, place[i].at), STR("I was nineteen")));
        assert_true(i == 0 || place[i].at.start >= place[i - 1].at.end);
    }
    small_free(&s);
}

static void measures_are_found_by_name_and_explained(void **state)
{
    (void)state;
    double all = 0;
    assert_int_equal(measure_find(STR("Inner Life")), MEASURE_PERCEPTION);
    assert_int_equal(measure_find(STR("inner")), MEASURE_PERCEPTION);
    assert_int_equal(measure_find(STR("s")), N_MEASURES); // scenes or span
    assert_int_equal(measure_find(STR("")), N_MEASURES);
    for (uint32_t m = 0; m < N_MEASURES; m++) {
        assert_true(strlen(measure_info[m].formula) > 20 && strlen(measure_info[m].rests_on) > 20);
        assert_true(strlen(measure_info[m].misleads) > 10);
        all += measure_weight((enum measure)m);
    }
    assert_true(fabs(all - 1) < 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_narrator_to_whom_it_happens_owns_it_and_a_witness_does_not),
        cmocka_unit_test(a_narrator_without_a_name_is_weighed),
        cmocka_unit_test(of_several_narrators_each_tells_a_part),
        cmocka_unit_test(change_counts_as_far_as_the_story_shows_it),
        cmocka_unit_test(forty_equal_people_contest_it),
        cmocka_unit_test(who_only_speaks_first_among_equals_owns_nothing_by_it),
        cmocka_unit_test(whoever_ends_among_strangers_has_changed_company),
        cmocka_unit_test(new_company_is_quoted_where_both_are_named),
        cmocka_unit_test(the_title_counts_for_a_name_that_one_person_bears),
        cmocka_unit_test(a_reader_may_weigh_the_readings_otherwise),
        cmocka_unit_test(every_passage_behind_a_value_is_found),
        cmocka_unit_test(measures_are_found_by_name_and_explained),
        cmocka_unit_test(the_shares_sum_to_one_and_lie_between_low_and_high),
        cmocka_unit_test(the_head_count_names_who_speaks_most),
        cmocka_unit_test(telling_it_afterwards_moves_the_story_to_the_teller),
        cmocka_unit_test(a_voice_in_the_present_tense_is_thought_and_not_narration),
        cmocka_unit_test(a_teller_who_is_not_in_the_events_claims_nothing),
        cmocka_unit_test(whose_eyes_we_look_through_is_read_from_directions),
        cmocka_unit_test(who_is_named_while_absent_and_who_is_alone_are_counted),
        cmocka_unit_test(a_chorus_tells_and_owns_nothing),
        cmocka_unit_test(a_pair_in_the_same_scenes_shares_the_story),
        cmocka_unit_test(two_who_never_meet_contest_it),
        cmocka_unit_test(one_character_owns_the_story_and_one_speech_is_nobodys),
        cmocka_unit_test(nobody_is_an_answer_with_a_reason),
        cmocka_unit_test(evidence_about_any_two_is_that_of_the_verdict),
        cmocka_unit_test(the_same_story_gives_the_same_numbers_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
