import { HTTPModuleFunctions, HTTPReceiver, LogLevel } from '@slack/bolt';
import type { IncomingMessage, ServerResponse } from 'node:http';

const path = '/slack/events';
const mostBytes = 4_000_000;

/**
 * Slack's HTTP requests at `/slack/events`: events, slash commands and buttons alike. As over Socket Mode, a request is answered only
 * after its listeners are done: an event that Temporal has not got Slack sends again, and of a click or a slash command it says that
 * it failed. Listens on all interfaces, for Slack comes from outside or through a proxy; what is not signed with the secret within the
 * last five minutes is refused.
 */
export function httpReceiver(
  signingSecret: string,
  port: number,
  onError: (error: unknown) => void,
): HTTPReceiver {
  const receiver = new HTTPReceiver({
    signingSecret,
    port,
    processBeforeResponse: true,
    bodyLimit: mostBytes,
    logLevel: LogLevel.WARN,
    processEventErrorHandler: ({ error, response }) => {
      onError(error);
      if (!response.headersSent) response.writeHead(500).end();
      return Promise.resolve(false);
    },
  });
  const listen = receiver.requestListener;
  // Bolt looks into the body before it has seen that it is an object, and that would end the process.
  receiver.requestListener = (request, response) => {
    if (request.method !== 'POST' || pathOf(request) !== path) listen(request, response);
    else void listenToObjects(request, response, listen);
  };
  return receiver;
}

const pathOf = ({ url }: IncomingMessage): string => new URL(url ?? '', 'http://localhost').pathname;

async function listenToObjects(
  request: IncomingMessage,
  response: ServerResponse,
  listen: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<void> {
  try {
    const buffered = await HTTPModuleFunctions.bufferIncomingMessage(request, mostBytes);
    if (isValue(buffered)) response.writeHead(400).end();
    else listen(request, response);
  } catch {
    response.writeHead(413).end();
  }
}

/** Such as `null` or `5`. What cannot be read Bolt refuses by itself. */
function isValue(request: Parameters<typeof HTTPModuleFunctions.parseHTTPRequestBody>[0]): boolean {
  try {
    const body: unknown = HTTPModuleFunctions.parseHTTPRequestBody(request);
    return typeof body !== 'object' || body === null;
  } catch {
    return false;
  }
}
