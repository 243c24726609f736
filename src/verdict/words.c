/* takes   the vocabulary of a text
 * gives   which words are signs of the past tense, of the present, of perception
 * method  short lists of English forms, and the ending -ed; no tagger.  One wrong
 *         word does not matter: only which sign is more frequent in a speech is used
 * cost    O(lists), and O(1) a word asked about */
#include "verdict/internal.h"

static const char *const past[] = {
    "was", "were", "wasnt", "werent", "had", "hadnt", "did", "didnt", "became", "began", "bought",
    "broke", "brought", "built", "came", "caught", "chose", "couldnt", "could", "died", "drank",
    "drove", "fell", "felt", "flew", "forgot", "fought", "found", "gave", "got", "grew", "heard",
    "held", "hid", "hung", "kept", "knew", "laid", "lay", "led", "left", "lost", "made", "meant",
    "met", "paid", "ran", "rang", "rode", "rose", "said", "sang", "sank", "sat", "saw", "sent",
    "shook", "shot", "shrank", "slept", "sold", "spent", "spoke", "stole", "stood", "struck",
    "swam", "swore", "taught", "threw", "told", "took", "thought", "understood", "used", "went",
    "woke", "won", "wore", "would", "wouldnt", "wrote", "sought", "bore", "blew", "drew", "froze",
    "shone", "slid", "sprang", "stuck", "swept", "swung", "tore", "wept", "bled", "bent", "crept",
    "dealt", "dug", "fed", "fled", "lit", "clung", "dreamt", "learnt", "burnt", "leapt",
};

static const char *const present[] = {
    "is", "are", "am", "isnt", "arent", "aint", "im", "youre", "theyre", "hes", "shes",
    "do", "does", "dont", "doesnt", "will", "wont", "youll", "has",
    "hasnt", "havent", "cant", "can", "must", "shall", "gonna", "know", "knows", "think", "thinks",
    "want", "wants", "says", "goes", "comes", "needs", "wonder", "hate", "love", "ive", "youve",
};

static const char *const perceives[] = {
    "sees", "watches", "notices", "hears", "realises", "realizes", "remembers", "spots", "stares",
    "gazes", "feels", "recognises", "recognizes", "glimpses", "listens", "imagines", "dreams",
    "overhears", "eyes", "observes", "studies", "peers", "peeks", "glances", "wakes", "thinks",
};

static void mark(const struct text *text, const char *const *list, size_t n, uint8_t class,
                 uint8_t *word_class)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t word = map_find(&text->word, str_c(list[i]));
        if (word != MAP_NONE)
            word_class[word] |= class;
    }
}

#define LIST(list) list, sizeof(list) / sizeof *(list)

void words_classify(const struct text *text, uint8_t *word_class)
{
    mark(text, LIST(past), WORD_PAST, word_class);
    mark(text, LIST(present), WORD_PRESENT, word_class);
    mark(text, LIST(perceives), WORD_PERCEIVES, word_class);
    for (uint32_t w = 0; w < text->word.n; w++) {
        struct str key = text->word.key[w];
        if (key.n > 3 && str_ends(key, STR("ed")) && key.at[key.n - 3] != 'e')
            word_class[w] |= WORD_PAST;
    }
}

/* "it's", "that's": the key lacks the 's, which is a verb behind these words. */
static bool takes_is(struct str key)
{
    static const char *const list[] = {"it",   "he",   "she",  "that", "this",
                                       "what", "here", "there", "who", "where"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (str_eq(key, str_c(list[i])))
            return true;
    return false;
}

void words_tense(const struct tally *tally, uint32_t block, uint32_t *n_past, uint32_t *n_present)
{
    const struct text *text = tally->text;
    for (uint32_t t = text->block_first[block]; t < text->block_first[block + 1]; t++) {
        const struct token *token = &text->token[t];
        if (token->word == MAP_NONE)
            continue;
        uint8_t class = tally->word_class[token->word];
        bool is_s = (token->flags & TOKEN_OWNS) && takes_is(text->word.key[token->word]);
        *n_past += (class & WORD_PAST) != 0;
        *n_present += is_s || (class & WORD_PRESENT);
    }
}
