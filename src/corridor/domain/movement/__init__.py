"""The transit operation: from the lodged declaration to the written-off movement."""
