package native

// Progress is how far a call is.
type Progress struct {
	// Done: Records that were read, or changes that are as asked.
	Done int
	// Failed: Changes that failed or are in doubt.
	Failed int
	// Total: Of them; 0 while that is not known.
	Total int
	// Concurrency: Requests that may be under way now.
	Concurrency int
	// PerSecond: Done or failed since the begin.
	PerSecond int
}

func progressOf(op uintptr) Progress {
	var done, failed, total, concurrency, perSecond uintptr
	opProgress(op, &done, &failed, &total, &concurrency, &perSecond)
	return Progress{int(done), int(failed), int(total), int(concurrency), int(perSecond)}
}
