/**
 * What SARIF 2.1.0 says of the parts that a check writes, as a JSON Schema, by the specification (OASIS, 27 March 2020; the
 * numbers are its sections): required properties, value sets, and no others than these; and what GitHub's code scanning
 * asks for beyond.
 */
const text = { type: 'string', minLength: 1 };
const object = (properties: object, ...required: string[]): object => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
});
const list = (items: object): object => ({ type: 'array', items });

/** 3.11: a message has a text, or an id. */
const message = object({ text }, 'text');
/** 3.4.3: a valid URI reference; a relative one does not begin with `..` for GitHub. */
const uri = {
  type: 'string',
  format: 'uri-reference',
  pattern: '^(file:///|(?!\\.\\.?(/|$))[^/\\\\ ])[^\\\\ ]*$',
};
const artifactLocation = object({ uri, index: { type: 'integer', minimum: 0 } }, 'uri');
/** 3.30.5: lines count from 1. */
const region = object({ startLine: { type: 'integer', minimum: 1 } }, 'startLine');
/** 3.29: GitHub needs artifactLocation. */
const physicalLocation = object({ artifactLocation, region }, 'artifactLocation');
const location = object({ physicalLocation }, 'physicalLocation');
const level = { enum: ['none', 'note', 'warning', 'error'] };

/** 3.27. GitHub wants exactly one location to be shown at, and ruleId. */
const result = object(
  {
    ruleId: { const: 'new-kernel-function' },
    ruleIndex: { const: 0 },
    level,
    message,
    locations: { ...list(location), minItems: 1, maxItems: 1 },
    partialFingerprints: { type: 'object', additionalProperties: text, minProperties: 1 },
    properties: { type: 'object' },
  },
  'ruleId',
  'message',
  'locations',
  'partialFingerprints',
);

/** 3.49. GitHub shows shortDescription, fullDescription and help. */
const rule = object(
  {
    id: text,
    name: text,
    shortDescription: message,
    fullDescription: message,
    help: message,
    defaultConfiguration: object({ level }),
  },
  'id',
  'shortDescription',
  'fullDescription',
  'help',
);

/** 3.24: hashes by the names of IANA's registry; 3.24.6: roles. */
const artifact = object(
  {
    location: artifactLocation,
    roles: list({ const: 'analysisTarget' }),
    hashes: object({ 'sha-256': { type: 'string', pattern: '^[0-9a-f]{64}$' } }, 'sha-256'),
  },
  'location',
);

/** 3.58. */
const notification = object({ level, message, locations: list(location) }, 'message');

/** 3.14. */
const run = object(
  {
    tool: object(
      {
        driver: object(
          { name: text, version: text, semanticVersion: text, rules: list(rule) },
          'name',
          'rules',
        ),
      },
      'driver',
    ),
    invocations: list(
      object(
        { executionSuccessful: { type: 'boolean' }, toolExecutionNotifications: list(notification) },
        'executionSuccessful',
      ),
    ),
    artifacts: { ...list(artifact), uniqueItems: true },
    columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
    results: { ...list(result), maxItems: 25_000 },
    properties: { type: 'object' },
  },
  'tool',
  'results',
);

/** 3.13. */
export const SARIF_SCHEMA = object(
  { $schema: text, version: { const: '2.1.0' }, runs: { ...list(run), minItems: 1, maxItems: 20 } },
  'version',
  'runs',
);
