/* fdx: what the files of the Final Draft reader share. */
#ifndef READ_FDX_H
#define READ_FDX_H

#include "base/map.h"
#include "doc/doc.h"

enum {
    FDX_DEEPEST = 16,       // elements that mean something lie no deeper
    FDX_TITLE_BYTES = 1024, // of one paragraph of the title page
};

/* Where in the file the parser is. */
enum fdx_place {
    IN_FILE,
    IN_ROOT,
    IN_CONTENT,
    IN_DUAL,
    IN_PARAGRAPH,
    IN_TEXT,
    IN_PROPERTIES,
    IN_BEATS,
    IN_BEAT,
    IN_OMITTED,
    IN_TITLE_PAGE,
    IN_TITLE_CONTENT,
    IN_TITLE_PARAGRAPH,
    IN_TITLE_TEXT,
    IN_UNKNOWN,
};

/* What a paragraph is to the reader. */
enum fdx_type {
    TYPE_ACTION,
    TYPE_CUE,
    TYPE_DIALOGUE,
    TYPE_PARENTHETICAL,
    TYPE_HEADING,
    TYPE_TRANSITION,
    TYPE_LYRIC,
    TYPE_ACT,
    TYPE_END_OF_ACT,
    TYPE_CAST_LIST,
    TYPE_OTHER,
    TYPE_UNKNOWN,
};

struct fdx_paragraph {
    enum fdx_type type;
    bool has_words, has_break; // something but blanks; a line end behind the first word
    bool is_centered, is_omitted;
    uint32_t start;         // in the text, of the first word
    uint32_t first_beat;    // in fdx.beat; of a heading
    uint32_t page, eighths; // what Final Draft counted; 0: it does not say
    struct str number;
    struct str unknown; // the type's name, when no table knows it
};

/* What SceneProperties say of a scene. */
struct fdx_printed {
    uint32_t segment, page, eighths;
};

struct fdx {
    struct doc *doc;
    struct arena *keep, *scratch;
    whose_error *err;
    size_t n_text, cap; // doc->text.at has `cap` bytes
    enum fdx_place place[FDX_DEEPEST];
    uint32_t depth, n_passed; // open elements that are known; open ones inside an unknown one
    bool has_content;
    bool is_upper; // inside <Text Style="AllCaps">
    struct fdx_paragraph paragraph;
    uint32_t speech;  // the open one, or DOC_NONE
    uint32_t n_dual;  // speeches in the open DualDialogue
    uint32_t act;     // the open one, or DOC_NONE
    uint32_t opening; // first block of a story that no heading has opened, or DOC_NONE
    bool is_in_scene, has_heading;
    struct map role_of_name; // numbers are indexes into doc.role
    struct map unknown;      // types that no table knows, with a doubt each
    VEC(uint32_t) beat;      // roles in the scenes, in order
    VEC(struct fdx_printed) printed;
    bool is_title_centered, wants_author;
    struct str first_line; // of the title page
    uint32_t n_title;
    char title[FDX_TITLE_BYTES];
};

static inline bool fdx_is_spoken(enum fdx_type type)
{
    return type == TYPE_DIALOGUE || type == TYPE_PARENTHETICAL || type == TYPE_LYRIC;
}

/* ---- fdx_text.c: words become blocks and speeches ---- */

/* What <Text> of the open paragraph holds, or a piece of it. */
whose_status fdx_put_text(struct fdx *f, struct str text, uint64_t byte, uint64_t line);

/* The open paragraph is complete. */
whose_status fdx_end_paragraph(struct fdx *f);

/* The speech that is open ends here. */
void fdx_close_speech(struct fdx *f);

/* No paragraph is open or follows. */
whose_status fdx_end_text(struct fdx *f);

/* ---- fdx_scenes.c: acts, scenes, who is in them, pages ---- */

/* Starts where `heading` does.  NULL: no memory. */
struct segment *fdx_add_segment(struct fdx *f, enum segment_kind kind, struct span heading,
                                const char *because, float sure);

/* A block that may stand before any heading.  false: no memory. */
bool fdx_note_story(struct fdx *f, enum block_kind kind, struct span at);

/* Whom a list names; their roles go to fdx.beat. */
whose_status fdx_add_beats(struct fdx *f, struct str names);

/* Those whom the open paragraph has added come on at `off`. */
whose_status fdx_enter(struct fdx *f, uint32_t off);

/* After fdx_end_text(): segments get their ends and numbers, runs their pages. */
whose_status fdx_end_scenes(struct fdx *f);

#endif
