/* takes   a passage: START-END in bytes of the text, or its words
 * gives   the quotation, and a reference to paste under it: who says it, title, author,
 *         and the place as people cite it
 * method  words are looked for as they stand, then letter by letter without case, accents,
 *         marks and line ends; the first place counts
 * cost    O(bytes of the text) */
#include "report/internal.h"

#include "base/err.h"
#include "base/utf8.h"

enum { MOST_BYTES = 4096 };
enum { SURE_ENOUGH = 70 }; // percent; a name under a quotation must be right

static bool take_number(struct str *s, uint64_t *out)
{
    size_t n = 0;
    for (*out = 0; n < s->n && n < 12 && is_ascii_digit(s->at[n]); n++)
        *out = *out * 10 + (uint64_t)(s->at[n] - '0');
    *s = str_part(*s, n, s->n);
    return n > 0;
}

/* "120-180", moved outwards to whole characters. */
static bool read_span(struct str text, struct str typed, struct span *out)
{
    uint64_t start, end;
    if (!take_number(&typed, &start) || typed.n == 0 || typed.at[0] != '-')
        return false;
    typed = str_part(typed, 1, typed.n);
    if (!take_number(&typed, &end) || typed.n || start >= end || end > text.n)
        return false;
    while (start && ((unsigned char)text.at[start] & 0xC0) == 0x80)
        start--;
    while (end < text.n && ((unsigned char)text.at[end] & 0xC0) == 0x80)
        end++;
    *out = (struct span){(uint32_t)start, (uint32_t)end};
    return true;
}

static bool is_span(struct str typed)
{
    uint64_t n;
    return take_number(&typed, &n) && typed.n && typed.at[0] == '-' &&
           (typed = str_part(typed, 1, typed.n), take_number(&typed, &n)) && typed.n == 0;
}

/* Do the words from token `i` on read as `key`, blanks left out?  `*last`: the last of them. */
static bool reads_as(const struct text *text, uint32_t i, struct str key, uint32_t *last)
{
    size_t at = 0;
    for (; i < text->n_tokens && at < key.n; i++) {
        if (!(text->token[i].flags & TOKEN_WORD))
            continue;
        struct str word = text->word.key[text->token[i].word];
        for (size_t k = 0; k < word.n; k++) {
            while (at < key.n && key.at[at] == ' ')
                at++;
            if (word.at[k] == ' ')
                continue;
            if (at == key.n || word.at[k] != key.at[at++])
                return false;
        }
        /* "'s" is no part of a key */
        bool owns = text->token[i].flags & TOKEN_OWNS &&
                    (text->doc->text.at[text->token[i].at.end - 1] | 32) == 's';
        at += owns && at < key.n && key.at[at] == 's';
        *last = i;
    }
    return at == key.n;
}

static bool find_words(struct writing *w, struct span *out)
{
    const struct findings *f = w->findings;
    size_t at = str_find(f->doc.text, w->subject);
    if (w->subject.n && at < f->doc.text.n) {
        *out = (struct span){(uint32_t)at, (uint32_t)(at + w->subject.n)};
        return true;
    }
    struct str key = utf8_name_key(w->subject, w->scratch);
    if (!key.at)
        w->no_memory = true;
    for (uint32_t i = 0, last = 0; key.n && i < f->text.n_tokens; i++) {
        struct str word = f->text.token[i].flags & TOKEN_WORD ? f->text.word.key[f->text.token[i].word] : STR("");
        if (word.n && word.at[0] == key.at[0] && reads_as(&f->text, i, key, &last)) {
            *out = (struct span){f->text.token[i].at.start, f->text.token[last].at.end};
            return true;
        }
    }
    return false;
}

