/* takes   labels and the words of the text
 * gives   every place where directions or speech name a person
 * method  a trie over the words of all names, longest match; a name that is
 *         also an everyday word counts only where case and place speak for it
 * cost    O(words x longest name) */
#include "base/err.h"
#include "people/internal.h"

#include <string.h>

static uint32_t child_of(const struct forms *forms, uint32_t node, uint32_t word)
{
    uint32_t pair[2] = {node, word};
    uint32_t edge = map_find(&forms->edge, (struct str){(const char *)pair, sizeof pair});
    return edge == MAP_NONE ? DOC_NONE : edge + 1;
}

static uint32_t add_child(struct gathering *g, struct forms *forms, uint32_t node, uint32_t word)
{
    uint32_t pair[2] = {node, word};
    uint32_t edge = map_add(&forms->edge, (struct str){(const char *)pair, sizeof pair});
    if (edge == MAP_NONE)
        return DOC_NONE;
    while (forms->node_form.n <= edge + 1) {
        uint32_t *slot = VEC_PUSH(&forms->node_form, g->scratch);
        if (!slot)
            return DOC_NONE;
        *slot = DOC_NONE;
    }
    return edge + 1;
}

bool word_is_common(const struct text *text, uint32_t word)
{
    return text->n_lower[word] > text->n_capital[word];
}

/* Put `key` into the trie for the person of `label`.  Two people under one form: nobody's. */
static whose_status add_form(struct gathering *g, struct forms *forms, struct str key,
                             uint32_t label, bool is_part, whose_error *err)
{
    uint32_t node = 0, n_words = 0;
    bool is_common = true;
    while (key.n) {
        uint32_t word = map_find(&g->text->word, str_cut(&key, ' '));
        if (word == MAP_NONE)
            return WHOSE_OK; // the text never says it
        is_common = is_common && word_is_common(g->text, word);
        node = add_child(g, forms, node, word);
        if (node == DOC_NONE)
            return fail_nomem(err);
        n_words++;
    }
    if (n_words == 0)
        return WHOSE_OK;
    uint32_t root = label_root(g, label);
    uint32_t *slot = &forms->node_form.at[node];
    if (*slot != DOC_NONE) {
        struct form *old = &forms->form.at[*slot];
        if (old->label == root || (is_part && !old->is_part))
            return WHOSE_OK;
        if (old->is_part == is_part) {
            old->label = DOC_NONE;
            return WHOSE_OK;
        }
        *old = (struct form){root, n_words, is_part, is_common};
        return WHOSE_OK;
    }
    struct form *form = VEC_PUSH(&forms->form, g->scratch);
    if (!form)
        return fail_nomem(err);
    *form = (struct form){root, n_words, is_part, is_common};
    *slot = forms->form.n - 1;
    return WHOSE_OK;
}

/* First and last word of a longer name, if they are names by themselves. */
static whose_status add_parts(struct gathering *g, struct forms *forms, struct str key,
                              uint32_t label, whose_error *err)
{
    struct str rest = key;
    struct str first = str_cut(&rest, ' ');
    if (rest.n == 0)
        return WHOSE_OK;
    struct str last = rest;
    while (str_find(last, STR(" ")) < last.n)
        str_cut(&last, ' ');
    const struct str ends[] = {first, last};
    for (size_t i = 0; i < 2; i++) {
        if (cue_is_title(ends[i]) || cue_names_group(ends[i]) || ends[i].n < 3)
            continue;
        uint32_t word = map_find(&g->text->word, ends[i]);
        if (word == MAP_NONE || g->text->n_capital[word] == 0 ||
            g->text->n_lower[word] * 4 > g->text->n_capital[word])
            continue;
        TRY(add_form(g, forms, ends[i], label, true, err));
    }
    return WHOSE_OK;
}

