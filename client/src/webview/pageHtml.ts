import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** A page of this extension: the name of its script and style sheet, and the title of its document. */
export interface Page {
  readonly name: string;
  readonly title: string;
}

/** The folder of the pages' scripts and style sheets. */
export function pageFolder(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist');
}

/** A page before there is anything on it. It may load its own script and style sheet, and nothing else. */
export function pageHtml(webview: vscode.Webview, extension: vscode.Uri, { name, title }: Page): string {
  const nonce = randomBytes(16).toString('base64');
  const file = (ending: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(pageFolder(extension), `${name}.${ending}`)).toString();
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${file('css')}">
<title>${title}</title>
</head>
<body>
<div id="page"></div>
<script nonce="${nonce}" src="${file('js')}"></script>
</body>
</html>`;
}
