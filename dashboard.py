"""The dashboard: `streamlit run dashboard.py`, or `pmhsim dashboard`."""

from simulator.dashboard.router import show

show()
