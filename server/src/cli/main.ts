/**
 * The command `ftrace-explorer`. Data goes to standard output, everything else to standard error. Commands are loaded when
 * they run: what a summary does not need would delay it.
 */
import { setFlagsFromString } from 'node:v8';
import { Command, CommanderError, Option, type Command as CommandType } from 'commander';
import { version } from '../../../package.json';
import { visible } from '../core/format/escape';
import type { BaselineOptions } from './commands/baseline';
import type { CallsOptions } from './commands/calls';
import type { CheckOptions } from './commands/check';
import type { CompareOptions } from './commands/compare';
import type { ExportOptions } from './commands/export';
import type { FunctionsOptions } from './commands/functions';
import type { InspectOptions } from './commands/inspect';
import type { SummaryOptions } from './commands/summary';
import { InputError } from './input';
import { FIGURE_MEASURES } from './options';

// WebAssembly reads most of a trace. To optimise what reads the rest early, and with all of it inlined, costs more than it gives.
setFlagsFromString('--max-inlined-bytecode-size-cumulative=100');
setFlagsFromString('--interrupt-budget=700000');

const WRONG_INPUT = 2;
const INTERNAL_ERROR = 70;
const WRITE_ERROR = 74;

function addInputOptions(command: CommandType): CommandType {
  return command
    .option('--symbols <file>', 'kallsyms or System.map, for functions that stand as addresses')
    .option('--interrupts <file>', 'a JSON file with names as in the setting ftrace.interruptFunctions');
}

function addReadingOptions(command: CommandType): CommandType {
  return addInputOptions(command.option('--json', 'print JSON, in the form that the README documents'));
}

function addCategories(command: CommandType): CommandType {
  return command.option(
    '--categories <preset or file>',
    'categories: paper, subsystem, a JSON file as the setting ftrace.categories, a CSV table name,subsystem',
  );
}

function addCommonOptions(command: CommandType): CommandType {
  return addCategories(addReadingOptions(command));
}

function addFilterOptions(command: CommandType): CommandType {
  return command
    .option(
      '--filters <preset or file>',
      'filters: nabla, paper, or a JSON file as the setting ftrace.filter',
    )
    .option(
      '--filter <expression>',
      'only calls that it means: "tcp duration>10us", "category:network not interrupts"; keys: docs/filters.md',
    )
    .option('--without-interrupts', 'leave out interrupts and what they call')
    .option(
      '--from-first-entry',
      'count each task from its first system call, guest entry or kthread operation on',
    )
    .option('--pid <n,...>', 'count only these threads')
    .option('--comm <name,...>', 'count only tasks of these names, as printed')
    .option('--cpu <n,...>', 'count only what ran on these cpus')
    .option('--from <time>', 'count only calls that began at this time or later: 12.5s, 300ms')
    .option('--to <time>', 'count only calls that began before this time')
    .option('--min-depth <n>', 'count only calls at this depth or deeper; 0 is a top-level call')
    .option('--fold-suffixes', 'count foo.isra.0, foo.constprop.0, foo.part.0, foo.cold as foo');
}

const program = new Command('ftrace-explorer')
  .description('Reads function_graph traces of the Linux kernel: which functions ran, and what differs.')
  .version(version)
  .exitOverride()
  .showHelpAfterError('(ftrace-explorer --help shows how)')
  .helpCommand(false);

addFilterOptions(addCommonOptions(program.command('summary')))
  .description('unique functions by category, calls, tasks and cpus of each trace')
  .argument('<file...>', 'traces; gzip, zstd and xz are read as the text inside; - is standard input')
  .action(async (files: string[], options: SummaryOptions) =>
    (await import('./commands/summary')).summaryCommand(files, options),
  );

addFilterOptions(addCommonOptions(program.command('functions')))
  .description('each function of a trace: calls and times, most called first')
  .argument('<file>', 'a trace')
  .option('--category <id>', 'only the functions of this category')
  .action(async (file: string, options: FunctionsOptions) =>
    (await import('./commands/functions')).functionsCommand(file, options),
  );

