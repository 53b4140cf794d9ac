"""What is raised: failures of usage, engine or surroundings. Faults of a brief are returned, as diagnostics."""

from __future__ import annotations


class PolicybriefError(Exception):
    """A failure that ends the run; its text says what to do."""

    exit_number = 3


class UsageError(PolicybriefError):
    """The command, an option or a brief's name is wrong."""

    exit_number = 2


class EngineError(PolicybriefError):
    """The engine is missing, or it failed, or took too long."""

    def __init__(self, message: str, said: str = "") -> None:
        """Take the message for the user, and all that the program said."""
        super().__init__(message)
        self.said = said


class OutputError(PolicybriefError):
    """The output folder could not be written."""
