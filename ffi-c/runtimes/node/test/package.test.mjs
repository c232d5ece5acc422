import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const PACKAGE = fileURLToPath(new URL('..', import.meta.url))
const LIBRARY = process.env.SEAM_ACS_LIBRARY
const place = mkdtempSync(join(tmpdir(), 'seam-acs-node-'))
after(() => rmSync(place, { recursive: true }))

/** The package as npm packs it, in a program's node_modules. */
const packed = (() => {
  const options = { cwd: PACKAGE, encoding: 'utf8' }
  const [pack] = JSON.parse(execFileSync('npm', ['pack', '--offline', '--json', '--pack-destination', place], options))
  const folder = join(place, 'node_modules', 'seam-acs')
  mkdirSync(folder, { recursive: true })
  execFileSync('tar', ['-xzf', join(place, pack.filename), '-C', folder, '--strip-components=1'])
  for (const name of ['koffi', '@koromix']) symlinkSync(join(PACKAGE, 'node_modules', name), join(place, 'node_modules', name))
  return { folder, files: pack.files.map(({ path }) => path) }
})()

/** What a program of the packed package says of a call. */
const says = (environment = {}, before = []) => {
  const script = `
    import { Seam } from 'seam-acs'
    const seam = new Seam({ apiKey: 'seam_x', endpoint: 'http://127.0.0.1:9', maxAttempts: 1 })
    await seam.check().catch((error) => console.log(error.code))`
  const { SEAM_ACS_LIBRARY: _, ...env } = { ...process.env, ...environment }
  if (environment.SEAM_ACS_LIBRARY) env.SEAM_ACS_LIBRARY = environment.SEAM_ACS_LIBRARY
  const [program, ...words] = [...before, process.execPath, '--input-type=module', '--eval', script]
  const { stdout, stderr } = spawnSync(program, words, {
    cwd: place,
    env,
    encoding: 'utf8'
  })
  return stdout || stderr
}

test('the package holds its sources, types, licence and page', () => {
  const { files } = packed
  for (const file of ['LICENSE', 'README.md', 'lib/seam.js', 'lib/seam.d.ts', 'lib/generated.js', 'lib/operations.d.ts']) {
    assert.ok(files.includes(file), file)
  }
  assert.ok(!files.some((file) => file.startsWith('test/')), files)
})

test('the version is that of the tables', async () => {
  const { VERSION } = await import('seam-acs')
  assert.equal(JSON.parse(readFileSync(join(PACKAGE, 'package.json'))).version, VERSION)
})

test('the library is found through SEAM_ACS_LIBRARY', () => {
  assert.equal(says({ SEAM_ACS_LIBRARY: LIBRARY }), 'CONNECT\n')
})

test('the library is found by the system', () => {
  const folder = join(place, 'system')
  mkdirSync(folder)
  symlinkSync(LIBRARY, join(folder, 'libseam_acs.so.0'))
  assert.equal(says({ LD_LIBRARY_PATH: folder }), 'CONNECT\n')
})

test('a missing library gives a sentence that says what to do', () => {
  assert.match(says(), /seam-acs: libseam_acs.so.0 cannot be loaded: install libseam_acs .* or set SEAM_ACS_LIBRARY/)
  assert.match(says({ SEAM_ACS_LIBRARY: '/nowhere' }), /seam-acs: \/nowhere cannot be loaded: install/)
})

test('the variable is not heard by a program with other rights than its caller', context => {
  if (process.getuid() !== 0) return context.skip('only root can start one')
  const said = says({ SEAM_ACS_LIBRARY: LIBRARY }, ['setpriv', '--egid', '65534', '--keep-groups'])
  assert.match(said, /seam-acs: libseam_acs.so.0 cannot be loaded/)
})

test('another library gives a sentence that says so', () => {
  assert.match(says({ SEAM_ACS_LIBRARY: 'libc.so.6' }), /libc.so.6 is not libseam_acs: install/)
})

test('a library with another ABI gives a sentence that says so', () => {
  const [source, other] = [join(place, 'other.c'), join(place, 'other.so')]
  writeFileSync(source, 'int seam_acs_abi_version(void) { return 1001; }\n')
  execFileSync(process.env.CC ?? 'cc', ['-shared', '-fPIC', '-o', other, source])
  assert.match(says({ SEAM_ACS_LIBRARY: other }), /other.so has the ABI 1001, and this package needs \d+: install/)
})

test('the library is found beside the package', () => {
  mkdirSync(join(packed.folder, 'native'))
  symlinkSync(LIBRARY, join(packed.folder, 'native', 'libseam_acs.so.0'))
  assert.equal(says(), 'CONNECT\n')
})

test('the types hold', () => {
  const tsc = join(PACKAGE, 'node_modules', 'typescript', 'bin', 'tsc')
  const { stdout, status } = spawnSync(process.execPath, [tsc, '--project', join(PACKAGE, 'test', 'tsconfig.json')], {
    encoding: 'utf8'
  })
  assert.equal(status, 0, stdout)
})
