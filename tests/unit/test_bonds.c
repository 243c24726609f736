/* Bonds, turns, arcs and changes, over sentences whose trees are written by hand. */
#include "made_trees.h"

#include "story/internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

enum { ROWS_BYTES = 512 };

/* Rows must outlive end(): they are kept beside the trees. */
struct made {
    struct trees trees;
    char rows[SENTENCES_MOST][ROWS_BYTES];
};

static void made_begin(struct made *m, enum doc_kind kind)
{
    begin(&m->trees, kind);
}

/* "Ada helped Ben." */
static const char *clause(struct made *m, const char *who, const char *form, const char *lemma,
                          const char *whom)
{
    char *rows = m->rows[m->trees.n];
    snprintf(rows, ROWS_BYTES,
             "%s/%s/PROPN/NNP/2/nsubj %s/%s/VERB/VBD/0/root %s/%s/PROPN/NNP/2/obj ././PUNCT/./2/punct",
             who, who, form, lemma, whom, whom);
    return rows;
}

static void does(struct made *m, const char *who, const char *form, const char *lemma,
                 const char *whom)
{
    char line[ROWS_BYTES];
    snprintf(line, sizeof line, "%s %s %s.", who, form, whom);
    tell(&m->trees, line, clause(m, who, form, lemma, whom));
}

static void is_doing(struct made *m, const char *who, const char *form, const char *lemma)
{
    char line[ROWS_BYTES], *rows = m->rows[m->trees.n];
    snprintf(line, sizeof line, "%s %s.", who, form);
    snprintf(rows, ROWS_BYTES, "%s/%s/PROPN/NNP/2/nsubj %s/%s/VERB/VBD/0/root ././PUNCT/./2/punct", who,
             who, form, lemma);
    tell(&m->trees, line, rows);
}

static const struct bond *bond_of(const struct made *m, uint32_t a, uint32_t b)
{
    for (uint32_t i = 0; i < m->trees.story.bond.n; i++)
        if (m->trees.story.bond.at[i].a == a && m->trees.story.bond.at[i].b == b)
            return &m->trees.story.bond.at[i];
    return NULL;
}

static void one_deed_is_no_bond_and_two_are(void **state)
{
    (void)state;
    struct made m;
    made_begin(&m, DOC_NOVEL);
    does(&m, "Ada", "helped", "help", "Ben");
    does(&m, "Ada", "nursed", "nurse", "Ben");
    does(&m, "Ben", "hid", "hide", "Cy");
    end(&m.trees);
    const struct bond *bond = bond_of(&m, ADA, BEN);
    assert_non_null(bond);
    assert_int_equal(bond->kinds, 1u << BOND_CARE);
    assert_true(bond->n_quotes == 1);
    assert_int_equal(bond->begins, 0);
    assert_int_equal(bond->ends, SCENE_NONE);
    assert_null(bond_of(&m, BEN, CY));
    small_free(&m.trees.small);
}

static void harm_after_care_turns_a_bond(void **state)
{
    (void)state;
    struct made m;
    made_begin(&m, DOC_NOVEL);
    does(&m, "Ada", "helped", "help", "Ben");
    does(&m, "Ben", "thanked", "thank", "Ada");
    small_scene(&m.trees.small, "TWO");
    does(&m, "Ben", "betrayed", "betray", "Ada");
    end(&m.trees);
    const struct bond *bond = bond_of(&m, ADA, BEN);
    assert_non_null(bond);
    assert_int_equal(bond->n_turns, 1);
    assert_string_equal(bond->turn[0].why, "harm after care");
    struct str words = doc_str(&m.trees.small.doc, bond->turn[0].at);
    assert_true(str_eq(words, STR("Ben betrayed Ada.")));
    bool is_turn = false;
    for (uint32_t i = 0; i < m.trees.story.turn.n; i++)
        is_turn = is_turn || m.trees.story.turn.at[i].kind == TURN_AGAINST;
    assert_true(is_turn);
    small_free(&m.trees.small);
}

/* `whom`: PERSON_NONE when it is not clear who is spoken to. */
static void says_love(struct made *m, uint32_t who, uint32_t whom)
{
    say(&m->trees, who, "I love you.",
        "I/I/PRON/PRP/2/nsubj love/love/VERB/VBP/0/root you/you/PRON/PRP/2/obj ././PUNCT/./2/punct");
    struct small *s = &m->trees.small;
    uint32_t *to = whom == PERSON_NONE ? NULL : VEC_PUSH(&s->cast.to, &s->keep);
    if (to) {
        *to = whom;
        s->utterance.at[s->utterance.n - 1].first_to = s->cast.to.n - 1;
        s->utterance.at[s->utterance.n - 1].n_to = 1;
    }
}

static void you_is_who_is_spoken_to(void **state)
{
    (void)state;
    struct made m;
    made_begin(&m, DOC_PLAY);
    for (int i = 0; i < 2; i++) {
        says_love(&m, ADA, BEN);
        says_love(&m, BEN, ADA);
        says_love(&m, CY, PERSON_NONE);
    }
    end(&m.trees);
    const struct bond *bond = bond_of(&m, ADA, BEN);
    assert_non_null(bond);
    assert_int_equal(bond->kinds, 1u << BOND_DESIRE);
    assert_int_equal(m.trees.story.bond.n, 1);
    small_free(&m.trees.small);
}

