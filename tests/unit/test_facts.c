/* Facts, fates, ties and levels, over sentences whose trees are written by hand. */
#include "made_trees.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static const struct fact *fact_of(const struct trees *t, enum fact_kind kind)
{
    for (uint32_t i = 0; i < t->story.fact.n; i++)
        if (t->story.fact.at[i].kind == kind)
            return &t->story.fact.at[i];
    fail_msg("there is no fact of the kind %s", fact_kind_name[kind]);
    return NULL;
}

static void check_one(const char *line, const char *rows, enum fact_kind kind,
                      enum fact_modality modality, uint32_t agent, uint32_t patient)
{
    struct trees t;
    begin(&t, DOC_NOVEL);
    tell(&t, line, rows);
    end(&t);
    const struct fact *fact = fact_of(&t, kind);
    if (fact->modality != modality || fact->agent != agent || fact->patient != patient)
        fail_msg("%s: %s by %u of %u", line, fact_modality_name[fact->modality], fact->agent,
                 fact->patient);
    small_free(&t.small);
}

static void active_and_passive_say_the_same(void **state)
{
    (void)state;
    check_one("Ada killed Ben.",
              "Ada/Ada/PROPN/NNP/2/nsubj killed/kill/VERB/VBD/0/root Ben/Ben/PROPN/NNP/2/obj "
              "././PUNCT/./2/punct",
              FACT_KILL, FACT_REAL, ADA, BEN);
    check_one("Ben was killed by Ada.",
              "Ben/Ben/PROPN/NNP/3/nsubj:pass was/be/AUX/VBD/3/aux:pass killed/kill/VERB/VBN/0/root "
              "by/by/ADP/IN/5/case Ada/Ada/PROPN/NNP/3/obl:agent ././PUNCT/./3/punct",
              FACT_KILL, FACT_REAL, ADA, BEN);
    check_one("Ben, who killed Ada, slept.",
              "Ben/Ben/PROPN/NNP/7/nsubj ,/,/PUNCT/,/4/punct who/who/PRON/WP/4/nsubj "
              "killed/kill/VERB/VBD/1/acl:relcl Ada/Ada/PROPN/NNP/4/obj ,/,/PUNCT/,/4/punct "
              "slept/sleep/VERB/VBD/0/root ././PUNCT/./7/punct",
              FACT_KILL, FACT_REAL, BEN, ADA);
}

static void what_is_denied_asked_or_wished_has_not_happened(void **state)
{
    (void)state;
    check_one("Ben did not die.",
              "Ben/Ben/PROPN/NNP/4/nsubj did/do/AUX/VBD/4/aux not/not/PART/RB/4/advmod "
              "die/die/VERB/VB/0/root ././PUNCT/./4/punct",
              FACT_DEATH, FACT_DENIED, PERSON_NONE, BEN);
    check_one("Is Ben dead?",
              "Is/be/AUX/VBZ/3/cop Ben/Ben/PROPN/NNP/3/nsubj dead/dead/ADJ/JJ/0/root "
              "?/?/PUNCT/./3/punct",
              FACT_DEATH, FACT_ASKED, PERSON_NONE, BEN);
    check_one("Ada wanted to kill Ben.",
              "Ada/Ada/PROPN/NNP/2/nsubj wanted/want/VERB/VBD/0/root to/to/PART/TO/4/mark "
              "kill/kill/VERB/VB/2/xcomp Ben/Ben/PROPN/NNP/4/obj ././PUNCT/./2/punct",
              FACT_KILL, FACT_POSSIBLE, ADA, BEN);
    check_one("Ben lay as if dead.",
              "Ben/Ben/PROPN/NNP/2/nsubj lay/lie/VERB/VBD/0/root as/as/SCONJ/IN/5/mark "
              "if/if/SCONJ/IN/5/mark dead/dead/ADJ/JJ/2/advcl ././PUNCT/./2/punct",
              FACT_DEATH, FACT_SEEMING, PERSON_NONE, BEN);
    check_one("Ben will die.",
              "Ben/Ben/PROPN/NNP/3/nsubj will/will/AUX/MD/3/aux die/die/VERB/VB/0/root "
              "././PUNCT/./3/punct",
              FACT_DEATH, FACT_COMING, PERSON_NONE, BEN);
}

