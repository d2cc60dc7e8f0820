/* The sync benchmark for a pthread mutex in shared memory, robust as ours is. Prints one line of JSON for each row.
 * Usage: robust_mutex SCALE free | SCALE condition | SCALE contended PROCESSES
 * SCALE is what durations are multiplied by. Durations, slices and phases are as in Measure and Field; all must agree. */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WAIT, WARM_UP, MEASURE, STOP, MOST_PROCESSES = 16, SAMPLE = 16, KEPT = 200, SLICES = 20, BUCKETS = 64 * 32 };
static const double WARM_UP_SECONDS = 1.0, MEASURED_SECONDS = 0.6, CONTENDED_SECONDS = 1.0;

struct share { long total, measured, waits[BUCKETS]; };
static struct field { /* what processes write lies apart, as with the others */
    _Alignas(128) pthread_mutex_t mutex;
    _Alignas(128) pthread_cond_t turned;
    _Alignas(128) volatile long counter;
    _Alignas(128) volatile int turn;
    _Alignas(128) volatile int phase, ready;
    struct share shares[MOST_PROCESSES];
} *field;

static void check(int error, const char *what) {
    if (error == 0) return;
    fprintf(stderr, "robust_mutex: %s: %s\n", what, strerror(error));
    exit(1);
}

static long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000L + time.tv_nsec;
}

static void nap(double seconds) { usleep((useconds_t)(seconds * 1e6)); }

static void taken(int error, const char *what) { /* who gets it from a dead owner says that all is well */
    check(error == EOWNERDEAD ? pthread_mutex_consistent(&field->mutex) : error, what);
}

static void lock(void) { taken(pthread_mutex_lock(&field->mutex), "lock"); }
static void unlock(void) { check(pthread_mutex_unlock(&field->mutex), "unlock"); }

