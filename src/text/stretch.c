/* takes   a text with its sentences
 * gives   stretches of it that a model can read apart from each other
 * method  whole blocks, until there are STRETCH_WORDS of words; where they are cut does not depend
 *         on who reads them, so that any number of threads gives the same
 * cost    O(sentences) */
#include "text/stretch.h"

#include "base/pool.h"

enum { STRETCH_WORDS = 2048 };

bool stretches_cut(const struct text *text, struct arena *scratch, struct stretches *out)
{
    out->at = ARENA_NEW_RAW(scratch, struct stretch, text->n_nodes / STRETCH_WORDS + 1);
    out->n = 0;
    if (!out->at)
        return false;
    uint32_t first = 0, n_words = 0;
    for (uint32_t s = 0; s < text->n_sentences; s++) {
        bool is_new = s && text->sentence[s].block != text->sentence[s - 1].block;
        if (is_new && n_words >= STRETCH_WORDS) {
            out->at[out->n++] = (struct stretch){first, s};
            first = s;
            n_words = 0;
        }
        n_words += text->sentence[s].n;
    }
    out->at[out->n++] = (struct stretch){first, text->n_sentences};
    out->n_workers = arena_is_libc(scratch) ? pool_size() : 1; // another's memory is for one thread
    out->n_workers = out->n_workers < out->n ? out->n_workers : out->n;
    return true;
}
