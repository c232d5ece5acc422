"""call [OPTION=VALUE ...]: adds a person to a group; prints status, name, milliseconds and message."""

import sys
import time

from seam_acs import Seam, SeamError

#: Options whose name or unit is another in Python, which counts in seconds.
SECONDS = {"timeout_ms": "timeout", "connect_timeout_ms": "connect_timeout"}


def main(arguments: list[str]) -> None:
    options: dict[str, object] = {}
    for argument in arguments:
        name, _, value = argument.partition("=")
        options[SECONDS.get(name, name)] = int(value) / 1000 if name in SECONDS else value
    begun = time.monotonic()
    status, name, message = 0, "OK", ""
    try:
        with Seam(**options) as seam:  # type: ignore[arg-type]
            seam.acs.users.add_to_access_group(
                acs_user_id="33333333-3333-3333-3333-333333333333",
                acs_access_group_id="44444444-4444-4444-4444-444444444444",
            )
    except SeamError as error:
        status, name, message = error.status, error.status_name, str(error)
    print(status, name, int((time.monotonic() - begun) * 1000), message, sep="\n")


main(sys.argv[1:])
