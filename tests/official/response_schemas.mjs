// Seam's OpenAPI document as validators of answers.

import { openapi } from '@seamapi/types/connect'
import Ajv from 'ajv'
import addFormats from 'ajv-formats'

// OpenAPI 3.0 writes `nullable`, JSON Schema a type of two. The document leaves objects open; here they are
// closed, so that an answer with a field that Seam does not have is a mismatch too.
const asJsonSchema = (node) => {
  if (Array.isArray(node)) return node.map(asJsonSchema)
  if (node === null || typeof node !== 'object') return node
  const { nullable, discriminator, exclusiveMinimum, minimum, ...rest } = node
  const schema = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, asJsonSchema(value)]))
  if (minimum !== undefined) schema[exclusiveMinimum === true ? 'exclusiveMinimum' : 'minimum'] = minimum
  if (nullable === true && typeof schema.type === 'string') schema.type = [schema.type, 'null']
  if (nullable === true && Array.isArray(schema.enum)) schema.enum = [...schema.enum, null]
  const isObjectWithFields = schema.type === 'object' && schema.properties !== undefined
  if (isObjectWithFields && schema.additionalProperties === undefined) schema.additionalProperties = false
  return schema
}

const ajv = new Ajv({ strict: false, allErrors: true })
addFormats(ajv)
ajv.addFormat('float', { type: 'number', validate: Number.isFinite })
ajv.addSchema(asJsonSchema({ components: { schemas: openapi.components.schemas } }), 'official')

const operation = (path, verb) => openapi.paths[path]?.[verb.toLowerCase()]

export const verbsOf = (path) =>
  Object.keys(openapi.paths[path] ?? {})
    .map((verb) => verb.toUpperCase())
    .sort()

export const requiredParametersOf = (path) =>
  operation(path, 'POST').requestBody?.content['application/json'].schema.required ?? []

const validators = new Map()

// What is wrong with an answer of status 200; nothing if it is as the document says.
export const mismatchesOf = (path, verb, body) => {
  const key = `${verb} ${path}`
  if (!validators.has(key)) {
    const schema = operation(path, verb)?.responses['200'].content['application/json'].schema
    if (schema === undefined) return [`the document has no ${key}`]
    const text = JSON.stringify(asJsonSchema(schema)).replaceAll('"#/components/', '"official#/components/')
    validators.set(key, ajv.compile(JSON.parse(text)))
  }
  const validate = validators.get(key)
  if (validate(body)) return []
  return validate.errors.map((error) => `${error.instancePath || '/'} ${error.message} ${JSON.stringify(error.params)}`)
}
