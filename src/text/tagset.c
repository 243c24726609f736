/*
 * takes   numbers of tags, or their names
 * gives   the other: the part-of-speech tags, the features and the relations of
 *         Universal Dependencies, and the Penn tags, as the English Web Treebank
 *         writes them.  0 is "_", and what is not known.
 * method  tables in the order of the alphabet; a model names its tags by these
 *         numbers, so they may only be added to together with a new model
 * cost    O(1); O(log n) to find a name
 */
#include "text/tagset.h"

#include "text/text.h"

static const char *const upos[] = {
    "_", "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON",
    "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X",
};

static const char *const xpos[] = {
    "_", "$", "''", ",", "-LRB-", "-RRB-", ".", ":", "ADD", "AFX", "CC", "CD", "DT", "EX", "FW",
    "GW", "HYPH", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NFP", "NN", "NNP", "NNPS", "NNS",
    "PDT", "POS", "PRP", "PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD",
    "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$", "WRB", "``",
};

static const char *const deprel[] = {
    "_", "acl", "acl:relcl", "advcl", "advcl:relcl", "advmod", "amod", "appos", "aux",
    "aux:pass", "case", "cc", "cc:preconj", "ccomp", "compound", "compound:prt", "conj", "cop",
    "csubj", "csubj:outer", "csubj:pass", "dep", "det", "det:predet", "discourse", "dislocated",
    "expl", "fixed", "flat", "goeswith", "iobj", "list", "mark", "nmod", "nmod:desc",
    "nmod:poss", "nmod:unmarked", "nsubj", "nsubj:outer", "nsubj:pass", "nummod", "obj", "obl",
    "obl:agent", "obl:unmarked", "orphan", "parataxis", "punct", "reparandum", "root",
    "vocative", "xcomp",
};

