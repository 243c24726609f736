/* takes   narration and speech of a novel
 * gives   its frame, if it has one, and whether it is told afterwards
 * method  five signs, each of a telling situation shown outside of the told events: somebody
 *         says "I" and "you" in the opening of a book whose body says "he" and "she";
 *         long speeches fill a large part of the book, a tale told aloud; what an "I" writes
 *         opens with a salutation; at an end of the text
 *         papers are spoken of that were found, kept or edited; parts are headed as
 *         the narratives of several people.  (Nelles 1997; the rates are counted as in
 *         Jockers 2014.)  The cuts were set on the train novels
 * cost    O(words) */
#include "story/levels.h"

#include "base/err.h"

#include <string.h>

/* Words of each thousand of the narration that are "I", that are "you". */
static const double open_i_least = 8, open_you_least = 8, open_to_body = 3;
static const double tale_part = 0.3;    // of the text, in speeches that are tales
enum { TALE_BYTES = 3000, SALUTATION_BYTES = 60 };
static const double opening_part = 0.03, closing_part = 0.02;
static const double opening_bytes = 6000; // but at least so much is read

struct rates {
    uint32_t n_words, n_i, n_you;
    uint32_t first; // place of the first "you"
};

static bool is_one_of(struct str key, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(key, str_c(list[i])))
            return true;
    return false;
}

#define IS_ONE_OF(key, list) is_one_of(key, list, sizeof(list) / sizeof *(list))

/* Pronouns of the narration between two places. */
static struct rates count_pronouns(const struct leveling *l, uint32_t from, uint32_t to)
{
    static const char *const first_person[] = {"i", "me", "my", "myself"};
    static const char *const second_person[] = {"you", "your", "yourself"};
    struct rates out = {.first = to};
    for (uint32_t b = 0; b < l->doc->block.n; b++) {
        const struct block *block = &l->doc->block.at[b];
        if (block->kind != BLOCK_ACTION || block->at.end <= from || block->at.start >= to)
            continue;
        for (uint32_t t = l->text->block_first[b]; t < l->text->block_first[b + 1]; t++) {
            const struct token *token = &l->text->token[t];
            if (token->word == MAP_NONE || token->at.start < from || token->at.start >= to)
                continue;
            struct str key = l->text->word.key[token->word];
            out.n_words++;
            out.n_i += IS_ONE_OF(key, first_person);
            if (IS_ONE_OF(key, second_person)) {
                if (!out.n_you++)
                    out.first = token->at.start;
            }
        }
    }
    return out;
}

static double per_thousand(uint32_t n, uint32_t of)
{
    return of ? 1000.0 * n / of : 0;
}

static uint32_t opening_end(const struct leveling *l, uint32_t start)
{
    double length = (double)l->doc->text.n - start;
    double part = opening_part * length;
    double end = part > opening_bytes ? part : opening_bytes;
    return start + (uint32_t)(end < length ? end : length);
}

static uint32_t story_start(const struct leveling *l)
{
    return l->out->scene.n ? l->out->scene.at[0].at.start : 0;
}

/* Somebody who says "I" turns to a "you", and then tells of others. */
static void by_opening(struct leveling *l)
{
    struct framing *framing = &l->out->framing;
    uint32_t start = story_start(l), end = opening_end(l, start);
    uint32_t length = (uint32_t)l->doc->text.n;
    struct rates open = count_pronouns(l, start, end);
    struct rates body = count_pronouns(l, end, length - length / 20);
    double open_i = per_thousand(open.n_i, open.n_words);
    if (l->cast->narrated_in != 3 || open_i < open_i_least ||
        per_thousand(open.n_you, open.n_words) < open_you_least ||
        open_i < open_to_body * per_thousand(body.n_i, body.n_words))
        return;
    framing->has_frame = true;
    level_quote(framing->quote, &framing->n_quotes, text_passage_at(l->text, open.first),
                "a teller turns to a listener");
}

static uint32_t spoken_bytes(const struct leveling *l, uint32_t s)
{
    const struct speech *speech = &l->doc->speech.at[s];
    uint32_t n = 0, end = speech->first_block + speech->n_blocks;
    for (uint32_t b = speech->first_block; b < end && b < l->doc->block.n; b++)
        if (doc_says(l->doc, s, b))
            n += l->doc->block.at[b].at.end - l->doc->block.at[b].at.start;
    return n;
}

