/* takes   any bytes
 * gives   a crash when a model that was opened has a part outside its bytes, or when a stage
 *         looks for its part outside
 * method  the bytes as they are; then as the contents of a model whose head is right,
 *         so that what lies behind the checksum is reached as well
 * cost    O(bytes) */
#include "learn/learn.h"
#include "text/entity_net.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes);

#define PROMISE(condition) \
    do {                   \
        if (!(condition))  \
            abort();       \
    } while (0)

static void check_inside(struct str file, struct str s)
{
    PROMISE(s.at >= file.at && s.n <= file.n && s.at <= file.at + (file.n - s.n));
}

static void open_and_walk(struct str file)
{
    struct model model;
    whose_error err = {0};
    if (model_open(file, &model, &err) != WHOSE_OK) {
        PROMISE(err.message[0]);
        return;
    }
    check_inside(file, model_name(&model));
    for (uint32_t i = 0; i < model.n_sections; i++) {
        struct model_part part = model_part(&model, i);
        size_t n;
        PROMISE(part.name.n > 0 && part.name.n < MODEL_NAME_BYTES);
        check_inside(file, part.bytes);
        check_inside(file, part.data);
        check_inside(file, part.licence);
        check_inside(file, part.score);
        check_inside(file, part.command);
        PROMISE(model_section(&model, part.name.at, &n) == part.bytes.at && n == part.bytes.n);
    }
    struct text_net net;
    struct entity_net entities;
    struct endings endings;
    (void)net_open(&model, &net);
    (void)endings_open(&model, &endings);
    if (entity_open(&model, &entities))
        PROMISE(entity_slot(entities.slot, entities.n_slots, 1));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes)
{
    char *copy = malloc(n_bytes ? n_bytes : 1); // aligned, and ends where it ends
    if (!copy)
        return 0;
    memcpy(copy, data, n_bytes);
    open_and_walk((struct str){copy, n_bytes});
    if (model_mend(copy, n_bytes))
        open_and_walk((struct str){copy, n_bytes});
    free(copy);
    return 0;
}
