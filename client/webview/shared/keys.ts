/** What is looked at of a KeyboardEvent. */
interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Where a key moves to in a list of `total` rows; undefined for other keys. No DOM in here. */
export function moveInList(
  { key, ctrlKey, metaKey, altKey }: Key,
  from: number,
  total: number,
  pageRows: number,
): number | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: pageRows,
    PageUp: -pageRows,
    Home: -Infinity,
    End: Infinity,
  };
  const step = steps[key];
  if (step === undefined || total === 0) return undefined;
  return Math.max(0, Math.min(total - 1, from + step));
}
