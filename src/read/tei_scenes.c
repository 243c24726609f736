/* tei_scenes: acts and scenes of a play.
 *
 * takes   the divisions of the markup, with the speeches that each holds, and the
 *         directions
 * gives   doc.segment: parts, acts, scenes, so that every speech lies in one scene
 * method  a division is what its type says, else what its heading says, else a scene
 *         if it is innermost and an act if not.  Where an act, or a whole play, has no
 *         scenes, a new one begins with each entrance between two speeches, as the
 *         French count them
 * cost    O(divisions + speeches + directions) */
#include "base/err.h"
#include "base/utf8.h"
#include "read/tei.h"

#include <stdio.h>
#include <string.h>

/* First letters of the words for acts, scenes and what stands beside them, as
 * utf8_name_key() writes them.  A word that is a whole one ends in a blank. */
static const struct {
    const char *head;
    enum tei_class is;
} word_class[] = {
    {"act ", TEI_ACT},       {"acte ", TEI_ACT},      {"actus ", TEI_ACT},   {"acto ", TEI_ACT},
    {"acts ", TEI_ACT},      {"akt ", TEI_ACT},       {"akten ", TEI_ACT},   {"akta ", TEI_ACT},
    {"akts ", TEI_ACT},      {"aufzug", TEI_ACT},     {"atto ", TEI_ACT},    {"ato ", TEI_ACT},
    {"jornada", TEI_ACT},    {"journee", TEI_ACT},    {"bedrijf", TEI_ACT},  {"handeling", TEI_ACT},
    {"handlung", TEI_ACT},   {"felvonas", TEI_ACT},   {"dejstvi", TEI_ACT},  {"jednani", TEI_ACT},
    {"действие", TEI_ACT},   {"деиствие", TEI_ACT},   {"акт ", TEI_ACT},     {"дія ", TEI_ACT},
    {"діа", TEI_ACT},        {"дия ", TEI_ACT},       {"scene", TEI_SCENE},  {"scena", TEI_SCENE},
    {"szene", TEI_SCENE},    {"scaena", TEI_SCENE},   {"escena", TEI_SCENE}, {"cena ", TEI_SCENE},
    {"auftritt", TEI_SCENE}, {"jelenet", TEI_SCENE},  {"tableau", TEI_SCENE}, {"bild ", TEI_SCENE},
    {"cuadro", TEI_SCENE},   {"quadro", TEI_SCENE},   {"tooneel", TEI_SCENE}, {"toneel", TEI_SCENE},
    {"vystup", TEI_SCENE},   {"vyjev", TEI_SCENE},    {"явление", TEI_SCENE}, {"сцена", TEI_SCENE},
    {"картина", TEI_SCENE},  {"ява ", TEI_SCENE},     {"prolog", TEI_SPECIAL}, {"epilog", TEI_SPECIAL},
    {"chorus ", TEI_SPECIAL}, {"chor ", TEI_SPECIAL}, {"induction", TEI_SPECIAL},
    {"vorspiel", TEI_SPECIAL}, {"nachspiel", TEI_SPECIAL}, {"zwischenspiel", TEI_SPECIAL},
    {"interlude", TEI_SPECIAL}, {"intermezzo", TEI_SPECIAL}, {"intermede", TEI_SPECIAL},
    {"loa ", TEI_SPECIAL},   {"entremes", TEI_SPECIAL}, {"пролог", TEI_SPECIAL},
    {"эпилог", TEI_SPECIAL}, {"part ", TEI_PART},     {"teil ", TEI_PART},   {"partie ", TEI_PART},
    {"parte ", TEI_PART},    {"часть", TEI_PART},
};

enum { HEAD_WORDS = 3, KEY_BYTES = 64 };

/* One word as a key, ended by a blank, in `key`; 0 when there is none left. */
static size_t next_key(struct str *s, struct arena *scratch, char key[KEY_BYTES])
{
    while (s->n) {
        size_t n = 0;
        while (n < s->n && !is_blank(s->at[n]) && s->at[n] != '_' && s->at[n] != '-')
            n++;
        struct str word = str_part(*s, 0, n < 40 ? n : 40);
        *s = str_part(*s, n < s->n ? n + 1 : n, s->n);
        struct arena_mark mark = arena_mark(scratch);
        struct str got = utf8_name_key(word, scratch);
        size_t n_key = got.at && got.n < KEY_BYTES - 1 ? got.n : 0;
        if (n_key) {
            memcpy(key, got.at, n_key);
            key[n_key++] = ' ';
        }
        arena_rewind(scratch, mark);
        if (n_key)
            return n_key;
    }
    return 0;
}

