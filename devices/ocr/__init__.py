"""Reads documents from their pictures: what stands on an ID card, a household booklet page, an MRZ."""
