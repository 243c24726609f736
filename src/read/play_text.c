/* takes   a play in plain text as books print it: "ANNA. You are late." in a paragraph of
 *         its own, directions in brackets, acts and scenes by their headings
 * gives   a doc of kind play
 * method  a paragraph begins a speech when it begins with a name and a full stop; a text is
 *         such a play when names in capitals begin most of its paragraphs, and some come
 *         again.  Brackets inside a speech are directions; what stands between speeches
 *         without a name is one too
 * cost    O(text) */
#include "read/prose.h"

#include "base/err.h"
#include "base/utf8.h"

#include <string.h>

enum {
    NAME_BYTES = 48,
    NAME_WORDS = 4,
    SAMPLE_BYTES = 1 << 18,
    SAMPLE_NAMES = 64,
    HEADING_BYTES = 160
};

/* The name that a speech begins with. */
struct name {
    size_t start, end;  // the name itself
    size_t behind;      // where what follows begins: a bracket of the cue, or the words
    bool is_upper;
};

static bool is_sign(char c)
{
    return c == '_' || c == '*';
}

/* A full stop behind these goes on the name: "MRS. MARSH. Come in." */
static bool is_short_title(struct str word)
{
    static const struct str TITLES[] = {{"MR", 2}, {"MRS", 3}, {"DR", 2}, {"MS", 2}, {"ST", 2}, {"CAPT", 4}, {"COL", 3}};
    for (size_t i = 0; i < sizeof TITLES / sizeof *TITLES; i++)
        if (str_eq_nocase(word, TITLES[i]))
            return true;
    return false;
}

static bool is_division(struct str word)
{
    static const struct str WORDS[] = {{"act", 3}, {"scene", 5}, {"prologue", 8}, {"epilogue", 8}, {"chapter", 7},
                                       {"part", 4}, {"the end", 7}, {"end", 3}, {"curtain", 7}, {"finis", 5}};
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (str_eq_nocase(word, WORDS[i]))
            return true;
    return false;
}

static bool is_roman(struct str word)
{
    for (size_t i = 0; i < word.n; i++)
        if (!strchr("IVXLC", word.at[i]))
            return false;
    return word.n > 0;
}

/* Does the name end at the full stop at `at`, behind the word that begins at `word`? */
static bool ends_name(struct str s, size_t word, size_t at)
{
    bool is_last = at + 1 >= s.n;
    return !is_short_title(str_part(s, word, at)) && !is_last &&
           (is_blank(s.at[at + 1]) || is_sign(s.at[at + 1]));
}

/* Read the name at the head of a paragraph. */
static bool read_name(struct str s, struct name *out)
{
    size_t at = 0, word = 0, n_words = 1;
    uint32_t n_upper = 0, n_lower = 0, n_first_lower = 0;
    bool starts_word = true;
    while (at < s.n && is_sign(s.at[at]))
        at++;
    *out = (struct name){.start = at};
    for (word = at; at < s.n && at < NAME_BYTES;) {
        size_t here = at;
        uint32_t c = utf8_next(s, &at);
        if (utf8_is_letter(c)) {
            n_upper += utf8_is_upper(c);
            n_lower += utf8_is_lower(c);
            n_first_lower += starts_word && utf8_is_lower(c);
            starts_word = false;
        } else if (c == ' ' && here > word) {
            n_words++;
            word = at;
            starts_word = true;
        } else if (c == '.' || c == '[' || c == '(') {
            if (c == '.' && is_short_title(str_part(s, word, here)))
                continue;
            out->end = here;
            out->behind = c == '.' ? at : here;
            while (out->end > out->start && (is_blank(s.at[out->end - 1]) || is_sign(s.at[out->end - 1])))
                out->end--;
            struct str name = str_part(s, out->start, out->end);
            out->is_upper = n_lower == 0;
            return n_upper + n_lower > 1 && n_upper > 0 && n_words <= NAME_WORDS && (out->is_upper || n_first_lower == 0) &&
                   (c != '.' || ends_name(s, word, here)) && !is_roman(name) &&
                   !is_division(str_part(name, 0, str_find(name, STR(" "))));
        } else if (c != '\'' && c != 0x2019 && c != '-' && c != '&' && c != ',' && !is_sign((char)c)) {
            return false;
        }
    }
    return false;
}

