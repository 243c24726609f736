/* takes   a post, and who there is in the story
 * gives   its claims in order: kind, people, whether denied, where in the post
 * method  each sentence is searched for phrases of claims (phrases.c); the nearest name or pronoun
 *         before a phrase is its subject, the nearest behind it its object, a passive turns them
 *         round; quotations are claims of what was said; a sentence without a claim that praises or
 *         blames is an opinion.  What is asked is no claim
 * cost    O(words x phrases) */
#include "post/internal.h"

#include "base/err.h"
#include "find/find.h"

#include <string.h>

const char *const post_kind_name[N_POST_KINDS] = {
    "story-of", "tells",   "dies",  "lives", "kills", "marries", "says",     "cares",  "harms",
    "ends",     "changes", "falls", "saved", "past",  "billing", "apparent", "opinion"};

enum { CLAUSE_WORDS = 24, DENIED_WORDS = 4, NEAR_WORDS = 4, STRANGE_FROM = 2 };

#define NO_WORD UINT32_MAX

struct finder {
    struct reader *reader;
    const struct cast *cast;
    const struct post_sentence *sentence;
    struct sentence_words words;
    bool is_used[SENTENCE_WORDS];
    uint32_t asked_from;          // words from here on are asked and not said
    uint32_t thought_from, thought_to; // words of what "the audience thinks"
    bool is_both;                 // the story is two people's
    bool is_disbelieved;          // "I do not believe that"
    bool is_answered, is_answered_no; // "Is it his film?  No."
    uint32_t n_made;              // claims of this sentence
    uint32_t place;               // the word that the next claim hangs on
    struct post_claims *out;
    struct arena *keep;
};

static bool key_is(const struct finder *f, uint32_t at, const char *key)
{
    return at < f->words.n && str_eq(f->words.word[at].key, str_c(key));
}

static bool key_of(const struct finder *f, uint32_t at, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n && at < f->words.n; i++)
        if (str_eq(f->words.word[at].key, str_c(list[i])))
            return true;
    return false;
}

#define KEY_OF(f, at, list) key_of(f, at, list, sizeof(list) / sizeof *(list))

static bool stem_is(const struct finder *f, uint32_t at, const char *word)
{
    char bytes[FIND_STEM];
    if (at >= f->words.n)
        return false;
    uint32_t n = find_stem(str_c(word), bytes);
    return str_eq(f->words.word[at].stem, (struct str){bytes, n});
}

static bool stem_of_any(const struct finder *f, uint32_t at, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (stem_is(f, at, list[i]))
            return true;
    return false;
}

#define STEM_OF(f, at, list) stem_of_any(f, at, list, sizeof(list) / sizeof *(list))

static bool is_person(const struct word *word)
{
    return word->person != PERSON_NONE && !(word->flags & WORD_QUOTED);
}

static bool make(struct finder *f, enum post_kind kind, uint32_t subject, uint32_t object,
                 bool is_denied, struct str quoted)
{
    struct post_claim *claim = VEC_PUSH(&f->out->claim, f->keep);
    if (!claim)
        return false;
    if (subject == object && kind != POST_OPINION)
        object = PERSON_NONE;
    *claim = (struct post_claim){.kind = kind, .subject = subject, .object = object,
                                 .is_denied = is_denied, .text = f->sentence->text,
                                 .quoted = quoted, .source = f->sentence->at, .place = f->place,
                                 .is_both = f->is_both};
    /* in the order of the words */
    uint32_t at = f->out->claim.n - 1;
    struct post_claim made = *claim, *all = f->out->claim.at;
    for (uint32_t n = f->n_made; n && all[at - 1].place > made.place; n--, at--)
        all[at] = all[at - 1];
    all[at] = made;
    f->n_made++;
    return true;
}

static bool is_thought(const struct finder *f, uint32_t at)
{
    return at >= f->thought_from && at < f->thought_to;
}

/* Something of the clause between two words ends it. */
static bool is_parted(const struct finder *f, uint32_t from, uint32_t to)
{
    uint32_t n_words = f->words.word[from].n_words; // a name may have a point in it: "Mr. Knightley"
    for (uint32_t i = from + (n_words ? n_words : 1); i <= to && i < f->words.n; i++) {
        char mark = f->words.word[i].mark;
        if (mark == ';' || mark == ':' || mark == '?' || mark == '!' || mark == '.')
            return true;
    }
    return false;
}