addFilterOptions(addCommonOptions(program.command('compare')))
  .description('which functions traces reach: two traces, or any number of scenarios with their runs')
  .argument('[file...]', 'two traces; or more, of which name.1.trace, name.2.trace are runs of one scenario')
  .option('--scenarios <file or folder>', 'a comparison (*.ftcompare), or a folder of traces')
  .option('--each', 'each file is a scenario of its own')
  .option('--baseline <scenario>', 'what the others are compared with; the first one otherwise')
  .option('--target <scenario>', 'what the list of functions compares with it; the next one otherwise')
  .addOption(
    new Option('--sets <which>', 'functions of a scenario: those in any run, or in every run').choices([
      'any',
      'every',
    ]),
  )
  .addOption(
    new Option('--normalise <how>', 'for recordings of different length').choices([
      'none',
      'perRequest',
      'share',
    ]),
  )
  .option('--weights <file...>', 'numbers per function: CSV (name,value), nm -S, System.map')
  .option('--select <expression>', 'only these functions in the list: "kvm - (socket + tap)"')
  .option('--csv', 'print the list of functions as CSV')
  .option('--markdown', 'print the report as Markdown')
  .option('--html', 'print the report as one HTML page that needs no network')
  .addOption(new Option('--svg [measure]', 'print the figure of a measure as SVG').choices(FIGURE_MEASURES))
  .action(async (files: string[], options: CompareOptions) =>
    (await import('./commands/compare')).compareCommand(files, options),
  );

addFilterOptions(addCommonOptions(program.command('calls')))
  .description(
    'each call of a trace: lines, task, times, caller, arguments; --json prints one object per line',
  )
  .argument('<file>', 'a trace')
  .action(async (file: string, options: CallsOptions) =>
    (await import('./commands/calls')).callsCommand(file, options),
  );

addFilterOptions(addCategories(addInputOptions(program.command('export'))))
  .description('the call trees of traces for other programs: folded stacks for flame graphs, or speedscope')
  .argument('<file...>', 'traces; two with --folded are compared')
  .option('--folded', 'a line per stack and its number, as flamegraph.pl reads them')
  .option('--speedscope', 'a JSON file for speedscope, with a profile per trace')
  .option('--by <what>', 'number of a stack: self (nanoseconds of self time) or calls', 'self')
  .option('--task', 'stacks begin with the task')
  .action(async (files: string[], options: ExportOptions) =>
    (await import('./commands/export')).exportCommand(files, options),
  );

addReadingOptions(program.command('inspect'))
  .description('who printed a text, with which columns and options, and what is wrong with it')
  .argument('<file>', 'a trace, or what may be one')
  .action(async (file: string, options: InspectOptions) =>
    (await import('./commands/inspect')).inspectCommand(file, options),
  );

addFilterOptions(addCommonOptions(program.command('check')))
  .description('functions that a baseline does not allow; exit code 1 if there are any')
  .argument('<file...>', 'traces')
  .requiredOption('--baseline <file>', 'the functions that are allowed: one name per line')
  .option('--sarif', 'print SARIF 2.1.0, for code scanning')
  .option('--update', 'add what is found to the baseline')
  .action(async (files: string[], options: CheckOptions) =>
    (await import('./commands/check')).checkCommand(files, options),
  );

addFilterOptions(addCategories(addInputOptions(program.command('baseline'))))
  .description('the functions that any run of a scenario reached, as a baseline for check')
  .argument('<file...>', 'traces: the runs')
  .option('-o, --output <file>', 'where to write it, instead of standard output')
  .option('--scenario <name>', 'what the scenario is called, instead of the name of the traces')
  .action(async (files: string[], options: BaselineOptions) =>
    (await import('./commands/baseline')).baselineCommand(files, options),
  );

program
  .command('lsp')
  .description('the language server, for editors that speak the Language Server Protocol')
  .option('--stdio', 'over standard input and output (the default)')
  .action(async () => (await import('./commands/lsp')).lspCommand());

// A reader that has seen enough, as `head`, closes the pipe: no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`ftrace-explorer: cannot write: ${error.message}\n`);
  process.exit(WRITE_ERROR);
});

async function main(): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : WRONG_INPUT;
    else if (error instanceof InputError) {
      for (const reason of error.reasons) process.stderr.write(`ftrace-explorer: ${visible(reason)}\n`);
      process.exitCode = WRONG_INPUT;
    } else {
      process.stderr.write(
        `ftrace-explorer: internal error: ${error instanceof Error ? error.stack : String(error)}\n`,
      );
      process.exitCode = INTERNAL_ERROR;
    }
  }
}

void main();