static enum tei_class class_of_key(struct str key)
{
    for (size_t i = 0; i < sizeof word_class / sizeof *word_class; i++)
        if (str_starts(key, str_c(word_class[i].head)))
            return word_class[i].is;
    return TEI_NONE;
}

enum tei_class tei_class_of(struct str words, struct arena *scratch, bool is_head)
{
    char key[KEY_BYTES];
    size_t n;
    for (int i = 0; (i < HEAD_WORDS || !is_head) && (n = next_key(&words, scratch, key)) > 0; i++) {
        enum tei_class got = class_of_key((struct str){key, n});
        if (got != TEI_NONE)
            return got;
    }
    return TEI_NONE;
}

/* ---- numbers ---- */

enum { LARGEST_ROMAN = 399 };

static uint32_t roman_value(struct str s)
{
    uint32_t value = 0, last = 0;
    for (size_t i = s.n; i-- > 0;) {
        char c = (char)(s.at[i] | 0x20);
        uint32_t v = c == 'i' || c == 'j' ? 1 : c == 'v' ? 5 : c == 'x' ? 10 : c == 'l' ? 50 : c == 'c' ? 100 : 0;
        if (v == 0)
            return 0;
        value = v < last ? value - v : value + v;
        last = v > last ? v : last;
    }
    return value <= LARGEST_ROMAN ? value : 0;
}

static uint32_t decimal_value(struct str s)
{
    uint32_t value = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.at[i] < '0' || s.at[i] > '9' || value > LARGEST_ROMAN)
            return 0;
        value = value * 10 + (uint32_t)(s.at[i] - '0');
    }
    return value;
}

/* First letters of the words that count, from 1, as utf8_name_key() writes them. */
static const char *const ordinal_word[][8] = {
    {"first ", "one ", "erste", "premier", "primer", "prim", "перв", "pierwsz"},
    {"second ", "two ", "zweit", "second", "deuxieme", "secund", "segund", "втор"},
    {"third ", "three ", "dritt", "troisieme", "terz", "tercer", "terti", "трет"},
    {"fourth ", "four ", "viert", "quatrieme", "quart", "cuart", "четв", "czwart"},
    {"fifth ", "five ", "funft", "cinquieme", "quint", "пят", "piat", "fuenft"},
    {"sixth ", "six ", "sechst", "sixieme", "sest", "sext", "шест", "szost"},
    {"seventh ", "seven ", "siebent", "septieme", "settim", "septim", "седьм", "siebte"},
    {"eighth ", "eight ", "acht", "huitieme", "ottav", "octav", "восьм", "osm"},
    {"ninth ", "nine ", "neunt", "neuvieme", "nono", "noven", "девят", "nona"},
    {"tenth ", "ten ", "zehnt", "dixieme", "decim", "деся", "dziesiat", "dezim"},
};

/* The number in "ACT II", "Scene the Third", "Erster Aufzug", "IV."; 0 when there is none. */
static uint32_t number_in_head(struct str head, struct arena *scratch)
{
    char key[KEY_BYTES];
    bool is_behind_word = true; // a bare number may begin the heading
    for (int i = 0; i < HEAD_WORDS; i++) {
        struct str before = head;
        size_t n = next_key(&head, scratch, key);
        if (n == 0)
            break;
        struct str word = {key, n - 1};
        uint32_t value = decimal_value(word);
        if (value)
            return value;
        /* "I" that begins a heading is a number if a stop or nothing follows */
        struct str raw = str_part(before, 0, before.n - head.n);
        bool is_stopped = str_trim(head).n == 0 || memchr(raw.at, '.', raw.n);
        if (is_behind_word && (i > 0 || is_stopped) && (value = roman_value(word)) > 0)
            return value;
        for (uint32_t o = 0; o < sizeof ordinal_word / sizeof *ordinal_word; o++)
            for (int k = 0; k < 8; k++)
                if (str_starts((struct str){key, n}, str_c(ordinal_word[o][k])))
                    return o + 1;
        is_behind_word = class_of_key((struct str){key, n}) != TEI_NONE;
    }
    return 0;
}

