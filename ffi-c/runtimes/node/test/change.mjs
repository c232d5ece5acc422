// Makes one change and says "recorded" or the failure's name, for tests/e2e/tests/official_fake.rs.
//
//   node change.mjs add|remove USER GROUP

import { Seam } from 'seam-acs'

const [verb, acs_user_id, acs_access_group_id] = process.argv.slice(2)
const { users } = new Seam({ maxAttempts: 2 }).acs
const change = verb === 'add' ? users.addToAccessGroup : users.removeFromAccessGroup
await change({ acs_user_id, acs_access_group_id }).then(
  () => console.log('recorded'),
  (error) => console.log(error.code)
)
