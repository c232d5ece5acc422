"""The guide's two calls and one error through the C ABI, with nothing but Python's standard library.

python3 guide_ctypes.py LIBRARY   (SEAM_API_KEY and SEAM_ENDPOINT in the environment)
"""

import ctypes
import sys

USER = b"33333333-3333-3333-3333-333333333333"
GROUP = b"44444444-4444-4444-4444-444444444444"

seam = ctypes.CDLL(sys.argv[1])
for text in ("seam_acs_error_name", "seam_acs_error_message", "seam_acs_error_request_id"):
    getattr(seam, text).restype = ctypes.c_char_p


class SeamError(Exception):
    """What the library's error object says."""


def check(status: int, error: ctypes.c_void_p) -> None:
    if status != 0:
        name, message = seam.seam_acs_error_name(error), seam.seam_acs_error_message(error)
        seam.seam_acs_error_free(error)
        raise SeamError(status, name.decode(), message.decode())


def change(function: str, user: bytes, group: bytes) -> None:
    error = ctypes.c_void_p()
    check(getattr(seam, function)(client, user, group, ctypes.byref(error)), error)


client, failure = ctypes.c_void_p(), ctypes.c_void_p()
check(seam.seam_acs_client_from_env(None, ctypes.byref(client), ctypes.byref(failure)), failure)
change("seam_acs_add_user_to_group", USER, GROUP)
print("add: recorded")
change("seam_acs_remove_user_from_group", USER, GROUP)
print("remove: recorded")
try:
    change("seam_acs_add_user_to_group", USER, b"44444444-4444-4444-4444-00000000dead")
except SeamError as error:
    print(error.args[0], error.args[1], error.args[2])
seam.seam_acs_client_free(client)
