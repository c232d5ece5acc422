#!/bin/sh
# rustc as cargo calls it, but for the salt in the names of symbols: cargo makes it from profile, target and tools, and
# the record of what is hot knows functions by their names. A package's name and version are salt enough.
for word do
    shift
    case $word in
        metadata=*) word=metadata=$CARGO_PKG_NAME-$CARGO_PKG_VERSION ;;
    esac
    set -- "$@" "$word"
done
exec "$@"
