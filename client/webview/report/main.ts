/** The page of a report: what the extension gives is shown, what the user does is asked or told. */
import '../shared/shared.css';
import './report.css';
import { Host } from './host';
import { ReportPage } from './reportPage';

new ReportPage(document.getElementById('page')!, new Host()).start();
