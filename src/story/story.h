/*
 * story: people in time.
 * takes   struct doc, struct cast
 * gives   the scenes in telling order; for each who is there and how; who meets whom
 */
#ifndef STORY_STORY_H
#define STORY_STORY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/sink.h"
#include "base/vec.h"
#include "doc/doc.h"
#include "people/people.h"
#include "text/text.h"
#include "whose.h"

/* A unit of time: an innermost segment with story in it; 0 stands first. */
struct scene {
    uint32_t segment;
    struct span at;
    uint32_t n_words;        // spoken
    uint32_t n_action_words; // in directions
    uint32_t first_cell, n_cells;
};

/* One person in one scene. */
struct cell {
    uint32_t scene, person;
    uint16_t kinds;           // bit 1 << enum presence_kind
    uint32_t n_speeches;      // of any voice
    uint32_t n_words[N_VOICES];
    uint32_t n_named;         // named or addressed in speech
    uint32_t n_acts;          // directions in which the person is the doer
    struct span first;        // the first place of the strongest kind
};

/* A stretch of scenes without a person, between two scenes with it. */
struct gap {
    uint32_t last_scene, next_scene; // in between the person is neither there nor heard
    uint32_t n_scenes;               // 0: there is no gap
};

struct link {
    uint32_t a, b;      // persons, a < b
    uint32_t n_scenes;  // in which both are there in body
    uint32_t n_turns;   // times one spoke right after the other, same scene
};

enum fact_kind {
    FACT_DEATH,     // the patient dies or is dead
    FACT_KILL,      // the agent kills the patient
    FACT_WOUND,     // stabs, shoots: may kill
    FACT_BURIAL,    // funeral, grave, corpse: the patient is dead
    FACT_BODY,      // "body": of the dead, or of the living
    FACT_FALL,      // falls, in a direction
    FACT_WIDOW,     // the agent is the widow of the patient
    FACT_LATE,      // "the late"
    FACT_MARRIAGE,  // agent and patient are, or become, married
    FACT_BETROTHAL,
    FACT_PARTING,
    FACT_REFUSAL,
    FACT_KIN,       // the agent is the mother, brother, ... of the patient
    FACT_CARE,
    FACT_HARM,
    FACT_DESIRE,
    FACT_COMMAND,
    FACT_DEPEND,
    FACT_TELL,
    FACT_JOY,       // the patient shows or feels it: smiles, is glad
    FACT_GRIEF,     // weeps, is sad, afraid or angry
    FACT_STIR,      // is moved, and the word does not say which way: trembles, blushes
    N_FACT_KINDS
};

enum fact_modality {
    FACT_REAL,     // said to be so
    FACT_COMING,   // under way, or to be: "is dying", "will marry"
    FACT_ASKED,
    FACT_POSSIBLE, // wished, feared, conditional, ordered
    FACT_SEEMING,  // feigned, dreamt, believed
    FACT_DENIED,
    N_FACT_MODALITIES
};

/* What one clause says of one or two people. */
struct fact {
    enum fact_kind kind;
    enum fact_modality modality;
    uint32_t agent, patient;         // persons, or PERSON_NONE
    float sure_agent, sure_patient;  // probability that it is these who are meant
    uint32_t node;                   // the predicate, in text.node
    uint32_t speech;                 // in which it is said, or DOC_NONE: the narration, a direction
    uint32_t scene;                  // SCENE_NONE outside scenes
    struct span at;                  // the sentence
    bool is_direction;
    bool names_patient;              // by a name, not by a pronoun or a noun
};

enum fate_state { FATE_UNKNOWN, FATE_DIES, FATE_LIVES };

enum fate_feature {
    FATE_TOLD,     // the narration or a direction says it of a name
    FATE_TOLD_PRO, // of a pronoun
    FATE_SAID,     // somebody says it of a name
    FATE_SAID_PRO,
    FATE_SELF,     // the person says it: "I die"
    FATE_BURIED,   // corpse, funeral, grave, widow, "the late"
    FATE_UNREAL,   // feared, wished, asked, coming
    FATE_NEAR,     // named where somebody dies
    FATE_ALIVE,    // deeds and speeches behind the best word of the death
    FATE_HUSH,     // deeds and speeches that fail to come at the end, by the rate before; saturated
    FATE_TELLER,   // tells it in the first person, to the end
    N_FATE_FEATURES
};

enum { FATE_QUOTES = 4 };

struct fate_quote {
    struct span at;
    const char *why;
};

/* What becomes of a person. */
struct fate {
    enum fate_state state;
    double p_dies;                 // probability
    uint32_t cause;                // who kills, or PERSON_NONE
    uint32_t scene;                // in which it happens, or SCENE_NONE
    uint32_t n_quotes;
    struct fate_quote quote[FATE_QUOTES]; // best first: of the death, or of the last presence
    uint32_t n_facts;              // looked at
    bool is_active;                // speaks or acts at all
    uint32_t last_active;          // offset of the last speech or deed
    double feature[N_FATE_FEATURES];
};

