/* small_novel: a novel of a few lines, read as the program reads one without a model. */
#ifndef SMALL_NOVEL_H
#define SMALL_NOVEL_H

#include <string.h>

#include "people/speakers.h"
#include "read/read.h"

struct found {
    struct arena keep, scratch;
    struct doc doc;
    struct text text;
    struct cast cast;
};

static inline void find(struct found *f, const char *novel)
{
    whose_error err = {0};
    memset(f, 0, sizeof *f);
    arena_init(&f->keep, NULL);
    arena_init(&f->scratch, NULL);
    assert_int_equal(read_doc(STR("x.txt"), str_c(novel), &f->keep, &f->scratch, &f->doc, &err), WHOSE_OK);
    assert_int_equal(text_read(&f->doc, &f->keep, &f->scratch, &f->text, &err), WHOSE_OK);
    assert_int_equal(people_find(&f->doc, &f->text, NULL, &f->keep, &f->scratch, &f->cast, &err), WHOSE_OK);
}

static inline void drop(struct found *f)
{
    arena_free(&f->keep);
    arena_free(&f->scratch);
}

/* The person who bears the alias; fails when there is none. */
static inline uint32_t bearer(const struct found *f, const char *alias)
{
    for (uint32_t p = 0; p < f->cast.person.n; p++)
        for (uint32_t a = 0; a < f->cast.person.at[p].n_aliases; a++)
            if (str_eq(f->cast.alias.at[f->cast.person.at[p].first_alias + a].text, str_c(alias)))
                return p;
    fail_msg("nobody is called %s", alias);
    return PERSON_NONE;
}

static inline uint32_t speaker(const struct found *f, uint32_t s)
{
    const struct utterance *said = &f->cast.utterance[s];
    assert_true(s < f->doc.speech.n);
    return said->n_speakers ? f->cast.speaker.at[said->first_speaker] : PERSON_NONE;
}

#endif
