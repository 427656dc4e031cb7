/* A scanner and an algorithm with the names of GA/T 1012. No maker's code; written for these tests. */
#include "stub.h"

enum { W = 256, H = 360, BMP = 1078 + W * H };
static int shown;
static volatile int waiting;

__attribute__((constructor)) static void loaded(void)
{
    int value;
    enter("load", &value);
}

static void draw(unsigned char *raw, int finger)
{
    for (int y = 0; y < H; y++)
        for (int x = 0; x < W; x++) {
            long dx = x - W / 2, dy = y - H / 2;
            int inside = dx * dx * 4 + dy * dy * 2 < 40000;
            raw[y * W + x] = finger && inside && (x + y / 3) % 9 < 5 ? 40 : 240;
        }
    for (int y = H - 6; y < H; y++)
        memset(raw + y * W + W - 6, 0, 6);
}

static void glass(unsigned char *raw)
{
    int finger = on("finger");
    if (on("brief"))
        finger = finger && shown++ < 1;
    else
        shown = 0;
    draw(raw, finger);
}

static void put(unsigned char *at, unsigned value, int bytes)
{
    while (bytes--) {
        *at++ = value;
        value >>= 8;
    }
}

static void as_bmp(unsigned char *bmp, const unsigned char *raw)
{
    memset(bmp, 0, 1078);
    memcpy(bmp, "BM", 2);
    put(bmp + 2, BMP, 4);
    put(bmp + 10, 1078, 4);
    put(bmp + 14, 40, 4);
    put(bmp + 18, on("short_lines") ? 100 : W, 4);
    put(bmp + 22, H, 4);
    put(bmp + 26, 1, 2);
    put(bmp + 28, 8, 2);
    for (int i = 0; i < 256; i++)
        memset(bmp + 54 + i * 4, i, 3);
    for (int y = 0; y < H; y++)
        memcpy(bmp + 1078 + (H - 1 - y) * W, raw + y * W, W);
    if (on("garble"))
        memset(bmp, 0x5a, 200);
}

static void too_far(unsigned char *buffer, size_t size)
{
    if (on("spill"))
        memset(buffer + size, 0, size);
    if (on("babble"))
        memset(buffer + size, 0, (size > 65536 ? size : 65536) + 100);
    if (on("before"))
        buffer[-3] = 0;
}

int LIVESCAN_Init(void) { ENTER("LIVESCAN_Init"); return 1; }
int LIVESCAN_Close(void) { ENTER("LIVESCAN_Close"); return 1; }
int LIVESCAN_GetChannelCount(void) { ENTER("LIVESCAN_GetChannelCount"); return 1; }
int LIVESCAN_BeginCapture(int channel) { ENTER("LIVESCAN_BeginCapture"); return 1; }
int LIVESCAN_EndCapture(int channel) { ENTER("LIVESCAN_EndCapture"); return 1; }
int LIVESCAN_SetBright(int channel, int value) { ENTER("LIVESCAN_SetBright"); return value < 256 ? 1 : -1; }
int LIVESCAN_SetContrast(int channel, int value) { ENTER("LIVESCAN_SetContrast"); return 1; }

int LIVESCAN_GetMaxImageSize(int channel, int *width, int *height)
{
    ENTER("LIVESCAN_GetMaxImageSize");
    *width = W;
    *height = H;
    return 1;
}

int LIVESCAN_GetCaptWindow(int channel, int *x, int *y, int *width, int *height)
{
    ENTER("LIVESCAN_GetCaptWindow");
    *x = *y = 0;
    *width = on("huge_window") ? 2000000000 : on("no_window") ? -7 : W;
    *height = H;
    return 1;
}

int LIVESCAN_GetFPBmpData(int channel, unsigned char *bmp)
{
    unsigned char raw[W * H];
    ENTER("LIVESCAN_GetFPBmpData");
    if (on("nothing"))
        return 1;
    glass(raw);
    as_bmp(bmp, raw);
    too_far(bmp, BMP);
    return 1;
}

