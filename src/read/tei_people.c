/* tei_people: who wrote a play and who is in it, as the markup says.
 *
 * takes   the header with its <person> and <personGrp>, the cast list, and every @who
 * gives   title, author, language; doc.role, doc.who; a doubt for each speaker whom no list knows
 * method  ids meet in a map; a line of the cast list without an id is matched by
 *         its first words, as long as they are a person's whole name
 * cost    O(n) */
#include "base/err.h"
#include "base/utf8.h"
#include "read/tei.h"

#include <string.h>

enum { NAME_BYTES = 200, NAME_WORDS = 8 };

static enum gender gender_of(struct str sex)
{
    sex = str_trim(sex);
    if (str_starts_nocase(sex, STR("mix")) || str_starts_nocase(sex, STR("mul")))
        return GENDER_UNKNOWN;
    if (str_starts_nocase(sex, STR("non")) || str_starts_nocase(sex, STR("oth")))
        return GENDER_THEY;
    switch (sex.n ? sex.at[0] : ' ') {
    case 'm': case 'M': case '1':
        return GENDER_HE;
    case 'f': case 'F': case 'w': case 'W': case '2':
        return GENDER_SHE;
    default:
        return GENDER_UNKNOWN;
    }
}

static struct str bare_id(struct str id)
{
    id = str_trim(id);
    const char *hash = id.n ? memchr(id.at, '#', id.n) : NULL;
    return hash ? str_part(id, (size_t)(hash - id.at) + 1, id.n) : id;
}

uint32_t tei_role_find(const struct tei *t, struct str id)
{
    uint32_t key = map_find(&t->id, bare_id(id));
    return key == MAP_NONE ? DOC_NONE : t->id_role.at[key];
}

static whose_status new_role(struct tei *t, struct str id, uint32_t *role)
{
    uint32_t *said_in = VEC_PUSH(&t->said_in, t->scratch);
    bool *is_made = VEC_PUSH(&t->is_made, t->scratch);
    struct role *got = VEC_PUSH(&t->doc->role, t->keep);
    if (!said_in || !is_made || !got)
        return fail_nomem(t->err);
    *role = t->doc->role.n - 1;
    got->id = str_keep(t->keep, id);
    got->name = got->description = STR("");
    return got->id.at ? WHOSE_OK : fail_nomem(t->err);
}

whose_status tei_role_add(struct tei *t, struct str id, uint32_t *role)
{
    id = bare_id(id);
    uint32_t key = map_add(&t->id, id);
    if (key == MAP_NONE)
        return fail_nomem(t->err);
    if (key < t->id_role.n) {
        *role = t->id_role.at[key];
        return WHOSE_OK;
    }
    TRY(new_role(t, id, role));
    uint32_t *slot = VEC_PUSH(&t->id_role, t->scratch);
    if (!slot)
        return fail_nomem(t->err);
    *slot = *role;
    return WHOSE_OK;
}

/* So that a line of the cast list finds the role by its name; the first of two wins. */
static whose_status index_name(struct tei *t, uint32_t role)
{
    struct arena_mark mark = arena_mark(t->keep);
    struct str key = utf8_name_key(t->doc->role.at[role].name, t->keep);
    uint32_t number = key.at ? (key.n ? map_add(&t->name, key) : 0) : MAP_NONE;
    bool is_empty = key.n == 0;
    arena_rewind(t->keep, mark);
    if (number == MAP_NONE)
        return fail_nomem(t->err);
    if (is_empty || number < t->name_role.n)
        return WHOSE_OK;
    uint32_t *slot = VEC_PUSH(&t->name_role, t->scratch);
    if (!slot)
        return fail_nomem(t->err);
    *slot = role;
    return WHOSE_OK;
}

static whose_status set_name(struct tei *t, uint32_t role, struct str name)
{
    name = str_trim(name);
    struct str kept = str_keep(t->keep, name);
    if (!kept.at)
        return fail_nomem(t->err);
    t->doc->role.at[role].name = kept;
    return index_name(t, role);
}

