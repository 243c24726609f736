/* xml: expat behind limits.
 *
 * takes   the bytes of an XML document, in UTF-8, UTF-16, Latin-1, Windows-1252,
 *         ISO-8859-15 or ASCII
 * gives   elements and text in order, as UTF-8, with the byte and line of the input
 * method  one pass over the bytes where they lie.  Nothing outside the document is
 *         ever fetched; named characters of HTML stand for those of a DTD that we do
 *         not read
 * cost    O(n).  Depth, size of a tag, number of declared entities and their
 *         expansion are bounded, so memory is too */
#include "base/err.h"
#include "base/utf8.h"
#include "read/internal.h"

#define XML_DTD // else the header hides the limits on expansion
#include <expat.h>

#include <string.h>

enum {
    MAX_DEPTH = 256,
    MAX_TAG_BYTES = 16 << 20, // a tag with its attributes, a comment, an instruction
    MAX_ENTITIES = 4096,      // declared; expat recurses over chains of them
    MAX_ATTRS = 256,          // passed on; further ones are dropped
    MAX_EXPANSION = 20,       // output per byte of input, once output is beyond ...
    FREE_EXPANSION = 1 << 20, // ... so many bytes
    PIECE_BYTES = 1 << 30,    // expat counts in int; within a piece it copies nothing
    NAME_BYTES = 40,
};

struct open_tag {
    uint64_t line;
    char name[NAME_BYTES]; // cut, for messages
};

struct xml {
    XML_Parser parser;
    const struct xml_handler *handler;
    whose_status status; // why the parse was stopped
    whose_error *err;
    const char *format;
    uint32_t depth, n_entities;
    struct open_tag open[MAX_DEPTH];
    struct xml_attr attr[MAX_ATTRS];
};

static uint64_t at_byte(const struct xml *xml)
{
    XML_Index at = XML_GetCurrentByteIndex(xml->parser);
    return at < 0 ? 0 : (uint64_t)at;
}

static uint64_t at_line(const struct xml *xml)
{
    return (uint64_t)XML_GetCurrentLineNumber(xml->parser);
}

static void stop(struct xml *xml, whose_status status)
{
    if (xml->status != WHOSE_OK)
        return;
    xml->status = status;
    XML_StopParser(xml->parser, XML_FALSE);
}

static void stop_limit(struct xml *xml, const char *what, const char *remedy)
{
    if (xml->status != WHOSE_OK)
        return;
    whose_status status =
        fail(xml->err, WHOSE_E_LIMIT, at_byte(xml), "%s: line %llu: %s: %s", xml->format,
             (unsigned long long)at_line(xml), what, remedy);
    if (xml->err)
        xml->err->line = at_line(xml);
    stop(xml, status);
}

static struct str local_name(const char *name)
{
    struct str s = str_c(name);
    if (str_starts(s, STR("xml:")))
        return s;
    const char *colon = memchr(s.at, ':', s.n);
    return colon ? str_part(s, (size_t)(colon - s.at) + 1, s.n) : s;
}

static void XMLCALL on_open(void *user, const XML_Char *name, const XML_Char **attr)
{
    struct xml *xml = user;
    if (xml->status != WHOSE_OK)
        return;
    if (xml->depth == MAX_DEPTH) {
        stop_limit(xml, "elements lie more than 256 deep in each other",
                   "close elements that are left open");
        return;
    }
    if (XML_GetCurrentByteCount(xml->parser) > MAX_TAG_BYTES) {
        stop_limit(xml, "a tag is longer than 16 MB",
                   "look for an attribute whose quotation mark is missing");
        return;
    }
    struct open_tag *tag = &xml->open[xml->depth++];
    struct str full = str_part(str_c(name), 0, NAME_BYTES - 1);
    memcpy(tag->name, full.at, full.n);
    tag->name[full.n] = '\0';
    tag->line = at_line(xml);
    uint32_t n = 0;
    for (; attr[0] && n < MAX_ATTRS; attr += 2)
        xml->attr[n++] = (struct xml_attr){local_name(attr[0]), str_c(attr[1])};
    whose_status status = xml->handler->open(xml->handler->user, local_name(name), xml->attr, n,
                                             at_byte(xml), tag->line);
    if (status != WHOSE_OK)
        stop(xml, status);
}

