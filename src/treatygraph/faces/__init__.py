"""What users see. A face renders; it never decides."""
