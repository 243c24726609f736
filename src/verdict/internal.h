/* What the files of the verdict share.  Stays inside src/verdict. */
#ifndef VERDICT_INTERNAL_H
#define VERDICT_INTERNAL_H

#include "verdict/verdict.h"

/* A story is cut into at most SLICES runs of whole scenes.  Every measure is a sum
 * over slices, and can so be recomputed for a story in which some runs weigh more. */
enum { SLICES = 24, HITS = 3, NOT_CANDIDATE = UINT8_MAX };

/* A place that backs a candidate in a measure. */
struct hit {
    double score;    // how well, against other places of the same measure; 0: no hit
    uint32_t off;    // a byte in the passage
    const char *why; // a clause of static storage
};

enum word_class {
    WORD_PAST = 1,     // "was", "found"
    WORD_PRESENT = 2,  // "is", "don't"
    WORD_PERCEIVES = 4 // "sees", "watches"
};

/* What a lemma says of the clause that it is the predicate of; of a noun, of its owner. */
enum clause_class {
    CLAUSE_PERCEIVES = 1,
    CLAUSE_THINKS = 2,
    CLAUSE_FEELS = 4,
    CLAUSE_SHOWS = 8,     // weeps, trembles
    CLAUSE_DECIDES = 16,
    CLAUSE_SAYS = 32,
    CLAUSE_IS = 64,
    CLAUSE_FELT = 128,    // afraid, glad: of whom it is said
    CLAUSE_FEELINGS = 256 // tears, grief: whose they are
};

/* What the readings weigh, and how sharply the sum of them decides. */
struct weights {
    double reading[N_READINGS];
    double temperature;
};

/* All places of one measure and candidate, when they are asked for. */
struct trace {
    enum measure measure;
    uint32_t candidate;
    struct arena *keep;
    VEC(struct hit) hit;
    bool no_memory;
};

/* Everything measured about a list of persons, here called candidates. */
struct tally {
    const struct doc *doc;
    const struct text *text;
    const struct cast *cast;
    const struct story *story;
    struct arena *scratch;
    uint32_t n;             // candidates
    const uint32_t *person; // [candidate]
    uint8_t *candidate_of;  // [person], or NOT_CANDIDATE
    uint32_t *scene_of;     // [segment], or SCENE_NOWHERE
    uint32_t *person_of;    // [role], or PERSON_NONE
    uint8_t *word_class;    // [word], set of enum word_class
    uint32_t n_slices;
    double n_words;         // of the work, spoken and in directions
    double part[N_MEASURES][SLICES][VERDICT_CANDIDATES]; // in the unit of the measure
    double sum[N_MEASURES][VERDICT_CANDIDATES];          // of part, over slices
    double trust[N_MEASURES];                            // 0 to 1; 0: missing
    double pull[N_MEASURES][VERDICT_CANDIDATES];         // 0 to 1: how far a share counts
    bool is_chorus[VERDICT_CANDIDATES];                  // speaks to the audience, outside the events
    uint32_t teller;                                     // person who tells most, or PERSON_NONE
    double stance;                                       // part of what is told that happens to the narrator; -1: nobody narrates
    double levelled;                                     // the part of all shares that everybody has alike
    bool is_even;                                        // most of the evidence does not tell people apart
    bool has_heads;                                      // a parser has been there
    struct agency agency[VERDICT_CANDIDATES][THIRDS];
    struct hit hit[N_MEASURES][VERDICT_CANDIDATES][HITS];
    struct trace *trace;                                 // or NULL
};

#define SCENE_NOWHERE UINT32_MAX

/* Credit `amount` of a measure to a candidate in a scene. */
static inline void tally_add(struct tally *tally, enum measure measure, uint32_t scene,
                             uint32_t candidate, double amount)
{
    uint64_t slice = (uint64_t)scene * tally->n_slices / tally->story->scene.n;
    tally->part[measure][slice][candidate] += amount;
}

static inline uint32_t tally_candidate(const struct tally *tally, uint32_t person)
{
    return person < tally->cast->person.n ? tally->candidate_of[person] : NOT_CANDIDATE;
}

static inline uint32_t tally_scene(const struct tally *tally, uint32_t segment)
{
    return segment < tally->doc->segment.n ? tally->scene_of[segment] : SCENE_NOWHERE;
}

/* evidence.c: remember a place, if it is among the best of its measure and candidate. */
void tally_hit(struct tally *tally, enum measure measure, uint32_t candidate, double score,
               uint32_t off, const char *why);

/* evidence.c: measure everything.  `tally` lies in `scratch` with all it points to; `trace`
 * may be NULL. */
whose_status tally_read(const struct doc *doc, const struct text *text, const struct cast *cast,
                        const struct story *story, const uint32_t *person, uint32_t n_persons,
                        struct trace *trace, struct arena *scratch, struct tally **out,
                        whose_error *err);

/* evidence.c: rows without weights; quotations for candidates `first` and `second`. */
void tally_rows(const struct tally *tally, uint32_t first, uint32_t second,
                struct evidence evidence[N_MEASURES]);

/* weigh.c: how far a narrator's own part makes the story theirs, 0 to 1. */
double weigh_stance(double stance);

/* candidates.c */
whose_status candidates_choose(const struct doc *doc, const struct cast *cast,
                               const struct story *story, struct arena *scratch,
                               struct verdict *out, whose_error *err);

/* answer.c: the kind of answer, from shares and rows; and NULL or why there can be none. */
void answer_decide(const struct tally *tally, struct verdict *out);
const char *answer_why_nobody(const struct doc *doc, const struct cast *cast,
                              const struct story *story);

/* measures_*.c: one function for a
 * measure, or for measures that fall out of the same walk.  They fill part and hits, and
 * may lower trust and pull. */
void measure_scenes_words(struct tally *tally);
void measure_opening(struct tally *tally);
void measure_last_image(struct tally *tally);
void measure_named(struct tally *tally);
void measure_meetings(struct tally *tally);
whose_status measure_talk(struct tally *tally, whose_error *err); // removal, initiative, alone
whose_status measure_narration(struct tally *tally, whose_error *err);
whose_status measure_narrator(struct tally *tally, whose_error *err); // and stance
void measure_free_thought(struct tally *tally);
void measure_view(struct tally *tally);
void measure_mentions(struct tally *tally);
whose_status measure_clauses(struct tally *tally, whose_error *err); // action, perception, decision, feeling
void measure_span(struct tally *tally);
whose_status measure_company(struct tally *tally, whose_error *err);
void measure_changed(struct tally *tally);
whose_status measure_billed(struct tally *tally, whose_error *err);

/* words.c: classes of the words of a text. */
void words_classify(const struct text *text, uint8_t *word_class /* [text->word.n] */);
/* Add the signs of tense in a block to two counts. */
void words_tense(const struct tally *tally, uint32_t block, uint32_t *n_past, uint32_t *n_present);

/* explain.c: the passage around a byte that is worth quoting: a sentence or two. */
struct span quote_around(const struct tally *tally, uint32_t off);
/* Does a passage name the person, or is it the narrator, who says "I" in it? */
bool quote_names(const struct tally *tally, struct span quote, uint32_t person);

#endif
