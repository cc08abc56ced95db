"""Made-up but realistic traffic: DNS and mail, as frames with times, for benchmarks."""
