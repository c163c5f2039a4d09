// The residents' month by hand: what C with OpenMP and vector instructions makes of the same work,
// as the limit that benchmarks/resident_month.py measures against.
//
// Residents of a locality lie one after the other, padded to 64. Each month all pass a threshold
// (one hash word for four); in months of national votes all vote, learn habits and notice; in
// localities that elect a head the same happens to their residents. State: one byte each for
// threshold, two habits, trust and two ballots. Everything else of the model is left out.
//
// twin SCHEDULE REPEATS | twin copy  -> one JSON line.  Built by resident_month.py.
#include <math.h>
#include <omp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define G 64
static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}
static double spent(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}
static inline uint32_t permute(uint32_t x, uint32_t k) {
  x ^= x >> 16; x *= 0x21F0AAADu; x = (x ^ (x >> 15)) + k; x *= 0xD35A2D97u; return x ^ (x >> 15);
}
static int8_t *thr;
static uint8_t *nat, *loc, *trusts, *vn, *vl;

static int act(long at, long n, float level, float ch, float ct, uint32_t lo, uint32_t hi) {
  int k = 0;
  for (long g = 0; g < n; g += G) {
    uint32_t w[16];
    for (int i = 0; i < 16; i++) w[i] = permute((uint32_t)(g + i) ^ lo, hi);
    for (int b = 0; b < 4; b++) {
      const long o = at + g + 16 * b;
      for (int i = 0; i < 16; i++) {
        float own = (float)((int)thr[o + i] * 256 + (int)((w[i] >> (8 * b)) & 255));
        k += own < level + ch * (float)((int)nat[o + i] + (int)loc[o + i]) + ct * (float)(int)trusts[o + i];
      }
    }
  }
  return k;
}
static int vote(long at, long n, long padded, const uint8_t *habit, uint8_t *out, int shift, float odds,
                float kept, uint32_t lo, uint32_t hi) {
  int k = 0;
  for (long i = 0; i < padded; i++) {
    float p = 1.0f / (1.0f + expf(-(odds + (float)(int)trusts[at + i] * (1.0f / 255))));
    p = fminf(p + kept * (float)(int)habit[at + i], 0.99f);
    float u = (float)(int)(permute((uint32_t)i ^ lo, hi) >> 9) * 0x1p-23f;
    uint8_t v = (u < p) & (i < n);
    out[at + i] = shift ? out[at + i] | (uint8_t)(v << shift) : v;
    k += v;
  }
  return k;
}
static int learn(long at, long n, long padded, int national, int local, float kept, uint32_t lo, uint32_t hi,
                 int *total_local) {
  int a = 0, b = 0;
  for (long i = 0; i < padded; i++) {
    uint32_t w = permute((uint32_t)i ^ lo, hi);
    int bits = vl[at + i];
    float yn = (float)(national & (int)vn[at + i]);
    float yl = (float)(local * ((bits & 1) + ((bits >> 1) & 1) + ((bits >> 2) & 1)));
    float x = kept * (float)(int)nat[at + i] + 25.5f * (yn + 0.45f * yl) + (float)(int)(w & 65535) * 0x1p-16f;
    float y = kept * (float)(int)loc[at + i] + 25.5f * (yl + 0.45f * yn) + (float)(int)(w >> 16) * 0x1p-16f;
    int here = i < n;
    int p = here ? (int)fminf(x, 255.0f) : 0, q = here ? (int)fminf(y, 255.0f) : 0;
    nat[at + i] = (uint8_t)p; loc[at + i] = (uint8_t)q;
    a += p; b += q;
  }
  *total_local = b;
  return a;
}
static int notice(long at, long n, long padded, float seen, float harm, uint32_t lo, uint32_t hi, uint32_t lo2,
                  uint32_t hi2) {
  int k = 0;
  for (long i = 0; i < padded; i++) {
    uint32_t w = permute((uint32_t)i ^ lo, hi);
    float s = (float)(int)trusts[at + i];
    float x = s + ((float)(int)(w & 65535) * 0x1p-16f < seen ? 0.1f * (255.0f - s) : 0.0f) -
              ((float)(int)(w >> 16) * 0x1p-16f < harm ? 0.6f * s : 0.0f) +
              (float)(int)(permute((uint32_t)i ^ lo2, hi2) >> 9) * 0x1p-23f;
    int c = i < n ? (int)fminf(x, 255.0f) : 0;
    trusts[at + i] = (uint8_t)c;
    k += c;
  }
  return k;
}
static void copy_test(void) {
  long n = 512l << 20;
  char *a = aligned_alloc(4096, n), *b = aligned_alloc(4096, n);
  memset(a, 1, n); memset(b, 2, n);
  double best = 1e9;
  for (int r = 0; r < 7; r++) {
    double t = now();
    #pragma omp parallel
    { int k = omp_get_thread_num(), m = omp_get_num_threads(); memcpy(b + n / m * k, a + n / m * k, n / m); }
    t = now() - t;
    if (t < best) best = t;
  }
  printf("{\"copy_gb_per_s\": %.3f}\n", 2.0 * n / best / 1e9);
}
int main(int argc, char **argv) {
  if (argc == 2 && !strcmp(argv[1], "copy")) { copy_test(); return 0; }
  FILE *f = fopen(argv[1], "rb");
  int head[3], repeats = atoi(argv[2]);
  if (!f || fread(head, 4, 3, f) != 3) return 1;
  long places = head[0], months = head[1], tiers = head[2];
  int *people = malloc(4 * places);
  uint8_t *national = malloc(months), *held = malloc(months * places);
  if (fread(people, 4, places, f) != (size_t)places || fread(national, 1, months, f) != (size_t)months ||
      fread(held, 1, months * places, f) != (size_t)(months * places)) return 1;
  long *at = malloc(8 * (places + 1));
  at[0] = 0;
  for (long l = 0; l < places; l++) at[l + 1] = at[l] + (people[l] + G - 1) / G * G;
  long all = at[places], count = 0;
  for (long l = 0; l < places; l++) count += people[l];
  thr = aligned_alloc(64, all); nat = aligned_alloc(64, all); loc = aligned_alloc(64, all);
  trusts = aligned_alloc(64, all); vn = aligned_alloc(64, all); vl = aligned_alloc(64, all);
  float *active = malloc(4 * places), *kept = malloc(4 * places), *moved = malloc(4 * places);
  double check = 0, best = 1e99, cpu = 1e99;
  for (int r = 0; r < repeats; r++) {
    #pragma omp parallel for schedule(static)
    for (long l = 0; l < places; l++) {
      active[l] = 0.02f; kept[l] = 1.0f;
      for (long i = at[l]; i < at[l + 1]; i++) {
        float u = ((permute((uint32_t)i, 77u + r) >> 9) + 0.5f) * 0x1p-23f;
        float z = floorf(12.0f * logf(u / (1.0f - u)));
        int here = i - at[l] < people[l];
        thr[i] = here ? (int8_t)fmaxf(fminf(z, 126.0f), -127.0f) : 127;
        nat[i] = here ? 20 : 0; loc[i] = 0; trusts[i] = here ? 60 : 0; vn[i] = vl[i] = 0;
      }
    }
    double begun = now(), used = spent(), nation = 0.02;
    for (long t = 0; t < months; t++) {
      double sum = 0;
      #pragma omp parallel for schedule(dynamic, 8) reduction(+ : sum)
      for (long l = 0; l < places; l++) {
        uint32_t lo = permute((uint32_t)l, (uint32_t)t), hi = permute(lo, 3u);
        long n = people[l], m = at[l + 1] - at[l];
        kept[l] *= 1.0f - 1.0f / 48;
        float level = (0.6f * 0.25f + 0.3f * active[l] + 0.25f * (float)nation - 0.16f - 0.4f) * 30720.0f;
        int k = act(at[l], m, fminf(level, 32511.0f), 0.1f * 30720 / 255 * kept[l], 0.1f * 30720 / 255, lo, hi);
        active[l] += 0.6f * ((float)k / n - active[l]);
        sum += (double)active[l] * n;
        int bits = held[t * places + l];
        if (national[t]) moved[l] = vote(at[l], n, m, nat, vn, 0, 0.2f, kept[l] / 255, lo + 1, hi);
        if (bits) {
          memset(vl + at[l], 0, m);
          for (int tier = 0; tier < tiers; tier++)
            if (bits >> tier & 1) moved[l] += vote(at[l], n, m, loc, vl, tier, -0.5f, kept[l] / 255, lo + 2 + tier, hi);
        }
        if (bits || national[t]) {
          int other;
          moved[l] += learn(at[l], n, m, national[t], bits != 0, kept[l], lo + 8, hi, &other) + other;
          kept[l] = 1.0f;
          moved[l] += notice(at[l], n, m, bits ? 0.2f : 0.0f, 0.1f, lo + 9, hi, lo + 10, hi);
        }
      }
      nation = sum / count;
    }
    double took = now() - begun;
    used = spent() - used;
    if (took < best) best = took;
    if (used < cpu) cpu = used;
    check = nation;
  }
  struct rusage u;
  getrusage(RUSAGE_SELF, &u);
  printf("{\"seconds\": %.6f, \"cpu\": %.6f, \"residents\": %ld, \"places\": %ld, \"months\": %ld, \"activism\": %.5f, \"rss_mib\": %.1f}\n",
         best, cpu, count, all, months, check, u.ru_maxrss / 1024.0);
  return 0;
}
