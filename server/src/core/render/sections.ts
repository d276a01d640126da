import { visible } from '../format/escape';
import type { Report } from '../report/report';
import {
  figureTable,
  filterTable,
  measurementTable,
  membershipTable,
  reclassifiedTable,
  ruleTable,
  runTable,
  saturationTable,
  weightTables,
  type Table,
} from './tables';
import { normalisationText, restText } from './words';

/** Keys of the sections; in HTML the ids of their elements are `report-` and this. */
export type SectionId =
  | 'headlines'
  | 'warnings'
  | 'figures'
  | 'rules'
  | 'measurements'
  | 'membership'
  | 'saturation'
  | 'weights'
  | 'reclassified'
  | 'provenance';

/** A part of the report: sentences, paragraphs, tables. */
export interface Section {
  readonly id: SectionId;
  readonly title: string;
  readonly items: readonly string[];
  readonly paragraphs: readonly string[];
  readonly tables: readonly Table[];
}

/** The parts of a report in their order; those with nothing in them are left out. */
export function reportSections(report: Report): Section[] {
  const given = (table: Table | undefined): Table[] => (table === undefined ? [] : [table]);
  const section = (
    id: SectionId,
    title: string,
    content: Partial<Omit<Section, 'id' | 'title'>>,
  ): Section => ({
    ...{ id, title, items: [], paragraphs: [], tables: [] },
    ...content,
  });
  return [
    section('headlines', 'Headlines', { items: report.headlines }),
    section('warnings', 'Warnings', { items: report.warnings }),
    section('figures', 'Functions by category', {
      tables: report.figures.map((figure) => figureTable(figure, report)),
    }),
    section('rules', 'Functions by rule', { tables: report.rules.map((rules) => ruleTable(rules, report)) }),
    section('measurements', 'Measurements', { tables: given(measurementTable(report)) }),
    section('membership', 'Which scenarios reach what', {
      paragraphs: restText(report.membership),
      tables: report.membership.length > 0 ? [membershipTable(report)] : [],
    }),
    section('saturation', 'Is the recording long enough?', {
      items: report.saturation.map(({ sentence }) => sentence),
      tables: report.saturation.length > 0 ? [saturationTable(report)] : [],
    }),
    section('weights', 'Weights', { tables: weightTables(report) }),
    section('reclassified', 'Sorted differently', { tables: given(reclassifiedTable(report)) }),
    section('provenance', 'Where the numbers come from', {
      items: provenanceItems(report),
      tables: [runTable(report), ...given(filterTable(report))],
    }),
  ].filter(({ items, paragraphs, tables }) => items.length + paragraphs.length + tables.length > 0);
}

function provenanceItems({ provenance, normalisation, scenarios, baseline }: Report): string[] {
  const { tool, version, filter, filterText, rules, sets } = provenance;
  const settings = JSON.stringify(filter);
  return [
    `${tool} ${version}`,
    `Filters: ${filterText}${settings === '{}' ? '' : ` (${visible(settings)})`}`,
    `Rules: ${rules}`,
    `Baseline: ${scenarios[baseline]?.name ?? '–'}`,
    `Calls and times: ${normalisationText(normalisation)}`,
    `Sets of scenarios with several runs: functions in ${sets === 'any' ? 'any run' : 'every run'}`,
  ];
}
