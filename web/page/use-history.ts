import { useMemo } from 'preact/hooks';

const kept = 'dobrobot-said';
const most = 50;

export interface History {
  /** Adds a command as the newest. */
  keep(text: string): void;
  /** Called when the user types: the next recall starts at the newest. */
  begin(): void;
  /** The command one step further back (1) or forward (-1); empty after the newest, null if there are no more. */
  recall(steps: 1 | -1): string | null;
}

/** The commands given in this tab, for as long as it is open. */
export const useHistory = (): History => useMemo(history, []);

function history(): History {
  let at = -1;
  const said = (): readonly string[] => {
    try {
      const read: unknown = JSON.parse(sessionStorage.getItem(kept) ?? '[]');
      return Array.isArray(read) ? read.filter((text) => typeof text === 'string') : [];
    } catch {
      return [];
    }
  };
  return {
    keep(text) {
      at = -1;
      const all = [text, ...said().filter((other) => other !== text)].slice(0, most);
      sessionStorage.setItem(kept, JSON.stringify(all));
    },
    begin() {
      at = -1;
    },
    recall(steps) {
      const next = at + steps;
      if (next === -1) {
        at = next;
        return '';
      }
      const text = said()[next];
      if (text === undefined) return null;
      at = next;
      return text;
    },
  };
}
