// Waits for operations on the event loop: one queue, whose descriptor libuv polls, for all of them.

import { check } from './error.js'
import { c, watch } from './library.js'
import { Watcher } from './watcher.js'

/** The C client of each open `Seam`, to begin operations with. */
export const clients = new WeakMap()

const waiting = new Map()
let queue = null
let poll = null
let lastTag = 0

/** Waits until the operation is done, calls `finish` and frees the operation. */
export async function finished(operation, finish, { signal, onProgress } = {}) {
  const cancel = () => c.op_cancel(operation)
  const watcher = onProgress && new Watcher(operation, onProgress)
  signal?.addEventListener('abort', cancel)
  try {
    await told(operation)
    watcher?.look()
    return finish(operation)
  } catch (failure) {
    watcher?.explain(failure)
    throw failure
  } finally {
    watcher?.leave()
    signal?.removeEventListener('abort', cancel)
    c.op_free(operation)
  }
}

function told(operation) {
  queue ??= newQueue()
  const tag = ++lastTag
  const error = [null]
  check(c.op_attach(operation, queue, tag, error), error)
  if (waiting.size === 0) poll.ref()
  return new Promise((resolve) => waiting.set(tag, resolve))
}

function newQueue() {
  const [made, error] = [[null], [null]]
  check(c.queue_new(made, error), error)
  poll = watch(c.queue_fd(made[0]), () => drain(made[0]))
  return made[0]
}

function drain(from) {
  const tag = [0]
  while (c.queue_next(from, 0, tag) === 1) {
    waiting.get(Number(tag[0]))()
    waiting.delete(Number(tag[0]))
  }
  // A process with nothing else to do ends although the queue is there.
  if (waiting.size === 0) poll.unref()
}
