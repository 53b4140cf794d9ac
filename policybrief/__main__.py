"""`python -m policybrief` does what build.py does once its environment is there."""

from __future__ import annotations

from policybrief.cli import entry

entry()
