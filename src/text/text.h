/*
 * text: doc -> words, and the sentences that they make.
 * takes   struct doc
 * gives   two tables over the same bytes.  `token`: every word and mark of the
 *         story's blocks in text order, each word with a number under which all
 *         its spellings meet; names are looked up in it.  `node`: the words of
 *         Universal Dependencies, sentence by sentence, with what each does.
 *         They are two because they part the text differently: "Anna's" is one
 *         word of the first and two of the second, "Mr." two and one.
 */
#ifndef TEXT_TEXT_H
#define TEXT_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/sink.h"
#include "base/str.h"
#include "doc/doc.h"
#include "learn/learn.h"
#include "whose.h"

enum {
    TOKEN_WORD = 1,   // letters or digits; else one mark of punctuation
    TOKEN_UPPER = 2,  // two or more letters, none of them lower case
    TOKEN_TITLE = 4,  // begins with an upper-case letter (TOKEN_UPPER may be set too)
    TOKEN_STARTS = 8, // first word of a sentence or of a block
    TOKEN_OWNS = 16   // ends in a possessive 's, which is in the span but not in the key
};

struct token {
    struct span at;
    uint32_t word;  // number of its key in text.word; MAP_NONE for punctuation
    uint8_t flags;
    char mark;      // punctuation: its ASCII character, '"' for every double and '\'' for every
                    // single quotation mark, '-' for dashes, '.' for the ellipsis; else '\0'
};

enum {
    NODE_SPACE = 1,  // white space, a line end or the end of the block follows
    NODE_MULTI = 2,  // first of the words written as one: "do" of "don't"
    NODE_INNER = 4,  // one of the others: "n't"
    NODE_BROKEN = 8  // a hole lies in its span: its form is not that span of the text
};

#define NODE_ROOT UINT32_MAX // the head of what has none

/* A word of a sentence, in the sense of Universal Dependencies.  What no stage
 * has filled in is 0, MAP_NONE for the lemma, NODE_ROOT for the head. */
struct node {
    struct span at;
    uint32_t head;   // index into text.node, in the same sentence; or NODE_ROOT
    uint32_t lemma;  // number in text.lemma
    uint16_t feats;  // tags by the numbers of tagset.c
    uint8_t upos, xpos, deprel;
    uint8_t flags;
};

struct sentence {
    uint32_t first, n; // in text.node; n is never 0
    uint32_t block;    // first of its paragraph in the doc; a sentence never leaves it
};

/* What LitBank annotates (Bamman, Popat and Shen 2019): people, buildings, political and
 * natural places, vehicles, organisations; by name, by noun or by pronoun. */
enum entity_type {
    ENTITY_PER, ENTITY_FAC, ENTITY_GPE, ENTITY_LOC, ENTITY_VEH, ENTITY_ORG, N_ENTITY_TYPES
};
enum entity_kind { ENTITY_PROP, ENTITY_NOM, ENTITY_PRON, N_ENTITY_KINDS };

struct entity {
    uint32_t first, n; // in text.node, all in one sentence; n is never 0
    uint32_t head;     // the node of the noun or pronoun that names it
    uint8_t type, kind;
    float sure;        // probability of the span with its type, 0 to 1
};

/* Told how far a long pass over the text is, 0 to 1; all zero: nobody is. */
struct listener {
    void (*hear)(void *user, double done);
    void *user;
};

struct text {
    const struct doc *doc;
    struct token *token;      // [n_tokens]
    uint32_t n_tokens;
    uint32_t *block_first;    // [doc->block.n + 1], index into token; BLOCK_OTHER has none
    struct map word;          // lower-case keys, see utf8_name_key()
    uint32_t *n_lower;        // [word.n], times seen without a capital
    uint32_t *n_capital;      // [word.n], times seen with a capital inside a sentence
    uint32_t n_words;         // tokens that are words
    struct node *node;        // [n_nodes], NULL before text_sentences()
    uint32_t n_nodes;
    struct sentence *sentence; // [n_sentences]
    uint32_t n_sentences;
    struct map lemma;
    struct entity *entity;    // [n_entities], by first, the longer before the shorter
    uint32_t n_entities;
    uint32_t *event;          // [n_events], nodes that name what happens, ascending
    uint32_t n_events;
    bool has_entities;        // they and events were looked for
    struct listener listener; // of the passes of a model
};

/* words.c: `token` and all that belongs to it. */
whose_status text_read(const struct doc *doc, struct arena *keep, struct arena *scratch,
                       struct text *out, whose_error *err);

/* The number of words in a block. */
uint32_t text_block_words(const struct text *text, uint32_t block);

/* ---- sentences and their words ---- */

/* sentence.c: `node` and `sentence` from raw text.  `model` NULL, or without the
 * part "sentences": boundaries by rules alone. */
whose_status text_sentences(const struct model *model, struct text *text, struct arena *keep,
                            struct arena *scratch, whose_error *err);

/* The first word of `node` that ends behind `off`; n_nodes when there is none.  O(log words). */
uint32_t text_node_at(const struct text *text, uint32_t off);
/* The sentence around a place, or its block where there are no sentences. */
struct span text_passage_at(const struct text *text, uint32_t off);

/* The form of a word: a view of the text, or, with NODE_BROKEN, a copy without
 * the holes.  `.at` is NULL when there is no memory. */
struct str text_form(const struct text *text, uint32_t node, struct arena *scratch);