whose_status forms_build(struct gathering *g, struct forms *out, whose_error *err)
{
    *out = (struct forms){0};
    map_init(&out->edge, g->scratch);
    uint32_t *root = VEC_PUSH(&out->node_form, g->scratch);
    if (!root)
        return fail_nomem(err);
    *root = DOC_NONE;
    for (uint32_t i = 0; i < g->label.n; i++)
        TRY(add_form(g, out, g->label.at[i].key, i, false, err));
    for (uint32_t i = 0; i < g->label.n; i++)
        if (!g->label.at[i].is_group)
            TRY(add_parts(g, out, g->label.at[i].key, i, err));
    return WHOSE_OK;
}

/* The token behind `i` where a name may go on: next to it, or behind the full
 * stop of a title or the hyphen of a double name. */
static uint32_t next_word(const struct text *text, uint32_t i, uint32_t end)
{
    const struct token *token = text->token;
    uint32_t next = i + 1;
    if (token[i].flags & TOKEN_OWNS)
        return end;
    if (next < end && (token[next].mark == '.' || token[next].mark == '-') &&
        token[next].at.start == token[i].at.end) {
        if (token[next].mark == '.' && !cue_is_title(text->word.key[token[i].word]))
            return end;
        next++;
    }
    return next < end && (token[next].flags & TOKEN_WORD) ? next : end;
}

const struct form *forms_match(const struct gathering *g, const struct forms *forms, uint32_t i,
                               uint32_t end, uint32_t *behind)
{
    const struct text *text = g->text;
    const struct form *best = NULL;
    uint32_t node = 0;
    while (i < end && (text->token[i].flags & TOKEN_WORD)) {
        node = child_of(forms, node, text->token[i].word);
        if (node == DOC_NONE)
            break;
        if (forms->node_form.at[node] != DOC_NONE) {
            best = &forms->form.at[forms->node_form.at[node]];
            *behind = i + 1;
        }
        i = next_word(text, i, end);
    }
    return best;
}

/* "Price" is Don's by itself, and Zacky's behind "Zacky". */
static bool is_name_of_its_own(const struct form *form)
{
    return form && !form->is_part;
}

/* A verse begins with a capital that makes no name: "poor Ophelia / Divided from herself". */
static bool is_line_between(const struct text *text, uint32_t token)
{
    struct span gap = {text->token[token - 1].at.end, text->token[token].at.start};
    return gap.end > gap.start &&
           memchr(text->doc->text.at + gap.start, '\n', gap.end - gap.start) != NULL;
}

uint32_t forms_extend(const struct gathering *g, const struct forms *forms, uint32_t behind,
                      uint32_t end)
{
    const struct text *text = g->text;
    uint32_t last = behind - 1;
    for (int n = 0; n < 2 && behind < end; n++, behind++) {
        const struct token *token = &text->token[behind];
        uint32_t ignored;
        if ((text->token[behind - 1].flags & TOKEN_OWNS) || !(token->flags & TOKEN_WORD) ||
            !(token->flags & TOKEN_TITLE) || (token->flags & TOKEN_STARTS) ||
            (token->flags & TOKEN_UPPER) != (text->token[last].flags & TOKEN_UPPER) ||
            text->n_lower[token->word] * 4 > text->n_capital[token->word] ||
            text->word.key[token->word].n < 3 || is_line_between(text, behind) ||
            is_name_of_its_own(forms_match(g, forms, behind, end, &ignored)))
            break;
    }
    return behind;
}

static bool is_one_of(const struct text *text, uint32_t i, const char *const *list)
{
    struct str key = text->word.key[text->token[i].word];
    for (; *list; list++)
        if (str_eq(key, str_c(*list)))
            return true;
    return false;
}

static bool is_word(const struct text *text, uint32_t i, uint32_t end)
{
    return i < end && (text->token[i].flags & TOKEN_WORD);
}

