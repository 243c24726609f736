/* What the files of post share.  Stays inside src/post. */
#ifndef POST_INTERNAL_H
#define POST_INTERNAL_H

#include "base/map.h"
#include "post/post.h"

enum { SENTENCE_WORDS = 160 };

enum {
    WORD_OWNS = 1,      // "Ivor's", "his", "hers"
    WORD_PRONOUN = 2,
    WORD_OBJECT = 4,    // "him", "her", "them"
    WORD_OUTSIDE = 8,   // "I", "the audience": nobody of the story
    WORD_QUOTED = 16,   // stands in a quotation
    WORD_PAIR = 32,     // two people: "neither", "they", "A and B"
    WORD_DENIES = 64,
    WORD_EACH = 128     // "each other"
};

/* A word of a sentence and whom it means. */
struct word {
    struct span at;       // in the sentence
    struct str key;       // small letters
    struct str stem;
    uint32_t person, second; // second: of a pair; PERSON_NONE
    uint32_t n_words;     // that the reference is made of
    uint8_t flags;
    char mark;            // the mark of punctuation before it, or '\0'
};

struct quotation {
    struct span at;       // in the sentence, without the marks
    uint32_t before;      // words before it
};

enum { SENTENCE_QUOTES = 8 };

struct sentence_words {
    struct word word[SENTENCE_WORDS];
    uint32_t n;
    struct quotation quote[SENTENCE_QUOTES];
    uint32_t n_quotes;
    bool asks;            // a question mark stands outside of quotations
};

/* Quotation marks of every kind but the single ones, which may be apostrophes. */
static inline bool quote_opens(uint32_t c)
{
    return c == '"' || c == 0x201C || c == 0x201E || c == 0xAB || c == 0xBB || c == 0x2039 ||
           c == 0x300C || c == 0x300E;
}

static inline bool quote_closes(uint32_t opened, uint32_t c)
{
    switch (opened) {
    case 0x201E: return c == 0x201C || c == 0x201D;
    case 0x201C: return c == 0x201D;
    case 0xAB: return c == 0xBB;
    case 0xBB: return c == 0xAB;
    case 0x2039: return c == 0x203A;
    case 0x300C: return c == 0x300D;
    case 0x300E: return c == 0x300F;
    default: return c == opened;
    }
}

/* writers.c: blanks in `text` where it names who wrote; false: no memory. */
bool writers_leave_out(char *text, size_t n, const struct cast *cast, const struct billing *billing,
                       struct arena *scratch);

/* words.c: the words of one sentence after the other, with their people. */
struct reader;
struct reader *reader_new(const struct cast *cast, const struct verdict *verdict,
                          const struct billing *billing, struct arena *scratch);
/* Pronouns mean nobody of the entry before. */
void reader_forget(struct reader *r);
bool reader_sentence(struct reader *r, struct str text, struct sentence_words *out); // false: no memory
uint32_t reader_named(const struct reader *r);
/* Places where somebody is named who is not of the story. */
uint32_t reader_strange(const struct reader *r);
/* The first name that fits several people, as it was written; empty when there is none. */
struct str reader_unclear(const struct reader *r);
/* Whoever is the subject of a claim is likelier to be "she" in what follows. */
void reader_subject(struct reader *r, uint32_t person);
/* The two people that the writer seems to speak of. */
void reader_pair(const struct reader *r, uint32_t pair[2]);

/* phrases.c */
struct phrase {
    uint32_t first, last; // words
    enum post_kind kind, passive;
    char needs;
};
/* The phrase that begins at word `at` and is not quoted; false when none does. */
bool phrase_at(const struct sentence_words *s, uint32_t at, struct phrase *out);
bool phrase_is_opinion(struct str stem);

#endif
