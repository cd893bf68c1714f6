"""What people start: the command `pmhsim` and its verbs."""
