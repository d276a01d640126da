import fs from 'node:fs';
import path from 'node:path';

/** The folder of package.json: tests run as bundles in out/test, so it is looked for upwards. */
export const repositoryRoot = ((): string => {
  let folder = __dirname;
  while (!fs.existsSync(path.join(folder, 'package.json'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error(`no package.json above ${__dirname}`);
    folder = parent;
  }
  return folder;
})();

/** The shared material beside the repository; it is not a part of it and may be missing. */
export const sharedFolder = process.env['FTRACE_SHARED'] ?? path.join(repositoryRoot, '..', 'shared');
