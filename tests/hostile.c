/* hostile: input that is broken, enormous or meant to hurt, under a clock.
 *
 * takes   [--full] [WORDS]: the largest sizes too (a line of 1 GB); only the cases
 *         whose name holds WORDS
 * gives   TAP; each case makes its bytes, reads them and writes every view
 * method  a case tells which statuses are right; those marked linear are read at
 *         n and at 2n bytes and must not take more than thrice the time
 * cost    a minute; with sanitizers the sizes are an eighth
 */
#include "whose.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#if defined(__SANITIZE_ADDRESS__)
#define SLOW 8
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SLOW 8
#endif
#endif
#ifndef SLOW
#define SLOW 1
#endif

#define MB ((size_t)1 << 20)

/* ---- bytes ---- */

struct bytes {
    char *at;
    size_t n, cap;
    bool failed;
};

static void put_n(struct bytes *b, const char *at, size_t n)
{
    if (b->failed)
        return;
    if (n > b->cap - b->n) {
        size_t cap = b->cap ? b->cap : 4096;
        while (cap - b->n < n)
            cap *= 2;
        char *more = realloc(b->at, cap);
        if (!more) {
            b->failed = true;
            return;
        }
        b->at = more;
        b->cap = cap;
    }
    memcpy(b->at + b->n, at, n);
    b->n += n;
}

static void put(struct bytes *b, const char *s)
{
    put_n(b, s, strlen(s));
}

__attribute__((format(printf, 2, 3))) static void putf(struct bytes *b, const char *format, ...)
{
    char line[512];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (n > 0)
        put_n(b, line, (size_t)n < sizeof line ? (size_t)n : sizeof line - 1);
}

/* `piece` again and again, up to n bytes. */
static void fill(struct bytes *b, const char *piece, size_t n)
{
    size_t end = b->n + n;
    while (b->n < end && !b->failed)
        put(b, piece);
}

static void make_room(struct bytes *b, size_t n)
{
    char *more = realloc(b->at, n);
    b->failed = !more;
    if (more) {
        b->at = more;
        b->cap = n;
    }
}

/* A name of capital letters only, another one for every number. */
static void put_name(struct bytes *b, size_t number)
{
    static const char *const syllable[] = {"BA", "CO", "DE", "FI", "GU", "HAL", "JEN", "KOR",
                                           "LUM", "MIR", "NOS", "PEL", "RAN", "SIV", "TOM", "VEX"};
    do {
        put(b, syllable[number % 16]);
        number /= 16;
    } while (number);
}

static const char small_script[] =
    "Title: The Ferry\n\n"
    "INT. FERRY HOUSE - NIGHT\n\n"
    "MARTA, 40, counts coins. JONAS, her brother, watches the river.\n\n"
    "MARTA\n(not looking up)\nThe last boat left an hour ago.\n\n"
    "JONAS (V.O.)\nI never told her who was on it.\n\n"
    "EXT. LANDING - DAWN\n\n"
    "Marta walks down to the water alone.\n\n"
    "MARTA\nJonas? Jonas!\n\n"
    "CUT TO:\n\n"
    "INT. FERRY HOUSE - DAY\n\n"
    "JONAS\nShe came back at noon. She did not speak of it.\n\n";

#define TEI_OPEN \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" \
    "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader><fileDesc><titleStmt>" \
    "<title>The Well</title></titleStmt></fileDesc></teiHeader>\n<text><body>\n"
#define TEI_CLOSE "</body></text></TEI>\n"

/* ---- the cases: each writes about n bytes, or n things ---- */

static void nothing(struct bytes *b, size_t n)
{
    (void)n;
    make_room(b, 1);
}

static void one_byte(struct bytes *b, size_t n)
{
    (void)n;
    put(b, "A");
}

static void blank_lines(struct bytes *b, size_t n)
{
    fill(b, " \t\r\n\n", n);
}

static void random_bytes(struct bytes *b, size_t n)
{
    uint32_t seed = 12345;
    for (size_t i = 0; i < n; i++) {
        seed = seed * 1664525u + 1013904223u;
        char c = (char)(seed >> 24);
        put_n(b, &c, 1);
    }
}

static void a_pdf(struct bytes *b, size_t n)
{
    put(b, "%PDF-1.5\n%\xE2\xE3\xCF\xD3\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
           "4 0 obj\n<< /Length 9000 /Filter /FlateDecode >>\nstream\n");
    random_bytes(b, n);
    put(b, "\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n");
}

