/* What stands between a program under test and libc. `src/preload.rs` has the variables of the environment.
 */
#ifndef PRELOAD_H
#define PRELOAD_H

/* The file to open in place of this one: the boot id that a test gives, or the same. */
const char *path_to_open(const char *path);

#endif
