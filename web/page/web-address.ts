/** Whether an address is safe to link to, whoever provided it. */
export const isWebAddress = (address: string): boolean => /^https?:\/\//i.test(address);
