/* takes   a screenplay in Fountain 1.1 (https://fountain.io/syntax)
 * gives   struct doc: scenes by headings, acts by sections, speeches by cues
 * method  a line is judged by its form, by what stands before it and by the
 *         line behind it; tests/spec/fountain.md gives every rule an example
 * cost    O(bytes) */
#include "read/fountain.h"

#include "base/err.h"
#include "base/utf8.h"
#include "read/internal.h"

#include <string.h>

/* ---- the reader's state ---- */

enum event_kind { EVENT_HEADING, EVENT_SECTION };

/* Something that may begin a segment. */
struct event {
    enum event_kind kind;
    uint32_t level;   // of a section
    uint32_t off;
    uint32_t story;   // first block of the story behind it, before the next event; or DOC_NONE
    bool has_story;   // somebody acts or speaks there
    struct span heading;
    struct str number;
};

struct fountain {
    struct doc *doc;
    struct arena *keep, *scratch;
    bool is_title, is_open;  // in the title page; in a paragraph of action
    bool was_upper;          // the last line of action is in capitals
    uint32_t speech;         // the open one, or DOC_NONE
    enum block_kind last;    // kind of the last block
    struct span title, author;
    VEC(struct event) event; // the first stands for the head of the text
};

static struct block *add_block(struct fountain *f, enum block_kind kind, uint32_t start,
                               uint32_t end)
{
    struct doc *doc = f->doc;
    struct block *block = VEC_PUSH(&doc->block, f->keep);
    if (!block)
        return NULL;
    *block = (struct block){kind, DOC_NONE, f->speech, {start, end}, false};
    f->last = kind;
    if (f->speech != DOC_NONE) {
        struct speech *speech = &doc->speech.at[f->speech];
        speech->n_blocks++;
        speech->at.end = end;
    }
    if (kind != BLOCK_OTHER && kind != BLOCK_HEADING) {
        struct event *event = &f->event.at[f->event.n - 1];
        if (event->story == DOC_NONE)
            event->story = doc->block.n - 1;
        event->has_story |= kind == BLOCK_DIALOGUE;
    }
    return block;
}

static bool extend_block(struct fountain *f, uint32_t end)
{
    f->doc->block.at[f->doc->block.n - 1].at.end = end;
    if (f->speech != DOC_NONE)
        f->doc->speech.at[f->speech].at.end = end;
    return true;
}

static bool add_event(struct fountain *f, struct event event)
{
    struct event *slot = VEC_PUSH(&f->event, f->scratch);
    if (!slot)
        return false;
    event.story = DOC_NONE;
    *slot = event;
    return true;
}

/* A mark of the format at [start, end).  The next line has been read by now, so
 * that its holes may have to make room. */
static bool hide(struct fountain *f, uint32_t start, uint32_t end)
{
    struct doc *doc = f->doc;
    if (!VEC_PUSH(&doc->hole, f->keep))
        return false;
    uint32_t i = doc->hole.n - 1;
    for (; i > 0 && doc->hole.at[i - 1].start >= end; i--)
        doc->hole.at[i] = doc->hole.at[i - 1];
    doc->hole.at[i] = (struct span){start, end};
    return true;
}

static void close_all(struct fountain *f)
{
    f->is_open = false;
    f->speech = DOC_NONE;
}

/* [start, end) without blanks at its ends; holes are left where they are. */
static struct span trimmed(const struct fountain *f, uint32_t start, uint32_t end)
{
    const char *text = f->doc->text.at;
    while (start < end && fountain_is_gap(text[start]))
        start++;
    while (end > start && fountain_is_gap(text[end - 1]))
        end--;
    return (struct span){start, end};
}

/* ---- one function for each kind of line ---- */

