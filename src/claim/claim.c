/* takes   a sentence as a person types it, and the findings on one work
 * gives   the two people that it sets against each other, what each measure says
 *         of them, and the probability that the claim holds
 * method  the sentence is cut at its "not"; of each half the words of the claim
 *         ("it is", "'s story") are taken off, longest first, until a name is left
 *         that somebody bears: a name is tried before each cut, so that a person
 *         may be called "Story".  The shares of the verdict decide; two people who
 *         are not both candidates are weighed by the same measures, in a table of their own
 * cost    O(persons) for each name tried, at most a few dozen */
#include "claim/claim.h"

#include "base/err.h"
#include "base/utf8.h"
#include "claim/internal.h"

#include <string.h>

enum { NEAREST = 3, NAMED_MOST = 8, CUTS_MOST = 16, FAR_RATIO = 2, STANDS_OUT = 8 };

/* Beyond these odds of the two, the evidence is not divided any more. */
static const double supported_from = 2.0 / 3.0, contradicted_to = 1.0 / 3.0;

/* Words of the claim that may stand before a name, and behind it. */
static const char *const before[] = {
    "it is the story of ", "it's the story of ", "this is the story of ", "the story belongs to ",
    "the story is about ", "the story of ",      "the story is ",         "story of ",
    "it belongs to ",      "it is about ",       "it's about ",           "this is ",
    "it is ",              "it's ",              "its ",                  "it was ",
    "that is ",            "that's ",            "but ",                  "and ",
    "is ",                 "the story, ",        "to ",
};
static const char *const behind[] = {
    " is the protagonist", " is the main character", " is the owner", " is the hero",
    " is the heroine",     " owns the story",        " owns it",      " story",
    "'s",                  "'",                      " and",          " but",
};
static const char *const denials[] = {" instead of ", " rather than ", " not ", " isn't "};

/* In lower case only for ASCII, curly apostrophes made straight: same meaning, one spelling. */
static struct str straight(struct str s, struct arena *scratch)
{
    const struct str curly = STR("\xE2\x80\x99");
    char *out = ARENA_NEW_RAW(scratch, char, s.n + 1);
    if (!out)
        return (struct str){NULL, 0};
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        if (str_starts(str_part(s, i, s.n), curly)) {
            out[n++] = '\'';
            i += curly.n;
        } else {
            out[n++] = is_blank(s.at[i]) ? ' ' : s.at[i];
            i++;
        }
    }
    return (struct str){out, n};
}

static bool is_edge(char c)
{
    return is_blank(c) || c == ',' || c == ';' || c == ':' || c == '.' || c == '!' || c == '?' ||
           c == '"';
}

/* Without blanks and stops at the ends.  A stop may belong to the name ("Mr."),
 * which makes no difference to its key. */
static struct str bare(struct str s)
{
    while (s.n && is_edge(s.at[0]))
        s = str_part(s, 1, s.n);
    while (s.n && is_edge(s.at[s.n - 1]))
        s.n--;
    return s;
}

static bool ends_nocase(struct str s, struct str tail)
{
    return s.n >= tail.n && str_eq_nocase(str_part(s, s.n - tail.n, s.n), tail);
}

/* Take one phrase of the claim off `s`; false when there is none. */
static bool cut_once(struct str *s)
{
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        struct str phrase = str_c(before[i]);
        if (s->n > phrase.n && str_starts_nocase(*s, phrase)) {
            *s = bare(str_part(*s, phrase.n, s->n));
            return true;
        }
    }
    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++) {
        struct str phrase = str_c(behind[i]);
        if (s->n > phrase.n && ends_nocase(*s, phrase)) {
            *s = bare(str_part(*s, 0, s->n - phrase.n));
            return true;
        }
    }
    return false;
}

