import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { chromiumFlags, findChromium } from '../../start/chromium.mjs';

/** A headless Chromium; whoever starts it closes it. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium(process.env), args: chromiumFlags });