static size_t put_roman(uint32_t value, bool is_upper, char out[24])
{
    static const struct {
        uint32_t value;
        const char *sign;
    } part[] = {{100, "c"}, {90, "xc"}, {50, "l"}, {40, "xl"}, {10, "x"},
                {9, "ix"},  {5, "v"},   {4, "iv"}, {1, "i"}};
    size_t n = 0;
    for (size_t i = 0; i < sizeof part / sizeof *part; i++)
        for (; value >= part[i].value; value -= part[i].value)
            for (const char *c = part[i].sign; *c && n < 23; c++)
                out[n++] = (char)(is_upper ? *c - 32 : *c);
    return n;
}

/* As people cite it: acts in capitals, scenes in small roman numerals. */
static whose_status number_of(struct tei *t, const struct tei_div *div, enum segment_kind kind,
                              struct str *out)
{
    struct str n = div->n;
    for (size_t i = n.n; i-- > 0;)
        if (n.at[i] == '.' && i + 1 < n.n) {
            n = str_part(n, i + 1, n.n);
            break;
        }
    uint32_t value = decimal_value(n);
    if (value == 0 && n.n)
        value = roman_value(n);
    if (n.n == 0)
        value = number_in_head(doc_str(t->doc, div->head), t->scratch);
    char roman[24];
    if (value && value <= LARGEST_ROMAN)
        n = (struct str){roman, put_roman(value, kind != SEGMENT_SCENE, roman)};
    *out = str_keep(t->keep, str_part(n, 0, n.n < 31 ? n.n : 31));
    return out->at ? WHOSE_OK : fail_nomem(t->err);
}

/* ---- segments ---- */

struct builder {
    struct tei *t;
    uint32_t speech; // the next that has no scene yet
    uint32_t stage;  // the next direction
};

static whose_status add_segment(struct tei *t, uint32_t parent, enum segment_kind kind,
                                struct str because, float sure, uint32_t first_block,
                                uint32_t end_block, uint32_t *index)
{
    struct doc *doc = t->doc;
    struct segment *segment = VEC_PUSH(&doc->segment, t->keep);
    if (!segment)
        return fail_nomem(t->err);
    *index = doc->segment.n - 1;
    *segment = (struct segment){.parent = parent, .kind = kind, .sure = sure, .number = STR(""),
                                .because = because,
                                .at = {doc->block.at[first_block].at.start,
                                       doc->block.at[end_block - 1].at.end}};
    return WHOSE_OK;
}

/* A division without a type that says more is what its heading says. */
static enum tei_class class_of_div(const struct tei *t, const struct tei_div *div, bool *by_head)
{
    bool is_leaf = div->height == 0;
    *by_head = false;
    if (div->type == TEI_SCENE || div->type == TEI_SPECIAL || div->type == TEI_PLAIN)
        return div->type;
    enum tei_class by = tei_class_of(doc_str(t->doc, div->head), t->scratch, true);
    if (div->type == TEI_NONE && by != TEI_NONE) {
        *by_head = true;
        return by;
    }
    if (div->type == TEI_ACT && is_leaf && (by == TEI_SCENE || by == TEI_SPECIAL))
        return by; // "SCENE FIRST" of a play whose only divisions are called acts
    return div->type;
}

/* Is the division a segment at all? */
static bool counts(const struct tei_div *div)
{
    return div->n_sp_below > 0 ||
           (div->type == TEI_SCENE && div->is_body && div->end_block > div->first_block + 1);
}

static bool holds_divisions(const struct tei *t, const struct tei_div *div, enum tei_class is)
{
    bool has_any = false, has_scene = false;
    for (uint32_t c = div->first_child; c != DOC_NONE; c = t->div.at[c].next)
        if (counts(&t->div.at[c])) {
            has_any = true;
            has_scene |= t->div.at[c].type == TEI_SCENE;
        }
    if (is == TEI_SCENE || is == TEI_SPECIAL) // a song in a scene is no scene
        return has_any && (div->n_sp == 0 || has_scene);
    return has_any;
}