static bool is_preposition(const struct finder *f, uint32_t at)
{
    static const char *const list[] = {"of", "to", "with", "by", "for", "from", "at", "about", "in",
                                       "on", "like", "without", "than", "between"};
    return KEY_OF(f, at, list);
}

/* The word that names the doer of what stands at `at`; NO_WORD when nobody of the story does it. */
static uint32_t subject_of(const struct finder *f, uint32_t at)
{
    uint32_t spare = NO_WORD;
    for (uint32_t i = at; i-- > 0 && at - i <= CLAUSE_WORDS;) {
        const struct word *word = &f->words.word[i];
        if (word->flags & WORD_QUOTED)
            continue;
        if (key_is(f, i, "who") && i) { // "for Desmond, who betrays her": whoever stands before it
            uint32_t named = i - 1;
            while (named && i - named < NEAR_WORDS && !is_person(&f->words.word[named]))
                named--;
            const struct word *before = &f->words.word[named];
            if (is_person(before) && named + before->n_words >= i && !(before->flags & WORD_OWNS))
                return named;
        }
        if (word->flags & WORD_OUTSIDE)
            return spare;
        if (!is_person(word) || is_parted(f, i, at))
            continue;
        bool is_owner = (word->flags & WORD_OWNS) && !(word->flags & WORD_OBJECT);
        bool is_behind_preposition = i && is_preposition(f, i - 1);
        if (!is_owner && !is_behind_preposition && !(word->flags & WORD_OBJECT)) {
            /* "A and B": the pair is at its first name */
            return i >= 2 && (word->flags & WORD_PAIR) && f->words.word[i - 2].second == word->person &&
                           f->words.word[i - 2].person == word->second
                       ? i - 2
                       : i;
        }
        if (spare == NO_WORD && !is_owner && !is_behind_preposition)
            spare = i; // "you see her telling it"
    }
    return spare;
}

static uint32_t object_of(const struct finder *f, uint32_t at, bool *is_by)
{
    *is_by = false;
    for (uint32_t i = at + 1; i < f->words.n && i - at <= CLAUSE_WORDS / 2; i++) {
        const struct word *word = &f->words.word[i];
        if (word->mark && word->mark != '-' && word->mark != '(')
            return NO_WORD;
        if (word->flags & (WORD_QUOTED | WORD_OUTSIDE))
            return NO_WORD;
        if (is_person(word)) {
            *is_by = i && key_is(f, i - 1, "by");
            bool is_joined = i && (key_is(f, i - 1, "to") || key_is(f, i - 1, "with") ||
                                   key_is(f, i - 1, "called") || key_is(f, i - 1, "named"));
            return *is_by || is_joined || i - at <= NEAR_WORDS ? i : NO_WORD;
        }
    }
    return NO_WORD;
}

static bool is_report(const struct finder *f, uint32_t at)
{
    static const char *const verbs[] = {"say", "ask", "tell", "reply", "answer", "shout", "whisper",
                                        "cry", "call", "admit", "add", "insist", "mutter", "scream",
                                        "offer", "remark", "exclaim", "declare", "snap", "sigh",
                                        "murmur", "beg", "yell", "confess", "announce"};
    return at < f->words.n && !(f->words.word[at].flags & WORD_QUOTED) && STEM_OF(f, at, verbs);
}

/* "not", "never" between the subject and its verb, or a few words before a verb without one. */
static bool is_denied(const struct finder *f, uint32_t subject, uint32_t at)
{
    uint32_t from = subject != NO_WORD && subject < at ? subject
                    : at > DENIED_WORDS                ? at - DENIED_WORDS
                                                       : 0;
    bool denied = false;
    for (uint32_t i = from; i < at; i++)
        if ((f->words.word[i].flags & WORD_DENIES) && !(f->words.word[i].flags & WORD_QUOTED))
            denied = true;
    /* "she never says that she loves him" */
    uint32_t verb = subject == NO_WORD || !subject ? NO_WORD
                    : key_is(f, subject - 1, "that") ? subject - 2
                                                     : subject - 1;
    if (subject != NO_WORD && verb < subject && is_report(f, verb))
        for (uint32_t i = verb > DENIED_WORDS ? verb - DENIED_WORDS : 0; i < verb; i++)
            denied = denied || (f->words.word[i].flags & WORD_DENIES);
    return denied;
}