static void XMLCALL on_close(void *user, const XML_Char *name)
{
    struct xml *xml = user;
    if (xml->status != WHOSE_OK)
        return;
    xml->depth--;
    whose_status status = xml->handler->close(xml->handler->user, local_name(name), at_byte(xml));
    if (status != WHOSE_OK)
        stop(xml, status);
}

static void give_text(struct xml *xml, struct str text)
{
    if (xml->status != WHOSE_OK)
        return;
    whose_status status = xml->handler->text(xml->handler->user, text, at_byte(xml), at_line(xml));
    if (status != WHOSE_OK)
        stop(xml, status);
}

static void XMLCALL on_text(void *user, const XML_Char *at, int n)
{
    give_text(user, (struct str){at, (size_t)n});
}

/* The names that HTML and the old TEI DTDs share, for documents whose DTD lies
 * elsewhere.  In order of code points from U+00A0, then the rest. */
static const char *const latin1_entity[96] = {
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",
    "copy",   "ordf",   "laquo",  "not",    "shy",    "reg",    "macr",   "deg",    "plusmn",
    "sup2",   "sup3",   "acute",  "micro",  "para",   "middot", "cedil",  "sup1",   "ordm",
    "raquo",  "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",  "Atilde",
    "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute", "Ecirc",  "Euml",   "Igrave",
    "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde",
    "Ouml",   "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN",
    "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",  "aelig",  "ccedil",
    "egrave", "eacute", "ecirc",  "euml",   "igrave", "iacute", "icirc",  "iuml",   "eth",
    "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave",
    "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml"};

static const struct {
    const char *name;
    uint32_t c;
} other_entity[] = {
    {"OElig", 0x152},   {"oelig", 0x153},   {"Scaron", 0x160},  {"scaron", 0x161},
    {"ensp", 0x2002},   {"emsp", 0x2003},   {"thinsp", 0x2009}, {"ndash", 0x2013},
    {"mdash", 0x2014},  {"lsquo", 0x2018},  {"rsquo", 0x2019},  {"sbquo", 0x201A},
    {"ldquo", 0x201C},  {"rdquo", 0x201D},  {"bdquo", 0x201E},  {"dagger", 0x2020},
    {"bull", 0x2022},   {"hellip", 0x2026}, {"prime", 0x2032},  {"lsaquo", 0x2039},
    {"rsaquo", 0x203A}, {"minus", 0x2212},  {"trade", 0x2122},  {"euro", 0x20AC},
};

static void XMLCALL on_skipped(void *user, const XML_Char *name, int is_parameter)
{
    if (is_parameter)
        return;
    uint32_t c = UTF8_REPLACEMENT;
    for (uint32_t i = 0; i < 96; i++)
        if (strcmp(name, latin1_entity[i]) == 0)
            c = 0xA0 + i;
    for (size_t i = 0; i < sizeof other_entity / sizeof *other_entity; i++)
        if (strcmp(name, other_entity[i].name) == 0)
            c = other_entity[i].c;
    char bytes[UTF8_MAX_BYTES];
    size_t n = utf8_put(c, bytes);
    give_text(user, (struct str){bytes, n});
}

static void XMLCALL on_entity(void *user, const XML_Char *name, int is_parameter,
                              const XML_Char *value, int n_value, const XML_Char *base,
                              const XML_Char *system, const XML_Char *public,
                              const XML_Char *notation)
{
    (void)name, (void)is_parameter, (void)value, (void)n_value, (void)base, (void)system;
    (void)public, (void)notation;
    struct xml *xml = user;
    if (++xml->n_entities > MAX_ENTITIES)
        stop_limit(xml, "the document declares more than 4096 entities",
                   "replace the entities by their text");
}

