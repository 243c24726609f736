/* takes   a name as somebody types it
 * gives   the people it fits, or those nearest to it; the stage as text
 * cost    O(people x names), edit distance with a limit */
#include "base/utf8.h"
#include "people/internal.h"

#include <string.h>

const char *const presence_kind_name[N_PRESENCE_KINDS] = {
    "speaks", "voice-over", "off-screen", "acts", "seen", "addressed", "named",
};
const char *const voice_name[N_VOICES] = {"on", "off-screen", "voice-over"};
const char *const stance_name[N_STANCES] = {"own-story", "witness"};
const char *const how_name[N_HOWS] = {"cue", "quote", "thought", "letter"};
const char *const via_name[N_VIAS] = {"cue", "name", "pronoun", "turn", "vocative", "narrator"};
const char *const gender_pronoun[N_GENDERS] = {NULL, "she", "he", "they", "it"};

static bool has_words(struct str key, struct str part)
{
    for (size_t at = 0; at + part.n <= key.n;) {
        struct str tail = str_part(key, at, key.n);
        if (str_starts(tail, part) && (tail.n == part.n || tail.at[part.n] == ' '))
            return true;
        size_t gap = str_find(tail, STR(" "));
        at += gap + 1;
    }
    return false;
}

enum fit { FIT_NONE, FIT_PART, FIT_ALIAS, FIT_NAME };

static enum fit fit_of(const struct cast *cast, uint32_t person, struct str key,
                       struct arena *scratch)
{
    const struct person *p = &cast->person.at[person];
    struct str name = utf8_name_key(p->name, scratch);
    if (str_eq(name, key))
        return FIT_NAME;
    enum fit best = has_words(name, key) ? FIT_PART : FIT_NONE;
    for (uint32_t i = 0; i < p->n_aliases; i++) {
        struct str alias = utf8_name_key(cast->alias.at[p->first_alias + i].text, scratch);
        if (str_eq(alias, key))
            return FIT_ALIAS;
        if (has_words(alias, key))
            best = FIT_PART;
    }
    return best;
}

uint32_t people_named(const struct cast *cast, struct str typed, struct arena *scratch,
                      uint32_t *found, uint32_t cap)
{
    struct str key = utf8_name_key(typed, scratch);
    if (key.n == 0)
        return 0;
    for (enum fit fit = FIT_NAME; fit > FIT_NONE; fit--) {
        uint32_t n = 0;
        for (uint32_t p = 0; p < cast->person.n; p++) {
            struct arena_mark mark = arena_mark(scratch);
            if (fit_of(cast, p, key, scratch) == fit) {
                if (n < cap)
                    found[n] = p;
                n++;
            }
            arena_rewind(scratch, mark);
        }
        if (n)
            return n;
    }
    return 0;
}

bool people_is_title(struct str word)
{
    return cue_is_title(word);
}

enum { DISTANCE_BYTES = 64 };

uint32_t people_distance(struct str a, struct str b, uint32_t limit)
{
    size_t longer = a.n > b.n ? a.n - b.n : b.n - a.n;
    if (longer > limit || a.n >= DISTANCE_BYTES || b.n >= DISTANCE_BYTES)
        return str_eq(a, b) ? 0 : limit + 1;
    uint32_t row[3][DISTANCE_BYTES + 1]; // [generation][byte of b]
    for (size_t j = 0; j <= b.n; j++)
        row[0][j] = (uint32_t)j;
    for (size_t i = 1; i <= a.n; i++) {
        uint32_t *now = row[i % 3], *last = row[(i + 2) % 3], *before = row[(i + 1) % 3];
        now[0] = (uint32_t)i;
        for (size_t j = 1; j <= b.n; j++) {
            bool same = a.at[i - 1] == b.at[j - 1];
            uint32_t best = last[j - 1] + !same;
            if (last[j] + 1 < best)
                best = last[j] + 1;
            if (now[j - 1] + 1 < best)
                best = now[j - 1] + 1;
            if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] && a.at[i - 2] == b.at[j - 1] &&
                before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            now[j] = best;
        }
    }
    uint32_t got = row[a.n % 3][b.n];
    return got > limit ? limit + 1 : got;
}

