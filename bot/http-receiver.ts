import { HTTPModuleFunctions, HTTPReceiver, LogLevel } from '@slack/bolt';
import type { IncomingMessage, ServerResponse } from 'node:http';

const path = '/slack/events';
const mostBytes = 4_000_000;

/**
 * Slack's HTTP requests at `/slack/events`: events, slash commands and interactions. As over Socket Mode, a
 * request is answered only after its listeners are done. If Temporal did not get it, Slack redelivers an
 * event, and shows a failed click or slash command to the user. Listens on all interfaces, since Slack comes
 * from outside or through a proxy. Refuses requests not signed with the secret within the last five minutes.
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
  // Bolt reads properties of the body before it checks that it is an object. A body such as `null` would end the process.
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

/** Whether the body is not an object, such as `null` or `5`. Bolt itself refuses a body that it cannot parse. */
function isValue(request: Parameters<typeof HTTPModuleFunctions.parseHTTPRequestBody>[0]): boolean {
  try {
    const body: unknown = HTTPModuleFunctions.parseHTTPRequestBody(request);
    return typeof body !== 'object' || body === null;
  } catch {
    return false;
  }
}
