/* small_story: docs and casts for tests, built line by line without a reader.
 *
 *   struct small s;
 *   small_begin(&s, DOC_SCREENPLAY, 2);             // two persons, 0 and 1
 *   small_scene(&s, "INT. MILL - DAY");
 *   small_action(&s, "Ada waits.");
 *   small_says(&s, 0, VOICE_ON, "You are late.");
 *   small_end(&s);                                  // text, cast and story stand
 */
#ifndef SMALL_STORY_H
#define SMALL_STORY_H

#include <stdlib.h>
#include <string.h>

#include "story/story.h"
#include "text/text.h"
#include "verdict/verdict.h"

struct small {
    struct arena keep, scratch;
    struct doc doc;
    struct text text;
    struct cast cast;
    struct story story;
    char *bytes;
    size_t n, cap;
    VEC(struct utterance) utterance;
};

static inline void small_must(bool ok)
{
    if (!ok)
        abort();
}

static inline struct span small_put(struct small *s, const char *line)
{
    size_t n = strlen(line);
    if (s->n + n + 1 > s->cap) {
        s->cap = (s->n + n + 1) * 2;
        s->bytes = realloc(s->bytes, s->cap);
        small_must(s->bytes != NULL);
    }
    memcpy(s->bytes + s->n, line, n);
    s->bytes[s->n + n] = '\n';
    struct span at = {(uint32_t)s->n, (uint32_t)(s->n + n)};
    s->n += n + 1;
    return at;
}

/* Persons are called by `name`, all of them single. */
static inline void small_begin(struct small *s, enum doc_kind kind, uint32_t n_persons,
                               const char *const *name)
{
    memset(s, 0, sizeof *s);
    arena_init(&s->keep, NULL);
    arena_init(&s->scratch, NULL);
    s->doc.kind = kind;
    for (uint32_t p = 0; p < n_persons; p++) {
        struct person *person = VEC_PUSH(&s->cast.person, &s->keep);
        small_must(person != NULL);
        person->name = str_c(name[p]);
        person->role = DOC_NONE;
    }
}

static inline uint32_t small_block(struct small *s, enum block_kind kind, const char *line)
{
    struct block *block = VEC_PUSH(&s->doc.block, &s->keep);
    small_must(block != NULL);
    *block = (struct block){kind, s->doc.segment.n ? s->doc.segment.n - 1 : DOC_NONE, DOC_NONE,
                            small_put(s, line), false};
    return s->doc.block.n - 1;
}

static inline void small_scene(struct small *s, const char *heading)
{
    struct segment *segment = VEC_PUSH(&s->doc.segment, &s->keep);
    small_must(segment != NULL);
    segment->parent = DOC_NONE;
    segment->kind = SEGMENT_SCENE;
    segment->ordinal = s->doc.segment.n;
    segment->at.start = (uint32_t)s->n;
    uint32_t b = small_block(s, BLOCK_HEADING, heading);
    segment->heading = s->doc.block.at[b].at;
}

static inline void small_presence(struct small *s, uint32_t person, enum presence_kind kind,
                                  struct span at)
{
    struct presence *p = VEC_PUSH(&s->cast.presence, &s->keep);
    small_must(p != NULL);
    *p = (struct presence){person, s->doc.segment.n - 1, kind, at, 1};
}

static inline uint32_t small_action(struct small *s, const char *line)
{
    return small_block(s, BLOCK_ACTION, line);
}

static inline uint32_t small_n_words(const char *line)
{
    uint32_t n = 0;
    for (const char *c = line; *c; c++)
        n += *c != ' ' && (c == line || c[-1] == ' ');
    return n;
}

static inline void small_says(struct small *s, uint32_t person, enum voice voice, const char *line)
{
    struct speech *speech = VEC_PUSH(&s->doc.speech, &s->keep);
    struct utterance *u = VEC_PUSH(&s->utterance, &s->keep);
    uint32_t *who = VEC_PUSH(&s->cast.speaker, &s->keep);
    small_must(speech && u && who);
    uint32_t cue = small_block(s, BLOCK_CUE, s->cast.person.at[person].name.at);
    uint32_t said = small_block(s, BLOCK_DIALOGUE, line);
    s->doc.block.at[cue].speech = s->doc.block.at[said].speech = s->doc.speech.n - 1;
    speech->segment = s->doc.block.at[said].segment;
    speech->first_block = cue;
    speech->n_blocks = 2;
    speech->cue = s->doc.block.at[cue].at;
    speech->at = (struct span){speech->cue.start, s->doc.block.at[said].at.end};
    *who = person;
    *u = (struct utterance){.first_speaker = s->cast.speaker.n - 1, .n_speakers = 1, .voice = voice,
                            .sure = 1, .n_words = small_n_words(line)};
    s->cast.person.at[person].n_speeches++;
    s->cast.person.at[person].n_words += u->n_words;
    small_presence(s, person,
                   voice == VOICE_OVER         ? PRESENCE_VOICE_OVER
                   : voice == VOICE_OFF_SCREEN ? PRESENCE_OFF_SCREEN
                                               : PRESENCE_SPEAKS,
                   speech->at);
}

/* The name of `person` in the block, found again as a mention once the text stands. */
static inline void small_mention(struct small *s, uint32_t block, uint32_t person, bool is_subject)
{
    struct mention *m = VEC_PUSH(&s->cast.mention, &s->keep);
    small_must(m != NULL);
    *m = (struct mention){.block = block, .person = person, .is_subject = is_subject, .sure = 1};
    if (is_subject)
        small_presence(s, person, PRESENCE_ACTS, s->doc.block.at[block].at);
}

static inline void small_place_mention(struct small *s, struct mention *m)
{
    struct str rest = s->cast.person.at[m->person].name, name = str_cut(&rest, ' ');
    for (uint32_t t = s->text.block_first[m->block]; t < s->text.block_first[m->block + 1]; t++)
        if (str_starts_nocase(doc_str(&s->doc, s->text.token[t].at), name)) {
            m->token = t;
            m->at = s->text.token[t].at;
            return;
        }
    abort();
}

static inline void small_end(struct small *s)
{
    s->doc.text = (struct str){s->bytes, s->n};
    for (uint32_t i = 0; i < s->doc.segment.n; i++)
        s->doc.segment.at[i].at.end =
            i + 1 < s->doc.segment.n ? s->doc.segment.at[i + 1].at.start : (uint32_t)s->n;
    s->cast.utterance = s->utterance.at;
    small_must(text_read(&s->doc, &s->keep, &s->scratch, &s->text, NULL) == WHOSE_OK);
    for (uint32_t i = 0; i < s->cast.mention.n; i++)
        small_place_mention(s, &s->cast.mention.at[i]);
    small_must(story_read(&s->doc, &s->text, &s->cast, &s->keep, &s->scratch, &s->story, NULL) ==
               WHOSE_OK);
}

static inline void small_weigh(struct small *s, struct verdict *out)
{
    small_must(verdict_weigh(&s->doc, &s->text, &s->cast, &s->story, NULL, &s->keep, &s->scratch, out,
                             NULL) == WHOSE_OK);
}

static inline void small_free(struct small *s)
{
    arena_free(&s->keep);
    arena_free(&s->scratch);
    free(s->bytes);
}

#endif
