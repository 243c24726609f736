/* Which mentions speak of one entity: what the files of coref, their trainer and their
 * tests share.  Stays inside src/people. */
#ifndef PEOPLE_COREF_H
#define PEOPLE_COREF_H

#include "people/people.h"

/* How a mention refers. */
enum ref {
    REF_NAME,
    REF_THE, REF_THIS, REF_A, REF_OWNED, REF_BARE, // nominals, by what stands in front
    REF_CALLED,                                    // a nominal that somebody is addressed by
    REF_HE, REF_SHE, REF_IT, REF_THEY, REF_I, REF_YOU, REF_WE,
    N_REFS
};

static inline bool ref_is_nominal(uint8_t ref)
{
    return ref >= REF_THE && ref <= REF_CALLED;
}

static inline bool ref_is_pronoun(uint8_t ref)
{
    return ref >= REF_HE;
}

enum number { NUMBER_UNKNOWN, NUMBER_ONE, NUMBER_MANY };

/* What a mention does in its clause. */
enum part { PART_SUBJECT, PART_OBJECT, PART_OBLIQUE, PART_OWNER, PART_OF, PART_CALLED, PART_OTHER, N_PARTS };

enum noun_class { NOUN_OTHER, NOUN_PERSON, NOUN_ANYBODY, NOUN_KIN, N_NOUN_CLASSES };

enum { COREF_NAMES = 4, COREF_MODIFIERS = 4 };

#define COREF_NONE UINT32_MAX

/* One mention, described by itself. */
struct coref_mention {
    uint32_t first, behind, head; // nodes
    uint32_t sentence;
    uint32_t clause;        // node of the verb, or what takes its place
    uint32_t turn;          // that speaks it, or COREF_NONE in narration
    uint32_t last_turn;     // the last that begins before it, or COREF_NONE
    uint32_t tag_of;        // turn that it is said to speak, or COREF_NONE
    uint32_t owner;         // mention of "his" for "his wife", or COREF_NONE
    uint32_t names_kin;     // mention that says what this name is, and stands before it, or COREF_NONE
    uint32_t word;          // hash of the head in small letters
    uint32_t owns;          // mention of "his wife" for "his", or COREF_NONE
    uint32_t is_said_of;    // mention of whom this one says what he or she is, or COREF_NONE
    uint32_t whole;         // hash of all its words without the determiner
    uint32_t name[COREF_NAMES], n_names; // words of a name without titles
    uint32_t modifier[COREF_MODIFIERS], n_modifiers;
    uint32_t person;        // of the cast, by name; or PERSON_NONE
    uint8_t ref, type, part, number;
    uint8_t depth;          // clauses above its own
    uint8_t nth;            // of the mentions of its sentence, from 0
    uint8_t noun;           // enum noun_class of a nominal's head
    uint8_t gender;         // enum gender, as the words tell
    uint8_t likely;         // gender that the use of the name makes likely
    bool is_attribute;      // "he was a soldier", "Ben, a soldier": says what somebody is
    bool is_reflexive;
    bool is_called;         // somebody is addressed by it
    bool is_joined;         // one of several, "Ben and Ida"
};

/* One piece after another of direct speech that one person speaks. */
struct coref_turn {
    uint32_t first, behind; // nodes, from its first to its last piece
    uint32_t tag;           // mention that is said to speak it, or COREF_NONE
    uint32_t speaker;       // person, or PERSON_NONE
    float sure;             // of the speaker
    uint8_t gap;            // what stands between it and the turn before it
};
enum { TALK_NOTHING, TALK_TAG, TALK_SENTENCE, TALK_TEXT, TALK_LONG, N_TALK_GAPS };

struct coref_text {
    const struct text *text;
    struct coref_mention *mention; // [text->n_entities]
    struct coref_turn *turn;
    uint32_t n_turns;
    uint32_t *order;               // mentions in the order in which they are resolved
};

/* coref_mentions.c: describe every entity of the text.  `person` [n_entities] or NULL;
 * `cast` or NULL gives the speakers of the doc's speeches,
 * those at least as sure as `sure_speaker`. */
whose_status coref_describe(const struct text *text, const uint32_t *person, const struct cast *cast,
                            float sure_speaker, struct arena *arena, struct coref_text *out, whose_error *err);

