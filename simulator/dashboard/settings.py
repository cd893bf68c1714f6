"""How Streamlit is to run: for this machine only, without telemetry, without English error pages."""

from collections.abc import Mapping

FONT = "'Noto Sans JP','Noto Sans CJK JP','BIZ UDPGothic','Yu Gothic UI',Meiryo,sans-serif"
ADDRESS = "127.0.0.1"
RUNS_VARIABLE = "PMHSIM_RUNS"
DEFAULT_RUNS = "runs"

# The same settings stand in .streamlit/config.toml for those who start Streamlit themselves.
SETTINGS: Mapping[str, str | bool] = {
    "server.address": ADDRESS,
    "server.headless": True,
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    "runner.magicEnabled": False,
    "theme.base": "light",
    "theme.primaryColor": "#0017c1",
    "theme.textColor": "#333333",
    "theme.linkColor": "#0017c1",
    "theme.font": FONT,
}


def arguments() -> list[str]:
    """The settings as arguments of `streamlit run`; they win over files and environment."""
    return [
        f"--{name}={str(value).lower() if isinstance(value, bool) else value}"
        for name, value in SETTINGS.items()
    ]