static void a_picture(struct bytes *b, size_t n)
{
    put_n(b, "\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16);
    random_bytes(b, n);
}

static void an_archive(struct bytes *b, size_t n)
{
    put_n(b, "PK\x03\x04\x14\0\0\0\x08\0", 10);
    random_bytes(b, n);
}

static void xml_cut_off(struct bytes *b, size_t n)
{
    (void)n;
    put(b, TEI_OPEN "<div type=\"act\"><sp who=\"#a\"><speaker>ANSA</speaker><p>I wa");
}

static void xml_crossed_tags(struct bytes *b, size_t n)
{
    (void)n;
    put(b, TEI_OPEN "<sp who=\"#a\"><speaker>ANSA</sp></speaker>" TEI_CLOSE);
}

static void xml_wrong_bytes(struct bytes *b, size_t n)
{
    (void)n;
    put(b, TEI_OPEN "<sp who=\"#a\"><speaker>ANSA</speaker><p>\xFF\xFE\xC0</p></sp>" TEI_CLOSE);
}

static void xml_bomb(struct bytes *b, size_t n)
{
    put(b, "<?xml version=\"1.0\"?>\n<!DOCTYPE TEI [\n<!ENTITY a0 \"la la la la la la la la la\">\n");
    for (size_t i = 1; i < n; i++)
        putf(b, "<!ENTITY a%zu \"&a%zu;&a%zu;&a%zu;&a%zu;&a%zu;&a%zu;&a%zu;&a%zu;&a%zu;&a%zu;\">\n", i,
             i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    putf(b, "]>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body><sp who=\"#a\">"
            "<speaker>ANSA</speaker><p>&a%zu;</p></sp></body></text></TEI>\n", n - 1);
}

static void xml_quadratic_bomb(struct bytes *b, size_t n)
{
    put(b, "<?xml version=\"1.0\"?>\n<!DOCTYPE TEI [\n<!ENTITY a \"");
    fill(b, "la ", n);
    put(b, "\">\n]>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body><sp who=\"#a\">"
           "<speaker>ANSA</speaker><p>");
    fill(b, "&a;", n);
    put(b, "</p></sp></body></text></TEI>\n");
}

static void xml_that_asks_for_a_file(struct bytes *b, size_t n)
{
    (void)n;
    put(b, "<?xml version=\"1.0\"?>\n<!DOCTYPE TEI [\n<!ENTITY secret SYSTEM \"file:///etc/passwd\">\n]>\n"
           "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body><sp who=\"#a\">"
           "<speaker>ANSA</speaker><p>&secret; then.</p></sp></body></text></TEI>\n");
}

static void xml_deep(struct bytes *b, size_t n)
{
    put(b, TEI_OPEN);
    for (size_t i = 0; i < n; i++)
        put(b, "<div>");
    for (size_t i = 0; i < n; i++)
        put(b, "</div>");
    put(b, TEI_CLOSE);
}

static void xml_attributes(struct bytes *b, size_t n)
{
    put(b, TEI_OPEN "<div");
    for (size_t i = 0; i < n; i++)
        putf(b, " a%zu=\"x\"", i);
    put(b, "><sp who=\"#a\"><speaker>ANSA</speaker><p>So.</p></sp></div>" TEI_CLOSE);
}

static void xml_of_another_kind(struct bytes *b, size_t n)
{
    (void)n;
    put(b, "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"><circle r=\"4\"/></svg>\n");
}

static void tei_without_speakers(struct bytes *b, size_t n)
{
    for (put(b, TEI_OPEN "<div type=\"scene\"><head>Scene 1</head>"); n > 0; n--)
        put(b, "<stage>The sea. Nobody comes.</stage><p>Waves.</p>");
    put(b, "</div>" TEI_CLOSE);
}

static void tei_empty_body(struct bytes *b, size_t n)
{
    (void)n;
    put(b, TEI_OPEN TEI_CLOSE);
}

static void tei_one_person(struct bytes *b, size_t n)
{
    put(b, TEI_OPEN "<div type=\"scene\">");
    for (size_t i = 0; i < n; i++)
        put(b, "<sp who=\"#ansa\"><speaker>ANSA</speaker><p>I wait at the well, and it is dry.</p></sp>");
    put(b, "</div>" TEI_CLOSE);
}

static void tei_chorus_of_ids(struct bytes *b, size_t n)
{
    // a speech by 300 people at once, again and again
    put(b, TEI_OPEN "<div type=\"scene\">");
    size_t end = b->n + n;
    while (b->n < end) {
        put(b, "<sp who=\"");
        for (int i = 0; i < 300; i++)
            putf(b, "#p%d ", i);
        put(b, "\"><speaker>ALL</speaker><p>Ay.</p></sp>\n");
    }
    put(b, "</div>" TEI_CLOSE);
}

static void tei_people(struct bytes *b, size_t n)
{
    put(b, "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader><profileDesc><particDesc><listPerson>\n");
    for (size_t i = 0; i < n; i++) {
        putf(b, "<person xml:id=\"p%zu\"><persName>", i);
        put_name(b, i);
        put(b, "</persName></person>\n");
    }
    put(b, "</listPerson></particDesc></profileDesc></teiHeader><text><body><div type=\"scene\">\n");
    for (size_t i = 0; i < n; i++)
        putf(b, "<stage type=\"entrance\" who=\"#p%zu\">One more comes.</stage>"
                "<sp who=\"#p%zu\"><speaker>P</speaker><l n=\"%zu\">Here am I.</l></sp>\n", i, i, i);
    put(b, "</div></body></text></TEI>\n");
}

static void tei_entrances(struct bytes *b, size_t n)
{
    put(b, TEI_OPEN);
    size_t end = b->n + n;
    for (size_t i = 0; b->n < end; i++)
        putf(b, "<stage type=\"entrance\" who=\"#p%zu\">Enter.</stage><sp who=\"#p%zu\"><speaker>P</speaker>"
                "<p>Where is it?</p></sp><stage type=\"exit\">Exeunt.</stage>\n", i % 50, i % 50);
    put(b, TEI_CLOSE);
}

static void script(struct bytes *b, size_t n)
{
    make_room(b, n + sizeof small_script);
    fill(b, small_script, n);
}

/* Scenes that differ, with a cast of 60, as a long series has them. */
static void series(struct bytes *b, size_t n)
{
    make_room(b, n + 1024);
    for (size_t i = 0; b->n < n && !b->failed; i++) {
        putf(b, "INT. ROOM %zu - DAY\n\n", i % 977);
        put_name(b, i % 60);
        put(b, " opens the door and looks at ");
        put_name(b, i * 7 % 60);
        put(b, ". Rain on the window.\n\n");
        for (size_t k = 0; k < 4; k++) {
            put_name(b, (i + k * 7) % 60);
            put(b, "\nYou said that ");
            put_name(b, (i * 3 + k) % 60);
            put(b, " would be here by now, and it is nearly dark.\n\n");
        }
    }
}

static void as_utf16(struct bytes *b, bool is_big, bool has_mark)
{
    if (has_mark)
        put_n(b, is_big ? "\xFE\xFF" : "\xFF\xFE", 2);
    for (const char *c = small_script; *c; c++) {
        const char pair[2] = {is_big ? '\0' : *c, is_big ? *c : '\0'};
        put_n(b, pair, 2);
    }
}

static void utf16_le_mark(struct bytes *b, size_t n)
{
    (void)n;
    as_utf16(b, false, true);
}

static void utf16_be_mark(struct bytes *b, size_t n)
{
    (void)n;
    as_utf16(b, true, true);
}

static void utf16_le(struct bytes *b, size_t n)
{
    (void)n;
    as_utf16(b, false, false);
}

static void utf16_be(struct bytes *b, size_t n)
{
    (void)n;
    as_utf16(b, true, false);
}

static void utf8_mark(struct bytes *b, size_t n)
{
    (void)n;
    put(b, "\xEF\xBB\xBF");
    put(b, small_script);
}

static void with_line_end(struct bytes *b, const char *end)
{
    for (const char *c = small_script; *c; c++) {
        if (*c == '\n')
            put(b, end);
        else
            put_n(b, c, 1);
    }
}

static void cr_only(struct bytes *b, size_t n)
{
    (void)n;
    with_line_end(b, "\r");
}

static void crlf(struct bytes *b, size_t n)
{
    (void)n;
    with_line_end(b, "\r\n");
}

static void wrong_utf8(struct bytes *b, size_t n)
{
    (void)n;
    put(b, small_script);
    put(b, "INT. CELLAR - NIGHT\n\nA \xFF\xFE\xC3 sound. \xE2\x82 Then \x80nothing.\n\nMARTA\nWho is \xFFthere?\n");
}

static void nul_bytes(struct bytes *b, size_t n)
{
    (void)n;
    put(b, small_script);
    static const char with_nul[] =
        "INT. CELLAR\0 - NIGHT\n\nMAR\0TA waits.\n\nMARTA\nWho \0is\0 there?\n\0\0\0";
    put_n(b, with_nul, sizeof with_nul - 1);
}

static void one_character(struct bytes *b, size_t n)
{
    (void)n;
    put(b, "INT. CELL - DAY\n\nMARTA sits.\n\nMARTA\nStill here.\n\nINT. CELL - NIGHT\n\nMARTA\nStill.\n");
}

static void no_characters(struct bytes *b, size_t n)
{
    (void)n;
    put(b, "INT. CELL - DAY\n\nDust. Light moves over the wall.\n\nEXT. HILL - NIGHT\n\nWind in the grass.\n");
}

static void crowd_in_one_scene(struct bytes *b, size_t n)
{
    put(b, "EXT. SQUARE - DAY\n\n");
    for (size_t i = 0; i < n; i++) {
        put_name(b, i);
        put(b, "\nHere.\n\n");
    }
}

static void crowd_named_in_action(struct bytes *b, size_t n)
{
    crowd_in_one_scene(b, n);
    for (size_t i = 0; i < n; i++) {
        put_name(b, i);
        put(b, " steps up to ");
        put_name(b, i * 7919 % n);
        put(b, i % 3 ? " and waits. " : ".\n\n");
    }
}

/* Many names one letter apart: a search for typing errors must not pair them all. */
static void alike_names(struct bytes *b, size_t n)
{
    put(b, "EXT. SQUARE - DAY\n\n");
    for (size_t i = 0; i < n; i++) {
        char name[] = "MARIANNEKATARINAAAAA";
        size_t rest = i;
        for (size_t k = 0; k < 5; k++, rest /= 26)
            name[15 + k] = (char)('A' + rest % 26);
        putf(b, "%s\nHere.\n\n", name);
    }
}

static void one_surname(struct bytes *b, size_t n)
{
    put(b, "EXT. SQUARE - DAY\n\n");
    for (size_t i = 0; i < n; i++) {
        put_name(b, i);
        put(b, " SMITH\nSmith, you are late.\n\n");
    }
}

static void scenes(struct bytes *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        putf(b, "INT. ROOM %zu - DAY\n\nMARTA\nAnd %s?\n\n", i, i % 3 ? "Jonas" : "now");
}

static void scenes_of_many(struct bytes *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        putf(b, "INT. ROOM %zu - DAY\n\n", i);
        put_name(b, i);
        put(b, "\nI was never here.\n\n");
        put_name(b, i + 1);
        put(b, "\nNor I.\n\n");
    }
}

static void headings(struct bytes *b, size_t n)
{
    fill(b, "INT. ROOM - DAY\n\n", n);
}

static void sections(struct bytes *b, size_t n)
{
    fill(b, "# One\n\n## Two\n\n### Three\n\n###### Six\n\n", n);
}

static void cues_only(struct bytes *b, size_t n)
{
    fill(b, "MARTA\n\nJONAS\n\n", n);
}

static void dual_dialogue(struct bytes *b, size_t n)
{
    put(b, "INT. ROOM - DAY\n\nMARTA\nNo.\n\n");
    fill(b, "JONAS ^\nYes.\n\nMARTA ^\nNo.\n\n", n);
}

static void joint_cue(struct bytes *b, size_t n)
{
    put(b, "INT. ROOM - DAY\n\n");
    for (size_t i = 0; i < n; i++) {
        put_name(b, i);
        put(b, i + 1 < n ? ", " : " AND MARTA\nNo.\n\n");
    }
}

static void one_speech(struct bytes *b, size_t n)
{
    put(b, "INT. ROOM - DAY\n\nMARTA\n");
    fill(b, "And then he left and I stayed behind.\n", n);
}

static void one_paragraph_of_action(struct bytes *b, size_t n)
{
    put(b, "INT. ROOM - DAY\n\nMARTA\nNo.\n\n");
    fill(b, "Marta looks at Jonas. She laughs.\n", n);
}

/* One scene, one cue, and then one line of `piece`. */
static void line_of(struct bytes *b, const char *piece, size_t n)
{
    make_room(b, n + 4096);
    put(b, "INT. ROOM - DAY\n\nMARTA\nNo.\n\n");
    fill(b, piece, n);
}

static void line_of_words(struct bytes *b, size_t n)
{
    line_of(b, "the rain falls on the river ", n);
}

static void line_of_letters(struct bytes *b, size_t n)
{
    line_of(b, "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl", n);
}

static void line_of_capitals(struct bytes *b, size_t n)
{
    line_of(b, "MARTAJONAS", n);
}

static void line_of_capital_words(struct bytes *b, size_t n)
{
    line_of(b, "MARTA JONAS ", n);
}

static void line_of_names(struct bytes *b, size_t n)
{
    line_of(b, "Marta ", n);
}

static void line_of_stars(struct bytes *b, size_t n)
{
    line_of(b, "*", n);
}

static void line_of_emphasis(struct bytes *b, size_t n)
{
    line_of(b, "*a **b _c ***d ", n);
}

static void line_of_notes(struct bytes *b, size_t n)
{
    line_of(b, "[[", n);
}

static void line_of_boneyards(struct bytes *b, size_t n)
{
    line_of(b, "/* a ", n);
}

static void notes_left_open(struct bytes *b, size_t n)
{
    line_of(b, "[[ never closed\n\nINT. ROOM - DAY\n\nMARTA\nNo.\n\n", n);
}

static void boneyards_left_open(struct bytes *b, size_t n)
{
    line_of(b, "/* BEAT: never closed\n\nINT. ROOM - DAY\n\nMARTA\nNo.\n\n", n);
}

static void boneyards_closed(struct bytes *b, size_t n)
{
    line_of(b, "/* a */[[b]]", n);
}

static void line_of_escapes(struct bytes *b, size_t n)
{
    line_of(b, "\\", n);
}

static void line_of_parentheses(struct bytes *b, size_t n)
{
    put(b, "INT. ROOM - DAY\n\nMARTA ");
    fill(b, "(", n);
    put(b, "\nNo.\n\nMARTA\n");
    fill(b, "(", n);
    put(b, "\nNo.\n");
}

static void line_of_extensions(struct bytes *b, size_t n)
{
    put(b, "INT. ROOM - DAY\n\nMARTA ");
    fill(b, "(V.O.) ", n);
    put(b, "\nNo.\n");
}

static void line_of_blanks(struct bytes *b, size_t n)
{
    line_of(b, " \t", n);
}

static void line_of_quotes(struct bytes *b, size_t n)
{
    line_of(b, "\xE2\x80\x9C\xE2\x80\x99", n);
}

static void line_of_accents(struct bytes *b, size_t n)
{
    line_of(b, "e\xCC\x81\xCC\x81\xCC\x81", n);
}

static void title_page_without_end(struct bytes *b, size_t n)
{
    put(b, "Title: The Ferry\n");
    fill(b, "    and more\nKey: value\n", n);
}

static void capitals_page(struct bytes *b, size_t n)
{
    fill(b, "EVERY LINE IS LOUD\nAND NOTHING IS SAID\n\n", n);
}

/* ---- what is no script, and scripts of all kinds ---- */

static void novel(struct bytes *b, size_t n)
{
    fill(b, "The mill had not turned since the autumn, and nobody could say who had stopped it.\n\n"
            "\"You are late,\" said Ben. \"I am not,\" she said, and looked at the river.\n\n", n);
}

/* A person in small letters with a capital, another one for every number. */
static void put_person(struct bytes *b, size_t number)
{
    size_t start = b->n;
    put_name(b, number);
    for (size_t i = start + 1; i < b->n && !b->failed; i++)
        if (b->at[i] >= 'A' && b->at[i] <= 'Z')
            b->at[i] = (char)(b->at[i] + 32);
}

static void novel_of_many(struct bytes *b, size_t n)
{
    make_room(b, n + 4096);
    for (size_t i = 0; b->n < n && !b->failed; i++) {
        if (i % 400 == 0)
            putf(b, "CHAPTER %zu\n\n", i / 400 + 1);
        size_t who = i * 7919 % 10000 + 256, other = i * 104729 % 10000 + 256;
        put_person(b, who);
        put(b, " came down to the weir in the rain, and did not look at ");
        put_person(b, other);
        putf(b, ", who had the lamp.\n\n\"You are late by %zu,\" said ", i);
        put_person(b, other);
        put(b, ".\n\n\"I know it, ");
        put_person(b, other);
        put(b, ",\" he answered. \"And I would be late again.\"\n\n");
    }
}

static void novel_in_one_paragraph(struct bytes *b, size_t n)
{
    fill(b, "Anna Reed came down to the weir in the rain. \"You are late,\" said Tom Marsh. \"I am not,\" said "
            "Anna, and looked at the river. She had the lamp, and Tom had nothing. ", n);
}

static void novel_without_speech(struct bytes *b, size_t n)
{
    fill(b, "Anna Reed walked down to the weir in the rain. Tom Marsh watched her go. Anna did not turn, and Tom "
            "did not call after her.\n\nThe water was high. Anna thought of the wheel, and Tom laughed.\n\n", n);
}

static void novel_without_names(struct bytes *b, size_t n)
{
    fill(b, "The woman walked down to the weir in the rain. The man watched her go, and did not call after "
            "her.\n\nThe water was high. She waited for the lamp to go out, and he stood where he was.\n\n", n);
}

static void novel_in_the_second_person(struct bytes *b, size_t n)
{
    fill(b, "You walk down to the weir in the rain. You do not turn, and nobody calls after you.\n\n\"You are "
            "late,\" you hear. You look at the river, and you tell yourself that you had to wait.\n\n", n);
}

static void poem(struct bytes *b, size_t n)
{
    fill(b, "Slow under alder and the ash\nit carries what we said\nthe summer that the wheel stood still\n"
            "and all the fish were dead\n\n", n);
}

static void source_code(struct bytes *b, size_t n)
{
    fill(b, "static int add(int a, int b)\n{\n    return a + b;\n}\n\n", n);
}

static void log_file(struct bytes *b, size_t n)
{
    for (size_t i = 0; b->n < n && !b->failed; i++)
        putf(b, "2026-03-01 12:%02zu:%02zu INFO worker %zu: started\n", i / 60 % 60, i % 60, i);
}

static void csv_table(struct bytes *b, size_t n)
{
    put(b, "id,name,words\n");
    for (size_t i = 0; b->n < n && !b->failed; i++)
        putf(b, "%zu,MARTA,%zu\n", i, i * 3 % 100);
}

static void script_and_garbage(struct bytes *b, size_t n)
{
    script(b, n / 2);
    random_bytes(b, n / 2);
}

static void cues_of_one_line(struct bytes *b, size_t n)
{
    put(b, "INT. HALL - DAY\n\n");
    for (size_t i = 0; i < n; i++)
        putf(b, "%s\nIt is number %zu.\n\n", i % 2 ? "MARTA" : "JONAS", i);
}

static void typed_script(struct bytes *b, size_t n)
{
    fill(b, "     INT. FERRY HOUSE - NIGHT\n\n     Marta counts coins.  Jonas watches the river.\n\n"
            "                         MARTA\n               The last boat left an hour ago.\n\n"
            "                         JONAS\n               I know.  I sent it.\n\n", n);
}

/* One after the other, each role gives its name and goes on under it. */
static void roles_with_names(struct bytes *b, size_t n)
{
    put(b, "INT. HALL - DAY\n\nGuards, and a guard, stand in a hall.\n\n");
    for (size_t i = 0; i < n; i++) {
        putf(b, "GUARD %zu\nMy name is ", i);
        put_name(b, i + 16);
        putf(b, ".\n\nThe guard -- ");
        put_name(b, i + 16);
        put(b, " -- sits down.\n\n");
        put_name(b, i + 16);
        put(b, "\nNow you know.\n\n");
    }
}

static void line_of_directions(struct bytes *b, size_t n)
{
    put(b, "INT. HALL - DAY\n\nMARTA\nNo.\n\n@MARTA ");
    fill(b, "softly ", n);
    put(b, "\nYes.\n\n");
}

static void in_cyrillic(struct bytes *b, size_t n)
{
    fill(b, "\u0418\u041D\u0422. \u0414\u041E\u041C - \u0414\u0415\u041D\u042C\n\n\u0410\u041D\u041D\u0410\n"
            "\u0422\u044B \u043E\u043F\u043E\u0437\u0434\u0430\u043B.\n\n\u0411\u041E\u0420\u0418\u0421\n\u041D\u0435\u0442.\n\n", n);
}

static void in_greek(struct bytes *b, size_t n)
{
    fill(b, "\u0391\u039D\u039D\u0391\n\u0386\u03C1\u03B3\u03B7\u03C3\u03B5\u03C2.\n\n"
            "\u039D\u0399\u039A\u039F\u03A3\n\u038C\u03C7\u03B9.\n\n", n);
}

static void in_chinese(struct bytes *b, size_t n)
{
    fill(b, "\u573A\u666F\n\n\u5B89\u5A1C\uFF1A\u4F60\u6765\u665A\u4E86\u3002\n\n"
            "\u963F\u672C\uFF1A\u6CA1\u6709\u3002\n\n", n);
}

static void in_arabic(struct bytes *b, size_t n)
{
    fill(b, "\u062F\u0627\u062E\u0644\u064A. \u0628\u064A\u062A - \u0646\u0647\u0627\u0631\n\n"
            "\u0622\u0646\u0627: \u062A\u0623\u062E\u0631\u062A.\n\n\u0633\u0627\u0645\u064A: \u0644\u0627.\n\n", n);
}

/* ---- running ---- */

enum {
    OK = 1 << WHOSE_OK,
    FORMAT = 1 << WHOSE_E_FORMAT,
    INPUT = 1 << WHOSE_E_INPUT,
    LIMIT = 1 << WHOSE_E_LIMIT
};

// else the number of characters; AS_TEXT: read as far as its sentences, written as CoNLL-U
// AS_ALL: read to the last, with the model, and written with its entities
enum people { ANY = -1, AS_SMALL_SCRIPT = -2, AS_TEXT = -3, AS_ALL = -4 };

/* ---- prose for the tokenizer ---- */

static void words_without_stop(struct bytes *b, size_t n)
{
    fill(b, "the river went on and nobody in the house could say where ", n);
}

static void one_token(struct bytes *b, size_t n)
{
    put(b, "She read ");
    fill(b, "abcdefghij", n);
    put(b, " and laughed.\n");
}

static void one_token_of_joints(struct bytes *b, size_t n)
{
    put(b, "She read ");
    fill(b, "a.b-c'd_e&f/g@h1:2", n);
    put(b, " and laughed.\n");
}

static void digits(struct bytes *b, size_t n)
{
    fill(b, "1", n / 3);
    put(b, " ");
    fill(b, "1-", n / 3);
    put(b, " ");
    fill(b, "12/3.4,5:6 ", n / 3);
}

static void all_capitals(struct bytes *b, size_t n)
{
    fill(b, "THE RIVER ROSE. WHO OPENED IT? NOBODY SAID MR. OAK'S NAME, AND SHE DIDN'T. ", n);
}

static void verse(struct bytes *b, size_t n)
{
    fill(b, "The river rose, the river fell,\n  And none of us was there to tell;\n"
            "The miller's daughter rang the bell\n  And went away.\n\n", n);
}

static void ocr_noise(struct bytes *b, size_t n)
{
    fill(b, "Tbe r1ver ro$e ,, and-~ no6ody\xC2\xAC s,aid;; '' it^ wa|s M r. Oak . .. \xE2\x96\xA0 l,hen\n", n);
}

static void emoji(struct bytes *b, size_t n)
{
    fill(b, "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x8C\xBE\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD", n / 2);
    put(b, " so it is. ");
    fill(b, "\xF0\x9F\x87\xAB\xF0\x9F\x87\xAE\xE2\x80\x8D\xE2\x80\x8D", n / 2);
}

static void right_to_left(struct bytes *b, size_t n)
{
    fill(b, "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D, \xD7\x90\xD7\x9E\xD7\xA8 \xD7\x94\xD7\x95\xD7\x90. ", n);
}

static void marks_only(struct bytes *b, size_t n)
{
    fill(b, "\"", n / 8);
    fill(b, "' ", n / 8);
    fill(b, "(", n / 8);
    fill(b, "-_", n / 8);
    fill(b, ".!", n / 8);
    fill(b, "... ", n / 8);
    fill(b, "@ ", n / 8);
    fill(b, ":-", n / 8);
}

static void contractions(struct bytes *b, size_t n)
{
    fill(b, "'s'll've'dn't", n / 2);
    fill(b, "\xE2\x80\x99s\xE2\x80\x99", n / 2);
}

static void clauses_in_clauses(struct bytes *b, size_t n)
{
    fill(b, "the old man of the mill who saw ", n);
}

static void names_and_names(struct bytes *b, size_t n)
{
    while (b->n < n && !b->failed)
        putf(b, "Anna Number%zu and her brother of ", b->n % 9973);
}

struct hostile {
    const char *name;
    void (*make)(struct bytes *b, size_t n);
    size_t n;            // 0: of no importance
    unsigned right;      // statuses that are right
    int n_people;        // when it is read
    bool is_linear;      // read at n and 2n
};

static const struct hostile cases[] = {
    {"an empty file is refused in words", nothing, 0, FORMAT | INPUT, ANY, false},
    {"one byte is nobody's story or refused", one_byte, 0, OK | FORMAT, 0, false},
    {"blank lines are nobody's story or refused", blank_lines, 2 * MB, OK | FORMAT, 0, true},
    {"random bytes are refused", random_bytes, MB, FORMAT, ANY, false},
    {"a PDF under another name is refused", a_pdf, MB, FORMAT, ANY, false},
    {"a picture is refused", a_picture, MB, FORMAT, ANY, false},
    {"an archive is refused", an_archive, MB, FORMAT | INPUT, ANY, false},
    {"XML that ends too early is refused with its place", xml_cut_off, 0, INPUT, ANY, false},
    {"XML with crossed tags is refused with its place", xml_crossed_tags, 0, INPUT, ANY, false},
    {"XML with wrong bytes is refused with its place", xml_wrong_bytes, 0, INPUT, ANY, false},
    {"an entity bomb is defused", xml_bomb, 20, INPUT | LIMIT, ANY, false},
    {"an entity bomb of one level is defused", xml_quadratic_bomb, MB / 2, INPUT | LIMIT, ANY, false},
    {"an entity that names a file opens no file", xml_that_asks_for_a_file, 0, OK | INPUT | LIMIT, ANY, false},
    {"XML of depth 100,000 is refused or read", xml_deep, 100000, OK | LIMIT | INPUT, 0, false},
    {"an element of 100,000 attributes is refused or read", xml_attributes, 100000, OK | LIMIT | INPUT, ANY, false},
    {"XML of another kind is refused", xml_of_another_kind, 0, FORMAT | INPUT, ANY, false},
    {"a play without speakers is nobody's", tei_without_speakers, 100, OK, 0, false},
    {"a play without a line is nobody's or refused", tei_empty_body, 0, OK | INPUT, 0, false},
    {"a play of one person has one person", tei_one_person, 10, OK, 1, false},
    {"speeches by 300 people at once take linear time", tei_chorus_of_ids, 2 * MB, OK, ANY, true},
    {"a play of 10,000 people takes linear time", tei_people, 10000, OK, ANY, true},
    {"a play of entrances without scenes takes linear time", tei_entrances, 2 * MB, OK, ANY, true},
    {"UTF-16LE with a mark reads as UTF-8", utf16_le_mark, 0, OK, AS_SMALL_SCRIPT, false},
    {"UTF-16BE with a mark reads as UTF-8", utf16_be_mark, 0, OK, AS_SMALL_SCRIPT, false},
    {"UTF-16LE without a mark reads as UTF-8", utf16_le, 0, OK, AS_SMALL_SCRIPT, false},
    {"UTF-16BE without a mark reads as UTF-8", utf16_be, 0, OK, AS_SMALL_SCRIPT, false},
    {"a mark before UTF-8 is no text", utf8_mark, 0, OK, AS_SMALL_SCRIPT, false},
    {"CR alone ends lines", cr_only, 0, OK, AS_SMALL_SCRIPT, false},
    {"CRLF is one line end", crlf, 0, OK, AS_SMALL_SCRIPT, false},
    {"bytes that are not UTF-8 do no harm", wrong_utf8, 0, OK, AS_SMALL_SCRIPT, false},
    {"NUL bytes do no harm", nul_bytes, 0, OK, AS_SMALL_SCRIPT, false},
    {"one character only is one character", one_character, 0, OK, 1, false},
    {"no characters is nobody's story", no_characters, 0, OK, 0, false},
    {"10,000 people in one scene take linear time", crowd_in_one_scene, 10000, OK, ANY, true},
    {"10,000 people met in directions take linear time", crowd_named_in_action, 10000, OK, ANY, true},
    {"20,000 names one letter apart take linear time", alike_names, 20000, OK, ANY, true},
    {"10,000 people of one surname take linear time", one_surname, 10000, OK, ANY, true},
    {"100,000 scenes take linear time", scenes, 100000, OK, ANY, true},
    {"20,000 scenes of other people take linear time", scenes_of_many, 20000, OK, ANY, true},
    {"25 and 50 MB of headings take linear time", headings, 25 * MB, OK, 0, true},
    {"sections within sections take linear time", sections, 2 * MB, OK | FORMAT, 0, true},
    {"cues without speeches take linear time", cues_only, 2 * MB, OK | FORMAT, ANY, true},
    {"a chain of dual dialogue takes linear time", dual_dialogue, 2 * MB, OK, ANY, true},
    {"a cue that names 2,000 takes linear time", joint_cue, 2000, OK, ANY, true},
    {"one long speech takes linear time", one_speech, 2 * MB, OK, 1, true},
    {"one long paragraph takes linear time", one_paragraph_of_action, 2 * MB, OK, ANY, true},
    {"a line of words takes linear time", line_of_words, 2 * MB, OK, 1, true},
    {"a line of 64 and 128 MB takes linear time", line_of_letters, 64 * MB, OK, 1, true},
    {"a line of capitals takes linear time", line_of_capitals, 2 * MB, OK, ANY, true},
    {"a line of words in capitals takes linear time", line_of_capital_words, 2 * MB, OK, ANY, true},
    {"a line of names takes linear time", line_of_names, 2 * MB, OK, 1, true},
    {"a line of stars takes linear time", line_of_stars, 2 * MB, OK, 1, true},
    {"a line of emphasis left open takes linear time", line_of_emphasis, 2 * MB, OK, 1, true},
    {"a line of notes left open takes linear time", line_of_notes, 2 * MB, OK, 1, true},
    {"a line of boneyards left open takes linear time", line_of_boneyards, 2 * MB, OK, 1, true},
    {"paragraphs of notes left open take linear time", notes_left_open, 2 * MB, OK, 1, true},
    {"paragraphs of boneyards left open take linear time", boneyards_left_open, 2 * MB, OK, 1, true},
    {"a line of small boneyards takes linear time", boneyards_closed, 2 * MB, OK, 1, true},
    {"a line of backslashes takes linear time", line_of_escapes, 2 * MB, OK, 1, true},
    {"lines of parentheses take linear time", line_of_parentheses, 2 * MB, OK, ANY, true},
    {"a cue of extensions takes linear time", line_of_extensions, 2 * MB, OK, ANY, true},
    {"a line of blanks takes linear time", line_of_blanks, 2 * MB, OK, 1, true},
    {"a line of quotation marks takes linear time", line_of_quotes, 2 * MB, OK, 1, true},
    {"a line of accents takes linear time", line_of_accents, 2 * MB, OK, 1, true},
    {"a title page without end takes linear time", title_page_without_end, 2 * MB, OK | FORMAT, ANY, true},
    {"pages of capitals take linear time", capitals_page, 2 * MB, OK | FORMAT, ANY, true},
    {"a novel is read in linear time", novel, 2 * MB, OK, ANY, true},
    {"10 and 20 MB of a novel of 10,000 people take linear time", novel_of_many, 10 * MB, OK, ANY, true},
    {"a novel in one paragraph takes linear time", novel_in_one_paragraph, 2 * MB, OK, 2, true},
    {"a novel without speech is two people's", novel_without_speech, 2 * MB, OK, 2, true},
    {"a novel without names is nobody's", novel_without_names, 2 * MB, OK, 0, true},
    {"a novel in the second person is nobody's or the reader's", novel_in_the_second_person, 2 * MB, OK, ANY, true},
    {"a poem is nobody's, in linear time", poem, 2 * MB, OK, 0, true},
    {"source code is nobody's, in linear time", source_code, 2 * MB, OK, 0, true},
    {"a log file is nobody's, in linear time", log_file, 2 * MB, OK, 0, true},
    {"a table is nobody's, in linear time", csv_table, 2 * MB, OK, 0, true},
    {"half a script and half garbage is read or refused", script_and_garbage, MB, OK | FORMAT, ANY, false},
    {"10,000 cues of one line are two people's", cues_of_one_line, 10000, OK, 2, false},
    {"100,000 cues of one line take linear time", cues_of_one_line, 100000, OK, 2, true},
    {"25 and 50 MB of typed script take linear time", typed_script, 25 * MB, OK, ANY, true},
    {"10,000 roles that get names take linear time", roles_with_names, 10000, OK, ANY, true},
    {"a cue of directions takes linear time", line_of_directions, 2 * MB, OK, ANY, true},
    {"a script in Cyrillic takes linear time", in_cyrillic, 2 * MB, OK, 2, true},
    {"a script in Greek takes linear time", in_greek, 2 * MB, OK, 2, true},
    {"a script in Chinese takes linear time", in_chinese, 2 * MB, OK, ANY, true},
    {"a script in Arabic takes linear time", in_arabic, 2 * MB, OK, ANY, true},
    {"one scene again and again takes linear time", script, 2 * MB, OK, AS_SMALL_SCRIPT, true},
    {"a series of 100 MB takes linear time", series, 50 * MB, OK, ANY, true},
    {"a million words without a full stop take linear time", words_without_stop, 6 * MB, OK, AS_TEXT, true},
    {"one token of 10 MB takes linear time", one_token, 10 * MB, OK, AS_TEXT, true},
    {"one token of joints takes linear time", one_token_of_joints, 2 * MB, OK, AS_TEXT, true},
    {"only digits take linear time", digits, 2 * MB, OK | FORMAT, AS_TEXT, true},
    {"prose in capitals takes linear time", all_capitals, 2 * MB, OK, AS_TEXT, true},
    {"verse takes linear time", verse, 2 * MB, OK, AS_TEXT, true},
    {"noise of a scanner takes linear time", ocr_noise, 2 * MB, OK, AS_TEXT, true},
    {"emoji take linear time", emoji, 2 * MB, OK | FORMAT, AS_TEXT, true},
    {"entities of clauses in clauses take linear time", clauses_in_clauses, MB / 2, OK, AS_ALL, true},
    {"entities of names without end take linear time", names_and_names, MB / 2, OK, AS_ALL, true},
    {"entities of verse take linear time", verse, MB / 2, OK, AS_ALL, true},
    {"right to left takes linear time or is refused", right_to_left, 2 * MB, OK | INPUT, AS_TEXT, true},
    {"nothing but marks takes linear time", marks_only, 2 * MB, OK | FORMAT, AS_TEXT, true},
    {"contractions without end take linear time", contractions, 2 * MB, OK | FORMAT, AS_TEXT, true},
};

/* What the writer has seen. */
struct seen {
    size_t n;
    char first, last;
};

static int count(void *user, const void *bytes, size_t n)
{
    struct seen *seen = user;
    const char *at = bytes;
    if (n && seen->n == 0)
        seen->first = at[0];
    if (n)
        seen->last = at[n - 1];
    seen->n += n;
    return 0;
}

static char why[600]; // why the case failed

__attribute__((format(printf, 1, 2))) static bool wrong(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)vsnprintf(why, sizeof why, format, args);
    va_end(args);
    return false;
}

