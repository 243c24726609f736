/* takes   bytes in an encoding that nobody names
 * gives   UTF-8, the name of the encoding, and how much could not be decoded
 * method  a byte order mark decides; else NULs at every other place mean UTF-16;
 *         else it is UTF-8 if it is valid, or nearly; else Windows-1252
 * cost    O(bytes) */
#include "read/internal.h"

#include "base/err.h"
#include "base/utf8.h"

#include <string.h>

/* Windows-1252 from 0x80 to 0x9F; 0: no character. */
static const uint16_t cp1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

/* What a look at the bytes as UTF-8 finds. */
struct census {
    size_t n_sequences; // of several bytes
    size_t n_bad;       // bytes that belong to none
};

static size_t skip_ascii(struct str s, size_t at)
{
    while (at + 8 <= s.n) {
        uint64_t eight;
        memcpy(&eight, s.at + at, 8);
        if (eight & UINT64_C(0x8080808080808080))
            break;
        at += 8;
    }
    while (at < s.n && (unsigned char)s.at[at] < 0x80)
        at++;
    return at;
}

static struct census census(struct str s)
{
    struct census c = {0};
    for (size_t at = skip_ascii(s, 0); at < s.n; at = skip_ascii(s, at)) {
        size_t next = at;
        bool is_bad = utf8_next(s, &next) == UTF8_REPLACEMENT && next == at + 1;
        c.n_bad += is_bad;
        c.n_sequences += !is_bad;
        at = next;
    }
    return c;
}

/* 0 for none, 1 for little-endian, 2 for big-endian UTF-16 without a mark: of
 * Latin text every other byte is NUL, and few of the rest. */
static int guess_utf16(struct str s)
{
    enum { HEAD = 4096, FEWEST = 8 };
    size_t n = s.n < HEAD ? s.n : HEAD, n_nul[2] = {0, 0};
    for (size_t i = 0; i < n; i++)
        n_nul[i % 2] += s.at[i] == '\0';
    if (n < FEWEST)
        return 0;
    bool is_le = n_nul[1] * 2 > n / 2 && n_nul[0] * 10 < n;
    bool is_be = n_nul[0] * 2 > n / 2 && n_nul[1] * 10 < n;
    return is_le == is_be ? 0 : is_le ? 1 : 2;
}

static char *room(struct arena *keep, size_t n_bytes)
{
    return ARENA_NEW_RAW(keep, char, n_bytes + 1);
}

static bool decode_utf16(struct str s, bool is_big, struct arena *keep, struct input *in)
{
    size_t n_units = s.n / 2, n = 0;
    char *out = room(keep, n_units * 3 + 3); // a pair of units becomes 4 bytes, one at most 3
    if (!out)
        return false;
    const unsigned char *b = (const unsigned char *)s.at;
    for (size_t i = 0; i < n_units; i++) {
        uint32_t c = is_big ? (uint32_t)b[2 * i] << 8 | b[2 * i + 1]
                            : (uint32_t)b[2 * i + 1] << 8 | b[2 * i];
        if (c >= 0xD800 && c < 0xE000) {
            uint32_t low = 0;
            if (c < 0xDC00 && i + 1 < n_units)
                low = is_big ? (uint32_t)b[2 * i + 2] << 8 | b[2 * i + 3]
                             : (uint32_t)b[2 * i + 3] << 8 | b[2 * i + 2];
            if (low >= 0xDC00 && low < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                i++;
            } else {
                c = UTF8_REPLACEMENT;
                in->n_replaced++;
            }
        }
        n += utf8_put(c, out + n);
    }
    if (s.n % 2) {
        n += utf8_put(UTF8_REPLACEMENT, out + n);
        in->n_replaced++;
    }
    in->text = (struct str){out, n};
    return true;
}

static bool decode_bytes(struct str s, bool is_utf8, size_t n_high, struct arena *keep,
                         struct input *in)
{
    char *out = room(keep, s.n + 2 * n_high); // a byte becomes at most 3
    if (!out)
        return false;
    size_t n = 0;
    for (size_t at = 0; at < s.n;) {
        size_t next = skip_ascii(s, at);
        memcpy(out + n, s.at + at, next - at);
        n += next - at;
        at = next;
        if (at == s.n)
            break;
        unsigned char b = (unsigned char)s.at[at];
        uint32_t c = b;
        if (is_utf8) {
            c = utf8_next(s, &next);
            in->n_replaced += c == UTF8_REPLACEMENT && next == at + 1;
        } else {
            next = at + 1;
            if (b < 0xA0)
                c = cp1252[b - 0x80];
            if (c == 0) {
                c = UTF8_REPLACEMENT;
                in->n_replaced++;
            }
        }
        n += utf8_put(c, out + n);
        at = next;
    }
    in->text = (struct str){out, n};
    return true;
}

static size_t count_high(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += (unsigned char)s.at[i] >= 0x80;
    return n;
}

whose_status decode_text(struct str bytes, struct arena *keep, struct input *in, whose_error *err)
{
    if (bytes.n > WHOSE_MAX_BYTES)
        return fail(err, WHOSE_E_LIMIT, 0, "the file is larger than 1 GiB");
    in->n_replaced = 0;
    in->n_mark = 0;
    bool is_utf8_marked = str_starts(bytes, STR("\xEF\xBB\xBF"));
    bool is_le = str_starts(bytes, STR("\xFF\xFE")), is_be = str_starts(bytes, STR("\xFE\xFF"));
    int guess = is_le || is_be || is_utf8_marked ? 0 : guess_utf16(bytes);
    if (is_le || is_be || guess) {
        bool is_big = is_be || guess == 2;
        in->encoding = is_big ? STR("UTF-16BE") : STR("UTF-16LE");
        struct str body = guess ? bytes : str_part(bytes, 2, bytes.n);
        return decode_utf16(body, is_big, keep, in) ? WHOSE_OK : fail_nomem(err);
    }
    struct str body = is_utf8_marked ? str_part(bytes, 3, bytes.n) : bytes;
    struct census c = census(body);
    in->encoding = STR("UTF-8");
    in->n_mark = (uint32_t)(bytes.n - body.n);
    if (c.n_bad == 0) {
        in->text = str_keep(keep, body); // the doc outlives the file
        return in->text.at ? WHOSE_OK : fail_nomem(err);
    }
    /* a long UTF-8 text with a few broken places stays UTF-8 */
    bool is_utf8 = is_utf8_marked || c.n_sequences > 4 * c.n_bad;
    if (!is_utf8)
        in->encoding = STR("Windows-1252");
    return decode_bytes(body, is_utf8, is_utf8 ? c.n_bad : count_high(body), keep, in)
               ? WHOSE_OK
               : fail_nomem(err);
}