enum tie_feature {
    TIE_REAL,    // said to be married, or to marry
    TIE_COMING,  // engaged, will marry
    TIE_UNREAL,  // proposed, refused, asked
    TIE_NEAR,    // both named where somebody marries
    TIE_LATE,    // the same, near the end
    TIE_NAMED,   // one has the other's surname with the title of a wife
    TIE_KIN,     // said to be kin
    TIE_DESIRE,  // one loves, courts or kisses the other
    TIE_END,     // named side by side in the last part of the text
    TIE_RIVAL,   // what is said of the next best partner of either
    TIE_KILL,    // one is said to kill the other
    TIE_WOUND,
    TIE_THREAT,  // would, might or is asked to kill
    TIE_THERE,   // named where the other's death is told
    N_TIE_FEATURES
};

/* What two people are said to do to each other, from one to the other. */
struct tie {
    uint32_t agent, patient;
    double p_kills;   // probability that the agent kills the patient
    double p_marries; // that they marry; the same in both directions
    uint32_t n_facts;
    double feature[N_TIE_FEATURES];
};

enum level_mode { LEVEL_SHOWN, LEVEL_TOLD, LEVEL_WRITTEN, LEVEL_DREAMT, LEVEL_ACTED, N_LEVEL_MODES };

enum { LEVEL_QUOTES = 3 };

#define LEVEL_NONE UINT32_MAX

/* A level of telling: stretches of the text that one act of telling, writing, dreaming
 * or playing holds.  Level 0 is what the reader or viewer is given. */
struct level {
    uint32_t parent;               // LEVEL_NONE for level 0
    enum level_mode mode;
    uint32_t teller, to;           // persons, or PERSON_NONE
    uint32_t first_span, n_spans;  // in story.level_span
    uint32_t n_quotes;
    struct fate_quote quote[LEVEL_QUOTES];
};

/* A telling situation shown outside of the told events; telling afterwards in a voice. */
struct framing {
    bool has_frame, has_retrospect;
    uint32_t teller, to;           // of the frame
    uint32_t retrospect_teller;
    uint32_t n_quotes, n_retrospect_quotes;
    struct fate_quote quote[LEVEL_QUOTES], retrospect_quote[LEVEL_QUOTES];
};

enum bond_kind {
    BOND_CARE, BOND_HARM, BOND_DESIRE, BOND_KIN, BOND_COMMAND, BOND_DEPEND, BOND_MARRIAGE,
    N_BOND_KINDS
};

enum { BOND_QUOTES = 4 };

/* What ties two people, where the text says it often or plainly enough. */
struct bond {
    uint32_t a, b;                  // persons, a < b
    uint32_t kinds;                 // bit 1 << enum bond_kind
    double worth[N_BOND_KINDS];     // evidence: passages, each by how surely it is meant
    double weight;                  // of the bond against others: evidence and meetings
    uint32_t first_scene, n_scenes; // in story.bond_scene: those in which it shows, ascending
    uint32_t begins, ends;          // scenes; ends SCENE_NONE: no passage ends it
    uint32_t n_quotes, n_turns;
    struct fate_quote quote[BOND_QUOTES]; // in text order, the plainest of each kind
    struct fate_quote turn[BOND_QUOTES];  // in text order, where it becomes another
};

enum turn_kind {
    TURN_DEATH,    // person[0] dies
    TURN_KILLING,  // person[0] kills person[1]
    TURN_MARRIAGE, // of person[0] and person[1]
    TURN_BETROTHAL, // the same, told before it is so
    TURN_AGAINST,  // person[0] does harm to person[1], whom there was care for
    TURN_TOWARDS,  // person[0] cares for person[1], whom there was harm to
    TURN_TOGETHER, // person[0] and person[1] are together for the first time
    TURN_GONE,     // person[0] is there for the last time
    TURN_COMPANY,  // others are about from here on; person[0] first among them
    TURN_FEELING,  // feeling is densest here, and person[0]'s
    N_TURN_KINDS
};

enum { TURN_PERSONS = 4, TURN_QUOTES = 2, TURNS_MOST = 12 };

/* A place that may be a turning point. */
struct turn {
    enum turn_kind kind;
    struct span at;
    double score;     // against other turns of the same story
    uint32_t n_persons, person[TURN_PERSONS]; // those of the kind first, then others who turn here
    uint32_t n_quotes;
    struct fate_quote quote[TURN_QUOTES];
};

enum { ARC_WINDOWS = 20 };

