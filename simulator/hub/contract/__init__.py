"""The contract of the pmh interface: its documents, calls and problems as tables, and openapi.yaml."""
