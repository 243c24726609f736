/* takes   a plain-text script as it is found in the wild: scraped, or out of a PDF
 * gives   struct doc, with what layout was found and which lines are doubtful
 * method  lines are labelled (script_label.c), then read in order: cues open
 *         speeches, headings open scenes, page matter interrupts nothing
 * cost    O(text) */
#include "read/internal.h"

#include "base/err.h"
#include "base/utf8.h"
#include "read/fountain.h"
#include "read/script.h"

#include <stdio.h>
#include <string.h>

/* The speech of words whose cue is still to come. */
#define EARLY (DOC_NONE - 1)

struct build {
    const struct script *script;
    struct doc *doc;
    struct arena *keep;
    uint32_t speech;       // open speech, or DOC_NONE
    uint32_t name;         // of the cue that was read last, or SCRIPT_NO_NAME
    uint32_t early;        // no block before it waits for its cue
    uint32_t *said_in;     // [line], the speech that the words of a line went to, or DOC_NONE
    uint32_t left, column; // speech in the left of two columns, or DOC_NONE; cell of the right one
    bool has_heading;
};

static struct str line_str(const struct build *b, const struct script_line *line)
{
    return str_part(b->doc->text, line->start, line->end);
}

static whose_status add_block(struct build *b, enum block_kind kind, uint32_t start, uint32_t end,
                              whose_error *err)
{
    struct block *block = VEC_PUSH(&b->doc->block, b->keep);
    if (!block)
        return fail_nomem(err);
    bool is_spoken = kind == BLOCK_CUE || kind == BLOCK_DIALOGUE || kind == BLOCK_PARENTHETICAL;
    *block = (struct block){kind, DOC_NONE, is_spoken ? b->speech : DOC_NONE, {start, end}, false};
    if (is_spoken && b->speech != DOC_NONE) {
        struct speech *speech = &b->doc->speech.at[b->speech];
        speech->n_blocks = b->doc->block.n - speech->first_block;
        if (end > speech->at.end)
            speech->at.end = end;
    }
    return WHOSE_OK;
}

/* Does the line go on with the block before it? */
static bool goes_on(const struct build *b, uint32_t i)
{
    const struct script_line *line = &b->script->line[i];
    uint32_t allowed = script_layout_at(b->script, i)->blank == 3 ? 1 : 0;
    return line->n_blank <= allowed && i > 0 && line[-1].tag == line->tag && b->doc->block.n > 0;
}

static void extend(struct build *b, uint32_t end)
{
    struct block *block = &b->doc->block.at[b->doc->block.n - 1];
    block->at.end = end;
    if (block->speech != DOC_NONE && end > b->doc->speech.at[block->speech].at.end)
        b->doc->speech.at[block->speech].at.end = end;
}

static void close_speech(struct build *b)
{
    b->speech = DOC_NONE;
    b->left = DOC_NONE;
}

static whose_status open_speech(struct build *b, uint32_t start, uint32_t end, struct span cue,
                                uint32_t first_block, whose_error *err)
{
    struct speech *speech = VEC_PUSH(&b->doc->speech, b->keep);
    if (!speech)
        return fail_nomem(err);
    b->speech = b->doc->speech.n - 1;
    *speech = (struct speech){.segment = DOC_NONE, .first_block = first_block,
                              .n_blocks = b->doc->block.n - first_block, .cue = cue,
                              .at = {start, end}};
    return WHOSE_OK;
}

/* Do words wait for a cue?  Moves on to them. */
static bool has_early(struct build *b)
{
    while (b->early < b->doc->block.n && b->doc->block.at[b->early].speech != EARLY)
        b->early++;
    return b->early < b->doc->block.n;
}

/* Words that stood before their cue get their speaker. */
static whose_status take_early(struct build *b, uint32_t i, whose_error *err)
{
    const struct script_line *line = &b->script->line[i], *next = line + 1;
    struct block *words = &b->doc->block.at[b->early];
    TRY(open_speech(b, words->at.start, line->end, (struct span){line->start, line->end}, b->early++,
                    err));
    words->speech = b->speech;
    TRY(add_block(b, BLOCK_CUE, line->start, line->end, err));
    if (i + 1 < b->script->n_lines && next->n_blank == 0 && !next->is_early &&
        (next->tag == TAG_DIALOGUE || next->tag == TAG_PARENTHETICAL))
        return WHOSE_OK; // and goes on
    close_speech(b);
    return WHOSE_OK;
}

