/** Categories out of a table name → subsystem, as debug information gives it. */
import { formatPlural } from '../format/numbers';
import { quoteCell, TableProblems, type TableProblem } from '../format/tableProblems';
import { NAME_HEADINGS, parseCsv } from '../text/csv';
import { Categories, MAX_CATEGORIES, OTHER, type Category, type RuleMatch } from './categories';

const SUBSYSTEM_HEADINGS: readonly string[] = ['subsystem', 'category', 'module'];

/** Categories that look a name up; a compiler's suffix (`.isra.0`) is left out where the name with it is not there. */
class TableCategories extends Categories {
  constructor(
    name: string,
    list: readonly Category[],
    private readonly byName: ReadonlyMap<string, number>,
  ) {
    super(name, list, []);
  }

  override of(name: string): number {
    return this.byName.get(this.find(name) ?? '') ?? this.list.length - 1;
  }

  override explain(name: string): RuleMatch[] {
    const found = this.find(name);
    return found === undefined ? [] : [{ category: this.byName.get(found)!, pattern: found }];
  }

  private find(name: string): string | undefined {
    if (this.byName.has(name)) return name;
    const dot = name.indexOf('.', 1);
    const plain = dot < 0 ? name : name.slice(0, dot);
    return this.byName.has(plain) ? plain : undefined;
  }
}

/**
 * Reads a CSV table whose rows are a function's name and its subsystem; with a heading its columns are `name` and `subsystem`. Names
 * that are not in it are `other`. Of several rows of one name the last counts. `source` is what the table is called.
 */
export function categoriesFromTable(
  text: string,
  source: string,
): { categories: Categories; problems: readonly TableProblem[] } {
  const problems = new TableProblems();
  const { rows, badLines } = parseCsv(text);
  for (const line of badLines) problems.leaveOut(line, 'a quote is not closed, or text follows it');
  const list = new CategoryList();
  const byName = new Map<string, number | undefined>();
  const headings = rows[0]?.cells.map((cell) => cell.toLowerCase()) ?? [];
  const nameColumn = headings.findIndex((heading) => NAME_HEADINGS.includes(heading));
  const asked = headings.findIndex((heading) => SUBSYSTEM_HEADINGS.includes(heading));
  const column = asked >= 0 ? asked : nameColumn === 0 ? 1 : 0;
  let repeated = 0;
  let tooMany = 0;
  for (const { line, cells } of nameColumn < 0 ? rows : rows.slice(1)) {
    const name = cells[Math.max(nameColumn, 0)] ?? '';
    const subsystem = cells[nameColumn < 0 ? 1 : column] ?? '';
    if (name === '') problems.leaveOut(line, 'there is no name');
    else if (subsystem === '') problems.leaveOut(line, `${quoteCell(name)} has no subsystem`);
    else {
      if (byName.has(name)) repeated++;
      const number = list.numberOf(subsystem);
      if (number === undefined) tooMany++;
      byName.set(name, number);
    }
  }
  if (repeated > 0)
    problems.add(
      `${formatPlural(repeated, 'row')} with a name that was there before: the last of a name counts`,
    );
  if (tooMany > 0)
    problems.add(
      `${formatPlural(tooMany, 'row')} of subsystems beyond the first ${MAX_CATEGORIES}: they are in ${OTHER.label}`,
    );
  if (byName.size === 0) problems.add('there is no function in it: rows are name,subsystem');
  const numbers = new Map([...byName].map(([name, number]) => [name, number ?? list.all.length]));
  return { categories: new TableCategories(source, list.all, numbers), problems: problems.list() };
}

/** The categories so far, in the order in which the table names them. */
class CategoryList {
  readonly all: Category[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly ids = new Set(['total', OTHER.id]);

  /** The number of a subsystem; undefined for `other`, and where there are too many. */
  numberOf(label: string): number | undefined {
    const known = this.numbers.get(label);
    if (known !== undefined) return known;
    if (label.toLowerCase() === OTHER.id || this.all.length >= MAX_CATEGORIES) return undefined;
    const number = this.all.push({ id: this.newId(label), label }) - 1;
    this.numbers.set(label, number);
    return number;
  }

  /** `arch-x86-kvm` for `arch/x86/kvm`: what is allowed in an id of a rule. */
  private newId(label: string): string {
    const plain = label.replace(/[^\w.-]+/g, '-').replace(/^[^A-Za-z]+|-+$/g, '');
    const base = plain === '' ? 'category' : plain.toLowerCase();
    let id = base;
    for (let count = 2; this.ids.has(id); count++) id = `${base}-${count}`;
    this.ids.add(id);
    return id;
  }
}
