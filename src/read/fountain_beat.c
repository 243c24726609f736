/* takes   the boneyard in which the editor Beat keeps its settings:
 *         If you're seeing this, you can remove the following stuff - BEAT: {JSON} END_BEAT
 * gives   people and their genders, as roles
 *           "CharacterGenders": {"ANNA": "woman"}
 *           "CharacterData":    {"ANNA": {"gender": "woman", ...}}
 *           "TagDefinitions":   [{"type": "cast", "name": "Anna", ...}]
 * method  one pass over the JSON that keeps the keys of the outer three levels
 * cost    O(bytes), no recursion */
#include "read/fountain.h"

#include "base/map.h"
#include "base/utf8.h"

#include <string.h>

enum { N_LEVELS = 4, IS_OBJECT = 1, AT_KEY = 2 };

struct beat {
    struct str json;
    size_t at;
    uint32_t depth;                // of braces and brackets
    unsigned char level[N_LEVELS]; // of the outermost: IS_OBJECT, AT_KEY
    struct str key[N_LEVELS];      // raw, of the level
    struct str tag_type, tag_name; // raw, of the tag definition that is being read
    struct doc *doc;
    struct arena *keep;
    struct map names;              // of doc.role
};

static uint32_t hex4(struct str s, size_t at)
{
    uint32_t value = 0;
    for (size_t i = at; i < at + 4; i++) {
        char c = i < s.n ? s.at[i] : 'x';
        uint32_t digit = c >= '0' && c <= '9'                   ? (uint32_t)(c - '0')
                         : (c | 32) >= 'a' && (c | 32) <= 'f' ? (uint32_t)((c | 32) - 'a' + 10)
                                                              : UINT32_MAX;
        if (digit == UINT32_MAX)
            return UTF8_REPLACEMENT;
        value = value * 16 + digit;
    }
    return value;
}

/* A JSON string without its quotes -> the string meant; `.at` NULL: no memory. */
static struct str unescape(struct str raw, struct arena *arena)
{
    char *out = ARENA_NEW_RAW(arena, char, raw.n + 1);
    if (!out)
        return (struct str){NULL, 0};
    size_t n = 0;
    for (size_t i = 0; i < raw.n; i++) {
        if (raw.at[i] != '\\' || i + 1 == raw.n) {
            out[n++] = raw.at[i];
            continue;
        }
        char c = raw.at[++i];
        if (c == 'u') {
            uint32_t code = hex4(raw, i + 1);
            i += i + 4 < raw.n ? 4 : raw.n - 1 - i;
            bool is_pair = code >= 0xD800 && code < 0xDC00 && i + 6 < raw.n &&
                           raw.at[i + 1] == '\\' && raw.at[i + 2] == 'u';
            if (is_pair) {
                uint32_t low = hex4(raw, i + 3);
                code = 0x10000 + ((code - 0xD800) << 10) + ((low - 0xDC00) & 0x3FF);
                i += 6;
            }
            bool is_lone = code >= 0xD800 && code < 0xE000;
            n += utf8_put(is_lone ? UTF8_REPLACEMENT : code, out + n);
        } else {
            out[n++] = c == 'n' || c == 't' || c == 'r' ? ' ' : c;
        }
    }
    return (struct str){out, n};
}

static enum gender gender_of(struct str value)
{
    if (str_eq_nocase(value, STR("woman")) || str_eq_nocase(value, STR("female")))
        return GENDER_SHE;
    if (str_eq_nocase(value, STR("man")) || str_eq_nocase(value, STR("male")))
        return GENDER_HE;
    return str_eq_nocase(value, STR("other")) ? GENDER_THEY : GENDER_UNKNOWN;
}

static bool add_role(struct beat *b, struct str raw_name, enum gender gender)
{
    if (raw_name.n == 0)
        return true;
    struct str name = unescape(raw_name, b->keep);
    uint32_t n = b->doc->role.n;
    uint32_t r = name.at ? map_add(&b->names, name) : MAP_NONE;
    if (r == MAP_NONE)
        return false;
    if (r == n) {
        struct role *role = VEC_PUSH(&b->doc->role, b->keep);
        if (!role)
            return false;
        role->name = name;
    }
    if (gender != GENDER_UNKNOWN)
        b->doc->role.at[r].gender = gender;
    return true;
}

/* A string as a value, at the depth that the keys tell. */
static bool take_value(struct beat *b, struct str value)
{
    if (b->depth == 2 && str_eq(b->key[0], STR("CharacterGenders")) && b->level[1] & IS_OBJECT) {
        enum gender gender = gender_of(value);
        return gender == GENDER_UNKNOWN || add_role(b, b->key[1], gender);
    }
    if (b->depth != 3 || !(b->level[2] & IS_OBJECT))
        return true;
    if (str_eq(b->key[0], STR("CharacterData")) && str_eq(b->key[2], STR("gender")))
        return add_role(b, b->key[1], gender_of(value));
    if (str_eq(b->key[0], STR("TagDefinitions"))) {
        if (str_eq(b->key[2], STR("type")))
            b->tag_type = value;
        if (str_eq(b->key[2], STR("name")))
            b->tag_name = value;
    }
    return true;
}

static bool take_string(struct beat *b)
{
    size_t from = ++b->at;
    while (b->at < b->json.n && b->json.at[b->at] != '"')
        b->at += b->json.at[b->at] == '\\' ? 2 : 1;
    struct str raw = str_part(b->json, from, b->at);
    if (b->depth == 0 || b->depth > N_LEVELS)
        return true;
    unsigned char *level = &b->level[b->depth - 1];
    if (*level & AT_KEY) {
        b->key[b->depth - 1] = raw;
        return true;
    }
    return take_value(b, raw);
}

static void open_level(struct beat *b, bool is_object)
{
    if (b->depth < N_LEVELS) {
        b->level[b->depth] = is_object ? IS_OBJECT | AT_KEY : 0;
        b->key[b->depth] = STR("");
    }
    b->depth++;
    if (b->depth == 3)
        b->tag_type = b->tag_name = STR("");
}

static bool close_level(struct beat *b)
{
    bool is_cast = b->depth == 3 && str_eq(b->key[0], STR("TagDefinitions")) &&
                   str_eq(b->tag_type, STR("cast"));
    b->depth -= b->depth > 0;
    return !is_cast || add_role(b, b->tag_name, GENDER_UNKNOWN);
}

bool fountain_read_beat(struct str settings, struct doc *doc, struct arena *keep,
                        struct arena *scratch)
{
    size_t open = str_find(settings, STR("{"));
    struct beat b = {.json = str_part(settings, open, settings.n), .doc = doc, .keep = keep};
    bool is_fine = true;
    map_init(&b.names, scratch);
    for (; is_fine && b.at < b.json.n; b.at++) {
        char c = b.json.at[b.at];
        unsigned char *level = b.depth && b.depth <= N_LEVELS ? &b.level[b.depth - 1] : NULL;
        if (c == '"')
            is_fine = take_string(&b);
        else if (c == '{' || c == '[')
            open_level(&b, c == '{');
        else if (c == '}' || c == ']')
            is_fine = close_level(&b);
        else if (c == ':' && level)
            *level &= (unsigned char)~AT_KEY;
        else if (c == ',' && level && (*level & IS_OBJECT))
            *level |= AT_KEY;
    }
    return is_fine;
}
