/* takes   a line of a script in capitals, or the head of one
 * gives   whether it begins or ends as headings, transitions, shots, heads of acts and page furniture do
 * method  the words that writers of scripts use for them, in the languages that are met
 * cost    O(line) */
#include "read/script.h"

#include "base/utf8.h"

#include <string.h>

static bool word_ends(struct str s, size_t at)
{
    if (at >= s.n)
        return true;
    unsigned char c = (unsigned char)s.at[at];
    return !((c | 0x20) >= 'a' && (c | 0x20) <= 'z') && !(c >= '0' && c <= '9') && c < 0x80;
}

bool script_opens_place(struct str s)
{
    static const struct str WORDS[] = {
        {"INT", 3},     {"EXT", 3},      {"I/E", 3},      {"E/I", 3},       {"INTERIOR", 8},
        {"EXTERIOR", 8}, {"INNEN", 5},   {"AUSSEN", 6},   {"AU\303\237EN", 6}, {"EST", 3},
        {"INT\xC3\x89RIEUR", 10},  {"EXT\xC3\x89RIEUR", 10}, {"INTERNO", 7}, {"ESTERNO", 7},
        {"INTERIEUR", 9}, {"EXTERIEUR", 9}, {"\xD0\x98\xD0\x9D\xD0\xA2", 6},
        {"\xD0\x9D\xD0\x90\xD0\xA2", 6}, {"\xD0\xAD\xD0\x9A\xD0\xA1\xD0\xA2", 8},
        {"\xCE\x95\xCE\xA3\xCE\xA9\xCE\xA4", 8}, {"\xCE\x95\xCE\x9E\xCE\xA9\xCE\xA4", 8},
        {"\xE5\x86\x85\xE6\x99\xAF", 6}, {"\xE5\xA4\x96\xE6\x99\xAF", 6},
        {"\xE5\x86\x85", 3}, {"\xE5\xA4\x96", 3},
    };
    char first = s.n ? s.at[0] : ' ';
    if (first != 'I' && first != 'E' && first != 'A' && (unsigned char)first < 0x80)
        return false;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (str_starts(s, WORDS[i]) && word_ends(s, WORDS[i].n)) {
            /* EST, I/E and the like need a mark behind them: "est" is also a word */
            bool is_short = WORDS[i].n == 3 && s.at[0] < 0x7F;
            struct str rest = str_part(s, WORDS[i].n, s.n);
            if (!is_short || (rest.n && strchr("./:-, ", rest.at[0])))
                return true;
        }
    return false;
}

size_t script_skip_number(struct str s)
{
    size_t at = 0;
    while (at < s.n && at < 6 && ((s.at[at] >= '0' && s.at[at] <= '9') || s.at[at] == '*' ||
                                  (at > 0 && s.at[at] >= 'A' && s.at[at] <= 'Z')))
        at++;
    if (at == 0 || at >= s.n || s.at[at] == '\0' || !strchr(" .\t):", s.at[at]))
        return 0;
    while (at < s.n && strchr(" .\t):", s.at[at]))
        at++;
    return at;
}

bool script_has_time(struct str s)
{
    static const char *const TIMES[] = {
        "DAY", "NIGHT", "MORNING", "EVENING", "AFTERNOON", "DAWN", "DUSK", "LATER", "CONTINUOUS",
        "SUNSET", "SUNRISE", "MIDNIGHT", "NOON", "TWILIGHT", "MOMENTS LATER", "SAME TIME", "TAG",
        "NACHT", "ABEND", "MORGEN", "JOUR", "NUIT", "SOIR", "MATIN", "GIORNO", "NOTTE", "NOCHE",
        "D\303\215A", NULL,
    };
    for (const char *const *t = TIMES; *t; t++) {
        struct str word = str_c(*t);
        size_t at = memchr(s.at, word.at[0], s.n) ? str_find(s, word) : s.n;
        if (at < s.n && word_ends(s, at + word.n) && (at == 0 || word_ends(s, at - 1)))
            return true;
    }
    return false;
}

/* "BURN TO WHITE.": three words, and no cry. */
static bool is_fade(struct str s)
{
    size_t to = str_find(s, STR(" TO "));
    if (to + 4 >= s.n || to == 0 || (s.at[s.n - 1] != '.' && s.at[s.n - 1] != ':'))
        return false;
    return !memchr(s.at, ' ', to) && !memchr(s.at + to + 4, ' ', s.n - to - 4);
}

