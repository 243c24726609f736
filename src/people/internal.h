/* What the files of people/ share.  Stays inside src/people. */
#ifndef PEOPLE_INTERNAL_H
#define PEOPLE_INTERNAL_H

#include "people/people.h"

/* ---- cue.c: the words over a speech ---- */

struct cue {
    struct str name;   // view into the cue, without extensions, trimmed
    enum voice voice;
    bool is_guessed;   // nothing but an extension: the name is the whole cue
};

/* Part "EDWARD (V.O.)(CONT'D)" into a name and a voice. */
struct cue cue_parse(struct str cue);

/* "young edward" -> "edward": the key without words of age in front; the key
 * itself when there are none or nothing would be left. */
struct str cue_without_age(struct str key);

/* The next of the names in "EDWARD AND WILL", "A & B", "A/B"; `.n` 0 at the end. */
struct str cue_next_name(struct str *rest);

/* "EDWARD" of "EDWARD'S VOICE", else empty. */
struct str cue_owner_of_voice(struct str name);

/* "ANNA" of "ANNA crossing to the door", "ANNA, softly"; else empty.  `is_sure`: a mark
 * or a word like "crossing", "softly" parts them, so that it is no name ("MAN in black"). */
struct str cue_before_direction(struct str name, bool *is_sure);

/* Sounds, shots and props that stand in capitals by themselves ("silence", "the phone"). */
bool cue_is_no_person(struct str key);

/* Does a key name several people whoever they are, or a mere voice: "all", "two
 * men", "crowd", "a voice"? */
bool cue_names_group(struct str key);

/* The gender that a title or noun in the key tells ("mrs smith", "old woman"). */
enum gender cue_gender(struct str key);

/* Is the word a title that stands before names ("mr", "captain")? */
bool cue_is_title(struct str word);

/* Trim blanks of any script. */
struct str name_trim(struct str s);

/* ---- the people while they are gathered ---- */

/* A name as cues, the markup or directions give it. */
struct label {
    struct str shown;     // first spelling
    struct str key;       // utf8_name_key()
    uint32_t n;           // speeches under it
    uint32_t first_off;   // UINT32_MAX until it is seen
    uint32_t role;        // in doc.role, or DOC_NONE
    uint32_t root;        // label of the person it belongs to; itself unless joined
    bool is_group;
    enum gender gender;
    const char *because;  // why it was joined, or NULL
    float sure;           // that the join is right
    bool is_ignored;      // the user says that it names nobody
    bool is_given;        // the user says to whom it belongs
    bool is_meant;        // the user calls somebody by it
};

struct correcting;

struct gathering {
    const struct doc *doc;
    const struct text *text;
    struct arena *keep, *scratch;
    struct cast *cast;
    VEC(struct label) label;
    struct map by_key;             // key -> index into label_of_key
    VEC(uint32_t) label_of_key;    // the first label with that key
    uint32_t *person_of;           // [label], after persons_settle()
    const struct corrections *corrections;
    struct correcting *correcting; // NULL when there are no corrections
};

/* ---- correct.c: what the user knows better.  Without corrections all do nothing ---- */

whose_status corrections_begin(struct gathering *g, const struct corrections *corrections,
                               whose_error *err);

/* Once labels stand and before they are joined: which must meet, which must not, and
 * genders.  May be called again when there are more labels. */
whose_status corrections_names(struct gathering *g, whose_error *err);

/* May two labels be joined?  If so, they count as joined from now on. */
bool corrections_allow(struct gathering *g, uint32_t from, uint32_t to);

/* The merges one by one, `*at` from 0 on; false behind the last.  `because` is kept. */
bool corrections_merge(struct gathering *g, uint32_t *at, uint32_t *into, uint32_t *from,
                       const char **because, whose_error *err, whose_status *status);

/* All merges by label_join(). */
whose_status corrections_join_labels(struct gathering *g, whose_error *err);

/* The label that a merge makes one person with a name that has no label yet, or DOC_NONE. */
uint32_t corrections_same(const struct gathering *g, struct str key);

