package native

import (
	"os"
	"sync"
)

// queue tells which operations are done. There is one for the process, and one goroutine that Go's poller wakes through
// the queue's descriptor: a call that waits has no OS thread.
var queue struct {
	sync.Mutex
	handle  uintptr
	waiting map[uintptr]chan struct{} // by operation, which is its own tag
}

// tellWhenDone returns a channel that closes when the operation is done.
func tellWhenDone(op uintptr) (<-chan struct{}, error) {
	queue.Lock()
	defer queue.Unlock()
	if queue.handle == 0 {
		if err := startQueue(); err != nil {
			return nil, err
		}
	}
	done := make(chan struct{})
	queue.waiting[op] = done
	return done, call("seam_acs_op_attach", op, queue.handle, op)
}

func startQueue() error {
	if err := call("seam_acs_queue_new", &queue.handle); err != nil {
		return err
	}
	queue.waiting = make(map[uintptr]chan struct{})
	// The descriptor belongs to the queue. The goroutine keeps this file, so that it is never closed.
	readable, err := os.NewFile(uintptr(queueFd(queue.handle)), "libseam_acs's queue").SyscallConn()
	if err == nil {
		go readable.Read(func(uintptr) bool {
			for op := uintptr(0); queueNext(queue.handle, 0, &op) == 1; {
				queue.Lock()
				close(queue.waiting[op])
				delete(queue.waiting, op)
				queue.Unlock()
			}
			return false // Read comes back when there is more.
		})
	}
	return err
}
