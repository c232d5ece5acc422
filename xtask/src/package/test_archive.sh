#!/bin/sh
# Proves an unpacked archive where it landed: builds its examples in every way that it offers, and runs them
# against the sandbox in it. One line that begins with `ok` for each.
#
#     test_archive.sh FOLDER
#
# CC          the C compiler for the archive's machine (default cc); a C++ compiler in CXX, or no C++
# RUN         an emulator to put in front of its programs
# CMAKE_ARGS  what else CMake must be told
set -eu

cd "$1"
here=$PWD
work=$here/proof
cc=${CC:-cc}
flags='-O2 -Wall -Wextra -Werror -pedantic'
user=33333333-3333-3333-3333-333333333333
group=44444444-4444-4444-4444-444444444444
unset LD_LIBRARY_PATH PKG_CONFIG_LIBDIR 2> /dev/null || true
export PKG_CONFIG_PATH="$here/lib/pkgconfig"
mkdir "$work"

mkfifo "$work/said"
${RUN:-} bin/seam-acs-sandbox > "$work/said" &
sandbox=$!
trap 'kill $sandbox' EXIT
exec 3< "$work/said"
read -r first_line <&3
export SEAM_ENDPOINT="${first_line##* }" SEAM_API_KEY=seam_testkey_of_the_local_sandbox

# run NAME FOLDER LINK: assign leaves everything as it was, so that it can run any number of times.
run() {
    libraries=
    if [ "$3" = shared ]; then libraries=$here/lib; fi
    if ! LD_LIBRARY_PATH=$libraries ${RUN:-} "$2/assign" --user $user --group $group > "$work/log" 2>&1 ||
        ! grep -q 'The push has arrived' "$work/log"; then
        cat "$work/log"
        echo "not ok $1"
        exit 1
    fi
    echo "ok $1"
}

# build NAME COMMAND...: says what the build said only if it failed.
build() {
    name=$1
    shift
    if ! "$@" > "$work/log" 2>&1; then
        cat "$work/log"
        echo "not ok $name"
        exit 1
    fi
}

for link in shared static; do
    name="C89, pkg-config and make, $link"
    cp -R examples/c "$work/make-$link"
    build "$name" make -C "$work/make-$link" "CC=$cc" "STATIC=$([ $link = shared ] || echo 1)" CFLAGS="-std=c89 $flags"
    run "$name" "$work/make-$link" $link

    name="C89, CMake, $link"
    build "$name" cmake -S examples/c -B "$work/cmake-$link" -DCMAKE_C_COMPILER="$cc" -DCMAKE_PREFIX_PATH="$here" \
        -DCMAKE_C_FLAGS="-std=c89 $flags" -DSEAM_ACS_LINK=$link ${CMAKE_ARGS:-}
    build "$name" cmake --build "$work/cmake-$link"
    run "$name" "$work/cmake-$link" $link

    if [ -n "${CXX:-}" ]; then
        name="C++11, pkg-config and make, $link"
        cp -R examples/cpp "$work/make-cpp-$link"
        build "$name" make -C "$work/make-cpp-$link" "CXX=$CXX" "STATIC=$([ $link = shared ] || echo 1)" CXXFLAGS="$flags"
        run "$name" "$work/make-cpp-$link" $link
    fi
done

if ${RUN:-} bin/seam-acs add $user $group --wait 30 > "$work/log" 2>&1 &&
    ${RUN:-} bin/seam-acs remove $user $group --wait 30 >> "$work/log" 2>&1; then
    echo "ok the command"
else
    cat "$work/log"
    echo "not ok the command"
    exit 1
fi
if [ -r lib/systemd/system/seam-acs-outbox.service ] && [ -x etc/init.d/seam-acs-outbox ] &&
    ${RUN:-} bin/seam-acs outbox remove $user $group --folder "$work/outbox" > "$work/log" 2>&1 &&
    ${RUN:-} bin/seam-acs outbox run --until-empty --folder "$work/outbox" >> "$work/log" 2>&1; then
    echo "ok the outbox"
else
    cat "$work/log"
    echo "not ok the outbox"
    exit 1
fi
if LD_LIBRARY_PATH=$here/lib ${RUN:-} "$work/make-shared/quick_start" | grep -q 'Recorded by Seam'; then
    echo "ok the header's own example"
else
    echo "not ok the header's own example"
    exit 1
fi
