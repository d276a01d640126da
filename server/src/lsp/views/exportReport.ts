import { functionsCsv } from '../../core/render/csv';
import { reportPage } from '../../core/render/html/page';
import { reportJson } from '../../core/render/json';
import { reportMarkdown } from '../../core/render/markdown';
import { figureSvg } from '../../core/render/svg/figure';
import { allFunctions } from '../../core/report/allFunctions';
import type { ReportExportParams } from '../../protocol/report';
import type { OpenReport } from './openReport';
import { queryOf } from './reportItems';

/** The report, or a list of its functions, as the text of a file. */
export async function exportReport(
  report: OpenReport,
  { format, list }: ReportExportParams,
): Promise<string> {
  const shown = await report.withHashes();
  const query = list === undefined ? allFunctions(shown) : queryOf(report, list);
  const functions = report.functions(query);
  const listed = { query, rows: functions.rows(0, functions.length) };
  switch (format) {
    case 'json':
      return reportJson(shown, listed);
    case 'csv':
      return functionsCsv(listed, shown);
    case 'markdown':
      return reportMarkdown(shown, listed);
    case 'html':
      return reportPage(shown, listed);
    case 'svg':
      return figureSvg(shown.figures[0]!, shown, 'paper');
  }
}
