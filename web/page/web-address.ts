/** Whether a browser may be sent there, whoever gave the address. */
export const isWebAddress = (address: string): boolean => /^https?:\/\//i.test(address);