/* ---- is it a play? ---- */

struct sample {
    struct str name[SAMPLE_NAMES];
    uint32_t n_times[SAMPLE_NAMES];
    uint32_t n_names, n_paragraphs, n_speeches, n_upper;
};

static void note_name(struct sample *sample, struct str name)
{
    for (uint32_t i = 0; i < sample->n_names; i++)
        if (str_eq(sample->name[i], name)) {
            sample->n_times[i]++;
            return;
        }
    if (sample->n_names < SAMPLE_NAMES) {
        sample->name[sample->n_names] = name;
        sample->n_times[sample->n_names++] = 1;
    }
}

/* A cue with a bracket has its full stop behind it: "ANNA (_rising_). You are late." */
static bool is_speech(struct str s, struct name *name, size_t *words)
{
    if (!read_name(s, name))
        return false;
    *words = name->behind;
    if (s.at[name->behind] != '[' && s.at[name->behind] != '(')
        return true;
    struct str rest = str_part(s, name->behind, s.n);
    size_t close = str_find(rest, s.at[name->behind] == '[' ? STR("]") : STR(")"));
    size_t at = name->behind + close + 1;
    while (at < s.n && is_sign(s.at[at]))
        at++;
    if (close == rest.n || at >= s.n || s.at[at] != '.')
        return false;
    *words = at + 1;
    return true;
}

static int play_recognise(const struct input *in)
{
    enum { FEW = 8, SURE = 97 };
    struct sample sample = {.n_names = 0};
    struct str rest = str_part(in->text, 0, SAMPLE_BYTES);
    bool was_blank = true;
    if (str_starts(str_trim(rest), STR("<")))
        return 0;
    while (rest.n) {
        struct str line = str_trim(str_cut(&rest, '\n'));
        struct name name;
        size_t words;
        bool begins = was_blank && line.n > 0;
        was_blank = line.n == 0;
        if (!begins)
            continue;
        sample.n_paragraphs++;
        char bytes[NAME_BYTES + 2]; // a name alone on its line is followed by a line end
        struct str head = str_part(line, 0, NAME_BYTES);
        memcpy(bytes, head.at, head.n);
        bytes[head.n] = '\n';
        if (!is_speech(line.n < NAME_BYTES ? (struct str){bytes, head.n + 1} : line, &name, &words))
            continue;
        sample.n_speeches++;
        sample.n_upper += name.is_upper;
        note_name(&sample, str_part(line, name.start, name.end));
    }
    uint32_t n_again = 0, least = sample.n_upper * 2 > sample.n_speeches ? 2 : 4;
    for (uint32_t i = 0; i < sample.n_names; i++)
        n_again += sample.n_times[i] >= least;
    uint32_t share = sample.n_paragraphs ? sample.n_speeches * 100 / sample.n_paragraphs : 0;
    return sample.n_speeches >= FEW && n_again >= 2 && share >= (least == 2 ? 40 : 60) ? SURE : 0;
}

/* ---- the doc ---- */

struct build {
    struct doc *doc;
    struct arena *keep;
    uint32_t act, scene; // open segments, or DOC_NONE
};

static whose_status push_block(struct build *b, enum block_kind kind, uint32_t speech, size_t start,
                               size_t end, whose_error *err)
{
    struct str text = b->doc->text;
    while (start < end && (is_blank(text.at[start]) || is_sign(text.at[start])))
        start++;
    while (end > start && (is_blank(text.at[end - 1]) || is_sign(text.at[end - 1])))
        end--;
    if (start >= end)
        return WHOSE_OK;
    struct block *block = VEC_PUSH(&b->doc->block, b->keep);
    if (!block)
        return fail_nomem(err);
    *block = (struct block){.kind = kind, .segment = DOC_NONE, .speech = speech,
                            .at = {(uint32_t)start, (uint32_t)end}};
    return WHOSE_OK;
}

