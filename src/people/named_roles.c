/* takes   labels, the words of the text
 * gives   roles joined with the name they are given later; a doubt where one cue
 *         seems to go on as another
 * method  the sign is in what is said ("I'm Joe"), in directions ("the man, whom we
 *         will know as JOE") or in the cue ("MAN/JOE"); one name takes over from the
 *         other for good
 * cost    O(words) */
#include "base/err.h"
#include "base/utf8.h"
#include "people/internal.h"

#include <stdlib.h>
#include <string.h>

/* What is known of a label's cues. */
struct cues {
    uint32_t first, last; // speeches, DOC_NONE without one
};

/* The words by which a text says that a role is a name. */
enum link {
    W_IM,
    W_I,
    W_AM,
    W_NAME,
    W_IS,
    W_CALL,
    W_ME,
    W_DONT,
    W_NEVER,
    W_MY,
    W_THE,
    W_THIS,
    W_CALLED,
    W_NAMED,
    W_AKA,
    W_AS,
    W_KNOW,
    W_KNOWN,
    W_HIM,
    W_HER,
    W_THEM,
    W_FORMERLY,
    N_LINKS
};
static const char *const link_word[N_LINKS] = {
    "im",   "i",      "am",    "name", "is", "call", "me",    "dont", "never", "my",   "the",
    "this", "called", "named", "aka",  "as", "know", "known", "him",  "her",   "them", "formerly"};

struct naming {
    uint32_t link[N_LINKS]; // numbers of the words, MAP_NONE for those that the text has not
    bool *is_role;          // [label]
    struct gathering *g;
    const struct forms *forms;
    struct cues *cues; // [label]
    uint32_t *named;   // [label] where a direction first names it, or DOC_NONE
    uint32_t *of_head; // [word] the one role with that head ("man"), or DOC_NONE
};

enum { LINK_TOKENS = 14 };

/* "man" of "man in oilskins", "old man", "man 2". */
static struct str head_of(struct str key)
{
    static const struct str LINKS[] = {{"in", 2}, {"with", 4}, {"of", 2}, {"at", 2},
                                       {"on", 2}, {"from", 4}, {"by", 2}};
    struct str head = key, rest = key;
    for (bool first = true; rest.n; first = false) {
        struct str word = str_cut(&rest, ' ');
        for (size_t i = 0; !first && i < sizeof LINKS / sizeof *LINKS; i++)
            if (str_eq(word, LINKS[i]))
                return head;
        if (!key_has_digit(word))
            head = word;
    }
    return head;
}

static bool is_role(const struct gathering *g, const struct label *label)
{
    struct str head = head_of(label->key);
    uint32_t word = map_find(&g->text->word, head);
    return label->role == DOC_NONE && !label->is_group && head.n > 2 &&
           (cue_gender(head) != GENDER_UNKNOWN || (cue_is_title(head) && head.n > 3) ||
            (word != MAP_NONE && word_is_common(g->text, word)));
}

/* The later of two cues takes up where the former ends, and the former never returns. */
static bool goes_on_as(const struct naming *n, uint32_t role, uint32_t name)
{
    const struct cues *a = &n->cues[role], *b = &n->cues[name];
    return role != name && n->g->label.at[role].root == role && a->first != DOC_NONE &&
           b->first != DOC_NONE && a->last < b->first && !n->g->label.at[name].is_group &&
           n->is_role[role] && !n->is_role[name];
}

static bool word_is(const struct naming *n, uint32_t t, enum link link)
{
    const struct token *token = &n->g->text->token[t];
    return (token->flags & TOKEN_WORD) && token->word == n->link[link];
}

/* The label named at token `t`, or behind one unknown first name there; DOC_NONE else. */
static uint32_t name_at(const struct naming *n, uint32_t t, uint32_t end)
{
    const struct text *text = n->g->text;
    uint32_t behind;
    for (uint32_t skip = 0; skip < 2 && t + skip < end; skip++) {
        if (!(text->token[t + skip].flags & TOKEN_TITLE))
            return DOC_NONE;
        const struct form *form = forms_match(n->g, n->forms, t + skip, end, &behind);
        if (form) // "I'm Joe's brother" is not Joe
            return text->token[behind - 1].flags & TOKEN_OWNS ? DOC_NONE : form->label;
    }
    return DOC_NONE;
}

