/* use_c: the whole public interface, called from C with nothing but whose.h.
 *
 * takes   nothing
 * gives   TAP
 */
#include <whose.h>

#include <stdio.h>
#include <string.h>

static const char story[] =
    "INT. STATION - NIGHT\n\nADA waits under the clock.\n\nADA\nHe said the nine-forty.\n\n"
    "BRUNO\nHe says many things.\n\nEXT. PLATFORM - LATER\n\nAda stands alone.\n\n"
    "ADA (V.O.)\nI waited there until it was light.\n";

static unsigned n_done, n_failed;

static void check(int is_true, const char *what)
{
    n_failed += !is_true;
    (void)printf("%s %u - %s\n", is_true ? "ok" : "not ok", ++n_done, what);
}

struct memory {
    char bytes[1 << 18];
    size_t n;
};

static int gather(void *user, const void *bytes, size_t n)
{
    struct memory *memory = user;
    if (n > sizeof memory->bytes - 1 - memory->n)
        return 1;
    memcpy(memory->bytes + memory->n, bytes, n);
    memory->n += n;
    memory->bytes[memory->n] = '\0';
    return 0;
}

static struct memory memory;

static int shows(const whose_report *report, whose_view view, whose_form form, const char *subject,
                 const char *words)
{
    memory.n = 0;
    memory.bytes[0] = '\0';
    return whose_report_write(report, view, form, subject, NULL, gather, &memory, NULL) == WHOSE_OK &&
           strstr(memory.bytes, words) != NULL;
}

int main(void)
{
    whose_report *report = NULL;
    whose_error err;
    memset(&err, 0, sizeof err);
    check(whose_read("station.fountain", story, sizeof story - 1, NULL, &report, &err) == WHOSE_OK,
          "a script is read with the defaults");
    if (report) {
        check(whose_report_n_characters(report) == 2, "it has two characters");
        whose_character ada = whose_report_character(report, 0);
        check(ada.id == 0 && strcmp(ada.name, "Ada") == 0, "the first to appear is Ada");
        check(ada.speeches == 2 && ada.scenes == 2 && !ada.is_group, "she speaks twice, in two scenes");
        check(whose_report_answer(report) != WHOSE_ANSWER_NOBODY && whose_report_owner(report) == 0,
              "the story is hers");
        size_t n_text = 0;
        const char *text = whose_report_text(report, &n_text);
        check(n_text == sizeof story - 1 && memcmp(text, story, n_text) == 0, "its text is the file's");
        check(shows(report, WHOSE_VIEW_READ, WHOSE_FORM_PLAIN, NULL, "Ada"), "the report names her");
        check(shows(report, WHOSE_VIEW_READ, WHOSE_FORM_JSON, NULL, "\"verdict\""), "JSON has a verdict");
        check(shows(report, WHOSE_VIEW_CLAIM, WHOSE_FORM_PLAIN, "Ada, not Bruno", "Bruno"),
              "a claim is answered");
        check(shows(report, WHOSE_VIEW_WHO, WHOSE_FORM_PLAIN, "ada", "Ada"), "a dossier is written");
        check(shows(report, WHOSE_VIEW_LINES, WHOSE_FORM_TSV, NULL, "1\tS"), "lines have tags");
        check(whose_report_write(report, WHOSE_VIEW_WHO, WHOSE_FORM_PLAIN, "Zeno", NULL, gather, &memory,
                                 &err) == WHOSE_E_NAME && *err.message,
              "a name that fits nobody is an error in words");
    }
    whose_report_free(report);

    report = (whose_report *)&memory; // must be set to NULL by a failure
    check(whose_read("nothing", "", 0, NULL, &report, &err) != WHOSE_OK && !report && *err.message,
          "a failure leaves no report and tells why");
    for (int status = WHOSE_OK; status <= WHOSE_E_NAME; status++)
        check(*whose_status_words((whose_status)status) != '\0', "a status has words");
    (void)printf("1..%u\n", n_done);
    return n_failed != 0;
}
