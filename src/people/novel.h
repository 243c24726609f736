/* What the files that read the people of a novel share.  Stays inside src/people. */
#ifndef PEOPLE_NOVEL_H
#define PEOPLE_NOVEL_H

#include "people/internal.h"

/* ---- prose_words.c: what single words tell ---- */

enum {
    WORD_SAYS = 1 << 0,       // tells of speech: "said"
    WORD_MAY_SAY = 1 << 1,    // next to a quotation: "smiled"
    WORD_TITLE = 1 << 2,      // stands before names: "mr", "captain"
    WORD_SHE = 1 << 3,
    WORD_HE = 1 << 4,
    WORD_MOSTLY_HE = 1 << 5,  // "captain": unless something tells otherwise
    WORD_PERSON = 1 << 6,     // "man", "governess"
    WORD_STOP = 1 << 7,       // never part of a name
    WORD_PLACE_BEFORE = 1 << 8, // "in", "at"
    WORD_DETERMINER = 1 << 9,
    WORD_ADJECTIVE = 1 << 10, // stands before names and is no part of them: "poor"
    WORD_HE_PRONOUN = 1 << 11,
    WORD_SHE_PRONOUN = 1 << 12,
    WORD_I = 1 << 13,
    WORD_DOES = 1 << 14,      // "went", "looked": what people do
    WORD_JOINS = 1 << 15,     // "de", "von"
    WORD_RANK = 1 << 16,      // "king": may go on with "of"
    WORD_SUBJECT = 1 << 17,   // he, she, i
    WORD_SPOUSE = 1 << 18,    // mrs, madame: the husband's name follows
    WORD_MISS = 1 << 19,
    WORD_AUXILIARY = 1 << 20, // had, was, would
    WORD_POSSESSIVE = 1 << 21, // his, her, my
    WORD_LINK = 1 << 22,      // "which", "when", "and": a clause begins
    WORD_ANYBODY = 1 << 24,   // "man", "girl": said of many people
    WORD_PLACE_NOUN = 1 << 23 // "park": a name that ends in it is a place's, unless a title stands before
};

/* The bits of every word of the text: [text->word.n]. */
uint32_t *prose_words(const struct text *text, struct arena *arena);

/* The name of which `key` is a shorter form, the n-th; empty when there are no more. */
struct str prose_pet_of(struct str key, uint32_t nth);

/* ---- prose_names.c: names and how they are used ---- */

enum { FORM_NAMES = 4 };

/* One way of naming somebody; one spelling key. */
struct name_form {
    uint32_t label;           // in gathering.label
    uint32_t title;           // word, or MAP_NONE
    uint32_t name[FORM_NAMES]; // words behind the title
    uint32_t n_names;
    bool has_the;
    uint32_t n;               // times
    uint32_t n_told;          // of them in narration
    uint32_t n_says, n_does, n_who, n_called, n_place, n_owner, n_titled;
    uint32_t n_old;           // "old Mr. Vane", "the elder"
    uint32_t n_he, n_she;     // pronouns that go on with it
    uint32_t n_as_person, n_as_thing; // taken for a person, or for a place, ship or society, as an entity
    enum gender gender;       // what title and noun tell
    bool is_person;
    bool is_byname;           // "Winnie-the-Pooh"
};

/* One place where a form stands. */
struct name_place {
    uint32_t form;
    uint32_t first, behind;   // tokens
    uint32_t block;
    bool is_called;           // vocative
    bool is_subject;
};

struct novel {
    struct gathering *g;
    const struct doc *doc;
    const struct text *text;
    struct arena *keep, *scratch;
    uint32_t *bits;           // [text->word.n]
    uint32_t *n_low, *n_mid, *n_start; // [text->word.n], by case and place
    bool *starts;             // [text->n_tokens], first word of a sentence
    uint32_t *par_of;         // [doc->block.n], paragraph of the block, from 0
    VEC(struct name_form) form;
    VEC(struct name_place) place;
    struct map by_key;        // key of a form -> its number
    uint32_t *bearer;         // [text->word.n], form + 1 of the one person who bears the title
    uint32_t narrator;        // label, or DOC_NONE
    uint32_t person;          // 1 to 3: who narrates; 0: nothing is narrated
    uint32_t n_first;         // "I" and its kin in narration
    uint32_t *teller;         // [doc->block.n], label of who tells it, or DOC_NONE
    bool has_heads;           // a model told the heads of words
};

static inline bool token_is_word(const struct novel *n, uint32_t i)
{
    return (n->text->token[i].flags & TOKEN_WORD) != 0;
}

/* The bits of the word at token `i`; 0 for marks and outside [begin, end). */
static inline uint32_t token_bits(const struct novel *n, uint32_t i)
{
    return i < n->text->n_tokens && token_is_word(n, i) ? n->bits[n->text->token[i].word] : 0;
}

static inline char token_mark(const struct novel *n, uint32_t i)
{
    return i < n->text->n_tokens ? n->text->token[i].mark : '\0';
}

static inline struct str word_key(const struct novel *n, uint32_t word)
{
    return n->text->word.key[word];
}

whose_status novel_begin(struct novel *n, whose_error *err);
whose_status names_find(struct novel *n, whose_error *err);

/* ---- prose_syntax.c: what the heads of words tell ---- */

void syntax_begin(struct novel *n);

/* The node at a token, or NODE_ROOT; the token at a node. */
uint32_t syntax_node(const struct novel *n, uint32_t token);
uint32_t syntax_token(const struct novel *n, uint32_t node);

/* The relation of a node to its head: is it this one, or does it begin so? */
bool syntax_is(const struct novel *n, uint32_t node, const char *relation);
bool syntax_starts(const struct novel *n, uint32_t node, const char *relation);

/* The first child near the node in a relation that begins so, or NODE_ROOT. */
uint32_t syntax_child(const struct novel *n, uint32_t node, const char *relation);

/* The subject of a verb, its own or the one that it shares; of a relative clause or a
 * participle the noun that it belongs to; or NODE_ROOT. */
uint32_t syntax_subject(const struct novel *n, uint32_t verb);

/* The node that the words of a name hang on. */
uint32_t syntax_top(const struct novel *n, uint32_t node);

/* ---- prose_join.c: which names are one person ---- */

whose_status names_join(struct novel *n, whose_error *err);

/* ---- prose_cast.c ---- */

/* Names, who bears them, who narrates: all but the speakers. */
whose_status novel_cast(struct novel *n, struct gathering *g, whose_error *err);

whose_status novel_people(struct gathering *g, whose_error *err);

/* ---- narrators.c ---- */

/* Who tells which block; may find a better narrator for the whole. */
whose_status narrators_find(struct novel *n, whose_error *err);

/* The person whom the narration says to be "I", or DOC_NONE. */
uint32_t narrators_self_named(struct novel *n);

/* Fill cast->told. */
whose_status narrators_note(struct novel *n, whose_error *err);

/* ---- stories.c ---- */

/* A doubt when the chapters look like stories of their own. */
whose_status stories_doubt(struct gathering *g, whose_error *err);

/* ---- speakers.c ---- */

whose_status speakers_find(struct novel *n, whose_error *err);

#endif