int LIVESCAN_GetFPRawData(int channel, unsigned char *raw)
{
    ENTER("LIVESCAN_GetFPRawData");
    glass(raw);
    return 1;
}

int LIVESCAN_AutoGetFPBmpData(int channel, unsigned char *bmp, int timeout)
{
    unsigned char raw[W * H];
    ENTER("LIVESCAN_AutoGetFPBmpData");
    waiting = 1;
    while (waiting && !on("finger")) {
        usleep(5000);
        look();
    }
    if (!waiting)
        return -104;
    draw(raw, 1);
    as_bmp(bmp, raw);
    return 1;
}

int LIVESCAN_CancelAutoGetFPBmpData(int channel) { waiting = 0; return 1; }

int LIVESCAN_GetErrorInfo(int number, char text[256])
{
    ENTER("LIVESCAN_GetErrorInfo");
    if (on("endless_text")) {
        memset(text, 0xb2, 256);
        return 1;
    }
    /* "no scanner 440103199003078888" in GBK */
    strcpy(text, "\316\264\325\322\265\275\262\311\274\257\311\350\261\270 440103199003078888");
    return 1;
}

int LIVESCAN_GetDesc(char text[1024])
{
    ENTER("LIVESCAN_GetDesc");
    strcpy(text, "\326\270\316\306\262\311\274\257\322\307");
    return 1;
}

int LIVESCAN_GetCode(char code[4]) { ENTER("LIVESCAN_GetCode"); memcpy(code, "0042", 4); return 1; }

int FP_Begin(void) { ENTER("FP_Begin"); return 1; }
int FP_End(void) { ENTER("FP_End"); return 1; }
int FP_GetVersion(unsigned char code[4]) { ENTER("FP_GetVersion"); memcpy(code, "\1\2\3\4", 4); return 1; }

int FP_GetQualityScore(unsigned char *image, unsigned char *score)
{
    long dark = 0;
    ENTER("FP_GetQualityScore");
    for (int i = 0; i < W * H; i++)
        dark += image[i] < 128;
    *score = on("absurd") ? 200 : dark * 100 / (W * H);
    return 1;
}

int FP_FeatureExtract(unsigned char scanner, unsigned char finger, unsigned char *image, unsigned char *feature)
{
    ENTER("FP_FeatureExtract");
    if (on("nothing"))
        return 1;
    memset(feature, 0, 512);
    feature[0] = 'C';
    feature[3] = scanner;
    feature[4] = 1;
    feature[5] = finger;
    for (int i = 0; i < W * H; i++)
        feature[7 + i % 504] ^= image[i];
    return 1;
}

int FP_FeatureMatch(unsigned char *first, unsigned char *second, float *similarity)
{
    ENTER("FP_FeatureMatch");
    *similarity = on("nan") ? 0.0f / (on("nan") - 1) : on("absurd") ? 7.5f : memcmp(first, second, 512) ? 0.25f : 1.0f;
    return 1;
}

int FP_GenFeatureFromEmpty1(unsigned char scanner, unsigned char finger, unsigned char *feature)
{
    ENTER("FP_GenFeatureFromEmpty1");
    memset(feature, 0, 512);
    feature[0] = 'C';
    feature[4] = 2;
    feature[5] = finger;
    return 1;
}

int FP_GenFeatureFromEmpty2(unsigned char finger, unsigned char *feature)
{
    ENTER("FP_GenFeatureFromEmpty2");
    memset(feature, 0, 512);
    feature[0] = 'C';
    feature[4] = 3;
    feature[5] = finger;
    return 1;
}

int FP_Compress(unsigned char scanner, unsigned char result, unsigned char finger, unsigned char *image, int ratio,
                unsigned char *out, unsigned char text[256])
{
    ENTER("FP_Compress");
    if (on("compress_fails")) {
        strcpy((char *)text, "\322\273\260\343\264\355\316\363");
        return -9;
    }
    out[0] = image[W * H / 2];
    out[1] = finger;
    return 1;
}

int FP_Decompress(unsigned char *in, unsigned char *image, unsigned char text[256])
{
    ENTER("FP_Decompress");
    memset(image, in[0], W * H);
    return 1;
}
