/* xml: expat behind limits, with messages that say what to do. */
#include "base/err.h"
#include "read/internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
// cmocka.h needs the headers above before it
#include <cmocka.h>

struct seen {
    char at[256]; // "<a x=1>text</a>"
    size_t n;
    uint64_t last_line, last_byte;
    bool stops;
};

static void see(struct seen *seen, struct str s)
{
    for (size_t i = 0; i < s.n && seen->n + 1 < sizeof seen->at; i++)
        seen->at[seen->n++] = s.at[i];
    seen->at[seen->n] = '\0';
}

static whose_status on_open(void *user, struct str name, const struct xml_attr *attr, uint32_t n,
                            uint64_t byte, uint64_t line)
{
    struct seen *seen = user;
    seen->last_line = line;
    seen->last_byte = byte;
    see(seen, STR("<"));
    see(seen, name);
    for (uint32_t i = 0; i < n; i++) {
        see(seen, STR(" "));
        see(seen, attr[i].name);
        see(seen, STR("="));
        see(seen, attr[i].value);
    }
    see(seen, STR(">"));
    return seen->stops ? WHOSE_E_LIMIT : WHOSE_OK;
}

static whose_status on_close(void *user, struct str name, uint64_t byte)
{
    (void)byte;
    see(user, STR("</"));
    see(user, name);
    see(user, STR(">"));
    return WHOSE_OK;
}

static whose_status on_text(void *user, struct str text, uint64_t byte, uint64_t line)
{
    (void)byte, (void)line;
    see(user, text);
    return WHOSE_OK;
}

static whose_status parse(struct str bytes, struct seen *seen, whose_error *err)
{
    struct arena scratch;
    arena_init(&scratch, NULL);
    bool stops = seen->stops;
    *seen = (struct seen){.stops = stops};
    *err = (whose_error){0};
    struct xml_handler handler = {seen, on_open, on_close, on_text};
    whose_status status = xml_parse("TEI", bytes, &handler, &scratch, err);
    arena_free(&scratch);
    return status;
}

static void names_lose_their_prefix_except_xml(void **state)
{
    (void)state;
    struct seen seen = {0};
    whose_error err;
    assert_int_equal(parse(STR("<t:a xml:id='i' t:b='2'>x &amp; y</t:a>"), &seen, &err), WHOSE_OK);
    assert_string_equal(seen.at, "<a xml:id=i b=2>x & y</a>");
}

static void lines_and_bytes_are_those_of_the_input(void **state)
{
    (void)state;
    struct seen seen = {0};
    whose_error err;
    assert_int_equal(parse(STR("<a>\n\n <b/></a>"), &seen, &err), WHOSE_OK);
    assert_int_equal(seen.last_line, 3);
    assert_int_equal(seen.last_byte, 6);
}

static void old_encodings_become_utf8(void **state)
{
    (void)state;
    struct seen seen = {0};
    whose_error err;
    assert_int_equal(parse(STR("<?xml version='1.0' encoding='windows-1252'?><a>\x93\xE9\x94</a>"),
                           &seen, &err), WHOSE_OK);
    assert_string_equal(seen.at, "<a>“é”</a>");
    assert_int_equal(parse(STR("<?xml version='1.0' encoding='ISO-8859-15'?><a>\xA4</a>"), &seen,
                           &err), WHOSE_OK);
    assert_string_equal(seen.at, "<a>€</a>");
    static const char wide[] = "\xFF\xFE<\0a\0>\0\xE9\0<\0/\0a\0>\0";
    assert_int_equal(parse((struct str){wide, sizeof wide - 1}, &seen, &err), WHOSE_OK);
    assert_string_equal(seen.at, "<a>é</a>");
}

static void names_of_a_missing_dtd_are_known(void **state)
{
    (void)state;
    struct seen seen = {0};
    whose_error err;
    assert_int_equal(parse(STR("<a>&eacute;&mdash;&nosuch;</a>"), &seen, &err), WHOSE_OK);
    assert_string_equal(seen.at, "<a>é—\xEF\xBF\xBD</a>");
}

static void nothing_outside_the_document_is_read(void **state)
{
    (void)state;
    struct seen seen = {0};
    whose_error err;
    assert_int_equal(parse(STR("<!DOCTYPE a [<!ENTITY f SYSTEM \"file:///etc/hostname\">]>"
                               "<a>[&f;]</a>"), &seen, &err), WHOSE_OK);
    assert_int_equal(seen.n <= strlen("<a>[\xEF\xBF\xBD]</a>"), 1);
}

