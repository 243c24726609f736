/*
 * doc: what every reader builds and every later stage reads.
 *
 * One UTF-8 text a story; a tree of segments over it; a list of blocks in text
 * order; speeches made of blocks.  Whatever is no story (notes, boneyards, the
 * signs of emphasis) is a hole: bytes that no later stage sees.
 * All tables are sorted by text offset; all that a doc points to lives in the
 * arena it was built in.
 */
#ifndef DOC_DOC_H
#define DOC_DOC_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/sink.h"
#include "base/str.h"
#include "base/vec.h"
#include "whose.h"

#define DOC_NONE UINT32_MAX

enum doc_kind { DOC_SCREENPLAY, DOC_PLAY, DOC_NOVEL, DOC_FILM, DOC_ACCOUNT, N_DOC_KINDS };

enum segment_kind { SEGMENT_PART, SEGMENT_ACT, SEGMENT_CHAPTER, SEGMENT_SCENE, N_SEGMENT_KINDS };

/* One node of the tree of parts, acts, chapters and scenes.  A parent stands
 * before its children in the table. */
struct segment {
    uint32_t parent;        // index, or DOC_NONE
    enum segment_kind kind;
    uint32_t ordinal;       // among its siblings of the same kind, from 1
    uint32_t running;       // among all of its kind, from 1; a prologue among numbered chapters is not counted
    float sure;             // probability that here is a boundary
    struct str number;      // as printed or marked up ("12A", "ii"); may be empty
    struct str because;     // "heading", "markup", "entrance", "section", "whole text"
    struct span heading;    // the printed heading, without its number; may be empty
    struct span at;
    uint32_t eighths;       // length in eighths of a page; 0: the format has no pages
};

enum block_kind {
    BLOCK_HEADING,       // heading of an act, chapter or scene
    BLOCK_ACTION,        // action, stage direction outside speeches, narration
    BLOCK_CUE,           // the name over a speech
    BLOCK_PARENTHETICAL, // direction inside a speech; not spoken
    BLOCK_DIALOGUE,      // spoken
    BLOCK_LYRIC,         // sung
    BLOCK_TRANSITION,
    BLOCK_CENTERED,      // text shown, not spoken: titles, THE END
    BLOCK_OTHER,         // of the file but not of the story: title page, section, synopsis, note
    N_BLOCK_KINDS
};

struct block {
    enum block_kind kind;
    uint32_t segment; // innermost, or DOC_NONE
    uint32_t speech;  // that it belongs to, or DOC_NONE
    struct span at;
    bool goes_on;     // stands in the paragraph of the block before
};

/* One speech: a cue and what is said under it.  Consecutive speeches of one
 * person that the source parts stay apart. */
struct speech {
    uint32_t segment;
    uint32_t first_block, n_blocks; // from its cue to its last block; pieces are its dialogue blocks
    uint32_t first_who, n_who;      // in doc.who: speakers that the markup names; n_who 0 if it names none
    struct span cue;                // the printed cue without marks of the format; may be empty
    struct span at;                 // from the cue to the end of the last block
    bool is_dual;                   // spoken at the same time as the speech before it
};

enum gender { GENDER_UNKNOWN, GENDER_SHE, GENDER_HE, GENDER_THEY, GENDER_IT, N_GENDERS };

/* An entry of the source's own list of persons. */
struct role {
    struct str id;          // of the markup, without '#'; may be empty
    struct str name;
    struct str description; // may be empty
    enum gender gender;
    bool is_group;
    bool is_billed;         // stands in a printed cast list
    uint32_t billed;        // its place there, from 1; 0: in none
};

/* Somebody comes on or goes off, as the markup says. */
struct move {
    uint32_t off;               // in the text
    uint32_t segment;
    uint32_t first_who, n_who;  // in doc.who; 0 with is_exit: everybody
    bool is_exit;
};

/* A stretch of text that came from one place of the source; the table covers the text. */
struct run {
    struct span at;
    uint32_t source; // which part of the work
    uint32_t byte;   // in that part, of at.start
    uint32_t line;   // in that part, from 1, of at.start
    uint32_t page;   // from 1; 0: the format has no pages
};

/* The number of a line in the edition ("34"), from here to the next entry. */
struct line_ref {
    uint32_t off;
    struct str number;
};