/* Whom a speaker calls themselves: "I'm Bloy", "my name is Bloy", "Bloy. Anselm Bloy." */
static uint32_t own_name(const struct naming *n, uint32_t block)
{
    const struct text *text = n->g->text;
    uint32_t begin = text->block_first[block], end = text->block_first[block + 1];
    for (uint32_t t = begin; t + 1 < end; t++) {
        bool says = word_is(n, t, W_IM) || (word_is(n, t, W_I) && word_is(n, t + 1, W_AM)) ||
                    (word_is(n, t, W_NAME) && (text->token[t].flags & TOKEN_OWNS)) ||
                    (word_is(n, t, W_NAME) && word_is(n, t + 1, W_IS)) ||
                    (word_is(n, t, W_CALL) && word_is(n, t + 1, W_ME));
        if (t > begin && (word_is(n, t - 1, W_DONT) || word_is(n, t - 1, W_NEVER)))
            continue;
        bool is_my = t == begin || word_is(n, t - 1, W_MY) || word_is(n, t - 1, W_THE) ||
                     !word_is(n, t, W_NAME);
        uint32_t at = t + 1 +
                      (word_is(n, t + 1, W_AM) || word_is(n, t + 1, W_IS) ||
                       word_is(n, t + 1, W_ME));
        uint32_t found = says && is_my && at < end ? name_at(n, at, end) : DOC_NONE;
        if (found != DOC_NONE)
            return found;
    }
    uint32_t behind, first = name_at(n, begin, end);
    if (first == DOC_NONE || !forms_match(n->g, n->forms, begin, end, &behind) || behind >= end ||
        text->token[behind].mark != '.' || behind + 1 >= end)
        return DOC_NONE;
    return name_at(n, behind + 1, end) == first ? first : DOC_NONE;
}

static void read_own_names(struct naming *n)
{
    struct gathering *g = n->g;
    for (uint32_t s = 0; s < g->doc->speech.n; s++) {
        const struct utterance *said = &g->cast->utterance[s];
        const struct speech *speech = &g->doc->speech.at[s];
        if (said->n_speakers != 1)
            continue;
        uint32_t role = g->cast->speaker.at[said->first_speaker];
        if (!n->is_role[role])
            continue;
        for (uint32_t b = speech->first_block; b < speech->first_block + speech->n_blocks; b++) {
            if (!doc_says(g->doc, s, b))
                continue;
            uint32_t name = own_name(n, b);
            if (name != DOC_NONE && goes_on_as(n, role, name))
                label_join(g, role, name, "says so, and goes on under that name", 0.9f);
        }
    }
}

/* The role that token `t` speaks of: "MAN IN OILSKINS", or "the man" if only one role is
 * a man; `*behind` is the token behind it. */
static uint32_t role_at(const struct naming *n, uint32_t t, uint32_t begin, uint32_t end,
                        uint32_t *behind)
{
    const struct text *text = n->g->text;
    const struct form *form = forms_match(n->g, n->forms, t, end, behind);
    if (form && form->label != DOC_NONE)
        return form->label;
    *behind = t + 1;
    bool has_article = t > begin && (word_is(n, t - 1, W_THE) || word_is(n, t - 1, W_THIS));
    return has_article ? n->of_head[text->token[t].word] : DOC_NONE;
}

