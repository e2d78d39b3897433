"""What can be asked about aid: visible rows, opened with the asker's keys, as frozen pages."""

from talka.casework.aid.queries.institutions import answerable, on_the_case

__all__ = ["answerable", "on_the_case"]
