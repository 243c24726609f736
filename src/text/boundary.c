/* takes   the pieces of a block, one by one
 * gives   whether a sentence ends behind each: surely, surely not, or features for
 *         a linear decision; a rule for want of weights
 * method  the piece, its neighbours, their case, what is open, and how long the
 *         sentence is.  A line end counts as a blank: novels come hard-wrapped
 * cost    O(text), a window of BOUNDARY_WINDOW pieces */
#include "text/internal.h"

#include "base/utf8.h"

#include <string.h>

enum { NO_CASE, SMALL, CAPITAL, ALL_CAPITALS, DIGITS, N_SHAPES };

enum { BEHIND = 5 }; // pieces behind the one in question that are looked at

static const struct boundary_piece *piece_at(const struct boundary *b, uint32_t i)
{
    return &b->ring[i % BOUNDARY_WINDOW];
}

/* FNV-1a over the form in small letters; long forms by their first bytes. */
static uint32_t form_hash(struct str s)
{
    uint32_t hash = 2166136261u;
    size_t n = s.n < 24 ? s.n : 24;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s.at[i];
        c = c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c;
        hash = (hash ^ c) * 16777619u;
    }
    return hash;
}

static uint8_t shape_of(struct str s)
{
    size_t i = token_apostrophe(s, 0); // "'em"
    if (i >= s.n)
        return NO_CASE;
    uint32_t c = utf8_next(s, &i);
    if (c < 0x80 ? c >= '0' && c <= '9' : utf8_is_digit(c))
        return DIGITS;
    if (c < 0x80 ? c >= 'a' && c <= 'z' : utf8_is_lower(c))
        return SMALL;
    if (!(c < 0x80 ? c >= 'A' && c <= 'Z' : utf8_is_upper(c)))
        return NO_CASE;
    if (i >= s.n)
        return CAPITAL;
    c = utf8_next(s, &i);
    return c < 0x80 ? c >= 'A' && c <= 'Z' ? ALL_CAPITALS : CAPITAL
                    : utf8_is_upper(c) ? ALL_CAPITALS : CAPITAL;
}

static uint8_t lines_between(struct str text, uint32_t start, uint32_t end)
{
    uint8_t n = 0;
    for (uint32_t i = start; i < end && n < 3; i++)
        n = (uint8_t)(n + (text.at[i] == '\n'));
    return n;
}

static void read_ahead(struct boundary *b)
{
    while (b->n_read < b->i + BEHIND + 1) {
        struct boundary_piece *p = &b->ring[b->n_read % BOUNDARY_WINDOW];
        uint32_t end = b->scan.at;
        if (!token_next(&b->scan, &p->piece))
            return;
        struct str form = str_part(b->scan.text, p->piece.at.start, p->piece.at.end);
        p->hash = form_hash(form);
        p->shape = shape_of(form);
        p->n_lines = lines_between(b->scan.text, end, p->piece.at.start);
        b->n_read++;
    }
}

void boundary_begin(struct boundary *b, struct str text)
{
    *b = (struct boundary){.scan = {.text = text}, .i = UINT32_MAX};
}

bool boundary_next(struct boundary *b, bool ended, struct piece *out)
{
    b->i++;
    read_ahead(b);
    if (b->i >= b->n_read)
        return false;
    const struct boundary_piece *p = piece_at(b, b->i);
    if (ended)
        b->n_since = b->n_small = b->depth = 0;
    b->n_since++;
    b->n_small += p->shape == SMALL;
    struct str form = str_part(b->scan.text, p->piece.at.start, p->piece.at.end);
    b->n_quotes += form.at[0] == '"';
    b->depth += form.at[0] == '(' || form.at[0] == '[';
    b->depth -= b->depth && (form.at[0] == ')' || form.at[0] == ']');
    *out = p->piece;
    return true;
}

int boundary_may(const struct boundary *b)
{
    if (b->i + 1 >= b->n_read)
        return 1;
    const struct boundary_piece *p = piece_at(b, b->i), *next = piece_at(b, b->i + 1);
    uint8_t kind = p->piece.kind, after = next->piece.kind;
    if (after == PIECE_STOP || after == PIECE_COMMA || (kind == PIECE_COMMA && next->shape == SMALL))
        return 0;
    if (!p->piece.space_after) {
        bool is_stop = kind == PIECE_STOP || kind == PIECE_CLOSE || kind == PIECE_QUOTE ||
                       kind == PIECE_DASH;
        return is_stop && after != PIECE_CLOSE ? 2 : 0;
    }
    bool is_plain = kind == PIECE_WORD || kind == PIECE_OPEN;
    return is_plain && next->shape == SMALL && after != PIECE_LINK ? 0 : 2;
}

/* Lengths of a sentence that are told apart. */
static uint32_t bucket(uint32_t n)
{
    return n < 6 ? n : n < 10 ? 6 : n < 20 ? 7 : n < 40 ? 8 : 9;
}

