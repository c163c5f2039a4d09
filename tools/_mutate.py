"""Bad input, made from good: edits of bytes, lines and values, with a fixed seed."""

import random
from pathlib import Path

__all__ = ["NASTY", "Maker"]

NASTY = (
    "", "~", "null", "true", "NO", "nan", ".nan", "inf", "-inf", ".inf", "-.inf", "1e309",
    "-1e309", "1e-320", "0", "-0", "-1", "0.5", "2", "1e6", "1e18", "9" * 25, "9" * 400,
    "9" * 5000, "0x7f", "0o17", "1_000", "1,5", "1 000", "٣", "½", "１２", "−1", "1e", "--1",
    "2001-02-30", "0000-00-00", "9999-12-31", "10000-01-01", "2001-01-01T25:00:00Z", "12:30",
    "[]", "{}", "[[]]", "{a: b}", "[1, 2", "{", "}", "]", ":", "- ", "? ", "|", ">", "&a b",
    "*a", "&a [*a]", "<<: *a", "!!set {a}", "!!python/object/apply:os.system [true]",
    "!!binary aGVsbG8=", "!!int x", "!!float x", "!!map x", "!!timestamp x", "!x y", "'", '"',
    '"\\ud800"', '"\\0"', '"\\U0010ffff"', "\\", "#", "%TAG ! x", "---", "...", "@", "`", "\t",
    "\r", "\u2028", "\ufeff", "\u202e", "\u0000", "é", "kаzakhstan", "Kazakhstan\u200b", "ＫＺ",
    "../../../etc/passwd", "/etc/passwd", "~/.ssh/id_rsa", "..", ".", "/dev/zero", "/dev/stdin",
    "/proc/self/mem", "regions.csv", "a\x00b", "C:\\x", "x" * 300, "y" * 20_000, "[" * 200,
    "{a: " * 200, "- " * 200, "a, " * 2000, "TY-1", "TY-1/Reed", "TY-9", "appointed",
    "filtered", "open", "region", "district", "locality", "pilot", "national_vote", "=1+1",
    "%s%n", "{0}", "$(true)", "; true", "<b>", "'; --", "(a+)+$", "a" * 60 + "!",
)  # fmt: skip
"""Values that have been trouble elsewhere."""
PIECES = (b"\x00", b"\xff", b"\xfe\xff", b"\r", b"\n", b"\n\n", b"\t", b" ", b",", b";", b"|", b'"',
          b"'", b":", b"-", b"{", b"}", b"[", b"]", b"&", b"*", b"!", b"#", b"%", b"\xef\xbb\xbf",
          b"\xc3", b"\xf0\x9f\x98\x80", b"0", b"9", b"e", b".")  # fmt: skip


class Maker:
    """What makes one case."""

    def __init__(self, seed: int, kind: str, number: int, folder: Path) -> None:
        self.draw = random.Random(f"{seed} {kind} {number}")
        self.folder = folder

    def file(self, name: str, content: bytes | str) -> Path:
        """Write a file of the case."""
        path = self.folder / name
        data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        path.write_bytes(data)
        return path

    def text(self, good: str, most: int = 4) -> bytes:
        """Damage a text of lines with keys and values."""
        data = good
        for _ in range(min(most, self.draw.choice((1, 1, 1, 2, 4)))):
            data = self.draw.choice(
                (self._value, self._value, self._value, self._line, self._line, self._indent)
            )(data)
        raw = data.encode("utf-8", "surrogatepass")
        return self.bytes(raw, 2) if self.draw.random() < 0.2 else raw  # noqa: PLR2004

    def bytes(self, data: bytes, most: int = 6) -> bytes:
        """Damage bytes."""
        for _ in range(self.draw.randint(1, most)):
            at = self.draw.randrange(len(data) + 1)
            size = self.draw.choice((0, 1, 1, 2, 5, 30))
            piece = self.draw.choice(PIECES) * self.draw.choice((1, 1, 1, 2, 40))
            kind = self.draw.randrange(5)
            middle = (
                b"",
                piece,
                data[at : at + size] * 3,
                piece,
                bytes([self.draw.randrange(256)]),
            )
            data = data[:at] + middle[kind] + data[at + (size if kind != 1 else 0) :]
        return data

    def nasty(self) -> str:
        """A value that has been trouble elsewhere."""
        return self.draw.choice(NASTY)

    def _value(self, text: str) -> str:
        """Put a nasty value where one stands after a colon, a comma or a bracket."""
        marks = [k for k, sign in enumerate(text) if sign in ":,[{"]
        if not marks:
            return self.nasty()
        at = self.draw.choice(marks) + 1
        end = next((k for k in range(at, len(text)) if text[k] in ",]}\n"), len(text))
        return f"{text[:at]} {self.nasty()}{text[end:]}"

    def _line(self, text: str) -> str:
        lines = text.split("\n")
        k, m = self.draw.randrange(len(lines)), self.draw.randrange(len(lines))
        kind = self.draw.randrange(5)
        if kind == 0:
            del lines[k]
        elif kind == 1:
            lines.insert(m, lines[k])
        elif kind == 2:  # noqa: PLR2004
            lines[k], lines[m] = lines[m], lines[k]
        elif kind == 3:  # noqa: PLR2004
            lines.insert(k, self.nasty())
        else:
            lines[k] = lines[k] * self.draw.choice((2, 50))
        return "\n".join(lines)

    def _indent(self, text: str) -> str:
        lines = text.split("\n")
        k = self.draw.randrange(len(lines))
        lines[k] = self.draw.choice(("", " ", "  ", "\t", "    - ")) + lines[k].lstrip()
        return "\n".join(lines)
