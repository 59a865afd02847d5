/** What worker and `doctor` report about missing search attributes. For operators, always in English. */
export const searchAttributeWords = {
  missing: (
    namespace: string,
    missing: readonly { readonly name: string; readonly type: string }[],
  ): string => {
    const names = missing.map(({ name }) => name).join(', ');
    const flags = missing.map(({ name, type }) => `--name ${name} --type ${type}`).join(' ');
    const cloud = missing.map(({ name, type }) => `--sa "${name}=${type}"`).join(' ');
    return `The namespace ${namespace} lacks the search attributes ${names}. A worker registers them as it starts; where it may not: temporal operator search-attribute create --namespace ${namespace} ${flags}; on Temporal Cloud: tcld namespace search-attributes add --namespace ${namespace} ${cloud}`;
  },
};
