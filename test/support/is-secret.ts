/** Whether a variable of this name may be in an environment only as a file, never by value. */
export const isSecret = (name: string): boolean =>
  !name.endsWith('_FILE') && /SECRET|TOKEN|PASSWORD|PWD|KEY|CREDENTIAL|^DATABASE_URL$/.test(name);
