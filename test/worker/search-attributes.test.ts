/** Not everybody may register search attributes: the operator has to be told what to do. */
import { Client, Connection } from '@temporalio/client';
import { expect, it } from 'vitest';
import { registerSearchAttributes } from '../../worker/search-attributes.ts';
import { testNamespace } from '../support/temporal.ts';

it('names the commands that register them where it may not, and needs no right once they are there', async () => {
  const temporal = await testNamespace();
  const { address, namespace, client } = temporal;
  // The test server refuses nothing, so this one call is refused on its way.
  const connection = await Connection.connect({
    address,
    interceptors: [
      (options, nextCall) => {
        if (options.method_definition.path.endsWith('/AddSearchAttributes'))
          throw new Error('PERMISSION_DENIED');
        return nextCall(options) as never;
      },
    ],
  });
  const barred = new Client({ connection, namespace });
  await expect(registerSearchAttributes(barred)).rejects.toThrow(
    `temporal operator search-attribute create --namespace ${namespace} --name DobroTicket --type Keyword --name DobroTickets --type KeywordList`,
  );
  await expect(registerSearchAttributes(barred)).rejects.toThrow(/tcld .*PERMISSION_DENIED/);
  await registerSearchAttributes(client);
  await registerSearchAttributes(barred);
  await Promise.all([connection.close(), temporal.close()]);
});
