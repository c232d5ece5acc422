#!/bin/sh
# Compiles the assembly, the contract's runner and the tests with Mono's compiler, for Mono and for .NET Core.
#
#     build.sh FOLDER [DOTNET]
set -eu
folder=$1
cd "$(dirname "$0")/.."
mkdir -p "$folder"

compile() { mcs -warn:4 -warnaserror -langversion:7 "$@"; }
compile -target:library -doc:"$folder/SeamAcs.xml" -nowarn:1591 -out:"$folder/SeamAcs.dll" src/*.cs
compile -out:"$folder/contract.exe" -r:"$folder/SeamAcs.dll" test/Json.cs test/Contract.cs
compile -out:"$folder/tests.exe" -r:"$folder/SeamAcs.dll" test/Json.cs test/Sandbox.cs test/Tests.cs

# .NET Core runs the same programs; it only wants another name and a file beside it. Code that runs for long is optimised, and
# then holds no object longer than it is used: the tests see that from the first call on.
for program in contract tests; do
    cp "$folder/$program.exe" "$folder/$program.dll"
    cat > "$folder/$program.runtimeconfig.json" <<JSON
{"runtimeOptions": {"framework": {"name": "Microsoft.NETCore.App", "version": "3.1.0"},
 "configProperties": {"System.Globalization.Invariant": true, "System.Runtime.TieredCompilation": false}}}
JSON
done
if [ $# -gt 1 ]; then chmod +x "$2"; fi