/* Folger's ids name groups in capitals ("SOLDIERS.YORK_3H6") and one of a group by a
 * number or in lower case ("WITCHES.1_Mac", "SOLDIERS.Captain_Mac"), all as <personGrp>;
 * behind ".0" it is not said which. */
static bool is_one_of_group(struct str id)
{
    size_t end = id.n;
    while (end > 0 && id.at[end - 1] != '_')
        end--;
    if (end < 2 || id.n - end > 4)
        return false;
    id = str_part(id, 0, end - 1);
    size_t at = id.n;
    while (at > 0 && id.at[at - 1] != '.')
        at--;
    struct str last = str_part(id, at, id.n);
    if (at >= 2 &&
        (str_ends(str_part(id, 0, at), STR(".0.")) || str_ends(str_part(id, 0, at), STR(".X."))))
        return false;
    for (size_t i = 0; i < last.n; i++)
        if (last.at[i] >= 'a' && last.at[i] <= 'z')
            return true;
    return at > 0 && last.n && last.at[0] >= '1' && last.at[0] <= '9';
}

static whose_status person_open(struct tei *t, const struct xml_attr *attr, uint32_t n, bool is_group)
{
    struct str id = xml_get(attr, n, STR("xml:id"));
    if (!id.n)
        id = xml_get(attr, n, STR("id"));
    uint32_t role;
    if (id.n)
        TRY(tei_role_add(t, id, &role));
    else
        TRY(new_role(t, STR(""), &role));
    struct role *got = &t->doc->role.at[role];
    got->is_group = is_group && !is_one_of_group(got->id);
    struct str sex = xml_get(attr, n, STR("sex"));
    if (!sex.n)
        sex = xml_get(attr, n, STR("gender"));
    if (sex.n)
        got->gender = gender_of(sex);
    t->person = role;
    t->has_list = true;
    t->person_has_name = false;
    return WHOSE_OK;
}

static whose_status person_name(struct tei *t, struct str name)
{
    if (t->person == DOC_NONE || t->person_has_name || str_trim(name).n == 0)
        return WHOSE_OK;
    t->person_has_name = true;
    /* Some lists repeat the id where they have no name; the label will be better. */
    struct role *role = &t->doc->role.at[t->person];
    if (str_eq(str_trim(name), role->id))
        return WHOSE_OK;
    /* One line of a cast list may stand for a dozen ids ("Lords, Attendants, Messengers"):
     * what is printed over each one's speech says more. */
    if (role->is_group || is_one_of_group(role->id)) {
        struct arena_mark mark = arena_mark(t->keep);
        struct str key = utf8_name_key(name, t->keep);
        if (!key.at)
            return fail_nomem(t->err);
        uint32_t number = key.n ? map_find(&t->name, key) : MAP_NONE;
        arena_rewind(t->keep, mark);
        if (number != MAP_NONE)
            t->doc->role.at[t->name_role.at[number]].name = STR("");
        if (number != MAP_NONE || str_find(name, STR(", ")) < name.n)
            return WHOSE_OK;
    }
    return set_name(t, t->person, name);
}

/* ---- header ---- */

static void capture_begin(struct tei *t, struct tei_frame *frame)
{
    t->is_capturing = true;
    t->capture.n = 0;
    t->has_blank = false;
    frame->owns = true;
}

whose_status tei_capture_put(struct tei *t, struct str text)
{
    if (t->capture.n + text.n + 1 > t->capture_cap) {
        size_t more = (t->capture.n + text.n + 1) * 2;
        char *old = (char *)(uintptr_t)t->capture.at;
        char *got = arena_grow(t->scratch, old, t->capture_cap, more, 1);
        if (!got)
            return fail_nomem(t->err);
        t->capture.at = got;
        t->capture_cap = more;
    }
    char *out = (char *)(uintptr_t)t->capture.at;
    for (size_t i = 0; i < text.n; i++) {
        bool blank = is_blank(text.at[i]);
        if (!blank && t->has_blank && t->capture.n)
            out[t->capture.n++] = ' ';
        t->has_blank = blank;
        if (!blank)
            out[t->capture.n++] = text.at[i];
    }
    return WHOSE_OK;
}

