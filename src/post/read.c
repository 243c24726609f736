/* takes   a post as it was saved: plain text, HTML, or a feed in Atom or RSS
 * gives   its sentences, each with its place in those bytes
 * method  a tolerant walk over tags: what is no prose (scripts, styles, navigation, by-lines,
 *         names of writers, in writers.c) is left out, block tags end a paragraph; in a feed only the texts of
 *         its entries count, and what they hold escaped is walked once more.  Sentences end as in
 *         src/text: at stops that do not belong to a short form
 * cost    O(bytes) */
#include "post/internal.h"

#include "base/err.h"
#include "base/utf8.h"

#include <string.h>

enum { NAME_BYTES = 24, ENTITY_BYTES = 12 };

struct out {
    char *at;
    uint32_t *origin;
    uint32_t n;
};

/* What a markup pass reads: clean bytes and where each comes from. */
struct in {
    struct str text;
    const uint32_t *origin; // NULL: the bytes themselves
};

static uint32_t origin_of(const struct in *in, size_t at)
{
    return in->origin ? in->origin[at] : (uint32_t)at;
}

static void put_char(struct out *out, uint32_t c, uint32_t origin)
{
    char bytes[UTF8_MAX_BYTES];
    size_t n = utf8_put(c, bytes);
    for (size_t i = 0; i < n; i++) {
        out->at[out->n] = bytes[i];
        out->origin[out->n++] = origin;
    }
}

static const struct {
    const char *name;
    uint32_t c;
} entities[] = {
    {"amp", '&'},      {"lt", '<'},       {"gt", '>'},       {"quot", '"'},     {"apos", '\''},
    {"nbsp", ' '},     {"rsquo", 0x2019}, {"lsquo", 0x2018}, {"ldquo", 0x201C}, {"rdquo", 0x201D},
    {"mdash", 0x2014}, {"ndash", 0x2013}, {"hellip", 0x2026}, {"eacute", 0xE9}, {"egrave", 0xE8},
    {"ouml", 0xF6},    {"uuml", 0xFC},    {"auml", 0xE4},    {"ccedil", 0xE7},  {"laquo", 0xAB},
    {"raquo", 0xBB},   {"ecirc", 0xEA},   {"oelig", 0x153},  {"szlig", 0xDF},   {"shy", 0},
};

/* The character of the entity at `at`, which is moved behind it; the ampersand itself when it
 * begins none. */
static uint32_t entity_at(struct str s, size_t *at)
{
    size_t end = *at + 1;
    while (end < s.n && end - *at <= ENTITY_BYTES && s.at[end] != ';')
        end++;
    if (end >= s.n || s.at[end] != ';') {
        ++*at;
        return '&';
    }
    struct str name = str_part(s, *at + 1, end);
    uint32_t c = 0;
    if (name.n > 1 && name.at[0] == '#') {
        bool is_hex = (name.at[1] | 32) == 'x';
        for (size_t i = is_hex ? 2 : 1; i < name.n; i++) {
            char d = (char)(name.at[i] | 32);
            uint32_t digit = is_ascii_digit(name.at[i])           ? (uint32_t)(name.at[i] - '0')
                             : is_hex && d >= 'a' && d <= 'f' ? (uint32_t)(d - 'a' + 10)
                                                                  : 99;
            c = digit == 99 || c > 0x110000 ? 0x110000 : c * (is_hex ? 16 : 10) + digit;
        }
        *at = end + 1;
        return c == 0 || c >= 0x110000 || (c >= 0xD800 && c < 0xE000) ? UTF8_REPLACEMENT : c;
    }
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
        if (str_eq(name, str_c(entities[i].name))) {
            *at = end + 1;
            return entities[i].c;
        }
    ++*at;
    return '&';
}

struct tag {
    struct str name, inside; // without the slash; all between the brackets
    bool is_end, is_empty;
};

/* The tag at `at`; false when the bracket begins none. */
static bool tag_at(struct str s, size_t *at, struct tag *out)
{
    size_t i = *at + 1;
    *out = (struct tag){.is_end = i < s.n && s.at[i] == '/'};
    i += out->is_end;
    size_t start = i;
    if (i >= s.n || !is_ascii_letter(s.at[i]))
        return false;
    while (i < s.n && !is_blank(s.at[i]) && s.at[i] != '>' && s.at[i] != '/')
        i++;
    out->name = str_part(s, start, i);
    char quote = 0;
    for (; i < s.n && (quote || s.at[i] != '>'); i++) {
        if (quote && s.at[i] == quote)
            quote = 0;
        else if (!quote && (s.at[i] == '"' || s.at[i] == '\''))
            quote = s.at[i];
    }
    out->inside = str_part(s, start, i);
    out->is_empty = i > start && s.at[i - 1] == '/';
    *at = i < s.n ? i + 1 : s.n;
    return true;
}

