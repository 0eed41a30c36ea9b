"""Two invented years before a demonstration begins, so that its charts have something to say."""