static bool is_passive(const struct finder *f, uint32_t at)
{
    static const char *const aux[] = {"be", "get"};
    static const char *const between[] = {"not", "never", "finally", "then", "also", "slowly", "being",
                                          "almost", "really"};
    struct str key = f->words.word[at].key;
    bool is_participle = str_ends(key, STR("ed")) || str_ends(key, STR("en")) ||
                         !str_eq(key, f->words.word[at].stem);
    for (uint32_t i = at; is_participle && i-- > 0 && at - i <= 3;) {
        if (str_ends(key, STR("ing")))
            return false;
        if (STEM_OF(f, i, aux) || KEY_OF(f, i, (const char *const[]){"isnt"}) ||
            KEY_OF(f, i, (const char *const[]){"wasnt"}))
            return true;
        /* "Sonny's saved by": the verb hangs on the name */
        if (!(f->words.word[i].flags & WORD_DENIES) && !KEY_OF(f, i, between))
            return false;
    }
    return false;
}

/* Where another thing begins to be said. */
static bool is_joint(const struct finder *f, uint32_t at)
{
    return key_is(f, at, "and") || key_is(f, at, "but") || key_is(f, at, "while");
}

/* ---- phrases ---- */

static bool make_phrase(struct finder *f, const struct phrase *phrase)
{
    bool is_by;
    f->place = phrase->first;
    enum post_kind kind = phrase->kind;
    uint32_t subject = subject_of(f, phrase->first), object = object_of(f, phrase->last, &is_by);
    const struct word *word = f->words.word;
    struct str none = {NULL, 0};
    bool denied = is_denied(f, subject, phrase->first) != f->is_disbelieved;

    if (phrase->needs == 'n') { // whose past, whose downfall
        uint32_t owner = NO_WORD;
        for (uint32_t i = phrase->first; i-- > 0 && phrase->first - i <= 3 && owner == NO_WORD;)
            if (is_person(&word[i]) && (word[i].flags & WORD_OWNS))
                owner = i;
        if (owner == NO_WORD)
            return true;
        for (uint32_t i = owner; kind == POST_PAST && i-- > 0 && !is_joint(f, i);)
            denied = denied || ((word[i].flags & WORD_DENIES) && !(word[i].flags & WORD_QUOTED));
        for (uint32_t i = owner; kind == POST_PAST && i < f->words.n && !is_joint(f, i); i++)
            denied = denied || ((word[i].flags & WORD_DENIES) && !(word[i].flags & WORD_QUOTED));
        if (is_thought(f, phrase->first))
            return make(f, POST_APPARENT, word[owner].person, PERSON_NONE, denied, none);
        return make(f, kind, word[owner].person, word[owner].second, denied, none);
    }
    if (kind == POST_BILLING) {
        uint32_t who = subject != NO_WORD ? subject : object;
        return who == NO_WORD || make(f, kind, word[who].person, PERSON_NONE, denied, none);
    }
    if (kind == POST_SAVED) {
        bool passive = is_passive(f, phrase->first);
        if (passive)
            return subject == NO_WORD ||
                   make(f, kind, word[subject].person,
                        object != NO_WORD && is_by ? word[object].person : PERSON_NONE, denied, none);
        uint32_t saved = object;
        for (uint32_t i = phrase->first + 1; i <= phrase->last; i++) // "saved her life"
            if (is_person(&word[i]))
                saved = i;
        if (saved == NO_WORD)
            return true;
        /* what saves may be no person: "those last days" */
        bool is_near = subject != NO_WORD && phrase->first - subject <= 3;
        return make(f, kind, word[saved].person, is_near ? word[subject].person : PERSON_NONE, denied,
                    none);
    }
    if (subject == NO_WORD)
        return true;
    if (kind == POST_LIVES && denied) { // "does not make it" says that somebody dies
        kind = POST_DIES;
        denied = false;
    }
    uint32_t a = word[subject].person, b = object != NO_WORD ? word[object].person : PERSON_NONE;
    uint32_t pair = word[subject].second;
    if (phrase->needs == 'o' && phrase->passive != N_POST_KINDS && is_passive(f, phrase->first)) {
        if (object != NO_WORD && is_by)
            return make(f, kind, b, a, denied, none);
        if (phrase->passive != kind || kind == POST_MARRIES)
            return make(f, phrase->passive, a, pair, denied, none);
        return make(f, kind, PERSON_NONE, a, denied, none);
    }
    if (phrase->needs == 'o' && b == PERSON_NONE) {
        bool is_each = false;
        for (uint32_t i = phrase->last; i < f->words.n && i <= phrase->last + 3; i++)
            is_each = is_each || (word[i].flags & WORD_EACH);
        bool is_all = (kind == POST_HARMS || kind == POST_CARES) &&
                      KEY_OF(f, phrase->last + 1, ((const char *const[]){"everyone", "everybody"}));
        if (!is_all && (pair == PERSON_NONE || (!is_each && kind != POST_MARRIES)))
            return true; // whom?
        if (!is_all)
            b = pair;
    }
    reader_subject(f->reader, a);
    if (kind == POST_DIES || kind == POST_LIVES || kind == POST_CHANGES || kind == POST_FALLS) {
        if (!make(f, kind, a, PERSON_NONE, denied, none))
            return false;
        return !(word[subject].flags & WORD_PAIR) || pair == PERSON_NONE ||
               make(f, kind, pair, PERSON_NONE, denied, none);
    }
    return make(f, kind, a, b, denied, none);
}