/* tag.c, parse.c: upos, xpos, feats, lemma; head, deprel.  Nothing is done when
 * the model has no such part. */
whose_status tag_sentences(const struct model *model, struct text *text, struct arena *keep,
                           struct arena *scratch, whose_error *err);
whose_status parse_sentences(const struct model *model, struct text *text, struct arena *keep,
                             struct arena *scratch, whose_error *err);

/* entity_net.c: mentions of entities, and words that tell an event as having happened
 * (Sims, Park and Bamman 2019).  For a text behind parse_sentences(); nothing is done when
 * the model has no such part. */
whose_status entities_find(const struct model *model, struct text *text, struct arena *keep,
                           struct arena *scratch, whose_error *err);

/* words.c: a pass has `n_done` of the text's nodes behind it. */
void text_tell(const struct text *text, uint32_t n_done);

extern const char *const entity_type_name[N_ENTITY_TYPES];
extern const char *const entity_kind_name[N_ENTITY_KINDS];

/* tagset.c: tags as CoNLL-U writes them; "_" for 0 and for numbers that are no tag. */
const char *upos_name(uint8_t upos);
const char *xpos_name(uint8_t xpos);
const char *feats_name(uint16_t feats);
const char *deprel_name(uint8_t deprel);

/* ---- token.c: one stretch of text to tokens ---- */

enum piece_kind {
    PIECE_WORD,     // letters, with apostrophes, hyphens and points that belong to it
    PIECE_SHORT,    // ends in a point that is its own: "Mr.", "U.S."
    PIECE_NUMBER,
    PIECE_STOP,     // . ! ? and their runs, the ellipsis
    PIECE_COMMA,    // , ; :
    PIECE_DASH,
    PIECE_OPEN,     // brackets and quotation marks that open
    PIECE_CLOSE,
    PIECE_QUOTE,    // " and ', of which only the place tells
    PIECE_SYMBOL,
    PIECE_FACE,     // emoticons and emoji
    PIECE_LINK,     // URLs, e-mail, names of files
    N_PIECE_KINDS
};

enum { PIECE_CUTS = 3 };

/* What is written as one, and where it is cut into words: "don't" once,
 * "I'd've" twice. */
struct piece {
    struct span at;           // in the stretch
    uint32_t cut[PIECE_CUTS]; // where the second word begins, and so on
    uint8_t n_cuts;
    uint8_t kind;             // enum piece_kind
    bool space_after;
};

struct token_scan {
    struct str text;
    uint32_t at;
    bool in_single; // behind ' or its curly form that opens and has found no end
};

/* The next piece; false at the end. */
bool token_next(struct token_scan *scan, struct piece *out);

/* abbrev.c: does the point behind `word` belong to it?  `behind` is what follows
 * the point. */
bool abbrev_has_point(struct str word, struct str behind);

/* ---- boundary.c: where sentences end, for the pipeline and its trainer ---- */

enum {
    BOUNDARY_BITS = 15,
    BOUNDARY_SLOTS = 1 << BOUNDARY_BITS, // weights of the model part "sentences", int16_t
    BOUNDARY_FEATURES = 32,
    BOUNDARY_WINDOW = 8
};

/* What the decision looks at of a piece. */
struct boundary_piece {
    struct piece piece;
    uint32_t hash;      // of its form in small letters
    uint8_t shape;      // small, capital, all capitals, ...
    uint8_t n_lines;    // line ends before it, at most 3
};

/* A walk over the pieces of one block.  The piece in question is at `i`. */
struct boundary {
    struct token_scan scan;
    struct boundary_piece ring[BOUNDARY_WINDOW]; // by number of the piece
    uint32_t i, n_read;  // pieces
    uint32_t n_since;    // pieces of the open sentence, with that in question
    uint32_t n_small;    // of them, words in small letters
    uint32_t n_quotes;   // straight double quotation marks of the block so far
    uint32_t depth;      // open brackets of the sentence
};

void boundary_begin(struct boundary *b, struct str text);

/* Go to the next piece; `ended` is what was decided for the last. */
bool boundary_next(struct boundary *b, bool ended, struct piece *out);

/* May a sentence end behind the piece?  1 surely, 0 surely not, else 2. */
int boundary_may(const struct boundary *b);

/* The slots of the features of a place that is not sure: how many. */
uint32_t boundary_features(const struct boundary *b, uint32_t slot[BOUNDARY_FEATURES]);

/* The decision by rules, for want of a model. */
bool boundary_rule(const struct boundary *b);

/* ---- conllu.c ---- */

/* A doc and its sentences from CoNLL-U (FORM, SpaceAfter and newpar are kept, all
 * else is left) or, `is_plain`, from one sentence a line, tokens between spaces.
 * `doc` and `out` as text_read() leaves them, with the nodes. */
whose_status conllu_read(struct str bytes, bool is_plain, struct arena *keep,
                         struct arena *scratch, struct doc *doc, struct text *out,
                         whose_error *err);

whose_status conllu_write(const struct text *text, struct arena *scratch, struct sink *sink,
                          whose_error *err);

/* ---- language.c ---- */

struct language {
    const char *name; // "German"; NULL: cannot be told
    const char *code; // "de"
    bool is_english;
    float share;      // of the words of the sample, those that are its function words
};

/* The language of a text, from a sample of its words. */
struct language language_guess(struct str text);

#endif