/* Bytes 0x80 to 0x9F of Windows-1252; undefined ones become U+FFFD. */
static const uint16_t windows1252[32] = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

static int XMLCALL on_encoding(void *user, const XML_Char *name, XML_Encoding *info)
{
    (void)user;
    struct str s = str_c(name);
    bool is_1252 = str_eq_nocase(s, STR("windows-1252")) || str_eq_nocase(s, STR("cp1252")) ||
                   str_eq_nocase(s, STR("ansi"));
    bool is_latin9 = str_eq_nocase(s, STR("iso-8859-15")) || str_eq_nocase(s, STR("latin9"));
    bool is_latin1 = str_eq_nocase(s, STR("latin1")) || str_eq_nocase(s, STR("latin-1")) ||
                     str_eq_nocase(s, STR("iso8859-1")) || str_eq_nocase(s, STR("iso_8859-1"));
    bool is_utf8 = str_eq_nocase(s, STR("utf8"));
    if (!is_1252 && !is_latin9 && !is_latin1 && !is_utf8)
        return XML_STATUS_ERROR;
    for (int i = 0; i < 256; i++)
        info->map[i] = is_utf8 && i >= 0x80 ? -1 : i;
    if (is_1252)
        for (int i = 0; i < 32; i++)
            info->map[0x80 + i] = windows1252[i];
    if (is_latin9) {
        static const struct {
            uint8_t byte;
            uint16_t c;
        } differs[] = {{0xA4, 0x20AC}, {0xA6, 0x160}, {0xA8, 0x161}, {0xB4, 0x17D},
                       {0xB8, 0x17E},  {0xBC, 0x152}, {0xBD, 0x153}, {0xBE, 0x178}};
        for (size_t i = 0; i < sizeof differs / sizeof *differs; i++)
            info->map[differs[i].byte] = differs[i].c;
    }
    info->data = NULL;
    info->convert = NULL;
    info->release = NULL;
    return XML_STATUS_OK;
}

/* What is wrong, and what the owner of the file can do about it. */
static whose_status explain(struct xml *xml, struct str bytes)
{
    enum XML_Error code = XML_GetErrorCode(xml->parser);
    if (code == XML_ERROR_NO_MEMORY)
        return fail_nomem(xml->err);
    uint64_t byte = at_byte(xml), line = at_line(xml);
    unsigned long long l = line;
    const char *format = xml->format;
    const struct open_tag *tag = xml->depth ? &xml->open[xml->depth - 1] : NULL;
    whose_status status;
    switch (code) {
    case XML_ERROR_AMPLIFICATION_LIMIT_BREACH:
        status = fail(xml->err, WHOSE_E_LIMIT, byte,
                      "%s: line %llu: entities expand to far more text than the file holds: "
                      "replace them by their text",
                      format, l);
        break;
    case XML_ERROR_TAG_MISMATCH:
        status = fail(xml->err, WHOSE_E_INPUT, byte,
                      "%s: line %llu: mismatched tag: <%s> of line %llu must be closed first",
                      format, l, tag ? tag->name : "?", tag ? (unsigned long long)tag->line : 0);
        break;
    case XML_ERROR_NO_ELEMENTS:
    case XML_ERROR_UNCLOSED_TOKEN:
    case XML_ERROR_PARTIAL_CHAR:
    case XML_ERROR_UNCLOSED_CDATA_SECTION:
        status = tag ? fail(xml->err, WHOSE_E_INPUT, byte,
                            "%s: line %llu: the file ends while <%s> of line %llu is open: it is "
                            "cut short, or the end tag is missing",
                            format, l, tag->name, (unsigned long long)tag->line)
                     : fail(xml->err, WHOSE_E_INPUT, byte,
                            "%s: line %llu: the file ends before its first element is complete: "
                            "it is cut short",
                            format, l);
        break;
    case XML_ERROR_JUNK_AFTER_DOC_ELEMENT:
        status = fail(xml->err, WHOSE_E_INPUT, byte,
                      "%s: line %llu: text behind the end of the document: remove it", format, l);
        break;
    case XML_ERROR_UNKNOWN_ENCODING:
    case XML_ERROR_INCORRECT_ENCODING:
        status = fail(xml->err, WHOSE_E_INPUT, byte,
                      "%s: line %llu: the encoding named in the XML declaration cannot be read: "
                      "save the file as UTF-8",
                      format, l);
        break;
    case XML_ERROR_DUPLICATE_ATTRIBUTE:
        status = fail(xml->err, WHOSE_E_INPUT, byte,
                      "%s: line %llu: an attribute is given twice: remove one", format, l);
        break;
    case XML_ERROR_INVALID_TOKEN: {
        unsigned char c = byte < bytes.n ? (unsigned char)bytes.at[byte] : ' ';
        if (c >= 0x80)
            status = fail(xml->err, WHOSE_E_INPUT, byte,
                          "%s: line %llu: byte 0x%02X is not UTF-8: save the file as UTF-8, or "
                          "name its encoding in the XML declaration",
                          format, l, c);
        else if (c < ' ' && c != '\t' && c != '\n' && c != '\r')
            status = fail(xml->err, WHOSE_E_INPUT, byte,
                          "%s: line %llu: byte 0x%02X is not allowed in XML: remove it", format, l,
                          c);
        else
            status = fail(xml->err, WHOSE_E_INPUT, byte,
                          "%s: line %llu: not well-formed at \"%c\": write & as &amp; and < as "
                          "&lt;, and put attributes in quotation marks",
                          format, l, c > ' ' && c < 0x7F ? (char)c : ' ');
        break;
    }
    default:
        status = fail(xml->err, WHOSE_E_INPUT, byte, "%s: line %llu: %s: mend the XML", format, l,
                      XML_ErrorString(code));
        break;
    }
    if (xml->err)
        xml->err->line = line;
    return status;
}

