import * as vscode from 'vscode';
import { TRACE_LANGUAGE } from '../traceFiles';
import type { EditorSettings } from './messages';

/** Lines of the sticky header where it is off. */
const NO_LINES = 0;

/** What VS Code's text editor would do with a trace: the view does the same. */
export function editorSettings(uri: vscode.Uri): EditorSettings {
  const editor = vscode.workspace.getConfiguration('editor', { uri, languageId: TRACE_LANGUAGE });
  const sticky = editor.get('stickyScroll.enabled', true);
  return {
    lineHeight: editor.get('lineHeight', 0),
    letterSpacing: editor.get('letterSpacing', 0),
    tabSize: Math.max(1, Number(editor.get('tabSize', 8)) || 8),
    // Off by default for traces, as their text draws the tree itself; the switch is the editor's.
    guides: editor.get('guides.indentation', false),
    stickyLines: sticky ? editor.get('stickyScroll.maxLineCount', 5) : NO_LINES,
    hoverDelay: editor.get('hover.delay', 300),
    wheelFactor: editor.get('mouseWheelScrollSensitivity', 1),
    fastScrollFactor: editor.get('fastScrollSensitivity', 5),
  };
}
