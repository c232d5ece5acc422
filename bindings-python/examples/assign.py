"""Put a person into an access group, show which doors that opens, and take the person out again.

    python assign.py --user ACS_USER_ID --group ACS_ACCESS_GROUP_ID [--endpoint URL]

The credentials come from SEAM_API_KEY, the server from --endpoint or SEAM_ENDPOINT. The program leaves
everything as it found it: it stops before changing anything if the person is in the group already. Which
doors a person can open is always read from the server, never concluded from what the program has just asked
for.
"""

from __future__ import annotations

import argparse
import sys
import time

from seam_acs import Seam, SeamError, SeamHttpApiError, SeamHttpInvalidResponseError
from seam_acs.resources import AcsAccessGroup, AcsEntrance, AcsUser

NO_SUCH_GROUP = "00000000-0000-0000-0000-000000000000"
LOOK_EVERY_SECONDS = 0.2
GIVE_UP_AFTER_SECONDS = 10

STATE = -2004
UNEXPECTED_RESPONSE = -5008


class Failure(Exception):
    """Ends the program; what there is to say has been said."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def failed(attempt: str, error: SeamError) -> Failure:
    """Say what went wrong."""
    code = f", from Seam: {error.code}" if isinstance(error, SeamHttpApiError) else ""
    print(f"  {attempt} did not work.")
    print(f"    code     {error.status_name} ({error.status}){code}")
    print(f"    message  {error.explanation}")
    print(f"    request  {error.request_id or 'none'}")
    return Failure(error.status)


class Visit:
    """One person, one group, in and out."""

    def __init__(self, seam: Seam, user: AcsUser, group: AcsAccessGroup) -> None:
        self.seam = seam
        self.user_id = user.acs_user_id
        self.group_id = group.acs_access_group_id
        self.user_name = user.display_name or self.user_id
        self.group_name = group.display_name or self.group_id

    def is_member(self) -> bool:
        try:
            users = self.seam.acs.access_groups.list_users(acs_access_group_id=self.group_id)
        except SeamError as error:
            raise failed("Reading who is in the group", error) from None
        return any(user.acs_user_id == self.user_id for user in users)

    def doors(self) -> dict[str, AcsEntrance] | None:
        """The doors that the person can open, or None where the server does not say."""
        try:
            entrances = self.seam.acs.users.list_accessible_entrances(acs_user_id=self.user_id)
        except SeamHttpInvalidResponseError as error:
            # A path that the server does not have answers 404 without Seam's own error in it.
            if error.status_code == 404:
                return None
            raise failed("Reading which doors the person can open", error) from None
        except SeamError as error:
            raise failed("Reading which doors the person can open", error) from None
        return {entrance.acs_entrance_id: entrance for entrance in entrances}

    def show_doors(self, when: str, doors: dict[str, AcsEntrance]) -> None:
        names = [door.display_name or "an entrance without a name" for door in doors.values()]
        number = f"{len(names)} entrance{'' if len(names) == 1 else 's'}: " if names else "no entrance"
        print(f"  {when}{self.user_name} can open {number}{', '.join(names)}.")

    def await_other_doors(self, before: dict[str, AcsEntrance] | None) -> None:
        """Look again and again until the doors are others than before, and say what was seen."""
        if before is None:
            print("  This server does not say which doors.")
            return
        for _ in range(int(GIVE_UP_AFTER_SECONDS / LOOK_EVERY_SECONDS)):
            now = self.doors()
            if now is not None and now.keys() != before.keys():
                self.show_doors("The push has arrived: ", now)
                return
            time.sleep(LOOK_EVERY_SECONDS)
        print(
            f"  Nothing changed: after {GIVE_UP_AFTER_SECONDS} seconds {self.user_name} "
            "can open the same doors as before."
        )

    def recorded(self) -> None:
        request = self.seam.last_request_id or "without id"
        print(f"  Recorded by Seam (request {request}); the access system follows.")

    def add(self) -> None:
        print(f"Adding {self.user_name} to {self.group_name}.")
        try:
            self.seam.acs.users.add_to_access_group(
                acs_user_id=self.user_id, acs_access_group_id=self.group_id
            )
        except SeamError as error:
            failure = failed("Adding", error)
            if error.outcome_unknown:
                print(
                    f"State left: {self.user_name} may or may not be in {self.group_name}. "
                    "Look again in a minute, then correct it by hand."
                )
            else:
                print(f"State left: {self.user_name} is not in {self.group_name}, as before.")
            raise failure from None
        except KeyboardInterrupt:
            print(f"State left: {self.user_name} may or may not be in {self.group_name}.")
            raise
        self.recorded()

    def take_out(self) -> None:
        print(f"Taking {self.user_name} out of {self.group_name}.")
        try:
            self.seam.acs.users.remove_from_access_group(
                acs_user_id=self.user_id, acs_access_group_id=self.group_id
            )
        except SeamError as error:
            failure = failed("Taking out", error)
            print(f"State left: {self.user_name} may still be in {self.group_name}. Take them out by hand.")
            raise failure from None
        self.recorded()

    def in_and_out(self) -> None:
        """In, look, out, look. Whatever fails in between, the person is taken out again."""
        try:
            before = self.doors()
        except Failure:
            print("Nothing was changed.")
            raise
        if before is None:
            print("  This server does not say which doors.")
        else:
            self.show_doors("Now ", before)
        self.add()
        inside: dict[str, AcsEntrance] | None = None
        try:
            self.await_other_doors(before)
            inside = None if before is None else self.doors()
        except BaseException:
            self.take_out()
            print(
                f"State left: {self.user_name} is recorded as not in {self.group_name}, as before; "
                "the access system follows."
            )
            raise
        self.take_out()
        if before is not None and inside is not None and before.keys() == inside.keys():
            self.show_doors("As all along, ", inside)
        else:
            self.await_other_doors(inside)

    def show_a_refusal(self) -> None:
        """A mistake on purpose: the server must refuse it, and say why."""
        print(f"Adding {self.user_name} to a group that does not exist.")
        try:
            self.seam.acs.users.add_to_access_group(
                acs_user_id=self.user_id, acs_access_group_id=NO_SUCH_GROUP
            )
        except SeamError as error:
            if error.status_name != "NOT_FOUND":
                raise failed("That", error) from None
            failed("That", error)
        else:
            print("  The server accepted it, which it should not have.")
            raise Failure(UNEXPECTED_RESPONSE)


def begun(seam: Seam, user_id: str, group_id: str) -> Visit:
    """Read who and what this is about."""
    try:
        user = seam.acs.users.get(acs_user_id=user_id)
    except SeamError as error:
        raise failed("Reading the user", error) from None
    try:
        group = seam.acs.access_groups.get(acs_access_group_id=group_id)
    except SeamError as error:
        raise failed("Reading the group", error) from None
    visit = Visit(seam, user, group)
    print(f"The person is {visit.user_name} (ACS user {user_id}).")
    print(f"The access group is {visit.group_name} ({group_id}).")
    return visit


def play(seam: Seam, user_id: str, group_id: str) -> None:
    try:
        visit = begun(seam, user_id, group_id)
        member = visit.is_member()
    except Failure:
        print("Nothing was changed.")
        raise
    if member:
        print(
            f"{visit.user_name} is in {visit.group_name} already, so this program stops here. "
            "Nothing was changed."
        )
        raise Failure(STATE)
    visit.in_and_out()
    visit.show_a_refusal()


def main() -> int:
    parser = argparse.ArgumentParser(description="Put a person into an access group and take them out again.")
    parser.add_argument("--user", required=True, metavar="ACS_USER_ID")
    parser.add_argument("--group", required=True, metavar="ACS_ACCESS_GROUP_ID")
    parser.add_argument("--endpoint", metavar="URL")
    arguments = parser.parse_args()
    try:
        with Seam(endpoint=arguments.endpoint) as seam:
            play(seam, arguments.user, arguments.group)
    except Failure as failure:
        return -failure.status // 1000
    except SeamError as error:
        return -failed("Opening the connection", error).status // 1000
    return 0


if __name__ == "__main__":
    sys.exit(main())