/* A list of names for a message: "A, B". */
static void list_names(const struct cast *cast, const uint32_t *person, uint32_t n,
                       const char *last, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < n; i++) {
        struct str joint = i == 0 ? STR("") : i + 1 == n ? str_c(last) : STR(", ");
        struct str name = cast->person.at[person[i]].name;
        if (used + joint.n + name.n + 1 > size)
            break;
        if (joint.n)
            memcpy(out + used, joint.at, joint.n);
        used += joint.n;
        if (name.n)
            memcpy(out + used, name.at, name.n);
        used += name.n;
        out[used] = '\0';
    }
}

/* At most 60 bytes of what was typed, cut between characters. */
static struct str shown(struct str typed)
{
    enum { SHOWN_BYTES = 60 };
    if (typed.n <= SHOWN_BYTES)
        return typed;
    size_t n = SHOWN_BYTES;
    while (n && ((unsigned char)typed.at[n] & 0xC0) == 0x80)
        n--;
    return str_part(typed, 0, n);
}

/* "he", "hers, not his: she": words that stand for people whom only a sentence before can name. */
static bool is_pronouns(struct str typed)
{
    static const char *const pronoun[] = {"he", "him", "his", "himself", "she", "her", "hers", "herself",
                                          "they", "them", "their", "theirs", "it", "its"};
    static const char *const joint[] = {"not", "and", "or", "but"};
    bool any = false;
    while (typed.n) {
        struct str word = bare(str_cut(&typed, ' '));
        bool is_one = false, is_joint = word.n == 0;
        for (size_t i = 0; i < sizeof pronoun / sizeof *pronoun; i++)
            is_one = is_one || str_eq_nocase(word, str_c(pronoun[i]));
        for (size_t i = 0; i < sizeof joint / sizeof *joint; i++)
            is_joint = is_joint || str_eq_nocase(word, str_c(joint[i]));
        if (!is_one && !is_joint)
            return false;
        any = any || is_one;
    }
    return any;
}

/* The one of that gender who has most places of their own, or PERSON_NONE. */
static uint32_t most_present(const struct cast *cast, enum gender gender)
{
    uint32_t best = PERSON_NONE;
    uint64_t most = 0;
    for (uint32_t p = 0; p < cast->person.n; p++) {
        const struct person *person = &cast->person.at[p];
        uint64_t n = (uint64_t)person->n_speeches + person->n_mentions;
        if (person->is_group || person->gender != gender || n <= most)
            continue;
        most = n;
        best = p;
    }
    return best;
}

/* The people of a claim are pronouns only: who is meant is not guessed, the form is shown. */
static whose_status says_pronouns(struct str typed, const struct cast *cast, whose_error *err)
{
    uint32_t person[2] = {PERSON_NONE, PERSON_NONE}, n = 0;
    uint32_t she = most_present(cast, GENDER_SHE), he = most_present(cast, GENDER_HE);
    struct str head = shown(typed);
    char names[256];
    if (she != PERSON_NONE)
        person[n++] = she;
    if (he != PERSON_NONE)
        person[n++] = he;
    list_names(cast, person, n, ", not ", names, sizeof names);
    return fail(err, WHOSE_E_NAME, 0,
                "\"%.*s\" names nobody: a claim on its own cannot say whom a pronoun means; use names, as in \"%s\"",
                STR_ARGS(head), n ? names : "Brutus, not Caesar");
}

static whose_status says_nobody(struct str typed, const struct cast *cast, struct arena *scratch,
                                whose_error *err)
{
    if (is_pronouns(typed))
        return says_pronouns(typed, cast, err);
    uint32_t near[NEAREST];
    uint32_t n = people_near(cast, typed, scratch, near, NEAREST);
    char names[256];
    list_names(cast, near, n < NEAREST ? n : NEAREST, " or ", names, sizeof names);
    struct str head = shown(typed);
    if (!names[0])
        return fail(err, WHOSE_E_NAME, 0, "nobody here is called \"%.*s\"", STR_ARGS(head));
    return fail(err, WHOSE_E_NAME, 0, "nobody here is called \"%.*s\": did you mean %s?",
                STR_ARGS(head), names);
}

