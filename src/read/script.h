/* script: what the files of the plain-text script reader share.
 * Lines -> shapes (script_shape.c) -> layout of the file (script_layout.c) ->
 * order of reading (script_order.c) -> labels (script_label.c) -> doc (script_text.c). */
#ifndef READ_SCRIPT_H
#define READ_SCRIPT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "whose.h"

/* What a line is by its form alone. */
enum shape {
    SHAPE_NUMBER,        // "12.", "- 12 -"
    SHAPE_MORE,          // "(MORE)"
    SHAPE_CONTINUED,     // "CONTINUED:", "(CONTINUED)"
    SHAPE_PLACE,         // begins as a heading does: INT., EXT. and their kin
    SHAPE_NUMBERED_PLACE, // the same behind a scene number
    SHAPE_PLACE_ALONE,   // "INT." and nothing more: the rest stands on another line
    SHAPE_TIME,          // in capitals, with a time of day ("THE YARD - NIGHT", "LATER")
    SHAPE_TRANSITION,    // "CUT TO:", "FADE OUT."
    SHAPE_BRACKETED,     // "(softly)"
    SHAPE_OPENS,         // "(softly, as if"
    SHAPE_CLOSES,        // "to herself)"
    SHAPE_UPPER_INLINE,  // "ANNA: I know."
    SHAPE_TITLE_INLINE,  // "Anna (low): I know."
    SHAPE_UPPER_VOICE,   // "ANNA (V.O.)"
    SHAPE_UPPER_SHORT,   // one to three words in capitals, no full stop
    SHAPE_UPPER_LONG,    // more of them
    SHAPE_UPPER_ENDED,   // in capitals, ended by . ! ? or :
    SHAPE_TITLE_SHORT,   // "Anna", "The Old Man"
    SHAPE_ENDED,         // begins with a capital, ends as a sentence does
    SHAPE_OPEN,          // begins with a capital, goes on
    SHAPE_LOWER_ENDED,   // begins without a capital, ends as a sentence does
    SHAPE_LOWER_OPEN,
    SHAPE_MARKS,         // no letters
    SHAPE_UNCASED,       // letters of a script without capitals; script_shapes() makes another of it
    SHAPE_MARGIN,        // a running head or foot: repeats, with a page number in it
    SHAPE_CREDIT,        // "Written by", "1/27/2012", "PO Box 12": matter of a title page
    SHAPE_INSIDE,        // between the lines of an open bracket
    SHAPE_GLUED,         // "runs to the door -ANNA": a known name drawn up to the line before
    SHAPE_DIVISION,      // "ACT ONE", "SCENE A", "TEASER"
    SHAPE_LABEL,         // "FX: RAIN", "SUPER: Two years later": like a name and its words, and is none
    SHAPE_SHOT,          // "ANGLE ON THE WALL", "ANNA'S POV"
    N_SHAPES
};

/* What the first word of a line is. */
enum opening {
    OPENING_OTHER,
    OPENING_HE,          // he, she, they, his, ...
    OPENING_I,           // I, you, we, my, ...
    OPENING_ARTICLE,     // the, a, then, suddenly, behind, ...
    OPENING_YES,         // yes, no, oh, well, ...
    OPENING_ING,         // "Heading", "Pushing"
    OPENING_HE_ACTS,     // he, she, they with a verb in the present behind it: "She returns"
    OPENING_NAME,        // a name that is cued elsewhere
    OPENING_NAME_ACTS,   // such a name with a small word behind it: "Anna runs"
    OPENING_NAME_CALLED, // with a comma or a mark behind it: "Anna, run"
    OPENING_ACTS,        // small, and may be a verb in the present: "hangs up and waits"
    N_OPENINGS
};

enum tag { TAG_SCENE, TAG_ACTION, TAG_CUE, TAG_DIALOGUE, TAG_PARENTHETICAL, TAG_TRANSITION,
           TAG_MATTER, N_TAGS };

#define SCRIPT_NO_NAME UINT32_MAX