static void messages_name_the_line_and_the_remedy(void **state)
{
    (void)state;
    struct seen seen = {0};
    whose_error err;
    assert_int_equal(parse(STR("<a>\n<b>\n</a>"), &seen, &err), WHOSE_E_INPUT);
    assert_string_equal(err.message,
                        "TEI: line 3: mismatched tag: <b> of line 2 must be closed first");
    assert_int_equal(err.line, 3);
    assert_int_equal(parse(STR("<a>\n<b>"), &seen, &err), WHOSE_E_INPUT);
    assert_non_null(strstr(err.message, "the file ends while <b> of line 2 is open"));
    assert_int_equal(parse(STR("<a>\xFF</a>"), &seen, &err), WHOSE_E_INPUT);
    assert_non_null(strstr(err.message, "not UTF-8"));
    assert_int_equal(err.offset, 3);
    assert_int_equal(parse(STR("<a>x & y</a>"), &seen, &err), WHOSE_E_INPUT);
    assert_non_null(strstr(err.message, "&amp;"));
    assert_int_equal(parse(STR("<a>\0</a>"), &seen, &err), WHOSE_E_INPUT);
    assert_int_equal(parse(STR("<?xml version='1.0' encoding='x-mars'?><a/>"), &seen, &err),
                     WHOSE_E_INPUT);
    assert_non_null(strstr(err.message, "save the file as UTF-8"));
    assert_int_equal(parse(STR(""), &seen, &err), WHOSE_E_INPUT);
    assert_int_equal(parse(STR("<a x='<'/>"), &seen, &err), WHOSE_E_INPUT);
}

static void depth_is_limited(void **state)
{
    (void)state;
    struct seen seen = {0};
    whose_error err;
    enum { N = 1000 };
    char deep[3 * N];
    for (size_t i = 0; i < N; i++)
        memcpy(deep + 3 * i, "<a>", 3);
    assert_int_equal(parse((struct str){deep, sizeof deep}, &seen, &err), WHOSE_E_LIMIT);
    assert_int_equal(err.offset, 3 * 256);
}

static void entities_do_not_expand_without_end(void **state)
{
    (void)state;
    struct seen seen = {0};
    whose_error err;
    char bomb[2048];
    size_t n = (size_t)sprintf(bomb, "<!DOCTYPE a [<!ENTITY e0 \"aaaaaaaaaaaaaaaaaaaa\">");
    for (int i = 1; i < 9; i++) {
        n += (size_t)sprintf(bomb + n, "<!ENTITY e%d \"", i);
        for (int k = 0; k < 10; k++)
            n += (size_t)sprintf(bomb + n, "&e%d;", i - 1);
        n += (size_t)sprintf(bomb + n, "\">");
    }
    n += (size_t)sprintf(bomb + n, "]><a>&e8;</a>");
    assert_int_equal(parse((struct str){bomb, n}, &seen, &err), WHOSE_E_LIMIT);
    assert_non_null(strstr(err.message, "entities"));
}

static void chains_of_entities_are_limited(void **state)
{
    (void)state;
    struct seen seen = {0};
    whose_error err;
    enum { N = 5000 };
    char *chain = malloc(N * 32);
    assert_non_null(chain);
    size_t n = (size_t)sprintf(chain, "<!DOCTYPE a [<!ENTITY e0 \"x\">");
    for (int i = 1; i < N; i++)
        n += (size_t)sprintf(chain + n, "<!ENTITY e%d \"&e%d;\">", i, i - 1);
    n += (size_t)sprintf(chain + n, "]><a/>");
    assert_int_equal(parse((struct str){chain, n}, &seen, &err), WHOSE_E_LIMIT);
    free(chain);
}

static void a_handler_can_stop_the_parse(void **state)
{
    (void)state;
    struct seen seen = {.stops = true};
    whose_error err;
    assert_int_equal(parse(STR("<a><b/></a>"), &seen, &err), WHOSE_E_LIMIT);
    assert_string_equal(seen.at, "<a>");
}

static void attributes_are_found_by_name(void **state)
{
    (void)state;
    struct xml_attr attr[] = {{STR("who"), STR("#a")}, {STR("n"), STR("")}};
    assert_true(str_eq(xml_get(attr, 2, STR("who")), STR("#a")));
    assert_non_null(xml_get(attr, 2, STR("n")).at);
    assert_null(xml_get(attr, 2, STR("type")).at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_lose_their_prefix_except_xml),
        cmocka_unit_test(lines_and_bytes_are_those_of_the_input),
        cmocka_unit_test(old_encodings_become_utf8),
        cmocka_unit_test(names_of_a_missing_dtd_are_known),
        cmocka_unit_test(nothing_outside_the_document_is_read),
        cmocka_unit_test(messages_name_the_line_and_the_remedy),
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(entities_do_not_expand_without_end),
        cmocka_unit_test(chains_of_entities_are_limited),
        cmocka_unit_test(a_handler_can_stop_the_parse),
        cmocka_unit_test(attributes_are_found_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
