/* What the files of the TEI reader share:
 *   tei.c         elements -> divisions, blocks, the cast list
 *   tei_form.c    the first bytes: is it TEI, its encoding; the names of elements
 *   tei_speech.c  speeches and directions
 *   tei_text.c    words -> the text, with its lines, runs and line numbers
 *   tei_people.c  the header: title, author, persons; the cast list, @who
 *   tei_stage.c   the words of directions: who comes and goes
 *   tei_scenes.c  divisions and entrances -> acts and scenes */
#ifndef READ_TEI_H
#define READ_TEI_H

#include "base/arena.h"
#include "base/map.h"
#include "base/vec.h"
#include "doc/doc.h"
#include "read/internal.h"

/* What the words of a direction, or its type, say about coming and going. */
enum { TEI_ENTER = 1, TEI_EXIT = 2, TEI_TYPED = 4 /* by the markup */ };

/* EL_LINE: begins on a line of its own.  EL_SILENT: no part of the story.
 * EL_VARIANT: what stands beside its better half in <choice>. */
enum element {
    EL_INLINE, EL_AUTHOR, EL_BACK, EL_BODY, EL_CAST_GROUP, EL_CAST_ITEM, EL_CAST_LIST, EL_CHOICE,
    EL_DIV, EL_FRONT, EL_GROUP, EL_HEAD, EL_HEADER, EL_IDNO, EL_L, EL_LABEL, EL_LANGUAGE, EL_LB,
    EL_LG, EL_LINE, EL_MILESTONE, EL_NAME, EL_P, EL_PB, EL_PERSON, EL_PERSON_GROUP, EL_ROLE,
    EL_ROLE_DESC, EL_SET, EL_SEX, EL_SILENT, EL_SP, EL_SPEAKER, EL_STAGE, EL_TEI, EL_TEXT,
    EL_TITLE, EL_TITLE_STMT, EL_TRAILER, EL_VARIANT
};

/* What parts the next word from the last, weakest first. */
enum tei_gap { GAP_NONE, GAP_LINE, GAP_UNIT };

/* Where text goes. */
enum tei_place {
    IN_NOTHING, IN_HEADER, IN_BODY, IN_OTHER, IN_HEAD, IN_LABEL, IN_SPEECH, IN_SONG, IN_STAGE,
    IN_PAREN, IN_CAST, IN_CENTER
};

/* An element that is open. */
struct tei_frame {
    enum element el;
    enum tei_place place;
    bool is_skipped;   // neither text nor elements are looked at
    bool in_line;      // inside a paragraph or a line of verse
    bool owns;         // its end ends what its start began: speech, capture, direction
    uint32_t index;    // division or direction
    uint32_t block;    // first block, for front and back
    struct span role, desc, head; // of a cast item or group
    struct str same, id, corresp; // of a cast item
};

/* What a division is, by its type or its head. */
enum tei_class { TEI_NONE, TEI_PART, TEI_ACT, TEI_SCENE, TEI_SPECIAL, TEI_PLAIN };
/* TEI_SPECIAL: prologue, chorus ...; TEI_PLAIN: text, front, body, back: no division at all */

/* A division as the markup has it, and the text around all of them. */
struct tei_div {
    uint32_t parent, first_child, last_child, next; // indexes, or DOC_NONE
    enum tei_class type;          // by @type
    struct str n;                 // @n; may be empty
    struct span head;             // of its first head
    uint32_t first_block, end_block;
    uint32_t n_sp, n_sp_below;    // speeches in it, and in it and all below
    uint32_t height;              // longest chain of divisions with speeches below
    bool is_body;
};

/* A direction, for tei_stage.c and tei_scenes.c. */
struct tei_stage {
    struct span at;
    uint32_t off;                // where its moves are: the start of its block
    uint32_t block;
    uint32_t next_speech;        // index of the next speech to begin
    uint32_t speaker;            // speech that it lies in or follows, or DOC_NONE
    uint32_t first_who, n_who;   // in doc.who
    uint8_t says;                // TEI_ENTER ...
    bool is_in_speech;
    bool is_wrapper;             // has directions of its own inside, which say more
};

struct tei {
    struct arena *keep, *scratch;
    whose_error *err;
    struct doc *doc;
    struct tei_frame *stack; // [XML depth]
    uint32_t depth;

    /* the text as it grows; doc.text is set at the end */
    char *text;
    size_t n_text, cap;
    enum tei_gap gap;
    bool has_blank;        // white space since the last word
    bool wants_run;        // a page has turned
    struct str wants_ref;  // number of the line that the next word begins, or empty
    uint32_t block;        // open block, or DOC_NONE
    size_t undo_n;         // length of the text before the open block, ...
    enum tei_gap undo_gap; // ... and what was to part them
    uint32_t page;
    uint64_t byte, line;   // of the event in hand

