"""The Secure Biometric Interface 0.9.5: any maker's scanner behind a small HTTP service on this machine."""
