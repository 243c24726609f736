/* What the files that read prose share.  Stays inside src/read. */
#ifndef READ_PROSE_H
#define READ_PROSE_H

#include "base/vec.h"
#include "read/internal.h"

/* ---- prose_chapters.c: paragraphs, and what each is ---- */

enum par_kind {
    PAR_TEXT,
    PAR_HEADING, // of a part or chapter
    PAR_TITLE,   // the heading goes on: the chapter's title in a paragraph of its own
    PAR_BREAK,   // "* * *"
    PAR_OTHER    // licence, title page, contents, footnote, caption
};

enum par_level { LEVEL_PART, LEVEL_CHAPTER, LEVEL_NUMERAL, N_LEVELS };

/* A run of lines without a blank line in it. */
struct par {
    struct span at;       // without blanks at its ends
    uint32_t n_lines;
    uint32_t n_blank;     // lines before it
    enum par_kind kind;
    enum par_level level; // of a heading
    uint32_t number;      // of a heading, as it counts; 0: it has none
    struct span printed;  // the number as printed
    struct span title;    // behind the number; may be empty
    bool opens_scene;
};

typedef VEC(struct par) par_list;

/* Part the text into paragraphs.  WHOSE_OK or WHOSE_E_NOMEM. */
whose_status prose_paragraphs(struct str text, struct arena *arena, par_list *out,
                              whose_error *err);

/* Find out what each paragraph is; `title` and `author` receive what the front says. */
void prose_chapters(struct str text, par_list *par, struct str *title, struct str *author);

/* ---- prose_quotes.c: what is said ---- */

/* How a text marks speech. */
enum quote_marks {
    QUOTES_DOUBLE,  // "..." and the curly ones
    QUOTES_SINGLE,  // '...' and the curly ones
    QUOTES_ANGLE,   // «...» and »...«
    QUOTES_LOW,     // „...“
    QUOTES_CORNER,  // 「...」
    QUOTES_DASH,    // a dash at the head of the paragraph
    N_QUOTE_MARKS
};

enum quote_marks quotes_decide(struct str text, const par_list *par);

/* One continuous piece of speech, with its marks. */
struct piece {
    struct span at;
    bool is_open;     // the paragraph ends before it is closed
    bool reopens;     // goes on with the speech that the paragraph before left open
};

typedef VEC(struct piece) piece_list;

/* What is carried from paragraph to paragraph. */
struct quoting {
    enum quote_marks marks;
    bool is_open;     // the last paragraph ended inside a speech
};

/* Append the pieces of speech of paragraph `p` to `out`. */
whose_status quotes_find(struct str text, const par_list *par, uint32_t p, struct quoting *state,
                         struct arena *arena, piece_list *out, whose_error *err);

/* Does what stands between two pieces of one paragraph part two speeches? */
bool quotes_part(struct str between);

/* ---- prose_novel.c: the doc ---- */

whose_status prose_novel(const struct input *in, struct arena *keep, struct arena *scratch,
                         struct doc *out, whose_error *err);

#endif