static const char *const feats[] = {
    "_",
    "Abbr=Yes",
    "Abbr=Yes|Case=Gen|Person=2|Poss=Yes|PronType=Prs",
    "Abbr=Yes|Case=Nom|Person=2|PronType=Prs",
    "Abbr=Yes|Degree=Pos",
    "Abbr=Yes|Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin",
    "Abbr=Yes|Mood=Ind|Number=Sing|Person=1|Tense=Pres|VerbForm=Fin",
    "Abbr=Yes|Mood=Ind|Number=Sing|Person=2|Tense=Pres|VerbForm=Fin",
    "Abbr=Yes|NumForm=Word|NumType=Card",
    "Abbr=Yes|Number=Plur",
    "Abbr=Yes|Number=Sing",
    "Abbr=Yes|Number=Sing|PronType=Ind",
    "Abbr=Yes|Polarity=Neg",
    "Abbr=Yes|PronType=Int",
    "Abbr=Yes|Style=Slng",
    "Abbr=Yes|Tense=Pres|VerbForm=Part",
    "Abbr=Yes|Typo=Yes",
    "Abbr=Yes|VerbForm=Ger",
    "Abbr=Yes|VerbForm=Inf",
    "Case=Acc|Gender=Fem|Number=Sing|Person=3|PronType=Emp|Reflex=Yes",
    "Case=Acc|Gender=Fem|Number=Sing|Person=3|PronType=Prs",
    "Case=Acc|Gender=Fem|Number=Sing|Person=3|PronType=Prs|Reflex=Yes",
    "Case=Acc|Gender=Masc|Number=Sing|Person=3|PronType=Emp|Reflex=Yes",
    "Case=Acc|Gender=Masc|Number=Sing|Person=3|PronType=Prs",
    "Case=Acc|Gender=Masc|Number=Sing|Person=3|PronType=Prs|Reflex=Yes",
    "Case=Acc|Gender=Neut|Number=Sing|Person=3|PronType=Emp|Reflex=Yes",
    "Case=Acc|Gender=Neut|Number=Sing|Person=3|PronType=Prs",
    "Case=Acc|Gender=Neut|Number=Sing|Person=3|PronType=Prs|Reflex=Yes",
    "Case=Acc|Number=Plur|Person=1|PronType=Prs",
    "Case=Acc|Number=Plur|Person=1|PronType=Prs|Reflex=Yes",
    "Case=Acc|Number=Plur|Person=1|PronType=Prs|Typo=Yes",
    "Case=Acc|Number=Plur|Person=2|PronType=Prs|Reflex=Yes",
    "Case=Acc|Number=Plur|Person=3|PronType=Emp|Reflex=Yes",
    "Case=Acc|Number=Plur|Person=3|PronType=Prs",
    "Case=Acc|Number=Plur|Person=3|PronType=Prs|Reflex=Yes",
    "Case=Acc|Number=Sing|Person=1|PronType=Emp|Reflex=Yes",
    "Case=Acc|Number=Sing|Person=1|PronType=Prs",
    "Case=Acc|Number=Sing|Person=1|PronType=Prs|Reflex=Yes",
    "Case=Acc|Number=Sing|Person=2|PronType=Emp|Reflex=Yes",
    "Case=Acc|Number=Sing|Person=2|PronType=Prs|Reflex=Yes",
    "Case=Acc|Person=2|PronType=Prs",
    "Case=Gen|Gender=Fem|Number=Sing|Person=3|Poss=Yes|PronType=Prs",
    "Case=Gen|Gender=Masc|Number=Sing|Person=3|Poss=Yes|PronType=Prs",
    "Case=Gen|Gender=Neut|Number=Sing|Person=3|Poss=Yes|PronType=Prs",
    "Case=Gen|Gender=Neut|Number=Sing|Person=3|Poss=Yes|PronType=Prs|Typo=Yes",
    "Case=Gen|Number=Plur|Person=1|Poss=Yes|PronType=Prs",
    "Case=Gen|Number=Plur|Person=1|Poss=Yes|PronType=Prs|Typo=Yes",
    "Case=Gen|Number=Plur|Person=3|Poss=Yes|PronType=Prs",
    "Case=Gen|Number=Plur|Person=3|Poss=Yes|PronType=Prs|Typo=Yes",
    "Case=Gen|Number=Sing|Person=1|Poss=Yes|PronType=Prs",
    "Case=Gen|Number=Sing|Person=2|Poss=Yes|PronType=Prs|Style=Arch",
    "Case=Gen|Person=2|Poss=Yes|PronType=Prs",
    "Case=Gen|Person=2|Poss=Yes|PronType=Prs|Style=Slng",
    "Case=Gen|Person=2|Poss=Yes|PronType=Prs|Typo=Yes",
    "Case=Nom|Gender=Fem|Number=Sing|Person=3|PronType=Prs",
    "Case=Nom|Gender=Masc|Number=Sing|Person=3|PronType=Prs",
    "Case=Nom|Gender=Neut|Number=Sing|Person=3|PronType=Prs",
    "Case=Nom|Gender=Neut|Number=Sing|Person=3|PronType=Prs|Typo=Yes",
    "Case=Nom|Number=Plur|Person=1|PronType=Prs",
    "Case=Nom|Number=Plur|Person=2|PronType=Prs|Style=Arch",
    "Case=Nom|Number=Plur|Person=3|PronType=Prs",
    "Case=Nom|Number=Plur|Person=3|PronType=Prs|Typo=Yes",
    "Case=Nom|Number=Sing|Person=1|PronType=Prs",
    "Case=Nom|Person=2|PronType=Prs",
    "Definite=Def|PronType=Art",
    "Definite=Def|PronType=Art|Typo=Yes",
    "Definite=Ind|PronType=Art",
    "Definite=Ind|PronType=Art|Typo=Yes",
    "Degree=Cmp",
    "Degree=Cmp|ExtPos=ADV",
    "Degree=Cmp|Typo=Yes",
    "Degree=Pos",
    "Degree=Pos|ExtPos=ADP",
    "Degree=Pos|ExtPos=SCONJ",
    "Degree=Pos|NumForm=Combi|NumType=Ord",
    "Degree=Pos|NumForm=Word|NumType=Frac",
    "Degree=Pos|NumForm=Word|NumType=Ord",
    "Degree=Pos|Style=Expr",
    "Degree=Pos|Typo=Yes",
    "Degree=Sup",
    "ExtPos=ADP",
    "ExtPos=ADP|Tense=Pres|VerbForm=Part",
    "ExtPos=ADV",
    "ExtPos=ADV|Number=Sing",
    "ExtPos=CCONJ",
    "ExtPos=CCONJ|Polarity=Neg",
    "ExtPos=CCONJ|VerbForm=Inf",
    "ExtPos=PRON|PronType=Rcp",
    "ExtPos=PROPN",
    "ExtPos=PROPN|NumForm=Digit|NumType=Card",
    "ExtPos=SCONJ",
    "Foreign=Yes",
    "Gender=Fem|Number=Sing|Person=3|Poss=Yes|PronType=Prs",
    "Gender=Masc|Number=Sing|Person=3|Poss=Yes|PronType=Prs",
    "Mood=Imp|Typo=Yes|VerbForm=Fin",
    "Mood=Imp|VerbForm=Fin",
    "Mood=Ind|Number=Plur|Person=1|Tense=Past|Typo=Yes|VerbForm=Fin",
    "Mood=Ind|Number=Plur|Person=1|Tense=Past|VerbForm=Fin",
    "Mood=Ind|Number=Plur|Person=1|Tense=Pres|VerbForm=Fin",
    "Mood=Ind|Number=Plur|Person=3|Tense=Past|Typo=Yes|VerbForm=Fin",
    "Mood=Ind|Number=Plur|Person=3|Tense=Past|VerbForm=Fin",
    "Mood=Ind|Number=Plur|Person=3|Tense=Pres|Typo=Yes|VerbForm=Fin",
    "Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin",
    "Mood=Ind|Number=Sing|Person=1|Tense=Past|Typo=Yes|VerbForm=Fin",
    "Mood=Ind|Number=Sing|Person=1|Tense=Past|VerbForm=Fin",
    "Mood=Ind|Number=Sing|Person=1|Tense=Pres|Typo=Yes|VerbForm=Fin",
    "Mood=Ind|Number=Sing|Person=1|Tense=Pres|VerbForm=Fin",
    "Mood=Ind|Number=Sing|Person=2|Tense=Past|Typo=Yes|VerbForm=Fin",
    "Mood=Ind|Number=Sing|Person=2|Tense=Past|VerbForm=Fin",
    "Mood=Ind|Number=Sing|Person=2|Tense=Pres|Typo=Yes|VerbForm=Fin",
    "Mood=Ind|Number=Sing|Person=2|Tense=Pres|VerbForm=Fin",
    "Mood=Ind|Number=Sing|Person=3|Style=Vrnc|Tense=Pres|VerbForm=Fin",
    "Mood=Ind|Number=Sing|Person=3|Tense=Past|Typo=Yes|VerbForm=Fin",
    "Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin",
    "Mood=Ind|Number=Sing|Person=3|Tense=Pres|Typo=Yes|VerbForm=Fin",
    "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin",
    "Mood=Sub|Number=Plur|Person=1|Tense=Pres|VerbForm=Fin",
    "Mood=Sub|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin",
    "Mood=Sub|Number=Sing|Person=1|Tense=Past|VerbForm=Fin",
    "Mood=Sub|Number=Sing|Person=1|Tense=Pres|VerbForm=Fin",
    "Mood=Sub|Number=Sing|Person=2|Tense=Pres|VerbForm=Fin",
    "Mood=Sub|Number=Sing|Person=3|Tense=Past|VerbForm=Fin",
    "Mood=Sub|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin",
    "NumForm=Digit|NumType=Card",
    "NumForm=Digit|NumType=Frac",
    "NumForm=Roman|NumType=Card",
    "NumForm=Word|NumType=Card",
    "NumForm=Word|NumType=Frac",
    "NumForm=Word|NumType=Frac|PronType=Ind",
    "NumForm=Word|NumType=Mult",
    "NumForm=Word|NumType=Ord",
    "Number=Plur",
    "Number=Plur|Person=1|Poss=Yes|PronType=Prs",
    "Number=Plur|Person=3|Poss=Yes|PronType=Prs",
    "Number=Plur|PronType=Dem",
    "Number=Plur|Typo=Yes",
    "Number=Ptan",
    "Number=Ptan|NumForm=Combi|NumType=Card",
    "Number=Ptan|NumForm=Word|NumType=Card",
    "Number=Sing",
    "Number=Sing|NumForm=Combi|NumType=Ord",
    "Number=Sing|NumForm=Word|NumType=Frac",
    "Number=Sing|NumForm=Word|NumType=Ord",
    "Number=Sing|Person=1|Poss=Yes|PronType=Prs",
    "Number=Sing|Person=3|PronType=Prs",
    "Number=Sing|PronType=Dem",
    "Number=Sing|PronType=Dem|Typo=Yes",
    "Number=Sing|PronType=Ind",
    "Number=Sing|PronType=Ind|Typo=Yes",
    "Number=Sing|PronType=Neg",
    "Number=Sing|PronType=Neg|Typo=Yes",
    "Number=Sing|PronType=Tot",
    "Number=Sing|Style=Expr",
    "Number=Sing|Typo=Yes",
    "Person=2|Poss=Yes|PronType=Prs",
    "Polarity=Neg",
    "Polarity=Neg|Typo=Yes",
    "Polarity=Pos",
    "Poss=Yes|PronType=Rel",
    "PronType=Dem",
    "PronType=Dem|Typo=Yes",
    "PronType=Ind",
    "PronType=Ind|Typo=Yes",
    "PronType=Int",
    "PronType=Int|Typo=Yes",
    "PronType=Neg",
    "PronType=Rel",
    "PronType=Rel|Typo=Yes",
    "PronType=Tot",
    "Style=Arch|VerbForm=Fin",
    "Style=Expr",
    "Style=Vrnc|Tense=Pres|Typo=Yes|VerbForm=Part",
    "Style=Vrnc|VerbForm=Inf",
    "Tense=Past|Typo=Yes|VerbForm=Part",
    "Tense=Past|Typo=Yes|VerbForm=Part|Voice=Pass",
    "Tense=Past|VerbForm=Part",
    "Tense=Past|VerbForm=Part|Voice=Pass",
    "Tense=Pres|Typo=Yes|VerbForm=Part",
    "Tense=Pres|VerbForm=Part",
    "Typo=Yes",
    "Typo=Yes|VerbForm=Fin",
    "Typo=Yes|VerbForm=Inf",
    "VerbForm=Fin",
    "VerbForm=Ger",
    "VerbForm=Inf",
};

