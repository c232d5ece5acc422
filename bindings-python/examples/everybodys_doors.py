"""Which doors can everybody open? All questions at once, and no thread for any of them."""

import asyncio

from seam_acs import AsyncSeam


async def main() -> None:
    async with AsyncSeam() as seam:
        users = await seam.create_paginator(seam.acs.users.list).flatten_to_list()
        questions = [seam.acs.memberships.entrances_of(acs_user_id=user.acs_user_id) for user in users]
        for user, doors in zip(users, await asyncio.gather(*questions)):
            print(f"{user.full_name}: {', '.join(door.display_name for door in doors) or 'none'}")


asyncio.run(main())