/* A tale told aloud fills much of the book; listeners may break in. */
static void by_long_speech(struct leveling *l)
{
    struct framing *framing = &l->out->framing;
    uint32_t first = DOC_NONE, best = DOC_NONE, most = 0;
    double total = 0;
    for (uint32_t s = 0; s < l->doc->speech.n; s++) {
        uint32_t n = spoken_bytes(l, s);
        if (n < TALE_BYTES)
            continue;
        total += n;
        if (first == DOC_NONE)
            first = s;
        if (n > most) {
            most = n;
            best = s;
        }
    }
    if (best == DOC_NONE || total < tale_part * (double)l->doc->text.n)
        return;
    const struct utterance *said = &l->cast->utterance[best];
    framing->has_frame = true;
    framing->teller = said->n_speakers == 1 ? l->cast->speaker.at[said->first_speaker]
                                            : PERSON_NONE;
    level_quote(framing->quote, &framing->n_quotes,
                text_passage_at(l->text, l->doc->speech.at[first].at.start), "a tale is told aloud");
}

/* "My dear Anne," over a first paragraph: what follows is written to her. */
static void by_salutation(struct leveling *l, uint32_t from, uint32_t to)
{
    struct framing *framing = &l->out->framing;
    if (l->cast->narrated_in != 1)
        return;
    for (uint32_t b = 0; b < l->doc->block.n; b++) {
        const struct block *block = &l->doc->block.at[b];
        if (block->at.start >= to)
            return;
        struct str line = str_trim(doc_str(l->doc, block->at));
        if (block->kind != BLOCK_ACTION || block->at.start < from || line.n > SALUTATION_BYTES)
            continue;
        bool greets = str_starts_nocase(line, STR("dear ")) ||
                      str_starts_nocase(line, STR("my dear ")) ||
                      str_starts(line, STR("To ")) || str_starts(line, STR("TO "));
        char last = line.n ? line.at[line.n - 1] : ' ';
        if (!greets || last == '?' || last == '!')
            continue;
        framing->has_frame = true;
        l->out->level.at[0].mode = LEVEL_WRITTEN;
        level_quote(framing->quote, &framing->n_quotes, block->at, "written to somebody");
        for (uint32_t m = 0; m < l->cast->mention.n; m++) {
            const struct mention *mention = &l->cast->mention.at[m];
            if (mention->block == b && mention->person < l->cast->person.n)
                framing->to = mention->person;
        }
        return;
    }
}

/* "Found among the papers of", "the manuscript was": written by one, handed on by another. */
static void by_papers(struct leveling *l, uint32_t from, uint32_t to)
{
    static const char *const paper[] = {"papers", "paper", "manuscript", "manuscripts", "memoirs"};
    static const char *const handed[] = {"found", "editor", "edited", "extracted", "handwriting",
                                         "transcribed", "entrusted", "bequeathed"};
    struct framing *framing = &l->out->framing;
    enum { WORDS_APART = 8 };
    uint32_t last_paper = UINT32_MAX, last_handed = UINT32_MAX;
    for (uint32_t t = 0; t < l->text->n_tokens; t++) {
        const struct token *token = &l->text->token[t];
        if (token->word == MAP_NONE || token->at.start < from)
            continue;
        if (token->at.start >= to)
            break;
        struct str key = l->text->word.key[token->word];
        if (IS_ONE_OF(key, paper))
            last_paper = t;
        else if (IS_ONE_OF(key, handed))
            last_handed = t;
        else
            continue;
        if (last_paper == UINT32_MAX || last_handed == UINT32_MAX)
            continue;
        uint32_t apart = last_paper > last_handed ? last_paper - last_handed
                                                  : last_handed - last_paper;
        if (apart <= WORDS_APART) {
            framing->has_frame = true;
            level_quote(framing->quote, &framing->n_quotes, text_passage_at(l->text, token->at.start),
                        "a document is handed on");
            return;
        }
    }
}

