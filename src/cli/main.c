/* takes   the command line
 * gives   an exit code: 0 done; 1 done, but no verdict is possible; 2 usage, or a
 *         name that fits nobody or two; 3 input; 4 system
 * method  one table of options and one of subcommands; options may stand anywhere,
 *         the first word that is none names the subcommand, else it is a story
 * cost    nothing beside reading the story */
#define _POSIX_C_SOURCE 200809L

#include "cli.h"

#include <getopt.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

static const struct command commands[] = {
    {"read", "STORY...", "whose story it is, why, and who is in it",
     OPTION_JSON | OPTION_TSV | OPTION_WEIGHTS | OPTION_MODEL | OPTION_CORRECTIONS | OPTION_TO |
         OPTION_OUTPUT, 1, cmd_read},
    {"claim", "\"A, not B\" STORY..., or --from POST STORY...", "what the evidence says of a claim",
     OPTION_JSON | OPTION_MODEL | OPTION_CORRECTIONS | OPTION_FROM | OPTION_CAST, 1,
     cmd_claim},
    {"compare", "A B", "two drafts: who gained and lost, what became of scenes",
     OPTION_JSON | OPTION_MODEL | OPTION_CORRECTIONS, 2, cmd_compare},
    {"find", "\"a line as remembered\" STORY...", "where the story says it, or something like it",
     OPTION_JSON | OPTION_MODEL | OPTION_CORRECTIONS, 2, cmd_find},
    {"who", "NAME STORY...", "one person, scene by scene", OPTION_MODEL | OPTION_CORRECTIONS, 2, cmd_who},
    {"fix", "STORY...", "what is unsure, as a draft of corrections for STORY.whose",
     OPTION_MODEL | OPTION_CORRECTIONS, 1, cmd_fix},
    {"cite", "SPAN STORY...", "a passage, START-END or \"its words\", with a reference to paste",
     OPTION_JSON | OPTION_MODEL | OPTION_CORRECTIONS, 2, cmd_cite},
    {"card", "-o FILE.svg STORY...", "the verdict on a card to share",
     OPTION_MODEL | OPTION_CORRECTIONS | OPTION_OUTPUT, 1, cmd_card},
    {"why", "[MEASURE [--of NAME STORY...]]", "what a measure counts; every passage behind a value",
     OPTION_OF | OPTION_MODEL | OPTION_CORRECTIONS, 0, cmd_why},
    {"lines", "STORY...", "every line with its tag", 0, 1, cmd_lines},
    {"text", "STORY...", "the text that offsets count in", 0, 1, cmd_text},
    {"dump", "--stage doc|people|story|verdict STORY...", "what one stage found",
     OPTION_STAGE | OPTION_MODEL | OPTION_CORRECTIONS, 1, cmd_dump},
    {"annotate", "--json|--to conllu STORY...", "entities and events; or sentences: words, tags, heads",
     OPTION_JSON | OPTION_TO | OPTION_FROM | OPTION_TOKENIZED | OPTION_MODEL | OPTION_CORRECTIONS, 1, cmd_annotate},
    {"report", "[-o FILE] STORY...", "one page to look at, to keep and to send",
     OPTION_OUTPUT | OPTION_MODEL | OPTION_CORRECTIONS, 1, cmd_report},
    {"serve", "[--port N] [FOLDER]", "a local page: drop stories, look, ask, correct; nothing leaves this machine",
     OPTION_PORT | OPTION_MODEL, 0, cmd_serve},
    {"model", "", "what the model holds, and where it comes from", OPTION_MODEL, 0, cmd_model},
};
enum { N_COMMANDS = sizeof commands / sizeof *commands };

static int help(void)
{
    printf("whose: reads a story and says, with cited evidence, whose story it is\n\n"
           "  whose STORY...\n");
    for (int i = 0; i < N_COMMANDS; i++)
        printf("  whose %s %s\n      %s\n", commands[i].name, commands[i].operands,
               commands[i].purpose);
    printf("\n"
           "  --json            read, claim, find, compare, annotate: one JSON object\n"
           "  --tsv             read: the table of evidence\n"
           "  --weights LIST    read: weigh the readings otherwise, as in told=2,driven=1\n"
           "  --of NAME         why: the person whose value is asked about\n"
           "  --stage STAGE     dump: doc, people, story or verdict\n"
           "  --to FORM         read: csv, conll or booknlp; annotate: conllu\n"
           "  --from FORM       annotate: the words of conllu are kept\n"
           "  --from POST       claim: the claims of a review or a forum post, each answered\n"
           "  --cast FILE       claim: who plays whom, \"actor, role, order\" a line\n"
           "  --tokenized       annotate: one sentence a line, its words between spaces, kept\n"
           "  --corrections FILE  what you know better; else STORY.whose, where it lies beside STORY\n"
           "  --model FILE      another model file than the one beside the program; \"none\" for none\n"
           "  -o, --output FILE report, card, read --to: where to write it, without it standard output;\n"
           "                    read --to booknlp: a folder, or how the names of the files begin\n"
           "  --port N          serve: where to answer, 8753 without it; 0: any that is free\n"
           "  -h, --help        this text\n"
           "  -V, --version     the version\n\n"
           "STORY is a script (Fountain, Final Draft, plain text), a play (TEI, plain text) or a novel;\n"
           "\"-\" is standard input; several files are read as the parts of one work.\n"
           "Nothing leaves this machine.\n"
           "Exit: 0 done, 1 no verdict possible, 2 usage or name, 3 input, 4 system.\n");
    return fflush(stdout) == 0 ? EXIT_DONE : EXIT_SYSTEM;
}

