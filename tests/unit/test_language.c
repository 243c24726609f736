/* language.c: which language a text is in. */
#include "text/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct language guess(const char *text)
{
    return language_guess(str_c(text));
}

static void expect(const char *text, const char *name)
{
    struct language language = guess(text);
    assert_non_null(language.name);
    assert_false(language.is_english);
    assert_string_equal(language.name, name);
}

static void english_is_known(void **state)
{
    (void)state;
    struct language l = guess("She had been at the gate for an hour when he came up the road with the "
                              "dog, and neither of them said what they had meant to say. It was late, "
                              "and the rain that had held off all day was on them.");
    assert_true(l.is_english);
    assert_string_equal(l.code, "en");
}

static void others_are_named(void **state)
{
    (void)state;
    expect("Sie hatte eine Stunde am Tor gewartet, und als er mit dem Hund die Stra\xC3\x9F" "e "
           "heraufkam, sagte keiner von ihnen, was sie sich zu sagen vorgenommen "
           "hatten. Es war sp\xC3\xA4t, und der Regen, der den ganzen Tag nicht gekommen "
           "war, kam nun auf sie herab, und das war gut.", "German");
    expect("Elle attendait depuis une heure pr\xC3\xA8s de la porte, et quand il est arriv\xC3\xA9 "
           "avec le chien, ils ne se sont pas dit ce que chacun avait pens\xC3\xA9 dire. Il "
           "\xC3\xA9tait tard et la pluie qui ne tombait pas est venue sur eux.", "French");
}

static void scripts_tell_at_once(void **state)
{
    (void)state;
    expect("\xD0\x9E\xD0\xBD\xD0\xB0 \xD0\xB6\xD0\xB4\xD0\xB0\xD0\xBB\xD0\xB0 \xD1\x83 "
           "\xD0\xB2\xD0\xBE\xD1\x80\xD0\xBE\xD1\x82 \xD1\x87\xD0\xB0\xD1\x81", "Russian or another language in Cyrillic letters");
}

static void little_or_nothing_is_not_guessed(void **state)
{
    (void)state;
    assert_null(guess("").name);
    assert_null(guess("Anna. Bertha. Carl.").name);
    assert_null(guess("12 34 56 78").name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(english_is_known),
        cmocka_unit_test(others_are_named),
        cmocka_unit_test(scripts_tell_at_once),
        cmocka_unit_test(little_or_nothing_is_not_guessed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
