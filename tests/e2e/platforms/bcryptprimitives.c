/* What Rust's standard library takes random bytes from on Windows, for a Wine that lacks it (before 9.0).
 * Tests alone put it beside their programs. */
#include <windows.h>

#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count) {
    return RtlGenRandom(bytes, (ULONG)count);
}
