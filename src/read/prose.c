/* takes   text that no reader of scripts or plays claims
 * gives   a novel (prose_novel.c), or its paragraphs and in words what it looks like
 * method  counts over the lines of the first SAMPLE bytes
 * cost    O(text) */
#include "read/prose.h"

#include "base/err.h"
#include "base/utf8.h"

#include <string.h>

enum { SAMPLE = 256 * 1024 };

/* What the lines have in common. */
struct counts {
    uint32_t n_lines, n_code, n_stamped, n_timed, n_short, n_sentences, n_parted, n_quoted;
    uint32_t n_letters, n_lower;
    uint32_t n_json;      // lines that open or close a bracket, or are "key": value
    uint32_t n_fields[4]; // lines with 2 or more of , and TAB, 1 or more of ; and |
    uint32_t same_fields; // lines with as many as the line before
};

static const char FIELD_MARKS[] = ",;\t|";

static void count_fields(struct str line, uint32_t before[4], struct counts *c)
{
    for (int f = 0; f < 4; f++) {
        uint32_t n = 0;
        for (size_t i = 0; i < line.n; i++)
            n += line.at[i] == FIELD_MARKS[f];
        /* one comma stands in many sentences, one tab may part a name from what is said */
        bool parts = n >= 2 || (n == 1 && (FIELD_MARKS[f] == ';' || FIELD_MARKS[f] == '|'));
        c->n_fields[f] += parts;
        c->same_fields += parts && n == before[f];
        before[f] = n;
    }
}

static bool is_code(struct str line)
{
    static const struct str HEADS[] = {{"#include", 8}, {"import ", 7}, {"def ", 4}, {"return", 6},
                                       {"//", 2}, {"/*", 2}, {"* ", 2}, {"function ", 9},
                                       {"class ", 6}, {"if (", 4}, {"for (", 5}, {"<", 1}, {"#!", 2},
                                       {"const ", 6}, {"static ", 7}, {"var ", 4}, {"let ", 4}};
    char last = line.at[line.n - 1];
    if (last == '{' || last == '}' || last == ';' || (last == ')' && line.at[0] == '}'))
        return true;
    for (size_t i = 0; i < sizeof HEADS / sizeof *HEADS; i++)
        if (str_starts(line, HEADS[i]))
            return true;
    return false;
}

/* "2024-05-01 12:00:03", "[12:00:03]", "Jan  3 12:00:03" at the head of a line. */
static bool is_stamped(struct str line)
{
    struct str head = str_part(line, 0, 28);
    for (size_t i = 0; i + 4 < head.n; i++) {
        bool time = head.at[i] >= '0' && head.at[i] <= '9' && head.at[i + 1] == ':' &&
                    head.at[i + 2] >= '0' && head.at[i + 2] <= '9' && head.at[i + 3] >= '0' &&
                    head.at[i + 3] <= '9' && head.at[i + 4] == ':';
        if (time)
            return true;
    }
    return false;
}

static bool is_json(struct str line)
{
    char first = line.at[0], last = line.at[line.n - 1];
    if (last == ',' && line.n > 1)
        last = line.at[line.n - 2];
    return strchr("{}[]", first) != NULL ||
           (first == '"' && (strchr("{}[]", last) != NULL || str_find(line, STR("\": ")) < line.n));
}

static void count_cases(struct str line, struct counts *c)
{
    for (size_t at = 0; at < line.n;) {
        uint32_t letter = utf8_next(line, &at);
        c->n_lower += utf8_is_lower(letter);
        c->n_letters += utf8_is_lower(letter) || utf8_is_upper(letter);
    }
}

static struct counts look(struct str text)
{
    struct counts c = {0};
    struct str rest = str_part(text, 0, SAMPLE);
    uint32_t before[4] = {0};
    while (rest.n) {
        struct str line = str_trim(str_cut(&rest, memchr(rest.at, '\n', rest.n) ? '\n' : '\r'));
        if (line.n == 0) {
            c.n_parted++;
            continue;
        }
        c.n_lines++;
        c.n_code += is_code(line);
        c.n_json += is_json(line);
        count_cases(line, &c);
        c.n_stamped += is_stamped(line);
        c.n_timed += str_find(line, STR(" --> ")) < line.n;
        c.n_short += line.n < 50;
        c.n_quoted += memchr(line.at, '"', line.n) || str_find(line, STR("\xE2\x80\x9C")) < line.n ||
                      str_find(line, STR("\xE2\x80\x98")) < line.n;
        char last = line.at[line.n - 1];
        c.n_sentences += last == '.' || last == '!' || last == '?' || last == '"';
        count_fields(line, before, &c);
    }
    return c;
}

