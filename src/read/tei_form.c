/* tei_form: is it TEI, and in what encoding; the names of its elements.
 *
 * takes   the first bytes of a file; the name of an element
 * gives   how sure it is that the file is TEI; the encoding that it declares or shows
 * method  behind declarations, comments and the document type the first element decides
 * cost    O(what stands before the first element) */
#include "read/tei.h"

#include <string.h>

static const struct {
    const char *name;
    enum element el;
} element_name[] = { // sorted
    {"TEI", EL_TEI},            {"TEI.2", EL_TEI},        {"ab", EL_L},
    {"abbr", EL_VARIANT},       {"argument", EL_LINE},    {"author", EL_AUTHOR},
    {"back", EL_BACK},          {"body", EL_BODY},        {"byline", EL_LINE},
    {"castGroup", EL_CAST_GROUP}, {"castItem", EL_CAST_ITEM}, {"castList", EL_CAST_LIST},
    {"choice", EL_CHOICE},      {"closer", EL_LINE},      {"dateline", EL_LINE},
    {"del", EL_SILENT},         {"div", EL_DIV},          {"div0", EL_DIV},
    {"div1", EL_DIV},           {"div2", EL_DIV},         {"div3", EL_DIV},
    {"div4", EL_DIV},           {"div5", EL_DIV},         {"div6", EL_DIV},
    {"div7", EL_DIV},           {"docAuthor", EL_LINE},   {"docDate", EL_LINE},
    {"docImprint", EL_LINE},    {"docTitle", EL_LINE},    {"epigraph", EL_LINE},
    {"epilogue", EL_DIV},       {"facsimile", EL_SILENT}, {"figure", EL_SILENT},
    {"front", EL_FRONT},        {"fw", EL_SILENT},        {"group", EL_GROUP},
    {"head", EL_HEAD},          {"idno", EL_IDNO},        {"index", EL_SILENT},
    {"item", EL_LINE},          {"l", EL_L},              {"label", EL_LABEL},
    {"language", EL_LANGUAGE},  {"lb", EL_LB},            {"lg", EL_LG},
    {"milestone", EL_MILESTONE}, {"name", EL_NAME},       {"note", EL_SILENT},
    {"opener", EL_LINE},        {"orig", EL_VARIANT},     {"p", EL_P},
    {"pb", EL_PB},              {"persName", EL_NAME},    {"person", EL_PERSON},
    {"personGrp", EL_PERSON_GROUP}, {"postscript", EL_LINE}, {"prologue", EL_DIV},
    {"q", EL_LG},               {"quote", EL_LG},         {"rdg", EL_SILENT},
    {"role", EL_ROLE},          {"roleDesc", EL_ROLE_DESC}, {"row", EL_LINE},
    {"salute", EL_LINE},        {"set", EL_SET},          {"sex", EL_SEX},
    {"sic", EL_VARIANT},        {"signed", EL_LINE},      {"sp", EL_SP},
    {"speaker", EL_SPEAKER},    {"stage", EL_STAGE},      {"standOff", EL_HEADER},
    {"teiCorpus", EL_TEI},      {"teiCorpus.2", EL_TEI},  {"teiHeader", EL_HEADER},
    {"text", EL_TEXT},          {"title", EL_TITLE},      {"titlePage", EL_SET},
    {"titlePart", EL_LINE},     {"titleStmt", EL_TITLE_STMT}, {"trailer", EL_TRAILER},
};

