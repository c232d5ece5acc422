// Why a call failed.

import { STATUSES } from './generated.js'
import { c } from './library.js'

export class SeamError extends Error {
  constructor(message, facts) {
    super(message)
    Object.assign(this, facts)
  }
}
SeamError.prototype.name = 'SeamError'

/** Throws what a C function has left in the place for an error. */
export function check(status, place) {
  if (status !== 0) throw taken(place[0])
}

/** What was refused before it reached the library, whose strings would end at a NUL. */
export function refusal(code, message) {
  return new SeamError(message, { status: STATUSES[code], code, ...facts(null) })
}

function taken(error) {
  try {
    const [status, code] = [c.error_status(error), c.error_name(error)]
    return new SeamError(c.error_message(error), { status, code, ...facts(error) })
  } finally {
    c.error_free(error)
  }
}

const ERROR_FIELDS = {
  http_status: 'number',
  api_type: 'text',
  request_id: 'text',
  retryable: 'flag',
  outcome_unknown: 'flag',
  retry_after_ms: 'number',
  validation_errors: 'json',
  attempts: 'count'
}

const READING = {
  text: (value) => value,
  json: (value) => (value === null ? null : JSON.parse(value)),
  number: (value) => (value > 0 ? value : null),
  count: (value) => value,
  flag: (value) => value === 1
}

/** Every field, as the library tells it; of no error, as for success. */
function facts(error) {
  const fields = Object.entries(ERROR_FIELDS).map(([name, kind]) => [camel(name), READING[kind](c[`error_${name}`](error))])
  return { ...Object.fromEntries(fields), report: null, plan: null }
}

export const camel = (snake) => snake.replace(/_(.)/g, (_, letter) => letter.toUpperCase())
