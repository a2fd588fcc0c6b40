#include <alsa/asoundlib.h>

/* libasound writes what it can't do to standard error; who calls it has the error number. A variadic function of
   its type can't be written in Swift. */
__attribute__((format(printf, 5, 6))) static void vcd_alsa_say_nothing(const char *file, int line,
                                                                       const char *function, int error,
                                                                       const char *format, ...) {
    (void)file, (void)line, (void)function, (void)error, (void)format;
}

static inline void vcd_alsa_silence(void) { snd_lib_error_set_handler(vcd_alsa_say_nothing); }
