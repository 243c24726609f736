/* takes   a sentence as a person types it
 * gives   its kind, the words that name its subject and its object, whether it denies
 * method  the first phrase of a table that stands between words of the sentence is its
 *         predicate; auxiliaries, negations and adverbs are taken off the ends that it
 *         leaves; a passive turns the two around
 * cost    O(words x phrases) */
#include "claim/internal.h"

#include "base/utf8.h"

enum shape {
    SUBJECT_ONLY,  // X dies
    SUBJECT_VERB,  // X kills Y; "was killed by Y" turns it, "was killed" is a death
    SUBJECT_TAIL,  // X tells it; what follows is the story, and no person
    BY_AGENT,      // it is told by X
    BEHIND,        // the narrator is X
    OWNER          // X is the wife of Y; X is Y's wife: the phrase stands at the end
};

static const struct {
    const char *phrase;
    enum claim_kind kind;
    enum shape shape;
} phrases[] = {
    {"the narrator is", CLAIM_TELLS, BEHIND},
    {"the narrator", CLAIM_TELLS, SUBJECT_TAIL},
    {"narrator", CLAIM_TELLS, SUBJECT_TAIL},
    {"is the one who tells", CLAIM_TELLS, SUBJECT_TAIL},
    {"is told by", CLAIM_TELLS, BY_AGENT},
    {"was told by", CLAIM_TELLS, BY_AGENT},
    {"is narrated by", CLAIM_TELLS, BY_AGENT},
    {"told by", CLAIM_TELLS, BY_AGENT},
    {"narrated by", CLAIM_TELLS, BY_AGENT},
    {"the teller is", CLAIM_TELLS, BEHIND},
    {"is telling it", CLAIM_TELLS, SUBJECT_TAIL},
    {"is telling the story", CLAIM_TELLS, SUBJECT_TAIL},
    {"telling it", CLAIM_TELLS, SUBJECT_TAIL},
    {"tells it", CLAIM_TELLS, SUBJECT_TAIL},
    {"tell it", CLAIM_TELLS, SUBJECT_TAIL},
    {"told it", CLAIM_TELLS, SUBJECT_TAIL},
    {"tells the", CLAIM_TELLS, SUBJECT_TAIL},
    {"tell the", CLAIM_TELLS, SUBJECT_TAIL},
    {"tells this", CLAIM_TELLS, SUBJECT_TAIL},
    {"tells us", CLAIM_TELLS, SUBJECT_TAIL},
    {"narrates", CLAIM_TELLS, SUBJECT_TAIL},
    {"narrate", CLAIM_TELLS, SUBJECT_TAIL},
    {"narrated", CLAIM_TELLS, SUBJECT_TAIL},
    {"kills himself", CLAIM_DIES, SUBJECT_ONLY},
    {"kills herself", CLAIM_DIES, SUBJECT_ONLY},
    {"killed himself", CLAIM_DIES, SUBJECT_ONLY},
    {"killed herself", CLAIM_DIES, SUBJECT_ONLY},
    {"commits suicide", CLAIM_DIES, SUBJECT_ONLY},
    {"passes away", CLAIM_DIES, SUBJECT_ONLY},
    {"passed away", CLAIM_DIES, SUBJECT_ONLY},
    {"dies at the hands of", CLAIM_KILLS, BY_AGENT},
    {"dies by the hand of", CLAIM_KILLS, BY_AGENT},
    {"died at the hands of", CLAIM_KILLS, BY_AGENT},
    {"the death of", CLAIM_KILLS, OWNER},
    {"stays alive", CLAIM_LIVES, SUBJECT_ONLY},
    {"remains alive", CLAIM_LIVES, SUBJECT_ONLY},
    {"makes it out alive", CLAIM_LIVES, SUBJECT_ONLY},
    {"is alive", CLAIM_LIVES, SUBJECT_ONLY},
    {"is still alive", CLAIM_LIVES, SUBJECT_ONLY},
    {"survives", CLAIM_LIVES, SUBJECT_TAIL},
    {"survive", CLAIM_LIVES, SUBJECT_TAIL},
    {"survived", CLAIM_LIVES, SUBJECT_TAIL},
    {"lives", CLAIM_LIVES, SUBJECT_TAIL},
    {"live", CLAIM_LIVES, SUBJECT_TAIL},
    {"lived", CLAIM_LIVES, SUBJECT_TAIL},
    {"kills", CLAIM_KILLS, SUBJECT_VERB},
    {"kill", CLAIM_KILLS, SUBJECT_VERB},
    {"killed", CLAIM_KILLS, SUBJECT_VERB},
    {"killing", CLAIM_KILLS, SUBJECT_VERB},
    {"murders", CLAIM_KILLS, SUBJECT_VERB},
    {"murder", CLAIM_KILLS, SUBJECT_VERB},
    {"murdered", CLAIM_KILLS, SUBJECT_VERB},
    {"slays", CLAIM_KILLS, SUBJECT_VERB},
    {"slay", CLAIM_KILLS, SUBJECT_VERB},
    {"slew", CLAIM_KILLS, SUBJECT_VERB},
    {"slain", CLAIM_KILLS, SUBJECT_VERB},
    {"poisons", CLAIM_KILLS, SUBJECT_VERB},
    {"poisoned", CLAIM_KILLS, SUBJECT_VERB},
    {"is the killer of", CLAIM_KILLS, SUBJECT_VERB},
    {"is the murderer of", CLAIM_KILLS, SUBJECT_VERB},
    {"dies", CLAIM_DIES, SUBJECT_TAIL},
    {"die", CLAIM_DIES, SUBJECT_TAIL},
    {"died", CLAIM_DIES, SUBJECT_TAIL},
    {"dead", CLAIM_DIES, SUBJECT_TAIL},
    {"dying", CLAIM_DIES, SUBJECT_TAIL},
    {"perishes", CLAIM_DIES, SUBJECT_TAIL},
    {"perished", CLAIM_DIES, SUBJECT_TAIL},
    {"drowns", CLAIM_DIES, SUBJECT_TAIL},
    {"drowned", CLAIM_DIES, SUBJECT_TAIL},
    {"gets married to", CLAIM_MARRIES, SUBJECT_VERB},
    {"got married to", CLAIM_MARRIES, SUBJECT_VERB},
    {"is married to", CLAIM_MARRIES, SUBJECT_VERB},
    {"was married to", CLAIM_MARRIES, SUBJECT_VERB},
    {"married to", CLAIM_MARRIES, SUBJECT_VERB},
    {"ends up married to", CLAIM_MARRIES, SUBJECT_VERB},
    {"ends up marrying", CLAIM_MARRIES, SUBJECT_VERB},
    {"ends up with", CLAIM_MARRIES, SUBJECT_VERB},
    {"ended up with", CLAIM_MARRIES, SUBJECT_VERB},
    {"end up together", CLAIM_MARRIES, SUBJECT_ONLY},
    {"get married", CLAIM_MARRIES, SUBJECT_ONLY},
    {"got married", CLAIM_MARRIES, SUBJECT_ONLY},
    {"are married", CLAIM_MARRIES, SUBJECT_ONLY},
    {"is the wife of", CLAIM_MARRIES, SUBJECT_VERB},
    {"is the husband of", CLAIM_MARRIES, SUBJECT_VERB},
    {"becomes the wife of", CLAIM_MARRIES, SUBJECT_VERB},
    {"'s wife", CLAIM_MARRIES, OWNER},
    {"'s husband", CLAIM_MARRIES, OWNER},
    {"marries", CLAIM_MARRIES, SUBJECT_VERB},
    {"marry", CLAIM_MARRIES, SUBJECT_VERB},
    {"married", CLAIM_MARRIES, SUBJECT_VERB},
    {"marrying", CLAIM_MARRIES, SUBJECT_VERB},
    {"weds", CLAIM_MARRIES, SUBJECT_VERB},
    {"wed", CLAIM_MARRIES, SUBJECT_VERB},
    {"wedded", CLAIM_MARRIES, SUBJECT_VERB},
};

