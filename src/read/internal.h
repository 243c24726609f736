/* What the readers share.  Stays inside src/read. */
#ifndef READ_INTERNAL_H
#define READ_INTERNAL_H

#include "read/read.h"

/* The input of a reader.  `text` is the bytes decoded to UTF-8, for readers of
 * plain text; it lies in `keep`. */
struct input {
    struct str name;
    struct str bytes;
    struct str text;
    struct str encoding;  // "UTF-8", "UTF-16LE", "Windows-1252", ...
    uint32_t n_replaced;
    uint32_t n_mark;      // bytes of a byte order mark before UTF-8
};

/* One row of the table of readers. */
struct reader {
    const char *name;
    /* 0 to 100: how sure the reader is, from the first bytes and the name. */
    int (*recognise)(const struct input *in);
    whose_status (*read)(const struct input *in, struct arena *keep, struct arena *scratch,
                         struct doc *out, whose_error *err);
};

extern const struct reader fountain_reader;
extern const struct reader tei_reader;
extern const struct reader fdx_reader;
extern const struct reader script_reader;
extern const struct reader play_reader;

/* prose.c: text that is neither a script nor a play: a novel, or paragraphs and a
 * guess at what they are. */
whose_status prose_read(const struct input *in, struct arena *keep, struct arena *scratch,
                        struct doc *out, whose_error *err);

/* What data the text is, a sentence; NULL when it may be a story. */
const char *prose_is_data(struct str text);

/* decode.c: BOM, else UTF-8 if valid, else UTF-16 if it looks so, else
 * Windows-1252.  What cannot be decoded becomes U+FFFD and is counted. */
whose_status decode_text(struct str bytes, struct arena *keep, struct input *in, whose_error *err);

/* xml.c: expat behind limits on depth, size and expansion.  Offsets and lines
 * are those of the input. */
struct xml_attr {
    struct str name, value;
};

struct xml_handler {
    void *user;
    /* A status other than WHOSE_OK ends the parse with it. */
    whose_status (*open)(void *user, struct str name, const struct xml_attr *attr, uint32_t n_attr,
                         uint64_t byte, uint64_t line);
    whose_status (*close)(void *user, struct str name, uint64_t byte);
    whose_status (*text)(void *user, struct str text, uint64_t byte, uint64_t line);
};

/* `format` opens the messages: "TEI", "FDX".  Names come without their prefix,
 * except xml:id, xml:lang. */
whose_status xml_parse(const char *format, struct str bytes, const struct xml_handler *handler,
                       struct arena *scratch, whose_error *err);

/* The value of an attribute, or an empty string with `.at` NULL. */
struct str xml_get(const struct xml_attr *attr, uint32_t n_attr, struct str name);

#endif
