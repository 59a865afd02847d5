import { useEffect, useRef, useState } from 'preact/hooks';
import { useAround } from './around.ts';

/** How long after the last keystroke the search starts. */
const typedMs = 300;

/** The filters by components and words. */
export function Filters() {
  const { texts, about, state, go } = useAround();
  const { components, words } = state;
  const known = about.components.map(({ name }) => name);
  const offered = [...known, ...components.filter((name) => !known.includes(name))];
  const choose = (name: string, chosen: boolean) => {
    go({ components: chosen ? [...components, name] : components.filter((other) => other !== name) });
  };
  return (
    <search class="filters">
      <Words />
      <details class="choice">
        <summary>
          {texts.components}: {components.length === 0 ? texts.all : chosenText(components, texts.chosen)}
        </summary>
        <fieldset>
          <legend class="hidden">{texts.components}</legend>
          {offered.map((name) => (
            <label key={name}>
              <input
                type="checkbox"
                checked={components.includes(name)}
                onChange={(event) => {
                  choose(name, event.currentTarget.checked);
                }}
              />
              {name}
            </label>
          ))}
        </fieldset>
      </details>
      {components.length === 0 && words === '' ? null : (
        <button
          type="button"
          onClick={() => {
            go({ components: [], words: '' });
          }}
        >
          {texts.clearFilters}
        </button>
      )}
    </search>
  );
}

const chosenText = (components: readonly string[], counted: (count: number) => string): string =>
  components.length <= 2 ? components.join(', ') : counted(components.length);

function Words() {
  const { texts, state, go } = useAround();
  const [typed, setTyped] = useState(state.words);
  const timer = useRef<number>(undefined);
  useEffect(() => {
    setTyped(state.words);
  }, [state.words]);
  useEffect(
    () => () => {
      window.clearTimeout(timer.current);
    },
    [],
  );
  return (
    <label class="words">
      <span>{texts.search}</span>
      <input
        type="search"
        value={typed}
        placeholder={texts.searchHint}
        maxLength={200}
        onInput={({ currentTarget: { value } }) => {
          setTyped(value);
          window.clearTimeout(timer.current);
          timer.current = window.setTimeout(() => {
            go({ words: value }, 'replace');
          }, typedMs);
        }}
      />
    </label>
  );
}