static void nouns_of_ties_name_both_sides(void **state)
{
    (void)state;
    check_one("Ada was Ben's wife.",
              "Ada/Ada/PROPN/NNP/5/nsubj was/be/AUX/VBD/5/cop Ben/Ben/PROPN/NNP/5/nmod:poss "
              "'s/'s/PART/POS/3/case wife/wife/NOUN/NN/0/root ././PUNCT/./5/punct",
              FACT_MARRIAGE, FACT_REAL, ADA, BEN);
    check_one("Ada and Ben married.",
              "Ada/Ada/PROPN/NNP/4/nsubj and/and/CCONJ/CC/3/cc Ben/Ben/PROPN/NNP/1/conj "
              "married/marry/VERB/VBD/0/root ././PUNCT/./4/punct",
              FACT_MARRIAGE, FACT_REAL, ADA, BEN);
    check_one("The death of Ben grieved Ada.",
              "The/the/DET/DT/2/det death/death/NOUN/NN/5/nsubj of/of/ADP/IN/4/case "
              "Ben/Ben/PROPN/NNP/2/nmod grieved/grieve/VERB/VBD/0/root Ada/Ada/PROPN/NNP/5/obj "
              "././PUNCT/./5/punct",
              FACT_DEATH, FACT_REAL, PERSON_NONE, BEN);
}

static void who_hangs_over_the_stern_hangs_nobody(void **state)
{
    (void)state;
    struct trees t;
    begin(&t, DOC_NOVEL);
    tell(&t, "Ben hangs there.",
         "Ben/Ben/PROPN/NNP/2/nsubj hangs/hang/VERB/VBZ/0/root there/there/ADV/RB/2/advmod "
         "././PUNCT/./2/punct");
    end(&t);
    assert_int_equal(t.story.fact.n, 0);
    small_free(&t.small);
}

static void a_direction_without_a_subject_is_about_who_has_spoken(void **state)
{
    (void)state;
    struct trees t;
    begin(&t, DOC_PLAY);
    small_says(&t.small, BEN, VOICE_ON, "Farewell.");
    tell(&t, "Dies.", "Dies/die/VERB/VBZ/0/root ././PUNCT/./1/punct");
    end(&t);
    const struct fact *fact = fact_of(&t, FACT_DEATH);
    assert_int_equal(fact->patient, BEN);
    assert_true(fact->is_direction);
    assert_int_equal(t.story.fate[BEN].state, FATE_DIES);
    assert_true(t.story.fate[BEN].n_quotes > 0);
    assert_int_equal(t.story.fate[BEN].scene, 0);
    small_free(&t.small);
}

#define BEN_IS_DEAD                                                                        \
    "Ben/Ben/PROPN/NNP/3/nsubj is/be/AUX/VBZ/3/cop dead/dead/ADJ/JJ/0/root ././PUNCT/./3/punct"

static void whoever_speaks_again_was_not_dead(void **state)
{
    (void)state;
    struct trees t;
    begin(&t, DOC_PLAY);
    say(&t, ADA, "Ben is dead.", BEN_IS_DEAD);
    end(&t);
    double dead = t.story.fate[BEN].p_dies;
    assert_int_equal(t.story.fate[BEN].state, FATE_DIES);
    small_free(&t.small);

    begin(&t, DOC_PLAY);
    say(&t, ADA, "Ben is dead.", BEN_IS_DEAD);
    for (int i = 0; i < 6; i++)
        small_says(&t.small, BEN, VOICE_ON, "I am here.");
    end(&t);
    assert_true(t.story.fate[BEN].p_dies < dead / 2);
    assert_int_equal(t.story.fate[BEN].state, FATE_LIVES);
    small_free(&t.small);
}