static whose_status open_segment(struct build *b, enum segment_kind kind, struct str number,
                                 struct str because, size_t off, whose_error *err)
{
    uint32_t *which = kind == SEGMENT_ACT ? &b->act : &b->scene;
    for (uint32_t *open = &b->scene;; open = &b->act) {
        if (*open != DOC_NONE && (open == which || kind == SEGMENT_ACT)) {
            b->doc->segment.at[*open].at.end = (uint32_t)off;
            *open = DOC_NONE;
        }
        if (open == &b->act)
            break;
    }
    struct segment *segment = VEC_PUSH(&b->doc->segment, b->keep);
    if (!segment)
        return fail_nomem(err);
    *segment = (struct segment){.parent = kind == SEGMENT_SCENE ? b->act : DOC_NONE, .kind = kind, .sure = 0.95f,
                                .number = number, .because = because,
                                .at = {(uint32_t)off, (uint32_t)b->doc->text.n}};
    *which = b->doc->segment.n - 1;
    return WHOSE_OK;
}

static struct str take_word(struct str *s)
{
    size_t at = 0, end;
    while (at < s->n && (is_blank(s->at[at]) || is_sign(s->at[at])))
        at++;
    for (end = at; end < s->n && !is_blank(s->at[end]) && !strchr(".,:;-_", s->at[end]);)
        end++;
    struct str word = str_part(*s, at, end);
    while (end < s->n && strchr(".,:;-_", s->at[end]))
        end++;
    *s = str_part(*s, end, s->n);
    return word;
}

/* "ACT I", "SCENE II. The ferry.", "ACT I. SCENE I."; false when the paragraph is none. */
static whose_status read_heading(struct build *b, struct str s, bool *is_heading, whose_error *err)
{
    size_t off = (size_t)(s.at - b->doc->text.at);
    struct str rest = s;
    *is_heading = false;
    if (s.n > HEADING_BYTES)
        return WHOSE_OK;
    for (int depth = 0; depth < 2; depth++) {
        struct str before = rest, word = take_word(&rest);
        bool is_act = str_eq_nocase(word, STR("act")), is_scene = str_eq_nocase(word, STR("scene"));
        bool is_end = str_eq_nocase(word, STR("prologue")) || str_eq_nocase(word, STR("epilogue"));
        if ((!is_act && !is_scene && !is_end) || word.at[0] < 'A' || word.at[0] > 'Z') {
            rest = before;
            break;
        }
        struct str number = is_end ? word : take_word(&rest);
        if (number.n == 0)
            break;
        *is_heading = true;
        TRY(open_segment(b, is_act || is_end ? SEGMENT_ACT : SEGMENT_SCENE, number, STR("heading"), off, err));
    }
    if (!*is_heading)
        return WHOSE_OK;
    rest = str_trim(rest);
    struct segment *segment = &b->doc->segment.at[b->doc->segment.n - 1];
    if (rest.n) {
        uint32_t start = (uint32_t)(rest.at - b->doc->text.at);
        segment->heading = (struct span){start, start + (uint32_t)rest.n};
    }
    return push_block(b, BLOCK_HEADING, DOC_NONE, off, off + s.n, err);
}

/* The words of a speech, and the directions in brackets between them. */
static whose_status read_words(struct build *b, uint32_t speech, size_t at, size_t end, whose_error *err)
{
    const char *text = b->doc->text.at;
    size_t start = at;
    for (; at < end; at++) {
        if (text[at] != '[' && text[at] != '(')
            continue;
        const char *close = memchr(text + at, text[at] == '[' ? ']' : ')', end - at);
        if (!close)
            continue;
        TRY(push_block(b, BLOCK_DIALOGUE, speech, start, at, err));
        start = (size_t)(close - text) + 1;
        TRY(push_block(b, BLOCK_PARENTHETICAL, speech, at, start, err));
        at = start - 1;
    }
    return push_block(b, BLOCK_DIALOGUE, speech, start, end, err);
}

