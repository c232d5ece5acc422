"""Links that leave docs/ lead to the repository on the site, and each must lead to a file that is there."""

from __future__ import annotations

import logging
import os
import re
from pathlib import Path
from typing import Any

LOG = logging.getLogger("mkdocs.hooks.links")
UPWARDS = re.compile(r"(?<=\]\()(\.\./[^)#\s]+)")


def on_page_markdown(markdown: str, *, page: Any, config: Any, files: Any) -> str:
    """Rewrite the links of one page."""
    docs = Path(config["docs_dir"])
    folder = (docs / page.file.src_uri).parent

    def rewritten(link: re.Match[str]) -> str:
        target = Path(os.path.normpath(folder / link[1]))
        if docs in target.parents:
            return link[1]
        if not target.exists():
            LOG.warning("%s links to %s, which is not there", page.file.src_uri, link[1])
        kind = "tree" if target.is_dir() else "blob"
        return f"{config['repo_url'].rstrip('/')}/{kind}/main/{target.relative_to(docs.parent).as_posix()}"

    return UPWARDS.sub(rewritten, markdown)
