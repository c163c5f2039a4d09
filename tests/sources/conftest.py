"""Tables written into a folder and read back."""

import pytest

from vertikal.io import DatasetError, read_returns

HEADER = "station,region,registered,ballots,valid,leader"


@pytest.fixture
def read(tmp_path):
    """A function that writes text or bytes into a file and reads it as a table of returns."""

    def action(content, *, name="returns.csv", **options):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_returns(path, **options)

    return action


@pytest.fixture
def told(read, tmp_path):
    """What the error says of a file, without the folder it lies in."""

    def action(content, **options):
        with pytest.raises(DatasetError) as caught:
            read(content, **options)
        assert caught.value.code == 3
        return str(caught.value).replace(f"{tmp_path}/", "")

    return action


@pytest.fixture
def table():
    """A function that makes a table out of rows like `1,north,100,50,49,20`."""

    def action(*rows, header=HEADER):
        return "\n".join((header, *rows)) + "\n"

    return action