static whose_status keep_capture(struct tei *t, struct str *out)
{
    *out = str_keep(t->keep, t->capture);
    return out->at ? WHOSE_OK : fail_nomem(t->err);
}

whose_status tei_open_header(struct tei *t, struct tei_frame *frame, enum element around,
                                const struct xml_attr *attr, uint32_t n)
{
    switch (frame->el) {
    case EL_TITLE:
        if (around == EL_TITLE_STMT && !t->title_done && !t->is_capturing &&
            !str_starts(xml_get(attr, n, STR("type")), STR("sub")))
            capture_begin(t, frame);
        break;
    case EL_AUTHOR:
        if (around == EL_TITLE_STMT && !t->author_done && !t->is_capturing)
            capture_begin(t, frame);
        break;
    case EL_IDNO:
        frame->is_skipped = true;
        break;
    case EL_PERSON:
    case EL_PERSON_GROUP:
        return person_open(t, attr, n, frame->el == EL_PERSON_GROUP);
    case EL_NAME:
        if (t->person != DOC_NONE && !t->person_has_name && !t->is_capturing)
            capture_begin(t, frame);
        break;
    case EL_SEX:
        if (t->person != DOC_NONE) {
            struct role *role = &t->doc->role.at[t->person];
            enum gender gender = gender_of(xml_get(attr, n, STR("value")));
            if (gender != GENDER_UNKNOWN)
                role->gender = gender;
        }
        break;
    case EL_LANGUAGE: {
        struct str ident = xml_get(attr, n, STR("ident"));
        if (t->doc->language.n == 0 && ident.n) {
            t->doc->language = str_keep(t->keep, ident);
            if (!t->doc->language.at)
                return fail_nomem(t->err);
        }
        break;
    }
    default:
        break;
    }
    return WHOSE_OK;
}

whose_status tei_close_header(struct tei *t, const struct tei_frame *frame)
{
    if (frame->owns) {
        t->is_capturing = false;
        if (frame->el == EL_TITLE && t->capture.n) {
            t->title_done = true;
            return keep_capture(t, &t->doc->title);
        }
        if (frame->el == EL_AUTHOR && t->capture.n) {
            t->author_done = true;
            return keep_capture(t, &t->doc->author);
        }
        if (frame->el == EL_NAME)
            return person_name(t, t->capture);
    } else if (frame->el == EL_NAME && t->is_capturing && t->depth >= 2 &&
               t->stack[t->depth - 2].el == EL_AUTHOR && t->capture.n) {
        /* an author under several names is called by the first */
        t->is_capturing = false;
        t->stack[t->depth - 2].owns = false;
        t->author_done = true;
        return keep_capture(t, &t->doc->author);
    }
    if (frame->el == EL_PERSON || frame->el == EL_PERSON_GROUP)
        t->person = DOC_NONE;
    return WHOSE_OK;
}

whose_status tei_set_language(struct tei *t, const struct xml_attr *attr, uint32_t n)
{
    struct str lang = xml_get(attr, n, STR("xml:lang"));
    if (!lang.n)
        lang = xml_get(attr, n, STR("lang"));
    if (t->doc->language.n || !lang.n)
        return WHOSE_OK;
    t->doc->language = str_keep(t->keep, lang);
    return t->doc->language.at ? WHOSE_OK : fail_nomem(t->err);
}

/* ---- @who ---- */

whose_status tei_who(struct tei *t, struct str ids, uint32_t *first, uint32_t *n)
{
    struct doc *doc = t->doc;
    *first = doc->who.n;
    t->n_lists++;
    while (ids.n) {
        if (is_blank(ids.at[0])) {
            ids = str_part(ids, 1, ids.n);
            continue;
        }
        size_t end = 0;
        while (end < ids.n && !is_blank(ids.at[end]))
            end++;
        struct str id = bare_id(str_part(ids, 0, end));
        ids = str_part(ids, end, ids.n);
        if (id.n == 0)
            continue;
        uint32_t n_before = doc->role.n, role;
        TRY(tei_role_add(t, id, &role));
        if (doc->role.n > n_before)
            t->is_made.at[role] = true;
        if (t->said_in.at[role] == t->n_lists)
            continue;
        t->said_in.at[role] = t->n_lists;
        uint32_t *who = VEC_PUSH(&doc->who, t->keep);
        if (!who)
            return fail_nomem(t->err);
        *who = role;
    }
    *n = doc->who.n - *first;
    return WHOSE_OK;
}