/* ---- whose story ---- */

/* The person at or behind `at`, with at most `most` words between that are no verbs. */
static uint32_t person_from(const struct finder *f, uint32_t at, uint32_t most)
{
    for (uint32_t i = at; i < f->words.n && i <= at + most; i++) {
        if (f->words.word[i].flags & WORD_QUOTED)
            return NO_WORD;
        if (is_person(&f->words.word[i]))
            return i;
        if (i > at && f->words.word[i].mark)
            return NO_WORD;
    }
    return NO_WORD;
}

/* "not his" behind what is claimed. */
static uint32_t denied_behind(const struct finder *f, uint32_t at)
{
    for (uint32_t i = at + 1; i < f->words.n && i <= at + 4; i++)
        if (key_is(f, i, "not"))
            return person_from(f, i + 1, 1);
    return NO_WORD;
}

static bool make_story(struct finder *f, uint32_t who, uint32_t denial_from, uint32_t denial_to)
{
    const struct word *word = &f->words.word[who];
    bool denied = f->is_disbelieved;
    f->place = who;
    for (uint32_t i = denial_from; i < denial_to; i++)
        denied = denied != ((f->words.word[i].flags & WORD_DENIES) != 0);
    uint32_t other = denied ? NO_WORD : denied_behind(f, who);
    uint32_t object = other != NO_WORD ? f->words.word[other].person : word->second;
    if (other != NO_WORD)
        f->is_used[other] = true;
    f->is_used[who] = true;
    f->is_both = other == NO_WORD && object != PERSON_NONE;
    bool thought = is_thought(f, who);
    bool ok = make(f, thought ? POST_APPARENT : POST_STORY_OF, word->person,
                   thought ? PERSON_NONE : object, denied, (struct str){NULL, 0});
    f->is_both = false;
    return ok;
}