/* The blocks [first, end) hold speeches that no division calls a scene. */
static whose_status add_loose(struct builder *b, uint32_t parent, uint32_t first, uint32_t end,
                              bool by_entrances)
{
    struct tei *t = b->t;
    struct doc *doc = t->doc;
    uint32_t from = b->speech, to = from;
    while (to < doc->speech.n && doc->speech.at[to].first_block < end)
        to++;
    b->speech = to;
    if (from == to)
        return WHOSE_OK;
    uint32_t first_said = doc->speech.at[from].first_block;
    while (first < first_said && (doc->block.at[first].kind == BLOCK_HEADING ||
                           doc->block.at[first].kind == BLOCK_OTHER))
        first++;
    uint32_t last = doc->speech.at[to - 1].first_block + doc->speech.at[to - 1].n_blocks;
    while (end > last && (doc->block.at[end - 1].kind == BLOCK_OTHER ||
                          doc->block.at[end - 1].kind == BLOCK_CENTERED))
        end--;
    while (b->stage < t->stage.n && t->stage.at[b->stage].block < first)
        b->stage++;
    uint32_t start = first, index, n_scenes = 0, first_index = DOC_NONE;
    for (; by_entrances && b->stage < t->stage.n && t->stage.at[b->stage].block < end; b->stage++) {
        const struct tei_stage *stage = &t->stage.at[b->stage];
        bool is_between = !stage->is_in_speech && stage->next_speech > from &&
                          stage->next_speech < to;
        if (!(stage->says & TEI_ENTER) || !is_between || stage->block <= start)
            continue;
        TRY(add_segment(t, parent, SEGMENT_SCENE, STR("entrance"), 0.6f, start, stage->block,
                        &index));
        first_index = n_scenes++ == 0 ? index : first_index;
        start = stage->block;
        from = stage->next_speech;
    }
    struct str because = n_scenes ? STR("entrance") : STR("whole text");
    return add_segment(t, parent, SEGMENT_SCENE, because, 0.6f, start, end, &index);
}

static whose_status add_div(struct builder *b, uint32_t d, uint32_t parent, bool keeps_part);

/* The children of a division, and the speeches between them. */
static whose_status add_children(struct builder *b, uint32_t d, uint32_t parent)
{
    struct tei *t = b->t;
    const struct tei_div *div = &t->div.at[d];
    uint32_t n_children = 0, n_parts = 0;
    for (uint32_t c = div->first_child; c != DOC_NONE; c = t->div.at[c].next)
        if (counts(&t->div.at[c])) {
            n_children++;
            n_parts += t->div.at[c].type == TEI_PART;
        }
    uint32_t from = div->first_block;
    for (uint32_t c = div->first_child; c != DOC_NONE; c = t->div.at[c].next) {
        const struct tei_div *child = &t->div.at[c];
        if (!counts(child))
            continue;
        TRY(add_loose(b, parent, from, child->first_block, false));
        TRY(add_div(b, c, parent, n_parts > 1));
        from = t->div.at[c].end_block;
    }
    return add_loose(b, parent, from, div->end_block, n_children == 0);
}

static whose_status add_div(struct builder *b, uint32_t d, uint32_t parent, bool keeps_part)
{
    struct tei *t = b->t;
    const struct tei_div *div = &t->div.at[d];
    bool by_head;
    enum tei_class is = class_of_div(t, div, &by_head);
    if (is == TEI_PLAIN || (is == TEI_PART && !keeps_part))
        return add_children(b, d, parent);
    bool is_container = is == TEI_ACT || is == TEI_PART || holds_divisions(t, div, is);
    enum segment_kind kind = !is_container                                  ? SEGMENT_SCENE
                             : is == TEI_PART || (is == TEI_NONE && div->height > 1) ? SEGMENT_PART
                                                                                     : SEGMENT_ACT;
    uint32_t index;
    struct str because = by_head ? STR("heading") : STR("markup");
    TRY(add_segment(t, parent, kind, because, is == TEI_NONE ? 0.9f : 0.99f, div->first_block,
                    div->end_block, &index));
    t->doc->segment.at[index].heading = div->head;
    TRY(number_of(t, div, kind, &t->doc->segment.at[index].number));
    if (is_container)
        return add_children(b, d, index);
    while (b->speech < t->doc->speech.n &&
           t->doc->speech.at[b->speech].first_block < div->end_block)
        b->speech++;
    return WHOSE_OK;
}

whose_status tei_segments(struct tei *t)
{
    struct builder b = {.t = t};
    uint32_t n_parts = 0;
    for (uint32_t d = 0; d < t->div.n; d++)
        n_parts += t->div.at[d].parent == DOC_NONE && t->div.at[d].n_sp_below > 0;
    for (uint32_t d = 0; d < t->div.n; d++)
        if (t->div.at[d].parent == DOC_NONE && counts(&t->div.at[d]))
            TRY(add_div(&b, d, DOC_NONE, n_parts > 1));
    return WHOSE_OK;
}