/* One line that is not blank. */
struct script_line {
    uint32_t start, end;     // bytes of the text, without indent and trailing blanks
    uint32_t number;         // line of the file, from 1
    uint32_t name;           // number of the name that it would cue, or SCRIPT_NO_NAME
    uint32_t cue_start;      // inline shapes: where the name starts, behind a number of the speech
    uint32_t cue_end;        // inline shapes: the byte behind the colon, or behind the gap that stands for one
    uint32_t next_name;      // the next name that could be cued, or SCRIPT_NO_NAME
    uint32_t glued;          // the byte where a name (SHAPE_GLUED) or words drawn up to the line start
    uint16_t indent, width;  // character cells; a tab goes on to the next multiple of 8
    uint16_t first_word;     // width of the first word
    uint8_t n_blank;         // blank lines before it, 3 for more
    uint8_t shape;           // enum shape
    bool page_break;         // a form feed stands before it
    bool ends;               // its last letter is followed by . ! ? : or a closing quotation mark
    bool lower;              // begins with a small letter
    uint8_t opening;         // enum opening
    int16_t talk;            // its words: above 0 those of talk, below 0 those of action
    bool asks;               // holds a question mark or an exclamation mark
    /* by script_infer(): */
    bool is_page;            // a page number, or a running head with one
    uint8_t n_blank_above;   // n_blank as it is in the file; where a page ends, n_blank leaves that out
    uint32_t place;          // in the order of the file
    uint32_t home;           // place of the line that this one is the second half of, or UINT32_MAX
    uint8_t block;           // place in the run of lines without a blank one, 0 to 5
    uint8_t head_shape;      // shape of the first line of that run, N_SHAPES on the first itself
    uint8_t since;           // lines since the last one that could be a known cue, 0 to 6
    uint8_t n_ended;         // paragraphs that ended since then, 0 to 2
    uint8_t since_any;       // the same since a line that could be a cue of any name
    uint8_t n_ended_any;
    uint8_t until;           // lines to the next such line, 0 to 4
    bool same;               // and it would be the cue of the same name
    uint8_t tag;             // enum tag, by script_label()
    uint8_t is_early;        // 1: spoken by the next cue that `has_early` words; 2: goes on with them;
                             // 3: spoken by it from `glued` on
    bool has_early;
    float margin;            // of the best path over the best with another tag here, 0 or more
};

/* What is typical of a stretch of the file.  Columns and widths in cells. */
struct script_layout {
    uint16_t action, dialogue, parenthetical, cue; // columns; equal where nothing is indented
    uint16_t dialogue_width, action_width;         // the longest lines, but for stray ones
    uint8_t blank;      // 0 hardly a blank line, 1 some, 2 usual, 3 nearly every line is parted
    uint8_t inlines;    // 0 no "NAME: text", 1 some, 2 it is how speeches are written
    uint16_t inline_column; // of such lines
    bool is_hung;       // and the lines under them are set in
    uint8_t cue_parted; // 0 cues stand right over their words, 1 some do not, 2 most do not
    bool is_indented;   // cues stand elsewhere than action
    bool is_narrow;     // speech is broken much earlier than action, and hardly a line is longer
    bool is_unwrapped;  // a paragraph is one line
    bool is_title_case; // cues are not in capitals
};

enum { SCRIPT_WINDOW = 200 }; // lines of which a layout is inferred

struct script {
    struct str text;
    struct script_line *line;    // [n_lines]
    uint32_t n_lines;
    uint32_t *n_name;            // [n_names], lines that would cue the name
    uint32_t *n_over;            // [n_names], how many of them stand right over words
    uint32_t n_names;
    struct script_layout *layout; // [n_windows], of SCRIPT_WINDOW lines each
    uint32_t n_windows;
    struct script_layout whole;
    uint32_t first_place;        // first line of the story by its form, or UINT32_MAX
    uint32_t n_set_aside;        // page numbers, behind the n_lines that are labelled together
    uint32_t n_blank, n_all;     // lines of the file
    uint32_t n_doubtful;         // labels with a small margin, by script_label()
    const uint8_t *gold;         // [n_lines], while learning only: every other tag gets `cost` on top
    int32_t cost;
};

/* Part `text` into lines, give each its shape and count names.  `scratch` is another
 * arena than `keep`. */
whose_status script_shapes(struct str text, struct arena *keep, struct arena *scratch,
                           struct script *out, whose_error *err);

