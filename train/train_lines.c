/* train_lines: learn how the lines of scripts are labelled.
 *
 * takes   EPOCHS RUNS PAIRS.txt: every line of PAIRS names a script and its labels, parted by a TAB;
 *         labels as `whose lines` prints them: number TAB tag
 * gives   the weight table on standard output, as data/line_weights.tsv holds it
 * method  averaged structured perceptron (Collins 2002) over the features of
 *         src/read/script_label.c, with the decoder that the reader uses; the mean of
 *         several runs, which take the scripts in other orders and leave out other features
 * cost    O(runs x epochs x lines)
 */
#include "base/arena.h"
#include "base/utf8.h"
#include "read/internal.h"
#include "read/script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Wrong tags are given this head start, so that right ones learn to win by a margin. */
enum { COST = 200 };

/* Of 100 groups of features so many are left out for one script. */
enum { DROPPED = 15 };

struct example {
    char *bytes;
    struct arena arena, scratch;
    struct script script;
    uint8_t *gold; // [n_lines]; N_TAGS where the labels have none
};

static char *slurp(const char *path, size_t *n)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) {
        perror(path);
        exit(1);
    }
    long size = ftell(file);
    rewind(file);
    char *bytes = malloc((size_t)size + 1);
    if (!bytes || fread(bytes, 1, (size_t)size, file) != (size_t)size) {
        perror(path);
        exit(1);
    }
    bytes[size] = '\0';
    *n = (size_t)size;
    (void)fclose(file);
    return bytes;
}

static uint8_t tag_of(char letter)
{
    const char *at = strchr("SNCDETM", letter);
    return at && letter ? (uint8_t)(at - "SNCDETM") : N_TAGS;
}

static bool load(struct example *e, const char *text_path, const char *label_path)
{
    size_t n, n_labels;
    whose_error err = {0};
    e->bytes = slurp(text_path, &n);
    char *labels = slurp(label_path, &n_labels);
    arena_init(&e->arena, NULL);
    arena_init(&e->scratch, NULL);
    struct input in = {.bytes = {e->bytes, n}};
    if (n == 0 || decode_text(in.bytes, &e->arena, &in, &err) != WHOSE_OK ||
        script_shapes(in.text, &e->arena, &e->scratch, &e->script, &err) != WHOSE_OK ||
        script_infer(&e->script, &e->arena, &err) != WHOSE_OK)
        return false;
    uint32_t n_numbers = e->script.n_all + 1; // lines are no longer in the order of the file
    uint8_t *tag = ARENA_NEW_RAW(&e->arena, uint8_t, n_numbers);
    e->gold = ARENA_NEW_RAW(&e->arena, uint8_t, e->script.n_lines + 1);
    memset(tag, N_TAGS, n_numbers);
    for (char *row = strtok(labels, "\n"); row; row = strtok(NULL, "\n")) {
        unsigned long number = strtoul(row, &row, 10);
        if (number < n_numbers && *row == '\t')
            tag[number] = tag_of(row[1]);
    }
    e->script.gold = e->gold;
    for (uint32_t i = 0; i < e->script.n_lines; i++) {
        uint8_t gold = tag[e->script.line[i].number];
        bool can_learn = gold < N_TAGS && script_can_be(&e->script, i, (enum tag)gold);
        e->gold[i] = can_learn ? gold : N_TAGS;
    }
    free(labels);
    e->script.cost = COST;
    return true;
}

typedef int32_t row_sum[SCRIPT_LANES];
typedef double mean_row[N_TAGS];

struct learner {
    row_sum *now;                        // [row]
    int64_t (*sum)[SCRIPT_LANES];        // [row], of now x time, for the average
    int16_t (*weight)[SCRIPT_LANES];     // [row]
    int16_t (*kept)[SCRIPT_LANES];       // [row], what the decoder reads: 0 in groups that are dropped
    uint8_t *group;                      // [row]
    bool is_dropped[SCRIPT_MAX_GROUPS];
    uint64_t random;
    uint32_t n_rows;
    int64_t time;
};

static uint32_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

