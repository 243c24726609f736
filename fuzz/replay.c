/* takes   files and folders, as arguments
 * gives   every file below them, one by one, to the fuzz target that it is linked with
 * method  for compilers without libFuzzer; the target crashes on a fault
 * cost    that of the target */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes);

enum { DEEPEST = 8, LONGEST_PATH = 4096 };

static int replay_file(const char *path, size_t n_bytes)
{
    FILE *file = fopen(path, "rb");
    /* exactly as large as the file, so that a checker sees a read behind it */
    uint8_t *bytes = malloc(n_bytes ? n_bytes : 1);
    int is_read = file && bytes && fread(bytes, 1, n_bytes, file) == n_bytes;
    if (file)
        fclose(file);
    if (is_read)
        LLVMFuzzerTestOneInput(bytes, n_bytes);
    else
        fprintf(stderr, "%s: cannot be read\n", path);
    free(bytes);
    return is_read;
}

static int replay(const char *path, int depth, int *n_files)
{
    struct stat st;
    if (depth > DEEPEST || stat(path, &st) != 0) {
        perror(path);
        return 0;
    }
    if (!S_ISDIR(st.st_mode)) {
        ++*n_files;
        return replay_file(path, (size_t)st.st_size);
    }
    DIR *folder = opendir(path);
    if (!folder) {
        perror(path);
        return 0;
    }
    int is_fine = 1;
    for (struct dirent *entry; (entry = readdir(folder));) {
        char inner[LONGEST_PATH];
        int n = snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
        if (entry->d_name[0] != '.' && n > 0 && (size_t)n < sizeof inner)
            is_fine &= replay(inner, depth + 1, n_files);
    }
    closedir(folder);
    return is_fine;
}

int main(int argc, char **argv)
{
    int n_files = 0, is_fine = argc > 1;
    for (int i = 1; i < argc; i++)
        is_fine &= replay(argv[i], 0, &n_files);
    printf("%d files replayed\n", n_files);
    return is_fine && n_files ? 0 : 1;
}