static bool write_all(const whose_report *report, size_t n_bytes)
{
    static const whose_form forms[] = {WHOSE_FORM_PLAIN, WHOSE_FORM_JSON, WHOSE_FORM_TSV, WHOSE_FORM_HTML};
    static const whose_style styles[] = {{0}, {.columns = 40, .colour = 1, .utf8 = 1}};
    uint32_t n_people = whose_report_n_characters(report);
    const char *name = n_people ? whose_report_character(report, 0).name : "Nobody At All";
    static char about[2000]; // a longer name is cut, and then fits nobody
    (void)snprintf(about, sizeof about, "mentions: %s", name);
    for (int view = WHOSE_VIEW_READ; view <= WHOSE_VIEW_VERDICT; view++) {
        int n_forms = view == WHOSE_VIEW_READ ? 4 : view == WHOSE_VIEW_CLAIM ? 2 : 1;
        for (int form = 0; form < n_forms; form++) {
            bool asks = view == WHOSE_VIEW_CLAIM || view == WHOSE_VIEW_WHO || view == WHOSE_VIEW_FIND ||
                        view == WHOSE_VIEW_CITE || view == WHOSE_VIEW_WHY;
            if (n_bytes > 4 * MB && view >= WHOSE_VIEW_CONLL && view <= WHOSE_VIEW_BOOKNLP_BOOK)
                continue; // five times the work of CoNLL-U, which is written at every size
            struct seen seen = {0};
            whose_error err = {0};
            whose_status status =
                whose_report_write(report, (whose_view)view, forms[form],
                                   view == WHOSE_VIEW_WHY ? about : asks ? name : NULL,
                                   &styles[view % 2], count, &seen, &err);
            bool may_fit_nobody = asks && (status == WHOSE_E_NAME || status == WHOSE_E_INPUT);
            if (status != WHOSE_OK && !may_fit_nobody)
                return wrong("view %d, form %d: %s: %s", view, form, whose_status_words(status),
                             err.message);
            if (may_fit_nobody && !*err.message)
                return wrong("view %d gave no reason", view);
            if (status == WHOSE_OK && form == WHOSE_FORM_JSON && seen.first != '{')
                return wrong("view %d: no JSON object", view);
            if (status == WHOSE_OK && view == WHOSE_VIEW_READ && seen.n == 0)
                return wrong("form %d of the report is empty", form);
        }
    }
    return true;
}

