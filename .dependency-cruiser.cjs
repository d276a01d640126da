/**
 * Who may import whom. The core is pure; language server, command line and client are thin faces of it. Everything that
 * is not allowed here is an error.
 */
const core = '^server/src/core/';
const layers = [
  'text',
  'format',
  'model',
  'symbols',
  'statistics',
  'weights',
  'parse',
  'filter',
  'classify',
  'analyse',
  'compare',
  'report',
  'render',
  'present',
  'view',
];
/** Libraries that the core may use: all are pure. */
const pureLibraries = '^node_modules/(re2js|simple-statistics|valibot|jsonc-parser|d3-[a-z]+|internmap)/';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: '\\.d\\.ts$|^server/wasm/' },
      to: {},
    },
    {
      name: 'core-is-pure',
      comment: 'no editor, no protocol, no files: only itself, its WebAssembly and pure libraries',
      severity: 'error',
      from: { path: core },
      to: { pathNot: [core, '(^|/)wasm/simdLines\\.wasm$', pureLibraries] },
    },
    // Within the core a layer imports only those before it.
    ...layers.flatMap((layer, index) => {
      const later = layers.slice(index + 1).join('|');
      return later === ''
        ? []
        : [
            {
              name: `core-${layer}-imports-no-later-layer`,
              severity: 'error',
              from: { path: `${core}(${layer})/` },
              to: { path: `${core}(${later})/` },
            },
          ];
    }),
    {
      name: 'protocol-is-types-only',
      severity: 'error',
      from: { path: '^server/src/protocol/' },
      to: { path: '.' },
    },
    {
      name: 'host-knows-files-and-core',
      severity: 'error',
      from: { path: '^server/src/host/' },
      to: { path: '^(server/src/(lsp|cli|protocol)|client)/' },
    },
    {
      name: 'worker-knows-host-core-and-messages',
      comment: 'a thread of the server: the server knows only what it says to it',
      severity: 'error',
      from: { path: '^server/src/worker/' },
      to: { path: ['^(server/src/(lsp|cli)|client)/', 'vscode'] },
    },
    {
      name: 'only-messages-of-the-worker-are-known',
      severity: 'error',
      from: { path: '^(server/src/|client/)', pathNot: '^server/src/worker/' },
      to: { path: '^server/src/worker/(?!messages\\.ts$)' },
    },
    {
      name: 'faces-do-not-know-each-other',
      severity: 'error',
      from: { path: '^server/src/lsp/' },
      to: { path: '^(server/src/cli|client)/' },
    },
    {
      name: 'command-line-speaks-no-protocol',
      severity: 'error',
      from: { path: '^server/src/cli/' },
      to: { path: ['^(server/src/(lsp|protocol)|client)/', 'vscode'] },
    },
    {
      name: 'client-knows-the-protocol-only',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: '^server/src/(?!protocol/)' },
    },
    {
      name: 'webview-knows-messages-and-protocol-only',
      comment: 'it runs in a browser: no editor, no Node',
      severity: 'error',
      from: { path: '^client/webview/' },
      to: {
        pathNot: [
          '^client/(webview/|src/(report|traceView)/messages\\.ts$)',
          '^server/src/protocol/',
          '^node_modules/(lit|lit-html|lit-element|@lit/[a-z-]+|@vscode-elements/elements|@tanstack/virtual-core|valibot)/',
        ],
      },
    },
    {
      name: 'pages-do-not-know-each-other',
      severity: 'error',
      from: { path: '^client/webview/([^/]+)/' },
      to: { path: '^client/webview/', pathNot: '^client/webview/(shared|$1)/' },
    },
    {
      name: 'client-does-not-know-its-webview',
      severity: 'error',
      from: { path: '^client/src/' },
      to: { path: '^client/webview/' },
    },
    {
      name: 'only-the-client-knows-the-editor',
      severity: 'error',
      from: { pathNot: '^(client|test)/' },
      to: { path: '^(vscode|vscode-languageclient)$|vscode-languageclient/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['node', 'import', 'require', 'types'],
    },
  },
};
