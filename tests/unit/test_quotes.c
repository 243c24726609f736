#include "claim/claim.h"

#include "small_story.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ADA, BEN, CY };

struct world {
    struct small small;
    struct verdict verdict;
};

static void fact(struct small *s, uint32_t block, enum fact_kind kind, enum fact_modality modality,
                 uint32_t agent, uint32_t patient, float sure)
{
    struct fact *f = VEC_PUSH(&s->story.fact, &s->keep);
    small_must(f != NULL);
    *f = (struct fact){.kind = kind, .modality = modality, .agent = agent, .patient = patient,
                       .sure_agent = sure, .sure_patient = sure, .speech = DOC_NONE, .scene = 0,
                       .at = s->doc.block.at[block].at, .is_direction = true};
}

/* Somebody is said to threaten the other besides. */
static void tie(struct small *s, uint32_t agent, uint32_t patient, double p_kills, double p_marries)
{
    struct tie *t = VEC_PUSH(&s->story.tie, &s->keep);
    small_must(t != NULL);
    *t = (struct tie){.agent = agent, .patient = patient, .p_kills = p_kills, .p_marries = p_marries};
    t->feature[TIE_THREAT] = 1;
}

/* Cy is feared to be dead, acts, is killed by Ben, and is spoken of; Ada goes on. */
static int begin(void **state)
{
    static const char *const name[] = {"Ada", "Ben", "Cy"};
    struct world *world = calloc(1, sizeof *world);
    small_must(world != NULL);
    struct small *s = &world->small;
    small_begin(s, DOC_SCREENPLAY, 3, name);
    small_scene(s, "INT. LIGHTHOUSE - NIGHT");
    uint32_t feared = small_action(s, "Cy may be dead.");
    small_mention(s, feared, CY, false);
    small_says(s, CY, VOICE_ON, "I am here.");
    uint32_t wed = small_action(s, "Ada and Ben are married.");
    small_mention(s, wed, ADA, true);
    small_mention(s, wed, BEN, false);
    uint32_t refused = small_action(s, "Ada turns Cy away.");
    small_mention(s, refused, ADA, true);
    small_mention(s, refused, CY, false);
    uint32_t deed = small_action(s, "Ben kills Cy.");
    small_mention(s, deed, BEN, true);
    small_mention(s, deed, CY, false);
    uint32_t grave = small_action(s, "He lies in a grave by the wall, and the grass has grown over it.");
    small_says(s, BEN, VOICE_ON, "It was dark.");
    small_says(s, ADA, VOICE_ON, "I saw nothing.");
    uint32_t last = small_action(s, "Ada climbs the stair.");
    small_mention(s, last, ADA, true);
    small_end(s);
    for (uint32_t i = 0; i < s->doc.speech.n; i++)
        s->cast.utterance[i].via = VIA_CUE;
    fact(s, feared, FACT_DEATH, FACT_POSSIBLE, PERSON_NONE, CY, 1);
    fact(s, wed, FACT_MARRIAGE, FACT_REAL, ADA, BEN, 1);
    fact(s, refused, FACT_REFUSAL, FACT_REAL, ADA, CY, 1);
    fact(s, deed, FACT_KILL, FACT_REAL, BEN, CY, 1);
    fact(s, grave, FACT_BURIAL, FACT_REAL, PERSON_NONE, CY, 0.7f);
    s->story.fate[CY].n_facts = 3;
    s->story.fate[CY].p_dies = 0.9;
    s->story.fate[CY].state = FATE_DIES;
    s->story.fate[BEN].state = FATE_UNKNOWN;
    tie(s, ADA, BEN, 0.05, 0.9);
    tie(s, ADA, CY, 0.05, 0.1);
    tie(s, BEN, CY, 0.9, 0.1);
    small_weigh(s, &world->verdict);
    *state = world;
    return 0;
}

static int end(void **state)
{
    struct world *world = *state;
    small_free(&world->small);
    free(world);
    return 0;
}

static struct claim weigh(struct world *world, const char *text)
{
    struct small *s = &world->small;
    struct claim claim;
    assert_int_equal(claim_weigh(str_c(text), &s->doc, &s->text, &s->cast, &s->story, &world->verdict,
                                 &s->scratch, &claim, NULL), WHOSE_OK);
    return claim;
}

static void check(struct world *world, struct claim_quote quote, const char *text)
{
    struct str got = doc_str(&world->small.doc, quote.at);
    if (!str_eq(got, str_c(text)))
        fail_msg("\"%.*s\", not \"%s\"", STR_ARGS(got), text);
}

static void the_plainest_passage_of_a_death_stands_first(void **state)
{
    struct claim claim = weigh(*state, "Cy dies");
    assert_int_equal(claim.n_for, 2); // what is only feared before he speaks is not shown
    check(*state, claim.speaks_for[0], "Ben kills Cy.");
    check(*state, claim.speaks_for[1],
          "He lies in a grave by the wall, and the grass has grown over it.");
}