enum {
    N_UPOS = sizeof upos / sizeof *upos,
    N_XPOS = sizeof xpos / sizeof *xpos,
    N_DEPREL = sizeof deprel / sizeof *deprel,
    N_FEATS = sizeof feats / sizeof *feats
};

_Static_assert((int)N_UPOS == TAGSET_UPOS && (int)N_XPOS == TAGSET_XPOS &&
                   (int)N_DEPREL == TAGSET_DEPREL && (int)N_FEATS == TAGSET_FEATS,
               "the header tells how many there are");

const char *upos_name(uint8_t tag)
{
    return upos[tag < N_UPOS ? tag : 0];
}

const char *xpos_name(uint8_t tag)
{
    return xpos[tag < N_XPOS ? tag : 0];
}

const char *feats_name(uint16_t tag)
{
    return feats[tag < N_FEATS ? tag : 0];
}

const char *deprel_name(uint8_t tag)
{
    return deprel[tag < N_DEPREL ? tag : 0];
}

static uint32_t find(const char *const *table, uint32_t n, struct str name)
{
    uint32_t low = 1, high = n;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        int order = str_cmp(name, str_c(table[middle]));
        if (!order)
            return middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return 0;
}

uint8_t upos_find(struct str name)
{
    return (uint8_t)find(upos, N_UPOS, name);
}

uint8_t xpos_find(struct str name)
{
    return (uint8_t)find(xpos, N_XPOS, name);
}

uint16_t feats_find(struct str name)
{
    return (uint16_t)find(feats, N_FEATS, name);
}

uint8_t deprel_find(struct str name)
{
    return (uint8_t)find(deprel, N_DEPREL, name);
}
