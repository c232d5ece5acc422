// Tells a program how far its call is.

import { c } from './library.js'

const EVERY_MS = 100

/**
 * The callback is not ours: what it throws stops the work, and the end of the call says what came of that. What comes too
 * late to stop anything is a warning, because what was done is reported as done.
 */
export class Watcher {
  #timer = setInterval(() => this.look(), EVERY_MS)
  #thrown = []

  constructor(operation, callback) {
    this.operation = operation
    this.callback = callback
  }

  async look() {
    if (this.#thrown.length > 0) return
    try {
      await this.callback(progress(this.operation))
    } catch (thrown) {
      if (this.operation === null) return warn(thrown)
      this.#thrown.push(thrown)
      c.op_cancel(this.operation)
    }
  }

  /** Why the call failed, if the callback is why. */
  explain(failure) {
    if (this.#thrown.length > 0) failure.cause = this.#thrown.pop()
  }

  leave() {
    clearInterval(this.#timer)
    this.operation = null
    this.#thrown.forEach(warn)
  }
}

const warn = (thrown) => process.emitWarning(thrown instanceof Error ? thrown : `onProgress threw ${String(thrown)}`)

function progress(operation) {
  const places = [[0], [0], [0], [0], [0]]
  c.op_progress(operation, ...places)
  const [done, failed, total, concurrency, perSecond] = places.map(([number]) => Number(number))
  return { done, failed, total, concurrency, perSecond }
}
