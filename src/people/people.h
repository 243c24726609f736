/*
 * people: who is in the work, and every place that shows or names them.
 * takes   struct doc, struct text
 * gives   struct cast: one entry a person or group, the speakers of every
 *         speech, mentions by name, presence in its kinds; all in text order
 * method  cues and the source's own list first, then spellings and ages of one
 *         person joined, then names in directions and in speech
 */
#ifndef PEOPLE_PEOPLE_H
#define PEOPLE_PEOPLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/sink.h"
#include "base/str.h"
#include "base/vec.h"
#include "doc/doc.h"
#include "people/corrections.h"
#include "text/text.h"
#include "whose.h"

#define PERSON_NONE UINT32_MAX

struct alias {
    struct str text;  // as written ("EDWARD BLOOM")
    uint32_t n;       // times, as a cue or as a mention
};

struct person {
    struct str name;            // the best of its aliases, written as in a sentence ("Edward Bloom")
    enum gender gender;
    bool is_group;
    uint32_t role;              // in doc.role, or DOC_NONE
    uint32_t first_alias, n_aliases; // in cast.alias, most frequent first
    struct span introduced;     // the passage of the first description, or empty
    uint32_t first_off, last_off;   // first and last place where shown, heard or named
    uint32_t n_speeches, n_words;   // spoken, of any voice
    uint32_t n_mentions;
};

enum voice { VOICE_ON, VOICE_OFF_SCREEN, VOICE_OVER, N_VOICES };

/* What told who speaks: a printed cue; in prose a name or a pronoun beside the words, the
 * turns of the conversation, a person who is called, the narrator's "I". */
enum via { VIA_CUE, VIA_NAME, VIA_PRONOUN, VIA_TURN, VIA_VOCATIVE, VIA_NARRATOR, N_VIAS };

/* How words reach the reader: under a cue, quoted as said, as thought, or as written. */
enum how { HOW_CUE, HOW_QUOTE, HOW_THOUGHT, HOW_LETTER, N_HOWS };

/* Who says a speech; one entry for each doc.speech. */
struct utterance {
    uint32_t first_speaker, n_speakers; // in cast.speaker; several speak together
    uint32_t first_to, n_to;            // in cast.to: those spoken to, as far as it is clear
    enum voice voice;
    float sure;       // probability that the speakers are right
    uint32_t n_words; // spoken
    enum via via;     // what told the speaker
    enum how how;
    bool is_to_self;  // nobody is meant to hear it
};

enum mention_kind { MENTION_NAME, MENTION_NOMINAL, MENTION_PRONOUN, N_MENTION_KINDS };

struct mention {
    struct span at;
    uint32_t token;   // its head
    uint32_t node;    // the same in text.node; NODE_ROOT when there are no nodes
    uint32_t block;
    uint32_t person;
    enum mention_kind kind;
    bool is_vocative; // somebody is addressed by it
    bool is_subject;  // the doer of the verb behind it, as far as word order tells
    bool is_resolved; // found by coreference, not by its own words: no head is counted by it
    float sure;       // probability, 0 to 1
};

enum presence_kind {
    PRESENCE_SPEAKS,
    PRESENCE_VOICE_OVER,
    PRESENCE_OFF_SCREEN,
    PRESENCE_ACTS,      // does something in a direction
    PRESENCE_SEEN,      // is shown, or on stage, without speaking there
    PRESENCE_ADDRESSED,
    PRESENCE_NAMED,     // spoken of
    N_PRESENCE_KINDS
};

/* Kinds up to PRESENCE_SEEN, without PRESENCE_VOICE_OVER, mean: is there in body. */
static inline bool presence_is_bodily(enum presence_kind kind)
{
    return kind == PRESENCE_SPEAKS || kind == PRESENCE_OFF_SCREEN || kind == PRESENCE_ACTS ||
           kind == PRESENCE_SEEN;
}

struct presence {
    uint32_t person, segment; // segment: a scene; DOC_NONE outside scenes
    enum presence_kind kind;
    struct span at;
    float sure;
};

/* Two names that the program took for one person, and why. */
struct join {
    uint32_t person;
    struct str name;    // the one that was joined ("YOUNG EDWARD")
    struct str because; // a clause: "the same name with an age before it"
    struct span at;     // where it is first seen
    bool is_given;      // by a correction
};

/* Does a narrator tell what happened to himself, or to others before his eyes? */
enum stance { STANCE_OWN, STANCE_WITNESS, N_STANCES };

/* A stretch of text that one person narrates in the first person. */
struct told_span {
    uint32_t person;
    enum stance stance;
    struct span at;
    bool is_first;    // of this person
    uint32_t next;    // in cast.told, of this person; UINT32_MAX: none
};

struct cast {
    VEC(struct person) person;      // by first appearance
    VEC(struct alias) alias;
    VEC(uint32_t) speaker;          // person indexes
    VEC(uint32_t) to;               // person indexes
    struct utterance *utterance;    // [doc->speech.n]
    VEC(struct mention) mention;    // in text order
    VEC(struct presence) presence;  // in text order
    VEC(struct join) join;
    VEC(struct doubt) doubt;        // "1 cue seen once: FRO DO, did you mean FRODO?"
    uint32_t narrated_in;           // 1 to 3: the grammatical person of the narration; 0: there is none
    uint32_t narrator;              // person, or PERSON_NONE
    VEC(struct told_span) told;          // in text order
    bool narrator_is_given;         // by a correction
    VEC(struct corrected) corrected; // in the order of the corrections
    uint32_t *cluster;              // [text->n_entities], alike for what is one; NULL without entities
};

extern const char *const presence_kind_name[N_PRESENCE_KINDS]; // as in the JSON: "speaks", ...
extern const char *const via_name[N_VIAS];                     // "cue", "name", ...
extern const char *const stance_name[N_STANCES];               // "own-story", "witness"
extern const char *const how_name[N_HOWS];                     // "cue", "quote", ...
extern const char *const voice_name[N_VOICES];                 // "on", "off-screen", "voice-over"
extern const char *const gender_pronoun[N_GENDERS];            // NULL, "she", "he", "they", "it"

/* `corrections`: NULL, or statements that hold whatever the text seems to say. */
whose_status people_find(const struct doc *doc, const struct text *text,
                         const struct corrections *corrections, struct arena *keep,
                         struct arena *scratch, struct cast *out, whose_error *err);

/* People whose name or alias a person may mean by `typed`: exact names first; if
 * there is none, unique parts of names ("Bloom").  Writes up to `cap` person
 * indexes, best first, and returns how many fit; 1 means it is clear. */
uint32_t people_named(const struct cast *cast, struct str typed, struct arena *scratch,
                      uint32_t *found, uint32_t cap);

/* The names nearest to `typed` by edit distance: up to `cap` person indexes. */
uint32_t people_near(const struct cast *cast, struct str typed, struct arena *scratch,
                     uint32_t *found, uint32_t cap);

/* The index of the first mention that begins at `off` or behind it; the number of mentions if none does. */
uint32_t people_mention_from(const struct cast *cast, uint32_t off);

/* Is the word, as a key, a title that stands before names ("mr", "captain")? */
bool people_is_title(struct str word);

/* Edits (insert, delete, change, swap of neighbours) from `a` to `b`; `limit` + 1 when
 * more than `limit`. */
uint32_t people_distance(struct str a, struct str b, uint32_t limit);

void people_dump(const struct doc *doc, const struct cast *cast, struct sink *sink);

#endif
