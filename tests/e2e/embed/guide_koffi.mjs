// The guide's two calls and one error through the C ABI, from Node with koffi.
//
// node guide_koffi.mjs LIBRARY   (SEAM_API_KEY and SEAM_ENDPOINT in the environment)

import koffi from 'koffi'

const USER = '33333333-3333-3333-3333-333333333333'
const GROUP = '44444444-4444-4444-4444-444444444444'

const library = koffi.load(process.argv[2])
const from = (prototype) => library.func(prototype)
const newClient = from('int seam_acs_client_from_env(void *options, _Out_ void **client, _Out_ void **error)')
const freeClient = from('void seam_acs_client_free(void *client)')
const add = from('int seam_acs_add_user_to_group(void *client, str user, str group, _Out_ void **error)')
const remove = from('int seam_acs_remove_user_from_group(void *client, str user, str group, _Out_ void **error)')
const nameOf = from('str seam_acs_error_name(void *error)')
const messageOf = from('str seam_acs_error_message(void *error)')
const freeError = from('void seam_acs_error_free(void *error)')

// The blocking call runs on a thread of koffi's, so the event loop goes on.
const call = (f, ...args) =>
  new Promise((resolve, reject) => {
    const error = [null]
    f.async(...args, error, (failed, status) => {
      if (failed || status === 0) return failed ? reject(failed) : resolve()
      reject(Object.assign(new Error(messageOf(error[0])), { status, name: nameOf(error[0]) }))
      freeError(error[0])
    })
  })

const client = [null]
await call(newClient, null, client)
await call(add, client[0], USER, GROUP)
console.log('add: recorded')
await call(remove, client[0], USER, GROUP)
console.log('remove: recorded')
await call(add, client[0], USER, '44444444-4444-4444-4444-00000000dead').catch((error) =>
  console.log(error.status, error.name, error.message)
)
freeClient(client[0])