bool script_is_transition(struct str s, bool upper)
{
    static const char *const WHOLE[] = {"FADE IN", "FADE OUT", "FADE UP", "CUT", "DISSOLVE",
                                        "FADE TO BLACK", "CUT TO BLACK", "BLACKOUT", "FADE-IN",
                                        "FADE-OUT", "SMASH CUT", "THE END", "BLACK", "FONDU AU NOIR",
                                        "SCHNITT", "ABBLENDE", "AUFBLENDE", "STACCO", "DISSOLVENZA", "CORTE", "FUNDIDO A NEGRO",
                                        "FONDU ENCHA\303\216N\303\211", "COUPE", "ENCADENADO", NULL};
    if (!upper || s.n > 48)
        return false;
    if (is_fade(s))
        return true;
    while (s.n && strchr(".:* ", s.at[s.n - 1]) && !str_ends(s, STR("TO:")))
        s.n--;
    if (str_ends(s, STR(" TO:")) || str_starts(s, STR("CUT TO")) ||
        str_starts(s, STR("DISSOLVE")) || str_starts(s, STR("FADE TO ")) ||
        str_starts(s, STR("INTERCUT WITH")) || str_starts(s, STR("MATCH CUT")) || str_starts(s, STR("CORTE A:")) ||
        str_starts(s, STR("SCHNITT AUF")) || str_starts(s, STR("COUPE SUR")) || str_starts(s, STR("STACCO SU")))
        return true;
    for (const char *const *w = WHOLE; *w; w++)
        if (str_eq(s, str_c(*w)))
            return true;
    return false;
}

bool script_is_number(struct str s)
{
    size_t n_digits = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool digit = s.at[i] >= '0' && s.at[i] <= '9';
        n_digits += digit;
        if (!digit && !strchr(" .-()*#|", s.at[i]))
            return n_digits > 0 && s.n < 8 && i + 1 == s.n && s.at[i] >= 'A' && s.at[i] <= 'D';
    }
    return n_digits > 0 && n_digits < 5 && s.n < 14;
}

