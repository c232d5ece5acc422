// The contract's runner for Node: tests/contract/README.md.

import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Seam, SeamError } from 'seam-acs'

const camel = (snake) => snake.replace(/_(.)/g, (_, letter) => letter.toUpperCase())

const call = (seam, { method, arguments: given }, options) => {
  if (method === 'check') return seam.check(options)
  if (method === 'request') return seam.request(given.path, given.params, options)
  const [, namespace, name] = method.split('.').map(camel)
  return seam.acs[namespace][name](given, options)
}

const cancelled = (file) => {
  const controller = new AbortController()
  const timer = setInterval(() => {
    if (!existsSync(file)) return
    clearInterval(timer)
    controller.abort()
  }, 5)
  return controller.signal
}

const run = async (asked) => {
  try {
    const seam = new Seam(asked.options)
    const signal = asked.cancel_when ? cancelled(asked.cancel_when) : undefined
    return { status: 'OK', code: 0, result: await call(seam, asked, { signal }) }
  } catch (error) {
    if (!(error instanceof SeamError)) throw error
    return {
      status: error.code,
      code: error.status,
      message: error.message,
      http_status: error.httpStatus,
      api_type: error.apiType,
      request_id: error.requestId,
      retryable: error.retryable,
      outcome_unknown: error.outcomeUnknown,
      validation_errors: error.validationErrors,
      attempts: error.attempts,
      result: error.report ?? error.plan
    }
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line)
  console.log(JSON.stringify({ name: asked.name, ...(await run(asked)) }))
}
