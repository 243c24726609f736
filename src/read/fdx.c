/* takes   a screenplay of Final Draft 8 and later: FDX, an XML in which every
 *         paragraph names its type
 * gives   struct doc; the text is the script as it is printed, an empty line
 *         between paragraphs, none inside a speech
 * method  one pass; what an element is follows from its name and its parent, and
 *         what the table does not know is passed over with all that it holds.
 *         Scenes and acts open as they come.  tests/spec/fdx.md explains the format
 * cost    O(bytes) */
#include "read/fdx.h"

#include "base/err.h"
#include "read/internal.h"

#include <string.h>

enum {
    LAST_PAGE = 1000000,
    LONGEST_SCENE = 8000, // eighths
};

static const struct {
    enum fdx_place parent, place;
    struct str name;
} elements[] = {
    {IN_PARAGRAPH, IN_TEXT, {"Text", 4}},
    {IN_CONTENT, IN_PARAGRAPH, {"Paragraph", 9}},
    {IN_DUAL, IN_PARAGRAPH, {"Paragraph", 9}},
    {IN_PARAGRAPH, IN_DUAL, {"DualDialogue", 12}},
    {IN_CONTENT, IN_DUAL, {"DualDialogue", 12}},
    {IN_PARAGRAPH, IN_PROPERTIES, {"SceneProperties", 15}},
    {IN_PROPERTIES, IN_BEATS, {"SceneArcBeats", 13}},
    {IN_BEATS, IN_BEAT, {"CharacterArcBeat", 16}},
    {IN_PARAGRAPH, IN_OMITTED, {"OmittedScene", 12}},
    {IN_FILE, IN_ROOT, {"FinalDraft", 10}},
    {IN_ROOT, IN_CONTENT, {"Content", 7}},
    {IN_ROOT, IN_TITLE_PAGE, {"TitlePage", 9}},
    {IN_TITLE_PAGE, IN_TITLE_CONTENT, {"Content", 7}},
    {IN_TITLE_CONTENT, IN_TITLE_PARAGRAPH, {"Paragraph", 9}},
    {IN_TITLE_PARAGRAPH, IN_TITLE_TEXT, {"Text", 4}},
};

/* Names of the element types: those of Final Draft's own templates, and what
 * other programs write for them. */
static const struct {
    const char *name;
    enum fdx_type type;
} types[] = {
    {"Action", TYPE_ACTION},
    {"Dialogue", TYPE_DIALOGUE},
    {"Character", TYPE_CUE},
    {"Parenthetical", TYPE_PARENTHETICAL},
    {"Scene Heading", TYPE_HEADING},
    {"General", TYPE_ACTION},
    {"Transition", TYPE_TRANSITION},
    {"Shot", TYPE_ACTION},
    {"", TYPE_ACTION},
    {"Description", TYPE_ACTION},
    {"Stage Direction", TYPE_ACTION},
    {"Stage Directions", TYPE_ACTION},
    {"Singing", TYPE_LYRIC},
    {"Lyrics", TYPE_LYRIC},
    {"Lyric", TYPE_LYRIC},
    {"Dialog", TYPE_DIALOGUE},
    {"New Act", TYPE_ACT},
    {"Act", TYPE_ACT},
    {"Act Break", TYPE_ACT},
    {"End of Act", TYPE_END_OF_ACT},
    {"Cast List", TYPE_CAST_LIST},
    {"Outline Body", TYPE_OTHER},
    {"Outline 1", TYPE_OTHER},
    {"Outline 2", TYPE_OTHER},
    {"Outline 3", TYPE_OTHER},
    {"Outline 4", TYPE_OTHER},
    {"Summary", TYPE_OTHER},
    {"Synopsis", TYPE_OTHER},
    {"Note", TYPE_OTHER},
};

/* Without blanks at its ends; one that is missing is empty. */
static struct str attribute(const struct xml_attr *attr, uint32_t n_attr, struct str name)
{
    struct str value = xml_get(attr, n_attr, name);
    return value.at ? str_trim(value) : STR("");
}

static bool is_centered(const struct xml_attr *attr, uint32_t n_attr)
{
    return str_eq_nocase(attribute(attr, n_attr, STR("Alignment")), STR("Center"));
}

static whose_status begin_paragraph(struct fdx *f, const struct xml_attr *attr, uint32_t n_attr)
{
    struct fdx_paragraph *p = &f->paragraph;
    struct str name = attribute(attr, n_attr, STR("Type"));
    struct str number = attribute(attr, n_attr, STR("Number"));
    *p = (struct fdx_paragraph){.type = TYPE_UNKNOWN, .first_beat = f->beat.n};
    for (size_t i = 0; i < sizeof types / sizeof *types && p->type == TYPE_UNKNOWN; i++)
        if (str_eq_nocase(name, str_c(types[i].name)))
            p->type = types[i].type;
    p->is_centered = is_centered(attr, n_attr);
    p->number = p->type == TYPE_HEADING && number.n ? str_keep(f->keep, number) : STR("");
    p->unknown = p->type == TYPE_UNKNOWN ? str_keep(f->scratch, name) : STR("");
    if (!p->number.at || !p->unknown.at)
        return fail_nomem(f->err);
    f->n_dual += p->type == TYPE_CUE && f->place[f->depth - 1] == IN_DUAL;
    return WHOSE_OK;
}