static bool people_add_up(const whose_report *report, int n_people)
{
    uint32_t n = whose_report_n_characters(report);
    uint32_t owner = whose_report_owner(report);
    whose_answer answer = whose_report_answer(report);
    if (n_people >= 0 && n != (uint32_t)n_people)
        return wrong("%u characters instead of %d", (unsigned)n, n_people);
    if (n_people == AS_SMALL_SCRIPT &&
        (n != 2 || strcmp(whose_report_character(report, 0).name, "Marta") != 0 ||
         strcmp(whose_report_character(report, 1).name, "Jonas") != 0))
        return wrong("%u characters, the first %s, instead of Marta and Jonas", (unsigned)n,
                     n ? whose_report_character(report, 0).name : "none");
    if ((answer == WHOSE_ANSWER_NOBODY) != (owner == WHOSE_NOBODY))
        return wrong("answer %d, but owner %u", (int)answer, (unsigned)owner);
    if (owner != WHOSE_NOBODY && owner >= n)
        return wrong("owner %u of %u", (unsigned)owner, (unsigned)n);
    if (n == 0 && answer != WHOSE_ANSWER_NOBODY)
        return wrong("an answer about nobody");
    double sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        whose_character who = whose_report_character(report, i);
        if (who.id != i || !who.name || !(who.share >= 0 && who.share <= 1))
            return wrong("character %u: id %u, share %g", (unsigned)i, (unsigned)who.id, who.share);
        sum += who.share;
    }
    if (owner != WHOSE_NOBODY && (sum < 0.99 || sum > 1.01))
        return wrong("the shares add up to %g", sum);
    return true;
}

