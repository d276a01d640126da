import type { Report } from '../../report/report';
import type { ListedFunctions } from '../functionTable';
import { element, Markup } from '../markup';
import { reportBody } from './body';
import { pageStyle } from './styles';

/** Nothing may be loaded, run or sent, even if something were in here that should not. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The report as one HTML file: no network, no scripts. With a list, all its functions. */
export function reportPage(report: Report, list?: ListedFunctions): string {
  const { tool, version } = report.provenance;
  const page = element(
    'html',
    { lang: 'en' },
    element(
      'head',
      {},
      element('meta', { charset: 'utf-8' }),
      element('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }),
      element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      element('meta', { name: 'generator', content: `${tool} ${version}` }),
      element('title', {}, report.title),
      element('style', {}, Markup.of(pageStyle())),
    ),
    element('body', {}, Markup.of(reportBody(report, 'page', list))),
  );
  return `<!DOCTYPE html>\n${page.text}`;
}