static int usage(const struct command *command)
{
    if (command)
        say(NULL, 0, "usage: whose %s %s", command->name, command->operands);
    else
        say(NULL, 0, "usage: whose [read] STORY..., or whose --help");
    return EXIT_USAGE;
}

static const char *option_name(unsigned bit)
{
    switch (bit) {
    case OPTION_JSON: return "--json";
    case OPTION_TSV: return "--tsv";
    case OPTION_STAGE: return "--stage";
    case OPTION_TO: return "--to";
    case OPTION_FROM: return "--from";
    case OPTION_TOKENIZED: return "--tokenized";
    case OPTION_OUTPUT: return "--output";
    case OPTION_PORT: return "--port";
    case OPTION_CORRECTIONS: return "--corrections";
    case OPTION_CAST: return "--cast";
    case OPTION_WEIGHTS: return "--weights";
    case OPTION_OF: return "--of";
    default: return "--model";
    }
}

static int run(const struct options *options, unsigned given, char **arg, int n_args)
{
    const struct command *command = &commands[0];
    bool is_named = false;
    for (int i = 0; i < N_COMMANDS && n_args && !is_named; i++) {
        if (strcmp(arg[0], commands[i].name) == 0) {
            command = &commands[i];
            is_named = true;
        }
    }
    if (is_named) {
        arg++;
        n_args--;
    }
    for (unsigned bit = OPTION_JSON; bit < OPTIONS_END; bit <<= 1) {
        if (given & bit & ~command->allowed) {
            say(NULL, 0, "%s knows no %s", command->name, option_name(bit));
            return EXIT_USAGE;
        }
    }
    if ((given & OPTION_JSON) && (given & OPTION_TSV)) {
        say(NULL, 0, "either --json or --tsv, not both");
        return EXIT_USAGE;
    }
    if (n_args < command->min_args)
        return usage(is_named ? command : NULL);
    return command->run(options, arg, n_args);
}

int main(int argc, char **argv)
{
    static const struct option long_options[] = {
        {"json", no_argument, NULL, 'j'},         {"tsv", no_argument, NULL, 't'},
        {"stage", required_argument, NULL, 's'},  {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'V'},      {"to", required_argument, NULL, 'r'},
        {"from", required_argument, NULL, 'f'},   {"tokenized", no_argument, NULL, 'k'},
        {"model", required_argument, NULL, 'm'},  {"output", required_argument, NULL, 'o'},
        {"port", required_argument, NULL, 'l'},
        {"corrections", required_argument, NULL, 'c'}, {"cast", required_argument, NULL, 'p'},
        {"weights", required_argument, NULL, 'w'}, {"of", required_argument, NULL, 'q'},
        {NULL, 0, NULL, 0},
    };
    /* only what the terminal shows; numbers stay as in every other place */
    setlocale(LC_CTYPE, "");
    struct options options = {.form = WHOSE_FORM_PLAIN};
    unsigned given = 0;
    opterr = 0;
    for (int c; (c = getopt_long(argc, argv, ":hVo:", long_options, NULL)) != -1;) {
        switch (c) {
        case 'j':
            options.form = WHOSE_FORM_JSON;
            given |= OPTION_JSON;
            break;
        case 't':
            options.form = WHOSE_FORM_TSV;
            given |= OPTION_TSV;
            break;
        case 's':
            options.stage = optarg;
            given |= OPTION_STAGE;
            break;
        case 'r':
            options.to = optarg;
            given |= OPTION_TO;
            break;
        case 'p':
            options.cast = optarg;
            given |= OPTION_CAST;
            break;
        case 'f':
            options.from = optarg;
            given |= OPTION_FROM;
            break;
        case 'k':
            options.is_tokenized = true;
            given |= OPTION_TOKENIZED;
            break;
        case 'o':
            options.output = optarg;
            given |= OPTION_OUTPUT;
            break;
        case 'w':
            options.weights = optarg;
            given |= OPTION_WEIGHTS;
            break;
        case 'q':
            options.of = optarg;
            given |= OPTION_OF;
            break;
        case 'm':
            options.model = optarg;
            given |= OPTION_MODEL;
            break;
        case 'c':
            options.corrections = optarg;
            given |= OPTION_CORRECTIONS;
            break;
        case 'l':
            options.port = optarg;
            given |= OPTION_PORT;
            break;
        case 'h':
            return help();
        case 'V':
            printf("whose %s\n", WHOSE_VERSION);
            return fflush(stdout) == 0 ? EXIT_DONE : EXIT_SYSTEM;
        case ':':
            say(NULL, 0, "%s needs a value; see whose --help", argv[optind - 1]);
            return EXIT_USAGE;
        default:
            if (optopt)
                say(NULL, 0, "there is no option -%c; see whose --help", optopt);
            else
                say(NULL, 0, "there is no option %s; see whose --help", argv[optind - 1]);
            return EXIT_USAGE;
        }
    }
    return run(&options, given, argv + optind, argc - optind);
}