static bool write_entities(const whose_report *report)
{
    whose_error err = {0};
    struct seen seen = {0};
    whose_status status = whose_report_write(report, WHOSE_VIEW_ALL, WHOSE_FORM_JSON, NULL, NULL, count,
                                             &seen, &err);
    if (status != WHOSE_OK)
        return wrong("entities: %s", err.message);
    return (seen.first == '{' && seen.last == '\n') || wrong("this is no JSON object");
}

static const whose_model *model; // NULL when none was given

/* The model of the file, whose bytes stay. */
static bool read_model(const char *path)
{
    FILE *file = fopen(path, "rb");
    long n = file && fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    char *bytes = n > 0 ? malloc((size_t)n) : NULL;
    if (bytes) {
        rewind(file);
        whose_model *opened = NULL;
        if (fread(bytes, 1, (size_t)n, file) == (size_t)n)
            (void)whose_model_open_bytes(bytes, (size_t)n, NULL, &opened, NULL);
        model = opened;
    }
    if (file)
        (void)fclose(file);
    return model != NULL;
}

static bool write_conllu(const whose_report *report)
{
    whose_error err = {0};
    struct seen seen = {0};
    whose_status status = whose_report_write(report, WHOSE_VIEW_CONLLU, WHOSE_FORM_PLAIN, NULL, NULL,
                                             count, &seen, &err);
    if (status != WHOSE_OK)
        return wrong("CoNLL-U: %s", err.message);
    return (seen.n && seen.first == '#' && seen.last == '\n') || wrong("this is no CoNLL-U");
}