static void who_is_shown_as_a_ghost_is_dead_whatever_the_ghost_then_does(void **state)
{
    (void)state;
    double p_dies[2];
    for (int is_shown = 0; is_shown < 2; is_shown++) {
        struct trees t;
        begin(&t, DOC_PLAY);
        small_says(&t.small, ADA, VOICE_ON, "Who is there?");
        if (is_shown)
            tell(&t, "Enter ghost of Ben.",
                 "Enter/enter/VERB/VB/0/root ghost/ghost/NOUN/NN/1/obj of/of/ADP/IN/4/case "
                 "Ben/Ben/PROPN/NNP/2/nmod ././PUNCT/./1/punct");
        for (int i = 0; i < 6; i++)
            small_says(&t.small, BEN, VOICE_ON, "Remember me.");
        end(&t);
        p_dies[is_shown] = t.story.fate[BEN].p_dies;
        small_free(&t.small);
    }
    assert_true(p_dies[0] < 1.0 / 3);
    assert_true(p_dies[1] > 0.5);
}

static void who_is_dead_to_the_world_is_alive(void **state)
{
    (void)state;
    struct trees t;
    begin(&t, DOC_NOVEL);
    tell(&t, "Ben is dead to shame.",
         "Ben/Ben/PROPN/NNP/3/nsubj is/be/AUX/VBZ/3/cop dead/dead/ADJ/JJ/0/root "
         "to/to/ADP/IN/5/case shame/shame/NOUN/NN/3/obl ././PUNCT/./3/punct");
    end(&t);
    assert_int_equal(t.story.fact.n, 0);
    small_free(&t.small);
}

static void i_in_speech_is_the_speaker_and_you_who_is_called(void **state)
{
    (void)state;
    struct trees t;
    begin(&t, DOC_PLAY);
    say(&t, BEN, "I killed Cy.",
        "I/I/PRON/PRP/2/nsubj killed/kill/VERB/VBD/0/root Cy/Cy/PROPN/NNP/2/obj "
        "././PUNCT/./2/punct");
    end(&t);
    const struct fact *fact = fact_of(&t, FACT_KILL);
    assert_int_equal(fact->agent, BEN);
    assert_int_equal(fact->patient, CY);
    assert_non_null(story_tie(&t.story, BEN, CY));
    assert_null(story_tie(&t.story, CY, BEN));
    assert_int_equal(t.story.fate[CY].cause, BEN);
    small_free(&t.small);
}

static void a_pronoun_means_the_nearest_of_its_gender(void **state)
{
    (void)state;
    struct trees t;
    begin(&t, DOC_NOVEL);
    tell(&t, "Ben slept.", "Ben/Ben/PROPN/NNP/2/nsubj slept/sleep/VERB/VBD/0/root ././PUNCT/./2/punct");
    tell(&t, "Ada watched.",
         "Ada/Ada/PROPN/NNP/2/nsubj watched/watch/VERB/VBD/0/root ././PUNCT/./2/punct");
    tell(&t, "He died.", "He/he/PRON/PRP/2/nsubj died/die/VERB/VBD/0/root ././PUNCT/./2/punct");
    end(&t);
    assert_int_equal(fact_of(&t, FACT_DEATH)->patient, BEN);
    assert_true(fact_of(&t, FACT_DEATH)->sure_patient < 0.75f);
    small_free(&t.small);
}

static void a_verb_is_known_by_its_form_when_its_lemma_is_wrong(void **state)
{
    (void)state;
    check_one("Ada slew Ben.",
              "Ada/Ada/PROPN/NNP/2/nsubj slew/sly/VERB/VBD/0/root Ben/Ben/PROPN/NNP/2/obj "
              "././PUNCT/./2/punct",
              FACT_KILL, FACT_REAL, ADA, BEN);
    check_one("Ben is slain.",
              "Ben/Ben/PROPN/NNP/3/nsubj is/be/AUX/VBZ/3/cop slain/slain/ADJ/JJ/0/root ././PUNCT/./3/punct",
              FACT_KILL, FACT_REAL, PERSON_NONE, BEN);
}

