"""Records other systems read and write: finger minutiae, finger and face pictures, NIST transactions, WSQ."""