/* Reads the case at size n; `ms` receives processor time. */
static bool run(const struct hostile *c, size_t n, double *ms)
{
    struct bytes b = {0};
    c->make(&b, n);
    if (b.failed) {
        free(b.at);
        *ms = -1;
        return true;
    }
    whose_report *report = NULL;
    whose_error err = {0};
    bool is_text = c->n_people == AS_TEXT;
    bool is_all = c->n_people == AS_ALL;
    const whose_options how = {.depth = is_text  ? WHOSE_DEPTH_TEXT
                                        : is_all ? WHOSE_DEPTH_ALL
                                                 : WHOSE_DEPTH_STORY,
                               .model = is_all ? model : NULL};
    clock_t start = clock();
    whose_status status = whose_read("hostile.bin", b.at, b.n, &how, &report, &err);
    bool good;
    if (!(c->right & (1u << status)))
        good = wrong("%s: %s", whose_status_words(status), err.message);
    else if (status != WHOSE_OK)
        good = (!report && *err.message && !strchr(err.message, '\n') && err.status == status &&
                err.offset <= b.n) ||
               wrong("the reason is not a sentence: \"%s\" at %llu", err.message,
                     (unsigned long long)err.offset);
    else if (is_text)
        good = write_conllu(report);
    else if (is_all)
        good = write_entities(report);
    else
        good = people_add_up(report, c->n_people) && write_all(report, b.n);
    *ms = (double)(clock() - start) * 1000 / CLOCKS_PER_SEC;
    whose_report_free(report);
    free(b.at);
    return good;
}

