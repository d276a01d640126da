/** Entry of the language server as a process: the transport is in its arguments (--node-ipc, --stdio, --socket). */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from './server';

serve(createConnection(ProposedFeatures.all));