/* Do the tokens [from, to) between a role and a name say that it is the name? */
static bool is_naming(const struct naming *n, uint32_t from, uint32_t to)
{
    const struct text *text = n->g->text;
    char mark = from < to ? text->token[from].mark : '\0';
    if (to - from == 1 && (mark == '(' || mark == '-'))
        return true;
    if (to - from == 2 && mark == '-' && text->token[from + 1].mark == '-')
        return true;
    for (uint32_t t = from; t < to; t++) {
        bool is_last = t + 1 == to;
        if (is_last && (word_is(n, t, W_CALLED) || word_is(n, t, W_NAMED) || word_is(n, t, W_AKA)))
            return true;
        if (is_last && t > from && word_is(n, t, W_AS) &&
            (word_is(n, t - 1, W_KNOW) || word_is(n, t - 1, W_KNOWN) ||
             ((word_is(n, t - 1, W_HIM) || word_is(n, t - 1, W_HER) || word_is(n, t - 1, W_THEM)) &&
              t > from + 1 && word_is(n, t - 2, W_KNOW))))
            return true;
        if (is_last && t > from && word_is(n, t, W_IS) && word_is(n, t - 1, W_NAME))
            return true;
        if (is_last && t > from && word_is(n, t, W_FORMERLY))
            return true;
    }
    return false;
}

/* "the MAN IN OILSKINS, whom we will know as BLOY", "the man -- JOE --", "MAN (JOE)". */
static void read_directions(struct naming *n)
{
    struct gathering *g = n->g;
    const struct text *text = g->text;
    for (uint32_t b = 0; b < g->doc->block.n; b++) {
        if (g->doc->block.at[b].kind != BLOCK_ACTION)
            continue;
        uint32_t begin = text->block_first[b], end = text->block_first[b + 1];
        uint32_t role = DOC_NONE, role_end = 0;
        for (uint32_t t = begin; t < end;) {
            uint32_t behind = t + 1;
            if (!(text->token[t].flags & TOKEN_WORD)) {
                t++;
                continue;
            }
            if ((text->token[t].flags & TOKEN_STARTS) || t > role_end + LINK_TOKENS)
                role = DOC_NONE;
            uint32_t found = role_at(n, t, begin, end, &behind);
            if (found != DOC_NONE && t > begin && word_is(n, t - 1, W_THE))
                n->named[found] = 0; // "the Mayor" is a role that happens to have a capital
            else if (found != DOC_NONE && n->named[found] == DOC_NONE)
                n->named[found] = text->token[t].at.start;
            if (found != DOC_NONE && role != DOC_NONE && (text->token[t].flags & TOKEN_TITLE) &&
                is_naming(n, role_end, t) && goes_on_as(n, role, found))
                label_join(g, role, found,
                           "a direction gives the name, and the cue is the name from there", 0.9f);
            if (found != DOC_NONE && n->is_role[found]) {
                role = found;
                role_end = behind;
            }
            t = behind;
        }
    }
}

/* The cue itself says it: "MAN (JOE)", "JOE (formerly MAN)", "MAN/JOE". */
static whose_status read_double_cues(struct naming *n, whose_error *err)
{
    struct gathering *g = n->g;
    for (uint32_t s = 0; s < g->doc->speech.n; s++) {
        struct str cue = doc_str(g->doc, g->doc->speech.at[s].cue);
        size_t cut = str_find(cue, STR("/"));
        size_t open = str_find(cue, STR("("));
        cut = cut < open ? cut : open;
        if (cut == cue.n || g->cast->utterance[s].voice != VOICE_ON)
            continue;
        struct str other = str_part(cue, cut + 1, cue.n);
        other = str_part(other, 0, str_find(other, STR(")")));
        bool was = str_starts_nocase(other, STR("formerly ")) ||
                   str_starts_nocase(other, STR("was "));
        if (was)
            other = str_part(other, str_find(other, STR(" ")) + 1, other.n);
        struct arena_mark mark = arena_mark(g->scratch);
        struct str a = utf8_name_key(name_trim(str_part(cue, 0, cut)), g->scratch);
        struct str b = utf8_name_key(name_trim(other), g->scratch);
        if (!a.at || !b.at)
            return fail_nomem(err);
        uint32_t role = a.n ? label_find(g, was ? b : a) : DOC_NONE;
        uint32_t name = b.n ? label_find(g, was ? a : b) : DOC_NONE;
        arena_rewind(g->scratch, mark);
        if (role == DOC_NONE || name == DOC_NONE || role == name ||
            g->label.at[role].root != role || !n->is_role[role] || n->is_role[name] ||
            g->label.at[name].is_group)
            continue;
        if (n->cues[role].last <= s && n->cues[name].first >= s)
            label_join(g, role, name, "a cue gives both, and only the name from there", 0.9f);
    }
    return WHOSE_OK;
}

