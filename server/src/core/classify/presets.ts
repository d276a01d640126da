/** A rule as a user writes it: an element of the setting `ftrace.categories`. */
export interface CategoryRule {
  /** Key in JSON output and choice of colour: a letter, then letters, digits, `_`, `-`, `.`. */
  readonly id: string;
  /** Name for people. */
  readonly label: string;
  /** A substring of the function's name, or `/expression/` with optional flags `i`, `s`. */
  readonly patterns: readonly string[];
}

/**
 * The classification of "Say Goodbye to Virtualization for a Safer Cloud" (HotCloud'18), section 3: substrings of the
 * function's name, the first category that matches wins. The paper prints "br " and "sk "; the underscore was lost in
 * typesetting. Kept literal, with its known errors (`ip` is in `pipe_read`), so that numbers compare with the paper's.
 */
export const PAPER: readonly CategoryRule[] = [
  {
    id: 'virtualization',
    label: 'Virtualization',
    patterns: ['kvm', 'vmx', 'x86', 'vmcs', 'vcpu', 'emulator'],
  },
  {
    id: 'network',
    label: 'Network',
    patterns: ['tcp', 'br_', 'skb', 'inet', 'ip', 'sock', 'napi', 'net', 'packet', 'sk_', 'tun'],
  },
];
