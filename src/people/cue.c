/* takes   the words of a cue
 * gives   the name in it, the voice, and what the name itself tells
 * method  extensions are what stands in brackets; short lists of words for the rest
 * cost    O(length of the cue) */
#include "base/utf8.h"
#include "people/internal.h"

#include <string.h>

struct str name_trim(struct str s)
{
    while (s.n) {
        size_t start;
        uint32_t c = utf8_before(s, s.n, &start);
        if (!utf8_is_space(c) && c != 0)
            break;
        s.n = start;
    }
    for (size_t at = 0; at < s.n;) {
        uint32_t c = utf8_next(s, &at);
        if (!utf8_is_space(c) && c != 0)
            break;
        s = str_part(s, at, s.n);
        at = 0;
    }
    return s;
}

/* Letters of `s` in upper case ASCII, zero for the letter O; up to `cap`. */
static struct str letters_of(struct str s, char *out, size_t cap)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < cap; i++) {
        char c = s.at[i];
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 32);
        if (c == '0')
            c = 'O';
        if (c >= 'A' && c <= 'Z')
            out[n++] = c;
    }
    return (struct str){out, n};
}

static enum voice voice_of(struct str extension)
{
    char bytes[24];
    struct str e = letters_of(extension, bytes, sizeof bytes);
    if (str_eq(e, STR("VO")) || str_starts(e, STR("VOICEOVER")) || str_starts(e, STR("NARRAT")) ||
        str_starts(e, STR("VOCONT")) || str_starts(e, STR("VOPRELAP")))
        return VOICE_OVER;
    if (str_eq(e, STR("OS")) || str_eq(e, STR("OC")) || str_starts(e, STR("OFF")) ||
        str_starts(e, STR("OSCONT")) || str_starts(e, STR("FROMOFF")))
        return VOICE_OFF_SCREEN;
    return VOICE_ON;
}

/* A cue may end in a bare "V.O." without brackets. */
static struct str cut_bare_voice(struct str name, enum voice *voice)
{
    size_t at = name.n;
    while (at > 0 && !is_blank(name.at[at - 1]))
        at--;
    if (at == 0 || at == name.n)
        return name;
    struct str last = str_part(name, at, name.n);
    if (str_find(last, STR(".")) == last.n && !str_eq(last, STR("VO")) && !str_eq(last, STR("OS")))
        return name;
    enum voice heard = voice_of(last);
    if (heard == VOICE_ON)
        return name;
    *voice = heard;
    name = name_trim(str_part(name, 0, at));
    while (name.n && (name.at[name.n - 1] == '-' || name.at[name.n - 1] == ','))
        name = name_trim(str_part(name, 0, name.n - 1));
    return name;
}

struct cue cue_parse(struct str cue)
{
    struct cue out = {.voice = VOICE_ON};
    size_t open = 0;
    while (open < cue.n && cue.at[open] != '(' && cue.at[open] != '[')
        open++;
    out.name = name_trim(str_part(cue, 0, open));
    for (size_t i = open; i < cue.n; i++) {
        if (cue.at[i] != '(' && cue.at[i] != '[' && cue.at[i] != ',' && cue.at[i] != '/')
            continue;
        size_t end = i + 1;
        while (end < cue.n && !strchr("()[],/", cue.at[end]))
            end++;
        enum voice heard = voice_of(str_part(cue, i + 1, end));
        if (heard != VOICE_ON)
            out.voice = heard;
    }
    while (out.name.n && out.name.at[out.name.n - 1] == ':')
        out.name = name_trim(str_part(out.name, 0, out.name.n - 1));
    out.name = cut_bare_voice(out.name, &out.voice);
    if (out.name.n == 0) {
        out.name = name_trim(cue);
        out.is_guessed = true;
    }
    return out;
}

static bool is_in(struct str word, const char *const *list)
{
    for (; *list; list++)
        if (str_eq(word, str_c(*list)))
            return true;
    return false;
}

static const char *const AGES[] = {
    "young", "younger", "old",  "older", "little", "teen",  "teenage", "teenaged", "adult", "grown",
    "grownup", "elderly", "kid", "baby",  "child",  "aged", "middle",  "preteen",  "senior", NULL,
};

struct str cue_without_age(struct str key)
{
    struct str rest = key;
    for (;;) {
        struct str tail = rest;
        struct str word = str_cut(&tail, ' ');
        if (tail.n == 0 || !is_in(word, AGES))
            return rest;
        rest = tail;
    }
}

struct str cue_next_name(struct str *rest)
{
    static const struct str PARTS[] = {{" AND ", 5}, {" and ", 5}, {" & ", 3}, {"/", 1},
                                       {" + ", 3},   {", ", 2},    {"&", 1}};
    while (rest->n) {
        size_t cut = rest->n, skip = 0;
        for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++) {
            size_t at = str_find(*rest, PARTS[i]);
            if (at < cut) {
                cut = at;
                skip = PARTS[i].n;
            }
        }
        struct str name = name_trim(str_part(*rest, 0, cut));
        *rest = str_part(*rest, cut + skip, rest->n);
        if (name.n)
            return name;
    }
    return STR("");
}

static const char *const CROWDS[] = {
    "all",    "both",   "everyone", "everybody", "crowd",  "chorus",  "men",     "women",  "boys",
    "girls",  "people", "voices",   "children",  "kids",   "others",  "various", "several", "mob",
    "couple", "family", "choir",    "ensemble",  "audience", "company", "omnes",  "group", "gang",
    "twins",  "tous",   "alle",     "tutti",     "todos",  "attendants", "citizens", "soldiers",
    "townspeople", "townsfolk", "villagers", "guards", "students", "neighbors", "neighbours", "passengers",
    "guests", "servants", "sailors", "workers", "reporters", "prisoners", NULL,
};