static bool read_title(struct fountain *f, const struct fountain_line *line)
{
    struct str raw = str_part(f->doc->text, line->from, line->end);
    size_t value = fountain_title_value(raw);
    if (!value && !fountain_is_gap(raw.at[0])) {
        f->is_title = false;
        return true;
    }
    bool is_more = !value && f->doc->block.n;
    if (is_more)
        extend_block(f, line->end);
    else if (!add_block(f, BLOCK_OTHER, line->start, line->end))
        return false;
    struct str key = str_part(raw, 0, value ? value - 1 : 0);
    struct span at = {line->from + (uint32_t)value, line->end};
    if (str_eq_nocase(key, STR("title")))
        f->title = at;
    else if (str_eq_nocase(key, STR("author")) || str_eq_nocase(key, STR("authors")))
        f->author = at;
    else if (is_more) {
        uint32_t start = f->doc->block.at[f->doc->block.n - 1].at.start;
        struct span *open = f->title.start > start    ? &f->title
                            : f->author.start > start ? &f->author
                                                      : NULL;
        if (open)
            open->end = line->end;
    }
    return true;
}

static bool read_heading(struct fountain *f, const struct fountain_line *line, bool is_forced)
{
    const char *text = f->doc->text.at;
    uint32_t end = line->end, start = line->start + is_forced;
    struct str number = {NULL, 0};
    close_all(f);
    if (is_forced && !hide(f, line->start, start))
        return false;
    if (end - start > 2 && text[end - 1] == '#') {
        uint32_t i = end - 1;
        while (i > start && (is_ascii_letter(text[i - 1]) || is_ascii_digit(text[i - 1]) ||
                             text[i - 1] == '.' || text[i - 1] == '-'))
            i--;
        if (i > start && i < end - 1 && text[i - 1] == '#') {
            number = str_part(f->doc->text, i, end - 1);
            if (!hide(f, i - 1, end))
                return false;
            end = i - 1;
        }
    }
    struct event event = {.kind = EVENT_HEADING,
                          .off = line->start,
                          .heading = trimmed(f, start, end),
                          .number = number};
    return add_event(f, event) && add_block(f, BLOCK_HEADING, line->start, line->end);
}

static bool read_section(struct fountain *f, const struct fountain_line *line, uint32_t level)
{
    close_all(f);
    struct event event = {.kind = EVENT_SECTION,
                          .level = level,
                          .off = line->start,
                          .heading = trimmed(f, line->start + level, line->end)};
    if (level <= 2 && !add_event(f, event))
        return false;
    return add_block(f, BLOCK_OTHER, line->start, line->end);
}

static bool read_cue(struct fountain *f, const struct fountain_line *line, bool is_forced)
{
    uint32_t start = line->start + is_forced, end = line->end;
    bool is_dual = f->doc->text.at[end - 1] == '^';
    if (is_forced && !hide(f, line->start, start))
        return false;
    if (is_dual && !hide(f, --end, line->end))
        return false;
    struct speech *speech = VEC_PUSH(&f->doc->speech, f->keep);
    if (!speech)
        return false;
    f->speech = f->doc->speech.n - 1;
    *speech = (struct speech){.segment = DOC_NONE,
                              .first_block = f->doc->block.n,
                              .cue = trimmed(f, start, end),
                              .at = {line->start, line->end},
                              .is_dual = is_dual};
    return add_block(f, BLOCK_CUE, line->start, line->end);
}

static bool read_angle(struct fountain *f, const struct fountain_line *line)
{
    bool is_centered = line->end - line->start > 1 && f->doc->text.at[line->end - 1] == '<';
    close_all(f);
    if (!hide(f, line->start, line->start + 1) ||
        (is_centered && !hide(f, line->end - 1, line->end)))
        return false;
    return add_block(f, is_centered ? BLOCK_CENTERED : BLOCK_TRANSITION, line->start, line->end);
}

static bool read_action(struct fountain *f, const struct fountain_line *line)
{
    /* what is all in capitals may be "FADE IN:" and is not yet a scene */
    bool is_story = line->is_long || !fountain_is_upper(line->words);
    if (f->is_open && f->last == BLOCK_ACTION)
        extend_block(f, line->end);
    else if (!add_block(f, BLOCK_ACTION, line->start, line->end))
        return false;
    f->event.at[f->event.n - 1].has_story |= is_story;
    f->is_open = true;
    f->was_upper = !is_story;
    return true;
}