/* Infer the layout of the file and of its windows; puts the lines in the order in which they are read. */
whose_status script_infer(struct script *script, struct arena *keep, whose_error *err);

/* Page numbers go behind the others, the second halves of broken lines behind the first ones; and back. */
whose_status script_set_aside(struct script *script, struct arena *keep, whose_error *err);
void script_put_back(struct script *script);

/* Bytes of the colon that ends at byte `end`: it may be a wide one, or a blank. */
static inline uint32_t script_colon_bytes(struct str s, size_t end)
{
    return s.at[end - 1] == ':' || is_blank(s.at[end - 1]) ? 1 : 3;
}

/* ---- script_form.c: what lines in capitals begin and end with ---- */

/* INT., EXT. and their kin. */
bool script_opens_place(struct str s);

/* Bytes of the number that stands in front, with what parts it from the rest, or 0. */
size_t script_skip_number(struct str s);

bool script_has_time(struct str s);           // a time of day is in it
bool script_is_transition(struct str s, bool upper);
bool script_is_number(struct str s);
bool script_is_continued(struct str s);       // "CONTINUED:", "41A OMITTED", "END OF ACT ONE"
bool script_ends_sentence(struct str s);
bool script_is_division(struct str s);        // "ACT ONE", "SCENE A"
bool script_is_label(struct str s);           // "FX:", "SUPER:"
bool script_is_shot(struct str s);            // "ANGLE ON"

static inline const struct script_layout *script_layout_at(const struct script *script, uint32_t i)
{
    return &script->layout[i / SCRIPT_WINDOW];
}

/* ---- script_label.c; the trainer uses the same features ---- */

enum { SCRIPT_MAX_FEATURES = 32, SCRIPT_LANES = 8, SCRIPT_DOUBTFUL = 5000, SCRIPT_WORD_LETTERS = 7,
       SCRIPT_MAX_GROUPS = 48 };

/* What is known of a word: how much more it is said than told, and what it opens. */
struct script_word {
    int8_t talk;
    uint8_t opening; // OPENING_OTHER, _HE, _I, _ARTICLE or _YES
    bool is_known;
};

/* `word`: its first SCRIPT_WORD_LETTERS ASCII letters, small, the first in the lowest byte, with apostrophes
 * between letters; '^' in front is for the first word of a line.  What stands for other words and for marks:
 * 'A' all in capitals, 'N' begins with one, 'G' -ing, 'D' -ed, 'L' -ly, 'S' -s, 'U' the rest, '?' and '!'. */
struct script_word script_word(uint64_t word);

/* Number of rows of a weight table. */
uint32_t script_n_features(void);

/* Rows come in groups, one for each kind of feature; the group of a row, below SCRIPT_MAX_GROUPS. */
uint32_t script_group(uint32_t row);

/* Row of a shape in a file of one style, where the trainer puts what is known beforehand. */
uint32_t script_n_styles(void);
uint32_t script_style_row(enum shape shape, uint32_t style);

/* Rows for line `i`, whatever its tag. Returns how many. */
uint32_t script_features(const struct script *script, uint32_t i, uint32_t out[SCRIPT_MAX_FEATURES]);

/* Rows for the step to line `i` from a line tagged `before`. */
uint32_t script_steps(const struct script *script, uint32_t i, enum tag before,
                      uint32_t out[SCRIPT_MAX_FEATURES]);

/* Of the lines with a margin below SCRIPT_DOUBTFUL a third are wrong, and they hold two thirds of what is
 * wrong (rendered scripts that nothing was trained on; docs/scripts.md). */

/* False where line `i` is never labelled so, whatever stands around it. */
bool script_can_be(const struct script *script, uint32_t i, enum tag tag);

/* Best tags of all lines together, and margins.  weight: [row][SCRIPT_LANES], by tag. */
whose_status script_decode(struct script *script, const int16_t (*weight)[SCRIPT_LANES],
                           struct arena *scratch, whose_error *err);

/* Where a program took cues out of a PDF behind the words they stand over: find these words and mark them. */
void script_find_early(struct script *script);

/* The same with the weights that are built in; the lines are then in the order of the file.  Where a program took cues out of a PDF behind the
 * words they stand over, these words are found and marked. */
whose_status script_label(struct script *script, struct arena *scratch, whose_error *err);

#endif
