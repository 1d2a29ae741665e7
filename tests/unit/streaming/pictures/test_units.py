"""Units on their way out of the encoder child."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streaming.pictures.units import Unit, UnitReader, UnitsBroken, pack

UNITS = st.builds(
    Unit,
    track=st.integers(0, 9),
    key=st.booleans(),
    shown=st.integers(0, 2**63),
    decoded=st.integers(0, 2**63),
    data=st.binary(max_size=99),
)


@given(st.lists(UNITS, max_size=6), st.integers(1, 40))
def test_units_come_out_as_they_went_in_however_they_are_cut(units, size):
    row = b"".join(pack(unit) for unit in units)
    reader = UnitReader()
    cut = [row[at : at + size] for at in range(0, len(row), size)]
    assert [unit for part in cut for unit in reader.feed(part)] == units


def test_what_is_no_unit_is_refused():
    with pytest.raises(UnitsBroken):
        list(UnitReader().feed(b"x" * 100))