static whose_status says_several(struct str typed, const struct cast *cast,
                                 const uint32_t *person, uint32_t n, whose_error *err)
{
    static const char *const number[] = {"no", "one", "two", "three", "four", "five", "six",
                                         "seven", "eight"};
    char names[320];
    struct str head = shown(typed);
    list_names(cast, person, n < NAMED_MOST ? n : NAMED_MOST, ", ", names, sizeof names);
    if (n > NAMED_MOST)
        return fail(err, WHOSE_E_NAME, 0, "\"%.*s\" fits %u people, among them %s",
                    STR_ARGS(head), n, names);
    return fail(err, WHOSE_E_NAME, 0, "\"%.*s\" fits %s people: %s", STR_ARGS(head), number[n],
                names);
}

/* "Brutus" is Marcus Brutus although Decius Brutus has twelve speeches: of several
 * whom a name fits, one is meant if all others together hardly speak. */
static bool one_stands_out(const struct cast *cast, const uint32_t *found, uint32_t n,
                           uint32_t *person)
{
    uint64_t all = 0, most = 0;
    for (uint32_t i = 0; i < n && n <= NAMED_MOST; i++) {
        uint32_t n_speeches = cast->person.at[found[i]].n_speeches;
        all += n_speeches;
        if (n_speeches > most) {
            most = n_speeches;
            *person = found[i];
        }
    }
    return most > STANDS_OUT * (all - most) && most >= STANDS_OUT;
}

const char *const claim_kind_name[N_CLAIM_KINDS] = {"story-of", "tells", "dies",
                                                    "lives",    "kills", "marries"};

/* "Brutus's" is Brutus, and not the soldiers in Brutus's army. */
static bool is_owned_group(const struct cast *cast, uint32_t person, struct str name)
{
    return cast->person.at[person].is_group && ends_nocase(name, STR("'s"));
}

whose_status claim_person(struct str typed, const struct cast *cast, struct arena *scratch,
                          uint32_t *person, whose_error *err)
{
    struct str name = straight(typed, scratch);
    if (!name.at)
        return fail_nomem(err);
    name = bare(name);
    struct str several = {NULL, 0};
    uint32_t found[NAMED_MOST] = {0}, first[NAMED_MOST] = {0}, n_several = 0;
    for (uint32_t cut = 0; name.n && cut < CUTS_MOST; cut++) {
        uint32_t n = people_named(cast, name, scratch, found, NAMED_MOST);
        if (n == 1 && !is_owned_group(cast, found[0], name)) {
            *person = found[0];
            return WHOSE_OK;
        }
        if (n > 1) {
            several = name;
            n_several = n;
            memcpy(first, found, sizeof first);
        }
        struct str shorter = name;
        if (!cut_once(&shorter) || !shorter.n)
            break;
        name = shorter;
    }
    if (n_several && one_stands_out(cast, first, n_several, person))
        return WHOSE_OK;
    if (n_several)
        return says_several(several, cast, first, n_several, err);
    if (cast->narrator != PERSON_NONE &&
        (str_eq_nocase(name, STR("the narrator")) || str_eq_nocase(name, STR("narrator")))) {
        *person = cast->narrator;
        return WHOSE_OK;
    }
    return says_nobody(name, cast, scratch, err);
}

static bool has_letter(struct str s)
{
    for (size_t at = 0; at < s.n;) {
        uint32_t c = utf8_next(s, &at);
        if (utf8_is_letter(c) || utf8_is_digit(c))
            return true;
    }
    return false;
}

/* Does anything but words of the claim stand here? */
static bool has_name(struct str s)
{
    static const char *const filler[] = {"it is", "it's", "its", "it", "this is", "the story",
                                         "the story is", "story", "it was", "that is", "that's"};
    s = bare(s);
    for (size_t i = 0; i < sizeof filler / sizeof *filler; i++)
        if (str_eq_nocase(s, str_c(filler[i])))
            return false;
    return has_letter(s);
}

