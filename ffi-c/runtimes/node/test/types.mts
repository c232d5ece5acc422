// Compiled and never run: what an editor shows is what there is.

import { Outbox, Plan, type Progress, type Report, Seam, SeamError, VERSION } from 'seam-acs'

const acs_access_group_id = '4'
using seam = new Seam({ apiKey: 'seam_x', timeoutMs: 5000, allowInsecureHttp: false })
const nothing: void = await seam.acs.users.addToAccessGroup({ acs_user_id: '3', acs_access_group_id })
await seam.acs.accessGroups.addUser({ user_identity_id: '3', acs_access_group_id }, { signal: AbortSignal.timeout(1) })
const is: boolean = await seam.acs.memberships.isMember({ acs_user_id: '3', acs_access_group_id })
const names: unknown[] = (await seam.acs.users.list({ acs_system_id: '1' })).map((user) => user.display_name)
const plan: Plan = await seam.acs.memberships.plan({ roster: [{ name: 'Ada' }], group: 'Engineering' })
const onProgress = ({ done, total }: Progress): void => console.log(`${done} of ${total}`)
const report: Report = await seam.acs.memberships.sync({ plan, fixed: 4 }, { onProgress })
const applied: number = report.totals.applied
await seam.request('/acs/users/suspend', { acs_user_id: '3' })

using outbox = new Outbox('outbox')
const kept: string = await outbox.addToAccessGroup({ acs_user_id: '3', acs_access_group_id, until: '2026-12-04T18:00Z' })
const delivered: number = (await outbox.deliver(seam, { untilEmpty: true })).delivered
// @ts-expect-error a removal never expires
await outbox.removeFromAccessGroup({ acs_user_id: '3', acs_access_group_id, good_for_s: 5 })

try {
  await seam.check()
} catch (error) {
  if (error instanceof SeamError && error.code === 'OUTCOME_UNKNOWN') console.log(error.requestId?.length)
}

// @ts-expect-error the group is missing
await seam.acs.users.addToAccessGroup({ acs_user_id: '3' })
// @ts-expect-error no such option
new Seam({ timeout: 5 })
// @ts-expect-error no such method
await seam.acs.users.open({})

export { applied, delivered, is, kept, names, nothing, VERSION }
