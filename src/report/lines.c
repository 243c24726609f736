/* takes   a doc: the text, its blocks and its holes
 * gives   one row a line of the text: number, tag (see below)
 * method  lines, blocks and holes are walked side by side; the first story byte
 *         of a line decides, and a cue anywhere in the line wins
 * cost    O(bytes) */
#include "report/internal.h"

#include <string.h>

struct walk {
    const struct doc *doc;
    uint32_t block, hole; // the first that end behind the line's start
    bool has_lf;
};

static const char tag_of[N_BLOCK_KINDS] = {
    [BLOCK_HEADING] = 'S',    [BLOCK_ACTION] = 'N',   [BLOCK_CUE] = 'C',
    [BLOCK_PARENTHETICAL] = 'E', [BLOCK_DIALOGUE] = 'D', [BLOCK_LYRIC] = 'D',
    [BLOCK_TRANSITION] = 'T', [BLOCK_CENTERED] = 'M', [BLOCK_OTHER] = 'M',
};

/* The end of the line's own bytes; `*next` is the start of the next line. */
static uint32_t line_end(const struct walk *walk, uint32_t start, uint32_t *next)
{
    struct str text = walk->doc->text;
    size_t n = text.n - start;
    const char *stop = memchr(text.at + start, walk->has_lf ? '\n' : '\r', n);
    uint32_t end = stop ? (uint32_t)(stop - text.at) : (uint32_t)text.n;
    *next = stop ? end + 1 : end;
    return end;
}

/* The first byte of story in [start, end): neither blank nor in a hole; `end` if there is none. */
static uint32_t first_story(struct walk *walk, uint32_t start, uint32_t end, bool *is_blank_line)
{
    const struct doc *doc = walk->doc;
    uint32_t hole = walk->hole;
    uint32_t found = end;
    for (uint32_t i = start; i < end; i++) {
        if (is_blank(doc->text.at[i]))
            continue;
        *is_blank_line = false;
        while (hole < doc->hole.n && doc->hole.at[hole].end <= i)
            hole++;
        if (hole < doc->hole.n && doc->hole.at[hole].start <= i) {
            i = doc->hole.at[hole].end - 1;
            continue;
        }
        found = i;
        break;
    }
    while (walk->hole < doc->hole.n && doc->hole.at[walk->hole].end <= end)
        walk->hole++;
    return found;
}

static char line_tag(struct walk *walk, uint32_t start, uint32_t end)
{
    const struct doc *doc = walk->doc;
    bool is_blank_line = true;
    uint32_t story = first_story(walk, start, end, &is_blank_line);
    while (walk->block < doc->block.n && doc->block.at[walk->block].at.end <= start)
        walk->block++;
    if (is_blank_line)
        return '-';
    char tag = 'M';
    /* signs of the format may stand before a block's first byte, or be holes at its start */
    for (uint32_t b = walk->block; b < doc->block.n && doc->block.at[b].at.start < end; b++) {
        const struct block *block = &doc->block.at[b];
        if (block->kind == BLOCK_CUE)
            return 'C';
        if (tag == 'M' && block->at.end > story)
            tag = tag_of[block->kind];
    }
    return tag;
}

whose_status tsv_lines(struct writing *w)
{
    const struct doc *doc = &w->findings->doc;
    struct walk walk = {.doc = doc};
    walk.has_lf = doc->text.n && memchr(doc->text.at, '\n', doc->text.n) != NULL;
    uint64_t number = 0;
    for (uint32_t at = 0; at < doc->text.n;) {
        uint32_t next;
        uint32_t end = line_end(&walk, at, &next);
        sink_uint(w->sink, ++number);
        sink_char(w->sink, '\t');
        sink_char(w->sink, line_tag(&walk, at, end));
        sink_char(w->sink, '\n');
        at = next;
    }
    return WHOSE_OK;
}
