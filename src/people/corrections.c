/* takes   a file of corrections: one statement a line, `#` begins a comment
 * gives   the statements; a line that cannot be read fails with its number, since a
 *         correction that is silently left out is worse than none
 * method  a keyword, then names up to the word that parts them; a name or a line in
 *         quotation marks may hold anything
 * cost    O(bytes), up to MOST_STATEMENTS statements */
#include "people/corrections.h"

#include "base/err.h"
#include "base/utf8.h"

#include <string.h>

enum { MOST_BYTES = 1 << 20, MOST_STATEMENTS = 1000 };

static const struct {
    struct str word;
    const char *form;
} statements[N_CORRECTION_KINDS] = {
    [CORRECT_MERGE] = {{"merge", 5}, "merge needs two names: merge Ada, Mrs. Marsh"},
    [CORRECT_SPLIT] = {{"split", 5}, "split needs two names: split \"Mr. Marsh\" from \"Marsh\""},
    [CORRECT_RENAME] = {{"rename", 6}, "rename needs a name and a new one: rename Ada to Ada Marsh"},
    [CORRECT_PRONOUNS] = {{"pronouns", 8},
                          "pronouns needs a name and she, he, they or it: pronouns Ada she"},
    [CORRECT_NARRATOR] = {{"narrator", 8}, "narrator needs a name, or nobody: narrator Ada"},
    [CORRECT_IGNORE] = {{"ignore", 6}, "ignore needs a name: ignore London"},
    [CORRECT_SPEAKER] = {{"speaker", 7},
                         "speaker needs words of the speech and a name: "
                         "speaker \"You are late\" is Ada"},
};

static const struct {
    struct str open, close;
} quotes[] = {{{"\"", 1}, {"\"", 1}}, {{"\xE2\x80\x9C", 3}, {"\xE2\x80\x9D", 3}}};

/* The index of the quotation marks that `s` begins with, or their number. */
static size_t quoted_by(struct str s)
{
    size_t q = 0;
    while (q < sizeof quotes / sizeof *quotes && !str_starts(s, quotes[q].open))
        q++;
    return q;
}

static const size_t not_quoted = sizeof quotes / sizeof *quotes;

/* The line up to a '#' that begins a word outside quotation marks. */
static struct str without_comment(struct str line)
{
    for (size_t i = 0; i < line.n; i++) {
        struct str rest = str_part(line, i, line.n);
        size_t q = quoted_by(rest);
        if (q != not_quoted) {
            size_t open = i + quotes[q].open.n;
            size_t close = open + str_find(str_part(line, open, line.n), quotes[q].close);
            if (close < line.n)
                i = close + quotes[q].close.n - 1;
        } else if (line.at[i] == '#' && (i == 0 || is_blank(line.at[i - 1]))) {
            return str_part(line, 0, i);
        }
    }
    return line;
}

/* Byte of `word` as a word of its own, in any case; s.n when it is not there. */
static size_t find_word(struct str s, struct str word)
{
    for (size_t i = 0; i + word.n <= s.n; i++)
        if (str_starts_nocase(str_part(s, i, s.n), word) && (i == 0 || is_blank(s.at[i - 1])) &&
            (i + word.n == s.n || is_blank(s.at[i + word.n])))
            return i;
    return s.n;
}

/* The name that `rest` begins with, up to `mark` (a comma) or `word`; `rest` goes on
 * behind that.  Empty when there is none, or when something else follows it. */
