#include "claim/claim.h"

#include "small_story.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ORLA, PIP, TESS_NORTH, TESS_SOUTH, OHARA, IRIS, KNOT };

struct world {
    struct small small;
    struct verdict verdict;
};

/* Orla is in every scene and talks; Pip talks less; the others pass. */
static int begin(void **state)
{
    static const char *const name[] = {"Orla",   "Pip",  "Tess North", "Tess South",
                                       "O'Hara", "Iris", "Not-So-Fast"};
    struct world *world = calloc(1, sizeof *world);
    small_must(world != NULL);
    struct small *s = &world->small;
    small_begin(s, DOC_SCREENPLAY, 7, name);
    for (uint32_t i = 0; i < 6; i++) {
        small_scene(s, "INT. LIGHTHOUSE - NIGHT");
        small_action(s, "The lamp turns.");
        small_says(s, ORLA, VOICE_ON, "Somebody has to carry the oil up, and it was always me.");
        if (i % 2)
            small_says(s, PIP, VOICE_ON, "I could carry some.");
        if (i == 3) {
            small_says(s, TESS_NORTH, VOICE_ON, "No.");
            small_says(s, TESS_SOUTH, VOICE_ON, "No.");
            small_says(s, OHARA, VOICE_ON, "Boats.");
            small_says(s, IRIS, VOICE_ON, "Boats?");
            small_says(s, KNOT, VOICE_ON, "Boats!");
        }
    }
    small_end(s);
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

static whose_status weigh(struct world *world, const char *text, struct claim *claim,
                          whose_error *err)
{
    struct small *s = &world->small;
    return claim_weigh(str_c(text), &s->doc, &s->text, &s->cast, &s->story, &world->verdict,
                       &s->scratch, claim, err);
}

static void check(struct world *world, const char *text, uint32_t subject, uint32_t object)
{
    struct claim claim;
    whose_error err = {.message = ""};
    whose_status status = weigh(world, text, &claim, &err);
    if (status != WHOSE_OK)
        fail_msg("%s: %s", text, err.message);
    if (claim.subject != subject || claim.object != object)
        fail_msg("%s: %u, %u", text, claim.subject, claim.object);
}

static void claims_are_read_as_people_type_them(void **state)
{
    static const char *const two[] = {
        "Orla, not Pip",
        "orla not pip",
        "ORLA, NOT PIP!",
        "  It's Orla's story, not Pip's.  ",
        "It\xE2\x80\x99s Orla\xE2\x80\x99s story, not Pip\xE2\x80\x99s",
        "it is the story of Orla and not Pip",
        "This is Orla's story rather than Pip's",
        "Orla instead of Pip",
        "not Pip, but Orla",
        "It is not Pip's story but Orla's",
        "Not Pip's story, Orla's",
        "the story belongs to Orla, not to Pip",
    };
    static const char *const one[] = {"Orla", "it's Orla's story", "Orla's", "Orla is the hero",
                                      "the story of Orla"};
    for (size_t i = 0; i < sizeof two / sizeof *two; i++)
        check(*state, two[i], ORLA, PIP);
    for (size_t i = 0; i < sizeof one / sizeof *one; i++)
        check(*state, one[i], ORLA, PERSON_NONE);
}

static void apostrophes_and_negations_may_belong_to_a_name(void **state)
{
    check(*state, "O'Hara, not Iris", OHARA, IRIS);
    check(*state, "Iris' story, not O'Hara's", IRIS, OHARA);
    check(*state, "ohara", OHARA, PERSON_NONE);
    check(*state, "Not-So-Fast", KNOT, PERSON_NONE);
    check(*state, "Not so fast, not Orla", KNOT, ORLA);
}

static void what_leads_in_the_evidence_is_supported(void **state)
{
    struct claim claim;
    assert_int_equal(weigh(*state, "Orla, not Pip", &claim, NULL), WHOSE_OK);
    assert_int_equal(claim.verdict, CLAIM_SUPPORTED);
    assert_true(claim.share > 0.5 && claim.share <= 1);
    assert_int_equal(claim.leans[MEASURE_WORDS], LEANS_FOR);
    assert_true(claim.evidence[MEASURE_WORDS].value[0] > claim.evidence[MEASURE_WORDS].value[1]);
}

static void a_claim_and_its_reverse_are_answered_alike(void **state)
{
    struct claim claim, reverse;
    assert_int_equal(weigh(*state, "Orla, not Pip", &claim, NULL), WHOSE_OK);
    assert_int_equal(weigh(*state, "Pip, not Orla", &reverse, NULL), WHOSE_OK);
    assert_int_equal(reverse.verdict, CLAIM_CONTRADICTED);
    assert_true(claim.share + reverse.share > 0.999 && claim.share + reverse.share < 1.001);
    for (uint32_t m = 0; m < N_MEASURES; m++) {
        enum leaning turned = claim.leans[m] == LEANS_FOR       ? LEANS_AGAINST
                              : claim.leans[m] == LEANS_AGAINST ? LEANS_FOR
                                                                : LEANS_NEITHER;
        assert_int_equal(reverse.leans[m], turned);
    }
}

static void without_a_denial_the_strongest_other_is_the_rival(void **state)
{
    struct claim claim;
    assert_int_equal(weigh(*state, "Pip", &claim, NULL), WHOSE_OK);
    assert_int_equal(claim.object, PERSON_NONE);
    assert_int_equal(claim.rival, ORLA);
}

static void two_who_hardly_matter_do_not_own_it(void **state)
{
    struct claim claim;
    assert_int_equal(weigh(*state, "Iris, not O'Hara", &claim, NULL), WHOSE_OK);
    assert_int_equal(claim.verdict, CLAIM_CONTRADICTED);
}

static void check_event(struct world *world, const char *text, enum claim_kind kind,
                        uint32_t subject, uint32_t object, bool is_denied)
{
    struct claim claim;
    whose_error err = {.message = ""};
    if (weigh(world, text, &claim, &err) != WHOSE_OK)
        fail_msg("%s: %s", text, err.message);
    if (claim.kind != kind || claim.subject != subject || claim.object != object ||
        claim.is_denied != is_denied)
        fail_msg("%s: %s of %u, %u%s", text, claim_kind_name[claim.kind], claim.subject,
                 claim.object, claim.is_denied ? ", denied" : "");
}

static void events_are_read_as_people_type_them(void **state)
{
    static const struct {
        const char *text;
        enum claim_kind kind;
        uint32_t subject, object;
        bool is_denied;
    } claims[] = {
        {"Orla dies", CLAIM_DIES, ORLA, PERSON_NONE, false},
        {"Orla is dead.", CLAIM_DIES, ORLA, PERSON_NONE, false},
        {"In the end, Orla dies", CLAIM_DIES, ORLA, PERSON_NONE, false},
        {"Orla is killed", CLAIM_DIES, ORLA, PERSON_NONE, false},
        {"orla does not die", CLAIM_LIVES, ORLA, PERSON_NONE, false},
        {"Orla doesn\xE2\x80\x99t survive", CLAIM_DIES, ORLA, PERSON_NONE, false},
        {"Orla survives the storm", CLAIM_LIVES, ORLA, PERSON_NONE, false},
        {"Orla is still alive at the end", CLAIM_LIVES, ORLA, PERSON_NONE, false},
        {"Orla kills Pip", CLAIM_KILLS, ORLA, PIP, false},
        {"Pip is killed by Orla", CLAIM_KILLS, ORLA, PIP, false},
        {"Pip was not murdered by Orla", CLAIM_KILLS, ORLA, PIP, true},
        {"Pip dies at the hands of Orla", CLAIM_KILLS, ORLA, PIP, false},
        {"Orla never kills Pip", CLAIM_KILLS, ORLA, PIP, true},
        {"Orla marries Pip", CLAIM_MARRIES, ORLA, PIP, false},
        {"Orla and Pip get married", CLAIM_MARRIES, ORLA, PIP, false},
        {"Orla ends up with Pip in the end", CLAIM_MARRIES, ORLA, PIP, false},
        {"Orla is Pip's wife", CLAIM_MARRIES, ORLA, PIP, false},
        {"Orla does not marry O'Hara", CLAIM_MARRIES, ORLA, OHARA, true},
        {"Orla tells it", CLAIM_TELLS, ORLA, PERSON_NONE, false},
        {"It is told by Orla", CLAIM_TELLS, ORLA, PERSON_NONE, false},
        {"the narrator is Orla", CLAIM_TELLS, ORLA, PERSON_NONE, false},
        {"Orla isn't the narrator", CLAIM_TELLS, ORLA, PERSON_NONE, true},
        {"It is Orla's story", CLAIM_STORY_OF, ORLA, PERSON_NONE, false},
    };
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++)
        check_event(*state, claims[i].text, claims[i].kind, claims[i].subject, claims[i].object,
                    claims[i].is_denied);
}

