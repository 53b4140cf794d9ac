"""A brief's files take their place all at once: wholly the old ones or wholly the new ones."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from policybrief.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path

STAGING = ".staging"
REFUSED = ".refused"
DRAFT = "draft"
RECORD = "manifest.json"
# What stands in the folder of staged files besides these: by a brief's slug, which holds no full stop.
OLD, OLD_DRAFT, WORK = ".old", ".olddraft", ".work"


def staging_folder(output: Path, slug: str) -> Path:
    """Make and return an empty folder beside the outputs, in which a brief's new files are collected."""
    return _emptied(output, output / STAGING / slug)


def working_folder(output: Path, slug: str) -> Path:
    """Make and return an empty folder beside the outputs, in which a brief is rendered; `tidy` clears it away."""
    return _emptied(output, output / STAGING / f"{slug}{WORK}")


def publish(output: Path, slug: str) -> Path:
    """Put what was staged in the place of a brief's old files and return its folder.

    Raises OutputError where a file of the old set is held open, the folder can't be written, or holds something else;
    the old set stays.
    """
    target = output / slug
    if foreign := _foreign(target):
        raise OutputError(f"{target} holds `{foreign}` and no {RECORD}: it was not written by a build. Move it away.")
    _swap(output, output / STAGING / slug, target, output / STAGING / f"{slug}{OLD}")
    _settle(target, output / STAGING / f"{slug}{OLD}")
    return target


def publish_draft(output: Path, slug: str) -> Path:
    """Put what was staged into the brief's folder of drafts, and return it; the brief's other files stay."""
    target, old = output / slug / DRAFT, output / STAGING / f"{slug}{OLD_DRAFT}"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(_unwritable(output, error)) from error
    _swap(output, output / STAGING / slug, target, old)
    shutil.rmtree(old, ignore_errors=True)
    return target


def refuse(output: Path, slug: str) -> Path:
    """Keep what was staged where it can be looked at, and return its folder; the old files stay where they are."""
    refused = refused_folder(output, slug)
    try:
        shutil.rmtree(refused, ignore_errors=True)
        refused.parent.mkdir(parents=True, exist_ok=True)
        os.replace(output / STAGING / slug, refused)
    except OSError as error:
        raise OutputError(_unwritable(output, error)) from error
    return refused


def refused_folder(output: Path, slug: str) -> Path:
    """Return where refused files of a brief are kept until its next build."""
    return output / REFUSED / slug


def recover(output: Path) -> None:
    """Finish or take back what an interrupted run left half done, and clear away its strays. Raises OutputError."""
    staging = output / STAGING
    try:
        for old in sorted(staging.glob(f"*{OLD}")):
            target = output / old.name.removesuffix(OLD)
            if target.exists():
                _settle(target, old)
            else:
                os.replace(old, target)
        for old in sorted(staging.glob(f"*{OLD_DRAFT}")):
            target = output / old.name.removesuffix(OLD_DRAFT) / DRAFT
            if not target.exists():
                target.parent.mkdir(exist_ok=True)
                os.replace(old, target)
    except OSError as error:
        raise OutputError(_unwritable(output, error)) from error
    tidy(output)


def tidy(output: Path) -> None:
    """Take the folder of staged files away, unless it holds old files that are not back in their place."""
    staging = output / STAGING
    for _ in range(20):
        if not staging.is_dir() or any(staging.glob(f"*{OLD}")):
            return
        shutil.rmtree(staging, ignore_errors=True)
        if staging.is_dir():
            time.sleep(0.05)  # a program that outlived its run may still write there


def _swap(output: Path, staged: Path, target: Path, old: Path) -> None:
    """Put a folder in the place of another one, which is set aside."""
    try:
        if target.exists():
            os.replace(target, old)
    except OSError as error:
        message = f"{target} can't be replaced: {error.strerror}. Is one of its files open in a viewer? Close it."
        raise OutputError(message) from error
    try:
        os.replace(staged, target)
    except OSError as error:
        if old.exists():
            os.replace(old, target)
        raise OutputError(_unwritable(output, error)) from error


def _settle(target: Path, old: Path) -> None:
    """Take the drafts over from the files that were replaced, and clear these away."""
    if (old / DRAFT).exists() and not (target / DRAFT).exists():
        os.replace(old / DRAFT, target / DRAFT)
    shutil.rmtree(old, ignore_errors=True)


def _foreign(target: Path) -> str:
    """Return the name of something in a folder that no build has written."""
    with suppress(FileNotFoundError):
        names = sorted(path.name for path in target.iterdir())
        if RECORD not in names:
            return next((name for name in names if name != DRAFT), "")
    return ""


def _emptied(output: Path, folder: Path) -> Path:
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    except OSError as error:
        raise OutputError(_unwritable(output, error)) from error
    return folder


def _unwritable(output: Path, error: OSError) -> str:
    return f"nothing can be written to {output}: {error.strerror}. Check who may write there, and the space left."
