"""What a process of its own may take: set by the children themselves, before they read anything."""

from contextlib import suppress


def bound(memory_bytes: int, cpu_seconds: int, written_bytes: int = 0) -> None:
    """Memory, processor time and the size of a file that is written, where the system knows such
    limits; without `written_bytes` no file can be written.
    """
    with suppress(ImportError):
        import resource  # noqa: PLC0415 - not on every system

        for what, most in (
            (resource.RLIMIT_AS, memory_bytes),
            (resource.RLIMIT_CPU, cpu_seconds),
            (resource.RLIMIT_FSIZE, written_bytes),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(what, (most, most))
