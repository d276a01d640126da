import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The folder of the page's script and style sheet. */
export function pageFolder(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist');
}

/** The page of a report before there is one. It may load its own script and style sheet, and nothing else. */
export function pageHtml(webview: vscode.Webview, extension: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const file = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(pageFolder(extension), name)).toString();
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${file('report.css')}">
<title>Comparison of scenarios</title>
</head>
<body>
<div id="page"></div>
<script nonce="${nonce}" src="${file('report.js')}"></script>
</body>
</html>`;
}