/* No tree says anything of a death or a wedding in this story. */
static void what_nobody_speaks_of_is_not_supported(void **state)
{
    static const char *const texts[] = {"Orla dies", "Orla kills Pip", "Orla marries Pip",
                                        "Orla does not marry Pip", "Iris tells it"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct claim claim;
        assert_int_equal(weigh(*state, texts[i], &claim, NULL), WHOSE_OK);
        if (claim.verdict == CLAIM_SUPPORTED)
            fail_msg("%s is supported", texts[i]);
        assert_int_equal(claim.n_for, 0);
    }
}

static void check_refused(struct world *world, const char *text, whose_status status,
                          const char *part)
{
    struct claim claim;
    whose_error err = {.message = ""};
    assert_int_equal(weigh(world, text, &claim, &err), status);
    if (!strstr(err.message, part))
        fail_msg("%s: %s", text, err.message);
}

static void an_unknown_name_is_answered_with_the_nearest(void **state)
{
    check_refused(*state, "Olra, not Pip", WHOSE_E_NAME, "did you mean Orla");
    check_refused(*state, "Orla, not Pipp", WHOSE_E_NAME, "\"Pipp\"");
}

static void a_double_name_is_answered_with_both(void **state)
{
    check_refused(*state, "Tess, not Pip", WHOSE_E_NAME,
                  "\"Tess\" fits two people: Tess North, Tess South");
}