static void prepare(void) {
    field = mmap(NULL, sizeof *field, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (field == MAP_FAILED) check(errno, "mmap");
    pthread_mutexattr_t mutex;
    pthread_condattr_t condition;
    check(pthread_mutexattr_init(&mutex), "mutexattr");
    check(pthread_mutexattr_setpshared(&mutex, PTHREAD_PROCESS_SHARED), "pshared");
    check(pthread_mutexattr_setrobust(&mutex, PTHREAD_MUTEX_ROBUST), "robust");
    check(pthread_mutex_init(&field->mutex, &mutex), "mutex");
    check(pthread_condattr_init(&condition), "condattr");
    check(pthread_condattr_setpshared(&condition, PTHREAD_PROCESS_SHARED), "pshared");
    check(pthread_cond_init(&field->turned, &condition), "condition");
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double slice(double seconds) { /* nanoseconds of a pair */
    long count = 0, start = now(), end;
    do {
        for (int i = 0; i < 1000; i++) { lock(); unlock(); }
        count += 1000;
        end = now();
    } while (end - start < seconds * 1e9);
    return (double)(end - start) / count;
}

static void free_pairs(double scale) {
    double nanos[SLICES];
    slice(WARM_UP_SECONDS * scale);
    for (int i = 0; i < SLICES; i++) nanos[i] = slice(MEASURED_SECONDS * scale / SLICES);
    qsort(nanos, SLICES, sizeof *nanos, by_value);
    printf("{\"row\": \"free\", \"values\": [%.3f]}\n", (nanos[SLICES / 2 - 1] + nanos[SLICES / 2]) / 2);
}

static int bucket(long nanos) { /* as in Waits: 32 for each power of two */
    if (nanos < 32) return nanos < 0 ? 0 : (int)nanos;
    int shift = 58 - __builtin_clzl(nanos);
    return (shift + 1) * 32 + (int)((nanos >> shift) & 31);
}

static long value(int bucket) { return bucket < 32 ? bucket : (long)(bucket % 32 + 32) << (bucket / 32 - 1); }

static void work(struct share *mine) {
    alarm(60); /* nobody is left for ever, should the first process be killed */
    __atomic_add_fetch(&field->ready, 1, __ATOMIC_SEQ_CST);
    while (field->phase == WAIT) nap(0.001);
    for (int phase; (phase = field->phase) != STOP; mine->total++) {
        int is_sample = phase == MEASURE && mine->total % SAMPLE == 0;
        long start = is_sample ? now() : 0;
        lock();
        long waited = is_sample ? now() - start : 0;
        field->counter++;
        unlock();
        if (is_sample) mine->waits[bucket(waited)]++;
        if (phase == MEASURE) mine->measured++;
    }
    _exit(0);
}

static void contended(double scale, int processes) {
    for (int i = 0; i < processes; i++) {
        int pid = fork();
        if (pid < 0) check(errno, "fork");
        if (pid == 0) work(&field->shares[i]);
    }
    while (field->ready < processes) nap(0.001);
    field->phase = WARM_UP;
    nap(WARM_UP_SECONDS * scale);
    field->phase = MEASURE;
    long count = field->counter, start = now();
    nap(CONTENDED_SECONDS * scale);
    double rate = (field->counter - count) * 1e9 / (now() - start);
    field->phase = STOP;
    for (int i = 0, status; i < processes; i++) check(wait(&status) < 0 || status != 0 ? ECHILD : 0, "a process");
    long total = 0, measured = 0, least = -1, waits = 0, seen = 0;
    struct share all = {0};
    for (struct share *one = field->shares; one < field->shares + processes; one++) {
        total += one->total;
        measured += one->measured;
        if (least < 0 || one->measured < least) least = one->measured;
        for (int i = 0; i < BUCKETS; i++) { all.waits[i] += one->waits[i]; waits += one->waits[i]; }
    }
    if (total != field->counter) check(EILSEQ, "the counter is not the sum of the increments");
    if (waits == 0) check(ETIME, "nobody got the lock in the time that counts");
    int at = 0;
    while (at < BUCKETS - 1 && (seen += all.waits[at]) * 100 < waits * 99) at++;
    printf("{\"row\": \"contended_%d\", \"values\": [%.3f]}\n", processes, rate);
    printf("{\"row\": \"wait_%d\", \"values\": [%.3f]}\n", processes, value(at) / 1e3);
    printf("{\"row\": \"share_%d\", \"values\": [%.3f]}\n", processes, 100.0 * least * processes / measured);
}

static int turn(int from, int to) { /* returns the phase of this turn: looked at later, the other may wait already */
    lock();
    while (field->turn != from) taken(pthread_cond_wait(&field->turned, &field->mutex), "wait");
    field->turn = to;
    int phase = field->phase;
    check(pthread_cond_signal(&field->turned), "signal");
    unlock();
    return phase;
}

static void condition(double scale) {
    int pid = fork();
    if (pid < 0) check(errno, "fork");
    if (pid == 0) {
        alarm(60);
        while (turn(1, 0) != STOP);
        _exit(0);
    }
    static double micros[8000000];
    long count = 0, most = sizeof micros / sizeof *micros;
    for (int pass = 0; pass < 2; pass++) { /* the first one warms up */
        long start = now(), before = start, end = start + (pass ? MEASURED_SECONDS : WARM_UP_SECONDS) * scale * 1e9;
        for (count = 0; before < end && count < most; count++) {
            turn(0, 1); /* the first one finds it its turn; then each waits for the other's answer */
            long after = now();
            micros[count] = (after - before) / 1e3;
            before = after;
        }
    }
    field->phase = STOP;
    turn(0, 1);
    check(waitpid(pid, NULL, 0) < 0 ? errno : 0, "waitpid");
    long kept = count < KEPT ? count : KEPT;
    printf("{\"row\": \"condition\", \"values\": [");
    for (long i = 0; i < kept; i++) printf("%s%.3f", i ? ", " : "", micros[i * count / kept]);
    printf("]}\n");
}

int main(int count, char **words) {
    if (count < 3) check(EINVAL, "usage: robust_mutex SCALE free|condition|contended [PROCESSES]");
    double scale = atof(words[1]);
    prepare();
    if (strcmp(words[2], "free") == 0) free_pairs(scale);
    else if (strcmp(words[2], "condition") == 0) condition(scale);
    else if (count > 3 && atoi(words[3]) > 0 && atoi(words[3]) <= MOST_PROCESSES) contended(scale, atoi(words[3]));
    else check(EINVAL, words[2]);
    return 0;
}
