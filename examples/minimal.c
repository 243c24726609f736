/* minimal: the shortest useful program around the library.
 *
 *   cc minimal.c -lwhose -o minimal && ./minimal STORY
 */
#include <whose.h>

#include <stdio.h>
#include <stdlib.h>

/* The whole file, or NULL. */
static char *file_bytes(const char *path, size_t *n_bytes)
{
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(WHOSE_MAX_BYTES / 16);
    *n_bytes = file && bytes ? fread(bytes, 1, WHOSE_MAX_BYTES / 16, file) : 0;
    if (!file || !bytes || ferror(file)) {
        free(bytes);
        bytes = NULL;
    }
    if (file)
        (void)fclose(file);
    return bytes;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        (void)fprintf(stderr, "usage: minimal STORY\n");
        return 2;
    }
    size_t n_bytes;
    char *bytes = file_bytes(argv[1], &n_bytes);
    if (!bytes) {
        perror(argv[1]);
        return 4;
    }
    whose_report *report;
    whose_error err;
    whose_status status = whose_read(argv[1], bytes, n_bytes, NULL, &report, &err);
    free(bytes);
    if (status != WHOSE_OK) {
        (void)fprintf(stderr, "%s: %s\n", argv[1], err.message);
        return 3;
    }
    uint32_t owner = whose_report_owner(report);
    if (owner == WHOSE_NOBODY) {
        (void)printf("The text does not say whose story it is.\n");
    } else {
        whose_character who = whose_report_character(report, owner);
        (void)printf("%s, with probability %.2f\n", who.name, who.share);
    }
    whose_report_free(report);
    return 0;
}