/* The byte where a second column begins behind a wide gap, or the end. */
static uint32_t second_column(const struct build *b, const struct script_line *line)
{
    enum { WIDE = 3 };
    uint32_t n = 0;
    for (uint32_t at = line->start; at < line->end; at++) {
        char c = b->doc->text.at[at];
        if (!is_blank(c) && n >= WIDE)
            return at;
        n = c == '\t' ? WIDE : is_blank(c) ? n + 1 : 0;
    }
    return line->end;
}

static struct span trimmed(const struct build *b, uint32_t start, uint32_t end)
{
    while (end > start && is_blank(b->doc->text.at[end - 1]))
        end--;
    return (struct span){start, end};
}

/* "STEEL            BRICK": two who speak at once. */
static bool is_dual_cue(const struct build *b, const struct script_line *line, uint32_t second)
{
    if (second >= line->end || line->cue_end || line->glued || b->doc->text.at[second] == '(' ||
        b->doc->text.at[second] == '[' || line->end - line->start > 120)
        return false;
    uint32_t n_upper[2] = {0}, n_lower = 0;
    for (uint32_t at = line->start; at < line->end; at++) {
        char c = b->doc->text.at[at];
        n_upper[at >= second] += (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
        n_lower += c >= 'a' && c <= 'z';
    }
    return n_upper[0] > 1 && n_upper[1] > 1 && n_lower * 3 < n_upper[0] + n_upper[1];
}

static whose_status read_dual_cue(struct build *b, const struct script_line *line, uint32_t second,
                                  whose_error *err)
{
    struct span left = trimmed(b, line->start, second);
    TRY(open_speech(b, left.start, left.end, left, b->doc->block.n, err));
    TRY(add_block(b, BLOCK_CUE, left.start, left.end, err));
    b->left = b->speech;
    b->column = line->indent + (second - line->start);
    TRY(open_speech(b, second, line->end, (struct span){second, line->end}, b->doc->block.n, err));
    TRY(add_block(b, BLOCK_CUE, second, line->end, err));
    b->doc->speech.at[b->speech].is_dual = true;
    return WHOSE_OK;
}

/* A line of two columns, or of one of them. */
static whose_status read_columns(struct build *b, const struct script_line *line, whose_error *err)
{
    enum { SLACK = 10 };
    uint32_t second = second_column(b, line), right = b->speech;
    if (second >= line->end && line->indent + (uint32_t)SLACK >= b->column)
        second = line->start;
    struct span piece[2] = {trimmed(b, line->start, second), {second, line->end}};
    for (int k = 0; k < 2; k++) {
        if (span_is_empty(piece[k]))
            continue;
        b->speech = k ? right : b->left;
        enum block_kind kind =
            b->doc->text.at[piece[k].start] == '(' ? BLOCK_PARENTHETICAL : BLOCK_DIALOGUE;
        TRY(add_block(b, kind, piece[k].start, piece[k].end, err));
    }
    b->speech = right;
    return WHOSE_OK;
}

/* Does the cue at line `i` say again, after "(MORE)" and the end of a page, whose speech is open? */
static bool is_same_speech(const struct build *b, uint32_t i)
{
    const struct script_line *line = &b->script->line[i];
    if (b->speech == DOC_NONE || line->name == SCRIPT_NO_NAME || line->name != b->name || line->glued)
        return false;
    bool has_more = false;
    for (uint32_t k = i; k > 0 && line[-1].tag == TAG_MATTER; k--, line--)
        has_more = line[-1].shape == SHAPE_MORE;
    return has_more;
}

static whose_status read_cue(struct build *b, uint32_t i, whose_error *err)
{
    const struct script_line *line = &b->script->line[i];
    b->left = DOC_NONE;
    bool is_same = is_same_speech(b, i);
    b->name = line->name;
    if (line->has_early && has_early(b))
        return take_early(b, i, err);
    if (is_same && !line->cue_end)
        return add_block(b, BLOCK_CUE, line->start, line->end, err);
    uint32_t start = line->start, end = line->end;
    if (line->cue_end) {
        start = line->cue_start;
        end = trimmed(b, start, line->cue_end - script_colon_bytes(b->doc->text, line->cue_end)).end;
    } else if (b->doc->text.at[end - 1] == ':' && end > start + 1) { // its words stand on the next line
        end--;
    }
    uint32_t second = second_column(b, line);
    if (is_dual_cue(b, line, second))
        return read_dual_cue(b, line, second, err);
    if (line->glued) { // what was said or told before
        struct span before = trimmed(b, line->start, line->glued - 1);
        bool told = i > 0 ? line[-1].tag == TAG_ACTION : line->talk < 0;
        if (told)
            close_speech(b);
        if (!span_is_empty(before))
            TRY(add_block(b, told ? BLOCK_ACTION : BLOCK_DIALOGUE, before.start, before.end, err));
        start = line->glued;
    }
    TRY(open_speech(b, start, end, (struct span){start, end}, b->doc->block.n, err));
    TRY(add_block(b, BLOCK_CUE, start, end, err));
    if (line->cue_end == 0)
        return WHOSE_OK;
    struct str said = str_part(b->doc->text, line->cue_end, line->end);
    start = line->end - (uint32_t)str_trim(said).n;
    return start < line->end ? add_block(b, BLOCK_DIALOGUE, start, line->end, err) : WHOSE_OK;
}

static whose_status read_spoken(struct build *b, uint32_t i, enum block_kind kind, whose_error *err)
{
    const struct script_line *line = &b->script->line[i];
    const struct block *last = b->doc->block.n ? &b->doc->block.at[b->doc->block.n - 1] : NULL;
    bool same = last && last->kind == kind && last->speech == b->speech && !line->is_early;
    if (line->is_early == 2 && last && last->speech == EARLY) {
        b->doc->block.at[b->doc->block.n - 1].at.end = line->end;
        return WHOSE_OK;
    }
    if (line->is_early) {
        close_speech(b);
        TRY(add_block(b, kind, line->start, line->end, err));
        b->doc->block.at[b->doc->block.n - 1].speech = EARLY;
        return WHOSE_OK;
    }
    if (b->left != DOC_NONE && line->n_blank == 0)
        return read_columns(b, line, err);
    b->left = DOC_NONE;
    if (same && i > 0 && (goes_on(b, i) || (line[-1].tag == TAG_CUE && line[-1].cue_end &&
                                            line->n_blank == 0))) {
        extend(b, line->end);
        return WHOSE_OK;
    }
    return add_block(b, kind, line->start, line->end, err);
}

/* The end of a line of speech, which a program took apart from it: the speech that is open stays so. */
static whose_status read_half(struct build *b, const struct script_line *line, whose_error *err)
{
    uint32_t open = b->speech, home = b->said_in[line->home];
    b->speech = home;
    whose_status status = add_block(b, BLOCK_DIALOGUE, line->start, line->end, err);
    b->speech = open;
    return status;
}

/* Bytes of a scene number at the head of `s`, with what parts it from the heading. */
static size_t number_head(struct str s, size_t *n_digits)
{
    size_t at = 0;
    while (at < s.n && at < 6 && ((s.at[at] >= '0' && s.at[at] <= '9') ||
                                  (at > 0 && s.at[at] >= 'A' && s.at[at] <= 'F')))
        at++;
    *n_digits = at;
    if (at == 0 || at >= s.n || (!is_blank(s.at[at]) && s.at[at] != '.' && s.at[at] != ')'))
        return 0;
    while (at < s.n && (is_blank(s.at[at]) || s.at[at] == '.' || s.at[at] == ')'))
        at++;
    return at;
}

static whose_status read_heading(struct build *b, uint32_t i, whose_error *err)
{
    const struct script_line *line = &b->script->line[i];
    uint32_t before = i; // "INT." alone waits for its place, whatever a program put between
    while (before > 0 && b->script->line[--before].home != UINT32_MAX)
        ;
    bool has_kind = i > 0 && b->script->line[before].tag == TAG_SCENE &&
                    b->script->line[before].shape == SHAPE_PLACE_ALONE && line->shape != SHAPE_PLACE_ALONE &&
                    line->shape != SHAPE_PLACE && line->shape != SHAPE_NUMBERED_PLACE;
    if (has_kind && before + 1 < i) {
        b->doc->segment.at[b->doc->segment.n - 1].heading = (struct span){line->start, line->end};
        return add_block(b, BLOCK_HEADING, line->start, line->end, err);
    }
    if (has_kind || (goes_on(b, i) && line->shape != SHAPE_PLACE && line->shape != SHAPE_NUMBERED_PLACE &&
                     line->shape != SHAPE_TIME && line->n_blank == 0)) {
        extend(b, line->end);
        b->doc->segment.at[b->doc->segment.n - 1].heading.end = line->end;
        return WHOSE_OK;
    }
    struct str s = line_str(b, line);
    size_t n_digits = 0, head = number_head(s, &n_digits);
    uint32_t end = line->end;
    if (n_digits && head) { // the number may stand in the other margin too
        struct str number = str_part(s, 0, n_digits);
        struct str rest = str_trim(str_part(s, head, s.n));
        while (rest.n && rest.at[rest.n - 1] == '*')
            rest = str_trim(str_part(rest, 0, rest.n - 1));
        if (str_ends(rest, number) && rest.n > number.n && is_blank(rest.at[rest.n - number.n - 1]))
            end = line->start + (uint32_t)(head + str_trim(str_part(rest, 0, rest.n - number.n)).n);
    }
    if (line->start + head >= end) { // a number and nothing behind it
        head = 0;
        end = line->end;
    }
    struct segment *scene = VEC_PUSH(&b->doc->segment, b->keep);
    if (!scene)
        return fail_nomem(err);
    bool is_act = str_starts_nocase(s, STR("ACT ")) && s.n < 24;
    *scene = (struct segment){
        .parent = DOC_NONE,
        .kind = is_act ? SEGMENT_ACT : SEGMENT_SCENE,
        .sure = line->margin > SCRIPT_DOUBTFUL ? 0.99f : 0.7f,
        .number = head ? str_part(s, 0, n_digits) : STR(""),
        .because = STR("heading"),
        .heading = {line->start + (uint32_t)head, end},
        .at = {line->start, (uint32_t)b->doc->text.n},
    };
    b->has_heading = true;
    return add_block(b, BLOCK_HEADING, line->start + (uint32_t)head, end, err);
}

/* Action, and behind it the words of the next cue. */
static whose_status read_glued_words(struct build *b, const struct script_line *line, whose_error *err)
{
    struct span told = trimmed(b, line->start, line->glued - 1);
    TRY(add_block(b, BLOCK_ACTION, told.start, told.end, err));
    TRY(add_block(b, BLOCK_DIALOGUE, line->glued, line->end, err));
    b->doc->block.at[b->doc->block.n - 1].speech = EARLY;
    return WHOSE_OK;
}

static whose_status read_line(struct build *b, uint32_t i, whose_error *err)
{
    const struct script_line *line = &b->script->line[i];
    if (line->home != UINT32_MAX && line->tag == TAG_DIALOGUE)
        return read_half(b, line, err);
    if (line->home != UINT32_MAX && line->tag == TAG_ACTION)
        return add_block(b, BLOCK_ACTION, line->start, line->end, err);
    switch ((enum tag)line->tag) {
    case TAG_MATTER:
        return add_block(b, BLOCK_OTHER, line->start, line->end, err);
    case TAG_CUE:
        return read_cue(b, i, err);
    case TAG_DIALOGUE:
        return read_spoken(b, i, BLOCK_DIALOGUE, err);
    case TAG_PARENTHETICAL:
        return read_spoken(b, i, BLOCK_PARENTHETICAL, err);
    case TAG_SCENE:
        close_speech(b);
        return read_heading(b, i, err);
    case TAG_TRANSITION:
        close_speech(b);
        return add_block(b, BLOCK_TRANSITION, line->start, line->end, err);
    case TAG_ACTION:
        close_speech(b);
        if (line->is_early == 3)
            return read_glued_words(b, line, err);
        if (goes_on(b, i)) {
            extend(b, line->end);
            return WHOSE_OK;
        }
        return add_block(b, BLOCK_ACTION, line->start, line->end, err);
    case N_TAGS:
        break;
    }
    return WHOSE_OK;
}

/* Acts hold the scenes behind them; a scene ends where the next segment of its
 * level starts.  Story before the first heading is a scene of its own. */
static whose_status close_segments(struct build *b, whose_error *err)
{
    struct doc *doc = b->doc;
    uint32_t first = doc->segment.n ? doc->segment.at[0].at.start : (uint32_t)doc->text.n;
    uint32_t story = DOC_NONE;
    for (uint32_t i = 0; i < doc->block.n && doc->block.at[i].at.start < first; i++)
        if (story == DOC_NONE && doc->block.at[i].kind != BLOCK_OTHER &&
            doc->block.at[i].kind != BLOCK_TRANSITION)
            story = i;
    if (story != DOC_NONE) {
        struct segment *scene = VEC_PUSH(&doc->segment, b->keep);
        if (!scene)
            return fail_nomem(err);
        memmove(doc->segment.at + 1, doc->segment.at, (doc->segment.n - 1) * sizeof *scene);
        doc->segment.at[0] = (struct segment){
            .parent = DOC_NONE, .kind = SEGMENT_SCENE, .sure = 0.7f,
            .because = b->has_heading ? STR("opening matter") : STR("whole text"),
            .at = {doc->block.at[story].at.start, first}};
    }
    uint32_t act = DOC_NONE;
    for (uint32_t s = 0; s < doc->segment.n; s++) {
        struct segment *segment = &doc->segment.at[s];
        if (s + 1 < doc->segment.n && segment->kind == SEGMENT_SCENE)
            segment->at.end = doc->segment.at[s + 1].at.start;
        if (segment->kind == SEGMENT_ACT) {
            if (act != DOC_NONE)
                doc->segment.at[act].at.end = segment->at.start;
            act = s;
        } else {
            segment->parent = act;
        }
    }
    return WHOSE_OK;
}

static uint32_t number_in(struct str s)
{
    uint32_t n = 0;
    for (size_t i = 0; i < s.n && n < 100000; i++)
        if (s.at[i] >= '0' && s.at[i] <= '9')
            n = n * 10 + (uint32_t)(s.at[i] - '0');
    return n;
}

/* Pages from form feeds, and from page numbers that go up by one. */
static whose_status read_pages(struct build *b, whose_error *err)
{
    struct doc *doc = b->doc;
    uint32_t page = 1, n_pages = 1;
    struct run *run = VEC_PUSH(&doc->run, b->keep);
    if (!run)
        return fail_nomem(err);
    *run = (struct run){.at = {0, (uint32_t)doc->text.n}, .line = 1, .page = 1};
    for (uint32_t i = 0; i < b->script->n_lines; i++) {
        const struct script_line *line = &b->script->line[i];
        bool is_number = line->shape == SHAPE_NUMBER && line->tag == TAG_MATTER;
        uint32_t told = is_number ? number_in(line_str(b, line)) : 0;
        bool is_next = told == page + 1;
        if (!line->page_break && !is_next)
            continue;
        page = is_next ? told : page + 1;
        struct run *last = &doc->run.at[doc->run.n - 1];
        if (last->at.start == line->start)
            continue;
        last->at.end = line->start;
        struct run *next = VEC_PUSH(&doc->run, b->keep);
        if (!next)
            return fail_nomem(err);
        *next = (struct run){.at = {line->start, (uint32_t)doc->text.n}, .byte = line->start,
                             .line = line->number, .page = page};
        n_pages++;
    }
    if (n_pages < 2)
        doc->run.n = 0; // nothing tells the pages
    return WHOSE_OK;
}

/* ---- how well it was read ---- */

static whose_status describe(struct build *b, whose_error *err)
{
    const struct script_layout *l = &b->script->whole;
    static const char *const BLANKS[] = {"no blank lines", "few blank lines",
                                         "blank lines between the parts", "lines set wide apart"};
    char words[256];
    int n;
    if (l->inlines == 2)
        n = snprintf(words, sizeof words, "names before the words on one line, %s", BLANKS[l->blank]);
    else if (l->is_indented)
        n = snprintf(words, sizeof words, "%s at column %u, speech at %u, action at %u; %s",
                     l->is_title_case ? "names in mixed case" : "names in capitals", l->cue,
                     l->dialogue, l->action, BLANKS[l->blank]);
    else
        n = snprintf(words, sizeof words, "%s, nothing indented, %s",
                     l->is_title_case ? "names in mixed case" : "names in capitals",
                     BLANKS[l->blank]);
    b->doc->layout = str_keep(b->keep, (struct str){words, (size_t)n});
    b->doc->n_lines = b->script->n_lines;
    b->doc->n_doubtful = b->script->n_doubtful;
    return b->doc->layout.at ? WHOSE_OK : fail_nomem(err);
}

enum { WORST = 10 };

static whose_status note_worst(struct build *b, whose_error *err)
{
    static const char *const READ_AS[N_TAGS] = {"a scene heading", "action", "a name", "speech",
                                                "a direction", "a transition", "page matter"};
    uint32_t worst[WORST], n = 0;
    for (uint32_t i = 0; i < b->script->n_lines; i++) {
        if (b->script->line[i].margin >= SCRIPT_DOUBTFUL)
            continue;
        if (n == WORST && b->script->line[i].margin >= b->script->line[worst[n - 1]].margin)
            continue;
        uint32_t at = n < WORST ? n++ : n - 1;
        for (; at > 0 && b->script->line[i].margin < b->script->line[worst[at - 1]].margin; at--)
            worst[at] = worst[at - 1];
        worst[at] = i;
    }
    for (uint32_t k = 0; k < n; k++) {
        const struct script_line *line = &b->script->line[worst[k]];
        struct str s = str_part(line_str(b, line), 0, 60);
        while (s.n && ((unsigned char)s.at[s.n - 1] & 0xC0) == 0x80)
            s.n--; // not in the middle of a letter
        if (s.n && ((unsigned char)s.at[s.n - 1] & 0x80))
            s.n--;
        char words[200];
        int len = snprintf(words, sizeof words, "line %u, \"%.*s\": read as %s", line->number,
                           (int)s.n, s.at, READ_AS[line->tag]);
        struct doubt *doubt = VEC_PUSH(&b->doc->doubt, b->keep);
        if (!doubt)
            return fail_nomem(err);
        doubt->at = (struct span){line->start, line->end};
        doubt->words = str_keep(b->keep, (struct str){words, (size_t)len});
        if (!doubt->words.at)
            return fail_nomem(err);
    }
    return WHOSE_OK;
}

/* The title is the first line of the matter in front; who wrote it stands behind "by". */
static void read_title(struct build *b)
{
    bool by = false;
    for (uint32_t i = 0; i < b->script->n_lines && i < 40; i++) {
        const struct script_line *line = &b->script->line[i];
        if (line->tag != TAG_MATTER)
            break;
        struct str s = line_str(b, line);
        if (s.n > 80 || line->shape == SHAPE_NUMBER || line->shape == SHAPE_MARKS)
            continue;
        if (by && !b->doc->author.n)
            b->doc->author = s;
        by = str_eq_nocase(s, STR("by")) || (str_ends(s, STR(" by")) && s.n < 24);
        if (str_starts_nocase(s, STR("by ")) && !b->doc->author.n)
            b->doc->author = str_trim(str_part(s, 3, s.n));
        else if (!b->doc->title.n && !by)
            b->doc->title = s;
    }
}

/* Are there cues in many parts of the text?  A novel may have a chapter in the form of a play. */
static bool has_cues_throughout(const struct script *script)
{
    enum { PARTS = 20, LEAST_PARTS = 6, LEAST_LINES = 1000, A_CUE_IN = 60 };
    uint32_t n = script->n_lines, n_parts = 0;
    if (n < LEAST_LINES)
        return true;
    for (uint32_t p = 0; p < PARTS; p++) {
        uint32_t first = (uint32_t)((uint64_t)n * p / PARTS), end = (uint32_t)((uint64_t)n * (p + 1) / PARTS);
        uint32_t n_cues = 0;
        for (uint32_t i = first; i < end; i++)
            n_cues += script->line[i].tag == TAG_CUE;
        n_parts += n_cues * A_CUE_IN >= end - first;
    }
    return n_parts >= LEAST_PARTS;
}

/* A story told in cues and speeches has both, and names that come again. */
static bool is_script(const struct script *script)
{
    enum { TYPED = 80, CUES_IN = 30, CUES_IN_PARAGRAPHS = 8 };
    uint32_t n_cues = 0, n_again = 0, n_said = 0, n_scenes = 0, n_long = 0;
    for (uint32_t i = 0; i < script->n_lines; i++) {
        const struct script_line *line = &script->line[i];
        bool cue = line->tag == TAG_CUE;
        n_cues += cue;
        n_long += line->end - line->start > TYPED;
        n_again += cue && line->name != SCRIPT_NO_NAME && script->n_name[line->name] > 1;
        n_said += line->tag == TAG_DIALOGUE;
        n_scenes += line->tag == TAG_SCENE &&
                    (line->shape == SHAPE_PLACE || line->shape == SHAPE_NUMBERED_PLACE);
    }
    uint32_t n = script->n_lines;
    uint32_t one_in = n_long * 4 > n ? CUES_IN_PARAGRAPHS : CUES_IN; // a cue stands over each paragraph
    bool talks = n_cues >= 2 && (n_again * 2 >= n_cues || n_scenes > 1) && n_cues * one_in >= n &&
                 has_cues_throughout(script);
    return (talks && (n_said > 0 || script->whole.inlines == 2)) || n_scenes * 60 > n + 60;
}

/* The stars of revised lines, which script_shapes() left out of the line, are no text. */
static whose_status cut_stars(struct build *b, const struct script_line *line, whose_error *err)
{
    struct str text = b->doc->text;
    uint32_t end = line->end;
    while (end < text.n && (text.at[end] == ' ' || text.at[end] == '\t'))
        end++;
    if (end >= text.n || text.at[end] != '*')
        return WHOSE_OK;
    while (end < text.n && text.at[end] == '*')
        end++;
    struct span *hole = VEC_PUSH(&b->doc->hole, b->keep);
    if (!hole)
        return fail_nomem(err);
    *hole = (struct span){line->end, end};
    return WHOSE_OK;
}

static whose_status label_and_build(const struct input *in, struct arena *keep,
                                    struct arena *lines, struct arena *scratch, struct doc *out,
                                    whose_error *err)
{
    struct script script;
    *out = (struct doc){.kind = DOC_SCREENPLAY, .format = STR("plain-text script"),
                        .is_own_text = true, .text = in->text};
    if (prose_is_data(in->text))
        return prose_read(in, keep, scratch, out, err);
    TRY(script_shapes(in->text, lines, scratch, &script, err));
    TRY(script_infer(&script, lines, err));
    TRY(script_label(&script, scratch, err));
    if (!is_script(&script))
        return prose_read(in, keep, scratch, out, err);
    struct build b = {.script = &script, .doc = out, .keep = keep, .speech = DOC_NONE,
                      .left = DOC_NONE};
    b.said_in = ARENA_NEW_RAW(lines, uint32_t, script.n_lines + 1);
    if (!b.said_in)
        return fail_nomem(err);
    for (uint32_t i = 0; i < script.n_lines; i++) {
        TRY(read_line(&b, i, err));
        const struct block *last = out->block.n ? &out->block.at[out->block.n - 1] : NULL;
        b.said_in[i] = last && last->kind == BLOCK_DIALOGUE && last->speech != EARLY ? last->speech : DOC_NONE;
        TRY(cut_stars(&b, &script.line[i], err));
    }
    while (has_early(&b)) // their cue went astray
        out->block.at[b.early].speech = DOC_NONE;
    TRY(close_segments(&b, err));
    read_title(&b);
    TRY(read_pages(&b, err));
    TRY(describe(&b, err));
    TRY(note_worst(&b, err));
    doc_number_segments(out);
    return WHOSE_OK;
}

static whose_status script_read(const struct input *in, struct arena *keep, struct arena *scratch,
                                struct doc *out, whose_error *err)
{
    struct arena lines; // they are as large as the text and are not needed behind the doc
    arena_init(&lines, &keep->allocator);
    whose_status status = label_and_build(in, keep, &lines, scratch, out, err);
    arena_free(&lines);
    return status;
}

/* What the head of a file says for and against Fountain, which knows no "NAME: text", is seldom
 * broken into lines by hand, and has signs of its own. */
struct looks {
    uint32_t n, n_inline, n_signs, n_long, n_too_long;
    bool has_credit; // "written by" in front, and no key
};

static bool is_credit(struct str line)
{
    return line.n < 32 && (str_eq_nocase(line, STR("by")) || str_eq_nocase(line, STR("written by")) ||
                           str_eq_nocase(line, STR("screenplay by")) || str_eq_nocase(line, STR("a screenplay by")) ||
                           str_eq_nocase(line, STR("teleplay by")));
}

static bool looks_inline(struct str line)
{
    enum { LONGEST = 30, GAPS = 4 };
    const char *colon = memchr(line.at, ':', line.n);
    size_t n = colon ? (size_t)(colon - line.at) : 0, n_gaps = 0;
    if (n < 2 || n > LONGEST || n + 1 >= line.n || line.at[0] < 'A' || line.at[0] > 'Z')
        return false;
    for (size_t i = 1; i < n && line.at[i] != '(' && line.at[i] != '['; i++) {
        n_gaps += line.at[i] == ' ';
        if (line.at[i - 1] == ' ' && line.at[i] >= 'a' && line.at[i] <= 'z')
            return false;
    }
    return n_gaps < GAPS;
}

static struct looks look(struct str text)
{
    enum { HEAD = 65536, LONG = 50, TOO_LONG = 80, FRONT = 16 };
    struct looks looks = {0};
    bool is_title_page = true; // whose keys look like names; it begins with one
    char line_end = text.n && memchr(text.at, '\n', text.n) ? '\n' : '\r';
    text = str_part(text, 0, HEAD);
    while (text.n) {
        struct str line = str_trim(str_cut(&text, line_end));
        is_title_page = is_title_page && line.n > 0 && (looks.n > 0 || looks_inline(line));
        if (line.n == 0)
            continue;
        looks.n++;
        looks.has_credit = looks.has_credit || (looks.n < FRONT && is_credit(line));
        looks.n_inline += !is_title_page && looks_inline(line);
        looks.n_signs += (is_title_page && looks_inline(line)) || strchr("@!>~#=", line.at[0]) ||
                         str_starts(line, STR("[[")) || str_starts(line, STR("/*")) ||
                         (line.n > 1 && line.at[0] == '.' && line.at[1] >= 'A') ||
                         memchr(line.at, '_', line.n) || str_find(line, STR("**")) < line.n;
        looks.n_long += line.n >= LONG && line.n <= TOO_LONG;
        looks.n_too_long += line.n > TOO_LONG;
    }
    return looks;
}

/* The last resort for whatever is text: it decides only after it has looked at every line. */
static int script_recognise(const struct input *in)
{
    enum { FEW = 4, MANY = 60, SURER_THAN_FOUNTAIN = 96, SURE = 82, MAYBE = 50, HARDLY = 35 };
    struct str head = str_trim(str_part(in->text, 0, 4096));
    if (str_starts(head, STR("<?xml")) || str_starts_nocase(head, STR("<!DOCTYPE")) ||
        (head.n > 1 && head.at[0] == '<' && str_ends(str_trim(in->text), STR(">"))))
        return 0;
    if (str_ends(in->name, STR(".fountain")) || str_ends(in->name, STR(".spmd")))
        return HARDLY;
    struct looks looks = look(in->text);
    if (looks.n_inline > FEW && looks.n_inline * 14 > looks.n)
        return SURE;
    bool is_wrapped = looks.n > MANY && looks.n_long * 12 > looks.n && looks.n_too_long * 100 < looks.n;
    /* what Fountain would take, but nothing says that it was written as Fountain */
    bool is_plain = looks.has_credit || str_ends(in->name, STR(".txt"));
    int fountain = looks.n_signs && !is_plain ? 0 : fountain_recognise(in);
    if (looks.n_signs > 0)
        return fountain > HARDLY && fountain <= MAYBE ? MAYBE + 1 : HARDLY;
    if (is_wrapped || (is_plain && fountain > MAYBE))
        return SURER_THAN_FOUNTAIN;
    return is_plain && fountain > 0 ? MAYBE + 1 : HARDLY;
}

const struct reader script_reader = {"plain-text script", script_recognise, script_read};