static void ought_and_commands_leave_it_open(void **state)
{
    (void)state;
    check_one("Ben ought to die.",
              "Ben/Ben/PROPN/NNP/2/nsubj ought/ink/VERB/VBD/0/root to/to/PART/TO/4/mark die/die/VERB/VB/2/xcomp "
              "././PUNCT/./2/punct",
              FACT_DEATH, FACT_POSSIBLE, PERSON_NONE, BEN);
    check_one("Ada said: kill Ben.",
              "Ada/Ada/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root :/:/PUNCT/:/4/punct kill/kill/VERB/VB/2/ccomp "
              "Ben/Ben/PROPN/NNP/4/obj ././PUNCT/./2/punct",
              FACT_KILL, FACT_POSSIBLE, PERSON_NONE, BEN);
}

static void the_dead_of_winter_is_nobody_and_of_late_no_death(void **state)
{
    (void)state;
    struct trees t;
    begin(&t, DOC_NOVEL);
    tell(&t, "Toward the dead Ben came.",
         "Toward/toward/ADP/IN/3/case the/the/DET/DT/3/det dead/dead/ADJ/JJ/5/obl Ben/Ben/PROPN/NNP/5/nsubj "
         "came/come/VERB/VBD/0/root ././PUNCT/./5/punct");
    tell(&t, "Of late Ben slept.",
         "Of/of/ADP/IN/3/case late/late/ADJ/JJ/3/amod Ben/Ben/PROPN/NNP/4/nsubj slept/sleep/VERB/VBD/0/root "
         "././PUNCT/./4/punct");
    end(&t);
    assert_int_equal(t.story.fact.n, 0);
    small_free(&t.small);
}

static void who_is_named_is_not_who_a_pronoun_is_guessed_to_be(void **state)
{
    (void)state;
    struct trees t;
    begin(&t, DOC_PLAY);
    small_says(&t.small, CY, VOICE_ON, "Have at you.");
    tell(&t, "He kills Ben.",
         "He/he/PRON/PRP/2/nsubj kills/kill/VERB/VBZ/0/root Ben/Ben/PROPN/NNP/2/obj ././PUNCT/./2/punct");
    end(&t);
    assert_int_equal(fact_of(&t, FACT_KILL)->agent, CY);
    assert_int_equal(fact_of(&t, FACT_KILL)->patient, BEN);
    assert_true(fact_of(&t, FACT_KILL)->names_patient);
    small_free(&t.small);
}

static void the_man_who_was_shot_is_whoever_he_is_said_to_be(void **state)
{
    (void)state;
    check_one("The man murdered there was Ben.",
              "The/the/DET/DT/2/det man/man/NOUN/NN/6/nsubj murdered/murder/VERB/VBN/2/acl "
              "there/there/ADV/RB/3/advmod was/be/AUX/VBD/6/cop Ben/Ben/PROPN/NNP/0/root ././PUNCT/./6/punct",
              FACT_KILL, FACT_REAL, PERSON_NONE, BEN);
}

static void who_is_slain_in_a_fight_is_slain_by_the_other(void **state)
{
    (void)state;
    struct trees t;
    begin(&t, DOC_PLAY);
    small_says(&t.small, CY, VOICE_ON, "Turn and fight.");
    small_says(&t.small, BEN, VOICE_ON, "I yield not.");
    tell(&t, "Ben is slain.",
         "Ben/Ben/PROPN/NNP/3/nsubj is/be/AUX/VBZ/3/cop slain/slain/ADJ/JJ/0/root ././PUNCT/./3/punct");
    end(&t);
    const struct tie *tie = story_tie(&t.story, CY, BEN);
    assert_non_null(tie);
    assert_true(tie->feature[TIE_WOUND] > 0);
    assert_null(story_tie(&t.story, ADA, BEN));
    small_free(&t.small);
}