bool verb_follows(const struct text *text, uint32_t i, uint32_t end)
{
    static const char *const NO_VERBS[] = {
        "his",     "this",   "its",       "as",        "us",         "less",       "plus",
        "across",  "towards", "always",   "perhaps",   "besides",    "sometimes",  "downstairs",
        "upstairs", "outdoors", "indoors", "backwards", "forwards", "afterwards", "yes", "hers",
        "theirs",  "ours",   "yours",     "alas",      NULL,
    };
    for (uint32_t k = i + 1; k < end && k <= i + 3; k++) {
        const struct token *token = &text->token[k];
        if (!(token->flags & TOKEN_WORD) || (token->flags & TOKEN_TITLE))
            return false;
        struct str key = text->word.key[token->word];
        if (str_ends(key, STR("ly")))
            continue;
        return key.n > 1 && key.at[key.n - 1] == 's' && !str_ends(key, STR("ss")) &&
               !is_one_of(text, k, NO_VERBS);
    }
    return false;
}

/* "Will you ...": a verb or an auxiliary at the head of a question, not a name. */
static bool opens_question(const struct text *text, uint32_t i, uint32_t end)
{
    static const char *const SUBJECTS[] = {
        "you", "i",  "he",   "she", "it",  "we",  "they",   "the",     "that", "this", "there",
        "a",   "an", "your", "my",  "any", "not", "anyone", "someone", "those", "these", NULL,
    };
    return is_word(text, i + 1, end) && is_one_of(text, i + 1, SUBJECTS);
}

static bool is_shouted(const struct text *text, uint32_t first, uint32_t behind, uint32_t begin,
                       uint32_t end)
{
    bool before = first > begin && is_word(text, first - 1, end);
    bool after = is_word(text, behind, end);
    return (before && (text->token[first - 1].flags & TOKEN_UPPER)) ||
           (after && (text->token[behind].flags & TOKEN_UPPER));
}

static bool is_article(const struct text *text, uint32_t i)
{
    static const char *const ARTICLES[] = {"the", NULL};
    return is_one_of(text, i, ARTICLES);
}

struct place {
    uint32_t first, behind, begin, end; // tokens of the match and of its block
    bool is_spoken;
};

static bool is_vocative(const struct text *text, const struct place *p)
{
    const struct token *token = text->token;
    if (!p->is_spoken || (token[p->behind - 1].flags & TOKEN_OWNS))
        return false;
    bool ends = p->behind >= p->end || strchr(",.!?-;", token[p->behind].mark) != NULL;
    if (p->behind < p->end && token[p->behind].mark == '\0')
        ends = false;
    bool opens = (token[p->first].flags & TOKEN_STARTS) != 0;
    bool parted = p->first > p->begin && token[p->first - 1].mark == ',';
    return ends && (parted || (opens && p->behind < p->end));
}

/* How sure it is that the words name the person; 0: they do not. */
static float name_sure(const struct text *text, const struct form *form, const struct place *p,
                       enum mention_kind *kind)
{
    const struct token *token = &text->token[p->first];
    *kind = MENTION_NAME;
    bool capital = (token->flags & TOKEN_TITLE) != 0;
    bool starts = (token->flags & TOKEN_STARTS) != 0;
    bool upper = (token->flags & TOKEN_UPPER) != 0;
    if (!capital) {
        if (!form->is_common || form->is_part || p->first == p->begin ||
            !is_word(text, p->first - 1, p->end) || !is_article(text, p->first - 1))
            return 0;
        *kind = MENTION_NOMINAL;
        return p->is_spoken ? 0 : 0.7f;
    }
    if (form->n_words > 1 && !form->is_common)
        return 0.98f;
    bool doubtful = text->n_lower[token->word] > 0;
    if (!doubtful)
        return form->is_part ? 0.9f : 0.97f;
    if (p->is_spoken && upper && is_shouted(text, p->first, p->behind, p->begin, p->end))
        return 0;
    if (starts && !upper) {
        if (opens_question(text, p->behind - 1, p->end))
            return 0;
        if (is_vocative(text, p) || (!p->is_spoken && verb_follows(text, p->behind - 1, p->end)))
            return 0.9f;
        if (form->is_common)
            return 0;
        return p->is_spoken ? 0.7f : 0.85f;
    }
    if (form->is_part && form->is_common)
        return 0;
    if (upper && form->is_common && p->is_spoken)
        return 0;
    return form->is_common ? 0.8f : 0.93f;
}

