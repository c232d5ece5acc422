# Generated from api/operations.toml by `cargo xtask generate`; do not edit.
"""The reads of the fault matrix: by the driver's name the method and what it is asked with."""

READS: dict[str, tuple[str, dict[str, str]]] = {
    "get_group": (
        "acs.access_groups.get",
        {
            "acs_access_group_id": "44444444-4444-4444-4444-444444444444",
        },
    ),
    "list_groups": (
        "acs.access_groups.list",
        {},
    ),
    "list_group_users": (
        "acs.access_groups.list_users",
        {
            "acs_access_group_id": "44444444-4444-4444-4444-444444444444",
        },
    ),
    "list_group_entrances": (
        "acs.access_groups.list_accessible_entrances",
        {
            "acs_access_group_id": "44444444-4444-4444-4444-444444444444",
        },
    ),
    "get_user": (
        "acs.users.get",
        {
            "acs_user_id": "33333333-3333-3333-3333-333333333333",
        },
    ),
    "list_users": (
        "acs.users.list",
        {},
    ),
    "list_user_entrances": (
        "acs.users.list_accessible_entrances",
        {
            "acs_user_id": "33333333-3333-3333-3333-333333333333",
        },
    ),
    "get_system": (
        "acs.systems.get",
        {
            "acs_system_id": "11111111-1111-1111-1111-111111111111",
        },
    ),
    "list_systems": (
        "acs.systems.list",
        {},
    ),
    "get_entrance": (
        "acs.entrances.get",
        {
            "acs_entrance_id": "55555555-5555-5555-5555-000000000001",
        },
    ),
    "list_entrances": (
        "acs.entrances.list",
        {},
    ),
}