/* An id as a name: "SERVANTS.CAESAR.1_JC" is "SERVANTS of CAESAR 1". */
static struct str name_of_id(struct str id, char *buffer, size_t n_buffer)
{
    size_t end = id.n;
    bool is_sign = false;
    for (size_t i = id.n; i-- > 1;)
        if (id.at[i] == '_') {
            /* Folger's ids end in a sign of the play: capitals and digits */
            is_sign = i + 1 < id.n && id.n - i <= 5;
            end = is_sign ? i : id.n;
            break;
        }
    /* what is behind ".0" or ".X" tells apart what is not told apart */
    for (size_t i = 1; end < id.n && i + 1 < end; i++)
        if (id.at[i] == '.' && (id.at[i + 1] == '0' || id.at[i + 1] == 'X') &&
            (i + 2 == end || id.at[i + 2] == '.'))
            end = i;
    size_t n = 0;
    for (size_t i = 0; i < end && n < n_buffer; i++) {
        char c = id.at[i];
        bool parts = c == '.' || c == '_' || c == '-';
        bool has_more = i + 1 < end && (id.at[i + 1] < '0' || id.at[i + 1] > '9');
        if (!parts) {
            buffer[n++] = c;
        } else if (c == '.' && is_sign && has_more && n && n + 4 < n_buffer) {
            memcpy(buffer + n, " of ", 4);
            n += 4;
        } else if (n && buffer[n - 1] != ' ') {
            buffer[n++] = ' ';
        }
    }
    return str_trim((struct str){buffer, n});
}

static size_t whole_chars(struct str s, size_t n)
{
    if (n >= s.n)
        return s.n;
    while (n > 0 && ((unsigned char)s.at[n] & 0xC0) == 0x80)
        n--;
    return n;
}

struct str tei_label_of(const struct tei *t, uint32_t first_who, uint32_t n_who, char *buffer,
                        size_t n_buffer)
{
    size_t n = 0;
    for (uint32_t w = 0; w < n_who; w++) {
        const struct role *role = &t->doc->role.at[t->doc->who.at[first_who + w]];
        char made[NAME_BYTES];
        struct str name = role->name.n ? role->name : name_of_id(role->id, made, sizeof made);
        size_t left = n_buffer - n;
        if (left < 8)
            break;
        if (w) {
            memcpy(buffer + n, ", ", 2);
            n += 2;
            left -= 2;
        }
        size_t take = whole_chars(name, name.n < left ? name.n : left);
        for (size_t i = 0; i < take; i++)
            buffer[n++] = is_blank(name.at[i]) ? ' ' : name.at[i];
    }
    return str_trim((struct str){buffer, n});
}

whose_status tei_name_made(struct tei *t, const struct speech *speech)
{
    struct doc *doc = t->doc;
    for (uint32_t w = 0; w < speech->n_who; w++) {
        uint32_t r = doc->who.at[speech->first_who + w];
        struct role *role = &doc->role.at[r];
        bool is_alone = speech->n_who == 1;
        if (is_alone && role->name.n == 0 && !span_is_empty(speech->cue))
            TRY(set_name(t, r, str_part((struct str){t->text, t->n_text}, speech->cue.start,
                                        speech->cue.end)));
        if (!t->is_made.at[r])
            continue;
        t->is_made.at[r] = false;
        if (!t->has_list) // then nobody is missing from it
            continue;
        struct doubt *doubt = VEC_PUSH(&doc->doubt, t->keep);
        char words[2 * NAME_BYTES];
        size_t n = 0;
        struct str part[] = {STR("The speaker \""), str_part(role->id, 0, whole_chars(role->id, 80)),
                             STR("\" is in no list of persons")};
        for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
            memcpy(words + n, part[i].at, part[i].n);
            n += part[i].n;
        }
        words[n++] = '.';
        if (!doubt)
            return fail_nomem(t->err);
        doubt->at = speech->cue;
        doubt->words = str_keep(t->keep, (struct str){words, n});
        if (!doubt->words.at)
            return fail_nomem(t->err);
    }
    return WHOSE_OK;
}