/* A line under a cue.  `*is_done` is false when it ends the speech instead. */
static bool read_said(struct fountain *f, const struct fountain_line *line, bool *is_done)
{
    struct str s = line->words;
    *is_done = true;
    if (!line->is_escaped) {
        if (fountain_is_structure(line) && fountain_heading_word(s) == 0) {
            *is_done = false;
            return true;
        }
        if (s.at[0] == '~')
            return hide(f, line->start, line->start + 1) &&
                   add_block(f, BLOCK_LYRIC, line->start, line->end);
        if (s.at[0] == '=')
            return add_block(f, BLOCK_OTHER, line->start, line->end);
        if (f->last == BLOCK_PARENTHETICAL && f->is_open) { // it goes on over several lines
            f->is_open = f->doc->text.at[line->end - 1] != ')';
            return extend_block(f, line->end);
        }
        if (s.at[0] == '(' && f->doc->text.at[line->end - 1] == ')')
            return add_block(f, BLOCK_PARENTHETICAL, line->start, line->end);
    }
    if (f->last == BLOCK_DIALOGUE)
        return extend_block(f, line->end);
    return add_block(f, BLOCK_DIALOGUE, line->start, line->end);
}

/* "(slowly," with ")" at the end of the line behind it. */
static bool is_split_parenthetical(const struct fountain_line *line,
                                   const struct fountain_line *next, const char *text)
{
    return line->words.at[0] == '(' && !line->is_escaped && !next->is_blank &&
           !memchr(line->words.at, ')', line->words.n) && text[next->end - 1] == ')' &&
           !memchr(next->words.at, '(', next->words.n);
}

static bool read_line(struct fountain *f, const struct fountain_line *line,
                      const struct fountain_line *next)
{
    if (line->is_blank) {
        if (!line->has_two_spaces || f->speech == DOC_NONE)
            close_all(f);
        f->is_title = false;
        return true;
    }
    if (f->is_title) {
        if (!read_title(f, line))
            return false;
        if (f->is_title)
            return true;
    }
    const char *text = f->doc->text.at;
    if (f->speech != DOC_NONE) {
        if (is_split_parenthetical(line, next, text)) {
            f->is_open = true;
            return add_block(f, BLOCK_PARENTHETICAL, line->start, line->end);
        }
        bool is_done;
        if (!read_said(f, line, &is_done) || is_done)
            return is_done;
        close_all(f);
    }
    struct str s = line->words;
    bool is_followed = !next->is_blank && !fountain_is_structure(next);
    if (!line->is_escaped) {
        uint32_t level;
        size_t second = 1;
        switch (s.at[0]) {
        case '=':
            close_all(f);
            return add_block(f, BLOCK_OTHER, line->start, line->end);
        case '#':
            level = fountain_section_level(s);
            if (level && (!f->is_open || fountain_is_gap(s.at[level])))
                return read_section(f, line, level);
            break;
        case '!': // twice: a shot, in the editor Beat
            return hide(f, line->start, line->start + 1 + (s.n > 2 && f->doc->text.at[line->start + 1] == '!')) &&
                   read_action(f, line);
        case '>':
            return read_angle(f, line);
        case '~':
            close_all(f);
            return hide(f, line->start, line->start + 1) &&
                   add_block(f, BLOCK_LYRIC, line->start, line->end);
        case '.':
            if (!f->is_open && s.n > 1 &&
                (is_ascii_digit(s.at[1]) || utf8_is_letter(utf8_next(s, &second))))
                return read_heading(f, line, true);
            break;
        case '@':
            if (!f->is_open && is_followed && fountain_cue_name(fountain_cut_caret(s)).n > 1)
                return read_cue(f, line, true);
            break;
        default:
            break;
        }
    }
    /* "FADE IN:" often stands right over the first heading */
    bool is_fresh =
        !f->is_open || (f->was_upper && fountain_heading_word(s) && fountain_is_upper(s));
    if (!is_fresh || line->is_long)
        return read_action(f, line);
    if (fountain_heading_word(s))
        return read_heading(f, line, false);
    if (fountain_is_transition(s)) {
        if (next->is_blank || next->is_after_hole || fountain_is_structure(next))
            return add_block(f, BLOCK_TRANSITION, line->start, line->end);
        return read_action(f, line);
    }
    if (is_followed && fountain_is_cue(s))
        return read_cue(f, line, false);
    return read_action(f, line);
}