static bool find_story(struct finder *f)
{
    static const char *const works[] = {"story", "film", "movie", "play", "book", "tale", "journey",
                                        "novel", "tragedy", "drama", "picture", "show", "script"};
    static const char *const heroes[] = {"protagonist", "hero", "heroine", "lead"};
    static const char *const subjects[] = {"it", "this", "that", "story", "film", "movie", "play",
                                           "book", "novel", "all", "about"};
    struct word *word = f->words.word;
    for (uint32_t i = 0; i < f->asked_from; i++) {
        if (word[i].flags & WORD_QUOTED)
            continue;
        uint32_t back = i > DENIED_WORDS ? i - DENIED_WORDS : 0;
        bool owns = is_person(&word[i]) && (word[i].flags & WORD_OWNS) && !f->is_used[i];
        uint32_t next = i + (word[i].n_words ? word[i].n_words : 1);
        bool is_told = i && stem_is(f, i - 1, "tell"); // "tells her story"
        if (owns && !is_told && (STEM_OF(f, next, works) || (STEM_OF(f, next + 1, works) && !word[next].mark))) {
            if (!make_story(f, i, back, i))
                return false;
            continue;
        }
        /* "it was hers"; "Rhoda's, no contest" */
        bool ends = next >= f->words.n || (word[next].mark && word[next].mark != '-');
        bool is_it = i && stem_is(f, i - 1, "be") && i > 1 && STEM_OF(f, i - 2, subjects);
        if (i > 2 && (word[i - 1].flags & WORD_DENIES))
            is_it = stem_is(f, i - 2, "be");
        bool is_answer = (i == 0 || (i == 1 && word[0].key.n == 1 && word[1].mark == ':'));
        if (owns && ends && (is_it || is_answer)) {
            if (!make_story(f, i, i > 3 ? i - 3 : 0, i))
                return false;
            continue;
        }
        bool is_be_behind = stem_is(f, i + 1, "be") ||
                            KEY_OF(f, i + 1, ((const char *const[]){"isnt", "wasnt"}));
        if (stem_is(f, i, "narrator") && is_be_behind) {
            uint32_t who = person_from(f, i + 2, 1);
            bool denied = (f->words.word[i + 1].flags & WORD_DENIES) || key_is(f, i + 2, "not");
            f->place = i;
            if (who != NO_WORD && !make(f, POST_TELLS, word[who].person, PERSON_NONE,
                                        denied != f->is_disbelieved, (struct str){NULL, 0}))
                return false;
            continue;
        }
        bool is_hero = STEM_OF(f, i, heroes) ||
                       (stem_is(f, i, "character") && i && KEY_OF(f, i - 1, ((const char *const[]){
                            "main", "central", "title"})));
        if (is_hero) {
            uint32_t who = NO_WORD, from = i;
            if (stem_is(f, i + 1, "be")) {
                who = person_from(f, i + 2, 2);
                from = i + 1;
                if (who != NO_WORD && !make_story(f, who, from, who))
                    return false;
                continue;
            }
            uint32_t subject = subject_of(f, i);
            bool is_be = false;
            for (uint32_t k = subject; subject != NO_WORD && k < i; k++)
                is_be = is_be || stem_is(f, k, "be") || (k > subject && (word[k].flags & WORD_DENIES)) ||
                        (word[k].flags & WORD_OWNS);
            if (subject != NO_WORD && is_be && !make_story(f, subject, subject, i))
                return false;
            continue;
        }
        if (stem_is(f, i, "own") && (key_is(f, i + 1, "it") || STEM_OF(f, i + 2, works))) {
            uint32_t subject = subject_of(f, i);
            if (subject != NO_WORD && !make_story(f, subject, subject, i))
                return false;
            continue;
        }
        bool belongs = stem_is(f, i, "belong") && key_is(f, i + 1, "to");
        bool about = key_is(f, i, "about");
        if (about) { // "the play is about": what stands before is the work
            about = false;
            for (uint32_t k = back; k < i; k++)
                about = about || (STEM_OF(f, k, subjects) && !is_parted(f, k, i));
        }
        bool of = key_is(f, i, "of") && i && stem_is(f, i - 1, "story");
        if (!belongs && !about && !of)
            continue;
        uint32_t who = person_from(f, i + 1 + belongs, 1);
        if (who != NO_WORD && !f->is_used[who] && !make_story(f, who, back, i))
            return false;
    }
    return true;
}

/* ---- quotations ---- */

