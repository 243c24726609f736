/*
 * report: what was found out -> something to read.
 * takes   struct findings, all stages of one work
 * gives   text on a sink; a writer is one file and one row in formats.c
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/arena.h"
#include "base/sink.h"
#include "doc/doc.h"
#include "people/people.h"
#include "story/story.h"
#include "text/text.h"
#include "verdict/verdict.h"
#include "whose.h"

/* What English was read with. */
struct model_facts {
    struct str name;      // empty: without a model
    struct str licence;   // of its parts, each once, parted by "; "
    uint32_t version;     // of the format
    char sha256[65];
};

/* Everything about one work. */
struct findings {
    struct str path;       // of its first part, may be empty
    uint64_t n_bytes;      // of the input
    char sha256[65];       // of the input, in hexadecimal
    struct model_facts model;
    struct doc doc;
    struct text text;
    struct cast cast;
    struct story story;
    struct verdict verdict;
};

/* Write what became of `a` in `b`, plain or as JSON. */
whose_status report_compare(const struct findings *a, const struct findings *b, whose_form form,
                            const whose_style *style, struct arena *scratch, struct sink *sink,
                            whose_error *err);

/* Write the claims of a post with their answers, plain or as JSON.  `cast_list`: who plays whom, may
 * be empty.  `is_of_another`: the post names people, and none of the story. */
whose_status report_post(const struct findings *findings, struct str bytes, struct str cast_list,
                         whose_form form, const whose_style *style, struct arena *scratch,
                         struct sink *sink, bool *is_of_another, whose_error *err);

/* html.c: the page without a story. */
struct str report_page(void);

/* Write one view in one form; see whose_report_write(). */
whose_status report_write(const struct findings *findings, whose_view view, whose_form form,
                          struct str subject, const whose_style *style, struct arena *scratch,
                          struct sink *sink, whose_error *err);

#endif
