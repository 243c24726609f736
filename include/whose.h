/*
 * whose.h: read a story and say, with cited evidence, whose story it is.
 *
 * A work is given as bytes; the answer is a report, which can be written in
 * several views and forms.  The library never prints, exits, reads the
 * environment or keeps global state: different works may be read by different
 * threads at the same time.
 *
 * Offsets are bytes of the story's own UTF-8 text (see whose_report_text()),
 * half open: [start, end).
 */
#ifndef WHOSE_H
#define WHOSE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WHOSE_VERSION "0.1.0"

#if defined(__GNUC__)
#define WHOSE_API __attribute__((visibility("default")))
#else
#define WHOSE_API
#endif

/** The largest work that is read, in bytes over all its parts: 1 GiB. */
#define WHOSE_MAX_BYTES ((size_t)1 << 30)

/** A character id that stands for nobody. */
#define WHOSE_NOBODY UINT32_MAX

/**
 * Why a call did not do what was asked.  WHOSE_E_NAME is about the question
 * and not about the story: a name in it fits nobody, or two people.
 */
typedef enum whose_status {
    WHOSE_OK,
    WHOSE_E_NOMEM,  /* no memory */
    WHOSE_E_FORMAT, /* no reader knows these bytes */
    WHOSE_E_INPUT,  /* a reader gave up at error.offset */
    WHOSE_E_LIMIT,  /* too large, too deep, or expands too far */
    WHOSE_E_SYSTEM, /* the machine: a file, a device, the receiver of output */
    WHOSE_E_NAME    /* a name in the question fits nobody, or two people */
} whose_status;

/** What went wrong, in a sentence for people. */
typedef struct whose_error {
    whose_status status;
    uint64_t offset;    /* byte of the input that it concerns, 0 when of none */
    uint64_t line;      /* line of the input, counted from 1; 0 when unknown */
    char message[480];  /* UTF-8, ends in NUL, no line end */
} whose_error;

/**
 * Where memory comes from.  `resize(user, old, old_bytes, new_bytes)` behaves
 * as realloc(), and as free() when new_bytes is 0; it may return NULL for "no
 * memory".  One work calls it from one thread only.
 */
typedef struct whose_allocator {
    void *(*resize)(void *user, void *old, size_t old_bytes, size_t new_bytes);
    void *user;
} whose_allocator;

/** What was learned from English text: see whose_model_open_bytes(). */
typedef struct whose_model whose_model;

/** What the bytes of a work are. */
typedef enum whose_input {
    WHOSE_INPUT_STORY,    /* any supported format, told by its bytes */
    WHOSE_INPUT_CONLLU,   /* CoNLL-U; its words and sentences are kept */
    WHOSE_INPUT_TOKENIZED /* one sentence a line, tokens between single spaces, kept */
} whose_input;

/** How far a work is read. */
typedef enum whose_depth {
    WHOSE_DEPTH_STORY, /* people, story and verdict */
    WHOSE_DEPTH_TEXT,  /* sentences, words and, with a model, what each word does; no further */
    WHOSE_DEPTH_ALL    /* as STORY and, with a model, entities and events */
} whose_depth;

/**
 * Told how far the reading of a work is.  `stage` is a static string for people, `done` the
 * part of the whole that lies behind, 0 to 1, never less than before.  Called in the thread
 * that reads.
 */
typedef void whose_progress(void *user, const char *stage, double done);

/** All zero gives the defaults. */
typedef struct whose_options {
    whose_allocator allocator; /* resize NULL: malloc of the C library */
    const whose_model *model;  /* NULL: none; else it stays until works and reports are freed */
    whose_input input;         /* with other than STORY, the work has one part */
    whose_depth depth;
    const char *weights;       /* what the readings weigh, "told=2,driven=1": those not named do
                                  not count; NULL: as fitted */
    whose_progress *progress;  /* NULL: nobody is told */
    void *progress_user;       /* passed on to it */
} whose_options;

/** One part of a model.  Strings are UTF-8 and not ended by NUL; borrowed from the model's bytes. */
typedef struct whose_model_part {
    const char *name, *data, *licence, *score, *command;
    size_t n_name, n_data, n_licence, n_score, n_command; /* bytes */
    size_t n_bytes;                                       /* of the part itself */
} whose_model_part;