/* The length of the denial that `claim` has at byte `i`; 0 when there is none.  The
 * sentence may begin with its denial, or have a comma before it. */
static size_t denial_at(struct str claim, size_t i)
{
    struct str tail = str_part(claim, i, claim.n);
    for (size_t d = 0; d < sizeof denials / sizeof *denials; d++) {
        struct str word = str_c(denials[d]);
        struct str bare_word = str_part(word, 1, word.n);
        if (i == 0 && str_starts_nocase(tail, bare_word))
            return bare_word.n;
        if (str_starts_nocase(tail, word) ||
            (tail.at[0] == ',' && str_starts_nocase(str_part(tail, 1, tail.n), bare_word)))
            return word.n;
    }
    return 0;
}

/* Whom the claim affirms and whom it denies (empty if nobody) when it is cut at the
 * `n` bytes of denial at `i`.  "not Caesar but Brutus" affirms what stands last. */
static void cut_at(struct str claim, size_t i, size_t n, struct str *yes, struct str *no)
{
    *yes = str_part(claim, 0, i);
    *no = str_part(claim, i + n, claim.n);
    if (has_name(*yes))
        return;
    struct str rest = *no;
    size_t but = str_find(rest, STR(" but "));
    size_t joint = but < rest.n ? but : str_find(rest, STR(","));
    *no = str_part(rest, 0, joint);
    *yes = str_part(rest, but < rest.n ? but + 5 : joint + 1, rest.n);
}

/* Cut at the first denial that parts two people; a name may have "not" in it.  When
 * there is none, at the first denial, so that the message is about the claim as meant. */
static void cut_at_denial(struct str claim, const struct cast *cast, struct arena *scratch,
                          struct str *yes, struct str *no)
{
    enum { DENIALS_TRIED = 8 };
    uint32_t n_tried = 0, person;
    *yes = claim;
    *no = (struct str){claim.at, 0};
    for (size_t i = 0; i < claim.n && n_tried < DENIALS_TRIED; i++) {
        size_t n = denial_at(claim, i);
        if (!n)
            continue;
        struct str a, b;
        cut_at(claim, i, n, &a, &b);
        bool parts = has_name(a) && has_name(b) &&
                     claim_person(a, cast, scratch, &person, NULL) == WHOSE_OK &&
                     claim_person(b, cast, scratch, &person, NULL) == WHOSE_OK;
        if (n_tried++ == 0 || parts) {
            *yes = a;
            *no = b;
        }
        if (parts)
            return;
    }
}

static whose_status two_people(const struct cast *cast, const struct claim *claim,
                               whose_error *err)
{
    char name[128];
    if (claim->object != claim->subject)
        return WHOSE_OK;
    list_names(cast, &claim->subject, 1, "", name, sizeof name);
    return fail(err, WHOSE_E_INPUT, 0, "both names of the claim mean %s", name);
}

static whose_status understand(struct str text, const struct cast *cast, struct arena *scratch,
                               struct claim *out, whose_error *err)
{
    struct str claim = straight(text, scratch);
    if (!claim.at)
        return fail_nomem(err);
    out->object = PERSON_NONE;
    claim = bare(claim);
    uint32_t found[NAMED_MOST];
    if (claim.n && people_named(cast, claim, scratch, found, NAMED_MOST) == 1 &&
        !is_owned_group(cast, found[0], claim)) {
        out->subject = found[0];
        return WHOSE_OK; // a name may have "not" in it
    }
    struct claim_words words;
    if (claim_parse(claim, &words)) {
        out->kind = words.kind;
        out->is_denied = words.is_denied;
        TRY(claim_person(words.subject, cast, scratch, &out->subject, err));
        if (words.object.n)
            TRY(claim_person(words.object, cast, scratch, &out->object, err));
        return two_people(cast, out, err);
    }
    struct str yes, no;
    cut_at_denial(claim, cast, scratch, &yes, &no);
    if (!has_name(yes))
        return fail(err, WHOSE_E_INPUT, 0,
                    "the claim says of nobody that it is their story: try \"Brutus, not Caesar\"");
    TRY(claim_person(yes, cast, scratch, &out->subject, err));
    if (has_name(no))
        TRY(claim_person(no, cast, scratch, &out->object, err));
    return two_people(cast, out, err);
}

