"""Hubs: the contract, adapters and transports to reach any, and the reference hub with its defects."""