/* Lines that were hidden between two others: part of a speech that goes on
 * behind them, else a block of their own. */
static bool read_hidden(struct fountain *f, const struct fountain_line *next)
{
    if (f->speech != DOC_NONE && !next->is_blank)
        return true;
    close_all(f);
    return add_block(f, BLOCK_OTHER, next->hidden.start, next->hidden.end);
}

/* ---- segments ---- */

static struct segment *add_segment(struct fountain *f, enum segment_kind kind, uint32_t parent,
                                   uint32_t start, const char *because, double sure)
{
    struct segment *segment = VEC_PUSH(&f->doc->segment, f->keep);
    if (!segment)
        return NULL;
    *segment = (struct segment){.parent = parent,
                                .kind = kind,
                                .sure = (float)sure,
                                .because = str_c(because),
                                .heading = {start, start},
                                .at = {start, start}};
    return segment;
}

static enum segment_kind kind_of_section(struct str heading)
{
    if (str_starts_nocase(heading, STR("part")))
        return SEGMENT_PART;
    return str_starts_nocase(heading, STR("chapter")) ? SEGMENT_CHAPTER : SEGMENT_ACT;
}

/* A scene for what happens behind event `e` before anything opens one. */
static bool add_unheaded(struct fountain *f, uint32_t e, uint32_t parent, const char *because)
{
    const struct event *event = &f->event.at[e];
    if (!event->has_story)
        return true;
    return add_segment(f, SEGMENT_SCENE, parent, f->doc->block.at[event->story].at.start, because,
                       0.5);
}

/* Sections that open no segment give the story behind them to the event before. */
static void drop_sections(struct fountain *f, const bool *is_kept)
{
    uint32_t n = 0;
    for (uint32_t e = 0; e < f->event.n; e++) {
        struct event event = f->event.at[e];
        if (e == 0 || is_kept[e]) {
            f->event.at[n++] = event;
            continue;
        }
        struct event *before = &f->event.at[n - 1];
        if (before->story == DOC_NONE)
            before->story = event.story;
        before->has_story |= event.has_story;
    }
    f->event.n = n;
}

/* Level of the sections that are scenes in a text without any heading: 2 where
 * there are such, so that level 1 is the acts; else 1; 0 when there are headings. */
static uint32_t scene_level(const struct fountain *f)
{
    uint32_t level = 0;
    for (uint32_t e = 1; e < f->event.n; e++) {
        if (f->event.at[e].kind == EVENT_HEADING)
            return 0;
        if (f->event.at[e].level > level)
            level = f->event.at[e].level;
    }
    return level;
}

static bool choose_events(struct fountain *f, uint32_t level)
{
    bool *is_kept = ARENA_NEW(f->scratch, bool, f->event.n);
    if (!is_kept)
        return false;
    bool has_scene = false; // behind e, before the next section of level 1
    for (uint32_t e = f->event.n; e-- > 1;) {
        struct event *event = &f->event.at[e];
        bool is_scene = event->kind == EVENT_HEADING || event->level == level;
        bool is_act = event->kind == EVENT_SECTION && event->level == 1 && !is_scene;
        is_kept[e] = is_scene || (is_act && has_scene);
        has_scene = is_scene || (has_scene && !is_act);
    }
    drop_sections(f, is_kept);
    return true;
}

