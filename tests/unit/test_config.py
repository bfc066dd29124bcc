"""What the environment may say."""

import pytest

import config

PRODUCTION = {"SECRET_KEY": "x" * 32, "MERIDIAN_ENV": "production"}


@pytest.mark.parametrize("value", ["0", "101", "-1", "ten", "1.5", "", "²"])
def test_the_largest_file_is_a_number_of_megabytes(value):
    with pytest.raises(config.InvalidSetting, match="LARGEST_FILE_MB"):
        config.from_environment({**PRODUCTION, "LARGEST_FILE_MB": value})


def test_the_largest_file_can_be_set_and_has_a_default():
    assert config.from_environment(PRODUCTION).largest_file_mb == 10
    assert config.from_environment({**PRODUCTION, "LARGEST_FILE_MB": "25"}).largest_file_mb == 25
