/* What the writers of JSON share.  Stays inside src/report. */
#ifndef REPORT_JSON_H
#define REPORT_JSON_H

#include "report/internal.h"

/* ---- json_put.c: one value each, behind a comma unless it is the first of its object ---- */

/* What follows is the value. */
void json_key(struct writing *w, bool is_first, const char *name);
void json_uint(struct writing *w, bool is_first, const char *name, uint64_t n);
/* `none`: the value that means null. */
void json_id(struct writing *w, bool is_first, const char *name, uint32_t id, uint32_t none);
/* The empty string is null. */
void json_str(struct writing *w, bool is_first, const char *name, struct str s);
void json_number(struct writing *w, bool is_first, const char *name, double x);
/* A number that stands without a key, or behind json_key(). */
void json_fraction(struct writing *w, double x);
void json_bool(struct writing *w, bool is_first, const char *name, bool is);
/* Two keys: start and end. */
void json_span(struct writing *w, bool is_first, struct span at);
/* A list of QUOTE. */
void json_fate_quotes(struct writing *w, bool is_first, const char *name,
                      const struct fate_quote *quote, uint32_t n);
void json_comma(struct writing *w, bool is_first);
/* A comma and a line end, which lets people and diff read long lists. */
void json_next(struct writing *w, bool is_first);

/* ---- the parts of the report, each behind a comma ---- */

/* json.c: who tells: in prose the narrator of the cast, in scripts and plays a voice that
 * the verdict knows; or PERSON_NONE. */
uint32_t json_teller(const struct findings *findings);

void json_levels(struct writing *w);
void json_narration(struct writing *w);
void json_bonds(struct writing *w);
void json_turns(struct writing *w);
void json_arcs(struct writing *w);
void json_changes(struct writing *w);
void json_verdict(struct writing *w);

#endif