static bool build_segments(struct fountain *f)
{
    struct doc *doc = f->doc;
    uint32_t level = scene_level(f), act = DOC_NONE;
    if (!choose_events(f, level))
        return false;
    if (f->event.n == 1) {
        uint32_t story = f->event.at[0].story;
        if (story == DOC_NONE)
            return true;
        struct segment *whole = add_segment(f, SEGMENT_SCENE, DOC_NONE,
                                            doc->block.at[story].at.start, "whole text", 0.5);
        if (whole)
            whole->at.end = (uint32_t)doc->text.n;
        return whole;
    }
    if (!add_unheaded(f, 0, DOC_NONE, "opening matter"))
        return false;
    for (uint32_t e = 1; e < f->event.n; e++) {
        const struct event *event = &f->event.at[e];
        bool is_heading = event->kind == EVENT_HEADING;
        bool is_act = !is_heading && event->level != level;
        struct segment *segment =
            add_segment(f, is_act ? kind_of_section(doc_str(doc, event->heading)) : SEGMENT_SCENE,
                        is_act ? DOC_NONE : act, event->off, is_heading ? "heading" : "section",
                        is_heading ? 1.0 : 0.8);
        if (!segment)
            return false;
        segment->heading = event->heading;
        segment->number = event->number;
        if (is_act) {
            act = doc->segment.n - 1;
            if (!add_unheaded(f, e, act, "section"))
                return false;
        }
    }
    /* a scene ends where the next segment starts, an act where the next act does */
    uint32_t next = (uint32_t)doc->text.n, next_act = next;
    for (uint32_t s = doc->segment.n; s-- > 0;) {
        struct segment *segment = &doc->segment.at[s];
        segment->at.end = segment->kind == SEGMENT_SCENE ? next : next_act;
        next = segment->at.start;
        if (segment->kind != SEGMENT_SCENE)
            next_act = next;
    }
    return true;
}

/* ---- the whole ---- */

static bool read_lines(struct fountain *f, struct fountain_lexer *lexer)
{
    struct fountain_line *line = ARENA_NEW(f->scratch, struct fountain_line, 1);
    struct fountain_line *next = ARENA_NEW(f->scratch, struct fountain_line, 1);
    struct event head = {.kind = EVENT_SECTION};
    if (!line || !next || !add_event(f, head) || !fountain_next(lexer, line))
        return false;
    if (line->is_after_hole && !read_hidden(f, line))
        return false;
    while (!line->is_end) {
        bool was_title = f->is_title;
        if (!fountain_next(lexer, next))
            return false;
        /* blank lines before the title page do not end it */
        bool is_head = was_title && line->is_blank && f->doc->block.n == 0;
        if (!is_head && !read_line(f, line, next))
            return false;
        if (next->is_after_hole && !read_hidden(f, next))
            return false;
        struct fountain_line *done = line;
        line = next;
        next = done;
    }
    return true;
}

static bool read_all(struct fountain *f)
{
    struct doc *doc = f->doc;
    struct fountain_lexer lexer;
    fountain_lexer_init(&lexer, doc, f->keep);
    f->is_title = fountain_count_title_keys(doc->text) > 0;
    f->speech = DOC_NONE;
    if (!read_lines(f, &lexer) || !build_segments(f))
        return false;
    doc->title = doc_clean(doc, f->title, f->keep);
    doc->author = doc_clean(doc, f->author, f->keep);
    if (!doc->title.at || !doc->author.at)
        return false;
    return span_is_empty(lexer.beat) ||
           fountain_read_beat(doc_str(doc, lexer.beat), doc, f->keep, f->scratch);
}

static whose_status fountain_read(const struct input *in, struct arena *keep,
                                  struct arena *scratch, struct doc *out, whose_error *err)
{
    *out = (struct doc){.kind = DOC_SCREENPLAY,
                        .format = STR("Fountain"),
                        .is_own_text = true,
                        .text = in->text};
    struct fountain f = {.doc = out, .keep = keep, .scratch = scratch};
    if (!read_all(&f))
        return fail_nomem(err);
    doc_number_segments(out);
    return WHOSE_OK;
}

const struct reader fountain_reader = {"Fountain", fountain_recognise, fountain_read};
