"""A console that leaves as other tools do when its reader goes away (`| head`)."""

from __future__ import annotations

from rich.console import Console


class Terminal(Console):
    """Prints tables and proofs on standard output."""

    def on_broken_pipe(self) -> None:
        """Let the command line end the process: Rich would leave with 1, as if something had failed."""
        raise BrokenPipeError
