import assert from 'node:assert/strict';
import { BaselineFiles } from '../../server/src/lsp/baselineFiles';
import { suiteFolder } from './support';

describe('the file of a baseline', () => {
  const folder = suiteFolder();

  it('is read again after it could not be looked for', async () => {
    const file = folder.write('kvm.baseline', 'sys_read\n');
    let broken = true;
    const files = new BaselineFiles(
      () => {
        if (broken) throw new Error('a URI that is none');
        return [];
      },
      () => assert.fail('nothing is wrong with the file'),
    );
    await assert.rejects(files.get(file, undefined), /a URI that is none/);
    broken = false;
    assert.deepEqual([...(await files.get(file, undefined))!.baseline.names], ['sys_read']);
  });
});
