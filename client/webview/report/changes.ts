import type { ReportChange } from '../../../server/src/protocol/report';

/** Signs of changes: what a function is called differs by word and sign, never by colour alone. */
export const CHANGE_SIGNS: Readonly<Record<ReportChange, string>> = {
  new: '+',
  gone: '−',
  more: '↑',
  fewer: '↓',
  same: '=',
};