/* Something that the reader did not understand; for the report. */
struct doubt {
    struct span at;
    struct str words; // a sentence
};

struct doc {
    enum doc_kind kind;
    struct str format;    // "Fountain", "TEI", ...
    struct str encoding;  // what was assumed: "UTF-8", "Windows-1252", ...
    struct str title, author, language; // empty when the file does not say
    bool is_own_text;     // text is the decoded file, so that offsets are the file's
    uint32_t n_replaced;  // bytes that could not be decoded
    struct str layout;    // a sentence on how the file is laid out; empty where the format says it
    uint32_t n_lines, n_doubtful; // lines that were labelled, and how many of them may be wrong
    bool has_numbers, restarts; // some chapters have printed numbers; these begin anew on the way
    const char *not_a_story; // what it looks like instead, a sentence; NULL for a story
    struct str text;      // UTF-8
    VEC(struct segment) segment;
    VEC(struct block) block;
    VEC(struct speech) speech;
    VEC(uint32_t) who;    // indexes into role
    VEC(struct role) role;
    VEC(struct move) move;
    VEC(struct span) hole;
    VEC(struct run) run;
    VEC(struct line_ref) line_ref;
    VEC(struct doubt) doubt;
};

extern const char *const doc_kind_name[N_DOC_KINDS];         // "screenplay", ...
extern const char *const segment_kind_name[N_SEGMENT_KINDS]; // "part", ...
extern const char *const block_kind_name[N_BLOCK_KINDS];

static inline struct str doc_str(const struct doc *doc, struct span at)
{
    return str_part(doc->text, at.start, at.end);
}

/* Words that are said or sung. */
static inline bool block_is_spoken(const struct block *block)
{
    return block->kind == BLOCK_DIALOGUE || block->kind == BLOCK_LYRIC;
}

/* Is it told in prose, and not printed with its speakers? */
static inline bool doc_is_prose(const struct doc *doc)
{
    return doc->kind == DOC_NOVEL || doc->kind == DOC_ACCOUNT;
}

/* Does speech `s` speak, or sing, block `b`?  Speeches side by side on a page share the
 * range of their blocks. */
static inline bool doc_says(const struct doc *doc, uint32_t s, uint32_t b)
{
    const struct block *block = &doc->block.at[b];
    return block->speech == s && block_is_spoken(block);
}

/* Without holes, blanks folded to one space, no line ends: the words as a
 * reader would say them.  `.at` is NULL when there is no memory. */
struct str doc_clean(const struct doc *doc, struct span at, struct arena *arena);

/* Index of the first hole that ends behind `off`. */
uint32_t doc_hole_after(const struct doc *doc, uint32_t off);

/* The block at or before `off`, or DOC_NONE. */
uint32_t doc_block_at(const struct doc *doc, uint32_t off);

/* The innermost segment around `off`, or DOC_NONE. */
uint32_t doc_segment_at(const struct doc *doc, uint32_t off);

/* The run of `off`, or NULL. */
const struct run *doc_run_at(const struct doc *doc, uint32_t off);

/* The line in the source, from 1: exact where the text is the file's own, else that
 * of the run's start; 0 when unknown.  O(length of the run). */
uint32_t doc_line_at(const struct doc *doc, uint32_t off);

/* A place as people cite it: "scene 12, p. 31", "I.ii.34", "ch. 3".
 * `.at` is NULL when there is no memory. */
struct str doc_cite(const struct doc *doc, uint32_t off, struct arena *arena);

/* Set every segment's ordinal, and the segment of every block, speech and move
 * from its place.  Readers call it last, when parents and spans stand. */
void doc_number_segments(struct doc *doc);

/* join.c: the parts of one work as one doc; a single part stays as it is. */
whose_status doc_join(const struct doc *part, uint32_t n_parts, struct arena *keep,
                      struct arena *scratch, struct doc *out, whose_error *err);

/* page.c: lay a screenplay out as it is printed (55 lines of 12-point Courier a
 * page, the usual columns) and give every run its page and every scene its
 * eighths.  Splits doc.run at page starts.  WHOSE_OK or WHOSE_E_NOMEM. */
whose_status doc_paginate(struct doc *doc, struct arena *keep, whose_error *err);

/* The tree as stable text, one node a line. */
void doc_dump(const struct doc *doc, struct sink *sink);

#endif
