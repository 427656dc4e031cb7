/* What every stub can do wrong. The file "faults" beside the library says what, word by word:
   NAME or NAME@FUNCTION, and return:NUMBER@FUNCTION. Written for these tests. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char words[4096];

static void look(void)
{
    FILE *file = fopen("faults", "r");
    size_t got = 0;
    if (file) {
        got = fread(words, 1, sizeof words - 1, file);
        fclose(file);
    }
    words[got] = 0;
}

static int said(const char *name, const char *function, char *rest, size_t room)
{
    char copy[sizeof words], *left = NULL;
    size_t length = strlen(name);
    strcpy(copy, words);
    for (char *word = strtok_r(copy, " \n", &left); word; word = strtok_r(NULL, " \n", &left)) {
        char *at = strchr(word, '@');
        if (at)
            *at++ = 0;
        if (at && strcmp(at, function))
            continue;
        if (rest ? !strncmp(word, name, length) : !strcmp(word, name)) {
            if (rest)
                snprintf(rest, room, "%s", word + length);
            return 1;
        }
    }
    return 0;
}

static int on(const char *name) { return said(name, "", NULL, 0); }

static int enter(const char *function, int *value)
{
    char number[32];
    look();
    if (said("noise", function, NULL, 0)) {
        printf("VH1\nprinted to stdout by the library\n");
        fflush(stdout);
        fprintf(stderr, "usb error -4 for \345\274\240\344\270\211 Zhang San 440103199003078888 key 9f3a77\n");
    }
    if (said("slow", function, NULL, 0))
        usleep(120000);
    if (said("hang", function, NULL, 0))
        for (;;)
            pause();
    if (said("deaf", function, NULL, 0)) {
        signal(SIGTERM, SIG_IGN);
        for (;;)
            pause();
    }
    if (said("spawn", function, NULL, 0) && fork() == 0)
        for (;;)
            pause();
    if (said("crash", function, NULL, 0))
        *(volatile int *)8 = 1;
    if (said("abort", function, NULL, 0))
        abort();
    if (said("exit", function, NULL, 0))
        exit(3);
    if (said("pipes", function, NULL, 0))
        for (int end = 3; end < 64; end++)
            close(end);
    if (said("return:", function, number, sizeof number)) {
        *value = atoi(number);
        return 1;
    }
    return 0;
}

#define ENTER(function) \
    do { \
        int value; \
        if (enter(function, &value)) \
            return value; \
    } while (0)