/* Digits at the head of `s`, which go; at most `most`. */
static uint32_t take_number(struct str *s, uint32_t most)
{
    uint32_t n = 0;
    while (s->n && s->at[0] >= '0' && s->at[0] <= '9') {
        n = n < most ? n * 10 + (uint32_t)(s->at[0] - '0') : most;
        *s = str_part(*s, 1, s->n);
    }
    return n < most ? n : most;
}

/* "1 4/8", "3/8", "2": eighths of a page. */
static uint32_t read_length(struct str s)
{
    uint32_t n = take_number(&s, LONGEST_SCENE / 8);
    if (str_starts(s, STR("/8")))
        return n;
    s = str_trim(s);
    n *= 8;
    return s.n ? n + take_number(&s, 7) : n;
}

static void read_properties(struct fdx *f, const struct xml_attr *attr, uint32_t n_attr)
{
    struct str page = attribute(attr, n_attr, STR("Page"));
    f->paragraph.page = take_number(&page, LAST_PAGE); // "12A" is page 12
    f->paragraph.eighths = read_length(attribute(attr, n_attr, STR("Length")));
}

/* ---- the title page ---- */

static bool ends_in_by(struct str line)
{
    return str_eq_nocase(line, STR("by")) ||
           (line.n > 3 && str_eq_nocase(str_part(line, line.n - 3, line.n), STR(" by")));
}

/* Whoever stands behind "by" is the author, but not "based on the novel by". */
static bool read_credit(struct fdx *f, struct str line)
{
    static const char *const CREDIT[] = {
        "by ",
        "written by ",
        "screenplay by ",
        "teleplay by ",
        "script by ",
        "a screenplay by ",
        "an original screenplay by ",
    };
    bool is_source = str_starts_nocase(line, STR("based")) ||
                     str_starts_nocase(line, STR("adapted"));
    if (f->doc->author.n || is_source)
        return true;
    struct str author = {NULL, 0};
    if (f->wants_author)
        author = line;
    for (size_t i = 0; i < sizeof CREDIT / sizeof *CREDIT; i++)
        if (str_starts_nocase(line, str_c(CREDIT[i])))
            author = str_trim(str_part(line, strlen(CREDIT[i]), line.n));
    f->wants_author = ends_in_by(line);
    if (author.n)
        f->doc->author = str_keep(f->keep, author);
    return author.n == 0 || f->doc->author.at;
}

/* The title is the first line that is centred, or else the first. */
static bool read_title_line(struct fdx *f, struct str line)
{
    struct str *title = f->is_title_centered ? &f->doc->title : &f->first_line;
    bool is_first = title->n == 0 && !f->wants_author && !ends_in_by(line) &&
                    !str_starts_nocase(line, STR("by "));
    if (!is_first)
        return read_credit(f, line);
    *title = str_keep(f->keep, line);
    return title->at;
}

static whose_status end_title_paragraph(struct fdx *f)
{
    struct str rest = {f->title, f->n_title};
    while (rest.n) {
        struct str line = str_trim(str_cut(&rest, '\n'));
        if (line.n && !read_title_line(f, line))
            return fail_nomem(f->err);
    }
    f->n_title = 0;
    return WHOSE_OK;
}

/* ---- elements ---- */

static enum fdx_place place_of(enum fdx_place parent, struct str name)
{
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (elements[i].parent == parent && str_eq(elements[i].name, name))
            return elements[i].place;
    return IN_UNKNOWN;
}

