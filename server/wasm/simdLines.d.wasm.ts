/** simdLines.ts as WebAssembly; esbuild.mjs makes it. */
declare const module: Uint8Array<ArrayBuffer>;
export default module;
