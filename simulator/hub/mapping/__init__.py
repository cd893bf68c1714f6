"""Hubs that differ from the contract in names, paths and spellings only, connected by a TOML file."""
