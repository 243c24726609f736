/* fountain: what the files of the Fountain reader share. */
#ifndef READ_FOUNTAIN_H
#define READ_FOUNTAIN_H

#include "doc/doc.h"

struct input;

/* A line longer than this is never a heading, a cue or a transition. */
enum { FOUNTAIN_WORDS = 1000 };

/* One line without its notes, boneyards, tags and signs of emphasis.  A note or
 * a boneyard that holds line ends makes its lines one. */
struct fountain_line {
    uint32_t from, next;  // where the line starts; where the next one does
    uint32_t start, end;  // its first visible byte, and behind its last
    struct str words;     // what is visible, at most FOUNTAIN_WORDS bytes; in the text or in `copy`
    bool is_end;          // there is no more line
    bool is_blank;        // nothing visible
    bool is_hole;         // nothing visible, but something hidden
    bool is_long;         // `words` is only its beginning
    bool is_escaped;      // its first visible byte is behind a backslash
    bool has_two_spaces;  // blank, of two blanks or more
    bool is_after_hole;   // lines with is_hole stood directly before; they are in `hidden`
    struct span hidden;
    char copy[FOUNTAIN_WORDS];
};

struct fountain_lexer {
    struct doc *doc;      // its text is read, its holes are written
    struct arena *keep;
    uint32_t at;
    char line_end;        // LF, or CR in a file without LF
    bool is_last_boneyard_behind; // no boneyard that follows is closed
    bool is_last_settings_behind; // nor one of an editor's settings
    struct span beat;     // settings of the editor Beat; empty when there are none
};

void fountain_lexer_init(struct fountain_lexer *lexer, struct doc *doc, struct arena *keep);

/* The next line that shows something or is empty.  false: no memory. */
bool fountain_next(struct fountain_lexer *lexer, struct fountain_line *out);

/* A blank, or a NUL, which counts as one. */
static inline bool fountain_is_gap(char c)
{
    return is_blank(c) || c == '\0';
}

/* ---- fountain_form.c: what a line is by its form alone ---- */

/* One capital or more and no small letter.  Of ß the capital is hardly ever used. */
bool fountain_is_upper(struct str s);
/* "INT.", "ext ", "Int./Ext." and so on: the length of the word, or 0. */
size_t fountain_heading_word(struct str s);
bool fountain_is_page_break(struct str s);
/* Level of a section, 0 when the line is none. */
uint32_t fountain_section_level(struct str s);
/* Whether the line opens something else, so that it cannot be what a cue's owner says. */
bool fountain_is_structure(const struct fountain_line *line);
/* A cue without '^' at its end, and then without its extensions. */
struct str fountain_cut_caret(struct str s);
struct str fountain_cue_name(struct str s);
bool fountain_is_cue(struct str s);
bool fountain_is_transition(struct str s);
/* Where the value of "Key: value" on a title page starts, or 0. */
size_t fountain_title_value(struct str line);
/* How many known keys the title page at the head of the text has. */
uint32_t fountain_count_title_keys(struct str text);
/* 0 to 100: how sure it is that this is Fountain. */
int fountain_recognise(const struct input *in);

/* fountain_beat.c: people and their genders out of Beat's settings, a boneyard
 * that holds JSON.  What is broken in it is passed over.  false: no memory. */
bool fountain_read_beat(struct str settings, struct doc *doc, struct arena *keep,
                        struct arena *scratch);

#endif
