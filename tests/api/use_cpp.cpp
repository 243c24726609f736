// use_cpp: whose.h compiles and links as C++.
#include <whose.h>

#include <cstdio>
#include <string>

static int gather(void *user, const void *bytes, size_t n)
{
    static_cast<std::string *>(user)->append(static_cast<const char *>(bytes), n);
    return 0;
}

int main()
{
    const std::string story = "INT. STATION - NIGHT\n\nADA waits.\n\nADA\nHe said the nine-forty.\n";
    whose_report *report = nullptr;
    whose_error err = {};
    if (whose_read(nullptr, story.data(), story.size(), nullptr, &report, &err) != WHOSE_OK) {
        std::printf("not ok 1 - a script is read from C++\n# %s\n1..1\n", err.message);
        return 1;
    }
    std::string json;
    const bool is_written = whose_report_write(report, WHOSE_VIEW_READ, WHOSE_FORM_JSON, nullptr, nullptr,
                                               gather, &json, &err) == WHOSE_OK;
    const bool is_good = is_written && whose_report_n_characters(report) == 1 && !json.empty() && json[0] == '{';
    whose_report_free(report);
    std::printf("%s 1 - a script is read from C++\n1..1\n", is_good ? "ok" : "not ok");
    return is_good ? 0 : 1;
}
