"""Load tests: the visits of the simulator, driven against a hub by Locust."""
