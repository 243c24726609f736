/*
 * takes   the form of a word and its tags
 * gives   its lemma and its features
 * method  the longest ending that the treebank decides on, up to the whole word, says how
 *         the lemma is made of the form and which features go with the tags
 * cost    at most nine looks into a table each
 */
#include "text/net.h"

#include "base/utf8.h"
#include "text/tagset.h"

#include <string.h>

bool endings_open(const struct model *model, struct endings *out)
{
    size_t n = 0;
    const char *bytes = model_section(model, "text.endings", &n);
    struct endings_image head;
    if (!bytes || n < sizeof head)
        return false;
    memcpy(&head, bytes, sizeof head);
    if (head.mark != ENDINGS_MARK || head.n_lemma > 1u << 20 || head.n_feats > 1u << 20 ||
        head.n_rules > UINT16_MAX || !head.n_rules || !head.n_lemma || !head.n_feats ||
        (head.n_lemma & (head.n_lemma - 1)) || (head.n_feats & (head.n_feats - 1)))
        return false;
    size_t slots = ((size_t)head.n_lemma + head.n_feats) * sizeof(struct ending_slot);
    if (n != sizeof head + slots + (size_t)head.n_rules * sizeof(struct ending_rule))
        return false;
    *out = (struct endings){.lemma = (const void *)(bytes + sizeof head),
                            .n_lemma = head.n_lemma,
                            .n_feats = head.n_feats,
                            .n_rules = head.n_rules};
    out->feats = out->lemma + head.n_lemma;
    out->rule = (const void *)(bytes + sizeof head + slots);
    uint32_t empty[2] = {0};
    for (uint32_t i = 0; i < head.n_lemma; i++) {
        empty[0] += !out->lemma[i].hash;
        if (out->lemma[i].value >= head.n_rules)
            return false;
    }
    for (uint32_t i = 0; i < head.n_feats; i++) {
        empty[1] += !out->feats[i].hash;
        if (out->feats[i].value >= TAGSET_FEATS)
            return false;
    }
    for (uint32_t i = 0; i < head.n_rules; i++)
        if (out->rule[i].n_more > sizeof out->rule[i].more)
            return false;
    return empty[0] && empty[1]; // or a search might not end
}

static const struct ending_slot *find(const struct ending_slot *slot, uint32_t n, uint32_t hash)
{
    uint32_t at = hash & (n - 1);
    while (slot[at].hash && slot[at].hash != hash)
        at = (at + 1) & (n - 1);
    return slot[at].hash ? &slot[at] : NULL;
}

size_t lemma_of(const struct endings *e, struct str form, uint8_t upos, uint8_t xpos,
                uint16_t *feats, char *out)
{
    char key[FEATURE_KEY];
    uint32_t n = features_key(form, key);
    const struct ending_slot *lemma = NULL, *feat = NULL;
    for (uint32_t k = ENDING_MOST + 2; k-- > 0 && !(lemma && feat);) {
        bool whole = k == ENDING_MOST + 1;
        uint32_t m = whole ? n : k;
        if (m > n)
            continue;
        uint32_t hash = ending_hash(upos, xpos, (struct str){key + n - m, m}, whole);
        if (!lemma)
            lemma = find(e->lemma, e->n_lemma, hash);
        if (!feat)
            feat = find(e->feats, e->n_feats, hash);
    }
    *feats = feat ? feat->value : 0;
    struct ending_rule as_is = {0};
    const struct ending_rule *rule = lemma ? &e->rule[lemma->value] : &as_is;
    size_t to = 0;
    if (rule->lower)
        for (size_t at = 0; at < form.n;)
            to += utf8_put(utf8_lower(utf8_next(form, &at)), out + to);
    else {
        memcpy(out, form.at, form.n);
        to = form.n;
    }
    if (rule->cut > to || (rule->cut == to && !rule->n_more))
        return to; // a rule of other words, which does not fit this one
    size_t left = to - rule->cut;
    if (left < to && ((unsigned char)out[left] & 0xC0) == 0x80)
        return to;
    memcpy(out + left, rule->more, rule->n_more);
    return left + rule->n_more;
}