static void what_somebody_had_done_does_not_bring_them_back(void **state)
{
    (void)state;
    double p[2];
    for (int had = 0; had < 2; had++) {
        struct trees t;
        begin(&t, DOC_NOVEL);
        for (int i = 0; i < 3; i++)
            tell(&t, "Ben slept.", "Ben/Ben/PROPN/NNP/2/nsubj slept/sleep/VERB/VBD/0/root ././PUNCT/./2/punct");
        tell(&t, "Ben died.", "Ben/Ben/PROPN/NNP/2/nsubj died/die/VERB/VBD/0/root ././PUNCT/./2/punct");
        for (int i = 0; i < 4; i++) {
            if (had)
                tell(&t, "Ben had slept.",
                     "Ben/Ben/PROPN/NNP/3/nsubj had/have/AUX/VBD/3/aux slept/sleep/VERB/VBN/0/root ././PUNCT/./3/punct");
            else
                tell(&t, "Ben slept.", "Ben/Ben/PROPN/NNP/2/nsubj slept/sleep/VERB/VBD/0/root ././PUNCT/./2/punct");
        }
        end(&t);
        p[had] = t.story.fate[BEN].p_dies;
        small_free(&t.small);
    }
    assert_true(p[1] > 2.0 / 3.0);
    assert_true(p[0] < p[1] / 2);
}

static void who_tells_it_to_the_end_lives(void **state)
{
    (void)state;
    double p[2];
    for (int tells = 0; tells < 2; tells++) {
        struct trees t;
        begin(&t, DOC_NOVEL);
        if (tells) {
            t.small.cast.narrator = BEN;
            t.small.cast.narrated_in = 1;
        }
        tell(&t, "Ben slept.", "Ben/Ben/PROPN/NNP/2/nsubj slept/sleep/VERB/VBD/0/root ././PUNCT/./2/punct");
        end(&t);
        p[tells] = t.story.fate[BEN].p_dies;
        small_free(&t.small);
    }
    assert_true(p[1] < p[0]);
}

static void without_trees_nothing_is_said_of_fates(void **state)
{
    (void)state;
    struct small s;
    small_begin(&s, DOC_PLAY, 3, names);
    small_scene(&s, "ONE");
    small_action(&s, "Ben dies.");
    small_end(&s);
    assert_int_equal(s.story.fact.n, 0);
    assert_int_not_equal(s.story.fate[BEN].state, FATE_DIES);
    assert_int_equal(s.story.level.n, 1);
    small_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(active_and_passive_say_the_same),
        cmocka_unit_test(what_is_denied_asked_or_wished_has_not_happened),
        cmocka_unit_test(nouns_of_ties_name_both_sides),
        cmocka_unit_test(who_hangs_over_the_stern_hangs_nobody),
        cmocka_unit_test(a_direction_without_a_subject_is_about_who_has_spoken),
        cmocka_unit_test(whoever_speaks_again_was_not_dead),
        cmocka_unit_test(who_is_shown_as_a_ghost_is_dead_whatever_the_ghost_then_does),
        cmocka_unit_test(who_is_dead_to_the_world_is_alive),
        cmocka_unit_test(i_in_speech_is_the_speaker_and_you_who_is_called),
        cmocka_unit_test(a_pronoun_means_the_nearest_of_its_gender),
        cmocka_unit_test(a_verb_is_known_by_its_form_when_its_lemma_is_wrong),
        cmocka_unit_test(ought_and_commands_leave_it_open),
        cmocka_unit_test(the_dead_of_winter_is_nobody_and_of_late_no_death),
        cmocka_unit_test(who_is_named_is_not_who_a_pronoun_is_guessed_to_be),
        cmocka_unit_test(the_man_who_was_shot_is_whoever_he_is_said_to_be),
        cmocka_unit_test(who_is_slain_in_a_fight_is_slain_by_the_other),
        cmocka_unit_test(what_somebody_had_done_does_not_bring_them_back),
        cmocka_unit_test(who_tells_it_to_the_end_lives),
        cmocka_unit_test(without_trees_nothing_is_said_of_fates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
