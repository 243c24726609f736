/*
 * takes   TRAIN.conllu OUT
 * gives   OUT: the section "text.endings"
 * method  for each tag the commonest way from form to lemma, and the commonest features;
 *         then for every ending, from short to long, and last for the whole word, what
 *         differs from the next shorter one
 * cost    seconds
 */
#include "treebank.h"

#include "base/map.h"
#include "base/utf8.h"
#include "text/net.h"
#include "text/tagset.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LEVELS = ENDING_MOST + 2, LEAST = 2 };

struct seen {
    uint32_t hash, parent;
    uint16_t value;
    uint8_t level;
};

struct decided {
    uint32_t hash;
    uint16_t value;
    uint8_t is_own;
};

static int by_key(const void *a, const void *b)
{
    const struct seen *x = a, *y = b;
    if (x->level != y->level)
        return x->level < y->level ? -1 : 1;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x->value < y->value ? -1 : x->value > y->value;
}

static int by_hash(const void *a, const void *b)
{
    const struct decided *x = a, *y = b;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static const struct decided *look(const struct decided *d, size_t n, uint32_t hash)
{
    return bsearch(&(struct decided){.hash = hash}, d, n, sizeof *d, by_hash);
}

/* The table of what was decided: slots, their number in *n_slots. */
static struct ending_slot *decide(struct seen *seen, size_t n, uint32_t *n_slots, uint32_t *n_used)
{
    qsort(seen, n, sizeof *seen, by_key);
    struct decided *all = malloc((n + 1) * sizeof *all);
    size_t n_all = 0, from = 0;
    while (from < n) {
        uint8_t level = seen[from].level;
        size_t known = n_all;
        for (; from < n && seen[from].level == level;) {
            size_t end = from, count = 0, most = 0;
            uint16_t best = 0;
            for (size_t i = from; i < n && seen[i].level == level && seen[i].hash == seen[from].hash; i++) {
                count = i > from && seen[i].value == seen[i - 1].value ? count + 1 : 1;
                if (count > most) {
                    most = count;
                    best = seen[i].value;
                }
                end = i + 1;
            }
            const struct decided *parent = level ? look(all, known, seen[from].parent) : NULL;
            uint8_t own = !parent || (parent->value != best && (end - from >= LEAST || level == LEVELS - 1));
            all[n_all++] = (struct decided){seen[from].hash, own ? best : parent->value, own};
            from = end;
        }
        qsort(all, n_all, sizeof *all, by_hash);
    }
    *n_used = 0;
    for (size_t i = 0; i < n_all; i++)
        *n_used += all[i].is_own;
    for (*n_slots = 64; *n_slots < 2 * *n_used;)
        *n_slots *= 2;
    struct ending_slot *slot = calloc(*n_slots, sizeof *slot);
    for (size_t i = 0; i < n_all; i++)
        if (all[i].is_own) {
            uint32_t at = all[i].hash & (*n_slots - 1);
            while (slot[at].hash)
                at = (at + 1) & (*n_slots - 1);
            slot[at] = (struct ending_slot){all[i].hash, all[i].value, 0};
        }
    free(all);
    return slot;
}

static size_t lowered(struct str s, char *out)
{
    size_t to = 0;
    for (size_t at = 0; at < s.n;)
        to += utf8_put(utf8_lower(utf8_next(s, &at)), out + to);
    return to;
}

/* False when no rule says it: the lemma is another word altogether, or too long. */
static bool rule_of(const struct gold *w, struct ending_rule *rule)
{
    char low[1024];
    if (w->form.n > 200)
        return false;
    struct str as[2] = {w->form, {low, lowered(w->form, low)}};
    bool name = w->upos == upos_find(STR("PROPN")), low_only = w->upos == upos_find(STR("PRON"));
    bool found = false;
    for (int k = 0; k < 2; k++) {
        int lower = name ? k : !k;
        if (low_only && !lower)
            continue; // "i" is "I" too
        struct str form = as[lower];
        size_t same = 0;
        while (same < form.n && same < w->lemma.n && form.at[same] == w->lemma.at[same])
            same++;
        while (same > 0 && same < form.n && ((unsigned char)form.at[same] & 0xC0) == 0x80)
            same--;
        size_t cut = form.n - same, more = w->lemma.n - same;
        if (cut > 200 || more > sizeof rule->more)
            continue;
        if (found && cut + more >= (size_t)rule->cut + rule->n_more)
            continue;
        *rule = (struct ending_rule){.lower = (uint8_t)lower, .cut = (uint8_t)cut, .n_more = (uint8_t)more};
        memcpy(rule->more, w->lemma.at + same, more);
        found = true;
    }
    return found;
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    struct arena arena;
    arena_init(&arena, &(whose_allocator){0});
    struct treebank bank = {0};
    treebank_read(treebank_file(argv[1]), &arena, &bank);
    struct map rules;
    map_init(&rules, &arena);
    size_t most = (size_t)bank.word.n * LEVELS, n[2] = {0};
    struct seen *seen[2] = {malloc(most * sizeof **seen), malloc(most * sizeof **seen)};
    for (uint32_t i = 0; i < bank.word.n; i++) {
        const struct gold *w = &bank.word.at[i];
        char key[FEATURE_KEY];
        uint32_t length = features_key(w->form, key);
        struct ending_rule rule;
        uint32_t value[2] = {MAP_NONE, w->feats};
        if (!str_eq(w->lemma, STR("_")) && rule_of(w, &rule))
            value[0] = map_add(&rules, (struct str){(const char *)&rule, sizeof rule});
        for (int t = 0; t < 2; t++) {
            if (value[t] == MAP_NONE)
                continue;
            uint32_t parent = 0;
            for (uint32_t level = 0; level < LEVELS; level++) {
                bool whole = level == LEVELS - 1;
                uint32_t m = whole ? length : level;
                if (m > length)
                    continue;
                uint32_t hash = ending_hash(w->upos, w->xpos, (struct str){key + length - m, m}, whole);
                seen[t][n[t]++] = (struct seen){hash, parent, (uint16_t)value[t], (uint8_t)level};
                parent = hash;
            }
        }
    }
    struct endings_image head = {.mark = ENDINGS_MARK, .n_rules = rules.n};
    uint32_t used[2];
    struct ending_slot *lemma = decide(seen[0], n[0], &head.n_lemma, &used[0]);
    struct ending_slot *feats = decide(seen[1], n[1], &head.n_feats, &used[1]);
    printf("%u rules, %u endings for lemmas, %u for features\n", rules.n, used[0], used[1]);
    FILE *f = fopen(argv[2], "wb");
    if (!f)
        return 1;
    fwrite(&head, sizeof head, 1, f);
    fwrite(lemma, sizeof *lemma, head.n_lemma, f);
    fwrite(feats, sizeof *feats, head.n_feats, f);
    for (uint32_t r = 0; r < rules.n; r++)
        fwrite(rules.key[r].at, rules.key[r].n, 1, f);
    return fclose(f) != 0;
}
