"""A brief's files take their place all at once: wholly the old ones or wholly the new ones."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

from policybrief.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path

STAGING = ".staging"
REFUSED = ".refused"
DRAFT = "draft"


def staging_folder(output: Path, slug: str) -> Path:
    """Make and return an empty folder beside the outputs, in which a brief's new files are collected."""
    folder = output / STAGING / slug
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    except OSError as error:
        raise OutputError(_unwritable(output, error)) from error
    return folder


def publish(output: Path, slug: str) -> Path:
    """Put what was staged in the place of a brief's old files and return its folder.

    Raises OutputError where a file of the old set is held open, or the folder can't be written; the old set stays.
    """
    staged, target, old = output / STAGING / slug, output / slug, _set_aside(output, slug)
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
    _settle(target, old)
    _tidy(output)
    return target


def publish_draft(output: Path, slug: str) -> Path:
    """Put what was staged into the brief's folder of drafts, and return it; the brief's other files stay."""
    target = output / slug / DRAFT
    try:
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(output / STAGING / slug, target)
    except OSError as error:
        raise OutputError(_unwritable(output, error)) from error
    _tidy(output)
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
    _tidy(output)
    return refused


def refused_folder(output: Path, slug: str) -> Path:
    """Return where refused files of a brief are kept until its next build."""
    return output / REFUSED / slug


def recover(output: Path) -> None:
    """Finish or take back what an interrupted run left half done, and clear away its strays."""
    staging = output / STAGING
    if not staging.is_dir():
        return
    for old in sorted(staging.glob("*.old")):
        target = output / old.name.removesuffix(".old")
        if target.exists():
            _settle(target, old)
        else:
            os.replace(old, target)
    shutil.rmtree(staging, ignore_errors=True)


def _settle(target: Path, old: Path) -> None:
    """Take the drafts over from the files that were replaced, and clear these away."""
    if (old / DRAFT).exists() and not (target / DRAFT).exists():
        os.replace(old / DRAFT, target / DRAFT)
    shutil.rmtree(old, ignore_errors=True)


def _tidy(output: Path) -> None:
    """Take the folder of staged files away, unless another brief is still in it."""
    with suppress(OSError):
        (output / STAGING).rmdir()


def _set_aside(output: Path, slug: str) -> Path:
    return output / STAGING / f"{slug}.old"


def _unwritable(output: Path, error: OSError) -> str:
    return f"nothing can be written to {output}: {error.strerror}. Check who may write there, and the space left."