/* For one script some groups of features fall out, so that the others learn to do without them. */
static void drop(struct learner *l)
{
    for (uint32_t g = 0; g < SCRIPT_MAX_GROUPS; g++)
        l->is_dropped[g] = next_random(&l->random) % 100 < DROPPED;
    for (uint32_t r = 0; r < l->n_rows;) {
        uint32_t end = r;
        while (end < l->n_rows && l->group[end] == l->group[r])
            end++;
        if (l->is_dropped[l->group[r]])
            memset(l->kept[r], 0, (end - r) * sizeof *l->kept);
        else
            memcpy(l->kept[r], l->weight[r], (end - r) * sizeof *l->kept);
        r = end;
    }
}

static void change(struct learner *l, uint32_t row, uint32_t tag, int32_t by)
{
    int32_t value = l->now[row][tag] + by;
    if (value > 16000 || value < -16000 || l->is_dropped[l->group[row]])
        return;
    l->now[row][tag] = value;
    l->sum[row][tag] += by * l->time;
    l->weight[row][tag] = (int16_t)value;
}

static uint32_t learn(struct learner *l, struct example *e)
{
    whose_error err = {0};
    uint32_t wrong = 0, row[SCRIPT_MAX_FEATURES];
    struct arena scratch;
    arena_init(&scratch, NULL);
    drop(l);
    if (script_decode(&e->script, (const int16_t (*)[SCRIPT_LANES])l->kept, &scratch, &err))
        exit(1);
    l->time++;
    for (uint32_t i = 0; i < e->script.n_lines; i++) {
        uint32_t gold = e->gold[i], mine = e->script.line[i].tag;
        uint32_t gold_before = i ? e->gold[i - 1] : N_TAGS;
        uint32_t mine_before = i ? e->script.line[i - 1].tag : N_TAGS;
        if (gold == N_TAGS)
            continue;
        wrong += gold != mine;
        if (gold != mine) {
            uint32_t n = script_features(&e->script, i, row);
            for (uint32_t k = 0; k < n; k++) {
                change(l, row[k], gold, 1);
                change(l, row[k], mine, -1);
            }
        }
        if ((gold != mine || gold_before != mine_before) && (i == 0 || gold_before != N_TAGS)) {
            uint32_t n = script_steps(&e->script, i, (enum tag)gold_before, row);
            for (uint32_t k = 0; k < n; k++)
                change(l, row[k], gold, 1);
            n = script_steps(&e->script, i, (enum tag)mine_before, row);
            for (uint32_t k = 0; k < n; k++)
                change(l, row[k], mine, -1);
        }
    }
    arena_free(&scratch);
    return wrong;
}

/* What a script writer would say at once; the rest is learnt around it. */
static void start_with_priors(struct learner *l)
{
    static const struct {
        enum shape shape;
        enum tag tag;
        int32_t by;
    } PRIOR[] = {
        {SHAPE_PLACE, TAG_SCENE, 40},       {SHAPE_NUMBERED_PLACE, TAG_SCENE, 40},
        {SHAPE_PLACE_ALONE, TAG_SCENE, 30}, {SHAPE_MORE, TAG_MATTER, 40},
        {SHAPE_MARGIN, TAG_MATTER, 40},     {SHAPE_CONTINUED, TAG_MATTER, 20},
        {SHAPE_TRANSITION, TAG_TRANSITION, 40}, {SHAPE_UPPER_VOICE, TAG_CUE, 15},
        {SHAPE_BRACKETED, TAG_PARENTHETICAL, 15}, {SHAPE_TIME, TAG_SCENE, 5},
        {SHAPE_NUMBER, TAG_MATTER, 20},     {SHAPE_GLUED, TAG_CUE, 40},
    };
    for (size_t i = 0; i < sizeof PRIOR / sizeof *PRIOR; i++)
        for (uint32_t style = 0; style < script_n_styles(); style++)
            change(l, script_style_row(PRIOR[i].shape, style), PRIOR[i].tag, PRIOR[i].by);
}

/* What one run has learnt, on top of those before. */
static void add_run(const struct learner *l, mean_row *total)
{
    for (uint32_t r = 0; r < l->n_rows; r++)
        for (uint32_t t = 0; t < N_TAGS; t++)
            total[r][t] += l->now[r][t] - (double)l->sum[r][t] / (double)(l->time + 1);
}