static bool has_word(struct str s, struct str word)
{
    for (size_t i = 0; i + word.n <= s.n; i++)
        if (str_eq_nocase(str_part(s, i, i + word.n), word))
            return true;
    return false;
}

/* Parts headed as what several people wrote or told. */
static void by_headings(struct leveling *l)
{
    static const char *const sign[] = {"contributed by", "narrative of", "narrated by",
                                       "related by", "statement of", "told by",
                                       "continued by"};
    struct framing *framing = &l->out->framing;
    uint32_t n = 0;
    struct span first = {0, 0};
    for (uint32_t s = 0; s < l->doc->segment.n; s++) {
        struct str heading = doc_str(l->doc, l->doc->segment.at[s].heading);
        bool is_sign = false;
        for (size_t i = 0; i < sizeof sign / sizeof *sign; i++)
            is_sign = is_sign || has_word(heading, str_c(sign[i]));
        if (is_sign && !n++)
            first = l->doc->segment.at[s].heading;
    }
    if (n < 2)
        return;
    framing->has_frame = true;
    l->out->level.at[0].mode = LEVEL_WRITTEN;
    level_quote(framing->quote, &framing->n_quotes, first, "several people's narratives");
}

/* The narrator looks back: "I" with verbs in the past. */
static void find_retrospect(struct leveling *l)
{
    struct framing *framing = &l->out->framing;
    uint32_t n_past = 0, n_present = 0;
    if (l->cast->narrated_in != 1 || l->cast->narrator == PERSON_NONE)
        return;
    struct span at[LEVEL_QUOTES];
    uint32_t n_at = 0;
    for (uint32_t m = 0; m < l->cast->mention.n; m++) {
        const struct mention *mention = &l->cast->mention.at[m];
        if (mention->person != l->cast->narrator || mention->kind != MENTION_PRONOUN ||
            !mention->is_subject)
            continue;
        uint32_t node = text_node_at(l->text, mention->at.start);
        for (uint32_t i = node + 1; i < l->text->n_nodes && i < node + 4; i++) {
            const char *tag = xpos_name(l->text->node[i].xpos);
            bool past = strcmp(tag, "VBD") == 0;
            n_past += past;
            n_present += strcmp(tag, "VBP") == 0;
            if (past && n_at < LEVEL_QUOTES)
                at[n_at++] = text_passage_at(l->text, mention->at.start);
            if (past || strcmp(tag, "VBP") == 0)
                break;
        }
    }
    if (n_past <= n_present)
        return;
    framing->has_retrospect = true;
    framing->retrospect_teller = l->cast->narrator;
    for (uint32_t i = 0; i < n_at; i++)
        level_quote(framing->retrospect_quote, &framing->n_retrospect_quotes, at[i],
                    "told in the past, by \"I\"");
}

whose_status levels_of_prose(struct leveling *l, whose_error *err)
{
    uint32_t start = story_start(l), length = (uint32_t)l->doc->text.n;
    uint32_t end = opening_end(l, start);
    struct framing *framing = &l->out->framing;
    find_retrospect(l);
    by_opening(l);
    by_long_speech(l);
    by_salutation(l, 0, end);
    by_papers(l, 0, start + (end - start) / 3);
    by_papers(l, length - (uint32_t)(closing_part * length), length);
    by_headings(l);
    if (!framing->has_frame)
        return WHOSE_OK;
    if (framing->teller == PERSON_NONE)
        framing->teller = l->cast->narrator;
    /* level 0 is the telling situation, and what is told lies in it */
    struct level *base = &l->out->level.at[0];
    enum level_mode mode = base->mode == LEVEL_WRITTEN ? LEVEL_WRITTEN : LEVEL_TOLD;
    base->mode = LEVEL_SHOWN;
    base->teller = PERSON_NONE;
    struct level *told = level_add(l, 0, mode, framing->teller, framing->to);
    if (!told || !level_add_span(l, told, (struct span){start, length}))
        return fail_nomem(err);
    for (uint32_t q = 0; q < framing->n_quotes; q++)
        level_quote(told->quote, &told->n_quotes, framing->quote[q].at, framing->quote[q].why);
    return WHOSE_OK;
}
