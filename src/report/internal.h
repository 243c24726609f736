/* What the writers share.  Stays inside src/report. */
#ifndef REPORT_INTERNAL_H
#define REPORT_INTERNAL_H

#include "report/report.h"

enum { QUOTED_MOST = 4 * N_MEASURES };

/* One view on its way out.  Want of memory sticks, so that writers need not
 * look at every string; formats.c looks once at the end. */
struct writing {
    const struct findings *findings;
    struct str subject;
    uint32_t columns;
    bool is_colour, is_utf8;
    bool no_memory;
    uint32_t quoted[QUOTED_MOST]; // starts of the passages quoted as evidence so far
    uint32_t n_quoted;
    struct arena *scratch;
    struct sink *sink;
    whose_error *err;
};

/* `style` NULL: the plainest. */
struct writing writing_begin(const struct findings *findings, const whose_style *style,
                             struct arena *scratch, struct sink *sink, whose_error *err);

/* One row of the table of writers. */
struct writer {
    whose_view view;
    whose_form form;
    whose_status (*write)(struct writing *w);
};

whose_status plain_read(struct writing *w);
whose_status plain_claim(struct writing *w);
whose_status plain_who(struct writing *w);
whose_status plain_why(struct writing *w);
whose_status json_read(struct writing *w);
whose_status json_all(struct writing *w);
whose_status json_claim(struct writing *w);
whose_status html_read(struct writing *w);
whose_status plain_find(struct writing *w);
whose_status json_find(struct writing *w);
whose_status tsv_read(struct writing *w);
whose_status tsv_lines(struct writing *w);
whose_status fix_draft(struct writing *w);
whose_status plain_cite(struct writing *w);
whose_status json_cite(struct writing *w);
whose_status svg_card(struct writing *w);
whose_status csv_speeches(struct writing *w);
whose_status conll_coref(struct writing *w);
whose_status booknlp_tokens(struct writing *w);
whose_status booknlp_entities(struct writing *w);
whose_status booknlp_quotes(struct writing *w);
whose_status booknlp_book(struct writing *w);

/* ---- conll.c: mentions as spans of text.node ---- */

struct marked {
    uint32_t first, last;   // nodes, of one sentence
    uint32_t cluster;
    uint32_t person;        // of the cast, or PERSON_NONE
    uint8_t type, kind;     // enum entity_type, enum entity_kind
};

/* All of them, by first, the longer before the shorter; NULL: no memory. */
struct marked *report_marks(struct writing *w, uint32_t *n);

/* text_form(), want of memory noted. */
struct str report_form(struct writing *w, uint32_t node);

/* json_put.c: a passage as the contract's QUOTE; an empty `why` is null. */
void json_quote(struct writing *w, struct span at, struct str why);

/* cast.c: the second half of the plain report: the people, names easily
 * confused, names joined, what was not understood. */
void plain_cast(struct writing *w);
void plain_doubts(struct writing *w);
void plain_corrections(struct writing *w);

/* happens.c: the main bonds, the places where it turns, who changes. */
void plain_story(struct writing *w);

/* events.c: the answer to a claim that something happens. */
struct claim;
void plain_event(struct writing *w, const struct claim *claim);

/* ---- number.c: decimal fractions, the same in every locale ---- */

/* At most `decimals` (0 to 6) behind the point; zeros at the end are left out.
 * "null" when `x` is no finite number. */
void number_put(struct sink *sink, double x, uint32_t decimals);

/* ---- look.c: text on a grid of character cells ---- */

enum tint { TINT_NONE, TINT_TITLE, TINT_HEAD, TINT_DIM, TINT_LEFT, TINT_RIGHT, N_TINTS };

enum { LOOK_INDENT = 2 };

/* A line or a paragraph being put together, in scratch memory.  What goes in
 * is made safe for a terminal: control characters become U+FFFD, line ends
 * blanks, and signs that turn the direction of writing vanish. */
struct draft {
    char *at;
    size_t n, cap;
};

void draft_put(struct writing *w, struct draft *draft, struct str s);
void draft_uint(struct writing *w, struct draft *draft, uint64_t n); // 12,345
void draft_number(struct writing *w, struct draft *draft, double x);
void draft_percent(struct writing *w, struct draft *draft, double share); // 71 %
void draft_count(struct writing *w, struct draft *draft, uint64_t n, const char *one,
                 const char *many); // "1 scene", "12 scenes"
void draft_name(struct writing *w, struct draft *draft, uint32_t person);
void draft_owner(struct writing *w, struct draft *draft, uint32_t person); // "Rhoda's"
/* "Rhoda's story"; "the story of Henry V, King of England". */
void draft_story_of(struct writing *w, struct draft *draft, uint32_t person);
void draft_place(struct writing *w, struct draft *draft, uint32_t off); // "p. 31", else as doc_cite

#define DRAFT_PUT(w, draft, literal) draft_put(w, draft, STR(literal))

static inline struct str draft_str(const struct draft *draft)
{
    return (struct str){draft->at, draft->n};
}

/* The clean words of a passage, safe and no longer than a few lines. */
struct str look_passage(struct writing *w, struct span at);
/* What the list of persons says of somebody, else the passage that brings them in. */
struct str look_description(struct writing *w, uint32_t person);
struct str look_name(struct writing *w, uint32_t person);
struct str look_place(struct writing *w, uint32_t off);
/* The title, else the name of the file without its folders. */
struct str look_title(const struct writing *w);
/* What the scenes of this work are to its readers: "scenes", or "chapters". */
const char *look_scenes(const struct writing *w);
const char *look_scene(const struct writing *w); // one of them

/* `s` cut at a word to at most `columns` cells, with an ellipsis if it is cut. */
struct str look_fit(struct writing *w, struct str s, uint32_t columns);

void look_tint(struct writing *w, enum tint tint);
void look_put(struct writing *w, struct str s); // made safe once more
void look_spaces(struct writing *w, uint32_t n);
void look_line(struct writing *w);
void look_head(struct writing *w, const char *words);

/* `s` in exactly `columns` cells. */
void look_cell(struct writing *w, struct str s, uint32_t columns, bool to_the_right);

/* A paragraph whose lines after the first begin at column `indent`; the cursor
 * stands at column `at`.  Ends the line. */
void look_wrap(struct writing *w, struct str s, uint32_t at, uint32_t indent);

/* A bar of `fraction` (0 to 1) of `columns` cells; to the left its end is at the right. */
void look_bar(struct writing *w, double fraction, uint32_t columns, bool to_the_left,
              enum tint tint);

/* The passage between quotation marks, then who and where; cut to `lines` lines.  Three
 * points stand before what begins inside a sentence. */
void look_quote(struct writing *w, struct span at, struct str who, uint32_t indent, uint32_t lines);

/* Two people face to face in one row of the evidence: the name of the measure,
 * what it asks, values and bars on both sides, a quotation of each that was not shown yet.
 * left, right: columns of `evidence`. */
void look_measure(struct writing *w, const struct evidence *evidence, uint32_t left,
                  uint32_t right, struct str left_name, struct str right_name);

#endif
