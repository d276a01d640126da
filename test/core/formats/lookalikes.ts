/** Texts that look like function_graph and are none, and what is said of them. */

export interface Lookalike {
  readonly text: string;
  readonly says: RegExp;
}

export const LOOKALIKES: Readonly<Record<string, Lookalike>> = {
  'other-tracers': {
    text: `
# tracer: function
#
            bash-939     [003] d..2.  1234.567890: mutex_lock <-do_exit
            bash-939     [003] d..2.  1234.567891: mutex_unlock <-do_exit
`,
    says: /the tracer "function", not of function_graph/,
  },
  uftrace: {
    text: `
# DURATION     TID     FUNCTION
            [ 1234] | main() {
   1.813 us [ 1234] |   atoi();
   5.812 us [ 1234] | } /* main */
`,
    says: /uftrace/,
  },
  'op-tee': {
    text: `
Function graph for TA: cb3e5ba0-adf1-11e0-998b-0002a5d5c51b @ 40089000
   43.840 us |   3 |    tee_entry()
    7.216 us |   4 |     tee_exit()
`,
    says: /OP-TEE/,
  },
  histogram: {
    text: `
     nsecs               : count     distribution
         0 -> 1          : 0        |                                        |
      1024 -> 2047       : 2145     |****************************************|
`,
    says: /histogram/,
  },
  'source-code': {
    text: `
static int vfs_read(struct file *file)
{
	return rw_verify_area(file);
}
`,
    says: /source code/,
  },
};