/* Bytes of a scene number at the end of `s`, as it stands in the right margin, with the blanks before it. */
static size_t number_behind(struct str s)
{
    enum { LONGEST = 6 };
    size_t n = 0;
    bool has_digit = false;
    while (n < s.n && !is_blank(s.at[s.n - 1 - n])) {
        char c = s.at[s.n - 1 - n++];
        has_digit = has_digit || (c >= '0' && c <= '9');
        if (n > LONGEST || !((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '*' || c == '.'))
            return 0;
    }
    return has_digit && n < s.n ? s.n - str_trim(str_part(s, 0, s.n - n)).n : 0;
}

bool script_is_continued(struct str s)
{
    while (s.n && strchr("( *", s.at[0]))
        s = str_part(s, 1, s.n);
    size_t digits = script_skip_number(s);
    s = str_part(s, digits, s.n - (digits ? number_behind(s) : 0));
    while (s.n && strchr("( *-", s.at[0]))
        s = str_part(s, 1, s.n);
    if (s.n >= 24)
        return false;
    return str_starts(s, STR("CONTINUED")) || str_eq(s, STR("OMITTED")) || str_eq(s, STR("OMIT")) ||
           str_starts(s, STR("THRU ")) || str_starts(s, STR("END OF ACT")) || str_starts(s, STR("END OF EPISODE")) ||
           str_starts(s, STR("END OF TEASER")) || str_starts(s, STR("END OF SCENE"));
}

bool script_ends_sentence(struct str s)
{
    while (s.n) {
        size_t start;
        uint32_t c = utf8_before(s, s.n, &start);
        if (c == '"' || c == '\'' || c == 0x201D || c == 0x2019 || c == '*' || c == ')' || c == 0xBB || c == 0x300D ||
            c == 0x300F) {
            s.n = start;
            continue;
        }
        return c == '.' || c == '!' || c == '?' || c == ':' || c == 0x2026 || c == 0x3002 ||
               c == '-' || c == 0x2014 || c == 0xFF01 || c == 0xFF1F || c == 0x61F;
    }
    return false;
}

/* ONE, FIRST, IV: how a part is counted. */
static bool is_ordinal(struct str s)
{
    static const char *const WORDS[] = {"ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE", "TEN",
                                        "FIRST", "SECOND", "THIRD", "FOURTH", "FIFTH", "LAST", NULL};
    for (const char *const *w = WORDS; *w; w++)
        if (str_eq(s, str_c(*w)))
            return true;
    for (size_t i = 0; i < s.n; i++)
        if (!strchr("IVXL", s.at[i]))
            return false;
    return true;
}

bool script_is_division(struct str s)
{
    static const struct str HEADS[] = {{"ACT", 3}, {"SCENE", 5}, {"EPISODE", 7}, {"PART", 4}, {"CHAPTER", 7}};
    static const struct str ALONE[] = {{"COLD OPEN", 9}, {"COLD OPENING", 12}, {"TEASER", 6}, {"TAG", 3}, {"PROLOGUE", 8},
                                       {"EPILOGUE", 8}, {"PROLOG", 6}, {"EPILOG", 6}, {"PR\303\211LOGO", 8}, {"EP\303\215LOGO", 8}};
    while (s.n && strchr(".: ", s.at[s.n - 1]))
        s.n--;
    for (size_t i = 0; i < sizeof ALONE / sizeof *ALONE; i++)
        if (str_eq(s, ALONE[i]))
            return true;
    for (size_t i = 0; i < sizeof HEADS / sizeof *HEADS; i++) {
        struct str rest = str_part(s, HEADS[i].n, s.n);
        if (!str_starts(s, HEADS[i]) || rest.n < 2 || !is_blank(rest.at[0]))
            continue;
        rest = str_trim(rest);
        bool has_digit = rest.at[0] >= '0' && rest.at[0] <= '9';
        return rest.n < 12 && !memchr(rest.at, ' ', rest.n) && (has_digit || rest.n == 1 || is_ordinal(rest));
    }
    return false;
}

bool script_is_label(struct str s)
{
    static const struct str LABELS[] = {
        {"FX", 2}, {"SFX", 3}, {"F/X", 3}, {"SOUND", 5}, {"MUSIC", 5}, {"GRAMS", 5}, {"SUPER", 5}, {"TITLE", 5}, {"TITLE CARD", 10},
        {"TITLE OVER", 10}, {"CAPTION", 7}, {"CHYRON", 6}, {"SUBTITLE", 8}, {"INSERT", 6}, {"ANGLE ON", 8}, {"CLOSE ON", 8},
        {"NOTE", 4}, {"SETTING", 7}, {"TIME", 4}, {"PLACE", 5}, {"AT RISE", 7}, {"ON SCREEN", 9}, {"LEGEND", 6}, {"CARD", 4},
    };
    const char *colon = memchr(s.at, ':', s.n);
    struct str head = str_trim(str_part(s, 0, colon ? (size_t)(colon - s.at) : 0));
    for (size_t i = 0; i < sizeof LABELS / sizeof *LABELS && head.n; i++)
        if (str_eq(head, LABELS[i]))
            return true;
    return script_is_shot(head);
}

bool script_is_shot(struct str s)
{
    static const struct str HEADS[] = {
        {"ANGLE ON", 8}, {"ANGLE -", 7}, {"ANOTHER ANGLE", 13}, {"NEW ANGLE", 9}, {"REVERSE ANGLE", 13}, {"WIDER ANGLE", 11},
        {"CLOSE ON", 8}, {"CLOSE UP", 8}, {"CLOSE-UP", 8}, {"CLOSEUP", 7}, {"CLOSE SHOT", 10}, {"INSERT", 6}, {"BACK TO SCENE", 13},
        {"WIDE SHOT", 9}, {"LONG SHOT", 9}, {"MED. SHOT", 9}, {"MEDIUM SHOT", 11}, {"TWO SHOT", 8}, {"TWO-SHOT", 8}, {"FULL SHOT", 9},
        {"TRACKING SHOT", 13}, {"SERIES OF SHOTS", 15}, {"VARIOUS SHOTS", 13}, {"REVERSE", 7}, {"POV", 3}, {"P.O.V.", 6},
    };
    for (size_t i = 0; i < sizeof HEADS / sizeof *HEADS; i++)
        if (str_starts(s, HEADS[i]) && word_ends(s, HEADS[i].n))
            return true;
    return str_find(s, STR("'S POV")) < s.n || str_find(s, STR("\342\200\231S POV")) < s.n;
}
