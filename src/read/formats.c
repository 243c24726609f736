/* takes   the bytes of one file
 * gives   the doc that the reader surest of them builds
 * method  files that are no text are known by their first bytes and named, with
 *         a remedy; of the rest each reader says how sure it is
 * cost    O(bytes) */
#include "read/internal.h"

#include "base/err.h"

#include <string.h>

enum { SURE_ENOUGH = 30 };

static const struct reader *const reader[] = {&fountain_reader, &tei_reader, &fdx_reader,
                                              &script_reader, &play_reader};

/* Containers and binaries, by their first bytes. */
struct magic {
    const char *bytes;
    size_t n;
    const char *words;
};

#define MAGIC(bytes, words) {bytes, sizeof bytes - 1, words}

static const struct magic magic[] = {
    MAGIC("PK\x03\x04", "this is a ZIP container (EPUB, DOCX, ODT): save it as plain text or Fountain"),
    MAGIC("{\\rtf", "this is RTF: save it as plain text or Fountain"),
    MAGIC("\xD0\xCF\x11\xE0", "this is an old Office document: save it as plain text or Fountain"),
    MAGIC("\x1F\x8B", "this is compressed with gzip: unpack it first"),
    MAGIC("BZh", "this is compressed with bzip2: unpack it first"),
    MAGIC("\xFD" "7zXZ", "this is compressed with xz: unpack it first"),
    MAGIC("7z\xBC\xAF", "this is a 7z archive: unpack it first"),
    MAGIC("Rar!", "this is a RAR archive: unpack it first"),
    MAGIC("\x89PNG", "this is a picture (PNG), not text"),
    MAGIC("\xFF\xD8\xFF", "this is a picture (JPEG), not text"),
    MAGIC("GIF8", "this is a picture (GIF), not text"),
    MAGIC("\x7F" "ELF", "this is a program, not text"),
    MAGIC("\x1A\x45\xDF\xA3", "this is a film (Matroska), not text"),
    MAGIC("SQLite format 3", "this is a database, not text"),
};

static const char *known_binary(struct str bytes)
{
    struct str head = str_part(bytes, 0, 1024);
    if (str_find(head, STR("%PDF-")) < head.n)
        return "this is a PDF: save it as text or Fountain and give that";
    for (size_t i = 0; i < sizeof magic / sizeof *magic; i++)
        if (str_starts(bytes, (struct str){magic[i].bytes, magic[i].n}))
            return magic[i].words;
    return NULL;
}

/* The first byte that no text holds, where such bytes are many; else n.  NULs are
 * let pass more easily: some programs fill up with them. */
static size_t find_binary(struct str text)
{
    enum { HEAD = 65536 };
    struct str head = str_part(text, 0, HEAD);
    size_t n_control = 0, n_nul = 0, first = head.n;
    for (size_t i = 0; i < head.n; i++) {
        unsigned char c = (unsigned char)head.at[i];
        bool is_control = (c < 0x20 && c != 0 && c != 0x1B && !is_blank((char)c)) || c == 0x7F;
        n_control += is_control;
        n_nul += c == 0;
        if ((is_control || c == 0) && first == head.n)
            first = i;
    }
    return n_control * 25 > head.n || n_nul * 3 > head.n ? first : text.n;
}

static whose_status refuse(const struct input *in, whose_error *err)
{
    if (in->bytes.n == 0)
        return fail(err, WHOSE_E_FORMAT, 0, "the file is empty");
    const char *words = known_binary(in->bytes);
    if (words)
        return fail(err, WHOSE_E_FORMAT, 0, "%s", words);
    return WHOSE_OK;
}

static const struct reader *choose(const struct input *in)
{
    const struct reader *best = NULL;
    int most = SURE_ENOUGH - 1;
    for (size_t i = 0; i < sizeof reader / sizeof *reader; i++) {
        int sure = reader[i]->recognise(in);
        if (sure > most) {
            most = sure;
            best = reader[i];
        }
    }
    return best;
}

static uint64_t line_of(struct str bytes, uint64_t offset)
{
    struct str before = str_part(bytes, 0, (size_t)offset);
    uint64_t line = 1;
    for (size_t i = 0; i < before.n; i++)
        line += before.at[i] == '\n';
    return line;
}

static whose_status read_known(const struct input *in, const struct reader *best,
                               struct arena *keep, struct arena *scratch, struct doc *out,
                               whose_error *err)
{
    TRY(best->read(in, keep, scratch, out, err));
    out->encoding = out->encoding.n ? out->encoding : in->encoding;
    if (!out->is_own_text)
        return WHOSE_OK;
    out->n_replaced = in->n_replaced;
    if (out->run.n == 0 && out->text.n) {
        struct run *run = VEC_PUSH(&out->run, keep);
        if (!run)
            return fail_nomem(err);
        *run = (struct run){.at = {0, (uint32_t)out->text.n}, .byte = in->n_mark, .line = 1};
    }
    bool has_pages = out->run.n > 0 && out->run.at[0].page > 0;
    return out->kind == DOC_SCREENPLAY && !has_pages ? doc_paginate(out, keep, err) : WHOSE_OK;
}

whose_status read_doc(struct str name, struct str bytes, struct arena *keep, struct arena *scratch,
                      struct doc *out, whose_error *err)
{
    struct input in = {.name = name, .bytes = bytes};
    TRY(refuse(&in, err));
    TRY(decode_text(bytes, keep, &in, err));
    size_t binary = find_binary(in.text);
    if (binary < in.text.n) {
        fail(err, WHOSE_E_FORMAT, binary, "this is a binary file, not text");
        if (err)
            err->line = line_of(in.text, binary);
        return WHOSE_E_FORMAT;
    }
    if (str_trim(in.text).n == 0)
        return fail(err, WHOSE_E_FORMAT, 0, "the file holds nothing but blanks");
    const struct reader *best = choose(&in);
    if (!best)
        return fail(err, WHOSE_E_FORMAT, 0,
                    "this is XML or HTML of a kind that is not known here: known are TEI plays and "
                    "Final Draft; of a web page, save the text");
    struct arena_mark mark = arena_mark(scratch);
    whose_status status = read_known(&in, best, keep, scratch, out, err);
    arena_rewind(scratch, mark);
    if (status == WHOSE_E_INPUT && err && err->line == 0 && err->offset)
        err->line = line_of(bytes, err->offset);
    return status;
}