enum element tei_element(struct str name)
{
    size_t lo = 0, hi = sizeof element_name / sizeof *element_name;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int c = str_cmp(str_c(element_name[mid].name), name);
        if (c == 0)
            return element_name[mid].el;
        if (c < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return EL_INLINE;
}

/* ---- the first bytes ---- */

/* The first bytes as ASCII, also where they are UTF-16. */
static struct str first_ascii(struct str bytes, char *buffer, size_t n_buffer)
{
    size_t n = 0;
    if (str_starts(bytes, STR("\xEF\xBB\xBF")))
        bytes = str_part(bytes, 3, bytes.n);
    bool is_wide = bytes.n >= 4 && (memchr(bytes.at, 0, 4) != NULL);
    if (!is_wide)
        return bytes;
    for (size_t i = 0; i < bytes.n && n < n_buffer; i++)
        if (bytes.at[i] != 0 && (unsigned char)bytes.at[i] < 0x80)
            buffer[n++] = bytes.at[i];
    return (struct str){buffer, n};
}

static struct str behind(struct str s, struct str what)
{
    size_t at = str_find(s, what);
    return at == s.n ? (struct str){s.at + s.n, 0} : str_part(s, at + what.n, s.n);
}

/* Behind a document type, which may hold declarations between brackets. */
static struct str behind_doctype(struct str s)
{
    bool is_inside = false;
    char quote = '\0';
    for (size_t i = 0; i < s.n; i++) {
        char c = s.at[i];
        if (quote) {
            if (c == quote)
                quote = '\0';
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (str_starts(str_part(s, i, s.n), STR("<!--"))) {
            size_t n = str_find(str_part(s, i, s.n), STR("-->"));
            i += n;
        } else if (c == '[') {
            is_inside = true;
        } else if (c == ']') {
            is_inside = false;
        } else if (c == '>' && !is_inside) {
            return str_part(s, i + 1, s.n);
        }
    }
    return (struct str){s.at + s.n, 0};
}

int tei_recognise(const struct input *in)
{
    char buffer[4096];
    struct str s = str_trim(first_ascii(in->bytes, buffer, sizeof buffer));
    for (;;) {
        s = str_trim(s);
        if (str_starts(s, STR("<?")))
            s = behind(s, STR("?>"));
        else if (str_starts(s, STR("<!--")))
            s = behind(s, STR("-->"));
        else if (str_starts_nocase(s, STR("<!DOCTYPE")))
            s = behind_doctype(s);
        else
            break;
    }
    if (s.n < 2 || s.at[0] != '<')
        return 0;
    size_t end = 1;
    while (end < s.n && end < 64 && !is_blank(s.at[end]) && s.at[end] != '>' && s.at[end] != '/')
        end++;
    struct str name = str_part(s, 1, end);
    const char *colon = memchr(name.at, ':', name.n);
    if (colon)
        name = str_part(name, (size_t)(colon - name.at) + 1, name.n);
    return tei_element(name) == EL_TEI ? 95 : 0;
}

/* What the XML declaration says, or what the first bytes show. */
struct str tei_encoding(struct str bytes, struct arena *keep)
{
    if (bytes.n >= 2 && bytes.at[0] == 0)
        return STR("UTF-16BE");
    if (bytes.n >= 2 && bytes.at[1] == 0)
        return STR("UTF-16LE");
    if (str_starts(bytes, STR("\xFE\xFF")))
        return STR("UTF-16BE");
    if (str_starts(bytes, STR("\xFF\xFE")))
        return STR("UTF-16LE");
    struct str first = str_part(bytes, 0, 200);
    if (str_starts(first, STR("\xEF\xBB\xBF")))
        return STR("UTF-8");
    struct str declared = str_part(first, 0, str_find(first, STR("?>")));
    size_t at = str_find(declared, STR("encoding"));
    if (!str_starts(first, STR("<?xml")) || at == declared.n)
        return STR("UTF-8");
    struct str rest = str_part(declared, at, declared.n);
    size_t quote = 0;
    while (quote < rest.n && rest.at[quote] != '"' && rest.at[quote] != '\'')
        quote++;
    if (quote == rest.n)
        return STR("UTF-8");
    struct str value = str_part(rest, quote + 1, rest.n);
    struct str name = str_cut(&value, rest.at[quote]);
    return str_eq_nocase(name, STR("utf-8")) ? STR("UTF-8") : str_keep(keep, name);
}
