/* takes   the words of a text
 * gives   what each of them tells of people and speech, whatever the text
 * method  the lists of data/ and short lists of function words, looked up once
 * cost    O(lists) */
#include "people/novel.h"

#include "word_table.h" // listed_word, pet_name

#include <string.h>

static const struct {
    uint32_t bits;
    const char *words;
} function_words[] = {
    {WORD_PLACE_BEFORE, "in at near into through around outside inside across towards toward beyond within leaving left reached"},
    {WORD_DETERMINER, "the a an this that these those some any every each no another such"},
    {WORD_ADJECTIVE, "old young little poor dear dearest good great big small sweet darling elder younger eldest "
                     "youngest fat tall pretty beautiful handsome worthy honest faithful unhappy unfortunate "
                     "late gallant noble gentle wretched happy brave stout lean"},
    {WORD_HE_PRONOUN, "he him his himself"},
    {WORD_SHE_PRONOUN, "she her hers herself"},
    {WORD_SUBJECT, "he she i"},
    {WORD_I, "i me my mine myself"},
    {WORD_POSSESSIVE, "his her my our your their its"},
    {WORD_JOINS, "de du von van der den la le d di del della des el al bin ibn"},
    {WORD_RANK, "king queen prince princess duke duchess earl count countess marquis marchioness lord lady bishop "
                "archbishop knave master mistress viscount baron viceroy emperor"},
    {WORD_SPOUSE, "mrs madame madam mme frau signora lady mistress donna senora"},
    {WORD_MISS, "miss mademoiselle mlle fraulein signorina senorita"},
    {WORD_AUXILIARY, "had was would could did has is will should might must may were been be have can does do never "
                     "then now also only just still even again soon at once suddenly"},
    {WORD_LINK, "and but or which when while as if because though although that who whom whose where for so until till"},
    {WORD_DOES, "went came took stood sat ran saw knew felt thought made got gave heard found began turned looked "
                "smiled laughed nodded walked rose fell held kept put sprang drew threw broke spoke told left led "
                "shook bent lay met sent wrote read ate drank slept woke wept stared paused hesitated listened "
                "watched waited stopped leaned leant frowned blushed sighed glanced gazed started shrugged grinned "
                "stepped moved followed entered returned opened closed shut caught bit blew bowed knelt seemed wished "
                "wanted loved hated hoped feared liked believed remembered forgot decided resolved"},
    {WORD_PLACE_NOUN, "north south east west street road square lane park house hall hotel church bridge avenue court "
                      "terrace lodge abbey castle farm hill valley river lake island bay station cottage gables mount "
                      "mountains wood woods forest villa palace college school club inn gate green place gardens city "
                      "county town village university theatre museum"},
    {WORD_ANYBODY, "man woman girl boy lady gentleman lad child youth other latter former fellow person creature voice "
                   "speaker friend companion stranger visitor guest mother father wife husband brother sister son "
                   "daughter uncle aunt cousin maiden old young kid chap people"},
    {WORD_STOP, "i you he she it we they me him her us them my your his its our their mine yours hers ours theirs "
                "the a an this that these those some any every each no another such and but or nor yet so for if then "
                "than when while where why how what which who whom whose as at by in of on to with from into upon "
                "about after before between through during without within against among towards under over again "
                "there here now not never ever always often once only just even still also too very much more most "
                "yes oh ah o eh ha hum humph well why hush alas hallo hullo hello halloa hurrah bravo amen aye ay "
                "ye thou thee thy thine is are was were be been being am do does did done have has had having will "
                "would shall should may might must can could let come go look see hear tell say said ask thank thanks "
                "please pray god heaven heavens lord's christ jesus christmas easter sabbath english french german "
                "american italian spanish latin greek russian dutch scotch irish welsh british indian indians turkish "
                "hindu hindus moslem moslems chinese jew jews jewish christian christians european europeans catholic "
                "protestant roman englishman englishmen frenchman americans germans italians january february march "
                "april june july august september october november december mr. monday tuesday wednesday thursday "
                "friday saturday chapter book volume part letter project gutenberg ebook mon dieu bon bien oui non "
                "everybody everyone somebody someone nobody anybody everything something nothing anything one two three "
                "four five six seven eight nine ten first second third last next other others same own all both half "
                "few many several whole such perhaps indeed certainly surely really quite rather almost enough yours "
                "don't won't can't isn't i'm i'll i've i'd it's that's what's let's there's he's she's you're you'll "
                "dont wont cant isnt im ill ive id its thats whats lets theres hes shes youre youll weve theyre didnt "
                "majesty highness excellency lordship ladyship couldnt wouldnt doesnt wasnt arent havent aint sir madam sirs ladies gentlemen gentleman"},
};

static void set_bits(const struct text *text, uint32_t *bits, struct str word, uint32_t more)
{
    uint32_t number = map_find(&text->word, word);
    if (number != MAP_NONE)
        bits[number] |= more;
}

uint32_t *prose_words(const struct text *text, struct arena *arena)
{
    uint32_t *bits = ARENA_NEW(arena, uint32_t, (size_t)text->word.n + 1);
    if (!bits)
        return NULL;
    for (size_t i = 0; i < sizeof listed_word / sizeof *listed_word; i++)
        set_bits(text, bits, str_c(listed_word[i].word), listed_word[i].bits);
    for (size_t i = 0; i < sizeof function_words / sizeof *function_words; i++) {
        struct str rest = str_c(function_words[i].words);
        while (rest.n)
            set_bits(text, bits, str_cut(&rest, ' '), function_words[i].bits);
    }
    return bits;
}

struct str prose_pet_of(struct str key, uint32_t nth)
{
    for (size_t i = 0; i < sizeof pet_name / sizeof *pet_name; i++) {
        struct str rest = str_c(pet_name[i].forms);
        while (rest.n)
            if (str_eq(str_cut(&rest, ' '), key) && nth-- == 0)
                return str_c(pet_name[i].name);
    }
    return STR("");
}