static void a_claim_without_a_name_is_refused(void **state)
{
    static const char *const empty[] = {"", "   ", "...", "it is", "the story", "'"};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
        check_refused(*state, empty[i], WHOSE_E_INPUT, "claim");
    check_refused(*state, "Orla, not Orla", WHOSE_E_INPUT, "both names");
}

static void odd_bytes_in_a_claim_do_no_harm(void **state)
{
    static const char *const odd[] = {"\xFF\xFE", "not not not not not", ",,,not,,,",
                                      "'s's's's's story story", "\x1B[2J", "it's it's it's"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        struct claim claim;
        whose_status status = weigh(*state, odd[i], &claim, NULL);
        assert_true(status == WHOSE_OK || status == WHOSE_E_NAME || status == WHOSE_E_INPUT);
    }
    char *large = malloc(200001);
    assert_non_null(large);
    memset(large, 'a', 200000);
    large[200000] = '\0';
    check_refused(*state, large, WHOSE_E_NAME, "nobody");
    free(large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(claims_are_read_as_people_type_them),
        cmocka_unit_test(apostrophes_and_negations_may_belong_to_a_name),
        cmocka_unit_test(what_leads_in_the_evidence_is_supported),
        cmocka_unit_test(a_claim_and_its_reverse_are_answered_alike),
        cmocka_unit_test(without_a_denial_the_strongest_other_is_the_rival),
        cmocka_unit_test(two_who_hardly_matter_do_not_own_it),
        cmocka_unit_test(events_are_read_as_people_type_them),
        cmocka_unit_test(what_nobody_speaks_of_is_not_supported),
        cmocka_unit_test(an_unknown_name_is_answered_with_the_nearest),
        cmocka_unit_test(a_double_name_is_answered_with_both),
        cmocka_unit_test(a_claim_without_a_name_is_refused),
        cmocka_unit_test(odd_bytes_in_a_claim_do_no_harm),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