    uint32_t speech;       // the one that we are in, or DOC_NONE
    uint32_t entrance;     // first block of the entrance that may end it, or DOC_NONE
    bool has_label;        // the speech has its cue
    struct str last_n;     // of the last numbered line

    VEC(struct tei_div) div;
    uint32_t in_div;       // innermost, or DOC_NONE
    VEC(struct tei_stage) stage;

    /* people */
    struct map id;         // markup id -> ...
    VEC(uint32_t) id_role; // ... role
    struct map name;       // utf8_name_key of a person's name -> ...
    VEC(uint32_t) name_role;
    VEC(uint32_t) said_in; // per role: the last list of ids that named it
    uint32_t n_lists;
    uint32_t n_billed;     // roles of the printed cast list so far
    VEC(bool) is_made;     // per role: made on the spot, not yet named
    uint32_t person;       // role whose <person> we are in, or DOC_NONE
    bool person_has_name;
    bool has_list;         // the document lists persons at all
    struct str capture;    // header text being gathered
    size_t capture_cap;
    bool is_capturing;
    bool title_done, author_done;
};

/* tei_form.c */
int tei_recognise(const struct input *in);
/* What the XML declaration says, or what the first bytes show. */
struct str tei_encoding(struct str bytes, struct arena *keep);
enum element tei_element(struct str name);

/* tei_speech.c: the frame is that of the element itself, `around` the one it stands in. */
whose_status tei_open_speech(struct tei *t, struct tei_frame *frame, const struct xml_attr *attr,
                             uint32_t n);
whose_status tei_end_speech(struct tei *t);
whose_status tei_open_stage(struct tei *t, struct tei_frame *frame, const struct tei_frame *around,
                            const struct xml_attr *attr, uint32_t n);
whose_status tei_close_stage(struct tei *t, const struct tei_frame *frame);

/* tei_people.c: the header */
whose_status tei_set_language(struct tei *t, const struct xml_attr *attr, uint32_t n);
whose_status tei_open_header(struct tei *t, struct tei_frame *frame, enum element around,
                             const struct xml_attr *attr, uint32_t n);
whose_status tei_close_header(struct tei *t, const struct tei_frame *frame);
whose_status tei_capture_put(struct tei *t, struct str text);

/* The next word is parted from the last by at least this. */
static inline void tei_want_gap(struct tei *t, enum tei_gap gap)
{
    if (t->gap < gap)
        t->gap = gap;
}

/* tei_text.c: white space is folded; a word opens the block that its place asks for. */
whose_status tei_put(struct tei *t, struct str text, enum tei_place place);
void tei_close_block(struct tei *t);
/* End the block of a direction or label, without the brackets, blanks and stray marks
 * around its words; a block without words vanishes.  `first_nested`: directions from
 * there on lie in it. */
whose_status tei_close_trimmed(struct tei *t, uint32_t first_nested);
/* A line of the edition begins with the next word. */
whose_status tei_number(struct tei *t, struct str n);
whose_status tei_end_text(struct tei *t);

/* tei_people.c: people */
/* The ids of a @who, into doc.who; unknown ones make roles. */
whose_status tei_who(struct tei *t, struct str ids, uint32_t *first, uint32_t *n);
/* The role of one id (with or without '#'), or DOC_NONE. */
uint32_t tei_role_find(const struct tei *t, struct str id);
whose_status tei_role_add(struct tei *t, struct str id, uint32_t *role);
/* What stands over a speech without a label: the names of its speakers. */
struct str tei_label_of(const struct tei *t, uint32_t first_who, uint32_t n_who, char *buffer,
                        size_t n_buffer);
/* Names for the roles that a speech with this label made; says that they were not listed. */
whose_status tei_name_made(struct tei *t, const struct speech *speech);
/* Names for the roles that got none: from the id. */
whose_status tei_name_rest(struct tei *t);
/* One line of the cast list: ids, and the spans of the name and of what it says. */
whose_status tei_cast_item(struct tei *t, struct str same, struct str id, struct str corresp,
                           struct span item, struct span role, struct span desc, struct str group);

/* tei_stage.c */
uint8_t tei_says(struct str words, struct str language, struct arena *scratch);
whose_status tei_moves(struct tei *t);

/* tei_scenes.c */
enum tei_class tei_class_of(struct str words, struct arena *scratch, bool is_head);
whose_status tei_segments(struct tei *t);

#endif