static bool linear(const struct hostile *c, size_t n, double *ms, const char **note)
{
    // a machine that is busy with something else gets another chance
    for (int chance = 0; chance < 3; chance++) {
        double first, second;
        if (!run(c, n, &first) || !run(c, 2 * n, &second))
            return false;
        *ms = second;
        if (first < 0 || second < 0) {
            *note = " # not enough memory to try";
            return true;
        }
        if (second < 3 * first + 50)
            return true;
        (void)wrong("%.0f ms, but %.0f ms for twice as much", first, second);
    }
    return false;
}

/* Corrections of `n` people who are all in it, and of lines that are not, in time that
 * grows with the story and not with its square. */
static bool many_corrections(void)
{
    enum { MOST = 1000 };
    double ms[2] = {0, 0};
    for (int chance = 0; chance < 3; chance++) {
        for (size_t k = 0; k < 2; k++) {
            size_t n = (k + 1) * 4000 / SLOW;
            struct bytes story = {0}, fixes = {0};
            crowd_in_one_scene(&story, n);
            for (size_t i = 0; i < MOST / 4; i++) {
                put(&fixes, "merge ");
                put_name(&fixes, 2 * i);
                put(&fixes, ", ");
                put_name(&fixes, 2 * i + 1);
                put(&fixes, "\nsplit ");
                put_name(&fixes, i);
                put(&fixes, " from ");
                put_name(&fixes, i + MOST);
                put(&fixes, "\nspeaker \"Here here here\" is ");
                put_name(&fixes, i);
                put(&fixes, "\npronouns Nobody At All she\n");
            }
            whose_work *work = NULL;
            whose_report *report = NULL;
            whose_error err = {0};
            clock_t start = clock();
            bool good = !story.failed && !fixes.failed && whose_work_new(NULL, &work, &err) == WHOSE_OK &&
                        whose_work_add(work, WHOSE_STORY, "s", story.at, story.n, &err) == WHOSE_OK &&
                        whose_work_add(work, WHOSE_CORRECTIONS, "c", fixes.at, fixes.n, &err) == WHOSE_OK &&
                        whose_work_read(work, &report, &err) == WHOSE_OK;
            ms[k] = (double)(clock() - start) * 1000 / CLOCKS_PER_SEC;
            uint32_t n_people = good ? whose_report_n_characters(report) : 0;
            whose_report_free(report);
            whose_work_free(work);
            free(story.at);
            free(fixes.at);
            if (!good)
                return wrong("%s", err.message);
            if (n_people != n - (n > MOST / 2 ? MOST / 4 : n / 2))
                return wrong("%u people of %zu", (unsigned)n_people, n);
        }
        if (ms[1] < 3 * ms[0] + 50)
            return true;
    }
    return wrong("%.0f ms, but %.0f ms for twice as much", ms[0], ms[1]);
}

