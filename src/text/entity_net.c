#include "text/entity_net.h"

const struct entity_slot *entity_slot(const struct entity_slot *slot, uint32_t n_slots, uint32_t hash)
{
    uint32_t at = hash & (n_slots - 1);
    while (slot[at].hash && slot[at].hash != hash)
        at = (at + 1) & (n_slots - 1);
    return &slot[at];
}
