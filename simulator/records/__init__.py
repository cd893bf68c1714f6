"""The frozen values of the field that all rooms share."""