/* When all is joined: genders and who is no person (label.is_ignored); `*is_told`: `*narrator`
 * is the label of who narrates, DOC_NONE for nobody. */
whose_status corrections_people(struct gathering *g, uint32_t *narrator, bool *is_told,
                                whose_error *err);

/* Find the quoted lines, once; then the label of who speaks one, or DOC_NONE. */
whose_status corrections_lines(struct gathering *g, whose_error *err);
uint32_t corrections_speaker(const struct gathering *g, uint32_t speech);

/* Give the quoted lines to their speakers. */
whose_status corrections_speak(struct gathering *g, whose_error *err);

/* Behind persons_settle(): new names, and cast->corrected. */
whose_status corrections_settle(struct gathering *g, whose_error *err);

/* The label with the key of `shown`, made when there is none.  A role always
 * gets a label of its own.  DOC_NONE: no memory. */
uint32_t label_add(struct gathering *g, struct str shown, uint32_t role, uint32_t off);

/* Make `from` one person with `to`, for a reason of static storage. */
void label_join(struct gathering *g, uint32_t from, uint32_t to, const char *because, float sure);

/* The label of the person that a label belongs to. */
uint32_t label_root(const struct gathering *g, uint32_t label);

/* join.c: labels that are one person. */
whose_status join_ages_and_typos(struct gathering *g, whose_error *err);
whose_status join_partial_names(struct gathering *g, whose_error *err);

/* The first label with a key, or DOC_NONE. */
uint32_t label_find(const struct gathering *g, struct str key);

/* A question about two labels for the list of what was not understood. */
whose_status label_ask(struct gathering *g, const char *before, const struct label *first,
                       const char *between, const struct label *second, const char *behind,
                       whose_error *err);

bool key_has_digit(struct str key);

/* named_roles.c: a role ("MAN IN OILSKINS") that is given a name and goes on under it. */
struct forms;
whose_status join_named_roles(struct gathering *g, const struct forms *forms, whose_error *err);

/* silent.c: people of a screenplay who never speak; adds labels. */
whose_status silent_find(struct gathering *g, const struct forms *forms, whose_error *err);

/* mentions.c: a trie over the words of all names. */
struct form {
    uint32_t label;      // a root
    uint32_t n_words;
    bool is_part;        // one word of a longer name
    bool is_common;      // its words are everyday words in this text
};

struct forms {
    struct map edge;             // (node, word) -> node - 1
    VEC(uint32_t) node_form;     // by node; index into form, or DOC_NONE
    VEC(struct form) form;
};

whose_status forms_build(struct gathering *g, struct forms *out, whose_error *err);

/* The longest name that begins at token `i` and ends before `end`: its form, or
 * NULL; `*behind` is the token behind it. */
const struct form *forms_match(const struct gathering *g, const struct forms *forms, uint32_t i,
                               uint32_t end, uint32_t *behind);

/* The token behind a name that goes on with words which are no name of their own:
 * behind "Bloom" for "Edward" in "Edward Bloom". */
uint32_t forms_extend(const struct gathering *g, const struct forms *forms, uint32_t behind,
                      uint32_t end);

/* Fill cast->mention; `person` holds labels. */
whose_status mentions_find(struct gathering *g, const struct forms *forms, whose_error *err);

/* Is the word everyday language here: seen without a capital more than with? */
bool word_is_common(const struct text *text, uint32_t word);

/* Does a verb of the present tense follow token `i` ("slowly turns")? */
bool verb_follows(const struct text *text, uint32_t i, uint32_t end);

/* persons.c: labels become persons; utterances and mentions point at them. */
whose_status persons_settle(struct gathering *g, whose_error *err);

/* addressees.c: to whom speeches are said; presence stands. */
whose_status addressees_find(struct gathering *g, whose_error *err);

/* coref_cast.c: clusters of entities, mentions by noun and pronoun, pronouns as used. */
whose_status coref_find(struct gathering *g, whose_error *err);

/* presence.c: from utterances, mentions and moves; person indexes are final. */
whose_status presence_find(struct gathering *g, whose_error *err);

#endif