static bool find_quotes(struct finder *f)
{
    enum { NEAR = 6, LEAST_BYTES = 2, LEAST_WORDS = 1 };
    for (uint32_t q = 0; q < f->words.n_quotes; q++) {
        const struct quotation *quote = &f->words.quote[q];
        struct str said = str_trim(str_part(f->sentence->text, quote->at.start, quote->at.end));
        uint32_t n_words = 0, verb = NO_WORD;
        for (uint32_t i = quote->before; i < f->words.n && (f->words.word[i].flags & WORD_QUOTED) &&
                                         f->words.word[i].at.end <= quote->at.end; i++)
            n_words++;
        if (n_words < LEAST_WORDS || said.n < LEAST_BYTES)
            continue;
        for (uint32_t i = quote->before; i-- > 0 && quote->before - i <= NEAR && verb == NO_WORD;)
            if (is_report(f, i))
                verb = i;
        uint32_t behind = quote->before + n_words;
        bool is_behind = verb == NO_WORD && (is_report(f, behind) || is_report(f, behind + 1));
        if (is_behind)
            verb = is_report(f, behind) ? behind : behind + 1;
        uint32_t subject = NO_WORD, object = NO_WORD;
        bool is_by;
        if (verb != NO_WORD) {
            subject = subject_of(f, verb);
            uint32_t turned = is_behind ? person_from(f, verb + 1, 0) : NO_WORD;
            bool is_before = is_behind && verb > behind && is_person(&f->words.word[behind]);
            if (turned != NO_WORD && !is_before)
                subject = turned; // "..." says Rhoda
            else
                object = object_of(f, verb, &is_by);
        } else if (quote->before < f->words.n &&
                   (f->words.word[quote->before].mark == ':' ||
                    f->words.word[quote->before].mark == '"')) {
            subject = NO_WORD; // "Rhoda ends it: ...": whoever the sentence is about
            for (uint32_t i = 0; i < quote->before && subject == NO_WORD; i++)
                if (is_person(&f->words.word[i]) && !(f->words.word[i].flags & (WORD_OWNS | WORD_OBJECT)))
                    subject = i;
        }
        if (verb == NO_WORD && subject == NO_WORD)
            continue; // a title, or a word held at arm's length
        if (subject != NO_WORD)
            reader_subject(f->reader, f->words.word[subject].person);
        if (verb != NO_WORD)
            f->is_used[verb] = true;
        f->place = quote->before;
        if (!make(f, POST_SAYS, subject == NO_WORD ? PERSON_NONE : f->words.word[subject].person,
                  object == NO_WORD ? PERSON_NONE : f->words.word[object].person, false, said))
            return false;
    }
    return true;
}

/* ---- one sentence ---- */

/* "The audience believes", "I do not believe": what is thought, and by whom. */
static void find_frame(struct finder *f)
{
    static const char *const thinks[] = {"think", "believe", "assume", "expect", "suppose", "imagine",
                                         "read", "hear"};
    static const char *const first[] = {"i", "we"};
    static const char *const says[] = {"say", "tell", "claim", "insist", "swear", "argue", "call"};
    static const char *const seems[] = {"seem", "appear"};
    for (uint32_t i = 0; i < f->words.n; i++) {
        bool is_saying = STEM_OF(f, i, says), is_seeming = STEM_OF(f, i, seems) && key_is(f, i + 1, "to");
        if ((!STEM_OF(f, i, thinks) && !is_saying && !is_seeming) ||
            (f->words.word[i].flags & WORD_QUOTED))
            continue;
        bool by_writer = false, by_person = false, by_crowd = false, denied = false;
        bool is_over = key_is(f, i, "thought") || key_is(f, i, "read") || key_is(f, i, "heard");
        /* "I used to think", "I thought", "I read somewhere" */
        for (uint32_t k = i > 4 ? i - 4 : 0; k < i; k++) {
            by_crowd = by_crowd || (f->words.word[k].flags & WORD_OUTSIDE);
            is_over = is_over || (key_is(f, k, "used") && key_is(f, k + 1, "to"));
            by_writer = by_writer || KEY_OF(f, k, first);
            by_person = by_person || is_person(&f->words.word[k]);
            denied = denied || (f->words.word[k].flags & WORD_DENIES);
        }
        if (is_saying && (!by_crowd || by_writer))
            continue;
        bool by_others = (i && !by_person && (!by_writer || is_over)) || is_seeming;
        if (by_others && f->thought_to == f->thought_from) {
            f->thought_from = f->thought_to = i;
            while (f->thought_to < f->words.n && !(f->thought_to > i && is_parted(f, i, f->thought_to)) &&
                   !key_is(f, f->thought_to, "but"))
                f->thought_to++;
        }
        f->is_disbelieved = f->is_disbelieved || (by_writer && denied && !is_over);
    }
}

/* "He never forgives her, and who would expect him to?": where the question begins. */
static uint32_t question_from(const struct finder *f)
{
    static const char *const opens[] = {
        "who", "whom", "whose", "what", "why", "how", "where", "when", "which", "is", "are", "was",
        "were", "do", "does", "did", "can", "could", "should", "would", "has", "have", "had", "will",
        "isnt", "wasnt", "doesnt", "didnt", "dont", "cant", "am", "if", "right", "no", "or"};
    uint32_t from = 0;
    if (KEY_OF(f, 0, opens) || (is_joint(f, 0) && KEY_OF(f, 1, opens)))
        return 0;
    for (uint32_t i = 1; i < f->words.n; i++) {
        if (!f->words.word[i].mark || (f->words.word[i].flags & WORD_QUOTED))
            continue;
        if (KEY_OF(f, i, opens) || (is_joint(f, i) && KEY_OF(f, i + 1, opens)))
            from = i;
    }
    return from < NEAR_WORDS ? 0 : from; // "Q: is it his story?"
}

