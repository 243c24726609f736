/* nomem: any allocation may fail, and nothing leaks.
 *
 * takes   nothing
 * gives   TAP
 * method  a small script and a small play are read and written in every view
 *         with an allocator that refuses the request after the n-th, n = 0, 1,
 *         2, ... until all succeed; whatever was lent must have come back
 * cost    a few thousand readings of a page
 */
#include "whose.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char fountain[] =
    "Title: The Ferry\nAuthor: Nobody\n\n"
    "# Act one\n\n= They wait.\n\n"
    "INT. FERRY HOUSE - NIGHT #1#\n\n"
    "MARTA, 40, counts coins. YOUNG JONAS, her brother, watches the *river*. [[Not yet.]]\n\n"
    "MARTA\n(not looking up)\nThe last boat left an hour ago.\n\n"
    "JONAS (V.O.)\nI never told her who was on it.\n\n"
    "/* A boneyard\n\nof two lines */\n\n"
    "EXT. LANDING - DAWN\n\nMarta walks down to the water alone. The CROWD parts.\n\n"
    "MARTA\nJonas? Jonas!\n\nYOUNG JONAS ^\nHere!\n\n> CUT TO:\n\n"
    "INT. FERRY HOUSE - DAY\n\nJONSA\nShe came back at noon.\n\n> THE END <\n";

