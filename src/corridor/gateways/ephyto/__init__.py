"""Sanitary and phytosanitary certificates as XML: UN/CEFACT SPSCertificate, ISPM 12 for plants.

Structure and order of the elements are those of the public schema; the schema itself is not kept
here, since its terms are not stated. What is read and written of it stands in `table`.
"""
