/* Who is meant by pronouns and nouns, with the committed model. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "people/coref.h"
#include "read/read.h"

static struct model model;

struct found {
    struct arena keep, scratch;
    struct doc doc;
    struct text text;
    struct cast cast;
};

static void annotate(struct found *f)
{
    whose_error err = {0};
    if (!f->text.node)
        assert_int_equal(text_sentences(&model, &f->text, &f->keep, &f->scratch, &err), WHOSE_OK);
    assert_int_equal(parse_sentences(&model, &f->text, &f->keep, &f->scratch, &err), WHOSE_OK);
    assert_int_equal(entities_find(&model, &f->text, &f->keep, &f->scratch, &err), WHOSE_OK);
}

static void find(struct found *f, const char *name, const char *story, bool has_model)
{
    whose_error err = {0};
    memset(f, 0, sizeof *f);
    arena_init(&f->keep, NULL);
    arena_init(&f->scratch, NULL);
    assert_int_equal(read_doc(str_c(name), str_c(story), &f->keep, &f->scratch, &f->doc, &err), WHOSE_OK);
    assert_int_equal(text_read(&f->doc, &f->keep, &f->scratch, &f->text, &err), WHOSE_OK);
    if (has_model)
        annotate(f);
    assert_int_equal(people_find(&f->doc, &f->text, NULL, &f->keep, &f->scratch, &f->cast, &err), WHOSE_OK);
}

/* One sentence a line, tokens between blanks. */
static void find_tokens(struct found *f, const char *lines)
{
    whose_error err = {0};
    memset(f, 0, sizeof *f);
    arena_init(&f->keep, NULL);
    arena_init(&f->scratch, NULL);
    assert_int_equal(conllu_read(str_c(lines), true, &f->keep, &f->scratch, &f->doc, &f->text, &err), WHOSE_OK);
    annotate(f);
    assert_int_equal(people_find(&f->doc, &f->text, NULL, &f->keep, &f->scratch, &f->cast, &err), WHOSE_OK);
}

static void drop(struct found *f)
{
    arena_free(&f->keep);
    arena_free(&f->scratch);
}

static uint32_t bearer(const struct found *f, const char *alias)
{
    for (uint32_t p = 0; p < f->cast.person.n; p++)
        for (uint32_t a = 0; a < f->cast.person.at[p].n_aliases; a++)
            if (str_eq(f->cast.alias.at[f->cast.person.at[p].first_alias + a].text, str_c(alias)))
                return p;
    fail_msg("nobody is called %s", alias);
    return PERSON_NONE;
}

/* The place of `words` behind the last place of `behind`. */
static struct span place(const struct found *f, const char *behind, const char *words)
{
    size_t at = str_find(f->doc.text, str_c(behind));
    assert_true(at < f->doc.text.n);
    at += strlen(behind);
    size_t start = at + str_find(str_part(f->doc.text, at, f->doc.text.n), str_c(words));
    assert_true(start < f->doc.text.n);
    return (struct span){(uint32_t)start, (uint32_t)(start + strlen(words))};
}

/* The person of the mention of these words, or PERSON_NONE. */
static uint32_t meant(const struct found *f, const char *behind, const char *words)
{
    struct span at = place(f, behind, words);
    for (uint32_t i = 0; i < f->cast.mention.n; i++)
        if (f->cast.mention.at[i].at.start == at.start && f->cast.mention.at[i].at.end == at.end)
            return f->cast.mention.at[i].person;
    return PERSON_NONE;
}

static uint32_t cluster(const struct found *f, const char *behind, const char *words)
{
    struct span at = place(f, behind, words);
    for (uint32_t i = 0; i < f->text.n_entities; i++) {
        const struct entity *e = &f->text.entity[i];
        if (f->text.node[e->first].at.start == at.start && f->text.node[e->first + e->n - 1].at.end == at.end)
            return f->cast.cluster[i];
    }
    fail_msg("'%s' is no entity", words);
    return 0;
}

#define MILL                                                                                                      \
    "CHAPTER I.\n\nMr. Orme lived by the mill with Mrs. Orme. Mr. Orme was slow, and Mrs. Orme was not.\n\n"      \
    "\"It rains,\" said Mr. Orme.\n\n\"I know it,\" said Mrs. Orme.\n\n\"I shall go all the same,\" said "        \
    "Mr. Orme.\n\nMrs. Orme said nothing.\n\n"

static void he_and_she_go_to_those_they_fit(void **state)
{
    (void)state;
    struct found f;
    find(&f, "x.txt", MILL "Mr. Orme put on a coat. Then he went out. Mrs. Orme stood at the window; she did not wave.\n", true);
    assert_int_equal(meant(&f, "a coat. Then ", "he"), bearer(&f, "Mr. Orme"));
    assert_int_equal(meant(&f, "the window; ", "she"), bearer(&f, "Mrs. Orme"));
    drop(&f);
}

