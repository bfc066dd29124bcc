"""Every word of the interface has its German and its Turkish."""

from tools import messages


def test_catalogues_are_complete_and_up_to_date():
    faults = list(messages.faults())

    assert not faults, "\n".join([f"{len(faults)} faults, the first of them:", *faults[:20]])