static struct str take_name(struct str *rest, struct str stop)
{
    struct str s = str_trim(*rest), name, tail;
    size_t q = quoted_by(s);
    bool is_comma = str_eq(stop, STR(","));
    if (q != not_quoted) {
        struct str inner = str_part(s, quotes[q].open.n, s.n);
        size_t close = str_find(inner, quotes[q].close);
        if (close == inner.n)
            return STR("");
        name = str_part(inner, 0, close);
        tail = str_trim(str_part(inner, close + quotes[q].close.n, inner.n));
    } else {
        size_t end = stop.n == 0 ? s.n : is_comma ? str_find(s, stop) : find_word(s, stop);
        name = str_part(s, 0, end);
        tail = str_part(s, end, s.n);
    }
    if (tail.n && (stop.n == 0 || !(is_comma ? str_starts(tail, stop) : find_word(tail, stop) == 0)))
        return STR("");
    *rest = tail.n ? str_part(tail, stop.n, tail.n) : tail;
    return str_trim(name);
}

static struct str take_last_word(struct str *rest)
{
    struct str s = str_trim(*rest);
    size_t at = s.n;
    while (at && !is_blank(s.at[at - 1]))
        at--;
    *rest = str_part(s, 0, at);
    return str_part(s, at, s.n);
}

/* The words between the first mark and the last before "is". */
static struct str take_line(struct str *rest)
{
    struct str s = str_trim(*rest);
    size_t q = quoted_by(s), end = s.n;
    if (q == not_quoted)
        return STR("");
    for (size_t i = quotes[q].open.n; i + quotes[q].close.n <= s.n; i++) {
        struct str tail = str_part(s, i, s.n);
        struct str behind = str_trim(str_part(tail, quotes[q].close.n, tail.n));
        if (str_starts(tail, quotes[q].close) && behind.n && find_word(behind, STR("is")) == 0)
            end = i;
    }
    if (end == s.n)
        return STR("");
    struct str tail = str_trim(str_part(s, end + quotes[q].close.n, s.n));
    *rest = str_part(tail, 2, tail.n);
    return str_trim(str_part(s, quotes[q].open.n, end));
}

static bool gender_of(struct str word, enum gender *out)
{
    static const struct {
        struct str word;
        enum gender gender;
    } pronouns[] = {{{"she", 3}, GENDER_SHE}, {{"he", 2}, GENDER_HE}, {{"they", 4}, GENDER_THEY},
                    {{"it", 2}, GENDER_IT}};
    for (size_t i = 0; i < sizeof pronouns / sizeof *pronouns; i++)
        if (str_eq_nocase(word, pronouns[i].word)) {
            *out = pronouns[i].gender;
            return true;
        }
    return false;
}

static whose_status push(struct corrections *out, const struct correction *c, struct arena *keep,
                         whose_error *err)
{
    if (out->at.n == MOST_STATEMENTS)
        return fail(err, WHOSE_E_LIMIT, 0, "more than %d corrections; leave out those that the "
                    "program gets right by itself", MOST_STATEMENTS);
    struct correction *slot = VEC_PUSH(&out->at, keep);
    if (!slot)
        return fail_nomem(err);
    *slot = *c;
    slot->a = str_keep(keep, c->a);
    slot->b = str_keep(keep, c->b);
    return slot->a.at && slot->b.at ? WHOSE_OK : fail_nomem(err);
}

/* `merge A, B, C` and `ignore A, B`: as many names as there are. */
static whose_status read_list(struct correction c, struct str rest, struct arena *keep,
                              struct corrections *out, bool *is_good, whose_error *err)
{
    c.a = take_name(&rest, STR(","));
    *is_good = c.a.n > 0;
    if (c.kind == CORRECT_IGNORE && *is_good)
        TRY(push(out, &c, keep, err));
    bool has_second = c.kind == CORRECT_IGNORE;
    while (*is_good && (rest.n || !has_second)) {
        struct str next = take_name(&rest, STR(","));
        has_second = true;
        *is_good = next.n > 0;
        *(c.kind == CORRECT_IGNORE ? &c.a : &c.b) = next;
        if (*is_good)
            TRY(push(out, &c, keep, err));
    }
    return WHOSE_OK;
}

