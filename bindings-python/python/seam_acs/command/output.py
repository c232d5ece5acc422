"""What the command prints: tables for people, JSON for programs, errors where errors go."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from seam_acs import Report, SeamError


class Output:
    """Standard output for answers, standard error for all else."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def say(self, text: str, json: object) -> None:
        """Print an answer: a sentence for people, or the JSON."""
        if self.as_json:
            self._json(json)
        else:
            print(shown(text))

    def table(
        self, titles: Sequence[str], rows: Iterable[Sequence[str | None]], json: object, nothing: str
    ) -> None:
        """Print an answer of several lines; ``nothing`` is the sentence for none."""
        if self.as_json:
            self._json(json)
            return
        lines = [[shown(cell or "") for cell in row] for row in rows]
        if not lines:
            print(nothing)
            return
        lines.insert(0, list(titles))
        widths = [max(map(len, column)) for column in zip(*lines)]
        for line in lines:
            print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())

    def text(self, text: str, json_text: str) -> None:
        """Print an answer that the core has laid out."""
        print((json_text if self.as_json else text).rstrip("\n"))

    def report(self, report: Report) -> None:
        """Print what became of a list: the sums, and each line that is not as asked."""
        if self.as_json:
            print(report.to_json())
            return
        totals = report.totals
        earlier = f"{totals.recorded_earlier} recorded earlier, " if totals.recorded_earlier else ""
        held = f", {totals.held_back} held back" if totals.held_back else ""
        print(
            f"{len(report)} changes: {totals.applied} recorded by Seam, {totals.already_so} already so, "
            f"{earlier}{totals.failed} failed, {totals.outcome_unknown} in doubt, "
            f"{totals.not_attempted} not attempted{held}."
        )
        if totals.applied:
            print("The access system follows.")
        self._exceptions(report)

    def failure(self, error: SeamError) -> None:
        """Print an error, with the report if there is one."""
        if error.report is not None:
            self.report(error.report)
        if self.as_json:
            self._json(_facts(error), sys.stderr)
        else:
            self.complaint(error.explanation or str(error))

    def complaint(self, text: str) -> None:
        """Print what went wrong."""
        print(f"seam-acs: {shown(text)}", file=sys.stderr)

    def remark(self, text: str) -> None:
        """Print what a person may want to know beside the answer."""
        print(shown(text), file=sys.stderr)

    def _exceptions(self, report: Report) -> None:
        most, left = 20, 0
        for number, item in enumerate(report, 1):
            if item.outcome in ("applied", "already_so", "recorded_earlier"):
                continue
            if most == 0:
                left += 1
                continue
            most -= 1
            who = item.acs_user_id or item.user_identity_id
            why = f": {item.error}" if item.error else ""
            what = f"{item.action} {who} {item.acs_access_group_id}"
            print(shown(f"  change {number} ({what}) {item.outcome}{why}"))
        if left:
            print(f"  and {left} more: --report FILE.csv has all of them")

    def _json(self, value: object, file: Any = None) -> None:
        from json import dumps

        print(dumps(value, indent=2, ensure_ascii=False), file=file)


def shown(text: str) -> str:
    """A text without control characters: names come from other systems, and a terminal obeys them."""
    return "".join(map(_harmless, text))


def _harmless(letter: str) -> str:
    return letter if letter.isprintable() or letter == "\n" else "\N{REPLACEMENT CHARACTER}"


def _facts(error: SeamError) -> dict[str, object]:
    return {
        "error": {
            "status": error.status,
            "name": error.status_name,
            "message": error.explanation or str(error),
            "request_id": error.request_id,
            "retryable": error.retryable,
            "outcome_unknown": error.outcome_unknown,
        }
    }