/* A role ends and a name that nobody has said before takes over at once: nothing says that
 * they are one person, so they stay two, and the report asks. */
static whose_status doubt_successors(struct naming *n, whose_error *err)
{
    struct gathering *g = n->g;
    for (uint32_t s = 0; s + 1 < g->doc->speech.n; s++) {
        const struct utterance *said = &g->cast->utterance[s];
        if (said->n_speakers != 1)
            continue;
        uint32_t role = g->cast->speaker.at[said->first_speaker];
        if (n->cues[role].last != s || g->label.at[role].root != role)
            continue;
        for (uint32_t k = s + 1; k < g->doc->speech.n && k <= s + 2; k++) {
            const struct utterance *then = &g->cast->utterance[k];
            if (g->doc->speech.at[k].segment != g->doc->speech.at[s].segment ||
                then->n_speakers != 1)
                break;
            uint32_t name = g->cast->speaker.at[then->first_speaker];
            if (n->cues[name].first != k || g->label.at[name].n < 2 || !goes_on_as(n, role, name) ||
                n->named[name] <
                    g->doc->speech.at[k].at.start) // then a direction has told who it is
                continue;
            TRY(label_ask(g, "The cue ", &g->label.at[role], " ends where ", &g->label.at[name],
                    " begins: one person?", err));
        }
    }
    return WHOSE_OK;
}

whose_status join_named_roles(struct gathering *g, const struct forms *forms, whose_error *err)
{
    struct arena_mark mark = arena_mark(g->scratch);
    struct naming n = {
        .g = g,
        .forms = forms,
        .cues = ARENA_NEW_RAW(g->scratch, struct cues, g->label.n + 1),
        .is_role = ARENA_NEW_RAW(g->scratch, bool, g->label.n + 1),
        .named = ARENA_NEW_RAW(g->scratch, uint32_t, g->label.n + 1),
        .of_head = ARENA_NEW_RAW(g->scratch, uint32_t, g->text->word.n + 1),
    };
    if (!n.cues || !n.named || !n.of_head || !n.is_role)
        return fail_nomem(err);
    for (uint32_t i = 0; i < N_LINKS; i++)
        n.link[i] = map_find(&g->text->word, str_c(link_word[i]));
    for (uint32_t i = 0; i < g->label.n; i++)
        n.is_role[i] = is_role(g, &g->label.at[i]);
    memset(n.cues, 0xFF, (g->label.n + 1) * sizeof *n.cues);
    memset(n.named, 0xFF, (g->label.n + 1) * sizeof *n.named);
    memset(n.of_head, 0xFF, (g->text->word.n + 1) * sizeof *n.of_head);
    for (uint32_t s = 0; s < g->doc->speech.n; s++) {
        const struct utterance *said = &g->cast->utterance[s];
        for (uint32_t i = 0; i < said->n_speakers; i++) {
            struct cues *c = &n.cues[label_root(g, g->cast->speaker.at[said->first_speaker + i])];
            c->first = c->first == DOC_NONE ? s : c->first;
            c->last = s;
        }
    }
    for (uint32_t pass = 0; pass < 2; pass++) // the second takes out what two roles share
        for (uint32_t i = 0; i < g->label.n; i++) {
            uint32_t word = map_find(&g->text->word, head_of(g->label.at[i].key));
            if (word == MAP_NONE || !n.is_role[i])
                continue;
            if (pass == 0)
                n.of_head[word] = i;
            else if (n.of_head[word] != DOC_NONE && n.of_head[word] != i)
                n.of_head[word] = DOC_NONE;
        }
    read_own_names(&n);
    read_directions(&n);
    whose_status status = read_double_cues(&n, err);
    if (status == WHOSE_OK)
        status = doubt_successors(&n, err);
    arena_rewind(g->scratch, mark);
    return status;
}