static const char *data_like(const struct counts *c)
{
    uint32_t n = c->n_lines;
    for (int f = 0; f < 4; f++)
        if (n > 2 && c->n_fields[f] * 10 >= n * 9 && c->same_fields * 10 >= n * 7)
            return "this looks like a table (CSV), not like a story";
    if (n > 2 && c->n_stamped * 2 > n)
        return "this looks like a log file, not like a story";
    if (n > 2 && c->n_json * 5 > n * 4)
        return "this looks like data (JSON), not like a story";
    if (n > 2 && c->n_code * 3 > n)
        return "this looks like source code, not like a story";
    return NULL;
}

const char *prose_is_data(struct str text)
{
    struct counts c = look(text);
    return data_like(&c);
}

/* NULL for prose. */
static const char *looks_like(struct str text)
{
    struct counts c = look(text);
    const char *data = data_like(&c);
    if (data)
        return data;
    if (c.n_timed > 1 && c.n_timed * 6 > c.n_lines)
        return "this looks like subtitles: whose does not read them, since they seldom say who speaks";
    if (c.n_letters > 40 && c.n_lower * 50 < c.n_letters)
        return "all of it is in capitals: no speaker and no scene can be told from the rest";
    if (c.n_lines > 3 && c.n_short * 10 >= c.n_lines * 9 && c.n_sentences * 2 < c.n_lines &&
        c.n_quoted * 6 < c.n_lines)
        return "this looks like verse: it names no speakers, and whose reads scripts, plays and novels";
    return NULL;
}

static whose_status add_paragraph(struct doc *out, struct arena *keep, uint32_t start, uint32_t end,
                                  whose_error *err)
{
    struct block *block = VEC_PUSH(&out->block, keep);
    if (!block)
        return fail_nomem(err);
    *block = (struct block){BLOCK_ACTION, DOC_NONE, DOC_NONE, {start, end}, false};
    return WHOSE_OK;
}

static whose_status read_paragraphs(struct doc *out, struct arena *keep, whose_error *err)
{
    struct str text = out->text;
    char line_end = memchr(text.at, '\n', text.n) ? '\n' : '\r';
    uint32_t start = 0, end = 0; // of the open paragraph; none while end is 0
    for (uint32_t at = 0; at < text.n;) {
        const char *hit = memchr(text.at + at, line_end, text.n - at);
        uint32_t stop = hit ? (uint32_t)(hit - text.at) : (uint32_t)text.n, next = stop + (hit != NULL);
        while (stop > at && is_blank(text.at[stop - 1]))
            stop--;
        if (stop == at) {
            if (end)
                TRY(add_paragraph(out, keep, start, end, err));
            end = 0;
        } else {
            start = end ? start : at;
            end = stop;
        }
        at = next;
    }
    return end ? add_paragraph(out, keep, start, end, err) : WHOSE_OK;
}

whose_status read_flat(struct doc *doc, struct arena *keep, whose_error *err)
{
    doc->block.n = doc->speech.n = doc->hole.n = 0;
    TRY(read_paragraphs(doc, keep, err));
    doc_number_segments(doc);
    return WHOSE_OK;
}

whose_status prose_read(const struct input *in, struct arena *keep, struct arena *scratch,
                        struct doc *out, whose_error *err)
{
    const char *not_a_story = looks_like(in->text);
    if (!not_a_story)
        return prose_novel(in, keep, scratch, out, err);
    *out = (struct doc){.kind = DOC_ACCOUNT, .format = STR("plain text"), .is_own_text = true,
                        .text = in->text, .not_a_story = not_a_story};
    TRY(read_paragraphs(out, keep, err));
    if (out->block.n) {
        struct segment *whole = VEC_PUSH(&out->segment, keep);
        if (!whole)
            return fail_nomem(err);
        *whole = (struct segment){.parent = DOC_NONE, .kind = SEGMENT_PART, .sure = 1,
                                  .because = STR("whole text"), .at = {0, (uint32_t)in->text.n}};
    }
    doc_number_segments(out);
    return WHOSE_OK;
}
