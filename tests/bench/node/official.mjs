// Seam's official JavaScript SDK. What it prints is as of tests/bench/c/bench.h.
import { createInterface } from 'node:readline'
import { SeamHttp } from '@seamapi/http'

const [endpoint, apiKey] = process.argv.slice(2)
const seam = new SeamHttp({ apiKey, endpoint })

const call = (number) =>
  seam.acs.users.addToAccessGroup({
    acs_user_id: `33333333-3333-3333-3333-${String(number).padStart(12, '0')}`,
    acs_access_group_id: '44444444-4444-4444-4444-444444444444',
  })

const now = () => process.hrtime.bigint()

const cpu = () => {
  const { user, system } = process.cpuUsage()
  return BigInt(user + system) * 1000n
}

const oneAfterAnother = async (count) => {
  const took = []
  const begunCpu = cpu()
  const begun = now()
  let before = begun
  for (let number = 0; number < count; number++) {
    await call(number)
    const after = now()
    took.push(after - before)
    before = after
  }
  const [wall, used] = [now() - begun, cpu() - begunCpu]
  took.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return [took[count >> 1], wall, used]
}

const many = async (count, atOnce) => {
  const begunCpu = cpu()
  const begun = now()
  let next = 0
  const work = async () => {
    while (next < count) await call(next++)
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return [now() - begun, cpu() - begunCpu]
}

await call(0)
console.log('ready')
for await (const line of createInterface({ input: process.stdin })) {
  const [name, ...numbers] = line.split(' ')
  const batch = { one: oneAfterAnother, many }[name]
  console.log((await batch(...numbers.map(Number))).join(' '))
}
