/** The page of a trace view: rows are asked for as they come on the screen. */
import '../shared/shared.css';
import './traceView.css';
import { TraceViewHost } from './host';
import { TracePage } from './tracePage';

new TracePage(document.getElementById('page')!, new TraceViewHost()).start();
