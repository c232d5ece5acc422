// Makes api/resources.json, the fields of what Seam has, from Seam's OpenAPI document; --check only compares.
//
//   node resources.mjs [--check]

import { openapi } from '@seamapi/types/connect'
import { readFileSync, writeFileSync } from 'node:fs'

const names = ['acs_user', 'acs_access_group', 'acs_entrance', 'acs_system']
const file = new URL('../../api/resources.json', import.meta.url)

const kindOf = ({ type, items }) => {
  if (type === 'array') return items.type === 'string' ? 'texts' : 'objects'
  return { string: 'text', boolean: 'flag', number: 'number', integer: 'number' }[type] ?? 'object'
}

// The first paragraph, without the links.
const aboutOf = ({ description = '' }) =>
  description.trim().split('\n\n')[0].replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/\s+/g, ' ')

const fieldsOf = ({ properties, required }) =>
  Object.entries(properties)
    .filter(([, property]) => property.deprecated !== true && property['x-undocumented'] === undefined)
    .map(([name, property]) => ({
      name,
      kind: kindOf(property),
      always: required.includes(name) && property.nullable !== true,
      about: aboutOf(property)
    }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))

const resources = names.map((name) => ({ name, fields: fieldsOf(openapi.components.schemas[name]) }))
const wanted = JSON.stringify(resources, null, 2) + '\n'

if (!process.argv.includes('--check')) {
  writeFileSync(file, wanted)
} else if (readFileSync(file, 'utf8') !== wanted) {
  console.error('api/resources.json is out of date; run `node tests/official/resources.mjs`, then `cargo xtask runtimes`')
  process.exit(1)
}
