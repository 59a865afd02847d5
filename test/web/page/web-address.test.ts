import { expect, it } from 'vitest';
import { isWebAddress } from '../../../web/page/web-address.ts';

it.each(['https://t.example.com/PAY-1', 'HTTP://t.example.com'])('%s is an address of the web', (address) => {
  expect(isWebAddress(address)).toBe(true);
});

it.each([
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'data:text/html,x',
  '//t.example.com',
  '/sign-out',
  '',
])('%s is none', (address) => {
  expect(isWebAddress(address)).toBe(false);
});