static whose_status push_mention(struct gathering *g, uint32_t block, uint32_t label,
                                 const struct place *p, enum mention_kind kind, float sure,
                                 whose_error *err)
{
    struct mention *mention = VEC_PUSH(&g->cast->mention, g->keep);
    if (!mention)
        return fail_nomem(err);
    const struct text *text = g->text;
    *mention = (struct mention){
        .at = {text->token[p->first].at.start, text->token[p->behind - 1].at.end},
        .token = p->behind - 1,
        .block = block,
        .person = label,
        .kind = kind,
        .is_vocative = is_vocative(text, p),
        .is_subject = !p->is_spoken && !(text->token[p->behind - 1].flags & TOKEN_OWNS) &&
                      verb_follows(text, p->behind - 1, p->end),
        .sure = sure,
    };
    return WHOSE_OK;
}

/* "He" or "She" that opens a sentence goes on with the one person whom the
 * direction has named so far. */
static whose_status push_pronoun(struct gathering *g, uint32_t block, uint32_t i, uint32_t begin,
                                 uint32_t end, uint32_t only, whose_error *err)
{
    static const char *const PRONOUNS[] = {"he", "she", NULL};
    const struct text *text = g->text;
    if (only == DOC_NONE || !(text->token[i].flags & TOKEN_STARTS) ||
        !is_one_of(text, i, PRONOUNS) || !verb_follows(text, i, end))
        return WHOSE_OK;
    enum gender gender = g->label.at[only].gender;
    bool she = text->word.key[text->token[i].word].n == 3;
    if ((gender == GENDER_HE && she) || (gender == GENDER_SHE && !she))
        return WHOSE_OK;
    struct place p = {i, i + 1, begin, end, false};
    return push_mention(g, block, only, &p, MENTION_PRONOUN, 0.7f, err);
}

static whose_status block_mentions(struct gathering *g, const struct forms *forms, uint32_t block,
                                   whose_error *err)
{
    const struct text *text = g->text;
    uint32_t begin = text->block_first[block], end = text->block_first[block + 1];
    enum block_kind kind = g->doc->block.at[block].kind;
    struct place p = {.begin = begin, .end = end,
                      .is_spoken = kind == BLOCK_DIALOGUE || kind == BLOCK_LYRIC};
    uint32_t only = DOC_NONE, n_named = 0;
    for (uint32_t i = begin; i < end; i++) {
        if (!(text->token[i].flags & TOKEN_WORD))
            continue;
        const struct form *form = forms_match(g, forms, i, end, &p.behind);
        p.first = i;
        enum mention_kind mention_kind;
        float sure = form && form->label != DOC_NONE ? name_sure(text, form, &p, &mention_kind) : 0;
        if (sure <= 0) {
            if (!p.is_spoken)
                TRY(push_pronoun(g, block, i, begin, end, n_named == 1 ? only : DOC_NONE, err));
            continue;
        }
        if (mention_kind == MENTION_NAME && !form->is_common)
            p.behind = forms_extend(g, forms, p.behind, end);
        TRY(push_mention(g, block, form->label, &p, mention_kind, sure, err));
        if (only != form->label)
            n_named++;
        only = form->label;
        i = p.behind - 1;
    }
    return WHOSE_OK;
}

whose_status mentions_find(struct gathering *g, const struct forms *forms, whose_error *err)
{
    for (uint32_t b = 0; b < g->doc->block.n; b++) {
        enum block_kind kind = g->doc->block.at[b].kind;
        if (kind == BLOCK_ACTION || kind == BLOCK_PARENTHETICAL || kind == BLOCK_DIALOGUE ||
            kind == BLOCK_LYRIC)
            TRY(block_mentions(g, forms, b, err));
    }
    return WHOSE_OK;
}
