/* takes   nothing
 * gives   the words of measures and readings: what each asks, how it is counted, what in the
 *         study of narrative speaks for it, where it misleads; weights as a person writes them
 * cost    O(measures) a question */
#include "verdict/internal.h"

#include "base/err.h"

const struct measure_info measure_info[N_MEASURES] = {
    [MEASURE_SCENES] =
        {"scenes", READING_OCCUPIED_BY, "Who is there most?", "scenes",
         "Scenes in which the person is there in body or heard.",
         "The configuration of figures on stage, Marcus 1973, Pfister 1977.",
         "Servants, companions and witnesses stand by in many scenes."},
    [MEASURE_WORDS] =
        {"words spoken", READING_OCCUPIED_BY, "Who does the talking?", "words",
         "Words of all speeches, of any voice.",
         "Quantitative dominance of a figure, Pfister 1977.",
         "Talkers, clowns and villains who plan aloud; silent heroes."},
    [MEASURE_OPENING] =
        {"opening", READING_OCCUPIED_BY, "Whom do we meet first?", "scenes of the first tenth",
         "Scenes of the first tenth of the work, at least one, in which the person is there.",
         "The primacy effect of what is told first, Perry 1979, Sternberg 1978.",
         "Prologues, sentries, and works that hold their hero back."},
    [MEASURE_LAST_IMAGE] =
        {"last image", READING_OCCUPIED_BY, "Who is left at the end?", "of 2",
         "One for being in the last scene in body, one for its last word or deed.",
         "The sense of an ending, Kermode 1967, Smith 1968.",
         "Epilogues; whoever speaks over the dead."},
    [MEASURE_NAMED] =
        {"named while absent", READING_OCCUPIED_BY, "Whom do the others speak of?", "times",
         "Times named in speech in scenes in which the person is neither there nor heard.",
         "Figures are drawn by what others say of them, Pfister 1977.",
         "Kings, enemies and the dead; names that are also titles.  Its part is small."},
    [MEASURE_CENTRALITY] =
        {"meetings", READING_OCCUPIED_BY, "Who meets whom?", "meetings",
         "For each scene, how many others are there in body with the person.",
         "Degree in the network of characters, Moretti 2011.",
         "Crowd scenes."},
    [MEASURE_REMOVAL] =
        {"what falls apart", READING_OCCUPIED_BY, "What is lost without them?", "words of scenes",
         "Words of each scene, times the part of its exchanges (one speech after another by "
         "somebody else) that are the person's; a scene without exchanges is its speaker's.",
         "What is left of a plot when a figure is taken out of its network, Moretti 2011.",
         "Examiners, judges and hosts, who ask everybody."},
    [MEASURE_NARRATION] =
        {"narration", READING_TOLD_BY, "Who tells it afterwards?", "words",
         "Words told: in a novel the narration of those who say \"I\"; in a script voice-over in "
         "the past tense, or said to the audience; in a play the words of a chorus.  It counts as "
         "far as what is told happens to the teller.",
         "Who speaks, against who sees: voice, Genette 1972; Bal 2009.",
         "A witness; a frame that is only a habit of the genre; a narrator who lies."},
    [MEASURE_ALONE] =
        {"alone", READING_SEEN_THROUGH, "Whom do we see alone?", "words",
         "Words spoken while nobody else is on stage, where entrances are marked; else words "
         "spoken and told in scenes that show nobody else.",
         "The soliloquy as a way into a mind, Pfister 1977, Clemen 1964.",
         "Villains and clowns have soliloquies too."},
    [MEASURE_VIEW] =
        {"point of view", READING_SEEN_THROUGH, "Whose eyes do we look through?", "points",
         "Directions: \"ANNA'S POV\" or \"through Anna's eyes\" count 3; where no sentence could "
         "be parsed, \"Anna sees\" counts 1.",
         "Focalisation, Genette 1972; ocularisation in film, Jost 1987.",
         "A look that only prepares what is seen; other ways to say it are not found."},
    [MEASURE_ACTION] =
        {"action", READING_DRIVEN_BY, "Who does things?", "deeds",
         "Clauses of narration and directions of which the person is the doer (not of saying, "
         "being, perceiving), times their part in doing and undergoing: the object of a verb and "
         "the subject of a passive undergo, and so does who does what another has just told them "
         "to.  Without a parse: directions in which they do "
         "something.  Missing where less than 15 % of the words are told.",
         "The sphere of action of a figure, Propp 1928; subject and object as actants, Greimas "
         "1966.",
         "Fights, waiters, people whose work is shown; pronouns that could not be resolved."},
    [MEASURE_INITIATIVE] =
        {"initiative", READING_DRIVEN_BY, "Who begins the conversations?", "conversations",
         "Conversations that the person opens.  One begins with a scene and whenever somebody "
         "comes or goes, and is one when a second person speaks.",
         "Control of topic and turn, Pfister 1977, Culpeper 2001.",
         "Messengers come in and speak first."},
    [MEASURE_MENTIONS] =
        {"mentions", READING_OCCUPIED_BY, "Of whom is it told?", "times",
         "Times that narration or directions speak of the person, by name or otherwise.",
         "Plain counts name protagonists as well as any network, Jannidis 2016.",
         "An \"I\" is always in what it tells; a person under many names may be split."},
    [MEASURE_SPAN] =
        {"span", READING_OCCUPIED_BY, "Who is there from first to last?", "scenes",
         "Scenes from the first to the last one of the person, less their longest absence.",
         "Duration and omission, Genette 1972.",
         "Minor figures who are seen at both ends."},
    [MEASURE_BILLED] =
        {"title", READING_OCCUPIED_BY, "Whose name is in the title?", "of 1",
         "One for a name in the title that nobody else bears.",
         "The title as a promise to the reader, Genette 1987.",
         "Titles name kings and victims: Caesar is dead in the middle.  Its part is small."},
    [MEASURE_STANCE] =
        {"the teller's part", READING_TOLD_BY, "Does what is told happen to the teller?", "of 1",
         "The mean of four: mentions, action, feeling and part in exchanges of the teller, each "
         "against those of whoever else has most.  Without a parse two: deeds of the \"I\" "
         "against those of the most named other, and exchanges.  It has no weight of its own: "
         "all that a narrator is credited with counts as far as it goes (a logistic function of "
         "it).",
         "Hero of the own tale, or witness of another's: autodiegetic and homodiegetic, Genette "
         "1972; \"I\" as witness, Friedman 1955.",
         "A witness who talks much of himself; a hero who mostly listens."},
    [MEASURE_PERCEPTION] =
        {"inner life", READING_SEEN_THROUGH, "Who perceives, thinks and feels?", "clauses",
         "Clauses of narration and directions in which the person is the subject of a verb of "
         "perception, thought or emotion (data/clause_words.tsv).",
         "Internal focalisation, Genette 1972; psycho-narration, Cohn 1978; verb classes, Levin "
         "1993.",
         "Looks that only lead to what is seen; a narrator who knows everybody's mind."},
    [MEASURE_FREE_THOUGHT] =
        {"free thought", READING_SEEN_THROUGH, "With whom does the narration ask and exclaim?",
         "sentences",
         "Questions and exclamations of a novel outside of quotations, of whoever did something "
         "last before them; in the first person the narrator's.",
         "Free indirect discourse, Cohn 1978, Banfield 1982.",
         "A narrator who asks the reader; speech whose marks were lost."},
    [MEASURE_DECISION] =
        {"decisions", READING_DRIVEN_BY, "Who decides and tries?", "clauses",
         "Clauses of narration and directions in which the person decides, tries, refuses, "
         "orders (data/clause_words.tsv).",
         "The cardinal functions of a plot open a choice, Barthes 1966; Bremond 1973.",
         "Few such verbs stand in most works."},
    [MEASURE_COMPANY] =
        {"new company", READING_CHANGED_IN, "Who ends among other people than at first?", "scenes",
         "For scenes of the last third, the part of those present whom the person had not met in "
         "the first third; for people who are in both.",
         "The mobile figure crosses a border, Lotman 1970.",
         "It says that the company changes, not the person."},
    [MEASURE_CHANGE] =
        {"change", READING_CHANGED_IN, "Who is another at the end?", "of 1",
         "Last third of the places where the person is against the first: company 0.3, place 0.15, "
         "bonds 0.25, fate 0.2, feeling 0.1; of those that the text shows.  Times the part of all "
         "scenes in which the person is there.",
         "Dynamic and static characters, Forster 1927; change of fortune, Aristotle, Poetics "
         "1452a.",
         "Who travels meets others and need not change; a change of mind alone is not seen."},
    [MEASURE_FEELING] =
        {"feeling", READING_FELT_BY, "Whose are the tears and the faces?", "times",
         "Narration and directions: verbs, adjectives and possessed nouns of emotion and of what "
         "shows it (tears, a pale face), unless negated (data/clause_words.tsv).",
         "Emotion as the reader's bond with a figure, Oatley 1994, Keen 2006.",
         "Melodrama gives everybody tears; words of feeling are ambiguous."},
};