whose_status tei_name_rest(struct tei *t)
{
    for (uint32_t r = 0; r < t->doc->role.n; r++) {
        struct role *role = &t->doc->role.at[r];
        char made[NAME_BYTES];
        if (role->name.n == 0)
            TRY(set_name(t, r, name_of_id(role->id, made, sizeof made)));
    }
    return WHOSE_OK;
}

/* ---- the cast list ---- */

/* The role whose whole name is the first words of `s`, as many as can be; `*used` is
 * the length of the name in `s`. */
static whose_status find_by_name(struct tei *t, struct str s, uint32_t *role, size_t *used)
{
    *role = DOC_NONE;
    *used = 0;
    struct arena_mark mark = arena_mark(t->keep);
    size_t end = 0;
    for (int words = 0; words < NAME_WORDS && end < s.n; words++) {
        while (end < s.n && is_blank(s.at[end]))
            end++;
        while (end < s.n && !is_blank(s.at[end]) && end < NAME_BYTES)
            end++;
        struct str key = utf8_name_key(str_part(s, 0, end), t->keep);
        if (!key.at)
            return fail_nomem(t->err);
        uint32_t number = key.n ? map_find(&t->name, key) : MAP_NONE;
        if (number != MAP_NONE) {
            *role = t->name_role.at[number];
            *used = end;
        }
        arena_rewind(t->keep, mark);
        if (end >= NAME_BYTES)
            break;
    }
    return WHOSE_OK;
}

static struct str trim_marks(struct str s)
{
    s = str_trim(s);
    while (s.n && (strchr(".,;:-([", s.at[0]) || is_blank(s.at[0])))
        s = str_part(s, 1, s.n);
    while (s.n && (strchr(".,;:)]", s.at[s.n - 1]) || is_blank(s.at[s.n - 1])))
        s.n--;
    if (str_starts(s, STR("\xE2\x80\x94")) || str_starts(s, STR("\xE2\x80\x93")))
        s = str_trim(str_part(s, 3, s.n)); // a dash
    return s;
}

/* "A Servant (nonspeaking)" is called "Servant". */
static struct str cast_name(struct str s)
{
    s = trim_marks(s);
    const char *bracket = s.n ? memchr(s.at, '(', s.n) : NULL;
    if (bracket)
        s = trim_marks(str_part(s, 0, (size_t)(bracket - s.at)));
    if (str_starts_nocase(s, STR("a ")))
        return str_part(s, 2, s.n);
    return str_starts_nocase(s, STR("an ")) ? str_part(s, 3, s.n) : s;
}

static bool is_capitals(struct str s)
{
    for (size_t at = 0; at < s.n;)
        if (utf8_is_lower(utf8_next(s, &at)))
            return false;
    return true;
}

static struct str text_at(const struct tei *t, struct span at)
{
    return str_part((struct str){t->text, t->n_text}, at.start, at.end);
}

/* The first role that one of the ids names, or DOC_NONE. */
static uint32_t find_any(const struct tei *t, struct str ids)
{
    while (ids.n) {
        struct str id = str_cut(&ids, ' ');
        uint32_t role = id.n ? tei_role_find(t, id) : DOC_NONE;
        if (role != DOC_NONE)
            return role;
    }
    return DOC_NONE;
}

/* Is what follows the name another name or rank of the same item, and no surname? */
static bool is_strung(struct str rest, struct str item)
{
    if (str_starts(rest, STR("king ")) || str_starts(rest, STR("queen ")))
        return true;
    while (rest.n) {
        struct str word = str_cut(&rest, ' ');
        if (str_find(item, word) == item.n)
            return false;
    }
    return true;
}