static void what_is_resolved_counts_no_heads(void **state)
{
    (void)state;
    struct found f, bare;
    const char *story = MILL "Mr. Orme put on a coat. Then he went out.\n";
    find(&f, "x.txt", story, true);
    find(&bare, "x.txt", story, false);
    assert_null(bare.cast.cluster);
    uint32_t n = 0, n_resolved = 0;
    for (uint32_t i = 0; i < f.cast.mention.n; i++) {
        const struct mention *m = &f.cast.mention.at[i];
        n_resolved += m->is_resolved;
        n += !m->is_resolved;
        assert_true(m->node < f.text.n_nodes);
        assert_true(i == 0 || m[-1].at.start <= m->at.start);
        if (m->is_resolved)
            assert_int_not_equal(m->kind, MENTION_NAME);
    }
    assert_true(n_resolved > 0);
    assert_int_equal(n, bare.cast.mention.n);
    for (uint32_t i = 0; i < bare.cast.mention.n; i++)
        assert_int_equal(bare.cast.mention.at[i].node, NODE_ROOT);
    drop(&f);
    drop(&bare);
}

static void i_in_speech_is_who_speaks(void **state)
{
    (void)state;
    struct found f;
    find(&f, "x.txt", MILL, true);
    assert_int_equal(meant(&f, "Mr. Orme.\n\n\"", "I"), bearer(&f, "Mrs. Orme"));
    assert_int_equal(meant(&f, "Mrs. Orme.\n\n\"", "I"), bearer(&f, "Mr. Orme"));
    drop(&f);
}

static void two_people_of_the_cast_never_meet_in_a_cluster(void **state)
{
    (void)state;
    struct found f;
    find(&f, "x.txt", MILL "The man and the woman looked at each other. He laughed. She laughed. Mr. Orme sat down by Mrs. Orme.\n",
         true);
    uint32_t *person = ARENA_NEW_RAW(&f.scratch, uint32_t, f.text.n_entities);
    for (uint32_t i = 0; i < f.text.n_entities; i++)
        person[i] = PERSON_NONE;
    uint32_t n_named = 0;
    for (uint32_t i = 0; i < f.text.n_entities; i++)
        for (uint32_t k = 0; k < f.cast.mention.n; k++) {
            const struct mention *m = &f.cast.mention.at[k];
            if (m->kind != MENTION_NAME || m->node != f.text.entity[i].head)
                continue;
            uint32_t *of = &person[f.cast.cluster[i]];
            assert_true(*of == PERSON_NONE || *of == m->person);
            *of = m->person;
            n_named++;
        }
    assert_true(n_named >= 6);
    drop(&f);
}

static void use_tells_the_pronoun(void **state)
{
    (void)state;
    struct found f;
    find(&f, "x.txt",
         "CHAPTER I.\n\nAshby came home late. She took off her hat. She was tired, and she said so.\n\n"
         "\"I am tired,\" said Ashby.\n\nAshby sat down. She shut her eyes. Ashby slept, and she dreamt of the sea.\n\n"
         "\"Wake up,\" said nobody at all. Ashby woke. She rose.\n",
         true);
    assert_int_equal(f.cast.person.at[bearer(&f, "Ashby")].gender, GENDER_SHE);
    drop(&f);
}

static void what_somebody_is_stays_by_itself(void **state)
{
    (void)state;
    struct found f;
    find_tokens(&f, "Tom Hale came into the room .\nHe was a soldier .\nThe soldier sat down .\nHe was tired .\n");
    assert_int_equal(cluster(&f, "", "Tom Hale"), cluster(&f, "room . ", "He"));
    assert_int_not_equal(cluster(&f, "room . ", "He"), cluster(&f, "He was ", "a soldier"));
    drop(&f);
}

static void nobody_is_his_own_brother(void **state)
{
    (void)state;
    struct found f;
    find_tokens(&f, "Mary Vane counted coins .\nBen Hale , her brother , watched the river .\n");
    assert_int_equal(cluster(&f, "Ben Hale , ", "her"), cluster(&f, "", "Mary Vane"));
    drop(&f);
}

static void marks_of_speech_are_seen_among_tokens(void **state)
{
    (void)state;
    static const char *const MARK[][2] = {{"\xE2\x80\x9C", "\xE2\x80\x9D"}, {"``", "''"}, {"\"", "\""}, {"\xE2\x80\x98", "\xE2\x80\x99"}};
    for (size_t i = 0; i < sizeof MARK / sizeof *MARK; i++) {
        char lines[400];
        struct found f;
        snprintf(lines, sizeof lines,
                 "Mary Vane met Tom Hale in the street .\n%s I am late , %s said Mary Vane .\n"
                 "Tom Hale laughed .\n%s I am not , %s he said .\n",
                 MARK[i][0], MARK[i][1], MARK[i][0], MARK[i][1]);
        find_tokens(&f, lines);
        assert_int_equal(cluster(&f, "street . ", "I"), cluster(&f, "", "Mary Vane"));
        assert_int_equal(cluster(&f, "laughed . ", "I"), cluster(&f, "", "Tom Hale"));
        assert_int_equal(cluster(&f, "I am not , ", "he"), cluster(&f, "", "Tom Hale"));
        drop(&f);
    }
}

