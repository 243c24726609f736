/* Who speaks, as a chain of turns: what speakers.c and its trainer share. */
#ifndef PEOPLE_SPEAKERS_H
#define PEOPLE_SPEAKERS_H

#include "people/novel.h"

enum { TALK_PEOPLE = 14, TURN_FEATURES = 28, TALK_TURNS = 256 };

/* How a tag next to the speech, or the narration around it, names the speaker. */
enum tag_kind { TAG_NONE, TAG_BEAT, TAG_PRONOUN, TAG_NOUN, TAG_NAME, TAG_FIRST, N_TAG_KINDS };

struct tag {
    enum tag_kind kind;
    bool is_beat;        // no verb of speech: the narration next to it has this subject
    bool is_before;      // stands in front of the speech
    bool is_definite;    // "the policeman", without more words
    uint32_t label;      // root; of a noun the role that acts as a name; else DOC_NONE
    enum gender gender;  // of a pronoun or noun
    uint32_t token;      // of the subject
    uint32_t noun;       // word of a noun, or MAP_NONE
};

/* How far a turn is from the one before. */
enum gap { GAP_FIRST, GAP_SAME_PARAGRAPH, GAP_TIGHT, GAP_LOOSE, GAP_PARAGRAPH, GAP_FAR, N_GAPS };

enum relation { SAME_AS_LAST, SAME_AS_BEFORE_LAST, SOMEBODY_ELSE, N_RELATIONS };

enum { N_TAG_CLASSES = 3 }; // none, beat, tag

/* What is true of one person as the speaker of one turn. */
enum feature {
    F_NAMED, F_NAMED_BEAT, F_OTHER_NAMED, F_OTHER_NAMED_BEAT,
    F_PRONOUN_FITS, F_PRONOUN_CLASHES, F_PRONOUN_OPEN,
    F_BEAT_FITS, F_BEAT_CLASHES, F_BEAT_OPEN,
    F_NOUN_FITS, F_NOUN_CLASHES, F_NOUN_OPEN, F_ROLE, F_ROLE_OF_ANYBODY, F_OTHER_ROLE, F_ROLE_UNTAGGED,
    F_NARRATOR_SAYS, F_OTHER_THAN_NARRATOR, F_NARRATOR_UNTAGGED,
    F_CALLED_HERE, F_NAMED_HERE, F_CALLED_BEFORE, F_CALLED_NEXT,
    F_SUBJECT_RANK_0, F_SUBJECT_RANK_1, F_SUBJECT_RANK_2, F_SUBJECT_RANK_3,       // untagged
    F_FIT_RANK_0, F_FIT_RANK_1, F_FIT_RANK_2, F_FIT_RANK_3,                       // among those whom the pronoun fits
    F_TOLD_RANK_0, F_TOLD_RANK_1, F_TOLD_RANK_2, F_TOLD_RANK_3,
    F_NEAR_0, F_NEAR_1, F_NEAR_2, F_NEAR_3, F_NEVER_TOLD,
    F_IN_PARAGRAPH_BEFORE, F_IN_PARAGRAPH_BEHIND, F_SUBJECT_IN_PARAGRAPH,
    F_IN_TAG_SENTENCE, F_SUBJECT_OF_LAST_SENTENCE, F_IN_LAST_SENTENCE,
    F_TALKS_0, F_TALKS_1, F_TALKS_2, F_TALKS_3,
    F_SCENE_0, F_SCENE_1, F_SCENE_2, F_SCENE_3,
    F_FOLLOWS, F_TAGGED_SOON,
    F_TURN,                                    // first of gap x tag class x relation
    N_FEATURES = F_TURN + N_GAPS * N_TAG_CLASSES * N_RELATIONS
};

struct turn {
    uint32_t speech;
    struct tag tag;
    enum gap gap;
    uint32_t n;                                   // people
    uint32_t who[TALK_PEOPLE];                    // roots of labels
    uint8_t feature[TALK_PEOPLE][TURN_FEATURES];
    uint8_t n_features[TALK_PEOPLE];
    float p[TALK_PEOPLE];                         // probability, after speakers_infer()
};

struct talk {
    struct turn *turn;
    uint32_t n;
};

/* Called for every conversation in text order. */
typedef whose_status talk_visit(void *user, struct novel *n, struct talk *talk, whose_error *err);

whose_status speakers_walk(struct novel *n, talk_visit *visit, void *user, whose_error *err);

/* Forward and backward over the talk: every turn's `p`.  `fixed`: NULL, or for each
 * turn the person (index into who) that it is known to be, or TALK_PEOPLE.
 * `expected`: NULL, or receives the expected counts of all features.  Returns the
 * log of the sum over all readings. */
struct chain;
struct chain *speakers_chain(struct arena *arena);
double speakers_infer(struct talk *talk, struct chain *chain, const float weight[N_FEATURES],
                      const uint8_t *fixed, double expected[N_FEATURES]);

/* What no corpus taught. */
void speakers_defaults(float weight[N_FEATURES]);

/* The same, and over it what the build has learnt. */
void speakers_weights(float weight[N_FEATURES]);

/* The name of a feature, as in data/speaker_weights.tsv; at most 48 bytes. */
void speakers_feature_name(uint32_t feature, char out[48]);

/* speech_kinds.c: said, thought or written. */
struct speech_kind {
    enum how how;
    bool is_to_self;
};

struct speech_kind speech_kind(const struct novel *n, uint32_t s);
bool speech_is_letter(const struct novel *n, uint32_t s);

/* tags.c: the tag of each speech. */
void tags_find(struct novel *n, const uint32_t *place_at, struct tag *tag);

#endif
