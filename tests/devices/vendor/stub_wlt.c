/* Decoders with the three known ways of the WLT photo. They draw the first byte's colour. Written for these tests. */
#include "stub.h"

enum { W = 102, H = 126, ROW = W * 3 + 2, BMP = 54 + ROW * H };

static void put(unsigned char *at, unsigned value, int bytes)
{
    while (bytes--) {
        *at++ = value;
        value >>= 8;
    }
}

static void draw(unsigned char *bmp, const unsigned char *wlt)
{
    memset(bmp, 0, BMP);
    memcpy(bmp, "BM", 2);
    put(bmp + 10, 54, 4);
    put(bmp + 14, 40, 4);
    put(bmp + 18, on("other_size") ? 64 : W, 4);
    put(bmp + 22, H, 4);
    put(bmp + 26, 1, 2);
    put(bmp + 28, 24, 2);
    for (int y = 0; y < H; y++)
        for (int x = 0; x < W; x++) {
            unsigned char *pixel = bmp + 54 + (H - 1 - y) * ROW + x * 3;
            pixel[0] = on("blank") ? 9 : y;
            pixel[1] = on("blank") ? 9 : x;
            pixel[2] = on("blank") ? 9 : wlt[0];
        }
}

int GetBmp(char *name, int interface)
{
    unsigned char wlt[1024], bmp[BMP];
    char out[512];
    FILE *file;
    ENTER("GetBmp");
    if (interface != 2 || !(file = fopen(name, "rb")) || fread(wlt, 1, 1024, file) != 1024)
        return -3;
    fclose(file);
    if (on("no_file"))
        return 1;
    draw(bmp, wlt);
    snprintf(out, sizeof out, "%.*s.bmp", (int)(strlen(name) - 4), name);
    file = fopen(out, "wb");
    fwrite(bmp, 1, on("cut") ? 900 : BMP, file);
    fclose(file);
    return 1;
}

int wlt2bmpBuffer(unsigned char *wlt, unsigned char *bmp, int size)
{
    ENTER("wlt2bmpBuffer");
    if (size < BMP)
        return 0;
    draw(bmp, wlt);
    return 1;
}

int unpack(unsigned char *wlt, unsigned char *out, int save)
{
    unsigned char bmp[BMP];
    ENTER("unpack");
    draw(bmp, wlt);
    for (int y = 0; y < H; y++)
        memcpy(out + y * W * 3, bmp + 54 + y * ROW, W * 3);
    return 1;
}