static bool is_opinion(const struct finder *f)
{
    for (uint32_t i = 0; i < f->words.n; i++)
        if (!(f->words.word[i].flags & WORD_QUOTED) && phrase_is_opinion(f->words.word[i].stem))
            return true;
    return false;
}

static bool find_claims(struct finder *f)
{
    memset(f->is_used, 0, sizeof f->is_used);
    f->thought_from = f->thought_to = 0;
    f->is_disbelieved = f->is_answered_no;
    f->n_made = 0;
    f->asked_from = f->words.asks && !f->is_answered ? question_from(f) : f->words.n;
    bool asks = f->asked_from == 0;
    if (!asks) {
        find_frame(f);
        if (!find_story(f))
            return false;
        uint32_t n_before = f->n_made;
        for (uint32_t i = 0; i < f->asked_from; i++) {
            struct phrase phrase;
            /* a quotation before this word is a claim before this one */
            if (f->is_used[i] || !phrase_at(&f->words, i, &phrase))
                continue;
            if (n_before && is_thought(f, i))
                continue; // "about his downward path" is one thought
            if (!make_phrase(f, &phrase))
                return false;
            i = phrase.last;
        }
    }
    if (!find_quotes(f))
        return false;
    if (!f->n_made && !asks && is_opinion(f))
        return make(f, POST_OPINION, PERSON_NONE, PERSON_NONE, false, f->sentence->text);
    return true;
}

/* Whether the writer answers what has just been asked: the next sentence is "No.", or begins so. */
static void find_answer(struct finder *f, const struct post *post, uint32_t next)
{
    f->is_answered = f->is_answered_no = false;
    for (uint32_t i = 0; i < f->words.n; i++)
        if (key_is(f, i, "wrong")) // "Am I wrong that ...?  Yes."
            return;
    if (next >= post->sentence.n || post->sentence.at[next].entry != f->sentence->entry)
        return;
    struct str text = post->sentence.at[next].text;
    for (size_t i = 0; i < text.n && i < 4; i++) {
        char c = text.at[i];
        if (is_ascii_letter(c))
            continue;
        if (c != '.' && c != ',' && c != '!')
            return;
        text.n = i;
    }
    f->is_answered_no = str_eq_nocase(text, STR("no")) || str_eq_nocase(text, STR("nope")) ||
                        str_eq_nocase(text, STR("nah"));
    f->is_answered = f->is_answered_no || str_eq_nocase(text, STR("yes")) ||
                     str_eq_nocase(text, STR("yep")) || str_eq_nocase(text, STR("yeah"));
}

whose_status post_claims(const struct post *post, const struct cast *cast,
                         const struct verdict *verdict, const struct billing *billing,
                         struct arena *keep, struct arena *scratch, struct post_claims *out,
                         whose_error *err)
{
    *out = (struct post_claims){.n_named = 0};
    struct finder *f = ARENA_NEW(scratch, struct finder, 1);
    struct reader *reader = reader_new(cast, verdict, billing, scratch);
    if (!f || !reader)
        return fail_nomem(err);
    *f = (struct finder){.reader = reader, .cast = cast, .out = out, .keep = keep};
    for (uint32_t s = 0; s < post->sentence.n; s++) {
        struct arena_mark mark = arena_mark(scratch);
        f->sentence = &post->sentence.at[s];
        if (s && f->sentence->entry != post->sentence.at[s - 1].entry)
            reader_forget(reader);
        bool ok = reader_sentence(reader, f->sentence->text, &f->words);
        if (ok) {
            find_answer(f, post, s + 1);
            ok = find_claims(f);
        }
        arena_rewind(scratch, mark);
        if (!ok)
            return fail_nomem(err);
    }
    out->n_named = reader_named(reader);
    out->unclear = reader_unclear(reader);
    out->is_of_another = !out->n_named && reader_strange(reader) >= STRANGE_FROM;
    if (out->is_of_another)
        out->claim.n = 0; // whoever "he" is, it is nobody here
    return WHOSE_OK;
}