static void that_somebody_lives_is_shown_by_the_last_deed_and_by_words_under_a_cue(void **state)
{
    struct claim claim = weigh(*state, "Ada lives");
    assert_true(claim.n_for >= 2);
    check(*state, claim.speaks_for[0], "Ada climbs the stair.");
    check(*state, claim.speaks_for[1], "Ada\nI saw nothing.");
    assert_int_equal(claim.n_against, 0);
}

static void a_killing_by_another_speaks_against(void **state)
{
    struct claim claim = weigh(*state, "Ben kills Cy");
    assert_true(claim.n_for >= 1);
    check(*state, claim.speaks_for[0], "Ben kills Cy.");
    claim = weigh(*state, "Ada kills Cy");
    assert_true(claim.n_against >= 1);
    check(*state, claim.speaks_against[0], "Ben kills Cy.");
    assert_string_equal(claim.speaks_against[0].why, "somebody else");
}

static void a_marriage_is_shown_and_a_refusal_speaks_against_one(void **state)
{
    struct claim claim = weigh(*state, "Ada marries Ben");
    assert_int_equal(claim.n_for, 1);
    check(*state, claim.speaks_for[0], "Ada and Ben are married.");
    claim = weigh(*state, "Ada marries Cy");
    assert_int_equal(claim.n_for, 0);
    assert_true(claim.n_against >= 1);
    bool has_refusal = false;
    for (uint32_t i = 0; i < claim.n_against; i++)
        has_refusal = has_refusal || strcmp(claim.speaks_against[i].why, "refused, asked or only possible") == 0;
    assert_true(has_refusal);
}

static void a_denied_claim_turns_the_sides(void **state)
{
    struct claim claim = weigh(*state, "Ben does not kill Cy");
    assert_true(claim.n_against >= 1);
    check(*state, claim.speaks_against[0], "Ben kills Cy.");
}

static void an_unlikely_killing_is_contradicted_or_not_in_the_text(void **state)
{
    struct claim claim = weigh(*state, "Ada kills Cy");
    assert_int_equal(claim.verdict, CLAIM_CONTRADICTED);
    assert_true(claim.n_against >= 1);
    claim = weigh(*state, "Ada kills Ben"); // threatened, and nothing speaks against it
    assert_int_equal(claim.verdict, CLAIM_NOT_IN_TEXT);
}

static void a_killing_is_contested_between_a_third_and_two_thirds(void **state)
{
    struct world *world = *state;
    struct tie *threat = &world->small.story.tie.at[0];
    threat->p_kills = 0.4;
    assert_int_equal(weigh(world, "Ada kills Ben").verdict, CLAIM_CONTESTED);
    threat->p_kills = 0.3;
    assert_int_equal(weigh(world, "Ada kills Ben").verdict, CLAIM_NOT_IN_TEXT);
    threat->p_kills = 0.05;
}

static void the_sentence_of_a_death_does_not_show_somebody_alive(void **state)
{
    struct world *world = *state;
    struct cast *cast = &world->small.cast;
    for (uint32_t m = 0; m < cast->mention.n; m++)
        if (cast->mention.at[m].person == CY) // "Cy dies": the one who dies is the subject
            cast->mention.at[m].is_subject = true;
    world->small.story.fate[CY].p_dies = 0.1;
    struct claim claim = weigh(world, "Cy does not die");
    world->small.story.fate[CY].p_dies = 0.9;
    assert_int_equal(claim.verdict, CLAIM_SUPPORTED);
    assert_true(claim.n_for >= 1);
    for (uint32_t i = 0; i < claim.n_for; i++)
        if (str_eq(doc_str(&world->small.doc, claim.speaks_for[i].at), STR("Ben kills Cy.")))
            fail_msg("shown alive by his death");
}

static void what_is_not_in_the_text_is_shown_by_nothing(void **state)
{
    struct claim claim = weigh(*state, "Ada does not marry Cy"); // absence cannot be shown
    assert_int_equal(claim.verdict, CLAIM_NOT_IN_TEXT);
    assert_int_equal(claim.n_for, 0);
    assert_int_equal(claim.n_against, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_plainest_passage_of_a_death_stands_first),
        cmocka_unit_test(that_somebody_lives_is_shown_by_the_last_deed_and_by_words_under_a_cue),
        cmocka_unit_test(a_killing_by_another_speaks_against),
        cmocka_unit_test(a_marriage_is_shown_and_a_refusal_speaks_against_one),
        cmocka_unit_test(a_denied_claim_turns_the_sides),
        cmocka_unit_test(an_unlikely_killing_is_contradicted_or_not_in_the_text),
        cmocka_unit_test(a_killing_is_contested_between_a_third_and_two_thirds),
        cmocka_unit_test(the_sentence_of_a_death_does_not_show_somebody_alive),
        cmocka_unit_test(what_is_not_in_the_text_is_shown_by_nothing),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
