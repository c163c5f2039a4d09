"""A text file in blocks, whatever it is written in."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from vertikal.io._table_text import guess_eight_bit, mostly_utf8
from vertikal.io._table_unfit import Unfit

__all__ = ["Blocks"]

BLOCK = 4 * 2**20
"""Bytes that are read at a time."""


class Blocks:
    r"""Blocks of a file, decoded, whose lines end in `\n`.

    Bytes that do not belong to the encoding are replaced, and a note says so. If a file was taken
    for UTF-8 because it began in plain letters, the first others decide its encoding.
    """

    def __init__(self, path: Path, encoding: str, *, sure: bool = False) -> None:
        self.path = path
        self.encoding = encoding
        self.done = 0
        """Bytes read so far."""
        self.notes: list[str] = []
        self._codec = codecs.getincrementaldecoder(encoding)(errors="strict")
        self._plain = encoding in ("utf-8", "utf-8-sig") and not sure
        """Whether nothing but ASCII has been seen of a file that is taken for UTF-8."""
        self._odd = False

    def __iter__(self) -> Iterator[str]:
        """Read the file once."""
        cut = False
        with self.path.open("rb") as file:
            while block := file.read(BLOCK):
                self.done += len(block)
                text = self._decoded(block)
                if cut and text.startswith("\n"):  # the second half of a line's end
                    text = text[1:]
                cut = text.endswith("\r") if text else cut
                yield text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
        yield self._decoded(b"", final=True)
        if self._odd:
            self.notes.append(f"some bytes are no {self.encoding}; they are read as '\ufffd'")

    def _decoded(self, block: bytes, *, final: bool = False) -> str:
        try:
            try:
                text = self._codec.decode(block, final)
            except UnicodeError:
                if self._plain and not mostly_utf8(block) and not self._codec.getstate()[0]:
                    self.encoding, said = guess_eight_bit(block)
                    self.notes.append(said)
                    self._codec = codecs.getincrementaldecoder(self.encoding)(errors="replace")
                    self._plain = False
                else:
                    self._odd = True
                    self._codec.errors = "replace"
                text = self._codec.decode(block, final)
        except UnicodeError as error:
            message = f"cannot be read as {self.encoding} ({error}); say another --encoding"
            raise Unfit(message) from None
        self._odd = self._odd or (self._codec.errors == "replace" and "\ufffd" in text)
        self._plain = self._plain and text.isascii()
        return text
