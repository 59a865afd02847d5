/** What may not stand in an environment itself, but in a file that it names: by the name of the variable. */
export const isSecret = (name: string): boolean =>
  !name.endsWith('_FILE') && /SECRET|TOKEN|PASSWORD|PWD|KEY|CREDENTIAL|^DATABASE_URL$/.test(name);