static const char tei[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\" xml:lang=\"en\"><teiHeader><fileDesc><titleStmt>"
    "<title>The Well</title><author>Nobody</author></titleStmt></fileDesc><profileDesc><particDesc>"
    "<listPerson><person xml:id=\"ansa\" sex=\"FEMALE\"><persName>Ansa</persName></person>"
    "<person xml:id=\"bram\" sex=\"MALE\"><persName>Bram</persName></person>"
    "<personGrp xml:id=\"all\"><name>Neighbours</name></personGrp></listPerson></particDesc>"
    "</profileDesc></teiHeader><text><front><castList><castItem><role>Ansa</role>"
    "<roleDesc>a widow</roleDesc></castItem></castList></front><body>"
    "<div type=\"act\" n=\"1\"><head>Act 1</head><div type=\"scene\" n=\"1\"><head>Scene 1</head>"
    "<stage type=\"entrance\" who=\"#ansa #bram\">Enter Ansa and Bram.</stage>"
    "<sp who=\"#ansa\"><speaker>ANSA</speaker><l n=\"1\">The well is dry, <stage>aside</stage></l>"
    "<l n=\"2\" part=\"I\">and Bram</l></sp>"
    "<sp who=\"#bram\"><speaker>BRAM</speaker><l part=\"F\">knows it &amp; says nothing.</l></sp>"
    "<stage type=\"exit\" who=\"#bram\">Exit Bram.</stage></div>"
    "<div type=\"scene\" n=\"2\"><sp who=\"#all #ansa\"><speaker>ALL</speaker><p>Water!</p></sp>"
    "<sp><speaker>A VOICE</speaker><p>None.</p></sp></div></div></body></text></TEI>\n";

static const char script_fixes[] =
    "merge Jonas, Young Jonas, Jonsa # one man\nsplit Marta from Jonas\npronouns Marta she\n"
    "rename Jonas to \"Jonas Oar\"\nignore Crowd\nnarrator Jonas\nspeaker \"came back at noon\" is Marta\n"
    "merge Zoe, Zora\n";

static const char novel[] =
    "THE WEIR\n\nCHAPTER I\n\nTom Marsh came down to the bridge in the rain. Mr. Marsh had sent him. Anna Reed "
    "stood under the lamp, and Anna was cold.\n\n\"Who is there?\" said the policeman.\n\n\"It is only Tom,\" "
    "said Tom.\n\n\"You are late,\" said Anna. \"Tom, you always are.\"\n\n\"I know it.\"\n\n\"Go,\" said "
    "the policeman.\n";

static const char novel_fixes[] =
    "merge the policeman, Mr. Marsh\nsplit Tom from Anna\nspeaker \"I know it\" is Anna\nnarrator nobody\n";

struct budget {
    size_t left; // requests until the one that is refused, and all after it
    size_t live; // bytes lent and not given back
    size_t n_live;
};

static void *limited(void *user, void *old, size_t old_bytes, size_t new_bytes)
{
    struct budget *budget = user;
    if (new_bytes == 0) {
        if (old) {
            budget->live -= old_bytes;
            budget->n_live--;
        }
        free(old);
        return NULL;
    }
    if (budget->left == 0)
        return NULL;
    void *got = realloc(old, new_bytes);
    if (!got)
        return NULL;
    budget->left--;
    budget->live += new_bytes - (old ? old_bytes : 0);
    budget->n_live += !old;
    return got;
}

static int forget(void *user, const void *bytes, size_t n)
{
    (void)bytes;
    *(size_t *)user += n;
    return 0;
}

static whose_status read_work(const char *bytes, size_t n_bytes, const char *fixes,
                              const whose_options *options, whose_report **report, whose_error *err)
{
    whose_work *work;
    *report = NULL;
    whose_status status = whose_work_new(options, &work, err);
    if (status == WHOSE_OK)
        status = whose_work_add(work, WHOSE_STORY, "story", bytes, n_bytes, err);
    if (status == WHOSE_OK && fixes)
        status = whose_work_add(work, WHOSE_CORRECTIONS, "story.whose", fixes, strlen(fixes), err);
    if (status == WHOSE_OK)
        status = whose_work_read(work, report, err);
    whose_work_free(work);
    return status;
}

/* Read the work and write all views; the first status that is not WHOSE_OK. */
static whose_status everything(const char *bytes, size_t n_bytes, const char *fixes, const char *claim,
                               const char *name, struct budget *budget)
{
    const whose_options options = {.allocator = {limited, budget}};
    whose_report *report = NULL;
    whose_error err = {0};
    size_t n_written = 0;
    char about[100];
    (void)snprintf(about, sizeof about, "scenes: %s", name);
    whose_status status = read_work(bytes, n_bytes, fixes, &options, &report, &err);
    if (status != WHOSE_OK && report)
        status = WHOSE_E_INPUT; // a failure must not leave a report behind
    if (status != WHOSE_OK && status != WHOSE_E_NOMEM)
        (void)printf("# %s\n", err.message);
    for (int view = WHOSE_VIEW_READ; status == WHOSE_OK && view <= WHOSE_VIEW_VERDICT; view++) {
        for (int form = WHOSE_FORM_PLAIN; status == WHOSE_OK && form <= WHOSE_FORM_HTML; form++) {
            const char *subject = view == WHOSE_VIEW_CLAIM  ? claim
                                  : view == WHOSE_VIEW_WHO   ? name
                                  : view == WHOSE_VIEW_FIND  ? name
                                  : view == WHOSE_VIEW_WHY   ? about
                                  : view == WHOSE_VIEW_CITE  ? "5-20"
                                                             : NULL;
            status = whose_report_write(report, (whose_view)view, (whose_form)form, subject, NULL,
                                        forget, &n_written, &err);
            if (status != WHOSE_OK && status != WHOSE_E_NOMEM)
                (void)printf("# view %d, form %d: %s\n", view, form, err.message);
        }
    }
    static const char post[] = "<p>It is his story, not hers; he says \"I never did\". She dies.</p>";
    for (int form = WHOSE_FORM_PLAIN; status == WHOSE_OK && form <= WHOSE_FORM_JSON; form++) {
        status = whose_compare_write(report, report, (whose_form)form, NULL, forget, &n_written, &err);
        if (status == WHOSE_OK)
            status = whose_post_write(report, post, sizeof post - 1, "a,b,1\n", 6, (whose_form)form,
                                      NULL, forget, &n_written, NULL, &err);
    }
    whose_report_free(report);
    return status;
}

static bool survives(const char *bytes, size_t n_bytes, const char *fixes, const char *claim,
                     const char *name)
{
    whose_status status = WHOSE_E_NOMEM;
    size_t n = 0;
    for (; status != WHOSE_OK && n < 10000; n++) {
        struct budget budget = {.left = n};
        status = everything(bytes, n_bytes, fixes, claim, name, &budget);
        if (status != WHOSE_OK && status != WHOSE_E_NOMEM) {
            (void)printf("# after %zu requests: %s\n", n, whose_status_words(status));
            return false;
        }
        if (budget.live || budget.n_live) {
            (void)printf("# after %zu requests: %zu bytes in %zu blocks not given back\n", n,
                         budget.live, budget.n_live);
            return false;
        }
    }
    (void)printf("# %zu requests\n", n - 1);
    return status == WHOSE_OK;
}

/* The two-step form, with a work that is given back before its report is used. */
static bool work_may_go_first(void)
{
    struct budget budget = {.left = SIZE_MAX};
    const whose_options options = {.allocator = {limited, &budget}};
    whose_work *work = NULL;
    whose_report *report = NULL;
    size_t n_written = 0;
    bool good = whose_work_new(&options, &work, NULL) == WHOSE_OK &&
                whose_work_add(work, WHOSE_STORY, NULL, fountain, sizeof fountain - 1, NULL) == WHOSE_OK &&
                whose_work_read(work, &report, NULL) == WHOSE_OK;
    whose_work_free(work);
    good = good && whose_report_write(report, WHOSE_VIEW_READ, WHOSE_FORM_JSON, NULL, NULL, forget,
                                      &n_written, NULL) == WHOSE_OK;
    whose_report_free(report);
    whose_report_free(NULL);
    whose_work_free(NULL);
    return good && n_written > 0 && budget.live == 0;
}

int main(void)
{
    const bool good[] = {
        survives(fountain, sizeof fountain - 1, NULL, "Marta, not Jonas", "Marta"),
        survives(tei, sizeof tei - 1, NULL, "Ansa, not Bram", "Ansa"),
        survives(fountain, sizeof fountain - 1, script_fixes, "Marta, not Jonas", "Marta"),
        survives(novel, sizeof novel - 1, novel_fixes, "Anna, not Tom", "Anna"),
        work_may_go_first(),
    };
    static const char *const name[] = {
        "any allocation may fail while a script is read and written",
        "any allocation may fail while a play is read and written",
        "any allocation may fail while a script is read with corrections",
        "any allocation may fail while a novel is read with corrections",
        "a report outlives its work",
    };
    bool all = true;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        (void)printf("%s %zu - %s\n", good[i] ? "ok" : "not ok", i + 1, name[i]);
        all = all && good[i];
    }
    (void)printf("1..%zu\n", sizeof good / sizeof *good);
    return !all;
}
