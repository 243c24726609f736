/* takes   a list of actors and roles
 * gives   who plays whom of the story, and in what order they are billed
 * method  a line is "actor, role, order"; fields may stand in quotation marks, tabs may part them;
 *         a list without numbers is in the order of its lines
 * cost    O(bytes + lines x people) */
#include "post/post.h"

#include "base/err.h"

#include <string.h>

/* The next field of a line. */
static struct str field(struct str *rest)
{
    *rest = str_trim(*rest);
    if (rest->n && rest->at[0] == '"') {
        *rest = str_part(*rest, 1, rest->n);
        struct str inside = str_cut(rest, '"');
        size_t next = 0;
        while (next < rest->n && rest->at[next] != ',' && rest->at[next] != '\t')
            next++;
        *rest = str_part(*rest, next + 1, rest->n);
        return str_trim(inside);
    }
    size_t end = 0;
    while (end < rest->n && rest->at[end] != ',' && rest->at[end] != '\t')
        end++;
    struct str found = str_part(*rest, 0, end);
    *rest = str_part(*rest, end + 1, rest->n);
    return str_trim(found);
}

static bool number_of(struct str s, uint32_t *out)
{
    enum { DIGITS = 6 };
    *out = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (!is_ascii_digit(s.at[i]) || s.n > DIGITS)
            return false;
        *out = *out * 10 + (uint32_t)(s.at[i] - '0');
    }
    return s.n > 0;
}

whose_status billing_read(struct str bytes, const struct cast *cast, struct arena *keep,
                          struct arena *scratch, struct billing *out, whose_error *err)
{
    *out = (struct billing){.row = {NULL, 0, 0}};
    if (str_starts(bytes, STR("\xEF\xBB\xBF")))
        bytes = str_part(bytes, 3, bytes.n);
    while (bytes.n) {
        struct str line = str_cut(&bytes, '\n');
        struct str actor = field(&line), role = field(&line), order = field(&line);
        if (!actor.n || !role.n)
            continue;
        bool is_head = !out->row.n && str_eq_nocase(actor, STR("actor"));
        uint32_t found, number;
        if (is_head)
            continue;
        struct billed *row = VEC_PUSH(&out->row, keep);
        if (!row)
            return fail_nomem(err);
        *row = (struct billed){
            .actor = str_keep(keep, actor),
            .person = people_named(cast, role, scratch, &found, 1) == 1 ? found : PERSON_NONE,
            .order = number_of(order, &number) ? number : out->row.n,
        };
        if (!row->actor.at)
            return fail_nomem(err);
    }
    return WHOSE_OK;
}
