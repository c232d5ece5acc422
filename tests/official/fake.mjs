// Seam's official fake server on a free port, with users and groups that it cannot be given over HTTP.
//
//   node fake.mjs
//
// Prints one line of JSON with its address, keys and ids, and ends when its standard input ends. Who is in which
// group shows only in its database: GET {url}/_fake/database, `acs_access_groups[]._acs_user_ids`. A user added
// twice stands there twice, and one remove takes out both.

import { createFake } from '@seamapi/fake-seam-connect'

const fake = await createFake()
const seed = await fake.seed()
const { database } = fake
const workspace = { workspace_id: seed.seed_workspace_1 }

const addSystem = (name, workspace_id) =>
  database.addAcsSystem({
    external_type: 'salto_site',
    name,
    workspace_id,
    connected_account_id: seed.john_connected_account_id
  }).acs_system_id

const addUser = (full_name, acs_system_id, { workspace_id } = workspace) =>
  database.addAcsUser({ acs_system_id, workspace_id, full_name, external_type: 'salto_site_user' }).acs_user_id

const addGroup = (name, acs_system_id, { workspace_id } = workspace) =>
  database.addAcsAccessGroup({ acs_system_id, workspace_id, name, external_type: 'pti_unit' }).acs_access_group_id

const system = addSystem('Harbour House', seed.seed_workspace_1)
const otherSystem = addSystem('Warehouse North', seed.seed_workspace_1)
const users = ['Ada Lindqvist', 'Björn Okafor', 'Chiara Ruiz', 'Daniel Weiss'].map((name) => addUser(name, system))
const groups = ['Engineering', 'Lobby and lifts', 'Night shift'].map((name) => addGroup(name, system))
const entrances = ['Main entrance', 'Server room'].map(
  (display_name) => database.addAcsEntrance({ acs_system_id: system, display_name }).acs_entrance_id
)
const userOfOtherSystem = addUser('Eszter Nagy', otherSystem)
const foreignWorkspace = { workspace_id: seed.seed_workspace_2 }
const foreignSystem = addSystem('Another company', seed.seed_workspace_2)
const userOfOtherWorkspace = addUser('Femi Adeyemi', foreignSystem, foreignWorkspace)

const { server } = await fake.startServer({ port: 0 })

process.stdin.on('end', () => process.exit(0)).resume()

console.log(
  JSON.stringify({
    url: `http://127.0.0.1:${server.address().port}`,
    api_key: seed.seam_apikey1_token,
    personal_access_token: seed.seam_at1_token,
    workspace_id: seed.seed_workspace_1,
    api_key_of_other_workspace: seed.seam_apikey2_token,
    acs_system_id: system,
    acs_user_ids: users,
    acs_access_group_ids: groups,
    acs_entrance_ids: entrances,
    acs_user_id_of_other_system: userOfOtherSystem,
    acs_user_id_of_other_workspace: userOfOtherWorkspace
  })
)