/**
 * Open a model from the bytes of its file, as whose-model(5) describes it.
 *
 * bytes     not copied: they stay, unchanged, until whose_model_free(); aligned
 *           to 16, as malloc() and mmap() give them
 * n_bytes   up to 16 MiB
 * allocator NULL for malloc of the C library
 * out       the model on WHOSE_OK, else NULL; may serve many works and threads
 *           at once
 *
 * Returns WHOSE_OK; WHOSE_E_INPUT, the bytes are no model, a damaged one or one
 * of another version; WHOSE_E_LIMIT; WHOSE_E_NOMEM.
 */
WHOSE_API whose_status whose_model_open_bytes(const void *bytes, size_t n_bytes,
                                              const whose_allocator *allocator,
                                              whose_model **out, whose_error *err);

/** Give a model back; its bytes are the caller's.  NULL is allowed. */
WHOSE_API void whose_model_free(whose_model *model);

/** Its name, ended by NUL; borrowed from the model's bytes. */
WHOSE_API const char *whose_model_name(const whose_model *model);

/** The SHA-256 of its contents as 64 hexadecimal digits and a NUL. */
WHOSE_API void whose_model_sha256(const whose_model *model, char out[65]);

/** How many parts it has. */
WHOSE_API uint32_t whose_model_n_parts(const whose_model *model);

/** One of them; `i` below whose_model_n_parts(). */
WHOSE_API whose_model_part whose_model_get_part(const whose_model *model, uint32_t i);

/** A work on its way to being read: one story, in one or more parts. */
typedef struct whose_work whose_work;

/** All that was found out about one work.  Read only; may be shared by threads. */
typedef struct whose_report whose_report;

/** What a part of a work is to the story. */
typedef enum whose_role {
    WHOSE_STORY,      /* the text of the story, or the next part of it */
    WHOSE_CORRECTIONS /* statements on its people, see whose(1); they hold for all parts */
} whose_role;

/**
 * Begin a work.
 *
 * options   NULL for the defaults; copied
 * out       the work on WHOSE_OK, else NULL; given back with whose_work_free()
 * err       NULL, or receives the reason
 *
 * Returns WHOSE_OK; WHOSE_E_NAME, options->weights names no reading or no number;
 * WHOSE_E_NOMEM.
 */
WHOSE_API whose_status whose_work_new(const whose_options *options, whose_work **out,
                                      whose_error *err);

/**
 * Add one part to a work.  Parts of role WHOSE_STORY are joined in the order
 * in which they are added.
 *
 * work      from whose_work_new()
 * role      what the part is
 * name      the file's name, for messages and the report; NULL when it has none
 * bytes     the file as it lies on disk; not copied, and so must stay as it is
 *           until whose_work_read() has returned
 * n_bytes   length of `bytes`; all parts together up to WHOSE_MAX_BYTES
 *
 * Returns WHOSE_OK; WHOSE_E_INPUT, a line of corrections cannot be read (err->line);
 * WHOSE_E_LIMIT; WHOSE_E_NOMEM.
 */
WHOSE_API whose_status whose_work_add(whose_work *work, whose_role role, const char *name,
                                      const void *bytes, size_t n_bytes, whose_error *err);

/**
 * Read all parts of a work and weigh whose story it is.
 *
 * out       the report on WHOSE_OK, else NULL; the caller gives it back with
 *           whose_report_free().  It does not need the work any more.
 *
 * Returns WHOSE_OK; WHOSE_E_FORMAT, no reader knows the bytes; WHOSE_E_INPUT,
 * a reader gave up at err->offset, or prose in another language than English;
 * WHOSE_E_LIMIT; WHOSE_E_NOMEM.
 */
WHOSE_API whose_status whose_work_read(whose_work *work, whose_report **out, whose_error *err);

/** Give a work back.  NULL is allowed. */
WHOSE_API void whose_work_free(whose_work *work);

/**
 * The short form for a story that is one file: whose_work_new(), _add() and
 * _read() in one call, with the same arguments and the same results.
 */
WHOSE_API whose_status whose_read(const char *name, const void *bytes, size_t n_bytes,
                                  const whose_options *options, whose_report **out,
                                  whose_error *err);

/** Give a report back, with all that it lent out.  NULL is allowed. */
WHOSE_API void whose_report_free(whose_report *report);

/** One person, or one group, of the story.  Strings are UTF-8 and end in NUL. */
typedef struct whose_character {
    uint32_t id;      /* counted by first appearance, from 0 */
    const char *name; /* borrowed from the report */
    int is_group;     /* 1 for a crowd or chorus, else 0 */
    uint32_t speeches;
    uint32_t words;   /* spoken */
    uint32_t scenes;  /* scenes in which the person is on stage or is heard */
    double share;     /* probability of being the owner of the story, 0 to 1 */
} whose_character;

