export const COUNTED_OTHERWISE: readonly { readonly why: string; readonly files: readonly string[] }[] = [];
