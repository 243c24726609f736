#include "post/post.h"

#include "small_story.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ORLA, PIP, TESS_NORTH, TESS_SOUTH, ROSE };

struct world {
    struct small small;
    struct verdict verdict;
    struct post post;
    struct post_claims claims;
};

static int begin(void **state)
{
    static const char *const name[] = {"Orla Finn", "Pip", "Tess North", "Tess South", "Rose"};
    struct world *world = calloc(1, sizeof *world);
    small_must(world != NULL);
    struct small *s = &world->small;
    small_begin(s, DOC_SCREENPLAY, 5, name);
    s->cast.person.at[ORLA].gender = GENDER_SHE;
    s->cast.person.at[PIP].gender = GENDER_HE;
    for (uint32_t i = 0; i < 6; i++) {
        small_scene(s, "INT. LIGHTHOUSE - NIGHT");
        small_says(s, ORLA, VOICE_ON, "Somebody has to carry the oil up, and it was always me.");
        small_says(s, PIP, VOICE_ON, "I could carry some.");
        small_says(s, TESS_NORTH, VOICE_ON, "When I was ten my father carried it.");
        small_says(s, TESS_SOUTH, VOICE_ON, "No.");
        small_says(s, ROSE, VOICE_ON, "Never.");
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

static whose_status read_bytes(struct world *w, struct str bytes, struct str list)
{
    struct small *s = &w->small;
    struct billing billing;
    whose_status status = billing_read(list, &s->cast, &s->keep, &s->scratch, &billing, NULL);
    if (status == WHOSE_OK)
        status = post_read(bytes, &s->cast, &billing, &s->keep, &s->scratch, &w->post, NULL);
    if (status == WHOSE_OK)
        status = post_claims(&w->post, &s->cast, &w->verdict, &billing, &s->keep, &s->scratch,
                             &w->claims, NULL);
    return status;
}

static void check(struct world *w, const char *post, enum post_kind kind, uint32_t subject,
                  uint32_t object, bool is_denied)
{
    assert_int_equal(read_bytes(w, str_c(post), STR("")), WHOSE_OK);
    if (w->claims.claim.n != 1)
        fail_msg("%s: %u claims", post, w->claims.claim.n);
    const struct post_claim *claim = &w->claims.claim.at[0];
    if (claim->kind != kind || claim->subject != subject || claim->object != object ||
        claim->is_denied != is_denied)
        fail_msg("%s: %s %u %u %d", post, post_kind_name[claim->kind], claim->subject,
                 claim->object, claim->is_denied);
}

static void claims_are_found_as_people_write_them(void **state)
{
    struct world *w = *state;
    check(w, "Orla kills Pip.", POST_KILLS, ORLA, PIP, false);
    check(w, "Pip is killed by Orla.", POST_KILLS, ORLA, PIP, false);
    check(w, "Pip was killed.", POST_DIES, PIP, PERSON_NONE, false);
    check(w, "Pip never dies.", POST_DIES, PIP, PERSON_NONE, true);
    check(w, "Orla and Pip get married.", POST_MARRIES, ORLA, PIP, false);
    check(w, "Orla doesn't marry Pip.", POST_MARRIES, ORLA, PIP, true);
    check(w, "Orla betrays Pip.", POST_HARMS, ORLA, PIP, false);
    check(w, "Orla fell in love with Pip.", POST_CARES, ORLA, PIP, false);
    check(w, "Orla breaks up with Pip.", POST_ENDS, ORLA, PIP, false);
    check(w, "Pip rescues Orla.", POST_SAVED, ORLA, PIP, false);
    check(w, "Orla is rescued by Pip.", POST_SAVED, ORLA, PIP, false);
    check(w, "We never learn about Pip's past.", POST_PAST, PIP, PERSON_NONE, true);
    check(w, "It is Orla's story, not Pip's.", POST_STORY_OF, ORLA, PIP, false);
    check(w, "The film is about Pip.", POST_STORY_OF, PIP, PERSON_NONE, false);
    check(w, "Pip is not the hero.", POST_STORY_OF, PIP, PERSON_NONE, true);
    check(w, "Everyone thinks it is about Pip.", POST_APPARENT, PIP, PERSON_NONE, false);
    check(w, "Orla narrates.", POST_TELLS, ORLA, PERSON_NONE, false);
    check(w, "The acting was powerful.", POST_OPINION, PERSON_NONE, PERSON_NONE, false);
}

static void what_is_asked_is_not_claimed(void **state)
{
    struct world *w = *state;
    assert_int_equal(read_bytes(w, STR("Does Orla kill Pip? Is it Pip's story?"), STR("")), WHOSE_OK);
    assert_int_equal(w->claims.claim.n, 0);
}

static void pronouns_mean_those_named_before_or_the_most_prominent(void **state)
{
    struct world *w = *state;
    check(w, "It was hers, not his.", POST_STORY_OF, ORLA, PIP, false);
    assert_int_equal(read_bytes(w, STR("Orla stays. She survives. He dies."), STR("")), WHOSE_OK);
    assert_int_equal(w->claims.claim.n, 2);
    assert_int_equal(w->claims.claim.at[0].subject, ORLA);
    assert_int_equal(w->claims.claim.at[1].subject, PIP);
}

static void a_name_that_two_people_bear_is_nobodys(void **state)
{
    struct world *w = *state;
    assert_int_equal(read_bytes(w, STR("Tess dies."), STR("")), WHOSE_OK);
    assert_int_equal(w->claims.claim.n, 0);
    check(w, "Tess North dies.", POST_DIES, TESS_NORTH, PERSON_NONE, false);
}

static void a_word_that_is_also_a_name_needs_its_capital(void **state)
{
    struct world *w = *state;
    assert_int_equal(read_bytes(w, STR("the water rose and nobody died"), STR("")), WHOSE_OK);
    assert_int_equal(w->claims.n_named, 0);
    check(w, "orla dies.", POST_DIES, ORLA, PERSON_NONE, false);
}

static void actors_stand_for_their_roles(void **state)
{
    struct world *w = *state;
    assert_int_equal(read_bytes(w, STR("Vance dies, sadly."),
                                STR("actor,role,order\n\"Vance, Imogen\",Pip,2\nno role\n")), WHOSE_OK);
    assert_int_equal(w->claims.claim.n, 1);
    assert_int_equal(w->claims.claim.at[0].subject, PIP);
}

static void every_kind_of_quotation_mark_opens_speech(void **state)
{
    static const char *const posts[] = {
        "Orla says \"carry the oil\".", "Orla says 'carry the oil'.",
        "Orla says \xE2\x80\x9C" "carry the oil\xE2\x80\x9D.", "Orla says \xE2\x80\x98" "carry the oil\xE2\x80\x99.",
        "Orla says \xC2\xAB" "carry the oil\xC2\xBB.", "Orla says \xE2\x80\x9E" "carry the oil\xE2\x80\x9D."};
    struct world *w = *state;
    for (size_t i = 0; i < sizeof posts / sizeof *posts; i++) {
        check(w, posts[i], POST_SAYS, ORLA, PERSON_NONE, false);
        assert_true(str_eq(w->claims.claim.at[0].quoted, STR("carry the oil")));
    }
}

static void scripts_styles_and_writers_are_not_read(void **state)
{
    static const char *const page =
        "<html><head><title>Orla kills Pip</title><style>p{content:'Pip dies'}</style></head><body>"
        "<script>if (a < b) say('Pip marries Orla. Rose dies.');</script>"
        "<!-- Pip kills Rose --><p class=\"byline\">by <b>Rose</b></p>"
        "<p>Pip&#8217;s <b>dead</b>.</p><p>Orla &amp; Pip: Orla d<i>ie</i>s</p></body></html>";
    struct world *w = *state;
    assert_int_equal(read_bytes(w, str_c(page), STR("")), WHOSE_OK);
    assert_int_equal(w->claims.claim.n, 1);
    const struct post_claim *claim = &w->claims.claim.at[0];
    assert_int_equal(claim->subject, ORLA);
    struct str source = str_part(str_c(page), claim->source.start, claim->source.end);
    assert_true(str_starts(source, STR("Orla &amp;")));
    assert_true(str_find(w->post.text, STR("Rose")) == w->post.text.n);
}

static void a_feed_of_a_thousand_posts_is_read_in_order(void **state)
{
    enum { POSTS = 1000, BYTES = 200 };
    struct world *w = *state;
    char *feed = malloc(POSTS * BYTES);
    assert_non_null(feed);
    size_t n = (size_t)sprintf(feed, "<rss><channel><title>Orla dies</title>");
    for (int i = 0; i < POSTS; i++)
        n += (size_t)sprintf(feed + n, "<item><author>Rose</author><description>&lt;p&gt;%s dies.&lt;/p&gt;"
                             "</description></item>", i % 2 ? "Orla" : "Pip");
    assert_int_equal(read_bytes(w, (struct str){feed, n}, STR("")), WHOSE_OK);
    assert_int_equal(w->post.n_entries, POSTS);
    assert_int_equal(w->claims.claim.n, POSTS);
    for (uint32_t i = 0; i < POSTS; i++)
        assert_int_equal(w->claims.claim.at[i].subject, i % 2 ? ORLA : PIP);
    free(feed);
}

static void a_post_about_another_story_claims_nothing(void **state)
{
    struct world *w = *state;
    assert_int_equal(read_bytes(w, STR("I think Zarkon kills Brimble. Then he dies. So does Quaxley."),
                                STR("")), WHOSE_OK);
    assert_true(w->claims.is_of_another);
    assert_int_equal(w->claims.claim.n, 0);
}

static void a_post_in_another_language_is_refused(void **state)
{
    static const char *const german =
        "Ich habe den Film gestern im Kino gesehen und war sehr begeistert. Die Geschichte ist nicht "
        "die von Pip, sondern die von Orla, und das wird erst am Ende klar. Er stirbt, sie lebt weiter, "
        "und niemand hat es kommen sehen. Ich werde ihn mir noch einmal ansehen, weil er so viele "
        "Einzelheiten hat, die man beim ersten Mal nicht sieht. Das ist eine der besten Arbeiten, die "
        "ich in diesem Jahr gesehen habe, und ich kann sie nur jedem empfehlen, der so etwas mag.";
    assert_int_equal(read_bytes(*state, str_c(german), STR("")), WHOSE_E_INPUT);
}

static void odd_posts_do_no_harm(void **state)
{
    static const char *const odd[] = {"", " ", "<", "<p", "<p>", "&", "&#xFFFFFFFFF;", "&#0;", "<!--", "<script>",
                                      "<feed><entry><title>", "<rss><item><title><![CDATA[", "\"", "'''''",
                                      "\xFF\xFE\x00 dies", "dies dies dies", "not not not", "</p></p>"};
    struct world *w = *state;
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        assert_int_equal(read_bytes(w, str_c(odd[i]), STR("\"\n,,,\n\"\"\"")), WHOSE_OK);
        assert_int_equal(w->claims.claim.n, 0);
    }
    enum { LARGE = 1 << 20 };
    char *large = malloc(LARGE + 1);
    assert_non_null(large);
    for (size_t i = 0; i < LARGE; i++)
        large[i] = "Pip dies, \"Orla"[i % 15];
    large[LARGE] = '\0';
    assert_int_equal(read_bytes(w, str_c(large), STR("")), WHOSE_OK);
    free(large);
}

static void what_cannot_be_tested_is_an_opinion_and_what_is_told_is_quoted(void **state)
{
    struct world *w = *state;
    struct small *s = &w->small;
    struct told told = {&s->doc, &s->text, &s->cast, &s->story, &w->verdict};
    struct billing billing = {.row = {NULL, 0, 0}};
    struct post_answer answer;
    check(w, "The acting was powerful.", POST_OPINION, PERSON_NONE, PERSON_NONE, false);
    assert_int_equal(post_answer(&told, &billing, &w->claims.claim.at[0], &s->scratch, &answer, NULL), WHOSE_OK);
    assert_true(answer.is_opinion);
    check(w, "Tess North's past is never told.", POST_PAST, TESS_NORTH, PERSON_NONE, true);
    assert_int_equal(post_answer(&told, &billing, &w->claims.claim.at[0], &s->scratch, &answer, NULL), WHOSE_OK);
    assert_int_equal(answer.verdict, CLAIM_CONTRADICTED);
    assert_true(answer.n_against > 0);
    check(w, "Pip says \"Somebody has to carry the oil up\".", POST_SAYS, PIP, PERSON_NONE, false);
    assert_int_equal(post_answer(&told, &billing, &w->claims.claim.at[0], &s->scratch, &answer, NULL), WHOSE_OK);
    assert_int_equal(answer.verdict, CLAIM_CONTRADICTED);
    check(w, "Orla says \"the emperor abdicated in Vienna\".", POST_SAYS, ORLA, PERSON_NONE, false);
    assert_int_equal(post_answer(&told, &billing, &w->claims.claim.at[0], &s->scratch, &answer, NULL), WHOSE_OK);
    assert_int_equal(answer.verdict, CLAIM_NOT_IN_TEXT);
    assert_true(answer.n_looked > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(claims_are_found_as_people_write_them),
        cmocka_unit_test(what_is_asked_is_not_claimed),
        cmocka_unit_test(pronouns_mean_those_named_before_or_the_most_prominent),
        cmocka_unit_test(a_name_that_two_people_bear_is_nobodys),
        cmocka_unit_test(a_word_that_is_also_a_name_needs_its_capital),
        cmocka_unit_test(actors_stand_for_their_roles),
        cmocka_unit_test(every_kind_of_quotation_mark_opens_speech),
        cmocka_unit_test(scripts_styles_and_writers_are_not_read),
        cmocka_unit_test(a_feed_of_a_thousand_posts_is_read_in_order),
        cmocka_unit_test(a_post_about_another_story_claims_nothing),
        cmocka_unit_test(a_post_in_another_language_is_refused),
        cmocka_unit_test(odd_posts_do_no_harm),
        cmocka_unit_test(what_cannot_be_tested_is_an_opinion_and_what_is_told_is_quoted),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
