/* takes   any bytes, as a file of corrections
 * gives   a crash when the library breaks on them
 * method  whose.h only: they are put to a small script and to a small novel, whose reports
 *         are written as JSON and as a draft of corrections
 * cost    two readings of a page */
#include "whose.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes);

static const char script[] =
    "INT. MILL - DAY\n\nADA, 40, stops the wheel. The KETTLE sings.\n\nADA\nYou are late.\n\nYOUNG BEN\nI am "
    "not late.\n\nADA AND BEN\nSo be it.\n\nTHE MILLER (V.O.)\nThat was the year of the river.\n\nBEN\nI am home.\n";

static const char novel[] =
    "THE WEIR\n\nCHAPTER I\n\nTom Marsh came down to the bridge in the rain. Mr. Marsh had sent him. Anna Reed "
    "stood under the lamp, and Anna was cold. I saw her.\n\n\"Who is there?\" said the policeman.\n\n\"It is only "
    "Tom,\" said Tom.\n\n\"You are late,\" said Anna. \"Tom, you always are.\"\n\n\"I know it.\"\n\n\"Go,\" said "
    "the policeman to Miss Reed.\n";

static int count(void *user, const void *bytes, size_t n_bytes)
{
    (void)bytes;
    *(size_t *)user += n_bytes;
    return 0;
}

static void correct(const char *story, size_t n_story, const uint8_t *data, size_t n_bytes)
{
    whose_work *work;
    whose_report *report = NULL;
    whose_error err;
    size_t written = 0;
    if (whose_work_new(NULL, &work, &err) != WHOSE_OK)
        return;
    if (whose_work_add(work, WHOSE_STORY, "", story, n_story, &err) == WHOSE_OK &&
        whose_work_add(work, WHOSE_CORRECTIONS, "x.whose", data, n_bytes, &err) == WHOSE_OK &&
        whose_work_read(work, &report, &err) == WHOSE_OK) {
        whose_report_write(report, WHOSE_VIEW_READ, WHOSE_FORM_JSON, NULL, NULL, count, &written, &err);
        whose_report_write(report, WHOSE_VIEW_FIX, WHOSE_FORM_PLAIN, NULL, NULL, count, &written, &err);
    }
    whose_report_free(report);
    whose_work_free(work);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes)
{
    correct(script, sizeof script - 1, data, n_bytes);
    correct(novel, sizeof novel - 1, data, n_bytes);
    return 0;
}