static void print_table(const mean_row *total, uint32_t n_rows, int n_runs)
{
    enum { SCALE = 8, LARGEST = 30000 }; // SCRIPT_DOUBTFUL is measured on this scale
    printf("rows\t%u\n", n_rows);
    for (uint32_t r = 0; r < n_rows; r++) {
        int value[N_TAGS];
        bool any = false;
        for (uint32_t t = 0; t < N_TAGS; t++) {
            double mean = total[r][t] / n_runs;
            double scaled = mean * SCALE + (mean > 0 ? 0.5 : -0.5);
            value[t] = (int)(scaled > LARGEST ? LARGEST : scaled < -LARGEST ? -LARGEST : scaled);
            any = any || value[t];
        }
        if (!any)
            continue;
        printf("%u", r);
        for (uint32_t t = 0; t < N_TAGS; t++)
            printf("\t%d", value[t]);
        putchar('\n');
    }
}

static void shuffle(uint32_t *order, uint32_t n, uint64_t *state)
{
    for (uint32_t i = n; i > 1; i--) {
        uint32_t k = next_random(state) % i, swap = order[i - 1];
        order[i - 1] = order[k];
        order[k] = swap;
    }
}

/* Begins anew with another seed. */
static void run(struct learner *l, struct example *example, uint32_t *order, uint32_t n, int seed, int n_epochs)
{
    uint64_t state = 20260101 + (uint64_t)seed;
    l->random = (uint64_t)seed;
    l->time = 0;
    memset(l->now, 0, l->n_rows * sizeof *l->now);
    memset(l->sum, 0, l->n_rows * sizeof *l->sum);
    memset(l->weight, 0, l->n_rows * sizeof *l->weight);
    memset(l->is_dropped, 0, sizeof l->is_dropped);
    start_with_priors(l);
    for (uint32_t i = 0; i < n; i++)
        order[i] = i;
    for (int epoch = 0; epoch < n_epochs; epoch++) {
        uint64_t wrong = 0, lines = 0;
        shuffle(order, n, &state);
        for (uint32_t i = 0; i < n; i++) {
            wrong += learn(l, &example[order[i]]);
            lines += example[order[i]].script.n_lines;
        }
        (void)fprintf(stderr, "run %d, epoch %d: %llu of %llu lines wrong (%.3f %%)\n", seed + 1, epoch + 1,
                      (unsigned long long)wrong, (unsigned long long)lines,
                      100.0 * (double)wrong / (double)lines);
    }
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        (void)fprintf(stderr, "usage: train_lines EPOCHS RUNS PAIRS.txt\n");
        return 2;
    }
    int n_epochs = atoi(argv[1]), n_runs = atoi(argv[2]);
    size_t n_bytes;
    char *pairs = slurp(argv[3], &n_bytes);
    struct example *example = calloc(n_bytes / 4 + 1, sizeof *example);
    uint32_t n = 0;
    for (char *at = pairs; at && *at;) {
        char *end = strchr(at, '\n'), *tab = strchr(at, '\t');
        if (end)
            *end = '\0';
        if (tab && (!end || tab < end)) {
            *tab = '\0';
            n += load(&example[n], at, tab + 1);
        }
        at = end ? end + 1 : NULL;
    }
    struct learner l = {.n_rows = script_n_features()};
    l.now = calloc(l.n_rows, sizeof *l.now);
    l.sum = calloc(l.n_rows, sizeof *l.sum);
    l.weight = calloc(l.n_rows, sizeof *l.weight);
    l.kept = calloc(l.n_rows, sizeof *l.kept);
    l.group = calloc(l.n_rows, sizeof *l.group);
    mean_row *total = calloc(l.n_rows, sizeof *total);
    uint32_t *order = calloc(n + 1, sizeof *order);
    if (!l.now || !l.sum || !l.weight || !l.kept || !l.group || !total || !order || n == 0 || n_runs < 1)
        return 1;
    for (uint32_t r = 0; r < l.n_rows; r++)
        l.group[r] = (uint8_t)script_group(r);
    for (int seed = 0; seed < n_runs; seed++) {
        run(&l, example, order, n, seed, n_epochs);
        add_run(&l, total);
    }
    print_table((const mean_row *)total, l.n_rows, n_runs);
    return 0;
}
