/* Who tells a novel, and which part of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "small_novel.h"

#define ANNA "I went down to the weir. I saw the mill, and I was glad, for I had walked far and I was tired. "
#define FIVE(x) x x x x x

static void lines_that_name_a_teller_part_the_text(void **state)
{
    (void)state;
    struct found f;
    find(&f, "CHAPTER I\n\nThe Narrative of Anna Brook\n\n" FIVE(ANNA ANNA) "\n\nCHAPTER II\n\n"
             "Contributed by Edward Thorn, a clerk\n\n" FIVE(ANNA ANNA) "\n\n\"Anna Brook,\" said Anna Brook, "
             "\"is here.\"\n\n\"Edward Thorn is here,\" said Edward Thorn.\n");
    assert_int_equal(f.cast.narrated_in, 1);
    assert_int_equal(f.cast.told.n, 2);
    assert_int_equal(f.cast.told.at[0].person, bearer(&f, "Anna Brook"));
    assert_int_equal(f.cast.told.at[1].person, bearer(&f, "Edward Thorn"));
    assert_true(f.cast.told.at[0].at.end <= f.cast.told.at[1].at.start);
    assert_int_equal(f.cast.told.at[0].stance, STANCE_OWN);
    drop(&f);
}

static void who_says_my_name_is_narrates(void **state)
{
    (void)state;
    struct found f;
    find(&f, "My name is Edward Thorn. " ANNA ANNA "I met Anna Brook. Anna laughed; she was my friend, and I liked her. "
             "\"Mr. Thorn,\" said Anna, \"come in.\"\n");
    assert_int_equal(f.cast.narrator, bearer(&f, "Edward Thorn"));
    assert_int_equal(f.cast.told.n, 1);
    drop(&f);
}

static void a_book_in_the_second_person_has_no_narrator(void **state)
{
    (void)state;
    struct found f;
    find(&f, FIVE("You go down to the weir. You see the mill, and your hands are cold. You turn back to your house. ") "\n");
    assert_int_equal(f.cast.narrated_in, 2);
    assert_int_equal(f.cast.narrator, PERSON_NONE);
    assert_int_equal(f.cast.told.n, 0);
    drop(&f);
}

static void a_book_without_dialogue_has_people(void **state)
{
    (void)state;
    struct found f;
    find(&f, "Edward Thorn went out. Edward walked to the mill, and he saw Anna Brook. Anna smiled; she knew Edward. "
             "Then Anna went home, and Edward Thorn sat down by the weir.\n");
    assert_int_equal(f.doc.speech.n, 0);
    assert_int_not_equal(bearer(&f, "Edward"), bearer(&f, "Anna"));
    drop(&f);
}

static void chapters_with_casts_of_their_own_are_doubted(void **state)
{
    (void)state;
    static const char *const NAME[] = {"Edward", "Anna", "Hugh", "Clara", "Felix"};
    char text[8192] = "";
    struct found f;
    for (int i = 0; i < 5; i++) {
        strcat(strcat(text, "CHAPTER "), (const char *const[]){"I", "II", "III", "IV", "V"}[i]);
        strcat(text, "\n\n");
        for (int k = 0; k < 6; k++)
            strcat(strcat(text, "It was late when "), NAME[i]), strcat(strcat(text, " went out, and "), NAME[i]),
                strcat(text, " walked by the weir. ");
        strcat(text, "\n\n");
    }
    find(&f, text);
    assert_int_equal(f.cast.doubt.n, 1);
    drop(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_that_name_a_teller_part_the_text),
        cmocka_unit_test(who_says_my_name_is_narrates),
        cmocka_unit_test(a_book_in_the_second_person_has_no_narrator),
        cmocka_unit_test(a_book_without_dialogue_has_people),
        cmocka_unit_test(chapters_with_casts_of_their_own_are_doubted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