static const char *const NUMBERS[] = {
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", NULL,
};

struct str cue_owner_of_voice(struct str name)
{
    static const struct str TAILS[] = {{"'S VOICE", 8}, {"\xE2\x80\x99S VOICE", 10}};
    for (size_t i = 0; i < 2; i++)
        if (name.n > TAILS[i].n &&
            str_eq_nocase(str_part(name, name.n - TAILS[i].n, name.n), TAILS[i]))
            return str_part(name, 0, name.n - TAILS[i].n);
    return STR("");
}

struct str cue_before_direction(struct str name, bool *is_sure)
{
    *is_sure = false;
    size_t head = 0;                        // behind the words in capitals
    bool in_head = true, is_parted = false; // by a comma, a colon or a dash
    for (size_t at = 0; at < name.n;) {
        size_t end = at;
        uint32_t n_lower = 0, n_upper = 0;
        while (end < name.n && !is_blank(name.at[end])) {
            uint32_t c = utf8_next(name, &end);
            n_lower += utf8_is_lower(c);
            n_upper += utf8_is_upper(c);
        }
        if (in_head && n_lower == 0 && n_upper > 0) {
            head = end;
            is_parted = name.at[end - 1] == ',' || name.at[end - 1] == ':';
            in_head = !is_parted;
        } else if (n_upper > 1) {
            return STR(""); // "ANNA and BEN", "DR. van HELSING"
        } else if (n_lower) {
            struct str word = str_part(name, at, end);
            while (word.n &&
                   !((word.at[word.n - 1] | 32) >= 'a' && (word.at[word.n - 1] | 32) <= 'z'))
                word.n--;
            *is_sure = *is_sure || is_parted || str_ends(word, STR("ing")) ||
                       str_ends(word, STR("ly"));
            in_head = false;
        } else {
            is_parted = true; // a dash
            in_head = false;
        }
        at = end;
        while (at < name.n && is_blank(name.at[at]))
            at++;
    }
    struct str found = name_trim(str_part(name, 0, head));
    if (head == 0 || head == name.n)
        return STR("");
    while (found.n && strchr(",:;-", found.at[found.n - 1]))
        found = name_trim(str_part(found, 0, found.n - 1));
    return found;
}

bool cue_is_no_person(struct str key)
{
    static const char *const NOTHING[] = {
        "silence",    "cut",       "blackness",     "darkness",  "later",
        "continuous", "black",     "end",           "the end",   "intercut",
        "montage",    "title",     "super",         "insert",    "flash",
        "bang",       "crash",     "boom",          "slam",      "thud",
        "click",      "beep",      "ring",          "phone",     "the phone",
        "telephone",  "door",      "the door",      "gunshot",   "gunshots",
        "explosion",  "music",     "sound",         "noise",     "lights",
        "lights out", "pov",       "close on",      "angle on",  "back to scene",
        "same",       "night",     "day",           "credits",   "smash",
        "thunder",    "lightning", "knock",         "a knock",   "beat",
        "a beat",     "pause",     "moments later", "footsteps", "sirens",
        "siren",      "gunfire",   "rain",          "wind",      "static",
        "fire",       "smoke",     "blackout",      NULL,
    };
    return is_in(key, NOTHING);
}

bool cue_names_group(struct str key)
{
    struct str rest = key;
    for (bool first = true; rest.n; first = false) {
        struct str word = str_cut(&rest, ' ');
        if (first && rest.n && is_in(word, NUMBERS))
            return true;
        if ((rest.n == 0 || first) && is_in(word, CROWDS))
            return true;
        if (rest.n == 0 && (str_eq(word, STR("voice")) || str_eq(word, STR("voix"))))
            return true;
    }
    return false;
}

static const char *const SHE[] = {
    "mrs", "miss", "ms", "madam", "madame", "lady", "queen", "princess", "duchess", "woman", "girl",
    "mother", "sister", "wife", "aunt", "daughter", "grandmother", "waitress", "nun", "widow",
    "actress", "mom", "mum", "grandma", "countess", "niece", "housewife", "hostess", "witch", NULL,
};

static const char *const HE[] = {
    "mr", "sir", "lord", "king", "prince", "duke", "man", "boy", "father", "brother", "husband",
    "uncle", "son", "grandfather", "waiter", "monk", "widower", "actor", "dad", "grandpa", "earl",
    "count", "nephew", "fisherman", "policeman", "businessman", "salesman", "host", "priest", NULL,
};

enum gender cue_gender(struct str key)
{
    enum gender found = GENDER_UNKNOWN;
    while (key.n) {
        struct str word = str_cut(&key, ' ');
        enum gender told = is_in(word, SHE) ? GENDER_SHE : is_in(word, HE) ? GENDER_HE : GENDER_UNKNOWN;
        if (told == GENDER_UNKNOWN)
            continue;
        if (found != GENDER_UNKNOWN && found != told)
            return GENDER_UNKNOWN;
        found = told;
    }
    return found;
}

bool cue_is_title(struct str word)
{
    static const char *const TITLES[] = {
        "mr",   "mrs",     "ms",      "miss",     "dr",     "doctor", "sir",   "lord",  "lady",
        "king", "queen",   "prince",  "princess", "duke",   "count",  "captain", "capt", "colonel",
        "col",  "general", "gen",     "major",    "sergeant", "sgt",  "lieutenant", "lt", "officer",
        "father", "sister", "brother", "uncle",   "aunt",   "professor", "prof", "judge", "detective",
        "saint", "st",     "madame",  "monsieur", "reverend", "rev",  "inspector", "agent", NULL,
    };
    return is_in(word, TITLES);
}
