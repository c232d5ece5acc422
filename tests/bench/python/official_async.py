"""Seam's official package ``seam``, its client for asyncio."""

import asyncio

import batches
from seam import AsyncSeam

loop = asyncio.new_event_loop()
seam = AsyncSeam(api_key=batches.API_KEY, endpoint=batches.ENDPOINT)


async def add(number: int) -> None:
    await seam.acs.users.add_to_access_group(
        acs_user_id=batches.user(number), acs_access_group_id=batches.GROUP
    )


def call(number: int) -> None:
    loop.run_until_complete(add(number))


async def together(count: int, at_once: int) -> None:
    places = asyncio.Semaphore(at_once)

    async def in_place(number: int) -> None:
        async with places:
            await add(number)

    await asyncio.gather(*map(in_place, range(count)))


def many(count: int, at_once: int) -> None:
    loop.run_until_complete(together(count, at_once))


batches.run(call, many=many)