/* A list of persons may string names together ("Costard Clown Swain") or give a part
 * ("Pucelle"): what the cast list prints is what a reader calls the person. */
static whose_status billed_name(struct tei *t, const struct role *role, struct str printed,
                                struct str item, struct str *better)
{
    enum { WORDS_MOST = 4 };
    *better = STR("");
    size_t end = 0, n_words = 1;
    while (end < printed.n && printed.at[end] != ',' && printed.at[end] != ';')
        n_words += printed.at[end++] == ' ';
    struct str bill = str_trim(str_part(printed, 0, end));
    if (role->is_group || !role->name.n || !bill.n || bill.n > NAME_BYTES || n_words > WORDS_MOST)
        return WHOSE_OK;
    struct arena_mark mark = arena_mark(t->scratch);
    bool has_the = str_starts_nocase(bill, STR("the "));
    struct str key = utf8_name_key(has_the ? str_part(bill, 4, bill.n) : bill, t->scratch);
    struct str known = utf8_name_key(role->name, t->scratch);
    struct str whole = utf8_name_key(str_part(item, 0, NAME_BYTES), t->scratch);
    if (!key.at || !known.at || !whole.at)
        return fail_nomem(t->err);
    size_t at = str_find(key, known);
    bool is_start = key.n && str_starts(known, key) && known.n > key.n && known.at[key.n] == ' ' &&
                    is_strung(str_part(known, key.n + 1, known.n), str_part(whole, key.n, whole.n));
    bool is_whole = known.n && key.n > known.n && at < key.n &&
                    (at == 0 || key.at[at - 1] == ' ') &&
                    (at + known.n == key.n || key.at[at + known.n] == ' ');
    if (is_start || is_whole)
        *better = bill;
    arena_rewind(t->scratch, mark);
    return WHOSE_OK;
}

whose_status tei_cast_item(struct tei *t, struct str same, struct str id, struct str corresp,
                           struct span item, struct span role_at, struct span desc_at,
                           struct str group)
{
    struct doc *doc = t->doc;
    struct str all = trim_marks(text_at(t, item));
    struct str name = cast_name(text_at(t, role_at)), desc = trim_marks(text_at(t, desc_at));
    uint32_t r = find_any(t, same);
    if (r == DOC_NONE && id.n) {
        TRY(tei_role_add(t, id, &r));
        t->has_list = true;
    }
    uint32_t whole = find_any(t, corresp);
    if (r == DOC_NONE)
        r = whole;
    else if (whole != DOC_NONE && whole != r)
        doc->role.at[whole].is_group = true; // this person is one of them
    size_t used = 0;
    if (r == DOC_NONE) {
        struct str words = name.n ? name : all;
        TRY(find_by_name(t, words, &r, &used));
        struct str rest = trim_marks(str_part(words, used, words.n));
        if (r != DOC_NONE && desc.n == 0 && !(is_capitals(str_part(words, 0, used)) &&
                                              is_capitals(rest)))
            desc = rest; // in capitals like the name, it would be the rest of the name
    }
    if (r == DOC_NONE && name.n && name.n < NAME_BYTES) // a <role>: silent, but in the play
        TRY(new_role(t, STR(""), &r));
    if (r == DOC_NONE)
        return WHOSE_OK;
    struct role *role = &doc->role.at[r];
    if (!role->is_billed)
        role->billed = ++t->n_billed;
    role->is_billed = true;
    struct str better;
    TRY(billed_name(t, role, name, all, &better));
    if (better.n)
        TRY(set_name(t, r, better));
    role = &doc->role.at[r];
    if (role->name.n == 0 && (name.n || all.n)) {
        struct str called = name.n ? name : cast_name(all);
        TRY(set_name(t, r, str_part(called, 0, whole_chars(called, NAME_BYTES))));
    }
    if (desc.n == 0)
        desc = trim_marks(group);
    role = &doc->role.at[r];
    if (desc.n && role->description.n == 0) {
        role->description = str_keep(t->keep, desc);
        if (!role->description.at)
            return fail_nomem(t->err);
    }
    return WHOSE_OK;
}
