/** The command line of the page, where users choose whom they act as. */
import type { Page } from 'playwright-core';

export const chooseActor = (page: Page, user: string) =>
  page.getByLabel('As', { exact: true }).selectOption(user);

/** Gives a command. Closes the answer and returns it. */
export async function typeCommand(page: Page, words: string): Promise<string> {
  const field = page.getByRole('combobox', { name: 'Command' });
  // Unlike `fill`, a click waits for a dialog that is still open, as people do.
  await field.click();
  await field.fill(words);
  await field.press('Enter');
  const answer = page.locator('.told pre');
  await answer.waitFor();
  const text = (await answer.textContent()) ?? '';
  await page.getByRole('button', { name: 'Close the answer' }).click();
  return text;
}
