"""Settings for all tests."""

from hypothesis import settings

# Examples are counted, never timed: a busy machine must not fail a property.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
