"""Adapters: how a hub's own interface is spoken, without input or output."""