static whose_status on_open(void *user, struct str name, const struct xml_attr *attr,
                            uint32_t n_attr, uint64_t byte, uint64_t line)
{
    struct fdx *f = user;
    if (f->n_passed) {
        f->n_passed++;
        return WHOSE_OK;
    }
    enum fdx_place parent = f->depth ? f->place[f->depth - 1] : IN_FILE;
    enum fdx_place place = f->depth < FDX_DEEPEST ? place_of(parent, name) : IN_UNKNOWN;
    whose_status status = WHOSE_OK;
    switch (place) {
    case IN_CONTENT:
        f->has_content = true;
        break;
    case IN_DUAL:
        status = fdx_end_paragraph(f); // the one around it, which is empty as a rule
        fdx_close_speech(f);
        f->n_dual = 0;
        break;
    case IN_PARAGRAPH:
        status = begin_paragraph(f, attr, n_attr);
        break;
    case IN_TEXT: {
        struct str style = attribute(attr, n_attr, STR("Style"));
        f->is_upper = style.n && str_find(style, STR("AllCaps")) < style.n;
        break;
    }
    case IN_PROPERTIES:
        read_properties(f, attr, n_attr);
        break;
    case IN_BEAT:
        if (f->paragraph.type == TYPE_HEADING)
            status = fdx_add_beats(f, attribute(attr, n_attr, STR("Name")));
        break;
    case IN_OMITTED:
        f->paragraph.is_omitted = true;
        break;
    case IN_TITLE_PARAGRAPH:
        f->is_title_centered = is_centered(attr, n_attr);
        break;
    case IN_UNKNOWN:
        if (f->depth == 0) {
            status = fail(f->err, WHOSE_E_INPUT, byte,
                          "FDX: line %llu: the first element is <%.*s>, not <FinalDraft>: open the "
                          "script in Final Draft and save it again",
                          (unsigned long long)line, STR_ARGS(str_part(name, 0, 40)));
            break;
        }
        f->n_passed = 1;
        return WHOSE_OK;
    default:
        break;
    }
    f->place[f->depth++] = place;
    return status;
}

static whose_status on_close(void *user, struct str name, uint64_t byte)
{
    (void)name, (void)byte;
    struct fdx *f = user;
    if (f->n_passed) {
        f->n_passed--;
        return WHOSE_OK;
    }
    switch (f->place[--f->depth]) {
    case IN_PARAGRAPH:
        return fdx_end_paragraph(f);
    case IN_DUAL:
        fdx_close_speech(f);
        f->n_dual = 0;
        return WHOSE_OK;
    case IN_TITLE_PARAGRAPH:
        return end_title_paragraph(f);
    default:
        return WHOSE_OK;
    }
}

static whose_status on_text(void *user, struct str text, uint64_t byte, uint64_t line)
{
    struct fdx *f = user;
    if (f->n_passed || f->depth == 0)
        return WHOSE_OK;
    enum fdx_place place = f->place[f->depth - 1];
    if (place == IN_TEXT)
        return fdx_put_text(f, text, byte, line);
    if (place == IN_TITLE_TEXT && text.n <= FDX_TITLE_BYTES - f->n_title) {
        memcpy(f->title + f->n_title, text.at, text.n);
        f->n_title += (uint32_t)text.n;
    }
    return WHOSE_OK;
}

/* ---- the whole ---- */

static whose_status read_fdx(const struct input *in, struct arena *keep, struct arena *scratch,
                             struct doc *out, whose_error *err)
{
    *out = (struct doc){.kind = DOC_SCREENPLAY, .format = STR("Final Draft")};
    struct fdx *f = ARENA_NEW(scratch, struct fdx, 1);
    if (!f)
        return fail_nomem(err);
    f->doc = out;
    f->keep = keep;
    f->scratch = scratch;
    f->err = err;
    f->speech = f->act = f->opening = DOC_NONE;
    map_init(&f->role_of_name, scratch);
    map_init(&f->unknown, scratch);
    f->cap = in->bytes.n / 4 + 4096; // the tags are most of a file
    out->text.at = ARENA_NEW_RAW(keep, char, f->cap);
    if (!out->text.at)
        return fail_nomem(err);
    struct xml_handler handler = {f, on_open, on_close, on_text};
    TRY(xml_parse("FDX", in->bytes, &handler, scratch, err));
    if (!f->has_content)
        return fail(err, WHOSE_E_INPUT, 0,
                    "FDX: there is no <Content> in <FinalDraft>, and so no script: open it in "
                    "Final Draft and save it again");
    if (out->title.n == 0)
        out->title = f->first_line;
    TRY(fdx_end_text(f));
    return fdx_end_scenes(f);
}

/* Behind the first `what`, or nothing. */
static struct str behind(struct str s, struct str what)
{
    size_t at = str_find(s, what);
    return str_part(s, at < s.n ? at + what.n : s.n, s.n);
}

static int recognise(const struct input *in)
{
    struct str s = in->text.n ? str_trim(str_part(in->text, 0, 4096)) : STR("");
    if (s.n == 0 || s.at[0] != '<')
        return 0;
    while (s.n > 1) {
        char c = s.at[1];
        if (str_starts(s, STR("<!--")))
            s = behind(s, STR("-->"));
        else if (s.at[0] == '<' && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'))
            break;
        else
            s = str_part(s, 1, s.n);
        s = str_part(s, str_find(s, STR("<")), s.n);
    }
    size_t end = 1;
    while (end < s.n && !is_blank(s.at[end]) && s.at[end] != '>' && s.at[end] != '/')
        end++;
    struct str name = str_part(s, 1, end);
    struct str local = behind(name, STR(":"));
    return str_eq(local.n ? local : name, STR("FinalDraft")) ? 95 : 0;
}

const struct reader fdx_reader = {.name = "Final Draft", .recognise = recognise, .read = read_fdx};
