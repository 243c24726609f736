/* takes   the scenes of two drafts
 * gives   which are kept, changed, moved, cut and added
 * method  runs of four words that one scene only of each draft has vote for the pair of scenes
 *         that share them; two scenes are one when each is the best of the other; of the pairs
 *         the longest chain that is in order in both stays, the rest was moved (Hunt and
 *         Szymanski 1977)
 * cost    O(words + scenes log scenes) */
#include "compare/internal.h"

#include "base/err.h"

#include <string.h>

static const float kept_from = 0.95f, same_from = 0.2f; // shares of runs in common
enum { FEW_SCENES = 10 };  // below one scene in ten the two are not drafts of one text

const char *const scene_fate_name[N_SCENE_FATES] = {"kept", "changed", "moved", "cut", "added"};

struct scenes {
    const struct side *side;
    uint32_t n;
    const uint64_t *word;
    uint32_t *first_token, *end_token; // [n]
    uint32_t *n_runs;      // that are the scene's alone in its own draft
    struct shingles runs;
};

static uint32_t token_from(const struct text *text, uint32_t off)
{
    uint32_t low = 0, high = text->n_tokens;
    while (low < high) {
        uint32_t mid = (low + high) / 2;
        if (text->token[mid].at.start < off)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static struct shingle_scan scan_of(const struct scenes *s, uint32_t scene)
{
    return (struct shingle_scan){.text = s->side->text, .word = s->word,
                                 .at = s->first_token[scene], .end = s->end_token[scene]};
}

static whose_status gather(struct scenes *s, const struct side *side, struct arena *scratch,
                           whose_error *err)
{
    *s = (struct scenes){.side = side, .n = side->story->scene.n};
    s->word = shingle_words(side->text, scratch);
    s->first_token = ARENA_NEW(scratch, uint32_t, (size_t)s->n + 1);
    s->end_token = ARENA_NEW(scratch, uint32_t, (size_t)s->n + 1);
    s->n_runs = ARENA_NEW(scratch, uint32_t, (size_t)s->n + 1);
    if (!s->word || !s->first_token || !s->end_token || !s->n_runs ||
        !shingles_init(&s->runs, side->text->n_words + s->n, scratch))
        return fail_nomem(err);
    for (uint32_t i = 0; i < s->n; i++) {
        struct span at = side->story->scene.at[i].at;
        s->first_token[i] = token_from(side->text, at.start);
        s->end_token[i] = token_from(side->text, at.end);
        struct shingle_scan scan = scan_of(s, i);
        uint64_t hash;
        while (shingle_next(&scan, &hash))
            shingles_add(&s->runs, hash, i);
    }
    for (uint32_t i = 0; i < s->n; i++) {
        struct shingle_scan scan = scan_of(s, i);
        uint64_t hash;
        while (shingle_next(&scan, &hash))
            s->n_runs[i] += shingles_place(&s->runs, hash) == i;
    }
    return WHOSE_OK;
}

/* For each scene of `from` the scene of `to` with most runs in common, and how many. */
static whose_status best_of(const struct scenes *from, const struct scenes *to, uint32_t *best,
                            uint32_t *n_common, struct arena *scratch, whose_error *err)
{
    uint32_t *votes = ARENA_NEW(scratch, uint32_t, (size_t)to->n + 1);
    if (!votes)
        return fail_nomem(err);
    for (uint32_t i = 0; i < from->n; i++) {
        best[i] = DOC_NONE;
        n_common[i] = 0;
        for (int clear = 0; clear < 2; clear++) {
            struct shingle_scan scan = scan_of(from, i);
            uint64_t hash;
            while (shingle_next(&scan, &hash)) {
                uint32_t place = shingles_place(&to->runs, hash);
                if (place >= to->n || shingles_place(&from->runs, hash) != i)
                    continue;
                votes[place] = clear ? 0 : votes[place] + 1;
                if (votes[place] > n_common[i] ||
                    (votes[place] == n_common[i] && votes[place] && place < best[i])) {
                    n_common[i] = votes[place];
                    best[i] = place;
                }
            }
        }
    }
    return WHOSE_OK;
}

/* Of the pairs, in the order of A, the longest run of rising scenes of B stays in order. */
static whose_status find_moved(const uint32_t *of_a, uint32_t n_a, bool *is_moved,
                               struct arena *scratch, whose_error *err)
{
    uint32_t *tail = ARENA_NEW(scratch, uint32_t, (size_t)n_a + 1);   // last scene of A of a chain of i + 1
    uint32_t *before = ARENA_NEW(scratch, uint32_t, (size_t)n_a + 1);
    if (!tail || !before)
        return fail_nomem(err);
    uint32_t n = 0;
    for (uint32_t i = 0; i < n_a; i++) {
        if (of_a[i] == DOC_NONE)
            continue;
        uint32_t low = 0, high = n;
        while (low < high) {
            uint32_t mid = (low + high) / 2;
            if (of_a[tail[mid]] < of_a[i])
                low = mid + 1;
            else
                high = mid;
        }
        before[i] = low ? tail[low - 1] : DOC_NONE;
        tail[low] = i;
        n += low == n;
        is_moved[i] = true;
    }
    for (uint32_t i = n ? tail[n - 1] : DOC_NONE; i != DOC_NONE; i = before[i])
        is_moved[i] = false;
    return WHOSE_OK;
}

static bool put(struct compared *out, uint32_t a, uint32_t b, enum scene_fate fate, float like,
                struct arena *keep)
{
    struct same_scene *scene = VEC_PUSH(&out->scene, keep);
    if (!scene)
        return false;
    *scene = (struct same_scene){{a, b}, fate, like};
    out->n_fates[fate]++;
    return true;
}

whose_status align_scenes(const struct side side[N_SIDES], struct arena *keep,
                          struct arena *scratch, struct compared *out, whose_error *err)
{
    struct scenes s[N_SIDES];
    uint32_t *best[N_SIDES], *n_common[N_SIDES];
    for (uint32_t k = 0; k < N_SIDES; k++) {
        TRY(gather(&s[k], &side[k], scratch, err));
        best[k] = ARENA_NEW(scratch, uint32_t, (size_t)s[k].n + 1);
        n_common[k] = ARENA_NEW(scratch, uint32_t, (size_t)s[k].n + 1);
        if (!best[k] || !n_common[k])
            return fail_nomem(err);
    }
    for (uint32_t k = 0; k < N_SIDES; k++)
        TRY(best_of(&s[k], &s[1 - k], best[k], n_common[k], scratch, err));
    uint32_t n_a = s[COMPARE_A].n, n_b = s[COMPARE_B].n, n_pairs = 0;
    float *like = ARENA_NEW(scratch, float, (size_t)n_a + 1);
    bool *is_moved = ARENA_NEW(scratch, bool, (size_t)n_a + 1);
    if (!like || !is_moved)
        return fail_nomem(err);
    for (uint32_t a = 0; a < n_a; a++) {
        uint32_t b = best[COMPARE_A][a];
        uint32_t runs = s[COMPARE_A].n_runs[a] + (b == DOC_NONE ? 0 : s[COMPARE_B].n_runs[b]);
        like[a] = runs ? 2 * (float)n_common[COMPARE_A][a] / (float)runs : 0;
        like[a] = like[a] > 1 ? 1 : like[a];
        if (b != DOC_NONE && (best[COMPARE_B][b] != a || like[a] < same_from))
            best[COMPARE_A][a] = DOC_NONE;
        n_pairs += best[COMPARE_A][a] != DOC_NONE;
    }
    uint32_t fewer = n_a < n_b ? n_a : n_b;
    out->is_scene_by_scene = n_pairs > 0 && n_pairs * FEW_SCENES >= fewer;
    if (!out->is_scene_by_scene)
        return WHOSE_OK;
    TRY(find_moved(best[COMPARE_A], n_a, is_moved, scratch, err));
    uint32_t *of_b = best[COMPARE_B]; // from here on: the scene of A that a scene of B is
    memset(of_b, 0xFF, n_b * sizeof *of_b); // DOC_NONE
    for (uint32_t a = 0; a < n_a; a++)
        if (best[COMPARE_A][a] != DOC_NONE)
            of_b[best[COMPARE_A][a]] = a;
    uint32_t next = 0; // the scenes of A before it stand in the list, or come where they were moved to
    for (uint32_t b = 0; b <= n_b; b++) {
        uint32_t a = b < n_b ? of_b[b] : DOC_NONE;
        uint32_t up_to = b == n_b ? n_a : a != DOC_NONE && !is_moved[a] ? a : next;
        for (; next < up_to; next++)
            if (best[COMPARE_A][next] == DOC_NONE &&
                !put(out, next, DOC_NONE, SCENE_CUT, 0, keep))
                return fail_nomem(err);
        if (b == n_b)
            break;
        enum scene_fate fate = a == DOC_NONE       ? SCENE_ADDED
                               : is_moved[a]        ? SCENE_MOVED
                               : like[a] < kept_from ? SCENE_CHANGED
                                                     : SCENE_KEPT;
        if (!put(out, a, b, fate, a == DOC_NONE ? 0 : like[a], keep))
            return fail_nomem(err);
    }
    return WHOSE_OK;
}