static void weights_fit_the_features(void **state)
{
    (void)state;
    uint32_t n;
    char name[64], before[64] = "";
    assert_non_null(coref_weights(&n));
    assert_int_equal(n, coref_n_features());
    for (uint32_t i = 0; i < n; i++) {
        coref_feature_name(i, name);
        assert_string_not_equal(name, before);
        strcpy(before, name);
    }
}

/* "her father, Mr. Hale": afterwards her father is he. */
static void kin_that_is_named_is_known(void **state)
{
    (void)state;
    struct found f;
    struct coref_text c;
    struct coref_state s;
    whose_error err = {0};
    find_tokens(&f, "Mary Vane stood by her father , Mr. Hale .\nThe rain fell .\nHer father looked up .\n");
    assert_int_equal(coref_describe(&f.text, NULL, NULL, 0, &f.scratch, &c, &err), WHOSE_OK);
    assert_int_equal(coref_begin(&c, 0, &f.scratch, &s, &err), WHOSE_OK);
    uint32_t last = COREF_NONE, name = COREF_NONE;
    for (uint32_t i = 0; i < f.text.n_entities; i++) {
        uint32_t k = c.order[i];
        struct span at = {f.text.node[c.mention[k].first].at.start, f.text.node[c.mention[k].behind - 1].at.end};
        struct str words = doc_str(&f.doc, at);
        if (str_eq(words, STR("Her father"))) {
            last = k;
            break;
        }
        name = str_eq(words, STR("Mr. Hale")) ? k : name;
        coref_put(&s, k, str_eq(words, STR("her")) || str_eq(words, STR("Her")) ? s.of[c.order[0]] : COREF_NONE);
    }
    assert_int_not_equal(last, COREF_NONE);
    assert_int_not_equal(name, COREF_NONE);
    assert_int_equal(coref_kin(&s, &c.mention[last]), s.of[name]);
    drop(&f);
}

static char *read_file(const char *path, size_t *n)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END))
        return NULL;
    long size = ftell(file);
    rewind(file);
    char *bytes = aligned_alloc(64, ((size_t)size + 127) / 64 * 64);
    *n = bytes ? fread(bytes, 1, (size_t)size, file) : 0;
    fclose(file);
    return bytes;
}

static void who_speaks_as_the_ferryman_is_the_ferryman_of_what_is_told(void **state)
{
    (void)state;
    struct found f;
    find(&f, "x.txt",
         MILL "The ferryman tied the boat to the post. The ferryman looked at the sky.\n\n"
              "\"It will rain,\" said the ferryman.\n\n\"It will,\" said Mrs. Orme.\n\n"
              "\"Then I shall wait,\" said the ferryman.\n\nAt noon the ferryman slept under a tree.\n",
         true);
    uint32_t ferryman = bearer(&f, "the ferryman");
    assert_int_equal(meant(&f, "to the post. ", "The ferryman"), ferryman);
    assert_int_equal(meant(&f, "At noon ", "the ferryman"), ferryman);
    drop(&f);
}

static void the_man_may_be_anybody(void **state)
{
    (void)state;
    struct found f;
    find(&f, "x.txt",
         MILL "A man came down the road with a cart, and another man walked behind it.\n\n"
              "\"Whoa,\" said the man.\n\n\"It rains,\" said Mr. Orme.\n\n\"So it does,\" said the man.\n\n"
              "A man in a blue coat stood on the bridge. The man threw a stone into the water.\n",
         true);
    assert_int_equal(meant(&f, "on the bridge. ", "The man"), PERSON_NONE);
    drop(&f);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_speaks_as_the_ferryman_is_the_ferryman_of_what_is_told),
        cmocka_unit_test(the_man_may_be_anybody),
        cmocka_unit_test(he_and_she_go_to_those_they_fit),
        cmocka_unit_test(what_is_resolved_counts_no_heads),
        cmocka_unit_test(i_in_speech_is_who_speaks),
        cmocka_unit_test(two_people_of_the_cast_never_meet_in_a_cluster),
        cmocka_unit_test(use_tells_the_pronoun),
        cmocka_unit_test(what_somebody_is_stays_by_itself),
        cmocka_unit_test(nobody_is_his_own_brother),
        cmocka_unit_test(marks_of_speech_are_seen_among_tokens),
        cmocka_unit_test(weights_fit_the_features),
        cmocka_unit_test(kin_that_is_named_is_known),
    };
    size_t n = 0;
    char *bytes = argc > 1 ? read_file(argv[1], &n) : NULL;
    whose_error err = {0};
    if (!bytes || model_open((struct str){bytes, n}, &model, &err) != WHOSE_OK) {
        fprintf(stderr, "usage: test_coref MODEL\n");
        return 2;
    }
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    free(bytes);
    return failed;
}