static whose_status find_passage(struct writing *w, struct span *out)
{
    struct str text = w->findings->doc.text;
    w->subject = str_trim(w->subject);
    if (is_span(w->subject)) {
        if (read_span(text, w->subject, out))
            return WHOSE_OK;
        return fail(w->err, WHOSE_E_INPUT, 0, "%.*s is no place of this text, which has %zu bytes",
                    STR_ARGS(w->subject), text.n);
    }
    if (w->subject.n > MOST_BYTES)
        return fail(w->err, WHOSE_E_INPUT, 0, "quote up to %d bytes, or give START-END", MOST_BYTES);
    if (find_words(w, out))
        return WHOSE_OK;
    return fail(w->err, WHOSE_E_INPUT, 0, "this text does not have the words \"%.*s\"", STR_ARGS(w->subject));
}

/* Who says the passage, or PERSON_NONE. */
static uint32_t speaker_of(const struct findings *f, struct span at)
{
    uint32_t b = doc_block_at(&f->doc, at.start);
    uint32_t s = b == DOC_NONE || f->doc.block.at[b].at.end < at.end ? DOC_NONE : f->doc.block.at[b].speech;
    if (s == DOC_NONE || !doc_says(&f->doc, s, b) || f->cast.utterance[s].n_speakers != 1 ||
        (double)f->cast.utterance[s].sure * 100 < SURE_ENOUGH)
        return PERSON_NONE;
    return f->cast.speaker.at[f->cast.utterance[s].first_speaker];
}

/* "Ada, in The Mill by Nobody Much, scene 3, p. 1" */
static void draft_reference(struct writing *w, struct draft *draft, struct span at)
{
    const struct findings *f = w->findings;
    uint32_t speaker = speaker_of(f, at);
    if (speaker != PERSON_NONE) {
        draft_name(w, draft, speaker);
        DRAFT_PUT(w, draft, ", ");
    }
    if (f->doc.title.n) {
        if (speaker != PERSON_NONE)
            DRAFT_PUT(w, draft, "in ");
        draft_put(w, draft, f->doc.title);
        if (f->doc.author.n) {
            DRAFT_PUT(w, draft, " by ");
            draft_put(w, draft, f->doc.author);
        }
        DRAFT_PUT(w, draft, ", ");
    }
    struct str place = doc_cite(&f->doc, at.start, w->scratch);
    if (!place.at)
        w->no_memory = true;
    draft_put(w, draft, place);
}

whose_status plain_cite(struct writing *w)
{
    struct span at;
    TRY(find_passage(w, &at));
    struct draft words = {0}, reference = {0};
    struct str clean = doc_clean(&w->findings->doc, at, w->scratch);
    if (!clean.at)
        return fail_nomem(w->err);
    draft_put(w, &words, clean);
    draft_reference(w, &reference, at);
    SINK_PUT(w->sink, "\"");
    sink_put(w->sink, draft_str(&words));
    SINK_PUT(w->sink, "\"\n(");
    sink_put(w->sink, draft_str(&reference));
    SINK_PUT(w->sink, ")\n");
    return WHOSE_OK;
}

whose_status json_cite(struct writing *w)
{
    const struct findings *f = w->findings;
    struct span at;
    TRY(find_passage(w, &at));
    struct draft reference = {0};
    draft_reference(w, &reference, at);
    struct str place = doc_cite(&f->doc, at.start, w->scratch);
    if (!place.at)
        return fail_nomem(w->err);
    uint32_t speaker = speaker_of(f, at);
    sink_printf(w->sink, "{\"start\":%u,\"end\":%u,\"text\":", at.start, at.end);
    sink_json(w->sink, doc_str(&f->doc, at));
    SINK_PUT(w->sink, ",\"where\":");
    sink_json(w->sink, place);
    SINK_PUT(w->sink, ",\"why\":null,\"speaker\":");
    if (speaker == PERSON_NONE)
        SINK_PUT(w->sink, "null");
    else
        sink_uint(w->sink, speaker);
    SINK_PUT(w->sink, ",\"reference\":");
    sink_json(w->sink, draft_str(&reference));
    SINK_PUT(w->sink, "}\n");
    return WHOSE_OK;
}