/* What may stand between a name and the predicate.  "won't" and "isn't" end in n't. */
static const char *const auxiliary[] = {
    "is", "was", "are", "were", "be", "been", "being", "gets", "got", "get", "has", "have", "had",
    "does", "do", "did", "will", "would", "should", "can", "could", "may", "might", "must",
    "actually", "really", "finally", "eventually", "ultimately", "later", "then", "also",
    "always", "still", "only", "in", "the", "end", "who", "that", "one", "to", "becomes",
    "became", "fails", "ends", "up", "ever", "both", "himself", "herself", "secretly",
};
static const char *const negation[] = {"not", "never", "n't", "cannot", "hardly", "fails"};
static const char *const passive[] = {"is", "was", "gets", "got", "get", "been", "being", "be",
                                      "were", "are"};
/* What may follow the name at the end. */
static const char *const tail[] = {
    " in the end", " at the end", " by the end", " in the story", " in the book", " in the novel",
    " in the play", " in the film", " in the movie", " after all", " eventually", " finally",
    " instead", " too", " as well", " himself", " herself", " in retrospect",
};
static const char *const lead[] = {"i think ", "it is true that ", "in the end ", "at the end ",
                                   "in the end, ", "at the end, ", "finally ", "eventually "};

static bool is_of(struct str word, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq_nocase(word, str_c(list[i])))
            return true;
    return false;
}