/** How many characters the report has. */
WHOSE_API uint32_t whose_report_n_characters(const whose_report *report);

/** One of them; `id` below whose_report_n_characters(). */
WHOSE_API whose_character whose_report_character(const whose_report *report, uint32_t id);

/** The kinds of answer to "whose story is it?". */
typedef enum whose_answer {
    WHOSE_ANSWER_ONE,       /* one person's */
    WHOSE_ANSWER_SHARED,    /* two or more own it together */
    WHOSE_ANSWER_CONTESTED, /* the evidence is divided */
    WHOSE_ANSWER_NOBODY     /* the text does not allow an answer */
} whose_answer;

/** The kind of answer.  With WHOSE_ANSWER_NOBODY, whose_report_owner() is WHOSE_NOBODY. */
WHOSE_API whose_answer whose_report_answer(const whose_report *report);

/** The id of the likeliest owner, or WHOSE_NOBODY. */
WHOSE_API uint32_t whose_report_owner(const whose_report *report);

/** The story's text as UTF-8, not ended by NUL; borrowed. */
WHOSE_API const char *whose_report_text(const whose_report *report, size_t *n_bytes);

/** What part of a report to write. */
typedef enum whose_view {
    WHOSE_VIEW_READ,    /* the verdict, its evidence, the people; plain, JSON, TSV, HTML */
    WHOSE_VIEW_CLAIM,   /* "Brutus, not Caesar" put to the evidence; plain, JSON */
    WHOSE_VIEW_FIND,    /* where the story says a line as remembered; plain, JSON */
    WHOSE_VIEW_WHO,     /* one person's dossier; plain */
    WHOSE_VIEW_WHY,     /* every passage behind one value of the evidence; plain */
    WHOSE_VIEW_LINES,   /* every line of the text with its tag; TSV */
    WHOSE_VIEW_TEXT,    /* the story's own text */
    WHOSE_VIEW_CONLLU,  /* every sentence with its words, tags and heads; CoNLL-U */
    WHOSE_VIEW_ALL,     /* as READ and, of a work read to WHOSE_DEPTH_ALL, entities and events; JSON */
    WHOSE_VIEW_FIX,     /* what is unsure, as a draft of corrections */
    WHOSE_VIEW_CITE,    /* a passage with a reference to paste; plain, JSON */
    WHOSE_VIEW_CARD,    /* the verdict on a card of 1200 by 630; SVG */
    WHOSE_VIEW_SPEECHES, /* every line with its speaker; CSV */
    WHOSE_VIEW_CONLL,   /* coreference, a token a row, as LitBank writes it */
    WHOSE_VIEW_BOOKNLP_TOKENS, /* tables with the columns of BookNLP */
    WHOSE_VIEW_BOOKNLP_ENTITIES,
    WHOSE_VIEW_BOOKNLP_QUOTES,
    WHOSE_VIEW_BOOKNLP_BOOK, /* JSON */
    WHOSE_VIEW_DOC,     /* stages, as stable text for tests and curiosity */
    WHOSE_VIEW_PEOPLE,
    WHOSE_VIEW_STORY,
    WHOSE_VIEW_VERDICT
} whose_view;

/** In what form.  A view that has only one form is written in that form. */
typedef enum whose_form {
    WHOSE_FORM_PLAIN,
    WHOSE_FORM_JSON,
    WHOSE_FORM_TSV,
    WHOSE_FORM_HTML /* one page that opens from disk without a network, the whole text in it */
} whose_form;

/** How plain text is to look.  All zero: 80 columns, no colour, ASCII bars. */
typedef struct whose_style {
    uint32_t columns; /* width in character cells; 0 means 80; 40 to 200 are used */
    int colour;       /* 1: ANSI colours */
    int utf8;         /* 1: the receiver shows UTF-8 (block characters in bars) */
} whose_style;

/** Receives output in order; returns 0 to go on, anything else to stop. */
typedef int whose_write(void *user, const void *bytes, size_t n_bytes);