static bool too_large(void)
{
    whose_work *work = NULL;
    whose_error err = {0};
    static const char byte = 'x';
    if (whose_work_new(NULL, &work, &err) != WHOSE_OK)
        return wrong("%s", err.message);
    // refused by its length alone: the bytes are not looked at
    whose_status status = whose_work_add(work, WHOSE_STORY, NULL, &byte, WHOSE_MAX_BYTES + 1, &err);
    bool good = (status == WHOSE_E_LIMIT && *err.message) ||
                wrong("%s: %s", whose_status_words(status), err.message);
    if (good) {
        // and two parts that are too large together
        whose_status first = whose_work_add(work, WHOSE_STORY, NULL, &byte, 1, &err);
        status = whose_work_add(work, WHOSE_STORY, NULL, &byte, WHOSE_MAX_BYTES, &err);
        good = (first == WHOSE_OK && status == WHOSE_E_LIMIT) ||
               wrong("two parts: %s, %s", whose_status_words(first), whose_status_words(status));
    }
    whose_work_free(work);
    return good;
}

static int refuse(void *user, const void *bytes, size_t n)
{
    (void)bytes;
    (void)n;
    int *left = user;
    return --*left < 0;
}

static bool receiver_stops(void)
{
    whose_report *report = NULL;
    whose_error err = {0};
    if (whose_read(NULL, small_script, sizeof small_script - 1, NULL, &report, &err) != WHOSE_OK)
        return wrong("%s", err.message);
    int left = 0;
    whose_status status = whose_report_write(report, WHOSE_VIEW_READ, WHOSE_FORM_JSON, NULL, NULL,
                                             refuse, &left, &err);
    whose_report_free(report);
    return status == WHOSE_E_SYSTEM || wrong("%s", whose_status_words(status));
}

static bool unknown_name(void)
{
    whose_report *report = NULL;
    whose_error err = {0};
    struct seen seen = {0};
    if (whose_read(NULL, small_script, sizeof small_script - 1, NULL, &report, &err) != WHOSE_OK)
        return wrong("%s", err.message);
    static const char *const typed[] = {"Marat", "", "\xFF\xFE", "(", "not not not"};
    bool good = true;
    for (size_t i = 0; good && i < sizeof typed / sizeof *typed; i++) {
        whose_status status = whose_report_write(report, WHOSE_VIEW_WHO, WHOSE_FORM_PLAIN, typed[i],
                                                 NULL, count, &seen, &err);
        good = status == WHOSE_E_NAME || status == WHOSE_E_INPUT ||
               wrong("\"%s\": %s", typed[i], whose_status_words(status));
    }
    whose_report_free(report);
    return good;
}

static void say(unsigned number, const char *name, bool good, double ms, const char *note)
{
    if (good)
        (void)printf("ok %u - %s%s (%.0f ms)\n", number, name, note, ms);
    else
        (void)printf("not ok %u - %s\n# %s\n", number, name, why);
    (void)fflush(stdout);
}

int main(int argc, char **argv)
{
    const size_t n_cases = sizeof cases / sizeof *cases;
    static const struct {
        const char *name;
        bool (*is_true)(void);
    } calls[] = {
        {"more than 1 GiB is refused by its length", too_large},
        {"1,000 corrections take time that grows with the people", many_corrections},
        {"a receiver that stops ends the writing", receiver_stops},
        {"a name that fits nobody is refused in words", unknown_name},
    };
    const struct hostile giant[] = {
        {"a line of 256 MB is read", line_of_letters, 256 * MB, OK, 1, false},
        {"a line of 1 GB is read", line_of_letters, 1000 * 1000 * 1000, OK, 1, false},
    };
    if (argc > 2 && strcmp(argv[1], "--model") == 0) {
        if (!read_model(argv[2])) {
            (void)printf("Bail out! %s is no model\n", argv[2]);
            return 1;
        }
        argc -= 2;
        argv += 2;
    }
    bool is_full = argc > 1 && strcmp(argv[1], "--full") == 0;
    const char *only = argc > 1 + is_full ? argv[1 + is_full] : NULL;
    size_t n_giant = is_full ? 2 : SLOW == 1 ? 1 : 0;
    unsigned number = 0, n_failed = 0;
    for (size_t i = 0; i < n_cases + n_giant; i++) {
        const struct hostile *c = i < n_cases ? &cases[i] : &giant[i - n_cases];
        if ((only && !strstr(c->name, only)) || (c->n_people == AS_ALL && !model))
            continue;
        double ms = 0;
        const char *note = "";
        size_t n = c->is_linear ? c->n / SLOW : c->n;
        bool good = c->is_linear ? linear(c, n, &ms, &note) : run(c, n, &ms);
        if (ms < 0)
            note = " # not enough memory to try";
        say(++number, c->name, good, ms, note);
        n_failed += !good;
    }
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        if (only && !strstr(calls[i].name, only))
            continue;
        bool good = calls[i].is_true();
        say(++number, calls[i].name, good, 0, "");
        n_failed += !good;
    }
    (void)printf("1..%u\n", number);
    return n_failed != 0;
}