#define IS_OF(word, list) is_of(word, list, sizeof(list) / sizeof *(list))

static bool is_edge(char c)
{
    return is_blank(c) || c == ',' || c == ';' || c == ':' || c == '.' || c == '!' || c == '?' ||
           c == '"';
}

static struct str bare(struct str s)
{
    while (s.n && is_edge(s.at[0]))
        s = str_part(s, 1, s.n);
    while (s.n && is_edge(s.at[s.n - 1]))
        s.n--;
    return s;
}

/* The last word of `s`, and what stands before it. */
static struct str split_last(struct str s, struct str *before)
{
    size_t start = s.n;
    while (start && !is_blank(s.at[start - 1]))
        start--;
    *before = bare(str_part(s, 0, start));
    return str_part(s, start, s.n);
}

static bool ends_in_not(struct str word)
{
    return word.n > 3 && str_eq_nocase(str_part(word, word.n - 3, word.n), STR("n't"));
}

struct before {
    struct str name;
    bool is_denied, is_passive;
};

/* Take the auxiliaries off the end; a name may be one of them ("Will"), so something stays. */
static struct before strip_before(struct str s)
{
    struct before out = {.name = bare(s)};
    for (;;) {
        struct str rest, word = split_last(out.name, &rest);
        bool denies = IS_OF(word, negation) || ends_in_not(word);
        if (!denies && !IS_OF(word, auxiliary))
            return out;
        if (!rest.n && !denies)
            return out;
        out.is_denied = out.is_denied || denies;
        out.is_passive = out.is_passive || IS_OF(word, passive) ||
                         str_eq_nocase(word, STR("isn't")) || str_eq_nocase(word, STR("wasn't"));
        out.name = rest;
        if (!rest.n)
            return out;
    }
}

static struct str strip_behind(struct str s)
{
    s = bare(s);
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < sizeof tail / sizeof *tail; i++) {
            struct str phrase = str_c(tail[i]);
            if (s.n > phrase.n && str_eq_nocase(str_part(s, s.n - phrase.n, s.n), phrase)) {
                s = bare(str_part(s, 0, s.n - phrase.n));
                again = true;
            }
        }
    }
    return s;
}

/* Where `phrase` stands in `s` between words; s.n when nowhere. */
static size_t find_phrase(struct str s, struct str phrase)
{
    bool joins = phrase.at[0] == '\''; // hangs on the word before it
    for (size_t i = 0; i + phrase.n <= s.n; i++) {
        bool starts = joins || i == 0 || is_edge(s.at[i - 1]);
        bool ends = i + phrase.n == s.n || is_edge(s.at[i + phrase.n]);
        if (starts && ends && str_eq_nocase(str_part(s, i, i + phrase.n), phrase))
            return i;
    }
    return s.n;
}

