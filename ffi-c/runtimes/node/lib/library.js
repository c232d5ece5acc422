// Finds libseam_acs and binds its functions when they are first used.

import koffi from 'koffi'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ABI_VERSION, FUNCTIONS, VERSION } from './generated.js'

const NAME = 'libseam_acs.so.0'
const BESIDE = fileURLToPath(new URL(`../native/${NAME}`, import.meta.url))
const WHAT_TO_DO =
  `install libseam_acs ${VERSION}, put it into ${BESIDE}, or set SEAM_ACS_LIBRARY to its full path`

let library

/** The C functions by name, without the prefix `seam_acs_`. */
export const c = new Proxy(
  {},
  {
    get(bound, name) {
      library ??= load()
      return (bound[name] ??= library.func(FUNCTIONS[`seam_acs_${name}`]))
    }
  }
)

/** A string that the library handed out, as ours; it is freed. */
export const taken = (pointer) => {
  const text = koffi.decode.string(pointer)
  c.string_free(pointer)
  return text
}

/** Calls `heard` whenever the descriptor is readable; the handle can be told whether the process waits for it. */
export const watch = (descriptor, heard) => koffi.node.poll(descriptor, { readable: true }, heard)

function load() {
  const named = isPrivileged() ? undefined : process.env.SEAM_ACS_LIBRARY
  const path = named || (existsSync(BESIDE) ? BESIDE : NAME)
  const opened = open(path)
  const found = abiOf(opened, path)
  if (Math.floor(found / 1000) !== Math.floor(ABI_VERSION / 1000) || found < ABI_VERSION) {
    throw new Error(`seam-acs: ${path} has the ABI ${found}, and this package needs ${ABI_VERSION}: ${WHAT_TO_DO}`)
  }
  return opened
}

/** Whether the process has other rights than its caller, who must not say what code it runs. */
function isPrivileged() {
  const isSecure = koffi.load(null).func('unsigned long getauxval(unsigned long type)')
  const AT_SECURE = 23
  return process.getuid() !== process.geteuid() || process.getgid() !== process.getegid() || Number(isSecure(AT_SECURE)) !== 0
}

function open(path) {
  try {
    return koffi.load(path)
  } catch (cause) {
    throw new Error(`seam-acs: ${path} cannot be loaded: ${WHAT_TO_DO}`, { cause })
  }
}

function abiOf(opened, path) {
  try {
    return opened.func(FUNCTIONS.seam_acs_abi_version)()
  } catch (cause) {
    throw new Error(`seam-acs: ${path} is not libseam_acs: ${WHAT_TO_DO}`, { cause })
  }
}
