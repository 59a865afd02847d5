/** The answer of releases and of locks. */
export const keyUsed =
  'С этим ключом уже была другая команда, поэтому ничего не изменилось. Новой команде нужен новый ключ.';