static void what_did_not_happen_binds_nobody(void **state)
{
    static const char rows[] = "Ada/Ada/PROPN/NNP/4/nsubj did/do/AUX/VBD/4/aux not/not/PART/RB/4/advmod "
                               "help/help/VERB/VB/0/root Ben/Ben/PROPN/NNP/4/obj ././PUNCT/./4/punct";
    (void)state;
    struct made m;
    made_begin(&m, DOC_NOVEL);
    for (int i = 0; i < 4; i++)
        tell(&m.trees, "Ada did not help Ben.", rows);
    end(&m.trees);
    assert_int_equal(m.trees.story.bond.n, 0);
    small_free(&m.trees.small);
}

static void a_death_is_a_turn_and_ends_a_bond(void **state)
{
    (void)state;
    struct made m;
    made_begin(&m, DOC_NOVEL);
    for (int i = 0; i < 3; i++) {
        does(&m, "Ada", "nursed", "nurse", "Ben");
        does(&m, "Ben", "thanked", "thank", "Ada");
    }
    small_scene(&m.trees.small, "TWO");
    is_doing(&m, "Ben", "died", "die");
    is_doing(&m, "Ada", "waited", "wait");
    end(&m.trees);
    assert_int_equal(m.trees.story.fate[BEN].state, FATE_DIES);
    const struct turn *death = NULL;
    for (uint32_t i = 0; i < m.trees.story.turn.n; i++)
        if (m.trees.story.turn.at[i].kind == TURN_DEATH)
            death = &m.trees.story.turn.at[i];
    assert_non_null(death);
    assert_int_equal(death->person[0], BEN);
    struct str words = turn_words(&m.trees.small.cast, death, &m.trees.small.scratch);
    assert_true(str_eq(words, STR("Ben dies")));
    assert_int_equal(bond_of(&m, ADA, BEN)->ends, 1);
    const struct change *change = m.trees.story.change;
    assert_true(change[ADA].n_seen == 4 && !change[ADA].is_known); // too little is seen of her
    assert_false(change[BEN].has[CHANGE_FATE]);                    // the dead are nobody else
    small_free(&m.trees.small);
}

static void arcs_count_what_words_say_by_themselves(void **state)
{
    static const char unhappy[] = "Ada/Ada/PROPN/NNP/4/nsubj was/be/AUX/VBD/4/cop not/not/PART/RB/4/advmod "
                                  "happy/happy/ADJ/JJ/0/root ././PUNCT/./4/punct";
    static const char tearless[] = "Ada/Ada/PROPN/NNP/4/nsubj did/do/AUX/VBD/4/aux not/not/PART/RB/4/advmod "
                                   "weep/weep/VERB/VB/0/root ././PUNCT/./4/punct";
    (void)state;
    struct made m;
    made_begin(&m, DOC_NOVEL);
    for (int i = 0; i < 3; i++)
        is_doing(&m, "Ada", "smiled", "smile");
    tell(&m.trees, "Ada did not weep.", tearless);
    for (int i = 0; i < 3; i++)
        is_doing(&m, "Ada", "trembled", "tremble");
    for (int i = 0; i < 3; i++)
        tell(&m.trees, "Ada was not happy.", unhappy);
    end(&m.trees);
    const struct story *story = &m.trees.story;
    assert_int_equal(story->arc.n, 1);
    assert_int_equal(story->arc.at[0].person, ADA);
    assert_int_equal(story->arc.at[0].n_words, 9); // nobody knows what a dry eye means
    const struct arc_point *point = story->arc_point.at + story->arc.at[0].first_point;
    uint32_t n = story->arc.at[0].n_points;
    assert_true(n >= 2);
    assert_true(point[0].value > 0.99 && point[0].low < 0.9 && point[0].high <= 1);
    assert_true(point[n - 1].value < -0.99 && point[n - 1].high > -0.9);
    small_free(&m.trees.small);
}

static void who_keeps_other_company_at_the_end_has_changed(void **state)
{
    (void)state;
    struct made m;
    made_begin(&m, DOC_PLAY);
    for (int i = 0; i < 20; i++) {
        small_says(&m.trees.small, ADA, VOICE_ON, "Well?");
        small_says(&m.trees.small, BEN, VOICE_ON, "Well.");
    }
    small_scene(&m.trees.small, "TWO");
    for (int i = 0; i < 20; i++) {
        small_says(&m.trees.small, ADA, VOICE_ON, "Well?");
        small_says(&m.trees.small, CY, VOICE_ON, "Well.");
    }
    end(&m.trees);
    const struct change *change = m.trees.story.change;
    assert_true(change[ADA].is_known && change[ADA].has[CHANGE_COMPANY]);
    assert_true(change[ADA].part[CHANGE_COMPANY] > 0.4);
    assert_true(change[BEN].part[CHANGE_COMPANY] < 0.01);
    assert_false(change[ADA].has[CHANGE_PLACE]); // headings of plays name no places
    small_free(&m.trees.small);
}

static void distances_lie_between_nothing_and_one(void **state)
{
    (void)state;
    const double a[3] = {1, 2, 0}, b[3] = {2, 4, 0}, c[3] = {0, 0, 5}, none[3] = {0, 0, 0};
    assert_true(company_distance(a, b, 3) < 1e-9);
    assert_true(company_distance(a, c, 3) > 1 - 1e-9);
    assert_true(company_distance(a, none, 3) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_deed_is_no_bond_and_two_are),
        cmocka_unit_test(harm_after_care_turns_a_bond),
        cmocka_unit_test(you_is_who_is_spoken_to),
        cmocka_unit_test(what_did_not_happen_binds_nobody),
        cmocka_unit_test(a_death_is_a_turn_and_ends_a_bond),
        cmocka_unit_test(arcs_count_what_words_say_by_themselves),
        cmocka_unit_test(who_keeps_other_company_at_the_end_has_changed),
        cmocka_unit_test(distances_lie_between_nothing_and_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
