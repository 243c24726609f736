/* Clusters of names while they are joined: what prose_join.c and prose_roles.c share. */
#ifndef PEOPLE_PROSE_JOIN_H
#define PEOPLE_PROSE_JOIN_H

#include "people/speakers.h"

enum { MOST_CANDIDATES = 24, SENTENCE_NAMES = 8 };

struct pair {
    uint32_t a, b;      // forms
    uint32_t n;         // sentences that name both
    uint32_t n_talk;    // times that one calls the other, or speaks right behind the other
};

struct cluster {
    uint32_t next;            // next form of it, a ring
    uint32_t first, last;     // words, or MAP_NONE
    uint32_t title;           // word, or MAP_NONE
    uint32_t titles;          // bits of enum title_class
    uint32_t rank;            // word of a rank ("colonel"), or MAP_NONE
    uint32_t n, n_full, n_miss, n_told, n_he, n_she, n_old; // n_full: with first and last name
    uint32_t n_titled_full[2]; // "Mr. John Knightley", "Miss Eliza Bennet"
    enum gender told;         // by titles
};

/* Titles that one person does not bear together, under one surname. */
enum { IS_MR = 1, IS_MISS = 2, IS_MRS = 4, IS_LADY = 8, IS_SIR = 16, IS_LORD = 32, IS_RANK = 64, IS_DR = 128 };

struct joining {
    struct novel *n;
    struct cluster *cluster;  // [form]; valid at roots, `next` everywhere
    uint32_t *root;           // [form]
    struct tag *tag;          // [speech]; labels are those of forms
    uint32_t *form_of_label;  // [label]
    uint32_t *pair_first;     // [form + 1], index into `pair`
    struct pair *pair;        // both ways
    uint32_t *by_first, *by_last; // [word], a form whose cluster has it, or DOC_NONE
    uint32_t *next_first, *next_last; // [form], the next such form
};

/* The form that stands for the cluster of a form. */
uint32_t join_root(struct joining *j, uint32_t form);

/* Do both stand in one sentence too often to be one person? */
bool join_stand_apart(struct joining *j, uint32_t a, uint32_t b);

enum gender join_gender(const struct cluster *c);
bool join_titles_clash(const struct cluster *a, const struct cluster *b);

/* Make two clusters one, for a reason of static storage. */
void join_unite(struct joining *j, uint32_t into, uint32_t other, const char *because);

/* The cluster with that first (or last) name which fits best; DOC_NONE when none
 * does, or two do and neither is much more frequent. */
uint32_t join_best_fit(struct joining *j, const uint32_t *head, const uint32_t *next, uint32_t word,
                       uint32_t form, bool by_first, bool needs_clear);

/* "Miss", "Sir", "Mr" alone. */
bool join_is_anybodys(const struct novel *n, uint32_t title);

/* prose_roles.c */
whose_status join_roles(struct joining *j, whose_error *err);
void join_pets(struct joining *j);
whose_status join_called(struct joining *j, whose_error *err);

#endif
