/** A process that does nothing, for tests that need a stranger. */
setInterval(() => undefined, 60_000)