static whose_status read_speech(struct build *b, struct span par, const struct name *name, size_t words,
                                whose_error *err)
{
    struct speech *speech = VEC_PUSH(&b->doc->speech, b->keep);
    if (!speech)
        return fail_nomem(err);
    uint32_t index = b->doc->speech.n - 1;
    *speech = (struct speech){.first_block = b->doc->block.n,
                              .cue = {par.start + (uint32_t)name->start, par.start + (uint32_t)name->end},
                              .at = {par.start + (uint32_t)name->start, par.end}};
    TRY(push_block(b, BLOCK_CUE, index, speech->cue.start, speech->cue.end, err));
    if (words > name->behind) // a bracket of the cue
        TRY(push_block(b, BLOCK_PARENTHETICAL, index, par.start + name->behind, par.start + words - 1, err));
    TRY(read_words(b, index, par.start + words, par.end, err));
    speech = &b->doc->speech.at[index];
    speech->n_blocks = b->doc->block.n - speech->first_block;
    return WHOSE_OK;
}

static whose_status read_paragraph(struct build *b, const struct par *par, whose_error *err)
{
    struct str s = str_part(b->doc->text, par->at.start, par->at.end);
    struct name name;
    size_t words;
    bool is_heading;
    TRY(read_heading(b, s, &is_heading, err));
    if (is_heading)
        return WHOSE_OK;
    bool speaks = is_speech(s, &name, &words);
    if (b->act == DOC_NONE && b->scene == DOC_NONE)
        TRY(open_segment(b, SEGMENT_SCENE, STR(""), STR("whole text"), par->at.start, err));
    return speaks ? read_speech(b, par->at, &name, words, err)
                  : push_block(b, BLOCK_ACTION, DOC_NONE, par->at.start, par->at.end, err);
}

static bool speaks(struct str text, const struct par *par)
{
    struct name name;
    size_t words;
    return is_speech(str_part(text, par->at.start, par->at.end), &name, &words);
}

/* The act, or else the scene, in which the first speech stands: before it come title page,
 * contents and the list of persons. */
static uint32_t first_of_story(struct str text, const par_list *par, uint32_t *first_speech)
{
    uint32_t act = UINT32_MAX, scene = UINT32_MAX, p = 0;
    for (; p < par->n && !speaks(text, &par->at[p]); p++) {
        struct str s = str_part(text, par->at[p].at.start, par->at[p].at.end);
        struct str word = take_word(&s);
        if (par->at[p].at.end - par->at[p].at.start > HEADING_BYTES)
            continue;
        if (str_eq_nocase(word, STR("act")) || str_eq_nocase(word, STR("prologue")))
            act = p;
        else if (str_eq_nocase(word, STR("scene")))
            scene = p;
    }
    *first_speech = p;
    return act != UINT32_MAX ? act : scene != UINT32_MAX ? scene : p;
}

static whose_status play_read(const struct input *in, struct arena *keep, struct arena *scratch,
                              struct doc *out, whose_error *err)
{
    par_list par = {0};
    *out = (struct doc){.kind = DOC_PLAY, .format = STR("plain-text play"), .is_own_text = true, .text = in->text};
    TRY(prose_paragraphs(in->text, scratch, &par, err));
    prose_chapters(in->text, &par, &out->title, &out->author);
    struct build b = {.doc = out, .keep = keep, .act = DOC_NONE, .scene = DOC_NONE};
    uint32_t first_speech, first = first_of_story(in->text, &par, &first_speech);
    for (uint32_t p = 0; p < par.n; p++) {
        struct span at = par.at[p].at;
        /* notes and the licence behind the story; what stands before a first chapter of prose
         * may be an act here */
        bool is_other = p < first || (p > first_speech && par.at[p].kind == PAR_OTHER &&
                                      !speaks(in->text, &par.at[p]));
        if (is_other)
            TRY(push_block(&b, BLOCK_OTHER, DOC_NONE, at.start, at.end, err));
        else
            TRY(read_paragraph(&b, &par.at[p], err));
    }
    doc_number_segments(out);
    return WHOSE_OK;
}

const struct reader play_reader = {"plain-text play", play_recognise, play_read};
