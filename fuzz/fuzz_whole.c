/* takes   any bytes
 * gives   a crash when the library breaks on them, from reading to the last view
 * method  whose.h only: read, then write every view in every form
 * cost    that of the library */
#include "whose.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes);

static int count(void *user, const void *bytes, size_t n_bytes)
{
    (void)bytes;
    *(size_t *)user += n_bytes;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes)
{
    whose_report *report;
    whose_error err;
    if (whose_read("", data, n_bytes, NULL, &report, &err) != WHOSE_OK)
        return 0;
    size_t written = 0;
    uint32_t n = whose_report_n_characters(report);
    const char *name = n ? whose_report_character(report, n - 1).name : "Anna";
    for (int view = WHOSE_VIEW_READ; view <= WHOSE_VIEW_VERDICT; view++)
        for (int form = WHOSE_FORM_PLAIN; form <= WHOSE_FORM_HTML; form++) {
            whose_style style = {.columns = 40u + (uint32_t)(n_bytes % 160), .utf8 = form & 1};
            whose_report_write(report, (whose_view)view, (whose_form)form, name, &style, count,
                               &written, &err);
        }
    whose_report_free(report);
    return 0;
}