/* What a person feels in one window of the text. */
struct arc_point {
    double at;                    // 0 to 1: the middle of its words
    double value, low, high;      // -1 (all grief) to 1 (all joy), and the 95 % band
    uint32_t first_word, n_words; // in story.arc_word: words that say feeling, with or without value
};

struct arc {
    uint32_t person;
    uint32_t first_point, n_points; // in story.arc_point; windows without a valued word have none
    uint32_t n_words;
};

enum change_part { CHANGE_COMPANY, CHANGE_PLACE, CHANGE_BONDS, CHANGE_FATE, CHANGE_FEELING, N_CHANGE_PARTS };

/* How far a person is another in the last third of what we see of them than in the first. */
struct change {
    bool is_known;                 // seen often enough to say
    bool has[N_CHANGE_PARTS];
    double part[N_CHANGE_PARTS];   // 0 to 1
    double value;                  // 0 to 1, all parts together
    double direction;              // -1 a fall, 1 a rise, 0 neither or not known
    uint32_t n_seen;               // places where the person is there in body
    struct span early, late;       // the first and the last of them
};

/* When a person speaks and acts: offsets in text order, by person. */
struct activity {
    uint32_t *first; // [n_persons + 1], index into off
    uint32_t *off;
};

struct story {
    VEC(struct scene) scene;
    VEC(struct cell) cell;        // by scene, then by person
    uint32_t *person_first;       // [n_persons + 1], index into by_person
    uint32_t *by_person;          // [cell.n], cell indexes by person, then by scene
    VEC(struct link) link;        // among the STORY_MAX_LINKED people with most scenes
    struct gap *longest_gap;      // [n_persons]
    VEC(struct fact) fact;        // in text order; none without tags and heads
    struct activity activity;
    struct fate *fate;            // [n_persons]
    VEC(struct tie) tie;          // by agent, then by patient
    VEC(struct level) level;      // parents before children; there is always level 0
    VEC(struct span) level_span;  // of each level in text order
    struct framing framing;
    VEC(struct bond) bond;        // by a, then by b
    VEC(uint32_t) bond_scene;
    VEC(struct turn) turn;        // in text order
    VEC(struct arc) arc;          // by person: those whose feelings are told often enough
    VEC(struct arc_point) arc_point;
    VEC(struct span) arc_word;
    struct change *change;        // [n_persons]
    uint32_t n_persons;
};

#define SCENE_NONE UINT32_MAX

enum { STORY_MAX_LINKED = 64 };

extern const char *const fact_kind_name[N_FACT_KINDS];         // "death", ...
extern const char *const fact_modality_name[N_FACT_MODALITIES]; // "real", ...

static inline bool cell_is_bodily(const struct cell *cell)
{
    return (cell->kinds & ((1u << PRESENCE_SPEAKS) | (1u << PRESENCE_OFF_SCREEN) |
                           (1u << PRESENCE_ACTS) | (1u << PRESENCE_SEEN))) != 0;
}

static inline bool cell_is_heard(const struct cell *cell)
{
    return cell_is_bodily(cell) || (cell->kinds & (1u << PRESENCE_VOICE_OVER)) != 0;
}

whose_status story_read(const struct doc *doc, const struct text *text, const struct cast *cast,
                        struct arena *keep, struct arena *scratch, struct story *out,
                        whose_error *err);

/* The cell of a person in a scene, or NULL. */
const struct cell *story_cell(const struct story *story, uint32_t scene, uint32_t person);

/* How often a person speaks or acts, and how often behind `off`. */
uint32_t story_n_active(const struct story *story, uint32_t person);
uint32_t story_n_active_behind(const struct story *story, uint32_t person, uint32_t off);

/* The probability that somebody who dies at `off` is as active behind it as this person is. */
double story_stays_dead(const struct doc *doc, const struct story *story, uint32_t person, uint32_t off);

/* Scenes in which the person is there in body or heard. */
uint32_t story_n_scenes(const struct story *story, uint32_t person);

extern const char *const level_mode_name[N_LEVEL_MODES]; // "shown", ...

/* The innermost level around `off`. */
uint32_t story_level_at(const struct story *story, uint32_t off);

/* What is said of these two, or NULL when nothing is. */
const struct tie *story_tie(const struct story *story, uint32_t agent, uint32_t patient);

extern const char *const bond_kind_name[N_BOND_KINDS]; // "care", ...
extern const char *const turn_kind_name[N_TURN_KINDS]; // "death", ...
extern const char *const change_part_name[N_CHANGE_PARTS]; // "company", ...

/* What happens, in a few words: "Ada kills Ben".  `.at` is NULL when there is no memory. */
struct str turn_words(const struct cast *cast, const struct turn *turn, struct arena *arena);

void story_dump(const struct doc *doc, const struct cast *cast, const struct story *story,
                struct sink *sink);

#endif