static bool is_one(struct str name, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq_nocase(name, str_c(list[i])))
            return true;
    return false;
}

#define IS_ONE(name, list) is_one(name, list, sizeof(list) / sizeof *(list))

/* Of no element's words is anything kept whose class or relation names a writer. */
static bool is_writers(const struct tag *tag)
{
    static const char *const signs[] = {"author", "byline", "username", "user-name", "poster"};
    size_t end = tag->inside.n;
    for (size_t i = tag->name.n; i < end; i++) {
        struct str rest = str_part(tag->inside, i, end);
        for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
            if (str_starts_nocase(rest, str_c(signs[k])))
                return true;
    }
    return false;
}

/* Behind the end tag of `name` that closes what is open here; the end when there is none. */
static size_t skip_element(struct str s, size_t at, struct str name, bool is_raw)
{
    uint32_t depth = 1;
    while (at < s.n) {
        const char *open = memchr(s.at + at, '<', s.n - at);
        if (!open)
            return s.n;
        at = (size_t)(open - s.at);
        size_t here = at;
        struct tag tag;
        if (!tag_at(s, &at, &tag)) {
            at = here + 1;
            continue;
        }
        if (is_raw && !tag.is_end)
            at = here + 1; // "<p>" inside a script is no tag
        else if (str_eq_nocase(tag.name, name) && !tag.is_empty)
            depth = tag.is_end ? depth - 1 : depth + 1;
        if (!depth)
            return at;
    }
    return s.n;
}

static void walk_html(const struct in *in, size_t from, size_t to, struct out *out)
{
    static const char *const raw[] = {"script", "style", "noscript", "template"};
    static const char *const left_out[] = {"head", "nav", "footer", "form", "button", "svg",
                                           "address", "select"};
    static const char *const inner[] = {"a", "b", "i", "em", "strong", "span", "u", "s", "q", "cite",
                                        "small", "sub", "sup", "mark", "font", "abbr", "code"};
    struct str s = str_part(in->text, 0, to);
    for (size_t at = from; at < s.n;) {
        if (s.at[at] == '&') {
            size_t here = at;
            uint32_t c = entity_at(s, &at);
            if (c)
                put_char(out, c, origin_of(in, here));
            continue;
        }
        if (s.at[at] != '<') {
            size_t here = at;
            put_char(out, utf8_next(s, &at), origin_of(in, here));
            continue;
        }
        size_t here = at;
        struct str rest = str_part(s, at, s.n);
        struct tag tag;
        if (str_starts(rest, STR("<!--"))) {
            size_t end = str_find(rest, STR("-->"));
            at = end < rest.n ? at + end + 3 : s.n;
        } else if (str_starts(rest, STR("<!")) || str_starts(rest, STR("<?"))) {
            size_t end = str_find(rest, STR(">"));
            at = end < rest.n ? at + end + 1 : s.n;
        } else if (!tag_at(s, &at, &tag)) {
            put_char(out, '<', origin_of(in, here));
            at = here + 1;
        } else if (!tag.is_end && !tag.is_empty && IS_ONE(tag.name, raw)) {
            at = skip_element(s, at, tag.name, true);
        } else if (!tag.is_end && !tag.is_empty &&
                   (IS_ONE(tag.name, left_out) || is_writers(&tag))) {
            at = skip_element(s, at, tag.name, false);
        } else if (!IS_ONE(tag.name, inner)) {
            put_char(out, '\n', origin_of(in, here));
            put_char(out, '\n', origin_of(in, here));
        }
    }
}