/* Somebody outside the ten most present people has no share of their own: it is
 * at most that of the least likely candidate. */
static double share_of(const struct verdict *verdict, uint32_t person)
{
    uint32_t candidate = verdict_candidate(verdict, person);
    double least = 1;
    for (uint32_t i = 0; i < verdict->n_candidates; i++) {
        if (verdict->ranking[i].candidate == candidate)
            return verdict->ranking[i].share;
        if (verdict->ranking[i].share < least)
            least = verdict->ranking[i].share;
    }
    return least;
}

static uint32_t strongest_other(const struct verdict *verdict, uint32_t subject)
{
    for (uint32_t i = 0; i < verdict->n_candidates; i++) {
        uint32_t candidate = verdict->ranking[i].candidate;
        if (candidate < verdict->n_candidates && verdict->candidate[candidate] != subject)
            return verdict->candidate[candidate];
    }
    return PERSON_NONE;
}

static void decide(const struct verdict *verdict, struct claim *out)
{
    if (verdict->answer == ANSWER_NOBODY || verdict->n_candidates == 0) {
        out->verdict = CLAIM_NOT_IN_TEXT;
        out->share = 0;
        return;
    }
    uint32_t first = verdict->candidate[verdict->ranking[0].candidate];
    double most = verdict->ranking[0].share;
    double own = share_of(verdict, out->subject);
    double pair = 1; // of the two, that the subject is the owner
    if (out->rival != PERSON_NONE) {
        double rival = share_of(verdict, out->rival);
        pair = own + rival > 0 ? own / (own + rival) : 0.5;
    }
    bool is_between = out->object != PERSON_NONE && (first == out->subject || first == out->object);
    out->share = is_between ? pair : own;
    if (first != out->subject && first != out->rival && own * FAR_RATIO < most)
        out->verdict = CLAIM_CONTRADICTED; // whatever the two are to each other
    else if (pair >= supported_from && verdict->answer != ANSWER_CONTESTED)
        out->verdict = CLAIM_SUPPORTED;
    else if (pair <= contradicted_to)
        out->verdict = CLAIM_CONTRADICTED;
    else
        out->verdict = CLAIM_CONTESTED;
}

whose_status claim_weigh(struct str claim, const struct doc *doc, const struct text *text,
                         const struct cast *cast, const struct story *story,
                         const struct verdict *verdict, struct arena *scratch, struct claim *out,
                         whose_error *err)
{
    *out = (struct claim){.text = str_trim(claim), .object = PERSON_NONE, .rival = PERSON_NONE};
    TRY(understand(claim, cast, scratch, out, err));
    if (out->kind != CLAIM_STORY_OF) {
        claim_weigh_event(doc, text, cast, story, verdict, out);
        return WHOSE_OK;
    }
    out->rival = out->object != PERSON_NONE ? out->object : strongest_other(verdict, out->subject);
    for (uint32_t m = 0; m < N_MEASURES; m++) {
        out->leans[m] = LEANS_NEITHER;
        out->evidence[m] = (struct evidence){
            .measure = (enum measure)m, .is_missing = true, .favours = VERDICT_NOBODY};
    }
    if (out->rival != PERSON_NONE) {
        uint32_t two[2] = {out->subject, out->rival};
        TRY(verdict_evidence(doc, text, cast, story, two, 2, out->evidence, scratch, err));
        for (uint32_t m = 0; m < N_MEASURES; m++) {
            const struct evidence *evidence = &out->evidence[m];
            if (!evidence->is_missing && evidence->favours < 2)
                out->leans[m] = evidence->favours == 0 ? LEANS_FOR : LEANS_AGAINST;
        }
    }
    decide(verdict, out);
    return WHOSE_OK;
}
