"""Transports: how one request is carried to a hub, and which hubs may be reached at all."""
