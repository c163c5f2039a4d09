"""Tables of other people: known formats and mappings, checked row by row. Opens no file."""

__all__: list[str] = []