const char *const reading_name[N_READINGS] = {
    "told_by", "seen_through", "driven_by", "changed_in", "occupied_by", "felt_by",
};

const char *const answer_name[N_ANSWERS] = {"one", "shared", "contested", "nobody"};

enum measure measure_find(struct str typed)
{
    enum measure found = N_MEASURES;
    uint32_t n_found = 0;
    for (uint32_t m = 0; m < N_MEASURES; m++) {
        struct str name = str_c(measure_info[m].name);
        if (str_eq_nocase(name, typed))
            return (enum measure)m;
        if (typed.n && str_starts_nocase(name, typed)) {
            found = (enum measure)m;
            n_found++;
        }
    }
    return n_found == 1 ? found : N_MEASURES;
}

/* "told" and "told_by" are the same reading. */
static uint32_t find_reading(struct str typed)
{
    for (uint32_t r = 0; r < N_READINGS; r++) {
        struct str name = str_c(reading_name[r]);
        if (str_eq(name, typed) || (typed.n && typed.n < name.n && str_starts(name, typed) &&
                                    name.at[typed.n] == '_'))
            return r;
    }
    return N_READINGS;
}

/* A decimal number from 0 to 1000. */
static bool read_number(struct str s, double *out)
{
    static const double most = 1000;
    double value = 0, unit = 1;
    bool has_digit = false, has_point = false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.at[i] == '.' && !has_point) {
            has_point = true;
        } else if (is_ascii_digit(s.at[i]) && value <= most && unit > 1e-9) {
            has_digit = true;
            unit = has_point ? unit / 10 : unit;
            value = has_point ? value + unit * (s.at[i] - '0') : value * 10 + (s.at[i] - '0');
        } else {
            return false;
        }
    }
    *out = value;
    return has_digit && value <= most;
}

whose_status verdict_parse_weights(struct str typed, double out[N_READINGS], whose_error *err)
{
    double all = 0;
    for (uint32_t r = 0; r < N_READINGS; r++)
        out[r] = 0;
    for (struct str rest = typed; rest.n;) {
        struct str number = str_cut(&rest, ',');
        struct str name = str_trim(str_cut(&number, '='));
        uint32_t r = find_reading(name);
        if (r == N_READINGS)
            return fail(err, WHOSE_E_NAME, 0,
                        "there is no reading \"%.*s\": told, seen, driven, changed, occupied or felt",
                        STR_ARGS(name));
        if (!read_number(str_trim(number), &out[r]))
            return fail(err, WHOSE_E_NAME, 0,
                        "the weight of \"%.*s\" is no number from 0 to 1000: write told=2,driven=1",
                        STR_ARGS(name));
        all += out[r];
    }
    if (all <= 0)
        return fail(err, WHOSE_E_NAME, 0, "one reading at least needs a weight above 0");
    for (uint32_t r = 0; r < N_READINGS; r++)
        out[r] /= all;
    return WHOSE_OK;
}