static whose_status read_statement(struct correction c, struct str rest, struct arena *keep,
                                   struct corrections *out, bool *is_good, whose_error *err)
{
    if (c.kind == CORRECT_MERGE || c.kind == CORRECT_IGNORE)
        return read_list(c, rest, keep, out, is_good, err);
    bool has_gender = true;
    if (c.kind == CORRECT_SPEAKER) {
        c.b = take_line(&rest);
        c.a = take_name(&rest, STR(""));
    } else if (c.kind == CORRECT_SPLIT || c.kind == CORRECT_RENAME) {
        c.a = take_name(&rest, c.kind == CORRECT_SPLIT ? STR("from") : STR("to"));
        c.b = take_name(&rest, STR(""));
    } else {
        has_gender = c.kind != CORRECT_PRONOUNS || gender_of(take_last_word(&rest), &c.gender);
        c.a = take_name(&rest, STR(""));
    }
    bool needs_b = c.kind == CORRECT_SPEAKER || c.kind == CORRECT_SPLIT || c.kind == CORRECT_RENAME;
    *is_good = has_gender && c.a.n && (!needs_b || c.b.n);
    if (c.kind == CORRECT_NARRATOR && str_eq_nocase(c.a, STR("nobody")))
        c.a = STR("");
    return *is_good ? push(out, &c, keep, err) : WHOSE_OK;
}

static whose_status read_line(struct str line, struct correction c, struct arena *keep,
                              struct corrections *out, whose_error *err)
{
    struct str rest = str_trim(without_comment(line));
    if (rest.n == 0)
        return WHOSE_OK;
    size_t end = 0;
    while (end < rest.n && !is_blank(rest.at[end]))
        end++;
    struct str word = str_part(rest, 0, end);
    for (c.kind = 0; c.kind < N_CORRECTION_KINDS; c.kind++) {
        if (!str_eq_nocase(word, statements[c.kind].word))
            continue;
        bool is_good = true;
        TRY(read_statement(c, str_part(rest, end, rest.n), keep, out, &is_good, err));
        return is_good ? WHOSE_OK : fail(err, WHOSE_E_INPUT, 0, "%s", statements[c.kind].form);
    }
    return fail(err, WHOSE_E_INPUT, 0, "\"%.*s\" is no correction: write merge, split, rename, "
                "pronouns, narrator, ignore or speaker; # begins a comment", (int)(word.n < 40 ? word.n : 40),
                word.at);
}

static struct str file_name(struct str path)
{
    size_t at = path.n;
    while (at && path.at[at - 1] != '/')
        at--;
    return str_part(path, at, path.n);
}

whose_status corrections_read(struct str file, struct str bytes, struct arena *keep,
                              struct corrections *out, whose_error *err)
{
    struct str *name = VEC_PUSH(&out->file, keep);
    if (!name)
        return fail_nomem(err);
    *name = str_keep(keep, file.n ? file_name(file) : STR("the corrections"));
    if (!name->at)
        return fail_nomem(err);
    if (bytes.n > MOST_BYTES)
        return fail(err, WHOSE_E_LIMIT, 0, "a file of corrections may have up to 1 MiB");
    struct str rest = str_starts(bytes, STR("\xEF\xBB\xBF")) ? str_part(bytes, 3, bytes.n) : bytes;
    for (uint32_t line = 1; rest.n; line++) {
        struct str words = str_cut(&rest, '\n');
        struct correction c = {.file = out->file.n - 1, .line = line};
        whose_status status = WHOSE_OK;
        if (utf8_valid(words) < words.n)
            status = fail(err, WHOSE_E_INPUT, 0, "this is not UTF-8; save the file as UTF-8");
        else
            status = read_line(words, c, keep, out, err);
        if (status != WHOSE_OK) {
            if (err && status == WHOSE_E_INPUT) {
                err->line = line;
                err->offset = (uint64_t)(words.at - bytes.at);
            }
            return status;
        }
    }
    return WHOSE_OK;
}