/* The texts of the entries, escaped or not; of each what stands outside of them is left out. */
static void walk_feed(const struct in *in, struct out *out, uint32_t *entry_at, uint32_t *n_entries)
{
    static const char *const entries[] = {"entry", "item"};
    static const char *const texts[] = {"title", "content", "summary", "description",
                                        "content:encoded"};
    struct str s = in->text;
    bool is_inside = false;
    for (size_t at = 0; at < s.n;) {
        const char *open = memchr(s.at + at, '<', s.n - at);
        if (!open)
            break;
        at = (size_t)(open - s.at);
        size_t here = at;
        struct tag tag;
        if (!tag_at(s, &at, &tag)) {
            at = here + 1;
            continue;
        }
        if (IS_ONE(tag.name, entries)) {
            is_inside = !tag.is_end;
            if (is_inside)
                entry_at[(*n_entries)++] = out->n;
        }
        if (!is_inside || tag.is_end || tag.is_empty || !IS_ONE(tag.name, texts))
            continue;
        size_t end = skip_element(s, at, tag.name, false), last = end;
        while (last > at && s.at[last - 1] != '<')
            last--;
        last = last > at ? last - 1 : at; // the end tag
        struct str inside = str_trim(str_part(s, at, last));
        bool is_cdata = str_starts(inside, STR("<![CDATA["));
        put_char(out, '\n', origin_of(in, here));
        put_char(out, '\n', origin_of(in, here));
        for (size_t i = is_cdata ? (size_t)(inside.at - s.at) + 9 : at; i < last;) {
            size_t from = i;
            if (is_cdata && str_starts(str_part(s, i, last), STR("]]>")))
                break;
            uint32_t c = !is_cdata && s.at[i] == '&' ? entity_at(s, &i)
                                                     : utf8_next(s, &i);
            if (c)
                put_char(out, c, origin_of(in, from));
        }
        put_char(out, '\n', origin_of(in, here));
        put_char(out, '\n', origin_of(in, here));
        at = end;
    }
}

enum shape { SHAPE_PLAIN, SHAPE_HTML, SHAPE_FEED };

static enum shape shape_of(struct str s)
{
    static const char *const html[] = {"html", "body", "p", "div", "article", "br", "head"};
    enum { LOOKED = 4096 };
    uint32_t n_html = 0;
    struct str head = str_part(s, 0, LOOKED);
    for (size_t at = 0; at < head.n;) {
        const char *open = memchr(head.at + at, '<', head.n - at);
        if (!open)
            break;
        at = (size_t)(open - head.at);
        size_t here = at;
        struct tag tag;
        if (!tag_at(head, &at, &tag)) {
            at = here + 1;
            continue;
        }
        if (str_eq_nocase(tag.name, STR("rss")) || str_eq_nocase(tag.name, STR("feed")) ||
            str_eq_nocase(tag.name, STR("rdf:RDF")))
            return SHAPE_FEED;
        n_html += IS_ONE(tag.name, html);
    }
    return n_html ? SHAPE_HTML : SHAPE_PLAIN;
}

static bool is_closing(uint32_t c)
{
    return c == '"' || c == '\'' || c == 0x2019 || c == 0x201D || c == ')' || c == 0xBB || c == ']' ||
           c == 0x203A || c == 0x300D || c == 0x300F;
}

/* The word before `at`. */
static struct str word_before(struct str s, size_t at)
{
    size_t start = at;
    while (start && !is_blank(s.at[start - 1]))
        start--;
    return str_part(s, start, at);
}

static bool add_sentence(struct post *post, size_t start, size_t end, uint32_t entry,
                         struct arena *keep)
{
    while (start < end && is_blank(post->text.at[start]))
        start++;
    while (end > start && is_blank(post->text.at[end - 1]))
        end--;
    if (start == end)
        return true;
    struct post_sentence *s = VEC_PUSH(&post->sentence, keep);
    if (!s)
        return false;
    *s = (struct post_sentence){str_part(post->text, start, end),
                                {post->origin[start], post->origin[end]}, entry};
    return true;
}

