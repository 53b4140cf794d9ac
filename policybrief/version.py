"""The version of policybrief."""

VERSION = "0.1.0"
