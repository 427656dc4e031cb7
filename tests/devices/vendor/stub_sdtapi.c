/* A card reader with the names of sdtapi. The card is the file "card.bin". Written for these tests. */
#include "stub.h"

static int taken;
static unsigned char card[256 + 1024 + 1024 + 70];
static size_t length;

static int fetch(void)
{
    FILE *file = fopen("card.bin", "rb");
    length = file ? fread(card, 1, sizeof card, file) : 0;
    if (file)
        fclose(file);
    return length >= 1280;
}

int SDT_OpenPort(int port) { ENTER("SDT_OpenPort"); return port == 1001 ? 0x90 : 0x01; }
int SDT_ClosePort(int port) { ENTER("SDT_ClosePort"); return 0x90; }

int SDT_StartFindIDCard(int port, unsigned char *out, int open)
{
    ENTER("SDT_StartFindIDCard");
    if (!on("card"))
        taken = 0;
    return on("card") && !taken ? 0x9f : 0x80;
}

int SDT_SelectIDCard(int port, unsigned char *out, int open) { ENTER("SDT_SelectIDCard"); return 0x90; }

int SDT_ReadBaseMsg(int port, unsigned char *text, unsigned *texts, unsigned char *photo, unsigned *photos, int open)
{
    ENTER("SDT_ReadBaseMsg");
    if (!on("card") || !fetch())
        return 0x41;
    memcpy(text, card, 256);
    memcpy(photo, card + 256, 1024);
    *texts = on("garble") ? 13 : 256;
    *photos = 1024;
    taken = 1;
    if (on("babble"))
        memset(text + 256, 0, 65536 + 100);
    return 0x90;
}

#ifndef OLD
int SDT_ReadBaseFPMsg(int port, unsigned char *text, unsigned *texts, unsigned char *photo, unsigned *photos,
                      unsigned char *fingers, unsigned *prints, int open)
{
    int value;
    ENTER("SDT_ReadBaseFPMsg");
    value = SDT_ReadBaseMsg(port, text, texts, photo, photos, open);
    memcpy(fingers, card + 1280, 1024);
    *prints = on("half_print") ? 700 : 1024;
    return value;
}

int SDT_ReadNewAppMsg(int port, unsigned char *text, unsigned *texts, int open)
{
    ENTER("SDT_ReadNewAppMsg");
    if (length < sizeof card)
        return 0x91;
    memcpy(text, card + 2304, 70);
    *texts = on("long_address") ? 4000000000u : 70;
    return 0x90;
}

int SDT_GetSAMIDToStr(int port, char *text, int open)
{
    ENTER("SDT_GetSAMIDToStr");
    strcpy(text, on("odd_number") ? "\326\270\316\306" : "05.03-20260101-0001234567-0007654321");
    return 0x90;
}
#endif