enum { NEAR_EDITS = 4 };

static uint32_t nearest_alias(const struct cast *cast, uint32_t person, struct str key,
                              struct arena *scratch)
{
    const struct person *p = &cast->person.at[person];
    uint32_t best = people_distance(utf8_name_key(p->name, scratch), key, NEAR_EDITS);
    for (uint32_t i = 0; i < p->n_aliases; i++) {
        struct str rest = utf8_name_key(cast->alias.at[p->first_alias + i].text, scratch);
        uint32_t whole = people_distance(rest, key, NEAR_EDITS);
        best = whole < best ? whole : best;
        while (rest.n) {
            uint32_t part = people_distance(str_cut(&rest, ' '), key, NEAR_EDITS);
            best = part < best ? part : best;
        }
    }
    return best;
}

uint32_t people_near(const struct cast *cast, struct str typed, struct arena *scratch,
                     uint32_t *found, uint32_t cap)
{
    struct str key = utf8_name_key(typed, scratch);
    uint32_t limit = key.n / 2 < NEAR_EDITS ? (uint32_t)(key.n / 2) : NEAR_EDITS;
    uint32_t n = 0;
    for (uint32_t edits = 0; edits <= limit && n < cap; edits++)
        for (uint32_t p = 0; p < cast->person.n && n < cap; p++) {
            struct arena_mark mark = arena_mark(scratch);
            if (nearest_alias(cast, p, key, scratch) == edits)
                found[n++] = p;
            arena_rewind(scratch, mark);
        }
    return n;
}

void people_dump(const struct doc *doc, const struct cast *cast, struct sink *sink)
{
    for (uint32_t i = 0; i < cast->person.n; i++) {
        const struct person *p = &cast->person.at[i];
        sink_printf(sink, "person %u ", i);
        sink_put(sink, p->name);
        if (gender_pronoun[p->gender])
            sink_printf(sink, " (%s)", gender_pronoun[p->gender]);
        sink_printf(sink, "%s: %u speeches, %u words, %u mentions\n", p->is_group ? " group" : "",
                    p->n_speeches, p->n_words, p->n_mentions);
        for (uint32_t a = 0; a < p->n_aliases; a++) {
            const struct alias *alias = &cast->alias.at[p->first_alias + a];
            SINK_PUT(sink, "  called ");
            sink_put(sink, alias->text);
            sink_printf(sink, " %u\n", alias->n);
        }
    }
    for (uint32_t i = 0; i < cast->join.n; i++) {
        SINK_PUT(sink, "joined ");
        sink_put(sink, cast->join.at[i].name);
        SINK_PUT(sink, " to ");
        sink_put(sink, cast->person.at[cast->join.at[i].person].name);
        SINK_PUT(sink, ": ");
        sink_put(sink, cast->join.at[i].because);
        sink_char(sink, '\n');
    }
    for (uint32_t i = 0; i < cast->doubt.n; i++) {
        SINK_PUT(sink, "doubt ");
        sink_put(sink, cast->doubt.at[i].words);
        sink_char(sink, '\n');
    }
    for (uint32_t s = 0; s < doc->speech.n; s++) {
        const struct utterance *said = &cast->utterance[s];
        sink_printf(sink, "speech %u %s %u words", s, voice_name[said->voice], said->n_words);
        for (uint32_t i = 0; i < said->n_speakers; i++)
            sink_printf(sink, " %u", cast->speaker.at[said->first_speaker + i]);
        sink_char(sink, '\n');
    }
    for (uint32_t i = 0; i < cast->presence.n; i++) {
        const struct presence *p = &cast->presence.at[i];
        sink_printf(sink, "presence %u %s segment %d %.2f\n", p->person, presence_kind_name[p->kind],
                    p->segment == DOC_NONE ? -1 : (int)p->segment, (double)p->sure);
    }
}

uint32_t people_mention_from(const struct cast *cast, uint32_t off)
{
    uint32_t lo = 0, hi = cast->mention.n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (cast->mention.at[mid].at.start < off)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}
