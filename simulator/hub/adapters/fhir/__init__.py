"""The adapter of FHIR R4 servers, one module for each resource and each group of operations."""

from simulator.hub.adapters.fhir.adapter import FhirAdapter

__all__ = ["FhirAdapter"]
