/* takes   a text
 * gives   its language, as far as letters and function words tell
 * method  a sample of words from the whole text; letters of another script name it
 *         at once, else the language whose function words are the most
 * cost    bounded by the sample */
#include "base/utf8.h"
#include "text/text.h"

#include <string.h>

enum { STRETCHES = 16, STRETCH_WORDS = 100, STRETCH_LOOK = 4096, WORD_BYTES = 16, ENOUGH_WORDS = 12 };

/* Words between blanks, the most frequent of each language; written for this project. */
static const struct {
    const char *name, *code, *words;
} languages[] = {
    {"English", "en",
     " the of and to in a that he was it his is with as i had for not but be at on you her she they "
     "him by my have we so me this from which were all said an if are their there or no would been "
     "what could them will one when who out then into your up do did has must thou thee thy hath "
     "don't it's i'm can now how our down just about over back get go know like here "},
    {"German", "de",
     " der die und in den von zu das mit sich des auf f\xC3\xBCr ist im dem nicht ein eine als auch es an "
     "werden aus er hat dass sie nach wird bei einer um am sind noch wie einem \xC3\xBC" "ber so war ich "
     "haben nur oder aber vor zur bis mehr durch man mir mich du ihr ihm wir hatte "},
    {"French", "fr",
     " le la les de des du et un une il elle que qui ne pas je vous nous dans est pour ce se sur au "
     "avec son sa ses en par plus mais on lui ils cette tout comme si \xC3\xA9tait o\xC3\xB9 mon ma tu me bien "
     "\xC3\xA0 d'un qu'il c'est l'on n'est j'ai d'une "},
    {"Spanish", "es",
     " el la los las de que y en un una se no por con para su al lo como m\xC3\xA1s pero sus le ya o este "
     "s\xC3\xAD porque esta entre cuando muy sin sobre me mi hasta hay donde quien era yo es del ella "},
    {"Italian", "it",
     " il lo la gli le di che e un una non per con si da del della in era come ma al pi\xC3\xB9 mi ci suo "
     "sua alla nel anche se io questo quella ed aveva lei lui sono dei delle perch\xC3\xA9 \xC3\xA8 "},
    {"Portuguese", "pt",
     " o os as de que e do da em um uma n\xC3\xA3o para com se por mais na no dos das ao como mas foi seu "
     "sua ele ela era eu j\xC3\xA1 muito nos isso quando \xC3\xA9 lhe pelo "},
    {"Dutch", "nl",
     " de het een en van ik te dat die in is niet hij op zijn met voor er maar om hem dan zou of wat "
     "mijn men dit zo door over ze zich bij ook tot je mij uit der daar haar naar heb hoe had was aan "},
    {"Swedish", "sv",
     " och att det i en jag hon som han p\xC3\xA5 den med var sig f\xC3\xB6r s\xC3\xA5 till \xC3\xA4r men ett om hade de av "
     "icke mig du henne d\xC3\xA5 sin nu har inte hans honom skulle hennes d\xC3\xA4r min man ej vid kunde "},
    {"Danish or Norwegian", "da",
     " og i jeg det at en den til er som p\xC3\xA5 de med han af for ikke der var mig sig men et har om vi "
     "min havde ham hun nu over da fra du ud sin dem os op man hans hvor eller hvad skal selv her alle "
     "vil kunne hende v\xC3\xA6re av jeg ble hadde "},
    {"Finnish", "fi",
     " ja on ei se ett\xC3\xA4 oli h\xC3\xA4n mutta niin kuin min\xC3\xA4 ole n\xC3\xA4in my\xC3\xB6s mit\xC3\xA4 nyt sen h\xC3\xA4nen ne kun "
     "jos mink\xC3\xA4 tai joka sin\xC3\xA4 olen vaan siit\xC3\xA4 olla sitten h\xC3\xA4nt\xC3\xA4 minun kaikki "},
    {"Polish", "pl",
     " i w nie na z do to \xC5\xBC" "e si\xC4\x99 jest jak o a co tak za od po ale jego jej ju\xC5\xBC by\xC5\x82 by\xC5\x82" "a dla czy przez "
     "pan mnie mi ja tylko tym tego ich przy go bo on ona jeszcze "},
    {"Czech or Slovak", "cs",
     " a se na je \xC5\xBE" "e to v s z do ne jsem jako ale si jeho jej\xC3\xAD by kdy\xC5\xBE byl byla co tak pro po za ve "
     "jak jsou nebo u\xC5\xBE mu ho jen m\xC4\x9B "},
    {"Hungarian", "hu",
     " a az \xC3\xA9s hogy nem is egy volt de ez ha csak meg mint m\xC3\xA1r el m\xC3\xA9g mert vagy ki be azt ezt \xC5\x91 "
     "volna k\xC3\xA9rem minden itt ott olyan "},
    {"Turkish", "tr",
     " bir ve bu da de ne i\xC3\xA7in ile gibi daha o ben sen biz \xC3\xA7ok ama var yok her kadar sonra diye "
     "\xC5\x9F" "ey mi m\xC4\xB1 olan oldu onun bana "},
    {"Romanian", "ro",
     " \xC8\x99i de nu s\xC4\x83 la \xC3\xAEn o un c\xC4\x83 pe cu mai a se din ce este pentru care era lui ei eu dar ca "
     "fost fi am ai ar acest \xC5\x9Fi "},
    {"Latin", "la",
     " et in est non ad cum ut qui quae quod sed si ex ab esse hoc nec enim atque per sunt ac quam "
     "eius autem etiam quid me te tibi mihi iam "},
    {"Welsh", "cy",
     " yn y a i o ar yr ei ac wedi mae ond fel oedd am na hi ni gan fod hyn hynny roedd eu nid "},
    {"Esperanto", "eo",
     " la kaj de en ne mi al li estas estis \xC4\x9Di sed ke por kun vi \xC5\x9Di pri el kiu tiu ili sin \xC4\x89" "e jam "},
};
enum { N_LANGUAGES = sizeof languages / sizeof *languages };