/* coref_talk.c: turns, and who is said to speak them; fills turn, last_turn and order. */
whose_status coref_talk(struct coref_text *c, const struct cast *cast, float sure_speaker, struct arena *arena,
                        whose_error *err);

/* ---- clusters, as they stand before a mention ---- */

enum { CLUSTER_NAMES = 6, CLUSTER_HEADS = 6, CLUSTER_LAST = 4 };

struct coref_cluster {
    uint32_t n, n_names, n_nominals, n_pronouns;
    uint32_t last;                     // mention
    uint32_t last_name;                // mention, or COREF_NONE
    uint32_t first;                    // mention
    uint32_t sentence[CLUSTER_LAST];   // of its last mentions, the last first
    uint32_t subject;                  // sentence of its last subject + 1
    uint32_t name[CLUSTER_NAMES], n_words;
    uint32_t nominal[CLUSTER_HEADS], n_nominal_kept; // mentions, one for each head word, the last
    uint32_t n_gender[N_GENDERS];      // mentions that tell it
    uint32_t n_likely[N_GENDERS];
    uint32_t n_one, n_many;
    uint32_t n_type[N_ENTITY_TYPES];
    uint32_t says_i, says_tag, told_you, told_called; // last turn + 1
    bool is_teller;                    // I of the narration
    uint32_t person;
    uint32_t newer, older;             // by last mention; COREF_NONE at the ends
};

struct coref_kin {
    uint32_t owner, word; // cluster + 1, 0 for a free slot; hash of the noun
    uint32_t cluster;
};

struct coref_state {
    const struct coref_text *c;
    struct coref_cluster *cluster; // [n_entities]
    uint32_t n_clusters;
    uint32_t newest;
    uint32_t *of;                  // [mention], cluster
    uint32_t *place;               // [mention], how many were resolved before it
    uint32_t n_done;
    uint32_t teller;               // cluster, or COREF_NONE
    uint32_t *speaker, *hearer;    // [turn], cluster or COREF_NONE: as far as is known
    uint32_t n_turns;              // turns before this one are closed
    uint32_t *person_cluster;      // [cast->person.n], or NULL
    uint32_t *by_word;             // slots: hash of a name word or head -> cluster + 1
    uint32_t n_slots;              // a power of two
    struct coref_kin *kin;         // [n_slots]: "her father" is known to be whom
};

enum { COREF_CANDIDATES = 40, COREF_FEATURES = 64 };

/* What may be meant by a mention: candidate 0 is "somebody new". */
struct coref_choice {
    uint32_t mention;
    uint32_t n;                              // with the new one
    uint32_t cluster[COREF_CANDIDATES];      // COREF_NONE for the new one
    uint16_t feature[COREF_CANDIDATES][COREF_FEATURES];
    uint8_t n_features[COREF_CANDIDATES];
    float p[COREF_CANDIDATES];               // probability, after coref_weigh()
};

whose_status coref_begin(const struct coref_text *c, uint32_t n_persons, struct arena *arena,
                         struct coref_state *state, whose_error *err);

/* Whose a mention is, as far as it tells: "her father" her; "papa", in speech, the speaker's. */
uint32_t coref_owner(const struct coref_state *state, const struct coref_mention *mention);

/* Who is known to be that to the owner ("her father, Mr. Hale"), or COREF_NONE. */
uint32_t coref_kin(const struct coref_state *state, const struct coref_mention *mention);

/* The candidates of a mention, with their features. */
void coref_choose(struct coref_state *state, uint32_t mention, struct coref_choice *out);

/* Put a mention into a cluster; COREF_NONE makes a new one.  Which it was. */
uint32_t coref_put(struct coref_state *state, uint32_t mention, uint32_t cluster);

/* The probability of each candidate, by weights [coref_n_features()]. */
void coref_weigh(const float *weight, struct coref_choice *choice);

/* The candidate that is taken: a new entity only when it is clearly likelier. */
uint32_t coref_best(const struct coref_choice *choice);

/* coref_weights.c: what train/train_coref.c has learnt. */
const float *coref_weights(uint32_t *n);

/* coref_features.c */
void coref_features(const struct coref_state *state, struct coref_choice *choice);
uint32_t coref_n_features(void);
/* The name of a feature, as the table of weights has it. */
void coref_feature_name(uint32_t feature, char name[64]);

#endif
