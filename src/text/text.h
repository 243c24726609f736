/*
 * text: doc -> words.
 * takes   struct doc
 * gives   every word and mark of the story's blocks in text order, each word
 *         with a number under which all its spellings meet
 */
#ifndef TEXT_TEXT_H
#define TEXT_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/str.h"
#include "doc/doc.h"
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

struct text {
    const struct doc *doc;
    struct token *token;      // [n_tokens]
    uint32_t n_tokens;
    uint32_t *block_first;    // [doc->block.n + 1], index into token; BLOCK_OTHER has none
    struct map word;          // lower-case keys, see utf8_name_key()
    uint32_t *n_lower;        // [word.n], times seen without a capital
    uint32_t *n_capital;      // [word.n], times seen with a capital inside a sentence
    uint32_t n_words;         // tokens that are words
};

whose_status text_read(const struct doc *doc, struct arena *keep, struct arena *scratch,
                       struct text *out, whose_error *err);

/* The number of words in a block. */
uint32_t text_block_words(const struct text *text, uint32_t block);

#endif