/* Letters that only some languages have. */
static const struct {
    uint32_t first, last;
    const char *name, *code;
} scripts[] = {
    {0x0370, 0x03FF, "Greek", "el"},
    {0x0400, 0x052F, "Russian or another language in Cyrillic letters", "ru"},
    {0x0530, 0x058F, "Armenian", "hy"},
    {0x0590, 0x05FF, "Hebrew or Yiddish", "he"},
    {0x0600, 0x077F, "Arabic or another language in Arabic letters", "ar"},
    {0x0900, 0x097F, "Hindi or another language in Devanagari", "hi"},
    {0x0980, 0x0DFF, "a language of India or Sri Lanka", "mul"},
    {0x0E00, 0x0E7F, "Thai", "th"},
    {0x10A0, 0x10FF, "Georgian", "ka"},
    {0x1100, 0x11FF, "Korean", "ko"},
    {0x3040, 0x30FF, "Japanese", "ja"},
    {0x4E00, 0x9FFF, "Chinese", "zh"},
    {0xAC00, 0xD7AF, "Korean", "ko"},
};
enum { N_SCRIPTS = sizeof scripts / sizeof *scripts };

struct tally {
    uint32_t n_words, n_letters;
    uint32_t language[N_LANGUAGES];
    uint32_t script[N_SCRIPTS];
};

static void count_letter(struct tally *tally, uint32_t c)
{
    tally->n_letters++;
    for (int s = 0; c >= scripts[0].first && s < N_SCRIPTS; s++)
        tally->script[s] += c >= scripts[s].first && c <= scripts[s].last;
}

/* `word` with a blank on both sides. */
static void count_word(struct tally *tally, const char *word)
{
    tally->n_words++;
    for (int l = 0; l < N_LANGUAGES; l++)
        tally->language[l] += strstr(languages[l].words, word) != NULL;
}

static void count_stretch(struct tally *tally, struct str s, uint32_t most_words)
{
    char word[WORD_BYTES + UTF8_MAX_BYTES + 2] = " ";
    size_t n = 1;
    uint32_t n_words = 0;
    bool is_long = false;
    for (size_t i = 0; i <= s.n && n_words < most_words;) {
        uint32_t c = ' ';
        if (i < s.n)
            c = utf8_next(s, &i);
        else
            i++;
        c = c == 0x2019 ? '\'' : c;
        bool is_letter = utf8_is_letter(c) || utf8_is_mark(c);
        if (is_letter)
            count_letter(tally, c);
        if (is_letter || (c == '\'' && n > 1)) {
            is_long = is_long || n > WORD_BYTES;
            if (!is_long)
                n += utf8_put(utf8_lower(c), word + n);
            continue;
        }
        if (n > 1) {
            n -= word[n - 1] == '\'';
            memcpy(word + n, " ", 2);
            if (!is_long)
                count_word(tally, word);
            n_words++;
        }
        n = 1;
        is_long = false;
    }
}

/* A script that has a third of the letters; kana tell Japanese from Chinese. */
static int foreign_script(const struct tally *tally)
{
    int best = 0;
    uint32_t n_foreign = 0, kana = 0;
    for (int s = 0; s < N_SCRIPTS; s++) {
        n_foreign += tally->script[s];
        if (scripts[s].first == 0x3040)
            kana = (uint32_t)s;
        best = tally->script[s] > tally->script[best] ? s : best;
    }
    if (n_foreign * 3 < tally->n_letters || n_foreign < ENOUGH_WORDS)
        return -1;
    return tally->script[kana] * 8 > n_foreign ? (int)kana : best;
}

static void count_sample(struct tally *tally, struct str text)
{
    if (text.n <= (size_t)STRETCHES * STRETCH_LOOK) {
        count_stretch(tally, text, STRETCHES * STRETCH_WORDS);
        return;
    }
    for (size_t k = 0; k < STRETCHES; k++) {
        size_t start = text.n / STRETCHES * k;
        count_stretch(tally, str_part(text, start, start + STRETCH_LOOK), STRETCH_WORDS);
    }
}

struct language language_guess(struct str text)
{
    struct tally tally = {0};
    count_sample(&tally, text);
    int script = foreign_script(&tally);
    if (script >= 0)
        return (struct language){scripts[script].name, scripts[script].code, false, 0};
    int best = 0;
    for (int l = 1; l < N_LANGUAGES; l++)
        best = tally.language[l] > tally.language[best] ? l : best;
    uint32_t n = tally.language[best], n_english = tally.language[0];
    float share = tally.n_words ? (float)n / (float)tally.n_words : 0;
    /* another language must be plain to see: names, quotations and dialect are no proof */
    bool is_sure = n >= ENOUGH_WORDS && share >= 0.2f && (best == 0 || n * 2 > n_english * 3);
    if (!is_sure)
        return (struct language){NULL, NULL, false, share};
    return (struct language){languages[best].name, languages[best].code, best == 0, share};
}