/**
 * Write one view of a report.
 *
 * subject   the claim for WHOSE_VIEW_CLAIM, the line for WHOSE_VIEW_FIND, the name for
 *           WHOSE_VIEW_WHO, measure and name for WHOSE_VIEW_WHY ("inner life: Anna"), the
 *           passage ("120-180" or its words) for WHOSE_VIEW_CITE, as a person types them,
 *           ended by NUL; else NULL
 * style     NULL for the plainest
 * write     called with pieces of the output; `user` is passed on
 *
 * Returns WHOSE_OK; WHOSE_E_SYSTEM when `write` stopped; WHOSE_E_NAME when the
 * subject fits nobody or several (err->message names the nearest);
 * WHOSE_E_INPUT when a claim has no name in it or a line no word, a passage is not in the text, or
 * the report was read to
 * WHOSE_DEPTH_TEXT and does not have the view; WHOSE_E_NOMEM.
 */
WHOSE_API whose_status whose_report_write(const whose_report *report, whose_view view,
                                          whose_form form, const char *subject,
                                          const whose_style *style, whose_write *write,
                                          void *user, whose_error *err);

/**
 * Write what became of a story in another draft of it, or of a novel in its
 * script: who gained and lost, by which measure; scenes kept, changed, moved,
 * cut and added; what it did to the verdict.
 *
 * a, b      two reports to WHOSE_DEPTH_STORY; memory comes from that of `a`
 * form      WHOSE_FORM_PLAIN or WHOSE_FORM_JSON
 * style     NULL for the plainest
 * write     as in whose_report_write()
 *
 * Returns WHOSE_OK; WHOSE_E_SYSTEM when `write` stopped; WHOSE_E_INPUT when one of
 * the reports was read to WHOSE_DEPTH_TEXT; WHOSE_E_NOMEM.
 */
WHOSE_API whose_status whose_compare_write(const whose_report *a, const whose_report *b,
                                           whose_form form, const whose_style *style,
                                           whose_write *write, void *user, whose_error *err);

/**
 * Find the claims in a review, a forum post or a feed, and write each with what
 * the story says of it, in the order of the post.  Names of those who wrote are
 * not kept.
 *
 * post      plain text, HTML, Atom or RSS, up to 8 MiB
 * cast_list who plays whom, "actor, role, order" a line, so that actors' names
 *           and billing are understood; NULL when there is none
 * form      WHOSE_FORM_PLAIN or WHOSE_FORM_JSON
 * style     NULL for the plainest
 * is_of_another  NULL, or receives 1 when the post names people, and nobody of this
 *           story: then no claim is found in it
 * write     as in whose_report_write()
 *
 * Returns WHOSE_OK; WHOSE_E_SYSTEM when `write` stopped; WHOSE_E_INPUT when the
 * post is in another language than English or the report was read to
 * WHOSE_DEPTH_TEXT; WHOSE_E_LIMIT; WHOSE_E_NOMEM.
 */
WHOSE_API whose_status whose_post_write(const whose_report *report, const void *post,
                                        size_t n_post, const void *cast_list, size_t n_cast_list,
                                        whose_form form, const whose_style *style,
                                        whose_write *write, void *user, int *is_of_another,
                                        whose_error *err);

/** One measure of the evidence, in words.  Static strings that end in NUL. */
typedef struct whose_measure {
    const char *name;     /* "inner life" */
    const char *reading;  /* the reading it belongs to, "seen_through" */
    const char *asks;     /* "Who perceives, thinks and feels?" */
    const char *unit;     /* of its values, "clauses" */
    const char *formula;  /* how it is counted */
    const char *rests_on; /* what in the study of narrative speaks for it */
    const char *misleads; /* where it does */
    double weight;        /* its part of the verdict in a work in which nothing is missing, 0 to 1 */
} whose_measure;

/** How many measures there are. */
WHOSE_API uint32_t whose_n_measures(void);

/** One of them; `i` below whose_n_measures(). */
WHOSE_API whose_measure whose_get_measure(uint32_t i);

/**
 * The number of the measure that a person means by `typed`, its name or the
 * beginning of it; WHOSE_NOBODY when there is none, or more than one.
 */
WHOSE_API uint32_t whose_find_measure(const char *typed);

/**
 * The page of WHOSE_FORM_HTML without a story in it, as UTF-8 of `*n_bytes`, static and not ended
 * by NUL.  A program that answers its requests shows it in a browser: whose(1), serve.  What it may
 * ask of its server is decided by "connect-src 'none'" in its policy.
 */
WHOSE_API const char *whose_page(size_t *n_bytes);

/** A status in words, for example "no memory". */
WHOSE_API const char *whose_status_words(whose_status status);

#ifdef __cplusplus
}
#endif
#endif