/* A quotation is not cut while it is open, unless its paragraph ends: its words belong together. */
static whose_status cut_sentences(struct post *post, const uint32_t *entry_at, struct arena *keep,
                                  whose_error *err)
{
    enum { QUOTE_BYTES = 400 };
    struct str s = post->text;
    size_t start = 0, opened = s.n;
    uint32_t entry = 0, opener = 0;
    for (size_t at = 0; at < s.n;) {
        size_t here = at;
        uint32_t c = utf8_next(s, &at);
        while (entry + 1 < post->n_entries && entry_at[entry + 1] <= here)
            entry++;
        if (c == '\n') {
            if (at == s.n || s.at[at] != '\n')
                continue;
            if (!add_sentence(post, start, here, entry, keep))
                return fail_nomem(err);
            start = at;
            opened = s.n;
            continue;
        }
        if (opened < s.n && quote_closes(opener, c)) {
            opened = s.n;
        } else if (opened == s.n && quote_opens(c)) {
            opened = here;
            opener = c;
        }
        if (c != '.' && c != '!' && c != '?' && c != 0x2026 && !is_closing(c))
            continue;
        if (opened < s.n && here - opened < QUOTE_BYTES)
            continue;
        if (is_closing(c)) { // the stop stands inside the quotation
            if (!here || (s.at[here - 1] != '.' && s.at[here - 1] != '!' && s.at[here - 1] != '?'))
                continue;
        }
        size_t end = at;
        while (end < s.n) {
            size_t next = end;
            uint32_t d = utf8_next(s, &next);
            if (d != '.' && d != '!' && d != '?' && !is_closing(d))
                break;
            end = next;
        }
        size_t next = end;
        while (next < s.n && is_blank(s.at[next]))
            next++;
        bool goes_on = next < s.n && next == end;
        /* "what next?" and then a small letter: the sentence goes on behind the quotation */
        bool is_small = next < s.n && s.at[next] >= 'a' && s.at[next] <= 'z' &&
                        end > here + 1 && is_closing((unsigned char)s.at[end - 1]);
        is_small = is_small || (is_closing(c) && next < s.n && s.at[next] >= 'a' && s.at[next] <= 'z');
        if (goes_on || is_small ||
            (c == '.' && abbrev_has_point(word_before(s, here), str_part(s, end, s.n))))
            continue;
        if (!add_sentence(post, start, end, entry, keep))
            return fail_nomem(err);
        start = at = end;
    }
    if (!add_sentence(post, start, s.n, entry, keep))
        return fail_nomem(err);
    return WHOSE_OK;
}

static bool out_init(struct out *out, size_t n, struct arena *arena)
{
    /* a byte that is no UTF-8 becomes three, an end tag two */
    out->at = ARENA_NEW_RAW(arena, char, n * 3 + 8);
    out->origin = ARENA_NEW_RAW(arena, uint32_t, n * 3 + 8);
    out->n = 0;
    return out->at && out->origin;
}

whose_status post_read(struct str bytes, const struct cast *cast, const struct billing *billing,
                       struct arena *keep, struct arena *scratch,
                       struct post *out, whose_error *err)
{
    *out = (struct post){.n_entries = 1};
    if (bytes.n > POST_MOST_BYTES)
        return fail(err, WHOSE_E_LIMIT, 0, "this post is larger than 8 MiB");
    struct str bare = bytes;
    if (str_starts(bare, STR("\xEF\xBB\xBF")))
        bare = str_part(bare, 3, bare.n);
    struct in in = {.text = bytes};
    size_t from = bytes.n - bare.n;
    struct out clean, first;
    uint32_t none = 0, *entry_at = &none;
    enum shape shape = shape_of(bare);
    if (!out_init(&clean, bytes.n * (shape == SHAPE_FEED ? 3 : 1), keep))
        return fail_nomem(err);
    if (shape == SHAPE_FEED) {
        uint32_t *raw_entry = ARENA_NEW(scratch, uint32_t, bytes.n / 6 + 2); // "<item>"
        entry_at = ARENA_NEW(scratch, uint32_t, bytes.n / 6 + 2);
        if (!raw_entry || !entry_at || !out_init(&first, bytes.n, scratch))
            return fail_nomem(err);
        out->n_entries = 0;
        walk_feed(&in, &first, raw_entry, &out->n_entries);
        struct in inner = {.text = {first.at, first.n}, .origin = first.origin};
        for (uint32_t e = 0; e < out->n_entries; e++) {
            entry_at[e] = clean.n;
            walk_html(&inner, raw_entry[e], e + 1 < out->n_entries ? raw_entry[e + 1] : first.n,
                      &clean);
        }
    } else if (shape == SHAPE_HTML) {
        walk_html(&in, from, bytes.n, &clean);
    } else {
        for (size_t at = from; at < bytes.n;) {
            size_t here = at;
            uint32_t c = utf8_next(bytes, &at);
            if (c != '\r')
                put_char(&clean, c, (uint32_t)here);
        }
    }
    clean.origin[clean.n] = (uint32_t)bytes.n;
    out->text = (struct str){clean.at, clean.n};
    out->origin = clean.origin;
    struct language language = language_guess(out->text);
    if (language.name && !language.is_english)
        return fail(err, WHOSE_E_INPUT, 0,
                    "this post looks like %s; claims can be read in English only", language.name);
    if (!writers_leave_out(clean.at, clean.n, cast, billing, scratch))
        return fail_nomem(err);
    return cut_sentences(out, entry_at, keep, err);
}
