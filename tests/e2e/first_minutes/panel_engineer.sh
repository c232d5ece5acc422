#!/bin/sh
# The first minutes of a panel engineer: unpack, start the sandbox, compile, run. It needs a C compiler and
# pkg-config, and nothing of Rust.
#
#     panel_engineer.sh seam-acs-0.1.0-x86_64-linux-glibc2.17.tar.gz
set -eu

tar -xzf "$1"
cd seam-acs-*/

bin/seam-acs-sandbox > sandbox.log &
trap "kill $!" EXIT
until grep -q 'API key' sandbox.log; do sleep 0.1; done

export PKG_CONFIG_PATH="$PWD/lib/pkgconfig" LD_LIBRARY_PATH="$PWD/lib"
cc -std=c89 examples/c/quick_start.c $(pkg-config --cflags --libs seam_acs) -o quick_start

export SEAM_ENDPOINT="$(sed -n 's/.*listening on //p' sandbox.log)" SEAM_API_KEY=seam_testkey_of_the_local_sandbox
./quick_start