/* How far it is to the next mark that may end a sentence, or to the end of the block. */
static uint32_t stop_ahead(const struct boundary *b)
{
    for (uint32_t k = 1; k <= BEHIND; k++) {
        if (b->i + k >= b->n_read)
            return k | 8;
        if (piece_at(b, b->i + k)->piece.kind == PIECE_STOP)
            return k;
    }
    return 0;
}

/* The last bytes of a form, which tell what kind of word it is. */
static uint32_t tail_hash(const struct boundary *b, const struct boundary_piece *p)
{
    struct span at = p->piece.at;
    return form_hash(str_part(b->scan.text, at.end - at.start > 3 ? at.end - 3 : at.start, at.end));
}

struct slots {
    uint32_t *at, n;
};

static void add(struct slots *to, uint32_t a, uint32_t c)
{
    uint32_t kind = to->n * 0x9E3779B9u;
    uint32_t h = (a ^ kind) * 0x85EBCA6Bu;
    h = (h ^ (h >> 15) ^ c) * 0xC2B2AE35u;
    h ^= h >> 13;
    h *= 0x27D4EB2Fu;
    to->at[to->n++] = h >> (32 - BOUNDARY_BITS);
}

uint32_t boundary_features(const struct boundary *b, uint32_t slot[BOUNDARY_FEATURES])
{
    static const struct boundary_piece NONE = {.hash = 1, .piece = {.kind = N_PIECE_KINDS}};
    const struct boundary_piece *before = b->n_since > 1 ? piece_at(b, b->i - 1) : &NONE,
                                *first = b->n_since > 2 ? piece_at(b, b->i - 2) : &NONE,
                                *p = piece_at(b, b->i), *next = piece_at(b, b->i + 1),
                                *third = b->i + 2 < b->n_read ? piece_at(b, b->i + 2) : &NONE,
                                *fourth = b->i + 3 < b->n_read ? piece_at(b, b->i + 3) : &NONE;
    struct slots s = {slot, 0};
    uint32_t kind = p->piece.kind, after = next->piece.kind;
    uint32_t open = (b->n_quotes & 1) | (b->depth ? 2u : 0u);
    uint32_t space = p->piece.space_after;
    uint32_t place = kind | after << 4 | (uint32_t)next->shape << 8 | space << 11;
    uint32_t around = (uint32_t)before->piece.kind | (uint32_t)before->shape << 4;
    uint32_t beyond = (uint32_t)third->piece.kind | (uint32_t)third->shape << 4;
    uint32_t size = bucket(b->n_since);
    add(&s, 0, 0);
    add(&s, place, 0);
    add(&s, p->hash, place);
    add(&s, p->hash, next->hash);
    add(&s, next->hash, place);
    add(&s, next->hash, kind);
    add(&s, before->hash, p->hash);
    add(&s, before->hash, place);
    add(&s, place, around << 8 | (uint32_t)p->shape);
    add(&s, place, open | 16);
    add(&s, p->hash, open | space << 4 | (uint32_t)next->shape << 6);
    add(&s, place, size | open << 6);
    add(&s, p->hash, size | (uint32_t)next->shape << 6);
    add(&s, place, beyond);
    add(&s, next->hash, third->hash);
    add(&s, next->hash ^ 0x5bd1e995u, beyond << 4 | kind);
    add(&s, p->hash, beyond << 12 | place);
    add(&s, before->hash, (uint32_t)next->shape << 4 | kind);
    add(&s, first->hash, before->hash ^ place);
    add(&s, place, (uint32_t)first->piece.kind | around << 8);
    add(&s, b->n_small == 0, place | (uint32_t)size << 16);
    add(&s, (uint32_t)b->n_small * 8 / b->n_since, place);
    add(&s, place, beyond << 8 | (uint32_t)fourth->piece.kind << 4 | (uint32_t)fourth->shape);
    add(&s, third->hash, place);
    add(&s, place, p->piece.at.end - p->piece.at.start);
    add(&s, place, (before->piece.space_after ? 1u : 0u) | (next->piece.space_after ? 2u : 0u) | 8);
    uint32_t ahead = stop_ahead(b);
    add(&s, place, ahead);
    add(&s, p->hash, ahead | (uint32_t)next->shape << 8);
    add(&s, tail_hash(b, p), place);
    add(&s, tail_hash(b, next), place);
    add(&s, tail_hash(b, p), next->hash);
    return s.n;
}

bool boundary_rule(const struct boundary *b)
{
    const struct boundary_piece *p = piece_at(b, b->i), *next = piece_at(b, b->i + 1);
    bool closes = p->piece.kind == PIECE_CLOSE || p->piece.kind == PIECE_QUOTE;
    const struct boundary_piece *stop = closes && b->n_since > 1 ? piece_at(b, b->i - 1) : p;
    if (stop->piece.kind != PIECE_STOP || next->shape == SMALL || next->piece.kind == PIECE_CLOSE ||
        !p->piece.space_after)
        return false;
    /* a straight quotation mark that opens goes with what it opens */
    return next->piece.kind != PIECE_QUOTE || !next->piece.space_after;
}