static whose_status feed(struct xml *xml, struct str bytes)
{
    for (size_t at = 0;;) {
        size_t left = bytes.n - at;
        int n = left > PIECE_BYTES ? PIECE_BYTES : (int)left;
        bool is_last = (size_t)n == left;
        enum XML_Status got = XML_Parse(xml->parser, bytes.at + at, n, is_last);
        if (xml->status != WHOSE_OK)
            return xml->status;
        if (got != XML_STATUS_OK)
            return explain(xml, bytes);
        if (is_last)
            return WHOSE_OK;
        at += (size_t)n;
    }
}

whose_status xml_parse(const char *format, struct str bytes, const struct xml_handler *handler,
                       struct arena *scratch, whose_error *err)
{
    struct xml *xml = ARENA_NEW(scratch, struct xml, 1);
    XML_Parser parser = xml ? XML_ParserCreate(NULL) : NULL;
    if (!parser)
        return fail_nomem(err);
    xml->parser = parser;
    xml->handler = handler;
    xml->format = format;
    xml->err = err;
    XML_SetUserData(parser, xml);
    XML_SetElementHandler(parser, on_open, on_close);
    XML_SetCharacterDataHandler(parser, on_text);
    XML_SetSkippedEntityHandler(parser, on_skipped);
    XML_SetEntityDeclHandler(parser, on_entity);
    XML_SetUnknownEncodingHandler(parser, on_encoding, NULL);
    XML_SetParamEntityParsing(parser, XML_PARAM_ENTITY_PARSING_NEVER);
    XML_UseForeignDTD(parser, XML_TRUE); // an unknown entity is passed over, and is no error
    XML_SetBillionLaughsAttackProtectionMaximumAmplification(parser, MAX_EXPANSION);
    XML_SetBillionLaughsAttackProtectionActivationThreshold(parser, FREE_EXPANSION);
    whose_status status = feed(xml, bytes);
    XML_ParserFree(parser);
    return status;
}

struct str xml_get(const struct xml_attr *attr, uint32_t n_attr, struct str name)
{
    for (uint32_t i = 0; i < n_attr; i++)
        if (str_eq(attr[i].name, name))
            return attr[i].value;
    return (struct str){NULL, 0};
}