/* "A and B get married", "A and B marry". */
static bool cut_pair(struct claim_words *out)
{
    const struct str joint = STR(" and ");
    size_t at = str_find(out->subject, joint);
    if (at == out->subject.n)
        return false;
    out->object = bare(str_part(out->subject, at + joint.n, out->subject.n));
    out->subject = bare(str_part(out->subject, 0, at));
    return true;
}

static bool starts_with_by(struct str *s)
{
    if (!str_starts_nocase(*s, STR("by ")))
        return false;
    *s = bare(str_part(*s, 3, s->n));
    return true;
}

static bool take_apart(enum shape shape, struct str left, struct str right, struct claim_words *out)
{
    struct before before = strip_before(left);
    out->is_denied = before.is_denied;
    right = strip_behind(right);
    switch (shape) {
    case SUBJECT_ONLY:
    case SUBJECT_TAIL:
        out->subject = before.name;
        if (str_eq_nocase(before.name, STR("the")))
            return false; // "the narrator dies" does not say who tells
        break;
    case BY_AGENT:
        out->subject = right;
        out->object = out->kind == CLAIM_KILLS ? before.name : (struct str){NULL, 0};
        break;
    case BEHIND:
        if (str_starts_nocase(right, STR("not "))) {
            out->is_denied = true;
            right = bare(str_part(right, 4, right.n));
        }
        out->subject = right;
        break;
    case OWNER: {
        /* "X is Y's wife": both names stand before the phrase; "causes the death of Y" */
        if (right.n) {
            struct str rest, verb = split_last(before.name, &rest);
            bool causes = str_eq_nocase(verb, STR("causes")) || str_eq_nocase(verb, STR("caused"));
            out->subject = causes ? rest : before.name;
            out->object = right;
            break;
        }
        size_t is = find_phrase(before.name, STR("is"));
        if (is == before.name.n)
            is = find_phrase(before.name, STR("becomes"));
        if (is == before.name.n)
            return false;
        struct str rest = str_part(before.name, is, before.name.n);
        str_cut(&rest, ' ');
        out->object = bare(rest);
        out->subject = bare(str_part(before.name, 0, is));
        if (str_starts_nocase(out->object, STR("not "))) {
            out->is_denied = true;
            out->object = bare(str_part(out->object, 4, out->object.n));
        }
        break;
    }
    case SUBJECT_VERB:
        out->subject = before.name;
        if (out->kind == CLAIM_KILLS && before.is_passive) {
            if (starts_with_by(&right)) {
                out->object = out->subject;
                out->subject = right;
            } else {
                out->kind = CLAIM_DIES;
            }
        } else {
            if (starts_with_by(&right))
                out->is_denied = before.is_denied;
            out->object = right;
        }
        break;
    }
    if (out->kind == CLAIM_MARRIES && !out->object.n && !cut_pair(out))
        return false;
    if (out->kind == CLAIM_KILLS && !out->object.n)
        return false;
    return out->subject.n != 0;
}

/* Words by which a sentence is about whose story it is, whatever else it says. */
static bool is_of_story(struct str claim)
{
    static const char *const signs[] = {"story", "protagonist", "main character", "belongs to",
                                        "about"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (find_phrase(claim, str_c(signs[i])) < claim.n)
            return true;
    return false;
}

bool claim_parse(struct str claim, struct claim_words *out)
{
    claim = bare(claim);
    for (size_t i = 0; i < sizeof lead / sizeof *lead; i++)
        if (str_starts_nocase(claim, str_c(lead[i])))
            claim = bare(str_part(claim, str_c(lead[i]).n, claim.n));
    bool of_story = is_of_story(claim);
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        if (of_story && phrases[i].kind != CLAIM_TELLS)
            continue;
        struct str phrase = str_c(phrases[i].phrase);
        size_t at = find_phrase(claim, phrase);
        if (at == claim.n)
            continue;
        *out = (struct claim_words){.kind = phrases[i].kind};
        if (take_apart(phrases[i].shape, str_part(claim, 0, at),
                       str_part(claim, at + phrase.n, claim.n), out))
            return true;
    }
    return false;
}
